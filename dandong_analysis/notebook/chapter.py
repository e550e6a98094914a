"""One chapter being written: its sentences, tables, figures and maps.

A cell names sentences (``standards/wording.toml``), tables and figures
(``standards/exhibits.toml``) by their ids; nothing is computed here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

import pandas as pd

from dandong_analysis.errors import Text
from dandong_analysis.facts import fact_id
from dandong_analysis.notebook.atlas import Atlas
from dandong_analysis.notebook.fields import field_box
from dandong_analysis.notebook.known import Known
from dandong_analysis.notebook.lists import DIVIDED, listed
from dandong_analysis.notebook.plan import PlanView
from dandong_analysis.remarks.fields import dated_id
from dandong_analysis.report import exhibits, wording
from dandong_analysis.report.blocks import Block, Heading, NoteKind
from dandong_analysis.report.display import display_block
from dandong_analysis.report.labels import ordered_codes, unit_label
from dandong_analysis.report.listing_tables import Teller, listing_table, nothing_listed
from dandong_analysis.report.listings import Listing, listing
from dandong_analysis.report.numbering import RunningNumbers
from dandong_analysis.report.origins import sourced
from dandong_analysis.report.phrases import phrase
from dandong_analysis.report.reconciliation import comparison_tables
from dandong_analysis.report.tables import frame_table


@dataclass(frozen=True)
class Chapter(Known):
    """One chapter being written: what it knows, and the numbers of its parts."""

    numbers: RunningNumbers | None = None

    def title(self, key: str, *, numbered: bool = True) -> None:
        """Show the chapter's title; a page before the first chapter has no number."""
        self.show(Heading(self._phrase(key), 1, numbered=numbered))

    def section(self, key: str, level: int = 2, *, whole_only: bool = False) -> None:
        """Show a heading; with ``whole_only`` not in a chapter about one county."""
        if not (whole_only and self.scope):
            self.show(Heading(self._phrase(key), level))

    def say(self, *keys: str) -> None:
        """Show one paragraph of the sentences ``keys``; every number in it is a fact.

        Sentences about tables that the study does not have are left out; when none is left,
        the paragraph says that the survey lacks them. A sentence whose first number is zero
        gives way to the one of its name and ``.none``, one whose first number is not known to
        the one of its name and ``.unknown``, if there is one; others of the paragraph that have
        only zeros are then left out.
        """
        self._say(keys, self.scope)

    def say_by_county(self, *keys: str) -> None:
        """Show the paragraph once for each county; nothing in a chapter about one county."""
        for county in () if self.scope else self.study.counties:
            self._say(keys, {"county": county.code})

    def say_each(self, key: str, dimension: str) -> None:
        """Show the paragraph ``key`` once for each code of ``dimension`` that occurs.

        The facts are narrowed to the code; ``{name}`` is its name and ``{members}`` the names of
        the rows that have it.
        """
        members = DIVIDED[dimension]
        if members.frame not in self.frames:
            return
        rows = self.within(self.frames[members.frame])
        for code in ordered_codes(dimension, set(rows[dimension]), self.schemas):
            names = rows.loc[rows[dimension] == code, members.names(self.lang)]
            words = {
                "name": self.code(dimension, code),
                "members": phrase("comma", self.lang).join(names),
            }
            self._say((key,), {**self.scope, dimension: str(code)}, words)

    def stamp(self) -> None:
        """Say that the data are synthetic, when any delivery declares so."""
        if (self.frames["files"]["provenance"] == "synthetic").any():
            self.note("synthetic", "note.synthetic")

    def note(self, kind: NoteKind, key: str) -> None:
        """Show a remark that stands apart."""
        self.show(
            wording.note(
                kind, key, self.ledger, lang=self.lang, schemas=self.schemas,
                scope=self.scope, words=self._words(self.scope),
            )
        )  # fmt: skip

    def show(self, *blocks: Block | None) -> None:
        """Show what there is; a table or figure says from which deliveries its numbers come."""
        made = (sourced(b, lang=self.lang, schemas=self.schemas) for b in blocks if b)
        display_block(*made, numbers=self.numbers)

    def table(self, name: str) -> None:
        """Show the table ``name`` of the exhibits, where it applies."""
        self._exhibit(name, exhibits.table_of)

    def figure(self, name: str) -> None:
        """Show the figure ``name`` of the exhibits, where it applies."""
        self._exhibit(name, partial(exhibits.figure_of, rounding=self.study.rounding))

    def _exhibit(self, name: str, made: Callable[..., Block]) -> None:
        shown = exhibits.exhibit(name).within(self.scope)
        if shown and shown.is_measured(self.ledger, self.scope):
            self.show(
                made(shown, self.ledger, lang=self.lang, schemas=self.schemas, scope=self.scope)
            )

    def field(self, field_id: str, label: str) -> None:
        """Show a box in which the evaluator writes, with the text that the study keeps for it.

        Parameters
        ----------
        field_id
            What the text is kept by, such as ``cause:TREATED/210682/company/near``.
        label
            What belongs into the box, in the language of the chapter.

        Raises
        ------
        DandongError
            When ``field_id`` is no id of a field.
        """
        self.show(field_box(field_id, label, self.frames.get("remarks"), lang=self.lang))

    def map(self, name: str) -> None:
        """Show the map ``name``, where the study has what it shows."""
        self.show(Atlas(self).map(name))

    def listing(self, name: str, *, limit: int | None = None, none: str = "") -> None:
        """Show the table ``name`` of ``standards/listings.toml``; without rows, say ``none``."""
        shown, rows = self._rows(name)
        if none and not rows:
            self.say(none)
        elif not rows and shown.says_none and shown.frame in self.frames:
            self.show(nothing_listed(shown.caption.in_language(self.lang), self.lang))
        elif rows:
            self.show(
                listing_table(shown, rows, self.ledger, lang=self.lang, schemas=self.schemas,
                              limit=limit)
            )  # fmt: skip

    def say_rows(self, key: str, name: str, *, none: str = "") -> None:
        """Show the sentence ``key`` once for each row of the listing ``name``, or else ``none``.

        Its facts are narrowed to the row. ``{name}`` is the name of the row, and of a column of
        codes or units that the listing shows, ``{column}`` is the name of its code.
        """
        shown, rows = self._rows(name)
        teller = Teller(self.ledger, self.lang, self.schemas)
        if none and not rows:
            self.say(none)
        for row in rows:
            words = {"name": teller.name(shown.key, row)}
            words |= {c.code: teller.name(c.code, row) for c in shown.columns if c.code}
            words |= {
                c.unit: unit_label(str(row[c.unit]), self.lang) for c in shown.columns if c.unit
            }
            self._say((key,), {shown.key: str(row[shown.key])}, words)

    def _rows(self, name: str) -> tuple[Listing, list[dict[str, Any]]]:
        """A listing and its rows; none where the study lacks the table."""
        shown = listing(name)
        frame = self._listed(shown.frame)
        return shown, [] if frame is None else shown.rows(frame, self.scope)

    def matrices(self, name: str) -> None:
        """Show attainment and grade by county and liable party, a table for each period."""
        heads = self._phrase(f"heads.{name}").split("|")
        self.show(
            *self._plan.matrices(
                lambda period: self._phrase(f"table.{name}", period=period), (heads[0], heads[1])
            )
        )

    def burn_up(self, name: str) -> None:
        """Show what was done over the years against the plan, where there is a plan to show."""
        self.show(self._plan.burn_up(name, self._phrase(f"figure.{name}")))

    @property
    def _plan(self) -> PlanView:
        return PlanView(self)

    def fields(self, kind: str, name: str, *, none: str) -> None:
        """Show a field to write in for each row of the listing ``name``, kept by row and date.

        Its label is the phrase ``field.KIND``. Without rows, the sentence ``none``.
        """
        shown, rows = self._rows(name)
        teller = Teller(self.ledger, self.lang, self.schemas)
        if not rows:
            self.say(none)
        for row in rows:
            label = wording.phrase(
                f"field.{kind}", lang=self.lang, words={"name": teller.name(shown.key, row)}
            )
            self.field(dated_id(kind, str(row[shown.key]), self._plan.as_of), label)

    def reconciliation(self) -> None:
        """Show figures that differ from what was published, that agree, and cannot be recomputed.

        A chapter about one county has none: a plan prints its figures for the whole.
        """
        if self.scope:
            self.say("status.reconciliation_elsewhere")
            return
        tables = comparison_tables(
            self.ledger, lang=self.lang, schemas=self.schemas, caption=self._phrase
        )
        self.say("status.reconciliation" if tables else "not_published")
        self.show(*tables)

    def frame(self, name: str, *, limit: int | None = None) -> None:
        """Show a table of plain text, where the study has it; of an empty one, that it has none.

        Only the first ``limit`` rows, with a note on how many there are.
        """
        frame, caption = self._listed(name), self._phrase(f"table.{name}")
        labels = wording.column_labels(name, lang=self.lang)
        if frame is not None:
            self.show(
                frame_table(frame, labels=labels, caption=caption, table_id=name, limit=limit,
                            lang=self.lang, schemas=self.schemas)
                if len(frame) else nothing_listed(caption, self.lang)
            )  # fmt: skip

    def _listed(self, name: str) -> pd.DataFrame | None:
        return listed(name, self.frames, self.scope, schemas=self.schemas, lang=self.lang)

    def _say(
        self,
        keys: tuple[str, ...],
        scope: Mapping[str, str],
        words: Mapping[str, str] | None = None,
    ) -> None:
        self.show(
            wording.sentence(
                self._sentences(keys, scope) or ["not_surveyed"], self.ledger, lang=self.lang,
                schemas=self.schemas, scope=scope, words={**self._words(scope), **(words or {})},
                rounding=self.study.rounding,
            )
        )  # fmt: skip

    def _sentences(self, keys: tuple[str, ...], scope: Mapping[str, str]) -> list[str]:
        """Those of ``keys`` that can be said; where there is none of a thing, that."""
        numbers = {key: self._numbers(key, scope) for key in keys}
        instead = {k: n for k, v in numbers.items() if (n := _instead(k, v[:1]))}
        said = {k: v for k, v in numbers.items() if k in instead or None not in v}
        return [
            instead.get(key, key)
            for key, values in said.items()
            if key in instead or any(values) or not instead
        ]

    def _numbers(self, key: str, scope: Mapping[str, str]) -> list[Decimal | None]:
        """The values of a sentence's facts; None for one that the study does not have."""
        return [self._number(name, scope) for name in wording.fact_ids(key, lang=self.lang)]

    def _number(self, name: str, scope: Mapping[str, str]) -> Decimal | None:
        whole = self.ledger.get(name)
        narrowed = fact_id(whole.indicator, {**whole.dims, **scope}) if whole else name
        ids = (wording.crossing_id(name, scope), narrowed)
        known = next((f for i in ids if (f := self.ledger.get(i))), whole)
        return known.value if known else None

    def _words(self, scope: Mapping[str, str]) -> dict[str, str]:
        """The plain words of a sentence about ``scope``: the name of its region, and the date."""
        region = next((c for c in self.study.counties if c.code == scope.get("county")), None)
        named = Text(region.zh, region.en) if region else self.study.region
        dated = {"as_of": self._plan.as_of_text} if "plan_attainment" in self.frames else {}
        return {"region": named.in_language(self.lang), **dated}

    def _phrase(self, key: str, **words: str) -> str:
        return wording.phrase(key, lang=self.lang, words={**self._words(self.scope), **words})


def _instead(key: str, first: Sequence[Decimal | None]) -> str:
    """The sentence that takes the place of one without any, or without knowledge of its thing."""
    others = [f"{key}.{'none' if value == 0 else 'unknown'}" for value in first if not value]
    return next((name for name in others if name in wording.standard_templates()), "")
