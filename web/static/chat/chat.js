import * as api from "./api.js";
import { byId } from "./dom.js";
import { conversation, previous } from "./store.js";
import { t } from "./words.js";

/** Conversation on the page: opens it, leaves it, returns to it. */
export class Chat {
  #cursor = null;
  #fresh = true;
  #load = 0;
  /** Mark of the last message that was loaded. */
  last = 0;

  /**
   * @param {import("./log.js").Log} log
   * @param {import("./outbox.js").Outbox} outbox
   * @param {import("./notice.js").Notice} notice
   */
  constructor(log, outbox, notice) {
    this.log = log;
    this.outbox = outbox;
    this.notice = notice;
  }

  /** Shows the current conversation of this browser, from its beginning. */
  async open() {
    this.#cursor = null;
    this.#fresh = true;
    this.log.quietly(() => {
      this.log.clear();
      this.outbox.show();
    });
    this.showMenu();
    this.last = 0;
    await this.sync();
    this.log.box.dispatchEvent(new Event("open"));
    this.outbox.flush();
  }

  /** Adds the stored messages that the page does not show yet. */
  async sync() {
    const load = ++this.#load;
    const id = conversation.get();
    if (!id) return;
    try {
      while (await this.#page(id, load));
      if (load === this.#load) this.notice.release();
    } catch (error) {
      if (load === this.#load) this.#failed(error);
    }
  }

  /** Begins a new conversation; the menu leads back to the previous one. */
  startNew() {
    if (conversation.get()) {
      previous.set(conversation.get());
      this.#switchTo(null);
      this.notice.say(t("A new chat. The previous one is in the menu."));
    }
  }

  /** Makes the previous conversation the current one, and the other way round. */
  goBack() {
    const [here, there] = [conversation.get(), previous.get()];
    previous.set(here);
    this.#switchTo(there);
  }

  /** Makes a conversation of the visitor the current one. @param {string} id */
  goTo(id) {
    if (id === conversation.get()) return;
    if (conversation.get()) previous.set(conversation.get());
    this.#switchTo(id);
  }

  /** Forgets a deleted conversation. @param {string} sentence the reason, for the visitor */
  forget(sentence) {
    this.#switchTo(null);
    this.notice.say(sentence);
  }

  showMenu() {
    const none = conversation.get() === null;
    byId("download").disabled = none;
    byId("download-json").disabled = none;
    byId("delete").disabled = none;
    byId("previous-chat").hidden = previous.get() === null;
  }

  #switchTo(id) {
    conversation.set(id);
    this.notice.release();
    this.open();
  }

  /** @returns {Promise<boolean>} true if there is another page */
  async #page(id, load) {
    const { messages, next, last } = await api.history(id, this.#cursor);
    if (load !== this.#load) return false;
    const show = () => messages.forEach((message) => this.log.place(message));
    if (this.#fresh || next) this.log.quietly(show);
    else show();
    this.#fresh = false;
    this.last = last;
    // The last page has no `next`: later messages are found by reading that page again.
    this.#cursor = next ?? this.#cursor;
    return next !== null;
  }

  #failed(error) {
    if (error instanceof api.ApiError && error.status === 404) {
      this.outbox.adopt(conversation.get());
      this.forget(t("That chat no longer exists. This is a new one."));
      return;
    }
    const action = { label: t("Try again"), run: () => this.sync() };
    this.notice.hold(t("The messages so far could not be loaded."), action);
  }
}
