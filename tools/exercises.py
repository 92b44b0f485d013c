"""Make the learner's and the trainer's copy of the exercises from one source each.

A file in `exercises/` holds one exercise in cells of the percent format: the task, the code that is given, a hint,
the solution, a note for the trainer and the checks that the solution must pass. From it come

- `book/exercises/*.ipynb`, a page for each part of the book: tasks, given code and hints, and nothing else;
- `data/exercises.csv`, what the chapters and the pathways need to know: title, kind and minutes;
- `_build/trainer/*.ipynb`, the trainer's notebooks, which are not part of the book.

`python tools/exercises.py` writes the first two, `python tools/exercises.py trainer` the third.
"""

from __future__ import annotations

import ast
import csv
import io
import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

import first_cell
import nbformat
import repository
import yaml
from tidy_notebooks import METADATA

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "exercises"
PAGES = ROOT / "book" / "exercises"
TABLE = ROOT / "data" / "exercises.csv"
TRAINER = ROOT / "_build" / "trainer"
# The head of a file, and the table
KEYS = ["exercise", "page", "kind", "title", "minutes"]
COLUMNS = ["exercise_id", "page", "kind", "title", "minutes"]
# Kinds of exercise, as a page names them
KINDS = {"read": "read the evidence, no code", "change": "change the code", "own": "use it on your own place"}
# Tags of cells in the order in which they stand; the task comes first and has none
TAGS = ["given", "hint", "solution", "trainer", "check"]
LABELS = {"hint": "**Hint.** ", "solution": "**Solution.** ", "trainer": "**For the trainer.** "}
CODE_LABELS = {"solution": "# Solution\n", "check": "# Check\n"}
STUB = "# Your code here"
HEAD = re.compile(r'# %%(?P<markdown> \[markdown\])?(?: tags=\["(?P<tag>[a-z]+)"\])?')


class Cell(NamedTuple):
    """A cell of an exercise: is it Markdown, its tag (the task has none), its text."""

    is_markdown: bool
    tag: str | None
    text: str


