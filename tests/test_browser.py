"""Every page as a browser shows it: no error, no other host, nothing that axe objects to, in light and dark."""

import re
import shutil
from collections.abc import Iterable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml

ROOT = Path(__file__).parents[1]
LIGHT_AND_WIDE = {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}}
DARK_AND_WIDE = {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}}
ON_A_PHONE = {"color_scheme": "light", "viewport": {"width": 390, "height": 844}}
DARK_ON_A_PHONE = {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}}
ON_A_SMALL_PHONE = {"color_scheme": "light", "viewport": {"width": 320, "height": 640}}
MODES = {
    "light and wide": LIGHT_AND_WIDE,
    "dark and wide": DARK_AND_WIDE,
    "light on a phone": ON_A_PHONE,
    "dark on a phone": DARK_ON_A_PHONE,
    "light on a small phone": ON_A_SMALL_PHONE,
}
MADE_PAGES = ["search", "genindex", "py-modindex", "404"]
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"], *(chapter["file"] for part in TOC["parts"] for chapter in part["chapters"]), *MADE_PAGES]
# One page of each kind, for the modes that not every page is opened in; `slow/test_every_page.py` opens all of them
KINDS = {
    "the first page": TOC["root"],
    "a chapter on the summary": "book/findings/workforce",
    "a chapter on other sources": "book/outcomes/what-it-costs",
    "lists and mechanisms": "book/framework/programme-theories",
    "the map": "book/explore/evidence-map",
    "the table of claims": "book/explore/all-claims",
    "claims to judge": "book/explore/judge-it-first",
    "gaps": "book/explore/gap-workbook",
    "wordings": "book/explore/wording",
    "exercises": "book/exercises/findings",
    "a session plan": "book/teach/workshop",
    "the glossary": "book/references/glossary",
    "the bibliography": "book/references/bibliography",
    "the data dictionary": "book/references/data-dictionary",
    "functions": "book/references/api",
    "the search": "search",
    "no such page": "404",
}
# The pages are tried in so many tests, for workers to share; each test takes every so-many-th page
SHARES = 6


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def site(built) -> Iterator[str]:
    yield from serve(built)


def problems(browser, address: str, **settings) -> list[str]:
    """Open a page, make all its figures live, and list what is wrong with it."""
    from axe_playwright_python.sync_playwright import Axe

    heard = []
    context = browser.new_context(**settings)
    page = context.new_page()
    own = address.split("/book/")[0] if "/book/" in address else address.rsplit("/", 1)[0]
    page.on("console", lambda said: heard.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on(
        "request",
        lambda asked: (
            heard.append(f"foreign: {asked.url}") if not asked.url.startswith((own, "data:", "blob:")) else None
        ),
    )
    page.goto(address)
    for drawing in page.locator(".nmc-drawing:visible").all():
        drawing.scroll_into_view_if_needed()
        page.wait_for_function("one => ['yes', 'failed'].includes(one.dataset.live)", arg=drawing.element_handle())
    found = [
        f"no text alternative: {figure.get_attribute('id')}"
        for figure in page.locator(".nmc-figure").all()
        if any(len((svg.get_attribute("aria-label") or "").split()) < 8 for svg in figure.locator("svg.nmc-svg").all())
    ]
    room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if room[0] > room[1]:
        found.append(f"scrolls sideways: {room[0]} > {room[1]}")
    page.evaluate("window.scrollTo(0, 0)")
    found += heard.copy()  # before axe, which loads style sheets itself
    for violation in Axe().run(page).response["violations"]:
        places = [node["target"] for node in violation["nodes"]][:3]
        found.append(f"axe: {violation['id']} ({violation['impact']}): {places}")
    context.close()
    return found


def pages_with_problems(browser, site: str, pages: Iterable[str], mode: str) -> dict[str, list[str]]:
    """Open pages in a mode, and return those that have a problem with what is wrong."""
    found = {page: problems(browser, f"{site}/{page}.html", **MODES[mode]) for page in pages}
    return {page: wrong for page, wrong in found.items() if wrong}


@pytest.mark.parametrize("share", range(SHARES))
def test_no_page_has_a_problem_in_light_mode_on_a_wide_screen(chromium, site, share):
    assert pages_with_problems(chromium, site, PAGES[share::SHARES], "light and wide") == {}


@pytest.mark.parametrize("mode", ["dark and wide", "light on a phone", "light on a small phone"])
def test_no_kind_of_page_has_a_problem_in_the_other_modes(chromium, site, mode):
    assert pages_with_problems(chromium, site, KINDS.values(), mode) == {}


def test_the_kinds_of_pages_are_pages_of_the_book():
    assert set(KINDS.values()) <= set(PAGES)


def test_the_pages_work_when_opened_from_a_folder(chromium, built):
    for page in ("book/index", "book/findings/workforce", "book/explore/evidence-map", "book/explore/all-claims"):
        assert problems(chromium, (built / f"{page}.html").as_uri(), **LIGHT_AND_WIDE) == []


# --- what the check above would find: on a copy


@pytest.fixture(scope="module")
def copied(built, tmp_path_factory) -> Path:
    """Return a copy of one page with all that it loads."""
    folder = tmp_path_factory.mktemp("site")
    for name in ("_static", "figures"):
        shutil.copytree(built / name, folder / name)
    shutil.copy(built / "searchindex.js", folder)
    (folder / "book" / "findings").mkdir(parents=True)
    shutil.copy(built / "book" / "findings" / "management.html", folder / "book" / "findings")
    return folder


@pytest.fixture
def damaged(copied) -> Iterator[tuple[Path, Path]]:
    """Return a page and the specification of its figure, and mend both afterwards."""
    files = (copied / "book" / "findings" / "management.html", copied / "figures" / "management-certainty.js")
    kept = [file.read_text(encoding="utf-8") for file in files]
    yield files
    for file, text in zip(files, kept, strict=True):
        file.write_text(text, encoding="utf-8")


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def seen(chromium, page: Path) -> str:
    return "\n".join(problems(chromium, page.as_uri(), **LIGHT_AND_WIDE))


def test_the_copy_has_no_problem_before_it_is_damaged(chromium, damaged):
    assert seen(chromium, damaged[0]) == ""


def test_a_broken_chart_is_found(chromium, damaged):
    page, specification = damaged
    change(specification, '"type":"point"', '"type":"pointless"')
    assert "management-certainty stays as it was drawn" in seen(chromium, page)


def test_a_missing_text_alternative_is_found(chromium, damaged):
    page, _ = damaged
    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r'(<svg [^>]*)aria-label="[^"]*"', r"\1", text), encoding="utf-8")
    assert "no text alternative: management-certainty" in seen(chromium, page)


def test_a_script_of_another_host_is_found_and_does_not_run(chromium, damaged):
    page, _ = damaged
    change(page, "</body>", '<script src="https://cdn.example/vega.js"></script></body>')
    assert "cdn.example" in seen(chromium, page)


def test_an_inline_script_that_the_policy_does_not_name_does_not_run(chromium, damaged):
    page, _ = damaged
    change(page, "</body>", "<script>document.title = 'changed'</script></body>")
    assert "Content Security Policy" in seen(chromium, page)


def test_a_violation_of_axe_is_found(chromium, damaged):
    page, _ = damaged
    change(page, "</article>", '<p style="color:#ccc;background:#fff">hard to see</p></article>')
    assert "axe: color-contrast" in seen(chromium, page)
