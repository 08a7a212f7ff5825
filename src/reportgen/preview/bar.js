// What can be said of one figure: what stands in its place, its mark, why it was revised, and a remark for the readers.

import { asTyped, partsOf } from "./cells.js";
import { $$, button, labelled, make } from "./dom.js";
import { bind, fill, save, type, unbind } from "./fields.js";

let bound = [];
let told = "";

// Shape: `one` is the table with its parts; `isNew` where another figure was chosen.
export function showBar(one, row, column, form, isNew) {
  const cell = one.table.cells[row][column];
  const now = JSON.stringify([cell.typed, cell.found, cell.before, cell.change]);
  fill(`remark:${nameOf(cell)}`, cell.remark);
  fill(`revision:${nameOf(cell)}`, cell.revision);
  const focused = one.bar.contains(document.activeElement) ? document.activeElement : null;
  // Where somebody is typing, nothing is made anew.
  if (!isNew && (now === told || focused?.matches("input"))) return;
  told = now;
  const label = focused?.labels?.[0]?.textContent;
  for (const field of bound) unbind(field);
  bound = [];
  const last = cell.before ? `${form.yearBefore}: ${cell.before}${cell.change ? ` (${cell.change})` : ""}` : "";
  one.bar.replaceChildren(...[
    make("h4", {}, cell.label),
    last ? make("p", {}, last) : null,
    ...cell.found.map((each) => make("p", { class: "found", "data-kind": each.kind }, make("strong", {}, `${each.kind}: `), each.words)),
    choices(one, row, column, form),
    partsOf(cell.typed).flag === "[r]" || cell.revision ? words(`revision:${nameOf(cell)}`, "Why it was revised", cell.revision, "A sentence for the readers, printed below the table.") : null,
    words(`remark:${nameOf(cell)}`, "Remark", cell.remark, "A sentence of reason for the readers. It may stay empty."),
    button("Back to the figure", () => one.inputs[row][column].focus()),
  ].filter(Boolean));
  one.bar.setAttribute("aria-label", cell.label);
  one.bar.hidden = false;
  if (label) $$("label", one.bar).find((other) => other.textContent === label)?.control.focus();
}

const nameOf = (cell) => cell.field.slice("figure:".length);

function choices(one, row, column, form) {
  const input = one.inputs[row][column];
  const { value, flag } = partsOf(asTyped(input.value));
  const put = (words) => {
    type(input.id, words);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    save([input.id]);
  };
  const instead = { "": "a figure", ...form.instead, ...(one.table.mayBePending ? { [form.pending]: "not available yet" } : {}) };
  const inPlace = menu(instead, value in instead ? value : "");
  inPlace.addEventListener("change", () => put(inPlace.value));
  const marks = menu({ "": "none", ...form.flags }, flag);
  marks.addEventListener("change", () => put(`${partsOf(asTyped(input.value)).value} ${marks.value}`.trim()));
  return make("div", { class: "choices" }, labelled("What stands there", inPlace), labelled("Mark", marks));
}

function menu(entries, chosen) {
  const options = Object.entries(entries).map(([value, words]) => make("option", { value, selected: value === chosen }, value ? `${value} ${words}` : words));
  return make("select", {}, ...options);
}

function words(field, label, typed, hint) {
  const input = make("input", { type: "text", autocomplete: "off" });
  const part = labelled(label, input, hint);
  part.append(bind(field, input, typed, { tidy: (typed) => typed.trim() }));
  bound.push(field);
  return part;
}
