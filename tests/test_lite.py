"""The notebooks in the browser: they run, keep what the reader changes, ask nobody else, and say what is wrong."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import build_lite
import pytest
from test_browser import serve
from test_storage import REFUSED

# Chapters, and the axes that their first chart has: one that is lost on the way into the page comes back as a default
AXES = {"findings/workforce.ipynb": 0, "outcomes/what-it-costs.ipynb": 0, "framework/ways-to-classify.ipynb": 0}
ELSEWHERE = "https://elsewhere.example/"
PATIENCE = 240_000  # milliseconds: a quiet machine needs about ten seconds for the first cell, a busy one far longer
ERROR = '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]'  # an exception, or a warning
EVERY_CELL_RAN = """() => [...document.querySelectorAll(".jp-CodeCell .jp-InputArea-prompt")]
  .every((prompt) => /\\[\\d+\\]/.test(prompt.textContent))"""
FULL = """const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...given) {
  if (window.isFull) throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
  return put.apply(this, given);
};"""

HURRY = (
    "const now = performance.now.bind(performance); performance.now = () => 30 * now();"  # two minutes in four seconds
)


@pytest.fixture(scope="module")
def site(built: Path) -> Iterator[str]:
    """Serve the book under a sub-path, and return its address."""
    if not build_lite.is_wanted():
        pytest.skip("built with LITE=no")
    assert (built / "lite" / "index.html").is_file(), "the book has no notebooks for the browser: run `make book`"
    for address in serve(built.parent):
        yield f"{address}/{built.name}"


@pytest.fixture
def visit(chromium, site):
    """Open notebooks in a browser that reaches nobody but the site, and note what it was asked for."""
    contexts = []

    def opened(notebook: str, *, before: str = ""):
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.foreign = []
        host = site.rpartition("/")[0]  # a browser asks it for an icon of its own accord
        context.route(
            lambda url: not url.startswith((host, "data:", "blob:")),
            lambda route: (page.foreign.append(route.request.url), route.abort()),
        )
        if before:
            page.add_init_script(before)
        page.goto(f"{site}/{build_lite.address(notebook)}")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        page.wait_for_selector('.jp-KernelName:has-text("Python (Pyodide)")')  # sooner, it asks which Python to run
        return page

    yield opened
    for context in contexts:
        context.close()


def choose(page, menu: str, entry: str) -> None:
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=entry).first.click()


def write_first(page, text: str) -> None:
    """Replace the first cell of code."""
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def kept_in_page(page) -> str:
    return page.locator(".jp-CodeCell .cm-content").first.inner_text()


@pytest.mark.parametrize("chapter", AXES)
def test_a_chapter_runs_and_shows_its_chart_and_tables_with_nothing_from_elsewhere(visit, chapter):
    page = visit(chapter)
    heard = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    choose(page, "Run", "Run All Cells")
    page.wait_for_function(EVERY_CELL_RAN)
    chart = page.locator(".jp-RenderedVegaCommon5 canvas, .jp-RenderedVegaCommon5 svg").first
    chart.wait_for(state="visible")
    assert chart.bounding_box()["height"] > 50
    assert page.locator(".jp-RenderedVegaCommon5").first.locator(".role-axis").count() == AXES[chapter]
    assert page.locator(".jp-OutputArea-output figure.nmc-figure").count() > 0
    assert page.locator(".jp-OutputArea-output table caption").count() > 0
    assert page.locator(ERROR).count() == 0
    style = page.locator(".jp-OutputArea-output .nmc-table th").first.evaluate("one => getComputedStyle(one).textAlign")
    assert style in {"left", "start"}  # the package's style; the application's own is to the right
    links = page.locator(".jp-OutputArea-output a[href*='/book/']")
    assert links.count() > 0
    assert all(link.evaluate("one => one.href").startswith(page.url.split("/lite/")[0]) for link in links.all()[:5])
    assert page.locator('[data-notice]:not([data-notice="busy"])').count() == 0  # a busy machine may take its time
    assert (heard, page.foreign) == ([], [])


def test_a_change_is_kept_and_can_be_taken_along_and_a_request_to_another_host_is_found(visit):
    page = visit("purpose/making-sense.ipynb")
    write_first(page, f"import js\nawait js.fetch('{ELSEWHERE}data')  # a change")
    choose(page, "File", "Save Notebook")
    page.wait_for_timeout(1000)
    page.reload()
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    assert "# a change" in kept_in_page(page)
    with page.expect_download() as taken:
        choose(page, "File", "Download")
    assert taken.value.suggested_filename == "purpose_making-sense.ipynb"
    notebook = json.loads(taken.value.path().read_text(encoding="utf-8"))
    assert "# a change" in "".join(cell for part in notebook["cells"] for cell in part["source"])
    assert page.foreign == []
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(ERROR)
    assert page.foreign == [f"{ELSEWHERE}data"]
    page.evaluate(f"fetch('{ELSEWHERE}page').catch(() => {{}})")
    assert f"{ELSEWHERE}page" not in page.foreign  # the page's own policy stops it before it is asked


def test_a_full_store_and_a_python_that_stops_are_said_and_nothing_is_lost(visit):
    page = visit("purpose/making-sense.ipynb", before=FULL)
    page.evaluate("window.isFull = true")
    write_first(page, "import ctypes\nctypes.string_at(2**31 - 1, 2**20)  # my work")
    choose(page, "File", "Save Notebook")
    notice = page.wait_for_selector('[data-notice="not-kept"]')
    assert re.search(r"could not be kept.*still here.*Download", notice.inner_text(), re.DOTALL)
    assert "# my work" in kept_in_page(page)
    notice.query_selector("button").click()
    page.keyboard.press("Escape")
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+Enter")
    assert "still here" in page.wait_for_selector('[data-notice="stopped"]').inner_text()
    assert "# my work" in kept_in_page(page)


def test_a_python_that_answers_no_more_is_said_after_a_while(visit):
    page = visit("purpose/making-sense.ipynb", before=HURRY)
    write_first(page, "import js\njs.self.close()  # the end of this Python, of which it tells nobody")
    page.keyboard.press("Control+Enter")
    assert "may have stopped" in page.wait_for_selector('[data-notice="busy"]').inner_text()


@pytest.mark.parametrize(
    "refused", [REFUSED, "Object.defineProperty(window, 'indexedDB', {value: undefined});"], ids=["all", "database"]
)
def test_where_a_browser_keeps_nothing_a_notebook_opens_and_runs_and_this_is_said(visit, refused):
    page = visit("purpose/making-sense.ipynb", before=refused)
    assert "changes go when this page closes" in page.wait_for_selector('[data-notice="no-store"]').inner_text()
    page.locator('[data-notice="no-store"] button').click()
    write_first(page, "print(6 * 7)  # a change")
    choose(page, "File", "Save Notebook")
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector('.jp-OutputArea-output:has-text("42")')
    assert "# a change" in kept_in_page(page)
    assert page.locator(f'{ERROR}, [data-notice="not-kept"], .jp-Dialog').count() == 0


def test_a_page_opened_from_a_folder_says_that_it_needs_a_server(chromium, built, site):
    page = chromium.new_page()
    page.goto((built / "lite" / "notebooks" / "index.html").as_uri())
    assert "come" in page.wait_for_selector('[data-notice="no-server"]').inner_text()
    page.close()
