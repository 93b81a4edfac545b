"use strict";
// Three comforts; the page is complete without them.

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
    said.textContent = wanted ? found + " " + (found === 1 ? said.dataset.one : said.dataset.many) : "";
  });
}

// Wrong labels: each quote of a theme can be corrected; the corrections are saved as a file by the browser.
const bar = document.getElementById("corrections");
if (bar) {
  const form = document.getElementById("correct");
  const state = bar.querySelector(".state");
  const words = form.content.querySelector(".correct").dataset;
  const corrections = [];
  for (const quote of document.querySelectorAll(".theme[data-theme] .quote")) {
    const open = document.createElement("button");
    open.type = "button";
    open.className = "wrong noprint";
    open.textContent = words.wrong;
    open.setAttribute("aria-expanded", "false");
    quote.querySelector("figcaption").append(" ", open);
    open.addEventListener("click", () => (quote.querySelector(".correct") ? shut(quote, open) : ask(quote, open)));
  }

  function ask(quote, open) {
    quote.append(form.content.cloneNode(true));
    const box = quote.querySelector(".correct");
    const to = box.querySelector(".to");
    const old = quote.closest(".theme").dataset.theme;
    open.setAttribute("aria-expanded", "true");
    box.querySelector(".leave").addEventListener("click", () => shut(quote, open));
    box.addEventListener("keydown", (event) => event.key === "Escape" && shut(quote, open));
    box.querySelector(".keep").addEventListener("click", () => {
      const at = box.querySelector(".at").value;
      if (to.value || at) {
        const { id, cut } = quote.dataset;
        const text = quote.querySelector(".said").textContent;
        corrections.push({ open, row: [id, text, cut || "", old, to.value, at] });
        open.textContent = words.corrected;
      }
      shut(quote, open);
      tell();
    });
    to.focus();
  }

  function shut(quote, open) {
    quote.querySelector(".correct").remove();
    open.setAttribute("aria-expanded", "false");
    open.focus();
  }

  function tell() {
    bar.hidden = corrections.length === 0;
    state.textContent = corrections.length + " " + (corrections.length === 1 ? words.one : words.many);
  }

  bar.querySelector(".undo").addEventListener("click", () => {
    const last = corrections.pop();
    if (!corrections.some((one) => one.open === last.open)) last.open.textContent = words.wrong;
    tell();
    if (bar.hidden) last.open.focus();
  });

  bar.querySelector(".save").addEventListener("click", () => {
    const latest = new Map(corrections.map((one) => [one.open, one.row]));
    const rows = [["comment_id", "text", "cut", "old_theme", "new_theme", "touchpoint"], ...latest.values()];
    const text = rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = "corrections.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  // A field of CSV, with an apostrophe before what a spreadsheet would take for a formula.
  function cell(value) {
    const safe = /^[\s\uFEFF]*[=+\-@\t\r＝＋－＠]/.test(value) ? "'" + value : value;
    return '"' + safe.replaceAll('"', '""') + '"';
  }
}
