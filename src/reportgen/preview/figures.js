// The figures in a form that looks like the printed tables.

import { asTyped, blockOf, grouped, rateOf, sumOf } from "./cells.js";
import { showBar } from "./bar.js";
import { $, $$, button, labelled, make, say } from "./dom.js";
import { bind, fill, save, type, unbind } from "./fields.js";
import { tellSaved } from "./saving.js";

const UNREADABLE = "The figures file cannot be read, so that there is no form. The list “To do” says what is wrong in it, and where.";
const place = $("#figures > div");
let form = {};
let built = "";       // what the page was built for
let tables = [];      // of each table: what the server tells of it, and its parts in the page
let chosen = null;    // the cell whose bar is open
const unreadable = make("p", { class: "wrong", role: "status", hidden: true }, UNREADABLE);

export function showFigures(next) {
  unreadable.hidden = Boolean(next.tables) || !tables.length;
  // What somebody types stays while the file cannot be read.
  if (!unreadable.hidden) return;
  form = next;
  const plan = JSON.stringify(next.tables ? [next.facts.map((fact) => fact.field), next.tables.map((table) => [table.name, table.caption, table.rows, table.columns])] : []);
  if (plan !== built) build();
  built = plan;
  if (next.tables) refill();
}

// Leads to the field of a figure.
export function goToFigure(name) {
  const input = document.getElementById(`figure:${name}`);
  input?.scrollIntoView({ block: "center" });
  input?.focus({ preventScroll: true });
}

function build() {
  for (const { table, inputs } of tables) {
    for (const input of inputs.flat()) unbind(input.id);
    unbind(`remark:${table.name}`);
  }
  tables = [];
  chosen = null;
  if (!form.tables) return place.replaceChildren(make("p", {}, UNREADABLE));
  const last = form.yearBefore ? ` Below each stands that of ${form.yearBefore}.` : "";
  place.replaceChildren(
    unreadable,
    make("p", {}, `What you type is saved as soon as you leave a field.${last}`),
    make("p", { class: "hint" }, "Enter and the arrow keys go from row to row. F2 leads to what can be said of a figure. A block of cells copied from a spreadsheet can be pasted into the first of its fields."),
    make("div", { class: "facts" }, ...form.facts.map(factOf)),
    ...form.tables.map(tableOf),
  );
}

function factOf(fact) {
  const input = fact.choices
    ? make("select", {}, ...fact.choices.map((choice) => make("option", { value: choice }, choice)))
    : make("input", { type: "text", autocomplete: "off", inputmode: fact.field === "population" ? "numeric" : "text" });
  if (fact.field === "population") input.addEventListener("input", () => tables.forEach(addUp));
  const field = labelled(fact.label, input);
  field.append(bind(fact.field, input, fact.typed, { tidy: fact.field === "population" ? asTyped : (words) => words.trim() }));
  return field;
}

function tableOf(table) {
  const one = { table, inputs: [], notes: [], rows: [], bar: make("div", { class: "bar", role: "group", hidden: true }), said: make("div") };
  const heads = [{ label: table.rowHeader }, ...table.columns].map((head) => make("th", { scope: "col", role: "columnheader" }, head.label));
  const body = table.rows.flatMap((row, at) => rowOf(one, row, at));
  const remark = make("input", { type: "text", autocomplete: "off" });
  const remarkField = labelled("Remark on the whole table", remark, "A sentence of reason for the readers, printed below the table. It may stay empty.");
  remarkField.append(bind(`remark:${table.name}`, remark, table.remark));
  tables.push(one);
  const title = make("h3", { id: `title-${table.name}` }, table.caption);
  const grid = make("table", { role: "table", "aria-labelledby": title.id },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads)), make("tbody", { role: "rowgroup" }, ...body));
  grid.addEventListener("keydown", (event) => step(one, event));
  grid.addEventListener("paste", (event) => paste(one, event));
  grid.addEventListener("input", () => tables.forEach(addUp));
  grid.addEventListener("focusin", (event) => open(one, event.target));
  return make("section", { class: "table-form", "aria-labelledby": title.id }, title, grid, one.bar, remarkField);
}

function rowOf(one, row, at) {
  const { table } = one;
  const said = make("td", { role: "cell", colspan: table.columns.length + 1 });
  const findings = make("ul");
  said.append(findings);
  const cells = table.columns.map((column, number) => {
    const cell = table.cells[at][number];
    const input = make("input", { id: cell.field, type: "text", inputmode: "numeric", autocomplete: "off", size: 7, "aria-label": cell.label });
    const note = { before: make("span", { class: "before", id: `before-${cell.field}` }), sum: make("span", { class: "sum", id: `sum-${cell.field}` }), state: make("span", { class: "state", id: `state-${cell.field}` }) };
    input.setAttribute("aria-describedby", `${note.state.id} ${note.before.id} ${note.sum.id}`);
    input.addEventListener("settled", () => tables.forEach(addUp));
    said.append(bind(cell.field, input, cell.typed, { tidy: asTyped }));
    (one.inputs[at] ??= []).push(input);
    (one.notes[at] ??= []).push(note);
    const name = table.columns.length > 1 ? make("span", { class: "column", "aria-hidden": "true" }, column.label.split(":")[0]) : null;
    // By keyboard, F2 does the same.
    const more = button("More", () => { open(one, input); $("select, input", one.bar).focus(); }, { class: "more", tabindex: "-1", "aria-label": `More about ${cell.label}` });
    return make("td", { role: "cell", class: "cell" }, name, input, more, note.state, note.before, note.sum);
  });
  one.rows.push(findings);
  return [
    make("tr", { role: "row" }, make("th", { scope: "row", role: "rowheader" }, row.label), ...cells),
    make("tr", { role: "row", class: "told" }, said),
  ];
}

