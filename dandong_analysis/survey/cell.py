"""What reading one delivered cell gives, and the folding that comes before every grammar.

The value of a cell is held as its *canonical text*: the one text that stands for the typed
value (``43.80``, ``producing``, ``2018-03-01``, ``true``), empty when there is no value. The
typed value is made from it alone (:mod:`dandong_analysis.survey.typed`), so a change log of
canonical texts is enough to rebuild a table.
"""

import unicodedata
from collections.abc import Callable
from typing import NamedTuple

# Full-width forms only. NFKC would also turn 10² into 102 and ① into 1.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

_LONGEST_SHOWN = 80

EXCEL_ERRORS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!")
)


class Cell(NamedTuple):
    """Canonical text, the rules that made it differ from the raw text, and the fault if any."""

    text: str
    rules: tuple[str, ...] = ()
    code: str = ""
    near: str | None = None


Parser = Callable[[str], Cell]


def faulty(text: str, code: str, near: str | None = None) -> Cell:
    return Cell(text, (), code, near)


def visible(text: str) -> str:
    r"""Without control and zero-width characters and surrounding blanks; line breaks as blanks.

    >>> visible("\u200b 大西沟\n铁矿 ")
    '大西沟 铁矿'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    spaced = "".join(" " if c in "\t\r\n" else c for c in text)
    return "".join(c for c in spaced if unicodedata.category(c) not in {"Cf", "Cc"}).strip()


def shown(text: str) -> str:
    """A delivered text as messages quote it: a long one is cut."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as the plain ones; superscripts stay.

    >>> narrow("１２．５")
    '12.5'
    """
    return text.translate(_NARROW)


def fold(raw: str) -> tuple[str, tuple[str, ...]]:
    """``raw`` for the grammars of numbers, dates and coordinates, and the rules applied."""
    bare = visible(raw)
    folded = narrow(bare).strip()
    return folded, folding_rules(raw, bare, folded)


def fold_word(raw: str) -> tuple[str, tuple[str, ...]]:
    """``raw`` in NFKC form for ids and closed lists, and the rules applied."""
    bare = visible(raw)
    folded = visible(unicodedata.normalize("NFKC", bare))
    return folded, folding_rules(raw, bare, folded)


def folding_rules(raw: str, bare: str, folded: str) -> tuple[str, ...]:
    wide = ("fullwidth",) if folded != bare else ()
    return (*wide, "trim") if bare != raw else wide
