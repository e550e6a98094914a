// Tables: sorting by a column, and copying into a spreadsheet with caption, units and plain numbers.
{
  const FEWEST = 3; // rows that are worth sorting
  const FORMULA = /^[\s\u00a0\u3000\ufeff]*[=+\-@＝＋－＠\t\r\n]/;
  const GROUPED = /^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$/;
  const PLAIN = /^[+-]?[0-9]+(\.[0-9]+)?$/;
  const ORDERS = ["none", "ascending", "descending"];
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  // A number without separators of thousands; any other text as it is.
  const plainText = (text) => (GROUPED.test(text) ? text.replaceAll(",", "") : text);

  // Whether a value was printed so, and not in another unit.
  function printsAs(value, text) {
    const decimals = text.split(".")[1]?.length ?? 0;
    return PLAIN.test(text) && Math.abs(Number(value) - Number(text)) <= 10 ** -decimals;
  }

  // The unrounded number of a cell that holds nothing but one, else its text.
  function valueOf(cell) {
    const text = plainText(cell.textContent.trim());
    const link = cell.querySelector("a[data-fact]");
    if (!link || link.textContent.trim() !== cell.textContent.trim()) return text;
    const value = PAGE.numbers[link.dataset.fact]?.value.replace("…", "");
    return value && printsAs(value, text) ? value : text;
  }

  const numberOf = (cell) => {
    const text = valueOf(cell);
    return PLAIN.test(text) ? Number(text) : null;
  };

  // By value; what has none comes after the numbers in both orders.
  function compare(a, b, sign) {
    const [x, y] = [numberOf(a), numberOf(b)];
    if (x !== null && y !== null) return sign * (x - y);
    if (x === null && y === null) return sign * collator.compare(a.textContent, b.textContent);
    return x === null ? 1 : -1;
  }

  function sorter(table) {
    const body = table.tBodies[0];
    const original = [...body.rows];
    const sorted = original.filter((row) => !row.classList.contains("total"));
    const totals = original.filter((row) => row.classList.contains("total"));
    if (sorted.length < FEWEST || original.some((row) => row.cells.length !== original[0].cells.length))
      return;
    const heads = [...table.tHead.querySelectorAll("th[data-column]")];
    for (const head of heads) head.replaceChildren(button(head, heads, (order) => {
      const column = Number(head.dataset.column);
      const sign = order === "descending" ? -1 : 1;
      const rows = order === "none" ? original : [
        ...sorted.toSorted((a, b) => compare(a.cells[column], b.cells[column], sign)), ...totals,
      ];
      body.replaceChildren(...rows);
    }));
  }

  function button(head, heads, sort) {
    const made_ = made("button", "", { type: "button", class: "sort", title: PAGE.words.sort });
    made_.append(...head.childNodes);
    made_.addEventListener("click", () => {
      const order = ORDERS[(ORDERS.indexOf(head.getAttribute("aria-sort") ?? "none") + 1) % 3];
      for (const other of heads) other.removeAttribute("aria-sort");
      if (order !== "none") head.setAttribute("aria-sort", order);
      sort(order);
    });
    return made_;
  }

  const guarded = (text) => (FORMULA.test(text) && !PLAIN.test(text) ? `'${text}` : text);

  // The header as lines of whole cells: a merged one says its text over each of its columns.
  function header(table) {
    const grid = [...table.tHead.rows].map(() => []);
    [...table.tHead.rows].forEach((row, y) => {
      for (const cell of row.cells) {
        let x = 0;
        while (grid[y][x] !== undefined) x += 1;
        for (let down = 0; down < cell.rowSpan; down += 1)
          for (let over = 0; over < cell.colSpan; over += 1)
            grid[y + down][x + over] = down ? "" : guarded(cell.textContent.trim());
      }
    });
    return grid;
  }

  function linesOf(block, table) {
    const rows = [...table.tBodies[0].rows].map((row) =>
      [...row.cells].map((cell) => guarded(valueOf(cell).replaceAll(/\s+/g, " "))));
    const about = [".caption", ".unit"].map((name) => block.querySelector(name)?.textContent.trim());
    const notes = [...block.querySelectorAll(".notes li")].map((note) => [guarded(note.textContent)]);
    const stamp = document.querySelector(".stamp");
    return [
      ...about.filter(Boolean).map((text) => [guarded(text)]), ...header(table), ...rows, ...notes,
      ...(stamp ? [[guarded(stamp.textContent.trim())]] : []),
    ];
  }

  function asTable(lines) {
    const table = document.createElement("table");
    for (const line of lines) {
      const row = table.insertRow();
      for (const text of line) row.insertCell().textContent = text;
    }
    return table.outerHTML;
  }

  // The event of the browser's own copy command takes both forms without asking for a permission.
  function copy(lines) {
    const fill = (event) => {
      event.preventDefault();
      event.clipboardData.setData("text/plain", lines.map((line) => line.join("\t")).join("\n"));
      event.clipboardData.setData("text/html", asTable(lines));
    };
    document.addEventListener("copy", fill, { once: true });
    const done = document.execCommand("copy");
    document.removeEventListener("copy", fill);
    return done;
  }

  function copier(block, table) {
    const tools = made("p", "", { class: "tools" });
    const said = made("span", "", { role: "status" });
    const press = made("button", PAGE.words.copy, { type: "button", class: "copy" });
    press.setAttribute("aria-describedby", block.querySelector(".caption").id);
    press.addEventListener("click", () => {
      said.textContent = copy(linesOf(block, table)) ? PAGE.words.copied : PAGE.words.copy_failed;
    });
    tools.append(said, press);
    block.querySelector(".scroller").before(tools);
  }

  // A table that has room keeps its header in sight while the page moves; a wider one moves in a
  // box of its own, which then needs the keyboard.
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const fits = target.firstElementChild.offsetWidth <= target.clientWidth;
      target.classList.toggle("fits", fits);
      target.tabIndex = fits ? -1 : 0;
    }
  });

  for (const block of document.querySelectorAll("div.table")) {
    const table = block.querySelector("table");
    sorter(table);
    copier(block, table);
    sizes.observe(table.parentElement);
  }
}
