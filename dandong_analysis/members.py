"""Rows of frames that have names: their keys become codes of a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from dandong_analysis.errors import Text
from dandong_analysis.schemas import Schemas
from dandong_analysis.vocabulary import Term, Vocabulary


@dataclass(frozen=True)
class Members:
    """A list whose rows have names: the frame, its key, and the columns of the names.

    With ``numbered`` a name begins with the key, by which a document calls the row.
    """

    frame: str
    key: str
    zh: str
    en: str
    label: Text
    numbered: bool = True

    def names(self, lang: str) -> str:
        """The column of the names in a language."""
        return self.en if lang == "en" else self.zh

    def vocabulary(self, frame: pd.DataFrame) -> Vocabulary:
        """The keys of ``frame`` as a list of codes; a row without a name is called by its key."""
        rows = zip(*(frame[c].tolist() for c in (self.key, self.zh, self.en)), strict=True)
        terms = (Term(k, self._named(k, zh), self._named(k, en)) for k, zh, en in rows)
        return Vocabulary(self.key, self.label.zh, self.label.en, tuple(terms))

    def _named(self, key: str, name: str) -> str:
        return f"{key} {name}" if self.numbered else name or key


def with_names(
    schemas: Schemas, frames: Mapping[str, pd.DataFrame], lists: Iterable[Members]
) -> Schemas:
    """``schemas`` in which the keys of ``lists`` have their names, as far as there are frames."""
    named = {m.key: m.vocabulary(frames[m.frame]) for m in lists if m.frame in frames}
    return replace(schemas, vocabularies={**schemas.vocabularies, **named})
