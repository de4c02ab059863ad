/** True in the frame on a page of another site: there the visitor is known by a token. */
export const framed = document.body.classList.contains("framed");

/** @param {string} id @returns {any} element with this id */
export const byId = (id) => document.getElementById(id);

/** @param {string} id @returns {any} copy of the template's only element */
export const copyOf = (id) => byId(id).content.firstElementChild.cloneNode(true);

/**
 * @param {string} tag
 * @param {Record<string, any>} properties
 * @param {...(Node|string)} children
 * @returns {any}
 */
export function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
