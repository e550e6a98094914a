"""Where delivered files and layers come from, and how far they can be trusted."""

import hashlib
from collections.abc import Mapping

import pandas as pd

from dandong_analysis.survey.profile import Profile, SheetProfile
from dandong_analysis.survey.profile_checks import PROVENANCES
from dandong_analysis.survey.profile_shape import ORIGIN

FILE_COLUMNS = ("delivery", "file", "sha256", "size", "provenance")
LAYER_COLUMNS = ("delivery", "file", "sheet", "table", "provenance", *ORIGIN)


def file_frame(delivery: str, profile: Profile, sources: Mapping[str, bytes]) -> pd.DataFrame:
    """The delivered files: columns :data:`FILE_COLUMNS`, ``size`` in bytes.

    A file has the provenance of its sheets, of several the least trustworthy; one that no
    sheet is read from has that of the delivery.
    """
    rows = [
        (delivery, name, hashlib.sha256(data).hexdigest(), len(data), _of_file(name, profile))
        for name, data in sorted(sources.items())
    ]
    frame = pd.DataFrame(rows, columns=list(FILE_COLUMNS))
    return frame.astype({**dict.fromkeys(FILE_COLUMNS, "str"), "size": "int64"})


def _of_file(name: str, profile: Profile) -> str:
    found = [_of_sheet(sheet, profile) for sheet in profile.sheets if sheet.file == name]
    return min(found or [profile.provenance], key=PROVENANCES.index)


def _of_sheet(sheet: SheetProfile, profile: Profile) -> str:
    return sheet.provenance or profile.provenance


def layer_frame(delivery: str, profile: Profile) -> pd.DataFrame:
    """What the profile says about the origin of its sheets: columns :data:`LAYER_COLUMNS`.

    One row for each sheet that says anything; ``is_sketch`` is a truth value, the others are
    texts, blank where nothing is said.
    """
    rows = [
        (delivery, sheet.file, sheet.sheet, sheet.table, _of_sheet(sheet, profile), *origin)
        for sheet in profile.sheets
        if any(origin := [getattr(sheet, name) for name in ORIGIN])
    ]
    frame = pd.DataFrame(rows, columns=list(LAYER_COLUMNS))
    return frame.astype({**dict.fromkeys(LAYER_COLUMNS, "str"), "is_sketch": "bool"})
