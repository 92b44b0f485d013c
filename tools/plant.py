"""Plant a fault in a copy of the project and see whether the tests that should notice it do.

`tests/planted/faults.toml` lists the faults, one for each rule that the tests hold. `python tools/plant.py ID …`
plants those that are named, `--all` every one, `--needs nothing` those that need no built book; `--sound` runs the same
tests on a copy without a fault, where they must pass. The exit status is 1 if a fault was missed.

A fault is one of these changes to one file:

- `find` and `replace`: the first place of a text is replaced;
- `row`, `column` and `value`: a cell of a CSV table gets another value, in the row with that key;
- `append` or `prepend`: text is added at the end or at the beginning;
- `content`: the file is new.

A file that the built book carries unchanged, such as a style sheet, is changed in the built copy as well, so that no
build is needed to see the fault there.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import shlex
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
FAULTS = ROOT / "tests" / "planted" / "faults.toml"
BUILT = Path("_build") / "html"
# What a run needs beside the project's files: each includes those before it
NEEDS = ["nothing", "book", "browser"]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv*", ".lite", "_build", "_hub", "dist", "__pycache__", ".*_cache")
# What pytest answers: 1 and 2 are a failing test and a test file that cannot be loaded
PASSED, FAILED = {0}, {1, 2}


def read_faults() -> list[dict[str, Any]]:
    """Return the faults in the order of their file."""
    return tomllib.loads(FAULTS.read_text(encoding="utf-8"))["fault"]


def changed(fault: dict[str, Any], text: str) -> str:
    """Return the text of a file with the fault in it.

    Raises
    ------
    ValueError
        If the file no longer holds the place that the fault changes.
    """
    if "find" in fault:
        if fault["find"] not in text:
            raise ValueError(f"{fault['id']}: {fault['file']} does not hold {fault['find']!r}; choose another place")
        return text.replace(fault["find"], fault["replace"], 1)
    if "row" in fault:
        header, *rows = csv.reader(io.StringIO(text))
        named = [row for row in rows if row[0] == fault["row"]]
        if not named or fault["column"] not in header:
            where = f"no cell {fault['column']!r} in a row {fault['row']!r}"
            raise ValueError(f"{fault['id']}: {fault['file']} has {where}; choose another one")
        named[0][header.index(fault["column"])] = fault["value"]
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([header, *rows])
        return out.getvalue()
    return fault.get("prepend", "") + text + fault.get("append", "")


def plant(fault: dict[str, Any], root: Path) -> None:
    """Change the file of a copy, and the built book's copy of it where there is one.

    Parameters
    ----------
    fault : dict
        One of `read_faults`.
    root : path
        The copy of the project.
    """
    if "content" in fault:
        (root / fault["file"]).write_text(fault["content"], encoding="utf-8")
        return
    path = root / fault["file"]
    before = path.read_bytes()
    after = changed(fault, before.decode("utf-8")).encode("utf-8")
    if after == before:
        raise ValueError(f"{fault['id']}: {fault['file']} is the same with the fault as without it")
    in_the_book = root / BUILT / "_static" / path.name
    for place in (path, in_the_book):
        if place.is_file() and place.read_bytes() == before:
            place.unlink()  # it may share its bytes with the project's own file
            place.write_bytes(after)


def link(source: str, target: str) -> None:
    """Let a file of the built book stand in the copy too, without a copy of its bytes where that is possible."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def copy_project(root: Path, needs: str) -> Path:
    """Copy the project's files, and the built book if a fault needs it.

    Parameters
    ----------
    root : path
        A folder that is not there yet.
    needs : str
        One of `NEEDS`.

    Returns
    -------
    path
        The folder.
    """
    shutil.copytree(ROOT, root, ignore=LEFT_OUT)
    if needs != "nothing":
        if not (ROOT / BUILT / "index.html").is_file():
            sys.exit("these faults are planted in the built book, and there is none: run `make book` first")
        shutil.copytree(ROOT / BUILT, root / BUILT, copy_function=link)
    return root


