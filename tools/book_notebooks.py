"""Sphinx extension: offer each page as the notebook that it is, to run elsewhere and to take along.

Under the title stands one line: run it in the browser, download it, open it on Binder or Colab. The downloads are
written here, without outputs and without links that lead nowhere outside the book.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import build_lite
import first_cell
import nbformat
import repository
from sphinx.application import Sphinx

FOLDER = "downloads"
LINK = re.compile(r"(?<!!)\[(?P<words>[^\]]+)\]\((?P<address>[^)\s]+)\)")


# --- the downloads


def download_name(page: str) -> str:
    """Return what the download of a page is called, with its part, since names come twice.

    Parameters
    ----------
    page : str
        Name of the page, such as "book/findings/workforce".

    Returns
    -------
    str

    Examples
    --------
    >>> download_name("book/findings/workforce")
    'findings-workforce.ipynb'
    """
    return page.removeprefix("book/").replace("/", "-") + ".ipynb"


def download(notebook: nbformat.NotebookNode, page: str, base: str = "") -> nbformat.NotebookNode:
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
            cell.source = LINK.sub(lambda link: _link_outside(link, page, base), cell.source)
    return made


def _link_outside(link: re.Match[str], page: str, base: str) -> str:
    whole = _whole(link["address"], page, base)
    return f"[{link['words']}]({whole})" if whole else link["words"]


def _whole(address: str, page: str, base: str) -> str:
    """Return the whole address of what a page links to; nothing where the book has no address of its own."""
    if re.match(r"[a-z]+:", address):
        return address
    if not base:
        return ""
    return urljoin(urljoin(base, f"{page}.html"), re.sub(r"\.(ipynb|md)(?=#|$)", ".html", address))


def write_download(app: Sphinx, page: str) -> None:
    """Write the download of a page."""
    notebook = download(nbformat.read(app.env.doc2path(page), as_version=4), page, app.config.html_baseurl)
    nbformat.validate(notebook)
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / download_name(page)).write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


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
    items.append(f'<li><a href="{root}{FOLDER}/{download_name(page)}" download>Download notebook</a></li>')
    if where:
        items.append(f'<li>Open on: <a href="{repository.binder(where, path)}">Binder</a></li>')
        if not page.startswith("book/exercises/"):  # Colab opens what is in the repository, and these are made
            items.append(f'<li><a href="{repository.colab(where, path)}">Colab</a></li>')
    return f'<ul class="nmc-notebook" aria-label="This page as a notebook">{"".join(items)}</ul>'


def offer_notebook(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Write the download of a page, put the line under its title, and point the theme's button to it."""
    if doctree is None or app.builder.format != "html" or not str(app.env.doc2path(page)).endswith(".ipynb"):
        return
    write_download(app, page)
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
            raise ValueError(f"{path.name} lacks the first cell that {repository.KEY} asks for: run `make tidy`")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the steps to the build."""
    app.add_config_value(repository.KEY, "", "html")
    app.connect("config-inited", check_address)
    app.connect("html-page-context", offer_notebook, priority=800)  # when the theme has made its buttons
    return {"parallel_read_safe": True, "parallel_write_safe": False}
