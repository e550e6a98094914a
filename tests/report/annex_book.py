"""The annex workbook of a report, read back by openpyxl."""

import io

import openpyxl
from annex_samples import META

from dandong_analysis.facts import Ledger
from dandong_analysis.report.annex import render_annex
from dandong_analysis.schemas import Schemas

NONE = Schemas({}, {})


def book(blocks, ledger=None, meta=META, *, values=False):
    data = render_annex(blocks, meta, ledger=ledger or Ledger({}), schemas=NONE)
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)
