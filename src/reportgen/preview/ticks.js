// The figures that were read from a published file, each beside the place where it stands there, to be ticked off.
//
// A tick says that the figures file has what the published file shows. Ticks are kept in the browser until they are recorded.

import { $, button, labelled, make, say } from "./dom.js";
import { save, type } from "./fields.js";
import { post } from "./saving.js";

const place = $("#ticks > div");
let published = null;
let lines = [];          // of each figure: what was read, and its parts in the page
let looked = new Set();  // the figures that are ticked

export async function findPublished() {
  published = await (await fetch("/published")).json();
  return published !== null;
}

export function showTicks(form, change) {
  if (!lines.length) build(change);
  const typed = new Map((form.tables ?? []).flatMap((table) => table.cells.flat().map((cell) => [cell.field, cell.typed])));
  for (const line of lines) {
    line.now = typed.get(`figure:${line.figure}`) ?? "";
    // What was ticked and is empty now was taken back, but for what is just being saved.
    if (!line.now && !line.isSaving) looked.delete(line.figure);
    line.box.checked = looked.has(line.figure);
    say(line.told, wordsOf(line));
  }
  keep();
}

const wordsOf = ({ now, typed, isShown }) => {
  if (!isShown) return now ? `The figures file has ${now}.` : "The figures file has nothing either.";
  if (!now) return typed ? `The figures file has nothing yet. A tick types ${typed}.` : "The figures file has nothing yet. Type what the file shows, then tick.";
  return now === typed ? `The figures file has ${now} too.` : `The figures file has ${now}. Tick if that is right.`;
};

function build(change) {
  looked = new Set(stored());
  const groups = published.groups.map(({ title, lines: each }) => [make("h3", {}, `${title} (${each.length})`), make("ul", { class: "ticks" }, ...each.map((line) => lineOf(line, change)))]);
  const role = make("input", { type: "text", autocomplete: "organization-title" });
  const day = make("input", { type: "date" });
  day.value = new Date().toLocaleDateString("sv-SE");
  place.replaceChildren(
    make("p", {}, `Read from ${published.name}. Look at each figure in the picture or the line, and tick it if the figures file has the same.`),
    ...groups.flat(),
    make("div", { class: "bar" },
      make("h3", {}, "Record who looked"),
      make("p", { id: "ticked", role: "status" }),
      labelled("Role", role, "The role of the person who looked; never a name"),
      labelled("Day", day),
      button("Record", () => post("/write/ticks", { role: role.value, date: day.value, looked: [...looked] }))),
  );
}

function lineOf(line, change) {
  const box = make("input", { type: "checkbox", id: `tick-${line.figure}`, disabled: !line.isShown, onchange: () => tick(entry) });
  const told = make("p", { class: "hint" });
  const entry = { ...line, box, told };
  lines.push(entry);
  const where = [line.caption, line.place].filter(Boolean).join("; ");
  const seen = line.picture
    ? make("img", { src: line.picture, alt: `The place in the file: ${line.quote || line.place}` })
    : line.quote ? make("p", { class: "hint" }, `“${line.quote}”`) : null;
  return make("li", {}, box, make("div", {},
    make("p", {}, make("strong", { class: "value" }, line.read || "–"), " ", make("label", { for: box.id }, line.label)),
    make("p", { class: "hint" }, where),
    line.reasons.length ? make("p", { class: "hint" }, `Look at it, since ${line.reasons.join("; ")}.`) : null,
    seen, told,
    button("Change it", () => change(line.figure), { "aria-label": `Change it: ${line.label}, ${line.caption}` })));
}

async function tick(line) {
  if (!line.box.checked) looked.delete(line.figure);
  else if (line.now) looked.add(line.figure);
  else if (line.typed) {
    line.isSaving = true;
    type(`figure:${line.figure}`, line.typed);
    looked.add(line.figure);
    if (await save([`figure:${line.figure}`])) line.now = line.typed;
    else looked.delete(line.figure);
    line.isSaving = false;
  }
  line.box.checked = looked.has(line.figure);
  if (!line.box.checked && !line.typed) say(line.told, "Type what the file shows first, then tick.");
  keep();
}

// Ticks that are not recorded yet, by the digest of the file that they are of.
const NAME = () => `ticks ${published.digest}`;
const stored = () => JSON.parse(localStorage.getItem(NAME()) ?? "[]");

function keep() {
  localStorage.setItem(NAME(), JSON.stringify([...looked]));
  const shown = lines.filter((line) => line.isShown);
  say($("#ticked"), `${shown.filter((line) => looked.has(line.figure)).length} of ${shown.length} figures that the file shows are ticked.`);
}
