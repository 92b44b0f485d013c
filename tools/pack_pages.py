"""What the pages of the pack share: templates, and links that work offline.

Every page of the pack is one file: style and script stand in it, charts are drawings, and links lead to other
files of the pack. So a page still opens when it is mailed by itself, and only its links then lead nowhere.
"""

import posixpath
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jinja2
from book_policy import policy_of
from bs4 import BeautifulSoup
from build_pdf import about_book

from nmc_evidence import schema
from nmc_evidence.display.media import Medium
from nmc_evidence.display.page import read_asset, templates

ROOT = Path.cwd()
HTML = ROOT / "_build" / "html"
TEMPLATES = Path(__file__).with_name("pack")
# Where the copy of the book stands, as seen from a folder of the pack
BOOK = "../book/"


def to_book(address: str, page: str) -> str:
    """Return the address in the pack for a link on a page of the book, as seen from a folder of the pack.

    Parameters
    ----------
    address : str
        What the link says.
    page : str
        The page, such as "findings/workforce".

    Returns
    -------
    str

    Examples
    --------
    >>> to_book("../outcomes/overview.html#discuss", "findings/workforce")
    '../book/book/outcomes/overview.html#discuss'
    >>> to_book("#nmc-summary-workforce-01", "findings/workforce")
    '../book/book/findings/workforce.html#nmc-summary-workforce-01'
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return address
    place = f"book/{page}.html"
    target = posixpath.normpath(posixpath.join(posixpath.dirname(place), parts.path)) if parts.path else place
    return BOOK + target + (f"#{parts.fragment}" if parts.fragment else "")


def about_page(title: str) -> dict[str, str]:
    """Return what a PDF of the pack says of itself: its title, and what it has in common with the book."""
    return about_book() | {"title": title}


@cache
def environment() -> jinja2.Environment:
    """Return the templates of the pack, and below them the package's; what they do not find is an error."""
    made = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.FileSystemLoader(TEMPLATES), templates()]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    package = schema.read_descriptor()
    made.globals |= {"medium": PackPage(), "asset": asset, "about": about_book(), "date": package["created"][:10]}
    return made


def asset(name: str) -> str:
    """Return a style sheet or a script of the pack, or of the package."""
    path = TEMPLATES / name
    return path.read_text(encoding="utf-8") if path.is_file() else read_asset(name)


def render(template: str, **values: Any) -> str:
    """Make a page of the pack.

    Parameters
    ----------
    template : str
        Its file in `tools/pack`.
    **values
        What the template shows.

    Returns
    -------
    str
        The page, with the policy under which it works: nothing from other hosts, no script but its own.
    """
    return with_policy(environment().get_template(template).render(**values), template)


def with_policy(page: str, name: str) -> str:
    """Put its policy into a page, anew if it has one; the scripts of the pack may stand in it, and no others."""
    page = re.sub(r'\s*<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    known = [path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.js")]
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy_of(page, name=name, known=known)}">'
    return page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{tag}', 1)


def heading_of(path: Path) -> str:
    """Return the first heading of a page."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").h1.get_text()


def dead_links(folder: Path) -> list[str]:
    """Return the links of the pages in a folder that lead to no file there, or to no place in one.

    Parameters
    ----------
    folder : Path
        The unpacked pack. The copy of the book has tests of its own and is not looked at, only led to.

    Returns
    -------
    list of str
        The page and the link; empty if all is well.
    """
    dead, anchors = [], {}
    for path in sorted(folder.rglob("*.html")):
        if (folder / "book") in path.parents:
            continue
        for link in BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").find_all(["a", "use"], href=True):
            parts = urlsplit(link["href"])
            if parts.scheme in {"http", "https", "mailto"}:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                continue
            if parts.fragment and target.is_file() and target not in anchors:
                anchors[target] = set(re.findall(r'\bid="([^"]+)"', target.read_text(encoding="utf-8")))
            if not target.is_file() or (parts.fragment and parts.fragment not in anchors[target]):
                dead.append(f"{path.relative_to(folder)}: {link['href']}")
    return dead


class PackPage(Medium):
    """A page in a folder of the pack: links to pages of the book lead to the copy that the pack holds."""

    changes_addresses = True

    def address(self, target: str) -> str:
        """Return the address of a page of the book, or of a place on it.

        Examples
        --------
        >>> PackPage().address("../findings/workforce.html#nmc-summary-workforce-01")
        '../book/book/findings/workforce.html#nmc-summary-workforce-01'
        """
        return f"{BOOK}book/{target.removeprefix('../')}" if target.startswith("../") else target
