"""Binder: its environment is what `.binder` lists, and every notebook runs in it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import clean_environment
import nbformat
import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
BINDER = ROOT / ".binder"
NOTEBOOKS = sorted(path for path in (ROOT / "book").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
# What repo2docker brings itself; the versions here are those of the lock file
BROUGHT = ("ipykernel",)


def pinned(path: Path) -> dict[str, set[str]]:
    """Return each "name==version" of a list of requirements with its hashes."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {re.match(r"[^\s;]+", line)[0]: set(re.findall(r"--hash=(\S+)", line)) for line in lines}


def test_binder_lists_versions_and_hashes_of_the_lock_file_and_nothing_else():
    locked, listed = pinned(ROOT / "requirements.lock"), pinned(BINDER / "requirements.txt")
    assert {"pandas", "altair", "vl-convert-python"} <= {name.split("==")[0] for name in listed}
    for name, hashes in listed.items():
        assert hashes, name
        assert hashes == locked.get(name), f"{name}: run `make lock`"
    assert "://" not in (BINDER / "requirements.txt").read_text(encoding="utf-8")


def test_binder_starts_a_python_that_the_package_supports():
    version = re.fullmatch(r"python-(3\.\d+)\n", (BINDER / "runtime.txt").read_text(encoding="utf-8"))[1]
    assert f'"Programming Language :: Python :: {version}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_binder_has_only_the_files_that_are_tested_here():
    assert {path.name for path in BINDER.iterdir()} == {"requirements.txt", "runtime.txt", "postBuild"}
    assert os.access(BINDER / "postBuild", os.X_OK)


@pytest.fixture(scope="module")
def binder_python(tmp_path_factory) -> Path:
    """Make the environment as repo2docker does: what it brings itself, the list, then the script."""
    folder = tmp_path_factory.mktemp("binder")
    locked = pinned(ROOT / "requirements.lock")
    brought = [name for name in locked if Requirement(name).name in BROUGHT]
    asked = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", folder / "asked", "packaging"]
    if subprocess.run(asked, check=False, capture_output=True).returncode:
        message = "pip reaches no package index here, and an environment cannot be made without"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    python = clean_environment.make(folder / "env", brought, ["--requirement", BINDER / "requirements.txt"])
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [BINDER / "postBuild"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=clean_environment.variables() | {"PATH": path},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return python


def test_every_notebook_runs_on_binder(binder_python):
    assert len(NOTEBOOKS) > 50
    assert clean_environment.failures(binder_python, NOTEBOOKS) == {}


def test_the_package_on_binder_is_the_installed_one(binder_python):
    ask = [binder_python, "-c", "import nmc_evidence; print(nmc_evidence.__file__)"]
    where = subprocess.run(ask, check=True, capture_output=True, text=True, cwd="/", env=clean_environment.variables())
    assert where.stdout.startswith(str(binder_python.parents[1]))


def test_a_notebook_that_fails_is_reported(binder_python, tmp_path):
    broken = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import nmc_evidence\n1 / 0")])
    dead = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import os\nos._exit(1)")])
    for name, notebook in (("broken", broken), ("dead", dead)):
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    found = clean_environment.failures(binder_python, sorted(tmp_path.glob("*.ipynb")))
    assert "ZeroDivisionError" in found[f"{tmp_path.name}/broken.ipynb"]
    assert "Kernel died" in found[f"{tmp_path.name}/dead.ipynb"]
