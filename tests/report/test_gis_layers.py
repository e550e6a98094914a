"""Which layers a study hands on, with which fields and symbols."""

from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis.report.gis_layers import frames_drawn, study_layers
from dandong_analysis.report.labels import report_schemas
from dandong_analysis.standards import COMPANIONS, load_standard
from dandong_analysis.study import parse_study

STUDY = parse_study(
    {
        "study": {"zh": "试验", "en": "trial", "slug": "t", "region_zh": "市", "region_en": "C",
                  "base_year": 2017},
        "county": [{"code": "A", "zh": "甲县", "en": "Jia", "slug": "jia"}],
        "delivery": [{"id": "team", "folder": "team"}, {"id": "layers", "folder": "layers"}],
    }
)  # fmt: skip
SCHEMAS = report_schemas(STUDY, *map(load_standard, (*COMPANIONS, "indicators")))
PROVENANCE = {"team": "survey", "layers": "published"}
SQUARE = "POLYGON ((124 40, 125 40, 125 41, 124 40))"


def addressed(frame: pd.DataFrame, delivery: str = "team") -> pd.DataFrame:
    return frame.assign(delivery=delivery, source_file=f"{delivery}.csv")


def make_frames() -> dict[str, pd.DataFrame]:
    """Three mines, the last without a place; two hazards at the first and last."""
    return {
        "mines": addressed(pd.DataFrame({
            "mine_id": ["M1", "M2", "M3"], "name": ["一号", "二号", "三号"], "county": "A",
            "mine_area_mu": [Decimal(10), None, Decimal("0.5")],
            "longitude": pd.array([124.1, 124.2, None], "Float64"),
            "latitude": pd.array([40.1, 40.2, None], "Float64"),
        })),
        "impact_grades": addressed(pd.DataFrame({
            "mine_id": ["M3", "M1", "M2"], "impact_grade": ["ungraded", "severe", "slight"],
            "best_grade": ["slight", "severe", "slight"],
            "worst_grade": ["severe", "severe", "slight"],
            "damaged_area_mu": [Decimal(3), Decimal(1), Decimal(2)],
        })),
        "hazards": addressed(pd.DataFrame({
            "hazard_id": ["H1", "H2"], "mine_id": ["M1", "M3"],
            "hazard_type": ["rockfall", "landslide"],
        })),
    }  # fmt: skip


def outlined(key: str, delivery: str = "layers", **columns: list) -> pd.DataFrame:
    """Rows with an outline each, the last one without."""
    frame = pd.DataFrame({key: ["1", "2"], **columns, "geometry_wkt": [SQUARE, None]})
    return addressed(frame, delivery)


OUTLINES = {
    "counties": outlined("county", name=["甲县", "乙县"]),
    "districts": outlined("district_id"),
    "protected_areas": outlined(
        "protected_id", name=["甲", "乙"], protected_kind=["geopark", "scenic_area"]
    ),
    "sites": outlined("site_id", name=["甲", "乙"], site_kind=["demonstration", "monitoring"],
                      stated_area_mu=[Decimal("877.5"), None]),
    "impact_zones": outlined(
        "zone_id", zone_name=["甲区", "乙区"], zone_name_en=["Zone A", "Zone B"],
        zone_grade=["severe", "slight"], zone_area_mu=[Decimal(1), Decimal(2)],
        mine_count=[3, 4],
    ),
    "management_zones": outlined(
        "management_zone_id", management_name=["甲", "乙"], management_name_en=["A", "B"],
        management_kind=["protection", "treatment"], to_restore_mu=[Decimal(1), Decimal(2)],
    ),
    "land_damage": outlined(
        "parcel_id", "team", mine_id=["M1", "M2"], damage_type=["other", "tailings_facility"]
    ),
}  # fmt: skip


def layers_of(frames, lang="zh", **options):
    options = {"provenance": PROVENANCE, **options}
    return {x.name: x for x in study_layers(frames, SCHEMAS, lang=lang, **options)}


