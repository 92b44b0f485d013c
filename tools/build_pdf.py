"""Join the built pages into one document and print it to a PDF with Chromium.

The pages are joined with BeautifulSoup, which the tests use already. Its parser writes attributes in small letters;
the one name in the drawings that has a capital is restored, for readers of the joined file other than a browser.
"""

import posixpath
import re
import sys
import tomllib
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import progress
import yaml
from bs4 import BeautifulSoup, SoupStrainer, Tag
from printing import describe, foreign_parts, open_browser, print_document

ROOT = Path.cwd()
HTML = ROOT / "_build" / "html"
PDF = ROOT / "_build" / "pdf"
NAME = "new-models-of-care"
SCREEN_ONLY = (
    "details.above-input, .cell_input, .headerlink, .nmc-notebook, .nmc-narrow, .nmc-take, .nmc-controls, "
    ".toctree-wrapper, button, script, style"
)
UNKNOWN = "000"
MOST_PRINTS = 5


def book_order(toc: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Return the pages in the order of the contents.

    Parameters
    ----------
    toc : dict
        What `_toc.yml` holds.

    Returns
    -------
    list of (str, list of str)
        Parts with their pages; the first part holds the root page and has no heading.
    """
    parts = [(part["caption"], [chapter["file"] for chapter in part["chapters"]]) for part in toc.get("parts", [])]
    return [("", [toc["root"]]), *parts]


def read_chapter(text: str) -> Tag:
    """Take the text of a page out of a built page, and from that what only a screen needs.

    Parameters
    ----------
    text : str
        A built page.

    Returns
    -------
    bs4.Tag
        The `article` of the page: unfolded, and with the wide drawing of each figure.
    """
    article = BeautifulSoup(text, "html.parser", parse_only=SoupStrainer("article", class_="bd-article")).article
    for unwanted in article.select(SCREEN_ONLY):
        unwanted.decompose()
    for folded in article.find_all("details"):
        folded["open"] = ""
    for drawing in article.find_all("svg"):
        drawing["viewBox"] = drawing.attrs.pop("viewbox")
    for scrolled in article.find_all(tabindex=True):
        del scrolled["tabindex"]
    article["class"] = ["pdf-chapter"]
    return article


def page_anchor(page: str) -> str:
    """Return the anchor of a whole page in the joined document: `page-findings-design` of `book/findings/design`."""
    return "page-" + page.removeprefix("book/").replace("/", "-")


def make_ids_unique(chapters: dict[str, Tag]) -> dict[tuple[str, str], str]:
    """Give every id of the book a name of its own: the first to have it keeps it, others get their page before it.

    Parameters
    ----------
    chapters : dict of str to bs4.Tag
        The pages; their ids are changed.

    Returns
    -------
    dict of (str, str) to str
        The id in the joined document for a page and an id on it; a page without an id stands for its beginning.
    """
    names = {(page, ""): page_anchor(page) for page in chapters}
    taken = set(names.values())
    for page, chapter in chapters.items():
        for tag in chapter.find_all(id=True):
            name = tag["id"] if tag["id"] not in taken else f"{page_anchor(page)}--{tag['id']}"
            names[page, tag["id"]] = name
            taken.add(name)
            tag["id"] = name
        chapter["id"] = page_anchor(page)
    return names


def turn_links_inwards(page: str, chapter: Tag, names: dict[tuple[str, str], str]) -> None:
    """Let links between pages lead to places in the joined document, and say on which sheet these are.

    Parameters
    ----------
    page : str
        The page, as the contents name it.
    chapter : bs4.Tag
        Its text; its links are changed.
    names : dict of (str, str) to str
        What `make_ids_unique` returned.

    Raises
    ------
    ValueError
        If a link leads to a place that is not in the book.
    """
    for link in chapter.find_all("a", href=True):
        parts = urlsplit(link["href"])
        if parts.scheme in {"http", "https", "mailto"}:
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        target = path.removesuffix(".html") if parts.path else page
        if parts.path and not path.endswith(".html") and (HTML / path).is_file():
            link.unwrap()  # a file that stands beside the pages, such as the list of licences, is not printed
            continue
        if parts.scheme or parts.netloc or (target, unquote(parts.fragment)) not in names:
            raise ValueError(f"{page}: the link to {link['href']!r} leads to no place in the book")
        anchor = names[target, unquote(parts.fragment)]
        link["href"] = f"#{anchor}"
        classes = link.get("class", [])
        if "nmc-permalink" in classes and not link.find_parent("article", class_="nmc-card"):
            link.string = "p.\N{NO-BREAK SPACE}"
            link.append(_sheet(anchor))
        elif "reference" in classes and target != page:
            link.insert_after(" (p.\N{NO-BREAK SPACE}", _sheet(anchor), ")")


def _sheet(anchor: str) -> Tag:
    """Return a place for the number of the sheet on which an anchor is."""
    place = BeautifulSoup("", "html.parser").new_tag("span", attrs={"class": "pdf-page", "data-of": anchor})
    place.string = UNKNOWN
    return place


def join_pages(pages: dict[str, str], parts: list[tuple[str, list[str]]], about: dict[str, str], css: str) -> str:
    """Join pages into one document.

    Parameters
    ----------
    pages : dict of str to str
        The built pages under the names that the contents give them.
    parts : list of (str, list of str)
        The order, as `book_order` returns it.
    about : dict of str to str
        `title`, `description`, `author`, `version` and `language` of the book.
    css : str
        Its style sheet.

    Returns
    -------
    str
        The document. The number of the sheet is still unknown wherever one is to stand.
    """
    chapters = {page: read_chapter(pages[page]) for _, inside in parts for page in inside}
    names = make_ids_unique(chapters)
    titles = {}
    for caption, inside in parts:
        for page in inside:
            turn_links_inwards(page, chapters[page], names)
            if not caption:  # the title of the root page is the book's and stands on the title page
                chapters[page].h1.string = "First page"
            titles[page] = chapters[page].h1.get_text()
            for level in (5, 4, 3, 2, 1) if caption else ():
                for heading in chapters[page].find_all(f"h{level}"):
                    heading.name = f"h{level + 1}"

    def entry(page: str) -> str:
        anchor = page_anchor(page)
        return f'<li><a href="#{anchor}"><span>{escape(titles[page])}</span>{_sheet(anchor)}</a></li>'

    contents = text = ""
    for caption, inside in parts:
        entries = "".join(entry(page) for page in inside)
        contents += f"<li>{escape(caption)}<ol>{entries}</ol></li>" if caption else entries
        text += f'<h1 class="pdf-part">{escape(caption)}</h1>' if caption else ""
        text += "".join(str(chapters[page]) for page in inside)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(about["language"])}" data-theme="light"><head><meta charset="utf-8">'
        f"<title>{escape(about['title'])}</title><style>{css}</style></head><body><main>"
        f'<section class="pdf-title"><h1>{escape(about["title"])}</h1><p>{escape(about["description"])}.</p>'
        f"<p>{escape(about['author'])}</p><p>Version {escape(about['version'])}</p></section>"
        f'<nav class="pdf-contents"><h1>Contents</h1><ol>{contents}</ol></nav>{text}</main></body></html>\n'
    )


def fill_in_sheets(document: str, sheets: dict[str, int]) -> str:
    """Write the numbers of sheets where they belong.

    Parameters
    ----------
    document : str
        A joined document.
    sheets : dict of str to int
        The number of the sheet for each anchor.

    Returns
    -------
    str
    """
    return re.sub(r'(data-of="([^"]+)">)[^<]*', lambda found: f"{found[1]}{sheets.get(found[2], UNKNOWN)}", document)


def sheet_numbers(pdf: bytes) -> dict[str, int]:
    """Return the number of the sheet on which each anchor of a printed document is.

    Parameters
    ----------
    pdf : bytes
        A PDF.

    Returns
    -------
    dict of str to int
    """
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(pdf))
    return {
        name.removeprefix("/"): reader.get_destination_page_number(place) + 1
        for name, place in reader.named_destinations.items()
    }


def project() -> dict[str, Any]:
    """Return what `pyproject.toml` says of the project."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def about_book() -> dict[str, str]:
    """Return title, description, author, version and language of the book, from the project's own files."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    return {
        "title": config["title"],
        "author": config["author"],
        "language": config["sphinx"]["config"]["language"],
        "description": project()["description"],
        "version": project()["version"],
    }


def join_book() -> str:
    """Join all pages of the built book; see `join_pages`."""
    parts = book_order(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8")))
    pages = {page: (HTML / f"{page}.html").read_text(encoding="utf-8") for _, inside in parts for page in inside}
    sheets = [HTML / "_static" / name for name in ("pygments.css", "nmc.css", "print.css")]
    css = "\n".join(path.read_text(encoding="utf-8") for path in [*sheets, Path(__file__).with_name("pdf.css")])
    return join_pages(pages, parts, about_book(), css)


def print_book(document: str, path: Path, browser: Any) -> bytes:
    """Print a joined document again and again, until the numbers of sheets in it are right.

    Parameters
    ----------
    document : str
        The document, as `join_pages` returns it.
    path : Path
        Where to write it for the browser.
    browser : playwright.sync_api.Browser
        What `open_browser` yields.

    Returns
    -------
    bytes
        The PDF.

    Raises
    ------
    SystemExit
        If the numbers do not come to rest.
    """
    sheets: dict[str, int] = {}
    with progress.step("Print the book until its page numbers are right") as done:
        for number in range(1, MOST_PRINTS + 1):
            path.write_text(fill_in_sheets(document, sheets), encoding="utf-8")
            pdf = print_document(path, browser)
            done(f"print {number}")
            before, sheets = sheets, sheet_numbers(pdf)
            if sheets == before:
                return pdf
    sys.exit(f"The numbers of sheets still changed after {MOST_PRINTS} prints.")


def main() -> None:
    """Join, print, check, and say where the PDF is."""
    PDF.mkdir(parents=True, exist_ok=True)
    target = PDF / f"{NAME}.pdf"
    with open_browser() as browser:
        pdf = print_book(join_book(), target.with_suffix(".html"), browser)
    pdf = describe(pdf, about_book())
    if foreign := foreign_parts(pdf):
        sys.exit(f"The PDF names files of this machine: {', '.join(foreign)}")
    target.write_bytes(pdf)
    print(target)


if __name__ == "__main__":
    main()
