import * as api from "./api.js";
import { newId } from "./ids.js";
import { conversation, touch, unsent } from "./store.js";
import { t } from "./words.js";

const FIRST_WAIT = 3;
const LONGEST_WAIT = 60;

/** Sends messages one after the other, and keeps each until the server has stored it. */
export class Outbox {
  #busy = false;
  #timer = 0;
  #failures = 0;
  /** Sentences about rejected messages, by their ids. @type {Map<string, string>} */
  #rejected = new Map();

  /**
   * @param {import("./log.js").Log} log
   * @param {{name: string, isWaiting: () => boolean, onNotReady: () => void,
   *   onGone: () => void, onSent: (person: string, step: string) => void, announce: (text: string) => void}} chat
   */
  constructor(log, chat) {
    this.log = log;
    this.chat = chat;
  }

  /** @param {string} text */
  post(text) {
    const message = { id: newId(), text, conversation: conversation.get(), created_at: now() };
    unsent.add(message);
    this.log.placeUnsent(message);
    this.flush();
  }

  /** Shows the unsent messages of this conversation. */
  show() {
    for (const message of this.#mine()) {
      this.log.placeUnsent(message);
      const reason = this.#rejected.get(message.id);
      this.log.state(message.id, reason ?? t("Not sent yet"), { edit: Boolean(reason) });
    }
  }

  /** Takes a message back. @param {string} id @returns {string} its text */
  withdraw(id) {
    const text = unsent.all().find((message) => message.id === id)?.text ?? "";
    unsent.remove(id);
    this.log.remove(id);
    return text;
  }

  /** Keeps the unsent messages of a lost conversation for a new one. @param {string} lost */
  adopt(lost) {
    unsent.update((message) =>
      message.conversation === lost ? { ...message, id: newId(), conversation: null, moved: true } : message,
    );
  }

  /** Sends all messages that can be sent now. */
  async flush() {
    if (this.#busy) return;
    clearTimeout(this.#timer);
    this.#busy = true;
    try {
      await this.#sendAll();
    } finally {
      this.log.typing(false);
      this.#busy = false;
    }
  }

  async #sendAll() {
    for (let next = this.#next(); next; next = this.#next()) {
      this.log.typing(true);
      if (!(await this.#deliver(next))) return;
    }
  }

  #next() {
    const next = this.#mine().find(({ id }) => !this.#rejected.has(id));
    if (next && this.chat.isWaiting()) {
      this.#mark(t("Will be answered as soon as {name} is ready", this.chat));
      return undefined;
    }
    return next;
  }

  #mine() {
    const here = conversation.get();
    return unsent.all().filter((message) => message.conversation === here);
  }

  /** @returns {Promise<boolean>} true to go on with the next message */
  async #deliver(message) {
    let id = message.conversation;
    let exchange;
    this.#mark(t("Sending…"), { sending: true });
    try {
      id ??= await this.#begin();
      exchange = await api.send(id, message);
    } catch (error) {
      return this.#failed(error, message, id);
    }
    this.#failures = 0;
    unsent.remove(message.id);
    touch();
    if (conversation.get() === id) this.#arrived(exchange);
    return true;
  }

  #arrived({ message, reply, person, step }) {
    this.log.place(message);
    this.log.typing(false);
    if (reply) this.log.place(reply);
    this.chat.onSent(person, step);
  }

  /** Begins a conversation. If another tab does so at the same moment, the first one counts. */
  async #begin() {
    const { id } = await api.begin();
    if (conversation.get() === null) conversation.set(id);
    const here = conversation.get();
    unsent.update((message) =>
      message.conversation === null ? { ...message, conversation: here } : message,
    );
    return here;
  }

  #failed(error, message, id) {
    if (error instanceof api.NetworkError) return this.#retryLater();
    switch (error.status) {
      case 404:
        return this.#gone(message, id);
      case 429:
        return this.#retryAfter(error, t("Too many messages at once. Sent again in {seconds} s", { seconds: error.retryAfter }));
      case 503:
        this.chat.onNotReady();
        return this.#retryAfter(error, t("Will be answered as soon as {name} is ready", this.chat));
      default:
        return error.status >= 500 ? this.#retryLater() : this.#reject(message, error.message);
    }
  }

  #retryLater() {
    this.#failures += 1;
    const wait = Math.min(FIRST_WAIT * 2 ** (this.#failures - 1), LONGEST_WAIT);
    this.#timer = setTimeout(() => this.flush(), wait * 1000);
    this.#mark(t("Not sent"), { retry: true });
    if (this.#failures === 1) this.chat.announce(t("No connection. Your message is kept and sent later."));
    return false;
  }

  #retryAfter({ retryAfter }, text) {
    this.#timer = setTimeout(() => this.flush(), retryAfter * 1000);
    this.#mark(text);
    this.chat.announce(text);
    return false;
  }

  #reject(message, reason) {
    this.#rejected.set(message.id, `${t("Not sent")}. ${reason}`);
    this.log.state(message.id, `${t("Not sent")}. ${reason}`, { edit: true });
    this.chat.announce(`${t("Your message was not sent.")} ${reason}`);
    return true;
  }

  /** The conversation was deleted elsewhere: unsent messages go to a new one. */
  #gone(message, lost) {
    if (message.moved) return this.#reject(message, t("This browser does not keep the chat's cookie."));
    this.adopt(lost);
    if (conversation.get() === lost) this.chat.onGone();
    return true;
  }

  /** Shows one state under all waiting messages. */
  #mark(text, how) {
    for (const { id } of this.#mine()) {
      if (!this.#rejected.has(id)) this.log.state(id, text, how);
    }
  }
}

function now() {
  return new Date().toISOString();
}
