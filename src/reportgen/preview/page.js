// Puts what the server tells into the page: the lists, the report in its frame, what is known of a figure, and the forms.

import { $, $$ } from "./dom.js";
import { goToFigure, showFigures } from "./figures.js";
import { goToPage, showPages } from "./pages.js";
import { showReasons } from "./reasons.js";
import { attendSaving, post } from "./saving.js";
import { findPublished, showTicks } from "./ticks.js";

const report = $("#report"), made = $("#made"), about = $("#about"), notice = $("#notice"), madeNotice = $("#made-notice");
const REPORT = "/report";
const GONE = "The preview has ended. Start it again, and open the address that it tells.";
const BLOCKS = "p, li, h2, h3, h4, td, th, figcaption";
let state = { mark: "", report: "", figures: {} };
let asked = "";       // the figure that is told about
let cameFrom = null;  // where Escape leads back to
let view = REPORT;    // what is shown: the report, or what is made only when it is asked for
let madeOf = {};      // the look of which each was made
let form = {};        // what the forms show
let task = "to-do";   // what is worked on: the list, or one of the forms

// Words as the server compares them: without curly marks, and with one space between them.
const PLAIN = { "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..." };
const plain = (words) => words.replace(/[‘’“”–—…]/g, (sign) => PLAIN[sign]).split(/\s+/).join(" ").trim();

async function refresh() {
  const next = await (await fetch("/state")).json();
  if (next.mark === state.mark) return;
  const html = next.report === state.report ? null : await (await fetch("/report")).text();
  const before = state;
  if (next.form !== state.form) form = await (await fetch("/form")).json();
  state = next;
  $("#begin").hidden = !next.canBegin;
  document.title = `${next.title}: preview`;
  $("#title").textContent = next.title;
  $("#summary").textContent = next.summary;
  say(notice, next.notice);
  fillLists(next.lists);
  if (html !== null && before.report !== "") exchange(html);
  if (asked) tell(asked);
  judge();
  await fillForm();
}

// The form that is open, as the files are now.
async function fillForm() {
  if (task === "figures") showFigures(form);
  if (task === "pages") await showPages(form);
  if (task === "reasons") showReasons(form);
  if (task === "ticks") {
    // A tick types a figure into its field, which has to be there.
    showFigures(form);
    showTicks(form, (figure) => change({ figure }));
  }
}

async function work(next) {
  task = next;
  $("main").dataset.task = task;
  $("#saving").hidden = task === "to-do";
  for (const button of $$("[data-task]", $(".tasks"))) button.setAttribute("aria-pressed", button.dataset.task === task);
  for (const part of $$(".work > section")) part.hidden = part.id !== task;
  await fillForm();
}

// Leads to where a figure or a page is written.
async function change({ figure, page, line, column, length }) {
  await work(figure ? "figures" : "pages");
  if (figure) goToFigure(figure);
  else await goToPage(page, Number(line), Number(column), Number(length));
}

function say(place, words) {
  (place.querySelector("span") ?? place).textContent = words;
  place.hidden = !words;
}

// The lists anew, with the same explanations open and the same entry in focus.
function fillLists(html) {
  const lists = $("#lists");
  const nameOf = (element) => element.closest("li")?.firstElementChild.textContent;
  const open = new Set([...lists.querySelectorAll("details[open]")].map(nameOf));
  const focused = lists.contains(document.activeElement) ? document.activeElement : null;
  const [words, kind] = [focused && nameOf(focused), focused?.tagName];
  lists.innerHTML = html;
  for (const item of lists.querySelectorAll("li")) {
    if (open.has(nameOf(item))) item.querySelector("details").open = true;
    if (focused && nameOf(item) === words) item.querySelector(kind)?.focus({ preventScroll: true });
  }
}

// The report anew, in the same frame: what was at the top of the window stays there, and what was in focus keeps it.
function exchange(html) {
  const page = report.contentDocument, window = report.contentWindow;
  const parts = [...page.querySelectorAll("[id]")].filter((part) => part.getClientRects().length);
  const top = parts.findLast((part) => part.getBoundingClientRect().top <= 1);
  const former = top?.getBoundingClientRect().top;
  const focused = figureOf(page.activeElement);
  const place = focused && [...page.querySelectorAll(".preview-figure")].filter((one) => figureOf(one) === focused).indexOf(page.activeElement);
  const [x, y] = [window.scrollX, window.scrollY];
  const next = new window.DOMParser().parseFromString(html, "text/html");
  page.replaceChild(page.adoptNode(next.documentElement), page.documentElement);
  dress(page);
  window.scrollTo(x, y);
  const now = top && page.getElementById(top.id)?.getBoundingClientRect().top;
  if (now !== undefined && top) window.scrollBy(0, now - former);
  if (focused) [...page.querySelectorAll(`[data-figure="${focused}"]`)][place]?.focus({ preventScroll: true });
}

const figureOf = (element) => element?.closest?.("[data-figure]")?.dataset.figure ?? "";

// What only the preview needs in a report: figures that look as if one could ask about them.
function dress(page) {
  const style = page.createElement("style");
  style.textContent = STYLE;
  page.head.append(style);
}

