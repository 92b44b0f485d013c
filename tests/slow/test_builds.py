"""Two builds of the book from the same files are the same, however each came about."""

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

from two_pages import build


def differing(compared: filecmp.dircmp) -> list[str]:
    return [
        *compared.left_only,
        *compared.right_only,
        *filecmp.cmpfiles(compared.left, compared.right, compared.common_files, shallow=False)[1],
        *(name for inner in compared.subdirs.values() for name in differing(inner)),
    ]


def test_a_rebuild_after_edits_is_a_clean_build_to_the_byte_and_plain_jupyter_book_builds_the_same(small_book):
    """Edit a table, a style sheet and a text, each followed by a build; then build from nothing, in another way."""
    html, first = small_book / "_build" / "html", small_book / "first"
    assert build(small_book).returncode == 0
    claims = small_book / "data" / "findings.csv"
    text, statement = claims.read_text(encoding="utf-8"), "Physical co-location of staff supported integration."
    assert statement in text
    claims.write_text(text.replace(statement, "A new statement stands here."), encoding="utf-8")
    assert build(small_book).returncode == 0
    with (small_book / "book" / "_static" / "theme-fixes.css").open("a", encoding="utf-8") as sheet:
        sheet.write("\np { color: black; }\n")
    run = build(small_book)
    assert run.returncode == 0
    assert "Execute" not in run.stdout, "a style sheet executed notebooks"
    (small_book / "book" / "index.md").write_text("# A small book\n\nOther text.\n", encoding="utf-8")
    assert build(small_book).returncode == 0
    shutil.copytree(html, first)
    shutil.rmtree(small_book / "_build")
    plain = [Path(sys.executable).with_name("jupyter-book"), "build", "."]
    environment = os.environ | {"PYTHONPATH": str(small_book / "src")}
    subprocess.run(plain, check=True, cwd=small_book, capture_output=True, env=environment)
    assert differing(filecmp.dircmp(first, html)) == []
