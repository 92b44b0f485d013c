"""The browser's Python: what it is made of, and what stops the build. Notebooks run on it in `slow`."""

import json
import re
import shutil
import sys
from hashlib import sha256
from pathlib import Path

import build_lite
import nbformat
import pytest

ROOT = Path(__file__).parents[1]
LITE = ROOT / "lite"


def settings(lite: Path, app: str = "") -> dict:
    return json.loads((lite / app / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]


# --- what the site holds


def test_nothing_is_loaded_from_another_host(lite):
    kernel = settings(lite)["litePluginSettings"][f"{build_lite.KERNEL}:kernel"]
    assert kernel["pyodideUrl"] == "./static/pyodide/pyodide.js"
    assert kernel["disablePyPIFallback"] is True
    assert {"comm", "ipykernel", "piplite", "pyodide_kernel", "ssl"} <= set(kernel["loadPyodideOptions"]["packages"])
    for app in ("", *build_lite.APPS):
        assert "://" not in json.dumps(settings(lite, app)), app
        page = (lite / app / "index.html").read_text(encoding="utf-8")
        assert f'content="{build_lite.POLICY}"' in page
        assert page.index("Content-Security-Policy") < page.index("<script")
    assert "://" not in build_lite.POLICY
    packages = json.loads((lite / "static" / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    for package in packages.values():
        wheel = lite / "static" / "pyodide" / package["file_name"]
        assert sha256(wheel.read_bytes()).hexdigest() == package["sha256"]


def test_only_the_applications_that_are_needed_are_there_and_no_source_maps(lite):
    pages = {path.relative_to(lite).as_posix() for path in lite.rglob("index.html")}
    assert pages == {"index.html", *(f"{app}/index.html" for app in build_lite.APPS)}
    assert list(lite.rglob("*.map")) == []


def test_every_notebook_has_a_copy_for_the_kernel_and_a_place_in_the_list(lite):
    for name, path in build_lite.notebooks().items():
        copy = nbformat.read(lite / "files" / name, as_version=4)
        assert copy.metadata == build_lite.NOTEBOOK
        original = nbformat.read(path, as_version=4)
        assert [cell.source for cell in copy.cells if cell.cell_type == "code"] == [
            cell.source for cell in original.cells if cell.cell_type == "code"
        ]
        assert all(cell.outputs == [] for cell in copy.cells if cell.cell_type == "code")
        for cell in copy.cells:
            if cell.cell_type == "markdown":
                targets = re.findall(r"\]\(([^)#\s]+)", cell.source)
                assert all((lite / "files" / name).parent.joinpath(target).is_file() for target in targets), name
        listing = json.loads((lite / "api" / "contents" / name).with_name("all.json").read_text(encoding="utf-8"))
        (entry,) = [entry for entry in listing["content"] if entry["path"] == name]
        assert entry["size"] == (lite / "files" / name).stat().st_size


def test_nothing_of_this_machine_is_in_the_site(lite):
    for path in [*lite.rglob("*.json"), *lite.rglob("*.html"), *(lite / "files").rglob("*")]:
        if path.is_file():
            assert str(ROOT) not in path.read_text(encoding="utf-8"), path.name


# --- what is kept, and pinned


def test_the_locks_hold_names_versions_and_hashes_only():
    for line in (LITE / "wheels.lock").read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?|[\w.-]+==[\w.]+ \\", line), line
    wanted = re.findall(r"^([\w.-]+==[\w.]+)", (LITE / "wheels.in").read_text(encoding="utf-8"), re.MULTILINE)
    locked = re.findall(r"^([\w.-]+==[\w.]+)", (LITE / "wheels.lock").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(wanted) == sorted(locked)
    assert set(json.loads((LITE / "npm.lock.json").read_text(encoding="utf-8"))) == {"name", "version", "sha512"}


def test_the_wheels_that_are_kept_are_listed_with_licence_and_hash():
    text = (LITE / "LICENCES.txt").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| (\S+\.whl) \|.*\| ([0-9a-f]{64}) \|$", text, re.MULTILINE))
    assert listed == {file.name: sha256(file.read_bytes()).hexdigest() for file in (LITE / "wheels").glob("*.whl")}
    assert (LITE / "PSF-LICENSE.txt").is_file()


# --- what stops the build


@pytest.fixture
def elsewhere(lite, tmp_path, monkeypatch) -> Path:
    """Return a copy of what the build starts from, which a test may damage."""
    for name in ("lite", ".lite"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.setattr(build_lite, "ROOT", tmp_path)
    monkeypatch.setattr(build_lite, "SETTINGS", tmp_path / "lite")
    monkeypatch.setattr(build_lite, "FETCHED", tmp_path / ".lite")
    monkeypatch.setattr(build_lite, "OUT", tmp_path / "out")
    return tmp_path


def damage(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"x")


@pytest.mark.parametrize("name", [".lite/wheels-*/altair-*.whl", ".lite/pyodide-*.tgz", "lite/wheels/numpy-*.whl"])
def test_a_file_that_is_not_the_pinned_one_stops_the_build(elsewhere, name):
    (file,) = elsewhere.glob(name)
    damage(file)
    with pytest.raises(
        SystemExit, match=rf"{re.escape(file.name)} is not the file that was pinned.*expected [0-9a-f]+"
    ):
        build_lite.make_python(elsewhere / "python")


def test_a_wheel_that_went_missing_stops_the_build(elsewhere):
    (file,) = elsewhere.glob(".lite/wheels-*/six-*.whl")
    file.unlink()
    with pytest.raises(SystemExit, match="lacks six"):
        build_lite.fetch_wheels()


def test_a_requirement_that_no_wheel_meets_stops_the_build(elsewhere):
    official = build_lite.fetch_core(elsewhere)
    wheels = [wheel for wheel in build_lite.fetch_wheels() if not wheel.name.startswith("jinja2")]
    with pytest.raises(SystemExit, match=r"altair 5\.5\.0 needs jinja2, which is not there\..*wheels\.in"):
        build_lite.list_packages([*wheels, *(LITE / "wheels").glob("*.whl")], official)


def test_a_fetch_that_fails_says_what_failed_and_how_to_do_without():
    fail = [sys.executable, "-c", "import sys; sys.exit('no such host')"]
    with pytest.raises(SystemExit, match=r"Pyodide \(npm\) could not be fetched(.|\n)*no such host(.|\n)*LITE=no"):
        build_lite.fetch(fail, "Pyodide (npm)")


@pytest.mark.parametrize("setting", ["pyodideUrl", "disablePyPIFallback", "loadPyodideOptions"])
def test_a_lost_setting_stops_the_build(elsewhere, lite, setting):
    (elsewhere / "out" / "static").mkdir(parents=True)
    (elsewhere / "out" / "static" / "pyodide").symlink_to(lite / "static" / "pyodide")
    config = json.loads((lite / "jupyter-lite.json").read_text(encoding="utf-8"))
    file = elsewhere / "out" / "jupyter-lite.json"
    file.write_text(json.dumps(config), encoding="utf-8")
    build_lite.check_settings()
    del config["jupyter-config-data"]["litePluginSettings"][f"{build_lite.KERNEL}:kernel"][setting]
    file.write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(SystemExit, match=f"{setting} is None"):
        build_lite.check_settings()


@pytest.mark.parametrize(("said", "wanted"), [("yes", True), ("no", False)])
def test_the_book_can_do_without(monkeypatch, said, wanted):
    monkeypatch.setenv("LITE", said)
    assert build_lite.is_wanted() is wanted


def test_a_word_that_is_neither_yes_nor_no_is_refused(monkeypatch):
    monkeypatch.setenv("LITE", "maybe")
    with pytest.raises(SystemExit, match="'maybe'; it can be 'yes'"):
        build_lite.is_wanted()
