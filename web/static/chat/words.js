import { byId } from "./dom.js";

const words = JSON.parse(byId("words")?.content.textContent ?? "{}");
const language = document.documentElement.lang;

/** Locale for numbers and times: the visitor's, if it is of the page's language. */
export const locale = navigator.languages.find((tag) => tag.split("-")[0] === language) ?? language;

/**
 * Sentence in the language of the page.
 * @param {string} text in English
 * @param {Record<string, string|number>} [values] in the place of their names in braces
 */
export function t(text, values = {}) {
  return (words[text] ?? text).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
