"""How a table's rows get their dimensions: own column, derived code, or many-to-one join."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.schemas import ADDRESS, Field, Schema, Schemas
from dandong_analysis.stats.indicators import Band, Catalogue, Dimension

Recoding = Callable[[str], str | None]

Numbers = npt.NDArray[np.intp]

# The number of a code that no row has.
_NOWHERE = -2
_NO_CODES = {"decimal", "degree", "geometry"}


@dataclass(frozen=True)
class Route:
    """One step from a table towards a dimension; ``then`` is the rest of the way."""

    step: Literal["own", "derived", "joined"]
    table: str
    column: str = ""
    field: Field | None = None
    dimension: Dimension | None = None
    then: "Route | None" = None


@dataclass(frozen=True)
class Model:
    """A catalogue together with the tables and vocabularies of a study."""

    catalogue: Catalogue
    schemas: Schemas

    def schema(self, table: str) -> Schema | None:
        return self.schemas.tables.get(table) or self.catalogue.frames.get(table)

    def dimension(self, name: str) -> Dimension:
        return self.catalogue.dimensions.get(name) or Dimension(name)

    def route(self, table: str, name: str) -> Route | None:
        """The way from ``table`` to dimension ``name``, or None when there is none.

        The table's own column comes first, then derivation, then a join by reference.
        """
        return self._route(table, name, frozenset())

    def _route(self, table: str, name: str, seen: frozenset[str]) -> Route | None:
        schema = self.schema(table)
        if schema is None or f"{table}.{name}" in seen:
            return None
        seen |= {f"{table}.{name}"}
        return (
            _own(schema, name)
            or self._derived(table, self.dimension(name), seen)
            or self._joined(schema, name, seen)
        )

    def _derived(self, table: str, dimension: Dimension, seen: frozenset[str]) -> Route | None:
        for base in dimension.of:
            route = self._route(table, base, seen)
            if route and route.step != "joined":
                return Route("derived", table, dimension=dimension, then=route)
        return None

    def _joined(self, schema: Schema, name: str, seen: frozenset[str]) -> Route | None:
        for reference in schema.fields:
            route = reference.references and self._route(reference.references, name, seen)
            if route:
                return Route("joined", schema.name, reference.name, then=route)
        return None

    def closed_codes(self, table: str, name: str) -> tuple[str, ...] | None:
        """All codes of a closed dimension in report order, or None when it is open."""
        route = self.route(table, name)
        if route is None or self.dimension(name).observed:
            return None
        return self._codes(route)

    def _codes(self, route: Route) -> tuple[str, ...] | None:
        if route.dimension is not None:
            return self._derived_codes(route.dimension, route)
        if route.then is not None:
            return self._codes(route.then)
        return self._field_codes(route)

    def _field_codes(self, route: Route) -> tuple[str, ...] | None:
        bands = self.dimension(route.column).bands
        if bands:
            return tuple(b.term.code for b in bands)
        if route.field is not None and route.field.kind == "boolean":
            return ("true", "false")
        words = self.schemas.vocabularies.get(route.field.vocabulary if route.field else "")
        return words.codes if words else None

    def _derived_codes(self, dimension: Dimension, route: Route) -> tuple[str, ...] | None:
        if dimension.kind == "period":
            return tuple(b.term.code for b in dimension.bands)
        base = self._codes(route.then) if route.then else None
        if base is None:
            return None
        mapping = self.mapping(route)
        found = dict.fromkeys(mapping(code) for code in base)
        return self._in_list_order(dimension, [c for c in found if c is not None])

    def _in_list_order(self, dimension: Dimension, codes: list[str]) -> tuple[str, ...]:
        words = self.schemas.vocabularies.get(dimension.vocabulary or dimension.name)
        order = {code: i for i, code in enumerate(words.codes)} if words else {}
        return tuple(sorted(codes, key=lambda c: order.get(c, len(order))))

    def possible_codes(
        self, table: str, name: str, where: Mapping[str, str | None]
    ) -> tuple[str, ...] | None:
        """The codes of a closed dimension that rows under the filter ``where`` can have."""
        codes = self.closed_codes(table, name)
        for filtered, wanted in where.items():
            up, down = self._above(table, name, filtered), self._above(table, filtered, name)
            if codes is not None and up:
                codes = tuple(c for c in codes if up(c) == wanted)
            elif codes is not None and down and wanted is not None:
                codes = tuple(c for c in codes if down(wanted) == c)
        return codes

    def _above(self, table: str, low: str, high: str) -> Recoding | None:
        """What dimension ``high`` makes of a code of ``low``, if it is derived from it."""
        if low == high:
            return lambda code: code
        for base in self.dimension(high).of:
            inner, route = self._above(table, low, base), self._home(table, high)
            if inner and route:
                return _chained(inner, self.mapping(route))
        return None

    def _home(self, table: str, name: str) -> Route | None:
        """The route to a dimension from the table that it belongs to."""
        return next((r for r in _steps(self.route(table, name)) if r.step != "joined"), None)

    def mapping(self, route: Route) -> Recoding:
        """What a derived dimension makes of the code of its base."""
        dimension = route.dimension
        if dimension is None:
            return lambda code: code
        if dimension.kind == "year":
            return lambda day: day[:4]
        if dimension.kind == "period":
            return lambda day: _period_of(date.fromisoformat(day), dimension.bands)
        if dimension.kind == "group":
            joined = {code: b.term.code for b in dimension.bands for code in b.of}
            return lambda code: joined.get(code, code)
        return self._broader(route)

    def _broader(self, route: Route) -> Recoding:
        field = next((r.field for r in _steps(route) if r.field), None)
        words = self.schemas.vocabularies.get(field.vocabulary if field else "")
        return lambda code: words.broader_of(code) if words and code in words else code


def _own(schema: Schema, name: str) -> Route | None:
    if name in schema:
        field = schema[name]
        return None if field.kind in _NO_CODES else Route("own", schema.name, name, field)
    return Route("own", schema.name, name) if name in ADDRESS and schema.key else None


def _chained(first: Recoding, then: Recoding) -> Recoding:
    def recode(code: str) -> str | None:
        between = first(code)
        return None if between is None else then(between)

    return recode


def _steps(route: Route | None) -> Iterator[Route]:
    while route is not None:
        yield route
        route = route.then


def _period_of(day: date, bands: tuple[Band, ...]) -> str | None:
    for band in bands:
        if (band.start is None or band.start <= day) and (band.end is None or day <= band.end):
            return band.term.code
    return None


def code_of(value: object) -> str | None:
    """The code that a cell of a typed frame stands for; None when it is empty."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 - NaN differs from itself
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):  # a pandas Timestamp is one
        return value.strftime("%Y-%m-%d")
    return str(value) or None


