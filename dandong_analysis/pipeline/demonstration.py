"""Writing the demonstration survey, and proving that the files there are what is written."""

from pathlib import Path

from dandong_analysis import storage
from dandong_analysis.demo import make_demo

_PUBLISHED = "data/raw/plan/published-figures.csv"
_OUTLINES = "data/raw/layers/counties.geojson"


def write_demo(root: Path) -> list[str]:
    """Write the demonstration survey below ``root``; returns the names of its files."""
    files = _files(root)
    for name, data in files.items():
        storage.write_bytes(storage.inside(root, name), data)
    return sorted(files)


def compare_demo(root: Path) -> list[str]:
    """Names of the files that are absent, differ, or lie among them without belonging there."""
    files = _files(root)
    different = {
        name for name, data in files.items()
        if storage.digest(root / name) != storage.sha256(data)
    }  # fmt: skip
    teams = {Path(name).parts[:4] for name in files if name.startswith("data/raw/survey/")}
    there = {
        path.relative_to(root).as_posix()
        for team in teams for path in storage.list_files(root.joinpath(*team))
    }  # fmt: skip
    return sorted(different | (there - set(files)))


def _files(root: Path) -> dict[str, bytes]:
    return make_demo(
        published=storage.read_bytes(root / _PUBLISHED),
        outlines=storage.read_bytes(root / _OUTLINES),
    )
