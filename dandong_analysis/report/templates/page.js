"use strict";
// What every page of the report does: its data, the theme, and the way to the search. Text from
// the data is written as text only, and nobody is asked for anything.
const PAGE = JSON.parse(document.getElementById("page-data").textContent);

function made(name, text, attributes = {}) {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

// A page opened from a folder may have no storage; the theme then lasts as long as the page.
function remembered(name, value) {
  try {
    if (value === undefined) return localStorage.getItem(name);
    localStorage.setItem(name, value);
  } catch {
    return null;
  }
  return value;
}

{
  const themes = ["auto", "light", "dark"];
  const button = made("button", "", { type: "button", class: "theme" });

  function wear(theme) {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.textContent = PAGE.words[`theme.${theme}`];
    button.setAttribute("aria-label", `${PAGE.words.theme} ${PAGE.words[`theme.${theme}`]}`);
  }

  let worn = themes.includes(remembered("dandong-theme")) ? remembered("dandong-theme") : "auto";
  wear(worn);
  button.addEventListener("click", () => {
    worn = themes[(themes.indexOf(worn) + 1) % themes.length];
    remembered("dandong-theme", worn);
    wear(worn);
  });
  (document.querySelector(".site-bar .others") ?? document.querySelector(".top")).append(button);
}

for (const form of document.querySelectorAll("form.find")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.href = `${form.dataset.index}#q=${encodeURIComponent(form.elements.q.value)}`;
  });
}
