"""Executed notebooks: shown as a kernel shows them, reused only while all that they read is the same."""

import csv
import json
import multiprocessing
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import book_execution
import nbformat
import pytest
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from nbclient import NotebookClient

from nmc_evidence import schema

ROOT = Path(__file__).parents[1]
PAGES = {  # what they read between them: findings and what cards need; lessons, exercises and plans
    "claims": [
        "import nmc_evidence as nmc\nfrom nmc_evidence import display",
        'display.cards(nmc.select_findings(nmc.load_findings(), page="lessons/cases"))',
    ],
    "plans": [
        "from nmc_evidence import display",
        'display.lesson_header("findings/workforce")',
        'display.pathway("analyst")',
    ],
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch) -> Path:
    """Return a project with the real package and data and two short notebooks; notebooks there import its package."""
    for name in ("data", "src"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "requirements.lock", tmp_path)
    (tmp_path / "book").mkdir()
    for name, cells in PAGES.items():
        write_notebook(tmp_path / "book" / f"{name}.ipynb", cells)
    monkeypatch.setattr(book_execution, "ROOT", tmp_path)
    monkeypatch.setattr(book_execution, "CACHE", tmp_path / "cache")
    monkeypatch.syspath_prepend(tmp_path / "src")
    return tmp_path


def write_notebook(path: Path, cells: list[str]) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(notebook, path)


@pytest.fixture
def executed(monkeypatch) -> list[str]:
    """Return a list to which the name of each notebook is added that is executed."""
    names: list[str] = []
    submit = ProcessPoolExecutor.submit

    def recorded(pool, run, cells, folder):
        names.extend(name for name, code in PAGES.items() if code == cells)
        return submit(pool, run, cells, folder)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", recorded)
    return names


def run_apart(cells: list[str], folder: Path) -> book_execution.Run:
    """Run cells as a build does, in a process of their own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("forkserver"), max_tasks_per_child=1) as pool:
        return pool.submit(book_execution.run_cells, cells, folder).result()


def test_outputs_are_those_of_a_kernel(tmp_path):
    cells = [
        "import sys\nprint('one')\nprint('two')\nprint('three', file=sys.stderr)\n4",
        "from IPython.display import HTML, display\ndisplay(HTML('<p>five</p>'), {'six': 6})\nHTML('<p>seven</p>')",
        "import pandas as pd\npd.DataFrame({'a': [1]})",
        "eight = 8;",
        "eight;",
        "_",
    ]
    write_notebook(tmp_path / "page.ipynb", cells)
    notebook = nbformat.read(tmp_path / "page.ipynb", as_version=4)
    NotebookClient(notebook, record_timing=False).execute()
    run = run_apart(cells, tmp_path)
    assert run.failure is None
    assert [[dict(output) for output in outputs] for outputs in run.outputs] == [
        [dict(output) for output in cell.outputs] for cell in notebook.cells
    ]


@pytest.mark.parametrize(
    ("cells", "failure"),
    [
        (
            ["1", "def half(x):\n    return x / 0\n\nhalf(2)"],
            (2, 2, "return x / 0", "ZeroDivisionError: division by zero"),
        ),
        (["import pandas as pd\n\npd.Series([1])['a':3, 4]"], (1, 3, "pd.Series([1])['a':3, 4]", "")),
        (["x = (\n"], (1, 1, "x = (", "SyntaxError")),
        (["raise SystemExit(3)"], (1, 1, "raise SystemExit(3)", "SystemExit: 3")),
    ],
)
def test_a_failure_names_cell_line_code_and_error(tmp_path, cells, failure):
    found = run_apart(cells, tmp_path).failure
    assert found[:3] == failure[:3]
    assert failure[3] in found.error


def test_a_cell_that_takes_too_long_is_named(tmp_path):
    code = "import book_execution, time\nbook_execution.TIMEOUT = 1", "time.sleep(60)"
    found = run_apart(list(code), tmp_path).failure
    assert (found.cell, found.code) == (2, "time.sleep(60)")
    assert "longer than 1 seconds" in found.error


def test_the_files_that_a_notebook_reads_are_known(project):
    assert book_execution.execute(book_execution.notebooks()) == []
    cache = get_cache(project / "cache")
    read = {Path(kept.uri).stem: set(kept.data["read"]) for kept in cache.list_cache_records()}
    assert {"data/findings.csv", "data/datapackage.json", "src/nmc_evidence/display/cards.py"} <= read["claims"]
    assert {"data/lessons.csv", "data/pathways.csv"} <= read["plans"] - read["claims"]
    languages = [cache.get_cache_bundle(kept.pk).nb.metadata.language_info for kept in cache.list_cache_records()]
    assert all(language["pygments_lexer"] == "ipython3" for language in languages), "a page shows code as IPython's"
    assert not any("__pycache__" in name for names in read.values() for name in names)


def alter(table: str, folder: Path) -> None:
    """Change a table a little: a word more in its first free text, or one row less where it has none."""
    fields = schema.get_table(table, folder)["schema"]["fields"]
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for number, field in enumerate(fields):
        limits = field.get("constraints", {})
        if field["type"] == "string" and not limits.keys() & {"enum", "pattern", "unique"} and " " in rows[1][number]:
            rows[1][number] += " altered"
            break
    else:
        rows.pop()
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def outcome(project: Path, cache: str) -> list:
    """Execute what a cache does not know, and return which notebooks failed and what the others show."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(book_execution, "CACHE", project / cache)
        failures = [(path.stem, failure) for path, failure in book_execution.execute(book_execution.notebooks())]
        failed = {name for name, _ in failures}
        kept = get_cache(project / cache)
        shown = []
        for path in book_execution.notebooks():
            if path.stem not in failed:
                _, notebook = kept.merge_match_into_notebook(nbformat.read(path, as_version=4))
                shown.append((path.stem, json.dumps(notebook, sort_keys=True)))
    return [sorted(failures), shown]


