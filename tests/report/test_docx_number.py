"""Numbers of a docx: each in a control that is bound to its fact, each in the record."""

import pytest
from word_files import numbers_of, opened, parts_of, w, whole_text

from dandong_analysis.report.blocks import FactRef, HeaderCell, Heading, Note, Paragraph, Table
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.docx import render_docx
from dandong_analysis.report.docx_number import marked_key


def expected(blocks) -> list[FactRef]:
    """The numbers of sentences, notes and tables in reading order."""
    found = []
    for block in blocks:
        if isinstance(block, Paragraph | Note):
            found += [s for s in block.spans if isinstance(s, FactRef)]
        if isinstance(block, Table):
            found += [
                s for row in block.body for cell in row for s in cell if isinstance(s, FactRef)
            ]
    return found


def test_every_number_stands_in_a_control_of_its_own(chapter, meta):
    body = opened(chapter, meta).element.body
    facts = expected(chapter)
    assert len(facts) > 200
    assert list(numbers_of(body).values()) == [fact.text for fact in facts]
    assert list(numbers_of(body)) == [f"dandong.n{n}" for n in range(1, len(facts) + 1)]


def test_a_control_can_be_edited_and_links_to_its_definition(chapter, meta):
    body = opened(chapter, meta).element.body
    controls = [c for c in body.iter(w("sdt")) if c.find(f"{w('sdtPr')}/{w('tag')}") is not None]
    anchors = {s.get(w("name")) for s in body.iter(w("bookmarkStart"))}
    for control in controls:
        names = {child.tag for child in control.find(w("sdtPr"))}
        assert names == {w("alias"), w("tag"), w("id")}
        (link,) = control.find(w("sdtContent"))
        assert link.get(w("anchor")) in anchors
    ids = [c.find(f"{w('sdtPr')}/{w('id')}").get(w("val")) for c in controls]
    assert len(set(ids)) == len(ids)


def test_a_bookmark_around_each_control_carries_the_same_key(chapter, meta):
    body = opened(chapter, meta).element.body
    for control in body.iter(w("sdt")):
        before, after = control.getprevious(), control.getnext()
        assert marked_key(before.get(w("name"))) == marked_key(
            control.find(f"{w('sdtPr')}/{w('tag')}").get(w("val"))
        )
        assert (after.tag, after.get(w("id"))) == (w("bookmarkEnd"), before.get(w("id")))


def test_labels_are_cut_to_what_word_takes(fact):
    body = opened([Paragraph((fact(label="长" * 90),))], DocumentMeta("t")).element.body
    (alias,) = body.iter(w("alias"))
    assert alias.get(w("val")) == "长" * 63 + "…"


@pytest.mark.parametrize("name", ["dandong.n", "dandong.n01", "_dandong_x1", "n1", "dandong.n1 "])
def test_other_names_are_no_keys(name):
    assert marked_key(name) == ""


def test_equal_numbers_are_told_apart(fact):
    table = Table("t", "表", ((HeaderCell("甲"),),), (((fact(),),), ((fact(),),)), "r")
    body = opened([Heading("章", 1), table], DocumentMeta("t")).element.body
    assert numbers_of(body) == {"dandong.n1": "1,265", "dandong.n2": "1,265"}
    assert "1,2651,265" in whole_text(body)


def test_the_record_is_a_part_that_word_keeps(chapter, meta):
    parts = parts_of(render_docx(chapter, meta))
    relations = parts["word/_rels/document.xml.rels"].decode()
    assert relations.count("../customXml/item1.xml") == 1
    assert b"urn:dandong:record" in parts["customXml/itemProps1.xml"]
    assert b"customXml/itemProps1.xml" in parts["[Content_Types].xml"]
    # Parts that the template brings and nobody uses are gone, and so is what names them.
    for part in ("stylesWithEffects", "thumbnail"):
        assert not [name for name in parts if part in name]
        assert part not in relations + parts["_rels/.rels"].decode()
        assert part.encode() not in parts["[Content_Types].xml"]
