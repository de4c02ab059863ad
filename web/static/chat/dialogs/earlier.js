import * as api from "../api.js";
import { byId, copyOf } from "../dom.js";
import { conversation } from "../store.js";
import { dayOf } from "../times.js";
import { t } from "../words.js";

/** Dialog with every chat of the visitor: read, download, delete. */
export class EarlierChats {
  /** @type {string|null} */
  #next = null;

  /**
   * @param {(id: string) => void} goTo
   * @param {import("./deletion.js").Deletion} deletion
   */
  constructor(goTo, deletion) {
    this.goTo = goTo;
    this.deletion = deletion;
    this.dialog = byId("earlier-dialog");
    this.list = this.dialog.querySelector("ul");
    this.says = this.dialog.querySelector(".says");
    this.more = this.dialog.querySelector(".more");
    this.more.addEventListener("click", () => this.#load());
  }

  open() {
    this.list.replaceChildren();
    this.#next = null;
    this.dialog.showModal();
    this.#load();
  }

  /** @param {string} id */
  remove(id) {
    this.list.querySelector(`[data-id="${id}"]`)?.remove();
    this.#tell();
    this.dialog.querySelector("h2").focus();
  }

  async #load() {
    this.more.hidden = true;
    this.says.textContent = t("Loading …");
    try {
      const { conversations, next } = await api.list(this.#next);
      this.list.append(...conversations.map((chat) => this.#entry(chat)));
      this.#next = next;
      this.#tell();
    } catch (error) {
      const reason = error instanceof api.ApiError ? error.message : t("There is no connection.");
      this.says.textContent = `${t("The chats could not be loaded.")} ${reason}`;
      this.more.hidden = false;
    }
  }

  #tell() {
    this.more.hidden = this.#next === null;
    this.says.textContent = this.list.childElementCount ? "" : t("There are no chats yet.");
  }

  #entry(/** @type {api.Listed} */ { id, title, updated_at }) {
    const entry = copyOf("earlier-chat");
    entry.dataset.id = id;
    const used = new Date(updated_at);
    const read = entry.querySelector(".read");
    read.querySelector(".name").textContent = title;
    read.querySelector("time").dateTime = used.toISOString();
    read.querySelector("time").textContent = dayOf(used);
    if (id === conversation.get()) read.setAttribute("aria-current", "true");
    read.addEventListener("click", () => {
      this.dialog.close();
      this.goTo(id);
    });
    for (const link of entry.querySelectorAll("a")) {
      link.href = api.fileUrl(id, link.dataset.form);
      link.setAttribute("aria-label", `${link.textContent}: ${title}`);
    }
    const button = entry.querySelector(".danger");
    button.setAttribute("aria-label", `${t("Delete")}: ${title}`);
    button.addEventListener("click", () => this.deletion.ask(id));
    return entry;
  }
}
