// Full text search over all chapters: every word must occur; Chinese needs no blanks between.
// What has the words in its name comes first.
{
  const SHOWN = 60; // results at once
  const AROUND = 36; // characters on each side of a hit
  const index = JSON.parse(document.getElementById("search-data").textContent);
  const form = document.querySelector("form.search");
  const list = document.getElementById("results");
  const said = document.getElementById("found");
  const { words } = index;

  // Full-width forms, case and separators of thousands make no difference. In what is searched for,
  // a blank may be one; in a text it stands between numbers.
  const joined = (text) => text.normalize("NFKC").replace(/(\d),(?=\d{3})/g, "$1");
  const plain = (text) => joined(text).toLowerCase();
  const asked = (text) => plain(text).replace(/(\d)\s(?=\d{3}(\D|$))/g, "$1");
  const entries = index.entries.map(([page, anchor, title, text]) => ({
    page: index.pages[page], anchor, title, text, name: plain(title), plain: plain(`${title} ${text}`),
  }));

  function snippet(entry, wanted) {
    const line = made("span", "", { class: "snippet" });
    const text = joined(entry.text);
    const at = text.toLowerCase().indexOf(wanted[0]);
    if (at < 0) return made("span", text.slice(0, 2 * AROUND), { class: "snippet" });
    const from = Math.max(0, at - AROUND);
    const end = at + wanted[0].length;
    line.append(from ? "…" : "", text.slice(from, at), made("mark", text.slice(at, end)));
    line.append(text.slice(end, end + AROUND), end + AROUND < text.length ? "…" : "");
    return line;
  }

  function result(entry, wanted) {
    const item = made("li", "");
    const address = entry.anchor ? `${entry.page.file}#${entry.anchor}` : entry.page.file;
    item.append(made("a", entry.title || entry.page.label, { href: address }));
    item.append(made("span", entry.page.label, { class: "of" }), snippet(entry, wanted));
    return item;
  }

  function search() {
    const wanted = asked(form.elements.q.value).split(/\s+/).filter(Boolean);
    const all = wanted.length ? entries.filter((e) => wanted.every((w) => e.plain.includes(w))) : [];
    const isNamed = (entry) => wanted.every((w) => entry.name.includes(w));
    const found = [...all.filter(isNamed), ...all.filter((entry) => !isNamed(entry))];
    list.replaceChildren(...found.slice(0, SHOWN).map((entry) => result(entry, wanted)));
    const counted = words.found.replace("{all}", found.length).replace("{shown}", Math.min(SHOWN, found.length));
    said.textContent = wanted.length ? counted : "";
  }

  function fromAddress() {
    if (!location.hash.startsWith("#q=")) return;
    try {
      form.elements.q.value = decodeURIComponent(location.hash.slice(3));
    } catch {
      return; // an address that somebody typed, with a lone percent sign
    }
    search();
    form.elements.q.focus();
  }

  form.hidden = false;
  form.addEventListener("input", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `#q=${encodeURIComponent(form.elements.q.value)}`);
    list.querySelector("a")?.focus();
  });
  // Up and down go through the results, from the field and back to it.
  form.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [form.elements.q, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    stops[Math.max(0, Math.min(stops.length - 1, at + step))].focus();
  });
  addEventListener("hashchange", fromAddress);
  fromAddress();
}
