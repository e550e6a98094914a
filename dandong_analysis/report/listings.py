"""What is listed of a frame, row by row, as ``standards/listings.toml`` declares it.

:mod:`dandong_analysis.report.listing_tables` makes the tables.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.report.plain import Plain, plain_kind
from dandong_analysis.standards import load_standard
from dandong_analysis.study import WHOLE

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """One column: a ``fact`` of each row, the name of a ``code``, a ``unit``, or a ``text``.

    ``fact`` is an indicator, or the id of a fact whose dimensions then hold for all rows. It is
    about the key of the row, or about the dimensions ``at``, whose codes are filled from columns
    of the row; one that is the whole falls away. ``text_en`` is the text of the English edition.
    ``told`` maps a column of the frame to the codes for which the text stands in the place of the
    fact. ``written`` is a column of texts in which the number of the fact is written.
    """

    head: Text
    fact: str = ""
    code: str = ""
    unit: str = ""
    text: str = ""
    text_en: str = ""
    written: str = ""
    told: Mapping[str, Sequence[str]] = field(default_factory=dict)
    at: Mapping[str, str] = field(default_factory=dict)

    @property
    def plain(self) -> Plain:
        """What numbers in its texts are."""
        return plain_kind(self.text)

    def about(self, keys: Sequence[str], row: Row) -> dict[str, str | None]:
        """The dimensions of the fact about a row."""
        texts = {name: text_of(value) for name, value in row.items()}
        filled = {dim: form.format_map(texts) for dim, form in self.at.items()}
        named = filled or {key: texts[key] for key in keys}
        return {dim: code or None for dim, code in named.items() if code != WHOLE}


@dataclass(frozen=True)
class Listing:
    """One table: the frame, the columns of ids, which rows, and what is shown of each.

    Of many rows the ``first`` ones are listed. One that ``says_none`` is followed by a sentence
    where it has no row.
    """

    id: str
    caption: Text
    frame: str
    keys: tuple[str, ...]
    where: Mapping[str, Sequence[str]]
    columns: tuple[Column, ...]
    own_region: bool = False
    order: tuple[str, ...] = ()
    total: Mapping[str, Sequence[str]] = field(default_factory=dict)
    first: int | None = None
    says_none: bool = False

    @property
    def key(self) -> str:
        """What names a row in a sentence."""
        return self.keys[0]

    def rows(self, frame: pd.DataFrame, scope: Mapping[str, str]) -> list[dict[str, Any]]:
        """The rows that the listing is about, in the order of the frame.

        Within the scope of a county, those of the county, where the frame tells; with
        ``own_region``, in an edition for the whole only those of the whole.
        """
        county = scope.get("county")
        where = dict(self.where)
        if self.own_region and not county:
            where["region"] = [WHOLE]
        divided = next((name for name in ("county", "region") if name in frame), "")
        if county and divided:
            where[divided] = [county]
        return [row for row in rows_of(frame) if matches(row, where)][: self.first]


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame by column name."""
    return [
        {str(k): v for k, v in row.items()} for row in frame.astype("object").to_dict("records")
    ]


def matches(row: Row, where: Mapping[str, Sequence[str]]) -> bool:
    """Whether every named column of a row has one of its codes; ``?`` stands for no value."""
    return all((text_of(row[name]) or "?") in codes for name, codes in where.items())


def text_of(value: object) -> str:
    """The text of a cell of a frame; nothing where it is empty."""
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]


@cache
def listings() -> Mapping[str, Listing]:
    """All listings of ``standards/listings.toml`` by id."""
    return {name: _parse(name, e) for name, e in load_standard("listings")["listing"].items()}


def listing(name: str) -> Listing:
    """The listing ``name``.

    Raises
    ------
    DandongError
        When there is none of this name.
    """
    if name not in listings():
        raise DandongError(unknown_exhibit(name, file="listings.toml"))
    return listings()[name]


def _parse(name: str, entry: Mapping[str, Any]) -> Listing:
    return Listing(
        name, Text(entry["zh"], entry["en"]), entry["frame"],
        (key,) if isinstance(key := entry["key"], str) else tuple(key),
        entry.get("where", {}), tuple(_columns(entry["columns"])),
        entry.get("own_region", False), tuple(entry.get("order", ())), entry.get("total", {}),
        entry.get("first"), entry.get("says_none", False),
    )  # fmt: skip


def _columns(entries: Sequence[Mapping[str, Any]]) -> Iterator[Column]:
    for entry in entries:
        options = {k: v for k, v in entry.items() if k not in ("zh", "en")}
        yield Column(Text(entry["zh"], entry["en"]), **options)


def unknown_exhibit(name: str, *, file: str) -> Problem:
    """That ``file`` of the standards declares no table or figure ``name``."""
    return Problem(
        "unknown-exhibit",
        Text("没有这个图表", "there is no such table or figure"),
        Text("无法显示", "nothing can be shown"),
        Text(f"请在 {file} 中加入它", f"add it to {file}"),
        Place(file=file), name,
    )  # fmt: skip
