"""Auditing a file of published figures from end to end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dandong_analysis.audit.answers import Answer, answer_blocks
from dandong_analysis.audit.blocks import find_blocks
from dandong_analysis.audit.figures import read_figures
from dandong_analysis.audit.frames import (
    blocks_frame,
    cells_frame,
    changes_frame,
    notes_frame,
    relations_frame,
    sets_frame,
)
from dandong_analysis.audit.localise import MOST_SETS
from dandong_analysis.audit.notes import Note, place_notes
from dandong_analysis.audit.relations import parse_relations
from dandong_analysis.audit.verdicts import judge


@dataclass(frozen=True)
class Audit:
    """What an audit found, as frames described in ``audit.frames``."""

    relations: pd.DataFrame
    blocks: pd.DataFrame
    cells: pd.DataFrame
    sets: pd.DataFrame
    changes: pd.DataFrame
    notes: pd.DataFrame
    exact: bool = False

    @property
    def fails(self) -> bool:
        """Whether something cannot be explained; with ``exact``, whether anything fails to add up."""
        inconsistent = bool((self.relations["verdict"] == "inconsistent").any())
        impossible = bool((~self.blocks["is_feasible"].fillna(value=True)).any())
        gaps = self.exact and bool((self.blocks["gaps"] > 0).any())
        return inconsistent or impossible or gaps

    def as_json(self) -> dict[str, Any]:
        """The ``--json`` of ``dandong audit``."""
        return {
            "relations": [_listed(row, "terms") for row in _records(self.relations)],
            "blocks": [self._block_json(row) for row in _records(self.blocks)],
            "notes": [_listed(row, "figures") for row in _records(self.notes)],
        }

    def _block_json(self, row: dict[str, Any]) -> dict[str, Any]:
        of_block = {
            name: _records(frame[frame["block"] == row["block"]].drop(columns="block"))
            for name, frame in (
                ("cells", self.cells),
                ("sets", self.sets),
                ("changes", self.changes),
            )
        }
        row["feasible"] = row.pop("is_feasible")
        row["radius"] = row["radius"] or None
        row["cells"] = of_block["cells"]
        row["minimal_sets"] = [_set_json(s, of_block["changes"]) for s in of_block["sets"]]
        return row


def audit_figures(
    frame: pd.DataFrame,
    *,
    notes: Sequence[Note] = (),
    exact: bool = False,
    most_sets: int = MOST_SETS,
    file: str = "",
) -> Audit:
    """Judge the relations between published figures one by one and jointly.

    Parameters
    ----------
    frame
        Text, columns of :mod:`dandong_analysis.audit.figures`.
    notes
        Findings of reading.
    exact
        Whether printed values must add up as they stand: every block with gaps is traced to its
        smallest sets, and gaps count as failures.
    most_sets
        The largest number of sets sought for one question.
    file
        The name of the file, for messages.

    Raises
    ------
    DandongError
        When the file, a relation or a note is not as it should be.
    """
    figures = read_figures(frame, file=file)
    judged = [judge(relation, figures) for relation in parse_relations(figures, file=file)]
    blocks = find_blocks(judged, figures)
    answers = sorted(answer_blocks(blocks, figures, exact=exact, most_sets=most_sets), key=_gravity)
    return Audit(
        relations_frame(judged, answers, figures), blocks_frame(answers, figures),
        cells_frame(answers, figures), sets_frame(answers, figures),
        changes_frame(answers, figures), notes_frame(place_notes(notes, figures)), exact,
    )  # fmt: skip


def _gravity(answer: Answer) -> tuple[int, int, str]:
    """Impossible blocks first, then the undecided, those with a contradiction, those with gaps."""
    feasible = answer.feasibility.is_feasible
    rank = (0 if feasible is False else 1 if feasible is None else
            2 if answer.block.contradictions else 3)  # fmt: skip
    return (rank, -len(answer.gaps), answer.block.id)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in frame.astype("object").to_dict("records")
    ]


def _listed(row: dict[str, Any], name: str) -> dict[str, Any]:
    """The row with a joined list as a list."""
    return {**row, name: row[name].split(",") if row[name] else []}


def _set_json(row: dict[str, Any], changes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    place = ("asked", "part", "set")
    mine = [c for c in changes if all(c[k] == row[k] for k in place)]
    cells = [{k: v for k, v in _listed(c, "mends").items() if k not in place} for c in mine]
    return {**row, "figures": row["figures"].split(",") if row["figures"] else [], "cells": cells}
