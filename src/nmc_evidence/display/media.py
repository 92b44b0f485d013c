"""Where a piece of a page is shown, and what that makes of its links, drawings and files.

Links inside the package are written as seen from a page of the book in the folder of a part, such as
`../findings/workforce.html#nmc-summary-workforce-01`, or as an anchor on the same page. Here, and nowhere else, they
become what leads on from the place where they are shown.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from nmc_evidence.browser import can_draw_beforehand, site_of_the_book
from nmc_evidence.display import svg

# What a reader can take along of a figure; the build of the book writes the files
FILES = {
    "csv": "the data (CSV)",
    "json": "what the columns mean, source and licence (JSON)",
    "svg": "the picture (SVG)",
    "png": "the picture (PNG)",
}
# Where they are, as seen from the book's root
FOLDER = "figures"


class Medium:
    """A place where pieces of a page are shown: by itself, one where links stay as they are and nothing is drawn."""

    can_draw = False
    changes_addresses = False

    def address(self, target: str) -> str:
        """Return the address under which a target is found from here."""
        return target

    def drawing(self, figure: dict[str, Any], kind: str) -> str:
        """Return a figure as SVG, for a "wide" or a "narrow" screen."""
        raise NotImplementedError

    def files(self, figure: dict[str, Any]) -> list[dict[str, str]]:
        """Return address, name and words of the files of a figure that can be had here."""
        return []

    def is_live(self, figure: dict[str, Any]) -> bool:
        """Return whether a figure brings what makes its drawing react to the reader."""
        return False

    def number(self) -> str:
        """Return what stands before the next caption."""
        return ""


class BookPage(Medium):
    """A page of the book.

    Parameters
    ----------
    name : str
        The page as Sphinx calls it, such as "book/findings/workforce".
    number : int, optional
        How many figures stand above on the page. Default: figures have no number.
    """

    can_draw = True

    def __init__(self, name: str = "book/part/page", number: int | None = None) -> None:
        self.depth = name.count("/")
        self.changes_addresses = self.depth == 1
        self.numbered = number
        self.drawings: dict[str, dict[str, str]] = {}

    def address(self, target: str) -> str:
        """Return the target as it is, or as seen from the first page, which stands in no folder of a part."""
        return target.removeprefix("../") if self.changes_addresses else target

    def drawing(self, figure: dict[str, Any], kind: str) -> Markup:
        """Return a figure as SVG, its marks linked, and remember it, to write it into a file."""
        spec = with_addresses(figure["script"]["data"][kind], self)
        drawn = svg.accessible(svg.draw(spec), f"{figure['name']}-{kind}", figure["description"])
        self.drawings.setdefault(figure["name"], {})[kind] = drawn
        return Markup(drawn)

    def files(self, figure: dict[str, Any]) -> list[dict[str, str]]:
        """Return the files that the build writes."""
        folder = "../" * self.depth + FOLDER
        return [
            {"address": f"{folder}/{figure['name']}.{suffix}", "name": "", "words": words}
            for suffix, words in FILES.items()
        ]

    def number(self) -> str:
        """Return the number of the next figure."""
        if self.numbered is None:
            return ""
        self.numbered += 1
        return f"Figure {self.numbered}. "


class Notebook(Medium):
    """A notebook beside others, as in a checkout or in the pack: links lead to notebooks, and no files are there."""

    can_draw = True
    changes_addresses = True

    def address(self, target: str) -> str:
        """Return the target with the notebook in the place of its page."""
        parts = urlsplit(target)
        if parts.scheme or parts.netloc or not parts.path.endswith(".html"):
            return target
        return parts._replace(path=parts.path.removesuffix(".html") + ".ipynb").geturl()

    def drawing(self, figure: dict[str, Any], kind: str) -> Markup:
        """Return a figure as SVG without links, on which JupyterLab fails."""
        spec = figure["script"]["data"][kind]
        drawn = svg.draw(spec)
        return Markup(svg.accessible(drawn, f"{figure['name']}-{kind}", figure["description"], has_links=False))

    def is_live(self, figure: dict[str, Any]) -> bool:
        """Return whether the chart has something to choose in it, for which the drawing library is needed."""
        return "params" in figure["script"]["data"]["wide"]


class BrowserNotebook(Medium):
    """A notebook in the reader's browser, which draws the charts itself: links lead to the pages of the book."""

    def __init__(self) -> None:
        self.site = site_of_the_book()
        self.changes_addresses = bool(self.site)

    def address(self, target: str) -> str:
        """Return the address of the page in the book that this Python is part of, if it is."""
        return f"{self.site}/book/{target.removeprefix('../')}" if self.site and target.startswith("../") else target

    def files(self, figure: dict[str, Any]) -> list[dict[str, str]]:
        """Return the data within their addresses: no build writes files, and the live chart saves its picture."""
        about = json.dumps(figure["about"], ensure_ascii=False, indent=1)
        data = {"csv": ("text/csv", figure["csv"]), "json": ("application/json", about)}
        return [
            {
                "address": f"data:{kind};charset=utf-8,{quote(text)}",
                "name": f"{figure['name']}.{suffix}",
                "words": FILES[suffix],
            }
            for suffix, (kind, text) in data.items()
        ]


def here() -> Medium:
    """Return the medium of the notebook that runs."""
    return Notebook() if can_draw_beforehand() else BrowserNotebook()


def with_addresses(spec: Any, medium: Medium) -> Any:
    """Return a specification whose marks lead on from where they are shown."""
    if not medium.changes_addresses:
        return spec
    if isinstance(spec, dict):
        return {
            key: medium.address(value) if key == "link" and isinstance(value, str) else with_addresses(value, medium)
            for key, value in spec.items()
        }
    return [with_addresses(value, medium) for value in spec] if isinstance(spec, list) else spec
