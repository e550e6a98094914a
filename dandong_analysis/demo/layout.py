"""What a team's profile says about its sheets, read the other way round: for writing."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

NUMBERED = "序号"
GEOMETRY = "@geometry"


@dataclass(frozen=True)
class Sheet:
    """One sheet of a profile; ``columns`` maps delivered header to field."""

    file: str
    sheet: str
    table: str
    columns: Mapping[str, str]
    header_rows: tuple[int, ...] = ()
    encoding: str = "utf-8"
    crs: str = ""
    missing: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def headers(self) -> list[str]:
        """Delivered headers in order: the running number first, other unread ones last."""
        first = [h for h in self.ignore if h == NUMBERED]
        return [*first, *self.columns, *(h for h in self.ignore if h != NUMBERED)]

    def header_of(self, name: str) -> str:
        """The delivered header of field ``name``."""
        return next(h for h, f in self.columns.items() if f == name)


def profile_text(slug: str) -> str:
    """The profile of one team; its declared row counts are still 0."""
    path = files(__package__).joinpath("profiles").joinpath(f"{slug}.toml")
    return path.read_text(encoding="utf-8")


def parse_sheets(profile: str) -> list[Sheet]:
    """The sheets that a profile declares, in its order."""
    return [_sheet(entry) for entry in tomllib.loads(profile)["sheet"]]


def with_declared_rows(profile: str, counts: Mapping[str, int]) -> str:
    """The profile with the number of data rows by table, in the order of its sheets."""
    numbers = iter([counts[sheet.table] for sheet in parse_sheets(profile)])
    return re.sub(r"(?m)^declared_rows = 0$", lambda _: f"declared_rows = {next(numbers)}", profile)


_LISTS = ("header_rows", "missing", "ignore")
_KNOWN = frozenset(Sheet.__dataclass_fields__)


def _sheet(entry: Mapping[str, Any]) -> Sheet:
    known: dict[str, Any] = {
        k: tuple(v) if k in _LISTS else v for k, v in entry.items() if k in _KNOWN
    }
    return Sheet(**known)
