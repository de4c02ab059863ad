// Keys of the inbox: each presses a button of the page, which works without this script.
const groups = [...document.querySelectorAll(".group")];
const fields = "input:not([type=checkbox]), textarea, select";
let busy = false;

const current = () => document.activeElement?.closest(".group") ?? null;

function focus(place) {
  const group = groups[Math.min(Math.max(place, 0), groups.length - 1)];
  group?.focus();
  group?.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const group = current();
  focus(group ? groups.indexOf(group) + step : 0);
}

function press(button) {
  if (button && !busy) button.click();
}

function open(details, field) {
  if (!details) return;
  details.open = true;
  field.focus();
}

function act(key) {
  const group = current();
  if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "u") press(document.querySelector(".undo[data-mine] button"));
  else if (key === "?") document.querySelector("#keys").toggleAttribute("open");
  // No decision about a group that does not have the focus, and so no frame.
  else if (/^[1-5ion]$/.test(key) && !group) focus(0);
  else if (key === "i") press(group.querySelector(".ignore"));
  else if (key === "o") group.querySelector(".other").focus();
  else if (key === "n") open(group.querySelector(".new-intent"), group.querySelector(".tag"));
  else if (/^[1-5]$/.test(key)) press(group.querySelectorAll(".suggestion")[key - 1]);
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.matches(fields)) {
    if (event.key === "Escape") current()?.focus();
  } else if (act(event.key)) {
    event.preventDefault();
  }
});

// A second press while the answer is on its way would decide about the next group unseen.
document.addEventListener("submit", (event) => {
  if (busy) event.preventDefault();
  busy = true;
});
window.addEventListener("pageshow", () => {
  busy = false;
});

const place = /^#group-(\d+)$/.exec(location.hash);
if (place || !location.search) focus(place ? place[1] - 1 : 0);
