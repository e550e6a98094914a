// What stands behind a number: one box, which opens at the number that is pointed at, focused or
// tapped. It stays while the pointer is on it, and Escape closes it.
{
  const LEAVE = 250; // milliseconds to reach the box
  const NARROW = matchMedia("(max-width: 46rem)");
  const NUMBERS = "a[data-fact]";
  const box = made("span", "", { class: "tip", id: "tip", role: "group", hidden: "" });
  let owner = null;
  let leaving = 0;
  let touched = false;

  // A number that is printed in another unit than that of its value says so.
  function lines(fact, converted) {
    const { words } = PAGE;
    const shown = [closer(), made("b", fact.label)];
    if (converted) shown.push(made("i", `${words.converted}${words.colon}${converted}`));
    for (const [name, text] of fact.details) shown.push(made("i", `${name}${words.colon}${text}`));
    for (const one of fact.parents) shown.push(parent(fact, ...one));
    shown.push(made("i", fact.id, { class: "more" }));
    return shown;
  }

  // For fingers, which have no Escape.
  function closer() {
    const button = made("button", "×", { type: "button", class: "close", "aria-label": PAGE.words.close });
    button.addEventListener("click", close);
    return button;
  }

  // A number that this one was computed from: its rows, or on a page without a site its entry.
  function parent(fact, id, text, entry) {
    const line = made("i", `${PAGE.words.parents}${PAGE.words.colon}`);
    const page = fact.address.split("#")[0];
    const href = page ? `${page}#${encodeURIComponent(id)}` : entry && `#${entry}`;
    line.append(href ? made("a", text, { href }) : text);
    return line;
  }

  function links(fact, link) {
    const line = made("i", "", { class: "links" });
    if (fact.address)
      line.append(made("a", PAGE.words.rows.replace("{rows}", fact.rows), { href: fact.address }));
    line.append(made("a", PAGE.words.entry, { href: link.getAttribute("href") }));
    return line;
  }

  function place() {
    if (!owner) return;
    box.classList.toggle("sheet", NARROW.matches);
    if (NARROW.matches) return box.removeAttribute("style");
    const at = owner.getBoundingClientRect();
    const [width, height] = [box.offsetWidth, box.offsetHeight];
    const below = at.bottom + height <= innerHeight || at.top < height;
    const left = Math.max(4, Math.min(at.left, document.documentElement.clientWidth - width - 4));
    box.style.left = `${left}px`;
    box.style.top = `${below ? at.bottom : at.top - height}px`;
  }

  function open(link) {
    clearTimeout(leaving);
    if (owner === link) return;
    const fact = PAGE.numbers[link.dataset.fact];
    if (!fact) return;
    close();
    owner = link;
    box.replaceChildren(...lines(fact, link.dataset.as), links(fact, link));
    box.setAttribute("aria-label", fact.label);
    link.after(box);
    link.setAttribute("aria-describedby", box.id);
    box.hidden = false;
    place();
  }

  function close() {
    clearTimeout(leaving);
    owner?.removeAttribute("aria-describedby");
    owner = null;
    box.hidden = true;
  }

  const numberAt = (event) => event.target.closest?.(NUMBERS);
  const inside = (target) => target && (box.contains(target) || target === owner);
  const inUse = () => box.contains(document.activeElement) || owner?.matches(":focus-visible");
  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => inUse() || close(), LEAVE);
  };

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    if (numberAt(event)) open(numberAt(event));
    else if (box.contains(event.target)) clearTimeout(leaving);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "touch" && owner && inside(event.target)) leave();
  });
  document.addEventListener("focusin", (event) => {
    const link = numberAt(event);
    if (link?.matches(":focus-visible")) open(link);
    else if (owner && !inside(event.target)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (owner && !inside(event.target) && !numberAt(event)) close();
  });
  // The first tap shows what stands behind the number, the second follows its link.
  document.addEventListener("click", (event) => {
    const link = numberAt(event);
    if (!touched || !link || link === owner) return;
    event.preventDefault();
    open(link);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !owner) return;
    if (box.contains(document.activeElement)) owner.focus();
    close();
  });
  addEventListener("hashchange", close);
  addEventListener("scroll", place, { passive: true, capture: true });
  addEventListener("resize", place);
}
