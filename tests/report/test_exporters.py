"""The nbconvert exporters: only blocks of an executed notebook, with its meta."""

import io
import os
import subprocess
import sys
from pathlib import Path

import docx as python_docx
import nbformat
import pytest
from nbconvert.exporters import get_exporter
from nbconvert.writers import FilesWriter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import dandong_analysis
from dandong_analysis.errors import DandongError
from dandong_analysis.report.blocks import Heading, Paragraph
from dandong_analysis.report.display import mime_bundle
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.docx import render_docx
from dandong_analysis.report.exporters import (
    DandongDocxExporter,
    DandongHTMLExporter,
    DandongPDFExporter,
    document_of_notebook,
)
from dandong_analysis.report.html import render_html
from dandong_analysis.report.pdf import render_pdf

CASES = [
    (DandongHTMLExporter, render_html, ".html"),
    (DandongDocxExporter, render_docx, ".docx"),
    (DandongPDFExporter, render_pdf, ".pdf"),
]


def notebook(*blocks, **meta):
    outputs = [new_output("display_data", data=mime_bundle(block)) for block in blocks]
    other = new_output("display_data", data={"text/html": "<script>alert(1)</script>"})
    cells = [
        new_markdown_cell("# prose <script>alert(1)</script>"),
        new_code_cell("print('code')", outputs=[new_output("stream", text="stream"), other, *outputs]),
    ]  # fmt: skip
    return new_notebook(cells=cells, metadata={"dandong": meta} if meta else {})


@pytest.mark.parametrize(("exporter", "render", "extension"), CASES)
def test_a_notebook_becomes_what_its_blocks_render_to(exporter, render, extension, fact):
    blocks = [Heading("现状", 1), Paragraph(("共 ", fact(), " 个"))]
    output, resources = exporter().from_notebook_node(notebook(*blocks, chapter=2, title="册"))
    assert output == render(blocks, DocumentMeta("册", chapter=2))
    assert resources["output_extension"] == extension


@pytest.mark.parametrize(("exporter", "render", "extension"), CASES)
def test_nbconvert_finds_the_exporter_and_writes_its_file(exporter, render, extension, tmp_path):
    source = tmp_path / "02_status.ipynb"
    nbformat.write(notebook(Heading("现状", 1)), source)
    found = get_exporter(f"{exporter.__module__}.{exporter.__qualname__}")
    output, resources = found().from_filename(str(source))
    FilesWriter(build_directory=str(tmp_path)).write(output, resources, notebook_name="02_status")
    assert (tmp_path / f"02_status{extension}").read_bytes() == render(
        [Heading("现状", 1)], DocumentMeta("现状", chapter=2)
    )


def test_prose_code_and_other_outputs_do_not_reach_the_document():
    output, _ = DandongDocxExporter().from_notebook_node(notebook(Heading("现状", 1)))
    shown = "\n".join(p.text for p in python_docx.Document(io.BytesIO(output)).paragraphs)
    for other in ("prose", "script", "print", "stream"):
        assert other not in shown


def test_the_title_is_given_or_the_first_heading_or_the_file_name():
    heading = Heading("现状", 1)
    assert document_of_notebook(notebook(heading, title="册"))[1].title == "册"
    assert document_of_notebook(notebook(heading))[1].title == "现状"
    assert (
        document_of_notebook(notebook(Paragraph(("x",))), name="02_status")[1].title == "02_status"
    )


def test_a_notebook_that_was_not_run_is_an_error():
    with pytest.raises(DandongError) as error:
        DandongHTMLExporter().from_notebook_node(notebook(), {"metadata": {"name": "02_status"}})
    assert error.value.problems[0].code == "no-blocks"
    assert error.value.problems[0].place.file == "02_status.ipynb"


def test_meta_that_is_not_understood_is_an_error():
    with pytest.raises(DandongError, match="subtile"):
        DandongHTMLExporter().from_notebook_node(notebook(Heading("现状", 1), subtile="x"))


@pytest.mark.parametrize(("render", "extension"), [case[1:] for case in CASES])
def test_nbconvert_knows_the_formats_by_name(render, extension, tmp_path, fact):
    """As in ``jupyter nbconvert --to dandong-docx``; needs the package to be installed."""
    blocks = [Heading("现状", 1), Paragraph(("共 ", fact(), " 个"))]
    nbformat.write(notebook(*blocks), tmp_path / "02_status.ipynb")
    name = f"dandong-{extension.removeprefix('.')}"
    command = [sys.executable, "-m", "nbconvert", "--to", name, "02_status.ipynb"]
    home = str(Path(dandong_analysis.__file__).parents[1])
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": home}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"02_status{extension}").read_bytes() == render(
        blocks, DocumentMeta("现状", chapter=2)
    )
