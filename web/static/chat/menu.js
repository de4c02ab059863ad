import * as api from "./api.js";
import { byId, make } from "./dom.js";
import { conversation, touch, unsent } from "./store.js";

/**
 * New chat, Previous chat, Download and Delete.
 * @param {import("./chat.js").Chat} chat
 * @param {import("./composer.js").Composer} composer
 */
export function connectMenu(chat, composer) {
  const choose = (id, run) =>
    byId(id).addEventListener("click", () => {
      byId("menu").hidePopover?.();
      run();
    });
  choose("new-chat", () => {
    chat.startNew();
    composer.focus();
  });
  choose("previous-chat", () => chat.goBack());
  choose("download", () => make("a", { href: api.exportUrl(conversation.get()), download: "" }).click());
  choose("delete", () => byId("delete-dialog").showModal());
  connectDialog(chat, composer);
}

function connectDialog(chat, composer) {
  const dialog = byId("delete-dialog");
  const problem = dialog.querySelector(".problem");
  dialog.addEventListener("close", () => problem.replaceChildren());
  dialog.addEventListener("submit", async (event) => {
    if (event.submitter.value !== "delete") return;
    event.preventDefault();
    problem.textContent = await deleteCurrent();
    if (problem.textContent) return;
    dialog.close();
    chat.forget("The chat is deleted.");
    composer.focusIfHandy();
  });
}

/** @returns {Promise<string>} sentence about a failure; empty after a success */
async function deleteCurrent() {
  const id = conversation.get();
  try {
    await api.remove(id);
  } catch (error) {
    if (!(error instanceof api.ApiError)) return "Not deleted. There is no connection. Please try again.";
    if (error.status !== 404) return `Not deleted. ${error.message}`;
  }
  for (const message of unsent.all()) {
    if (message.conversation === id) unsent.remove(message.id);
  }
  touch();
  return "";
}
