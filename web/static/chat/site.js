import { framed } from "./dom.js";

/** Page of the site around the frame. The server lets pages of its sites alone have the frame. */
let origin = "*";
/** @type {Record<string, (details: any) => void>} */
let commands = {};

/**
 * Greeting of the page: how the chat looks there, and what the page keeps for the frame, as browsers
 * may let a frame of another site keep nothing. null outside of a frame.
 * @type {{title: string, sound: boolean, kept: Record<string, any>}|null}
 */
export const greeting = framed ? await greeted() : null;

/** @param {string} name @param {object} [details] */
export function tell(name, details) {
  parent.postMessage({ ...details, recollect: name }, origin);
}

/** Sets the functions for what the page says. @param {typeof commands} functions */
export function hear(functions) {
  commands = { __proto__: null, ...commands, ...functions };
}

function greeted() {
  return new Promise((resolve) => {
    commands = { __proto__: null, greet: resolve };
    addEventListener("message", ({ source, origin: sender, data }) => {
      if (source !== parent) return;
      if (data?.recollect === "greet") origin = sender;
      if (sender === origin) commands[data?.recollect]?.(data);
    });
    tell("ready"); // no more than that, as nobody has said who hears it
  });
}
