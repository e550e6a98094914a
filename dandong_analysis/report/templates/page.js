"use strict";
// What the script of a page of the report shares: its data, and how elements are made. Text from
// the data is written as text only, and nobody is asked for anything.
const PAGE = JSON.parse(document.getElementById("page-data").textContent);

function made(name, text, attributes = {}) {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
