"""A PDF as a reader sees it, for the tests of what is typeset."""

import io
import re

from pypdf import PdfReader

from dandong_analysis.report.pdf import render_pdf


def opened(blocks, meta) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(blocks, meta)), strict=True)


def squeezed(text: str) -> str:
    """Without the spaces and breaks that typesetting adds."""
    return re.sub(r"[\s\u200b]", "", text)


def text_of(reader: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in reader.pages))


def pages_of(pdf: bytes) -> list[str]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [page.extract_text().replace(" ", "") for page in pages]
