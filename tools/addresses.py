"""List the addresses of the built book that readers may have kept: pages, places in pages, files to take along.

`python tools/addresses.py` adds those of the built book to `tests/addresses.txt`; none is ever taken out of that list
but by a decision that `LEFT` in `tests/test_old_addresses.py` records. A test looks up every one of them in the book.

A place is an id in the text of a page. Not listed are the ids of the theme, which stand outside the text, and those
that Sphinx numbers itself (`id1`): they change with the text around them. Files are those that figures offer and the
notebooks to take along.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[1]
LIST = ROOT / "tests" / "addresses.txt"
NUMBERED = re.compile(r"id\d+")
FILES = ["figures/*.csv", "figures/*.json", "figures/*.svg", "figures/*.png", "downloads/*.ipynb"]


def anchors(page: BeautifulSoup) -> set[str]:
    """Return the places in the text of a page that an address can name."""
    text = page.select_one("article.bd-article")
    return {tag["id"] for tag in text.find_all(id=True) if not NUMBERED.fullmatch(tag["id"])} if text else set()


def addresses(built: Path) -> dict[str, set[str]]:
    """Find the addresses of a built book.

    Parameters
    ----------
    built : path
        The folder of the book.

    Returns
    -------
    dict of str to set of str
        Each page or file with the places in it. Pages of the browser edition, which are an application's, are left out.
    """
    pages = [path for path in built.rglob("*.html") if path.relative_to(built).parts[0] != "lite"]
    found = {
        path.relative_to(built).as_posix(): anchors(BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser"))
        for path in pages
    }
    return found | {path.relative_to(built).as_posix(): set() for kind in FILES for path in built.glob(kind)}


def read_list() -> dict[str, set[str]]:
    """Return the addresses that were ever published: a page or file to a line, its places indented below it."""
    pages = re.split(r"\n(?! )", LIST.read_text(encoding="utf-8").rstrip("\n"))
    return {page: set(places) for page, *places in (lines.split("\n  ") for lines in pages)}


def write_list(listed: dict[str, set[str]]) -> None:
    """Write addresses in the form that `read_list` reads."""
    lines = [line for page in sorted(listed) for line in (page, *(f"  {place}" for place in sorted(listed[page])))]
    LIST.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Add the built book's addresses to the list."""
    built = ROOT / "_build" / "html"
    if not (built / "index.html").is_file():
        sys.exit("the book is not built: run `make book` first")
    listed = read_list() if LIST.is_file() else {}
    for page, places in addresses(built).items():
        listed[page] = listed.get(page, set()) | places
    write_list(listed)
    print(f"{len(listed)} pages and files, {sum(map(len, listed.values()))} places in {LIST.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