def test_a_survey_of_mines_gives_mines_and_hazards():
    made = layers_of(make_frames())
    assert list(made) == ["mines", "hazards"]
    assert made["mines"].rows["impact_grade"].tolist() == ["severe", "slight", "ungraded"]
    assert made["mines"].rows["damaged_area_mu"].tolist() == [Decimal(1), Decimal(2), Decimal(3)]
    assert [s.label for s in made["mines"].symbols] == ["严重", "较严重", "较轻", "未定级"]


def test_a_hazard_lies_at_its_mine_and_stays_when_the_mine_has_no_place():
    hazards = layers_of(make_frames())["hazards"]
    assert [p and p.wkt for p in hazards.shapes] == ["POINT (124.1 40.1)", None]
    assert hazards.rows["name"].tolist() == ["一号", "三号"]
    assert hazards.symbol_field == "hazard_type"


def test_every_layer_is_drawn_where_its_frame_is_there():
    made = layers_of({**make_frames(), **OUTLINES})
    assert list(made) == ["counties", "management_zones", "impact_zones", "protected_areas",
                          "sites", "parcels", "mines", "hazards"]  # fmt: skip
    assert {n: x.symbol_field for n, x in made.items()} == {
        "counties": "", "management_zones": "management_kind", "impact_zones": "zone_grade",
        "protected_areas": "", "sites": "site_kind", "parcels": "damage_type",
        "mines": "impact_grade", "hazards": "hazard_type",
    }  # fmt: skip
    assert all(made[n].n_without_shape == 1 for n in made)
    assert made["parcels"].rows["name"].tolist() == ["一号", "二号"]


@pytest.mark.parametrize("frame", sorted(OUTLINES.keys() - {"counties", "districts"}))
def test_each_frame_alone_is_enough(frame):
    assert len(layers_of({frame: OUTLINES[frame]})) == 1


@pytest.mark.parametrize(
    "frames",
    [
        {},
        {"counties": OUTLINES["counties"]},
        {"mines": make_frames()["mines"].assign(longitude=pd.NA)},
        {"mines": make_frames()["mines"].iloc[:0]},
        {"land_damage": OUTLINES["land_damage"].assign(geometry_wkt=None)},
        {"hazards": make_frames()["hazards"]},
    ],
)
def test_with_nothing_to_draw_there_are_no_layers(frames):
    assert layers_of(frames) == {}


def test_a_study_s_own_table_under_a_standard_name_is_not_drawn_as_what_it_is_not():
    points = {"longitude": pd.array([124.1], "Float64"), "latitude": pd.array([40.1], "Float64")}
    foreign = addressed(pd.DataFrame({"site_id": ["S1"], **points}))
    other_key = addressed(pd.DataFrame({"id": ["S1"], "geometry_wkt": [SQUARE]}))
    for sites in (foreign, other_key):
        layers = study_layers(
            {**make_frames(), "sites": sites}, SCHEMAS, lang="zh", provenance=PROVENANCE
        )
        assert [layer.name for layer in layers] == ["mines", "hazards"]


def test_mines_that_were_not_graded_have_one_symbol():
    mines = layers_of({"mines": make_frames()["mines"]})["mines"]
    assert mines.symbol_field == ""
    assert [s.label for s in mines.symbols] == ["矿山影响程度"]


def test_fields_have_names_units_and_the_words_of_their_lists():
    fields = {f.name: f for f in layers_of(make_frames())["mines"].fields}
    assert fields["mine_area_mu"].title("zh") == "矿区面积（亩）"
    assert fields["mine_area_mu"].kind == "decimal"
    assert dict(fields["county"].codes)["A"].in_language("zh") == "甲县"
    assert dict(fields["worst_grade"].codes)["severe"].in_language("en") == "severe"
    assert [c for c, _ in fields["provenance"].codes] == ["synthetic", "survey", "published"]


