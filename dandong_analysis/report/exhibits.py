"""The tables and figures of the chapters, declared in ``standards/exhibits.toml``.

An exhibit fits the scope of the chapter: in a chapter about one county a dimension ``county``
falls away, and an exhibit whose rows are counties is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from dandong_analysis.errors import DandongError, Text
from dandong_analysis.facts import Fact, Ledger, fact_id
from dandong_analysis.report import figures
from dandong_analysis.report.blocks import Figure, Table
from dandong_analysis.report.listings import unknown_exhibit
from dandong_analysis.report.tables import crosstab, side_by_side
from dandong_analysis.schemas import Schemas
from dandong_analysis.standards import load_standard
from dandong_analysis.units import Rounding

Kind = Literal["crosstab", "side_by_side", "bars", "stacked", "series"]


@dataclass(frozen=True)
class Exhibit:
    """One table or figure: what it shows, by which dimensions, and its caption."""

    id: str
    kind: Kind
    caption: Text
    indicators: tuple[str, ...]
    rows: str
    columns: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, Text] = field(default_factory=dict)

    def within(self, scope: Mapping[str, str]) -> "Exhibit | None":
        """The exhibit without the dimensions that ``scope`` fixes; None when none is left."""
        kept = tuple(c for c in self.columns if c not in scope)
        if self.rows in scope or (self.columns and not kept):
            return None
        return replace(self, columns=kept)

    def labels_in(self, lang: str) -> dict[str, str]:
        """Shorter names of indicators, where the exhibit gives them."""
        return {name: label.in_language(lang) for name, label in self.labels.items()}

    def is_measured(self, ledger: Ledger, scope: Mapping[str, str]) -> bool:
        """Whether the study has the tables that the exhibit shows, and anything in the scope."""
        whole = ledger.get(self.indicators[0])
        if whole is None:
            return False
        own = ledger.get(fact_id(whole.indicator, {**whole.dims, **scope}))
        return bool((own or whole).value)


@cache
def exhibits() -> Mapping[str, Exhibit]:
    """All exhibits of ``standards/exhibits.toml`` by id; table and figure ids do not clash."""
    data = load_standard("exhibits")
    entries = {**data["table"], **data["figure"]}
    return {name: _parse(name, entry) for name, entry in entries.items()}


def exhibit(name: str) -> Exhibit:
    """The exhibit ``name``.

    Raises
    ------
    DandongError
        When there is none of this name.
    """
    if name not in exhibits():
        raise DandongError(unknown_exhibit(name, file="exhibits.toml"))
    return exhibits()[name]


def table_of(
    shown: Exhibit, ledger: Ledger, *, lang: str, schemas: Schemas, scope: Mapping[str, str]
) -> Table:
    """The table of facts that the exhibit declares."""
    caption = shown.caption.in_language(lang)
    if shown.kind == "side_by_side":
        return side_by_side(
            ledger, shown.indicators, by=shown.rows, lang=lang, schemas=schemas, scope=scope,
            caption=caption, table_id=shown.id, labels=shown.labels_in(lang), **shown.options,
        )  # fmt: skip
    columns: Any = shown.columns[0] if len(shown.columns) == 1 else shown.columns or None
    return crosstab(
        ledger, shown.indicators[0], rows=shown.rows, columns=columns, lang=lang,
        schemas=schemas, scope=scope, caption=caption, table_id=shown.id, **shown.options,
    )  # fmt: skip


def figure_of(
    shown: Exhibit, ledger: Ledger, *, lang: str, schemas: Schemas, scope: Mapping[str, str],
    rounding: Rounding = "half_even",
) -> Figure:  # fmt: skip
    """The figure of facts that the exhibit declares."""
    common: dict[str, Any] = {"figure_id": shown.id, "caption": shown.caption.in_language(lang),
                              "lang": lang, "schemas": schemas}  # fmt: skip
    named = shown.labels_in(lang)
    quantities = {i: named.get(i, ledger[i].label.in_language(lang)) for i in shown.indicators}
    first = shown.indicators[0]
    facts = _facts(ledger, first, (shown.rows, *shown.columns), scope)
    if shown.kind == "series":
        series = {q: _facts(ledger, i, (shown.rows,), scope) for i, q in quantities.items()}
        return figures.lollipop(series, by=shown.rows, rounding=rounding, **common)
    if shown.kind == "stacked" and not shown.columns:
        parts = {i: quantities[i] for i in shown.indicators[1:]}
        found = [f for i in parts for f in _facts(ledger, i, (shown.rows,), scope)]
        return figures.stacked_bars(
            found, rows=shown.rows, stack=parts, totals=facts, quantity=quantities[first], **common
        )
    if not shown.columns:
        return figures.bars(facts, by=shown.rows, quantity=quantities[first], **common)
    totals = _facts(ledger, first, (shown.rows,), scope)
    return figures.stacked_bars(
        facts, rows=shown.rows, stack=shown.columns[0], totals=totals,
        quantity=quantities[first], **common,
    )  # fmt: skip


def _facts(ledger: Ledger, key: str, by: tuple[str, ...], scope: Mapping[str, str]) -> list[Fact]:
    base = ledger[key]
    found = ledger.select(base.indicator, *by, **{**base.dims, **scope})
    return [f for f in found if f.value or len(by) > 1]


def _parse(name: str, entry: Mapping[str, Any]) -> Exhibit:
    columns = entry.get("columns", entry.get("stack", ()))
    return Exhibit(
        name, entry["kind"], Text(entry["zh"], entry["en"]),
        tuple(entry.get("indicators", ())) or (entry["indicator"],),
        entry.get("rows") or entry["by"],
        (columns,) if isinstance(columns, str) else tuple(columns),
        {k: entry[k] for k in ("drop_empty", "row_total", "column_total", "by_value", "zero") if k in entry},
        {i: Text(label["zh"], label["en"]) for i, label in entry.get("labels", {}).items()},
    )  # fmt: skip
