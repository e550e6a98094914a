"""The editions of a build: all its chapters in one language, and what the whole is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dandong_analysis.errors import Text
from dandong_analysis.pipeline.parameters import ChapterRun, file_key

REPORT = "report"
"""What the file of the whole report is called."""
INDEX = "index"
"""What the first page of the site is called."""
FACTS = "facts"
"""What the page of all numbers is called."""
HTML = "html"


@dataclass(frozen=True)
class Edition:
    """The chapters of a build in one language, in the order of the report."""

    lang: str
    runs: tuple[ChapterRun, ...]

    def name(self, base: str) -> str:
        """What a file of this edition is called; its chapters' parameters are marked in it.

        With ``base`` ``report``, the report of one county in English is
        ``report-kuandian-en``.
        """
        return file_key(base, {k: m for run in self.runs for k, m in run.marks.items()})

    @property
    def region(self) -> Text:
        """The region of the report: that of the chapters about one county, if there are any."""
        marked = [run.region for run in self.runs if "region" in run.marks]
        return (marked or [run.region for run in self.runs])[0]

    @cached_property
    def as_of(self) -> str:
        """The date that chapters about the plan were asked for; empty without one."""
        asked = (str(run.values.get("as_of") or "") for run in self.runs)
        return next(filter(None, asked), "")


def editions(runs: Sequence[ChapterRun]) -> tuple[Edition, ...]:
    """The editions of ``runs``, in the order in which their languages first occur."""
    languages = dict.fromkeys(run.lang for run in runs)
    return tuple(Edition(lang, tuple(r for r in runs if r.lang == lang)) for lang in languages)
