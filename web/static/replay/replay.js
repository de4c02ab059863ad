// Loads the page of a replay into another page: a replay takes seconds, and the page must not wait.
const place = document.getElementById("replay");
const address = place.querySelector("a").href;
const words = document.getElementById("replay-words").dataset;
const progress = place.querySelector("[role=status]");

try {
  progress.textContent = words.busy;
  const response = await fetch(address);
  if (!response.ok || response.redirected) throw new Error(response.status);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  place.replaceChildren(...page.getElementById("replay").childNodes);
} catch {
  progress.textContent = "";
}
