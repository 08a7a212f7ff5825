// Warnings that are right and stand all the same: those that are open, and those that stand with a reason.

import { $, button, labelled, make } from "./dom.js";
import { post } from "./saving.js";

const place = $("#reasons > div");
let told = "";

export function showReasons(form) {
  const now = JSON.stringify([form.waivers, form.open]);
  // What somebody is typing stays; the list is made anew once it has changed.
  if (now === told) return;
  told = now;
  const kept = Object.fromEntries([...place.querySelectorAll("[data-kept]")].map((input) => [input.dataset.kept, input.value]));
  if (!form.tables) return place.replaceChildren(make("p", {}, "The figures file, in which waivers stand, cannot be read. See “To do”."));
  place.replaceChildren(
    make("p", {}, "A warning can be right, and the report be right all the same. Say why, in words for the board: then it stops nothing any more."),
    make("h3", {}, "Open warnings"),
    form.open.length ? make("ul", { class: "warnings" }, ...form.open.map((one) => openWarning(one, kept))) : make("p", {}, "There are none."),
    make("h3", {}, "Warnings that stand"),
    form.waivers.length ? make("ul", { class: "warnings" }, ...form.waivers.map(waiver)) : make("p", {}, "There are none."),
  );
}

function openWarning(one, kept) {
  const name = JSON.stringify(one.values);
  const inputs = Object.fromEntries(one.asks.map(({ name: ask }) => {
    const input = make("input", ask === "date" ? { type: "date" } : { type: "text", autocomplete: ask === "role" ? "organization-title" : "off" });
    input.dataset.kept = `${name} ${ask}`;
    input.value = kept[input.dataset.kept] ?? (ask === "date" ? today() : "");
    return [ask, input];
  }));
  const trouble = make("div", { class: "trouble", role: "status" });
  const waive = async () => {
    const missing = one.asks.find(({ name: ask }) => !inputs[ask].value.trim());
    if (missing) {
      trouble.replaceChildren(make("p", { class: "wrong" }, `Not saved. “${capital(missing.name)}” is still empty.`));
      return inputs[missing.name].focus();
    }
    const value = { ...one.values, ...Object.fromEntries(Object.entries(inputs).map(([ask, input]) => [ask, input.value.trim()])) };
    const answer = await post("/write/figures", { edits: [{ field: "waiver:+", was: "", value }] });
    const refused = answer.refused?.["waiver:+"] ?? answer.refused;
    if (typeof refused === "string") trouble.replaceChildren(make("p", { class: "wrong" }, `Not saved. ${refused}`));
  };
  return make("li", {},
    make("details", {}, make("summary", {}, one.words),
      ...one.asks.map(({ name: ask, label }) => labelled(capital(ask), inputs[ask], label)),
      button("Let it stand", waive), trouble));
}

function waiver(one) {
  const { warning, cell, page, words, reason, role, date } = one.values;
  const about = [warning, cell ?? page, words && `“${words}”`].filter(Boolean).join(", ");
  const take = () => post("/write/figures", { edits: [{ field: one.field, was: one.typed, value: "" }] });
  return make("li", {}, make("p", {}, make("strong", {}, about)), make("p", {}, reason), make("p", { class: "hint" }, `${role}, ${date}`),
    button("Take away", take, { "aria-label": `Take away the waiver of ${about}` }));
}

const capital = (words) => words[0].toUpperCase() + words.slice(1);
const today = () => new Date().toLocaleDateString("sv-SE");
