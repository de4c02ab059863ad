import * as api from "./api.js";
import { Deletion } from "./deletion.js";
import { byId, make } from "./dom.js";
import { EarlierChats } from "./earlier.js";
import { conversation } from "./store.js";
import { t } from "./words.js";

/**
 * New chat, Previous chat, Earlier chats, Download and Delete.
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
  const deletion = new Deletion((id) => {
    if (id === conversation.get()) chat.forget(t("The chat is deleted."));
    else earlier.remove(id);
    composer.focusIfHandy();
  });
  const earlier = new EarlierChats((id) => chat.goTo(id), deletion);
  choose("earlier-chats", () => earlier.open());
  choose("download", () => save("transcript"));
  choose("download-json", () => save("export"));
  choose("delete", () => deletion.ask(conversation.get()));
}

function save(/** @type {"export"|"transcript"} */ form) {
  const link = make("a", { href: api.fileUrl(conversation.get(), form), download: "", hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
}
