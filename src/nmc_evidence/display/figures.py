"""Publish a chart: a picture that needs no script, its words, its table, its files, and how to cite it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import altair as alt
import pandas as pd

from nmc_evidence import charts, citations, schema, theme
from nmc_evidence.datasets import load_references, load_sources
from nmc_evidence.display.page import Html, table
from nmc_evidence.tables import distinct_findings

# Columns of a chart's frame that only serve the drawing
DRAWING_COLUMNS = {"x", "x2", "y", "y2", "arrow", "hollow", "text", "row_label_lines", "column_label_lines"}


def figure(
    draw: Callable[..., alt.TopLevelMixin] | alt.TopLevelMixin,
    frame: pd.DataFrame,
    *,
    name: str,
    caption: str,
    noun: str = "claim",
    **options: Any,
) -> Html:
    """Publish a chart: the picture, its text alternative, a caption, the table, the files, the citation.

    Parameters
    ----------
    draw : function or altair chart
        A function of `nmc_evidence.charts`, or one that takes a frame and `width`; or a finished chart,
        which is then drawn the same on wide and on narrow screens. The chart needs a `description`, and
        its `data` must be a frame.
    frame : pandas.DataFrame
        The rows to draw; they need a `source_id`.
    name : str
        Name of the figure, unique in the book: small letters, digits and hyphens. It becomes the anchor
        and the name of its files.
    caption : str
        One sentence that says what to look for.
    noun : str
        What one counted thing is called.
    **options
        Passed on to the chart function.

    Returns
    -------
    Html
        A `figure` with two drawings, one for wide and one for narrow screens, as SVG that needs no script. In the
        book it becomes interactive when the book's scripts have arrived; in a notebook its marks say what they
        are, and a chart with something to choose in it is live. Its ids come from `name`, so that a rebuild is
        identical. Tiles of an `evidence_map` lead to lists of their claims below it.

    Raises
    ------
    ValueError
        If the name has another form, the caption is empty, there is nothing to draw, or the chart has no
        description.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts, display
    >>> shown = display.figure(
    ...     charts.mechanism_strands, nmc.load_mechanisms(), name="strands", caption="The rows.", noun="row"
    ... )
    >>> shown.text.count("<svg")
    2
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"the name {name!r} cannot be an anchor: use small letters, digits and hyphens")
    if not caption.strip():
        raise ValueError(f"the caption of {name!r} is empty: say in a sentence what to look for")
    if frame.empty:
        raise ValueError(f"the frame of {name!r} has no row: there is nothing to draw")
    if noun != "claim" and not isinstance(draw, alt.TopLevelMixin) and "noun" in inspect.signature(draw).parameters:
        options = {"noun": noun, **options}
    specs = {}
    for kind, width in (("wide", charts.WIDE), ("narrow", charts.NARROW)):
        chart = draw if isinstance(draw, alt.TopLevelMixin) else draw(frame, width=width, **options)
        description = chart.description if isinstance(chart.description, str) else ""
        if not description.strip():
            raise ValueError(f"the chart {name!r} has no description: a reader who cannot see it needs one")
        chart, tiles = _with_lists(chart, name)
        specs[kind] = {**chart.to_dict(), "config": theme.config()}
        specs[kind].pop("usermeta", None)
    behind = chart.data
    shown = behind[[column for column in behind.columns if column not in DRAWING_COLUMNS]]
    links = {shown.columns[0]: shown["link"]} if "link" in shown else {}
    numbers = table(
        shown.drop(columns="link", errors="ignore"),
        caption=f"The data behind the figure. {description}",
        links=links,
    )
    counted = f"Counted: {charts.plural(len(frame), noun)}"
    if "same_as" in frame and (distinct := len(distinct_findings(frame))) != len(frame):
        counted += f", of which {distinct} are distinct and the rest repeat one of them"
    whole_caption = f"{caption} {source_line(frame)} {counted}."
    cited = cite_figure(name, caption, _source_ids(frame))
    return Html.of(
        "figure.html",
        name=name,
        caption=whole_caption,
        description=description,
        tiles=tiles,
        parts=numbers.parts,
        cited=cited,
        csv=_csv(shown),
        about=_metadata(shown, name=name, caption=whole_caption, description=description, cited=cited),
        script={"name": name, "data": specs},
    )


