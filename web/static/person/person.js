import { begin } from "../chat/api.js";
import { byId } from "../chat/dom.js";
import { newId } from "../chat/ids.js";
import { conversation, onChange, touch } from "../chat/store.js";
import { t } from "../chat/words.js";
import * as api from "./api.js";

const SOON = 2;
/** Seconds between two looks while the server rings. */
const RUNG = 20;
/** Seconds until the sign that somebody is typing goes out. */
const TYPING = 6.5;
const LATER = 15;
const LONGEST = 60;
const TYPING_EVERY = 4000;
/** Times as rarely does a tab look that nobody sees. */
const HIDDEN = 4;

/** Persons in the chat: asked for, waited for, read, and left a message for. */
export class Person {
  #state = "none";
  #offered = false;
  #timer = 0;
  #looking = false;
  #again = false;
  #failures = 0;
  #typing = false;
  #typedAt = 0;
  #unseen = 0;
  /** @type {AbortController|null} */
  #stream = null;
  #ringing = false;
  #messageId = newId();
  #title = document.title;

  /**
   * @param {import("../chat/chat.js").Chat} chat
   * @param {import("../chat/log.js").Log} log
   * @param {import("../chat/outbox.js").Outbox} outbox
   * @param {import("../chat/composer.js").Composer} composer
   */
  constructor(chat, log, outbox, composer) {
    this.chat = chat;
    this.log = log;
    this.composer = composer;
    this.box = byId("person");
    this.form = this.box.querySelector("form");
    this.says = this.box.querySelector(".says");
    log.box.addEventListener("sent", ({ detail }) => this.#sent(detail));
    log.box.addEventListener("open", () => this.#open());
    onChange((key) => key === "touched" && this.look());
    composer.field.addEventListener("input", () => this.#type());
    document.addEventListener("visibilitychange", () => {
      this.#seen();
      if (document.hidden) this.#lookAgain();
      else if (this.#state !== "none") this.look();
    });
    addEventListener("online", () => this.look());
    this.box.querySelector(".ask").addEventListener("click", () => this.#ask());
    byId("ask-person").addEventListener("click", () => {
      byId("menu").hidePopover?.();
      this.#ask();
    });
    this.box.querySelector(".go-back").addEventListener("click", () => this.#goBack());
    this.form.addEventListener("submit", (event) => this.#leave(event));
  }

  /** Looks for news, and again as long as there may be some. */
  async look() {
    const id = conversation.get();
    this.#again = this.#looking;
    if (!id || this.#looking) return;
    clearTimeout(this.#timer);
    this.#looking = true;
    try {
      const news = await api.follow(id, this.chat.last);
      this.#failures = 0;
      if (id === conversation.get()) this.#show(news);
      this.#typing = news.typing;
    } catch (error) {
      this.#failures += 1;
      if (error.status === 404) this.#change({ state: "none" });
    } finally {
      this.#looking = false;
    }
    if (this.#again) this.look();
    else this.#lookAgain();
  }

  #lookAgain() {
    clearTimeout(this.#timer);
    this.#listen();
    const soon = !this.#ringing ? SOON : this.#typing ? TYPING : RUNG;
    const seconds = { waiting: soon, taken: soon, late: LATER, left: LATER }[this.#state];
    // At the first look of a page, nothing is known yet.
    if (!seconds && !this.#failures) return;
    const wait = Math.min((seconds ?? SOON) * 2 ** this.#failures * (document.hidden ? HIDDEN : 1), LONGEST);
    this.#timer = setTimeout(() => this.look(), wait * 1000);
  }

  /**
   * Lets the server ring while somebody may write; without, the page looks by itself.
   * A browser opens few connections to a server, so that tabs that nobody sees keep none.
   */
  async #listen() {
    const id = conversation.get();
    const isOn = ["waiting", "taken"].includes(this.#state) && !document.hidden;
    if (!isOn) return this.#stream?.abort();
    if (this.#stream) return;
    const stream = (this.#stream = new AbortController());
    const begun = Date.now();
    // Where the server has no room, the stream ends at once.
    const lasting = setTimeout(() => (this.#ringing = true), 1500);
    try {
      await api.events(id, stream.signal, () => this.look());
    } catch {
      // The page looks by itself.
    }
    clearTimeout(lasting);
    this.#ringing = false;
    const pause = stream.signal.aborted ? 0 : Date.now() - begun < 5000 ? LONGEST : SOON;
    setTimeout(() => {
      this.#stream = null;
      this.#lookAgain();
    }, pause * 1000);
  }

  #open() {
    this.#stream?.abort();
    this.#offered = false;
    this.#change({ state: "none" });
    this.look();
  }

  /** @param {string} person of an exchange */
  #sent(person) {
    this.#offered = person === "offered";
    if (person === "asked") this.look();
    this.#draw();
  }

  #show(news) {
    for (const message of news.messages) {
      this.log.place(message);
      if (message.role === "person" && document.hidden) this.#unseen += 1;
    }
    this.chat.last = Math.max(this.chat.last, news.last);
    this.#change(news);
    this.log.typing(news.typing);
    this.#seen();
  }

  #change({ state, person }) {
    const sentence = {
      waiting: t("Somebody is coming. What you write is kept for them."),
      taken: t("{person} is answering you.", { person }),
      late: t("Nobody can come right now. Leave a message and an address, and somebody will answer."),
      left: t("Your message is kept. Somebody will answer to your address."),
    }[state];
    if (this.says.textContent !== (sentence ?? "")) this.says.textContent = sentence ?? "";
    if (this.#state === "taken" && state === "none") this.chat.notice.say(t("The person has left the chat."));
    this.#state = state;
    if (state !== "none") this.#offered = false;
    this.#draw();
  }

  #draw() {
    const [ask, back] = [this.box.querySelector(".ask"), this.box.querySelector(".go-back")];
    ask.hidden = !this.#offered;
    back.hidden = !["waiting", "taken", "late"].includes(this.#state);
    this.form.hidden = this.#state !== "late";
    this.box.hidden = this.#state === "none" && !this.#offered;
  }

  async #ask() {
    await this.#tried(async (id) => this.#show(await api.ask(id ?? (await this.#begin()), this.chat.last)));
    this.composer.focusIfHandy();
  }

  async #begin() {
    conversation.set((await begin()).id);
    this.chat.showMenu();
    return conversation.get();
  }

  async #goBack() {
    await this.#tried(async (id) => {
      await api.goBack(id);
      this.#state = "none"; // without the sentence about a person who left
      this.#change({ state: "none" });
    });
    this.composer.focusIfHandy();
  }

  async #leave(event) {
    event.preventDefault();
    const [text, address] = this.form.querySelectorAll("textarea, input");
    const problem = this.form.querySelector(".problem");
    problem.textContent = "";
    const message = { id: this.#messageId, text: text.value, address: address.value };
    try {
      const news = await api.leave(conversation.get(), message, this.chat.last);
      this.#messageId = newId();
      this.form.reset();
      this.#show(news);
      touch();
      this.composer.focusIfHandy();
    } catch (error) {
      problem.textContent = reason(error);
    }
    this.look();
  }

  async #tried(act) {
    try {
      await act(conversation.get());
      touch();
    } catch (error) {
      this.chat.notice.say(reason(error));
    }
    this.look();
  }

  #type() {
    if (this.#state !== "taken" || Date.now() - this.#typedAt < TYPING_EVERY) return;
    this.#typedAt = Date.now();
    api.typing(conversation.get()).catch(() => {});
  }

  #seen() {
    if (!document.hidden) this.#unseen = 0;
    document.title = this.#unseen ? `(${this.#unseen}) ${this.#title}` : this.#title;
  }
}

/** @param {any} error of a request @returns {string} sentence for the visitor */
function reason(error) {
  return error.status ? error.message : t("That did not work. Please try again.");
}
