"""Make the pack that a trainer takes along: one zip, in which everything opens with no network.

Two builds of the same commit by the same Chromium are the same to the byte.
"""

import runpy
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pack_pages
import progress
from build_pdf import about_book, project
from pack_cards import write_cards
from pack_handouts import write_handouts
from pack_notebooks import dead_links, write_notebooks
from pack_pages import HTML, TEMPLATES, render
from pack_plans import write_plans
from printing import open_browser

from nmc_evidence import schema

ROOT = Path.cwd()
PACK = ROOT / "_build" / "pack"
CHECKSUMS = "checksums.sha256"
FOLDERS = {
    "handouts": "A sheet of A4 on each domain and each outcome: as a page to read on a screen, and as a PDF to print.",
    "cards": "Cards with claims to sort by how sure their sources are, to print on both sides and cut.",
    "plans": "Plans of three sessions, with the clock, notes for the facilitator, and what to do without a screen.",
    "notebooks/learner": "Every chapter and all exercises as notebooks, with no solution. Give it to learners.",
    "notebooks/trainer": "The same with solutions, notes and timings. Keep this folder to yourself.",
    "install": "What the notebooks need: a list of packages with their versions and checksums, and our own package.",
    "book": "The whole book, to read and to show on a projector. Every page opens with no network.",
}


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder and below, in a fixed order."""
    return sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.as_posix())


def size_of(folder: Path) -> str:
    """Return the size of a folder in megabytes, in words."""
    return f"{sum(path.stat().st_size for path in files_in(folder)) / 1e6:.1f} MB"


def write_installation(folder: Path) -> None:
    """Write what has to be installed to run the notebooks: the list that Binder has as well, and our wheel.

    Parameters
    ----------
    folder : Path
        Where to.
    """
    shutil.copy(ROOT / ".binder" / "requirements.txt", folder)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, check=True, capture_output=True, cwd=ROOT)


def write_start(folder: Path) -> None:
    """Write the page that says how to start, from what is in the pack.

    Parameters
    ----------
    folder : Path
        The unpacked pack, complete but for this page and the checksums.
    """
    (wheel,) = (folder / "install").glob("*.whl")
    pages = {name: _pages_of(folder / name) for name in ("handouts", "cards", "plans")}
    contents = [
        {
            "name": name,
            "about": about,
            "files": len(files_in(folder / name)),
            "size": size_of(folder / name),
            "pages": pages.get(name, []),
        }
        for name, about in FOLDERS.items()
    ]
    page = render(
        "start.html",
        contents=contents,
        wheel=wheel.name,
        has_lite=(folder / "book" / "lite").is_dir(),
        python=project()["requires-python"],
        checksums=CHECKSUMS,
        size=size_of(folder),
    )
    (folder / "start.html").write_text(page, encoding="utf-8")


def _pages_of(folder: Path) -> list[dict[str, str]]:
    """Return the pages of a folder with their headings, and with the PDF of the same name if there is one."""
    made = []
    for path in sorted(folder.glob("*.html")):
        heading = pack_pages.heading_of(path)
        pdf = path.with_suffix(".pdf")
        made.append({"name": path.name, "title": heading, "pdf": pdf.name if pdf.is_file() else ""})
    return made


def write_checksums(folder: Path) -> None:
    """Write the checksum of every file into a list, in the form that `sha256sum` reads.

    Parameters
    ----------
    folder : Path
        The unpacked pack.
    """
    lines = (
        f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files_in(folder)
    )
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def write_zip(folder: Path, target: Path) -> None:
    """Zip a folder so that the same files make the same zip: in a fixed order, with the date of the data.

    Parameters
    ----------
    folder : Path
        The unpacked pack; its name is the one folder in the zip.
    target : Path
        The zip.
    """
    year, month, day = map(int, schema.read_descriptor()["created"][:10].split("-"))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for path in files_in(folder):
            entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), (year, month, day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            made.writestr(entry, path.read_bytes())


def problems(folder: Path) -> Iterator[str]:
    """Yield what is wrong with an unpacked pack: files that changed, links that lead nowhere.

    Parameters
    ----------
    folder : Path
        The unpacked pack.

    Yields
    ------
    str
    """
    yield from runpy.run_path(str(folder / "verify.py"))["problems"](folder)
    yield from pack_pages.dead_links(folder)
    yield from dead_links(folder / "notebooks")


def build(target: Path, browser: Any) -> Path:
    """Make the pack.

    Parameters
    ----------
    target : Path
        The folder for it; what was there before is removed.
    browser : playwright.sync_api.Browser
        What lays out and prints.

    Returns
    -------
    Path
        The zip; the unpacked pack is beside it.

    Raises
    ------
    SystemExit
        If something is wrong with what was made.
    """
    shutil.rmtree(target, ignore_errors=True)
    folder = target / f"nmc-evidence-pack-{about_book()['version']}"
    for name in FOLDERS:
        if name != "book":
            (folder / name).mkdir(parents=True)
    steps = {
        "book": lambda: shutil.copytree(HTML, folder / "book"),
        "handouts": lambda: write_handouts(folder / "handouts", browser),
        "cards": lambda: write_cards(folder / "cards", browser),
        "plans": lambda: write_plans(folder / "plans", browser),
        "notebooks": lambda: write_notebooks(folder / "notebooks"),
        "installation": lambda: write_installation(folder / "install"),
    }
    with progress.step("Make the pack", len(steps)) as done:
        for name, make in steps.items():
            make()
            done(name)
    shutil.copy(TEMPLATES / "verify.py", folder)
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE.txt")
    write_start(folder)
    write_checksums(folder)
    with progress.step("Check and zip the pack"):
        if found := list(problems(folder)):
            sys.exit("The pack is not sound:\n" + "\n".join(found))
        made = folder.with_name(f"{folder.name}.zip")
        write_zip(folder, made)
    return made


def main() -> None:
    """Make the pack, check it, and say where it is."""
    with open_browser() as browser:
        made = build(PACK, browser)
    print(f"{made} ({made.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
