import { greeting, hear, tell } from "./site.js";

const PREFIX = "recollect.";
/** Values in a frame; the page of the site keeps them. */
const kept = greeting?.kept;

/**
 * Message without a response of the server.
 * @typedef {{id: string, text: string, conversation: string|null, created_at: string,
 *   moved?: boolean}} Unsent
 */

/** Conversation on the page; null before its first message. */
export const conversation = { get: () => read("conversation"), set: (id) => write("conversation", id) };

/** Previous conversation, for the way back from a new chat. */
export const previous = { get: () => read("previous"), set: (id) => write("previous", id) };

/** Token of the visitor, and the user of the site who the visitor is; in the frame alone. */
export const token = { get: () => read("token"), set: (text) => write("token", text) };
export const user = { get: () => read("user"), set: (id) => write("user", id) };

/** Time of the newest answer that was on the screen. */
export const seen = { get: () => read("seen"), set: (time) => seen.get() !== time && write("seen", time) };

/** Forgets a user with all that the browser keeps of the user's conversations, but for the draft. */
export function forgetVisitor() {
  for (const key of ["token", "user", "seen", "conversation", "previous", "unsent"]) write(key, null);
}

/** Text in a field; each tab has its own. @param {string} key */
export const draftOf = (key) => ({
  get: () => read(key, "sessionStorage") ?? "",
  /** @param {string} text */
  set: (text) => write(key, text || null, "sessionStorage"),
});

/** Unsent messages, oldest first. They survive a closed tab. @param {string} key */
export function unsentOf(key) {
  /** @returns {Unsent[]} */
  const all = () => read(key) ?? [];
  const keep = (messages) => write(key, messages.length ? messages : null);
  return {
    all,
    /** @param {Unsent} message */
    add: (message) => keep([...all(), message]),
    /** @param {string} id */
    remove: (id) => keep(all().filter((message) => message.id !== id)),
    /** @param {(message: Unsent) => Unsent} change */
    update: (change) => keep(all().map(change)),
  };
}

export const draft = draftOf("draft");
export const unsent = unsentOf("unsent");

/** Tells other tabs that the conversation has changed. */
export const touch = () => write("touched", Date.now() + Math.random());

/**
 * Calls back after a change by another tab.
 * @param {(key: string) => void} callback
 */
export function onChange(callback) {
  if (kept) {
    hear({
      kept: ({ key, value }) => {
        kept[key] = value;
        callback(key);
      },
    });
    return;
  }
  addEventListener("storage", ({ key }) => {
    if (key?.startsWith(PREFIX)) callback(key.slice(PREFIX.length));
  });
}

/** Values that the browser refused to store; they last as long as the page. */
const refused = new Map();

function read(key, area = "localStorage") {
  if (kept) return kept[key] ?? null;
  if (refused.has(key)) return refused.get(key);
  try {
    return JSON.parse(window[area].getItem(PREFIX + key));
  } catch {
    return null;
  }
}

function write(key, value, area = "localStorage") {
  if (kept) {
    kept[key] = value;
    return tell("keep", { key, value, area });
  }
  refused.delete(key);
  try {
    if (value === null) window[area].removeItem(PREFIX + key);
    else window[area].setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    refused.set(key, value);
  }
}
