"""Make the learner's and the trainer's copy of the exercises from one source each.

A file in `exercises/` holds one exercise as cells in the percent format, which Jupytext reads and JupyterLab opens: the
task, the code that is given, a hint, the solution, a note for the trainer and the checks that the solution must pass.
Its chapter, kind, title and minutes stand in the table of exercises. From both come

- `book/exercises/*.ipynb`, a page for each part of the book: tasks, given code and hints, and nothing else. They are
  not in git: the build of the book, the tests and the class server make them;
- `_build/trainer/*.ipynb`, the trainer's notebooks, which are not part of the book.

`python tools/exercises.py` writes the first, `python tools/exercises.py trainer` the second. As a Sphinx extension this
module writes the pages before Sphinx looks for them.
"""

from __future__ import annotations

import ast
import csv
import re
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import first_cell
import nbformat
import repository
import yaml
from tidy_notebooks import METADATA

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "exercises"
PAGES = ROOT / "book" / "exercises"
TABLE = ROOT / "data" / "exercises.csv"
TRAINER = ROOT / "_build" / "trainer"
KEY = ROOT / "_build" / "exercises.sha256"
# Kinds of exercise, as a page names them
KINDS = {"read": "read the evidence, no code", "change": "change the code", "own": "use it on your own place"}
# Tags of cells in the order in which they stand; the task comes first and has none
TAGS = ["given", "hint", "solution", "trainer", "check"]
LABELS = {"hint": "**Hint.** ", "solution": "**Solution.** ", "trainer": "**For the trainer.** "}
CODE_LABELS = {"solution": "# Solution\n", "check": "# Check\n"}
STUB = "# Your code here"


def table() -> dict[str, dict[str, str]]:
    """Return the rows of the table of exercises, under their ids."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["exercise_id"]: row for row in csv.DictReader(file)}


def read(path: Path) -> list[nbformat.NotebookNode]:
    """Read the cells of an exercise.

    Parameters
    ----------
    path : path
        A file in the percent format.

    Returns
    -------
    list of nbformat.NotebookNode
        The cells in order.

    Raises
    ------
    ValueError
        If a cell has a tag that exercises do not know, or more than one.
    """
    import jupytext  # which takes longer to import than a build needs it

    cells = jupytext.read(path, fmt="py:percent").cells
    for number, cell in enumerate(cells, start=1):
        tags = cell.metadata.get("tags", [])
        if len(tags) > 1 or not set(tags) <= set(TAGS) or (number > 1 and not tags):
            raise ValueError(
                f"{path.name}, cell {number}: its tags are {tags}; expected one of {', '.join(TAGS)}, "
                f'as in # %% tags=["given"]. Only the task, which comes first, has none'
            )
    return cells


def title_of(page: str) -> str:
    """Return the title of a chapter, such as "findings/workforce"."""
    notebook = nbformat.v4.reads((ROOT / "book" / f"{page}.ipynb").read_text(encoding="utf-8"))
    return re.match(r"# (.+)", notebook.cells[0].source)[1]


def tag_of(cell: nbformat.NotebookNode) -> str | None:
    """Return the tag of a cell; the task has none."""
    return next(iter(cell.metadata.get("tags", [])), None)


def learner_notebook(path: Path) -> nbformat.NotebookNode:
    """Return the learner's copy of an exercise: the task, the given code, the hint, and cells to fill.

    Parameters
    ----------
    path : path
        The exercise.

    Returns
    -------
    nbformat.NotebookNode
        A cell of code of the solution is left as a stub; its words, the notes and the checks are not there.
    """
    row, cells = table()[path.stem], read(path)
    copies = [_opening(row, cells[0])]
    for cell in cells[1:]:
        tag = tag_of(cell)
        if tag == "given":
            copies.append(_code(cell.source, "hide-input" if row["kind"] == "read" else None))
        elif tag == "hint":
            copies.append(_markdown(LABELS["hint"] + cell.source))
        elif tag == "solution" and cell.cell_type == "code":
            copies.append(_code(STUB))
    return _notebook(path.stem, copies)


def trainer_notebook(path: Path) -> nbformat.NotebookNode:
    """Return the trainer's copy of an exercise: every cell, with a label and its tag.

    Parameters
    ----------
    path : path
        The exercise.

    Returns
    -------
    nbformat.NotebookNode
    """
    cells = read(path)
    copies, labelled = [_opening(table()[path.stem], cells[0])], set()
    for cell in cells[1:]:
        tag = tag_of(cell)
        make, labels = (_markdown, LABELS) if cell.cell_type == "markdown" else (_code, CODE_LABELS)
        label = "" if (make, tag) in labelled else labels.get(tag, "")
        labelled.add((make, tag))
        copies.append(make(label + cell.source, tag))
    return _notebook(path.stem, copies)


def run(path: Path) -> None:
    """Run what is given, the solution and the checks of an exercise, in that order and with nothing else around.

    Parameters
    ----------
    path : path
        The exercise.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in read(path):
        if cell.cell_type != "code":
            continue
        place = f"{path.name}, {tag_of(cell)}"
        code = ast.parse(cell.source, place)
        last = code.body.pop() if isinstance(code.body[-1], ast.Expr) else None
        exec(compile(code, place, "exec"), names)
        if last is not None:
            shown = eval(compile(ast.Expression(last.value), place, "eval"), names)
            if hasattr(shown, "to_dict"):
                shown.to_dict()  # a chart says only when it is shown what is wrong with it


