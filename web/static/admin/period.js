// Choosing a day chooses the period from … to …
const period = /** @type {HTMLSelectElement | null} */ (document.querySelector("#filter-period"));

for (const day of document.querySelectorAll("#filter-from, #filter-to"))
  day.addEventListener("input", () => {
    if (period) period.value = "custom";
  });
