import { call, open } from "../chat/api.js";

const path = (conversation) => `conversations/${conversation}/hand-over`;

/**
 * Hand-over of a conversation, and the messages behind a mark.
 * @typedef {{state: "none"|"waiting"|"late"|"taken"|"left", person: string|null, typing: boolean,
 *   version: number, messages: import("../chat/api.js").Message[], last: number}} HandOver
 */

/** @param {string} conversation @param {number} after @returns {Promise<HandOver>} */
export const follow = (conversation, after) => call("GET", `${path(conversation)}?after=${after}`);

/** @param {string} conversation @param {number} after @returns {Promise<HandOver>} */
export const ask = (conversation, after) => call("POST", `${path(conversation)}?after=${after}`, {});

/** @param {string} conversation */
export const goBack = (conversation) => call("DELETE", path(conversation));

/**
 * @param {string} conversation
 * @param {{id: string, text: string, address: string}} message a repeated id is stored once
 * @param {number} after
 * @returns {Promise<HandOver>}
 */
export const leave = (conversation, message, after) =>
  call("POST", `${path(conversation)}/message?after=${after}`, message);

/** @param {string} conversation */
export const typing = (conversation) => call("POST", `${path(conversation)}/typing`, {});

/**
 * Calls back at each event, until the stream ends.
 * @param {string} conversation
 * @param {AbortSignal} signal
 * @param {() => void} callback
 */
export async function events(conversation, signal, callback) {
  const response = await open(`${path(conversation)}/events`, signal);
  if (!response.ok || !response.body) throw new Error(String(response.status));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    if (chunk.value.includes("data:")) callback();
  }
}
