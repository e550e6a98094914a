"""The appendix of definitions as it is printed on paper.

A number that stands in a sentence, that a document published or that is no crossing has an
entry of its own. The other crossings of an indicator share one entry, because they differ in
their codes only and the table shows these. On a screen each number has its own entry
(:mod:`~dandong_analysis.report.html`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dandong_analysis.report.blocks import Block, FactRef, Note, Paragraph
from dandong_analysis.report.document import Document, facts_of
from dandong_analysis.report.labels import word


@dataclass(frozen=True)
class PaperEntry:
    """One entry: its anchor, name, value (of a group none) and everything else, run on."""

    anchor: str
    label: str
    value: str
    rest: str


@dataclass(frozen=True)
class Appendix:
    """The entries of a document's numbers, in order of first use."""

    document: Document

    @cached_property
    def entries(self) -> tuple[PaperEntry, ...]:
        return tuple(self._entry(n, alike) for n, alike in enumerate(self._groups, 1))

    @cached_property
    def anchors(self) -> Mapping[str, str]:
        """The anchor of the entry of each fact, by the fact's id."""
        return {
            fact.id: entry.anchor
            for entry, alike in zip(self.entries, self._groups, strict=True)
            for fact in alike
        }

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The sources of all numbers, in order of first use; the entries number them."""
        facts = (entry.fact for entry in self.document.entries)
        return tuple(dict.fromkeys(source for fact in facts for source in fact.sources))

    def note(self) -> str:
        """What stands above the entries."""
        return self._word("appendix_note") + self._word("appendix_groups")

    def numbered_sources(self) -> str:
        """The list that the entries refer to."""
        listed = (f"[{n}] {source}" for n, source in enumerate(self.sources, 1))
        return self._named("sources", self._word("semicolon").join(listed))

    @cached_property
    def _groups(self) -> tuple[tuple[FactRef, ...], ...]:
        """The numbers that share an entry, in order of first use."""
        said = {fact.id for item in self.document.items for fact in _said(item.block)}
        alike: dict[tuple[str, ...], list[FactRef]] = {}
        for entry in self.document.entries:
            fact = entry.fact
            alone = not fact.group or fact.id in said
            key = (fact.id,) if alone else (fact.group, fact.group_definition, fact.unit)
            alike.setdefault(key, []).append(fact)
        return tuple(map(tuple, alike.values()))

    @cached_property
    def _exhibits(self) -> Mapping[str, tuple[str, ...]]:
        """The numbers of the tables and figures in which each fact stands, by the fact's id."""
        found: dict[str, dict[str, None]] = {}
        for item in self.document.items:
            for fact in facts_of(item.block) if item.number else ():
                found.setdefault(fact.id, {})[item.number] = None
        return {name: tuple(numbers) for name, numbers in found.items()}

    def _entry(self, number: int, alike: Sequence[FactRef]) -> PaperEntry:
        anchor, first = f"entry-{number}", alike[0]
        if len(alike) > 1:
            return PaperEntry(anchor, first.group, "", self._run_on(self._of_group(alike)))
        value = f"{first.value} {first.unit}".rstrip()
        return PaperEntry(anchor, first.label, value, self._run_on(self._of_fact(first)))

    def _of_fact(self, fact: FactRef) -> Iterator[str]:
        """All that a reader may open behind a number but its value."""
        yield fact.definition
        yield f"{fact.n_rows}{self._word('rows_unit')}"
        yield from self._origin([fact])
        if fact.published:
            yield f"{self._word('fact.published')} {fact.published}"
            yield word(self.document.meta.lang, "code", "verdict", fact.verdict)
        yield fact.id

    def _of_group(self, alike: Sequence[FactRef]) -> Iterator[str]:
        """What the numbers of a group have in common, and where they stand."""
        yield alike[0].group_definition
        yield self._named("unit", alike[0].unit) if alike[0].unit else ""
        rows = sum(fact.n_rows for fact in alike)
        yield self._word("group_rows").format(facts=len(alike), rows=rows)
        yield from self._origin(alike)
        places = dict.fromkeys(n for fact in alike for n in self._exhibits[fact.id])
        yield self._word("comma").join(places)
        yield _common_id([fact.id for fact in alike])

    def _origin(self, facts: Sequence[FactRef]) -> Iterator[str]:
        lang = self.document.meta.lang
        numbers = sorted({self.sources.index(s) + 1 for fact in facts for s in fact.sources})
        cited = "".join(f"[{number}]" for number in numbers)
        yield f"{self._word('fact.sources')} {cited}" if cited else ""
        provenances = dict.fromkeys(fact.provenance for fact in facts)
        yield self._word("comma").join(word(lang, "code", "provenance", p) for p in provenances)

    def _run_on(self, parts: Iterator[str]) -> str:
        return self._word("semicolon").join(part for part in parts if part)

    def _named(self, name: str, text: str) -> str:
        return f"{self._word(f'fact.{name}')}{self._word('colon')}{text}"

    def _word(self, name: str) -> str:
        return self.document.word(name)


def _common_id(names: Sequence[str]) -> str:
    """The ids of a group as one, with an ellipsis for codes that differ.

    >>> _common_id(["LAND@county=1,year=2018", "LAND@county=1,year=2019"])
    'LAND@county=1,year=…'
    """
    split = [name.partition("@") for name in names]
    columns = zip(*(inside.split(",") for _, _, inside in split), strict=True)
    pairs = [p[0] if len(set(p)) == 1 else f"{p[0].partition('=')[0]}=…" for p in columns]
    return f"{split[0][0]}@{','.join(pairs)}"


def _said(block: Block) -> Sequence[FactRef]:
    return facts_of(block) if isinstance(block, Paragraph | Note) else ()
