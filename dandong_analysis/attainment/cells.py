"""The cells of each indicator: region × liable party × period, each with its target.

A target that the plan prints stands as printed; a cell that it does not print is the sum of
its parts where all of them are known, and has no target otherwise.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from dandong_analysis.attainment.definitions import WholeTarget
from dandong_analysis.attainment.faults import finding
from dandong_analysis.attainment.parts import Key
from dandong_analysis.attainment.plan import Plan
from dandong_analysis.attainment.targets import ADDITIVE, GIVEN, ZERO, Target
from dandong_analysis.errors import Problem
from dandong_analysis.study import WHOLE
from dandong_analysis.units import exact_sum

REGION, LIABILITY, PERIOD = 1, 2, 3
# A cell is taken apart by liable party first, because plans print both sides of it.
_ORDER = (LIABILITY, PERIOD, REGION)


@dataclass(frozen=True)
class Cell:
    """A cell with the target that holds for it.

    ``leaves`` are the cells whose work it counts: itself, or the printed cells that it was
    summed from. ``origin`` is ``printed``, ``summed`` or ``none``.
    """

    key: Key
    value: Decimal | None
    status: str
    origin: str
    leaves: tuple[Key, ...]
    model: Target
    printed: Target | None = None
    restated: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        return self.status in (GIVEN, ZERO)


@dataclass(frozen=True)
class Grid:
    """The cells of all indicators by key, and what was found about their targets."""

    cells: Mapping[Key, Cell]
    problems: tuple[Problem, ...]

    def periods_of(self, cell: Cell, plan: Plan) -> list[Cell]:
        """The cells of the single periods of a cell of the whole plan, where there are any."""
        if cell.key[PERIOD] != WHOLE:
            return []
        keys = (_with(cell.key, PERIOD, p.code) for p in plan.periods)
        return [self.cells[k] for k in keys if k in self.cells]


def resolve_cells(
    targets: Sequence[Target], plan: Plan, *, whole_target: WholeTarget = "printed"
) -> Grid:
    """All cells of all indicators, in the order of the targets and of the plan.

    Cumulative indicators and counts are crossed over the regions, liable parties and periods
    that their targets name; the others have the cells that are printed.

    Parameters
    ----------
    whole_target
        Target of the whole region where both it and all its counties are printed.
    """
    cells: dict[Key, Cell] = {}
    problems: list[Problem] = []
    for indicator in dict.fromkeys(t.indicator for t in targets):
        own = [t for t in targets if t.indicator == indicator]
        resolver = _Resolver(own, plan, whole_target)
        cells |= {key: resolver.cell(key) for key in resolver.grid_keys()}
        problems += resolver.problems(cells)
    return Grid(cells, tuple(problems))


class _Resolver:
    """Finds the target of each cell of one indicator."""

    def __init__(self, targets: Sequence[Target], plan: Plan, whole: WholeTarget) -> None:
        self._targets = targets
        # Speaks for cells without a target of their own, whatever the order of the rows.
        self._model = min(targets, key=lambda t: t.id)
        self._whole = whole
        self._printed: dict[Key, list[Target]] = {}
        for t in targets:
            self._printed.setdefault(t.key, []).append(t)
        codes = {
            REGION: plan.counties, LIABILITY: plan.liabilities,
            PERIOD: tuple(p.code for p in plan.periods),
        }  # fmt: skip
        self._named = {
            axis: [c for c in listed if any(t.key[axis] == c for t in targets)]
            for axis, listed in codes.items()
        }
        self._cells: dict[Key, Cell] = {}

    def grid_keys(self) -> list[Key]:
        """The printed cells and, for what adds up, the crossing that they span."""
        if self._model.kind not in ADDITIVE:
            return list(self._printed)
        axes = [self._axis(axis) for axis in (REGION, LIABILITY, PERIOD)]
        crossed: list[Key] = [
            (self._model.indicator, region, liability, period)
            for region, liability, period in product(*axes)
        ]
        return list(dict.fromkeys([*crossed, *self._printed]))

    def _axis(self, axis: int) -> list[str]:
        """The whole first, where it is printed or there is something to add up."""
        named = self._named[axis]
        has_whole = len(named) != 1 or any(t.key[axis] == WHOLE for t in self._targets)
        return [WHOLE, *named] if has_whole else named

    def cell(self, key: Key) -> Cell:
        if key not in self._cells:
            self._cells[key] = self._resolved(key)
        return self._cells[key]

    def _resolved(self, key: Key) -> Cell:
        printed = self._of_print(key)
        if printed and not (self._whole == "summed" and key[REGION] == WHOLE):
            return printed
        order = (REGION,) if printed else _ORDER
        summed = next(filter(None, (self._summed(key, axis) for axis in order)), None)
        return summed or printed or self._without(key)

    def _of_print(self, key: Key) -> Cell | None:
        given = self._printed.get(key)
        if not given:
            return None
        # The one with an attribute speaks for a target that the plan prints several times.
        best = min(given, key=lambda t: (t.value is None, not t.attribute, t.id))
        values = {t.value for t in given if t.value is not None}
        status = "target_conflict" if len(values) > 1 else best.status
        value = None if status == "target_conflict" else best.value
        others = tuple(t.id for t in given if t is not best)
        return Cell(key, value, status, "printed", (key,), best, best, others)

    def _parts(self, key: Key, axis: int) -> list[Cell]:
        if key[axis] != WHOLE or self._model.kind not in ADDITIVE:
            return []
        return [self.cell(_with(key, axis, code)) for code in self._named[axis]]

    def _summed(self, key: Key, axis: int) -> Cell | None:
        parts = self._parts(key, axis)
        if not parts or not all(p.is_known for p in parts):
            return None
        value = exact_sum(p.value for p in parts if p.value is not None)
        leaves = tuple(leaf for p in parts for leaf in p.leaves)
        return Cell(key, value, GIVEN if value else ZERO, "summed", leaves, parts[0].model)

    def _without(self, key: Key) -> Cell:
        has_parts = any(self._parts(key, axis) for axis in _ORDER)
        status = "target_incomplete" if has_parts else "target_missing"
        return Cell(key, None, status, "none", (key,), self._model)

    def problems(self, cells: Mapping[Key, Cell]) -> Iterator[Problem]:
        """Conflicts, holes, and printed totals that differ from the sum of their parts."""
        for key in self.grid_keys():
            cell = cells[key]
            if cell.status in ("target_conflict", "target_missing"):
                named = "、".join((*(t.id for t in self._printed.get(key, ())), *key))
                code = cell.status.replace("_", "-")
                yield finding(code, cell.model.address if cell.printed else {}, "", "", named)
            yield from self._differences(key)

    def _differences(self, key: Key) -> Iterator[Problem]:
        printed = self._of_print(key)
        if printed is None or printed.value is None:
            return
        for axis in _ORDER:
            summed = self._summed(key, axis)
            if summed and summed.value != printed.value:
                shown = f"{printed.model.id} {printed.value:f}, Σ {summed.value:f}"
                yield finding("target-sum-differs", printed.model.address, "", "", shown)


def _with(key: Key, axis: int, code: str) -> Key:
    return (*key[:axis], code, *key[axis + 1 :])  # type: ignore[return-value]
