"""What has to be there before tests are collected: the pages of the exercises, which are not in git."""

import pytest

import exercises


def pytest_configure(config: pytest.Config) -> None:
    """Make the pages once, before workers start."""
    if not hasattr(config, "workerinput"):
        exercises.write()
