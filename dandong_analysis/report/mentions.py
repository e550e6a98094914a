"""Where in a report each number stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dandong_analysis.report.blocks import Block, FactRef, Figure, Heading, Map, Table
from dandong_analysis.report.document import facts_of, facts_of_features, printable
from dandong_analysis.report.numbering import Item, gap_after_number, number_blocks
from dandong_analysis.report.phrases import phrase

# Between a chapter and a section of it.
_WITHIN = " › "


@dataclass(frozen=True)
class ShownChapter:
    """A chapter as its own page: the file's name, its number and its blocks."""

    page: str
    number: int
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Mention:
    """A table, figure or section of a chapter; ``chapter`` counts the chapters from 0."""

    chapter: int
    address: str
    label: str


@dataclass
class Printed:
    """A number as the report prints it: in how many forms, and where."""

    ref: FactRef
    texts: dict[str, None] = field(default_factory=dict)
    mentions: dict[Mention, None] = field(default_factory=dict)


def printed_facts(chapters: Sequence[ShownChapter], *, lang: str) -> dict[str, Printed]:
    """The numbers of a report by id, in the order in which they first stand in it.

    A number in text belongs to the section that it stands in. Numbers of a map's features count.
    """
    found: dict[str, Printed] = {}
    for number, chapter in enumerate(chapters):
        for mention, ref in _mentioned(chapter, number, lang):
            own = found.setdefault(ref.id, Printed(ref))
            own.texts[ref.text] = None
            own.mentions[mention] = None
    return found


def chapter_titles(chapters: Sequence[ShownChapter], *, lang: str) -> list[str]:
    """The numbered title of each chapter; without a heading the name of its page."""
    return [_title(chapter, lang) for chapter in chapters]


def _title(chapter: ShownChapter, lang: str) -> str:
    items = number_blocks(chapter.blocks, chapter=chapter.number, lang=lang)
    titles = (_heading(i, i.block) for i in items if isinstance(i.block, Heading))
    return next(titles, chapter.page)


def _mentioned(
    chapter: ShownChapter, number: int, lang: str
) -> Iterator[tuple[Mention, FactRef]]:  # fmt: skip
    title = _title(chapter, lang)
    section = Mention(number, chapter.page, title)
    for item in number_blocks(chapter.blocks, chapter=chapter.number, lang=lang):
        here = section
        if isinstance(item.block, Heading):
            label = _heading(item, item.block)
            within = "" if label == title else f"{title}{_WITHIN}"
            section = Mention(number, f"{chapter.page}#{item.anchor}", f"{within}{label}")
        elif isinstance(item.block, Table | Figure | Map):
            label = f"{item.number}{phrase('caption_gap', lang)}{item.block.caption}"
            here = Mention(number, f"{chapter.page}#{item.anchor}", printable(label))
        for ref in (*facts_of(item.block), *facts_of_features(item.block)):
            yield here, ref


def _heading(item: Item, block: Heading) -> str:
    return printable(f"{item.number}{gap_after_number(item)}{block.text}")
