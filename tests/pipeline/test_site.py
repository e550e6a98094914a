"""What the pages of a build know of each other."""

from dandong_analysis.errors import Text
from dandong_analysis.pipeline.parameters import ChapterRun
from dandong_analysis.pipeline.site import sites


def run(chapter: str, **marks: str) -> ChapterRun:
    return ChapterRun(chapter, {"lang": marks.get("lang", "zh")}, {}, marks, Text("市", "city"))


RUNS = [run("00_summary"), run("02_status")]
ENGLISH = [run("00_summary", lang="en"), run("02_status", lang="en")]


def test_every_page_sees_all_chapters_in_their_order():
    seen = sites(RUNS)
    assert set(seen) == {"index", "facts", "00_summary", "02_status"}
    for name, site in seen.items():
        assert site.here == f"{name}.html"
        assert [(p.label, p.file) for p in site.bar] == [
            ("目录", "index.html"), ("摘要", "00_summary.html"), ("第二章", "02_status.html"),
            ("全部数据项", "facts.html"),
        ]  # fmt: skip
        assert site.others == ()


def test_a_page_leads_to_itself_in_the_other_language_of_the_build():
    seen = sites([*RUNS, *ENGLISH])
    other = {name: [(p.label, p.file, p.lang) for p in site.others] for name, site in seen.items()}
    assert other["02_status"] == [("English", "02_status-en.html", "en")]
    assert other["02_status-en"] == [("中文", "02_status.html", "zh-CN")]
    assert other["index-en"] == [("中文", "index.html", "zh-CN")]
    assert [p.label for p in seen["index-en"].chapters] == ["Summary", "Chapter 2"]


def test_a_chapter_whose_name_has_no_number_is_called_by_its_name():
    (page,) = sites([run("outlook")])["outlook"].chapters
    assert (page.label, page.file) == ("outlook", "outlook.html")
