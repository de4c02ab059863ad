import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { byId, framed } from "./dom.js";
import { Log } from "./log.js";
import { connectMenu } from "./menu.js";
import { Notice } from "./notice.js";
import { Outbox } from "./outbox.js";
import { onChange } from "./store.js";
import { Training } from "./training.js";
import { t } from "./words.js";

const presence = byId("presence");
const presenceWhenReady = presence.textContent;
const name = document.title;

const notice = new Notice(byId("notice"));
export const log = new Log(notice);
const training = new Training({
  onReady: (waited) => {
    if (waited) notice.say(t("{name} is ready.", { name }));
    outbox.flush();
  },
  onLearning: (learning) => {
    presence.textContent = learning ? t("Still learning") : presenceWhenReady;
  },
  onWait: () => {
    presence.textContent = t("Not ready yet");
    notice.say(t("{name} is not ready yet. You can write already.", { name }));
    outbox.flush();
  },
});
export const outbox = new Outbox(log, {
  name,
  isWaiting: () => training.ready === false,
  onNotReady: () => training.watch(),
  onGone: () => chat.forget(t("The chat was deleted elsewhere. This is a new one.")),
  onSent: (person, step) => {
    chat.showMenu();
    composer.field.placeholder = step === "rephrase" ? t("Say it in other words…") : placeholder;
    log.box.dispatchEvent(new CustomEvent("sent", { detail: person }));
  },
  announce: (text) => notice.say(text),
});
export const chat = new Chat(log, outbox, notice);
export const composer = new Composer((text) => outbox.post(text), notice);
const { placeholder } = composer.field;

log.onPress({
  retry: () => {
    composer.focusIfHandy();
    outbox.flush();
  },
  edit: (id) => composer.restore(outbox.withdraw(id)),
  say: (text) => {
    outbox.post(text);
    composer.focusIfHandy();
  },
});
connectMenu(chat, composer);
onChange((key) => {
  if (key === "conversation") chat.open();
  if (key === "touched") chat.sync();
  if (key === "previous") chat.showMenu();
  if (key === "seen") log.box.dispatchEvent(new Event("seen"));
});

addEventListener("offline", offline);
addEventListener("online", () => {
  notice.release();
  chat.sync();
  outbox.flush();
});
addEventListener("pageshow", ({ persisted }) => persisted && chat.open());

function offline() {
  notice.hold(t("You are offline. Your messages are kept, and sent when you are back."));
}

if (!framed) composer.focusIfHandy();
training.watch();
chat.open().then(() => navigator.onLine || offline());
