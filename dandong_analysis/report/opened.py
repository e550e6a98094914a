"""Facts with everything that a reader may open behind them, ready for a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from dandong_analysis.facts import Fact
from dandong_analysis.report.blocks import FactRef
from dandong_analysis.report.labels import indicator_label
from dandong_analysis.report.mentions import Mention, Printed
from dandong_analysis.report.wording import NO_VALUE, fact_ref, show_number
from dandong_analysis.schemas import Schemas
from dandong_analysis.units import units


@dataclass(frozen=True)
class Meaning:
    """How a fact is computed, in the words of one language.

    ``conditions`` are the labels of the dimensions of its filter and of their codes.
    """

    definition: str
    table: str = ""
    conditions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class OpenFact:
    """A fact on the page of facts.

    ``value`` is all of the unrounded value, ``texts`` the forms in which it is printed.
    ``scale`` is what a ratio's unit is: 0.01 of a percentage. A number that a chapter prints
    although the ledger lacks it has no ``measure``.
    """

    ref: FactRef
    value: str
    texts: tuple[str, ...]
    meaning: Meaning
    indicator: str = ""
    measure: str = ""
    scale: str = "1"
    section: str = ""
    reason: str = ""
    mentions: tuple[Mention, ...] = ()


def fact_address(fact_id: str, page: str = "facts") -> str:
    """The address at which a number opens; ``page`` is the edition's own name of that page.

    >>> fact_address("LAND.DAMAGED@county=210682", "facts-en")
    'facts-en.html#LAND.DAMAGED%40county%3D210682'
    """
    return f"{quote(page)}.html#{quote(fact_id, safe='')}"


def open_facts(
    printed: Mapping[str, Printed], facts: Iterable[Fact], meanings: Mapping[str, Meaning],
    *, schemas: Schemas, lang: str,
) -> list[OpenFact]:  # fmt: skip
    """The facts of a page: those of the ledger, then numbers that no ledger knows.

    Parameters
    ----------
    printed
        The numbers of the report (:func:`~.mentions.printed_facts`).
    facts
        The facts among them, and those that they were computed from.
    meanings
        Of each fact, by id.
    schemas
        The names of indicators and dimensions.
    """
    known = {fact.id: fact for fact in facts}
    opened = [
        _opened(fact, printed.get(name), meanings[name], schemas, lang)
        for name, fact in known.items()
    ]
    strange = [own for name, own in printed.items() if name not in known]
    return opened + [
        OpenFact(
            own.ref, own.ref.value, tuple(own.texts), Meaning(own.ref.definition),
            mentions=tuple(own.mentions),
        )
        for own in strange
    ]  # fmt: skip


def _opened(
    fact: Fact, printed: Printed | None, meaning: Meaning, schemas: Schemas, lang: str
) -> OpenFact:
    known = printed.ref if printed else fact_ref(fact, lang, schemas)
    ref = replace(known, text=show_number(fact.printed) or NO_VALUE, definition=meaning.definition)
    return OpenFact(
        ref, "" if fact.value is None else f"{fact.value:f}",
        tuple(dict.fromkeys((ref.text, *(printed.texts if printed else ())))), meaning,
        indicator_label(fact.indicator, schemas, lang), fact.definition.measure,
        _scale(fact), fact.section, fact.reason_zh if lang == "zh" else fact.reason_en,
        tuple(printed.mentions) if printed else (),
    )  # fmt: skip


def _scale(fact: Fact) -> str:
    unit = units().get(fact.unit)
    return f"{unit.factor:f}" if unit is not None and unit.quantity == "ratio" else "1"
