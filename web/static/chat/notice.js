import { make } from "./dom.js";

const LINGERS = 6000;

/** Line above the composer, announced by screen readers. */
export class Notice {
  #held = null;
  #timer = 0;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
  }

  /** Shows a sentence for some seconds. @param {string} text */
  say(text) {
    clearTimeout(this.#timer);
    this.element.replaceChildren(text);
    this.#timer = setTimeout(() => this.#rest(), LINGERS);
  }

  /**
   * Shows a sentence until it is released.
   * @param {string} text
   * @param {{label: string, run: () => void}} [action] a button behind it
   */
  hold(text, action) {
    this.#held = { text, action };
    this.#rest();
  }

  release() {
    if (this.#held) {
      this.#held = null;
      this.#rest();
    }
  }

  #rest() {
    clearTimeout(this.#timer);
    this.element.replaceChildren();
    if (!this.#held) return;
    const { text, action } = this.#held;
    this.element.append(text);
    if (!action) return;
    const button = make("button", { type: "button", className: "link" }, action.label);
    button.addEventListener("click", action.run);
    this.element.append(" ", button);
  }
}
