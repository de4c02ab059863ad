const PREFIX = "recollect.";

/**
 * Message without a response of the server.
 * @typedef {{id: string, text: string, conversation: string|null, created_at: string,
 *   moved?: boolean}} Unsent
 */

/** Conversation on the page; null before its first message. */
export const conversation = { get: () => read("conversation"), set: (id) => write("conversation", id) };

/** Previous conversation, for the way back from a new chat. */
export const previous = { get: () => read("previous"), set: (id) => write("previous", id) };

/** Text in the composer; each tab has its own. */
export const draft = {
  get: () => read("draft", "sessionStorage") ?? "",
  set: (text) => write("draft", text || null, "sessionStorage"),
};

/** Unsent messages, oldest first. They survive a closed tab. */
export const unsent = {
  /** @returns {Unsent[]} */
  all: () => read("unsent") ?? [],
  /** @param {Unsent} message */
  add: (message) => write("unsent", [...unsent.all(), message]),
  /** @param {string} id */
  remove: (id) => write("unsent", unsent.all().filter((message) => message.id !== id)),
  /** @param {(message: Unsent) => Unsent} change */
  update: (change) => write("unsent", unsent.all().map(change)),
};

/** Tells other tabs that the conversation has changed. */
export const touch = () => write("touched", Date.now() + Math.random());

/**
 * Calls back after a change by another tab.
 * @param {(key: string) => void} callback
 */
export function onChange(callback) {
  addEventListener("storage", ({ key }) => {
    if (key?.startsWith(PREFIX)) callback(key.slice(PREFIX.length));
  });
}

/** Values that the browser refused to store; they last as long as the page. */
const refused = new Map();

function read(key, area = "localStorage") {
  if (refused.has(key)) return refused.get(key);
  try {
    return JSON.parse(window[area].getItem(PREFIX + key));
  } catch {
    return null;
  }
}

function write(key, value, area = "localStorage") {
  refused.delete(key);
  try {
    if (value === null) window[area].removeItem(PREFIX + key);
    else window[area].setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    refused.set(key, value);
  }
}
