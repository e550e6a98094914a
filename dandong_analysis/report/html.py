"""HTML: pages that open offline and ask nobody for anything.

Every value is escaped by the template engine, pictures are data addresses, and the page's policy
forbids the browser to fetch anything. A page runs its own script and, by the hash of its text, no
other, so that a script which came in with delivered text could not run even if the escaping
failed; and it forbids to turn text into markup while the page is open (Trusted Types).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import count
from typing import Any

from markupsafe import Markup

from dandong_analysis.report import webmap
from dandong_analysis.report.appendix import Appendix
from dandong_analysis.report.blocks import Block, FactRef, Map
from dandong_analysis.report.document import (
    Document,
    DocumentMeta,
    build_document,
    fact_details,
)
from dandong_analysis.report.labels import word
from dandong_analysis.report.numbering import Item, gap_after_number
from dandong_analysis.report.overlay import links_over
from dandong_analysis.report.phrases import LANGUAGE_TAGS
from dandong_analysis.report.policy import page_policy
from dandong_analysis.report.site import Site
from dandong_analysis.report.templating import environment, joined_scripts, page_data

# What the script of a page says.
_WORDS = (
    "rows", "entry", "parents", "copy", "copied", "copy_failed", "sort", "close",
)  # fmt: skip


@dataclass(frozen=True)
class Numbers:
    """The numbers of a page: where each is defined, and its place in the page's data."""

    document: Document
    appendix: Appendix

    @property
    def anchors(self) -> Mapping[str, str]:
        """The anchor of the entry of each number, by the fact's id."""
        return self.appendix.anchors

    @cached_property
    def places(self) -> Mapping[str, int]:
        return {entry.fact.id: n for n, entry in enumerate(self.document.entries)}

    def data(self, site: Site | None) -> list[dict[str, Any]]:
        """What opens at each number, in the order of :attr:`places`."""
        return [self._opened(entry.fact, site) for entry in self.document.entries]

    @cached_property
    def _known(self) -> Mapping[str, FactRef]:
        return {entry.fact.id: entry.fact for entry in self.document.entries}

    def _opened(self, fact: FactRef, site: Site | None) -> dict[str, Any]:
        lang = self.document.meta.lang
        # The conversion belongs to the place where the number stands, see its link.
        own = replace(fact, converted_to="")
        return {
            "label": fact.label, "id": fact.id, "value": fact.value, "unit": fact.unit,
            "rows": fact.n_rows, "details": fact_details(own, lang),
            "parents": [self._parent(name) for name in fact.parents],
            "address": site.address(fact) if site else "",
        }  # fmt: skip

    def _parent(self, name: str) -> list[str]:
        """Id of a fact that a number was computed from; as far as the page has it, more of it.

        That is its label and value, and the anchor of its entry.
        """
        fact = self._known.get(name)
        if fact is None:
            return [name, name, ""]
        return [name, f"{fact.label} {fact.with_unit}", self.anchors[name]]


def render_html(blocks: Sequence[Block], meta: DocumentMeta, site: Site | None = None) -> bytes:
    """``blocks`` as one self-contained HTML file, encoded in UTF-8; of a ``site``, if it is one."""
    document = build_document(blocks, meta)
    return rendered("document.html.j2", document, site).encode("utf-8")


def rendered(
    template: str, document: Document, site: Site | None, *, items: Sequence[Item] | None = None,
    more_scripts: Sequence[str] = (), **more: object,
) -> str:  # fmt: skip
    """A page of the report from a template that extends ``frame.html.j2``.

    ``items`` are those that the page shows, by default all; ``more`` is for the template alone.
    """
    shown = anchored(document.items if items is None else items)
    numbers = Numbers(document, Appendix(document))
    has_map = any(isinstance(item.block, Map) for item in shown)
    program = script(with_map=has_map, more=tuple(more_scripts))
    lang, keys = document.meta.lang, count(1)
    return ENVIRONMENT.get_template(template).render(
        doc=document, items=shown, numbers=numbers, appendix=numbers.appendix, site=site,
        lang=lang, html_lang=LANGUAGE_TAGS[lang], word=document.word, has_map=has_map,
        map_word=partial(word, lang, "map"), keys=lambda: f"map-{next(keys)}",
        address=site.address if site else None, policy=page_policy(program),
        data=_data(numbers, site), script=Markup(program), **more,  # noqa: S704 - files of this package
    )  # fmt: skip


def anchored(items: Sequence[Item]) -> list[Item]:
    """``items``, those without an anchor with one by their place, so that a search can lead to it."""
    return [
        item if item.anchor else replace(item, anchor=f"part-{n}")
        for n, item in enumerate(items, 1)
    ]


def _data(numbers: Numbers, site: Site | None) -> Markup:
    """What the script reads: the numbers, and the words that it shows."""
    words = {name: numbers.document.word(f"site.{name}") for name in _WORDS}
    words["colon"] = numbers.document.word("colon")
    words["converted"] = numbers.document.word("fact.converted")
    return page_data({"words": words, "numbers": numbers.data(site)})


@cache
def script(*, with_map: bool, more: tuple[str, ...] = ()) -> str:
    """The one script of a page."""
    own = ("frame.js", "page.js", "tips.js", "tables.js", *more)
    return joined_scripts((*own, "map.js") if with_map else own)


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


ENVIRONMENT = environment(
    kind=_kind, gap=gap_after_number, on_screen=webmap.screen_map, links=links_over
)
