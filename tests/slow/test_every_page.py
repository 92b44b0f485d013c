"""Every page of the book in every mode: light and dark, wide, on a phone and on a small one."""

from collections.abc import Iterator

import pytest
from test_browser import MODES, PAGES, pages_with_problems, serve

# Light mode on a wide screen is part of the daily tests. A mode is tried in so many tests, for workers to share
OTHER_MODES = [mode for mode in MODES if mode != "light and wide"]
SHARES = 4


@pytest.fixture(scope="module")
def site(built) -> Iterator[str]:
    yield from serve(built)


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("mode", OTHER_MODES)
def test_no_page_has_a_problem_in_any_mode(chromium, site, mode, share):
    assert pages_with_problems(chromium, site, PAGES[share::SHARES], mode) == {}
