"""Blocks are frozen values that compare by content."""

from dataclasses import FrozenInstanceError, fields, is_dataclass
from typing import get_args

import pytest

from dandong_analysis.report.blocks import Block, Displayed, Heading, Paragraph


@pytest.mark.parametrize("block", get_args(Block))
def test_every_block_is_a_frozen_value_that_displays_itself(block):
    assert is_dataclass(block)
    assert issubclass(block, Displayed)
    assert block.__dataclass_params__.frozen
    assert fields(block)


def test_blocks_compare_by_content_and_cannot_be_changed():
    heading = Heading("一", 1)
    assert heading == Heading("一", 1)
    assert heading != Heading("一", 2)
    assert {Paragraph(("甲",)), Paragraph(("甲",))} == {Paragraph(("甲",))}
    with pytest.raises(FrozenInstanceError):
        heading.text = "二"
