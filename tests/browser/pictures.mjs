// Takes the pictures of the preview for the how-to pages.
//
// Comes in, as JSON on standard input: the path of a browser, the address of a preview, the root of its workspace, a folder.
// Goes out: PNG files in the folder.

import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { FLAGS } from "./judging.mjs";

const { browser: executablePath, address, root, folder } = JSON.parse(readFileSync(0, "utf8"));
const FIGURES = `${root}/data/annual-report/2024/london.yaml`;
const INTRODUCTION = `${root}/content/annual-report/2024/london/introduction.md`;
const browser = await chromium.launch({ executablePath, args: FLAGS });
const page = await browser.newPage({ viewport: { width: 1120, height: 680 } });

async function changed(path, old, words, summary) {
  writeFileSync(path, readFileSync(path, "utf8").replace(old, words));
  await page.waitForFunction((summary) => document.querySelector("#summary").textContent === summary, summary);
}

async function take(name) {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${folder}/${name}.png` });
}

try {
  await page.goto(address);
  const frame = await (await page.$("#report")).contentFrame();
  await frame.waitForSelector("#table-eligible-on-31-march");
  const table = () => frame.evaluate(() => document.querySelector("#on-31-march-2025, #table-eligible-on-31-march").scrollIntoView());
  await table();
  await frame.click('[data-figure="eligible_on_31_march.level_1.category_1"] >> visible=true >> nth=0');
  await take("preview-figure");
  await page.click("#about .close");
  await changed(FIGURES, "category_1: 7368", "category_1: 7386", "1 to put right.");
  await changed(INTRODUCTION, "## Thank you", "## TBC", "1 to fill in, 1 to put right.");
  await table();
  await take("preview-findings");
  await changed(FIGURES, "tables:", "tables: [", "1 to put right.");
  await take("preview-before");
  await changed(FIGURES, "tables: [", "tables:", "1 to fill in, 1 to put right.");
  await changed(INTRODUCTION, "## TBC", "## Thank you", "1 to put right.");
  await changed(FIGURES, "category_1: 7386", "category_1: 7368", "Nothing is missing, and nothing is wrong.");
  // The forms in which a report is written.
  const first = page.locator('[id="figure:eligible_on_31_march.level_1.category_1"]');
  await page.click('.tasks [data-task="figures"]');
  await first.fill("7386");
  await first.press("Enter");
  await page.waitForFunction(() => document.querySelector("#summary").textContent === "1 to put right.");
  await first.focus();
  await page.evaluate(() => document.querySelector("#title-eligible_on_31_march").scrollIntoView({ block: "start" }));
  await page.evaluate(() => document.querySelector(".work").scrollBy(0, -70));
  await take("writing-figures");
  await page.click("#undo");
  await page.waitForFunction(() => document.querySelector("#summary").textContent === "Nothing is missing, and nothing is wrong.");
  await page.click('.tasks [data-task="pages"]');
  await page.waitForFunction(() => document.querySelector("#page-text")?.value.includes("## Thank you"));
  await page.evaluate(() => document.querySelector(".tools").scrollIntoView({ block: "center" }));
  await take("writing-pages");
  const before = readFileSync(INTRODUCTION, "utf8");
  await page.locator("#page-text").press("Control+Home");
  await page.keyboard.type("London had a hard year. ");
  writeFileSync(INTRODUCTION, before.replace("This report shows", "This report tells"));
  await page.waitForSelector(".sides");
  await page.evaluate(() => document.querySelector("#page-trouble").scrollIntoView());
  await page.evaluate(() => document.querySelector(".work").scrollBy(0, -70));
  await take("writing-sides");
  await page.getByRole("button", { name: "Take the file’s" }).click();
  writeFileSync(INTRODUCTION, before);
  await page.waitForFunction(() => document.querySelector("#page-text").value.includes("This report shows"));
  await page.waitForTimeout(2000);
  await page.click('.tasks [data-task="to-do"]');
  await page.click('[data-view="/since-last-year"]');
  await page.waitForFunction(() => document.querySelector("#made-notice").hidden);
  const changes = await (await page.$("#made")).contentFrame();
  await changes.evaluate(() => [...document.querySelectorAll("h3")].find((heading) => heading.textContent.includes("31 March")).scrollIntoView());
  await take("preview-changes");
} finally {
  await browser.close();
}
