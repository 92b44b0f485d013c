"""The first cell of every notebook: it gets the package where it is missing, and does nothing where it is there."""

from __future__ import annotations

import nbformat
import repository

CELL_ID = "first-cell"
TAG = "remove-cell"  # the pages of the book do not show it
SOURCE = """\
# Run this cell first. It gets the book's package where it is missing; where it is there, nothing happens.
import importlib.util
import sys
from pathlib import Path

if sys.platform != "emscripten" and not importlib.util.find_spec("nmc_evidence"):  # a browser's Python brings it
    project = "{address}"  # where to get it from, once the project has an address
    folders = [folder / name for folder in (Path.cwd(), *Path.cwd().parents) for name in ("", "install")]
    wheels = [str(wheel) for folder in folders for wheel in sorted(folder.glob("nmc_evidence-*.whl"), reverse=True)]
    package = [*wheels, project][0]
    if not package:
        raise ModuleNotFoundError(
            "The package nmc_evidence is missing, and there is no file nmc_evidence-….whl beside this notebook or in "
            "a folder “install” next to it or above it. Copy that file from the folder “install” of the course's pack "
            "to this notebook (on Colab: upload it under “Files”), or run “pip install .” in a copy of the project. "
            "Then run this cell again. Nothing that you wrote is lost."
        )
    %pip install --quiet "{{package}}"
    importlib.invalidate_caches()
    if not importlib.util.find_spec("nmc_evidence"):
        raise ModuleNotFoundError(
            f"pip could not install {{package}}; why, it says above. Most often there is no network: connect, then run "
            "this cell again. Nothing that you wrote is lost."
        )
"""


def first_cell(where: repository.Repository | None = None) -> nbformat.NotebookNode:
    """Return the cell.

    Parameters
    ----------
    where : Repository, optional
        The repository from which the package can be had. Default: none, so that only a wheel nearby helps.

    Returns
    -------
    nbformat.NotebookNode
        A code cell that always has the same name.
    """
    cell = nbformat.v4.new_code_cell(
        SOURCE.format(address=repository.archive(where)).rstrip(), metadata={"tags": [TAG]}
    )
    cell.id = CELL_ID
    return cell


def without(cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Return the cells of a notebook without that one."""
    return [cell for cell in cells if cell.id != CELL_ID]


def put(notebook: nbformat.NotebookNode, where: repository.Repository | None) -> None:
    """Put the cell behind the title of a notebook, in place of any older one.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        It is changed.
    where : Repository or None
        As for `first_cell`.

    Raises
    ------
    ValueError
        If the notebook does not open with a title.
    """
    cells = without(notebook.cells)
    if not cells or cells[0].cell_type != "markdown" or not cells[0].source.startswith("# "):
        raise ValueError("the notebook has no title; expected a first cell in Markdown that begins with '# '")
    notebook.cells = [cells[0], first_cell(where), *cells[1:]]
