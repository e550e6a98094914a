"""The grade of each mine: worst of its groups of criteria, open where input is missing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from dandong_analysis.errors import DandongError, raise_all
from dandong_analysis.schemas import ADDRESS, Schemas
from dandong_analysis.zoning.criteria import LEVELS, WORST, Group, RuleSet, grade_between
from dandong_analysis.zoning.evidence import criteria_frame, fired_frame, missing_frame
from dandong_analysis.zoning.faults import data_problem
from dandong_analysis.zoning.fitting import check_rules
from dandong_analysis.zoning.outcome import Gap, Levels, Outcome, codes_of, measure_mines

Tables = Mapping[str, pd.DataFrame]
_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Graded:
    """Grades of mines and everything that they rest on.

    Attributes
    ----------
    mines
        One row a mine in the order given: address columns, ``mine_id``, ``county``, a column
        ``<group>_grade`` for each group (``none``, ``slight``, ``moderate``, ``severe`` or
        ``ungraded``), ``grade``, and ``best_grade`` and ``worst_grade`` still possible.
    groups
        One row a mine and group: address columns, ``mine_id``, ``group``, ``grade``,
        ``best_grade``, ``worst_grade``.
    fired
        Every criterion that a mine met: ``mine_id``, ``group``, ``criterion``, ``grade``,
        ``table``, ``field``, ``value`` (exact, in ``unit``) or ``word``, ``threshold_zh`` and
        ``threshold_en`` as the standard prints them, ``n_rows``, ``decides`` (the grade of the
        mine rests on it), ``source``, ``verified``.
    missing
        Every input that a mine lacks: ``mine_id``, ``group``, ``table``, ``field``, ``reason``,
        ``found``, ``n_rows``, ``worst_grade`` that it leaves possible, ``matters`` (that is worse
        than what is certain).
    criteria
        Every criterion of the rules with source, ``verified`` and the number of mines that met
        it.
    unmatched
        ``table``, ``n_rows``: rows whose mine is not among the mines.
    """

    mines: pd.DataFrame
    groups: pd.DataFrame
    fired: pd.DataFrame
    missing: pd.DataFrame
    criteria: pd.DataFrame
    unmatched: pd.DataFrame

    @property
    def unverified(self) -> pd.DataFrame:
        """The criteria applied whose limits were not checked against the printed standard."""
        return self.criteria[~self.criteria["verified"]].reset_index(drop=True)


@dataclass(frozen=True)
class _GroupResult:
    """Certain and possible level of each mine in one group, and what they rest on."""

    group: Group
    low: Levels
    high: Levels
    outcomes: tuple[Outcome, ...]
    gaps: tuple[Gap, ...]


def grade_mines(
    tables: Tables,
    rules: RuleSet,
    schemas: Schemas,
    *,
    delivered: Mapping[str, Collection[str]] | None = None,
    set_aside: Mapping[str, Collection[str]] | None = None,
) -> Graded:
    """Grade every mine by a rule file such as DZ/T 0223-2011, appendix E.

    Upper grade first: one criterion that is met fixes the grade of its group; the worst group
    fixes the grade of the mine. What is missing is never taken as slight: it may be anything,
    so a mine is graded only if its grade is the same whatever the missing input is.

    - A cell without a value may hold any value; a parcel without a land class any class.
    - A group's table without a row for a mine:

      * a row of the mine was set aside for its faults: unknown (rows that were accepted still
        give the grade that is certain);
      * the mine must have one (``expected``: for the aquifer underground and combined mines,
        for landscape open-pit and combined mines and mines in protected view, for land every
        mine, because no mine takes up none): unknown. So it is when the attribute that
        decides this is missing;
      * the table lists what exists (``inventory``: hazards): no such problem, but only if the
        county delivered the table, else unknown;
      * otherwise no such problem: the group is ``none`` and does not count.

    - A county has delivered a table when a row of it belongs to a mine of the county, or when
      the delivery that a mine comes from is listed under that table in ``delivered``.

    Parameters
    ----------
    tables
        Typed frames by table name; ``mines`` and the tables of the groups are read. Rows of
        mines that are not in ``mines`` do not count and are reported.
    rules
        Groups of criteria (:func:`dandong_analysis.zoning.rules.standard_rules`).
    schemas
        The study's tables and vocabularies; give the units in which the fields are held.
    delivered
        Table name -> ids of deliveries that contain it, even when empty
        (:func:`dandong_analysis.zoning.delivery.delivered_tables`).
    set_aside
        Table name -> ids of mines of which a row was quarantined
        (:func:`dandong_analysis.zoning.delivery.set_aside_rows`).

    Raises
    ------
    DandongError
        When the rules do not fit the study's tables, or a mine id occurs twice.
    """
    raise_all(check_rules(rules, schemas))
    mines = tables["mines"].reset_index(drop=True)
    index = _index(mines)
    given = {g.table: _placed(tables.get(g.table), g.table, index, schemas) for g in rules.groups}
    results = [
        _grade_group(
            group, given[group.table], mines, schemas,
            covered=_covered(mines, given[group.table], (delivered or {}).get(group.table, ())),
            doubtful=index.isin(list((set_aside or {}).get(group.table, ()))),
        )
        for group in rules.groups
    ]  # fmt: skip
    return _assemble(mines, rules, results, schemas, given)


def _index(mines: pd.DataFrame) -> "pd.Index[str]":
    index: pd.Index[str] = pd.Index(mines["mine_id"])
    if not index.is_unique:
        twice = "、".join(map(str, index[index.duplicated()].unique()[:5]))
        raise DandongError(data_problem("mine-twice", twice, table="mines"))
    return index


def _placed(
    frame: pd.DataFrame | None, table: str, index: "pd.Index[str]", schemas: Schemas
) -> pd.DataFrame:
    """A table with the position of each row's mine; -1 where the mine is not known."""
    if frame is None:
        frame = pd.DataFrame({n: pd.Series(dtype=t) for n, t in schemas[table].dtypes.items()})
    return frame.assign(_mine=index.get_indexer(pd.Index(frame["mine_id"]))).reset_index(drop=True)


