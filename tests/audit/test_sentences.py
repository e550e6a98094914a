"""What the audit says in words: each relation, each block, each way to mend it."""

import pytest

from dandong_analysis.audit.figures import figures_frame, read_figures
from dandong_analysis.audit.relations import parse_relations
from dandong_analysis.audit.sentences import relation_sentence
from dandong_analysis.audit.verdicts import judge

from .conftest import Table, audited


def said(*rows) -> tuple[str, str]:
    table = Table.of(*rows)
    text = relation_sentence(table.judged[-1], table.figures)
    assert text.zh.endswith("。")
    assert text.en.endswith(".")
    return text.zh, text.en


PARTS = [("a", "3"), ("b", "4")]
COUNTS = [("a", "3", "处"), ("b", "4", "处")]


@pytest.mark.parametrize(
    ("rows", "zh", "en"),
    [
        ([*PARTS, ("t", "7", "亩", "sum(a,b)")], "t：2项之和为7亩，与公布值7亩一致。",
         "t: its 2 terms add up to 7 mu, as printed (7 mu)."),
        ([*PARTS, ("t", "8", "亩", "sum(a,b)")],
         "t：2项之和为7亩，公布值为8亩，相差1亩，在各项四舍五入的误差之内。",
         ("t: its 2 terms add up to 7 mu, printed is 8 mu, 1 mu apart; within the rounding of the "
         "printed numbers.")),
        ([*PARTS, ("t", "9", "亩", "sum(a,b)")],
         "t：2项之和为7亩，公布值为9亩，相差2亩，四舍五入的误差不能解释。",
         "t: its 2 terms add up to 7 mu, printed is 9 mu, 2 mu apart; rounding cannot explain it."),
        ([*COUNTS, ("t", "8", "处", "sum(a,b)")],
         "t：2项之和为7处，公布值为8处，相差1处，计数没有舍入误差，不能解释。",
         ("t: its 2 terms add up to 7, printed is 8, 1 apart; counts carry no rounding that could "
         "explain it.")),
        ([("a", "2", "个"), ("b", "3", "个"), ("r", "66.6", "%", "pct(a/b)")],
         "r：“a”占“b”的66.66667%，公布值为66.6%，相差0.06667%，公布值是截去尾数而不是舍入所得。",
         ("r: 'a' is 66.66667% of 'b', printed is 66.6%, 0.06667% apart; the value was cut off, not "
         "rounded.")),
        ([("a", "1735"), ("b", "4325"), ("r", "40.11", "%", "pct(a/b)")],
         ("r：“a”占“b”的40.115607%，公布值为40.11%，相差0.005607%，公布值是截去尾数而不是舍入所得，"
         "各项的舍入误差也能解释。"),
         ("r: 'a' is 40.115607% of 'b', printed is 40.11%, 0.005607% apart; the value was cut off, not "
         "rounded (rounded terms may explain it too).")),
        ([("a", "3"), ("b", "5", "亩", "same(a)")],
         "b：同一数值在“a”处为3亩，公布值为5亩，相差2亩，四舍五入的误差不能解释。",
         "b: the same number is 3 mu in 'a', printed is 5 mu, 2 mu apart; rounding cannot explain it."),
        ([("a", "甲", "text"), ("b", "乙", "text", "same(a)")], "b：公布为“乙”，与“a”的“甲”不同。",
         "b: printed '乙', not the same as '甲' (a)."),
        ([("a", "甲", "text"), ("b", "甲", "text", "same(a)")], "b：公布为“甲”，与“a”的“甲”一致。",
         "b: printed '甲', the same as '甲' (a)."),
        ([("a", "2018", "year"), ("b", "5", "year", "eq(a-2014+1)")],
         "b：按a-2014+1计算为5年，与公布值5年一致。", "b: a-2014+1 comes to 5, as printed (5)."),
        ([("w", "5"), ("p", "3", "亩", "subset(w)")], "p：3亩，不超过“w”的5亩。",
         "p: 3 mu, not more than the 5 mu of 'w'."),
        ([("w", "446"), ("p", "0.585", "km2", "converted_subset(1500;w)")],
         "p：0.585平方千米（合877.5亩），应是“w”446亩的一部分，却多出431.5亩，四舍五入的误差不能解释。",
         ("p: 0.585 km² (that is 877.5 mu), meant to be a part of 'w' with 446 mu, is larger by "
         "431.5 mu; rounding cannot explain it.")),
        ([("z", "7", "处", "named(5)")], "z：公布7处，文中列出5处，少2处。",
         "z: 7 announced, 5 named: 2 too few."),
        ([("z", "4", "处", "named(5)")], "z：公布4处，文中列出5处，多1处。",
         "z: 4 announced, 5 named: 1 too many."),
        ([("z", "5", "处", "named(5)")], "z：公布5处，与列出的名称数一致。",
         "z: 5 announced, all of them named."),
        ([("a", ""), ("b", "5", "亩", "same(a)")], "b：无法核对，a未公布数值。",
         "b: cannot be judged: a is left blank."),
        ([("b", "5", "亩", "sum(c,d)")], "b：无法核对，数据项文件中没有c、d。",
         "b: cannot be judged: the file has no c, d."),
        ([("a", ">0"), ("b", "5", "亩", "same(a)")], "b：无法核对，a的公布值不是数值。",
         "b: cannot be judged: what is printed for a is not a number."),
        ([("a", "5", "斛"), ("b", "5", "斛", "same(a)")],
         "b：无法核对，不认识b、a的单位，请在 kind 列注明 count 或 measured。",
         ("b: cannot be judged: the unit of b, a is unknown; state count or measured in the column "
         "kind.")),
        ([("a", "5", "m"), ("b", "5", "亩", "same(a)")], "b：无法核对，b、a的单位不是同一种量。",
         "b: cannot be judged: the units of b, a measure different quantities."),
        ([("w", "5"), ("p", "5", "km2", "converted_subset(15;w)")],
         "p：无法核对，换算系数与p、w的单位不符。",
         "p: cannot be judged: the factor does not convert the units of p, w."),
        ([*PARTS, ("r", "5", "亩", "pct(a/b)")], "r：无法核对，r的单位不是百分比。",
         "r: cannot be judged: the unit of r is no ratio."),
        ([("a", "5"), ("b", "0"), ("r", "5", "%", "pct(a/b)")], "r：无法核对，分母可能为零（a、b）。",
         "r: cannot be judged: the denominator may be zero (a, b)."),
    ],
)  # fmt: skip
def test_each_saying(rows, zh, en):
    assert said(*rows) == (zh, en)


