"""What a chapter knows, named once for all that it is written with."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dandong_analysis.facts import Ledger
from dandong_analysis.notebook.lists import within
from dandong_analysis.report.labels import code_label, word
from dandong_analysis.schemas import Schemas
from dandong_analysis.study import Study


@dataclass(frozen=True)
class Known:
    """The study, its facts and the frames behind them, and who is told: language and region.

    ``scope`` holds the county of a chapter about one county; else it is empty.
    """

    study: Study
    schemas: Schemas
    ledger: Ledger
    frames: Mapping[str, pd.DataFrame]
    lang: str
    scope: Mapping[str, str]

    def within(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of ``frame`` that belong to the scope."""
        return within(frame, self.frames, self.scope)

    def code(self, dimension: str, code: object) -> str:
        """The name of a code."""
        return code_label(dimension, str(code), self.schemas, self.lang)

    def word(self, *path: str) -> str:
        """A word of the report (:func:`~dandong_analysis.report.labels.word`)."""
        return word(self.lang, *path)
