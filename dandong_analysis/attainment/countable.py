"""The frames of an evaluation as facts are made of them: with codes, percentages and decimals."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from dandong_analysis.attainment.frames import text
from dandong_analysis.attainment.kinds import ASSESSED
from dandong_analysis.attainment.parts import DONE, TARGET, cell_code, joined
from dandong_analysis.attainment.plan import Plan
from dandong_analysis.attainment.rates import TREATMENT
from dandong_analysis.attainment.settings import AttainmentSettings
from dandong_analysis.attainment.thresholds import threshold_frame
from dandong_analysis.study import WHOLE
from dandong_analysis.units import EXACT, decimals_of

UNGRADED = "ungraded"
"""The code of a target that has no grade."""

Frames = Mapping[str, pd.DataFrame]
_CELL = ("indicator_id", "region", "liability", "period")
_SHARES = {
    "attainment": "attainment_pct", "time_progress": "time_pct", "path_progress": "path_pct",
    "ratio_linear": "ratio_linear_pct", "ratio_path": "ratio_path_pct",
    "base_attainment": "base_attainment_pct",
}  # fmt: skip
# States of a rate that has a value which is not certain.
_CAUTIONS = ("denominator_incomplete",)
_RENAMED = {
    "plan_attainment": {"status": "assessment_status", "grade": "attainment_grade"},
    "plan_rates": {
        "status": "assessment_status",
        "reading": "rate_reading",
        "numerator": "rate_numerator",
        "denominator": "rate_denominator",
        "rate": "rate_name",
    },
    "plan_projections": {"reason": "assessment_status"},
    "plan_funds": {"reason": "assessment_status"},
    "plan_evidence": {"status": "evidence_status"},
    "plan_targets": {"status": "assessment_status"},
    "plan_sensitivity": {"grade": "attainment_grade"},
    "plan_flips": {"grade": "attainment_grade"},
    "plan_findings": {"code": "plan_finding"},
}


def countable_frames(
    frames: Frames, settings: AttainmentSettings, plan: Plan, *, as_of: date, assessment: str
) -> dict[str, pd.DataFrame]:
    """The frames of :func:`~.evaluation.evaluate_plan` with all that facts need.

    Parameters
    ----------
    frames
        The evaluation.
    settings
        For the decimals of each unit.
    plan, as_of
        For the period that runs at the date: the last one that has begun, else the first.
    assessment
        The code that tells this evaluation from those of other dates.

    Returns
    -------
    dict
        Frames named ``plan_…``, each with ``assessment``. Those of cells have ``plan_cell``;
        shares also as percentages (``…_pct``); ``amounts`` are the codes of what a row is
        computed from; ``is_current`` marks the period that runs. ``plan_thresholds`` are those of
        the rule file. ``plan_flips`` are the rows of the sensitivity whose conclusion another
        reading of the plan turns over.
    """
    named = {f"plan_{name}": frame for name, frame in frames.items()}
    current = plan.running(as_of)
    made = {name: _with_shares(_with_cell(frame, current)) for name, frame in named.items()}
    known = frozenset(frames["amounts"]["plan_amount"])
    made["plan_attainment"] = _attainment(made["plan_attainment"], known, settings)
    made["plan_rates"] = _rates(made["plan_rates"], settings)
    made["plan_projections"] = _projections(made["plan_projections"], settings)
    made["plan_funds"] = _funds(made["plan_funds"], settings, plan)
    made["plan_evidence"] = _evidence(made["plan_evidence"])
    made["plan_flips"] = _flips(made["plan_sensitivity"])
    made["plan_thresholds"] = threshold_frame(settings)
    return {
        name: frame.rename(columns=_RENAMED.get(name, {})).assign(assessment=assessment)
        for name, frame in made.items()
    }


def _codes(frame: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    parts = (frame[c].astype(str).tolist() for c in columns)
    return [cell_code(code) for code in zip(*parts, strict=True)]


def _with_cell(frame: pd.DataFrame, current: str) -> pd.DataFrame:
    if not set(_CELL) <= set(frame):
        return frame
    region = frame["region"]
    return frame.assign(
        plan_cell=_codes(frame, _CELL),
        county=region.mask(region == WHOLE),
        is_current=frame["period"] == current,
    )


def _with_shares(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(**{
        new: pd.Series([_percent(v) for v in frame[old]], index=frame.index, dtype="object")
        for old, new in _SHARES.items() if old in frame
    })  # fmt: skip


def _percent(share: Any) -> Decimal | None:  # noqa: ANN401 - a cell of any kind
    return EXACT.multiply(share, Decimal(100)) if isinstance(share, Decimal) else None


def _attainment(
    frame: pd.DataFrame, known: frozenset[str], settings: AttainmentSettings
) -> pd.DataFrame:
    rows = frame.to_dict("records")
    done = [[c for c in _done_amounts(row) if c in known] for row in rows]
    divided = frame["indicator_id"] == settings.county_targets.indicator
    targets = [[c for c in (f"{TARGET}/{row['plan_cell']}",) if c in known] for row in rows]
    return frame.assign(
        done_amounts=_texts(joined(codes) for codes in done),
        target_amounts=_texts(joined(codes) for codes in targets),
        amounts=_texts(joined([*d, *t]) for d, t in zip(done, targets, strict=True)),
        places=_places(frame["unit"], settings), target_places=_counts(
            decimals_of(v) if isinstance(v, Decimal) else None for v in frame["target"]
        ),
        margin_places=_places(frame["margin_unit"], settings),
        grade=frame["grade"].fillna(UNGRADED), is_assessed=frame["status"] == ASSESSED,
        is_worst=frame["grade"] == settings.grades[-1].code,
        is_divided=divided, is_county_table=divided & (frame["region"] != WHOLE),
    )  # fmt: skip


def _done_amounts(row: Mapping[Any, Any]) -> list[str]:
    """The amounts that what is done is computed from; of a rate, its two terms."""
    if row["indicator_kind"] == "rate":
        return [f"{text(row[c])}/{row['plan_cell']}" for c in ("numerator", "denominator")]
    return [f"{DONE}/{row['plan_cell']}"]


def _places(unit_codes: pd.Series, settings: AttainmentSettings) -> pd.Series:
    return _counts(None if pd.isna(code) else settings.places(code) for code in unit_codes)


def _texts(values: Iterable[str | None]) -> pd.Series:
    return pd.Series(list(values), dtype="str")


def _counts(values: Iterable[int | None]) -> pd.Series:
    return pd.Series(list(values), dtype="Int64")


def _rates(frame: pd.DataFrame, settings: AttainmentSettings) -> pd.DataFrame:
    terms = zip(*(frame[f"{t}_amount"] for t in ("numerator", "denominator")), strict=True)
    return frame.assign(
        is_treatment=frame["rate"] == TREATMENT,
        plan_rate=_codes(frame, ("rate", *_CELL, "numerator", "denominator")),
        caution=_texts(s if s in _CAUTIONS else None for s in frame["status"]),
        amounts=_texts(joined(c for c in both if not pd.isna(c)) for both in terms),
        places=_places(frame["unit"], settings),
    )  # fmt: skip


def _projections(frame: pd.DataFrame, settings: AttainmentSettings) -> pd.DataFrame:
    cells = frame["plan_cell"].tolist()
    return frame.assign(
        plan_projection=_codes(frame, ("scenario", *_CELL)),
        amounts=_texts(joined([f"{DONE}/{c}", f"{TARGET}/{c}"]) for c in cells),
        places=_places(frame["unit"], settings),
        **{n: pd.Series([_exact(v) for v in frame[n]], dtype="object") for n in ("low", "high")},
    )  # fmt: skip


def _funds(frame: pd.DataFrame, settings: AttainmentSettings, plan: Plan) -> pd.DataFrame:
    """Money with the target that it is for; of the time before the plan there is none.

    ``begins`` sorts the periods: those before the plan come first, the whole last.
    """
    codes, indicator = _codes(frame, _CELL[1:]), settings.county_targets.indicator
    begins = {p.code: p.start.isoformat() for p in plan.periods}
    return frame.assign(
        plan_money=codes,
        plan_cell=_texts(cell_code((indicator, code)) for code in codes),
        begins=_texts({**begins, WHOLE: WHOLE}.get(period, "") for period in frame["period"]),
        is_one_period=frame["period"] != WHOLE,
        has_works=frame["n_works"] > 0,
        has_target=frame["remaining_mu"].notna(),
        cost_reason=frame["reason"].where(frame["unit_cost_low"].isna()),
    )


def _evidence(frame: pd.DataFrame) -> pd.DataFrame:
    """Works with the year of acceptance, and its day as text."""
    days = frame["date"]
    return frame.assign(
        year=days.dt.year.astype("Int64"), accepted_on=days.dt.strftime("%Y-%m-%d").astype("str")
    )


def _exact(value: Any) -> Decimal | None:  # noqa: ANN401 - a cell of any kind
    """A number of a trend as a decimal; it is told with few decimals."""
    return None if pd.isna(value) else Decimal(str(value))


def _flips(frame: pd.DataFrame) -> pd.DataFrame:
    flipped = frame[frame["flips"].fillna(value=False)].reset_index(drop=True)
    names = zip(flipped["parameter"], flipped["value"], strict=True)
    return flipped.assign(
        plan_flip=_codes(flipped, ("parameter", "value", *_CELL)),
        plan_reading=_texts(f"{parameter}.{value}" for parameter, value in names),
    )
