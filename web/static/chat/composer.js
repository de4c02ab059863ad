import { byId } from "./dom.js";
import { draft } from "./store.js";
import { locale, t } from "./words.js";

const LIMIT = 10_000;
const NEAR_THE_LIMIT = 9000;
const number = new Intl.NumberFormat(locale);

/** Field for a new message, kept as a draft until it is sent. */
export class Composer {
  /** @param {(text: string) => void} send @param {import("./notice.js").Notice} notice */
  constructor(send, notice) {
    this.send = send;
    this.notice = notice;
    this.form = byId("composer");
    this.field = byId("message");
    this.field.value ||= draft.get();
    this.field.addEventListener("input", () => this.#changed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.form.addEventListener("submit", (event) => this.#submit(event));
    this.#changed();
  }

  /** Puts a text before the draft. @param {string} text */
  restore(text) {
    this.field.value = [text, this.field.value].filter(Boolean).join("\n");
    this.#changed();
    this.field.focus();
  }

  clear() {
    this.field.value = "";
    this.#changed();
  }

  focus() {
    this.field.focus();
  }

  /** Takes the focus, except where that would open a keyboard on the screen. */
  focusIfHandy() {
    if (matchMedia("(pointer: fine)").matches) this.field.focus();
  }

  #key(event) {
    // Safari marks the Enter that ends a composition by 229.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  #submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (excess(text) > 0) return this.notice.say(t("The message is {excess}.", { excess: tooLong(text) }));
    this.field.focus();
    if (!text) return;
    this.clear();
    this.send(text);
  }

  #changed() {
    const text = this.field.value;
    draft.set(text);
    this.#grow();
    const count = byId("count");
    const near = text.length > NEAR_THE_LIMIT;
    const over = near && excess(text.trim()) > 0;
    count.classList.toggle("over", over);
    if (over) this.field.setAttribute("aria-invalid", "true");
    else this.field.removeAttribute("aria-invalid");
    count.textContent = over ? tooLong(text.trim()) : near ? used(text.trim()) : "";
  }

  /** Grows the field in browsers without `field-sizing`. */
  #grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }
}

/** Characters above the limit, counted as the server counts: an emoji is one. */
function excess(text) {
  return [...text].length - LIMIT;
}

function tooLong(text) {
  const over = excess(text);
  return over === 1 ? t("1 character too long") : t("{count} characters too long", { count: number.format(over) });
}

function used(text) {
  const [used, limit] = [LIMIT + excess(text), LIMIT].map((count) => number.format(count));
  return t("{used} of {limit}", { used, limit });
}
