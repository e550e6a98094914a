"""The published figures that the demonstration survey has to meet."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dandong_analysis.units import printed_places


@dataclass(frozen=True)
class Figures:
    """Printed values by figure id, as text."""

    printed: Mapping[str, str]

    def value(self, key: str) -> Decimal:
        return Decimal(self.printed[key])

    def count(self, key: str) -> int:
        return int(self.printed[key])

    def half_step(self, key: str) -> Decimal:
        """Half a unit in the last printed place: how far a value may lie from the print."""
        return Decimal("0.5").scaleb(-printed_places(self.printed[key]))

    def span(self, key: str) -> tuple[Decimal, Decimal]:
        """Both ends of a printed range such as ``10-19``."""
        low, _, high = self.printed[key].partition("-")
        return Decimal(low), Decimal(high)


def read_figures(published: bytes) -> Figures:
    """Figures from the bytes of ``published-figures.csv`` (UTF-8; columns ``id``, ``value``)."""
    rows = csv.DictReader(io.StringIO(published.decode("utf-8-sig")))
    return Figures({row["id"]: row["value"] for row in rows})
