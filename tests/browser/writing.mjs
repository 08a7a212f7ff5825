// What somebody does who writes a report in the browser alone, told as facts without a verdict: the tests in Python judge them.
//
// Comes in, as JSON on standard input: the path of a browser, the addresses and roots of three previews (“begun” is not begun
// yet, “london” is finished, “published” is held beside a published file), the Python that knows reportgen, and a folder for pictures, if any.
// Goes out, as JSON on standard output: what was seen after each step.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { AXE, FLAGS, axe } from "./judging.mjs";

const asked = JSON.parse(readFileSync(0, "utf8"));
const FIGURES = "data/annual-report/2024/london.yaml";
const INTRODUCTION = "content/annual-report/2024/london/introduction.md";
const SHPO = "figure:restrictive_orders.shpo.number";
const DOT = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAEElEQVR4nGP8z4AATAy4OAAmdgEF5PO41QAAAABJRU5ErkJggg==";   // a picture of 4 × 3 dots
const FIRST = "figure:eligible_on_31_march.level_1.category_1";

const at = (field) => `[id="${field}"]`;
const task = (page, name) => page.click(`.tasks [data-task="${name}"]`);
const says = (page, words) => page.waitForFunction((words) => document.querySelector("#saved").textContent.startsWith(words), words, { polling: 20 });
const summary = (page) => page.textContent("#summary");
const read = (root, path) => readFileSync(`${root}/${path}`, "utf8");

const browser = await chromium.launch({ executablePath: asked.browser, args: FLAGS });
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const faults = [];

try {
  const facts = { whole: await whole(asked.begun), figures: await figures(asked.london), windows: await windows(asked.london), phone: await phone(asked.london), sizes: await sizes(asked.london), ticks: await ticks(asked.published) };
  process.stdout.write(JSON.stringify({ ...facts, faults }));
} catch (problem) {
  process.stderr.write(`${problem.stack}\n${faults.join("\n")}\n`);
  process.exitCode = 1;
} finally {
  await browser.close();
}

async function opened(address) {
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on("pageerror", (problem) => faults.push(problem.message));
  page.on("console", (message) => { if (message.type() === "error" && !/\b(409|422)\b/.test(message.text())) faults.push(message.text()); });
  await page.goto(address);
  await page.waitForFunction(() => document.querySelector("#summary").textContent);
  return page;
}

async function copied(page, field, words) {
  await page.focus(at(field));
  await page.evaluate(([field, words]) => {
    const data = new DataTransfer();
    data.setData("text/plain", words);
    document.getElementById(field).dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, [field, words]);
}

// What a command says, and how it ends.
function command(root, ...words) {
  const done = spawnSync(asked.python, ["-m", "reportgen", ...words], { cwd: root, encoding: "utf8" });
  return { status: done.status, words: done.stdout + done.stderr };
}

function published(root, day) {
  const signed = command(root, "sign-off", "durham", "2024", "--role", "Chair of the Strategic Management Board", "--date", day);
  return [signed, command(root, "publish", "durham", "2024")];
}

// A report from nothing: begun, its figures pasted and typed, its page written, declared final, published; and then corrected.
async function whole({ address, root, figures: blocks, page: words }) {
  const page = await opened(address);
  const start = await summary(page);
  await page.click("#begin button");
  await page.waitForFunction(() => document.querySelector("#begin").hidden && document.querySelector("#summary").textContent.includes("to fill in"));
  const begun = await summary(page);
  await task(page, "figures");
  await page.getByLabel("Where the figures come from").fill("Annual return to the national team: June 2025");
  await page.keyboard.press("Tab");
  await says(page, "Saved.");
  for (const [field, block] of blocks) {
    const [first, ...others] = block.split(/[\t\n]/);
    if (others.length) await copied(page, field, block);
    else {
      await page.fill(at(field), block);
      await page.keyboard.press("Enter");
    }
    await says(page, "Saved");
    await page.waitForFunction(([field, first]) => document.getElementById(field).value === first, [field, first]);
    await page.evaluate(() => { document.querySelector("#saved").textContent = ""; });
  }
  await page.getByLabel("Status").selectOption("final");
  await says(page, "Saved.");
  await task(page, "pages");
  await page.fill("#page-text", words);
  await page.keyboard.press("Control+s");
  await says(page, "Saved.");
  await task(page, "to-do");
  await page.waitForFunction(() => document.querySelector("#summary").textContent.startsWith("Nothing is missing"), null, { polling: 20 });
  const found = { start, begun, end: await summary(page), notice: await page.textContent("#notice"), lists: await page.innerText("#lists") };
  found.figures = read(root, "data/annual-report/2024/durham.yaml");
  found.published = published(root, "2025-10-20");
  await task(page, "figures");
  await page.fill(at(SHPO), "76");
  await page.keyboard.press("F2");
  await says(page, "Saved.");
  await page.locator(".bar:not([hidden])").getByLabel("Mark", { exact: true }).selectOption({ index: 1 });
  await page.getByLabel("Why it was revised").fill("Two orders had been left out.");
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => document.querySelector("#summary").textContent.startsWith("Nothing is missing"), null, { polling: 20 });
  found.refused = command(root, "publish", "durham", "2024");
  found.again = published(root, "2025-11-17");
  await page.close();
  return found;
}

