"""The annex workbook of each edition of a report."""

from collections.abc import Mapping, Sequence
from functools import partial

from dandong_analysis import storage
from dandong_analysis.attainment.requested import Requested
from dandong_analysis.pipeline.chapter_inputs import read_edition
from dandong_analysis.pipeline.editions import Edition, editions
from dandong_analysis.pipeline.graph import Content, Step
from dandong_analysis.pipeline.inputs import (
    Layout,
    environment_nodes,
    file_node,
    folder_node,
    source_nodes,
)
from dandong_analysis.pipeline.known import read_known
from dandong_analysis.pipeline.layers import named_schemas
from dandong_analysis.pipeline.parameters import ChapterRun
from dandong_analysis.study import Study

ANNEX_FORMAT = "xlsx"
ANNEX = "annex"
"""What the file of the workbook is called."""


def annex_steps(
    layout: Layout, study: Study, runs: Sequence[ChapterRun], formats: Sequence[str],
    asked: Mapping[str, Requested],
) -> list[Step]:  # fmt: skip
    """A step for each edition; none when the format is not wanted.

    ``asked`` are the evaluations of the plan by the key of the chapter that uses them.
    """
    wanted = editions(runs) if ANNEX_FORMAT in formats else ()
    return [_annex_step(layout, study, edition, used_by(edition, asked)) for edition in wanted]


def used_by(edition: Edition, asked: Mapping[str, Requested]) -> list[Requested]:
    """The evaluations of the plan that the chapters of an edition ask for, each once."""
    used = {asked[run.key].folder: asked[run.key] for run in edition.runs if run.key in asked}
    return list(used.values())


def _annex_step(
    layout: Layout, study: Study, edition: Edition, used: Sequence[Requested]
) -> Step:  # fmt: skip
    name = edition.name(ANNEX)
    return Step(
        f"export:{name}:{ANNEX_FORMAT}",
        (*(folder_node(layout, layout.chapter(run.key)) for run in edition.runs),
         folder_node(layout, layout.facts),
         *(folder_node(layout, layout.assessment(one.folder)) for one in used),
         Content(name="work/tables/files.parquet", path=layout.tables / "files.parquet"),
         file_node(layout, "study.toml"), *source_nodes("report", "attainment"),
         *environment_nodes(layout)),
        folder_node(layout, layout.export(name, ANNEX_FORMAT)),
        partial(run_annex, layout, study, edition, used),
    )  # fmt: skip


def run_annex(layout: Layout, study: Study, edition: Edition, used: Sequence[Requested]) -> None:
    """Write the workbook of an edition from its executed chapters and the facts behind them."""
    from dandong_analysis.pipeline.exports import (  # noqa: PLC0415 - slow to import
        blocks_of_edition,
        meta_of_edition,
    )
    from dandong_analysis.report.annex import render_annex  # noqa: PLC0415 - likewise

    notebooks, provenance = read_edition(layout, study, edition)
    known = read_known(layout, study, used, named_schemas(layout, study))
    data = render_annex(
        blocks_of_edition(notebooks, edition), meta_of_edition(study, edition, provenance=provenance),
        ledger=known.ledger, schemas=known.schemas,
    )  # fmt: skip
    storage.write_bytes(layout.export(edition.name(ANNEX), ANNEX_FORMAT), data)
