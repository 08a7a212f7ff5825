// What somebody meets who works in front of the preview, told as facts without a verdict: the tests in Python judge them.
//
// Comes in, as JSON on standard input: the path of a browser, and of a preview its address, the root of its workspace and its process.
// Goes out, as JSON on standard output: what was seen after each step. Files are changed on disk as an editor would.

import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { chromium } from "playwright-core";
import { AXE, FLAGS, axe } from "./judging.mjs";

const asked = JSON.parse(readFileSync(0, "utf8"));
const { address, root } = asked;
const FIGURES = `${root}/data/annual-report/2024/london.yaml`;
const PAGES = `${root}/content/annual-report/2024/london`;
const NAME = "eligible_on_31_march.level_1.category_1";
const FIGURE = `#table-eligible-on-31-march [data-figure="${NAME}"]`;
const ALL_WELL = "Nothing is missing, and nothing is wrong.";
const ONE_WRONG = "1 to put right.";
const HEIGHT = 800;
const VIEWS = [320, 390, 1280].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, scheme })));
const PORT = new URL(address).port;

const browser = await chromium.launch({
  executablePath: asked.browser,
  args: [...FLAGS, `--host-resolver-rules=MAP rebound.example 127.0.0.1`],
});
const context = await browser.newContext({ viewport: { width: 1280, height: HEIGHT } });
const page = await context.newPage();
const asks = new Set(), faults = [];
page.on("request", (request) => asks.add(request.url()));
page.on("pageerror", (problem) => faults.push(problem.message));
page.on("console", (message) => { if (message.type() === "error") faults.push(message.text()); });

try {
  await page.goto(address);
  await page.waitForFunction(() => document.querySelector("#summary").textContent);
  const frame = await (await page.$("#report")).contentFrame();
  await frame.waitForSelector(FIGURE);
  const facts = {};
  facts.start = await seen(frame);
  facts.views = { "nothing wrong": await judged() };
  facts.saved = await saved(frame);
  facts.scroll = await scrolled(frame);
  facts.finding = await finding(frame);
  facts.views["a figure wrong, and told about"] = await judged(frame);
  facts.back = await goneBack(frame);
  facts.sentence = await sentence(frame);
  facts.figure = await figure(frame);
  facts.keyboard = await keyboard(frame);
  facts.broken = await broken(frame);
  facts.views["nothing can be shown anew"] = facts.broken.views;
  facts.demanded = await demanded();
  facts.stops = await stops();
  facts.faults = [...faults];
  facts.asks = [...asks].filter((url) => /^(https?|wss?|file):/.test(url) && !url.startsWith(address));
  facts.strangers = await strangers();
  facts.ended = await ended();
  process.stdout.write(JSON.stringify(facts));
} catch (problem) {
  // What the page itself complained of is the likely cause.
  process.stderr.write(`${problem.stack}\n${faults.join("\n")}\n`);
  process.exitCode = 1;
} finally {
  await browser.close();
}

function change(path, old, words) {
  const text = readFileSync(path, "utf8");
  if (text.split(old).length !== 2) throw new Error(`${old} does not stand once in ${path}`);
  writeFileSync(path, text.replace(old, words));
}

// What the page says now.
async function seen(frame) {
  const words = await page.evaluate(() => {
    const of = (selector) => document.querySelector(selector);
    const shown = (selector) => (of(selector).hidden ? "" : of(selector).innerText.trim());
    return {
      title: document.title, heading: of("h1").innerText, summary: of("#summary").innerText, notice: shown("#notice"),
      lists: of("#lists").innerText, about: shown("#about"),
    };
  });
  return { ...words, figure: await frame.textContent(FIGURE) };
}

async function summaryIs(words) {
  await page.waitForFunction((words) => document.querySelector("#summary").textContent === words, words, { polling: 10 });
}

// At each width, in light and in dark: what axe says of the page and of the report in it, and whether anything is too wide.
async function judged(frame = null) {
  const found = [];
  for (const { width, scheme } of VIEWS) {
    await page.setViewportSize({ width, height: HEIGHT });
    await page.emulateMedia({ colorScheme: scheme });
    for (const [name, place] of [["page", page.mainFrame()], ...(frame ? [["report", frame]] : [])]) {
      await place.evaluate(AXE);
      const widths = await place.evaluate(() => ({
        window: document.documentElement.clientWidth, page: document.documentElement.scrollWidth,
      }));
      found.push({ name, width, scheme, axe: await axe(place), ...widths });
    }
  }
  await page.setViewportSize({ width: 1280, height: HEIGHT });
  await page.emulateMedia({ colorScheme: "light" });
  return found;
}