const STYLE = `
.preview-figure { font: inherit; color: inherit; text-align: inherit; margin: -0.2em -5px; padding: 0.2em 5px; min-width: 24px; min-height: 24px;
  border: 0; background: none; cursor: pointer; white-space: nowrap; text-decoration: underline dotted 1px; text-underline-offset: 0.25em; }
.preview-figure:hover { text-decoration: underline solid 2px; }
.preview-figure:focus-visible { outline: 3px solid var(--accent); outline-offset: 0; }
.preview-figure[data-found] { outline: 2px dashed var(--accent); font-weight: 700; }
.preview-figure[data-found]::before { content: "!"; margin-right: 0.35em; padding: 0 0.35em; background: var(--accent); color: var(--paper); }
.preview-unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.scroll { padding-right: 8px; margin-right: -8px; }
.preview-spot { outline: 3px solid var(--accent) !important; outline-offset: 4px; }
`;

// The part of the report that shows what a finding is about: a figure, a paragraph, or else its chapter.
function spotOf({ figure, anchor, words }) {
  const page = report.contentDocument;
  const part = anchor ? page.getElementById(anchor) : null;
  if (figure) return (part ?? page).querySelector(`[data-figure="${figure}"]`) ?? part;
  if (!part || !words) return part;
  const found = [...part.querySelectorAll(BLOCKS)].filter((block) => plain(block.textContent).includes(words));
  return found.sort((one, other) => one.textContent.length - other.textContent.length)[0] ?? part;
}

function show(entry) {
  if (view !== REPORT) choose(REPORT);
  const spot = spotOf(entry.dataset);
  if (!spot) return;
  for (const other of report.contentDocument.querySelectorAll(".preview-spot")) other.classList.remove("preview-spot");
  for (const other of document.querySelectorAll(".show")) other.removeAttribute("aria-current");
  entry.setAttribute("aria-current", "true");
  spot.classList.add("preview-spot");
  tell(entry.dataset.figure ?? "");
  spot.scrollIntoView({ block: "center" });
  if (!spot.matches("button")) spot.tabIndex = -1;
  cameFrom = entry;
  report.focus();
  spot.focus({ preventScroll: true });
  report.scrollIntoView({ block: "start" });
}

function tell(figure) {
  asked = state.figures[figure] ? figure : "";
  $(".change", about).hidden = !form.tables;
  about.hidden = !asked;
  const html = asked && state.figures[asked];
  if (about.lastElementChild.innerHTML !== html) about.lastElementChild.innerHTML = html;
}

function goBack() {
  tell("");
  (cameFrom?.isConnected ? cameFrom : report).focus();
  cameFrom = null;
}

function choose(next) {
  view = next;
  report.classList.toggle("away", view !== REPORT);
  made.classList.toggle("away", view === REPORT);
  for (const button of $$("[data-view]")) button.setAttribute("aria-pressed", button.dataset.view === view);
  if (view === REPORT) return judge();
  tell("");
  make();
}

function make() {
  madeOf = { mark: state.mark, isReady: false };
  made.src = view;
  judge();
}

// Says of what is shown, where it was made, whether it is ready and of now.
function judge() {
  const isOld = madeOf.mark !== state.mark;
  const words = madeOf.isReady ? "The report has changed since this was made." : "This is being made.";
  madeNotice.querySelector("button").hidden = !madeOf.isReady;
  say(madeNotice, view === REPORT || (madeOf.isReady && !isOld) ? "" : words);
}

made.addEventListener("load", () => {
  madeOf.isReady = true;
  judge();
});
madeNotice.querySelector("button").addEventListener("click", make);
for (const button of $$("[data-view]")) button.addEventListener("click", () => choose(button.dataset.view));
$("#lists").addEventListener("click", (event) => {
  const entry = event.target.closest(".show");
  if (entry) show(entry);
  const place = event.target.closest(".change");
  if (place) change(place.dataset);
});
for (const button of $$("[data-task]", $(".tasks"))) button.addEventListener("click", () => work(button.dataset.task));
$("button", $("#begin")).addEventListener("click", () => post("/write/begin", {}).then(({ refused }) => say(notice, refused ?? "")));
$(".change", about).addEventListener("click", () => {
  const figure = asked;
  tell("");
  change({ figure });
});
document.addEventListener("spot", (event) => {
  const spot = view === REPORT && report.contentDocument?.getElementById(event.detail);
  // scrollIntoView would move this page too: on a phone the form stands above the report, and would be scrolled away.
  if (spot) report.contentWindow.scrollBy(0, spot.getBoundingClientRect().top);
});
attendSaving();
findPublished().then((isThere) => { $(".tasks [data-task=ticks]").hidden = !isThere; });
about.querySelector(".close").addEventListener("click", goBack);
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && asked) goBack(); });

function attend() {
  const page = report.contentDocument;
  dress(page);
  page.addEventListener("click", (event) => {
    const figure = figureOf(event.target);
    if (figure) {
      cameFrom = event.target.closest("button");
      tell(figure);
    }
    const link = event.target.closest("a[href]");
    if (link && !link.getAttribute("href").startsWith("#")) {
      event.preventDefault();
      window.open(link.href, "_blank", "noopener");
    }
  });
  page.addEventListener("keydown", (event) => { if (event.key === "Escape") goBack(); });
}
report.addEventListener("load", attend);
if (report.contentDocument?.readyState === "complete" && report.contentDocument.URL !== "about:blank") attend();

const marks = new EventSource("/marks");
// One after the other, so that an older answer never takes the place of a newer one.
let refreshed = Promise.resolve();
marks.onmessage = () => { refreshed = refreshed.then(refresh).catch(() => {}); };
marks.onerror = () => say(notice, GONE);
marks.onopen = () => say(notice, state.notice ?? "");
