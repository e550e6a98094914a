"""Reading one declared sheet of a delivery as text with addresses; nothing is coerced."""

import difflib
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.survey.guard import check_file
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read_csv import read_csv
from dandong_analysis.survey.read_geojson import read_geojson
from dandong_analysis.survey.read_layer import read_gpkg, read_shp
from dandong_analysis.survey.read_messages import problem
from dandong_analysis.survey.read_raw import RawSheet
from dandong_analysis.survey.read_xlsx import read_xlsx

__all__ = ["RawSheet", "read_sheet"]

# Where spreadsheet programs silently stop: .xls and .xlsx.
ROW_LIMITS = (65_536, 1_048_576)

_READERS: Mapping[str, Callable[[SheetProfile, Mapping[str, bytes]], RawSheet]] = {
    ".xlsx": read_xlsx, ".csv": read_csv, ".gpkg": read_gpkg, ".shp": read_shp,
    ".geojson": read_geojson,
}  # fmt: skip


def read_sheet(profile: SheetProfile, sources: Mapping[str, bytes]) -> RawSheet:
    """One sheet or layer as text, as the profile declares it.

    Parameters
    ----------
    profile
        The declaration of the sheet.
    sources
        Contents of all files of the delivery folder by file name.

    Returns
    -------
    RawSheet
        Every cell with its address; what is readable but noteworthy is in ``problems``.

    Raises
    ------
    DandongError
        When the file or the sheet is missing, is not what its name says, is damaged or
        dangerous to open, or breaks the declared encoding or coordinate system.
    """
    _require(profile, sources)
    raw = _READERS[PurePosixPath(profile.file).suffix.lower()](profile, sources)
    if PurePosixPath(profile.file).suffix.lower() in (".xlsx", ".csv"):
        _refuse_cut(raw)
    return raw


def _require(profile: SheetProfile, sources: Mapping[str, bytes]) -> None:
    if profile.file not in sources:
        near = difflib.get_close_matches(profile.file, list(sources), len(sources), 0)
        known = "、".join(near) or "—"
        raise DandongError(problem("file-missing", Place(file=profile.file), known=known))
    check_file(profile.file, sources[profile.file])


def _refuse_cut(raw: RawSheet) -> None:
    if len(raw.cells) in ROW_LIMITS:
        place = Place(file=raw.file, sheet=raw.sheet)
        raise DandongError(problem("rows-at-limit", place, str(len(raw.cells))))
