"""Write what the figures and tables of pages bring along into files: the pages stay light, and each has an address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import vl_convert
from docutils import nodes
from sphinx.application import Sphinx

from nmc_evidence.display import svg
from nmc_evidence.display.media import FOLDER
from nmc_evidence.display.page import vega_bundle
from nmc_evidence.sphinx.figures import Piece


def write_files(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Write the files of a page."""
    if doctree is None or app.builder.format != "html":
        return
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(exist_ok=True)
    for piece in doctree.findall(Piece):
        for name, data in piece["files"]["scripts"].items():
            write_script(folder, name, data)
        for figure in piece["files"]["figures"]:
            write_figure(folder, **figure)


def write_figure(folder: Path, *, name: str, csv: str, about: dict[str, Any], drawing: str) -> None:
    """Write a figure's data, their description, and its picture as SVG and as PNG."""
    (folder / f"{name}.csv").write_text(csv, encoding="utf-8", newline="")
    described = json.dumps(about, ensure_ascii=False, indent=2)
    (folder / f"{name}.json").write_text(described + "\n", encoding="utf-8")
    picture = svg.standalone(drawing)
    (folder / f"{name}.svg").write_text(picture + "\n", encoding="utf-8")
    (folder / f"{name}.png").write_bytes(vl_convert.svg_to_png(picture, scale=1.5))


def write_script(folder: Path, name: str, data: Any) -> None:
    """Write data as a script, which a page can load even where it was opened as a file."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    script = f"(window.nmcParts = window.nmcParts || {{}})[{json.dumps(name)}] = {text};\n"
    (folder / f"{name}.js").write_text(script, encoding="utf-8")


def write_vega(app: Sphinx, error: Exception | None) -> None:
    """Write the drawing library, once for the whole book."""
    path = Path(app.outdir) / "_static" / "vega.js"
    if error is None and app.builder.format == "html" and not path.is_file():
        path.write_text(vega_bundle(), encoding="utf-8")
