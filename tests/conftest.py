"""Folders and the browser that several tests use."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import build_lite
import printing
import pytest
import two_pages

ROOT = Path(__file__).parents[1]


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """Return a copy of the data that a test may damage."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


@pytest.fixture(scope="session")
def built() -> Path:
    """Return the built book; `make test` builds it first."""
    html = ROOT / "_build" / "html"
    assert (html / "index.html").is_file(), "the book is not built: run `make book` first"
    return html


@pytest.fixture(scope="session")
def page_files(built: Path) -> list[Path]:
    """Return the pages of the book.

    Those in `lite` are not among them: they belong to an application of its own, JupyterLite, which writes its
    pages while it runs, under a policy of its own. `test_lite.py` looks at them.
    """
    return [path for path in sorted(built.rglob("*.html")) if path.relative_to(built).parts[0] != "lite"]


@pytest.fixture(scope="session")
def lite(built: Path) -> Path:
    """Return the folder of the notebooks for the browser."""
    if not build_lite.is_wanted():
        pytest.skip("built with LITE=no")
    assert (built / "lite" / "index.html").is_file(), "the book has no notebooks for the browser: run `make book`"
    return built / "lite"


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Return the system's Chromium or Chrome; where there is none, skip, but not in continuous integration."""
    for name in printing.BROWSERS:
        if path := shutil.which(name):
            return path
    message = f"no browser to print with: none of {', '.join(printing.BROWSERS)} is on the path"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def chromium(browser_path) -> Iterator:
    """Start the browser once for all tests of a process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=browser_path, args=printing.BROWSER_OPTIONS)
        yield started
        started.close()


@pytest.fixture
def small_book(tmp_path: Path) -> Path:
    """Return a project with the real package, data and settings but two pages."""
    return two_pages.make(tmp_path)
