"""Tables of what was published beside what the survey gives."""

from collections.abc import Sequence

from dandong_analysis.facts import Fact, Ledger
from dandong_analysis.report.blocks import HeaderCell, Table
from dandong_analysis.report.labels import NOTHING, code_label, unit_label, word
from dandong_analysis.report.plain import plain_kind
from dandong_analysis.report.tables import Cell
from dandong_analysis.report.wording import fact_ref, show_number
from dandong_analysis.schemas import Schemas

# Verdicts on figures that could be recomputed, those to be looked at first.
RECOMPUTED = ("differs", "equal_in_unit", "equal_rounded", "equal")


def reconciliation_table(
    ledger: Ledger, *, lang: str, schemas: Schemas, caption: str, table_id: str,
    verdicts: Sequence[str] = RECOMPUTED, notes: Sequence[str] = (),
) -> Table:  # fmt: skip
    """Every recomputed figure beside what was published, with the verdict and its reason.

    ``verdicts`` are the verdicts that are shown, in this order; figures of one verdict stay in
    the order of the ledger.
    """
    names = ("figure", "published", "recomputed", "unit", "verdict", "section", "reason")
    facts = [f for v in verdicts for f in ledger if f.published and f.verdict == v]
    body = tuple(_reconciled(fact, lang, schemas) for fact in facts)
    header = _plain_header(names, lang)
    return Table(table_id, caption, header, body, "lrrllll", "", tuple(notes))


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


def _reconciled(fact: Fact, lang: str, schemas: Schemas) -> tuple[Cell, ...]:
    ref = fact_ref(fact, lang, schemas)
    reason = fact.reason_en if lang == "en" else fact.reason_zh
    verdict = code_label("verdict", fact.verdict, schemas, lang)
    texts = (ref.unit, verdict, fact.section, reason)
    return (
        (f"{ref.label} {fact.id}",),
        (show_number(fact.published),),
        (ref,),
        *((text,) for text in texts),
    )


def comparison_tables(
    ledger: Ledger, *, lang: str, schemas: Schemas, compared: str, other: str
) -> list[Table]:
    """Both tables under their captions, as far as they have rows."""
    tables = (
        reconciliation_table(ledger, lang=lang, schemas=schemas, caption=compared,
                             table_id="reconciliation"),
        not_computable_table(ledger, lang=lang, caption=other, table_id="not_computable"),
    )  # fmt: skip
    return [table for table in tables if table.body]
