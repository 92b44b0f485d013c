"""Print pages to PDF with the Chromium of the system, so that the files can be handed round."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path.cwd()
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_OPTIONS = [
    "--no-sandbox",  # it opens nothing but our own file
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
OLDEST_BROWSER = 131  # the first that numbers pages by style sheet and unfolds what is folded away


def find_browser() -> str:
    """Return the path of Chromium or Chrome.

    Returns
    -------
    str

    Raises
    ------
    SystemExit
        If none is on the path.
    """
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    sys.exit(f"No browser to print with: none of {', '.join(BROWSERS)} is on the path. Install Chromium or Chrome.")


@contextmanager
def open_browser() -> Iterator:
    """Start the browser of the system, for as long as the block lasts.

    Yields
    ------
    playwright.sync_api.Browser

    Raises
    ------
    SystemExit
        If there is none, or it is too old.
    """
    from playwright.sync_api import sync_playwright

    path = find_browser()
    with sync_playwright() as driver, driver.chromium.launch(executable_path=path, args=BROWSER_OPTIONS) as browser:
        if int(browser.version.split(".")[0]) < OLDEST_BROWSER:
            sys.exit(f"{path} is version {browser.version}; {OLDEST_BROWSER} or newer is needed. Update it.")
        yield browser


def print_document(path: Path, browser: Any) -> bytes:
    """Print a page with Chromium, on the paper that its style sheet asks for.

    Parameters
    ----------
    path : Path
        The page.
    browser : playwright.sync_api.Browser
        What `open_browser` yields.

    Returns
    -------
    bytes
        A tagged PDF with an outline.
    """
    page = browser.new_page()
    page.goto(path.resolve().as_uri())
    pdf = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    page.close()
    return pdf


def print_sheet(path: Path, browser: Any, about: dict[str, str]) -> bytes:
    """Print a page that is handed round by itself: its links to files beside it would lead nowhere and are dropped.

    Parameters
    ----------
    path : Path
        The page.
    browser : playwright.sync_api.Browser
        What `open_browser` yields.
    about : dict
        What `describe` needs.

    Returns
    -------
    bytes
        A tagged PDF with title and author, and nothing of the machine.

    Raises
    ------
    ValueError
        If something of the machine is left in it.
    """
    page = browser.new_page()
    page.goto(path.resolve().as_uri())
    page.evaluate("document.querySelectorAll('a:not([href^=http])').forEach((link) => link.removeAttribute('href'))")
    pdf = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    page.close()
    pdf = describe(pdf, about)
    if foreign := foreign_parts(pdf):
        raise ValueError(f"{path.name}: the PDF names files of this machine: {', '.join(foreign)}")
    return pdf


def describe(pdf: bytes, about: dict[str, str]) -> bytes:
    """Name title and author in a PDF, and nothing of the machine or the hour that made it.

    Parameters
    ----------
    pdf : bytes
        A PDF.
    about : dict of str to str
        `title`, `description`, `author` and `language` of the book.

    Returns
    -------
    bytes
    """
    from pypdf import PdfWriter
    from pypdf.generic import NameObject, TextStringObject

    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.pdf_header = "%PDF-1.7"
    writer.metadata = {
        "/Title": about["title"],
        "/Subject": about["description"],
        "/Author": about["author"],
    }
    writer.root_object[NameObject("/Lang")] = TextStringObject(about["language"])
    writer.page_mode = "/UseOutlines"
    writer.create_viewer_preferences().display_doctitle = True
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def foreign_parts(pdf: bytes) -> list[str]:
    """Return what does not belong into a PDF that is handed round: links to files, and paths.

    Parameters
    ----------
    pdf : bytes
        A PDF.

    Returns
    -------
    list of str
        Addresses and metadata that name a file of the machine; empty if all is well.
    """
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(pdf))
    links = (note.get_object().get("/A", {}) for page in reader.pages for note in page.get("/Annots", []))
    addresses = [str(link["/URI"]) for link in links if "/URI" in link]
    return [
        *(address for address in addresses if urlsplit(address).scheme not in {"http", "https", "mailto"}),
        *(value for value in map(str, (reader.metadata or {}).values()) if "file:" in value or str(ROOT) in value),
    ]
