let sign = "";

/** Puts the number of unread messages before the title of the page. @param {number} count */
export function signTitle(count) {
  const plain = document.title.startsWith(sign) ? document.title.slice(sign.length) : document.title;
  sign = count ? `(${count}) ` : "";
  if (document.title !== sign + plain) document.title = sign + plain;
}
