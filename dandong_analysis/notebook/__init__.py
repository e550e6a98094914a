"""What a chapter notebook calls: it opens the built data and shows blocks."""

from dandong_analysis.notebook.opening import open_chapter
from dandong_analysis.notebook.plan_audit import PlanAudit

__all__ = ["PlanAudit", "open_chapter"]
