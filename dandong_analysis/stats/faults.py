"""What can be wrong with an indicator catalogue, in words."""

from dandong_analysis.errors import Place, Problem, Text

_RULES = {
    "catalogue-entry-missing": Text("指标目录缺少这一项", "the catalogue lacks this entry"),
    "catalogue-entry-unknown": Text("指标目录没有这种项", "the catalogue knows no such entry"),
    "catalogue-value-unknown": Text("这个值不在允许的值之内", "the value is not an allowed one"),
    "catalogue-id-twice": Text("同一编号出现两次", "the id occurs twice"),
    "catalogue-filter": Text(
        "每个条件只能有一个代码；多个代码请定义分组维度",
        "a filter takes one code; several codes need a group dimension",
    ),
    "catalogue-table": Text("没有这张表", "there is no such table"),
    "catalogue-column": Text("表中没有适合此计算的列", "the table has no column for this measure"),
    "catalogue-dimension": Text(
        "该表没有这个维度", "the table does not lead to this dimension"
    ),
    "catalogue-unit": Text("单位与量不符", "the unit does not measure this quantity"),
    "catalogue-part": Text(
        "没有这个指标，或它没有所需的交叉", "no such indicator, or it lacks the crossing needed"
    ),
    "catalogue-cycle": Text("指标相互引用成环", "the indicators refer to each other in a circle"),
    "catalogue-name": Text(
        "命名的交叉不在 by 之中", "the crossing named is not one of the indicator's crossings"
    ),
}  # fmt: skip


def catalogue_problem(
    code: str, name: str, value: str, *, file: str = "indicators.toml"
) -> Problem:
    """A fault of the catalogue at entry ``name``."""
    return Problem(
        code, _RULES[code],
        Text("没有计算任何指标", "no indicator was computed"),
        Text(f"请改正 {file} 中的 {name or '顶层'}", f"mend {name or 'the top level'} in {file}"),
        Place(file=file), f"{name}: {value}" if name else value,
    )  # fmt: skip
