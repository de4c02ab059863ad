import { byId, copyOf, make } from "./dom.js";
import { elementsOf, isCalm, unfold } from "./message/bubble.js";
import { addThumbs } from "./message/rating.js";
import { dayOf, showTime } from "./times.js";

const NEAR_THE_END = 80;
const UNSENT = "unsent"; // as text it sorts behind every ISO time

/** Messages on the page in the order of the database, unsent ones last. */
export class Log {
  #articles = new Map();
  #pinned = true;
  #height = 0;
  #length = 0;
  /** Message or bubble that came last, until the visitor goes on. @type {Element|null} */
  #newest = null;
  #quiet = false;
  /** Shows at once what still waits of the last answer. */
  #hurry = () => {};
  #rest = [];
  #awaited = false;
  #unfolding = false;

  /** @param {import("./notice.js").Notice} notice */
  constructor(notice) {
    this.notice = notice;
    this.box = byId("log");
    this.list = byId("messages");
    this.suggestions = byId("suggestions");
    this.toEnd = byId("to-end");
    this.toEnd.addEventListener("click", () => this.scrollToEnd());
    this.box.addEventListener("scroll", () => this.#scrolled());
    const observer = new ResizeObserver(() => this.#resized());
    observer.observe(this.box);
    observer.observe(this.list.parentElement); // an image that comes, or is replaced by its words
  }

  clear() {
    this.#hurry();
    this.#articles.clear();
    this.list.replaceChildren();
    this.suggestions.hidden = true;
    this.scrollToEnd();
  }

  /** Shows a stored message. @param {import("./api.js").Message} message */
  place(message) {
    const existing = this.#articles.get(message.id);
    if (!existing) this.#hurry();
    const article = existing ?? this.#create(message);
    const isNew = !this.#quiet && (existing?.dataset.at ?? UNSENT) === UNSENT;
    article.dataset.at = new Date(message.created_at).toISOString();
    showTime(article.querySelector("time"), new Date(message.created_at));
    this.state(message.id, "");
    this.#position(article);
    if (isNew) this.box.dispatchEvent(new CustomEvent("message", { detail: message }));
    if (existing) return;
    if (message.role === "bot") return this.#unfold(article, message);
    this.#suggest(article, []);
    this.#follow(article);
  }

  /** Shows an unsent message. @param {import("./store.js").Unsent} message */
  placeUnsent(message) {
    if (this.#articles.has(message.id)) return;
    this.#hurry();
    const article = this.#create({ ...message, role: "user" });
    article.dataset.at = UNSENT;
    showTime(article.querySelector("time"), new Date(message.created_at));
    this.#position(article);
    this.#suggest(article, []);
    this.scrollToEnd();
  }

  /** @param {string} id */
  remove(id) {
    this.#articles.get(id)?.remove();
    this.#articles.delete(id);
  }

  /**
   * Shows the state of a visitor's message under it.
   * @param {string} id
   * @param {string} text empty for a stored message
   * @param {{retry?: boolean, edit?: boolean, sending?: boolean}} [how] `retry` and `edit` show buttons
   */
  state(id, text, { retry = false, edit = false, sending = false } = {}) {
    const article = this.#articles.get(id);
    if (!article?.matches(".user") || article.querySelector(".state").textContent === text) return;
    article.classList.toggle("pending", text !== "" && !sending);
    article.classList.toggle("sending", sending);
    article.classList.toggle("failed", retry || edit);
    article.querySelector(".state").textContent = text;
    article.querySelector(".retry").hidden = !retry;
    article.querySelector(".edit").hidden = !edit;
    if (this.#pinned) this.scrollToEnd();
  }

  /** @param {boolean} on */
  typing(on) {
    this.#awaited = on;
    this.#dots();
  }

  #dots() {
    byId("typing").hidden = !(this.#awaited || this.#unfolding);
    if (this.#pinned) this.#keepUp();
  }

  /**
   * Sets the callbacks of the buttons under messages.
   * @param {{retry: () => void, edit: (id: string) => void, say: (text: string) => void}} callbacks
   */
  onPress({ retry, edit, say }) {
    this.box.addEventListener("click", ({ target }) => {
      if (target.matches(".say")) say(target.textContent);
      if (target.matches(".retry")) retry();
      if (target.matches(".edit")) edit(target.closest("article").dataset.id);
    });
  }

  /**
   * Fills the log without an announcement by screen readers.
   * @param {() => void} fill
   */
  quietly(fill) {
    this.box.setAttribute("aria-live", "off");
    this.#quiet = true;
    fill();
    this.#quiet = false;
    if (this.#pinned) this.scrollToEnd();
    setTimeout(() => this.box.setAttribute("aria-live", "polite"), 100);
  }

  scrollToEnd() {
    this.#newest = null;
    this.#length = this.box.scrollHeight;
    this.box.scrollTop = this.#length;
    this.#scrolled();
  }

  #create(message) {
    const mine = message.role === "user";
    const article = copyOf(mine ? "user-message" : "bot-message");
    article.dataset.id = message.id;
    if (mine) article.querySelector(".text").append(message.text);
    else this.#rest = this.#fill(article, message);
    const { author } = message;
    if (author) Object.assign(article.querySelector(".sr"), { className: "author", textContent: `${author}:` });
    else if (!mine) addThumbs(article, message, this.notice);
    this.#articles.set(message.id, article);
    return article;
  }

  /**
   * Fills an answer with its bubbles up to the first pause, before screen readers read it.
   * @returns {import("./message/bubble.js").Part[]} those that are left
   */
  #fill(article, { text, spans = [{ text }], bubbles }) {
    const empty = article.querySelector(".text");
    const shown = bubbles?.length ? bubbles : [{ spans, items: [], cards: [], pause: 0 }];
    const parts = shown.map((bubble) => ({ elements: elementsOf(empty, bubble), pause: bubble.pause }));
    const paused = this.#quiet || isCalm() ? -1 : parts.findIndex(({ pause }) => pause);
    const first = paused < 0 ? parts : parts.slice(0, paused);
    empty.replaceWith(...first.flatMap(({ elements }) => elements));
    return paused < 0 ? [] : parts.slice(paused);
  }

  /** Shows the rest of an answer with the author's pauses, then offers its buttons. */
  #unfold(article, { quick_replies }) {
    const end = article.querySelector(".meta");
    this.#hurry = unfold(this.#rest, (elements, more) => {
      end.before(...elements);
      if (!more) this.#suggest(article, quick_replies ?? []);
      this.#follow(elements[0] ?? article);
      this.#unfolding = more;
      this.#dots();
    });
  }

  /** Moves a message only if it is out of place: a moved message is announced again. */
  #position(article) {
    let before = this.list.lastElementChild;
    while (before && (before === article || before.dataset.at > article.dataset.at)) {
      before = before.previousElementSibling;
    }
    if (!article.isConnected || article.previousElementSibling !== before) {
      if (before) before.after(article);
      else this.list.prepend(article);
    }
    dated(article);
    if (article.nextElementSibling) dated(article.nextElementSibling);
  }

