"""Results of grading as frames that the indicator catalogue counts like survey tables.

They are described in ``standards/impact_indicators.toml``. Every row keeps the address of its
mine, so that a fact about grades leads back to delivered rows.
"""

from collections.abc import Mapping
from decimal import Decimal

import pandas as pd

from dandong_analysis.schemas import ADDRESS
from dandong_analysis.units import EXACT
from dandong_analysis.zoning.fuzzy import FuzzyResult
from dandong_analysis.zoning.grade import Graded
from dandong_analysis.zoning.index import Indexed


def result_frames(
    graded: Graded,
    tables: Mapping[str, pd.DataFrame],
    *,
    indexed: Indexed | None = None,
    fuzzy: FuzzyResult | None = None,
) -> dict[str, pd.DataFrame]:
    """Frames ``grades``, ``group_grades``, ``criteria_met`` and ``inputs_missing``.

    - ``grades``, one row a mine: address, ``mine_id``, ``impact_grade``, ``best_grade``,
      ``worst_grade``, ``<group>_grade`` for each group, ``index_class``, ``fuzzy_class`` (empty
      when not computed), ``index_value`` (empty while input is missing), ``damaged_area_mu``
      (exact sum of the mine's parcels).
    - ``group_grades``, one row a mine and group: address, ``mine_id``, ``criteria_group``,
      ``group_grade``.
    - ``criteria_met``, one row a mine and criterion met: address, ``mine_id``,
      ``criteria_group``, ``criterion``, ``criterion_grade``, ``decides_grade``, ``is_verified``.
    - ``inputs_missing``, one row a mine and missing input: address, ``mine_id``,
      ``criteria_group``, ``reason``, ``matters_for_grade``.
    """
    mines = graded.mines
    grades = mines.drop(columns="county").rename(columns={"grade": "impact_grade"})
    grades["index_class"] = _class_of(mines, indexed.frame if indexed else None)
    grades["fuzzy_class"] = _class_of(mines, fuzzy.frame if fuzzy else None)
    grades["index_value"] = _index_value(mines, indexed)
    grades["damaged_area_mu"] = _damaged(mines, tables)
    return {
        "grades": grades,
        "group_grades": graded.groups.rename(
            columns={"group": "criteria_group", "grade": "group_grade"}
        ).drop(columns=["best_grade", "worst_grade"]),
        "criteria_met": _addressed(mines, graded.fired, {
            "group": "criteria_group", "criterion": "criterion", "grade": "criterion_grade",
            "decides": "decides_grade", "verified": "is_verified",
        }),
        "inputs_missing": _addressed(mines, graded.missing, {
            "group": "criteria_group", "reason": "reason", "matters": "matters_for_grade",
        }),
    }  # fmt: skip


def _class_of(mines: pd.DataFrame, frame: pd.DataFrame | None) -> pd.Series:
    if frame is None:
        return pd.Series(pd.NA, mines.index, dtype="str")
    return mines["mine_id"].map(frame.set_index("mine_id")["grade"]).astype("str")


def _index_value(mines: pd.DataFrame, indexed: Indexed | None) -> pd.Series:
    values: dict[str, Decimal] = {}
    if indexed is not None:
        frame = indexed.frame
        known = frame[frame["index_low"] == frame["index_high"]]
        pairs = zip(known["mine_id"].tolist(), known["index_low"].tolist(), strict=True)
        values = {mine: Decimal(repr(value)) for mine, value in pairs}
    return pd.Series([values.get(m) for m in mines["mine_id"]], mines.index, dtype="object")


def _damaged(mines: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    totals = dict.fromkeys(mines["mine_id"].tolist(), Decimal(0))
    if "land_damage" in tables:
        frame = tables["land_damage"]
        ids, areas = frame["mine_id"].tolist(), frame["damaged_area_mu"].tolist()
        for mine, area in zip(ids, areas, strict=True):
            if mine in totals and area is not None:
                totals[mine] = EXACT.add(totals[mine], area)
    return pd.Series(list(totals.values()), mines.index, dtype="object")


def _addressed(
    mines: pd.DataFrame, frame: pd.DataFrame, columns: Mapping[str, str]
) -> pd.DataFrame:
    """Rows with the address of their mine in front."""
    kept = frame[["mine_id", *columns]].rename(columns=dict(columns))
    address = mines[[*ADDRESS, "mine_id"]]
    joined = address.merge(kept, on="mine_id", how="right", validate="one_to_many")
    return joined[[*ADDRESS, "mine_id", *columns.values()]]
