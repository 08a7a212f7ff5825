// What the buttons above a text do to it. Nothing here touches the page.
//
// Comes in: the text, and what is chosen in it. Goes out: the text, and what is to be chosen then.

// Puts signs around what is chosen, or around a word to be written over.
function around(before, after, instead) {
  return (text, start, end) => {
    const chosen = text.slice(start, end) || instead;
    return [text.slice(0, start) + before + chosen + after + text.slice(end), start + before.length, start + before.length + chosen.length];
  };
}

// Puts a sign before each chosen line, with an empty line before the first and after the last.
function lines(sign, instead) {
  return (text, start, end) => {
    const from = text.lastIndexOf("\n", start - 1) + 1;
    const to = text.indexOf("\n", end) < 0 ? text.length : text.indexOf("\n", end);
    const chosen = text.slice(from, to).trim() ? text.slice(from, to) : instead;
    return block(chosen.split("\n").map((line) => (line.trim() && !line.startsWith(sign) ? sign + line : line)).join("\n"), sign.length)(text, from, to);
  };
}

// Puts a part of its own in, with an empty line before and after it. Shape: `skip` are signs at its beginning that are not chosen.
function block(words, skip = 0) {
  return (text, start, end) => {
    const [before, after] = [text.slice(0, start).replace(/\n*$/, ""), text.slice(end).replace(/^\n*/, "")];
    const opened = before ? `${before}\n\n` : "";
    return [`${opened}${words}\n${after ? `\n${after}` : ""}`, opened.length + skip, opened.length + words.length];
  };
}

// A block after the paragraph in which the cursor stands.
function below(words) {
  return (text, start, end) => {
    const next = text.indexOf("\n\n", end);
    const at = next < 0 ? text.length : next;
    return block(words)(text, at, at);
  };
}

export const BUTTONS = [
  ["Heading", lines("## ", "Heading")],
  ["Bold", around("**", "**", "words that stand out")],
  ["List", lines("- ", "A point")],
  ["Link", around("[", "](https://www.gov.uk/)", "words that say where it goes")],
  ["Table", below("| Course | Events | People |\n|---|---:|---:|\n| Course for new chairs | 3 | 57 |")],
];

export const figure = (name) => (text, start, end) => {
  const words = `{{ ${name} }}`;
  return [text.slice(0, start) + words + text.slice(end), start + words.length, start + words.length];
};

// A picture below the paragraph, with the cursor where its words are to be written.
export const picture = (name) => (text, start, end) => {
  const [value, from] = below(`![](${name})`)(text, start, end);
  return [value, from + 2, from + 2];
};
