"""Writing remarks: what is read again is what was to be kept, and comments stay."""

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.errors import DandongError
from dandong_analysis.remarks.fields import paragraphs
from dandong_analysis.remarks.file import Remark, parse_remarks
from dandong_analysis.remarks.write import updated_toml

FILE = '''format = 1
# 说明：评估组共用

[[remark]]
field = "cause:A"
text = "甲"   # 短
# 甲的后注

[[remark]]
field = "cause:B"
text = """
乙一
[[remark]]
# 不是注释 """
by = "张"
on = 2020-02-02
'''
A, B = parse_remarks(tomllib.loads(FILE))
NEW = Remark("cause:C", ("丙",), "王", date(2021, 3, 1))


def read(text: str) -> tuple[Remark, ...]:
    return parse_remarks(tomllib.loads(text))


def test_a_header_inside_a_text_is_text():
    assert B.text == ("乙一", "[[remark]]", "# 不是注释")


def test_a_new_file_says_its_format():
    assert updated_toml("", [NEW]) == (
        'format = 1\n\n[[remark]]\nfield = "cause:C"\ntext = """\n丙\n"""\nby = "王"\non = 2021-03-01\n'
    )


def test_an_added_remark_leaves_the_rest_as_it_stands():
    text = updated_toml(FILE, [A, B, NEW])
    assert text.startswith(FILE)
    assert read(text) == (A, B, NEW)


def test_a_changed_remark_keeps_the_comment_below_it():
    text = updated_toml(FILE, [Remark("cause:A", ("改",)), B])
    assert "# 说明：评估组共用" in text
    assert "# 甲的后注" in text
    assert "# 短" not in text
    assert read(text) == (Remark("cause:A", ("改",)), B)


def test_a_removed_remark_leaves_only_comments():
    assert read(updated_toml(FILE, [B])) == (B,)
    assert "# 甲的后注" in updated_toml(FILE, [B])
    assert read(updated_toml(FILE, [A])) == (A,)
    assert read(updated_toml(FILE, [])) == ()


def test_a_changed_remark_whose_text_ends_like_a_comment():
    changed = Remark("cause:B", ("改",))
    text = '[[remark]]\nfield = "cause:B"\ntext = """\n一\n# 二"""\n'
    written = updated_toml("format = 1\n" + text, [changed])
    assert read(written) == (changed,)
    assert "# 二" not in written


def test_line_ends_of_windows_are_read():
    text = updated_toml(FILE.replace("\n", "\r\n"), [A, B, NEW])
    assert read(text) == (A, B, NEW)


def test_remarks_in_another_form_are_refused_before_anything_is_lost():
    with pytest.raises(DandongError) as caught:
        updated_toml('format = 1\nremark = [{ field = "cause:A", text = "甲" }]\n', [A])
    assert [p.code for p in caught.value.problems] == ["remark-tables"]


@pytest.mark.parametrize(
    "line",
    ["<b>&amp;</b>", "#text(red)[x]", "[[remark]]", "{{ 7*7 }}", "=1+1", 'a"""b', "a\\n\\u202e",
     "倒\u202e写", "零\u200b宽", "'''", '"', "\\", "长" * 19_000, "\x00\x07", "🀄"],
)  # fmt: skip
def test_any_line_comes_back(line):
    remark = Remark("cause:A", (line, "末"), line[:20])
    text = updated_toml("", [remark])
    assert read(text) == (remark,)
    assert not {"\u202e", "\u200b", "\x00"} & set(text)


lines = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
texts = st.lists(lines, min_size=1, max_size=3).map("\n".join).map(paragraphs).filter(bool)
remarks = st.dictionaries(
    st.sampled_from("ABCDE"), texts, max_size=4
).map(lambda found: [Remark(f"cause:{name}", text) for name, text in found.items()])  # fmt: skip


@given(remarks, remarks, remarks)
def test_a_file_edited_again_and_again_holds_what_it_should(first, second, third):
    text = ""
    for wanted in (first, second, third):
        text = updated_toml(text, wanted)
        assert sorted(read(text), key=str) == sorted(wanted, key=str)
        assert updated_toml(text, wanted) == text
