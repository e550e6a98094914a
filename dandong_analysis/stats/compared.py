"""How many published figures the survey gives again: the verdicts of a reconciliation, counted."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from dandong_analysis.facts import Ledger
from dandong_analysis.schemas import ADDRESS, Schemas
from dandong_analysis.stats.evaluate import evaluate
from dandong_analysis.stats.indicators import Catalogue
from dandong_analysis.units import Rounding

COMPARED = "published_comparison"
"""The frame of published figures with the verdict of each."""


def comparison_frame(ledger: Ledger, figures: pd.DataFrame) -> pd.DataFrame:
    """The published figures that were compared, each with its verdict.

    Parameters
    ----------
    ledger
        Facts of :func:`~dandong_analysis.stats.reconcile.reconcile`.
    figures
        The figures of the document: :data:`~dandong_analysis.schemas.ADDRESS`, ``figure_id``
        and ``printed``.

    Returns
    -------
    pandas.DataFrame
        The rows of ``figures`` that the ledger has, with the column ``comparison``.
    """
    verdicts = {f.id: str(f.verdict) for f in ledger if f.section or f.published}
    known = figures[figures["figure_id"].isin(list(verdicts))]
    shown = known[[*ADDRESS, "figure_id", "printed"]].reset_index(drop=True)
    return shown.assign(comparison=shown["figure_id"].map(verdicts).astype("str"))


def with_comparison(
    ledger: Ledger, catalogue: Catalogue, tables: Mapping[str, pd.DataFrame], schemas: Schemas, *,
    rounding: Rounding, provenance: Mapping[str, str],
) -> Ledger:  # fmt: skip
    """``ledger`` with what the catalogue counts of the frame :data:`COMPARED` in ``tables``.

    The other tables say how far the verdicts can be trusted.
    """
    own = {n: i for n, i in catalogue.indicators.items() if i.table == COMPARED}
    return ledger.joined(
        evaluate(
            replace(catalogue, indicators=own), tables, schemas, rounding=rounding,
            provenance=provenance,
        )
    )  # fmt: skip
