"""What a chapter notebook calls: it opens the built data and shows blocks."""

from dandong_analysis.notebook.opening import open_chapter

__all__ = ["open_chapter"]
