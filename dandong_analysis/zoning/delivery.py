"""What the accounting of delivered rows says about completeness, for grading."""

import pandas as pd


def delivered_tables(rows: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Table name -> deliveries that contain it, also when it has no data row.

    ``rows`` is the row accounting: one row a physical row, columns ``delivery`` and ``table``.
    """
    pairs = rows[["table", "delivery"]].drop_duplicates()
    return {str(t): frozenset(d) for t, d in pairs.groupby("table")["delivery"]}


def set_aside_rows(rows: pd.DataFrame, cells: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Table name -> ids of mines of which a row was quarantined.

    ``rows`` is the row accounting, ``cells`` the delivered cells; the id is the text in the
    cell of field ``mine_id``. Rows knowingly left out by a correction are not missing.
    """
    address = ["delivery", "file", "sheet", "row"]
    quarantined = rows.loc[rows["fate"] == "quarantined", [*address, "table"]]
    ids = cells.loc[cells["field"] == "mine_id", [*address, "raw"]]
    found = quarantined.merge(ids, on=address, how="left", validate="one_to_one")
    known = found[found["raw"].notna()]
    ids_of = known.groupby("table")["raw"]
    return {str(t): frozenset(r.str.strip()) - {""} for t, r in ids_of}
