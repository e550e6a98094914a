"""Labels and definitions of facts in words, Chinese and English."""

import re
from collections.abc import Mapping
from functools import cached_property

from dandong_analysis.errors import Text
from dandong_analysis.facts import Definition, Fact, Ledger
from dandong_analysis.schemas import Field, Schemas
from dandong_analysis.stats.catalogue import standard_catalogue
from dandong_analysis.stats.dimensions import Model
from dandong_analysis.stats.indicators import Catalogue
from dandong_analysis.units import units

_SEGMENT = re.compile(r"\[([^\[\]]*)\]")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_MISSING = Text("未填", "not given")
# How many of the facts that another one is computed from are named in words.
_MOST_PARENTS = 8
_ADDRESS = {
    "delivery": Text("调查组", "delivery"),
    "source_file": Text("文件", "file"),
    "source_sheet": Text("工作表", "sheet"),
    "table": Text("数据表", "table"),
}
_MEASURES = {
    "count": Text("计数", "number of rows"),
    "sum": Text("之和", "sum of '{column}'"),
    "max": Text("的最大值", "largest '{column}'"),
    "min": Text("的最小值", "smallest '{column}'"),
    "first": Text("的最早时间", "earliest '{column}'"),
    "last": Text("的最晚时间", "latest '{column}'"),
    "distinct": Text("不同值的个数", "number of different '{column}'"),
    "each": Text("的值", "value of '{column}'"),
}


