"""From blocks to a document that every format prints alike.

A document is numbered, its text is safe to print, and every number in it has an entry in the
appendix of definitions. The formats only lay it out.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain, takewhile
from typing import Any, TypeVar, cast

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.report.blocks import (
    Block,
    FactRef,
    Field,
    Figure,
    Heading,
    Map,
    Note,
    Paragraph,
    Span,
    Table,
)
from dandong_analysis.report.labels import word
from dandong_analysis.report.numbering import Item, number_blocks
from dandong_analysis.report.phrases import phrase

_Value = TypeVar("_Value")

_SPACES = "\t\n\r\u0085\u2028\u2029"
_LAST_OF_PLANE = 0xFFFE
_NONCHARACTERS = range(0xFDD0, 0xFDF0)


@dataclass(frozen=True)
class DocumentMeta:
    """What a document says about itself.

    ``created`` is given, never read from the clock, so that the bytes depend on the contents
    only; without it the document carries no date. ``chapter`` is the number of the first
    heading of level 1. ``slug`` is the study's, ``key`` the name of the document's file without
    its ending. ``provenance`` is ``synthetic``, ``survey`` or ``published``.
    """

    title: str
    subtitle: str = ""
    lang: str = "zh"
    study: str = ""
    region: str = ""
    as_of: str = ""
    created: date | None = None
    provenance: str = "survey"
    build: str = ""
    author: str = ""
    chapter: int = 1
    slug: str = ""
    key: str = ""


@dataclass(frozen=True)
class Entry:
    """One number of the appendix and the anchor that links to it."""

    fact: FactRef
    anchor: str


@dataclass(frozen=True)
class Document:
    """Numbered blocks with the definitions of their numbers, in order of first use."""

    meta: DocumentMeta
    items: tuple[Item, ...]
    entries: tuple[Entry, ...]

    @cached_property
    def anchors(self) -> Mapping[str, str]:
        """The anchor of each fact by its id."""
        return {entry.fact.id: entry.anchor for entry in self.entries}

    @property
    def is_synthetic(self) -> bool:
        """Whether any part is synthetic; what the notebook claims cannot take the stamp off."""
        drawn = chain.from_iterable(facts_of_features(item.block) for item in self.items)
        facts = chain((entry.fact for entry in self.entries), drawn)
        return "synthetic" in {self.meta.provenance, *(fact.provenance for fact in facts)}

    def word(self, name: str) -> str:
        return phrase(name, self.meta.lang)

    @cached_property
    def front(self) -> tuple[Item, ...]:
        """What stands on the first page, below the title: all before the first numbered heading.

        Nothing, when the document does not begin with a heading without a number.
        """
        first = self.items[0].block if self.items else None
        if not isinstance(first, Heading) or first.numbered:
            return ()
        return tuple(takewhile(lambda item: not _is_numbered(item.block), self.items))

    @property
    def body(self) -> tuple[Item, ...]:
        """All items after the front."""
        return self.items[len(self.front) :]

    def headings(self, deepest: int = 3) -> list[tuple[Item, Heading]]:
        """The headings of the table of contents."""
        found = [(i, i.block) for i in self.body if isinstance(i.block, Heading)]
        return [(item, heading) for item, heading in found if heading.level <= deepest]

    @property
    def full_title(self) -> str:
        """Title and subtitle in one line, for lists of documents."""
        return self.word("colon").join(filter(None, (self.meta.title, self.meta.subtitle)))

    def particulars(self) -> list[tuple[str, str]]:
        """Label and text of what stands below the title."""
        created = self.meta.created.isoformat() if self.meta.created else ""
        named = {"study": self.meta.study, "region": self.meta.region, "as_of": self.meta.as_of,
                 "created": created, "build": self.meta.build}  # fmt: skip
        return [(self.word(name), text) for name, text in named.items() if text]


def build_document(blocks: Sequence[Block], meta: DocumentMeta) -> Document:
    """Number ``blocks``, make their text safe and collect the numbers' definitions."""
    safe = [printable_block(block) for block in blocks]
    items = number_blocks(safe, chapter=meta.chapter, lang=meta.lang)
    facts: dict[str, FactRef] = {}
    for fact in chain.from_iterable(map(facts_of, safe)):
        facts.setdefault(fact.id, fact)
    entries = [Entry(fact, f"fact-{n}") for n, fact in enumerate(facts.values(), 1)]
    return Document(cast("DocumentMeta", _printable(meta)), items, tuple(entries))


def _is_numbered(block: Block) -> bool:
    return isinstance(block, Heading) and block.numbered


def byline(field: Field) -> str:
    """Who wrote the text of a field and when, as far as it is known.

    >>> byline(Field("cause:A", "甲", ("文",), "", "王", "2021-03-01"))
    '王　2021-03-01'
    """
    return "\u3000".join(filter(None, (field.by, field.on)))


