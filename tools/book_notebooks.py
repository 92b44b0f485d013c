"""Sphinx extension: offer each page as the notebook that it is, to run elsewhere and to take along.

Under the title stands one line: run it in the browser, download it (blank, or executed with its results), open it on
Binder or Colab. The downloads are written here. They hold no script and no link that leads nowhere outside the book,
and what they show is seen before a reader has said that he or she trusts them.
"""

from __future__ import annotations

import re
from base64 import b64encode
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import build_lite
import first_cell
import nbformat
import repository
from jupyter_cache import get_cache
from sphinx.application import Sphinx

from nmc_evidence.display import page as html
from nmc_evidence.display.svg import standalone

FOLDER = "downloads"
# What only the book's scripts and files bring to life
DEAD = re.compile(
    r'<script\b.*?</script>|<form class="nmc-controls".*?</form>|<ul class="nmc-files">.*?</ul>'
    r'|<div class="nmc-drawing nmc-narrow">.*?</div>',
    re.DOTALL,
)
DRAWING = re.compile(r'<svg [^>]*?aria-label="(?P<words>[^"]*)".*?</svg>', re.DOTALL)
LINK = re.compile(r'<a\b[^>]*?href="(?P<address>[^"]*)"[^>]*>(?P<words>.*?)</a>', re.DOTALL)
MARKDOWN_LINK = re.compile(r"(?<!!)\[(?P<words>[^\]]+)\]\((?P<address>[^)\s]+)\)")


# --- the downloads


def download_name(page: str, *, executed: bool = False) -> str:
    """Return what the download of a page is called, with its part, since names come twice.

    Parameters
    ----------
    page : str
        Name of the page, such as "book/findings/workforce".
    executed : bool
        Whether it is the one with results.

    Returns
    -------
    str

    Examples
    --------
    >>> download_name("book/findings/workforce", executed=True)
    'findings-workforce-executed.ipynb'
    """
    return page.removeprefix("book/").replace("/", "-") + ("-executed" if executed else "") + ".ipynb"


def blank(notebook: nbformat.NotebookNode, page: str, base: str = "") -> nbformat.NotebookNode:
    """Return a notebook to take along: without outputs, its links whole or plain words.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        As it stands in the book; it is not changed.
    page : str
        Name of its page.
    base : str
        Address of the book, or nothing.

    Returns
    -------
    nbformat.NotebookNode
    """
    made = nbformat.from_dict(notebook)
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        else:
            cell.source = MARKDOWN_LINK.sub(lambda link: _markdown_link(link, page, base), cell.source)
    return made


def executed(
    notebook: nbformat.NotebookNode, results: nbformat.NotebookNode, page: str, base: str = ""
) -> nbformat.NotebookNode:
    """Return a notebook to take along, with what its cells showed when the book was built.

    Parameters
    ----------
    notebook, results : nbformat.NotebookNode
        As it stands in the book, and the same with outputs.
    page, base : str
        As for `blank`.

    Returns
    -------
    nbformat.NotebookNode
        The first output in HTML carries the style for all.
    """
    made = blank(notebook, page, base)
    style = f"<style>{html.read_asset('nmc.css')}</style>"
    for cell, run in zip(made.cells, results.cells, strict=True):
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = nbformat.from_dict(run.outputs), run.execution_count
        for shown in cell.outputs:
            if text := shown.get("data", {}).get("text/html"):
                shown.data["text/html"] = style + without_scripts(text, page, base)
                style = ""
    return made


def without_scripts(text: str, page: str, base: str = "") -> str:
    """Turn what a cell shows in the book into what can be seen anywhere.

    JupyterLab leaves out scripts, drawings in SVG and styles as long as a notebook is not trusted, but shows pictures.

    Parameters
    ----------
    text : str
        HTML of an output.
    page, base : str
        As for `blank`.

    Returns
    -------
    str
    """
    text = DRAWING.sub(_picture, DEAD.sub("", text))
    return LINK.sub(lambda link: _link(link, page, base), text)


def _picture(drawing: re.Match[str]) -> str:
    svg = standalone(drawing[0])
    width = re.search(r'width="([\d.]+)"', svg)[1]
    data = b64encode(svg.encode()).decode()
    return f'<img alt="{drawing["words"]}" width="{width}" src="data:image/svg+xml;base64,{data}">'


def _link(link: re.Match[str], page: str, base: str) -> str:
    whole = _whole(unescape(link["address"]), page, base)
    if whole:
        return f'<a href="{html.attribute(whole)}">{link["words"]}</a>'
    return "" if link["words"] == "#" else link["words"]  # which stands for nothing but the link


