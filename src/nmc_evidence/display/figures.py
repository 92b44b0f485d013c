"""Publish a chart: a picture that needs no script, its words, its table, its files, and how to cite it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd

from nmc_evidence import charts, citations, theme
from nmc_evidence.display.page import Html, table
from nmc_evidence.evidence import Evidence
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
    evidence: Evidence | None = None,
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
        The rows to draw. Where they have a `source_id`, the caption names their sources.
    name : str
        Name of the figure, unique in the book: small letters, digits and hyphens. It becomes the anchor
        and the name of its files.
    caption : str
        One sentence that says what to look for.
    noun : str
        What one counted thing is called.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so. Sources, authors and licence are printed only
        where it is known.
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
    ...     charts.mechanism_strands, nmc.load("mechanisms"), name="strands", caption="The rows.", noun="row"
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
    evidence = Evidence.of(frame, evidence)
    frame = evidence.adopt(frame)
    if noun != "claim" and not isinstance(draw, alt.TopLevelMixin) and "noun" in inspect.signature(draw).parameters:
        options = {"noun": noun, **options}
    specs = {}
    for kind, width in (("wide", charts.WIDE), ("narrow", charts.NARROW)):
        chart: Any = draw if isinstance(draw, alt.TopLevelMixin) else draw(frame, width=width, **options)
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
    whole_caption = " ".join(filter(None, [caption, source_line(frame, evidence=evidence), f"{counted}."]))
    cited = cite_figure(name, caption, frame, evidence=evidence)
    return Html.of(
        "figure.html",
        name=name,
        caption=whole_caption,
        description=description,
        tiles=tiles,
        parts=numbers.parts,
        cited=cited,
        csv=_csv(shown),
        about=_metadata(
            shown, name=name, caption=whole_caption, description=description, cited=cited, evidence=evidence
        ),
        script={"name": name, "data": specs},
    )


def _with_lists(chart: Any, name: str) -> tuple[Any, list[dict[str, Any]]]:
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


def cite_figure(name: str, caption: str, frame: pd.DataFrame, *, evidence: Evidence | None = None) -> dict[str, Any]:
    """Say how to cite a figure: its sources first, then the evidence base that shows it.

    Parameters
    ----------
    name : str
        Name of the figure.
    caption : str
        Its caption.
    frame : pandas.DataFrame
        The rows behind it.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    dict
        `short` and `full` (text), `sources`, a line for each source with a bibliographic record, and
        `licences`. Who shows the figure, and under which licence, is said only where every row has a source
        that this evidence knows.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence.display import figures
    >>> cited = figures.cite_figure("strands", "The rows.", nmc.load("mechanisms"))
    >>> cited["short"].endswith("figure “strands”, from: MCP poster")
    True
    """
    evidence = Evidence.of(frame, evidence)
    used = _source_ids(frame)
    labels = evidence.labels("source_id", used)
    records = evidence.sources.set_index("source_id")["reference_id"].dropna().to_dict()
    full = citations.full_reference(evidence.references)
    sources = {source: full[records[source]] for source in used if records.get(source) in full.index}
    lines = [sources.get(source, f"{label}.") for source, label in labels.items()]
    is_ours = evidence.knows_sources_of(frame)
    short, long, licences = f"figure “{name}”", [], []
    if is_ours and evidence.short_name:
        year = f" ({evidence.year})" if evidence.year else ""
        short = f"{evidence.short_name}{year}, {short}"
    if labels:
        short += f", from: {charts.listed(list(labels.values()))}"
    if is_ours and (whole := evidence.cite()):
        long = [f"As shown in: {whole}, figure “{name}”: {caption}"]
        licences = evidence.licences
        long += [f"{evidence.licence}."] if evidence.licence else []
    return {
        "short": short[:1].upper() + short[1:] if short.startswith("figure") else short,
        "full": " ".join([*lines, *(long or [f"Figure “{name}”: {caption}"])]),
        "sources": list(sources.values()),
        "licences": licences,
    }


def cite_book() -> str:
    """Return how to cite the shipped evidence, without a full stop, so that a place in it can follow.

    Returns
    -------
    str

    Examples
    --------
    >>> from nmc_evidence.display import figures
    >>> figures.cite_book().startswith("The nmc-evidence contributors (2026)")
    True
    """
    return Evidence().cite()


def _csv(shown: pd.DataFrame) -> str:
    """Write the frame behind a figure as CSV; a link becomes an address within the book."""
    if "link" in shown:
        shown = shown.assign(link=shown["link"].astype("string").str.removeprefix("../"))
    return shown.to_csv(index=False, lineterminator="\n")


def _metadata(
    shown: pd.DataFrame,
    *,
    name: str,
    caption: str,
    description: str,
    cited: dict[str, Any],
    evidence: Evidence,
) -> dict[str, Any]:
    """Describe the CSV file of a figure as a Frictionless Data Resource."""
    meanings = evidence.meanings(shown.columns) | charts.FRAME_COLUMNS
    fields = []
    for column in shown.columns:
        kind = "integer" if pd.api.types.is_integer_dtype(shown[column]) else "string"
        kind = "number" if pd.api.types.is_float_dtype(shown[column]) else kind
        described = {"description": meanings[column]} if column in meanings else {}
        fields.append({"name": column, "type": kind} | described)
    about = {"created": evidence.created, "version": evidence.version, "licenses": cited["licences"]}
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": caption,
        "description": description,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **{key: value for key, value in about.items() if value and cited["licences"]},
        "sources": [{"title": line} for line in cited["sources"]],
        "citation": {"short": cited["short"], "full": cited["full"]},
        "schema": {"fields": fields, "missingValues": [""]},
    }


def source_line(frame: pd.DataFrame, *, evidence: Evidence | None = None) -> str:
    """Name the sources of some rows, with their dates as printed.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows of any table; without a `source_id` there is nothing to say.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    str
        "Source: …" in the order of the table of sources; a source without a printed date is "undated", and
        of a source that the evidence does not know no date is said.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> display.source_line(nmc.load("mechanisms"))
    'Source: MCP poster (undated).'
    """
    used = _source_ids(frame)
    if not used:
        return ""
    evidence = Evidence.of(frame, evidence)
    dates = evidence.sources.set_index("source_id")["date_printed"].to_dict()
    named = []
    for source, label in evidence.labels("source_id", used).items():
        date = "undated" if source in dates and pd.isna(dates[source]) else dates.get(source)
        named.append(f"{label} ({date})" if date else label)
    return f"{'Source' if len(named) == 1 else 'Sources'}: {'; '.join(named)}."


def _source_ids(frame: pd.DataFrame) -> list[str]:
    """Return the sources of some rows, in the order of the table of sources; none where the rows name none."""
    if "source_id" not in frame:
        return []
    present = set(frame["source_id"].dropna().astype(str))
    return [source for source in charts.values_of(frame["source_id"]) if source in present]