// A figure is changed on disk, and put back: how long it takes until the open page shows it with its finding.
async function saved(frame) {
  const took = [];
  let wrong = null;
  for (let times = 0; times < 3; times += 1) {
    for (const [old, words, shown, summary] of [["7368", "7386", "7,386", ONE_WRONG], ["7386", "7368", "7,368", ALL_WELL]]) {
      const begin = performance.now();
      change(FIGURES, `category_1: ${old}`, `category_1: ${words}`);
      await Promise.all([
        frame.waitForFunction(([at, shown]) => document.querySelector(at).textContent.startsWith(shown), [FIGURE, shown], { polling: 10 }),
        summaryIs(summary),
      ]);
      took.push(performance.now() - begin);
      if (summary === ONE_WRONG) wrong = await seen(frame);
    }
  }
  return { took, wrong, after: await seen(frame) };
}

// Where a heading stands in the window, before and after much was written above it.
async function scrolled(frame) {
  const topOf = () => frame.evaluate(() => document.querySelector("#table-managed-in-year").getBoundingClientRect().top);
  await frame.evaluate(() => document.querySelector("#table-managed-in-year").scrollIntoView());
  const before = await topOf();
  const [y, added] = [await frame.evaluate(() => scrollY), "\n\nAnother paragraph was written here.".repeat(12)];
  change(`${PAGES}/introduction.md`, "\n## Thank you", `${added}\n\n## Thank you`);
  await frame.waitForFunction(() => document.body.textContent.includes("Another paragraph was written here."), null, { polling: 10 });
  const found = { before, after: await topOf(), moved: (await frame.evaluate(() => scrollY)) - y };
  change(`${PAGES}/introduction.md`, `${added}\n\n## Thank you`, "\n## Thank you");
  await frame.waitForFunction(() => !document.body.textContent.includes("Another paragraph was written here."), null, { polling: 10 });
  return found;
}

// What stands out in the report, where it stands, and where the keyboard is.
async function spot(frame) {
  return frame.evaluate(() => {
    const element = document.querySelector(".preview-spot");
    const box = element?.getBoundingClientRect();
    return {
      number: document.querySelectorAll(".preview-spot").length,
      words: element?.textContent, figure: element?.dataset.figure,
      isSeen: Boolean(box) && box.top >= 0 && box.bottom <= innerHeight,
      isFocused: document.activeElement === element,
    };
  });
}

async function finding(frame) {
  await frame.evaluate(() => scrollTo(0, 0));
  change(FIGURES, "category_1: 7368", "category_1: 7386");
  await summaryIs(ONE_WRONG);
  await page.click("#lists .show");
  return { ...(await seen(frame)), spot: await spot(frame) };
}

async function goneBack(frame) {
  await page.keyboard.press("Escape");
  const found = await page.evaluate(() => ({ focus: document.activeElement.className, about: document.querySelector("#about").hidden }));
  change(FIGURES, "category_1: 7386", "category_1: 7368");
  await summaryIs(ALL_WELL);
  return found;
}

// A finding in a sentence, chosen with the keyboard alone.
async function sentence(frame) {
  change(`${PAGES}/20-digital-management.md`, "Specially trained dogs", "Specially **trained** TBC dogs");
  await summaryIs("1 to fill in.");
  await page.focus("#lists .show");
  await page.keyboard.press("Enter");
  const found = { ...(await seen(frame)), spot: await spot(frame) };
  change(`${PAGES}/20-digital-management.md`, "Specially **trained** TBC dogs", "Specially trained dogs");
  await summaryIs(ALL_WELL);
  return found;
}

// A figure of a headline, of a table and of a sentence, clicked.
async function figure(frame) {
  const found = {};
  for (const [name, selector] of Object.entries({
    table: FIGURE, headline: ".headlines .preview-figure", sentence: "#digital-management .preview-figure",
    chart: ".chart-figures .preview-figure",
  })) {
    await frame.click(selector);
    found[name] = (await seen(frame)).about;
  }
  await page.click("#about .close");
  return { ...found, closed: (await seen(frame)).about };
}

