"""Labels along one line, moved apart where they would touch."""

from collections.abc import Sequence
from itertools import accumulate


def apart(wanted: Sequence[float], distances: Sequence[float]) -> list[float]:
    """The places nearest to the ``wanted`` ones in the same order, far enough from each other.

    ``distances`` holds the least distance of each place from the one before. The sum of squared
    shifts is the least possible: places less their distances from the first must not fall, and
    that is isotonic regression, solved by pooling neighbours that do (Barlow, Bartholomew,
    Bremner and Brunk 1972).

    >>> apart([0.0, 1.0, 10.0], [2.0, 2.0])
    [-0.5, 1.5, 10.0]
    """
    offsets = [0.0, *accumulate(distances)][: len(wanted)]
    pools: list[tuple[float, int]] = []
    for place, offset in zip(wanted, offsets, strict=True):
        mean, count = place - offset, 1
        while pools and pools[-1][0] > mean:
            other, more = pools.pop()
            mean = (mean * count + other * more) / (count + more)
            count += more
        pools.append((mean, count))
    means = [mean for mean, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
