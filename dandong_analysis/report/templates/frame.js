"use strict";
// What every page of the site does: light and dark, and the way to the search.
{
  const THEMES = ["auto", "light", "dark"];
  const root = document.documentElement;
  const button = document.querySelector("button.theme");

  // A page opened from a folder may have no storage; the theme then lasts as long as the page.
  function remembered(theme) {
    try {
      if (theme) localStorage.setItem("dandong-theme", theme);
      return localStorage.getItem("dandong-theme");
    } catch {
      return theme;
    }
  }

  function wear(theme) {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    if (!button) return;
    button.textContent = button.dataset[theme];
    button.setAttribute("aria-label", `${button.dataset.name}${button.dataset[theme]}`);
    button.hidden = false;
  }

  let worn = THEMES.includes(remembered()) ? remembered() : "auto";
  wear(worn);
  button?.addEventListener("click", () => {
    worn = THEMES[(THEMES.indexOf(worn) + 1) % THEMES.length];
    remembered(worn);
    wear(worn);
  });
}

for (const form of document.querySelectorAll("form.find")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.href = `${form.dataset.index}#q=${encodeURIComponent(form.elements.q.value)}`;
  });
}

// The other language opens at the same place.
for (const link of document.querySelectorAll(".site-bar [rel=alternate]"))
  link.addEventListener("click", () => { link.hash = location.hash; });

// On a phone the links to the pages are one line that moves; it begins at the page that is open.
for (const link of document.querySelectorAll(".pages [aria-current]"))
  link.closest("ul").scrollLeft = link.offsetLeft - 16;
