"""The thresholds of the rule file as a chapter lists them, with their sources."""

from collections.abc import Iterator

import pandas as pd

from dandong_analysis.attainment.frames import Row, make_frame
from dandong_analysis.attainment.settings import AttainmentSettings, Thresholds

# `threshold` is a code; `of_grade` the grade that a limit is of; `value` and `value_after_end` are
# ratios of done to due for grades.
THRESHOLD_COLUMNS = {
    "threshold": "str", "of_grade": "str", "value": "object", "value_after_end": "object",
    "source_zh": "str", "source_en": "str", "is_verified": "boolean",
}  # fmt: skip


def threshold_frame(settings: AttainmentSettings) -> pd.DataFrame:
    """Limits of the grades, and what a projection and a unit cost need.

    Columns :data:`THRESHOLD_COLUMNS`.
    """
    return make_frame(_rows(settings), THRESHOLD_COLUMNS)


def _rows(settings: AttainmentSettings) -> Iterator[Row]:
    about = _about(settings.bands)
    for grade in settings.grades:
        if grade.limit is not None:
            yield {"threshold": "grade", "of_grade": grade.code, "value": grade.limit,
                   "value_after_end": grade.limit_after_end, **about}  # fmt: skip
    yield from _listed("projection", settings.projection)
    yield from _listed("costs", settings.costs)


def _listed(name: str, thresholds: Thresholds) -> Iterator[Row]:
    for key in thresholds.values:  # noqa: PD011 - a mapping, no frame
        yield {"threshold": f"{name}.{key}", "value": thresholds[key], **_about(thresholds)}


def _about(thresholds: Thresholds) -> dict[str, object]:
    return {
        "source_zh": thresholds.source_zh, "source_en": thresholds.source,
        "is_verified": thresholds.verified,
    }  # fmt: skip
