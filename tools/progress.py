"""Say which step of a build runs and how much of it is left: a bar on a terminal, a line for each step elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

COLUMNS = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), "left:", TimeRemainingColumn())


@contextmanager
def step(name: str, total: int | None = None) -> Iterator[Callable[[str], None]]:
    """Show a step of a build for as long as the block lasts.

    Parameters
    ----------
    name : str
        What is done, such as "Execute notebooks".
    total : int, optional
        How many things it does that for. Default: not known, or only one.

    Yields
    ------
    callable
        To be called with the name of each thing that is done.

    Examples
    --------
    >>> with step("Print handouts", total=2) as done:
    ...     for name in ("design", "workforce"):
    ...         done(name)
    Print handouts: 2, 0 s
    """
    console, start, count = Console(), time.monotonic(), 0
    columns = [TextColumn(column) if isinstance(column, str) else column for column in COLUMNS]
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=total)

        def done(thing: str) -> None:
            nonlocal count
            count += 1
            bar.update(task, advance=1, description=f"{name}: {thing}")

        yield done
    counted = f"{count}, " if count else ""
    print(f"{name}: {counted}{time.monotonic() - start:.0f} s", flush=True)


class PageSteps:
    """The two steps of Sphinx, reading and writing pages, as its events tell of them."""

    def __init__(self) -> None:
        self.open = ExitStack()
        self.done: Callable[[str], None] = lambda page: None

    def start(self, name: str, total: int | None) -> None:
        """Begin a step, and end the one before."""
        self.open.close()
        self.done = self.open.enter_context(step(name, total))

    def read(self, app: Sphinx, env: Any, pages: list[str]) -> None:
        """Begin to read these pages."""
        if pages:
            self.start("Read pages", len(pages))

    def write(self, app: Sphinx, env: Any) -> None:
        """Begin to write pages."""
        self.start("Write pages", None)

    def finish(self, app: Sphinx, error: Exception | None) -> None:
        """End the last step."""
        self.open.close()


def setup(app: Sphinx) -> dict[str, Any]:
    """Follow the build of the book."""
    steps = PageSteps()
    app.connect("env-before-read-docs", steps.read)
    app.connect("source-read", lambda app, page, source: steps.done(page))
    app.connect("env-updated", steps.write)
    app.connect("html-page-context", lambda app, page, *rest: steps.done(page))
    app.connect("build-finished", steps.finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
