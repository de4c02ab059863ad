import * as api from "../api.js";
import { byId } from "../dom.js";
import { touch, unsent } from "../store.js";
import { t } from "../words.js";

/** Question before a chat is deleted, and the deletion. */
export class Deletion {
  #id = "";

  /** @param {(id: string) => void} onDeleted */
  constructor(onDeleted) {
    this.dialog = byId("delete-dialog");
    const problem = this.dialog.querySelector(".problem");
    this.dialog.addEventListener("close", () => problem.replaceChildren());
    this.dialog.addEventListener("submit", async (event) => {
      if (event.submitter.value !== "delete") return;
      event.preventDefault();
      problem.textContent = await deleted(this.#id);
      if (problem.textContent) return;
      this.dialog.close();
      onDeleted(this.#id);
    });
  }

  /** @param {string} id */
  ask(id) {
    this.#id = id;
    this.dialog.showModal();
  }
}

/** @param {string} id @returns {Promise<string>} sentence about a failure; empty after a success */
async function deleted(id) {
  try {
    await api.remove(id);
  } catch (error) {
    if (!(error instanceof api.ApiError)) return t("Not deleted. There is no connection. Please try again.");
    if (error.status !== 404) return `${t("Not deleted.")} ${error.message}`;
  }
  for (const message of unsent.all()) {
    if (message.conversation === id) unsent.remove(message.id);
  }
  touch();
  return "";
}
