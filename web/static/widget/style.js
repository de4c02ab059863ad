// Lengths are in px: a rem is the page's. No rule of the page comes before those with !important.
const RULES = `
:host { all: initial !important; }
@media print { :host { display: none !important; } }
[hidden] { display: none !important; }
section { font: 16px/1.5 system-ui, sans-serif; color-scheme: light dark; }
.launcher, dialog { position: fixed; z-index: 2147483000; box-sizing: border-box; }
.launcher {
  bottom: max(20px, env(safe-area-inset-bottom)); width: 56px; height: 56px; padding: 14px;
  border: 1px solid rgb(255 255 255 / 60%); border-radius: 50%; cursor: pointer;
  background: var(--accent); color: var(--ink); box-shadow: 0 4px 16px rgb(0 0 0 / 30%);
}
.launcher:focus-visible { outline: 3px solid var(--ink); box-shadow: 0 0 0 6px var(--accent); }
svg { width: 100%; height: 100%; fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
.badge {
  position: absolute; top: -4px; right: -4px; min-width: 22px; padding: 0 4px; box-sizing: border-box;
  border-radius: 11px; background: #b3261e; color: #fff; font: bold 13px/22px system-ui, sans-serif;
}
.status { position: fixed; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
dialog {
  inset: auto; bottom: 92px; width: min(400px, 100vw - 40px); height: min(640px, 100dvh - 112px);
  max-width: none; max-height: none; margin: 0; padding: 0; border: 0; background: none; overflow: visible;
}
dialog:not([open]) { display: block; visibility: hidden; }
iframe, .failed {
  width: 100%; height: 100%; box-sizing: border-box; border: 1px solid rgb(128 128 128 / 40%); border-radius: 20px;
  background: Canvas; color: CanvasText; box-shadow: 0 8px 30px rgb(0 0 0 / 30%);
}
.failed { position: absolute; bottom: 0; height: auto; margin: 0; padding: 20px; }
.left :is(.launcher, dialog) { left: 20px; }
.right :is(.launcher, dialog) { right: 20px; }
@media (max-width: 480px) {
  dialog:has(iframe) { inset: 0 !important; width: 100%; height: 100dvh; }
  iframe { border: 0; border-radius: 0; }
  .open:has(iframe) .launcher { display: none; }
}
@media (forced-colors: active) { .launcher { border: 2px solid ButtonText; } }
`;

/** @param {string} colour as #rrggbb @returns {CSSStyleSheet} styles that a page's policy cannot refuse */
export function styleSheet(colour) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${RULES}:host { --accent: ${colour}; --ink: ${inkOn(colour)}; }`);
  return sheet;
}

/** Black or white, by the contrast of WCAG. */
function inkOn(colour) {
  const [red, green, blue] = [1, 3, 5].map((start) => linear(parseInt(colour.slice(start, start + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}

function linear(channel) {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