def test_figures_are_told_by_their_names_where_they_have_one():
    rows = ["x,甲,First,,", "y,乙,Second,3,eq(x*2+1)", "z,丙,Third,3,same(w)"]
    head = "id,description_zh,description_en,value,derived_from,unit\n"
    data = head + "".join(f"{row},亩\n" for row in rows)
    figures = read_figures(figures_frame(data.encode(), file="f.csv"))
    first, second = (
        relation_sentence(judge(r, figures), figures) for r in parse_relations(figures)
    )
    assert (first.zh, first.en) == (
        "乙：无法核对，甲未公布数值。", "Second: cannot be judged: First is left blank.",
    )  # fmt: skip
    assert second.zh == "丙：无法核对，数据项文件中没有w。"
    filled = read_figures(figures_frame(data.replace("First,,", "First,1,").encode(), file="f.csv"))
    equation = relation_sentence(judge(parse_relations(filled)[0], filled), filled)
    assert equation.zh == "乙：按甲*2+1计算为3亩，与公布值3亩一致。"
    assert equation.en.startswith("Second: First*2+1 comes to 3 mu")


def test_delivered_text_is_only_quoted():
    found = said(("{at}", "{0}"), ("%s", "{at.__class__}", "text", "same({at})"))
    assert "“{at.__class__}”" in found[0]
    assert "'{0}'" in found[1]


def block(*rows, **options) -> tuple[str, str]:
    found = audited(*rows, **options)
    (row,) = found.blocks.to_dict("records")
    return row["zh"], row["en"]


