"""Sphinx extension: name everything that the pages load and other people made, with version, licence and notice.

The list is a text file of the built book. Python packages bring their own notices, and the versions are those that
are installed, which the lock decides. What these packages hold from npm stands in `licences.toml`, and the libraries
of `book/_static/vendor` have their notices beside them.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.application import Sphinx

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "book" / "_static" / "vendor"
NAME = "licences.txt"
# Files in _static that Python packages bring
PACKAGES = {
    "sphinx": [
        "basic.css",
        "doctools.js",
        "documentation_options.js",
        "language_data.js",
        "searchtools.js",
        "sphinx_highlight.js",
        "file.png",
        "minus.png",
        "plus.png",
    ],
    "pygments": ["pygments.css"],
    "myst-nb": ["mystnb.*.css"],
    "sphinx-book-theme": ["scripts/sphinx-book-theme.*", "styles/sphinx-book-theme.*", "images/*", "locales/**/*"],
    "pydata-sphinx-theme": ["scripts/pydata-sphinx-theme.*", "styles/pydata-sphinx-theme.*", "styles/theme.css"],
    "sphinx-copybutton": ["copybutton*", "copy-button.svg", "check-solid.svg"],
    "sphinx-design": ["sphinx-design.min.css", "design-tabs.js"],
    "sphinx-togglebutton": ["togglebutton.*"],
}
OPENING = """\
What this book is made with

The text and the data of this book are under CC BY 4.0, its code is under the MIT licence:
its own licence stands first. The pages also load the parts of other people that follow.
The notebooks for the browser, where the book holds them, have a list of their own:
lite/LICENCES.txt.
"""


class Notice(NamedTuple):
    """What is made known of a part: names with versions, its licence, the files of `_static` it is in, the text."""

    packages: list[str]
    licence: str
    files: list[str]
    text: str


def notices() -> list[Notice]:
    """Return the notices of all that the pages load and other people made."""
    return [*_of_python_packages(), *_of_vendored_libraries(), *_of_npm_packages()]


def _of_python_packages() -> list[Notice]:
    made = []
    for name, files in PACKAGES.items():
        package = distribution(name)
        texts = [
            path.read_text(encoding="utf-8").strip()
            for path in sorted(package.files or [])
            if re.match(r"(licen[cs]e|authors)", path.name, re.IGNORECASE) and ".dist-info" in path.parts[0]
        ]
        classified = [
            line.rpartition(" :: ")[2]
            for line in package.metadata.get_all("Classifier", [])
            if line.startswith("License ::")
        ]
        licence = package.metadata.get("License-Expression") or ", ".join(classified)
        if not (texts and licence):
            raise ValueError(f"{name} {package.version}: its package tells no licence; add it to tools/licences.toml")
        made.append(Notice([f"{name} {package.version}"], licence, files, "\n\n".join(texts)))
    return made


def _of_vendored_libraries() -> list[Notice]:
    listed = re.findall(
        r"^\| (\S+\.js) \| (\S+) \| (\S+) \|", (VENDOR / "LIBRARIES.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    return [
        Notice(
            [f"{package} {version}"],
            "MIT",
            [f"vendor/{file}"],
            (VENDOR / f"{file.split('.')[0]}-LICENSE.txt").read_text(encoding="utf-8").strip(),
        )
        for file, package, version in listed
    ]


def _of_npm_packages() -> list[Notice]:
    listed = tomllib.loads(Path(__file__).with_name("licences.toml").read_text(encoding="utf-8"))
    return [Notice(**{**notice, "text": notice["text"].strip()}) for notice in listed["notice"]]


def licences() -> str:
    """Write the list of all parts: names and versions, files, licence and notice."""
    parts = [OPENING, (ROOT / "LICENSE").read_text(encoding="utf-8")]
    for notice in notices():
        files = ", ".join(f"_static/{file}" for file in notice.files)
        parts.append("\n".join([*notice.packages, f"Licence: {notice.licence}", f"In: {files}", "", notice.text, ""]))
    return f"\n{'-' * 80}\n\n".join(parts)


def write_licences(app: Sphinx, error: Exception | None) -> None:
    """Write the list into the built book."""
    if error is None and app.builder.format == "html":
        (Path(app.outdir) / NAME).write_text(licences(), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the step to the build."""
    app.connect("build-finished", write_licences)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
