from dandong_analysis.errors import Text
from dandong_analysis.pipeline.editions import REPORT, editions
from dandong_analysis.pipeline.parameters import ChapterRun

WHOLE, NORTH = Text("全市", "the city"), Text("北县", "North")


def run(chapter: str, of: Text = WHOLE, /, **marks: str) -> ChapterRun:
    values = {"lang": marks.get("lang", "zh")}
    values |= {"as_of": marks["as_of"]} if "as_of" in marks else {}
    return ChapterRun(chapter, values, dict(marks), marks, of)


def test_a_build_in_two_languages_has_two_editions_each_with_all_chapters():
    made = editions(
        [run("01"), run("02"), run("01", lang="en"), run("02", lang="en")],
    )
    assert [(e.lang, [r.key for r in e.runs]) for e in made] == [
        ("zh", ["01", "02"]),
        ("en", ["01-en", "02-en"]),
    ]
    assert [e.name(REPORT) for e in made] == ["report", "report-en"]


def test_the_report_is_called_by_all_that_its_chapters_were_given():
    (edition,) = editions(
        [run("01"), run("02", NORTH, region="north"), run("06", as_of="2020-12-31")]
    )
    assert edition.name(REPORT) == "report-north-2020-12-31"
    assert (edition.region, edition.as_of) == (NORTH, "2020-12-31")


def test_a_report_of_the_whole_region_at_the_usual_date():
    (edition,) = editions([run("01"), run("02")])
    assert (edition.region, edition.as_of) == (WHOLE, "")
