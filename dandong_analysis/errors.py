"""Problems found in a user's input, and the errors that stop a command.

A problem always says where it is, what was found, which rule it breaks, what follows from
it and what to do; in Chinese first and in English.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

Severity = Literal["error", "warning", "info"]

FINDING_COLUMNS = (
    "code", "severity", "delivery", "table", "file", "sheet", "row", "column", "value",
    "message_zh", "message_en",
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """One statement in the two languages of the messages."""

    zh: str
    en: str

    def in_language(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True)
class Place:
    """Where in the input: every part that is known.

    ``row`` is the row as a spreadsheet program shows it (the first row is 1); for a layer it
    is the feature id. ``column`` is the delivered header.
    """

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    delivery: str = ""
    table: str = ""

    def describe(self) -> Text:
        zh = [self.file, self.sheet and f"工作表“{self.sheet}”"]
        en = [self.file, self.sheet and f"sheet '{self.sheet}'"]
        if self.row is not None:
            zh.append(f"第{self.row}行")
            en.append(f"row {self.row}")
        zh.append(self.column and f"“{self.column}”列")
        en.append(self.column and f"column '{self.column}'")
        return Text(" ".join(p for p in zh if p), ", ".join(p for p in en if p))


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: place, value, rule, consequence and one action."""

    code: str
    rule: Text
    consequence: Text
    action: Text
    place: Place = Place()
    value: str = ""
    severity: Severity = "error"

    def message(self) -> Text:
        """The whole message, ready to print, without the code."""
        where = self.place.describe()
        parts = [Text(f"值为“{self.value}”", f"found '{self.value}'")] if self.value else []
        parts += [self.rule, self.consequence, self.action]
        zh = "".join(f"{part.zh}。" for part in parts)
        en = " ".join(f"{part.en[:1].upper()}{part.en[1:]}." for part in parts)
        return Text(
            f"{where.zh}：{zh}" if where.zh else zh, f"{where.en}: {en}" if where.en else en
        )


class DandongError(Exception):
    """Stops a command because of the user's input; carries every problem collected so far."""

    exit_code = 1

    def __init__(self, *problems: Problem) -> None:
        self.problems: tuple[Problem, ...] = problems
        super().__init__("\n".join(self._lines))

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of the error: the messages, and no traceback (read by IPython)."""
        return [f"✗ {line}" if n % 2 == 0 else f"  {line}" for n, line in enumerate(self._lines)]

    @property
    def _lines(self) -> list[str]:
        """Each message in Chinese, then in English."""
        return [text for p in self.problems for text in (p.message().zh, p.message().en)]


class UsageError(DandongError):
    """The command itself was given wrongly (unknown region, parameter, option)."""

    exit_code = 2


def raise_all(problems: Sequence[Problem]) -> None:
    """Raise one :class:`DandongError` with all ``problems``, or nothing when there are none."""
    if problems:
        raise DandongError(*problems)


def findings_frame(problems: Sequence[Problem]) -> pd.DataFrame:
    """Problems as the findings table: one row each, columns :data:`FINDING_COLUMNS`."""
    rows = []
    for problem in problems:
        place, message = problem.place, problem.message()
        rows.append((problem.code, problem.severity, place.delivery, place.table, place.file,
                     place.sheet, place.row, place.column, problem.value,
                     message.zh, message.en))  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(FINDING_COLUMNS))
    text = [name for name in FINDING_COLUMNS if name != "row"]
    return frame.astype({**dict.fromkeys(text, "str"), "row": "Int64"})