// The keyboard alone: into the report, to a figure, what is told of it, a change on disk meanwhile, and back.
async function keyboard(frame) {
  await frame.focus('[data-figure="managed_in_year.level_2.category_1"]');
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const about = (await seen(frame)).about;
  const focus = () => frame.evaluate(() => document.activeElement.dataset.figure ?? "");
  const before = await focus();
  change(FIGURES, "source: Annual", "source: The annual");
  change(FIGURES, "status: final", "status: draft");
  await frame.waitForFunction(() => document.body.classList.contains("draft"), null, { polling: 10 });
  const after = await focus();
  change(FIGURES, "status: draft", "status: final");
  change(FIGURES, "source: The annual", "source: Annual");
  await frame.waitForFunction(() => !document.body.classList.contains("draft"), null, { polling: 10 });
  await page.keyboard.press("Escape");
  return { about, before, after, closed: (await seen(frame)).about };
}

// A bracket left open: nothing can be read, and the report stays.
async function broken(frame) {
  change(FIGURES, "tables:", "tables: [");
  await summaryIs(ONE_WRONG);
  const found = { ...(await seen(frame)), views: await judged() };
  change(FIGURES, "tables: [", "tables:");
  await summaryIs(ALL_WELL);
  return { ...found, after: await seen(frame) };
}

// What is made only when it is asked for, and that a change to a file is told of it.
async function demanded() {
  const found = {};
  for (const view of ["/report.pdf", "/since-last-year", "/since-bundle"]) {
    const answered = page.waitForResponse((response) => response.url().endsWith(view));
    await page.click(`[data-view="${view}"]`);
    const notice = await page.textContent("#made-notice span");
    const response = await answered;
    await page.waitForFunction(() => document.querySelector("#made-notice").hidden, null, { timeout: 60_000 });
    const made = await (await page.$("#made")).contentFrame();
    found[view] = {
      notice, status: response.status(), type: response.headers()["content-type"],
      words: view.endsWith(".pdf") ? "" : (await made.evaluate(() => document.body.innerText)).slice(0, 2000),
      pressed: await page.$$eval(".views [aria-pressed=true]", (buttons) => buttons.map((button) => button.innerText)),
    };
  }
  change(FIGURES, "category_1: 7368", "category_1: 7386");
  await summaryIs(ONE_WRONG);
  found.changed = await page.innerText("#made-notice");
  change(FIGURES, "category_1: 7386", "category_1: 7368");
  await summaryIs(ALL_WELL);
  await page.click('[data-view="/report"]');
  found.back = { notice: await page.isHidden("#made-notice"), report: await page.isVisible("#report"), made: await page.isVisible("#made") };
  return found;
}

// Every stop of the Tab key in the page around the report, with the ring that shows it.
async function stops() {
  change(FIGURES, "category_1: 7368", "category_1: 7386");
  await summaryIs(ONE_WRONG);
  await page.goto(address);
  await summaryIs(ONE_WRONG);
  const met = [];
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press("Tab");
    met.push(await page.evaluate(() => {
      const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
      return {
        words: element.innerText || element.title || element.id, tag: element.tagName,
        ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        isSeen: box.width > 0 && box.top < innerHeight && box.bottom > 0,
      };
    }));
    if (met.at(-1).tag === "IFRAME") break;
  }
  change(FIGURES, "category_1: 7386", "category_1: 7368");
  await summaryIs(ALL_WELL);
  return met;
}

// What a page of somebody else gets: by another name of this computer, and by scripts, pictures and frames.
async function strangers() {
  const other = await context.newPage();
  const answers = {};
  const tell = (url, words) => { if (new URL(url).port === PORT) answers[url] = words; };
  other.on("response", (response) => tell(response.url(), response.status()));
  other.on("requestfailed", (request) => tell(request.url(), request.failure().errorText));
  await other.goto(`http://rebound.example:${PORT}/`);
  const rebound = await other.innerText("body");
  const site = createServer((_, answer) => {
    answer.writeHead(200, { "content-type": "text/html" });
    answer.end(`<img src="${address}report?image"><script src="${address}page.js?script"></script><iframe src="${address}?frame"></iframe>`);
  });
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  await other.goto(`http://localhost:${site.address().port}/`);
  const read = await other.evaluate(async (url) => {
    try {
      return await (await fetch(url)).text();
    } catch (problem) {
      return problem.message;
    }
  }, `${address}state?fetch`);
  await other.waitForTimeout(500);
  site.close();
  return { rebound, read, answers };
}

// What the open page says once the preview was ended with Ctrl-C.
async function ended() {
  process.kill(asked.pid, "SIGINT");
  await page.waitForFunction(() => document.querySelector("#notice").textContent.includes("has ended"), null, { polling: 10 });
  return seen(await (await page.$("#report")).contentFrame());
}
