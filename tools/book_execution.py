"""Sphinx extension: execute the notebooks whose results are not known yet, several at a time.

What a notebook shows depends on its code and on what that reads. So each notebook's results are kept, in the cache from
which MyST-NB takes them, with the names and hashes of the package's files and of the tables that were opened while it
ran. The next build executes a notebook again only if its code, one of these files, the list of the project's files, the
locked packages or this Python have changed.

A notebook runs from top to bottom in a process of its own. The processes are copies of one that has imported what
others wrote and every notebook needs, because these imports take longer than most notebooks; the package itself is
imported anew in each.

`python tools/book_execution.py` does the executing; the extension calls it in a process of its own before Sphinx reads
the pages, and when anything else that pages are made from has changed, it lets Sphinx begin from nothing.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from hashlib import sha256
from importlib.util import source_from_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import nbformat
    from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "_build"
CACHE = BUILD / ".jupyter_cache"
KEY = BUILD / "inputs.sha256"
TIMEOUT = 120
# What every notebook imports and others wrote
IMPORTED_ONCE = ["IPython.core.interactiveshell", "IPython.core.completer", "pandas", "altair", "jinja2", "vl_convert"]
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}  # as a kernel says it, for how pages show code
# What the package reads, and what pages are made from apart from their own text
EVIDENCE = ["data", "src"]
ENVIRONMENT = ["requirements.lock", "tools/book_execution.py"]
INPUTS = [
    *EVIDENCE,
    *ENVIRONMENT,
    "book/_static",
    "book/_templates",
    "tools",
    "_config.yml",
    "_toc.yml",
    "pyproject.toml",
]


class Failure(NamedTuple):
    """Where a notebook failed: the number of its cell of code, the line there, and what Python says."""

    cell: int
    line: int
    code: str
    error: str


class Run(NamedTuple):
    """What came of a notebook: outputs for each cell of code, the files that it read, or where it failed."""

    outputs: list[list[dict[str, Any]]]
    read: list[str]
    seconds: float
    failure: Failure | None


# --- in a process for one notebook


def run_cells(cells: list[str], folder: Path) -> Run:
    """Run cells of code from top to bottom, as a notebook in this folder does.

    Parameters
    ----------
    cells : list of str
        The code.
    folder : Path
        The working directory.

    Returns
    -------
    Run
    """
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from nbformat.v4 import new_output
    from traitlets.config import Config

    outputs: list[list[dict[str, Any]]] = []
    shown: list[str] = []

    class Result(DisplayHook):
        """Keep what a cell ends in."""

        def write_output_prompt(self) -> None:
            pass

        def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
            count, about = self.prompt_count, md_dict or {}
            outputs[-1].append(new_output("execute_result", format_dict, execution_count=count, metadata=about))

        def finish_displayhook(self) -> None:
            pass

    class Displayed(DisplayPublisher):
        """Keep what a cell displays."""

        def publish(self, data: dict, metadata: dict | None = None, **options: Any) -> None:
            outputs[-1].append(new_output("display_data", data, metadata=metadata or {}))

    class Stream:
        """Keep what a cell prints."""

        encoding = "utf-8"

        def __init__(self, name: str) -> None:
            self.name = name

        def write(self, text: str) -> int:
            last = outputs[-1][-1] if outputs[-1] else {}
            if last.get("output_type") == "stream" and last["name"] == self.name:
                last["text"] += text
            else:
                outputs[-1].append(new_output("stream", name=self.name, text=text))
            return len(text)

        def flush(self) -> None:
            pass

        def isatty(self) -> bool:
            return False

    class Shell(InteractiveShell):
        """IPython as a kernel has it, without the messages."""

        displayhook_class = Result
        display_pub_class = Displayed

        def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
            shown.append(f"{etype.__name__}: {evalue}")

    read: set[str] = set()
    sys.addaudithook(lambda event, values: read.add(str(values[0])) if is_reading(event, values) else None)
    os.chdir(folder)
    sys.path.insert(0, "")
    start = time.monotonic()
    shell = Shell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    shell.extension_manager.load_extension("nmc_evidence.sphinx.kernel")  # the build makes the drawings
    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGALRM, _take_too_long)
    failure = None
    with contextlib.redirect_stdout(Stream("stdout")), contextlib.redirect_stderr(Stream("stderr")):
        for number, code in enumerate(cells, start=1):
            outputs.append([])
            if hasattr(signal, "alarm"):
                signal.alarm(TIMEOUT)
            result = shell.run_cell(code, store_history=True)
            if error := result.error_before_exec or result.error_in_exec:
                line = line_of(error)
                text = (code.splitlines() or [""])[line - 1 : line]
                failure = Failure(number, line, "".join(text).strip(), shown[-1] if shown else repr(error))
                break
        if hasattr(signal, "alarm"):
            signal.alarm(0)
    return Run(outputs, sorted(read), time.monotonic() - start, failure)


def is_reading(event: str, values: tuple[Any, ...]) -> bool:
    """Return whether an event of Python's audit hooks is that a file is opened to be read."""
    if event != "open" or not isinstance(values[0], str | bytes | os.PathLike):
        return False
    mode = values[1]
    return not isinstance(mode, str) or not set(mode) & set("wax+")


