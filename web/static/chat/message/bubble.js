import { make } from "../dom.js";
import { link, styled } from "./spans.js";

const LONGEST_PAUSE = 3000;

/**
 * Elements of a bubble: text, image, list, cards.
 * @param {HTMLElement} empty paragraph of a text, to be copied
 * @param {import("../api.js").Bubble} bubble
 * @returns {HTMLElement[]}
 */
export function elementsOf(empty, { spans, image, items, cards }) {
  const text = (tag, ...children) => {
    const { className, dir, lang } = empty;
    return make(tag, { className, dir, lang }, ...children);
  };
  const elements = [];
  if (spans.length) elements.push(text("p", ...styled(spans)));
  if (image) elements.push(pictured(text("p", picture(image))));
  if (items.length) elements.push(text("ul", ...items.map((item) => make("li", {}, ...styled(item)))));
  if (cards.length) elements.push(make("ul", { className: "cards" }, ...cards.map((item) => card(text, item))));
  return elements;
}

/** @returns {boolean} true for a visitor who wants nothing to move */
export const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Shows parts one after the other, each after its pause.
 * @typedef {{elements: HTMLElement[], pause: number}} Part
 * @param {Part[]} parts
 * @param {(elements: HTMLElement[], more: boolean) => void} show called at once, too, with nothing
 * @returns {() => void} function that shows what is left at once
 */
export function unfold(parts, show) {
  const left = [...parts];
  let timer = 0;
  const next = (elements) => {
    show(elements, left.length > 0);
    if (left.length) timer = setTimeout(() => next(left.shift().elements), Math.min(left[0].pause, LONGEST_PAUSE));
  };
  next([]);
  return () => {
    clearTimeout(timer);
    if (left.length) next(left.splice(0).flatMap(({ elements }) => elements));
  };
}

function card(text, { title, spans, image, button }) {
  const parts = [];
  if (image) parts.push(picture(image));
  parts.push(make("strong", {}, title));
  if (spans.length) parts.push(make("span", {}, ...styled(spans)));
  if (button) parts.push(pressed(button));
  return text("li", ...parts);
}

function pictured(element) {
  element.classList.add("pictured");
  return element;
}

/** Image; where it cannot be shown, a link to it, or only its words. */
function picture({ url, alt }) {
  const image = make("img", { alt, loading: "lazy", decoding: "async", referrerPolicy: "no-referrer" });
  image.addEventListener("error", () => {
    const words = url.startsWith("/") ? make("span", {}, alt) : link(url, alt);
    image.parentElement?.classList.remove("pictured");
    image.replaceWith(words);
  });
  image.src = url;
  return image;
}

function pressed({ text, url }) {
  if (!url) return make("button", { type: "button", className: "button say" }, text);
  const element = link(url, text);
  if (element instanceof Element) element.className = "button";
  return element;
}
