"""Tables of what was published beside what the survey gives."""

from collections.abc import Callable, Sequence

from dandong_analysis.facts import Fact, Ledger
from dandong_analysis.report.blocks import HeaderCell, Table
from dandong_analysis.report.labels import NOTHING, code_label, unit_label, word
from dandong_analysis.report.plain import plain_kind
from dandong_analysis.report.tables import Cell
from dandong_analysis.report.wording import fact_ref, show_number
from dandong_analysis.schemas import Schemas

# The tables of figures that could be recomputed, with the verdicts that they hold, in this order.
COMPARED = {
    "differing": ("differs", "equal_in_unit", "equal_rounded"),
    "agreeing": ("equal",),
}
_COLUMNS = {
    "figure": "l", "published": "r", "recomputed": "r", "unit": "l", "verdict": "l",
    "section": "l", "reason": "l",
}  # fmt: skip


def reconciliation_table(
    ledger: Ledger, *, lang: str, schemas: Schemas, caption: str, table_id: str,
    verdicts: Sequence[str],
) -> Table:  # fmt: skip
    """Recomputed figures beside what was published, with the verdict and its reason.

    ``verdicts`` are the verdicts that are shown, in this order; figures of one verdict stay in
    the order of the ledger. A single verdict has no column, nor have reasons where none is given.
    """
    facts = [f for v in verdicts for f in ledger if f.published and f.verdict == v]
    spare = {"verdict": len(verdicts) == 1, "reason": not any(f.reason_zh for f in facts)}
    names = [name for name in _COLUMNS if not spare.get(name)]
    rows = [_reconciled(fact, lang, schemas) for fact in facts]
    body = tuple(tuple(row[name] for name in names) for row in rows)
    align = "".join(_COLUMNS[name] for name in names)
    return Table(table_id, caption, _plain_header(names, lang), body, align)


def not_computable_table(ledger: Ledger, *, lang: str, caption: str, table_id: str) -> Table:
    """Every published figure that the survey cannot recompute, with the reason.

    Such a figure is text: the ledger has no value behind it.
    """
    facts = [f for f in ledger if f.published and f.verdict == "not_computable"]
    body = tuple(_not_computable(fact, lang) for fact in facts)
    header = _plain_header(("figure", "published", "unit", "section", "reason"), lang)
    return Table(table_id, caption, header, body, "lrlll")


def _plain_header(names: Sequence[str], lang: str) -> tuple[tuple[HeaderCell, ...], ...]:
    return (
        tuple(HeaderCell(word(lang, "column", name), plain=plain_kind(name)) for name in names),
    )


def _not_computable(fact: Fact, lang: str) -> tuple[Cell, ...]:
    name = f"{fact.label.in_language(lang)} {fact.id}"
    reason = fact.reason_en if lang == "en" else fact.reason_zh
    texts = (
        show_number(fact.published),
        unit_label(fact.unit, lang) or NOTHING,
        fact.section,
        reason,
    )
    return ((name,), *((text,) for text in texts))


def _reconciled(fact: Fact, lang: str, schemas: Schemas) -> dict[str, Cell]:
    ref = fact_ref(fact, lang, schemas)
    return {
        "figure": (f"{ref.label} {fact.id}",),
        "published": (show_number(fact.published),),
        "recomputed": (ref,),
        "unit": (ref.unit,),
        "verdict": (code_label("verdict", fact.verdict, schemas, lang),),
        "section": (fact.section,),
        "reason": (fact.reason_en if lang == "en" else fact.reason_zh,),
    }


def comparison_tables(
    ledger: Ledger, *, lang: str, schemas: Schemas, caption: Callable[[str], str]
) -> list[Table]:
    """The tables under their captions, as far as they have rows."""
    tables = [
        reconciliation_table(ledger, lang=lang, schemas=schemas, verdicts=verdicts,
                             caption=caption(f"table.{name}"), table_id=name)
        for name, verdicts in COMPARED.items()
    ]  # fmt: skip
    other = caption("table.not_computable")
    last = not_computable_table(ledger, lang=lang, caption=other, table_id="not_computable")
    return [table for table in (*tables, last) if table.body]
