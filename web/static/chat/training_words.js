import { make } from "./dom.js";

const COMMAND = () => make("code", {}, "flask train");

/** @param {import("./api.js").Training|null} training @param {boolean} ready */
export function inWords(training, ready) {
  switch (training?.status) {
    case "failed":
      return {
        says: "I could not learn from the intent files. I cannot answer yet.",
        more: [
          make("span", { className: "reason", dir: "auto" }, training.error ?? ""),
          "The operator of this site can mend that and run ",
          COMMAND(),
          ".",
        ],
      };
    case "queued":
    case "running":
    case "succeeded":
      return { busy: true, says: progress(training), more: [understood(training, ready)] };
    default:
      return {
        says: "I have not learnt anything yet.",
        more: ["The operator of this site can start that with ", COMMAND(), "."],
      };
  }
}

function progress({ epoch, epochs }) {
  if (!epoch) return "I'm about to learn from the intent files.";
  if (epoch >= epochs) return "I'm nearly there. I'm checking what I have learnt.";
  return `I'm learning from the intent files: epoch ${epoch} of ${epochs}.`;
}

function understood({ accuracy }, ready) {
  const right = Math.round(accuracy * 100);
  const so = accuracy ? `So far I get ${right} of 100 practice messages right. ` : "";
  if (ready) return `${so}I answer already, and will understand more when I'm done.`;
  return `${so}You can write already. I answer as soon as I'm ready.`;
}
