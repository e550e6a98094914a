"""A GeoJSON text as a tree: strictly parsed, numbers as their delivered digits."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from dandong_analysis.errors import DandongError, Place, Problem
from dandong_analysis.survey.geojson_shapes import Digits
from dandong_analysis.survey.read_messages import problem

MAX_FEATURES = 500_000

Feature = dict[str, Any]


@dataclass(frozen=True)
class Flaw:
    """Stands in the tree for what JSON does not allow, until its place is known."""

    code: str
    found: str


def parse_collection(place: Place, data: bytes) -> tuple[dict[str, Any], list[Feature]]:
    """The collection and its features.

    Raises
    ------
    DandongError
        With one problem: the first reason why it is no FeatureCollection of sound JSON.
    """
    tree = _parsed(place, data)
    features = tree.get("features") if isinstance(tree, dict) else None
    kind = tree.get("type") if isinstance(tree, dict) else type(tree).__name__
    if kind != "FeatureCollection" or not isinstance(features, list):
        raise DandongError(problem("geojson-collection", place, str(kind)))
    if len(features) > MAX_FEATURES:
        found = str(len(features))
        raise DandongError(problem("geojson-features", place, found, limit=MAX_FEATURES))
    for number, feature in enumerate(features, 1):
        if not _is_feature(feature):
            where = Place(place.file, row=number)
            raise DandongError(problem("geojson-feature", where))
    return tree, features


def _is_feature(value: object) -> bool:
    if not isinstance(value, dict) or value.get("type") != "Feature":
        return False
    parts = [value.get(name, "") for name in ("properties", "geometry")]
    return all(part is None or isinstance(part, dict) for part in parts)


def _parsed(place: Place, data: bytes) -> Any:  # noqa: ANN401 - JSON has no static type
    text = _decoded(place, data)
    flaws: list[Flaw] = []

    def flawed(code: str, found: str) -> Flaw:
        flaws.append(Flaw(code, found))
        return flaws[-1]

    def made(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any] | Flaw:
        whole = dict(pairs)
        if len(whole) == len(pairs):
            return whole
        ((name, _),) = Counter(name for name, _ in pairs).most_common(1)
        return flawed("geojson-key-twice", name)

    try:
        tree = json.loads(
            text, object_pairs_hook=made, parse_float=Digits, parse_int=Digits,
            parse_constant=lambda found: flawed("geojson-constant", found),
        )  # fmt: skip
    except json.JSONDecodeError as error:
        _refuse_broken(place, error)
    if flaws:
        raise DandongError(_flaw_problem(place, tree, flaws[0]))
    return tree


def _decoded(place: Place, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, found = data.count(b"\n", 0, error.start) + 1, f"0x{data[error.start]:02X}"
        raise DandongError(problem("geojson-encoding", place, found, line=line)) from error


def _refuse_broken(place: Place, error: json.JSONDecodeError) -> NoReturn:
    is_cut = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated")
    if is_cut:
        raise DandongError(problem("geojson-cut", place)) from error
    found = error.doc[error.pos : error.pos + 20].partition("\n")[0]
    raise DandongError(
        problem("geojson-broken", place, found, line=error.lineno, column=error.colno)
    ) from error


def _flaw_problem(place: Place, tree: object, first: Flaw) -> Problem:
    """The first flaw of a feature at its row; one outside the features at the file."""
    features = tree.get("features") if isinstance(tree, dict) else None
    for number, feature in enumerate(features if isinstance(features, list) else (), 1):
        flaw = _flaw_in(feature)
        if flaw is not None:
            return problem(flaw.code, Place(place.file, row=number), flaw.found)
    return problem(first.code, place, first.found)


def _flaw_in(value: object) -> Flaw | None:
    if isinstance(value, Flaw):
        return value
    parts: Iterable[object] = value if isinstance(value, list) else ()
    if isinstance(value, dict):
        parts = value.values()
    return next(filter(None, map(_flaw_in, parts)), None)
