import * as api from "./api.js";
import { byId, make } from "./dom.js";

const POLL = 1000;
const POLL_FAILED = 10_000;
const POLL_LOST = 4000;

/** Readiness of the bot, and the progress of its first training. */
export class Training {
  /** null before the first status; messages are sent all the same. */
  ready = null;
  #timer = 0;

  /** @param {{onReady: (waited: boolean) => void, onWait: () => void}} callbacks */
  constructor({ onReady, onWait }) {
    this.onReady = onReady;
    this.onWait = onWait;
    this.panel = byId("training");
  }

  /** Asks for the status until the bot is ready. */
  async watch() {
    clearTimeout(this.#timer);
    const wait = await this.#ask();
    clearTimeout(this.#timer);
    if (wait) this.#timer = setTimeout(() => this.watch(), wait);
  }

  /** @returns {Promise<number>} milliseconds until the next request; 0 for none */
  async #ask() {
    try {
      const { ready, training } = await api.status();
      const before = this.ready;
      this.ready = ready;
      this.#show(ready, training);
      if (ready !== before) ready ? this.onReady(before === false) : this.onWait();
      if (ready) return 0;
      return training?.status === "failed" ? POLL_FAILED : POLL;
    } catch {
      return POLL_LOST;
    }
  }

  #show(ready, training) {
    const words = ready ? null : inWords(training);
    this.panel.hidden = ready;
    if (!words) return;
    this.panel.querySelector(".says").textContent = words.says;
    this.panel.querySelector(".more").replaceChildren(...words.more);
    const bar = this.panel.querySelector("progress");
    bar.hidden = !words.busy;
    if (training?.epoch) Object.assign(bar, { max: training.epochs, value: training.epoch });
  }
}

const COMMAND = () => make("code", {}, "flask train");

/** @param {import("./api.js").Training|null} training */
function inWords(training) {
  switch (training?.status) {
    case "failed":
      return {
        says: "I could not learn from the intent files. I cannot answer yet.",
        more: [
          make("span", { className: "reason", dir: "auto" }, training.error ?? ""),
          "The operator of this site can mend that and run ",
          COMMAND(),
          ".",
        ],
      };
    case "queued":
    case "running":
    case "succeeded":
      return { busy: true, says: progress(training), more: [understood(training)] };
    default:
      return {
        says: "I have not learnt anything yet.",
        more: ["The operator of this site can start that with ", COMMAND(), "."],
      };
  }
}

function progress({ epoch, epochs }) {
  if (!epoch) return "I'm about to learn from the intent files.";
  if (epoch >= epochs) return "I'm nearly there. I'm checking what I have learnt.";
  return `I'm learning from the intent files: epoch ${epoch} of ${epochs}.`;
}

function understood({ accuracy }) {
  const right = Math.round(accuracy * 100);
  const so = accuracy ? `So far I get ${right} of 100 practice messages right. ` : "";
  return `${so}You can write already. I answer as soon as I'm ready.`;
}
