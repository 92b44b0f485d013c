"""Compare a page of the book with the same page made by Altair's default renderer and local Vega files.

Prints, for both, the bytes that a first visit loads and the milliseconds until the first chart is visible.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import printing
from altair import VEGA_VERSION, VEGAEMBED_VERSION, VEGALITE_VERSION
from altair.utils.html import spec_to_html
from playwright.sync_api import Browser, sync_playwright

from nmc_evidence.display.page import vega_bundle

BUILT = Path("_build/html")
VISITS = 7
# What a chart of either kind becomes in the page; looked for at every frame that the browser paints
WATCH = """
const seen = () => [...document.querySelectorAll("svg.nmc-svg, .vega-embed svg, .vega-embed canvas")]
  .some((drawing) => drawing.getBoundingClientRect().height > 10);
const look = () => seen() ? (window.firstChart = performance.now()) : requestAnimationFrame(look);
requestAnimationFrame(look);
"""


class Counting(SimpleHTTPRequestHandler):
    """A server that counts the bytes of what it sends."""

    sent = 0

    def log_message(self, *_: object) -> None:
        pass

    def copyfile(self, source: object, outputfile: object) -> None:
        Counting.sent += Path(source.name).stat().st_size
        super().copyfile(source, outputfile)


def heaviest_chart_page() -> Path:
    """Return the largest page that has a figure."""
    pages = [page for page in BUILT.rglob("*.html") if '<figure class="nmc-figure"' in page.read_text(encoding="utf-8")]
    return max(pages, key=lambda page: page.stat().st_size).relative_to(BUILT)


def with_default_renderer(page: str, folder: Path) -> str:
    """Replace the drawings of a page by what Altair's default renderer writes."""
    (folder / "vega").mkdir(exist_ok=True)
    globals_ = "window.vega = nmcVega.vega; window.vegaLite = nmcVega.vegaLite; window.vegaEmbed = nmcVega.vegaEmbed;"
    local = {f"vega@{VEGA_VERSION.split('.')[0]}": vega_bundle() + globals_}
    local |= {f"vega-lite@{VEGALITE_VERSION}": "", f"vega-embed@{VEGAEMBED_VERSION.split('.')[0]}": ""}
    for name, script in local.items():
        (folder / "vega" / name).write_text(script, encoding="utf-8")

    def draw(found: re.Match[str]) -> str:
        specs = (BUILT / "figures" / f"{found[1]}.js").read_text(encoding="utf-8")
        spec = json.loads(specs[specs.index("] = ") + 4 :].rstrip(";\n"))["wide"]
        html = spec_to_html(
            spec,
            mode="vega-lite",
            vega_version=VEGA_VERSION.split(".")[0],
            vegaembed_version=VEGAEMBED_VERSION.split(".")[0],
            vegalite_version=VEGALITE_VERSION,
            base_url="/vega",
            output_div=f"altair-{found[1]}",
            template="universal",
        )
        return found[0][: found[0].index('<div class="nmc-drawing')] + html

    page = re.sub(
        r'<figure class="nmc-figure" id="([\w-]+)">.*?</figcaption>(<div class="nmc-drawing.*?</svg></div>)+',
        draw,
        page,
        flags=re.DOTALL,
    )
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)  # the default renderer needs eval
    return re.sub(r"<script[^>]*figures\.js[^>]*></script>", "", page)


def visit(browser: Browser, address: str) -> tuple[float, int]:
    """Open a page for the first time; return milliseconds to the first chart, and bytes sent until all is quiet."""
    Counting.sent = 0
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.wait_for_function("() => window.firstChart")
    shown = page.evaluate("window.firstChart")
    context.close()
    return shown, Counting.sent


def main() -> None:
    """Measure both pages by turns, and print the medians."""
    name = heaviest_chart_page()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copytree(BUILT, folder, dirs_exist_ok=True)
        other = name.with_stem(f"{name.stem}-default")
        page = (folder / name).read_text(encoding="utf-8")
        (folder / other).write_text(with_default_renderer(page, folder), encoding="utf-8")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Counting, directory=made))
        Thread(target=server.serve_forever, daemon=True).start()
        times: dict[str, list[tuple[float, int]]] = {"ours": [], "default": []}
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=printing.find_browser(), args=printing.BROWSER_OPTIONS)
            for _ in range(VISITS):
                for kind, path in (("ours", name), ("default", other)):
                    times[kind].append(visit(browser, f"http://127.0.0.1:{server.server_port}/{path.as_posix()}"))
            browser.close()
        server.shutdown()
    middle = {kind: sorted(seen)[VISITS // 2] for kind, seen in times.items()}
    print(
        json.dumps(
            {"page": str(name)}
            | {kind: {"milliseconds": shown, "bytes": sent} for kind, (shown, sent) in middle.items()}
        )
    )


if __name__ == "__main__":
    sys.exit(main())
