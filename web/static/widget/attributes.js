const LONGEST_TITLE = 40;

/** Attributes of the script: the test of a value, and what to write. */
const KNOWN = new Map([
  ["colour", { fits: (text) => /^#[0-9a-f]{6}$/i.test(text), advice: "a colour as #rrggbb" }],
  ["title", { fits: (text) => text.length <= LONGEST_TITLE, advice: `at most ${LONGEST_TITLE} characters` }],
  ["position", { fits: (text) => ["left", "right"].includes(text), advice: "left or right" }],
  ["language", { fits: (text) => text in BOT.words, advice: `one of ${Object.keys(BOT.words).join(", ")}` }],
  ["sound", { fits: (text) => ["on", "off"].includes(text), advice: "on or off" }],
]);

/**
 * Values of the attributes that are right; the console tells of the others.
 * @param {DOMStringMap} dataset
 * @returns {Record<string, string>}
 */
export function attributesOf(dataset) {
  const values = Object.entries(dataset).filter(([name, text]) => text && isRight(name, text.trim()));
  return Object.fromEntries(values.map(([name, text]) => [name, text.trim()]));
}

function isRight(name, text) {
  const known = KNOWN.get(name);
  if (known?.fits(text)) return true;
  const names = [...KNOWN.keys()].map((key) => `data-${key}`).join(", ");
  const advice = known ? `is "${text}". Write ${known.advice}.` : `is none of ${names}.`;
  console.warn(`Recollect: data-${name} ${advice}`);
  return false;
}
