"""The proof of the change log: typed tables again from delivered cells and the log alone."""

import pandas as pd

from dandong_analysis.schemas import Schema, Schemas
from dandong_analysis.survey.account import SHEET_KEY
from dandong_analysis.survey.deliver import Delivered
from dandong_analysis.survey.typed import typed_frame

_ROW_KEY = [*SHEET_KEY, "row"]


def replay(survey: Delivered, schemas: Schemas) -> dict[str, pd.DataFrame]:
    """Rebuild every typed table without profile, corrections or parsers.

    A cell that the change log does not name must already stand as its value; one that it
    names takes the text that it gives. Only rows whose fate is ``accepted`` are rebuilt.

    Returns
    -------
    dict of pandas.DataFrame
        Equal to ``survey.tables`` when nothing was left out of the log.
    """
    accepted = survey.rows[survey.rows["fate"] == "accepted"]
    return {name: _rebuilt(accepted, survey, schemas[name]) for name in survey.tables}


def _rebuilt(accepted: pd.DataFrame, survey: Delivered, schema: Schema) -> pd.DataFrame:
    address = accepted.loc[accepted["table"] == schema.name, _ROW_KEY]
    index = pd.MultiIndex.from_frame(address)
    delivered = _wide(survey.cells, schema, "raw", index)
    logged = _wide(survey.changes, schema, "parsed", index)
    texts = logged.combine_first(delivered).reindex(columns=list(schema.names), fill_value="")
    return typed_frame(address, texts.reindex(index).fillna("").reset_index(drop=True), schema)


def _wide(long: pd.DataFrame, schema: Schema, values: str, index: pd.MultiIndex) -> pd.DataFrame:
    own = long[(long["table"] == schema.name) & long["field"].isin(schema.names)]
    return own.pivot(index=_ROW_KEY, columns="field", values=values).reindex(index)
