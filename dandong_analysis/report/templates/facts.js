// A fact as a page of its own.

const link = (fact) => make("a", { href: address(fact.id) }, fact.label);
const measured = (fact) => [make("b", {}, fact.printed), " ", make("span", { class: "unit" }, fact.unit)];
const section = (title, ...content) => make("section", {}, make("h3", {}, title), ...content);
const items = (list, kind = "") => make("ul", { class: kind }, list.map((one) => make("li", {}, one)));

function details(fact) {
  const where = fact.where.map(([dimension, code]) => `${name(dimension)}${words.is}${name(code)}`);
  const [own, ...others] = fact.texts;
  const [value, within] = fact.published;
  const rows = {
    exact: fact.value ? `${fact.value} ${fact.unit}` : words.no_value,
    texts: others.length ? say("converted", { own, others: others.join(words.comma) }) : own, id: make("code", {}, fact.id), definition: fact.definition,
    where: where.length ? items(where) : fact.parents.length || !fact.measure ? "" : words.all_rows,
    table: name(fact.table), rows: `${fact.count}`,
    sources: items(fact.sources.map(name)), published: value && within ? say("in_section", { value, section: within }) : value,
    verdict: name(fact.verdict), reason: name(fact.reason), provenance: name(fact.provenance),
    command: make("code", {}, `dandong trace '${fact.id.replace(/'/g, `'\\''`)}'`),
  };
  const told = Object.entries(rows).filter(([, text]) => text !== "" && (text.textContent ?? text) !== "");
  return make("dl", { class: "details" }, told.flatMap(([key, text]) => [make("dt", {}, words[key]), make("dd", {}, text)]));
}

function table(list) {
  const cell = (key, ...content) => make("td", { "data-label": words[key], class: key === "label" ? "" : "number" }, ...content);
  const head = ["label", "value", "rows"].map((key) => make("th", { scope: "col", class: key === "label" ? "" : "number" }, words[key]));
  const body = list.map((one) => make("tr", {}, cell("label", link(one)), cell("value", measured(one)), cell("rows", `${one.count}`)));
  return make("div", { class: "cards" }, make("table", {}, make("thead", {}, make("tr", {}, head)), make("tbody", {}, body)));
}

function leaves(fact, seen = new Set()) {
  if (seen.has(fact)) return [];
  seen.add(fact);
  return fact.parents.length ? fact.parents.flatMap((parent) => leaves(facts[parent], seen)) : [fact];
}

function fileList(rows) {
  const numbers = [...new Set(rows.map((row) => row.fileNumber))];
  const used = numbers.map((number) => store.files[number]).filter(([file]) => file);
  const lines = used.map(([file, hash]) => make("span", {}, file, " ", make("code", {}, hash || words.no_hash)));
  return lines.length ? [make("h4", {}, words.files), items(lines, "files")] : [];
}

function rowSection(fact) {
  const sources = leaves(fact).filter((one) => rowsOf(one).length);
  if (!sources.length) return section(words.rows_title, make("p", {}, words.no_rows));
  const place = make("div", { class: "rows" });
  const put = (own) => {
    const view = new RowTable(own);
    const shown = view.all.some((row) => row.file) ? [view.element, ...fileList(view.all)] : [make("p", {}, words.no_cells)];
    place.replaceChildren(rowsCheck(own, view.all), ...shown);
  };
  put(sources[0]);
  if (!fact.parents.length) return section(words.rows_title, place);
  const choice = make("select", {}, sources.map((one, n) => make("option", { value: n }, `${one.label} (${one.count})`)));
  choice.addEventListener("change", () => put(sources[choice.value]));
  return section(words.rows_title, make("div", { class: "rows" }, make("div", { class: "bar" }, make("label", {}, words.rows_of, choice))), place);
}

function opened(fact) {
  const parents = fact.parents.map((number) => facts[number]);
  const derived = children.get(fact.n) ?? [];
  const places = fact.mentions.map((number) => known.places[number]);
  const parts = [
    make("h2", { tabindex: "-1" }, fact.label), make("p", { class: "figure-of" }, measured(fact)), details(fact),
    parents.length ? section(words.parents, table(parents), parentsCheck(fact, parents)) : "",
    rowSection(fact),
    places.length ? section(words.mentions, items(places.map(([to, label]) => make("a", { href: to }, label)), "mentions")) : "",
    derived.length ? section(words.children, table(derived)) : "",
  ];
  return parts.filter(Boolean);
}

// The list of all facts, and moving between it and one of them.

const [article, list, search, query, found] = ["fact", "list", "search", "query", "found"].map(part);
const groups = [...document.querySelectorAll(".group")];

function fitting() {
  const asked = query.value.trim().toLowerCase();
  const number = asked.replace(/[,，\s]/g, "");
  const tokens = asked.split(/\s+/);
  const hasAll = (fact) => tokens.every((token) => fact.text.includes(token));
  const exact = NUMBER.test(number) ? facts.filter((fact) => fact.numbers.has(number)) : [];
  return new Set(exact.length ? exact : facts.filter(hasAll));
}

function searched() {
  const shownFacts = fitting();
  for (const fact of facts) fact.entry.hidden = !shownFacts.has(fact);
  for (const group of groups) {
    group.hidden = !group.querySelector(".entry:not([hidden])");
    group.open = Boolean(query.value.trim());
  }
  for (const chapter of document.querySelectorAll(".chapter")) chapter.hidden = !chapter.querySelector(".group:not([hidden])");
  found.textContent = say("found", { all: facts.length, shown: shownFacts.size });
}

let left = { top: 0, fact: null }; // where the list was when a fact was opened from it
function asked() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return location.hash.slice(1);
  }
}

function show() {
  const id = asked();
  if (id === ":main") return; // the way past the bar, wherever one is
  const fact = byId.get(id);
  const isList = !id || (!fact && id.startsWith(":"));
  if (!isList && !list.hidden) left = { top: scrollY, fact };
  list.hidden = !isList;
  article.hidden = isList;
  document.title = fact ? `${fact.label} · ${listTitle}` : listTitle;
  if (isList) return id ? part(id.slice(1))?.scrollIntoView() : comeBack();
  const back = make("p", { class: "back" }, make("a", { href: "#" }, words.back));
  const content = fact ? opened(fact) : [make("h2", { tabindex: "-1" }, say("unknown", { id }))];
  article.replaceChildren(back, ...content);
  article.querySelector("h2").focus({ preventScroll: true });
  article.scrollIntoView();
}

function comeBack() {
  article.replaceChildren();
  if (!left.fact) return;
  left.fact.entry.closest("details").open = true;
  left.fact.entry.querySelector("a").focus({ preventScroll: true });
  scrollTo(0, left.top);
}

search.hidden = false;
search.addEventListener("submit", (event) => event.preventDefault());
query.addEventListener("input", searched);
part("open").addEventListener("click", () => groups.forEach((group) => (group.open = true)));
part("close").addEventListener("click", () => groups.forEach((group) => (group.open = false)));
addEventListener("hashchange", show);
searched();
show();
