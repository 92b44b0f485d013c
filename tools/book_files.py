"""Sphinx extension: move what pages carry along into files beside them, and number their figures.

A notebook's output is one piece of HTML, so a figure arrives with its specification and its data inside.
Here they become files: the page stays light, and each file has an address of its own.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import vl_convert
from sphinx.application import Sphinx

from nmc_evidence.display import page as html
from nmc_evidence.display import svg

CARRIED = re.compile(
    rf'<script type="application/json" class="{html.PARTS}" data-kind="(\w+)" data-name="([\w-]+)">(.*?)</script>',
    re.DOTALL,
)
FOLDER = "figures"
WIDE_DRAWING = '<div class="nmc-drawing nmc-wide">'


def move_parts_into_files(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Write the files of a page and point the page to them."""
    body = context.get("body")
    if not body or app.builder.format != "html":
        return
    root = "../" * page.count("/")
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(exist_ok=True)

    def move(found: re.Match[str]) -> str:
        kind, name, data = found.groups()
        WRITERS[kind](folder, name, json.loads(data))
        if kind == "figure":
            write_pictures(folder, name, found.string[: found.start()].rpartition(WIDE_DRAWING)[2])
        return ""

    if page.count("/") == 1:  # links between pages are written as seen from a page in the folder of a part
        body = re.sub(r'"\.\./([a-z-]+/[\w-]+\.html)', r'"\1', body)
    body = CARRIED.sub(move, body)
    body = re.sub(r'href="([\w.-]+)" class="nmc-file"', rf'href="{root}{FOLDER}/\1" class="nmc-file"', body)
    numbers = iter(range(1, body.count('<span class="nmc-number"></span>') + 1))
    context["body"] = re.sub(
        '<span class="nmc-number"></span>', lambda _: f'<span class="nmc-number">Figure {next(numbers)}. </span>', body
    )


def write_figure(folder: Path, name: str, payload: dict[str, Any]) -> None:
    """Write a figure's specifications, data and metadata."""
    write_script(folder, name, payload["specs"])
    (folder / f"{name}.csv").write_text(payload["csv"], encoding="utf-8", newline="")
    about = json.dumps(payload["about"], ensure_ascii=False, indent=2)
    (folder / f"{name}.json").write_text(about + "\n", encoding="utf-8")


def write_pictures(folder: Path, name: str, drawing: str) -> None:
    """Write a figure's drawing as it stands in the page to files of its own, as SVG and as PNG."""
    picture = svg.standalone(drawing[: drawing.index("</svg>")] + "</svg>")
    (folder / f"{name}.svg").write_text(picture + "\n", encoding="utf-8")
    (folder / f"{name}.png").write_bytes(vl_convert.svg_to_png(picture, scale=1.5))


def write_script(folder: Path, name: str, payload: Any) -> None:
    """Write data as a script, which a page can load even where it was opened as a file."""
    data = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    script = f"(window.nmcParts = window.nmcParts || {{}})[{json.dumps(name)}] = {data};\n"
    (folder / f"{name}.js").write_text(script, encoding="utf-8")


def write_vega(app: Sphinx, error: Exception | None) -> None:
    """Write the drawing library, once for the whole book."""
    path = Path(app.outdir) / "_static" / "vega.js"
    if error is None and app.builder.format == "html" and not path.is_file():
        path.write_text(html.vega_bundle(), encoding="utf-8")


WRITERS = {"figure": write_figure, "script": write_script}


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the steps to the build."""
    app.connect("html-page-context", move_parts_into_files)
    app.connect("build-finished", write_vega)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
