"""Checking a parsed profile: first the shape of its entries, then what they mean."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from dandong_analysis.errors import Place, Problem
from dandong_analysis.schemas import Schemas
from dandong_analysis.survey.profile_fields import check_fields
from dandong_analysis.survey.profile_messages import problem
from dandong_analysis.survey.profile_shape import PROFILE, SHEET, check_shape, nearest
from dandong_analysis.survey.profile_values import check_values

FORMAT = 1
# From the least trustworthy on.
PROVENANCES = ("synthetic", "survey", "published")


def check_profile(data: Mapping[str, Any], schemas: Schemas, place: Place) -> Iterator[Problem]:
    """Every problem of a profile; a sheet whose shape is wrong is not examined further."""
    yield from check_shape(data, PROFILE, place, "")
    if data.get("format", FORMAT) != FORMAT:
        yield problem("profile-format", place, str(data["format"]))
    yield from _check_provenance(data, place, "")
    sheets = _sheets(data.get("sheet"))
    for number, sheet in enumerate(sheets, 1):
        yield from _check_sheet(sheet, schemas, place, f"sheet[{number}]")
    yield from _declared_twice(sheets, place)


def _check_sheet(
    sheet: Mapping[str, Any], schemas: Schemas, place: Place, path: str
) -> Iterator[Problem]:
    wrong = list(check_shape(sheet, SHEET, place, path))
    yield from wrong
    if wrong:
        return
    yield from _check_provenance(sheet, place, f"{path}.")
    yield from check_values(sheet, place, path)
    if sheet["table"] in schemas.tables:
        where = replace(place, table=sheet["table"])
        yield from check_fields(sheet, schemas, where, path)
    else:
        near = nearest(sheet["table"], schemas.tables)
        yield problem("profile-table", place, f"{path}.table = {sheet['table']}", near=near)


def _check_provenance(entry: Mapping[str, Any], place: Place, path: str) -> Iterator[Problem]:
    provenance = entry.get("provenance", PROVENANCES[0])
    if provenance not in PROVENANCES:
        known = "、".join(PROVENANCES)
        yield problem("profile-choice", place, f"{path}provenance = {provenance!r}", known=known)


def _declared_twice(sheets: Iterable[Mapping[str, Any]], place: Place) -> Iterator[Problem]:
    counts = Counter((str(s.get("file")), str(s.get("sheet", ""))) for s in sheets)
    for (file, sheet), count in counts.items():
        if count > 1:
            yield problem("profile-sheet-twice", place, f"{file} {sheet}".strip())


def _sheets(value: object) -> list[dict[str, Any]]:
    """The sheets that can be examined; anything else is reported by its shape."""
    return [s for s in value if isinstance(s, dict)] if isinstance(value, list) else []