// What the file holds now, what it was last year, and what is said of it.
function refill() {
  for (const fact of form.facts) fill(fact.field, fact.typed);
  tables.forEach((one, number) => {
    one.table = form.tables[number];
    fill(`remark:${one.table.name}`, one.table.remark);
    one.table.cells.forEach((cells, row) => {
      cells.forEach((cell, column) => {
        fill(cell.field, cell.typed);
        const note = one.notes[row][column];
        const kind = cell.found[0]?.kind ?? "";
        note.before.replaceChildren(...(cell.before ? [make("span", { class: "unseen" }, `${form.yearBefore}: `), cell.before] : []));
        say(note.state, { "To fill in": "to fill in", "To put right": "! put right", "To look at again": "? look again" }[kind] ?? "");
        one.inputs[row][column].dataset.found = kind;
      });
      const found = cells.flatMap((cell) => cell.found.filter((each) => each.kind !== "To fill in" && each.kind !== "To know"));
      tellFound(one.rows[row], found);
    });
  });
  tables.forEach(addUp);
  if (chosen) showBar(...chosen, form, false);
}

function tellFound(list, found) {
  const words = found.map((each) => [each.kind, each.words]);
  if (list.dataset.told === JSON.stringify(words)) return;
  list.dataset.told = JSON.stringify(words);
  list.replaceChildren(...words.map(([kind, told]) => make("li", { "data-kind": kind }, make("strong", {}, `${kind}: `), told)));
}

// What each total adds up to, beside what is typed; never in its place.
function addUp(one) {
  const typed = one.inputs.map((cells) => cells.map((input) => asTyped(input.value)));
  one.inputs.forEach((cells, row) => cells.forEach((input, column) => {
    const sum = one.table.rate?.row === one.table.rows[row].name ? rated(one.table.rate) : sumOf(one.table, typed, row, column);
    tellSum(one.notes[row][column].sum, input, sum, typed[row][column].replace(/ .*/, ""), one.table.rate ? "works out at" : "adds up to");
  }));
}

function rated(rate) {
  const counts = document.getElementById(`figure:${rate.of}`)?.value;
  return rateOf(rate, counts && asTyped(counts), form.facts.some((fact) => fact.field === "population") ? asTyped(populationTyped()) : "");
}

const populationTyped = () => $$(".facts input", place)[form.facts.filter((fact) => !fact.choices).findIndex((fact) => fact.field === "population")].value;

function tellSum(note, input, sum, typed, words) {
  const told = sum === null ? "" : `${sum}/${typed}`;
  if (note.dataset.told === told) return;
  note.dataset.told = told;
  if (sum === null) return note.replaceChildren();
  const isSame = typed === String(sum);
  note.replaceChildren(
    make("span", { class: isSame ? "same" : "other" }, isSame ? `✓ ${words} ${grouped(sum)}` : `≠ ${words} ${grouped(sum)}`),
    ...(isSame ? [] : [button(`Use ${grouped(sum)}`, () => { input.focus(); type(input.id, String(sum)); save([input.id]); tables.forEach(addUp); })]),
  );
}

function whereIs(one, input) {
  for (const [row, cells] of one.inputs.entries()) if (cells.includes(input)) return [row, cells.indexOf(input)];
  return null;
}

// Enter, and the arrow keys up and down, go from row to row; left and right, from the ends of what is typed, along it.
function step(one, event) {
  const at = whereIs(one, event.target);
  if (!at || event.altKey || event.ctrlKey || event.metaKey) return;
  const { selectionStart, selectionEnd, value } = event.target;
  const isAll = selectionEnd - selectionStart === value.length;
  const [down, right] = {
    Enter: [event.shiftKey ? -1 : 1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0],
    ArrowLeft: [0, isAll || selectionEnd === 0 ? -1 : 0], ArrowRight: [0, isAll || selectionStart === value.length ? 1 : 0],
  }[event.key] ?? [0, 0];
  if (event.key === "F2") $("select, input", one.bar)?.focus();
  else if (!down && !right) return;
  else {
    const next = one.inputs[at[0] + down]?.[at[1] + right];
    if (!next) save([event.target.id]);
    next?.focus();
    next?.select();
  }
  event.preventDefault();
}

// A block from a spreadsheet is laid over the fields from here on; empty cells of it leave what is there.
function paste(one, event) {
  const at = whereIs(one, event.target);
  const block = blockOf(event.clipboardData.getData("text/plain"));
  if (!at || !block) return;
  event.preventDefault();
  const typed = [];
  let left = 0;
  block.forEach((cells, down) => cells.forEach((cell, right) => {
    const input = one.inputs[at[0] + down]?.[at[1] + right];
    if (!cell) return;
    if (!input) { left += 1; return; }
    type(input.id, asTyped(cell));
    typed.push(input.id);
  }));
  tables.forEach(addUp);
  save(typed).then((isSaved) => {
    const words = left ? ` ${left} did not fit into the table and were left out.` : "";
    if (isSaved) tellSaved(`Saved: ${typed.length} ${typed.length === 1 ? "cell" : "cells"} pasted.${words}`);
  });
}

function open(one, input) {
  const at = whereIs(one, input);
  if (!at) return;
  for (const other of tables) if (other !== one) other.bar.hidden = true;
  if (chosen?.[0] !== one) document.dispatchEvent(new CustomEvent("spot", { detail: one.table.anchor }));
  chosen = [one, at[0], at[1]];
  showBar(one, at[0], at[1], form, true);
}
