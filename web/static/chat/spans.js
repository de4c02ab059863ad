import { make } from "./dom.js";

const SAFE = new Set(["http:", "https:", "mailto:", "tel:"]);
const ELEMENTS = { code: "code", underline: "u", italic: "em", bold: "strong" };

/**
 * Text of a message with links and emphasis. Made of nodes, so that no text becomes markup.
 * @param {import("./api.js").Message} message
 * @returns {DocumentFragment}
 */
export function textOf({ text, spans }) {
  const fragment = document.createDocumentFragment();
  fragment.append(...(spans?.map(node) ?? [text]));
  return fragment;
}

/** @param {import("./api.js").Span} span @returns {Node|string} */
function node(span) {
  const styles = Object.keys(ELEMENTS).filter((style) => span[style]);
  const inner = styles.reduce((child, style) => make(ELEMENTS[style], {}, child), span.text);
  return span.href && URL.canParse(span.href) ? link(new URL(span.href), span.href, inner) : inner;
}

function link({ protocol }, href, inner) {
  if (!SAFE.has(protocol)) return inner;
  const elsewhere = protocol.startsWith("http") ? { target: "_blank" } : {};
  return make("a", { href, rel: "noopener noreferrer", ...elsewhere }, inner);
}
