"""What the build hands to the kernel of a chapter, and how far its document can be trusted.

A notebook whose metadata say ``{"dandong": {"reads": "plan"}}`` is about the published document
alone. It gets the audit and the facts that are as trustworthy as the document, and nothing else
of the survey, so what it shows is no more synthetic than the plan.
"""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dandong_analysis import storage
from dandong_analysis.facts import least_trusted
from dandong_analysis.pipeline.audits import AUDITED, plan_provenance
from dandong_analysis.pipeline.editions import Edition
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.study import Study

_FACTS, _SUFFIX = "facts.parquet", ".parquet"


def reads_plan_only(notebook: Mapping[str, Any]) -> bool:
    """Whether a notebook is given nothing but the published document."""
    own = notebook.get("metadata", {}).get("dandong", {})
    return isinstance(own, Mapping) and own.get("reads") == "plan"


def chapter_inputs(
    layout: Layout, study: Study, notebook: Mapping[str, Any], processed: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The Parquet files that a chapter may read, of those that a build publishes."""
    frames = {name: data for name, data in processed.items() if name.endswith(_SUFFIX)}
    if not reads_plan_only(notebook):
        return frames
    kept = {name: data for name, data in frames.items() if name.removesuffix(_SUFFIX) in AUDITED}
    facts = storage.read_frame(layout.facts / _FACTS)
    own = facts[facts["provenance"] == chapter_provenance(layout, study, notebook)]
    return kept | {_FACTS: storage.frame_bytes(own)}


def chapter_provenance(layout: Layout, study: Study, notebook: Mapping[str, Any]) -> str:
    """The least trustworthy provenance of what a chapter is given."""
    files = storage.read_frame(layout.tables / "files.parquet")
    if reads_plan_only(notebook) and study.published:
        return plan_provenance(study, files)
    return provenance_of(files)


def read_edition(
    layout: Layout, study: Study, edition: Edition
) -> tuple[list[dict[str, Any]], str]:
    """The executed notebooks of an edition's chapters, and the least trustworthy provenance."""
    notebooks = [json.loads(storage.read_bytes(layout.chapter(r.key))) for r in edition.runs]
    return notebooks, least_trusted(chapter_provenance(layout, study, nb) for nb in notebooks)


def provenance_of(files: pd.DataFrame) -> str:
    """The least trustworthy provenance among the delivered files."""
    return least_trusted(files["provenance"]) or "survey"
