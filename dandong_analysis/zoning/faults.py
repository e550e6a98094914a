"""What can be wrong with a rule file or with what is to be graded, in words."""

from dandong_analysis.errors import Place, Problem, Text

_RULES = {
    "rule-entry-missing": Text("规则文件缺少这一项", "the rule file lacks this entry"),
    "rule-entry-unknown": Text("规则文件没有这种项", "the rule file knows no such entry"),
    "rule-value-unknown": Text("这个值不在允许的值之内", "the value is not an allowed one"),
    "rule-id-twice": Text("同一编号出现两次", "the id occurs twice"),
    "rule-number": Text("界线应写成带引号的数字", "a limit must be a number in quotation marks"),
    "rule-limits": Text(
        "各级别的界线应由轻到重首尾相接，不重叠、不留空",
        "the limits must follow each other from slight to severe without overlap or gap",
    ),
    "rule-words-twice": Text("同一个词属于两个级别", "the word belongs to two grades"),
    "rule-source": Text("每条界线都要注明出处", "every limit needs its source"),
    "rule-table": Text("没有这张表", "there is no such table"),
    "rule-field": Text("表中没有适合此项的字段", "the table has no field for this entry"),
    "rule-unit": Text("单位与字段的量不符", "the unit does not measure the field's quantity"),
    "rule-code": Text("该字段的词表没有这个代码", "the field's list has no such code"),
    "rule-weights": Text(
        "权重须不为负，且合计等于1", "weights must not be negative and must sum to 1"
    ),
    "rule-scores": Text(
        "评分应随数值递增，介于1和3之间", "scores must rise with the value, from 1 to 3"
    ),
    "rule-breaks": Text("分级界线应递增", "class breaks must rise"),
    "rule-membership": Text(
        "隶属函数的四个折点应递增，三级之和处处为1",
        "the four corners must rise and the three grades must sum to 1 everywhere",
    ),
    "judgement-matrix": Text(
        "判断矩阵应为正的互反方阵，元素 a(j,i) = 1 / a(i,j)",
        "a judgement matrix must be square, positive and reciprocal",
    ),
    "judgement-size": Text(
        "随机一致性指标表没有这个阶数", "the table of random indices has no such order"
    ),
    "weights-undecided": Text(
        "没有一个因子在各矿山之间有差异，熵权无法计算",
        "no factor differs between mines, so entropy gives no weights",
    ),
    "weights-factors": Text(
        "权重与因子不对应", "the weights do not belong to the factors of the index"
    ),
    "too-few-values": Text(
        "不同的数值少于级别数，无法分级", "there are fewer different values than classes"
    ),
    "mine-twice": Text(
        "同一矿山编号出现多次", "a mine id occurs more than once"
    ),
}  # fmt: skip


def rule_problem(code: str, name: str, value: object, *, file: str) -> Problem:
    """A fault of a rule file at the entry ``name``."""
    return Problem(
        code, _RULES[code],
        Text("没有评定任何矿山", "no mine was graded"),
        Text(f"请改正 {file} 中的 {name or '顶层'}", f"mend {name or 'the top level'} in {file}"),
        Place(file=file), f"{name}: {value}" if name else str(value),
    )  # fmt: skip


def data_problem(code: str, value: object, *, table: str = "") -> Problem:
    """A fault of what is to be graded."""
    return Problem(
        code, _RULES[code],
        Text("没有评定任何矿山", "no mine was graded"),
        Text("请核对输入的数据和所选的方法", "check the data and the method chosen"),
        Place(table=table), str(value),
    )  # fmt: skip
