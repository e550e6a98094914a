"""A page of the report in a real browser without a network: numbers, theme, paper, policy."""

import json

import pytest
from browsing import PHONE, Opened, chromium
from page_samples import MINES, SHARE, SITE, table, written

from dandong_analysis.report.blocks import Heading, Paragraph
from dandong_analysis.report.document import printable
from tests.report.conftest import HOSTILE, make_fact


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def opened(browser, tmp_path):
    made = Opened(browser, written(tmp_path))
    yield made
    assert made.outside == []
    assert made.said == []
    made.close()


def tip(opened):
    return opened.page.locator("#tip")


def link(opened, text):
    return opened.page.locator(f"p.paragraph a.fact:text-is('{text}')")


def test_a_number_opens_under_the_pointer_and_stays_while_the_pointer_is_on_it(opened):
    link(opened, "32.33").hover()
    lines = opened.text("#tip > :is(b, i)")
    assert lines[:3] == ["占比", "定义：“矿山基本情况”表的记录数", "数值：32.332015… %"]
    assert "由此得出：矿山总数 1,265 个" in lines
    assert "由此得出：MINE.ELSEWHERE" in lines
    box = tip(opened).bounding_box()
    opened.page.mouse.move(box["x"] + 40, box["y"] + box["height"] / 2, steps=6)
    opened.page.wait_for_timeout(500)
    assert tip(opened).is_visible()
    opened.page.mouse.move(5, 850)
    tip(opened).wait_for(state="hidden")


def test_the_box_leads_to_the_rows_of_the_number_and_of_those_it_comes_from(opened):
    link(opened, "32.33").hover()
    found = {a.inner_text(): a.get_attribute("href") for a in tip(opened).locator("a").all()}
    assert found == {
        "矿山总数 1,265 个": "facts.html#MINE.TOTAL",
        "MINE.ELSEWHERE": "facts.html#MINE.ELSEWHERE",
        "查看来源 409 行": "facts.html#MINE%2FSHARE%3Fa%3D1", "定义": "#entry-2",
    }  # fmt: skip


def test_a_focused_number_opens_and_tab_goes_through_its_links(opened):
    link(opened, "1,265").focus()
    opened.press("Shift+Tab", "Tab")
    assert tip(opened).is_visible()
    assert link(opened, "1,265").get_attribute("aria-describedby") == "tip"
    opened.page.mouse.move(600, 500)
    opened.page.wait_for_timeout(400)
    assert tip(opened).is_visible()
    opened.press("Tab")
    assert opened.focused == "查看来源 1265 行"
    opened.press("Tab", "Tab")
    assert opened.focused == "32.33"
    assert opened.text("#tip b") == ["占比"]


def test_escape_closes_and_gives_the_focus_back(opened):
    link(opened, "1,265").focus()
    opened.press("Shift+Tab", "Tab", "Tab")
    opened.press("Escape")
    assert tip(opened).is_hidden()
    assert opened.focused == "1,265"
    link(opened, "32.33").hover()
    opened.press("Escape")
    assert tip(opened).is_hidden()


def test_a_click_goes_to_the_entry_of_the_number(opened):
    link(opened, "32.33").click()
    assert opened.page.url.endswith("#entry-2")
    assert "占比" in opened.page.locator(":target").inner_text()
    assert tip(opened).is_hidden()


def test_a_tap_opens_and_the_next_one_follows(browser, tmp_path):
    made = Opened(browser, written(tmp_path), viewport=PHONE, has_touch=True, is_mobile=True)
    link(made, "1,265").tap()
    assert made.text("#tip b") == ["矿山总数"]
    assert "#" not in made.page.url
    tip(made).get_by_role("button", name="关闭").tap()
    assert tip(made).is_hidden()
    link(made, "32.33").tap()
    link(made, "32.33").tap()
    assert made.page.url.endswith("#entry-2")
    assert made.said == []
    made.close()


def test_without_a_script_a_number_still_leads_to_its_entry(browser, tmp_path):
    made = Opened(browser, written(tmp_path), java_script_enabled=False)
    link(made, "32.33").click()
    assert made.page.url.endswith("#entry-2")
    assert made.page.locator("button:visible, form:visible").count() == 0
    made.close()


def colours(opened):
    return opened.page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )


def test_the_theme_is_chosen_kept_and_left_to_the_system_again(browser, tmp_path):
    made = Opened(browser, written(tmp_path), color_scheme="light")
    light = colours(made)
    button = made.page.locator("button.theme")
    assert button.inner_text() == "自动"
    button.click()
    button.click()
    assert button.get_attribute("aria-label") == "配色：深色"
    dark = colours(made)
    assert dark != light
    made.page.reload()
    assert colours(made) == dark
    made.page.locator("button.theme").click()
    assert colours(made) == light
    made.page.emulate_media(color_scheme="dark")
    assert colours(made) == dark
    made.close()


