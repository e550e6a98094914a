"""Boxes in which an evaluator writes, with what was written."""

import pandas as pd

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.remarks.fields import is_field_id, paragraphs
from dandong_analysis.remarks.messages import problem
from dandong_analysis.report.blocks import Field
from dandong_analysis.report.phrases import phrase


def field_box(field_id: str, label: str, remarks: pd.DataFrame | None, *, lang: str) -> Field:
    """The field ``field_id`` with its text among ``remarks``; empty where nobody wrote one.

    Parameters
    ----------
    field_id, label
        Id of the field, and what belongs into it.
    remarks
        Columns ``field``, ``text`` (paragraphs separated by line breaks), ``by``, ``on``;
        None for a study that was built before there were any.
    lang
        Language of the placeholder, ``zh`` or ``en``.

    Raises
    ------
    DandongError
        When ``field_id`` is no id of a field.
    """
    if not is_field_id(field_id):
        raise DandongError(problem("remark-id", Place(), field_id))
    placeholder = phrase("field.placeholder", lang)
    own = () if remarks is None else remarks.loc[remarks["field"] == field_id].to_dict("records")
    for remark in own:
        text = paragraphs(remark["text"])
        return Field(field_id, label, text, placeholder, remark["by"], remark["on"])
    return Field(field_id, label, (), placeholder)
