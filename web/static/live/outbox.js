import { newId } from "../chat/ids.js";
import { draftOf, unsentOf } from "../chat/store.js";

const RETRY_AFTER = 3000;

/** Messages of an editor, sent one after the other, and kept until the server has stored them. */
export class Outbox {
  #busy = false;

  /**
   * @param {string} key name of the editor's conversation in the storage of the browser
   * @param {HTMLFormElement|null} form null where the conversation is not the editor's
   * @param {{onChange: () => void, onWait: () => void, onSent: () => void,
   *   onRefused: (reason?: string) => void}} page
   */
  constructor(key, form, page) {
    this.form = form;
    this.page = page;
    this.unsent = unsentOf(`live.unsent.${key}`);
    this.draft = draftOf(`live.draft.${key}`);
    form?.text.addEventListener("input", () => this.draft.set(form.text.value));
  }

  /** Goes on after the page was loaded anew. */
  start() {
    if (!this.form) return this.#withdraw();
    this.#write(this.form.text.value || this.draft.get());
    this.page.onChange();
    this.flush();
  }

  /** Sends the text in the field, behind those that wait. */
  post() {
    const text = this.form.text.value.trim();
    if (!text) return;
    this.unsent.add({ id: newId(), text });
    this.#write("");
    this.page.onChange();
    this.flush();
  }

  /** Sends what waits. The server stores a message with the same id once. */
  async flush() {
    if (this.#busy || !this.form) return;
    this.#busy = true;
    for (let [next] = this.unsent.all(); next; [next] = this.unsent.all()) await this.#deliver(next);
    this.#busy = false;
  }

  async #deliver(message) {
    const answer = await this.#send(message);
    if (answer === "later") {
      this.page.onWait();
      return new Promise((done) => setTimeout(done, RETRY_AFTER));
    }
    if (answer !== "stored") {
      this.#withdraw();
      return this.page.onRefused(answer.refused);
    }
    this.unsent.remove(message.id);
    this.page.onSent();
  }

  /** @returns {Promise<"stored"|"later"|{refused?: string}>} no reason where the session has ended */
  async #send({ id, text }) {
    const body = new FormData(this.form);
    body.set("id", id);
    body.set("text", text);
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(15_000),
      });
      if (response.ok && !response.redirected) return "stored";
      if (response.status === 401) return {};
      if (response.status < 500) return { refused: (await response.json().catch(() => ({}))).detail };
    } catch {
      // The next try tells.
    }
    return "later";
  }

  /** Puts what waits back into the field, before the text there. */
  #withdraw() {
    const messages = this.unsent.all();
    this.#write([...messages.map(({ text }) => text), this.draft.get()].filter(Boolean).join("\n\n"));
    for (const { id } of messages) this.unsent.remove(id);
    this.page.onChange();
  }

  #write(text) {
    if (this.form) this.form.text.value = text;
    this.draft.set(text);
  }
}
