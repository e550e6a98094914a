"""Small tables of printed figures, and what an audit makes of them."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from dandong_analysis.audit.auditing import Audit, audit_figures
from dandong_analysis.audit.blocks import Block, find_blocks
from dandong_analysis.audit.equations import build_system
from dandong_analysis.audit.figures import Figure, figures_frame, read_figures
from dandong_analysis.audit.relations import parse_relations
from dandong_analysis.audit.systems import System
from dandong_analysis.audit.verdicts import Judged, judge

PLAN = Path(__file__).parents[2] / "data" / "raw" / "plan"


def as_frame(rows) -> pd.DataFrame:
    """Rows ``(id, value, unit, derived_from)``, the last two optional (亩, nothing)."""
    filled = [(*row, *("亩", "")[len(row) - 2 :]) for row in rows]
    columns = pd.Index(["id", "value", "unit", "derived_from"])
    return pd.DataFrame(filled, columns=columns, dtype="str")


@dataclass(frozen=True)
class Table:
    """A table of figures, taken as far as a test needs."""

    figures: dict[str, Figure]

    @classmethod
    def of(cls, *rows) -> "Table":
        return cls(read_figures(as_frame(rows)))

    @property
    def judged(self) -> list[Judged]:
        return [judge(relation, self.figures) for relation in parse_relations(self.figures)]

    @property
    def blocks(self) -> list[Block]:
        return find_blocks(self.judged, self.figures)

    def system(self, *, exact: bool = False) -> System:
        """The equations of the only block."""
        (block,) = self.blocks
        return build_system(block.relations, block.figures, self.figures, exact=exact)


def audited(*rows, **options) -> Audit:
    return audit_figures(as_frame(rows), **options)


@pytest.fixture(scope="session")
def plan_frame() -> pd.DataFrame:
    name = "published-figures.csv"
    return figures_frame((PLAN / name).read_bytes(), file=name)


@pytest.fixture(scope="session")
def plan(plan_frame) -> Audit:
    return audit_figures(plan_frame)
