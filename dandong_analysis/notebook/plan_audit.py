"""The audit of the plan as a chapter shows it, part by part.

Of a study without published figures every part but the summary shows nothing.
"""

from dataclasses import dataclass

from dandong_analysis.notebook.chapter import Chapter
from dandong_analysis.report import audited
from dandong_analysis.report.blocks import Block
from dandong_analysis.report.display import display_block


@dataclass(frozen=True)
class PlanAudit:
    """The findings of the audit within a chapter."""

    chapter: Chapter

    @property
    def is_made(self) -> bool:
        """Whether the study names published figures."""
        return "audit_relations" in self.chapter.frames

    @property
    def has_relations(self) -> bool:
        """Whether the figures say how they relate to each other."""
        return self.is_made and not self.chapter.frames["audit_relations"].empty

    def summary(self) -> None:
        """Say what matters most, then the other counts; that there is nothing, where so."""
        if not self.has_relations:
            self.chapter.say("audit.total")
            return
        self.chapter.say("audit.total", "audit.inconsistent", "audit.rounding", "audit.notes")
        self.chapter.say("audit.truncated", "audit.incomplete", "audit.exact")

    def method(self) -> None:
        """Say how it was audited, with the verdicts and what they mean."""
        if self.has_relations:
            self.chapter.section("section.audit_method")
            self.chapter.say("audit.method")
            self._show(audited.verdict_table(self._shown()))

    def relations(self, *verdicts: str) -> None:
        """Show the relations with each of ``verdicts``: sentences with their places, a table."""
        for verdict in verdicts if self.has_relations else ():
            self._show(*audited.relation_blocks(verdict, self._shown()))

    def blocks(self) -> None:
        """Show the figures that relations tie together, judged jointly."""
        if self.has_relations:
            self.chapter.section("section.audit_blocks")
            self.chapter.say("audit.blocks", "audit.infeasible", "audit.unproved")
            self.chapter.say("audit.radius")
            self._show(*audited.block_table(self._shown()))

    def ways(self) -> None:
        """Show each group that does not fit, and the fewest figures whose change mends it."""
        found = list(audited.open_blocks(self._shown())) if self.has_relations else []
        if found:
            self.chapter.section("section.audit_ways")
            self.chapter.say("audit.ways")
            self._show(*found)

    def intervals(self) -> None:
        """Show where the relations leave less open than print does."""
        if self.has_relations:
            self._show(*audited.interval_blocks(self._shown()))

    def notes(self) -> None:
        """Show what reading found, with its place."""
        found = audited.note_table(self._shown()) if self.is_made else []
        if found:
            self.chapter.section("section.audit_notes")
            self.chapter.say("audit.note_kinds")
            self._show(*found)

    def limits(self) -> None:
        """Say what the audit does not claim."""
        if self.is_made:
            self.chapter.section("section.limits")
            self.chapter.say("audit.limits")
            self.chapter.note("source", "note.trace")

    def _show(self, *blocks: Block) -> None:
        display_block(*blocks, numbers=self.chapter.numbers)

    def _shown(self) -> audited.Shown:
        chapter = self.chapter
        return audited.Shown(chapter.frames, chapter.ledger, chapter.schemas, chapter.lang)
