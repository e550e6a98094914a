"""Systems of figures for the tests of the smallest sets: tables with margins, sets by name."""

from dandong_analysis.audit.localise import smallest_sets
from dandong_analysis.audit.systems import System


def named(system: System, columns) -> frozenset[str]:
    return frozenset(name for j in columns for name in system.unknowns[j].figures)


def sets_of(system: System, **options) -> set[frozenset[str]]:
    found = smallest_sets(system, **options)
    assert found.is_complete
    return {named(system, mend.columns) for mend in found.mends}


def grid(values, height, width, unit="亩"):
    """A table with row sums, column sums and a total, from the printed numbers by position."""
    rows = []
    for (i, j), value in values.items():
        relations = []
        if j == width:
            relations.append(f"sum({','.join(f'c{i}_{b}' for b in range(width))})")
        if i == height:
            relations.append(f"sum({','.join(f'c{a}_{j}' for a in range(height))})")
        rows.append((f"c{i}_{j}", str(value), unit, ";".join(relations)))
    return rows
