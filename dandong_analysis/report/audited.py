"""What the audit of a plan found, as sentences and tables of a chapter.

The frames are those of the audit (``audit_relations`` and so on) and ``audit_figures``, which names
every figure. Their sentences are shown as they are; ids stand in a column of their own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from dandong_analysis.facts import Ledger
from dandong_analysis.report.blocks import Block, HeaderCell, Heading, Paragraph, Table
from dandong_analysis.report.labels import code_label, ordered_codes, unit_label, word
from dandong_analysis.report.listing_tables import listing_table
from dandong_analysis.report.listings import listing, rows_of
from dandong_analysis.report.plan_numbers import (
    grouped_digits,
    limits_text,
    readable,
    with_unit,
)
from dandong_analysis.report.tables import frame_table
from dandong_analysis.report.wording import column_labels, fact_ref, phrase
from dandong_analysis.schemas import Schemas

# How much is shown of what a plan may have hundreds of; what is left out is counted.
MOST_SENTENCES, MOST_ROWS, MOST_WAYS = 30, 100, 20
MOST_INTERVALS = MOST_BLOCKS = 20
_RANGES = {"printed_range", "range"}


@dataclass(frozen=True)
class Shown:
    """The frames of an audit and the facts of their numbers, in the language of a chapter."""

    frames: Mapping[str, pd.DataFrame]
    ledger: Ledger
    schemas: Schemas
    lang: str

    def named(self, frame: pd.DataFrame, key: str = "id") -> pd.DataFrame:
        """``frame`` with the labels of the figure in column ``key``."""
        figures = self.frames["audit_figures"].set_index("figure_id")
        labels = {f"label_{lang}": frame[key].map(figures[f"label_{lang}"]) for lang in _LANGUAGES}
        return frame.assign(**labels)

    def table(self, name: str, frame: pd.DataFrame, caption: str, *, limit: int) -> Table:
        """The columns that ``wording.toml`` names for ``name``; ranges stand to the right too."""
        columns = column_labels(name, lang=self.lang)
        table = frame_table(
            frame, labels=columns, caption=caption, table_id=name, limit=limit,
            lang=self.lang, schemas=self.schemas,
        )  # fmt: skip
        sides = zip(columns, table.align, strict=True)
        return replace(table, align="".join("r" if c in _RANGES else side for c, side in sides))

    def listing(self, name: str, frame: pd.DataFrame, caption: str = "", *, limit: int) -> Table:
        """The listing ``name``, whose numbers are facts, under its own caption or another one."""
        made = listing_table(
            listing(name), rows_of(frame), self.ledger, lang=self.lang, schemas=self.schemas,
            limit=limit,
        )  # fmt: skip
        return replace(made, caption=caption or made.caption)

    def phrase(self, key: str, **words: str) -> str:
        return phrase(key, lang=self.lang, words=words)

    def numbered(self, texts: Sequence[str], *, most: int) -> Iterator[Paragraph]:
        """The first ``most`` sentences with their numbers, and how many more there are."""
        for number, text in enumerate(texts[:most], 1):
            yield Paragraph((f"{number}. {grouped_digits(text)}",))
        more = len(texts) - most
        if more > 0:
            yield Paragraph((self.phrase("audit.more", more=str(more)),))


_LANGUAGES = ("zh", "en")


def verdict_table(shown: Shown) -> Table:
    """Each verdict with its meaning and how many relations have it, the most serious first."""
    lang, schemas = shown.lang, shown.schemas
    facts = {f.dims["verdict"]: f for f in shown.ledger.select("AUDIT.RELATIONS", "verdict")}
    body = tuple(
        (
            (code_label("verdict", code, schemas, lang),),
            (word(lang, "code", "verdict_meaning", str(code)),),
            (fact_ref(facts[code], lang, schemas),),
        )
        for code in ordered_codes("verdict", facts, schemas)
    )
    header = tuple(HeaderCell(text) for text in column_labels("audit_verdicts", lang=lang).values())
    return Table("audit_verdicts", shown.phrase("table.audit_verdicts"), (header,), body, "llr")


def relation_blocks(verdict: str, shown: Shown) -> list[Block]:
    """The relations with one verdict: a sentence each, then a table; nothing without any."""
    frame = shown.frames["audit_relations"]
    found = frame[frame["verdict"] == verdict]
    if found.empty:
        return []
    caption = shown.phrase(f"table.audit_{verdict}")
    rows = _relation_rows(found, shown)
    return [
        Heading(shown.phrase(f"section.audit_{verdict}")),
        *shown.numbered(_placed(found, shown), most=MOST_SENTENCES),
        shown.table("audit_incomplete", rows, caption, limit=MOST_ROWS)
        if verdict == "incomplete"
        else shown.listing("audit_relations", rows, caption, limit=MOST_ROWS),
    ]


def _placed(frame: pd.DataFrame, shown: Shown) -> list[str]:
    """The sentences with the place in the document before them, where it is known."""
    return [
        shown.phrase("audit.at", place=place, text=text) if place else text
        for place, text in zip(frame["section"], frame[shown.lang], strict=True)
    ]


def _relation_rows(frame: pd.DataFrame, shown: Shown) -> pd.DataFrame:
    """Numbers for print; what is printed in another unit than the table's says so."""
    figures = shown.frames["audit_figures"]
    units = dict(zip(figures["figure_id"], figures["unit"], strict=True))
    printed = [
        with_unit(text, "" if unit in ("", units[name]) else units[name], shown.lang)
        for text, unit, name in zip(frame["printed"], frame["unit"], frame["id"], strict=True)
    ]
    numbers = {c: [readable(v, shown.lang) for v in frame[c]] for c in ("computed", "difference")}
    reasons = [word(shown.lang, "code", "audit_reason", str(r)) for r in frame["reason"]]
    return shown.named(frame).assign(printed=printed, reason=reasons, **numbers)


