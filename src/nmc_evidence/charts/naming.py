"""What is named where: two columns crossed, in words."""

from __future__ import annotations

from textwrap import wrap

import altair as alt
import pandas as pd

from nmc_evidence import theme
from nmc_evidence.charts.layout import (
    NARROW_BELOW,
    WIDE,
    in_pixels,
    labels_of,
    layers_of,
    listed,
    plural,
    refuse_undrawable,
    title_of,
    turned_heads,
    write,
)
from nmc_evidence.evidence import Evidence
from nmc_evidence.schema import check_allowed

NAMED, NOT_NAMED = "named", "not named"


def named_grid(
    pairs: pd.DataFrame,
    *,
    rows: str,
    columns: str,
    title: str = "What the source names",
    width: int = WIDE,
    evidence: Evidence | None = None,
) -> alt.LayerChart:
    """Draw a cell for each combination of two columns, and say in it whether a source names the pair.

    Parameters
    ----------
    pairs : pandas.DataFrame
        One row per named pair; its first column is the id that a named cell links to, on the same page.
    rows, columns : str
        Two ordered or plain categorical columns. Their categories give the order, and one without a pair
        stays.
    title : str
        Title of the chart.
    width : int
        Room in pixels. On a narrow chart the shorter side becomes the columns.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    altair.LayerChart
        Its `data` has one row per cell: the id (missing where no pair is named), `row`, `column`, `mark`
        ("named" or "not named"), `sentence`, `link`, `x` and `y` in pixels.

    Raises
    ------
    ValueError
        If there is no pair, a column is unknown or has no allowed values, a pair has no place in the grid,
        or two rows name the same pair.

    Notes
    -----
    An incidence matrix in words. "Not named" is not "not there": the source is silent.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts
    >>> rows = nmc.load("mechanisms")
    >>> rows = rows.drop_duplicates(["domain_id", "pairing_certainty"])
    >>> cells = charts.named_grid(rows, rows="domain_id", columns="pairing_certainty").data
    >>> int((cells["mark"] == "named").sum()) == len(rows)
    True
    """
    for column in (rows, columns):
        check_allowed(column, pairs.columns, "column")
        if not isinstance(pairs[column].dtype, pd.CategoricalDtype):
            raise ValueError(
                f"column {column!r} has no list of allowed values: make it categorical, in the order to draw"
            )
    refuse_undrawable(pairs, [rows, columns])
    key = pairs.columns[0]
    twice = pairs.duplicated([rows, columns])
    if twice.any():
        raise ValueError(f"{pairs.loc[twice, key].iloc[0]!r} names a pair that another row names: keep one of them")
    labels = {column: labels_of(pairs, column, evidence=evidence) for column in (rows, columns)}
    named = {(getattr(pair, rows), getattr(pair, columns)): getattr(pair, key) for pair in pairs.itertuples()}
    narrow = width < NARROW_BELOW
    is_turned = narrow and len(labels[columns]) > len(labels[rows])
    down, across = (columns, rows) if is_turned else (rows, columns)
    longest = max(len(label) for label in labels[down].values())
    label_room = min(7 * longest + 12, 110 if narrow else 200)
    cell = (width - label_room) / len(labels[across])
    has_words = cell >= 74
    longest_word = max(len(word) for label in labels[across].values() for word in label.replace("-", "- ").split())
    is_upright = cell >= 82 and cell >= 6.9 * longest_word  # else the headings are turned
    head_lines = {
        value: wrap(label, max(int(cell / 7), 12) if is_upright else 24, break_long_words=False)
        for value, label in labels[across].items()
    }
    row_lines = {value: wrap(label, label_room // 7) for value, label in labels[down].items()}
    top = 10 + (
        17 * max(len(text) for text in head_lines.values())
        if is_upright
        else 7 * max(len(line) for text in head_lines.values() for line in text)
    )
    xs = {value: label_room + (place + 0.5) * cell for place, value in enumerate(head_lines)}
    ys, y = {}, top
    row_height = max(40, 17 * max(len(text) for text in row_lines.values()) + 10)
    for value in row_lines:
        ys[value] = y + row_height / 2
        y += row_height
    height = y + (0 if has_words else 28)
    made = []
    for row, row_label in labels[rows].items():
        for column, column_label in labels[columns].items():
            x_value, y_value = (row, column) if is_turned else (column, row)
            pair = named.get((row, column))
            mark = NOT_NAMED if pair is None else NAMED
            made.append(
                {
                    key: pair,
                    "row": row_label,
                    "column": column_label,
                    "mark": mark,
                    "sentence": f"{row_label}, {column_label}: {mark}",
                    "link": None if pair is None else f"#{pair}",
                    "text": (f"● {NAMED}" if pair else NOT_NAMED) if has_words else "●" if pair else "–",
                    "x": xs[x_value],
                    "y": ys[y_value],
                }
            )
    frame = pd.DataFrame(made)
    box = frame.assign(
        x=frame["x"] - cell / 2 + 2,
        x2=frame["x"] + cell / 2 - 2,
        y=frame["y"] - row_height / 2 + 2,
        y2=frame["y"] + row_height / 2 - 2,
    )
    base, x_channel, y_channel = in_pixels(box, width, height)
    in_cell = frame[frame["mark"] == NAMED]
    others = frame[frame["mark"] == NOT_NAMED]
    heads = pd.DataFrame([{"x": xs[value], "y": top - 12, "text": text} for value, text in head_lines.items()])
    upright = heads.assign(y=heads["y"] - 17 * (heads["text"].map(len) - 1))
    sides = pd.DataFrame(
        [{"x": 0, "y": ys[value] - 8.5 * (len(text) - 1), "text": text} for value, text in row_lines.items()]
    )
    key_words = pd.DataFrame([{"x": 0, "y": height - 10, "text": f"● {NAMED}, – {NOT_NAMED}"}])
    layers = [
        base.mark_rect(strokeWidth=1).encode(
            x_channel,
            y_channel,
            x2="x2:Q",
            y2="y2:Q",
            fill=alt.when(alt.datum.mark == NAMED)
            .then(alt.value(theme.COUNT_RAMP[0]))
            .otherwise(alt.value(theme.PAPER)),
            stroke=alt.when(alt.datum.mark == NAMED).then(alt.value(theme.INK)).otherwise(alt.value(theme.LINE)),
            href=alt.when("isValid(datum.link)").then("link:N"),
            tooltip="sentence:N",
            description="sentence:N",
        ),
        write(upright, width, height, fontWeight="bold", align="center", lineHeight=17)
        if is_upright
        else turned_heads(heads, width, height),
        write(sides, width, height, lineHeight=17),
        write(in_cell, width, height, fontWeight="bold", align="center").encode(href="link:N"),
        *([write(others, width, height, color=theme.MUTED, align="center")] if len(others) else []),
        *([] if has_words else [write(key_words, width, height, color=theme.MUTED)]),
    ]
    said = []
    for row_label, cells in frame.groupby("row", sort=False):
        there = cells.loc[cells["mark"] == NAMED, "column"]
        said.append(f"{row_label}: {listed(list(there)) if len(there) else 'none'}")
    description = (
        f"{title}. {plural(len(frame), 'cell')}, {len(in_cell)} of them named. Named are, {'; '.join(said)}. "
        "Not named does not say that there is none, and named says nothing of the size of an effect."
    )
    note = "“Not named” does not say that there is none. “Named” says nothing of how well it works: no effect is shown."
    return layers_of(frame, layers, title_of(title, width, note), description, given=pairs, by=[key])
