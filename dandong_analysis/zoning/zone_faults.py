"""What can be wrong with the settings, layers and overrides of zoning, in words."""

from dandong_analysis.errors import Place, Problem, Text

_RULES = {
    "zoning-entry-unknown": Text("分区设置没有这一项", "zoning knows no such setting"),
    "zoning-choice": Text("这个值不在允许的值之内", "the value is not an allowed one"),
    "zoning-number": Text(
        "应为允许范围内的整数或带引号的数字",
        "it must be a whole number, or a number in quotation marks, within its bounds",
    ),
    "district-twice": Text("矿集区编号出现多次", "the id of a mining district occurs more than once"),
    "district-empty": Text("矿集区没有面积", "the mining district has no area"),
    "districts-overlap": Text("两个矿集区重叠", "two mining districts overlap"),
    "zones-gap": Text("各分区之间有空隙", "the zones leave a gap"),
    "zones-overlap": Text("各分区相互重叠", "the zones overlap"),
    "override-entry": Text(
        "分区调整缺少或多出这一项", "the override lacks this entry, or it does not belong there"
    ),
    "override-place": Text(
        "应给出 district 或 point（经度、纬度）之一",
        "give either district or point (longitude, latitude)",
    ),
    "override-grade": Text(
        "级别应为 severe、moderate、slight（from 也可为 ungraded），且前后不同",
        "a grade is severe, moderate or slight (from also ungraded), and the two differ",
    ),
    "override-no-zone": Text("没有分区位于此处", "no zone lies there"),
    "override-several-zones": Text(
        "该矿集区有多个分区", "the mining district has more than one zone"
    ),
    "override-stale": Text(
        "分区的级别不再是调整前的级别", "the zone no longer has the grade that is overridden"
    ),
    "override-twice": Text("同一分区被调整两次", "the zone is overridden twice"),
}  # fmt: skip

_ACTIONS = {
    "override-several-zones": Text("请改用 point 指明其中一个", "name one of them by point"),
    "override-stale": Text(
        "请重新判断后修改或删除这条调整", "judge it anew, then change or delete the override"
    ),
    "override-no-zone": Text(
        "请核对位置，或删除这条调整", "check the place, or delete the override"
    ),
    "override-twice": Text("请只保留一条", "keep one of them"),
}
_UNZONED = Text("没有划分任何分区", "no zone was drawn")


def settings_problem(code: str, name: str, value: object, *, file: str) -> Problem:
    """A fault of the setting ``name`` of a study."""
    return Problem(
        code, _RULES[code], _UNZONED,
        Text(f"请改正 {file} 中 [zoning] 的 {name}", f"mend {name} under [zoning] in {file}"),
        Place(file=file), f"{name} = {value}",
    )  # fmt: skip


def layer_problem(code: str, value: str, place: Place) -> Problem:
    """A fault of the delivered mining districts, or of the zones made within one."""
    return Problem(
        code, _RULES[code], _UNZONED,
        Text("请改正矿集区图层", "mend the layer of mining districts"), place, value,
    )  # fmt: skip


def override_problem(code: str, value: str, *, file: str) -> Problem:
    """A fault of a declared override."""
    mend = Text("请改正这条调整", "mend the override")
    return Problem(code, _RULES[code], _UNZONED, _ACTIONS.get(code, mend), Place(file=file), value)
