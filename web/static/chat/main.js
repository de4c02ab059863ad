import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { byId } from "./dom.js";
import { Log } from "./log.js";
import { connectMenu } from "./menu.js";
import { Notice } from "./notice.js";
import { Outbox } from "./outbox.js";
import { onChange } from "./store.js";
import { Training } from "./training.js";

const presence = byId("presence");
const presenceWhenReady = presence.textContent;
const name = document.title;

const notice = new Notice(byId("notice"));
const log = new Log(notice);
const training = new Training({
  onReady: (waited) => {
    presence.textContent = presenceWhenReady;
    if (waited) notice.say(`${name} is ready.`);
    outbox.flush();
  },
  onWait: () => {
    presence.textContent = "Not ready yet";
    notice.say(`${name} is not ready yet. You can write already.`);
    outbox.flush();
  },
});
const outbox = new Outbox(log, {
  name,
  isWaiting: () => training.ready === false,
  onNotReady: () => training.watch(),
  onGone: () => chat.forget("The chat was deleted elsewhere. This is a new one."),
  onSent: () => chat.showMenu(),
  announce: (text) => notice.say(text),
});
const chat = new Chat(log, outbox, notice);
const composer = new Composer((text) => outbox.post(text), notice);

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
});

addEventListener("offline", offline);
addEventListener("online", () => {
  notice.release();
  chat.sync();
  outbox.flush();
});
addEventListener("pageshow", ({ persisted }) => persisted && chat.open());

function offline() {
  notice.hold("You are offline. Your messages are kept, and sent when you are back.");
}

composer.focusIfHandy();
training.watch();
await chat.open();
if (!navigator.onLine) offline();