@pytest.mark.parametrize(
    ("rows", "zh", "en"),
    [
        ([*PARTS, ("t", "7", "亩", "sum(a,b)")], "1个关系式按公布值都成立。", "1 relation holds as printed."),
        ([*PARTS, ("t", "8", "亩", "sum(a,b)")],
         ("1个关系式中1个按公布值不成立，四舍五入可以解释全部差额，为此各数须可偏离公布值1/3个末位单位，"
         "四舍五入容许1/2个。要使公布值本身相加无差，至少要改1处数字，有3种改法。"),
         ("1 of 1 relation fails as printed; rounding can explain all of it; for that, values must be "
         "allowed to lie 1/3 of a last digit off print, where rounding allows 1/2. For the printed "
         "values themselves to add up, at least 1 printed number must change, in 3 ways.")),
        ([*COUNTS, ("t", "10", "处", "sum(a,b)")],
         ("1个关系式中1个按公布值不成立，四舍五入不能解释：没有一组未修约的数能满足全部关系式又印成公布的"
         "样子，为此各数须可偏离公布值1个末位单位，四舍五入容许1/2个，计数不容许偏离。要使四舍五入能够解释，"
         "至少要改1处数字，有3种改法。"),
         ("1 of 1 relation fails as printed, and rounding cannot explain it: no unrounded values satisfy "
         "all relations and print as these do; for that, values must be allowed to lie 1 last digit "
         "off print, where rounding allows 1/2 and counts allow nothing. For rounding to explain it, at "
         "least 1 printed number must change, in 3 ways.")),
        ([("a", "3"), ("b", "3", "亩", "same(a);eq(a+1)")],
         ("2个关系式中1个按公布值不成立，四舍五入不能解释：没有一组未修约的数能满足全部关系式又印成公布的"
         "样子。要使四舍五入能够解释，改动任何数字都不行：关系式彼此矛盾。"),
         ("1 of 2 relations fails as printed, and rounding cannot explain it: no unrounded values "
         "satisfy all relations and print as these do. For rounding to explain it, no change of numbers "
         "helps: the relations contradict each other.")),
        ([("w", "3"), ("p", "9", "亩", "subset(w)")],
         "要使部分不超过总体（p），至少要改1处数字，有2种改法。",
         ("For the part to fit into its whole (p), at least 1 printed "
         "number must change, in 2 ways.")),
    ],
)  # fmt: skip
def test_each_block(rows, zh, en):
    assert block(*rows) == (zh, en)


def test_a_capped_search_says_so():
    rows = [*PARTS, ("t", "8", "亩", "sum(a,b)")]
    zh, en = block(*rows, most_sets=2)
    assert "有2种以上改法" in zh
    assert "in 2 or more ways" in en


def test_several_gaps_are_told_with_the_number_of_errors_behind_them():
    """t misses a + b by one, and u misses t + v by one: t alone mends both when it is 7."""
    rows = [*PARTS, ("t", "8", "亩", "sum(a,b)"), ("v", "2")]
    assert "2个差额出自同一处错误" in block(*rows, ("u", "9", "亩", "sum(t,v)"))[0]
    apart = block(*rows, ("u", "10", "亩", "sum(t,v)"), ("w", "12", "亩", "eq(u+1)"))
    assert "2个差额出自2处彼此独立的错误" in apart[0]
    assert "the 2 gaps are 2 independent errors" in apart[1]
    assert "个差额" not in block(*rows[:3])[0]


def sentences(*rows, **options) -> list[str]:
    return audited(*rows, **options).sets["zh"].tolist()


def test_a_mend_says_what_each_number_would_be():
    assert sentences(("a", "3"), ("t", "4", "亩", "same(a)")) == [
        "a由3亩改为4亩。",
        "t由4亩改为3亩。",
    ]
    assert sentences(("a", "3"), ("t", "9", "亩", "same(a)")) == [
        "a公布3亩，真值须为8.5亩至9.5亩。", "t公布9亩，真值须为2.5亩至3.5亩。",
    ]  # fmt: skip
    assert sentences(("w", "3"), ("p", "9", "亩", "subset(w)")) == [
        "p公布9亩，真值须为3.5亩以下。", "w公布3亩，真值须为8.5亩以上。",
    ]  # fmt: skip
    # 446 mu are at most 446.5, and 1500 mu are a square kilometre: 0.29766666...
    assert sentences(("w", "446"), ("p", "0.585", "平方千米", "subset(w)"))[0] == (
        "p公布0.585平方千米，真值须为约0.297667平方千米以下。"
    )
    both = [("b", "3", "亩", "same(a)"), ("c", "7", "亩", "eq(a+5)"), ("d", "7", "亩", "same(c)")]
    assert "a由3亩改为2亩；b由3亩改为2亩。" in sentences(("a", "3"), *both)
