"""Closed lists of terms: one code, its Chinese and English label, and accepted spellings.

A delivered word becomes a code only by an exact match of a label or spelling (after NFKC
normalisation and removal of surrounding blanks); a near miss is suggested, never applied.
"""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dandong_analysis.errors import Text


def normalise(text: str) -> str:
    """NFKC form without surrounding blanks and zero-width characters.

    >>> normalise("　凤城市 ")
    '凤城市'
    """
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if unicodedata.category(c) != "Cf").strip()


@dataclass(frozen=True)
class Term:
    """One entry of a vocabulary. ``broader`` is the code of the class that it belongs to."""

    code: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    broader: str = ""

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of terms, in the order in which reports show them."""

    name: str
    zh: str
    en: str
    terms: tuple[Term, ...]

    @cached_property
    def _by_code(self) -> dict[str, Term]:
        return {term.code: term for term in self.terms}

    @cached_property
    def _by_spelling(self) -> dict[str, str]:
        return {normalise(s): t.code for t in self.terms for s in (t.code, t.zh, t.en, *t.aliases)}

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Term:
        return self._by_code[code]

    def code_of(self, text: str) -> str | None:
        """The code that ``text`` spells, or None when the list does not have it."""
        return self._by_spelling.get(normalise(text))

    def nearest(self, text: str) -> str | None:
        """The Chinese label nearest to ``text``, as a suggestion for a message."""
        found = difflib.get_close_matches(normalise(text), list(self._by_spelling), 1, 0.3)
        return self[self._by_spelling[found[0]]].zh if found else None

    def broader_of(self, code: str) -> str:
        """The class of ``code``, or the code itself when it belongs to none."""
        return self[code].broader or code


def parse_vocabularies(data: Mapping[str, Any]) -> dict[str, Vocabulary]:
    """Vocabularies from a ``[vocabulary.NAME]`` mapping of a definition or study file."""
    return {name: _parse_vocabulary(name, entry) for name, entry in data.items()}


def _parse_vocabulary(name: str, entry: Mapping[str, Any]) -> Vocabulary:
    terms = _parse_terms(entry["terms"])
    return Vocabulary(name, entry.get("zh", name), entry.get("en", name), terms)


def _parse_terms(entries: Iterable[Mapping[str, Any]]) -> tuple[Term, ...]:
    return tuple(
        Term(e["code"], e["zh"], e["en"], tuple(e.get("aliases", ())), e.get("broader", ""))
        for e in entries
    )