def test_every_field_that_is_handed_on_is_described():
    columns = {n: set(f) for n, f in {**make_frames(), **OUTLINES}.items()}
    for entry in load_standard("gis_layers")["layer"]:
        frame = pd.DataFrame({n: ["1"] for n in (*entry["fields"], entry["key"])})
        place = {"geometry_wkt": SQUARE, "longitude": 124.0, "latitude": 40.0}
        made = layers_of({entry["frame"]: addressed(frame.assign(**place))})
        fields = made.get(entry["name"], None)
        if entry.get("base"):
            continue
        assert entry["frame"] in columns
        assert [f.name for f in fields.fields][:-1] == entry["fields"]
        for field in fields.fields:
            assert field.label.zh != field.name
            assert field.label.en != field.name or field.name in {"county", "name", "township"} | {
                "commodity", "provenance", "liability", "occurrence", "period"}  # fmt: skip


def test_the_labels_are_in_the_language():
    chinese = layers_of({**make_frames(), **OUTLINES})
    english = layers_of({**make_frames(), **OUTLINES}, lang="en")
    assert chinese["impact_zones"].label_field == "zone_name"
    assert english["impact_zones"].label_field == "zone_name_en"
    assert english["counties"].label_field == "name"
    assert [s.label for s in english["hazards"].symbols][:2] == ["rockfall", "landslide"]
    assert [s.label for s in english["counties"].symbols] == ["County outlines"]


def test_a_code_that_a_study_adds_and_a_missing_one_are_drawn_and_named():
    frame = OUTLINES["land_damage"].assign(damage_type=["lake", None])
    symbols = {s.code: s for s in layers_of({"land_damage": frame})["parcels"].symbols}
    assert symbols["lake"].label == "lake"
    assert symbols[""].label == "未填"
    assert symbols["lake"].fill == symbols[""].fill != symbols["other"].fill


def test_a_delivered_layer_is_trusted_as_its_files_a_computed_one_as_the_least():
    known = {"team": "survey", "layers": "published", "layers/layers.csv": "synthetic"}
    made = layers_of({**make_frames(), **OUTLINES}, provenance=known)
    assert {n: x.provenance for n, x in made.items()} == {
        "counties": "synthetic", "management_zones": "synthetic", "impact_zones": "synthetic",
        "protected_areas": "synthetic", "sites": "synthetic", "parcels": "survey",
        "mines": "synthetic", "hazards": "survey",
    }  # fmt: skip
    assert made["parcels"].rows["provenance"].tolist() == ["survey", "survey"]
    assert layers_of(OUTLINES)["counties"].provenance == "published"


def test_a_layer_says_where_it_comes_from():
    said = {"source": "省厅", "licence": "CC0", "notice": "版权", "use_zh": "演示", "use_en": "demo",
            "doubt_zh": "", "doubt_en": ""}  # fmt: skip
    origins = pd.DataFrame([{"table": "counties", **said}, {"table": "mines", **dict.fromkeys(said, "")}])  # fmt: skip
    made = layers_of({**make_frames(), **OUTLINES}, origins=origins)
    assert (made["counties"].source, made["counties"].licence) == ("省厅", "CC0")
    assert made["counties"].notice == "版权"
    assert [r.en for r in made["counties"].remarks] == ["demo"]
    assert made["mines"].source == "team/team.csv"
    assert made["mines"].remarks == made["sites"].remarks == ()


def test_the_order_of_rows_changes_nothing():
    frames = {**make_frames(), **OUTLINES}
    turned = {n: f.iloc[::-1].reset_index(drop=True) for n, f in frames.items()}
    for one, other in zip(layers_of(frames).values(), layers_of(turned).values(), strict=True):
        pd.testing.assert_frame_equal(one.rows, other.rows)
        assert one.symbols == other.symbols
        assert one.shapes == other.shapes


def test_the_frames_given_stay_as_they_were():
    frames, before = make_frames(), make_frames()
    layers_of(frames)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frames[name], frame)


def test_all_frames_of_layers_and_joins_are_named():
    assert frames_drawn() == {
        "counties", "management_zones", "impact_zones", "protected_areas", "sites", "land_damage",
        "mines", "impact_grades", "hazards",
    }  # fmt: skip
