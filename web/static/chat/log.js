import { byId, copyOf, make } from "./dom.js";
import { linked } from "./links.js";
import { addThumbs } from "./rating.js";
import { dayOf, showTime } from "./times.js";

const NEAR_THE_END = 80;
const UNSENT = "unsent"; // as text it sorts behind every ISO time

/** The messages on the page, in the order in which they were stored, unsent ones last. */
export class Log {
  #articles = new Map();
  #pinned = true;

  /** @param {import("./notice.js").Notice} notice */
  constructor(notice) {
    this.notice = notice;
    this.box = byId("log");
    this.list = byId("messages");
    this.toEnd = byId("to-end");
    this.toEnd.addEventListener("click", () => this.scrollToEnd());
    this.box.addEventListener("scroll", () => this.#scrolled());
    new ResizeObserver(() => this.#pinned && this.scrollToEnd()).observe(this.box);
  }

  clear() {
    this.#articles.clear();
    this.list.replaceChildren();
    this.scrollToEnd();
  }

  /** Shows a message that the server has stored. @param {import("./api.js").Message} message */
  place(message) {
    const known = this.#articles.get(message.id);
    const article = known ?? this.#create(message);
    article.dataset.at = new Date(message.created_at).toISOString();
    showTime(article.querySelector("time"), new Date(message.created_at));
    this.state(message.id, "");
    this.#position(article);
    if (known) return;
    this.#suggest(article, message.quick_replies ?? []);
    this.#follow(article);
  }

  /** Shows a message that is on its way. @param {import("./store.js").Unsent} message */
  placeUnsent(message) {
    if (this.#articles.has(message.id)) return;
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
   * Says under one of the visitor's messages what is happening to it.
   * @param {string} id
   * @param {string} text nothing when all is well
   * @param {{retry?: boolean, edit?: boolean, sending?: boolean}} [how] retry, edit: the buttons
   */
  state(id, text, { retry = false, edit = false, sending = false } = {}) {
    const article = this.#articles.get(id);
    if (!article?.matches(".user")) return;
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
    byId("typing").hidden = !on;
    if (this.#pinned) this.scrollToEnd();
  }

  /**
   * Calls back when a button under a message is pressed.
   * @param {{retry: () => void, edit: (id: string) => void, say: (text: string) => void}} callbacks
   */
  onPress({ retry, edit, say }) {
    this.list.addEventListener("click", ({ target }) => {
      if (target.matches(".retry")) retry();
      if (target.matches(".edit")) edit(target.closest("article").dataset.id);
      if (target.matches(".quick button")) say(target.textContent);
    });
  }

  /**
   * Fills the log without announcing what has been read before.
   * @param {() => void} fill
   */
  quietly(fill) {
    this.box.setAttribute("aria-live", "off");
    fill();
    setTimeout(() => this.box.setAttribute("aria-live", "polite"), 100);
  }

  scrollToEnd() {
    this.box.scrollTop = this.box.scrollHeight;
    this.#scrolled();
  }

  #create(message) {
    const article = copyOf(`${message.role}-message`);
    article.dataset.id = message.id;
    const bot = message.role === "bot";
    article.querySelector(".text").append(bot ? linked(message.text) : message.text);
    if (bot) addThumbs(article, message, this.notice);
    this.#articles.set(message.id, article);
    return article;
  }

  /** Moves only what is out of place: a moved message would be announced again. */
  #position(article) {
    const others = [...this.list.querySelectorAll("article")].filter((one) => one !== article);
    const before = others.findLast((one) => one.dataset.at <= article.dataset.at) ?? null;
    const after = before ? others[others.indexOf(before) + 1] : others[0];
    if (!article.isConnected || previous(article) !== before) {
      this.list.insertBefore(article, after ?? null);
    }
    dated(article);
    if (after) dated(after);
  }

  /** Suggestions are for the last message only. */
  #suggest(article, replies) {
    this.list.querySelector(".quick")?.remove();
    if (!replies.length || article !== this.list.lastElementChild) return;
    const buttons = replies.map((text) =>
      make("button", { type: "button", className: "button", dir: "auto" }, text),
    );
    const group = make("div", { className: "quick" }, ...buttons);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Suggested answers");
    this.list.append(group);
  }

  /** Keeps the newest message in view, from its beginning, unless the visitor reads elsewhere. */
  #follow(article) {
    if (!this.#pinned) {
      this.toEnd.hidden = false;
      return;
    }
    this.scrollToEnd();
    const cut = this.box.getBoundingClientRect().top - article.getBoundingClientRect().top;
    if (cut > 0) this.box.scrollTop -= cut;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.box;
    this.#pinned = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
    if (this.#pinned) this.toEnd.hidden = true;
  }
}

/** @param {HTMLElement} article @returns {HTMLElement|null} */
function previous(article) {
  const element = article.previousElementSibling;
  return element && !element.matches("article") ? previous(element) : element;
}

/** Puts the date above the first message of a day, except when all are from today. */
function dated(article) {
  const day = (one) => dayOf(new Date(one.querySelector("time").dateTime));
  const before = previous(article);
  if (day(article) === (before ? day(before) : dayOf(new Date()))) delete article.dataset.day;
  else article.dataset.day = day(article);
}
