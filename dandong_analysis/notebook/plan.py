"""The plan at a date as a chapter shows it: its targets, courses and matrices."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dandong_analysis.facts import ASSESSMENT, Fact, fact_id
from dandong_analysis.notebook.known import Known
from dandong_analysis.report.blocks import Figure, Table
from dandong_analysis.report.burnup import Course, Point, burn_up
from dandong_analysis.report.labels import ordered_codes
from dandong_analysis.report.listing_tables import matrix_table
from dandong_analysis.report.listings import rows_of
from dandong_analysis.study import WHOLE

# Scenarios that a course shows; what is needed ends at the target by itself.
_SHOWN = ("as_so_far", "trend")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class PlanView:
    """The frames and facts of an evaluation, within the scope of a chapter."""

    known: Known

    @property
    def region(self) -> str:
        return self.known.scope.get("county", WHOLE)

    @property
    def as_of(self) -> date:
        """The date of the evaluation; without any target the facts alone say it."""
        stated = self.known.frames["plan_attainment"]["as_of"].tolist()
        codes = (
            f.dims[ASSESSMENT] for f in self.known.ledger if not stated and ASSESSMENT in f.dims
        )
        told = (str(code).partition("+")[0] for code in codes)
        return pd.Timestamp(next(iter(stated or told))).date()

    @property
    def as_of_text(self) -> str:
        """The date as a sentence says it."""
        day = self.as_of
        form = self.known.word("date", "day")
        return form.format(year=day.year, month=day.month, day=day.day)

    def divided(self) -> pd.DataFrame:
        """The cells of the indicator whose targets are divided among counties, in the scope."""
        frame = self.known.frames["plan_attainment"]
        own = frame[frame["is_divided"]]
        return own[own["region"] == self.region] if self.known.scope else own

    def matrices(self, caption: Callable[[str], str], heads: tuple[str, str]) -> Iterator[Table]:
        """Attainment and grade of each county and liable party, for each period that has begun."""
        cells = self.divided()
        begun = set(cells.loc[cells["is_assessed"], "period"])
        for period in ordered_codes("period", begun, self.known.schemas):
            told = self.known.code("period", period)
            yield matrix_table(
                rows_of(cells[cells["period"] == period]), self.known.ledger, key="plan_cell",
                by="region", across="liability", fact="PLAN.ATTAINMENT",
                beside="attainment_grade", heads=heads, table_id=f"plan_matrix_{period}",
                caption=caption(told), lang=self.known.lang, schemas=self.known.schemas,
            )  # fmt: skip

    def burn_up(self, name: str, caption: str) -> Figure | None:
        """What was done over the years against the plan.

        ``plan_course`` has a panel for the region of the chapter and one for each liable party
        there, ``plan_county_courses`` one for each county. None without any course.
        """
        cells = self.divided()
        if name == "plan_course":
            parties = [code for code in dict.fromkeys(cells["liability"]) if code != WHOLE]
            keys = [(self.region, code) for code in (WHOLE, *parties)]
        else:
            keys = [(code, WHOLE) for code in dict.fromkeys(cells["region"]) if code != WHOLE]
        courses = [c for region, liability in keys if (c := self._course(region, liability))]
        if not courses:
            return None
        quantity = self.known.word("burn_up", "quantity")
        return burn_up(
            courses, start=min(p.start for p in self.known.study.periods), as_of=self.as_of,
            figure_id=name, caption=caption, quantity=quantity, lang=self.known.lang,
            schemas=self.known.schemas,
        )  # fmt: skip

    def _course(self, region: str, liability: str) -> Course | None:
        cells = self.divided()
        own = cells[(cells["region"] == region) & (cells["liability"] == liability)]
        whole = [str(code) for code in own.loc[own["period"] == WHOLE, "plan_cell"]]
        done, targets = tuple(self._done(region, liability)), tuple(self._targets(whole))
        if not done or not targets:
            return None
        names = [self.known.code("region", region)]
        names += [self.known.code("liability", liability)]
        title = self.known.word("code", "between").join(names if liability != WHOLE else names[:1])
        ahead = tuple(self._ahead(whole)) if region == self.region else ()
        return Course(title, done, targets, ahead)

    def _done(self, region: str, liability: str) -> Iterator[Point]:
        """What was done by the end of each year, or by the date."""
        series = self.known.frames["plan_series"]
        indicator = self.divided()["indicator_id"].iloc[0]
        own = series[(series["region"] == region) & (series["liability"] == liability)
                     & (series["indicator_id"] == indicator)]  # fmt: skip
        for code, year in zip(own["by_year"], own["year"], strict=True):
            fact = self._amount(code)
            if fact:
                yield Point(min(date(int(year), 12, 31), self.as_of), fact)

    def _targets(self, cells: Sequence[str]) -> Iterator[Point]:
        """The target by the end of each period, or of the plan alone."""
        ends = {p.code: p.end for p in self.known.study.periods}
        for cell in cells:
            by_period = [(end, self._amount(f"target_by-{p}/{cell}")) for p, end in ends.items()]
            whole = [(max(ends.values()), self._amount(f"target/{cell}"))]
            found = by_period if all(fact for _, fact in by_period) else whole
            yield from (Point(end, fact) for end, fact in sorted(found, key=lambda f: f[0]) if fact)

    def _ahead(self, cells: Sequence[str]) -> Iterator[tuple[str, Point]]:
        frame = self.known.frames["plan_projections"]
        own = frame[frame["plan_cell"].isin(cells) & frame["scenario"].isin(_SHOWN)]
        for row in own.to_dict("records"):
            code = {"plan_projection": row["plan_projection"]}
            fact = self.known.ledger.get(fact_id("PROJ.TOTAL", code))
            if fact and fact.value is not None:
                told = self.known.code("scenario", row["scenario"])
                yield told, Point(pd.Timestamp(row["at_end"]).date(), fact)

    def _amount(self, code: str) -> Fact | None:
        return self.known.ledger.get(fact_id("PLAN.AMOUNT", {"plan_amount": code}))
