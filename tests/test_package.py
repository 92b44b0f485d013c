"""The package works from wherever it is installed, and importing it does nothing else."""

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pytest

import nmc_evidence as nmc
from nmc_evidence import schema
from nmc_evidence.validation import find_problems

ROOT = Path(__file__).parents[1]
LOCKS = ["requirements.lock", ".binder/requirements.txt"]
LOAD_EVERYTHING = """
import nmc_evidence as nmc
for table in nmc.table_names():
    assert len(nmc.load(table)) > 0, table
assert len(nmc.load_references()) > 0
print(nmc.__file__)
"""


def python(code: str, *, interpreter: str | Path = sys.executable, **environment: str) -> str:
    """Run code in a process of its own, away from the checkout, and return what it prints."""
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [interpreter, "-c", code], check=False, capture_output=True, text=True, cwd="/", env=clean | environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the sdist, and the wheel from the sdist, as an index would."""
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--directory", str(out)]
    subprocess.run([*build, "--target", "sdist"], check=True, capture_output=True, cwd=ROOT)
    (sdist,) = out.glob("*.tar.gz")
    unpacked = out / "unpacked"
    subprocess.run(["tar", "xzf", str(sdist), "--one-top-level=" + str(unpacked), "--strip-components=1"], check=True)
    subprocess.run([*build, "--target", "wheel"], check=True, capture_output=True, cwd=unpacked)
    (wheel,) = out.glob("*.whl")
    return {"sdist": sdist, "wheel": wheel, "unpacked": unpacked}


@pytest.fixture(scope="module")
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment that has pandas and Altair but not this package.

    The dependencies are lent by a path file, so that nothing has to be fetched; a path file inside a path
    that another one lends is not read, so the editable install of the checkout stays out.
    """
    home = tmp_path_factory.mktemp("clean")
    venv.create(home, with_pip=True)
    (site,) = home.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    interpreter = home / "bin" / "python"
    absent = "import importlib.util as u; assert u.find_spec('nmc_evidence') is None; import pandas, altair"
    python(absent, interpreter=interpreter)
    return interpreter


def test_the_wheel_loads_every_table_in_a_clean_environment(distributions, clean_environment):
    install = [clean_environment, "-m", "pip", "install", "--no-deps", "--no-index", distributions["wheel"]]
    subprocess.run(install, check=True, capture_output=True)
    where = python(LOAD_EVERYTHING, interpreter=clean_environment)
    assert where.startswith(str(clean_environment.parents[1]))


def test_the_wheel_works_as_a_zip(distributions):
    where = python(LOAD_EVERYTHING, PYTHONPATH=str(distributions["wheel"]))
    assert where.startswith(str(distributions["wheel"]))


def test_the_unpacked_sdist_works_as_a_checkout(distributions):
    where = python(LOAD_EVERYTHING, PYTHONPATH=str(distributions["unpacked"] / "src"))
    assert where.startswith(str(distributions["unpacked"]))


def test_the_wheel_holds_all_of_the_data_and_nothing_of_the_book(distributions):
    names = set(zipfile.ZipFile(distributions["wheel"]).namelist())
    data = {f"nmc_evidence/data/{path.name}" for path in (ROOT / "data").iterdir()}
    templates = ROOT / "src" / "nmc_evidence" / "display" / "templates"
    data |= {f"nmc_evidence/display/templates/{path.name}" for path in templates.iterdir()}
    assert data <= names
    assert "nmc_evidence/py.typed" in names
    assert not [name for name in names if name.startswith(("book", "tests", "tools"))]


def test_the_data_come_from_this_checkout_here():
    assert Path(str(schema.data_folder())) == ROOT / "data"


def test_importing_reads_no_data_and_leaves_altair_alone():
    code = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import pandas
import warnings
before = (pandas.get_option("display.max_rows"), list(warnings.filters))
import nmc_evidence
assert before == (pandas.get_option("display.max_rows"), list(warnings.filters))
assert "altair" not in sys.modules, "Altair was imported"
assert "frictionless" not in sys.modules
data = [path for path in opened if path.endswith((".csv", ".bib", "datapackage.json"))]
assert not data, data
"""
    python(code, PYTHONPATH=str(Path(nmc.__file__).parents[1]))


def test_everything_public_is_listed_and_explained():
    for name in nmc.__all__:
        assert getattr(nmc, name).__doc__, name
    assert sorted(nmc.__all__) == nmc.__all__


def test_the_version_stands_in_one_place():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert version("nmc-evidence") == project["version"]
    assert f"\nversion: {project['version']}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_few_dependencies_at_run_time():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [line.split(">")[0] for line in project["dependencies"]] == [
        "altair",
        "jinja2",
        "pandas",
        "vl-convert-python",
    ]


@pytest.mark.parametrize("name", LOCKS)
def test_the_locks_hold_names_versions_and_hashes_only(name):
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        assert line.startswith("    --hash=sha256:") or "==" in line, line
        assert "://" not in line


def test_the_locks_agree_on_versions():
    """Test that the notebooks of the pack get what the book's are executed with."""
    book, notebooks = (set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(), re.MULTILINE)) for name in LOCKS)
    names = {line.split("==")[0] for line in book}
    assert {line for line in notebooks if line.split("==")[0] in names} <= book


def test_libraries_of_others_are_the_ones_that_are_listed():
    folder = ROOT / "book" / "_static" / "vendor"
    listed = dict(
        re.findall(r"^\| (\S+\.js) \|.*\| ([0-9a-f]{64}) \|$", (folder / "LIBRARIES.txt").read_text(), re.MULTILINE)
    )
    assert listed == {file.name: sha256(file.read_bytes()).hexdigest() for file in folder.glob("*.js")}
    assert all((folder / f"{name.split('.')[0]}-LICENSE.txt").is_file() for name in listed)


def test_a_clone_on_windows_passes_the_check_of_the_data(tmp_path):
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout of the repository, so there is nothing to clone")
    subprocess.run(["git", "clone", "-q", "-c", "core.autocrlf=true", str(ROOT), str(tmp_path / "clone")], check=True)
    assert find_problems(tmp_path / "clone" / "data").to_dict("records") == []
    command = ["git", "-C", str(tmp_path / "clone"), "ls-files", "--eol"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line for line in listed if "w/crlf" in line or "w/mixed" in line] == []
