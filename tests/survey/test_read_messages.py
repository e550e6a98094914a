import string

import pytest

from dandong_analysis.survey import corrections_messages, profile_messages, read_messages

CATALOGUES = (read_messages, profile_messages, corrections_messages)
ALL = {code: m for module in CATALOGUES for code, m in module.MESSAGES.items()}


def has_chinese(text: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def test_no_code_has_two_messages():
    assert len(ALL) == sum(len(module.MESSAGES) for module in CATALOGUES)


@pytest.mark.parametrize("code", sorted(ALL))
def test_every_message_is_a_plain_sentence_in_both_languages(code):
    message = ALL[code]
    for text in (message.rule, message.consequence, message.action):
        bare = "".join(part for part, *_ in string.Formatter().parse(text.zh))
        assert has_chinese(bare)
        assert not has_chinese(text.en)
        assert text.en.strip()
        assert not text.zh.endswith(("。", "！", "；"))
        assert not text.en.endswith((".", "!", ";"))
