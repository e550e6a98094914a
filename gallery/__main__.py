"""Pictures of the built report.

``python -m gallery FOLDER`` draws every page of every document in ``reports/`` into a folder;
``python -m gallery`` draws the few pages that the README and the docs show.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from gallery.render import OFFICE, pages_of

_CONSOLE = Console()
ROOT = Path(__file__).resolve().parent.parent
REPORTS, SHOWN = ROOT / "reports", ROOT / "docs" / "gallery"
# The documents of which each page is drawn.
_KINDS = (".pdf", ".html", *OFFICE)
# Name of the picture: document, and a text of the page; of an html page its top on a desktop.
_CHOSEN = {
    "first-page": ("report.pdf", "摘要"),
    "status-page": ("02_status.pdf", "图2-4"),
    "restoration-sheet": ("04_management_zones.pdf", "图4-3"),
    "attainment-page": ("06_attainment.pdf", "图6-3"),
}


def draw_all(folder: Path) -> int:
    """Every page of the report as a picture; returns how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = sorted(path for path in REPORTS.iterdir() if path.suffix in _KINDS)
    drawn = 0
    for document in documents:
        pages = pages_of(document, folder)
        drawn += len(pages)
        _CONSOLE.print(f"{document.name}: {len(pages)}")
    return drawn


def draw_chosen() -> int:
    """The pages of the gallery; returns how many there are."""
    with tempfile.TemporaryDirectory() as name:
        for picture, (document, text) in _CHOSEN.items():
            first, *_ = pages_of(REPORTS / document, Path(name), only=text)
            shutil.copy(first, SHOWN / f"{picture}.png")
    return len(_CHOSEN)


if __name__ == "__main__":
    drawn = draw_all(Path(sys.argv[1])) if sys.argv[1:] else draw_chosen()
    _CONSOLE.print(f"{drawn} pictures")
    sys.exit(0 if drawn else 1)
