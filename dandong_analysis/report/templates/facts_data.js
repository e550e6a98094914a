"use strict";
// Opens the facts that this page lists: reads its elements and its data, writes text as text only.
const PAGE = 100; // rows shown at a time
const DIGITS = 20n; // that have to agree
const LONG = /^(-?[0-9]+\.[0-9]{12})[0-9]+$/;
const FORMULA = /^[\s\u00a0\u3000\ufeff]*[=+\-@＝＋－＠]/u;
const NUMBER = /^[+-]?[0-9]+(\.[0-9]+)?$/;
const FIELDS = ["no", "file", "sheet", "row", "column", "header", "raw", "read", "brings"];
const NUMERIC = new Set(["no", "row", "brings"]);

const part = (name) => document.getElementById(`:${name}`);
const read = (name) => JSON.parse(part(name).textContent);
const { words, ...known } = read("facts");
const listTitle = document.title;
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

const say = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
const address = (id) => `#${encodeURIComponent(id)}`;

function make(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content.flat().filter((one) => one !== ""));
  return made;
}

// Exact decimals: a whole number and how many of its digits are decimals.

const decimal = (text) => {
  const [whole, decimals = ""] = text.split(".");
  return { units: BigInt(whole + decimals), places: decimals.length };
};
const scaled = ({ units, places }, to) => units * 10n ** BigInt(to - places);
const plus = (a, b) => {
  const places = Math.max(a.places, b.places);
  return { units: scaled(a, places) + scaled(b, places), places };
};
const times = (a, b) => ({ units: a.units * b.units, places: a.places + b.places });
const compare = (a, b) => {
  const places = Math.max(a.places, b.places);
  const [first, second] = [scaled(a, places), scaled(b, places)];
  return first < second ? -1 : Number(first > second);
};
const size = ({ units, places }) => ({ units: units < 0n ? -units : units, places });
// Equal to the last digit that counts: an endless decimal is cut off somewhere.
const agree = (a, b) => {
  const gap = size(plus(a, { ...b, units: -b.units }));
  return compare({ ...gap, units: gap.units * 10n ** DIGITS }, size(b)) <= 0;
};
const sum = (texts) => texts.map(decimal).reduce(plus, { units: 0n, places: 0 });
const written = ({ units, places }) => {
  const digits = `${units < 0n ? -units : units}`.padStart(places + 1, "0");
  const cut = digits.length - places;
  const decimals = digits.slice(cut).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${digits.slice(0, cut)}${decimals && `.${decimals}`}`;
};
// A number with more decimals than a reader wants is cut off, visibly.
const brief = (text) => text.replace(LONG, "$1…");

// The facts: what the list says of them, and the columns of the data.

const facts = [...document.querySelectorAll(".entry")].map((entry, n) => {
  const told = (selector) => entry.querySelector(selector).textContent;
  const fact = { n, entry, id: entry.id, label: told("a"), printed: told("b"), unit: told(".unit"), definition: told(".definition") };
  for (const [name, column] of Object.entries(known)) if (!["names", "places"].includes(name)) fact[name] = column[n];
  const numbers = [...fact.texts, fact.value, fact.published[0]];
  fact.numbers = new Set(numbers.map((text) => text.replace(/,/g, "")).filter(Boolean));
  fact.text = [fact.id, fact.label, ...fact.texts].join("\n").toLowerCase();
  return fact;
});
const byId = new Map(facts.map((fact) => [fact.id, fact]));
const name = (number) => known.names[number];
const children = new Map();
for (const fact of facts)
  for (const parent of new Set(fact.parents)) children.set(parent, [...(children.get(parent) ?? []), fact]);

// The rows behind facts: each list is unpacked when it is first asked for.

let store;
const unpacked = new Map();
function unpack(packed) {
  const numbers = [];
  let at = 0;
  for (const step of packed ? packed.split(" ") : []) {
    const [by, count = 1] = step.split("*").map(Number);
    for (let i = 0; i < count; i += 1) numbers.push((at += by));
  }
  return numbers;
}
function once(key, packed) {
  if (!unpacked.has(key)) unpacked.set(key, unpack(packed));
  return unpacked.get(key);
}
function rowsOf(fact) {
  store ??= read("rows");
  if (store.list[fact.n] < 0) return [];
  const number = store.list[fact.n];
  const own = store.rows[number];
  const cells = once(`cells ${number}`, own.cells);
  const values = own.values === undefined ? null : once(`values ${number}`, own.values);
  const [sheets, rows, heads, texts, reads] = ["sheet", "row", "head", "text", "read"].map((key) => once(key, store.cells[key]));
  return unpack(store.places[store.at[fact.n]]).map((place, n) => {
    const cell = cells[place];
    const [file, sheet] = store.sheets[sheets[cell]];
    const [column, header] = store.heads[heads[cell]];
    return {
      no: `${n + 1}`, fileNumber: file, file: store.files[file][0], sheet, row: `${rows[cell] || ""}`,
      column, header, raw: store.texts[texts[cell]], read: store.texts[reads[cell]], brings: values ? store.texts[values[place]] : "1",
    };
  });
}
