import { keep, kept, onChange } from "./memory.js";

const GRACE = 1000;

/** Frame with the chat, loaded when it is needed, and the messages between it and the page. */
export class Panel {
  #ready = false;
  /** Commands that wait for the frame. */
  #waiting = [];

  /**
   * @param {{script: HTMLScriptElement, colour: string, language: string, root: HTMLElement}} place
   * @param {{title: string, sound: boolean}} greeting
   * @param {(name: string, details: any) => void} heard
   */
  constructor({ script, colour, language, root }, greeting, heard) {
    this.address = new URL("widget", script.src);
    this.address.search = new URLSearchParams({ colour, language });
    this.root = root;
    this.greeting = greeting;
    this.heard = heard;
    addEventListener("message", (event) => this.#hear(event));
    onChange((key, value) => this.#ready && this.#post("kept", { key, value }));
  }

  load() {
    if (this.frame) return;
    this.root.querySelector(".failed")?.remove();
    this.frame = document.createElement("iframe");
    this.frame.title = this.greeting.title;
    this.frame.src = this.address.href;
    this.frame.addEventListener("load", () => setTimeout(() => this.#ready || this.#fail(), GRACE));
    this.root.prepend(this.frame);
  }

  /** @param {string} command @param {object} [details] */
  tell(command, details) {
    if (this.#ready) this.#post(command, details);
    else this.#waiting.push([command, details]);
  }

  #post(command, details) {
    this.frame.contentWindow.postMessage({ ...details, recollect: command }, this.address.origin);
  }

  #hear({ source, origin, data }) {
    if (!this.frame || source !== this.frame.contentWindow || origin !== this.address.origin) return;
    if (data?.recollect === "keep") return keep(data.key, data.value, data.area);
    if (data?.recollect !== "ready") return this.heard(data?.recollect, data);
    this.#ready = true;
    this.#post("greet", { ...this.greeting, kept: kept() });
    for (const [command, details] of this.#waiting.splice(0)) this.#post(command, details);
  }

  /** Says that the chat is not there. The next opening tries again. */
  #fail() {
    const text = document.createElement("p");
    text.className = "failed";
    text.append("The chat could not be loaded. Please try again later.");
    this.frame.replaceWith(text);
    this.frame = undefined;
    this.heard("failed", {});
    console.error(`Recollect: No chat from ${this.address.origin}. Is ${location.origin} in RECOLLECT_SITES?`);
  }
}
