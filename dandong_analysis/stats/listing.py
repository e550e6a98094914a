"""The ledger as a plain list, for ``dandong facts --json``."""

from typing import Any

from dandong_analysis.facts import Ledger
from dandong_analysis.schemas import Schemas
from dandong_analysis.stats.indicators import Catalogue
from dandong_analysis.stats.wording import describe

__all__ = ["describe", "list_facts"]


def list_facts(
    ledger: Ledger, schemas: Schemas, *, catalogue: Catalogue | None = None
) -> list[dict[str, Any]]:
    """Every fact as a dict of texts and numbers, in the order of the ledger.

    ``value`` is the unrounded value as text, so that no decimal is lost; None when there is
    none. ``definition`` says in words how it is computed.
    """
    listed = []
    for fact in ledger:
        words = describe(fact, schemas, catalogue=catalogue, ledger=ledger)
        listed.append({
            "id": fact.id, "value": None if fact.value is None else f"{fact.value:f}",
            "unit": fact.unit, "printed": fact.printed,
            "label_zh": fact.label_zh, "label_en": fact.label_en, "n_rows": fact.n_rows,
            "published": fact.published, "section": fact.section, "verdict": fact.verdict,
            "reason_zh": fact.reason_zh, "reason_en": fact.reason_en,
            "provenance": fact.provenance,
            "definition_zh": words.zh, "definition_en": words.en,
        })  # fmt: skip
    return listed
