// A page that was changed elsewhere while somebody wrote it: both sides beside each other, and a choice.

import { button, make } from "./dom.js";

// Shape: `mine` and `theirs` are fields and text; `keep` and `take` are done when chosen.
export function sides(mine, theirs, { keep, take }) {
  return [
    make("p", { class: "wrong" }, "Not saved. This page was saved elsewhere while you wrote. Both are below; lines that the other does not have are marked."),
    make("div", { class: "sides" }, side("Yours", lines(mine), lines(theirs)), side("In the file now", lines(theirs), lines(mine))),
    make("p", {}, "To keep parts of both, copy what you need into the text above, then keep yours."),
    make("div", { class: "choices" }, button("Keep mine", keep), button("Take the file’s", take)),
  ];
}

// What stands on one side, from the line before the first difference to the line after the last.
function side(title, own, other) {
  const there = new Set(other);
  const first = Math.max(0, own.findIndex((line, at) => line !== other[at]) - 1);
  const last = own.length - Math.max(0, own.toReversed().findIndex((line, at) => line !== other.at(-1 - at)) - 1);
  const shown = [...(first > 0 ? ["…"] : []), ...own.slice(first, last), ...(last < own.length ? ["…"] : [])];
  return make("div", { tabindex: "0", role: "region", "aria-label": title },
    make("h3", {}, title),
    ...shown.map((line) => make("p", {}, there.has(line) || line === "…" || !line ? line || "\u00a0" : make("mark", {}, line))));
}

const lines = ({ front, text }) => [...Object.entries(front ?? {}).filter(([, words]) => words).map(([name, words]) => `${name}: ${words}`), ...text.split("\n")];
