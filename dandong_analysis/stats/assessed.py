"""The facts of one assessment of the plan, told apart from those of others."""

from collections.abc import Mapping
from dataclasses import replace

from dandong_analysis.facts import ASSESSMENT, Fact, Ledger, fact_id


def of_assessment(ledger: Ledger, code: str) -> Ledger:
    """``ledger`` with the assessment ``code`` as a dimension of every fact.

    Facts of several dates may then stand side by side.

    Parameters
    ----------
    ledger
        Facts measured of the frames of one assessment, whose column ``assessment`` is ``code``.
    code
        What tells it apart: its date, and its reading of the plan where it is not the usual one.
    """
    ids = {f.id: fact_id(f.indicator, {**f.dims, ASSESSMENT: code}) for f in ledger}
    return Ledger.of(_told_apart(f, code, ids) for f in ledger)


def _told_apart(fact: Fact, code: str, ids: Mapping[str, str]) -> Fact:
    made = fact.definition
    where = {**made.where, ASSESSMENT: code} if made.table else made.where
    return replace(
        fact, id=ids[fact.id], dims={**fact.dims, ASSESSMENT: code},
        definition=replace(made, where=where, parents=tuple(ids.get(p, p) for p in made.parents)),
    )  # fmt: skip