def read(path: Path) -> tuple[dict[str, Any], list[Cell]]:
    """Read an exercise.

    Parameters
    ----------
    path : path
        A file in the percent format, with a head in YAML.

    Returns
    -------
    dict
        The head, with the keys of `KEYS`.
    list of Cell
        The cells in order; Markdown without its comment signs.

    Raises
    ------
    ValueError
        If the file has no head or the head of a cell has another form.
    """
    parts = path.read_text(encoding="utf-8").split("# ---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise ValueError(f"{path.name}: no head; expected lines between two of '# ---'")
    head = yaml.safe_load(re.sub(r"^# ?", "", parts[1], flags=re.MULTILINE))
    cells: list[tuple[bool, str | None, list[str]]] = []
    for line in parts[2].splitlines():
        if line.startswith("# %%"):
            found = HEAD.fullmatch(line)
            if not found:
                raise ValueError(f"{path.name}: {line!r} stands there; expected '# %%', [markdown] and one tag")
            cells.append((bool(found["markdown"]), found["tag"], []))
        elif cells:
            cells[-1][2].append(re.sub(r"^# ?", "", line) if cells[-1][0] else line)
    return head, [Cell(is_markdown, tag, "\n".join(lines).strip()) for is_markdown, tag, lines in cells]


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
    head, cells = read(path)
    made = [_opening(head, cells[0])]
    for cell in cells[1:]:
        if cell.tag == "given":
            made.append(_code(cell.text, "hide-input" if head["kind"] == "read" else None))
        elif cell.tag == "hint":
            made.append(_markdown(LABELS["hint"] + cell.text))
        elif cell.tag == "solution" and not cell.is_markdown:
            made.append(_code(STUB))
    return _notebook(head["exercise"], made)


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
    head, cells = read(path)
    made, labelled = [_opening(head, cells[0])], set()
    for cell in cells[1:]:
        labels = LABELS if cell.is_markdown else CODE_LABELS
        label = "" if (cell.is_markdown, cell.tag) in labelled else labels.get(cell.tag or "", "")
        labelled.add((cell.is_markdown, cell.tag))
        make = _markdown if cell.is_markdown else _code
        made.append(make(label + cell.text, cell.tag))
    return _notebook(head["exercise"], made)


def run(path: Path) -> None:
    """Run what is given, the solution and the checks of an exercise, in that order and with nothing else around.

    Parameters
    ----------
    path : path
        The exercise.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in read(path)[1]:
        if cell.is_markdown:
            continue
        code = ast.parse(cell.text, f"{path.name}, {cell.tag}")
        last = code.body.pop() if isinstance(code.body[-1], ast.Expr) else None
        exec(compile(code, f"{path.name}, {cell.tag}", "exec"), names)
        if last is not None:
            shown = eval(compile(ast.Expression(last.value), f"{path.name}, {cell.tag}", "eval"), names)
            if hasattr(shown, "to_dict"):
                shown.to_dict()  # a chart says only when it is shown what is wrong with it


def parts() -> dict[str, str]:
    """Return the parts of the book that have exercises: folder to caption, in the order of the book."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    with_exercises = {read(path)[0]["page"].split("/")[0] for path in SOURCES.glob("*.py")}
    captions = {part["chapters"][0]["file"].split("/")[1]: part["caption"] for part in toc["parts"]}
    return {folder: caption for folder, caption in captions.items() if folder in with_exercises}


def in_order() -> list[Path]:
    """Return the files of the exercises in the order of the book."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    pages = [chapter["file"].removeprefix("book/") for part in toc["parts"] for chapter in part["chapters"]]
    return sorted(SOURCES.glob("*.py"), key=lambda path: (pages.index(read(path)[0]["page"]), path.name))


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
    for path in in_order():
        if read(path)[0]["page"].split("/")[0] == folder:
            made.cells += (trainer_notebook if for_trainer else learner_notebook)(path).cells
    first_cell.put(made, repository.configured())
    return made


def table() -> str:
    """Return the table of the exercises as the text of a CSV file."""
    rows = sorted([read(path)[0][key] for key in KEYS] for path in SOURCES.glob("*.py"))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([COLUMNS, *rows])
    return text.getvalue()


def _introduction(caption: str, *, for_trainer: bool) -> str:
    if for_trainer:
        return f"# Exercises with solutions: {caption}\n\nFor those who teach. Do not hand this copy to learners."
    return (
        f"# Exercises: {caption}\n\n"
        f"Exercises on the chapters of the part {caption}: some to read, some to do in code, some for your own place."
        "\n\nThe code is there to be changed: the line under the title offers this page as a notebook. What an "
        "exercise calls made up is invented for it. Talk about your answers: on some of them people differ."
    )


def _opening(head: dict[str, Any], task: Cell) -> nbformat.NotebookNode:
    chapter = nbformat.read(ROOT / "book" / f"{head['page']}.ipynb", as_version=4).cells[0].source
    title = re.match(r"# (.+)", chapter)[1]
    about = f"*{KINDS[head['kind']].capitalize()}.* Minutes: {head['minutes']}. Chapter: "
    return _markdown(f"## {head['title']}\n\n{about}[{title}](../{head['page']}.ipynb).\n\n{task.text}")


def _markdown(text: str, tag: str | None = None) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell(text, metadata={"tags": [tag]} if tag else {})


def _code(text: str, tag: str | None = None) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(text, metadata={"tags": [tag]} if tag else {})


def _notebook(name: str, cells: list[nbformat.NotebookNode]) -> nbformat.NotebookNode:
    """Make a notebook whose cells have the same names every time."""
    for number, cell in enumerate(cells, start=1):
        cell.id = f"{name}-{number}"
    return nbformat.v4.new_notebook(metadata=METADATA, cells=cells)


def main(arguments: list[str]) -> None:
    """Write the learner's pages and the table, or the trainer's notebooks."""
    for_trainer = arguments == ["trainer"]
    folder = TRAINER if for_trainer else PAGES
    folder.mkdir(parents=True, exist_ok=True)
    for part in parts():
        text = nbformat.writes(part_notebook(part, for_trainer=for_trainer)) + "\n"
        (folder / f"{part}.ipynb").write_text(text, encoding="utf-8")
    if for_trainer:
        print(folder.relative_to(ROOT))
    else:
        TABLE.write_text(table(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