def _covered(mines: pd.DataFrame, frame: pd.DataFrame, deliveries: Collection[str]) -> _Mask:
    """Which mines lie in a county that delivered the table."""
    counties = mines["county"].iloc[frame["_mine"][frame["_mine"] >= 0]].unique()
    covered = mines["county"].isin(counties) | mines["delivery"].isin(list(deliveries))
    return covered.to_numpy(dtype=bool)


def _grade_group(
    group: Group,
    frame: pd.DataFrame,
    mines: pd.DataFrame,
    schemas: Schemas,
    *,
    covered: _Mask,
    doubtful: _Mask,
) -> _GroupResult:
    known = frame[frame["_mine"] >= 0]
    outcomes = tuple(measure_mines(m, group.table, known, mines, schemas) for m in group.measures)
    low, high = (
        np.max([getattr(o, name) for o in outcomes], axis=0, initial=0) for name in ("low", "high")
    )
    absent = np.ones(len(mines), bool)
    absent[known["_mine"]] = False
    gaps = _absences(group, mines, absent, covered, doubtful)
    high[[gap.mine for gap in gaps]] = WORST
    return _GroupResult(group, low, high, outcomes, gaps)


def _absences(
    group: Group, mines: pd.DataFrame, absent: _Mask, covered: _Mask, doubtful: _Mask
) -> tuple[Gap, ...]:
    """Whole rows that a mine lacks, each for one reason."""
    sure, possible = _expected(group, mines)
    undelivered = absent & ~covered & (possible | group.inventory)
    reasons = {
        "row_set_aside": doubtful,
        "table_not_delivered": undelivered & ~doubtful,
        "row_absent": absent & sure & ~undelivered & ~doubtful,
        "attribute_missing": absent & possible & ~sure & ~undelivered & ~doubtful,
    }
    deciding = "、".join(dict.fromkeys(f"mines.{c}" for a in group.expected for c in a))
    return tuple(
        Gap(int(mine), deciding if reason == "attribute_missing" else "", reason)
        for reason, where in reasons.items()
        for mine in np.flatnonzero(where)
    )


def _expected(group: Group, mines: pd.DataFrame) -> tuple[_Mask, _Mask]:
    """Which mines surely and which possibly must have a row of the group's table."""
    sure, possible = np.zeros(len(mines), bool), np.zeros(len(mines), bool)
    for alternative in group.expected:
        holds, may_hold = np.ones(len(mines), bool), np.ones(len(mines), bool)
        for column, codes in alternative.items():
            met = np.isin(codes_of(mines[column]), codes)
            holds &= met
            may_hold &= met | mines[column].isna().to_numpy()
        sure |= holds
        possible |= may_hold
    return sure, possible


def _assemble(
    mines: pd.DataFrame,
    rules: RuleSet,
    results: list[_GroupResult],
    schemas: Schemas,
    given: Tables,
) -> Graded:
    low = np.max([r.low for r in results], axis=0, initial=1)
    high = np.max([r.high for r in results], axis=0, initial=1)
    evidence = [(r.group, list(r.outcomes), list(r.gaps)) for r in results]
    fired = fired_frame(evidence, mines, low, schemas)
    return Graded(
        mines=_mine_frame(mines, results, low, high),
        groups=_group_frame(mines, results),
        fired=fired,
        missing=missing_frame(evidence, mines, low),
        criteria=criteria_frame(rules, fired, schemas),
        unmatched=_unmatched(given),
    )


def _mine_frame(
    mines: pd.DataFrame, results: list[_GroupResult], low: Levels, high: Levels
) -> pd.DataFrame:
    frame = mines[[*ADDRESS, "mine_id", "county"]].copy()
    for result in results:
        frame[f"{result.group.id}_grade"] = _grades(result.low, result.high)
    return _with_grades(frame, low, high)


def _group_frame(mines: pd.DataFrame, results: list[_GroupResult]) -> pd.DataFrame:
    base = mines[[*ADDRESS, "mine_id"]]
    parts = [
        _with_grades(base.assign(group=pd.Series(r.group.id, base.index, "str")), r.low, r.high)
        for r in results
    ]
    return pd.concat(parts, ignore_index=True)


def _with_grades(frame: pd.DataFrame, low: Levels, high: Levels) -> pd.DataFrame:
    return frame.assign(
        grade=_grades(low, high), best_grade=_grades(low, low), worst_grade=_grades(high, high)
    )


def _grades(low: Levels, high: Levels) -> pd.Series:
    made = {(a, b): grade_between(a, b) for a in range(len(LEVELS)) for b in range(len(LEVELS))}
    return pd.Series(
        [made[a, b] for a, b in zip(low.tolist(), high.tolist(), strict=True)], dtype="str"
    )


def _unmatched(given: Tables) -> pd.DataFrame:
    rows = [(table, int((frame["_mine"] < 0).sum())) for table, frame in given.items()]
    return pd.DataFrame(rows, columns=["table", "n_rows"]).astype({"table": "str"})
