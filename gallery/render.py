"""Documents of any format as PNG pages, by the programs with which people open them.

LibreOffice opens docx and xlsx, poppler draws pdf, Chromium shows html.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from pypdf import PdfReader

OFFICE = (".docx", ".xlsx")
# Dots per inch: enough to see a broken letter, small enough for a look at a hundred pages.
DOTS = 75
_WIDTH = {"desktop": 1200, "phone": 375}
# The height of one picture of an html page; Chromium cannot draw one of any height.
_HEIGHT = 6000
# What a page draws only when it comes into sight would be blank.
_ALL_DRAWN = "* { content-visibility: visible !important }"


def program(*names: str) -> str:
    """The path of the first of ``names`` that is installed.

    Raises
    ------
    SystemExit
        When none is.
    """
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise SystemExit(f"{' or '.join(names)} is not installed; .ci/run says what installs it")
    return found


def pages_of(document: Path, folder: Path, *, only: str = "") -> list[Path]:
    """The pages of a document as pictures in ``folder``; with ``only`` the first that has it."""
    if document.suffix == ".html":
        return list(screens_of(document, folder))
    if document.suffix in OFFICE:
        with tempfile.TemporaryDirectory() as made:
            return _drawn(_as_pdf(document, Path(made)), folder, document.name, only)
    return _drawn(document, folder, document.name, only)


def _as_pdf(document: Path, folder: Path) -> Path:
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [program("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir",
               str(folder), str(document)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - no text of a delivery
    return folder / f"{document.stem}.pdf"


def _drawn(pdf: Path, folder: Path, name: str, only: str) -> list[Path]:
    pages = [str(page_with(pdf, only))] * 2 if only else []
    limits = ["-f", pages[0], "-l", pages[1]] if pages else []
    target = folder / name.replace(".", "-")
    command = [program("pdftoppm"), "-r", str(DOTS), "-png", *limits, str(pdf), str(target)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - as above
    return sorted(folder.glob(f"{target.name}-*.png"))


def page_with(pdf: Path, text: str) -> int:
    """The number of the first page that has ``text``, from 1; blanks do not matter.

    Raises
    ------
    SystemExit
        When no page has it.
    """
    wanted = "".join(text.split())
    for number, page in enumerate(PdfReader(pdf).pages, 1):
        if wanted in "".join(page.extract_text().split()):
            return number
    raise SystemExit(f"{pdf.name} has no page with {text}")


def screens_of(page: Path, folder: Path) -> Iterator[Path]:
    """An html page on a desktop (light and dark) and on a phone, from its top to its end."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=program("chromium", "chromium-browser", "google-chrome"),
            args=["--no-sandbox"],
        )
        for device, scheme in (("desktop", "light"), ("desktop", "dark"), ("phone", "light")):
            yield from _screens(browser, page, folder, device, scheme)
        browser.close()


def _screens(
    browser: Browser, page: Path, folder: Path, device: str, scheme: str
) -> Iterator[Path]:
    size = {"width": _WIDTH[device], "height": 900}
    tab = browser.new_page(viewport=size, color_scheme=scheme, bypass_csp=True)
    tab.goto(page.resolve().as_uri())
    tab.add_style_tag(content=_ALL_DRAWN)
    height = tab.evaluate("document.documentElement.scrollHeight")
    for number, top in enumerate(range(0, height, _HEIGHT), 1):
        name = f"{page.name.replace('.', '-')}-{device}-{scheme}-{number:02}.png"
        clip = {"x": 0, "y": top, "width": size["width"], "height": min(height - top, _HEIGHT)}
        tab.screenshot(path=folder / name, clip=clip, full_page=True)
        yield folder / name
    tab.close()
