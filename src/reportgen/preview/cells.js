// Arithmetic of a table, and blocks of cells from a spreadsheet. Nothing here touches the page.

const NUMBER = /^(0|[1-9]\d*)$/;

// What somebody typed as it is written in the file: 7,368 and 7 368 as 7368, z as [z], 559r as 559 [r].
export function asTyped(words) {
  const plain = words.trim().replace(/\s+/g, " ");
  const grouped = plain.match(/^(\d{1,3}(?:[,\s'’]\d{3})+)(.*)$/);
  const digits = grouped ? grouped[1].replace(/\D/g, "") + grouped[2] : plain;
  const instead = digits.match(/^\[?\s*([a-z])\s*\]?$/i);
  if (instead) return `[${instead[1].toLowerCase()}]`;
  const flagged = digits.match(/^(\d+)\s*\[?\s*([a-z])\s*\]?$/i);
  return flagged ? `${flagged[1]} [${flagged[2].toLowerCase()}]` : digits;
}

// A cell in parts: its number or what stands in the place of one, and its flag.
export function partsOf(typed) {
  const [, value = typed, flag = ""] = typed.match(/^(\d+)\s*(\[[a-z]\])$/) ?? [];
  return { value, flag };
}

// What a cell adds to a total: nothing where nothing can be counted; null where that is not known.
function counted(typed) {
  const { value } = partsOf(typed);
  if (value === "[z]") return 0;
  return NUMBER.test(value) ? Number(value) : null;
}

// What a total adds up to, along its row or down its column, or null. Shape: `typed` has rows of columns.
export function sumOf(table, typed, row, column) {
  const [totalRow, totalColumn] = [indexOf(table.rows, table.totals.row), indexOf(table.columns, table.totals.column)];
  const down = row === totalRow ? typed.map((cells) => cells[column]).filter((_, at) => at !== row) : null;
  const along = column === totalColumn ? typed[row].filter((_, at) => at !== column) : null;
  if (table.notApplicable.includes(`${table.rows[row].name}.${table.columns[column].name}`)) return null;
  for (const parts of [along, down]) {
    const counts = parts?.map(counted);
    if (counts?.length && !counts.includes(null)) return counts.reduce((sum, one) => sum + one, 0);
  }
  return null;
}

// The rate, rounded half up to a whole number, or null where a part of it is not typed.
export function rateOf(rate, counts, population) {
  const [count, people] = [counted(counts ?? ""), NUMBER.test(population) ? Number(population) : 0];
  if (count === null || !people) return null;
  return Number((2n * BigInt(count) * BigInt(rate.per) + BigInt(people)) / (2n * BigInt(people)));
}

const indexOf = (entries, name) => entries.findIndex((entry) => entry.name === name);

// A copied block as rows of cells; null where only one cell was copied.
export function blockOf(words) {
  const lines = words.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  const rows = lines.map((line) => line.split("\t").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")));
  return rows.length > 1 || rows[0].length > 1 ? rows : null;
}

export const grouped = (number) => number.toLocaleString("en-GB");
