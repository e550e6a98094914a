"""The wording of the faults: complete, in two languages, and all of it in use."""

from pathlib import Path

import pytest

import dandong_analysis.survey
from dandong_analysis.errors import Place
from dandong_analysis.standards import load_standard
from dandong_analysis.survey.faults import NO_HINT, fault, same, shape_reason, suggestion

FAULTS = load_standard("survey_faults")["fault"]
SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for path in Path(dandong_analysis.survey.__file__).parent.glob("*.py")
)


@pytest.mark.parametrize("code", FAULTS)
def test_every_fault_is_said_in_full_and_without_full_stop(code):
    problem = fault(code, Place("a.csv"), "值", hint=same("提示"))
    texts = [
        t
        for part in (problem.rule, problem.consequence, problem.action)
        for t in (part.zh, part.en)
    ]
    assert all(texts)
    assert not any(text.endswith(("。", ".")) for text in texts)
    assert not any("{" in text for text in texts)
    assert f'"{code}"' in SOURCES


def test_a_hint_fills_the_gap_in_both_languages():
    problem = fault("unknown-term", Place(), "小形", hint=suggestion("小型"))
    assert "（最接近的是“小型”）" in problem.action.zh
    assert "(the nearest is '小型')" in problem.action.en
    assert suggestion(None) is NO_HINT


def test_the_reason_why_a_shape_is_not_valid_is_said_in_both_languages():
    crossing = shape_reason("Self-intersection[0.5 0.5]")
    assert (crossing.zh, crossing.en) == (
        "（边界自相交，0.5 0.5）",
        " (the outline crosses itself, 0.5 0.5)",
    )
    assert shape_reason("Empty").zh == "（没有坐标）"
    assert shape_reason("Something new").en == " (Something new)"
