// The pages of the report: the values at the top of each in fields, its text as Markdown, and buttons for what people use.

import { $, $$, button, labelled, make } from "./dom.js";
import { BUTTONS, figure, picture } from "./markdown.js";
import { isUnsaved, post, tellSaved } from "./saving.js";
import { sides } from "./sides.js";

const PAUSE = 1500;   // in milliseconds: what is typed is saved once nothing was typed for so long
const place = $("#pages > div");
const GONE = "Not saved. The file of this page was taken away while you wrote. Copy your text, and begin another page with it.";
const WAITS = "This page is not saved yet. See below its text what stands in the way.";
let pages = {}, form = {}, fields = [];
let name = "";        // the page that is open
let shown = null;     // the page as it was in its file when it was shown or saved last
let inputs = {};      // the fields at the top
let timer = 0, isTold = false, saves = 0;
let saved = Promise.resolve();
const area = () => $("#page-text");

export async function showPages(next) {
  form = next;
  const before = saves;
  const answer = await (await fetch("/pages")).json();
  await saved;
  // What was asked for before a save may be older than it.
  if (saves !== before) return showPages(next);
  ({ pages, fields } = answer);
  if (!$("select", place)) build();
  fillMenus();
  if (!pages[name] && isChanged()) return $("#page-trouble").replaceChildren(make("p", { class: "wrong" }, GONE));
  if (!pages[name]) open(Object.keys(pages).find((one) => one === "introduction") ?? Object.keys(pages)[0] ?? "");
  else if (pages[name].digest !== shown.digest && !isChanged()) open(name, true);
  tellFindings();
}

// Opens another page, once this one is saved; where that cannot be, this one stays.
async function leave(next) {
  await save();
  if (!isChanged()) return open(next);
  $("select", place).value = name;
  tellSaved(WAITS);
}

export async function goToPage(next, line = 0, column = 1, length = 0) {
  if (next !== name && pages[next]) await leave(next);
  if (next !== name) return;
  const text = area();
  text.focus();
  if (line) choose(line, column, length);
}

function build() {
  const menu = make("select", { onchange: () => leave(menu.value) });
  const title = make("input", { type: "text", autocomplete: "off" });
  const text = make("textarea", { id: "page-text", rows: 20, spellcheck: "true", oninput: typed, onblur: () => save() });
  const file = make("input", { type: "file", accept: "image/png,image/jpeg", hidden: true, "aria-label": "Picture to put into the page", onchange: () => sendPicture(file) });
  const names = make("select", { "aria-label": "Figure to print by its name", onchange: () => { if (names.value) change(figure(names.value)); names.value = ""; } });
  place.replaceChildren(
    labelled("Page", menu),
    make("details", { class: "new-page" }, make("summary", {}, "Begin another page"), labelled("Its title", title), button("Begin the page", () => begin(title))),
    make("div", { id: "page-fields" }),
    make("div", { class: "tools", role: "toolbar", "aria-label": "Put into the text" }, ...BUTTONS.map(([words, does]) => button(words, () => change(does))), button("Picture", () => file.click()), file, names),
    labelled("Text", text, "A line without any text begins a new paragraph. Ctrl and S saves; so does a pause."),
    make("div", { class: "choices" }, button("Save", () => save()), button("Take this page away", askToRemove)),
    make("div", { class: "trouble", id: "page-trouble", role: "status" }),
    make("ul", { class: "found", id: "page-found", "aria-label": "What is said of this page" }),
  );
  place.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    save();
  });
}

function fillMenus() {
  const [menu, names] = $$("select", place);
  const options = Object.entries(pages).map(([page, { front }]) => make("option", { value: page, selected: page === name }, front?.title || page));
  if (menu.textContent !== options.map((option) => option.textContent).join("")) menu.replaceChildren(...options);
  const figures = [make("option", { value: "" }, "Figure …"), ...(form.names ?? []).map((one) => make("option", { value: one.name }, one.words))];
  if (document.activeElement !== names && names.textContent !== figures.map((one) => one.textContent).join("")) names.replaceChildren(...figures);
}

// Shape: `isSame` where the page stays and was changed elsewhere, so that the cursor stays where it is.
function open(next, isSame = false) {
  const text = area();
  const [start, end, top] = [text.selectionStart, text.selectionEnd, text.scrollTop];
  name = next;
  shown = pages[name] ?? null;
  $("select", place).value = name;
  text.disabled = !shown;
  text.value = shown?.text ?? "";
  if (isSame) {
    text.setSelectionRange(start, end);
    text.scrollTop = top;
  }
  fillFields(isSame);
  settle();
  tellFindings();
  if (!isSame) document.dispatchEvent(new CustomEvent("spot", { detail: name.replace(/^\d+-/, "") }));
}

function fillFields(isSame) {
  const part = $("#page-fields");
  const front = shown?.front;
  if (isSame && front && Object.keys(inputs).length) {
    for (const [field, input] of Object.entries(inputs)) input.value = front[field];
    return;
  }
  inputs = {};
  if (!front) return part.replaceChildren(shown ? make("p", { class: "wrong" }, "The lines at the top of this page cannot be read. They stand in the text below; see “To do”.") : make("p", {}, "There is no page yet."));
  const made = fields.map(({ name: field, label, hint }) => {
    const input = field === "signature" || field === "lead" || field === "notice" ? make("textarea", { rows: 2 }) : make("input", { type: "text", autocomplete: "off" });
    input.value = front[field];
    input.addEventListener("input", typed);
    input.addEventListener("change", () => save());
    inputs[field] = input;
    return labelled(label, input, hint);
  });
  part.replaceChildren(made[0], make("details", {}, make("summary", {}, "Author, order, notice and signature"), ...made.slice(1)));
}