def test_paper_is_white_and_has_nothing_to_press(browser, tmp_path):
    made = Opened(browser, written(tmp_path), color_scheme="dark")
    made.page.locator("button.theme").click()
    made.page.locator("button.theme").click()
    made.page.emulate_media(media="print", color_scheme="dark")
    assert colours(made) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert made.page.locator("button.copy:visible, .site-bar:visible, .onward:visible").count() == 0
    assert made.text("thead tr:last-child th") == ["面积", "个数"]
    made.close()


def test_the_bar_leads_to_the_search_and_to_the_other_language_at_the_same_place(browser, tmp_path):
    for name in ("index.html", "two-en.html"):
        (tmp_path / name).write_text("<title>other</title>", encoding="utf-8")
    made = Opened(browser, written(tmp_path))
    made.page.get_by_role("searchbox").fill("废石 50%")
    made.press("Enter")
    made.page.wait_for_url("**/index.html#q=*")
    assert made.page.url.endswith("#q=%E5%BA%9F%E7%9F%B3%2050%25")
    made.page.goto(f"{(tmp_path / '二.html').as_uri()}#table-2-1")
    made.page.get_by_role("link", name="English").click()
    made.page.wait_for_url("**/two-en.html#table-2-1")
    made.close()


def test_the_first_tab_skips_the_bar(opened):
    opened.press("Tab")
    assert opened.focused == "跳到正文"
    opened.press("Enter", "Tab")
    assert opened.focused == "第二章　现状"


def test_a_phone_shows_where_one_is_and_does_not_move_sideways(browser, tmp_path):
    site = SITE.at("九.html")
    path = written(tmp_path, site=site)
    made = Opened(browser, path, viewport=PHONE, has_touch=True, is_mobile=True)
    assert made.overflow == 0
    here = made.page.locator(".pages [aria-current]").bounding_box()
    assert here["x"] >= 0
    assert here["x"] + here["width"] <= PHONE["width"]
    made.close()


def test_a_chapter_leads_to_the_pages_before_and_after_it(opened):
    found = [(a.get_attribute("rel"), a.inner_text(), a.get_attribute("href"))
             for a in opened.page.locator(".onward a").all()]  # fmt: skip
    assert found == [("prev", "上一页：第一章", "一.html"), ("next", "下一页：第三章", "三.html")]


def test_hostile_text_is_shown_as_text_and_runs_nothing(browser, tmp_path):
    texts = (*HOSTILE, "</script><img src=x onerror=alert(1)>", "<b>", "a\u2028b")
    facts = [make_fact("1", f"{n} {t}", label=t, definition=t, sources=(t,), parents=(t,))
             for n, t in enumerate(texts)]  # fmt: skip
    blocks = [Heading(texts[0], 1), *(Paragraph((f,)) for f in facts), table()]
    made = Opened(browser, written(tmp_path, blocks))
    for place, text in enumerate(texts):
        made.press("Escape")
        made.page.locator("p.paragraph a.fact").nth(place).hover()
        assert made.page.locator("#tip b").text_content() == printable(text)
        assert made.page.locator("#tip :is(img, script, b b)").count() == 0
    assert made.said == []
    assert made.outside == []
    made.close()


def test_text_cannot_be_made_markup_and_no_other_script_runs(browser, tmp_path):
    path = written(tmp_path)
    page = path.read_bytes().replace(b"</main>", b"<script>window.ran = 1</script></main>")
    path.write_bytes(page)
    made = Opened(browser, path)
    assert made.page.evaluate("window.ran") is None
    assert any("Content Security Policy" in text for text in made.said)
    refused = (
        "(() => { try { document.body.innerHTML = '<i></i>'; } catch (e) { return e.name; } })()"
    )
    assert made.page.evaluate(refused) == "TypeError"
    policy = (
        "(() => { try { trustedTypes.createPolicy('a', {}); } catch (e) { return e.name; } })()"
    )
    assert made.page.evaluate(policy) == "TypeError"
    made.close()


def test_the_data_of_a_page_holds_each_number_once(tmp_path):
    once = [Heading("甲", 1), Paragraph((MINES, SHARE))]
    short = written(tmp_path, once).read_text(encoding="utf-8")
    page = written(tmp_path, once + once[1:] * 39).read_text(encoding="utf-8")
    start = page.index('id="page-data">') + len('id="page-data">')
    data = json.loads(page[start : page.index("</script>", start)])
    assert [one["id"] for one in data["numbers"]] == ["MINE.TOTAL", "MINE/SHARE?a=1"]
    assert page.count("32.33</a>") == 40
    assert page.count("32.332015…") == short.count("32.332015…")
