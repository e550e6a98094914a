// The value made again from rows or from other facts, and whether it is the value of the fact.

const EXTREMES = { max: 1, last: 1, min: -1, first: -1 };
function again(fact, rows) {
  const values = rows.map((row) => row.brings);
  if (["count", "sum"].includes(fact.measure)) return written(sum(values));
  if (fact.measure === "distinct") return `${new Set(values).size}`;
  if (fact.measure === "each") return values.length === 1 ? values[0] : "";
  const best = (a, b) => (compare(decimal(a), decimal(b)) === EXTREMES[fact.measure] ? a : b);
  return values.length ? values.reduce(best) : "";
}
const check = (label, found, isEqual, unit) =>
  make("p", { class: isEqual ? "check" : "check wrong" },
    `${label}${words.colon}${brief(found)} ${unit}`, isEqual ? " ✓ " : " ✗ ", words[isEqual ? "agrees" : "disagrees"]);
function rowsCheck(fact, rows) {
  const found = again(fact, rows);
  const isEqual = found !== "" && agree(decimal(found), decimal(fact.value));
  return check(words[`re.${fact.measure}`], found, isEqual, fact.unit);
}
function parentsCheck(fact, parents) {
  if (fact.measure === "each" || parents.some((parent) => !parent.value) || !fact.value)
    return fact.measure === "each" ? make("p", { class: "check" }, words.computed) : "";
  if (fact.measure === "sum") {
    const total = sum(parents.map((parent) => parent.value));
    return check(words["re.parents"], written(total), agree(total, decimal(fact.value)), fact.unit);
  }
  const [above, below] = parents.map((parent) => decimal(parent.value));
  const product = times(times(decimal(fact.value), below), decimal(fact.scale));
  const terms = parents.map((parent) => brief(parent.value)).join(" ÷ ");
  return check(words["re.ratio"], terms, agree(product, above), "");
}

// A table of rows that can be sorted, filtered, leafed through and copied.

class RowTable {
  constructor(fact) {
    this.fact = fact;
    this.all = rowsOf(fact);
    this.fields = FIELDS.filter((key) => key !== "read" || this.all.some((row) => row.read));
    this.order = { by: "no", down: false };
    this.start = 0;
    this.build();
    this.show();
  }

  build() {
    this.filter = make("input", { type: "search", autocomplete: "off" });
    this.filter.addEventListener("input", () => this.show(0));
    this.heads = new Map(this.fields.map((key) => [key, this.head(key)]));
    this.body = make("tbody");
    this.status = make("span", { role: "status" });
    this.sum = make("p", { class: "check", hidden: "" });
    this.copied = make("div", { role: "status", class: "by-hand" });
    this.steps = ["first", "previous", "next", "last"].map((step) => this.button(words[step], () => this.leaf(step)));
    const copies = [["copy", "\t"], ["copy_csv", ","]].map(([key, by]) => this.button(words[key], () => this.copy(by)));
    const caption = `${words.rows_title}${words.colon}${this.fact.label}`;
    const table = make("table", { "aria-label": caption }, make("thead", {}, make("tr", {}, [...this.heads.values()])), this.body);
    this.element = make("div", {},
      make("div", { class: "bar" }, make("label", {}, words.filter, this.filter), copies, this.copied),
      make("div", { class: "scroller cards", role: "region", tabindex: "0", "aria-label": caption }, table),
      make("div", { class: "bar" }, this.steps, this.status), this.sum);
  }

  button(text, act) {
    const made = make("button", { type: "button" }, text);
    made.addEventListener("click", act);
    return made;
  }

  title(key) {
    return key === "brings" && this.fact.measure !== "distinct" ? `${words.brings} (${this.fact.unit})` : words[key];
  }

  head(key) {
    const act = () => {
      this.order = { by: key, down: this.order.by === key && !this.order.down };
      this.show(0);
    };
    return make("th", { scope: "col", class: NUMERIC.has(key) ? "number" : "" }, this.button(this.title(key), act));
  }

  get chosen() {
    const asked = this.filter.value.trim().toLowerCase();
    const fits = (row) => this.fields.some((key) => key !== "no" && row[key].toLowerCase().includes(asked));
    const { by, down } = this.order;
    const isNumber = NUMERIC.has(by);
    const before = (a, b) =>
      isNumber && NUMBER.test(a[by]) && NUMBER.test(b[by]) ? compare(decimal(a[by]), decimal(b[by])) : collator.compare(a[by], b[by]);
    const rows = asked ? this.all.filter(fits) : [...this.all];
    return by === "no" && !down ? rows : rows.sort((a, b) => (down ? -before(a, b) : before(a, b)));
  }

  show(start = this.start) {
    this.start = start;
    this.rows = this.chosen;
    const page = this.rows.slice(start, start + PAGE);
    this.body.replaceChildren(...page.map((row) => make("tr", {}, this.fields.map((key) => this.cell(key, row)))));
    for (const [key, head] of this.heads) {
      const isSorted = key === this.order.by;
      if (isSorted) head.setAttribute("aria-sort", this.order.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    const counts = { from: start + 1, to: start + page.length, all: this.rows.length };
    this.status.textContent = page.length ? say("shown_rows", counts) : say("none_shown", { all: this.all.length });
    const [atStart, atEnd] = [start === 0, start + PAGE >= this.rows.length];
    this.steps.forEach((step, n) => {
      step.disabled = n < 2 ? atStart : atEnd;
      step.hidden = this.all.length <= PAGE;
    });
    this.showPart();
  }

  cell(key, row) {
    return make("td", { "data-label": this.title(key), class: NUMERIC.has(key) ? "number" : key }, key === "brings" ? brief(row[key]) : row[key]);
  }

  showPart() {
    const isPart = this.rows.length < this.all.length && ["count", "sum"].includes(this.fact.measure);
    this.sum.hidden = !isPart;
    if (isPart) this.sum.textContent = `${words.part_sum}${words.colon}${brief(again(this.fact, this.rows))} ${this.fact.unit}`;
  }

  leaf(step) {
    const last = Math.max(0, Math.floor((this.rows.length - 1) / PAGE) * PAGE);
    this.show({ first: 0, previous: Math.max(0, this.start - PAGE), next: Math.min(last, this.start + PAGE), last }[step]);
  }

  async copy(by) {
    const lines = [this.fields.map((key) => this.title(key)), ...this.rows.map((row) => this.fields.map((key) => row[key]))];
    const text = lines.map((line) => line.map((cell) => quoted(cell, by)).join(by)).join("\r\n");
    this.copied.replaceChildren();
    try {
      await navigator.clipboard.writeText(text);
      this.copied.textContent = say("copied", { n: this.rows.length });
    } catch {
      const box = make("textarea", { "aria-label": words.copy_by_hand, readonly: "" }, text);
      this.copied.append(words.copy_by_hand, box);
      box.select();
    }
  }
}
function quoted(text, by) {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return safe.includes('"') || safe.includes(by) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
