"""Pieces of a page: what they show travels as data, and becomes HTML once, by the templates of this package.

A piece is a list of parts, each a template with what it shows. Where it is shown, a `Medium`, decides the addresses of
links, the drawings and the files: a page of the book, a notebook, or a notebook in the reader's browser.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from nmc_evidence.browser import can_draw_beforehand, live_chart
from nmc_evidence.display.media import BookPage, Medium, here

# Columns with longer text than this, in characters, get more room in a table
LONG_TEXT = 60
# As what a piece reaches the build of a book, which has templates, drawings and links of its own
MIME = "application/vnd.nmc.page+json"
Part = tuple[str, dict[str, Any]]


class Html:
    """A piece of a page. Two of them can be added, to stand one below the other.

    Parameters
    ----------
    text : str
        HTML, as it is to stand on a page of the book.

    Examples
    --------
    >>> from nmc_evidence import display
    >>> (display.Html("<p>One.</p>") + display.Html("<p>Two.</p>")).text
    '<p>One.</p><p>Two.</p>'
    """

    def __init__(self, text: str = "") -> None:
        self.parts: list[Part] = [("text.html", {"text": text})] if text else []

    @classmethod
    def of(cls, template: str, **values: Any) -> Html:
        """Return a piece that a template of this package shows, with values that JSON can hold."""
        return cls.from_parts([(template, values)])

    @classmethod
    def from_bundle(cls, content: dict[str, str]) -> Html:
        """Return the piece that arrived at the build under `MIME`."""
        return cls.from_parts(json.loads(content["parts"]))

    @classmethod
    def from_parts(cls, parts: Iterable[Iterable[Any]]) -> Html:
        """Return a piece of parts, as `parts` holds them."""
        piece = cls()
        piece.parts = [(template, values) for template, values in parts]
        return piece

    def __add__(self, other: Html) -> Html:
        return Html.from_parts([*self.parts, *other.parts]) if isinstance(other, Html) else NotImplemented

    def __repr__(self) -> str:
        return f"<Html: {', '.join(template.removesuffix('.html') for template, _ in self.parts) or 'nothing'}>"

    @property
    def text(self) -> str:
        """The piece as HTML, as it stands on a page of the book."""
        return self.shown_in(BookPage())

    @property
    def figures(self) -> list[dict[str, Any]]:
        """What the templates show of each figure in the piece."""
        return [values for template, values in _every(self.parts) if template == "figure.html"]

    @property
    def scripts(self) -> dict[str, Any]:
        """Name and data of what a page of the book loads when its scripts ask for it."""
        scripts = (values.get("script") for _, values in _every(self.parts))
        return {script["name"]: script["data"] for script in scripts if script}

    def shown_in(self, medium: Medium) -> str:
        """Return the piece as HTML for a place where it is shown."""
        return str(_show(self.parts, medium))

    def _repr_html_(self) -> str:
        """Return the piece with all that it needs to stand by itself in a notebook."""
        medium = here()
        return (
            _environment()
            .get_template("notebook.html")
            .render(
                piece=self,
                shown=Markup(self.shown_in(medium)),
                has_figure=bool(self.figures) and medium.can_draw,
                is_live=any(medium.is_live(figure) for figure in self.figures),
            )
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        # as text, since notebooks are kept with sorted keys, and the order of values counts
        return {MIME: {"parts": json.dumps(self.parts, ensure_ascii=False)}}

    def _ipython_display_(self) -> None:
        """Let the notebook of a browser draw the charts, which cannot be drawn beforehand there."""
        if can_draw_beforehand():
            raise NotImplementedError("what a notebook shows otherwise is enough")
        from IPython.display import display  # a notebook has it; the package does not need it

        for figure in self.figures:
            live, options = live_chart(figure["script"]["data"]["wide"])
            display(live, metadata=options, raw=True)
        display({"text/html": self._repr_html_(), "text/plain": repr(self)}, raw=True)


def _every(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield parts, and those within them."""
    for template, values in parts:
        yield template, values
        yield from _every(values.get("parts", []))


def _show(parts: Iterable[Part], medium: Medium) -> Markup:
    templates = _environment()
    return Markup("").join(
        Markup(templates.get_template(template).render(values, part=values, medium=medium))
        for template, values in parts
    )


