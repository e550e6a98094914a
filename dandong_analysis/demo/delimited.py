"""A page as a .csv file in the team's encoding."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from dandong_analysis.demo.pages import Page
from dandong_analysis.schemas import Schema


def csv_bytes(page: Page, schema: Schema, team: Mapping[str, Any]) -> bytes:
    """Title lines, header, rows and notes; lines end as spreadsheet programs write them."""
    headers = page.sheet.headers
    rows = [[text.format(table=schema.zh)] for text in team["above"]]
    rows.append(headers)
    rows += [[line.cells[h] for h in headers] for line in page.lines]
    rows += [[text] for text in team["below"]]
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\r\n").writerows(_padded(row, len(headers)) for row in rows)
    return sink.getvalue().encode(page.sheet.encoding)


def _padded(row: list[str], width: int) -> list[str]:
    return row + [""] * (width - len(row))
