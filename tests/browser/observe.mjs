// What a browser finds in web pages, told as facts without a verdict: the tests in Python judge them.
//
// Comes in, as JSON on standard input: the path of a browser, and the paths of pages by name.
// Goes out, as JSON on standard output: the facts of each page. One browser looks at all pages; it reaches no network.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { AXE, FLAGS, axe } from "./judging.mjs";

const PHONE = 320, TABLET = 570, DESK = 1280, HEIGHT = 800;
const WIDTHS = [PHONE, 390, DESK];
const SCHEMES = ["light", "dark"];
const STOPS = "a[href], [tabindex='0'], summary";
// Source: WCAG 2.2, 1.4.12 Text Spacing, and 1.4.4 Resize Text: what a reader may set, without loss.
const WIDE_SPACING =
  "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } " +
  "p { margin-bottom: 2em !important; }";
const LARGE_TEXT = "html { font-size: 200% !important; }";
// One of each kind that the keyboard reaches is looked at with focus and without.
const KINDS = {
  "skip link": ".skip-link",
  "entry of the contents": ".contents a",
  "link in the text": "main p:not(.back-to-contents) a",
  "link to a note": ".note-link",
  "region that scrolls": ".scroll",
};

const asked = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({ executablePath: asked.browser, args: FLAGS });
try {
  const facts = {};
  for (const [name, path] of Object.entries(asked.pages)) facts[name] = await lookAt(path);
  process.stdout.write(JSON.stringify(facts));
} finally {
  await browser.close();
}

async function lookAt(path) {
  const context = await browser.newContext({ offline: true, viewport: { width: DESK, height: HEIGHT } });
  const page = await context.newPage();
  const asks = new Set();
  page.on("request", (request) => asks.add(request.url().slice(0, 200)));
  const address = pathToFileURL(path).href;
  await page.goto(address);
  await page.evaluate(AXE);
  const views = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme });
      views.push({ width, scheme, axe: await axe(page), ...(await page.evaluate(layout)) });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  const columns = {};
  for (const width of [PHONE, 1023, 1024, DESK]) {
    await page.setViewportSize({ width, height: HEIGHT });
    columns[width] = await page.evaluate(contentsAndText);
  }
  const firstScreen = {};
  for (const [width, height] of [[390, 844], [DESK, 800]]) {
    await page.setViewportSize({ width, height });
    firstScreen[width] = await page.evaluate(firstFinding);
  }
  const found = {
    views,
    columns,
    firstScreen,
    cover: await cover(await opened(page, address, DESK)),
    divided: await dividedHeads(await opened(page, address, TABLET)),
    skip: await skip(await opened(page, address, DESK)),
    stops: {
      [PHONE]: await pressTab(await opened(page, address, PHONE)),
      [DESK]: await pressTab(await opened(page, address, DESK)),
    },
    regions: await scrollByKeyboard(await opened(page, address, PHONE)),
    restyled: {
      "text twice as large": await restyled(await opened(page, address, DESK), LARGE_TEXT),
      "letters and lines set wide": await restyled(await opened(page, address, PHONE), WIDE_SPACING),
    },
    focus: await picturesOfFocus(await opened(page, address, DESK)),
    forced: await forcedColours(await opened(page, address, DESK)),
    asks: [...asks].filter((asked) => asked.split("#")[0] !== address && !asked.startsWith("data:")),
  };
  await context.close();
  return found;
}

// Where the words of the cover and those below it begin, beside a scroll bar, and in how many lines a long name stands on a phone.
async function cover(page) {
  // A browser that is driven hides its scroll bars; room at the side is what one takes.
  await page.addStyleTag({ content: "html { padding-right: 15px }" });
  const left = (selector) => page.evaluate((one) => {
    const element = document.querySelector(one);
    return element && element.getBoundingClientRect().left + parseFloat(getComputedStyle(element).paddingLeft);
  }, selector);
  const lefts = { cover: await left(".cover"), below: await left(".sheet") };
  const lines = {};
  for (const width of [PHONE, 390]) {
    await page.setViewportSize({ width, height: HEIGHT });
    lines[width] = await page.evaluate(() => {
      const name = document.querySelector(".cover h1 strong");
      if (!name) return 0;
      name.textContent = "Northamptonshire";
      const range = document.createRange();
      range.selectNodeContents(name);
      return range.getClientRects().length;
    });
  }
  return { lefts, lines };
}

