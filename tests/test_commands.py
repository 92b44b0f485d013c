"""The commands that people and hosts run: the same ones everywhere, and each does what its name says."""

import os
import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
OPTIONS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]


def steps_of(target: str) -> list[str]:
    """Return the commands of a target of the Makefile."""
    steps = re.search(rf"^{target}:[^\n]*\n((?:\t[^\n]*\n)+)", MAKEFILE, re.MULTILINE)
    return [line.strip() for line in steps[1].splitlines()] if steps else []


def test_every_command_that_the_readme_names_is_a_target():
    text = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE))
    assert {"book", "test", "test-all"} <= named
    assert named - set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)) == set()


def test_plain_pytest_runs_what_make_test_runs():
    assert steps_of("test") == ["$(BIN)/python -m pytest"]
    assert OPTIONS["addopts"][OPTIONS["addopts"].index("-m") + 1] == "not slow"
    assert steps_of("test-all") == ["$(BIN)/python -m pytest -m slow"]
    assert re.search(r"^test-all: test\b", MAKEFILE, re.MULTILINE)


def test_a_host_runs_the_same_script_as_any_machine():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert re.findall(r"^make (.+)$", script.read_text(encoding="utf-8"), re.MULTILINE)[-1] == "test test-all"
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    (job,) = workflow["jobs"].values()
    assert job["steps"][-1] == {"run": ".ci/run"}
