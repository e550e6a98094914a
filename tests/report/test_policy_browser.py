"""What the policy of a page lets the browser do, tried in a real one; the text alone proves little."""

import pytest

from tests.report import facts_tab, page_samples
from tests.report.facts_samples import page

# Each asks for a file that is beside the page, where nothing but the policy stands in the way.
TRIES = {
    "connect-src": "fetch('beside.json').catch(() => {})",
    "img-src": "document.createElement('img').src = 'beside.png'",
    "frame-src": """document.body.append(
      Object.assign(document.createElement('iframe'), { src: 'beside.html' }))""",
    "style-src-elem": """document.head.append(
      Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'beside.css' }))""",
    "font-src": "new FontFace('beside', 'url(beside.woff2)').load().catch(() => {})",
    "media-src": "document.createElement('video').src = 'beside.mp4'",
    "form-action": """document.body.appendChild(
      Object.assign(document.createElement('form'), { action: 'beside.html' })).submit()""",
    "base-uri": """document.head.append(
      Object.assign(document.createElement('base'), { href: 'beside/' }))""",
}
LISTEN = """() => {
  window.refused = [];
  document.addEventListener("securitypolicyviolation",
    (event) => window.refused.push(event.effectiveDirective));
}"""


@pytest.fixture(params=["chapter", "facts"])
def opened(visit, tmp_path, request):
    if request.param == "chapter":
        return visit(page_samples.written(tmp_path))
    return visit(facts_tab.written(tmp_path, page()))


@pytest.mark.parametrize("directive", TRIES)
def test_nothing_is_fetched_and_nothing_sent(opened, directive):
    address = opened.page.url
    opened.page.evaluate(LISTEN)
    opened.page.evaluate(f"() => {{ {TRIES[directive]}; }}")
    opened.becomes(lambda: opened.page.evaluate("window.refused"), [directive])
    assert opened.page.url == address
    opened.becomes(lambda: any("Content Security Policy" in text for text in opened.said))
    opened.said.clear()
