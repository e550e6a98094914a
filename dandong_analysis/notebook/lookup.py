"""Columns of one frame brought to the rows of another."""

import pandas as pd


def looked_up(
    frame: pd.DataFrame, source: pd.DataFrame, key: str, *same: str, **renamed: str
) -> pd.DataFrame:
    """``frame`` with columns of the row of ``source`` that has the same ``key``.

    Parameters
    ----------
    frame
        Any number of rows to a key. It keeps all of them, in their order; one whose key
        ``source`` lacks gets nothing.
    source
        At most one row to a key.
    same, renamed
        Columns of ``source``, under their own name or as ``new_name="column"``.

    Raises
    ------
    pandas.errors.InvalidIndexError
        When a key is repeated in ``source``.
    KeyError
        When one of the frames lacks a column.
    """
    known = source.set_index(key)
    wanted = {name: name for name in same} | renamed
    return frame.assign(**{new: frame[key].map(known[old]) for new, old in wanted.items()})
