"""Bring the notebooks into the one form in which they are committed.

No outputs, no editor's metadata, and behind the title the one first cell that makes them run anywhere.
"""

from pathlib import Path

import first_cell
import nbformat
import repository

# tools/exercises.py makes these, in their final form
MADE = Path("book/exercises")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def main() -> None:
    """Rewrite every notebook of the book that is not in that form yet."""
    where = repository.configured()
    for path in sorted(Path("book").rglob("*.ipynb")):
        if ".ipynb_checkpoints" in path.parts or MADE in path.parents:
            continue
        before = path.read_text(encoding="utf-8")
        notebook = nbformat.reads(before, as_version=4)
        notebook.metadata = nbformat.from_dict(METADATA)
        for cell in notebook.cells:
            cell.metadata = nbformat.from_dict({"tags": ["hide-input"]} if cell.cell_type == "code" else {})
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        try:
            first_cell.put(notebook, where)
        except ValueError as error:
            raise SystemExit(f"{path}: {error}") from error
        after = nbformat.writes(notebook) + "\n"
        if after != before:
            path.write_text(after, encoding="utf-8")
            print(f"tidied {path}")


if __name__ == "__main__":
    main()