def _units(frame: pd.DataFrame, lang: str) -> list[str]:
    return [unit_label(unit, lang) for unit in frame["unit"]]


def block_table(shown: Shown) -> list[Block]:
    """All groups of figures that relations tie together, those that do not fit first."""
    frame = shown.frames["audit_blocks"]
    if frame.empty:
        return []
    rows = shown.named(frame, "block").assign(
        radius=[readable(value, shown.lang) for value in frame["radius"]]
    )
    return [shown.listing("audit_blocks", rows, limit=MOST_BLOCKS)]


def open_blocks(shown: Shown) -> Iterator[Block]:
    """Each group whose relations do not all hold: what is wrong, and the ways to mend it."""
    frame = shown.frames["audit_blocks"]
    fails = frame["feasibility"] != "feasible"
    found = frame[fails | (frame["gaps"] > 0) | (frame["contradictions"] > 0)]
    for row in found.head(MOST_BLOCKS).to_dict("records"):
        words = {"name": str(row[f"label_{shown.lang}"]), "count": str(row["figures"])}
        yield Heading(shown.phrase("audit.block", **words), 3)
        yield Paragraph((grouped_digits(str(row[shown.lang])),))
        yield from _ways(str(row["block"]), words["name"], shown)
    more = len(found) - MOST_BLOCKS
    if more > 0:
        yield Paragraph((shown.phrase("audit.more", more=str(more)),))


def _ways(block: str, name: str, shown: Shown) -> Iterator[Block]:
    """The smallest sets of one group: numbered sentences for each question, and a table."""
    sets, changes = (_of(shown.frames[f"audit_{n}"], block=block) for n in ("sets", "changes"))
    for (asked, part), ways in sets.groupby(["asked", "part"], sort=False):
        yield Paragraph((shown.phrase(f"audit.ways.{asked}"),))
        yield from shown.numbered(ways[shown.lang].tolist(), most=MOST_WAYS)
        if not ways["is_complete"].all():
            yield Paragraph((shown.phrase("audit.incomplete_search"),))
        rows = _of(changes, asked=str(asked), part=str(part))
        shown_rows = rows[rows["set"] <= MOST_WAYS]
        caption = shown.phrase(f"table.audit_changes.{asked}", name=name)
        yield shown.listing(
            "audit_changes", _change_rows(shown_rows, shown), caption, limit=len(rows)
        )


def _of(frame: pd.DataFrame, **codes: str) -> pd.DataFrame:
    for column, code in codes.items():
        frame = frame[frame[column] == code]
    return frame


def _change_rows(frame: pd.DataFrame, shown: Shown) -> pd.DataFrame:
    ends = zip(frame["low"], frame["high"], strict=True)
    return shown.named(frame).assign(
        wanted=[limits_text(low, high, shown.lang) for low, high in ends],
        printed=[readable(value, shown.lang) for value in frame["printed"]],
    )


def interval_blocks(shown: Shown) -> list[Block]:
    """The figures for which the relations leave less open than print does, the narrowest first."""
    cells = shown.frames["audit_cells"]
    left = [_left_open(row) for row in cells.to_dict("records")]
    found = zip(left, cells["id"], cells.index, strict=True)
    narrow = sorted((share, name, at) for share, name, at in found if share is not None)
    if not narrow:
        return []
    frame = cells.loc[[at for _, _, at in narrow]]
    caption = shown.phrase("table.audit_intervals")
    return [
        Heading(shown.phrase("section.audit_intervals")),
        Paragraph((shown.phrase("audit.intervals"),)),
        shown.table("audit_intervals", _interval_rows(frame, shown), caption, limit=MOST_INTERVALS),
    ]


def _left_open(row: Mapping[object, object]) -> Fraction | None:
    """The share of a printed interval that the relations leave open; None when that is all."""
    names = ("printed_low", "printed_high", "low", "high")
    if not all(row[name] for name in names):
        return None
    printed_low, printed_high, low, high = (Fraction(str(row[name])) for name in names)
    if printed_high == printed_low or (low, high) == (printed_low, printed_high):
        return None
    return (high - low) / (printed_high - printed_low)


def _interval_rows(frame: pd.DataFrame, shown: Shown) -> pd.DataFrame:
    ranges = {
        f"{start}range": _ranges(frame[f"{start}low"], frame[f"{start}high"], shown.lang)
        for start in ("printed_", "")
    }
    printed = [readable(value, shown.lang) for value in frame["printed"]]
    return shown.named(frame).assign(printed=printed, unit=_units(frame, shown.lang), **ranges)


def _ranges(lows: Iterable[str], highs: Iterable[str], lang: str) -> list[str]:
    return [limits_text(low, high, lang) for low, high in zip(lows, highs, strict=True)]


def note_table(shown: Shown) -> list[Block]:
    """The findings of readers with their places, the most serious kind first."""
    notes = shown.frames["audit_notes"]
    if notes.empty:
        return []
    texts = {lang: [grouped_digits(text) for text in notes[lang]] for lang in _LANGUAGES}
    caption = shown.phrase("table.audit_notes")
    return [shown.table("audit_notes", notes.assign(**texts), caption, limit=MOST_ROWS)]
