"""Opening the built data of a study for a chapter."""

import json
import os
from pathlib import Path

import pandas as pd

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.facts import Ledger
from dandong_analysis.notebook.chapter import Chapter
from dandong_analysis.notebook.lists import with_names
from dandong_analysis.report.labels import report_schemas, with_rules
from dandong_analysis.schemas import Schemas
from dandong_analysis.standards import COMPANIONS, load_standard
from dandong_analysis.study import STANDARD, WHOLE, Study

_NOT_BUILT = Problem(
    "not-built",
    Text("这个研究还没有生成数据项", "the facts of this study have not been built"),
    Text("章节无法打开", "the chapter cannot be opened"),
    Text("请先运行 dandong build", "run dandong build first"),
    Place(file="study.toml"),
)

# Set by the build; a notebook run by hand reads the last published build of its study.
WORK, STUDY = "DANDONG_WORK", "DANDONG_STUDY"


def open_chapter(*, study: str, lang: str, region: str = WHOLE, overrides: str = "{}") -> Chapter:
    """Open the built data of a study for one chapter.

    Parameters
    ----------
    study
        The study's folder or one below it, when the notebook is run by hand.
    lang
        ``zh`` or ``en``.
    region
        ``all`` or a county (code, name or alias). A chapter that is about all deliveries,
        whatever the region, has no such parameter.
    overrides
        The values that the build gives, as one JSON object; they replace the others.

    Raises
    ------
    DandongError
        When the study has not been built.
    UsageError
        When it has no such region.
    """
    given = {"region": region, "lang": lang} | json.loads(overrides)
    root = storage.study_root(Path(os.environ.get(STUDY, study)))
    opened = storage.read_study(root)
    built = Path(os.environ.get(WORK, root / "data" / "processed"))
    frames = storage.read_frames(built / "tables") | storage.read_frames(built)
    if "facts" not in frames:
        raise DandongError(_NOT_BUILT)
    county = opened.county_of(given["region"])
    scope = {"county": county.code} if county else {}
    return Chapter(
        opened,
        with_names(_schemas(root, opened, frames["rules"]), frames),
        Ledger.from_frame(frames["facts"]),
        frames,
        given["lang"],
        scope,
    )


def _schemas(root: Path, study: Study, rules: pd.DataFrame) -> Schemas:
    """The study's schemas with what its catalogues define and the names of its rules."""
    own = [storage.read_toml(root / name) for name in study.indicators if name != STANDARD]
    return with_rules(
        report_schemas(study, *map(load_standard, (*COMPANIONS, "indicators")), *own), rules
    )
