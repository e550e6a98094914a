"""A study of three mines whose totals can be counted on the fingers, and two tiny chapters."""

import shutil
from pathlib import Path

import nbformat
import pytest

from dandong_analysis.pipeline.build import build
from tests.pipeline.remarked import DOCX

STUDY = """format = 1
[study]
zh = "三矿研究"
en = "Three mines"
slug = "three"
region_zh = "两县"
region_en = "two counties"
base_year = 2020
chapters = ["01_first", "02_second"]
[[county]]
code = "990101"
zh = "甲县"
en = "Jia"
slug = "jia"
[[county]]
code = "990102"
zh = "乙县"
en = "Yi"
slug = "yi"
[[delivery]]
id = "team"
folder = "data/raw/survey/team"
"""
PROFILE = """format = 1
team = "测试组"
provenance = "synthetic"
[[sheet]]
file = "mines.csv"
sheet = ""
table = "mines"
header_rows = [1]
[sheet.columns]
"编号" = "mine_id"
"名称" = "name"
"县" = "county"
"矿种" = "commodity"
"规模" = "size_class"
"状态" = "production_status"
"面积" = "mine_area_mu"
[sheet.units]
mine_area_mu = "mu"
"""
MINES = """编号,名称,县,矿种,规模,状态,面积
A1,一号矿,甲县,煤炭,小型,废弃,10
A2,二号矿,甲县,金矿,大型,生产,20.5
B1,三号矿,乙县,金矿,小型,废弃,30
"""
PARAMETERS = 'study = "."\nregion = "all"\nlang = "zh"\noverrides = "{}"'
SHOW = """import json, os
from IPython.display import display
from dandong_analysis.report.blocks import MIME, Heading, Paragraph
from dandong_analysis.report.serialise import to_json
from dandong_analysis.notebook import open_chapter
chapter = open_chapter(study=study, region=region, lang=lang, overrides=overrides)
total = chapter.ledger["MINE.TOTAL"]
for block in (Heading("%s", 1), Paragraph((f"{chapter.lang} {dict(chapter.scope)} {total.printed}",))):
    display({MIME: to_json(block), "text/plain": ""}, raw=True)
"""
FIELDS = '\nchapter.field("cause:A", "原因：甲")\nchapter.field("cause:B", "原因：乙")'


def write(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_chapter(root: Path, name: str, *cells: str, parameters: str = PARAMETERS) -> Path:
    """A notebook whose first cell is its parameters and the others are ``cells``."""
    first = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}, id="p")
    rest = [nbformat.v4.new_code_cell(c, id=f"c{i}") for i, c in enumerate(cells)]
    notebook = nbformat.v4.new_notebook(cells=[first, *rest])
    return write(root, f"notebooks/{name}.ipynb", nbformat.writes(notebook))


def make_study(root: Path) -> Path:
    write(root, "study.toml", STUDY)
    write(root, "data/raw/survey/team/profile.toml", PROFILE)
    write(root, "data/raw/survey/team/mines.csv", MINES)
    write(root, "reports/README.md", "kept\n")
    write(root, "data/processed/README.md", "kept\n")
    write_chapter(root, "01_first", SHOW % "第一章")
    write_chapter(root, "02_second", SHOW % "第二章")
    return root


def make_study_with_fields(root: Path) -> Path:
    """The study with a file of remarks and two fields in its first chapter."""
    make_study(root)
    study = STUDY.replace("[[county]]", '[files]\nremarks = "data/remarks.toml"\n[[county]]', 1)
    write(root, "study.toml", study)
    write(root, "data/remarks.toml", "format = 1\n")
    write_chapter(root, "01_first", SHOW % "第一章" + FIELDS)
    return root


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The folder of the study, nothing built."""
    return make_study(tmp_path / "研究")


@pytest.fixture(scope="session")
def built_with_fields(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study with two empty fields in its first chapter and its report; tests copy it."""
    root = make_study_with_fields(tmp_path_factory.mktemp("built") / "研究")
    assert build(root, DOCX).errors == ()
    return root


@pytest.fixture
def fields_study(built_with_fields: Path, tmp_path: Path) -> Path:
    """A copy of the built study with fields to change."""
    return Path(shutil.copytree(built_with_fields, tmp_path / "copy"))
