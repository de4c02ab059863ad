import { make } from "../dom.js";

const SAFE = new Set(["http:", "https:", "mailto:", "tel:"]);
const ELEMENTS = { code: "code", underline: "u", italic: "em", bold: "strong" };

/**
 * Text with links and emphasis. Made of nodes, so that no text becomes markup.
 * @param {import("../api.js").Span[]} spans
 * @returns {(Node|string)[]}
 */
export const styled = (spans) => spans.map(node);

/** @param {import("../api.js").Span} span @returns {Node|string} */
function node(span) {
  const styles = Object.keys(ELEMENTS).filter((style) => span[style]);
  const inner = styles.reduce((child, style) => make(ELEMENTS[style], {}, child), span.text);
  return span.href ? link(span.href, inner) : inner;
}

/**
 * Link, or only what is in it where the address is not one to link to.
 * @param {string} href @param {Node|string} inner @returns {Node|string}
 */
export function link(href, inner) {
  const protocol = URL.canParse(href) ? new URL(href).protocol : "";
  if (!SAFE.has(protocol)) return inner;
  const elsewhere = protocol.startsWith("http") ? { target: "_blank" } : {};
  return make("a", { href, rel: "noopener noreferrer", ...elsewhere }, inner);
}
