import * as api from "../chat/api.js";
import { tell } from "../chat/site.js";

const MOST_NAMES = 20;
const LONGEST_NAME = 100;
const LONGEST_VALUE = 300;

const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u;

/** The beginning of a text, without half a character at its end. */
const shortened = (/** @type {string} */ text, /** @type {number} */ longest) =>
  [...text.slice(0, 2 * longest)].slice(0, longest).join("");

/** A value as the API takes it: null for what is none, such as undefined, NaN, an object. */
function slotValue(/** @type {any} */ value) {
  if (Number.isFinite(value)) return value;
  const text = ["string", "boolean", "bigint"].includes(typeof value) ? String(value) : "";
  return VISIBLE.test(text) ? shortened(text, LONGEST_VALUE) : null;
}

/** Sends along what the page says, in the form of the API, whatever the page sent. */
export function takeAlong(/** @type {any} */ values) {
  const names = [values?.contexts ?? []].flat().filter((name) => typeof name === "string" && VISIBLE.test(name));
  const contexts = names.map((name) => shortened(name, LONGEST_NAME));
  const slots = Object.entries(values?.slots ?? {}).map(([name, value]) => [
    shortened(name, LONGEST_NAME),
    slotValue(value),
  ]);
  const page = { contexts: contexts.slice(0, MOST_NAMES), slots: Object.fromEntries(slots.slice(0, MOST_NAMES)) };
  api.setPage(page, (names) =>
    tell("problem", {
      text: `setContext: ${names.join(", ")} is not in the "page" of the intent files, or no value for it.`,
    }),
  );
}