def _markdown_link(link: re.Match[str], page: str, base: str) -> str:
    whole = _whole(link["address"], page, base)
    return f"[{link['words']}]({whole})" if whole else link["words"]


def _whole(address: str, page: str, base: str) -> str:
    """Return the whole address of what a page links to; nothing where the book has no address of its own."""
    if re.match(r"[a-z]+:", address):
        return address
    if not base:
        return ""
    if "/" not in page.removeprefix("book/"):  # outputs write links as seen from the folder of a part
        address = re.sub(r"^\.\./(?=[a-z-]+/)", "", address)
    return urljoin(urljoin(base, f"{page}.html"), re.sub(r"\.(ipynb|md)(?=#|$)", ".html", address))


def write_downloads(app: Sphinx, page: str) -> None:
    """Write both downloads of a page."""
    notebook = nbformat.read(app.env.doc2path(page), as_version=4)
    cache = get_cache(app.env.mystnb_config.execution_cache_path)
    try:
        _, results = cache.merge_match_into_notebook(nbformat.from_dict(notebook))
    except KeyError as error:
        raise ValueError(f"{page} has no results to take along: build the book with tools/build_book.py") from error
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(exist_ok=True)
    base = app.config.html_baseurl
    for name, made in (
        (download_name(page), blank(notebook, page, base)),
        (download_name(page, executed=True), executed(notebook, results, page, base)),
    ):
        nbformat.validate(made)
        (folder / name).write_text(nbformat.writes(made) + "\n", encoding="utf-8")


# --- the line under the title


def line(page: str, where: repository.Repository | None, *, has_lite: bool) -> str:
    """Return the line that offers a page as a notebook.

    Parameters
    ----------
    page : str
        Name of the page, such as "book/findings/workforce".
    where : Repository or None
        The repository, for Binder and Colab; without one they are not offered.
    has_lite : bool
        Whether the book carries its notebooks to run in the browser.

    Returns
    -------
    str
        A list in HTML.
    """
    root, path = "../" * page.count("/"), f"{page}.ipynb"
    items = []
    if has_lite:  # notebooks that run in the browser need scripts
        run = f'<a href="{root}{build_lite.address(path.removeprefix("book/"))}">Run in the browser</a>'
        items.append(f'<li class="nmc-run pst-js-only">{run}</li>')
    for is_executed, word, rest in ((False, "blank", " notebook"), (True, "executed", " notebook, with results")):
        file = download_name(page, executed=is_executed)
        before = "" if is_executed else "Download notebook: "
        link = f'<a href="{root}{FOLDER}/{file}" download>{word}<span class="visually-hidden">{rest}</span></a>'
        items.append(f"<li>{before}{link}</li>")
    if where:
        items.append(f'<li>Open on: <a href="{repository.binder(where, path)}">Binder</a></li>')
        items.append(f'<li><a href="{repository.colab(where, path)}">Colab</a></li>')
    return f'<ul class="nmc-notebook" aria-label="This page as a notebook">{"".join(items)}</ul>'


def offer_notebook(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Write the downloads of a page, put the line under its title, and point the theme's button to the blank one."""
    if doctree is None or app.builder.format != "html" or not str(app.env.doc2path(page)).endswith(".ipynb"):
        return
    write_downloads(app, page)
    offered = line(page, repository.read(app.config.nmc_repository), has_lite=build_lite.is_wanted())
    context["body"], count = re.subn("</h1>", lambda end: f"{end[0]}\n{offered}", context["body"], count=1)
    if count != 1:
        raise ValueError(f"{page} has no title to put its notebook under")
    for group in context.get("header_buttons", []):
        for button in group.get("buttons", []):
            if button["label"] == "download-source-button":  # the theme's leads to a copy under another name
                button["url"] = context["pathto"](f"{FOLDER}/{download_name(page)}", 1)
                button["tooltip"] = "Download notebook"


def check_address(app: Sphinx, config: Any) -> None:
    """Stop the build at a wrong address, and where the notebooks' first cell was made for another."""
    where = repository.read(config.nmc_repository)
    expected = first_cell.first_cell(where).source
    for path in sorted((Path(app.srcdir) / "book").rglob("*.ipynb")):
        if ".ipynb_checkpoints" in path.parts:
            continue
        cells = {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells}
        if cells.get(first_cell.CELL_ID) != expected:
            raise ValueError(
                f"{path.name} lacks the first cell that {repository.KEY} asks for: run `make tidy exercises`"
            )


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the steps to the build."""
    app.add_config_value(repository.KEY, "", "html")
    app.connect("config-inited", check_address)
    app.connect("html-page-context", offer_notebook, priority=800)  # when the theme has made its buttons
    return {"parallel_read_safe": True, "parallel_write_safe": False}
