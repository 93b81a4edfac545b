"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const answers = data.rows.map(() => ({}));
  let place = 0, saved = true;

  const element = (name, attributes, text) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const build = (aspect) => {
    const set = element("fieldset", {});
    set.append(element("legend", {}, aspect.name));
    if (aspect.heads.length === 1) {
      aspect.choices.forEach((choice, i) => {
        const label = element("label", {});
        label.append(element("input", { type: "radio", name: aspect.heads[0], value: choice }), ` ${i + 1} ${choice}`);
        set.append(label);
      });
      return set;
    }
    const list = element("datalist", { id: `list-${aspect.name}` });
    aspect.choices.forEach((choice) => list.append(element("option", { value: choice })));
    set.append(list);
    aspect.heads.forEach((head, i) => {
      const label = element("label", { for: head }, `${aspect.name} ${i + 1}`);
      set.append(label, element("input", { type: "text", id: head, name: head, list: list.id }));
    });
    return set;
  };

  const inputs = () => [...at("fields").querySelectorAll("input")];
  const valid = (input) => {
    const aspect = data.aspects.find((one) => one.heads.includes(input.name));
    const known = input.value === "" || aspect.choices.includes(input.value);
    if (input.type === "text") input.setAttribute("aria-invalid", String(!known));
    return known;
  };
  const keep = () => {
    const own = {};
    inputs().forEach((input) => {
      if ((input.type === "radio" ? input.checked : input.value !== "") && valid(input)) own[input.name] = input.value;
    });
    if (JSON.stringify(own) !== JSON.stringify(answers[place])) saved = false;
    answers[place] = own;
    const done = answers.filter((one) => Object.keys(one).length).length;
    at("progress").textContent = `${done} of ${data.rows.length} answered`;
  };
  const show = (next) => {
    place = Math.min(Math.max(next, 0), data.rows.length - 1);
    const row = data.rows[place];
    at("which").textContent = `Comment ${place + 1} of ${data.rows.length}`;
    at("text").textContent = row.text;
    at("question").textContent = row.question ? `Asked: ${row.question}` : "";
    at("machine").textContent = row.machine ? `The machine says: ${row.machine}` : "";
    inputs().forEach((input) => {
      const own = answers[place][input.name] || "";
      if (input.type === "radio") input.checked = own === input.value;
      else { input.value = own; valid(input); }
    });
    keep();
    at("which").focus();
  };
  const move = (step) => {
    keep();
    const wrong = inputs().find((input) => !valid(input));
    if (wrong) { wrong.focus(); at("progress").textContent = `“${wrong.value}” is not in the list; choose from it or empty the field`; return; }
    show(place + step);
  };
  const formula = /^[\s\uFEFF]*[=+\-@\t\r\0＝＋－＠]/; // as a spreadsheet takes it; an apostrophe before it makes it text
  const quoted = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const cell = (value) => quoted(formula.test(value) ? `'${value}` : value);
  const begin = (text) => [...text].slice(0, data.longest).join("");
  const download = () => {
    keep();
    const heads = data.aspects.flatMap((aspect) => aspect.heads);
    const row = (own, i) => [String(i + 1), begin(data.rows[i].text), ...heads.map((head) => own[head] || "")];
    const lines = [["no", "text", ...heads], ...answers.map(row)];
    const file = new Blob([lines.map((line) => line.map(cell).join(",") + "\r\n").join("")], { type: "text/csv" });
    const link = element("a", { href: URL.createObjectURL(file), download: data.file });
    link.click();
    URL.revokeObjectURL(link.href);
    saved = true;
  };

  data.aspects.forEach((aspect) => at("fields").append(build(aspect)));
  at("form").addEventListener("submit", (event) => { event.preventDefault(); move(1); });
  at("form").addEventListener("change", keep);
  at("before").addEventListener("click", () => move(-1));
  at("download").addEventListener("click", download);
  document.addEventListener("keydown", (event) => {
    if (event.target.type === "text" || event.ctrlKey || event.altKey || event.metaKey) return;
    const single = data.aspects.find((aspect) => aspect.heads.length === 1);
    const choice = single && single.choices[Number(event.key) - 1];
    if (choice) { inputs().find((input) => input.name === single.heads[0] && input.value === choice).checked = true; keep(); }
    else if (event.key === "n" || event.key === "N") move(1);
    else if (event.key === "b" || event.key === "B") move(-1);
    else return;
    event.preventDefault();
  });
  window.addEventListener("beforeunload", (event) => { if (!saved) event.preventDefault(); });
  show(0);
})();
