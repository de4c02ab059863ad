import { Deletion } from "./deletion.js";
import { EarlierChats } from "./earlier.js";
import { conversation } from "../store.js";
import { t } from "../words.js";

/**
 * Dialogs of the menu, which few visitors open.
 * @param {import("../chat.js").Chat} chat
 * @param {import("../composer.js").Composer} composer
 */
export function dialogsOf(chat, composer) {
  const deletion = new Deletion((id) => {
    if (id === conversation.get()) chat.forget(t("The chat is deleted."));
    else earlier.remove(id);
    composer.focusIfHandy();
  });
  const earlier = new EarlierChats((id) => chat.goTo(id), deletion);
  return { earlier, deletion };
}