class Words:
    """Labels of dimensions and codes in one study; looked up once each."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._codes: dict[tuple[str, str | None], Text] = {}

    @cached_property
    def _fields(self) -> dict[str, Field]:
        tables = [*self.model.catalogue.frames.values(), *self.model.schemas.tables.values()]
        return {f.name: f for t in reversed(tables) for f in t.fields}

    def dimension(self, name: str) -> Text:
        """The label of a dimension."""
        declared = self.model.dimension(name)
        if declared.zh:
            return Text(declared.zh, declared.en or name)
        field = self._fields.get(name)
        return field.label if field else _ADDRESS.get(name, Text(name, name))

    def table(self, name: str) -> Text:
        """The label of a table."""
        schema = self.model.schema(name)
        return schema.label if schema else Text(name, name)

    def conditions(self, where: Mapping[str, str | None]) -> list[tuple[Text, Text]]:
        """The labels of the dimensions of a filter and of their codes."""
        return [(self.dimension(d), self.code(d, c)) for d, c in where.items()]

    def code(self, dimension: str, code: str | None) -> Text:
        """The label of a code; None is a row without a value."""
        if code is None:
            return _MISSING
        if (dimension, code) not in self._codes:
            self._codes[dimension, code] = self._label(dimension, code)
        return self._codes[dimension, code]

    def _label(self, dimension: str, code: str) -> Text:
        declared, field = self.model.dimension(dimension), self._fields.get(dimension)
        for band in declared.bands:
            if band.term.code == code:
                return band.term.label
        if declared.kind == "year" or (field and field.kind == "year"):
            return Text(f"{code}年", code)
        return self._term(dimension, code, [*declared.of, dimension]) or Text(code, code)

    def _term(self, dimension: str, code: str, sources: list[str]) -> Text | None:
        schemas, declared = self.model.schemas, self.model.dimension(dimension)
        if dimension == "table" and code in schemas.tables:
            return schemas.tables[code].label
        fields = [self._fields[s].vocabulary for s in sources if s in self._fields]
        for name in (declared.vocabulary, *fields, dimension):
            words = schemas.vocabularies.get(name)
            if words and code in words:
                return words[code].label
        return self._base_term(code, declared.of)

    def _base_term(self, code: str, bases: tuple[str, ...]) -> Text | None:
        for base in bases:
            label = self._label(base, code)
            if label.zh != code:
                return label
        return None

    def crossing(self, label: Text, dims: Mapping[str, str | None]) -> Text:
        """An indicator's label template filled for one crossing.

        ``[{county}的]`` is left out when the crossing has no county; dimensions that the
        template does not name follow in brackets.
        """
        zh = {d: self.code(d, c).zh for d, c in dims.items()}
        en = {d: self.code(d, c).en for d, c in dims.items()}
        rest = [d for d in dims if f"{{{d}}}" not in label.zh]
        more = [d for d in dims if f"{{{d}}}" not in label.en]
        tail_zh = "；".join(f"{self.dimension(d).zh}：{zh[d]}" for d in rest)
        tail_en = "; ".join(f"{self.dimension(d).en}: {en[d]}" for d in more)
        return Text(
            _fill(label.zh, zh) + (f"（{tail_zh}）" if tail_zh else ""),
            _fill(label.en, en) + (f" ({tail_en})" if tail_en else ""),
        )


def _fill(template: str, labels: Mapping[str, str]) -> str:
    def segment(match: re.Match[str]) -> str:
        inside = match.group(1)
        return inside if set(_PLACEHOLDER.findall(inside)) <= set(labels) else ""

    return _PLACEHOLDER.sub(lambda m: labels.get(m.group(1), ""), _SEGMENT.sub(segment, template))


def describe(
    fact: Fact, schemas: Schemas, *, catalogue: Catalogue | None = None,
    ledger: Ledger | None = None,
) -> Text:  # fmt: skip
    """The definition of a fact in words.

    Parameters
    ----------
    fact
        The fact.
    schemas
        Tables and vocabularies of the study.
    catalogue
        The study's catalogue; the standard one when omitted.
    ledger
        Where the terms of a derived fact are looked up; without it they are named by id.
    """
    return define(fact, Words(Model(catalogue or standard_catalogue(), schemas)), ledger)


def define(fact: Fact, words: Words, ledger: Ledger | None) -> Text:
    """As :func:`describe`, for many facts with the same ``words``."""
    definition = fact.definition
    if definition.parents and definition.measure != "each":
        return _derived(definition, ledger)
    if not definition.table:
        return Text("文件中的数据项，未重新计算", "a figure of the document, not recomputed")
    own = _measured(definition, fact.unit, words)
    if not definition.parents:
        return own
    labels, more = _labels(definition, ledger)[:_MOST_PARENTS], len(definition.parents)
    zh = "、".join(f"“{t.zh}”" for t in labels)
    en = ", ".join(repr(t.en) for t in labels)
    if more > _MOST_PARENTS:
        zh, en = f"{zh}等{more}项", f"{more} numbers: {en}, …"
    return Text(f"{own.zh}；由{zh}算出", f"{own.en}; computed from {en}")


def _labels(definition: Definition, ledger: Ledger | None) -> list[Text]:
    return [
        ledger[p].label if ledger is not None and p in ledger else Text(p, p)
        for p in definition.parents
    ]


def _derived(definition: Definition, ledger: Ledger | None) -> Text:
    labels = _labels(definition, ledger)
    sign = " ÷ " if definition.measure == "ratio" else " + "
    return Text(
        sign.join(f"“{t.zh}”" for t in labels), sign.join(f"'{t.en}'" for t in labels)
    )  # fmt: skip


def _measured(definition: Definition, unit: str, words: Words) -> Text:
    schema = words.model.schema(definition.table)
    measure = _MEASURES[definition.measure]
    table = words.table(definition.table)
    row = schema.row if schema and schema.row.zh else Text("一行", "row")
    column = Text("", "")
    if schema and definition.column in schema:
        column = schema[definition.column].label
    where = _conditions(definition.where, words)
    known = units().get(unit)
    zh = f"“{table.zh}”表（每行为{row.zh}）中{where.zh}{column.zh and f'“{column.zh}”'}{measure.zh}"
    en = measure.en.format(column=column.en) + f" in '{table.en}'{where.en}"
    return Text(
        f"{zh}，单位：{known.zh if known else unit}", f"{en}; unit: {known.en if known else unit}"
    )


def _conditions(where: Mapping[str, str | None], words: Words) -> Text:
    conditions = words.conditions(where)
    zh = "、".join(f"{dimension.zh}为“{code.zh}”" for dimension, code in conditions)
    en = ", ".join(f"{dimension.en} is '{code.en}'" for dimension, code in conditions)
    return Text(f"{zh}的行，" if zh else "全部行，", f" where {en}" if en else "")
