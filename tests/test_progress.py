"""The progress of a build: a bar for people, a line a step for logs."""

from io import StringIO

import progress
from rich.console import Console


def work() -> None:
    with progress.step("Print handouts", total=2) as done:
        done("design")
        done("workforce")


def test_a_log_gets_one_line_for_each_step(capsys):
    work()
    assert capsys.readouterr().out == "Print handouts: 2, 0 s\n"


def test_a_terminal_shows_what_is_done_and_of_how_many(monkeypatch):
    terminal = StringIO()
    monkeypatch.setattr(progress, "Console", lambda: Console(force_terminal=True, file=terminal, width=100))
    work()
    assert "Print handouts: workforce" in terminal.getvalue()
    assert "2/2" in terminal.getvalue()


def test_a_step_that_fails_is_not_said_to_be_done(capsys):
    try:
        with progress.step("Print handouts"):
            raise ValueError
    except ValueError:
        pass
    assert capsys.readouterr().out == ""
