"""What is different where Python itself runs in a browser (Pyodide), as in the book's own JupyterLite."""

from __future__ import annotations

import json
import sys
from math import isnan
from typing import Any

import altair as alt

# Drawn as SVG, so that it can be read aloud. Its menu saves the picture, and has nothing that asks another host
OPTIONS = {"renderer": "svg", "actions": {"export": True, "source": False, "compiled": False, "editor": False}}


def can_draw_beforehand() -> bool:
    """Return whether charts can be drawn to SVG here: everywhere but in a browser's Python."""
    return sys.platform != "emscripten"


def live_chart(spec: dict[str, Any], **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a notebook in the browser draws a chart from, and how, as `IPython.display` wants them.

    Marks lead nowhere: a click would take the reader away from the notebook.
    """
    kind = f"application/vnd.vegalite.v{alt.SCHEMA_VERSION[1]}+json"
    return {kind: _as_javascript(_cleaned(spec))}, {kind: {"embed_options": OPTIONS}}


def draw_charts_here() -> None:
    """Let the notebook draw Altair's charts; Altair's own way asks another host for its scripts."""
    alt.renderers.register("nmc_browser", live_chart)
    alt.renderers.enable("nmc_browser")


def site_of_the_book() -> str:
    """Return the address of the book that this Python is part of; nothing if it is part of none.

    The browser's Python stands in the built book, and knows from where it was loaded. A notebook elsewhere has no
    pages beside it.
    """
    try:
        from js import location  # the browser's own object
    except ImportError:
        return ""
    site, found, _ = location.href.rpartition("/lite/")
    return site if found else ""


def _cleaned(spec: Any) -> Any:
    """Leave out links, and let cells that are not known be null: Altair 5 leaves some of pandas 3 as they are."""
    if isinstance(spec, dict):
        return {key: _cleaned(part) for key, part in spec.items() if key != "href"}
    if isinstance(spec, list):
        return [_cleaned(part) for part in spec]
    return None if isinstance(spec, float) and isnan(spec) else spec


def _as_javascript(spec: dict[str, Any]) -> Any:
    """Hand a specification over as JavaScript: on its own way, each None in it, such as "no axis", gets lost."""
    try:
        from js import JSON
    except ImportError:
        return spec
    return JSON.parse(json.dumps(spec))
