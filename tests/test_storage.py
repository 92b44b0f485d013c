"""The pages and the notebooks where the browser keeps nothing for the site: all works, and what is lost is said."""

import json
from collections.abc import Iterator
from pathlib import Path

import printing
import pytest
from test_browser import PAGES, serve

ROOT = Path(__file__).parents[1]
STORAGE = (ROOT / "book" / "_templates" / "storage.js").read_text(encoding="utf-8")
REFUSED = """for (const name of ["localStorage", "sessionStorage", "indexedDB"])
  Object.defineProperty(window, name, { get() { throw new DOMException("refused", "SecurityError"); } });"""
MISSING = """for (const name of ["localStorage", "sessionStorage", "indexedDB"])
  Object.defineProperty(window, name, { value: null, configurable: true });"""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def site(built) -> Iterator[str]:
    yield from serve(built)


@pytest.fixture(scope="module")
def refusing(chromium) -> Iterator:
    """Return a browser context in which every look at a store throws."""
    context = chromium.new_context(viewport=WIDE)
    context.add_init_script(REFUSED)
    yield context
    context.close()


def listened(context) -> tuple:
    """Return a page, and the list of errors that it fills."""
    page, heard = context.new_page(), []
    page.on("console", lambda said: heard.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    return page, heard


def faults_of_controls(page) -> list[str]:
    """Use what the theme's scripts bring to life, and list what does nothing."""
    faults = []
    page.set_viewport_size(WIDE)
    mode = "document.documentElement.dataset.mode"
    before = page.evaluate(mode)
    page.locator(".theme-switch-button:visible").first.click()
    if page.evaluate(mode) == before:
        faults.append("the colour mode does not change")
    page.keyboard.press("Control+k")
    if not page.locator("form.bd-search input:visible:focus").count():  # in a window of its own, or on the search page
        faults.append("Ctrl-K leads to no search")
    page.keyboard.press("Escape")
    page.set_viewport_size(NARROW)
    page.locator(".primary-toggle:visible").first.click()
    if not page.locator("#pst-primary-sidebar-modal[open] a:visible").count():
        faults.append("the menu of a phone does not open")
    return faults


def test_every_page_works_where_storage_throws(refusing, site):
    page, heard = listened(refusing)
    faults = {}
    for name in PAGES:
        page.goto(f"{site}/{name}.html")
        controls = faults_of_controls(page) if name != "404" else []  # it has none
        if controls or heard:
            faults[name] = [*controls, *heard]
        heard.clear()
    page.close()
    assert faults == {}


@pytest.mark.parametrize("before", [REFUSED, MISSING])
def test_the_search_finds_without_storage_what_it_finds_with_it(chromium, site, before):
    found = []
    for script in ("", before):
        context = chromium.new_context()
        context.add_init_script(script)
        page, heard = listened(context)
        page.goto(f"{site}/search.html?q=workforce")
        page.locator("#search-results", has_text="Search finished").wait_for()
        found.append(page.locator("#search-results li").count())
        assert heard == []
        context.close()
    assert found[0] == found[1] > 0


def test_questions_say_that_their_answers_are_not_kept_and_work_all_the_same(refusing, site):
    page, heard = listened(refusing)
    for name in ("findings/workforce", "explore/judge-it-first"):
        page.goto(f"{site}/book/{name}.html")
        page.wait_for_selector(".nmc-quiz[data-live=yes]")
        page.locator("form.nmc-item input").first.check()
        page.locator("form.nmc-item button").first.click()
        assert page.locator(".nmc-feedback").first.text_content()
        assert "does not let the page keep your answers" in page.locator(".nmc-kept").text_content()
        page.get_by_role("button", name="Forget my answers").click()
        assert page.locator("input:checked").count() == 0
        assert "kept no answers" in page.locator(".nmc-kept").text_content()
    assert heard == []
    page.close()


def test_the_setting_of_the_browser_itself_that_refuses_site_data_stops_nothing(chromium, browser_path, site, tmp_path):
    """Where a browser is told so, it refuses more than a script can pretend."""
    (tmp_path / "Default").mkdir()
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(blocked), encoding="utf-8")
    context = chromium.browser_type.launch_persistent_context(
        tmp_path, executable_path=browser_path, args=printing.BROWSER_OPTIONS
    )
    page, heard = listened(context)
    page.goto(f"{site}/404.html")
    assert (
        page.evaluate("() => { try { return localStorage.length } catch (error) { return error.name } }")
        == "SecurityError"
    )
    page.goto(f"{site}/book/findings/workforce.html")
    assert faults_of_controls(page) == []
    page.goto(f"{site}/search.html?q=workforce")
    page.locator("#search-results li").first.wait_for()
    assert heard == []
    context.close()


# --- the store that takes the place


def test_the_store_of_a_page_does_what_the_browsers_own_does(chromium):
    """Run the same steps on both, and compare what they return."""
    steps = """(name) => {
      const store = window[name];
      store.clear();
      const seen = [store.getItem("a"), store.length, store.key(0)];
      store.setItem("a", 1);
      store.setItem("b", { toString: () => "two" });
      seen.push(store.getItem("a"), store.getItem("b"), store.length, store.key(2));
      seen.push([store.key(0), store.key(1)].sort());
      store.removeItem("a");
      store.removeItem("gone");
      seen.push(store.getItem("a"), store.length);
      store.clear();
      return [...seen, store.length, store instanceof Storage];
    }"""

    def run(script: str, name: str) -> list:
        page = chromium.new_page()
        page.add_init_script(script + STORAGE)
        page.route("**/*", lambda route: route.fulfill(body="<title>A page</title>", content_type="text/html"))
        page.goto("http://127.0.0.1/")
        seen = page.evaluate(steps, name)
        page.close()
        return seen

    for name in ("localStorage", "sessionStorage"):
        *own, is_real = run("", name)
        assert is_real, "the browser's own store was replaced"
        assert run(REFUSED, name) == [*own, False]
