"""What tests write into the fields of a built chapter, and read there."""

from datetime import date
from pathlib import Path

import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.pipeline.build import build
from dandong_analysis.pipeline.plan import Request
from dandong_analysis.report.docx_fields import read_fields
from tests.controls import fill

DAY = date(2021, 3, 1)
DOCX = Request(formats=("docx",))
CHAPTER = "reports/01_first.docx"
KEPT = '[[remark]]\nfield = "{}"\ntext = "{}"\n'


def edit(root: Path, **texts: str) -> None:
    """Type ``texts`` into the published chapter: A="…" for the field cause:A."""
    path = root / CHAPTER
    path.write_bytes(fill(path.read_bytes(), {f"cause:{n}": [t] for n, t in texts.items()}))


def printed(root: Path) -> dict[str, tuple[str, ...]]:
    data = (root / CHAPTER).read_bytes()
    return {w.field: w.text for w in read_fields(data, file=CHAPTER)}


def kinds(collected) -> dict[str, str]:
    return {change.field: change.kind for change in collected.changes}


def refusal(root: Path, **given):
    with pytest.raises(DandongError) as caught:
        build(root, DOCX, **given)
    (problem,) = caught.value.problems
    return problem
