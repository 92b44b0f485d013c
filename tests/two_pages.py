"""A book of two pages, built the way `make book` builds the whole one."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]


def make(tmp_path: Path) -> Path:
    """Make a project with the real package, data and settings but two pages."""
    for name in ("data", "src", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("_config.yml", "requirements.lock", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("_static", "_templates"):
        shutil.copytree(ROOT / "book" / name, tmp_path / "book" / name)
    (tmp_path / "book" / "findings").mkdir()
    text = (ROOT / "book" / "findings" / "management.ipynb").read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:  # the small book lacks the pages that this one links to
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", cell.source)
    nbformat.write(notebook, tmp_path / "book" / "findings" / "management.ipynb")
    (tmp_path / "book" / "index.md").write_text("# A small book\n\nSome text.\n", encoding="utf-8")
    toc = "format: jb-book\nroot: book/index\nchapters:\n  - file: book/findings/management\n"
    (tmp_path / "_toc.yml").write_text(toc, encoding="utf-8")
    return tmp_path


def build(folder: Path) -> subprocess.CompletedProcess:
    """Build a book the way `make book` does, with the folder's own copy of the package."""
    environment = os.environ | {"PYTHONPATH": str(folder / "src")}
    return subprocess.run(
        [sys.executable, "tools/build_book.py"],
        check=False,
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment,
    )
