"""Maps of a chapter composed from small frames: what is on them, and what they leave out."""

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pandas as pd
import pytest

from dandong_analysis.facts import Definition, Fact, Ledger
from dandong_analysis.notebook.atlas import Atlas
from dandong_analysis.notebook.known import Known
from dandong_analysis.report.blocks import Heading, MapLayer
from dandong_analysis.report.numbering import number_blocks
from dandong_analysis.report.pages import A4, runs_of
from dandong_analysis.schemas import standard_schemas
from dandong_analysis.standards import load_standard
from dandong_analysis.vocabulary import Term, Vocabulary

SQUARE = "POLYGON ((124 40, 124.2 40, 124.2 40.2, 124 40.2, 124 40))"
EAST = "POLYGON ((124.2 40, 124.4 40, 124.4 40.2, 124.2 40.2, 124.2 40))"
PLACES = pd.DataFrame({
    "county": ["1", "2"], "name": ["甲县", "乙县"], "geometry_wkt": [SQUARE, EAST],
})  # fmt: skip
ZONES = pd.DataFrame({
    "zone_id": ["Z1", "Z2"], "zone_name": ["东山铁矿开采区", "西沟煤矿开采区"],
    "zone_name_en": ["Dongshan iron", "Xigou coal"], "zone_grade": ["severe", "slight"],
    "county": ["1", "2"], "index_mean": [Decimal("1.5"), Decimal("1.1")],
    "p_grade": [Decimal("0.96"), None], "reasons_zh": ["灾害", ""], "reasons_en": ["hazards", ""],
    "geometry_wkt": [SQUARE, EAST],
})  # fmt: skip
MANAGED = ZONES.rename(columns=lambda name: name.replace("zone_", "management_")).assign(
    management_zone_id=["T01", "V01"], management_kind=["treatment", "prevention"]
)
MINES = pd.DataFrame({
    "mine_id": ["M1", "M2"], "name": ["甲矿", "乙矿"], "county": ["1", "2"],
    "commodity": ["iron", "coal"], "production_status": ["producing", "closed"],
    "longitude": [124.1, None], "latitude": [40.1, None],
})  # fmt: skip
GRADES = pd.DataFrame({
    "mine_id": ["M1", "M2"], "impact_grade": ["severe", "slight"],
    "damaged_area_mu": [Decimal("12.5"), Decimal(0)],
})  # fmt: skip
FRAMES = {
    "counties": PLACES, "impact_zones": ZONES, "mines": MINES, "impact_grades": GRADES,
    "files": pd.DataFrame({"provenance": ["synthetic"]}),
    "layers": pd.DataFrame({
        "table": ["counties", "districts", "sites"], "source": ["某出版社", "某局", "某局"],
        "provenance": ["published", "synthetic", "synthetic"], "is_sketch": [False] * 3,
        "approval": ["辽S(2023)1号", "", ""],
    }),
}  # fmt: skip
AREA = Fact(
    "ZONE.AREA@zone_id=Z1", Decimal(7), "km2", "7.00", "面积", "area", Definition("impact_zones"),
    "ZONE.AREA", {"zone_id": "Z1"}, 1, provenance="synthetic",
)  # fmt: skip
STUDY = SimpleNamespace(base_year=2021, zh="试验", en="trial")


# The first county has a name of its own in the study, the second has none there.
COUNTIES = Vocabulary("county", "县", "county", (Term("1", "甲县", "Jia"),))
SCHEMAS = replace(
    standard_schemas(), vocabularies={**standard_schemas().vocabularies, "county": COUNTIES}
)


def atlas(*, frames=FRAMES, lang="zh", **scope):
    return Atlas(Known(STUDY, SCHEMAS, Ledger.of([AREA]), frames, lang, scope))


def drawn(name="impact_zones", **options):
    return atlas(**options).map(name)


def layer(made, name) -> MapLayer:
    return next(one for one in made.layers if one.id == name)


def test_a_map_has_its_layers_from_bottom_to_top_with_what_opens_on_them():
    made = drawn()
    assert [one.id for one in made.layers] == ["counties", "impact_zones", "mines"]
    zone = next(f for f in layer(made, "impact_zones").features if f.id == "Z1")
    assert (zone.name, zone.symbol, zone.label) == ("东山铁矿开采区", "severe", "Z1")
    assert [fact.text for fact in zone.facts] == ["7.00"]
    assert "1.5" in zone.text[1]
    # A share that is not known is not told.
    other = next(f for f in layer(made, "impact_zones").features if f.id == "Z2")
    assert len(other.text) == len(zone.text) - 1


