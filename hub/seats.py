"""Lay out the session's notebooks in a seat's folder. What a learner has there is never overwritten."""

import os
import shutil
import sys
import tomllib
from pathlib import Path

HUB = Path(__file__).resolve().parent


class SessionError(ValueError):
    """A list of notebooks that cannot be used; the message says what is wrong and what to do."""


def session_notebooks(book: Path, patterns: list[str], start: str) -> list[Path]:
    """Find the notebooks of the session.

    Parameters
    ----------
    book
        The folder with the book's notebooks.
    patterns
        Patterns below that folder, such as ``findings/*.ipynb``.
    start
        The notebook that opens first. It must be among them.

    Returns
    -------
    list of Path
        The notebooks, relative to the folder, sorted, each once.

    Raises
    ------
    SessionError
        If a pattern leads out of the folder or fits no notebook, or the first notebook is not among those found.
    """
    found: set[Path] = set()
    for pattern in patterns:
        if Path(pattern).is_absolute() or ".." in Path(pattern).parts:
            raise SessionError(
                f"hub/settings.toml: the pattern {pattern!r} leads out of {book.name}/. Only what is below it is "
                "given to seats: copy the notebook there, or take the pattern out of `notebooks`."
            )
        fitting = {
            path.relative_to(book)
            for path in book.glob(pattern)
            if path.suffix == ".ipynb" and ".ipynb_checkpoints" not in path.parts
        }
        if not fitting:
            raise SessionError(
                f"hub/settings.toml: the pattern {pattern!r} fits no notebook below {book.name}/. "
                "Correct it, or take it out of `notebooks`."
            )
        found |= fitting
    if Path(start) not in found:
        raise SessionError(
            f"hub/settings.toml: the seats are to start with {start!r}, which is not among the {len(found)} notebooks "
            "of the session. Add it to `notebooks`, or start with one of them."
        )
    return sorted(found)


def lay_out(book: Path, notebooks: list[Path], folder: Path) -> list[Path]:
    """Copy to a seat the notebooks that it does not have yet.

    A notebook that is there stays as it is, whatever the learner did to it. One that was deleted or renamed
    comes anew: that is how a learner gets a fresh copy.

    Parameters
    ----------
    book
        The folder with the book's notebooks.
    notebooks
        Notebooks relative to that folder.
    folder
        The folder of the seat; it is made if need be.

    Returns
    -------
    list of Path
        The notebooks that were copied.
    """
    folder.mkdir(parents=True, exist_ok=True)
    copied = []
    for notebook in notebooks:
        target = folder / notebook
        if os.path.lexists(target):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.partial")
        shutil.copyfile(book / notebook, partial)
        partial.replace(target)  # a copy that was cut short is never taken for the notebook
        copied.append(notebook)
    return copied


def main(folder: str) -> None:
    """Lay out the session's notebooks in a folder, as a seat on a cluster does when it starts."""
    session = tomllib.loads((HUB / "settings.toml").read_text(encoding="utf-8"))["session"]
    book = HUB.parent / "book"
    lay_out(book, session_notebooks(book, session["notebooks"], session["start"]), Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
