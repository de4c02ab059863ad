import { framed } from "./dom.js";
import { token } from "./store.js";

const TIMEOUT = 20_000;
const credentials = framed ? "omit" : "same-origin";
const root = new URL("api/v1/", document.baseURI);

/**
 * @typedef {{id: string, role: "user"|"bot"|"person", author?: string, text: string,
 *   created_at: string, spans?: Span[], bubbles?: Bubble[], quick_replies?: string[], feedback?: 1|-1|null}} Message
 * @typedef {{url: string, alt: string}} Image
 * @typedef {{title: string, spans: Span[], image: Image|null,
 *   button: {text: string, url: string}|null}} Card
 * @typedef {{spans: Span[], image: Image|null, items: Span[][], cards: Card[], pause: number}} Bubble
 * @typedef {{text: string, href: string|null, bold: boolean, italic: boolean, underline: boolean,
 *   code: boolean}} Span
 * @typedef {{id: string, created_at: string, updated_at: string, title: string}} Listed
 * @typedef {{ready: boolean, preliminary: boolean, bot: {name: string},
 *   training: Training|null}} Status
 * @typedef {{status: string, epoch: number|null, epochs: number|null, accuracy: number|null,
 *   validation_accuracy: number|null, error: string|null}} Training
 */

/** No response of this server: no connection, or another server answered. */
export class NetworkError extends Error {}

/** Error response: `status` is the HTTP status, the message a sentence for people. */
export class ApiError extends Error {
  /** @param {number} status @param {string} detail @param {number} retryAfter seconds */
  constructor(status, detail, retryAfter) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** @returns {Promise<Status>} */
export const status = () => call("GET", "status");

/** @returns {Promise<{id: string, greeting: string[]}>} */
export async function begin() {
  if (framed && !token.get()) {
    const fresh = await call("POST", "visitors", {});
    token.set(token.get() ?? fresh.token); // another tab may have been quicker
  }
  return call("POST", "conversations", {});
}

/**
 * @param {{id: string, expires: number, signature: string}} user
 * @returns {Promise<{token: string}>}
 */
export const identify = (user) => call("POST", "visitors", { user });

/** @type {{contexts: string[], slots: Record<string, string|number|null>}|undefined} */
let page;
let onIgnored = (/** @type {string[]} */ _names) => {};

/** Sends along what the page around the chat says, from now on. */
export function setPage(/** @type {typeof page} */ values, /** @type {typeof onIgnored} */ ignored) {
  page = values;
  onIgnored = ignored;
}

/**
 * @param {string} conversation
 * @param {{id: string, text: string}} message a repeated id gets the stored answer
 * @returns {Promise<{message: Message, reply: Message|null, person: "none"|"offered"|"asked",
 *   step: "none"|"choose"|"rephrase"|"person"}>}
 */
export async function send(conversation, { id, text }) {
  const path = `conversations/${conversation}/messages`;
  const { message, reply, ...rest } = await call("POST", path, { id, text, page });
  if (rest.ignored?.length) onIgnored(rest.ignored);
  return { message: { ...message, role: "user" }, reply: reply && { ...reply, role: "bot" }, ...rest };
}

/**
 * @param {string} conversation
 * @param {number|null} after the `next` of the page before
 * @returns {Promise<{messages: Message[], next: number|null, last: number}>}
 */
export const history = (conversation, after) =>
  call("GET", `conversations/${conversation}/messages?limit=100${after ? `&after=${after}` : ""}`);

/** @param {string} conversation */
export const remove = (conversation) => call("DELETE", `conversations/${conversation}`);

/**
 * @param {string} conversation
 * @param {"export"|"transcript"} form JSON, or a text to read
 */
export const fileUrl = (conversation, form) => new URL(`conversations/${conversation}/${form}`, root).href;

/**
 * @param {string|null} after the `next` of the page before
 * @returns {Promise<{conversations: Listed[], next: string|null}>}
 */
export const list = (after) => call("GET", `conversations${after ? `?after=${after}` : ""}`);

/** @param {string} message @param {1|-1} value @param {string} [comment] */
export const rate = (message, value, comment) =>
  call("POST", `messages/${message}/feedback`, { value, comment });

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>} parsed response; throws NetworkError and ApiError
 */
export async function call(method, path, body) {
  const { response, answer } = await exchange(method, path, body);
  if (response.ok) return answer;
  if (response.status === 401) token.set(null); // the server has another key now
  const detail = answer?.detail || answer?.title || `The server answered ${response.status}.`;
  const wait = Number(response.headers.get("Retry-After")) || 5;
  throw new ApiError(response.status === 401 ? 404 : response.status, detail, wait);
}

/** @param {string} url address of a file @returns {Promise<{name: string, content: Blob}>} */
export async function file(url) {
  const response = await fetch(url, { credentials: "omit", headers: visitor() });
  if (!response.ok) throw new ApiError(response.status, response.statusText, 0);
  const name = /filename="?([^";]+)/.exec(response.headers.get("Content-Disposition") ?? "");
  return { name: name?.[1] ?? "", content: await response.blob() };
}

/** @param {string} path @param {AbortSignal} signal @returns {Promise<Response>} that stays open */
export const open = (path, signal) =>
  fetch(new URL(path, root), { credentials, headers: visitor(), cache: "no-store", signal });

/** @returns {Record<string, string>} */
const visitor = () => (token.get() ? { "Recollect-Visitor": token.get() } : {});

async function exchange(method, path, body) {
  try {
    const response = await fetch(new URL(path, root), {
      method,
      body: body && JSON.stringify(body),
      headers: { ...visitor(), "Accept-Language": document.documentElement.lang, ...(body && { "Content-Type": "application/json" }) },
      credentials,
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    return { response, answer: await parsed(response) };
  } catch (error) {
    throw new NetworkError(String(error));
  }
}

/** @param {Response} response @returns {Promise<any>} */
async function parsed(response) {
  if (response.status === 204) return null;
  const json = /[/+]json\b/.test(response.headers.get("Content-Type") ?? "");
  // The sign-in page of a train's Wi-Fi answers every request with 200 and HTML.
  if (!json && response.status < 400) throw new Error("not an answer of this server");
  return json ? response.json() : null;
}