def _take_too_long(*signalled: Any) -> None:
    raise TimeoutError(f"the cell took longer than {TIMEOUT} seconds")


def line_of(error: BaseException) -> int:
    """Return the line of a cell in which an error arose: the last one that is no line of a module."""
    if isinstance(error, SyntaxError) and error.lineno:
        return error.lineno
    line, frame = 1, error.__traceback__
    while frame:
        if (
            "ipython-input" in frame.tb_frame.f_code.co_filename
            or frame.tb_frame.f_globals.get("__name__") == "__main__"
        ):
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


# --- what a notebook's results rest on


def hash_of(path: Path) -> str:
    """Return the hash of a file, or nothing if it is not there."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def files_of(places: list[str]) -> list[Path]:
    """Return the files below folders and the files that are named, in a fixed order."""
    found = (
        path for place in places for path in ((ROOT / place).rglob("*") if (ROOT / place).is_dir() else [ROOT / place])
    )
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


def evidence() -> dict[str, str]:
    """Return the hashes of the package's files and the tables, under their paths in the project."""
    return {path.relative_to(ROOT).as_posix(): hash_of(path) for path in files_of(EVIDENCE)}


def environment(files: dict[str, str]) -> str:
    """Return a hash of what all notebooks rest on: this Python, its packages, and which files the project has."""
    parts = [sys.version, *(hash_of(ROOT / name) for name in ENVIRONMENT)]
    return sha256("\0".join([*parts, *files]).encode()).hexdigest()


def evidence_read(opened: list[str], folder: Path, files: dict[str, str]) -> dict[str, str]:
    """Return the hashes of those opened files that are part of the project.

    Parameters
    ----------
    opened : list of str
        What a notebook opened. For a module that Python had compiled before, its source counts.
    folder : Path
        Where the notebook ran.
    files : dict of str to str
        What `evidence` returned before it ran.
    """
    hashes = {}
    for name in opened:
        path = Path(os.path.abspath(folder / name))
        if path.parent.name == "__pycache__":
            with contextlib.suppress(ValueError):
                path = Path(source_from_cache(str(path)))
        if path.is_relative_to(ROOT) and (known := path.relative_to(ROOT).as_posix()) in files:
            hashes[known] = files[known]
    return dict(sorted(hashes.items()))


# --- all notebooks


def read_notebook(path: Path) -> nbformat.NotebookNode:
    """Read a notebook without checking its form, which takes longer than all the rest and is a test's task."""
    from nbformat.v4 import reads

    return reads(path.read_text(encoding="utf-8"))


def known_results(paths: list[Path]) -> dict[Path, str | None]:
    """Return when the results of notebooks were made, and None for those whose results are not known."""
    from jupyter_cache import get_cache

    cache, files = get_cache(CACHE), evidence()
    now = environment(files)
    made: dict[Path, str | None] = dict.fromkeys(paths)
    for path in paths:
        with contextlib.suppress(KeyError):
            kept = cache.match_cache_notebook(read_notebook(path))
            read = kept.data.get("read", {})
            holds = kept.data.get("environment") == now and all(files.get(name) == was for name, was in read.items())
            made[path] = str(kept.created) if holds else None
    return made


