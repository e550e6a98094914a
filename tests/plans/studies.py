"""Studies that hold nothing but a plan, and their data as a chapter finds them."""

import shutil
from pathlib import Path

from dandong_analysis import storage
from dandong_analysis.pipeline import steps
from dandong_analysis.pipeline.build import bring_facts_up_to_date, opened

ROOT = Path(__file__).parents[2]
STUDY = """format = 1
county = []
delivery = []
[study]
zh = "试验"
en = "trial"
slug = "t"
region_zh = "某地"
region_en = "some place"
base_year = 2020
"""
FILES = '[files]\npublished = "figures.csv"\n'
# Two terms miss their total by one mu (rounding explains it), four places are named of five
# announced, one total lacks a term, and a restated number holds.
FIGURES = """id,value,unit,section,description_zh,description_en,derived_from
A,3,亩,一,林地,Forest,
B,4,亩,一,草地,Grass,
T,8,亩,二,合计,Total,"sum(A,B)"
N,5,处,三,监测点,Sites,named(4)
C,9,亩,四,总数,Whole,"sum(T,GONE)"
T2,8,亩,五,合计（重述）,"Total, again",same(T)
"""
NOTES = """format = 1
[[note]]
id = "z"
kind = "label"
place = "五"
figures = ["T"]
zh = "合计{T}亩有两个名称。"
en = "The {T} mu go by two names."
[[note]]
id = "a"
kind = "omission"
place = "三"
figures = []
zh = "没有图。"
en = "There is no map."
"""


def write_plan(root: Path, figures: str = FIGURES, *, notes: str = NOTES) -> Path:
    """A study of an invented plan without any survey."""
    root.mkdir(parents=True, exist_ok=True)
    files = FILES + ('notes = "notes.toml"\n' if notes else "")
    (root / "study.toml").write_text(STUDY + files, "utf-8")
    (root / "figures.csv").write_text(figures, "utf-8")
    (root / "notes.toml").write_text(notes, "utf-8")
    return root


def write_no_plan(root: Path) -> Path:
    """A study that names no published figures."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "study.toml").write_text(STUDY, "utf-8")
    return root


def copy_demonstration_plan(root: Path) -> Path:
    """The plan of the demonstration study, without the survey."""
    write_plan(root)
    for name, source in (("figures.csv", "published-figures.csv"), ("notes.toml", "notes.toml")):
        shutil.copy(ROOT / "data" / "raw" / "plan" / source, root / name)
    return root


def copy_reservoir(root: Path) -> Path:
    shutil.copytree(ROOT / "tests" / "plans" / "reservoir", root)
    return root


def built(root: Path) -> Path:
    """Run the steps up to the facts and lay out what a chapter may read; returns its folder."""
    with opened(root) as (layout, study):
        bring_facts_up_to_date(layout, study)
        storage.replace_folder(root / "built", steps.processed(layout, study))
    return root / "built"
