"""A page of the report in a real browser without a network: theme, paper, bar, policy."""

import json

import pytest
from playwright.sync_api import expect

from dandong_analysis.report.blocks import Heading, Paragraph
from dandong_analysis.report.document import printable
from tests.report.browsing import FINGERS, PHONE
from tests.report.conftest import HOSTILE, make_fact
from tests.report.page_samples import MINES, SHARE, SITE, table, written


@pytest.fixture
def opened(visit, tmp_path):
    return visit(written(tmp_path))


def colours(opened):
    return opened.page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )


def test_the_theme_is_chosen_kept_and_left_to_the_system_again(visit, tmp_path):
    made = visit(written(tmp_path), color_scheme="light")
    light = colours(made)
    button = made.page.locator("button.theme")
    expect(button).to_have_text("自动")
    button.click()
    expect(button).to_have_text("浅色")
    button.click()
    expect(button).to_have_attribute("aria-label", "配色：深色")
    dark = colours(made)
    assert dark != light
    made.page.reload()
    expect(button).to_have_text("深色")
    assert colours(made) == dark
    button.click()
    made.becomes(lambda: colours(made), light)
    made.page.emulate_media(color_scheme="dark")
    made.becomes(lambda: colours(made), dark)


def test_paper_is_white_and_has_nothing_to_press(visit, tmp_path):
    made = visit(written(tmp_path), color_scheme="dark")
    button = made.page.locator("button.theme")
    button.click()
    button.click()
    expect(button).to_have_text("深色")
    made.page.emulate_media(media="print", color_scheme="dark")
    made.becomes(lambda: colours(made), ["rgb(255, 255, 255)", "rgb(0, 0, 0)"])
    made.expect_count("button.copy:visible, .site-bar:visible, .onward:visible", 0)
    made.expect_texts("thead tr:last-child th", ["面积", "个数"])


def test_the_bar_leads_to_the_search_and_to_the_other_language_at_the_same_place(visit, tmp_path):
    for name in ("index.html", "two-en.html"):
        (tmp_path / name).write_text("<title>other</title>", encoding="utf-8")
    made = visit(written(tmp_path))
    made.page.get_by_role("searchbox").fill("废石 50%")
    made.press("Enter")
    made.expect_address("/index.html#q=%E5%BA%9F%E7%9F%B3%2050%25")
    made.go("二.html#table-2-1")
    made.page.get_by_role("link", name="English").click()
    made.expect_address("/two-en.html#table-2-1")


def test_the_first_tab_skips_the_bar(opened):
    opened.press("Tab")
    opened.expect_focus("跳到正文")
    opened.press("Enter")
    expect(opened.page.locator("main")).to_be_focused()
    opened.press("Tab")
    opened.expect_focus("第二章　现状")


def test_a_phone_shows_where_one_is_and_does_not_move_sideways(visit, tmp_path):
    made = visit(written(tmp_path, site=SITE.at("九.html")), **FINGERS)
    assert made.overflow == 0
    here = made.page.locator(".pages [aria-current]").bounding_box()
    assert here["x"] >= 0
    assert here["x"] + here["width"] <= PHONE["width"]


def test_a_chapter_leads_to_the_pages_before_and_after_it(opened):
    found = [(a.get_attribute("rel"), a.inner_text(), a.get_attribute("href"))
             for a in opened.page.locator(".onward a").all()]  # fmt: skip
    assert found == [("prev", "上一页：第一章", "一.html"), ("next", "下一页：第三章", "三.html")]


def test_hostile_text_is_shown_as_text_and_runs_nothing(visit, tmp_path):
    texts = (*HOSTILE, "</script><img src=x onerror=alert(1)>", "<b>", "a\u2028b")
    facts = [make_fact("1", f"{n} {t}", label=t, definition=t, sources=(t,), parents=(t,))
             for n, t in enumerate(texts)]  # fmt: skip
    blocks = [Heading(texts[0], 1), *(Paragraph((f,)) for f in facts), table()]
    made = visit(written(tmp_path, blocks))
    label = made.page.locator("#tip b")
    for place, text in enumerate(texts):
        made.press("Escape")
        made.page.locator("p.paragraph a.fact").nth(place).hover()
        made.becomes(label.text_content, printable(text))
        made.expect_count("#tip :is(img, script, b b)", 0)


def test_text_cannot_be_made_markup_and_no_other_script_runs(visit, tmp_path):
    path = written(tmp_path)
    page = path.read_bytes().replace(b"</main>", b"<script>window.ran = 1</script></main>")
    path.write_bytes(page)
    made = visit(path)
    assert made.page.evaluate("window.ran") is None
    made.becomes(lambda: any("Content Security Policy" in text for text in made.said))
    refused = (
        "(() => { try { document.body.innerHTML = '<i></i>'; } catch (e) { return e.name; } })()"
    )
    assert made.page.evaluate(refused) == "TypeError"
    policy = (
        "(() => { try { trustedTypes.createPolicy('a', {}); } catch (e) { return e.name; } })()"
    )
    assert made.page.evaluate(policy) == "TypeError"
    made.said.clear()


def test_the_data_of_a_page_holds_each_number_once(tmp_path):
    once = [Heading("甲", 1), Paragraph((MINES, SHARE))]
    short = written(tmp_path, once).read_text(encoding="utf-8")
    page = written(tmp_path, once + once[1:] * 39).read_text(encoding="utf-8")
    start = page.index('id="page-data">') + len('id="page-data">')
    data = json.loads(page[start : page.index("</script>", start)])
    assert [one["id"] for one in data["numbers"]] == ["MINE.TOTAL", "MINE/SHARE?a=1"]
    assert page.count("32.33</a>") == 40
    assert page.count("32.332015…") == short.count("32.332015…")
