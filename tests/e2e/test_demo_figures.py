"""Every figure and map of the demonstration, in both languages: what opens, and which words."""

import json
import re

import pytest

from dandong_analysis.notebook import chapter as chapters
from dandong_analysis.notebook.opening import open_chapter
from dandong_analysis.report.blocks import Figure, Table
from dandong_analysis.report.document import facts_of
from dandong_analysis.report.serialise import blocks_of_notebook
from dandong_analysis.standards import load_standard

pytestmark = pytest.mark.xdist_group("demo")

HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def blocks(demo):
    found = [
        block
        for path in sorted((demo.root / "reports" / "executed").glob("*.ipynb"))
        for block in blocks_of_notebook(json.loads(path.read_text(encoding="utf-8")))
    ]
    assert sum(isinstance(block, Figure) for block in found) >= 11
    return found


def drawn_again(study, lang):
    """Every figure and map by the functions that the notebooks call, without a kernel."""
    shown = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chapters, "display_block", lambda *blocks, **_: shown.extend(blocks))
        chapter = open_chapter(study=str(study.root), lang=lang, as_of="")
        for name in load_standard("exhibits")["figure"]:
            chapter.figure(name)
        for name in ("plan_course", "plan_county_courses"):
            chapter.burn_up(name)
        for name in load_standard("maps")["map"]:
            chapter.map(name)
    return shown


@pytest.fixture(scope="module")
def english(demo):
    return drawn_again(demo, "en")


def test_every_fact_of_a_figure_that_is_not_nothing_opens(blocks):
    for figure in (block for block in blocks if isinstance(block, Figure)):
        opened = {spot.fact for spot in figure.spots}
        drawn = {fact.id for fact in figure.facts if fact.value not in {"0", ""}}
        assert drawn
        assert drawn <= opened <= {fact.id for fact in figure.facts}, figure.id


def test_spots_are_inside_their_picture_and_none_is_the_whole_of_it(blocks):
    spots = [s for block in blocks if isinstance(block, Figure) for s in block.spots]
    assert len(spots) > 200
    for spot in spots:
        assert 0 <= spot.left < spot.left + spot.width <= 1.0001
        assert 0 <= spot.top < spot.top + spot.height <= 1.0001
        assert spot.width * spot.height < 0.2


def test_tables_and_figures_name_the_deliveries_behind_their_numbers(blocks):
    named = 0
    for block in (block for block in blocks if isinstance(block, Figure | Table)):
        if block.id.startswith("audit_"):
            continue  # the tables of the audit are about the plan alone, as their chapter says
        sources = {s.partition("/")[0] for fact in facts_of(block) for s in fact.sources} - {""}
        lines = [note for note in block.notes if note.startswith("资料来源：")]
        assert len(lines) == bool(sources), block.id
        assert all("模拟数据" in line for line in lines if "urban" in sources)
        named += len(lines)
    assert named > 50


def test_english_figures_and_maps_have_no_chinese_word(english):
    assert len(english) >= 15
    for block in english:
        labels = [f.label for layer in getattr(block, "layers", ()) for f in layer.features]
        titles = [layer.title for layer in getattr(block, "layers", ())]
        told = (
            block.caption,
            block.alt,
            *block.notes,
            *labels,
            *titles,
            getattr(block, "base", ""),
        )
        assert not [text for text in told if HAN.search(text)], block.id


def test_english_maps_name_the_counties_of_the_study(english):
    (labels,) = {
        frozenset(f.label for layer in block.layers if layer.id == "counties" for f in layer.features)
        for block in english if getattr(block, "layers", ()) and block.id == "impact_zones"
    }  # fmt: skip
    assert labels == {"Dandong urban districts", "Kuandian", "Fengcheng", "Donggang"}
