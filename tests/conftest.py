"""Folders that several tests use."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """Return a copy of the data that a test may damage."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


@pytest.fixture(scope="session")
def built() -> Path:
    """Return the built book; `make test` builds it first."""
    html = ROOT / "_build" / "html"
    assert (html / "index.html").is_file(), "the book is not built: run `make book` first"
    return html
