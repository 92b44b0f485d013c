"""Pieces of a page in HTML, and frames as tables."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

import pandas as pd

from nmc_evidence.browser import can_draw_beforehand, lead_to_pages

# Columns with longer text than this, in characters, get more room in a table
LONG_TEXT = 60


# Set while the book is built: its pages carry style and scripts themselves, a notebook's outputs do not
BOOK_VARIABLE = "NMC_EVIDENCE_BOOK"


class Html:
    """A piece of a page, in HTML.

    Parameters
    ----------
    text : str
        The HTML.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"<Html of {len(self.text)} characters>"

    def _repr_html_(self) -> str:
        return self.text if in_the_book() else for_a_notebook(self.text)


def in_the_book() -> bool:
    """Return whether a page of the book is being built."""
    return os.environ.get(BOOK_VARIABLE) == "1"


def read_asset(name: str) -> str:
    """Return a style sheet or a script of the package."""
    return (files("nmc_evidence") / "assets" / name).read_text(encoding="utf-8")


def for_a_notebook(text: str) -> str:
    """Give a piece of a page what the book's pages have anyway: the style, and for figures the scripts.

    JupyterLab fails on links in drawings. Other links lead to the notebooks that the book's pages are made from,
    and which stand beside the one that shows this, in a checkout as in the pack; the files of figures are not there.
    In a browser's Python they lead to the pages themselves.
    """
    text = re.sub(r"<svg.*?</svg>", lambda svg: re.sub(r"</?a\b[^>]*>", "", svg[0]), text, flags=re.DOTALL)
    if can_draw_beforehand():
        text = re.sub(r'href="((?:\.\./)?[\w/-]+)\.html(?=["#])', r'href="\1.ipynb', text)
        text = re.sub(
            r'Download or cite( this figure</summary>)<ul class="nmc-files">.*?</ul>', r"Cite\1", text, flags=re.DOTALL
        )
    made = f"<style>{read_asset('nmc.css')}</style>{lead_to_pages(text)}"
    if f'class="{PARTS}"' in text and can_draw_beforehand():
        made += f"<script>{_vega_once()}{read_asset('figures.js')}</script>"
    return made


def _vega_once() -> str:
    """Return the drawing library for the first figure of a kernel; each output of Colab is a page by itself."""
    needed = "google.colab" in sys.modules or not _vega_once.is_sent
    _vega_once.is_sent = True
    return vega_bundle() if needed else ""


_vega_once.is_sent = False


@cache
def vega_bundle() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script that leaves one name behind, `nmcVega`."""
    import vl_convert

    bundle = vl_convert.javascript_bundle("window.nmcVega = {vega, vegaLite, vegaEmbed};")
    return "(function () {" + bundle.replace("</script", r"<\/script") + "})();\n"


# The class of what a page carries for its scripts and for the build
PARTS = "nmc-parts"


def parts(kind: str, name: str, payload: Any) -> str:
    """Carry data along in a page, for its scripts and for the build, which moves them into files.

    Parameters
    ----------
    kind : str
        What the build makes of it, such as "figure".
    name : str
        Name of the files.
    payload : anything that JSON can hold
        The data.

    Returns
    -------
    str
        A `script` that no browser runs.
    """
    data = json_in_html(payload)
    return f'<script type="application/json" class="{PARTS}" data-kind="{kind}" data-name="{name}">{data}</script>'


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
    anchors = [""] * len(frame) if row_ids is None else [f' id="{attribute(anchor)}"' for anchor in row_ids]
    addresses = {column: list(cells) for column, cells in (links or {}).items()}
    longest = {column: frame[column].astype("string").str.len().max() for column in frame.columns}
    wide = {
        column: ' class="nmc-long"' if not pd.isna(length) and length > LONG_TEXT else ""
        for column, length in longest.items()
    }
    heads = "".join(f'<th scope="col">{escape(_heading(column))}</th>' for column in frame.columns)

    def cell(column: str, value: object, place: int) -> str:
        words = "–" if pd.isna(value) else escape(f"{value:g}" if isinstance(value, float) else str(value))
        address = addresses.get(column, [None] * len(frame))[place]
        if address is not None and not pd.isna(address):
            words = f'<a href="{attribute(address)}">{words}</a>'
        if column == row_header and words:  # a cell to be filled in names no row yet
            return f'<th scope="row"{wide[column]}>{words}</th>'
        return f"<td{wide[column]}>{words}</td>"

    body = "".join(
        f"<tr{anchors[place]}>" + "".join(cell(column, row[column], place) for column in frame.columns) + "</tr>"
        for place, (_, row) in enumerate(frame.iterrows())
    )
    return Html(
        f'<div class="nmc-table" role="region" aria-label="{attribute(caption)}" tabindex="0"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


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
    return Html(f"<details><summary>{escape(summary)}</summary>{shown.text}</details>")
