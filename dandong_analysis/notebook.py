"""What a chapter notebook calls: it opens the built data and shows blocks.

A cell names sentences (``standards/wording.toml``), tables and figures
(``standards/exhibits.toml``) by their ids; nothing is computed here.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pandas as pd
from IPython.display import display

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.facts import Ledger
from dandong_analysis.report import figures, tables, wording
from dandong_analysis.report.blocks import Block, Heading
from dandong_analysis.report.exhibits import Exhibit, exhibits
from dandong_analysis.study import Study

# Where the build puts the inputs of a chapter; a notebook run by hand reads the last build.
WORK, STUDY = "DANDONG_WORK", "DANDONG_STUDY"


@dataclass(frozen=True)
class Chapter:
    """One chapter being written: the facts, and the region and language that it speaks of."""

    study: Study
    ledger: Ledger
    frames: Mapping[str, pd.DataFrame]
    lang: str
    scope: Mapping[str, str]

    @property
    def region(self) -> str:
        """The name of the region that the chapter speaks of."""
        codes = {county.code: county for county in self.study.counties}
        county = codes.get(self.scope.get("county", ""))
        if county is None:
            return self.study.region.in_language(self.lang)
        return county.en if self.lang == "en" else county.zh

    def title(self, key: str) -> None:
        """Show the chapter's title."""
        self._show(Heading(self._phrase(key), 1))

    def section(self, key: str, level: int = 2) -> None:
        """Show a heading."""
        self._show(Heading(self._phrase(key), level))

    def say(self, *keys: str) -> None:
        """Show one paragraph made of the sentences ``keys``, every number a fact.

        A sentence whose facts the study cannot give (a table was not delivered) is left out;
        when none is left, the reason is said instead.
        """
        self._show(
            wording.sentence(
                keys, self.ledger, lang=self.lang, schemas=self.study.schemas, scope=self.scope,
                words={"region": self.region}, rounding=self.study.rounding,
            )
        )  # fmt: skip
