import { Outbox } from "./outbox.js";
import { keepLooking, page } from "./page.js";

const TYPING_EVERY = 4000;

const words = document.getElementById("words").dataset;
const lines = document.getElementById("lines");
const log = lines.parentElement;
const state = document.getElementById("state");
const typing = document.getElementById("typing");
const trouble = document.getElementById("trouble");
const form = document.getElementById("say");
const unsent = document.getElementById("unsent");
const unsentLine = document.getElementById("unsent-line");
const title = document.title;
let unseen = 0;

log.scrollTop = log.scrollHeight;

async function look() {
  try {
    show(await page(`${lines.dataset.new}&after=${lines.dataset.last}`));
    if (trouble.dataset.about === "look") tell("");
    return { isBusy: typing.textContent !== "" };
  } catch (error) {
    if (error.message === "404") return leave(words.deleted);
    if (!trouble.textContent) tell(words.stale, "look");
  }
}

function show(fresh) {
  const now = fresh.getElementById("state");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  for (const line of fresh.querySelectorAll("ol > li")) {
    if (document.getElementById(line.id)) continue;
    lines.append(document.adoptNode(line));
    if (line.matches(".user") && document.hidden) unseen += 1;
  }
  showUnsent();
  outbox.flush();
  if (atEnd) log.scrollTop = log.scrollHeight;
  lines.dataset.last = now.dataset.last;
  typing.textContent = now.dataset.typing === "yes" ? words.typing : "";
  document.title = unseen ? `(${unseen}) ${title}` : title;
  if (now.dataset.state === state.dataset.state && now.dataset.mine === state.dataset.mine) return;
  state.replaceChildren(...document.importNode(now, true).childNodes);
  Object.assign(state.dataset, { state: now.dataset.state, mine: now.dataset.mine });
  leave(words.lost.replace("{state}", () => now.textContent));
}

/** Loads the page of another state, with other buttons; a text that is being written is not thrown away. */
function leave(sentence) {
  if (!form?.text.value && !unsent.childElementCount) location.reload();
  else tell(sentence);
}

function tell(text, about = "") {
  trouble.textContent = text;
  trouble.dataset.about = about;
}

/** Shows the messages that the server has not stored yet. */
function showUnsent() {
  const articles = outbox.unsent.all().map(({ text }) => {
    const line = unsentLine.content.cloneNode(true);
    line.querySelector(".said").textContent = text;
    return line;
  });
  unsent.replaceChildren(...articles);
}

const outbox = new Outbox(lines.dataset.kept, form, {
  onChange: () => {
    showUnsent();
    log.scrollTop = log.scrollHeight;
  },
  onWait: () => tell(words.waiting),
  onSent: () => {
    tell("");
    lookNow();
  },
  onRefused: (reason) => tell(`${words.unsent} ${reason ?? words.reload}`),
});

const lookNow = keepLooking(look, 2, lines.dataset.events);
outbox.start();

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) unseen = 0;
});

let typedAt = 0;

function noteTyping() {
  if (Date.now() - typedAt < TYPING_EVERY) return;
  typedAt = Date.now();
  const body = new FormData();
  for (const name of ["csrf_token", "conversation"]) body.set(name, form[name].value);
  fetch(form.dataset.typing, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => {});
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    outbox.post();
  });
  form.text.addEventListener("input", noteTyping);
  form.text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.querySelector("#canned")?.addEventListener("change", ({ target }) => {
    form.text.setRangeText(target.value, form.text.selectionStart, form.text.selectionEnd, "end");
    target.value = "";
    form.text.dispatchEvent(new Event("input"));
    form.text.focus();
  });
}
