"""`dandong review` of chapters of the demonstration that went through LibreOffice."""

import io
import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import docx as python_docx
import pytest

from tests.edits import Draft, edited

from .conftest import Study, needs

pytestmark = pytest.mark.xdist_group("demo")

CHAPTER = "02_status"
MEAN, KINDS, AREA = "LAND.MINE_AREA_MEAN", "MINE.COMMODITIES", "LAND.MINE_AREA@status_class=active"
FOREST, PEOPLE, SMALL = (
    "LAND.DAMAGED@land_class=forest",
    "HAZ.PEOPLE",
    "MINE.SHARE@size_class=small",
)
# A sentence with several numbers, and one with none.
WATER, INTRODUCTION = "个矿山记录了含水层破坏", "下面各表把规划公布的数字"


def saved_by_libreoffice(data: bytes, folder: Path) -> bytes:
    """A document as LibreOffice saves it."""
    folder.mkdir(exist_ok=True)
    (folder / "a.docx").write_bytes(data)
    subprocess.run(
        [needs("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder / "out", folder / "a.docx"],
        check=True, capture_output=True,
    )  # fmt: skip
    return (folder / "out" / "a.docx").read_bytes()


@pytest.fixture(scope="module")
def original(demo) -> bytes:
    return (demo.root / "reports" / f"{CHAPTER}.docx").read_bytes()


@pytest.fixture(scope="module")
def saved(original, tmp_path_factory) -> bytes:
    return saved_by_libreoffice(original, tmp_path_factory.mktemp("saved"))


def reviewed(study: Study, data: bytes, folder: Path) -> dict:
    path = folder / "edited.docx"
    path.write_bytes(data)
    return study.json("review", str(path))


def brief(answer: dict) -> Counter:
    return Counter((f["kind"], f["fact"], f["printed"], f["now"]) for f in answer["findings"])


def wide(text: str) -> str:
    """Digits as a Chinese keyboard may write them."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)


def edits_of(d: Draft) -> None:
    """Thirteen edits of ten kinds and more, as people make them."""
    d.type_number(d.key_of(MEAN), "390.78")
    d.type_number(d.key_of(AREA), wide(d.recorded(AREA)[0][1]))
    # The same fact stands in a sentence and in a table; only the table is changed.
    d.type_number(d.key_of(FOREST, 1), "99,999")
    d.delete_number(d.key_of(KINDS))
    d.empty_number(d.key_of(PEOPLE))
    d.retype_tracked(d.key_of(SMALL), "79.63")
    d.move_after(d.paragraph(WATER), d.paragraph("方案的矿山"))
    d.delete(d.paragraph(INTRODUCTION))
    d.reword("表中各数由未修约的数值分别修约得到", "表中各数由原始数值分别修约得到")
    d.add_after(d.paragraph("采矿引起的地质灾害体"), "居民普遍支持治理，2019年起逐年走访。")
    d.add_after(d.paragraph("被占用破坏的土地中"), "另查明临时用地98765.4亩。")
    d.type_at_end(d.paragraph("开采的主矿种有"), "（土地44,750亩）")


def expected(original: bytes) -> Counter:
    d = Draft(original)
    shown = {fact: d.recorded(fact)[0][1] for fact in (MEAN, AREA, FOREST, KINDS, PEOPLE, SMALL)}
    return Counter(
        {
            ("changed", MEAN, shown[MEAN], "390.78"): 1,
            ("form", AREA, shown[AREA], wide(shown[AREA])): 1,
            ("changed", FOREST, shown[FOREST], "99,999"): 1,
            ("removed", KINDS, shown[KINDS], ""): 1,
            ("removed", PEOPLE, shown[PEOPLE], ""): 1,
            ("changed", SMALL, shown[SMALL], "79.63"): 1,
            ("typed", "", "", "98765.4"): 1,
        }
    )


@pytest.mark.parametrize("order", ["edited in Word", "edited, then saved", "saved, then edited"])
def test_each_edit_is_reported_and_nothing_else(demo, original, saved, tmp_path, order):
    data = edited(saved if order == "saved, then edited" else original, edits_of)
    if order == "edited, then saved":
        data = saved_by_libreoffice(data, tmp_path / "office")
    answer = reviewed(demo, data, tmp_path)
    assert (answer["standing"], answer["faithful"]) == ("same", False)
    found = brief(answer)
    rest = found - expected(original)
    assert expected(original) - found == Counter()
    assert sorted(kind for kind, *_ in rest.elements()) == sorted([
        "tracked", "text_moved", "deleted", "reworded", "added", "added", "added", "supported",
    ])  # fmt: skip
    by_kind = {kind: (printed, now) for kind, _, printed, now in rest if kind != "added"}
    assert by_kind["tracked"] == ("", "2")
    assert WATER in by_kind["text_moved"][0]
    assert by_kind["deleted"][0].startswith(INTRODUCTION)
    assert "原始数值" in by_kind["reworded"][1]
    assert by_kind["supported"] == ("", "44,750")
    assert {now for kind, _, _, now in rest if kind == "added"} == {
        "居民普遍支持治理，2019年起逐年走访。", "另查明临时用地98765.4亩。", "（土地44,750亩）",
    }  # fmt: skip
    places = {f["kind"]: f["place"] for f in answer["findings"] if f["fact"] == FOREST}
    assert "占用破坏土地面积（按地类和生产状态）" in places["changed"]


def test_a_document_that_nobody_edited_has_no_findings(demo, original, saved, tmp_path):
    again = saved_by_libreoffice(saved, tmp_path / "again")
    for data in (original, saved, again):
        answer = reviewed(demo, data, tmp_path)
        assert (answer["standing"], answer["faithful"]) == ("same", True)
        assert (answer["findings"], answer["overtaken"]) == ([], [])


def test_the_whole_report_goes_through_libreoffice_without_a_finding(demo, tmp_path):
    data = (demo.root / "reports" / "report.docx").read_bytes()
    answer = reviewed(demo, saved_by_libreoffice(data, tmp_path / "office"), tmp_path)
    assert (answer["key"], answer["standing"], answer["findings"]) == ("report", "same", [])


def test_added_text_alone_passes_and_a_changed_number_does_not(demo, original, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(edited(original, lambda d: d.add_after(d.paragraph(WATER), "补充。")))
    passed = demo.run("review", str(path))
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "增加文字" in passed.stdout
    path.write_bytes(edited(original, lambda d: d.type_number(d.key_of(MEAN), "1")))
    failed = demo.run("review", str(path))
    assert failed.returncode == 1
    assert "数值改变" in failed.stdout
    assert MEAN in failed.stdout


def test_findings_as_comments_of_a_copy(demo, original, saved, tmp_path):
    for name, data in (("word", original), ("office", saved)):
        path, out = tmp_path / f"{name}.docx", tmp_path / f"{name}-out.docx"
        path.write_bytes(edited(data, edits_of))
        before = path.read_bytes()
        done = demo.run("review", str(path), "--commented", str(out))
        assert done.returncode == 1, done.stderr
        assert path.read_bytes() == before
        comments = [c.text for c in python_docx.Document(io.BytesIO(out.read_bytes())).comments]
        assert len(comments) == len(expected(original)) + 7
        assert [c for c in comments if MEAN in c and "309.78 → 390.78" in c]
        # The comments are no edits, and LibreOffice opens the copy.
        again = reviewed(demo, saved_by_libreoffice(out.read_bytes(), tmp_path / name), tmp_path)
        assert expected(original) - brief(again) == Counter()


def test_the_reviewed_document_is_never_overwritten(demo, original, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(original)
    (tmp_path / "b.docx").hardlink_to(path)
    for out in ("a.docx", "b.docx"):
        done = demo.run("review", str(path), "--commented", str(tmp_path / out))
        assert done.returncode == 2
        assert "review-overwrite" in done.stderr
    assert path.read_bytes() == original


def test_a_document_of_another_build_says_what_is_printed_otherwise_now(demo, original, tmp_path):
    # Only the published report is looked at, so that a copy of it is enough.
    other = Study(tmp_path / "study")
    shutil.copytree(demo.root, other.root, ignore=shutil.ignore_patterns(".dandong", "raw"))
    name = f"reports/executed/{CHAPTER}.ipynb"
    other.edit(name, lambda t: t.replace('"text": "309.78"', '"text": "310.02"'))
    manifest = json.loads((other.root / "reports/manifest.json").read_text("utf-8"))
    manifest["documents"][CHAPTER] = "0" * 16
    (other.root / "reports/manifest.json").write_text(json.dumps(manifest), "utf-8")
    answer = reviewed(other, original, tmp_path)
    assert (answer["standing"], answer["faithful"]) == ("another_build", False)
    assert answer["findings"] == []
    assert answer["overtaken"] == [{"fact": MEAN, "printed": "309.78", "now": "310.02"}]


def test_a_document_of_another_study_or_of_none(demo, original, small, tmp_path):
    assert small.run("build", "--chapters", "02_status", "--formats", "docx").returncode == 0
    theirs = (small.root / "reports" / f"{CHAPTER}.docx").read_bytes()
    assert reviewed(demo, theirs, tmp_path)["standing"] == "another_study"
    assert reviewed(small, original, tmp_path)["standing"] == "another_study"
    for name in ("study.toml", "reports/no-such.docx"):
        refused = demo.run("review", name)
        assert (refused.returncode, refused.stdout) == (2, "")
