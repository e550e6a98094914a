"""The site of a report: which pages there are, and where a page stands among them.

A page opens alone as well; the addresses are names of files in the same folder.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dandong_analysis.report.blocks import FactRef
from dandong_analysis.report.opened import fact_address
from dandong_analysis.report.phrases import phrase


@dataclass(frozen=True)
class Page:
    """A page or file of the site: its name for readers, its file, and its language."""

    label: str
    file: str
    lang: str = ""


@dataclass(frozen=True)
class Site:
    """The pages of one edition, as one of them sees the others.

    ``index`` and ``facts`` are the names of the files with the contents and with all numbers,
    ``others`` is this page in other languages.
    """

    lang: str
    index: str
    facts: str
    chapters: tuple[Page, ...]
    here: str = ""
    others: tuple[Page, ...] = ()

    def at(self, here: str, others: Sequence[Page] = ()) -> "Site":
        """The site as the page ``here`` sees it."""
        return replace(self, here=here, others=tuple(others))

    @property
    def bar(self) -> tuple[Page, ...]:
        """The links on top of each page."""
        first = Page(phrase("contents", self.lang), self.index)
        return (first, *self.chapters, Page(phrase("site.facts", self.lang), self.facts))

    @property
    def before(self) -> Page | None:
        """The page before a chapter: the chapter before it, or the contents; else nothing."""
        return self.bar[self._at - 1] if self._at else None

    @property
    def after(self) -> Page | None:
        """The page after a chapter: the next chapter, or the page of all numbers."""
        return self.bar[self._at + 1] if self._at else None

    @property
    def _at(self) -> int:
        """The place of this page among :attr:`bar` if it is a chapter, else 0."""
        files = [page.file for page in self.chapters]
        return files.index(self.here) + 1 if self.here in files else 0

    def address(self, fact: FactRef) -> str:
        """Where a number opens down to its rows."""
        return fact_address(fact.id, self.facts.removesuffix(".html"))
