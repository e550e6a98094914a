"""What ``dandong trace`` answers when it is given a printed number instead of an id."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.facts import Fact
from dandong_analysis.pipeline.assessments import request_named
from dandong_analysis.pipeline.build import opened
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.publish import REPORTS, read_manifest
from dandong_analysis.pipeline.queries import known_facts, trace_fact
from dandong_analysis.report.blocks import MIME, FactRef, Figure, Map, Table
from dandong_analysis.report.document import facts_of
from dandong_analysis.report.labels import unit_label
from dandong_analysis.report.numbering import chapter_number, number_blocks
from dandong_analysis.report.serialise import from_json
from dandong_analysis.stats.printed import Printed, facts_printed, nearest_printed, read_printed

_HEAVY: Mapping[str, object] = {"svg": "", "png": "", "layers": []}
_FORMS = ("paragraph", "note", "heading", "table", "figure", "map")


@dataclass(frozen=True)
class Shown:
    """A number of the last built report: chapter, table or figure with its caption, if any."""

    ref: FactRef
    chapter: str
    number: str
    caption: str


def trace(root: Path, key: str) -> dict[str, Any]:
    """One fact down to its cells, by its id or by what is printed of it.

    Several facts that print so are listed (``printed``, ``facts``) instead; each says where it
    stands in the report that was built last.

    Raises
    ------
    DandongError
        When there is no such fact; names the nearest ids, or the nearest printed values.
    """
    asked = read_printed(key)
    found = _found(root, key, asked) if asked is not None else key
    if isinstance(found, str):
        return trace_fact(root, found)
    return found


def _found(root: Path, key: str, asked: Printed) -> str | dict[str, Any]:
    """The id to open, or the facts to choose from."""
    with opened(root) as (layout, study):
        ledger = known_facts(layout, study, request_named(layout, study)).ledger
        if key in ledger:
            return key
        shown = [s for s in shown_numbers(layout) if _is_current(s.ref, ledger.get(s.ref.id))]
    facts = facts_printed(asked, ledger, [(s.ref.text, s.ref.id) for s in shown])
    if not facts:
        raise DandongError(_not_printed(key, nearest_printed(asked, ledger)))
    if len(facts) == 1:
        return facts[0].id
    return {"printed": asked.number, "facts": [_listed(fact, shown) for fact in facts]}


def _is_current(ref: FactRef, fact: Fact | None) -> bool:
    """Whether a number of the last report is still what its fact says."""
    return (
        fact is not None
        and fact.value is not None
        and f"{fact.value:f}".startswith(ref.value.removesuffix("…"))
    )


def _listed(fact: Fact, shown: Sequence[Shown]) -> dict[str, Any]:
    places = dict.fromkeys(s for s in map(_place, shown) if s[0] == fact.id)
    return {
        "id": fact.id, "label_zh": fact.label_zh, "label_en": fact.label_en,
        "value": None if fact.value is None else f"{fact.value:f}", "unit": fact.unit,
        "printed": fact.printed,
        "places": [{"chapter": c, "number": n, "caption": text} for _, c, n, text in places],
    }  # fmt: skip


def _place(shown: Shown) -> tuple[str, str, str, str]:
    return shown.ref.id, shown.chapter, shown.number, shown.caption


def shown_numbers(layout: Layout) -> Iterator[Shown]:
    """The numbers of the chapters that were built last, in order; none before a build."""
    for key, entry in read_manifest(layout).get("chapters", {}).items():
        path = layout.root / REPORTS / "executed" / f"{key}.ipynb"
        if path.exists():
            lang = str(entry["parameters"].get("lang", "zh"))
            notebook = json.loads(storage.read_bytes(path))
            yield from _shown_in(notebook, entry["chapter"], lang)


def _shown_in(notebook: Mapping[str, Any], chapter: str, lang: str) -> Iterator[Shown]:
    outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", ()))
    found = (output.get("data", {}).get(MIME, {}) for output in outputs)
    blocks = [from_json(_light(data)) for data in found if data.get("type") in _FORMS]
    for item in number_blocks(blocks, chapter=chapter_number(chapter), lang=lang):
        block = item.block
        caption = block.caption if isinstance(block, Table | Figure | Map) else ""
        number = item.number if caption else ""
        yield from (Shown(ref, chapter, number, caption) for ref in facts_of(block))


def _light(data: Mapping[str, Any]) -> dict[str, Any]:
    """A block without what is drawn, which takes long to read."""
    return {**data, **{name: empty for name, empty in _HEAVY.items() if name in data}}


def _not_printed(key: str, near: Sequence[Fact]) -> Problem:
    zh, en = (
        [f"{fact.printed} {unit_label(fact.unit, lang)} ({fact.id})" for fact in near]
        for lang in ("zh", "en")
    )
    return Problem(
        "not-printed",
        Text("没有数据项写作这个数", "no fact prints so"),
        Text("没有可打开的数据项", "there is nothing to open"),
        Text(f"最接近的有：{'；'.join(zh) or 'dandong facts'}", f"the nearest are: {'; '.join(en) or 'dandong facts'}"),
        Place(), key,
    )  # fmt: skip