// The words in heads of tables of figures that are divided at the end of a line, on a small tablet or beside a form of the preview.
function dividedHeads(page) {
  return page.evaluate(() => {
    const found = [];
    for (const head of document.querySelectorAll(".figures thead th")) {
      const texts = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        for (const { 0: word, index } of texts.currentNode.data.matchAll(/[^\s-]+/g)) {
          const range = document.createRange();
          range.setStart(texts.currentNode, index);
          range.setEnd(texts.currentNode, index + word.length);
          if (range.getClientRects().length > 1) found.push(word);
        }
      }
    }
    return found;
  });
}

// What of the first key finding, and of the way to the figures, is seen before one scrolls.
function firstFinding() {
  window.scrollTo(0, 0);
  const parts = [".findings strong", ".findings .label", ".findings .change", ".first-findings a[href='#statistics']"];
  return parts.map((part) => {
    const element = document.querySelector(part);
    const box = element?.getBoundingClientRect();
    return { part, isSeen: Boolean(box && box.height > 0 && box.top >= 0 && box.bottom <= window.innerHeight) };
  });
}

// How wide the page is, what of it cannot be seen or read, and which colours its words and marks have.
function layout() {
  const all = [...document.querySelectorAll("body *")];
  const wide = document.documentElement.clientWidth;
  const named = (element) => `${element.tagName} ${element.id} ${element.getAttribute("class")}: ${element.textContent.slice(0, 40)}`;
  const beyond = all.filter((element) => {
    if (element.matches(".skip-link, .scroll *")) return false;
    const box = element.getBoundingClientRect();
    return box.width > 0 && (box.right > wide + 1 || box.left < -1);
  });
  const hides = (overflow) => overflow === "hidden" || overflow === "clip";
  const cut = all.filter((element) => {
    const style = getComputedStyle(element);
    return !element.closest("svg") && (
      (hides(style.overflowX) && element.scrollWidth > element.clientWidth) ||
      (hides(style.overflowY) && element.scrollHeight > element.clientHeight));
  });
  // In a chart nothing moves aside by itself: words and bars could be drawn over each other.
  const over = [];
  let drawn = 0;
  for (const chart of document.querySelectorAll("svg")) {
    const parts = [...chart.querySelectorAll("text, .bar")].map((part) => [part, part.getBoundingClientRect()]);
    drawn += parts.length;
    parts.forEach(([one, a], index) => {
      for (const [other, b] of parts.slice(index + 1)) {
        const overlap = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
          Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
        if (overlap) over.push(`${one.textContent || "bar"} / ${other.textContent || "bar"}`);
      }
    });
  }
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const words = {}, marks = {};
  for (const element of all) {
    const isText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!isText || element.matches("title, desc")) continue;
    const style = getComputedStyle(element);
    words[`${element.matches("svg *") ? style.fill : style.color} on ${ground(element)}`] ??= named(element);
  }
  const badge = getComputedStyle(document.body, "::before");
  if (badge.content !== "none") words[`${badge.color} on ${badge.backgroundColor}`] ??= badge.content;
  for (const bar of document.querySelectorAll(".chart .bar")) {
    marks[`${getComputedStyle(bar).stroke} on ${ground(bar)}`] ??= "bar of a chart";
  }
  return {
    window: wide, page: document.documentElement.scrollWidth, elements: all.length, drawn,
    beyond: beyond.map(named), cut: cut.map(named), over, words, marks,
    pictures: document.images.length,
    unseen: [...document.images].filter((picture) => !picture.complete || !picture.naturalWidth).map((picture) => picture.alt),
  };
}

