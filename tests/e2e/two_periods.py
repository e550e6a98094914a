"""A plan of two periods, counted on paper in its README, built at three dates by the real command.

The dates are the day before the end of the near term, the day of the end and the day after.
"""

import json
import re
import shutil
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from tests.e2e.studies import ROOT, Study

HOME = ROOT / "tests" / "studies" / "two_periods"
BEFORE, END, AFTER = "2020-12-30", "2020-12-31", "2021-01-01"
DATES = (BEFORE, END, AFTER)
RAN = re.compile(r"ran (\S+)")
ASSESSMENTS = "data/processed/assessments"
TOLD = ("facts", "ran", "shown", "published")


@dataclass
class Built:
    """The study after builds at all dates, and what each of them ran and published."""

    study: Study
    facts: dict[str, dict] = field(default_factory=dict)
    ran: dict[str, list[str]] = field(default_factory=dict)
    shown: dict[str, list[str]] = field(default_factory=dict)
    published: dict[str, list[str]] = field(default_factory=dict)

    def build(self, day):
        done = self.study.run("build", "--as-of", day, "--formats", "html")
        assert done.returncode == 0, done.stdout + done.stderr
        return RAN.findall(done.stdout + done.stderr)

    def fact(self, day, indicator, key):
        name = {"FUNDS": "plan_money", "WORKS": "county"}.get(
            indicator.partition(".")[0], "plan_cell"
        )
        name = {"PLAN.RATE": "plan_rate", "PLAN.AMOUNT": "plan_amount"}.get(indicator, name)
        dims = sorted([f"assessment={day}", *([f"{name}={key}"] if key else [])])
        return self.facts[day][f"{indicator}@{','.join(dims)}"]

    def value(self, day, indicator, key):
        value = self.fact(day, indicator, key)["value"]
        return None if value is None else Decimal(value)


def copied(folder) -> Study:
    shutil.copytree(HOME, folder / "study")
    return Study(folder / "study")


def shown_by(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    outputs = [o for c in cells if c["cell_type"] == "code" for o in c["outputs"]]
    return ["".join(o["data"]["text/plain"]) for o in outputs if "data" in o]


def close(value, expected):
    """Equal to the 16 places that a percentage keeps of a ratio."""
    return value is not None and abs(Fraction(value) - Fraction(expected)) < Fraction(1, 10**15)


def build_at_all_dates(folder: Path) -> None:
    """Build the study in ``folder``, and keep beside it what each build ran and published."""
    made = Built(copied(folder))
    root = made.study.root
    for day in DATES:
        made.ran[day] = made.build(day)
        listed = json.loads((root / "reports" / "facts.json").read_text(encoding="utf-8"))
        own = [fact for fact in listed["facts"] if f"assessment={day}" in fact["id"]]
        made.facts[day] = {fact["id"]: fact for fact in own}
        made.shown[day] = shown_by(root / "reports" / "executed" / f"06_plan-{day}.ipynb")
        made.published[day] = sorted(p.name for p in (root / ASSESSMENTS).iterdir())
    told = {name: getattr(made, name) for name in TOLD}
    (folder / "told.json").write_text(json.dumps(told), encoding="utf-8")


def read_built(folder: Path) -> Built:
    """What :func:`build_at_all_dates` left."""
    told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    return Built(Study(folder / "study"), **told)
