import * as api from "../chat/api.js";
import { byId } from "../chat/dom.js";
import { chat, composer, log, outbox } from "../chat/main.js";
import { greeting, hear, tell } from "../chat/site.js";
import { forgetVisitor, seen, token, user } from "../chat/store.js";
import { t } from "../chat/words.js";

let isOpen = false;
let identified = Promise.resolve();
let placed = Promise.resolve();

document.querySelector(".bar h1").textContent = greeting.title;
hear({
  show: ({ focus }) => {
    isOpen = true;
    if (focus) composer.focusIfHandy();
    log.scrollToEnd();
    count();
  },
  hide: () => {
    isOpen = false;
  },
  send: ({ text }) => placed.then(() => outbox.post(text)),
  context: ({ values }) => {
    placed = import("./page_values.js").then(({ takeAlong }) => takeAlong(values)).catch(() => {});
  },
  identify: ({ user: named }) => {
    identified = identified.then(() => identify(named));
  },
});
addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && !document.querySelector("dialog[open], :popover-open")) tell("close");
});
byId("close").addEventListener("click", () => tell("close"));
log.box.addEventListener("message", ({ detail: { role, text } }) => {
  tell("message", { role, text });
  if (role !== "user" && greeting.sound && !isShown()) import("./sound.js").then(({ chime }) => chime());
});
log.box.addEventListener("seen", count);
document.addEventListener("visibilitychange", count);
document.addEventListener("click", save);
new MutationObserver(count).observe(log.list, { childList: true });
count();

function isShown() {
  return isOpen && !document.hidden;
}

/** Tells the number of answers that were not seen. */
function count() {
  const times = [...log.list.querySelectorAll(".bot")].map((answer) => answer.dataset.at).sort();
  const newest = times.at(-1) ?? "";
  // Another window may have shown more.
  if (isShown() && newest >= (seen.get() ?? "")) seen.set(newest);
  const last = seen.get() ?? newest;
  const unread = isShown() ? 0 : times.filter((at) => at > last).length;
  tell("unread", { count: unread, text: `${t("New messages:")} ${unread}` });
}

/** Makes the visitor a user of the site, or nobody. */
async function identify(/** @type {{id: string}|null} */ named) {
  if (user.get() !== null && user.get() !== named?.id) {
    forgetVisitor();
    composer.clear();
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    chat.open();
  }
  if (!named) return;
  try {
    token.set((await api.identify(named)).token);
    user.set(named.id);
  } catch (error) {
    tell("problem", { text: `identify: ${error.message}` });
  }
}

/** Saves a file with the visitor's token, which a link does not send. */
async function save(/** @type {MouseEvent} */ event) {
  const link = event.target.closest("a[download]");
  if (!link || link.protocol === "blob:") return;
  event.preventDefault();
  const { name, content } = await api.file(link.href);
  const address = URL.createObjectURL(content);
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}