@cache
def _environment() -> jinja2.Environment:
    """Return the templates of the package; what they do not find is an error."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("nmc_evidence.display"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "asset": lambda name: Markup(read_asset(name)),
        "vega": lambda: Markup(vega_bundle()),
        "show": _show,
    }
    made.filters |= {"data": lambda data: Markup(json_in_html(data)), "with_links": _with_links}
    return made


def templates() -> jinja2.BaseLoader:
    """Return the loader of the templates, for pages that are made of the same things.

    Returns
    -------
    jinja2.BaseLoader

    Examples
    --------
    >>> from nmc_evidence.display import page
    >>> "statements.html" in page.templates().list_templates()
    True
    """
    return jinja2.PackageLoader("nmc_evidence.display")


class _Relinking(HTMLParser):
    """Repeat HTML as it is, but for the addresses of its links."""

    def __init__(self, medium: Medium) -> None:
        super().__init__(convert_charrefs=False)
        self.medium = medium
        self.repeated: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        if tag == "a" and any(
            name == "href" and value != self.medium.address(value or "") for name, value in attributes
        ):
            changed = [
                (name, self.medium.address(value or "") if name == "href" else value) for name, value in attributes
            ]
            text = "<a" + "".join(
                f' {name}="{escape(value)}"' if value is not None else f" {name}" for name, value in changed
            )
            text += ">"
        self.repeated.append(text)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.repeated.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.repeated.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.repeated.append(data)

    def handle_entityref(self, name: str) -> None:
        self.repeated.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.repeated.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.repeated.append(f"<!--{data}-->")


def _with_links(text: str, medium: Medium) -> Markup:
    """Return HTML that was written for a page of the book with the links that lead on from another place."""
    if not medium.changes_addresses:
        return Markup(text)
    relinking = _Relinking(medium)
    relinking.feed(text)
    relinking.close()
    return Markup("".join(relinking.repeated))


def read_asset(name: str) -> str:
    """Return a style sheet or a script of the package."""
    return (files("nmc_evidence") / "assets" / name).read_text(encoding="utf-8")


@cache
def vega_bundle() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script that leaves one name behind, `nmcVega`."""
    import vl_convert

    bundle = vl_convert.javascript_bundle("window.nmcVega = {vega, vegaLite, vegaEmbed};")
    return "(function () {" + bundle.replace("</script", r"<\/script") + "})();\n"


# What could end a script, begin a comment in it or break a line of JavaScript; in JSON it stands in strings only
ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def json_in_html(data: Any) -> str:
    """Return data as JSON that can stand in a `script` of a page, whatever the data say.

    Parameters
    ----------
    data : anything that JSON can hold
        The data.

    Returns
    -------
    str

    Examples
    --------
    >>> from nmc_evidence.display import page
    >>> "<" in page.json_in_html("</script>")
    False
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)


def attribute(value: object) -> str:
    return escape(str(value), quote=True)


def link(address: str, words: str) -> str:
    return f'<a href="{attribute(address)}">{escape(words)}</a>'


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    row_header: str | None = None,
    links: dict[str, Iterable[Any]] | None = None,
    row_ids: Iterable[str] | None = None,
) -> Html:
    """Write a frame as an HTML table with a caption and headers for rows and columns.

    Parameters
    ----------
    frame : pandas.DataFrame
        What to show. Column names become headings: `domain_id` is printed as "Domain id".
    caption : str
        What the table shows.
    row_header : str, optional
        The column that names the row. Default: the first.
    links : dict of str to iterable, optional
        Addresses for the cells of a column, in the order of the rows; an empty one makes no link.
    row_ids : iterable of str, optional
        An anchor for each row, so that it can be linked to.

    Returns
    -------
    Html
        A `table` in a box that scrolls sideways by itself. A missing value is printed as a dash.

    Raises
    ------
    ValueError
        If the caption is empty.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> "<caption>The outcomes</caption>" in display.table(nmc.load_outcomes(), caption="The outcomes").text
    True
    """
    if not caption.strip():
        raise ValueError("the caption is empty: say in a sentence what the table shows")
    row_header = row_header or frame.columns[0]
    addresses = {column: list(cells) for column, cells in (links or {}).items()}
    ids = [None] * len(frame) if row_ids is None else list(row_ids)
    longest = {column: frame[column].astype("string").str.len().max() for column in frame.columns}
    columns = [
        {
            "name": str(column),
            "heading": _heading(str(column)),
            "is_header": column == row_header,
            "is_long": not pd.isna(length) and bool(length > LONG_TEXT),
        }
        for column, length in longest.items()
    ]

    def cell(column: str, value: object, place: int) -> dict[str, Any]:
        words = "–" if pd.isna(value) else f"{value:g}" if isinstance(value, float) else str(value)
        address = addresses[column][place] if column in addresses else None
        return {"words": words, "address": None if address is None or pd.isna(address) else str(address)}

    rows = [
        {
            "id": anchor,
            "cells": [cell(column, value, place) for column, value in zip(frame.columns, values, strict=True)],
        }
        for place, (anchor, values) in enumerate(zip(ids, frame.itertuples(index=False, name=None), strict=True))
    ]
    return Html.of("table.html", caption=caption, columns=columns, rows=rows)


def _heading(column: str) -> str:
    words = column.replace("_", " ")
    return words[:1].upper() + words[1:]


def folded(shown: Html, *, summary: str) -> Html:
    """Fold a long piece of a page away behind a line that opens it.

    Parameters
    ----------
    shown : Html
        What to fold.
    summary : str
        The line that stays visible.

    Returns
    -------
    Html

    Examples
    --------
    >>> from nmc_evidence import display
    >>> display.folded(display.Html("<p>Long.</p>"), summary="More").text
    '<details><summary>More</summary><p>Long.</p></details>'
    """
    return Html.of("folded.html", summary=summary, parts=shown.parts)
