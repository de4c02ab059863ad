import * as api from "../api.js";
import { copyOf } from "../dom.js";
import { t } from "../words.js";

/**
 * Puts two thumbs under an answer.
 * @param {HTMLElement} article
 * @param {import("../api.js").Message} message
 * @param {import("../notice.js").Notice} notice
 */
export function addThumbs(article, message, notice) {
  const thumbs = copyOf("thumbs");
  const save = (value, comment) => saved(api.rate(message.id, value, comment), notice);
  let value = message.feedback ?? 0;
  press(thumbs, value);
  thumbs.addEventListener("click", async ({ target }) => {
    const chosen = Number(target.closest("button")?.value);
    if (!chosen || chosen === value) return;
    press(thumbs, chosen);
    if (!(await save(chosen))) return press(thumbs, value);
    value = chosen;
    article.querySelector(".comment")?.remove();
    if (value === 1) notice.say(t("Thank you for the rating."));
    else offerComment(article, notice, save);
  });
  article.querySelector(".meta").append(thumbs);
}

/** Shows a form for a comment. The focus stays on the thumb: a field with focus opens a keyboard. */
function offerComment(article, notice, save) {
  const form = copyOf("comment");
  const [field, close] = [form.querySelector("textarea"), form.querySelector("[type=button]")];
  const leave = () => {
    form.remove();
    article.querySelector("[aria-pressed=true]").focus();
  };
  close.addEventListener("click", leave);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const comment = field.value.trim();
    if (comment && !(await save(-1, comment))) return;
    leave();
    notice.say(t("Thank you for the rating."));
  });
  article.append(form);
  notice.say(t("Thank you. Below the answer you can say what would have been better."));
  form.scrollIntoView({ block: "nearest" });
}

/** @param {Promise<void>} request @returns {Promise<boolean>} */
async function saved(request, notice) {
  try {
    await request;
    return true;
  } catch (error) {
    const reason = error instanceof api.ApiError ? error.message : t("There is no connection.");
    notice.say(`${t("Your rating was not saved.")} ${reason}`);
    return false;
  }
}

function press(thumbs, value) {
  for (const button of thumbs.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(Number(button.value) === value));
  }
}
