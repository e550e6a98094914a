"""What the joint questions about each block are answered with.

Blocks are asked together where that saves time, and each on its own where sets are sought.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dandong_analysis.audit.blocks import Block
from dandong_analysis.audit.equations import build_system
from dandong_analysis.audit.figures import Figure
from dandong_analysis.audit.intervals import Tight, tight_intervals
from dandong_analysis.audit.localise import (
    Mend,
    Mending,
    Slip,
    independent_slips,
    is_broken,
    smallest_sets,
)
from dandong_analysis.audit.relations import Relation
from dandong_analysis.audit.rounding import Feasibility, Radius, feasibility, smallest_radii
from dandong_analysis.audit.systems import System

# rounding: the block must be possible after rounding; exact: printed values must add up as they
# stand; part: a part that is larger than its whole must fit.
Asked = Literal["rounding", "exact", "part"]
# Gaps that rounding explains are traced to their smallest sets unasked in so many blocks with so
# few gaps each: the number of ways to mend them multiplies with every independent gap.
MOST_TRACED = 20
FEW_GAPS = 8


@dataclass(frozen=True)
class Change:
    """One set of wrong figures, and the independent errors behind it."""

    mend: Mend
    slips: tuple[Slip, ...]


@dataclass(frozen=True)
class Question:
    """A question about a block that its printed values answer with no, and what mends it."""

    asked: Asked
    relation: str
    system: System
    mending: Mending
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Answer:
    """A block with everything that was found about it.

    ``gaps`` names the relations that the printed values do not satisfy as they stand.
    ``is_traced`` is False where the smallest sets behind the gaps were not sought.
    """

    block: Block
    system: System
    feasibility: Feasibility
    radius: Radius | None
    intervals: Mapping[int, Tight]
    gaps: tuple[str, ...]
    questions: tuple[Question, ...]
    is_traced: bool


def answer_blocks(
    blocks: Sequence[Block],
    figures: Mapping[str, Figure],
    *,
    exact: bool = False,
    most_sets: int,
) -> list[Answer]:
    """Feasibility, radius, intervals and smallest sets of each block.

    Parameters
    ----------
    blocks
        Of :func:`~dandong_analysis.audit.blocks.find_blocks`.
    figures
        Figures by id.
    exact
        Whether printed values must add up as they stand: every block with gaps is traced.
    most_sets
        The largest number of sets sought for one question.
    """
    systems = [build_system(b.relations, b.figures, figures, exact=False) for b in blocks]
    strict = {
        i: build_system(b.relations, b.figures, figures, exact=True)
        for i, b in enumerate(blocks) if not b.holds
    }  # fmt: skip
    gaps = [_gaps(strict[i]) if i in strict else () for i in range(len(blocks))]
    possible, radii = feasibility(systems), smallest_radii(systems)
    intervals = _intervals(systems, possible)
    traced = _traced(gaps, possible, exact=exact)
    asked = [
        tuple(_questions(block, figures, systems[i], possible[i],
                         strict=strict[i] if i in traced else None, most=most_sets))
        for i, block in enumerate(blocks)
    ]  # fmt: skip
    return [
        Answer(block, systems[i], possible[i], radii[i], intervals[i], gaps[i], asked[i],
               not gaps[i] or i in traced or possible[i].is_feasible is False)
        for i, block in enumerate(blocks)
    ]  # fmt: skip


def _gaps(system: System) -> tuple[str, ...]:
    broken = {key for i, key in enumerate(system.keys) if is_broken(system, i)}
    return tuple(sorted(broken))


def _intervals(
    systems: Sequence[System], possible: Sequence[Feasibility]
) -> list[Mapping[int, Tight]]:
    """The tightest intervals of the solvable systems; none for the others."""
    solved = {i: p.point for i, p in enumerate(possible) if p.point is not None}
    found = tight_intervals([systems[i] for i in solved], list(solved.values()))
    by_block = dict(zip(solved, found, strict=True))
    return [by_block.get(i, {}) for i in range(len(systems))]


def _traced(
    gaps: Sequence[tuple[str, ...]], possible: Sequence[Feasibility], *, exact: bool
) -> set[int]:
    """The blocks whose gaps are traced although rounding may explain them."""
    with_gaps = [i for i, here in enumerate(gaps) if here]
    if exact:
        return set(with_gaps)
    explained = [i for i in with_gaps if possible[i].is_feasible is not False]
    few = [i for i in explained if len(gaps[i]) <= FEW_GAPS]
    return set(few) if len(few) <= MOST_TRACED else set()


def _questions(
    block: Block, figures: Mapping[str, Figure], system: System, possible: Feasibility,
    *, strict: System | None, most: int,
) -> Iterable[Question]:  # fmt: skip
    if possible.is_feasible is False:
        yield _question("rounding", "", system, most)
    if strict is not None:
        yield _question("exact", "", strict, most)
    for part in block.contradictions:
        together: list[Relation] = [*block.relations, part]
        with_part = build_system(together, block.figures, figures, exact=False)
        yield _question("part", part.key, with_part, most)


def _question(asked: Asked, relation: str, system: System, most: int) -> Question:
    mending = smallest_sets(system, most=most)
    changes = tuple(
        Change(mend, tuple(independent_slips(system, mend.columns))) for mend in mending.mends
    )
    return Question(asked, relation, system, mending, changes)
