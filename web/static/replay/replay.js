// Shows the page of a replay within another one: it takes seconds, and nobody has to wait for it.
const place = document.getElementById("replay");
const address = place.querySelector("a").href;

try {
  place.querySelector("[role=status]").textContent = "The last messages are being asked of both models …";
  const response = await fetch(address);
  if (!response.ok || response.redirected) throw new Error(response.status);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  place.replaceChildren(...page.getElementById("replay").childNodes);
} catch {
  place.querySelector("[role=status]").textContent = "";
}
