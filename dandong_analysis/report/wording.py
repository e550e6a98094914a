"""Sentences whose numbers come from the ledger.

A template of ``standards/wording.toml`` is text with placeholders in braces:

``{region}``
    a plain word, given by the caller and never parsed again
``{LAND.DAMAGED}``, ``{LAND.DAMAGED@status_class=active}``
    a fact, narrowed to the sentence's scope (for example one county)
``{LAND.DAMAGED|km2:2}``
    printed in another unit, with so many decimals
``{LAND.PIT|share:LAND.DAMAGED}``
    the fact that is the ratio of the two; nothing is computed here
``{MINE.TOTAL|whole}``
    not narrowed: the fact of the whole study
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from dandong_analysis.errors import DandongError, Place, Problem, Text, raise_all
from dandong_analysis.facts import Fact, Ledger, fact_id
from dandong_analysis.report.blocks import FactRef, Note, NoteKind, Paragraph, Span
from dandong_analysis.report.labels import (
    capitalised,
    definition_in_words,
    group_in_words,
    group_label,
    unit_label,
)
from dandong_analysis.schemas import Schemas
from dandong_analysis.standards import load_standard
from dandong_analysis.units import MOST_DECIMALS, Rounding, convert, print_number

# Printed where a fact has no value.
NO_VALUE = "…"

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NUMBER = re.compile(r"([-+]?)(\d{5,})((?:\.\d+)?)")


@dataclass(frozen=True)
class _Source:
    """All that placeholders are filled from."""

    ledger: Ledger
    schemas: Schemas
    lang: str
    scope: Mapping[str, str]
    words: Mapping[str, str]
    rounding: Rounding
    templates: Mapping[str, Text]


def show_number(printed: str) -> str:
    """A printed number with its thousands separated by commas from five digits on.

    GB/T 15835-2011 allows the comma or a quarter-em space, and four digits without either;
    the comma is in every font and stays a number when it is copied. Decimals are not
    separated, and text that is no number stays as it is.

    >>> show_number("44750"), show_number("1265"), show_number("13894.05"), show_number("10-19")
    ('44,750', '1265', '13,894.05', '10-19')
    """
    found = _NUMBER.fullmatch(printed)
    if found is None:
        return printed
    sign, whole, decimals = found.groups()
    return f"{sign}{int(whole):,}{decimals}"


def fact_ref(fact: Fact, lang: str, schemas: Schemas) -> FactRef:
    """``fact`` as a number in text: printed form, and what a reader may open behind it."""
    return FactRef(
        text=show_number(fact.printed) or NO_VALUE, id=fact.id, value=_unrounded(fact.value),
        unit=unit_label(fact.unit, lang), label=fact.label.in_language(lang),
        definition=definition_in_words(fact.definition, schemas, lang), n_rows=fact.n_rows,
        sources=fact.sources, published=fact.published, verdict=fact.verdict,
        provenance=fact.provenance, parents=fact.definition.parents,
        **_group(fact, lang, schemas),
    )  # fmt: skip


def _group(fact: Fact, lang: str, schemas: Schemas) -> dict[str, str]:
    """What the crossings of one indicator share; nothing for a number that stands alone."""
    definition = group_in_words(fact, schemas, lang)
    if fact.published or fact.id != fact_id(fact.indicator, fact.dims) or not definition:
        return {}
    return {"group": group_label(fact, schemas, lang), "group_definition": definition}


def _unrounded(value: Decimal | None) -> str:
    """The value as it is; one with too many decimals is cut off, visibly."""
    text = "" if value is None else f"{value:f}"
    whole, point, decimals = text.partition(".")
    if len(decimals) <= MOST_DECIMALS:
        return text
    return f"{whole}{point}{decimals[:MOST_DECIMALS]}…"


@cache
def standard_templates() -> Mapping[str, Text]:
    """The sentences of ``standards/wording.toml`` by key."""
    return parse_templates(load_standard("wording")["sentence"])


def parse_templates(data: Mapping[str, Mapping[str, str]]) -> Mapping[str, Text]:
    """Sentences from a ``[sentence."KEY"]`` mapping with ``zh`` and ``en``."""
    return {key: Text(entry["zh"], entry["en"]) for key, entry in data.items()}


def sentence(
    key: str | Sequence[str], ledger: Ledger, *, lang: str, schemas: Schemas,
    scope: Mapping[str, str] | None = None, words: Mapping[str, str] | None = None,
    rounding: Rounding = "half_even", templates: Mapping[str, Text] | None = None,
) -> Paragraph:  # fmt: skip
    """The sentence ``key``, or several as one paragraph, with facts and plain ``words``.

    ``scope`` narrows every fact, for example ``{"county": "210682"}``; ``templates`` adds to
    the standard sentences or replaces them.

    Raises
    ------
    DandongError
        When there is no such template, or a placeholder is neither a fact nor a word; every
        such placeholder is named.
    """
    keys = (key,) if isinstance(key, str) else key
    source = _Source(ledger, schemas, lang, scope or {}, words or {}, rounding, templates or {})
    gap = " " if lang == "en" else ""
    spans = [span for name in keys for span in (gap, *_spans(name, source))]
    return Paragraph(_joined(spans[1:]))


def note(
    kind: NoteKind, key: str, ledger: Ledger, *, lang: str, schemas: Schemas,
    scope: Mapping[str, str] | None = None, words: Mapping[str, str] | None = None,
) -> Note:  # fmt: skip
    """The sentence ``key`` as a remark that stands apart; as :func:`sentence`."""
    spans = sentence(key, ledger, lang=lang, schemas=schemas, scope=scope, words=words).spans
    return Note(kind, spans)


def phrase(key: str, *, lang: str, words: Mapping[str, str] | None = None) -> str:
    """A heading or caption: a template without facts, as text."""
    paragraph = sentence(key, Ledger({}), lang=lang, schemas=Schemas({}, {}), words=words)
    return "".join(span for span in paragraph.spans if isinstance(span, str))


def placeholders(template: str) -> list[str]:
    """What stands in braces in ``template``, in order.

    >>> placeholders("{region}共有矿山{MINE.TOTAL}个")
    ['region', 'MINE.TOTAL']
    """
    return _PLACEHOLDER.findall(template)


def fact_ids(key: str, *, lang: str) -> tuple[str, ...]:
    """The facts that the sentence ``key`` names, without scope and options, each once."""
    named = [inside.partition("|")[0] for inside in placeholders(_template(key, {}, lang))]
    return tuple(dict.fromkeys(crossing_id(name) for name in named if name[:1].isupper()))


def column_labels(frame: str, *, lang: str) -> dict[str, str]:
    """The columns of a frame about the survey that a chapter shows, with their headers."""
    columns = load_standard("wording")["frame_column"][frame]
    return {name: entry[lang] for name, entry in columns.items() if lang in entry}


def _template(key: str, templates: Mapping[str, Text], lang: str) -> str:
    known = {**standard_templates(), **templates}
    if key not in known:
        raise DandongError(_problem(key, "", _NO_TEMPLATE))
    return known[key].in_language(lang)


def _spans(key: str, source: _Source) -> list[Span]:
    # The split alternates: text, placeholder, text, …
    parts = _PLACEHOLDER.split(_template(key, source.templates, source.lang))
    spans: list[Span] = list(parts)
    problems: list[Problem] = []
    for i in range(1, len(parts), 2):
        try:
            spans[i] = _span(key, parts[i], source)
        except DandongError as error:
            problems.extend(error.problems)
    raise_all(problems)
    return _begun(spans, source.lang)


def _begun(spans: list[Span], lang: str) -> list[Span]:
    """A sentence that begins with a name begins with a capital."""
    match spans:
        case ["", str(name), *others]:
            return [capitalised(name, lang), *others]
    return spans


def _span(template: str, inside: str, source: _Source) -> Span:
    if inside in source.words:
        return source.words[inside]
    name, *options = inside.split("|")
    if not name[:1].isupper():
        raise DandongError(_problem(template, inside, _NO_WORD))
    try:
        return _number(name, options, source)
    except (DandongError, ValueError, KeyError) as error:
        raise DandongError(_problem(template, inside, _NO_FACT)) from error


def _number(name: str, options: Sequence[str], source: _Source) -> FactRef:
    scope = {} if "whole" in options else source.scope
    fact, unit = _narrowed(name, source.ledger, scope), ""
    for option in options:
        if option.startswith("share:"):
            other = _narrowed(option.removeprefix("share:"), source.ledger, scope)
            fact = _ratio(fact, other, source.ledger)
        elif option != "whole":
            unit = option
    ref = fact_ref(fact, source.lang, source.schemas)
    if not unit:
        return ref
    return _in_unit(fact, ref, unit, lang=source.lang, rounding=source.rounding)


def _in_unit(fact: Fact, ref: FactRef, option: str, *, lang: str, rounding: Rounding) -> FactRef:
    unit, _, places = option.partition(":")
    if fact.value is None:
        return ref
    printed = print_number(convert(fact.value, fact.unit, unit), int(places), rounding)
    shown = unit_label(unit, lang)
    return replace(ref, text=show_number(printed), converted_to=shown if unit != fact.unit else "")


def _narrowed(name: str, ledger: Ledger, scope: Mapping[str, str]) -> Fact:
    """The fact within the scope; one that exists only there has no whole to be narrowed."""
    narrowed = ledger.get(crossing_id(name, scope))
    if narrowed is not None:
        return narrowed
    fact = ledger[crossing_id(name)]
    return ledger.within(fact.id, **scope) if scope else fact


def crossing_id(name: str, scope: Mapping[str, str | None] | None = None) -> str:
    """The id with its dimensions, and those of the scope, in order; a published id as it is."""
    indicator, _, inside = name.partition("@")
    pairs = [pair.partition("=") for pair in inside.split(",") if pair]
    dims = {dim: None if code == "?" else code for dim, _, code in pairs}
    return fact_id(indicator, {**dims, **(scope or {})})


def _ratio(numerator: Fact, denominator: Fact, ledger: Ledger) -> Fact:
    # By crossing, because several published ids may name the same one.
    wanted = [fact_id(f.indicator, f.dims) for f in (numerator, denominator)]
    for fact in ledger:
        if fact.definition.measure == "ratio":
            terms = [ledger[parent] for parent in fact.definition.parents]
            if [fact_id(f.indicator, f.dims) for f in terms] == wanted:
                return fact
    raise KeyError(wanted)


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans with neighbouring texts as one and without empty ones."""
    return tuple(_runs(spans))


def _runs(spans: Sequence[Span]) -> Iterator[Span]:
    text = ""
    for span in spans:
        if isinstance(span, str):
            text += span
            continue
        if text:
            yield text
        text = ""
        yield span
    if text:
        yield text


_NO_TEMPLATE = Text("没有这个句子模板", "there is no such sentence template")
_NO_WORD = Text("未给出这个词语", "this word was not given")
_NO_FACT = Text("台账中没有这个数据项或其换算", "the ledger has no such fact or conversion")


def _problem(template: str, placeholder: str, rule: Text) -> Problem:
    return Problem(
        "wording",
        Text(f"句子模板“{template}”：{rule.zh}", f"sentence template '{template}': {rule.en}"),
        Text("无法写出这个句子", "the sentence cannot be written"),
        Text("请核对 wording.toml 与指标目录", "compare wording.toml with the indicator catalogue"),
        Place(file="wording.toml"), placeholder and f"{{{placeholder}}}",
    )  # fmt: skip