def _with_lists(chart: alt.TopLevelMixin, name: str) -> tuple[alt.TopLevelMixin, list[dict[str, Any]]]:
    """Return a chart whose tiles lead to lists below the figure, and these lists; a chart without tiles as it is."""
    kept = chart.usermeta.to_dict() if isinstance(chart.usermeta, alt.SchemaBase) else chart.usermeta
    if not isinstance(kept, dict) or "tiles" not in kept:
        return chart, []
    lists = [tile | {"anchor": charts.cell_anchor(name, tile["row"], tile["column"])} for tile in kept["tiles"]]
    anchors = {(tile["row"], tile["column"]): f"#{tile['anchor']}" for tile in lists}
    linked = chart.copy(deep=False)
    pairs = zip(chart.data["row"], chart.data["column"], strict=True)
    linked.data = chart.data.assign(link=[anchors.get(pair) for pair in pairs])
    return linked, lists


def cite_figure(name: str, caption: str, source_ids: list[str]) -> dict[str, Any]:
    """Say how to cite a figure of the book: its sources first, then the book.

    Parameters
    ----------
    name : str
        Name of the figure.
    caption : str
        Its caption.
    source_ids : list of str
        The sources of its rows.

    Returns
    -------
    dict
        `short` and `full` (text), and `sources`, a line for each source that the shipped table knows.

    Examples
    --------
    >>> from nmc_evidence.display import figures
    >>> figures.cite_figure("strands", "The rows.", ["mcp-poster"])["short"]
    'nmc-evidence (2026), figure “strands”, from: MCP poster'
    """
    sources = load_sources().set_index("source_id")
    full = citations.full_reference(load_references())
    labels = charts.labels_of("source_id", source_ids)
    lines = [full[sources.loc[source, "reference_id"]] for source in source_ids if source in sources.index]
    year = schema.read_descriptor()["created"][:4]
    return {
        "short": f"nmc-evidence ({year}), figure “{name}”, from: {charts.listed(list(labels.values()))}",
        "full": " ".join(lines) + f" As shown in: {cite_book()}, figure “{name}”: {caption} CC BY 4.0.",
        "sources": lines,
    }


def cite_book() -> str:
    """Return how to cite the book, without a full stop, so that a place in it can follow.

    Returns
    -------
    str

    Examples
    --------
    >>> from nmc_evidence.display import figures
    >>> figures.cite_book().startswith("The nmc-evidence contributors (2026)")
    True
    """
    package = schema.read_descriptor()
    year, title = package["created"][:4], package["title"]
    return f"The nmc-evidence contributors ({year}). {title} An executable book, version {version('nmc-evidence')}"


def _csv(shown: pd.DataFrame) -> str:
    """Write the frame behind a figure as CSV; a link becomes an address within the book."""
    if "link" in shown:
        shown = shown.assign(link=shown["link"].astype("string").str.removeprefix("../"))
    return shown.to_csv(index=False, lineterminator="\n")


def _metadata(
    shown: pd.DataFrame, *, name: str, caption: str, description: str, cited: dict[str, str]
) -> dict[str, Any]:
    """Describe the CSV file of a figure as a Frictionless Data Resource."""
    package = schema.read_descriptor()
    fields = []
    for column in shown.columns:
        described = charts.FRAME_COLUMNS.get(column) or schema.column_meaning(column)
        kind = "integer" if pd.api.types.is_integer_dtype(shown[column]) else "string"
        kind = "number" if pd.api.types.is_float_dtype(shown[column]) else kind
        fields.append({"name": column, "type": kind} | ({"description": described} if described else {}))
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": caption,
        "description": description,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "created": package["created"],
        "version": version("nmc-evidence"),
        "licenses": package["licenses"],
        "sources": [{"title": line} for line in cited["sources"]],
        "citation": {"short": cited["short"], "full": cited["full"]},
        "schema": {"fields": fields, "missingValues": [""]},
    }


def source_line(frame: pd.DataFrame) -> str:
    """Name the sources of some rows, with their dates as printed.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows of any table with a `source_id`.

    Returns
    -------
    str
        "Source: …" in the order of the table of sources; a source without a printed date is "undated".

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> display.source_line(nmc.load_mechanisms())
    'Source: MCP poster (undated).'
    """
    dates = load_sources().set_index("source_id")["date_printed"]
    used = _source_ids(frame)
    labels = charts.labels_of("source_id", used)
    named = [f"{labels[source]} ({'undated' if pd.isna(date := dates.get(source)) else date})" for source in used]
    return f"{'Source' if len(named) == 1 else 'Sources'}: {'; '.join(named)}."


def _source_ids(frame: pd.DataFrame) -> list[str]:
    """Return the sources of some rows, in the order of the table of sources."""
    return [source for source in frame["source_id"].cat.categories if (frame["source_id"] == source).any()]
