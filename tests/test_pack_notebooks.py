"""The notebooks of the pack run in a clean environment with only what the pack says to install.

This is the one test that needs a package registry, or pip's cache of one: it installs what the pack's start page says,
with the commands that stand there. Without a registry it is skipped and says so; with the variable `CI` set it fails.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import build_pack
import nbformat
import pack_notebooks
import pack_pages
import pytest

RUNNER = Path(__file__).with_name("run_notebooks.py")
NO_REGISTRY = re.compile(r"No matching distribution|Could not find a version|Connection|resolve|Network is unreachable")


@pytest.fixture(scope="module")
def pack(tmp_path_factory) -> Path:
    """Make the parts of the pack that are needed here; they need no browser and no built book."""
    folder = tmp_path_factory.mktemp("pack")
    (folder / "install").mkdir()
    pack_notebooks.write_notebooks(folder / "notebooks")
    build_pack.write_installation(folder / "install")
    return folder


def clean() -> dict[str, str]:
    """Return the environment variables without those that lead to a checkout or to another environment."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "JUPYTER", "NMC_"))}


@pytest.fixture(scope="module")
def environment(pack) -> Path:
    """Run the commands of the start page but for the last, which opens JupyterLab; return the environment's Python."""
    (wheel,) = (pack / "install").glob("*.whl")
    template = (pack_pages.TEMPLATES / "start.html").read_text(encoding="utf-8")
    said = re.search(r"<code>(python3 -m venv env\n.*?)</code>", template, re.DOTALL)[1].replace(
        "{{ wheel }}", wheel.name
    )
    make, *install, start = said.splitlines()
    assert start == "env/bin/jupyter lab notebooks/learner"
    subprocess.run([sys.executable, *make.split()[1:]], cwd=pack, env=clean(), check=True, capture_output=True)
    for command in install:
        done = subprocess.run(command.split(), cwd=pack, env=clean(), check=False, capture_output=True, text=True)
        if done.returncode and NO_REGISTRY.search(done.stderr) and not os.environ.get("CI"):
            pytest.skip("no package registry, and not all packages in pip's cache: the notebooks were not run")
        assert done.returncode == 0, done.stderr[-2000:]
    return pack / "env" / "bin" / "python"


def code_of(path: Path) -> tuple[str, ...]:
    return tuple(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")


def run(environment: Path, paths: list[Path], cwd: Path) -> str:
    command = [environment, RUNNER, *paths]
    done = subprocess.run(command, cwd=cwd, env=clean(), check=True, capture_output=True, text=True)
    return done.stdout


def test_jupyterlab_is_there(environment, pack):
    lab = [environment.with_name("jupyter"), "lab", "--version"]
    assert subprocess.run(lab, cwd=pack, env=clean(), check=True, capture_output=True).stdout.startswith(b"4.")


def test_every_notebook_runs_with_only_what_the_pack_says_to_install(environment, pack):
    """Test one of the notebooks with the same code: the trainer's copy of a chapter only has a note more."""
    distinct = {code_of(path): path for path in sorted((pack / "notebooks").rglob("*.ipynb"), reverse=True)}
    assert len(distinct) > len(pack_notebooks.pages())
    assert run(environment, list(distinct.values()), pack) == ""


def test_a_notebook_that_fails_or_shows_a_dead_link_is_named(environment, pack, tmp_path):
    for name, code in (
        ("fails", "1 / 0"),
        ("links", "from IPython.display import HTML; HTML('<a href=\"gone.html\">x</a>')"),
    ):
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), tmp_path / f"{name}.ipynb")
    said = run(environment, [tmp_path / "fails.ipynb", tmp_path / "links.ipynb"], pack)
    assert "ZeroDivisionError" in said
    assert "shows a link to gone.html" in said
