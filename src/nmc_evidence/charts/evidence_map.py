"""Where the claims are: two columns crossed."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from nmc_evidence import theme
from nmc_evidence.charts.layout import (
    NARROW_BELOW,
    WIDE,
    labels_of,
    layers_of,
    page_link,
    plural,
    refuse_undrawable,
    title_of,
)
from nmc_evidence.evidence import Evidence
from nmc_evidence.tables import count_findings


def cell_anchor(name: str, row: str, column: str) -> str:
    """Return the anchor of the list of claims behind a tile of an evidence map.

    Parameters
    ----------
    name : str
        Name of the figure.
    row, column : str
        The values of the tile.

    Returns
    -------
    str

    Examples
    --------
    >>> from nmc_evidence import charts
    >>> charts.cell_anchor("map", "workforce", "stated plainly")
    'map-workforce-stated-plainly'
    """
    return f"{name}-{row}-{column}".replace("_", "-").replace(" ", "-")


def evidence_map(
    findings: pd.DataFrame,
    *,
    rows: str = "domain_id",
    columns: str = "certainty",
    name: str = "",
    noun: str = "claim",
    title: str = "Where the claims are",
    labels: Mapping[str, str] | None = None,
    width: int = WIDE,
    evidence: Evidence | None = None,
) -> alt.LayerChart:
    """Draw a tile for each combination of two columns, with the number of claims in it.

    The order of rows and columns is that of the allowed values, never that of the counts. An empty tile
    stays, with a dash in it.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings, as `load_findings` returns them.
    rows, columns : str
        Two columns with allowed values.
    name : str
        Name of the figure: a tile links to the list `{name}-{row}-{column}` below it. Empty: no links.
    noun : str
        What one counted thing is called.
    title : str
        Title of the chart.
    labels : mapping of str to str, optional
        Words to print for values; by default see `labels_of`.
    width : int
        Room in pixels. On a narrow chart the shorter side becomes the columns.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    altair.LayerChart
        Its `data` has one row per tile: `row`, `column` (values), `row_label`, `column_label`, `count`,
        `text`, `sentence`, `link`. Its `usermeta` has the claims behind each tile that is not empty, as
        `tiles`: the values of the tile, its words, and statement and address of each claim.

    Raises
    ------
    ValueError
        If a column is unknown or has no allowed values, or a claim has no place in the map.

    Notes
    -----
    After the evidence and gap maps of 3ie and the EPPI-Centre: an empty tile is a result.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts
    >>> findings = nmc.select_findings(nmc.load_findings(), kind="finding", section="Findings > Workforce")
    >>> tiles = charts.evidence_map(findings).data
    >>> int(tiles["count"].sum()) == len(findings)
    True
    """
    tiles = count_findings(findings, by=[rows, columns])
    refuse_undrawable(findings, [rows, columns])
    printed = {
        side: {
            value: (labels or {}).get(value, label)
            for value, label in labels_of(findings, side, evidence=evidence).items()
        }
        for side in (rows, columns)
    }
    frame = pd.DataFrame(
        {
            "row": tiles[rows].astype(str),
            "column": tiles[columns].astype(str),
            "row_label": tiles[rows].astype(str).map(printed[rows]),
            "column_label": tiles[columns].astype(str).map(printed[columns]),
            "count": tiles["count"],
        }
    )
    frame["text"] = frame["count"].map(lambda count: str(count) if count else "–")
    frame["sentence"] = [
        f"{tile.row_label}, {tile.column_label}: {plural(tile.count, noun)}" for tile in frame.itertuples()
    ]
    frame["link"] = [
        f"#{cell_anchor(name, tile.row, tile.column)}" if name and tile.count else None for tile in frame.itertuples()
    ]
    across, down, across_by, down_by = "column_label", "row_label", columns, rows
    if width < NARROW_BELOW and frame["column"].nunique() > frame["row"].nunique():
        across, down, across_by, down_by = down, across, down_by, across_by
    order = {by: list(printed[by].values()) for by in (rows, columns)}
    cell = (width - (190 if width >= NARROW_BELOW else 130)) / len(order[across_by])
    # a narrow column has room for one line of its turned heading, a wider one for two
    lines = {down: 24 if width >= NARROW_BELOW else 18, across: 24 if cell > 30 else 60}
    for side, room in lines.items():
        frame[f"{side}_lines"] = frame[side].map(lambda label, room=room: "|".join(wrap(label, room)))
    split = "split(datum.value, '|')"
    most_lines = frame[f"{down}_lines"].str.count(r"\|").max() + 1
    row_height = max(38 if width >= NARROW_BELOW else 34, 14 * most_lines + 8)
    base = alt.Chart(frame).encode(
        x=alt.X(
            f"{across}_lines:O",
            sort=["|".join(wrap(label, lines[across])) for label in order[across_by]],
            axis=alt.Axis(
                orient="top", labelAngle=-90, labelExpr=split, title=None, labelAlign="left", labelLineHeight=14
            ),
        ),
        y=alt.Y(
            f"{down}_lines:O",
            sort=["|".join(wrap(label, lines[down])) for label in order[down_by]],
            axis=None,
        ),
    )
    # an axis would centre the first line of a label on its row, not the label
    row_labels = (
        base.transform_filter(alt.datum[across] == order[across_by][0])
        .mark_text(
            align="right",
            baseline="middle",
            lineBreak="|",
            lineHeight=14,
            dx=-8,
            dy=alt.expr(f"-7 * (length(split(datum.{down}_lines, '|')) - 1)"),
            aria=False,
        )
        .encode(x=alt.value(0), text=f"{down}_lines:N")
    )
    tile_marks = base.mark_rect(stroke=theme.LINE, strokeWidth=1).encode(
        fill=alt.condition(
            alt.datum.count > 0,
            alt.Fill("count:Q", scale=alt.Scale(range=theme.COUNT_RAMP, domainMin=1), legend=None),
            alt.value(theme.PAPER),
        ),
        href=alt.when("isValid(datum.link)").then("link:N"),
        tooltip="sentence:N",
        description="sentence:N",
    )
    counts = base.mark_text(fontSize=14, aria=False).encode(
        text="text:N",
        color=alt.condition(alt.datum.count > 0, alt.value(theme.INK), alt.value(theme.MUTED)),
        href=alt.when("isValid(datum.link)").then("link:N"),
    )
    filled = [f"{tile.sentence}" for tile in frame.itertuples() if tile.count]
    description = (
        f"{title}. {plural(len(frame), 'tile')}, {(frame['count'] == 0).sum()} of them empty. "
        f"{'. '.join(filled)}. A count of {noun}s is not the size or the strength of an effect."
    )
    drawn = layers_of(
        frame,
        [tile_marks, counts, row_labels],
        title_of(title, width, f"A number counts {noun}s. It says nothing of the size or strength of an effect."),
        description,
        given=findings.assign(row=findings[rows], column=findings[columns]),
        by=["row", "column"],
    )
    return drawn.properties(
        width=round(cell * len(order[across_by])),
        height=int(row_height) * len(order[down_by]),
        usermeta={"tiles": _claims_behind(findings, frame, rows, columns)},
    )


def _claims_behind(findings: pd.DataFrame, tiles: pd.DataFrame, rows: str, columns: str) -> list[dict[str, Any]]:
    """Return the claims behind each tile that is not empty; none where the rows are no claims with a page."""
    if not {"finding_id", "statement", "page"} <= set(findings.columns):
        return []
    behind = {
        (str(row), str(column)): [
            {"statement": claim.statement, "address": page_link(claim.page, claim.finding_id)}
            for claim in claims.itertuples()
        ]
        for (row, column), claims in findings.groupby([rows, columns], observed=True, sort=False)
    }
    return [
        {
            "row": tile.row,
            "column": tile.column,
            "words": tile.sentence,
            "claims": behind[tile.row, tile.column],
        }
        for tile in tiles[tiles["count"] > 0].itertuples()
    ]