def parts() -> dict[str, str]:
    """Return the parts of the book that have exercises: folder to caption, in the order of the book."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    with_exercises = {row["page"].split("/")[0] for row in table().values()}
    captions = {part["chapters"][0]["file"].split("/")[1]: part["caption"] for part in toc["parts"]}
    return {folder: caption for folder, caption in captions.items() if folder in with_exercises}


def in_order() -> list[Path]:
    """Return the files of the exercises in the order of the book."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    pages = [chapter["file"].removeprefix("book/") for part in toc["parts"] for chapter in part["chapters"]]
    rows = sorted(table().values(), key=lambda row: (pages.index(row["page"]), row["exercise_id"]))
    return [SOURCES / f"{row['exercise_id']}.py" for row in rows]


def part_notebook(folder: str, *, for_trainer: bool = False) -> nbformat.NotebookNode:
    """Return the exercises of a part of the book in one notebook.

    Parameters
    ----------
    folder : str
        The folder of the part, such as "findings".
    for_trainer : bool
        Whether solutions, notes and checks are in it.
    """
    caption = parts()[folder]
    made = nbformat.v4.new_notebook(metadata=METADATA)
    made.cells = [_markdown(_introduction(caption, for_trainer=for_trainer))]
    made.cells[0].id = f"{folder}-exercises"
    rows = table()
    for path in in_order():
        if rows[path.stem]["page"].split("/")[0] == folder:
            made.cells += (trainer_notebook if for_trainer else learner_notebook)(path).cells
    first_cell.put(made, repository.configured())
    return made


def _introduction(caption: str, *, for_trainer: bool) -> str:
    if for_trainer:
        return f"# Exercises with solutions: {caption}\n\nFor those who teach. Do not hand this copy to learners."
    return (
        f"# Exercises: {caption}\n\n"
        f"Exercises on the chapters of the part {caption}: some to read, some to do in code, some for your own place."
        "\n\nThe code is there to be changed: the line under the title offers this page as a notebook. What an "
        "exercise calls made up is invented for it. Talk about your answers: on some of them people differ."
    )


def _opening(row: dict[str, str], task: nbformat.NotebookNode) -> nbformat.NotebookNode:
    title = title_of(row["page"])
    about = f"*{KINDS[row['kind']].capitalize()}.* Minutes: {row['minutes']}. Chapter: "
    return _markdown(f"## {row['title']}\n\n{about}[{title}](../{row['page']}.ipynb).\n\n{task.source}")


def _markdown(text: str, tag: str | None = None) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell(text, metadata={"tags": [tag]} if tag else {})


def _code(text: str, tag: str | None = None) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(text, metadata={"tags": [tag]} if tag else {})


def _notebook(name: str, cells: list[nbformat.NotebookNode]) -> nbformat.NotebookNode:
    """Make a notebook whose cells have the same names every time."""
    for number, cell in enumerate(cells, start=1):
        cell.id = f"{name}-{number}"
    return nbformat.v4.new_notebook(metadata=METADATA, cells=cells)


def write(folder: Path = PAGES, *, for_trainer: bool = False) -> None:
    """Write the notebooks of all parts into a folder; what is there already and is right is left alone.

    Parameters
    ----------
    folder : path
        Where to. Notebooks of parts that have no exercises any more are removed.
    for_trainer : bool
        As for `part_notebook`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = {f"{part}.ipynb": nbformat.writes(part_notebook(part, for_trainer=for_trainer)) + "\n" for part in parts()}
    for path in folder.glob("*.ipynb"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def write_what_changed() -> None:
    """Write the learner's pages, unless they and all that they are made from are as they were the last time."""
    if not KEY.is_file() or KEY.read_text(encoding="utf-8") != _key():
        write()
        KEY.parent.mkdir(exist_ok=True)
        KEY.write_text(_key(), encoding="utf-8")


def _key() -> str:
    """Return a hash of the pages and of what they are made from: a chapter's title stands in each exercise."""
    files = [*SOURCES.glob("*.py"), *PAGES.glob("*.ipynb"), *Path(__file__).parent.glob("*.py")]
    files += [TABLE, ROOT / "_toc.yml", ROOT / "_config.yml"]
    digest = sha256("\0".join(title_of(row["page"]) for row in table().values()).encode())
    for path in sorted(files):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the learner's pages as soon as the extension is loaded: later, Sphinx would not find them."""
    if Path(app.srcdir) == ROOT and SOURCES.is_dir():
        write_what_changed()
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def main(arguments: list[str]) -> None:
    """Write the learner's pages, or the trainer's notebooks."""
    if arguments == ["trainer"]:
        write(TRAINER, for_trainer=True)
        print(TRAINER.relative_to(ROOT))
    else:
        write()


if __name__ == "__main__":
    main(sys.argv[1:])
