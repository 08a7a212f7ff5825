// Fields of the form: what each holds in the file, what somebody is typing there, and what keeps it from being saved.

import { button, make } from "./dom.js";
import { isUnsaved, post, tellSaved } from "./saving.js";

// By the name of a field: its input, what the file has (typed), what that was when somebody began to type (began),
// and the part of the page that tells what is wrong with it (trouble).
const entries = new Map();

// Joins an input to a field. `tidy` makes of what is typed what is saved; a select or a checked block saves at once.
export function bind(field, input, typed, { tidy = (words) => words, trouble = make("div", { class: "trouble" }) } = {}) {
  const entry = { field, input, typed, began: null, tidy, trouble };
  entries.set(field, entry);
  input.value = typed;
  trouble.id ||= `trouble-${field.replace(/\W/g, "-")}`;
  input.addEventListener("input", () => begin(entry));
  input.addEventListener("change", () => save([field]));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen(entry)) return;
    event.stopPropagation();
    input.value = entry.typed;
    settle(entry);
    input.dispatchEvent(new Event("settled"));
  });
  return trouble;
}

export function unbind(field) {
  entries.delete(field);
  isUnsaved(field, false);
}

// What the file holds now; what somebody is typing stays.
export function fill(field, typed) {
  const entry = entries.get(field);
  if (!entry) return;
  entry.typed = typed;
  if (!isOpen(entry) && entry.input.value !== typed) entry.input.value = typed;
}

// Puts words into a field as somebody would who types them; they are saved by save.
export function type(field, words) {
  const entry = entries.get(field);
  begin(entry);
  entry.input.value = words;
}

const isOpen = (entry) => entry.began !== null;

function begin(entry) {
  entry.began ??= entry.typed;
  isUnsaved(entry.field, true);
}

function settle(entry) {
  entry.began = null;
  isUnsaved(entry.field, false);
  tell(entry, []);
}

// Saves several fields in one step, which can be taken back in one. Goes out: whether all are saved now.
export async function save(fields) {
  const edits = [];
  for (const entry of fields.map((field) => entries.get(field))) {
    const value = entry.tidy(entry.input.value);
    if (entry.input.value !== value) entry.input.value = value;
    if (value === entry.typed) settle(entry);
    else edits.push({ field: entry.field, value, was: entry.began ?? entry.typed });
  }
  if (!edits.length) return true;
  const answer = await post("/write/figures", { edits });
  if (answer.status !== 200 && answer.status !== 409) return false;
  const left = edits.filter((edit) => !heed(edit, answer)).length;
  if (left) tellSaved(left === edits.length ? "Not saved. What is wrong is told beside the field." : `${left} of ${edits.length} not saved. What is wrong is told beside each.`);
  return left === 0;
}

// Whether an edit was saved; otherwise its field says why not.
function heed(edit, answer) {
  const entry = entries.get(edit.field);
  if (!entry) return true;
  if (edit.field in answer.refused) {
    tell(entry, [make("p", { class: "wrong" }, `Not saved. ${answer.refused[edit.field]}`)]);
    return false;
  }
  if (edit.field in answer.others) {
    choose(entry, edit.value, answer.others[edit.field]);
    return false;
  }
  entry.typed = edit.value;
  if (entry.input.value === edit.value) settle(entry);
  else entry.began = edit.value;
  return true;
}

// The field was changed elsewhere meanwhile: both are shown, and somebody chooses.
function choose(entry, mine, theirs) {
  const shown = (words) => (words ? `“${words}”` : "nothing");
  entry.began = theirs;
  tell(entry, [
    make("p", { class: "wrong" }, `Not saved. You typed ${shown(mine)}, and meanwhile ${shown(theirs)} was saved elsewhere.`),
    button(`Keep mine: ${mine || "nothing"}`, () => { entry.input.focus(); save([entry.field]); }),
    button(`Take the other: ${theirs || "nothing"}`, () => {
      entry.input.value = theirs;
      settle(entry);
      entry.input.focus();
      entry.input.dispatchEvent(new Event("settled"));
      tellSaved("The other was taken.");
    }),
  ]);
}

function tell(entry, parts) {
  entry.trouble.replaceChildren(...parts);
  entry.input.toggleAttribute("data-refused", parts.length > 0);
  if (parts.length) {
    entry.input.setAttribute("aria-invalid", "true");
    entry.input.setAttribute("aria-errormessage", entry.trouble.id);
  } else {
    entry.input.removeAttribute("aria-invalid");
    entry.input.removeAttribute("aria-errormessage");
  }
}
