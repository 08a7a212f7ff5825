// What every script that drives a browser needs: how it is started, and what axe says of a page.

import { readFileSync } from "node:fs";

export const AXE = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
export const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// What axe finds in a page, or in a frame, in which its script was run before.
export async function axe(page) {
  return page.evaluate(async (tags) => {
    const rules = { "target-size": { enabled: true } };
    const result = await axe.run(document, { runOnly: { type: "tag", values: tags }, rules, iframes: false });
    const told = (found) => found.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary ?? ""}`));
    return {
      passed: result.passes.map((rule) => rule.id),
      violated: told(result.violations),
      undecided: told(result.incomplete),
    };
  }, TAGS);
}
