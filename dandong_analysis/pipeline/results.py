"""All facts of a build as files for other programs: ``facts.json``, ``facts.csv`` and its definitions."""

import json
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import pandas as pd

from dandong_analysis import __version__, storage
from dandong_analysis.attainment.requested import Requested
from dandong_analysis.facts import fact_id
from dandong_analysis.pipeline import measuring
from dandong_analysis.pipeline.graph import Step
from dandong_analysis.pipeline.inputs import (
    Layout,
    environment_nodes,
    file_node,
    folder_node,
    source_nodes,
)
from dandong_analysis.pipeline.known import read_known
from dandong_analysis.pipeline.sheets import safe_csv
from dandong_analysis.stats.results import Results, list_results
from dandong_analysis.study import STANDARD, Study

FORMAT = 1
"""The version of the form of ``facts.json``, as docs/results.md describes it."""

_FACT_COLUMNS = (
    "id", "indicator", "dims", "value", "unit", "printed", "label_zh", "label_en", "definition",
    "parents", "n_rows", "sources", "published", "section", "verdict", "reason_zh", "reason_en",
    "provenance",
)  # fmt: skip
_DEFINITION_COLUMNS = ("definition", "zh", "en", "indicator", "unit", "table", "measure", "column",
                       "where", "by", "of")  # fmt: skip


def results_step(layout: Layout, study: Study, used: Iterable[Requested]) -> Step:
    """``used`` are the evaluations of the plan whose facts are listed with those of the survey."""
    asked = list({one.folder: one for one in used}.values())
    name = "+".join(one.folder for one in asked) or "survey"
    own = [name for name in study.indicators if name != STANDARD]
    return Step(
        f"export:results:{name}",
        (folder_node(layout, layout.facts),
         *(folder_node(layout, layout.assessment(one.folder)) for one in asked),
         *(file_node(layout, name) for name in ("study.toml", *own)),
         *source_nodes("stats", "attainment"), *environment_nodes(layout)),
        folder_node(layout, layout.results(name)), partial(run_results, layout, study, name, asked),
    )  # fmt: skip


def run_results(layout: Layout, study: Study, name: str, used: Sequence[Requested]) -> None:
    """Write the files into the folder ``name``; facts of evaluations follow those of the survey."""
    known = read_known(layout, study, used, study.schemas)
    results = list_results(known.ledger, known.schemas, measuring.read_catalogue(layout, study))
    storage.replace_folder(layout.results(name), {
        "facts.json": json_of(results, study),
        "facts.csv": safe_csv(facts_frame(results)),
        "facts-definitions.csv": safe_csv(definitions_frame(results)),
    })  # fmt: skip


def json_of(results: Results, study: Study) -> bytes:
    """The results as JSON with one definition, source or fact on each line."""
    head = {"format": FORMAT, "dandong": __version__, "study": {"zh": study.zh, "en": study.en}}
    lists: dict[str, Sequence[object]] = {
        "definitions": results.definitions, "sources": results.sources, "facts": results.facts,
    }  # fmt: skip
    parts = [f"{_line(name)}: {_line(value)}" for name, value in head.items()]
    parts += [f"{_line(name)}: [\n{_lines(entries)}\n]" for name, entries in lists.items()]
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _lines(entries: Sequence[object]) -> str:
    return ",\n".join(map(_line, entries))


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def facts_frame(results: Results) -> pd.DataFrame:
    """One row a fact; dimensions as in its id, sources by name."""
    rows = [{**fact, **_texts(fact, results.sources)} for fact in results.facts]
    return pd.DataFrame(rows, columns=list(_FACT_COLUMNS), dtype="object")


def _texts(fact: dict[str, Any], sources: Sequence[str]) -> dict[str, str]:
    return {
        "dims": _pairs(fact["dims"]), "parents": " ".join(fact["parents"]),
        "sources": "; ".join(sources[number] for number in fact["sources"]),
    }  # fmt: skip


def definitions_frame(results: Results) -> pd.DataFrame:
    """One row a definition, by the number that facts refer to."""
    rows = [
        {**entry, "definition": number, "where": _pairs(entry["where"]),
         "by": " ".join(entry["by"]), "of": " ".join(entry["of"])}
        for number, entry in enumerate(results.definitions)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(_DEFINITION_COLUMNS), dtype="object")


def _pairs(dims: dict[str, str | None]) -> str:
    """Dimensions and codes as an id has them.

    >>> _pairs({"status_class": "closed", "county": None})
    'county=?,status_class=closed'
    """
    return fact_id("", dims).removeprefix("@")
