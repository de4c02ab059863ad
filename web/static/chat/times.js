import { locale } from "./words.js";

const clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
const full = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" });
const date = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

/**
 * Shows the time of day of a moment, in the visitor's zone and language.
 * @param {HTMLTimeElement} element
 * @param {Date} moment
 */
export function showTime(element, moment) {
  element.dateTime = moment.toISOString();
  element.title = full.format(moment);
  element.textContent = clock.format(moment);
}

/**
 * @param {Date} moment
 * @returns {string} "Today", "Yesterday", or the date
 */
export function dayOf(moment) {
  const days = Math.round((midnight(moment) - midnight(new Date())) / 86400000);
  if (days < -1) return date.format(moment);
  const name = relative.format(Math.min(days, 0), "day");
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** @param {Date} moment */
function midnight(moment) {
  return new Date(moment).setHours(0, 0, 0, 0);
}