function contentsAndText() {
  const box = (selector) => {
    const { left, right, top, bottom } = document.querySelector(selector).getBoundingClientRect();
    return { left, right, top, bottom };
  };
  return { contents: box(".contents"), text: box("main") };
}

// The page as it is when it has just been opened, with nothing in focus.
async function opened(page, address, width) {
  await page.setViewportSize({ width, height: HEIGHT });
  await page.goto("about:blank");
  await page.goto(address);
  return page;
}

async function skip(page) {
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => {
    const { left, top, right, bottom } = document.activeElement.getBoundingClientRect();
    return { words: document.activeElement.textContent, left, top, right, bottom };
  });
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash === "#main");
  const top = await page.evaluate(() => document.querySelector("main").getBoundingClientRect().top);
  await page.keyboard.press("Tab");
  const isFirst = await page.evaluate(
    (stops) => document.activeElement === document.querySelector("main").querySelector(stops), STOPS);
  return { first, top, isFirst };
}

// Every stop of the Tab key, until it leaves the page.
async function pressTab(page) {
  const expected = await page.evaluate((stops) => document.querySelectorAll(stops).length, STOPS);
  const met = [];
  for (let presses = 0; presses <= expected; presses += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate((stops) => {
      const element = document.activeElement;
      if (element === document.body || element === document.documentElement) return null;
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const wide = document.documentElement.clientWidth;
      // The one thing that stays in front of the page is the badge of a draft.
      const badge = getComputedStyle(document.body, "::before");
      const isBadge = badge.position === "fixed";
      return {
        words: (element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 60),
        place: [...document.querySelectorAll(stops)].indexOf(element),
        ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        isSeen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < wide,
        isCovered: isBadge && box.left >= wide - parseFloat(badge.width) && box.bottom <= parseFloat(badge.height),
      };
    }, STOPS);
    if (stop === null) break;
    met.push(stop);
  }
  return { expected, met };
}

// Each region that may scroll: what of it a phone hides, and how far the keyboard alone can move it.
async function scrollByKeyboard(page) {
  const regions = [];
  for (const region of await page.$$(".scroll")) {
    const found = await region.evaluate((element) => ({
      words: element.textContent.trim().slice(0, 60),
      hidden: element.scrollWidth - element.clientWidth,
    }));
    await region.focus();
    for (let presses = 0; presses < 30 && (await region.evaluate((element) => element.scrollLeft)) < found.hidden; presses += 1) {
      await page.keyboard.press("ArrowRight");
      await page.waitForTimeout(20);
    }
    regions.push({ ...found, moved: await region.evaluate((element) => element.scrollLeft) });
  }
  return regions;
}

async function restyled(page, style) {
  await page.addStyleTag({ content: style });
  return page.evaluate(layout);
}

async function picturesOfFocus(page) {
  const pictures = [];
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [kind, selector] of Object.entries(KINDS)) {
      const element = await page.$(selector);
      if (element === null) continue;
      await page.keyboard.press("Shift"); // A browser shows focus that is moved after a key was pressed.
      await element.focus();
      await element.evaluate((found) => found.scrollIntoView({ block: "center" }));
      const box = await element.boundingBox();
      const [x, y] = [Math.max(0, box.x - 8), Math.max(0, box.y - 8)];
      const clip = { x, y, width: Math.min(box.width + 16, DESK - x), height: Math.min(box.height + 16, HEIGHT - y) };
      const focused = (await page.screenshot({ clip })).toString("base64");
      await element.evaluate((found) => found.blur());
      const blurred = (await page.screenshot({ clip })).toString("base64");
      pictures.push({ scheme, kind, focused, blurred });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  return pictures;
}

async function forcedColours(page) {
  await page.emulateMedia({ colorScheme: "dark", forcedColors: "active" });
  const found = await page.evaluate(layout);
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
  return { words: found.words, marks: found.marks };
}
