"""Each mistake gives its own clear error: place, remedy, both languages, no traceback."""

import dataclasses

import pytest

MINES = "data/raw/survey/north/矿山.csv"
PARCELS = "data/raw/survey/north/图斑.csv"
PROFILE = "data/raw/survey/north/profile.toml"


def refused(done, code: int, *expected: str) -> None:
    said = done.stdout + done.stderr
    assert done.returncode == code, said
    assert "Traceback" not in said
    for text in expected:
        assert text in said


def test_a_misspelt_parameter(small):
    done = small.run("build", "-p", "regoin=甲县")
    refused(done, 2, "regoin", "region")


def test_a_parameter_of_the_wrong_type_never_becomes_code(small):
    done = small.run("build", "-p", "lang=__import__('os').system('true')")
    refused(done, 2, "lang")


def test_an_unknown_region(small):
    done = small.run("build", "--region", "丙县")
    refused(done, 2, "丙县", "甲县", "乙县")


def test_a_missing_table(small):
    (small.root / MINES).unlink()
    refused(small.run("build"), 1, "矿山.csv", "图斑.csv")


def test_a_wrong_encoding(small):
    small.edit(
        PROFILE, lambda t: t.replace('table = "mines"', 'table = "mines"\nencoding = "gb18030"')
    )
    path = small.root / MINES
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-8") + b"\xff\xff\n")
    refused(small.run("build"), 1, "矿山.csv", "gb18030")


def test_an_undeclared_encoding(small):
    path = small.root / MINES
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    refused(small.run("build"), 1, "矿山.csv", "encoding")


SINGLE_CELLS = {
    "an unknown status word": (
        MINES,
        "露天,小型,闭坑",
        "露天,小型,停工",
        "停工",
        "unknown-term",
        "状态",
    ),
    "an id twice": (MINES, "J03,河口", "J02,河口", "J02", "duplicate", "编号"),
    "an undeclared unit": (PARCELS, "林地,1.2", "林地,1.2亩", "1.2亩", "unit", "面积"),
    "an area that is no number": (PARCELS, "林地,1.2", "林地,约1.2", "约1.2", "", "面积"),
}


@pytest.mark.parametrize("mistake", SINGLE_CELLS)
def test_a_wrong_cell_is_named_with_its_place_and_a_good_row_beside_it_still_counts(small, mistake):
    name, old, new, value, code, column = SINGLE_CELLS[mistake]
    small.edit(name, lambda text: text.replace(old, new))
    checked = small.json("check")
    assert small.run("check").returncode == 1
    file = name.rpartition("/")[2]
    errors = [
        f for f in checked["findings"]
        if f["severity"] == "error" and f["value"] == value and f["file"] == file
    ]  # fmt: skip
    assert errors
    for finding in errors:
        assert code in finding["code"]
        assert column in finding["column"]
        assert finding["row"] in (3, 4)
        assert finding["message_zh"].count("。") >= 3
        assert finding["message_en"]
    set_aside = sum(a["quarantined"] for a in checked["accounting"])
    assert set_aside == (2 if mistake == "an id twice" else 1)
    accepted = {a["file"]: a["accepted"] for a in checked["accounting"]}
    assert accepted["mines.csv"] == 5
    assert sum(accepted.values()) == 23 - set_aside


def test_a_correction_that_no_longer_fits_stops_the_build(small):
    small.edit("study.toml", lambda t: t.replace(
        "[files]", '[files]\ncorrections = "data/raw/corrections.toml"'))  # fmt: skip
    (small.root / "data/raw/corrections.toml").write_text(
        '[[correction]]\nid = "C01"\ndelivery = "north"\nfile = "矿山.csv"\nsheet = ""\n'
        'where = { "编号" = "J04" }\ncolumn = "规模"\nold = "大型"\nnew = "小型"\n'
        'reason = "许可证"\nby = "甲"\ndate = 2022-05-06\n',
        encoding="utf-8",
    )
    refused(small.run("build"), 1, "C01", "中型")


def test_a_correction_for_a_delivery_that_the_study_lacks_stops_the_build(small):
    small.edit("study.toml", lambda t: t.replace(
        "[files]", '[files]\ncorrections = "data/raw/corrections.toml"'))  # fmt: skip
    (small.root / "data/raw/corrections.toml").write_text(
        '[[correction]]\nid = "C09"\ndelivery = "nroth"\nfile = "矿山.csv"\nsheet = ""\n'
        'where = { "编号" = "J04" }\ncolumn = "规模"\nold = "中型"\nnew = "小型"\n'
        'reason = "许可证"\nby = "甲"\ndate = 2022-05-06\n',
        encoding="utf-8",
    )
    refused(small.run("build"), 1, "C09", "nroth")


def test_a_rule_of_the_study_is_checked_like_the_standard_ones(small):
    small.edit("study.toml", lambda text: text + (
        '\n[[rule]]\nid = "old-mines"\ntable = "mines"\nkind = "range"\nseverity = "error"\n'
        'field = "year_opened"\nmin = 1990\nzh = "建矿不早于1990年"\nen = "opened since 1990"\n'
    ))  # fmt: skip
    found = [f for f in small.json("check")["findings"] if f["code"] == "old-mines"]
    assert {(f["file"], f["value"]) for f in found} == {("矿山.csv", "1987"), ("矿山.csv", "1985")}
    assert small.run("check").returncode == 1


def test_no_study_here(tmp_path, small):
    refused(dataclasses.replace(small, root=tmp_path).run("build"), 2, "study.toml")