def test_a_mine_without_a_position_is_counted_in_the_legend():
    mines = layer(drawn(), "mines")
    assert [f.id for f in mines.features] == ["M1"]
    assert "1个没有位置" in mines.title


def test_a_chapter_about_one_county_shows_nothing_of_another():
    made = drawn(county="2")
    assert [f.id for f in layer(made, "impact_zones").features] == ["Z2"]
    assert [f.id for f in layer(made, "counties").features] == ["2"]
    assert layer(made, "mines").features == ()


def test_english_maps_have_english_names():
    made = drawn(lang="en")
    assert {f.name for f in layer(made, "impact_zones").features} == {"Dongshan iron", "Xigou coal"}
    assert made.caption == "Impact zones of the mine geo-environment"
    assert [f.label for f in layer(made, "counties").features] == ["Jia", "乙县"]
    assert [f.label for f in layer(drawn(), "counties").features] == ["甲县", "乙县"]


def test_an_english_map_of_attainment_has_english_names():
    cells = pd.DataFrame({
        "plan_cell": ["A/1"], "county": ["1"], "is_county_table": [True], "is_current": [True],
        "liability": ["all"], "attainment": [Decimal("0.8")], "attainment_pct": [Decimal(80)],
        "period": ["near"], "attainment_grade": ["behind"], "as_of": [pd.Timestamp("2020-12-31")],
    })  # fmt: skip
    made = drawn("plan_attainment", frames=FRAMES | {"plan_attainment": cells}, lang="en")
    assert [f.label for f in layer(made, "county_attainment").features] == ["Jia 80.00%"]


def test_a_map_names_the_approval_number_of_its_base():
    assert drawn().base == "审图号：辽S(2023)1号"
    sketch = FRAMES["layers"].assign(is_sketch=True, approval="")
    assert drawn(frames=FRAMES | {"layers": sketch}).base == "示意图，无审图号"


def test_layers_of_one_source_are_named_together_and_invented_ones_as_such():
    assert list(atlas()._origins()) == [
        "县界：某出版社", "矿集区、规划项目区：某局（模拟数据）",
    ]  # fmt: skip


@pytest.mark.parametrize("missing", ["impact_zones", "counties"])
def test_what_the_study_lacks_is_left_out(missing):
    made = drawn(frames={name: frame for name, frame in FRAMES.items() if name != missing})
    if missing == "impact_zones":
        assert made is None
    else:
        assert [one.id for one in made.layers] == ["impact_zones", "mines"]


def test_a_layer_without_one_of_its_frames_is_left_out():
    ungraded = {name: frame for name, frame in FRAMES.items() if name != "impact_grades"}
    assert [one.id for one in drawn(frames=ungraded).layers] == ["counties", "impact_zones"]


@pytest.mark.parametrize(("frame", "column"), [
    ("impact_grades", "damaged_area_mu"), ("mines", "commodity"), ("counties", "name"),
    ("impact_zones", "index_mean"),
])  # fmt: skip
def test_a_frame_without_a_column_is_an_error(frame, column):
    with pytest.raises(KeyError, match=column):
        drawn(frames=FRAMES | {frame: FRAMES[frame].drop(columns=column)})


def test_sites_that_zoning_did_not_measure_are_not_drawn():
    """A study may have a table of its own by this name."""
    own = pd.DataFrame({"site_id": ["S"], "operator": ["某公司"]})
    made = drawn("sheet_restoration", frames=FRAMES | {"management_zones": MANAGED, "sites": own})
    assert [one.id for one in made.layers] == ["counties", "management_zones"]


def test_there_is_no_map_of_management_zones_without_them():
    assert drawn("management_zones") is None
    assert drawn("cell_index") is None


def test_sheets_fill_a_landscape_page_and_are_printed_in_their_own_size():
    """As chapter 04 shows them: the first below the heading of its section."""
    declared = load_standard("maps")["map"]
    names = [name for name, entry in declared.items() if "sheet_mm" in entry]
    given = FRAMES | {"management_zones": MANAGED}
    shown = number_blocks(
        [Heading("附图"), *(drawn(name, frames=given) for name in names)], chapter=4, lang="zh"
    )
    runs = list(runs_of(shown))
    assert [run.page for run in runs] == [A4, A4]
    for name, run in zip(names, runs, strict=True):
        sheet, (width, height) = run.items[-1].block, run.room_for(run.items[-1].block)
        assert declared[name]["sheet_mm"] == [sheet.width_mm, height]
        assert width - 10 < sheet.width_mm < width - 6


def test_every_declared_map_names_declared_layers():
    declared = load_standard("maps")
    for entry in declared["map"].values():
        assert set(entry["layers"]) <= set(declared["layer"])
        assert entry["needs"]
        assert entry["zh"]
        assert entry["en"]
