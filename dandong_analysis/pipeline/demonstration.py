"""Writing the demonstration survey, and proving that the files there are what is written."""

from pathlib import Path

from dandong_analysis import storage
from dandong_analysis.demo import make_demo


def write_demo(root: Path) -> list[str]:
    """Write the demonstration survey below ``root``; returns the names of its files."""
    files = make_demo()
    for name, data in files.items():
        storage.write_bytes(storage.inside(root, name), data)
    return sorted(files)


def compare_demo(root: Path) -> list[str]:
    """Names of the files that are absent, differ, or do not belong to the survey."""
    files = make_demo()
    folders = {str(Path(name).parent) for name in files}
    there = {
        path.relative_to(root).as_posix()
        for folder in folders for path in (root / folder).glob("*") if path.is_file()
    }  # fmt: skip
    different = {
        name for name, data in files.items()
        if storage.digest(root / name) != storage.sha256(data)
    }  # fmt: skip
    return sorted(different | {n for n in there - set(files) if n.startswith("data/raw/survey/")})