// The form of figures, by keyboard: what is told while one types, what is refused, the menus, and back.
async function figures({ address, root }) {
  const page = await opened(address);
  const before = read(root, FIGURES);
  await task(page, "figures");
  const told = () => page.evaluate((field) => {
    const row = document.getElementById(field).closest("tr");
    return { row: row.innerText, below: row.nextElementSibling.innerText, total: document.getElementById("sum-figure:eligible_on_31_march.level_1.total").innerText };
  }, FIRST);
  const found = { start: await told() };
  await page.focus(at(FIRST));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("7,386");
  found.typing = await told();
  await page.keyboard.press("Enter");
  found.next = await page.evaluate(() => document.activeElement.id);
  await says(page, "Saved.");
  await page.waitForFunction((field) => document.getElementById(field).dataset.found === "To put right", FIRST);
  found.wrong = { ...(await told()), value: await page.inputValue(at(FIRST)), file: read(root, FIGURES) };
  await page.click("#undo");
  await says(page, "Taken back: the figures.");
  found.undone = read(root, FIGURES) === before;
  await page.click("#redo");
  await says(page, "Done again: the figures.");
  await page.click("#undo");
  await says(page, "Taken back: the figures.");
  await page.waitForFunction((field) => document.getElementById(field).value === "7368", FIRST);
  await page.fill(at(FIRST), "about 7");
  await page.keyboard.press("Tab");
  await says(page, "Not saved.");
  found.refused = { ...(await told()), invalid: await page.getAttribute(at(FIRST), "aria-invalid"), same: read(root, FIGURES) === before };
  await page.focus(at(FIRST));
  await page.keyboard.press("Escape");
  found.escaped = await page.inputValue(at(FIRST));
  // A mark and its reason, by keyboard alone.
  await page.focus(at(SHPO));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("562");
  await page.keyboard.press("F2");
  await says(page, "Saved.");
  await page.keyboard.press("Tab");
  found.mark = await page.evaluate(() => document.activeElement.labels[0].textContent);
  await page.keyboard.press("ArrowDown");
  await page.waitForSelector("text=Why it was revised");
  await page.getByLabel("Why it was revised").fill("Three orders had been counted twice: in March.");
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => document.querySelector("#summary").textContent.startsWith("Nothing is missing"), null, { polling: 20 });
  found.revised = read(root, FIGURES);
  for (let step = 0; step < 4 && read(root, FIGURES) !== before; step += 1) {
    const now = read(root, FIGURES);
    await page.click("#undo");
    for (let wait = 0; wait < 200 && read(root, FIGURES) === now; wait += 1) await page.waitForTimeout(50);
  }
  found.back = read(root, FIGURES) === before;
  await page.close();
  return found;
}

