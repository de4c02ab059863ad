import * as api from "../chat/api.js";
import { tell } from "../chat/site.js";

const MOST_NAMES = 20;
const LONGEST_NAME = 100;
const LONGEST_VALUE = 300;

/** Sends along what the page says, in the form of the API, whatever the page sent. */
export function takeAlong(/** @type {any} */ values) {
  const contexts = [values?.contexts ?? []].flat().map((name) => String(name).slice(0, LONGEST_NAME));
  const slots = Object.entries(values?.slots ?? {}).map(([name, value]) => [
    name.slice(0, LONGEST_NAME),
    value === null || Number.isFinite(value) ? value : String(value).slice(0, LONGEST_VALUE),
  ]);
  const page = { contexts: contexts.slice(0, MOST_NAMES), slots: Object.fromEntries(slots.slice(0, MOST_NAMES)) };
  api.setPage(page, (names) =>
    tell("problem", {
      text: `setContext: ${names.join(", ")} is not in the "page" of the intent files, or no value for it.`,
    }),
  );
}
