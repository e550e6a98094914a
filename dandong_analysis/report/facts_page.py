"""One offline page for a report, on which every number opens down to its rows.

The list of all facts stands in the page as plain elements, so that it is of use without a script
and an address such as ``facts.html#MINE.TOTAL`` has a target. What is behind the facts stands
beside it as data that the browser neither runs nor shows; the page's one script
(``templates/facts.js``) reads both and writes text as text only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markupsafe import Markup

from dandong_analysis.evidence import Evidence
from dandong_analysis.report.document import Document, DocumentMeta, printable_value
from dandong_analysis.report.labels import word
from dandong_analysis.report.mentions import Mention
from dandong_analysis.report.opened import OpenFact
from dandong_analysis.report.packing import Numbered, Spot, packed_evidence
from dandong_analysis.report.phrases import LANGUAGE_TAGS, PHRASES, phrase
from dandong_analysis.report.policy import page_policy
from dandong_analysis.report.site import Site
from dandong_analysis.report.templating import environment, joined_scripts, page_data
from dandong_analysis.report.wording import show_number

_WORDS = "facts."
# One script in four files: what all pages do, the facts and what is behind them, tables of rows,
# the page.
_SCRIPTS = ("frame.js", "facts_data.js", "facts_rows.js", "facts.js")


@dataclass(frozen=True)
class FactsPage:
    """What the page shows: facts by chapter, and the cells behind them.

    ``chapters`` are the titles of the chapters and the addresses of their pages; ``hashes`` the
    SHA-256 of the delivered files, by delivery and file; ``readings`` what was done to read a
    cell, where anything was.
    """

    facts: Sequence[OpenFact]
    evidence: Evidence
    hashes: Mapping[tuple[str, str], str]
    chapters: Sequence[tuple[str, str]]
    readings: Mapping[Spot, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Group:
    """The facts of one indicator in one chapter."""

    label: str
    facts: tuple[OpenFact, ...]


@dataclass(frozen=True)
class _Section:
    """The facts that first stand in one chapter, or in none."""

    title: str
    groups: tuple[_Group, ...]

    @property
    def size(self) -> int:
        return sum(len(group.facts) for group in self.groups)


def render_facts(page: FactsPage, meta: DocumentMeta, site: Site | None = None) -> bytes:
    """The page as one self-contained HTML file, encoded in UTF-8; of a ``site``, if it is one."""
    sections = _sections([printable_value(fact) for fact in page.facts], page.chapters, meta.lang)
    listed = [fact for section in sections for group in section.groups for fact in group.facts]
    document = Document(printable_value(meta), (), ())
    text = _ENVIRONMENT.get_template("facts.html.j2").render(
        doc=document, html_lang=LANGUAGE_TAGS[meta.lang], word=document.word,
        policy=page_policy(script()), is_synthetic=_is_synthetic(listed, meta),
        site=site, sections=sections, chapters=page.chapters, count=len(listed),
        data=page_data(_data(listed, meta.lang)),
        rows=page_data(packed_evidence(
            page.evidence, [f.ref.id for f in listed], page.hashes, page.readings
        )),
        script=Markup(script()),  # noqa: S704 - a file of this package
    )  # fmt: skip
    return text.encode("utf-8")


@cache
def script() -> str:
    """The one script of the page."""
    return joined_scripts(_SCRIPTS)


def _is_synthetic(facts: Sequence[OpenFact], meta: DocumentMeta) -> bool:
    return "synthetic" in {meta.provenance, *(fact.ref.provenance for fact in facts)}


def _sections(
    facts: Sequence[OpenFact], chapters: Sequence[tuple[str, str]], lang: str
) -> list[_Section]:
    """The facts by the chapter that they first stand in, then by indicator."""
    titles = [*(title for title, _ in chapters), phrase("facts.not_printed", lang)]
    inside: dict[int, dict[str, list[OpenFact]]] = {}
    for fact in facts:
        chapter = fact.mentions[0].chapter if fact.mentions else len(chapters)
        inside.setdefault(chapter, {}).setdefault(fact.indicator or fact.ref.label, []).append(fact)
    return [
        _Section(titles[n], tuple(_Group(k, tuple(v)) for k, v in inside[n].items()))
        for n in sorted(inside)
    ]


def _data(facts: Sequence[OpenFact], lang: str) -> dict[str, Any]:
    """What the script knows of the facts beside their elements: a list for each property."""
    names, mentions = Numbered[str](), Numbered[Mention]()
    numbers = {fact.ref.id: n for n, fact in enumerate(facts)}
    columns = {
        "value": [fact.value for fact in facts],
        "texts": [list(fact.texts) for fact in facts],
        "measure": [fact.measure for fact in facts],
        "scale": [fact.scale for fact in facts],
        "count": [fact.ref.n_rows for fact in facts],
        "table": [names(fact.meaning.table) for fact in facts],
        "where": [[(names(d), names(c)) for d, c in fact.meaning.conditions] for fact in facts],
        "sources": [[names(source) for source in fact.ref.sources] for fact in facts],
        "published": [[show_number(fact.ref.published), fact.section] for fact in facts],
        "verdict": [names(word(lang, "code", "verdict", f.ref.verdict)) for f in facts],
        "provenance": [names(word(lang, "code", "provenance", f.ref.provenance)) for f in facts],
        "reason": [names(fact.reason) for fact in facts],
        "parents": [[numbers[p] for p in fact.ref.parents if p in numbers] for fact in facts],
        "mentions": [[mentions(m) for m in fact.mentions] for fact in facts],
    }
    return {
        **columns, "names": names.values(),
        "places": [[m.address, m.label] for m in mentions.values()], "words": _words(lang),
    }  # fmt: skip


def _words(lang: str) -> dict[str, str]:
    """The page's own phrases, and those that it shares, by their names."""
    own = {n.removeprefix(_WORDS): phrase(n, lang) for n in PHRASES if n.startswith(_WORDS)}
    shared = {n.removeprefix("fact."): phrase(n, lang) for n in PHRASES if n.startswith("fact.")}
    return {**shared, **own, "colon": phrase("colon", lang), "comma": phrase("comma", lang)}


_ENVIRONMENT = environment()