def run(tests: str, root: Path) -> subprocess.CompletedProcess[str]:
    """Run tests in a copy, up to the first failure, with the plugins that they need."""
    options = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "-o"]
    kind = ["addopts=--nbval-lax"] if ".ipynb" in tests else ["addopts=--doctest-modules", "-p", "no:nbval"]
    command = [sys.executable, "-m", "pytest", *options, *kind, *shlex.split(tests)]
    environment = os.environ | {"PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, check=False, cwd=root, env=environment, capture_output=True, text=True)


def broken_import(fault: dict[str, Any], root: Path) -> str:
    """Return why a module with the fault cannot be imported, if it cannot: any test would notice that."""
    path = Path(fault["file"])
    if path.suffix != ".py" or path.parts[0] != "src":
        return ""
    name = ".".join(path.with_suffix("").parts[1:]).removesuffix(".__init__")
    command = [sys.executable, "-c", f"import {name}"]
    environment = os.environ | {"PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, check=False, env=environment, capture_output=True, text=True).stderr[-800:]


def tried(fault: dict[str, Any], *, is_planted: bool = True) -> str:
    """Plant a fault, run its tests, and return what became of it.

    Parameters
    ----------
    fault : dict
        One of `read_faults`.
    is_planted : bool
        Whether the fault is planted; without it the tests must pass.

    Returns
    -------
    str
        "caught" or "missed", or without the fault "sound" or the end of what the tests say; "no test ran" with the end
        of what pytest says where nothing ran.
    """
    with TemporaryDirectory() as folder:
        root = copy_project(Path(folder) / "project", fault.get("needs", "nothing"))
        if is_planted:
            plant(fault, root)
            if what := broken_import(fault, root):
                return f"no fault of its rule, the module cannot even be imported:\n{what}"
        done = run(fault["tests"], root)
    if done.returncode not in PASSED | FAILED:
        return f"no test ran:\n{(done.stdout + done.stderr)[-1500:]}"
    if is_planted:
        return "caught" if done.returncode in FAILED else "missed"
    return "sound" if done.returncode in PASSED else f"not sound:\n{done.stdout[-1500:]}"


def chosen(arguments: argparse.Namespace) -> Iterable[dict[str, Any]]:
    """Return the faults that were asked for."""
    faults = read_faults()
    if unknown := set(arguments.ids) - {fault["id"] for fault in faults}:
        sys.exit(f"no fault {', '.join(sorted(unknown))} in {FAULTS.relative_to(ROOT)}")
    if arguments.ids:
        return [fault for fault in faults if fault["id"] in arguments.ids]
    if arguments.needs:
        return [fault for fault in faults if fault.get("needs", "nothing") == arguments.needs]
    return faults if arguments.all else []


def main() -> int:
    """Try faults one after the other, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("ids", nargs="*", metavar="ID", help="the faults to plant")
    parser.add_argument("--all", action="store_true", help="plant every fault")
    parser.add_argument("--needs", choices=NEEDS, help="plant the faults that need this")
    parser.add_argument("--sound", action="store_true", help="run their tests without the fault instead")
    arguments = parser.parse_args()
    faults = list(chosen(arguments))
    if not faults:
        parser.error("name a fault, or say --all or --needs")
    good = "sound" if arguments.sound else "caught"
    if arguments.sound:  # the same tests once
        faults = list({(fault["tests"], fault.get("needs")): fault for fault in faults}.values())
    answers = []
    for fault in faults:
        start = time.monotonic()
        answers.append(tried(fault, is_planted=not arguments.sound))
        print(f"{fault['id']}: {answers[-1]} ({time.monotonic() - start:.0f} s)", flush=True)
    print(f"{answers.count(good)} of {len(answers)} {good}")
    return int(answers.count(good) < len(answers))


if __name__ == "__main__":
    sys.exit(main())
