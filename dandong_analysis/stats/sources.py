"""Which deliveries and files are behind a set of rows, and how far they can be trusted."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.facts import least_trusted
from dandong_analysis.stats.measures import Positions


class _TableSources:
    """The distinct deliveries and files of one table; a computed row may have neither."""

    def __init__(self, frame: pd.DataFrame) -> None:
        file = "source_file" if "source_file" in frame else "file"
        columns = [frame[c].fillna("").tolist() if c in frame else [""] * len(frame)
                   for c in ("delivery", file)]  # fmt: skip
        pairs = pd.MultiIndex.from_arrays(columns)
        self.codes, self.levels = pairs.factorize(sort=False)

    @cached_property
    def all_rows(self) -> Positions:
        return np.arange(len(self.codes))

    def of(self, rows: Positions) -> set[tuple[str, str]]:
        return {tuple(self.levels[i]) for i in np.unique(self.codes[rows])}


class Sources:
    """Sources of rows by position; ``provenance`` says what each delivery is.

    A file that is another thing than its delivery stands there as ``delivery/file``.

    ``bases`` names the tables that a frame was computed from: its rows are trusted no more than
    the least trustworthy row there.
    """

    def __init__(
        self, tables: Mapping[str, pd.DataFrame], provenance: Mapping[str, str],
        bases: Mapping[str, Sequence[str]] | None = None,
    ) -> None:  # fmt: skip
        self.provenance = provenance
        self._tables = {name: _TableSources(frame) for name, frame in tables.items()}
        self._below = {n: self._least(self._whole(of)) for n, of in (bases or {}).items()}

    def files(self, rows: Mapping[str, Positions]) -> tuple[str, ...]:
        """``delivery/file`` of the rows, sorted; a computed row comes from no file."""
        pairs = {pair for t, p in rows.items() for pair in self._tables[t].of(p)}
        return tuple(sorted(filter(None, ("/".join(filter(None, pair)) for pair in pairs))))

    def trust(self, rows: Mapping[str, Positions]) -> str:
        """The least trustworthy provenance of the deliveries of the rows.

        A crossing without rows says something about the whole table, so all its deliveries
        count; of an empty table, all deliveries of the study.
        """
        own = self._least(rows) or self._least(self._whole(rows))
        found = filter(None, (own, *(self._below.get(t, "") for t in rows)))
        return least_trusted(found) or least_trusted(self.provenance.values())

    def _whole(self, tables: Iterable[str]) -> dict[str, Positions]:
        return {t: self._tables[t].all_rows for t in tables if t in self._tables}

    def _least(self, rows: Mapping[str, Positions]) -> str:
        found = {pair for t, p in rows.items() for pair in self._tables[t].of(p) if pair[0]}
        unknown = sorted({d for d, _ in found} - set(self.provenance))
        if unknown:
            raise DandongError(_unknown(unknown))
        return least_trusted(self.provenance.get(f"{d}/{f}", self.provenance[d]) for d, f in found)


def _unknown(deliveries: list[str]) -> Problem:
    return Problem(
        "provenance-unknown",
        Text("没有声明这批数据的来源性质", "the provenance of this delivery is not declared"),
        Text("没有计算任何指标", "no indicator was computed"),
        Text("请在其 profile.toml 中填写 provenance", "state provenance in its profile.toml"),
        Place(delivery=deliveries[0], file="profile.toml"), "、".join(deliveries),
    )  # fmt: skip
