// Short ways to find and to make parts of a page.

export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

// A part of a page. Attributes whose value is false or undefined are left out; those that begin with “on” are listened to.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const button = (words, onclick, attributes = {}) => make("button", { type: "button", onclick, ...attributes }, words);

let made = 0;
// A field with its name above it, and a hint below the name.
export function labelled(words, input, hint = "") {
  input.id ||= `field-${made += 1}`;
  const told = hint ? make("span", { id: `${input.id}-hint`, class: "hint" }, hint) : null;
  if (told) input.setAttribute("aria-describedby", told.id);
  return make("div", { class: "field" }, make("label", { for: input.id }, words), told, input);
}

// Puts words into a place only where they differ, so that nothing is read aloud twice.
export function say(place, words) {
  if (place.textContent !== words) place.textContent = words;
}