  /** Suggestions are for the last message only. */
  #suggest(article, replies) {
    if (article !== this.list.lastElementChild) return;
    const buttons = replies.map((text) =>
      make("button", { type: "button", className: "button say", dir: "auto" }, text),
    );
    this.suggestions.replaceChildren(...buttons);
    this.suggestions.hidden = !buttons.length;
  }

  /** Scrolls to the beginning of a new message or bubble, unless the visitor has scrolled up. */
  #follow(element) {
    if (this.#quiet) return;
    if (!this.#pinned) this.toEnd.hidden = false;
    else this.#keepUp(element);
  }

  /** Scrolls down to the end, but not beyond the beginning of what the visitor has not read. */
  #keepUp(element = this.#newest) {
    const { scrollTop } = this.box;
    this.scrollToEnd();
    if (!element) return;
    this.#newest = element;
    const cut = this.box.getBoundingClientRect().top - element.getBoundingClientRect().top;
    if (cut > 0) this.box.scrollTop = Math.max(scrollTop, this.box.scrollTop - cut);
    this.#scrolled();
  }

  #resized() {
    const { clientHeight } = this.box;
    if (clientHeight !== this.#height) this.#newest = null;
    this.#height = clientHeight;
    this.#length = this.box.scrollHeight;
    if (this.#pinned) this.#keepUp();
    else this.#scrolled();
  }

  #scrolled() {
    const { scrollTop, clientHeight } = this.box;
    // A keyboard or an image moves the end away, not the visitor: #resized comes next.
    if (clientHeight !== this.#height) return;
    this.#pinned = this.#length - scrollTop - clientHeight < NEAR_THE_END;
    if (this.#pinned) this.toEnd.hidden = true;
  }
}

/** Puts the date above the first message of a day; none if all are from today. */
function dated(article) {
  const day = (message) => dayOf(new Date(message.querySelector("time").dateTime));
  const before = article.previousElementSibling;
  if (day(article) === (before ? day(before) : dayOf(new Date()))) delete article.dataset.day;
  else article.dataset.day = day(article);
}
