"""How the time of an audit grows with the number of figures (``python -m benchmarks.audit``).

Tables of five rows and columns with margins, from random numbers rounded one by one: each is an
independent block that does not add up as printed. The peer, measured in the same run, asks the
solver for each end of each interval by itself, as a plain script would, and proves nothing.
"""

import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table
from scipy.optimize import linprog

from dandong_analysis.audit.auditing import audit_figures
from dandong_analysis.audit.blocks import find_blocks
from dandong_analysis.audit.equations import build_system
from dandong_analysis.audit.figures import read_figures
from dandong_analysis.audit.relations import parse_relations
from dandong_analysis.audit.systems import System
from dandong_analysis.audit.verdicts import judge

SIDE = 5
CELLS = (SIDE + 1) ** 2
TABLES = (28, 56, 139, 278)
# Ten thousand figures are to be audited in less, on two cores.
LIMIT_SECONDS = 60


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def figures(tables: int) -> pd.DataFrame:
    random = np.random.default_rng(1)
    rows = [row for n in range(tables) for row in table(n, random.uniform(0, 1000, (SIDE, SIDE)))]
    return pd.DataFrame(rows, columns=pd.Index(["id", "value", "unit", "derived_from"]))


def table(number: int, inside: np.ndarray) -> Iterator[tuple[str, str, str, str]]:
    whole = np.vstack([inside, inside.sum(axis=0)])
    whole = np.column_stack([whole, whole.sum(axis=1)])
    for i, j in np.ndindex(whole.shape):
        relations = [sum_of(f"T{number}.{i}.{b}" for b in range(SIDE))] if j == SIDE else []
        relations += [sum_of(f"T{number}.{a}.{j}" for a in range(SIDE))] if i == SIDE else []
        yield f"T{number}.{i}.{j}", f"{whole[i, j]:.0f}", "亩", ";".join(relations)


def sum_of(names: Iterator[str]) -> str:
    return f"sum({','.join(names)})"


def one_block() -> System:
    read = read_figures(figures(1))
    judged = [judge(relation, read) for relation in parse_relations(read)]
    (block,) = find_blocks(judged, read)
    return build_system(block.relations, block.figures, read, exact=False)


def ends_one_by_one(system: System) -> None:
    image, n = system.image, len(system.unknowns)
    matrix = np.zeros((len(system.rows), n))
    np.add.at(matrix, (image.rows, image.columns), image.values)
    bounds = np.column_stack([image.low, image.high])
    for column in range(n):
        for sign in (1.0, -1.0):
            cost = np.zeros(n)
            cost[column] = sign
            linprog(cost, A_eq=matrix, b_eq=image.right, bounds=bounds)


def main() -> int:
    console = Console()
    peer = seconds(lambda: ends_one_by_one(one_block())) / CELLS
    shown = Table("figures", "seconds", "ms a figure", "of the peer", title="Audit of tables")
    for count in TABLES:
        frame = figures(count)
        took = seconds(lambda frame=frame: audit_figures(frame))  # type: ignore[misc]
        each = took / len(frame)
        shown.add_row(str(len(frame)), f"{took:.1f}", f"{1000 * each:.2f}", f"{each / peer:.2f}")
    console.print(shown)
    console.print(f"largest                 {took:.1f} s = {took / LIMIT_SECONDS:.2f} of the limit")
    return 0 if took < LIMIT_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
