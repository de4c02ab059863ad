import { newId } from "../chat/ids.js";
import { keepLooking, page } from "./page.js";

const TYPING_EVERY = 4000;
const RETRY_AFTER = 3000;

const words = document.getElementById("words").dataset;
const lines = document.getElementById("lines");
const log = lines.parentElement;
const state = document.getElementById("state");
const typing = document.getElementById("typing");
const trouble = document.getElementById("trouble");
const form = document.getElementById("say");
const title = document.title;
let unseen = 0;

log.scrollTop = log.scrollHeight;

async function look() {
  try {
    show(await page(`${lines.dataset.new}?after=${lines.dataset.last}`));
    if (trouble.dataset.about === "look") tell("");
    return { isBusy: typing.textContent !== "" };
  } catch {
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
  if (atEnd) log.scrollTop = log.scrollHeight;
  lines.dataset.last = now.dataset.last;
  typing.textContent = now.dataset.typing === "yes" ? words.typing : "";
  document.title = unseen ? `(${unseen}) ${title}` : title;
  if (now.dataset.state === state.dataset.state && now.dataset.mine === state.dataset.mine) return;
  state.replaceChildren(...document.importNode(now, true).childNodes);
  Object.assign(state.dataset, { state: now.dataset.state, mine: now.dataset.mine });
  // Other buttons belong to another state; a text that is being written is not thrown away.
  if (!form?.text.value) location.reload();
  else tell(words.lost.replace("{state}", () => now.textContent));
}

function tell(text, about = "") {
  trouble.textContent = text;
  trouble.dataset.about = about;
}

const lookNow = keepLooking(look, 2, lines.dataset.events);

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) unseen = 0;
});

/** Sends the message until it is stored. The server stores a message with the same id once. */
async function send() {
  const body = new FormData(form);
  form.text.readOnly = true;
  while (true) {
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(15_000),
      });
      if (response.ok && !response.redirected) break;
      if (response.status < 500) {
        const problem = await response.json().catch(() => ({}));
        form.text.readOnly = false;
        return tell(`${words.unsent} ${problem.detail ?? words.reload}`);
      }
    } catch {
      // The next try tells.
    }
    tell(words.waiting);
    await new Promise((done) => setTimeout(done, RETRY_AFTER));
  }
  tell("");
  form.text.value = "";
  form.text.readOnly = false;
  form.elements.id.value = newId();
  form.text.focus();
  lookNow();
}

let typedAt = 0;

function noteTyping() {
  if (Date.now() - typedAt < TYPING_EVERY) return;
  typedAt = Date.now();
  const body = new FormData();
  body.set("csrf_token", form.csrf_token.value);
  fetch(form.dataset.typing, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => {});
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.text.readOnly && form.text.value.trim()) send();
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
    form.text.focus();
  });
}
