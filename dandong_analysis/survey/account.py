"""One fate for every physical row, and the row equation that holds the account together."""

import re
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.survey.cell import fold
from dandong_analysis.survey.faults import fault, same
from dandong_analysis.survey.profile import SheetProfile

FATES = ("header", "blank", "subtotal", "note", "accepted", "quarantined", "excluded")
ROW_COLUMNS = ("delivery", "file", "sheet", "table", "row", "fate", "code")
SHEET_KEY = ["delivery", "file", "sheet", "table"]

# The passing fate of a row that holds data, until it is known what becomes of it.
DATA = "data"

_PLAIN_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_AFTER_WORD = re.compile(r"$|[:,、.;()0-9]")


def classify_rows(cells: pd.DataFrame, sheet: SheetProfile, required: Collection[str]) -> pd.Series:
    """The fate of each row of a delivered sheet, as far as its own text tells it.

    Parameters
    ----------
    cells
        The sheet as read, one row per physical row.
    sheet
        Its declared header rows and the words that begin subtotals and notes.
    required
        Addresses of the columns of required fields: a row that has them all is data even when
        its first text begins with such a word (a mine called 合计沟).

    Returns
    -------
    pandas.Series
        ``header``, ``blank``, ``subtotal``, ``note`` or ``data`` by physical row.
    """
    repeats = _header_texts(cells, sheet.header_rows)
    order = {str(name): i for i, name in enumerate(cells.columns)}
    places = [order[address] for address in required]
    fates = [
        _fate(int(number), texts, sheet, repeats, [texts[i] for i in places])
        for number, texts in zip(cells.index, cells.to_numpy().tolist(), strict=True)
    ]
    return pd.Series(fates, cells.index, dtype="str")


def _header_texts(cells: pd.DataFrame, rows: Sequence[int]) -> set[tuple[str, ...]]:
    return {tuple(texts) for texts in cells.loc[list(rows)].to_numpy().tolist()}


def _fate(
    number: int, texts: list[str], sheet: SheetProfile, repeats: set[tuple[str, ...]],
    required: Sequence[str],
) -> str:  # fmt: skip
    if number in sheet.header_rows or tuple(texts) in repeats:
        return "header"
    filled = [text for text in texts if text and not text.isspace()]
    if not filled:
        return "blank"
    if number < max(sheet.header_rows, default=0):
        return "note"
    first = next((t for t in map(_squeezed, filled) if not _PLAIN_NUMBER.fullmatch(t)), "")
    is_whole = bool(required) and all(text.strip() for text in required)
    return _word_fate(first, sheet, is_whole=is_whole)


def _word_fate(first: str, sheet: SheetProfile, *, is_whole: bool) -> str:
    if _begins(first, sheet.subtotal_words, is_whole=is_whole):
        return "subtotal"
    if not is_whole and first.endswith(sheet.subtotal_words):
        return "subtotal"
    return "note" if _begins(first, sheet.note_words, is_whole=is_whole) else DATA


def _squeezed(text: str) -> str:
    return "".join(fold(text)[0].split())


def _begins(text: str, words: Sequence[str], *, is_whole: bool) -> bool:
    """Whether ``text`` is one of ``words``, or begins with one; strictly in a whole row."""
    for word in words:
        if text.startswith(word):
            rest = text[len(word) :]
            if not is_whole or _AFTER_WORD.match(rest):
                return True
    return False


def subtotal_word(texts: Sequence[str], sheet: SheetProfile) -> str:
    """The word that makes a row a subtotal, of those that the profile lists."""
    squeezed = [_squeezed(text) for text in texts if text]
    tests = (str.startswith, str.endswith)
    pairs = [(text, word) for text in squeezed for word in sheet.subtotal_words]
    return next(word for test in tests for text, word in pairs if test(text, word))


def row_frame(place: Place, fates: pd.Series, codes: Mapping[int, str]) -> pd.DataFrame:
    """The account of one sheet: columns :data:`ROW_COLUMNS`, one row per physical row."""
    size = len(fates)
    frame = pd.DataFrame({
        "delivery": [place.delivery] * size, "file": [place.file] * size,
        "sheet": [place.sheet] * size, "table": [place.table] * size,
        "row": fates.index.to_numpy(), "fate": fates.to_numpy(),
        "code": [codes.get(int(n), "") for n in fates.index],
    })  # fmt: skip
    return frame.astype({**dict.fromkeys(ROW_COLUMNS, "str"), "row": "Int64"})


def check_row_equation(rows: pd.DataFrame, physical: pd.Index, place: Place) -> None:
    """Every physical row must have exactly one known fate, with a code where one is due.

    Raises
    ------
    DandongError
        With the counts, when the equation does not hold.
    """
    counts = rows["fate"].value_counts()
    due = rows["fate"].isin(["quarantined", "excluded"]) == (rows["code"] != "")
    known = int(counts.reindex(list(FATES), fill_value=0).sum())
    complete = sorted(rows["row"]) == sorted(physical) and len(rows) == len(set(rows["row"]))
    if not (complete and known == len(physical) and bool(due.all())):
        told = "+".join(f"{fate}={count}" for fate, count in counts.items())
        raise DandongError(fault("row-equation", place, hint=same(f"{told} ≠ {len(physical)}")))


def accounting_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Physical rows and the count of each fate, one row per delivery, file, sheet and table."""
    sizes = rows.groupby(SHEET_KEY, sort=False, as_index=False).agg(rows=("row", "size"))
    counts = pd.crosstab([rows[name] for name in SHEET_KEY], rows["fate"])
    wide = counts.reindex(columns=list(FATES), fill_value=0).reset_index()
    wide.columns = pd.Index(list(wide.columns), dtype="str")
    return sizes.merge(wide, on=SHEET_KEY, how="left", validate="one_to_one")
