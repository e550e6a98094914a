"""All facts of a build for other programs, without saying anything twice.

What the crossings of an indicator share stands once, as a numbered definition; the names of
sources stand once, in a numbered list. Everything else is said of each fact.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dandong_analysis.errors import Text
from dandong_analysis.facts import Fact, Ledger
from dandong_analysis.schemas import Schemas
from dandong_analysis.stats.dimensions import Model
from dandong_analysis.stats.indicators import Catalogue
from dandong_analysis.stats.wording import Words, describe

# What is said of a fact only where there is something to say.
_SOMETIMES = ("published", "section", "reason_zh", "reason_en")


@dataclass(frozen=True)
class Results:
    """Facts, and the numbered definitions and sources that they refer to (counted from 0).

    ``facts``
        ``id``, ``indicator``, ``dims`` (code by dimension, null without a value), ``value`` (the
        unrounded value as text, null without one), ``unit`` (a code), ``printed``, ``label_zh``,
        ``label_en``, ``definition`` (number), ``parents`` (ids), ``n_rows``, ``sources``
        (numbers), ``verdict``, ``provenance``; and, where there is one, ``published``,
        ``section``, ``reason_zh``, ``reason_en``.
    ``definitions``
        ``zh`` and ``en`` in words; ``table``, ``measure``, ``column``; ``where``, the code that
        a dimension must have; ``by``, the dimensions whose code is that of the fact.
    """

    facts: list[dict[str, Any]]
    definitions: list[dict[str, Any]]
    sources: list[str]


def list_results(ledger: Ledger, schemas: Schemas, catalogue: Catalogue) -> Results:
    """The facts of ``ledger`` in its order.

    Parameters
    ----------
    schemas, catalogue
        Of the study, with the names of all codes; as for
        :func:`dandong_analysis.stats.wording.describe`.
    """
    words = Words(Model(catalogue, schemas))
    sources: dict[str, int] = {}
    keys: dict[str, int] = {}
    results = Results([], [], [])
    for fact in ledger:
        structure = _structure(fact, ledger)
        number = keys.setdefault(repr(structure), len(results.definitions))
        if number == len(results.definitions):
            own = _group_in_words(fact, ledger, words)
            results.definitions.append({"zh": own.zh, "en": own.en, **structure})
        cited = [sources.setdefault(name, len(sources)) for name in fact.sources]
        results.facts.append(_listed(fact, number, cited))
    results.sources.extend(sources)
    return results


def _listed(fact: Fact, definition: int, sources: list[int]) -> dict[str, Any]:
    sometimes = {name: getattr(fact, name) for name in _SOMETIMES}
    return {
        "id": fact.id, "indicator": fact.indicator, "dims": dict(fact.dims),
        "value": None if fact.value is None else f"{fact.value:f}",
        "unit": fact.unit, "printed": fact.printed,
        "label_zh": fact.label_zh, "label_en": fact.label_en,
        "definition": definition, "parents": list(fact.definition.parents),
        "n_rows": fact.n_rows, "sources": sources,
        "verdict": fact.verdict, "provenance": fact.provenance,
        **{name: text for name, text in sometimes.items() if text},
    }  # fmt: skip


def _structure(fact: Fact, ledger: Ledger) -> dict[str, Any]:
    """What a fact has in common with the other crossings of its indicator."""
    made = fact.definition
    own = {dim for dim, code in made.where.items() if fact.dims.get(dim, "") == code}
    parents = (ledger.get(name) for name in made.parents)
    return {
        "indicator": fact.indicator, "unit": fact.unit,
        "table": made.table, "measure": made.measure, "column": made.column,
        "where": {dim: code for dim, code in made.where.items() if dim not in own},
        "by": [dim for dim in made.where if dim in own],
        "of": list(dict.fromkeys(parent.indicator for parent in parents if parent is not None)),
    }  # fmt: skip


def _group_in_words(fact: Fact, ledger: Ledger, words: Words) -> Text:
    """How a fact is computed, without its own codes."""
    model, made = words.model, fact.definition
    where = {dim: code for dim, code in made.where.items() if fact.dims.get(dim, "") != code}
    terms = _terms(fact, ledger, words)
    group = replace(fact, definition=replace(made, where=where, parents=tuple(terms)))
    return describe(group, model.schemas, catalogue=model.catalogue, ledger=Ledger(terms))


def _terms(fact: Fact, ledger: Ledger, words: Words) -> Mapping[str, Fact]:
    """The facts that one is made of, under the names of their indicators."""
    known = words.model.catalogue.indicators
    indicator = known.get(fact.indicator)
    parts = indicator.parts if indicator else ()
    found: dict[str, Fact] = {}
    for number, name in enumerate(fact.definition.parents):
        term = ledger[name]
        narrowed = parts[number].where if number < len(parts) else {}
        label = known[term.indicator].label if term.indicator in known else term.label
        own = words.crossing(label, narrowed)
        if not own.zh:  # a name that is nothing but a code
            own = Text(term.indicator, term.indicator)
        # Of a ratio both terms are named, even where only their codes differ.
        place = number if fact.definition.measure == "ratio" else ""
        found[f"{own.zh} {place}"] = replace(term, label_zh=own.zh, label_en=own.en)
    return found