def test_whatever_table_changes_kept_results_are_those_of_a_clean_run(project, executed):
    before = outcome(project, "cache")
    assert before[0] == []
    wrong, reached = [], {}
    for table in schema.table_names(project / "data"):
        path = project / "data" / f"{table}.csv"
        original = path.read_bytes()
        alter(table, project / "data")
        executed.clear()
        shutil.rmtree(project / "kept", ignore_errors=True)
        shutil.copytree(project / "cache", project / "kept")
        kept = outcome(project, "kept")
        reached[table] = set(executed)
        if len(executed) < len(PAGES):  # what was executed just now is as clean as can be
            shutil.rmtree(project / "clean", ignore_errors=True)
            if kept != outcome(project, "clean"):
                wrong.append(table)
        path.write_bytes(original)
    assert wrong == []
    assert reached["pathways"] == {"plans"}
    assert "claims" in reached["findings"]
    assert sum(not names for names in reached.values()) > 5, "a table that nobody reads executes nothing"


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("src/nmc_evidence/display/cards.py", True),
        ("requirements.lock", True),
        ("data/a-new-file.csv", True),
        ("book/style.css", False),
        ("data/pathways.csv", False),
    ],
)
def test_notebooks_are_executed_again_when_code_packages_or_the_list_of_files_change(project, executed, name, again):
    assert book_execution.execute(book_execution.notebooks()) == []
    executed.clear()
    path = project / name
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + "\n", encoding="utf-8")
    book_execution.execute([project / "book" / "claims.ipynb"])
    assert (executed == ["claims"]) == again


def test_results_that_something_else_put_into_the_cache_are_not_trusted(project, executed):
    book_execution.execute(book_execution.notebooks())
    cache = get_cache(project / "cache")
    for kept in cache.list_cache_records():
        path, bundle = Path(kept.uri), cache.get_cache_bundle(kept.pk)
        cache.remove_cache(kept.pk)
        cache.cache_notebook_bundle(CacheBundleIn(bundle.nb, str(path), data={}), check_validity=False)
    executed.clear()
    book_execution.execute(book_execution.notebooks())
    assert sorted(executed) == sorted(PAGES)
