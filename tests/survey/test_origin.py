"""What a profile says about where files and layers come from."""

from deliveries import SCHEMAS, damage_sheet, mine_sheet

from dandong_analysis.survey.combine import combine
from dandong_analysis.survey.deliver import deliver
from dandong_analysis.survey.origin import LAYER_COLUMNS, file_frame, layer_frame
from dandong_analysis.survey.profile import Profile, parse_profile

ORIGIN = {
    "source": "某局", "licence": "CC BY", "notice": "版权", "is_sketch": True,
    "approval": "辽S(2023)1号",
    "use_zh": "示意图", "use_en": "a sketch", "doubt_zh": "有疑", "doubt_en": "in doubt",
}  # fmt: skip


def profile(*sheets, provenance="survey") -> Profile:
    declared = {"format": 1, "team": "甲队", "provenance": provenance, "sheet": list(sheets)}
    return parse_profile(declared, SCHEMAS)


def test_a_sheet_that_says_where_it_comes_from_is_a_row():
    frame = layer_frame("layers", profile(mine_sheet(**ORIGIN), damage_sheet()))
    assert frame.to_dict("records") == [
        {"delivery": "layers", "file": "mines.csv", "sheet": "", "table": "mines",
         "provenance": "survey", **ORIGIN}
    ]  # fmt: skip


def test_one_statement_is_enough_and_the_others_are_blank():
    (row,) = layer_frame("layers", profile(mine_sheet(source="某局"))).to_dict("records")
    assert (row["source"], row["licence"], row["is_sketch"]) == ("某局", "", False)


def test_without_statements_the_frame_is_empty_and_typed():
    frame = layer_frame("layers", profile(mine_sheet()))
    assert tuple(frame.columns) == LAYER_COLUMNS
    assert frame.empty
    assert frame["is_sketch"].dtype == "bool"
    assert set(frame.drop(columns="is_sketch").dtypes.astype(str)) == {"str"}


def test_a_file_has_the_provenance_of_its_sheets_and_of_several_the_least_trustworthy():
    own = profile(
        mine_sheet(provenance="synthetic"), mine_sheet(file="two.xlsx", sheet="a"),
        mine_sheet(file="two.xlsx", sheet="b", provenance="published"),
        damage_sheet(provenance="published"),
    )  # fmt: skip
    sources = dict.fromkeys(("mines.csv", "two.xlsx", "damage.csv", "readme.txt"), b"x")
    frame = file_frame("layers", own, sources).set_index("file")
    assert frame["provenance"].to_dict() == {
        "mines.csv": "synthetic", "two.xlsx": "survey", "damage.csv": "published",
        "readme.txt": "survey",
    }  # fmt: skip


def test_a_delivery_keeps_its_origin_and_several_are_put_together():
    sources = {"mines.csv": (",".join(mine_sheet()["columns"]) + "\n").encode()}
    one = deliver("one", profile(mine_sheet(**ORIGIN)), sources, SCHEMAS, ())
    two = deliver("two", profile(mine_sheet()), sources, SCHEMAS, ())
    assert one.layers["source"].tolist() == ["某局"]
    whole = combine([one, two], SCHEMAS)
    assert whole.layers["delivery"].tolist() == ["one"]
    assert whole.layers["is_sketch"].dtype == "bool"