// Two windows and an editor on the same files: both see what the other saved, and nobody's words are lost.
async function windows({ address, root }) {
  const [one, other] = [await opened(address), await opened(address)];
  const found = {};
  for (const page of [one, other]) await task(page, "figures");
  await one.fill(at(FIRST), "7369");
  await other.fill(at(SHPO), "560");
  await one.keyboard.press("Tab");
  await other.keyboard.press("Tab");
  await says(one, "Saved.");
  await says(other, "Saved.");
  await other.waitForFunction((field) => document.getElementById(field).value === "7369", FIRST);
  found.both = read(root, FIGURES);
  // The same field, and an editor meanwhile.
  await one.focus(at(FIRST));
  await one.keyboard.press("End");
  await one.keyboard.press("Backspace");
  await one.keyboard.type("1");
  writeFileSync(`${root}/${FIGURES}`, read(root, FIGURES).replace("7369", "7368").replace("shpo: 560", "shpo: 559"));
  await other.waitForFunction((field) => document.getElementById(field).value === "7368", FIRST);
  await one.keyboard.press("Tab");
  await says(one, "Not saved.");
  const trouble = `#trouble-${FIRST.replace(/\W/g, "-")}`;
  found.choice = { words: await one.innerText(trouble), file: read(root, FIGURES), value: await one.inputValue(at(FIRST)) };
  await one.getByRole("button", { name: "Take the other: 7368" }).click();
  found.taken = { value: await one.inputValue(at(FIRST)), words: await one.innerText(trouble) };
  // A page in both windows.
  for (const page of [one, other]) {
    await task(page, "pages");
    await page.waitForFunction(() => document.querySelector("#page-text")?.value.includes("## Thank you"));
  }
  const before = read(root, INTRODUCTION);
  await one.fill("#page-text", (await one.inputValue("#page-text")).replace("## Thank you", "## Thank you all"));
  await one.keyboard.press("Control+s");
  await says(one, "Saved.");
  await other.waitForFunction(() => document.querySelector("#page-text").value.includes("## Thank you all"));
  await other.evaluate(() => document.querySelector("#page-text").focus());
  await other.keyboard.press("Control+End");
  await other.keyboard.type("Words of the other window.");
  writeFileSync(`${root}/${INTRODUCTION}`, read(root, INTRODUCTION).replace("## Thank you all", "## Thanks"));
  await other.waitForSelector(".sides");
  found.sides = { words: await other.innerText("#page-trouble"), mine: await other.inputValue("#page-text"), file: read(root, INTRODUCTION) };
  await other.evaluate(AXE);
  found.sides.axe = (await axe(other)).violated;
  if (asked.pictures) await other.screenshot({ path: `${asked.pictures}/sides-1280.png` });
  await other.getByRole("button", { name: "Keep mine" }).click();
  await says(other, "Saved.");
  found.kept = read(root, INTRODUCTION);
  await one.waitForFunction(() => document.querySelector("#page-text").value.includes("Words of the other window."));
  writeFileSync(`${root}/${INTRODUCTION}`, before);
  await one.waitForFunction(() => !document.querySelector("#page-text").value.includes("Words of the other window."));
  // The buttons above the text, and the browser's own undo.
  await one.evaluate(() => { const text = document.querySelector("#page-text"); text.focus(); text.setSelectionRange(text.value.indexOf("agency"), text.value.indexOf("agency") + 6); });
  await one.getByRole("button", { name: "Bold" }).click();
  found.bold = (await one.inputValue("#page-text")).includes("**agency**");
  await one.keyboard.press("Control+z");
  found.unbold = (await one.inputValue("#page-text")).includes("**agency**");
  await one.keyboard.press("Control+s");
  await one.waitForTimeout(500);
  found.same = read(root, INTRODUCTION) === before;
  // A picture from this computer, with its words; then the page goes, and comes back.
  await one.setInputFiles("#pages input[type=file]", { name: "Our Team.png", mimeType: "image/png", buffer: Buffer.from(DOT, "base64") });
  await one.waitForFunction(() => document.querySelector("#page-text").value.includes("![](our-team.png)"));
  await one.keyboard.type("A dot.");
  await one.keyboard.press("Control+s");
  await says(one, "Saved.");
  const [page, folder] = [`${root}/${INTRODUCTION}`, `${root}/${INTRODUCTION}`.replace(/[^/]*$/, "")];
  found.picture = [existsSync(`${folder}our-team.png`), read(root, INTRODUCTION).includes("![A dot.](our-team.png)")];
  await one.getByRole("button", { name: "Take this page away" }).click();
  await one.getByRole("button", { name: "Take it away" }).click();
  await says(one, "The page was taken away.");
  found.gone = !existsSync(page);
  await one.getByRole("button", { name: "Undo" }).click();
  await says(one, "Taken back");
  found.back = existsSync(page);
  for (const page of [one, other]) await page.close();
  return found;
}

