"use strict";
// Two comforts; the page is complete without them.

// Tables that can be sorted: a click on a heading sorts by its column, a second one turns it round.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((a, b) => compare(a.cells[column], b.cells[column]));
      body.append(...(down ? rows.reverse() : rows));
    });
  });
}

function compare(a, b) {
  if (a.dataset.v === undefined) return b.textContent.trim().localeCompare(a.textContent.trim());
  return Number(a.dataset.v) - Number(b.dataset.v);
}

// Search in quotes: what does not match is hidden, and so are topics without a match.
const box = document.getElementById("search");
if (box) {
  const input = box.querySelector("input");
  const said = box.querySelector("output");
  const topics = [...document.querySelectorAll(".theme")];
  box.hidden = false;
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    let found = 0;
    for (const topic of topics) {
      let here = 0;
      for (const quote of topic.querySelectorAll(".quote")) {
        const fits = quote.textContent.toLowerCase().includes(wanted);
        quote.hidden = !fits;
        here += fits;
      }
      topic.hidden = wanted !== "" && here === 0;
      found += here;
    }
    said.textContent = wanted ? found + (found === 1 ? " quote" : " quotes") : "";
  });
}
