import * as api from "./api.js";
import { byId, make } from "./dom.js";
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
  let dialogs;
  const loaded = () =>
    (dialogs ??= import("./dialogs/dialogs.js").then(({ dialogsOf }) => dialogsOf(chat, composer)));
  const open = async (show) => {
    try {
      show(await loaded());
    } catch {
      dialogs = undefined;
      chat.notice.say(t("There is no connection."));
    }
  };
  byId("menu").addEventListener("toggle", () => loaded().catch(() => (dialogs = undefined)));
  choose("earlier-chats", () => open(({ earlier }) => earlier.open()));
  choose("download", () => save("transcript"));
  choose("download-json", () => save("export"));
  choose("delete", () => open(({ deletion }) => deletion.ask(conversation.get())));
}

function save(/** @type {"export"|"transcript"} */ form) {
  const link = make("a", { href: api.fileUrl(conversation.get(), form), download: "", hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
}