// The figures of a published file, ticked off as fast as a person can, and recorded; one is missing in the figures file.
async function ticks({ address, root }) {
  const page = await opened(address);
  await page.waitForSelector(".tasks [data-task=ticks]:not([hidden])");
  await task(page, "ticks");
  const found = { groups: await page.locator("#ticks h3").allTextContents(), told: await page.locator("#ticks li .hint").allTextContents() };
  for (const box of await page.locator("#ticks input[type=checkbox]:not([disabled])").all()) await box.check();
  await page.waitForFunction(() => /^(\d+) of \1 figures/.test(document.querySelector("#ticked").textContent), null, { polling: 20 });
  await page.getByLabel("Role").fill("MAPPA coordinator");
  await page.evaluate(AXE);
  found.axe = (await axe(page)).violated;
  await page.getByRole("button", { name: "Record" }).click();
  await page.waitForFunction(() => document.querySelector("#saved").textContent === "Saved.");
  await page.reload();
  await task(page, "ticks");
  await page.waitForFunction(() => document.querySelectorAll("#ticks input:checked").length);
  found.kept = await page.textContent("#ticked");
  found.file = read(root, FIGURES);
  await page.close();
  return found;
}

// On a phone, where the report stands below the forms: what is chosen there stays in sight.
async function phone({ address }) {
  const page = await opened(address);
  await page.setViewportSize({ width: 320, height: 640 });
  const inSight = (selector) => page.evaluate((one) => {
    const { top, bottom } = document.querySelector(one).getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }, selector);
  await task(page, "pages");
  await page.waitForTimeout(500);
  const pages = await inSight(".tasks");
  await task(page, "figures");
  await page.focus(at(SHPO));
  await page.waitForTimeout(500);
  const field = await inSight(at(SHPO));
  const [undo, redo] = await page.evaluate(() => ["#undo", "#redo"].map((one) => document.querySelector(one).getBoundingClientRect().top));
  await page.close();
  return { pages, field, isOneLine: undo === redo };
}

// Every form on a phone and on a desk, in light and in dark, with something wrong in it: what axe says, and whether anything is too wide or too small.
async function sizes({ address }) {
  const page = await opened(address);
  await task(page, "figures");
  await page.fill(at(FIRST), "7386");
  await page.keyboard.press("Enter");
  await says(page, "Saved.");
  await page.waitForFunction((field) => document.getElementById(field).dataset.found === "To put right", FIRST);
  await page.fill(at(SHPO), "900");
  await page.keyboard.press("Enter");
  await page.focus(at(FIRST));
  const found = [];
  for (const name of ["figures", "pages", "reasons", "to-do"]) {
    await task(page, name);
    if (name === "figures") await page.focus(at(FIRST));
    for (const [width, scheme] of [[390, "light"], [390, "dark"], [1280, "light"], [1280, "dark"]]) {
      // As high as all of it, since axe cannot judge what is scrolled out of sight.
      await page.setViewportSize({ width, height: 9000 });
      await page.emulateMedia({ colorScheme: scheme });
      await page.waitForTimeout(300);
      await page.evaluate(AXE);
      const { violated, undecided } = await axe(page);
      const measured = await page.evaluate(() => {
        const parts = [...document.querySelectorAll(".work button, .work input, .work select, .work summary")].filter((part) => part.getClientRects().length);
        return {
          window: document.documentElement.clientWidth, page: document.documentElement.scrollWidth,
          small: parts.filter((part) => part.getBoundingClientRect().height < 24).map((part) => part.outerHTML.slice(0, 80)),
          parts: parts.length,
        };
      });
      found.push({ name, width, scheme, violated, undecided: undecided.filter((one) => !one.startsWith("frame-tested")), ...measured });
      if (asked.pictures && scheme === "light") await page.screenshot({ path: `${asked.pictures}/${name}-${width}.png`, clip: { x: 0, y: 0, width, height: 2200 } });
    }
  }
  await page.close();
  return found;
}
