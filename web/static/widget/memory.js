const PREFIX = "recollect.";
const AREAS = ["localStorage", "sessionStorage"];

/** State of the panel on this site: "open", "closed", or null before its first use. */
export const state = { get: () => kept().panel ?? null, set: (value) => keep("panel", value) };

/** Values that this site's storage keeps for the chat, by their keys. @returns {Record<string, any>} */
export function kept() {
  return Object.fromEntries(AREAS.flatMap((area) => entries(area)));
}

/** @param {string} key @param {any} value null for none @param {string} [area] */
export function keep(key, value, area = AREAS[0]) {
  try {
    if (value === null) window[area].removeItem(PREFIX + key);
    else window[area].setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // The browser keeps nothing: on the next page the chat begins anew.
  }
}

/** Calls back after a change by another tab. @param {(key: string, value: any) => void} callback */
export function onChange(callback) {
  addEventListener("storage", ({ key, newValue }) => {
    if (key?.startsWith(PREFIX)) callback(key.slice(PREFIX.length), parsed(newValue));
  });
}

function entries(area) {
  try {
    const own = Object.entries(window[area]).filter(([key]) => key.startsWith(PREFIX));
    return own.map(([key, text]) => [key.slice(PREFIX.length), parsed(text)]);
  } catch {
    return [];
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
