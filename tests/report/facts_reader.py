"""Reads the data of the page of facts, written apart from the page's own script."""

import json
from functools import lru_cache

from lxml import html


# The columns of all cells are asked for again with each fact.
@lru_cache(64)
def unpacked(packed: str) -> tuple[int, ...]:
    numbers, at = [], 0
    for token in packed.split():
        step, _, times = token.partition("*")
        for _ in range(int(times or 1)):
            at += int(step)
            numbers.append(at)
    return tuple(numbers)


def rows_of(data: dict, fact: int) -> list[tuple]:
    """File, hash, sheet, row, column, header, text, reading and value of the rows of a fact."""
    if data["list"][fact] < 0:
        return []
    own = data["rows"][data["list"][fact]]
    cells = unpacked(own["cells"])
    values = unpacked(own["values"]) if "values" in own else None
    columns = {name: unpacked(text) for name, text in data["cells"].items()}
    rows = []
    for place in unpacked(data["places"][data["at"][fact]]):
        cell = cells[place]
        file, sheet = data["sheets"][columns["sheet"][cell]]
        rows.append((
            *data["files"][file], sheet, columns["row"][cell],
            *data["heads"][columns["head"][cell]], data["texts"][columns["text"][cell]],
            data["texts"][columns["read"][cell]],
            "1" if values is None else data["texts"][values[place]],
        ))  # fmt: skip
    return rows


class Page:
    """A page of facts: what its list says, and its data."""

    def __init__(self, data: bytes) -> None:
        self.tree = html.fromstring(data.decode("utf-8"))
        self.entries = self.tree.xpath("//li[@class='entry']")
        self.ids = [entry.get("id") for entry in self.entries]
        self.facts = self.data(":facts")
        self.rows = self.data(":rows")

    def data(self, name: str) -> dict:
        (script,) = self.tree.xpath(f"//script[@id='{name}'][@type='application/json']")
        return json.loads(script.text)

    def told(self, fact_id: str) -> dict[str, str]:
        """Label, printed number with unit, id and definition as the list shows them."""
        entry = self.entries[self.ids.index(fact_id)]
        parts = {"label": "a", "printed": "span[@class='printed']", "id": "code",
                 "definition": "span[@class='definition']"}  # fmt: skip
        return {name: entry.xpath(path)[0].text_content() for name, path in parts.items()}

    def known(self, fact_id: str, name: str):
        """One property of a fact in the data."""
        return self.facts[name][self.ids.index(fact_id)]

    def rows_of(self, fact_id: str) -> list[tuple]:
        return rows_of(self.rows, self.ids.index(fact_id))
