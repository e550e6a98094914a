"""LibreOffice as a second reader of a workbook: it computes all formulas anew."""

import csv
import subprocess
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

# Recalculate when a file is opened: always.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
# A file a sheet, comma, UTF-8, cells as they are shown.
_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"


def _convert(office: str, workbook: Path, form: str, target: Path) -> None:
    profile = target / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    subprocess.run(
        [office, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", form,
         "--outdir", target, workbook],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip


def recalculated(office: str, workbook: Path, target: Path) -> Workbook:
    """The workbook with the values that LibreOffice computes."""
    _convert(office, workbook, "xlsx", target)
    return openpyxl.load_workbook(target / workbook.name, data_only=True)


def as_shown(office: str, workbook: Path, target: Path) -> dict[str, list[list[str]]]:
    """What each sheet shows, by its name."""
    _convert(office, workbook, _AS_SHOWN, target)
    found = {}
    for path in target.glob(f"{workbook.stem}-*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            found[path.stem.removeprefix(f"{workbook.stem}-")] = list(csv.reader(lines))
    return found