def execute(paths: list[Path]) -> list[tuple[Path, Failure]]:
    """Execute the notebooks whose results are not known, and keep what they show.

    Parameters
    ----------
    paths : list of Path
        Notebooks.

    Returns
    -------
    list of (Path, Failure)
        Those that failed; empty if all is well.
    """
    import nbformat
    import progress
    from jupyter_cache import get_cache
    from jupyter_cache.base import CacheBundleIn

    cache, files = get_cache(CACHE), evidence()
    waiting = {path: read_notebook(path) for path, results in known_results(paths).items() if results is None}
    for notebook in waiting.values():
        with contextlib.suppress(KeyError):
            cache.remove_cache(cache.match_cache_notebook(notebook).pk)
    if not waiting:
        return []
    failures = []
    context = get_context("forkserver" if hasattr(os, "fork") else "spawn")
    if hasattr(os, "fork"):
        context.set_forkserver_preload(IMPORTED_ONCE)
    name = "Execute notebooks" if len(waiting) == len(paths) else f"Execute {len(waiting)} of {len(paths)} notebooks"
    pool = ProcessPoolExecutor(os.cpu_count(), mp_context=context, max_tasks_per_child=1)
    with progress.step(name, len(waiting)) as done, pool:
        running = {pool.submit(run_cells, code_of(notebook), path.parent): path for path, notebook in waiting.items()}
        for finished in as_completed(running):
            path, run = running[finished], finished.result()
            done(path.stem)
            if run.failure:
                failures.append((path, run.failure))
                continue
            notebook = waiting[path]
            notebook.metadata.language_info = LANGUAGE
            for count, (cell, outputs) in enumerate(zip(code_cells(notebook), run.outputs, strict=True), start=1):
                cell.outputs, cell.execution_count = [nbformat.from_dict(output) for output in outputs], count
            data = {
                "execution_seconds": run.seconds,
                "environment": environment(files),
                "read": evidence_read(run.read, path.parent, files),
            }
            cache.cache_notebook_bundle(
                CacheBundleIn(notebook, str(path), data=data), check_validity=False, overwrite=True
            )
    return failures


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """Return the cells of code of a notebook."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def code_of(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the code of each cell."""
    return [cell.source for cell in code_cells(notebook)]


def describe(path: Path, failure: Failure) -> str:
    """Say where a notebook failed and how to run just that one."""
    return (
        f"{path.relative_to(ROOT)}, cell {failure.cell} of code, line {failure.line}: {failure.code}\n"
        f"    {failure.error}\n"
        f"    To run just this notebook: {Path(sys.executable).with_name('jupyter')} execute {path.relative_to(ROOT)}"
    ).replace(f"{ROOT}{os.sep}", "")


def notebooks() -> list[Path]:
    """Return the notebooks of the book."""
    return sorted(path for path in (ROOT / "book").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)


def main() -> int:
    """Execute what has to be executed, and name every notebook that fails."""
    failures = execute(notebooks())
    for path, failure in failures:
        print(describe(path, failure), file=sys.stderr)
    return 1 if failures else 0


# --- the extension


def inputs_key() -> str:
    """Return a hash of the names and contents of all that pages are made from, apart from their own text."""
    digest = sha256(os.environ.get("LITE", "").encode())
    for path in files_of(INPUTS):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0{hash_of(path)}\0".encode())
    return digest.hexdigest()


def begin(app: Sphinx, config: Any) -> None:
    """Forget the pages of a build that failed or was made from something else, and execute the notebooks."""
    from sphinx.errors import ExtensionError

    app.nmc_inputs = inputs_key()
    if not KEY.is_file() or KEY.read_text(encoding="utf-8") != app.nmc_inputs:
        for folder in (app.outdir, app.doctreedir):
            shutil.rmtree(folder, ignore_errors=True)
            Path(folder).mkdir(parents=True, exist_ok=True)
    for sheet in Path(app.outdir).glob("_static/mystnb.*.css"):
        sheet.unlink()  # MyST-NB writes it after the pages, which name its checksum only if it is there before them
    KEY.unlink(missing_ok=True)
    app.nmc_results = known_results(notebooks())
    if None in app.nmc_results.values():
        if subprocess.run([sys.executable, __file__], check=False).returncode:
            raise ExtensionError("a notebook failed; where, it says above")
        app.nmc_results = known_results(notebooks())


def changed_results(app: Sphinx, env: Any, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Return the pages whose results are others than those with which Sphinx read them."""
    before = getattr(env, "nmc_results", {})
    env.nmc_results = {page: app.nmc_results.get(Path(env.doc2path(page))) for page in env.found_docs}
    return [page for page, results in env.nmc_results.items() if page in env.all_docs and before.get(page) != results]


def finish(app: Sphinx, error: Exception | None) -> None:
    """Remember what a build without a warning was made from."""
    if error is None and app.statuscode == 0 and not app._warncount:
        KEY.write_text(app.nmc_inputs, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the steps to the build."""
    app.connect("config-inited", begin, priority=900)  # once settings were found to be right
    app.connect("env-get-outdated", changed_results)
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


if __name__ == "__main__":
    sys.exit(main())
