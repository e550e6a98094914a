"""The build step that audits the plan: frames with addresses, facts, what a chapter is given."""

import pandas as pd
import pytest

from dandong_analysis import storage
from dandong_analysis.errors import DandongError
from dandong_analysis.facts import Ledger
from dandong_analysis.pipeline import measuring, steps
from dandong_analysis.pipeline.audits import AUDITED, audit, plan_provenance, read_audit
from dandong_analysis.pipeline.build import bring_facts_up_to_date, opened
from dandong_analysis.pipeline.chapter_inputs import chapter_inputs, chapter_provenance
from dandong_analysis.pipeline.inputs import Layout, open_study
from dandong_analysis.pipeline.plan import data_steps
from dandong_analysis.pipeline.queries import trace_fact
from dandong_analysis.schemas import ADDRESS
from tests.pipeline.conftest import make_study, write
from tests.plans.studies import (
    FIGURES,
    FILES,
    STUDY,
    built,
    copy_reservoir,
    write_no_plan,
    write_plan,
)

PLAN_CHAPTER = {"metadata": {"dandong": {"reads": "plan"}}}


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return write_plan(tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def frames(plan):
    return storage.read_frames(built(plan))


@pytest.fixture(scope="module")
def ledger(frames):
    return Ledger.from_frame(frames["facts"])


def test_the_frames_are_those_of_the_command_behind_their_addresses(tmp_path):
    root = copy_reservoir(tmp_path / "study")
    frames, found = storage.read_frames(built(root)), audit(root)
    for name in ("relations", "blocks", "cells", "sets", "changes", "notes"):
        own = getattr(found, name)
        assert len(own) > 0
        pd.testing.assert_frame_equal(frames[f"audit_{name}"][list(own.columns)], own)
        assert list(frames[f"audit_{name}"].columns[:4]) == list(ADDRESS)
        assert frames[f"audit_{name}"]["source_row"].notna().all()


def test_a_row_has_the_address_of_its_figure_and_a_note_its_number(frames):
    rows = frames["audit_relations"].set_index("id")["source_row"]
    # Lines of the file, its header is the first.
    assert rows.to_dict() == {"T": 4, "N": 5, "C": 6, "T2": 7}
    notes = frames["audit_notes"].set_index("id")
    assert notes["source_row"].to_dict() == {"z": 1, "a": 2}
    assert set(notes["source_file"]) == {"notes.toml"}
    assert set(frames["audit_cells"]["delivery"]) == {"plan"}
    assert frames["audit_figures"]["figure_id"].tolist() == ["A", "B", "T", "N", "C", "T2"]


# Counted on FIGURES: T, N, C and T2 have a relation each; A, B, T and T2 hang together, N and C
# are alone and C lacks a term. T is off by one: A or B alone would mend it, T
# takes two changes because it is printed twice.
@pytest.mark.parametrize(("name", "value"), [
    ("AUDIT.FIGURES", 6), ("AUDIT.RELATIONS", 4),
    ("AUDIT.RELATIONS@verdict=inconsistent", 1), ("AUDIT.RELATIONS@verdict=incomplete", 1),
    ("AUDIT.RELATIONS@verdict=truncated_not_rounded", 0),
    ("AUDIT.RELATIONS@verdict=within_input_rounding", 1), ("AUDIT.RELATIONS@verdict=exact", 1),
    ("AUDIT.BLOCKS", 1), ("AUDIT.BLOCKS@feasibility=feasible", 1),
    ("AUDIT.BLOCKS@feasibility=infeasible", 0), ("AUDIT.BLOCKS@feasibility=unproved", 0),
    ("AUDIT.TIED", 4), ("AUDIT.GAPS", 1), ("AUDIT.SETS", 2), ("AUDIT.SETS@asked=exact", 2),
    ("AUDIT.NOTES", 2), ("AUDIT.NOTES@kind=omission", 1), ("AUDIT.NOTES@kind=label", 1),
    ("AUDIT.NOTES@kind=time", 0),
])  # fmt: skip
def test_facts_counted_by_hand(ledger, name, value):
    assert (ledger[name].value, ledger[name].provenance) == (value, "published")


def test_a_fact_opens_down_to_the_cells_of_the_plan(plan):
    (row,) = trace_fact(plan, "AUDIT.RELATIONS@verdict=inconsistent")["rows"]
    assert (row["delivery"], row["file"], row["row"]) == ("plan", "figures.csv", 5)
    assert (row["header"], row["raw"], row["value"]) == ("derived_from", "named(4)", "1")
    assert row["sha256"] == storage.digest(plan / "figures.csv")
    (note,) = trace_fact(plan, "AUDIT.NOTES@kind=label")["rows"]
    assert (note["file"], note["row"], note["raw"]) == ("notes.toml", 1, "合计{T}亩有两个名称。")


def test_without_published_figures_there_is_no_step_and_nothing_is_known(tmp_path):
    root = write_plan(tmp_path / "study")
    assert (built(root) / "audit_relations.parquet").exists()
    write_no_plan(root)  # the figures are taken out of a study that was built with them
    with opened(root) as (layout, study):
        assert "audit" not in [step.name for step in data_steps(layout, study)]
        bring_facts_up_to_date(layout, study)
        ledger = measuring.read_ledger(layout)
        assert ledger["AUDIT.RELATIONS"].value is None
        assert read_audit(layout, study) == {}
        assert not any(name.startswith("audit") for name in steps.processed(layout, study))


def test_a_file_without_relations_states_none(tmp_path):
    bare = "id,value,unit,section,description_zh,description_en\nA,3,亩,,,\nB,4,亩,,,\n"
    root = write_plan(tmp_path, bare, notes="")
    frames = storage.read_frames(built(root))
    assert len(frames["audit_figures"]) == 2
    assert len(frames["audit_relations"]) == len(frames["audit_notes"]) == 0
    ledger = Ledger.from_frame(frames["facts"])
    assert ledger["AUDIT.RELATIONS"].value == ledger["AUDIT.NOTES"].value == 0
    assert ledger["AUDIT.NOTES"].provenance == "published"


@pytest.mark.parametrize(("column", "changed"), [
    ("value", FIGURES.replace("B,4", "B,5")), ("relation", FIGURES.replace("named(4)", "named(5)")),
])  # fmt: skip
def test_the_step_runs_again_when_the_plan_changes(tmp_path, column, changed):
    root = write_plan(tmp_path)
    before = built(root).joinpath("audit_relations.parquet").read_bytes()
    (root / "figures.csv").write_text(changed, "utf-8")
    assert built(root).joinpath("audit_relations.parquet").read_bytes() != before, column


def with_plan(root, published):
    """The study of three synthetic mines with a plan."""
    make_study(root)
    text = (root / "study.toml").read_text("utf-8")
    write(
        root,
        "study.toml",
        text.replace("[[county]]", f'[files]\npublished = "{published}"\n[[county]]', 1),
    )
    write(root, published, FIGURES)
    return root


@pytest.mark.parametrize(("published", "delivery", "file", "provenance"), [
    ("plan/figures.csv", "plan", "plan/figures.csv", "published"),
    # A plan inside a delivery is what the delivery says it is.
    ("data/raw/survey/team/figures.csv", "team", "figures.csv", "synthetic"),
])  # fmt: skip
def test_a_plan_counts_to_the_delivery_whose_folder_holds_it(
    tmp_path, published, delivery, file, provenance
):
    root = with_plan(tmp_path / "study", published)
    frames = storage.read_frames(built(root))
    first = frames["audit_relations"].iloc[0]
    assert (first["delivery"], first["source_file"]) == (delivery, file)
    ledger = Ledger.from_frame(frames["facts"])
    assert ledger["AUDIT.RELATIONS"].provenance == provenance
    assert ledger["MINE.TOTAL"].provenance == "synthetic"
    assert plan_provenance(open_study(root), frames["files"]) == provenance


def test_a_chapter_about_the_plan_is_given_nothing_of_the_survey(tmp_path):
    root = with_plan(tmp_path / "study", "plan/figures.csv")
    built(root)
    layout, study = Layout(root), open_study(root)
    everything = steps.processed(layout, study)
    given = chapter_inputs(layout, study, PLAN_CHAPTER, everything)
    assert {name.removesuffix(".parquet") for name in given} == {*AUDITED, "facts"}
    storage.write_bytes(root / "facts.parquet", given["facts.parquet"])
    assert set(storage.read_frame(root / "facts.parquet")["provenance"]) == {"published"}
    assert chapter_provenance(layout, study, PLAN_CHAPTER) == "published"
    # Any other chapter gets everything, and the stamp of the whole.
    assert "tables/mines.parquet" in chapter_inputs(layout, study, {}, everything)
    assert chapter_provenance(layout, study, {"metadata": {}}) == "synthetic"


def test_a_chapter_about_a_plan_that_is_not_there_keeps_the_stamp(tmp_path):
    root = make_study(tmp_path / "study")
    built(root)
    assert chapter_provenance(Layout(root), open_study(root), PLAN_CHAPTER) == "synthetic"


def test_an_error_in_a_relation_stops_the_step_with_its_place(tmp_path):
    root = tmp_path
    write(root, "study.toml", STUDY + FILES)
    write(root, "figures.csv", FIGURES.replace("named(4)", "nomed(4)"))
    with pytest.raises(DandongError, match="nomed"):
        built(root)
