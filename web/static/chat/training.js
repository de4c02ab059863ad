import * as api from "./api.js";
import { byId } from "./dom.js";

const POLL = 1000;
const POLL_FAILED = 10_000;
const POLL_LOST = 4000;

/** Readiness of the bot, and the progress of its first training. */
export class Training {
  /** null before the first status; messages are sent all the same. */
  ready = null;
  #timer = 0;

  /**
   * @param {{onReady: (waited: boolean) => void, onLearning: (learning: boolean) => void,
   *   onWait: () => void}} callbacks
   */
  constructor({ onReady, onLearning, onWait }) {
    this.onReady = onReady;
    this.onLearning = onLearning;
    this.onWait = onWait;
    this.panel = byId("training");
  }

  /** Asks for the status until the bot is ready, and has learnt. */
  async watch() {
    clearTimeout(this.#timer);
    const wait = await this.#ask();
    clearTimeout(this.#timer);
    if (wait) this.#timer = setTimeout(() => this.watch(), wait);
  }

  /** @returns {Promise<number>} milliseconds until the next request; 0 for none */
  async #ask() {
    try {
      const { ready, preliminary, training } = await api.status();
      const learning = preliminary && ["queued", "running"].includes(training?.status);
      const before = this.ready;
      this.ready = ready;
      if (ready !== before) ready ? this.onReady(before === false) : this.onWait();
      if (ready) this.onLearning(learning);
      await this.#show(ready, learning, training);
      if (ready && !learning) return 0;
      return training?.status === "failed" ? POLL_FAILED : POLL;
    } catch {
      return POLL_LOST;
    }
  }

  async #show(ready, learning, training) {
    this.panel.hidden = ready && !learning;
    if (this.panel.hidden) return;
    const { inWords } = await import("./training_words.js"); // most visitors come later
    const words = inWords(training, ready);
    this.panel.querySelector(".says").textContent = words.says;
    this.panel.querySelector(".more").replaceChildren(...words.more);
    const bar = this.panel.querySelector("progress");
    bar.hidden = !words.busy;
    if (training?.epoch) Object.assign(bar, { max: training.epochs, value: training.epoch });
  }
}
