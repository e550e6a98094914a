"""Facts of a study and of evaluations of its plan, with all that they are named and opened by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dandong_analysis.attainment.naming import with_plan_names
from dandong_analysis.attainment.requested import Requested
from dandong_analysis.facts import ASSESSMENT, Ledger
from dandong_analysis.pipeline.assessments import read_assessment, settings_of
from dandong_analysis.pipeline.audits import plan_cells, plan_files
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.measuring import (
    measurable,
    read_catalogue,
    read_ledger,
    read_results,
)
from dandong_analysis.pipeline.steps import read_delivered
from dandong_analysis.schemas import Schemas
from dandong_analysis.stats.indicators import Catalogue
from dandong_analysis.study import Study


@dataclass(frozen=True)
class KnownFacts:
    """Facts, with the frames of the evaluations among them and the names of all their codes."""

    ledger: Ledger
    frames: Mapping[str, pd.DataFrame]
    schemas: Schemas


def read_known(
    layout: Layout, study: Study, used: Sequence[Requested], schemas: Schemas
) -> KnownFacts:
    """The facts of the survey and of the evaluations ``used``, as they were written last.

    A fact of an evaluation is also understood without its date, where there is but one.

    Parameters
    ----------
    schemas
        Of the study; they are given the names of the evaluations.
    """
    plans = [read_assessment(layout, asked) for asked in used]
    ledger = read_ledger(layout)
    for own, _ in plans:
        ledger = ledger.joined(own)
    frames = _one_after_another([frames for _, frames in plans])
    if frames:
        schemas = with_plan_names(schemas, frames, study, settings_of(layout, study))
    return KnownFacts(ledger.understood(ASSESSMENT), frames, schemas)


def _one_after_another(plans: Sequence[Mapping[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """The frames of several evaluations, whose rows say which they belong to, as one of each name."""
    names = dict.fromkeys(name for frames in plans for name in frames)
    return {n: joined_frames([f[n] for f in plans if n in f]) for n in names}


@dataclass(frozen=True)
class Behind:
    """What facts are opened with: tables of rows, delivered cells, files, and the catalogue."""

    tables: Mapping[str, pd.DataFrame]
    cells: pd.DataFrame
    files: pd.DataFrame
    catalogue: Catalogue

    @property
    def hashes(self) -> dict[tuple[str, str], str]:
        """The SHA-256 of the files, by delivery and name."""
        named = zip(*(self.files[c] for c in ("delivery", "file", "sha256")), strict=True)
        return {(delivery, file): digest for delivery, file, digest in named}


def read_behind(layout: Layout, study: Study, known: KnownFacts) -> Behind:
    """What stands behind facts: of the survey, of the plan's own files and of evaluations."""
    survey = read_delivered(layout.tables)
    return Behind(
        {**measurable(survey, read_results(layout, study)), **known.frames},
        joined_frames([survey.cells, plan_cells(layout.root, study)]),
        joined_frames([survey.files, plan_files(layout.root, study)]),
        read_catalogue(layout, study),
    )  # fmt: skip


def joined_frames(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Frames one after the other; one without rows has no say in the types of the columns."""
    filled = [frame for frame in frames if len(frame)] or list(frames[:1])
    return pd.concat(filled, ignore_index=True)
