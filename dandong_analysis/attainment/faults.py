"""What can be wrong with settings, plan, targets and evidence, in words."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from dandong_analysis.errors import Place, Problem, Severity, Text
from dandong_analysis.schemas import Schemas, standard_schemas

_SETTINGS = {
    "rule-entry-missing": Text("规则文件缺少这一项", "the rule file lacks this entry"),
    "rule-entry-unknown": Text("规则文件没有这种项", "the rule file knows no such entry"),
    "rule-value-unknown": Text("这个值不在允许的值之内", "the value is not an allowed one"),
    "rule-number": Text("数字应写成带引号的十进制数", "a number must be a decimal in quotation marks"),
    "rule-limits": Text("各等级的下限应由高到低", "the limits must fall from grade to grade"),
    "rule-source": Text("每项界线都要注明出处", "every limit needs its source"),
    "rule-reference": Text("所指的计量或数据来源不存在", "there is no such measure or source"),
    "rule-table": Text("没有这张表", "there is no such table"),
    "rule-field": Text("表中没有这个字段", "the table has no such field"),
    "rule-code": Text(
        "代码不能为空，也不能含有 / | , = @ + { }，计量方式的代码也不能含有点",
        "a code is not empty and has none of / | , = @ + { }, that of a measure no dot either",
    ),
    "rule-unit": Text("单位与字段的量不符", "the unit does not measure the field's quantity"),
}  # fmt: skip

# code: column, rule, action
_TARGETS = {
    "target-measure": (
        "target_measure",
        Text(
            "没有这种计量方式，或它与指标类型不符",
            "there is no such measure, or it does not fit the kind of the indicator",
        ),
        Text("请改正这一行的计量方式或指标类型", "mend the measure or the kind of this row"),
    ),
    "target-id": (
        "indicator_id",
        Text("指标编号不能含有 / | , = @ + { }", "an indicator id has none of / | , = @ + { }"),
        Text("请改用字母、数字、点或短横", "use letters, digits, dots or hyphens"),
    ),
}

_PLAN = {
    "plan-no-period": Text("研究文件没有声明规划时期", "the study declares no period of the plan"),
    "plan-period-code": Text(
        "时期代码不能为 all 或 before_plan，也不能含有 / | , = @ + { }",
        "the code of a period is not all or before_plan and has none of / | , = @ + { }",
    ),
    "plan-period-order": Text("时期的止日早于起日", "a period ends before it begins"),
    "plan-period-overlap": Text("两个时期相互重叠", "two periods overlap"),
}

# code: severity, rule, consequence, action
_FINDINGS: dict[str, tuple[Severity, Text, Text, Text]] = {
    "target-blank": (
        "info",
        Text("规划没有给出目标值", "the plan leaves the target blank"),
        Text("该目标不可评估，不按零或已完成处理", "the target is not assessable, neither 0 nor met"),
        Text("如有后续文件给出目标值，请补充", "add the value if a later document gives it"),
    ),
    "target-zero": (
        "warning",
        Text("目标值为零", "the target is zero"),
        Text("没有可比的任务，不计算完成率", "nothing was to be done, so there is no attainment"),
        Text("请核对目标值", "check the target"),
    ),
    "target-negative": (
        "error",
        Text("目标值为负", "the target is negative"),
        Text("该目标不可评估", "the target is not assessable"),
        Text("请核对原文", "check the document"),
    ),
    "target-unreadable": (
        "error",
        Text("目标值不是此类指标的写法", "the target is not written as this kind of indicator"),
        Text("该目标不可评估", "the target is not assessable"),
        Text("请核对目标值和指标类型", "check the target and the kind of its indicator"),
    ),
    "target-unit": (
        "error",
        Text("目标的单位与计量的量不符", "the unit does not measure what is counted"),
        Text("该目标不可评估", "the target is not assessable"),
        Text("请核对单位和计量方式", "check the unit and what is measured"),
    ),
    "target-conflict": (
        "error",
        Text("同一目标给出两个不同的值", "two different values are given for one target"),
        Text("该目标不可评估", "the target is not assessable"),
        Text("请核对原文并只保留一个", "check the document and keep one"),
    ),
    "target-missing": (
        "warning",
        Text("其他县、主体或时期有目标，这一格没有", "its neighbours have a target, this cell has none"),
        Text("该格不可评估，含它的合计也不由各格相加", "the cell is not assessable, nor summed into others"),
        Text("请核对目标表是否缺行", "check whether a row is missing"),
    ),
    "target-sum-differs": (
        "info",
        Text("各部分目标之和与规划给出的合计不符", "the parts do not add up to the total of the plan"),
        Text("按所选口径采用其中之一", "one of the two is used, as chosen"),
        Text("请在两种口径下比较结论", "compare the conclusions under both"),
    ),
    "work-not-accepted": (
        "info",
        Text("工程没有验收时间和验收文号", "the work has neither date nor number of acceptance"),
        Text("列出，不计入", "listed, not counted"),
        Text("验收后补填", "fill in both once it is accepted"),
    ),
    "work-number-missing": (
        "warning",
        Text("工程没有验收文号", "the work has no acceptance number"),
        Text("列出，不计入", "listed, not counted"),
        Text("请补填验收文号", "fill in the acceptance number"),
    ),
    "work-date-missing": (
        "warning",
        Text("没有可以归入时期的日期", "there is no date that puts it into a period"),
        Text("列出，不计入", "listed, not counted"),
        Text("请补填日期", "fill in the date"),
    ),
    "work-after-date": (
        "info",
        Text("日期晚于评估截止日", "the date is after the date of the evaluation"),
        Text("列出，不计入", "listed, not counted"),
        Text("在该日之后再评估时计入", "it counts in an evaluation after that day"),
    ),
    "work-before-plan": (
        "info",
        Text("日期早于规划期", "the date is before the plan"),
        Text("列出，不计入规划目标", "listed, not counted for the plan"),
        Text("如日期有误，请改正", "mend the date if it is wrong"),
    ),
    "work-after-plan": (
        "warning",
        Text("日期晚于规划期", "the date is after the plan"),
        Text("列出，不计入规划目标", "listed, not counted for the plan"),
        Text("如日期有误，请改正", "mend the date if it is wrong"),
    ),
    "work-between-periods": (
        "warning",
        Text("日期在规划的两个时期之间", "the date is between two periods of the plan"),
        Text("列出，不计入任何时期", "listed, counted in no period"),
        Text("请核对日期和时期的起止", "check the date and the periods"),
    ),
    "work-closed-mine": (
        "warning",
        Text("矿山属于规划未明确责任的生产状态", "the plan leaves open who answers for mines in this state"),
        Text("按所选口径列出，不计入", "listed and not counted, as chosen"),
        Text("请在两种口径下比较结论", "compare the conclusions under both readings"),
    ),
    "work-number-repeated": (
        "error",
        Text("同一矿山、日期、面积和验收文号出现两次", "mine, date, area and acceptance number occur twice"),
        Text("只计一次", "counted once"),
        Text("请核对是否重复上报", "check whether it was reported twice"),
    ),
    "work-number-shared": (
        "error",
        Text("同一验收文号用于不同的矿山或日期", "one acceptance number serves several mines or dates"),
        Text("按所选口径计其中最大的一处、全部或不计", "the largest, all or none of them count, as chosen"),
        Text("请核对验收文件", "check the acceptance documents"),
    ),
    "work-above-damage": (
        "error",
        Text("治理面积超过该矿山的占用破坏土地面积", "more was treated than the mine has damaged"),
        Text("超出部分单列，按所选口径不计或计入", "the excess is told apart; it counts or not, as chosen"),
        Text("请核对治理面积和破坏面积", "check the treated and the damaged area"),
    ),
    "work-damage-unknown": (
        "info",
        Text("没有该矿山完整的占用破坏土地面积", "the damaged area of the mine is not known in full"),
        Text("照常计入，未与破坏面积核对", "counted, without comparison with the damage"),
        Text("请补充矿山编号和占用破坏土地", "add the mine id and its damaged land"),
    ),
    "work-mine-unknown": (
        "info",
        Text("没有矿山编号，或矿山表中没有该矿山", "there is no mine id, or no such mine in the table"),
        Text("只按本行所填内容归类", "classed only by what the row itself says"),
        Text("请补填矿山编号", "fill in the mine id"),
    ),
    "work-area-zero": (
        "warning",
        Text("数量为零", "the amount is zero"),
        Text("列出，不计入", "listed, not counted"),
        Text("请核对", "check it"),
    ),
    "work-area-negative": (
        "error",
        Text("数量为负", "the amount is negative"),
        Text("列出，不计入", "listed, not counted"),
        Text("请核对并改正", "check and mend it"),
    ),
    "work-area-missing": (
        "error",
        Text("没有填写数量", "the amount is missing"),
        Text("列出，不计入", "listed, not counted"),
        Text("请补填", "fill it in"),
    ),
    "work-filter-unknown": (
        "warning",
        Text("缺少判断是否属于该指标所需的内容", "what decides whether it belongs to the measure is missing"),
        Text("不计入该指标", "not counted for this measure"),
        Text("请补填", "fill it in"),
    ),
    "work-without-target": (
        "warning",
        Text("所在的县、主体或时期没有目标", "its county, liable party or period has no target"),
        Text("列出完成量，不计算完成率", "the amount is listed without attainment"),
        Text("请核对目标表和本行的归属", "check the targets and where the row belongs"),
    ),
    "report-without-target": (
        "error",
        Text("报告所指的目标不存在", "there is no target with the id of this report"),
        Text("列出，不计入", "listed, not counted"),
        Text("请改正目标编号", "mend the target id"),
    ),
}  # fmt: skip


def settings_problem(code: str, name: str, value: object, *, file: str) -> Problem:
    """A fault of a rule file at the entry ``name``."""
    return Problem(
        code, _SETTINGS[code],
        Text("没有评估任何目标", "no target was evaluated"),
        Text(f"请改正 {file} 中的 {name or '顶层'}", f"mend {name or 'the top level'} in {file}"),
        Place(file=file), f"{name}: {value}" if name else str(value),
    )  # fmt: skip


def plan_problem(code: str, value: object) -> Problem:
    """A fault of the periods that the study declares."""
    return Problem(
        code, _PLAN[code],
        Text("没有评估任何目标", "no target was evaluated"),
        Text("请改正 study.toml 中的 [[period]]", "mend [[period]] in study.toml"),
        Place(file="study.toml"), str(value),
    )  # fmt: skip


def reading_problem(name: str, value: str, known: Sequence[str]) -> Problem:
    """A parameter of the reading of the plan that does not exist, or a value that it cannot have."""
    listed = "、".join(known)
    return Problem(
        "reading-unknown",
        Text("没有这个评估口径或取值", "there is no such reading of the plan, or it has no such value"),
        Text("没有评估任何目标", "no target was evaluated"),
        Text(f"可用：{listed}", f"known: {', '.join(known)}"), Place(), f"{name}={value}",
    )  # fmt: skip


def target_problem(code: str, row: Mapping[str, Any], value: str) -> Problem:
    """A fault of a target that stops the evaluation."""
    column, rule, action = _TARGETS[code]
    return Problem(
        code, rule, Text("没有评估任何目标", "no target was evaluated"), action,
        _place(row, str(row.get("table") or ""), column), value,
    )  # fmt: skip


def finding(code: str, row: Mapping[str, Any], table: str, column: str, value: object) -> Problem:
    """What was found about a row; ``row`` holds its address and may be empty."""
    severity, rule, consequence, action = _FINDINGS[code]
    place = _place(row, table, _header(table, column))
    return Problem(code, rule, consequence, action, place, str(value), severity)


def _place(row: Mapping[str, Any], table: str, column: str) -> Place:
    number = row.get("source_row")
    return Place(
        str(row.get("source_file") or ""), str(row.get("source_sheet") or ""),
        None if number is None else int(number), column, str(row.get("delivery") or ""), table,
    )  # fmt: skip


@cache
def _standard() -> Schemas:
    return standard_schemas()


def _header(table: str, column: str) -> str:
    """The header of a column as forms have it; a column of a table of the study's own as it is."""
    schema = _standard().tables.get(table)
    return schema[column].zh if schema is not None and column in schema else column


def finding_rules() -> dict[str, Text]:
    """What each finding says, by its code."""
    return {code: rule for code, (_, rule, _, _) in _FINDINGS.items()}


def finding_codes() -> tuple[str, ...]:
    """Every code that an evaluation may find."""
    return tuple(_FINDINGS)
