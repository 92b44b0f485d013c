"""Run notebooks in the environment of the Python that runs this, several at a time, and print what went wrong.

`python run_notebooks.py NOTEBOOK …`, each in its own folder, as JupyterLab does. What a notebook shows is looked at as
well: its links to files beside it must lead somewhere. It is used by a test, with a Python that knows no tests.
"""

import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import nbformat
from nbclient import NotebookClient

AT_A_TIME = 2 * (os.cpu_count() or 1)  # half of the time a kernel waits: for its start, messages, its end
LINK = re.compile(r'<a [^>]*href="([^"]+)"[^>]*>')


def run(path: Path) -> list[str]:
    """Run a notebook and return what is wrong with it."""
    notebook = nbformat.read(path, as_version=4)
    where = nbformat.v4.new_code_cell("import nmc_evidence; print(nmc_evidence.__file__)")
    notebook.cells.append(where)
    try:
        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    except Exception as error:  # whatever it is, it belongs into the report
        return [f"{path}: {error}"]
    found = []
    package = Path(where.outputs[0].text.strip())
    if Path(sys.prefix) not in package.parents:
        found.append(f"{path}: nmc_evidence comes from {package}")
    shown = "".join(
        "".join(output.data.get("text/html", ""))
        for cell in notebook.cells[:-1]
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type in {"display_data", "execute_result"}
    )
    for link in LINK.finditer(shown):
        address = unescape(link[1]).split("#")[0]
        is_elsewhere = re.match(r"https?:|mailto:|data:|blob:", address)
        if address and not is_elsewhere and not (path.parent / address).is_file():
            found.append(f"{path}: shows a link to {address}")
    return sorted(set(found))


if __name__ == "__main__":
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for found in pool.map(run, map(Path, sys.argv[1:])):
            print(*found, sep="\n", end="\n" if found else "", flush=True)