class Codes:
    """Codes of the rows of tables, computed once for each dimension.

    A left join: every row keeps its place; a row without a match has None. A key that occurs
    twice in the table referred to would multiply rows and is refused.
    """

    def __init__(self, model: Model, tables: Mapping[str, pd.DataFrame]) -> None:
        self.model = model
        self.tables = tables
        self._known: dict[tuple[str, str], list[str | None]] = {}
        self._numbered: dict[tuple[str, str], tuple[Numbers, Mapping[str | None, int]]] = {}

    def of(self, table: str, name: str) -> list[str | None]:
        """One code for each row of ``table``, in row order."""
        if (table, name) not in self._known:
            route = self.model.route(table, name)
            if route is None:
                raise DandongError(_unreachable(table, name))
            self._known[table, name] = self._follow(route)
        return self._known[table, name]

    def rows_with(self, table: str, name: str, code: str | None) -> npt.NDArray[np.bool_]:
        """Which rows of ``table`` have ``code``; None is the code of a row without a value."""
        if (table, name) not in self._numbered:
            numbers, codes = pd.factorize(np.array(self.of(table, name), dtype=object))
            known: dict[str | None, int] = {None: -1}
            self._numbered[table, name] = (
                numbers,
                known | {str(c): n for n, c in enumerate(codes)},
            )
        numbers, numbered = self._numbered[table, name]
        return np.asarray(numbers == numbered.get(code, _NOWHERE))

    def _follow(self, route: Route) -> list[str | None]:
        if route.step == "own" or route.then is None:
            return [code_of(v) for v in self.tables[route.table][route.column].tolist()]
        if route.step == "joined":
            return self._join(route, route.then)
        mapping = self.model.mapping(route)
        return [None if code is None else mapping(code) for code in self._follow(route.then)]

    def _join(self, route: Route, then: Route) -> list[str | None]:
        keys = [code_of(v) for v in self.tables[route.table][route.column].tolist()]
        if then.table not in self.tables:
            return [None] * len(keys)
        lookup = self._lookup(then)
        return [lookup.get(key) for key in keys]

    def _lookup(self, then: Route) -> dict[str | None, str | None]:
        schema = self.model.schemas[then.table]
        keys = [code_of(v) for v in self.tables[then.table][schema.key[0]].tolist()]
        twice = [str(key) for key, n in Counter(keys).items() if n > 1]
        if twice:
            raise DandongError(_key_twice(then.table, schema.key[0], twice))
        return dict(zip(keys, self._follow(then), strict=True))


def _unreachable(table: str, name: str) -> Problem:
    return Problem(
        "dimension-unknown",
        Text("该表没有这个维度", "the table does not lead to this dimension"),
        Text("无法计算", "nothing can be computed"),
        Text("请在指标目录中定义它", "define it in the indicator catalogue"),
        Place(table=table), name,
    )  # fmt: skip


def _key_twice(table: str, column: str, keys: list[str]) -> Problem:
    return Problem(
        "join-key-twice",
        Text("被引用的编号出现多次", "a key that other tables refer to occurs more than once"),
        Text("关联会使行数翻倍，因此没有计算", "the join would multiply rows, so nothing was computed"),
        Text("请先隔离重复的行", "set the duplicate rows aside first"),
        Place(table=table, column=column), "、".join(keys[:5]),
    )  # fmt: skip
