"""Make an environment that has only what it is given, and run notebooks there."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

# What the tests' own environment must not hand on: its modules, and that it is building the book
OWN_VARIABLES = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
# How long a cell may take, in seconds; installing with pip is one
CELL_SECONDS = 300


def variables() -> dict[str, str]:
    """Return this process's environment variables without those that belong to its Python."""
    return {name: value for name, value in os.environ.items() if name not in OWN_VARIABLES}


def make(folder: Path, *installs: Sequence[str | Path], cwd: Path | None = None) -> Path:
    """Make an environment and install into it, one step after the other.

    Parameters
    ----------
    folder : path
        Where it shall be.
    *installs : sequences of str or path
        The arguments of `pip install`, one sequence for each step.
    cwd : path, optional
        The folder from which pip reads relative paths.

    Returns
    -------
    path
        Its Python.

    Raises
    ------
    RuntimeError
        If a step fails, with the end of what pip says.
    """
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, env=variables())
    python = folder / "bin" / "python"
    for arguments in installs:
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=cwd, env=variables())
        if done.returncode != 0:
            lines = "\n".join(line for line in done.stderr.splitlines() if not line.startswith("WARNING"))
            raise RuntimeError(f"pip install {' '.join(map(str, arguments))} failed:\n{lines[-2000:]}")
    return python


def run(python: Path, path: Path, extra: Mapping[str, str] | None = None) -> nbformat.NotebookNode:
    """Run a notebook where it stands with another environment's kernel.

    Parameters
    ----------
    python : path
        The Python of an environment with `ipykernel`.
    path : path
        The notebook; it is not changed.
    extra : mapping of str to str, optional
        Environment variables beside this process's.

    Returns
    -------
    nbformat.NotebookNode
        The notebook with its outputs.

    Raises
    ------
    CellExecutionError
        If a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    arguments = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    with TemporaryDirectory() as kernels:
        described = Path(kernels) / "clean" / "kernel.json"
        described.parent.mkdir()
        described.write_text(json.dumps({"argv": arguments, "display_name": "Clean", "language": "python"}))
        manager = AsyncKernelManager(
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[kernels]), kernel_name=described.parent.name
        )
        client = NotebookClient(
            notebook, km=manager, timeout=CELL_SECONDS, resources={"metadata": {"path": str(path.parent)}}
        )
        running = client.async_execute(cleanup_kc=True, env=variables() | dict(extra or {}))
        with ThreadPoolExecutor(1) as own:  # a test's browser may have a loop of events in this thread already
            own.submit(asyncio.run, running).result()
    return notebook


def said(error: CellExecutionError) -> str:
    """Return what a failing cell said, without the colours of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*m", "", str(error))


def failures(
    python: Path,
    paths: Iterable[Path],
    *,
    look: Callable[[Path, nbformat.NotebookNode], str] = lambda path, notebook: "",
    workers: int = 2 * (os.cpu_count() or 1),
) -> dict[str, str]:
    """Run notebooks, several at a time, and return what failed.

    Parameters
    ----------
    python : path
        The Python of an environment with `ipykernel`.
    paths : iterable of path
        The notebooks.
    look : callable
        Looks at a notebook that ran, and says what is wrong with what it shows.
    workers : int
        How many run at a time. Half of the time a kernel waits: for its start, messages, its end.

    Returns
    -------
    dict of str to str
        For each notebook that failed, as "folder/name.ipynb", the end of the error.
    """

    def failure(path: Path) -> tuple[str, str]:
        where = f"{path.parent.name}/{path.name}"
        try:
            return where, look(path, run(python, path))
        except CellExecutionError as error:
            return where, said(error)[-2000:]
        except Exception as error:  # a kernel that died is a failure to report as well
            return where, f"{type(error).__name__}: {error}"

    with ThreadPoolExecutor(workers) as pool:
        return {name: end for name, end in pool.map(failure, paths) if end}
