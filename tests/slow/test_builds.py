"""Two clean builds of the book are the same."""

import filecmp
import shutil

from two_pages import build


def test_two_clean_builds_are_identical_to_the_byte(small_book):
    html = small_book / "_build" / "html"
    first = small_book / "first"
    assert build(small_book).returncode == 0
    shutil.copytree(html, first)
    shutil.rmtree(small_book / "_build")
    assert build(small_book).returncode == 0

    def differing(compared: filecmp.dircmp) -> list[str]:
        return [
            *compared.left_only,
            *compared.right_only,
            *filecmp.cmpfiles(compared.left, compared.right, compared.common_files, shallow=False)[1],
            *(name for inner in compared.subdirs.values() for name in differing(inner)),
        ]

    assert differing(filecmp.dircmp(first, html)) == []
