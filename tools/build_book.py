"""Build the book: nothing stale, both cores busy, every warning an error.

The cache of executed notebooks looks at their code cells only. So everything else that a page can show is
hashed here: when the hash changes, or the last build failed, the build starts from nothing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor

from nmc_evidence.sphinx.kernel import leave_drawing_to_the_build

ROOT = Path.cwd()
BUILD = ROOT / "_build"
KEY = BUILD / "evidence.sha256"
EVIDENCE = [
    "data",
    "src",
    "book/_static",
    "book/_templates",
    "tools",
    "_config.yml",
    "_toc.yml",
    "pyproject.toml",
    "requirements.lock",
]


def evidence_key() -> str:
    """Hash the names and contents of all that the pages are made from, apart from their own text."""
    digest = hashlib.sha256(os.environ.get("LITE", "").encode())
    for place in EVIDENCE:
        path = ROOT / place
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def execute_in_parallel() -> None:
    """Execute the notebooks that are not in the cache yet, several at a time.

    One that fails is not cached; the build then executes it itself, and stops there.
    """
    cache = get_cache(BUILD / ".jupyter_cache")
    for notebook in sorted((ROOT / "book").rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in notebook.parts:
            cache.add_nb_to_project(str(notebook))
    # the executor runs one for each core, but half of the time a kernel waits: for its start, messages, end
    with patch("os.cpu_count", return_value=2 * (os.cpu_count() or 1)):
        load_executor("local-parallel", cache).run_and_cache(timeout=120)


def main() -> int:
    """Build, and return the exit status of the build."""
    key = evidence_key()
    if not KEY.is_file() or KEY.read_text() != key:
        shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(exist_ok=True)
    KEY.unlink(missing_ok=True)
    leave_drawing_to_the_build(BUILD / ".ipython")
    execute_in_parallel()
    build = [Path(sys.executable).with_name("jupyter-book"), "build", str(ROOT), "-n", "-W", "--keep-going", "-q"]
    status = subprocess.run(build, check=False).returncode
    if status == 0:
        KEY.write_text(key)
    return status


if __name__ == "__main__":
    sys.exit(main())