const front = () => (shown?.front ? Object.fromEntries(Object.entries(inputs).map(([field, input]) => [field, input.value.trim()])) : null);
const isFront = () => Object.entries(front() ?? {}).some(([field, words]) => words !== shown.front[field].trim());
const isChanged = () => Boolean(shown) && (area().value !== shown.text || isFront());

function typed() {
  isUnsaved("page", isChanged());
  if (isChanged()) tellSaved("Not saved yet.");
  clearTimeout(timer);
  if (!isTold) timer = setTimeout(save, PAUSE);
}

function settle() {
  clearTimeout(timer);
  isUnsaved("page", false);
  isTold = false;
  $("#page-trouble").replaceChildren();
}

// Saves the page that is open, one time after the other, unless another side of it waits for a choice.
function save() {
  clearTimeout(timer);
  saved = saved.then(send).catch(() => {});
  return saved;
}

async function send() {
  if (isTold || !shown?.digest || !isChanged()) return;
  const [sent, text] = [front(), area().value];
  const answer = await post("/write/page", { page: name, digest: shown.digest, front: sent, text });
  if (answer.status === 200) {
    shown = answer.page;
    pages[name] = shown;
    saves += 1;
    settle();
    if (isChanged()) typed();
  } else if (answer.status === 409 && answer.theirs) differ({ front: sent, text }, answer.theirs);
  else $("#page-trouble").replaceChildren(make("p", { class: "wrong" }, answer.refused ?? "Not saved."));
}

function differ(mine, theirs) {
  isTold = true;
  tellSaved("Not saved. The page was saved elsewhere; see below its text.");
  const keep = () => {
    isTold = false;
    shown = { ...theirs, text: null };
    save();
  };
  const take = () => {
    pages[name] = theirs;
    open(name, true);
    tellSaved("The file’s was taken.");
    area().focus();
  };
  $("#page-trouble").replaceChildren(...sides(mine, theirs, { keep, take }));
}

function change(does) {
  const text = area();
  const [value, start, end] = does(text.value, text.selectionStart, text.selectionEnd);
  text.focus();
  // Put in as if it were typed, so that the browser's own undo knows of it.
  let same = 0;
  while (same < value.length && value[same] === text.value[same]) same += 1;
  let tail = 0;
  while (tail < Math.min(value.length, text.value.length) - same && value.at(-1 - tail) === text.value.at(-1 - tail)) tail += 1;
  text.setSelectionRange(same, text.value.length - tail);
  if (!document.execCommand("insertText", false, value.slice(same, value.length - tail))) text.value = value;
  text.setSelectionRange(start, end);
  typed();
}

// Puts a picture beside the page and its sign into the text, with the cursor where its words are still to be written.
async function sendPicture(input) {
  const [chosen] = input.files;
  input.value = "";
  if (!chosen) return;
  const data = await new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => done("");
    reader.readAsDataURL(chosen);
  });
  const answer = await post("/write/picture", { name: chosen.name, data });
  if (answer.status !== 200) return $("#page-trouble").replaceChildren(make("p", { class: "wrong" }, answer.refused ?? "The picture is not saved."));
  change(picture(answer.name));
  tellSaved("Between the square brackets, write what the picture shows, for those who cannot see it.");
}

async function askToRemove() {
  await save();
  if (isChanged()) return tellSaved(WAITS);
  if (!shown) return;
  const keep = () => { $("#page-trouble").replaceChildren(); area().focus(); };
  const remove = async () => {
    const answer = await post("/write/remove-page", { page: name, digest: shown.digest });
    if (answer.status !== 200) return $("#page-trouble").replaceChildren(make("p", { class: "wrong" }, answer.refused ?? "The page was saved elsewhere meanwhile, so it stays."));
    $("#page-trouble").replaceChildren();
    await showPages(form);
    tellSaved("The page was taken away. Undo brings it back.");
    $("select", place).focus();
  };
  const yes = button("Take it away", remove);
  $("#page-trouble").replaceChildren(make("p", {}, `Take away the page “${shown.front?.title || name}”? Its file goes. Undo brings it back until the preview ends.`),
    make("div", { class: "choices" }, yes, button("Keep it", keep)));
  yes.focus();
}

async function begin(title) {
  await save();
  if (isChanged()) return tellSaved(WAITS);
  const answer = await post("/write/new-page", { title: title.value });
  if (answer.status !== 200) return;
  title.value = "";
  title.closest("details").open = false;
  await showPages(form);
  open(answer.name);
  area().focus();
}

// Chooses a place in the text, by its line in the file.
function choose(line, column, length) {
  const text = area();
  const above = text.value.split("\n").slice(0, Math.max(0, line - (shown?.line ?? 1)));
  const start = above.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  text.setSelectionRange(start, start + length);
  // A browser scrolls to what is typed, and not to what is chosen.
  text.scrollTop = (above.length / Math.max(1, text.value.split("\n").length)) * text.scrollHeight - text.clientHeight / 3;
}

function tellFindings() {
  const list = $("#page-found");
  const found = form.pages?.[name] ?? [];
  const told = JSON.stringify(found);
  if (!list || list.dataset.told === told + name) return;
  list.dataset.told = told + name;
  list.replaceChildren(...found.map((each) => make("li", { "data-kind": each.kind },
    make("p", {}, make("strong", {}, `${each.kind}: `), each.words),
    each.line >= (shown?.line ?? 1) ? button("Go there", () => goToPage(name, each.line, each.column, each.length), { "aria-label": `Go there: ${each.words}` }) : "")));
}
