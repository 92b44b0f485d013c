"""Measure the notebooks in the browser: from the click to the first chart, and what a visit loads.

Prints, for a first visit and for a second one in the same browser, the seconds until the first chart is visible
(the notebook opens, and all cells are run at once) and the bytes that the server sent, as they are and as gzip.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import build_lite
import printing
from playwright.sync_api import BrowserContext, sync_playwright

BUILT = Path("_build/html")
NOTEBOOK = "findings/workforce.ipynb"
PATIENCE = 600_000  # milliseconds


class Noting(SimpleHTTPRequestHandler):
    """A server that notes which files it sends."""

    sent: list[Path] = []  # noqa: RUF012

    def log_message(self, *_: object) -> None:
        pass

    def copyfile(self, source: object, outputfile: object) -> None:
        Noting.sent.append(Path(source.name))
        super().copyfile(source, outputfile)


def visit(context: BrowserContext, address: str) -> dict[str, float]:
    """Open the notebook, run its cells, and wait for its first chart."""
    Noting.sent = []
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    shown = time.perf_counter() - start
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells").first.click()
    page.wait_for_selector(".jp-RenderedVegaCommon5 canvas, .jp-RenderedVegaCommon5 svg")
    seconds = time.perf_counter() - start
    page.close()
    contents = [file.read_bytes() for file in Noting.sent]
    sizes = {"bytes": sum(map(len, contents)), "gzip": sum(len(gzip.compress(content)) for content in contents)}
    return {"open": shown, "chart": seconds} | sizes


def main() -> None:
    """Visit twice, and print what was seen."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Noting, directory=str(BUILT)))
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/{build_lite.address(NOTEBOOK)}"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=printing.find_browser(), args=printing.BROWSER_OPTIONS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        visits = {"first": visit(context, address), "second": visit(context, address)}
        browser.close()
    server.shutdown()
    print(json.dumps({"notebook": NOTEBOOK} | visits))


if __name__ == "__main__":
    sys.exit(main())
