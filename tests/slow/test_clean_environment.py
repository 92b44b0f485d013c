"""Every notebook runs in a clean environment with only what the pack and Binder's configuration say to install.

The pack's list of packages is Binder's, so one environment proves both. These tests need a package index, or pip's
cache of one. Without, they are skipped and say so; with the variable `CI` set they fail.
"""

import os
import re
import subprocess
import sys
from hashlib import sha256
from html import unescape
from pathlib import Path

import build_pack
import clean_environment
import nbformat
import pack_notebooks
import pack_pages
import pytest

ROOT = Path(__file__).parents[2]
BINDER = ROOT / ".binder"
NO_INDEX = re.compile(r"No matching distribution|Could not find a version|Connection|resolve|Network is unreachable")
LINK = re.compile(r'<a [^>]*href="([^"]+)"[^>]*>')


def pinned(path: Path) -> dict[str, set[str]]:
    """Return each "name==version" of a list of requirements with its hashes."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    return {re.match(r"[^\s;]+", line)[0]: set(re.findall(r"--hash=(\S+)", line)) for line in text.splitlines()}


def code_of(path: Path) -> tuple[str, ...]:
    return tuple(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")


@pytest.fixture(scope="module")
def pack(tmp_path_factory) -> Path:
    """Make the parts of the pack that are needed here; they need no browser and no built book."""
    folder = tmp_path_factory.mktemp("pack")
    (folder / "install").mkdir()
    pack_notebooks.write_notebooks(folder / "notebooks")
    build_pack.write_installation(folder / "install")
    return folder


def succeed(command: list[str | Path], cwd: Path, **more: str) -> str:
    """Run a command that installs something, and return what it prints."""
    environment = clean_environment.variables() | more
    done = subprocess.run(command, cwd=cwd, env=environment, check=False, capture_output=True, text=True)
    if done.returncode and NO_INDEX.search(done.stderr) and not os.environ.get("CI"):
        pytest.skip("no package index, and not all packages in pip's cache: the notebooks were not run")
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def python(pack) -> Path:
    """Run the commands of the start page but for the last, which opens JupyterLab; return the environment's Python."""
    (wheel,) = (pack / "install").glob("*.whl")
    template = (pack_pages.TEMPLATES / "start.html").read_text(encoding="utf-8")
    said = re.search(r"<code>(python3 -m venv env\n.*?)</code>", template, re.DOTALL)[1]
    make, *install, start = said.replace("{{ wheel }}", wheel.name).splitlines()
    assert start == "env/bin/jupyter lab notebooks/learner"
    succeed([sys.executable, *make.split()[1:]], pack)
    for command in install:
        succeed(command.split(), pack)
    return pack / "env" / "bin" / "python"


def package_of(python: Path) -> Path:
    """Return where an environment has the package."""
    return Path(succeed([python, "-c", "import nmc_evidence; print(nmc_evidence.__file__)"], Path("/")).strip()).parent


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def dead_links(path: Path, notebook: nbformat.NotebookNode) -> str:
    """Return the links that a notebook shows and that lead to no file."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    shown = "".join("".join(output.get("data", {}).get("text/html", "")) for output in outputs)
    addresses = {unescape(link).split("#")[0] for link in LINK.findall(shown)}
    here = {address for address in addresses if address and not re.match(r"https?:|mailto:|data:|blob:", address)}
    return ", ".join(sorted(address for address in here if not (path.parent / address).is_file()))


# --- the lists


def test_the_list_has_versions_and_hashes_of_the_lock_file_or_jupyterlabs_own():
    locked, listed = pinned(ROOT / "requirements.lock"), pinned(BINDER / "requirements.txt")
    assert {"pandas", "altair", "vl-convert-python", "jupyterlab"} <= {name.split("==")[0] for name in listed}
    names = {pin.split("==")[0] for pin in locked}
    for pin, hashes in listed.items():
        assert hashes, pin
        assert pin in locked or pin.split("==")[0] not in names, f"{pin}: run `make lock`"
        assert locked.get(pin, hashes) == hashes, pin


def test_binder_starts_a_python_that_the_package_supports():
    version = re.fullmatch(r"python-(3\.\d+)\n", (BINDER / "runtime.txt").read_text(encoding="utf-8"))[1]
    assert f'"Programming Language :: Python :: {version}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_binder_has_only_the_files_that_are_tested_here():
    assert {path.name for path in BINDER.iterdir()} == {"requirements.txt", "runtime.txt", "postBuild"}
    assert os.access(BINDER / "postBuild", os.X_OK)


def test_the_pack_lists_what_binder_lists(pack):
    assert (pack / "install" / "requirements.txt").read_bytes() == (BINDER / "requirements.txt").read_bytes()


# --- the environment


def test_the_package_and_jupyterlab_are_installed(python):
    assert package_of(python).is_relative_to(python.parents[1])
    assert succeed([python.with_name("jupyter"), "lab", "--version"], Path("/")).startswith("4.")


def test_binders_script_installs_the_same_package_as_the_wheel(python):
    before = contents(package_of(python))
    succeed([BINDER / "postBuild"], ROOT, PATH=f"{python.parent}{os.pathsep}{os.environ['PATH']}")
    assert contents(package_of(python)) == before


def test_every_notebook_runs_and_its_links_lead_somewhere(python, pack):
    """Run one of the notebooks with the same code: the trainer's copy of a chapter only has a note more."""
    distinct = {code_of(path): path for path in sorted((pack / "notebooks").rglob("*.ipynb"), reverse=True)}
    in_the_book = {code_of(path) for path in (ROOT / "book").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts}
    assert in_the_book <= distinct.keys()
    assert clean_environment.failures(python, distinct.values(), look=dead_links) == {}


def test_a_notebook_that_fails_or_dies_or_shows_a_dead_link_is_named(python, tmp_path):
    for name, code in (
        ("fails", "import nmc_evidence\n1 / 0"),
        ("dies", "import os\nos._exit(1)"),
        ("links", "from IPython.display import HTML; HTML('<a href=\"gone.html\">x</a>')"),
    ):
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), tmp_path / f"{name}.ipynb")
    paths = sorted(tmp_path.glob("*.ipynb"))
    found = clean_environment.failures(python, paths, look=dead_links)
    assert "ZeroDivisionError" in found[f"{tmp_path.name}/fails.ipynb"]
    assert "Kernel died" in found[f"{tmp_path.name}/dies.ipynb"]
    assert found[f"{tmp_path.name}/links.ipynb"] == "gone.html"
