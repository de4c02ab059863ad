import { keepLooking, page } from "./page.js";

const { list, events, waits, stale } = document.querySelector("script[data-list]").dataset;
const title = document.title;
const says = document.getElementById("says");
const trouble = document.getElementById("trouble");
const desk = () => document.getElementById("desk");

/** Switches of this browser, off until somebody wants them. */
const sound = remembered("sound");
const notify = remembered("notify");

function remembered(id) {
  const box = document.getElementById(id);
  box.checked = localStorage.getItem(`recollect.live.${id}`) === "on";
  box.addEventListener("change", () => localStorage.setItem(`recollect.live.${id}`, box.checked ? "on" : "off"));
  return box;
}

notify.addEventListener("change", async () => {
  if (notify.checked && (await Notification.requestPermission()) !== "granted") notify.click();
});
if (!("Notification" in window)) notify.closest("span").hidden = true;
document.querySelector(".signals").hidden = false;

/** Conversations that a person should look at: those that wait, and new messages of one's own. */
function numbers(element) {
  const waiting = element.dataset.versions.split(" ").filter((entry) => /:(waiting|left)$/.test(entry));
  return new Set([...waiting.map((entry) => entry.split(":")[0]), ...element.dataset.unanswered.split(" ")].filter(Boolean));
}

function showTitle() {
  const count = numbers(desk()).size;
  document.title = count ? `(${count}) ${title}` : title;
}

function beep() {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  volume.gain.setValueAtTime(0.1, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.4);
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.4);
  tone.addEventListener("ended", () => context.close());
}

function signal() {
  says.textContent = waits;
  if (sound.checked) beep();
  if (notify.checked && document.hidden) new Notification(title, { body: says.textContent, tag: "recollect-live" });
}

async function look() {
  try {
    const before = desk();
    const fresh = (await page(`${list}?mark=${before.dataset.mark}`)).getElementById("desk");
    trouble.textContent = "";
    if (!fresh) return;
    before.dataset.mark = fresh.dataset.mark;
    const { versions, unanswered } = before.dataset;
    if (fresh.dataset.versions === versions && fresh.dataset.unanswered === unanswered) return;
    const known = numbers(before);
    const focused = document.activeElement?.id;
    before.replaceWith(document.adoptNode(fresh));
    if (focused) document.getElementById(focused)?.focus();
    showTitle();
    if ([...numbers(desk())].some((number) => !known.has(number))) signal();
  } catch {
    trouble.textContent = stale;
  }
}

showTitle();
// Signs are for those who look elsewhere: the stream stays open.
keepLooking(look, 4, events, { isKept: true });
