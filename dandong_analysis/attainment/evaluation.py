"""The whole evaluation of a plan at a date, as frames."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date

import pandas as pd

from dandong_analysis.attainment.amounts import (
    amount_frames,
    question_amounts,
    series_amounts,
    target_amounts,
)
from dandong_analysis.attainment.assessment import Assessment, assess
from dandong_analysis.attainment.definitions import Definitions
from dandong_analysis.attainment.frames import Tables, records
from dandong_analysis.attainment.funds import funds_frame, plan_funds
from dandong_analysis.attainment.plan import Plan
from dandong_analysis.attainment.projection import project_targets
from dandong_analysis.attainment.rates import plan_rates, rate_frame
from dandong_analysis.attainment.rules import standard_settings
from dandong_analysis.attainment.sensitivity import sensitivity_frame
from dandong_analysis.attainment.series import yearly_series
from dandong_analysis.attainment.settings import AttainmentSettings
from dandong_analysis.attainment.targets import target_frame
from dandong_analysis.attainment.works import Context, mines_by_id
from dandong_analysis.errors import findings_frame

_DEFAULT = Definitions()


def evaluate_plan(
    tables: Mapping[str, pd.DataFrame],
    plan: Plan,
    *,
    as_of: date,
    definitions: Definitions = _DEFAULT,
    settings: AttainmentSettings | None = None,
    incomplete: AbstractSet[str] = frozenset(),
) -> dict[str, pd.DataFrame]:
    """How far the targets of a plan are attained at a date.

    Parameters
    ----------
    tables
        Typed frames by table name: ``targets`` and ``plan_indicators`` of the plan, and what
        the measures are counted from. A table that was not delivered makes its targets
        ``not_delivered``, never 0.
    plan
        Regions, liable parties and periods (:func:`~.plan.plan_of`).
    as_of
        The day up to which evidence counts, that day included.
    definitions
        The reading of the plan where it is open.
    settings
        Grades, measures and thresholds; those of the package if omitted.
    incomplete
        Ids of mines of which a row of damaged land was set aside.

    Returns
    -------
    dict
        Frames (columns: :mod:`~dandong_analysis.attainment.frames`): ``targets`` (every target
        as printed and parsed), ``attainment`` (every cell at the date, binding first),
        ``evidence`` (every row with its status), ``series`` (by year), ``rates``,
        ``projections``, ``funds``, ``sensitivity`` (every cell under every other reading),
        ``amounts`` and ``amount_rows`` (every number above with the delivered rows that add up
        to it) and ``findings``.

    Raises
    ------
    DandongError
        When a target has a measure that does not exist or does not fit its kind, or the id of
        its indicator cannot be part of a fact id.

    Examples
    --------
    ::

        frames = evaluate_plan(survey.tables, plan_of(study), as_of=date(2020, 12, 31))
        behind = frames["attainment"].query("grade == 'behind'")
    """
    used = settings or standard_settings()
    rows = _rows(tables, used)
    context = Context(mines_by_id(rows), plan, as_of, used, definitions)
    base = assess(rows, context, incomplete=incomplete)
    return {
        "targets": target_frame(list(base.targets)),
        "attainment": base.attainment,
        "evidence": base.evidence.frame(context),
        **_derived(base, rows, context, incomplete),
        "sensitivity": sensitivity_frame(rows, context, base, incomplete=incomplete),
        "findings": findings_frame(base.problems),
    }


def _rows(tables: Mapping[str, pd.DataFrame], settings: AttainmentSettings) -> Tables:
    """The rows of the tables that an evaluation looks at."""
    names = {"targets", "plan_indicators", "mines", "land_damage", *settings.sources}
    return {name: records(frame) for name, frame in tables.items() if name in names}


def _derived(
    base: Assessment,
    tables: Tables,
    context: Context,
    incomplete: AbstractSet[str],
) -> dict[str, pd.DataFrame]:
    questions, tallies = base.questions, base.tallies
    rates = plan_rates(questions, tables, tallies, context, incomplete=incomplete)
    funds = plan_funds(questions, base.evidence, context)
    amounts = (
        *question_amounts(questions),
        *target_amounts(base.grid, context),
        *series_amounts(base.grid, tallies, context),
        *(a for rate in rates for a in rate.amounts),
        *(a for money in funds for a in money.amounts),
    )
    return {
        "series": yearly_series(base.grid, tallies, context),
        "rates": rate_frame(rates),
        "projections": project_targets(questions, tallies, context),
        "funds": funds_frame(funds),
        **amount_frames(amounts, context),
    }
