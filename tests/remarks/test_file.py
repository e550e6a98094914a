"""The file of remarks is read strictly: each fault of it has its message."""

import tomllib
from datetime import date

import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.remarks.file import LONGEST_TEXT, Remark, parse_remarks, remarks_frame

GOOD = '''format = 1
# two evaluators
[[remark]]
field = "cause:A/1"
text = """
  资金到位晚。

  2019年才开工。
"""
by = " 王评估 "
on = 2021-03-01
[[remark]]
field = "cause:A/2"
text = "=1+1 <b>{{ x }}</b>"
'''


def parsed(text: str):
    return parse_remarks(tomllib.loads(text), file="data/remarks.toml")


def test_texts_are_paragraphs_and_nothing_in_them_means_anything():
    assert parsed(GOOD) == (
        Remark("cause:A/1", ("资金到位晚。", "2019年才开工。"), "王评估", date(2021, 3, 1)),
        Remark("cause:A/2", ("=1+1 <b>{{ x }}</b>",)),
    )


def test_a_file_may_hold_no_remark_yet():
    assert parsed("format = 1") == ()


def test_the_frame_has_a_row_for_each_remark():
    frame = remarks_frame(parsed(GOOD))
    assert frame.to_numpy().tolist() == [
        ["cause:A/1", "资金到位晚。\n2019年才开工。", "王评估", "2021-03-01"],
        ["cause:A/2", "=1+1 <b>{{ x }}</b>", "", ""],
    ]
    assert list(remarks_frame(()).columns) == ["field", "text", "by", "on"]
    assert remarks_frame(()).empty


ENTRY = '[[remark]]\nfield = "cause:A"\n'
LONG = "长" * (LONGEST_TEXT + 1)


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        (ENTRY + 'text = "甲"', "remark-format", ""),
        ("format = 2\n" + ENTRY + 'text = "甲"', "remark-format", "2"),
        ("format = 1\nremarks = 3", "remark-key", "remarks"),
        ("format = 1\nremark = 3", "remark-tables", ""),
        ('format = 1\nremark = ["a"]', "remark-tables", ""),
        ("format = 1\n" + ENTRY + 'text = "甲"\nzh = "乙"', "remark-key", "remark[1].zh"),
        ("format = 1\n" + ENTRY, "remark-missing", "remark[1].text"),
        ('format = 1\n[[remark]]\ntext = "甲"', "remark-missing", "remark[1].field"),
        ("format = 1\n" + ENTRY + 'text = " \\n\\t"', "remark-empty", "remark[1].text = "),
        ("format = 1\n" + ENTRY + "text = 7", "remark-type", "remark[1].text = 7"),
        ("format = 1\n" + ENTRY + 'text = "甲"\nby = 7', "remark-type", "remark[1].by = 7"),
        ("format = 1\n" + ENTRY + 'text = "甲"\non = "2021-03-01"', "remark-type", "remark[1].on = 2021-03-01"),
        ("format = 1\n" + ENTRY + 'text = "甲"\non = 2021-03-01T00:00:00', "remark-type", "remark[1].on = 2021-03-01 00:00:00"),
        ('format = 1\n[[remark]]\nfield = "Cause A"\ntext = "甲"', "remark-field", "remark[1].field = Cause A"),
        (f'format = 1\n{ENTRY}text = "{LONG}"', "remark-long", f"remark[1].text = {LONG[:80]}"),
        (f'format = 1\n{ENTRY}text = "甲"\nby = "{LONG[:101]}"', "remark-long", f"remark[1].by = {LONG[:80]}"),
        ("format = 1\n" + (ENTRY + 'text = "甲"\n') * 2, "remark-twice", "cause:A"),
    ],
)  # fmt: skip
def test_each_fault_has_its_message(text, code, value):
    with pytest.raises(DandongError) as caught:
        parsed(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == (code, "data/remarks.toml")
    assert problem.value.strip() == value.strip()
    message = problem.message()
    assert "{" not in message.zh.replace(value, "")
    assert "{" not in message.en.replace(value, "")


def test_the_longest_text_is_allowed():
    assert parsed(f'format = 1\n{ENTRY}text = """\n{LONG[1:]}\n"""')


def test_too_many_remarks_are_refused_at_once():
    with pytest.raises(DandongError) as caught:
        parse_remarks({"format": 1, "remark": [{}] * 5_001})
    assert [p.code for p in caught.value.problems] == ["remark-many"]


def test_all_faults_are_told_together():
    with pytest.raises(DandongError) as caught:
        parsed('[[remark]]\nfield = "x"\n[[remark]]\ntext = 1\n')
    assert sorted(p.code for p in caught.value.problems) == [
        "remark-field", "remark-format", "remark-missing", "remark-missing", "remark-type",
    ]  # fmt: skip
