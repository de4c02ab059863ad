const ADDRESS = /https?:\/\/[^\s<>"“”«»]+/giu;
const PUNCTUATION = new Set(".,;:!?…'’*_]}");

/**
 * Text with its web addresses as links. Made of nodes, so that no text becomes markup.
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function linked(text) {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const { 0: match, index } of text.matchAll(ADDRESS)) {
    const address = withoutTail(match);
    if (!URL.canParse(address)) continue;
    fragment.append(text.slice(end, index), link(address));
    end = index + address.length;
  }
  fragment.append(text.slice(end));
  return fragment;
}

/** @param {string} address */
function link(address) {
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.textContent = address;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  return anchor;
}

/**
 * Address without the full stop or bracket of the sentence around it.
 * @param {string} address
 */
function withoutTail(address) {
  const last = address.at(-1);
  const unopened = last === ")" && address.split(")").length > address.split("(").length;
  return PUNCTUATION.has(last) || unopened ? withoutTail(address.slice(0, -1)) : address;
}
