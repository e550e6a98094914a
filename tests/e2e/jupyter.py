"""JupyterLab of a study, started by the real command and read in a real browser."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import ROOT

PYTHON = ROOT / ".venv-lab" / "bin" / "python"
TOKEN = "onlyfortests"  # noqa: S105 - it opens a server of these tests alone
# A kernel has to start, import and run a chapter on a busy machine.
PATIENCE = 120_000
WINDOW = {"width": 1400, "height": 1000}
HERE = "127.0.0.1"


def needs_lab():
    """JupyterLab's own environment. Where nobody made it the tests are skipped; on CI they fail."""
    if PYTHON.exists():
        return
    if os.environ.get("CI"):
        pytest.fail("make test builds .venv-lab")
    pytest.skip("make .venv-lab/.ready builds the environment of JupyterLab")


@contextmanager
def served(study, own):
    """The address of JupyterLab in ``study``; its settings and logs go to the folder ``own``."""
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    command = [
        PYTHON, "-m", "dandong_analysis", "lab", "--study", study, "--no-browser", "--port", port,
        "--", "--allow-root", f"--ip={HERE}", f"--IdentityProvider.token={TOKEN}",
    ]  # fmt: skip
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    environment = {**os.environ, **{name: str(own / name.lower()) for name in places}}
    with (own / "log").open("wb") as log:
        running = subprocess.Popen(
            list(map(str, command)), stdout=log, stderr=log, env=environment, start_new_session=True
        )
    try:
        _wait_for(f"http://{HERE}:{port}", running)
        yield f"http://{HERE}:{port}"
    finally:
        # The command, its server and their kernels.
        os.killpg(running.pid, signal.SIGTERM)
        running.wait()


def _wait_for(address, running):
    for _ in range(240):
        assert running.poll() is None, "JupyterLab ended"
        try:
            with urllib.request.urlopen(f"{address}/api", timeout=5):  # noqa: S310 - this machine
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail("JupyterLab did not answer")


class Lab:
    """A tab of JupyterLab; requests to anywhere but this machine fail and are remembered."""

    def __init__(self, browser, address):
        self.address, self.outside = address, []
        self.context = browser.new_context(viewport=WINDOW)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.route(lambda url: urlsplit(url).hostname not in (HERE, None), self._refuse)

    def _refuse(self, route):
        self.outside.append(route.request.url)
        route.abort()

    def show(self, name):
        """Open a file of the study."""
        self.page.goto(f"{self.address}/lab/tree/{quote(name)}?reset&token={TOKEN}")

    def open(self, name):
        """Open a notebook and wait for its kernel.

        The sign in its corner says idle before there is a kernel, and cells run then are not run.
        """
        self.show(name)
        self.code.first.wait_for()
        bar = self.page.locator("#jp-main-statusbar")
        expect(bar).to_contain_text("(ipykernel) | Idle", timeout=PATIENCE)

    def run_all(self):
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        self.has_run(self.code)

    def run_each(self):
        """Run one cell after the other by the keyboard, as a reader does."""
        cells = self.page.locator(".jp-Cell")
        cells.first.click()
        for cell in cells.all():
            self.page.keyboard.press("Shift+Enter")
            self.has_run(cell.and_(self.code))

    def has_run(self, cells):
        """Wait until the cells bear numbers."""
        prompts = cells.locator(".jp-InputPrompt")
        expect(prompts.filter(has_not_text="*").filter(has_text="]:")).to_have_count(
            cells.count(), timeout=PATIENCE
        )
        expect(prompts.filter(has_text="[ ]")).to_have_count(0, timeout=PATIENCE)

    @property
    def code(self):
        return self.page.locator(".jp-CodeCell")

    def shown_by(self, code):
        """What the cell with this code shows."""
        cell = self.code.filter(has=self.page.locator(".jp-InputArea", has_text=code))
        return cell.locator(".jp-Cell-outputArea")

    @property
    def complaints(self):
        """Outputs that are errors or warnings."""
        return self.page.locator('[data-mime-type$=".error"], [data-mime-type$=".stderr"]')

    def asked(self, what):
        """What the server answers."""
        named = {"Authorization": f"token {TOKEN}"}
        return self.page.request.get(f"{self.address}/{what}", headers=named).json()

    def close(self):
        self.context.close()
