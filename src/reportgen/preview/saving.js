// Sends what was typed to be saved, one thing after the other, and takes it back.
//
// Goes out: for each request its status and what the server says. Where nothing was saved, a line says so and what was typed stays.

import { $, say } from "./dom.js";

const TOKEN = $("meta[name=token]").content;
const WINDOW = crypto.randomUUID();
const ENDED = "Not saved: the preview has ended. What you typed is still here. Copy it, start the preview again, and open the new address.";
const unsaved = new Set();
let last = Promise.resolve();

export function tellSaved(words) {
  say($("#saved"), words);
}

// What is typed and not saved yet, by any name; the window asks before it is closed with some left.
export function isUnsaved(name, is) {
  if (is) unsaved.add(name);
  else unsaved.delete(name);
}

export function post(address, words) {
  const answer = last.then(() => send(address, words));
  last = answer.catch(() => {});
  return answer;
}

async function send(address, words) {
  tellSaved("Saving …");
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json", "x-reportgen-token": TOKEN },
      body: JSON.stringify({ ...words, window: WINDOW }),
    });
  } catch {
    tellSaved(ENDED);
    return { status: 0 };
  }
  const isJson = (response.headers.get("content-type") ?? "").startsWith("application/json");
  const answer = isJson ? await response.json() : { refused: await response.text() };
  const refused = typeof answer.refused === "string" ? answer.refused : "";
  tellSaved(response.ok && !refused ? "Saved." : `Not saved. ${refused}`);
  return { ...answer, status: response.status };
}

async function move(address, words) {
  const answer = await post(address, {});
  if (answer.status === 200) tellSaved(`${words}: ${answer.what}.`);
}

export function attendSaving() {
  $("#undo").addEventListener("click", () => move("/write/undo", "Taken back"));
  $("#redo").addEventListener("click", () => move("/write/redo", "Done again"));
  document.addEventListener("keydown", (event) => {
    const isField = event.target.matches("input, textarea, select");
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || isField || $("#saving").hidden) return;
    event.preventDefault();
    $(event.shiftKey ? "#redo" : "#undo").click();
  });
  addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });
}
