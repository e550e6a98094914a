"""The delivered cells behind many facts at once, each cell and each list of rows held once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.intp]


class Cell(NamedTuple):
    """A delivered cell as the spreadsheet shows it; ``row`` is None where there is no single one."""

    delivery: str
    file: str
    sheet: str
    row: int | None
    column: str
    header: str
    raw: str


@dataclass(frozen=True)
class Rows:
    """The rows of a table as facts of one measure show them.

    ``cells`` are numbers of cells; ``amounts`` what each row brings into a fact, in its unit.
    """

    cells: Numbers
    amounts: Sequence[str | None]


@dataclass(frozen=True)
class Reference:
    """The rows of a fact: their places in the list number ``rows``."""

    rows: int
    places: Numbers


@dataclass(frozen=True)
class Evidence:
    """Cells, lists of rows, and by the id of each fact its rows; derived facts have none."""

    cells: Sequence[Cell]
    rows: Sequence[Rows]
    facts: Mapping[str, Reference]
