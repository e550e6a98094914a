"""Numbers of headings, tables and figures.

Headings follow the order of Chinese official documents (GB/T 9704): 第二章, 一、, （一）, 1.,
（1）; tables and figures are counted within their chapter: 表2-1, 图2-1.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dandong_analysis.report.blocks import Block, Figure, Heading, Map, Note, Paragraph, Table
from dandong_analysis.report.phrases import phrase

DEEPEST = 5
# What is held on the page of the note that follows it.
_KEPT = (Note, Paragraph, Table)

_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Item:
    """A block with the number it is printed with and the anchor that links to it.

    A text or table that ``stays`` ends on the page of the note that follows, so that no note is
    alone on one.
    """

    block: Block
    number: str = ""
    anchor: str = ""
    chapter: int = 0
    ordinal: int = 0
    stays: bool = False


def number_blocks(blocks: Sequence[Block], *, chapter: int, lang: str) -> tuple[Item, ...]:
    """``blocks`` numbered; the first heading of level 1 is chapter ``chapter``.

    >>> [i.number for i in number_blocks([Heading("甲", 1), Heading("乙")], chapter=2, lang="zh")]
    ['第二章', '一、']
    """
    items = _Counter(chapter, lang).items(blocks)
    following = (*blocks[1:], None)
    return tuple(
        replace(item, stays=isinstance(item.block, _KEPT) and isinstance(after, Note))
        for item, after in zip(items, following, strict=False)
    )


class _Counter:
    """Where the numbering stands."""

    def __init__(self, chapter: int, lang: str) -> None:
        self.lang = lang
        self.levels = [chapter, *[0] * (DEEPEST - 1)]
        self.counts = {Table: 0, Figure: 0}
        self.begun = False
        self.headings = 0

    def items(self, blocks: Sequence[Block]) -> Iterator[Item]:
        return (self.item(block) for block in blocks)

    def item(self, block: Block) -> Item:
        """The next block."""
        if isinstance(block, Heading):
            return self._heading(block)
        return self._captioned(block) if isinstance(block, Table | Figure | Map) else Item(block)

    def _heading(self, block: Heading) -> Item:
        self.headings += 1
        anchor, level = f"sec-{self.headings}", heading_level(block)
        if not block.numbered:
            return Item(block, "", anchor)
        if level == 1:
            self._begin_chapter(block.chapter)
        else:
            self.levels[level - 1] += 1
        self.levels[level:] = [0] * (DEEPEST - level)
        number = heading_number(self.levels[:level], self.lang)
        return Item(block, number, anchor, self.levels[0])

    def _begin_chapter(self, own: int) -> None:
        """Begin chapter ``own``, or the next one."""
        if self.begun or own:
            self.levels[0] = own or self.levels[0] + 1
            self.counts = dict.fromkeys(self.counts, 0)
        self.begun = True

    def _captioned(self, block: Table | Figure | Map) -> Item:
        kind = Table if isinstance(block, Table) else Figure
        self.counts[kind] += 1
        chapter, ordinal = self.levels[0], self.counts[kind]
        name = kind.__name__.lower()
        number = f"{phrase(name, self.lang)}{chapter}-{ordinal}"
        return Item(block, number, f"{name}-{chapter}-{ordinal}", chapter, ordinal)


class RunningNumbers:
    """Numbers of the blocks of one chapter as its cells are run, in whatever order.

    A block that was numbered before keeps its number, so that a cell may be run again; what
    follows a heading that is shown again goes on from there.
    """

    def __init__(self, chapter: int, lang: str) -> None:
        self.lang = lang
        self._counter = _Counter(chapter, lang)
        self._known: dict[tuple[object, ...], tuple[Item, list[int]]] = {}

    def item(self, block: Block) -> Item:
        """``block`` with its number."""
        if not isinstance(block, Heading | Table | Figure | Map):
            return Item(block)
        known = self._known.get(self._key(block))
        if known is None:
            item, key = self._counter.item(block), self._key(block)
            self._known[key] = item, self._counter.levels[:]
            return item
        if isinstance(block, Heading):
            self._counter.levels = known[1][:]
        return replace(known[0], block=block)

    def _key(self, block: Heading | Table | Figure | Map) -> tuple[object, ...]:
        """What a block is known by: a heading by its text below the one that it belongs to."""
        if isinstance(block, Heading):
            level = heading_level(block)
            return (Heading, *self._counter.levels[: level - 1], level, block.text)
        return type(block), block.id, block.caption


def chapter_number(name: str) -> int:
    """The number that a chapter's name begins with, else 1.

    >>> chapter_number("02_status"), chapter_number("status")
    (2, 1)
    """
    number = re.match(r"[0-9]+", name)
    return int(number[0]) if number else 1


def heading_level(block: Heading) -> int:
    """The level that a heading is printed at, 1 to :data:`DEEPEST`."""
    return min(max(block.level, 1), DEEPEST)


def gap_after_number(item: Item) -> str:
    """What stands between a heading's number and its text: nothing after Chinese punctuation or none."""
    if item.number.endswith("章"):
        return "\u3000"
    return "" if not item.number or item.number.endswith(("、", "）")) else " "


def heading_number(levels: Sequence[int], lang: str) -> str:
    """The number of a heading from the counts of its levels, outermost first.

    >>> heading_number([2], "zh"), heading_number([2, 1, 3], "zh"), heading_number([2, 1], "en")
    ('第二章', '（三）', '2.1')
    """
    if lang == "en":
        return ".".join(map(str, levels))
    last = levels[-1]
    patterns = (f"第{chinese_number(last)}章", f"{chinese_number(last)}、",
                f"（{chinese_number(last)}）", f"{last}.", f"（{last}）")  # fmt: skip
    return patterns[len(levels) - 1]


def chinese_number(number: int) -> str:
    """``number`` (0 to 99) in Chinese characters; larger ones in digits.

    >>> [chinese_number(n) for n in (2, 10, 11, 20, 35)]
    ['二', '十', '十一', '二十', '三十五']
    """
    tens, ones = divmod(number, 10)
    if tens > 9:  # noqa: PLR2004 (two digits)
        return str(number)
    if not tens:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"