def facts_of(block: Block) -> list[FactRef]:
    """The numbers of a block in reading order."""
    spans = list(_spans_of(block))
    drawn = block.facts if isinstance(block, Figure | Map) else ()
    return [span for span in spans if isinstance(span, FactRef)] + list(drawn)


def facts_of_features(block: Block) -> Iterator[FactRef]:
    """The numbers that a map shows for its features.

    Hundreds of areas with several numbers each would bury the appendix, so these are defined
    where they are shown, and have an entry only when they also stand elsewhere.
    """
    for layer in block.layers if isinstance(block, Map) else ():
        for feature in layer.features:
            yield from feature.facts


def _spans_of(block: Block) -> Iterator[Span]:
    if isinstance(block, Table):
        for row in block.body:
            for cell in row:
                yield from cell
    elif isinstance(block, Paragraph | Note):
        yield from block.spans


def fact_details(fact: FactRef, lang: str) -> list[tuple[str, str]]:
    """Label and text of everything that a reader may open behind a number, but its name."""
    rows = f"{fact.n_rows}{phrase('rows_unit', lang)}"
    sources = phrase("comma", lang).join(fact.sources)
    verdict = word(lang, "code", "verdict", fact.verdict)
    texts = {"definition": fact.definition, "value": f"{fact.value} {fact.unit}".strip(),
             "converted": fact.with_unit if fact.converted_to else "",
             "rows": rows, "sources": sources, "published": fact.published, "verdict": verdict,
             "provenance": word(lang, "code", "provenance", fact.provenance)}  # fmt: skip
    return [(phrase(f"fact.{name}", lang), text) for name, text in texts.items() if text]


def printable(text: str) -> str:
    r"""``text`` with every character that a format forbids or a reader cannot see made visible.

    Line breaks and tabs become spaces. Control, format (such as a reversal of the reading
    direction), surrogate and non-characters become their code.

    >>> printable("a\tb\x00c\u202e")
    'a b\\u0000c\\u202e'
    """
    # What Python calls printable holds none of these; nearly all text is.
    return text if text.isprintable() else "".join(map(_printable_character, text))


def _printable_character(character: str) -> str:
    if character in _SPACES:
        return " "
    code = ord(character)
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs"}
    if hidden or code in _NONCHARACTERS or code & _LAST_OF_PLANE == _LAST_OF_PLANE:
        return f"\\u{code:04x}"
    return character


def printable_value(value: _Value) -> _Value:
    """A value with all the text in it made printable, in tuples and dataclasses too."""
    return cast("_Value", _printable(value))


def printable_block(block: Block) -> Block:
    """``block`` with all its text made printable; a picture stays as it is."""
    safe = cast("Block", _printable(block))
    if isinstance(block, Figure | Map) and isinstance(safe, Figure | Map):
        return replace(safe, svg=block.svg)
    return safe


def _printable(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, tuple):
        return tuple(_printable(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _printable(getattr(value, f.name)) for f in fields(value)})
    return value


def meta_from_json(data: Mapping[str, Any], *, title: str = "") -> DocumentMeta:
    """The meta of an executed notebook (its metadata key ``dandong``).

    Parameters
    ----------
    data
        Fields of :class:`DocumentMeta`; ``created`` as an ISO date.
    title
        The title where ``data`` has none.

    Raises
    ------
    DandongError
        When a field is unknown or of another type.
    """
    values = {"title": title, **data}
    if created := values.get("created"):
        values["created"] = _iso_date(created)
    for name, value in values.items():
        if not _fits(name, value):
            raise _bad_meta(name, value)
    return DocumentMeta(**values)


def _fits(name: str, value: object) -> bool:
    """Whether ``name`` is a field of :class:`DocumentMeta` that may hold ``value``."""
    types = {f.name: f.type for f in fields(DocumentMeta)}
    choices = {"lang": ("zh", "en"), "provenance": ("synthetic", "survey", "published")}
    if name in choices:
        return value in choices[name]
    return name in types and isinstance(value, cast("type", types[name]))


def _iso_date(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise _bad_meta("created", value) from error


def _bad_meta(name: str, value: object) -> DandongError:
    problem = Problem(
        "bad-document-meta",
        Text(f"笔记本元数据 dandong 的“{name}”无法使用", f"'{name}' in the notebook's metadata 'dandong' cannot be used"),
        Text("本章无法导出", "the chapter cannot be exported"),
        Text("请用同一版本的程序重新运行该章", "run the chapter again with this version"),
        Place(column=name), str(value)[:80],
    )  # fmt: skip
    return DandongError(problem)
