"""What the charts share: words, links, pixels, marks and keys."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from nmc_evidence import theme
from nmc_evidence.evidence import Direction, Evidence
from nmc_evidence.schema import check_allowed

WIDE = 680
NARROW = 340
NARROW_BELOW = 500
# What the columns mean that only the frames behind charts have
FRAME_COLUMNS = {
    "sentence": "The mark in words, as a screen reader hears it.",
    "link": "Address of the claims behind the mark: page of the book and anchor, or anchor on the figure's page.",
    "group": "Label of the row in which the mark stands.",
    "side": "On which side of the line the mark stands.",
    "row": "Value of the tile's row.",
    "column": "Value of the tile's column.",
    "row_label": "Label of the tile's row.",
    "column_label": "Label of the tile's column.",
    "count": "How many rows the tile counts; not the size or strength of an effect.",
    "domain": "Label of the domain.",
    "source": "Short name of the source.",
    "years": "The span as stated, in words.",
    "sites": "What the source says of the sites.",
    "change": "The change as the source reports it, in words.",
    "list": "Name of the published list.",
    "item": "The item as the list prints it.",
    "origin": "Who made the list, and through whom the source knows it.",
    "mark": "What the mark says, in words.",
    "work": "The work, as author and year.",
    "through": "The work through which the source cites this one.",
}
UNIT_NOTE = "One mark is one claim, not the size of an effect."


def labels_of(
    frame: pd.DataFrame | str, column: str | Iterable[str], *, evidence: Evidence | None = None
) -> dict[str, str]:
    """Return the words to print for the ids or codes of a column.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows of an evidence base.
    column : str
        A column such as "domain_id", "outcome_id", "source_id" or "certainty".
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    dict
        Value to label, for the allowed values of the column, in order, or for those that stand in it: the
        label in the evidence's own table, otherwise the value itself. An id without a label is made readable.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.charts.labels_of(nmc.load_findings(), "domain_id")["workforce"]
    'Workforce'
    """
    if isinstance(frame, str):  # the order of version 0.1: a column and its values, of the shipped evidence
        warnings.warn(
            "labels_of(column, values) goes in version 0.3: write labels_of(frame, column), or "
            "Evidence().labels(column, values)",
            DeprecationWarning,
            stacklevel=2,
        )
        return Evidence().labels(frame, column)
    if not isinstance(column, str):
        raise TypeError(f"the column is {column!r}: name one column of the frame")
    check_allowed(column, frame.columns, "column")
    return Evidence.of(frame, evidence).labels(column, values_of(frame[column]))


def values_of(cells: pd.Series) -> list[str]:
    """Return what may stand in a column, in order; without a list of allowed values, what does stand there."""
    if isinstance(cells.dtype, pd.CategoricalDtype):
        return list(cells.cat.categories)
    return list(dict.fromkeys(cells.dropna().astype(str)))


def page_link(page: object, anchor: str) -> str:
    """Return the address of an anchor on a page of the book, as seen from another page of the book.

    Parameters
    ----------
    page : str or missing
        The `page` of a claim: folder and name. Missing: the claim stands on the page itself.
    anchor : str
        The claim's id.

    Returns
    -------
    str

    Examples
    --------
    >>> from nmc_evidence import charts
    >>> charts.page_link("findings/workforce", "nmc-summary-workforce-01")
    '../findings/workforce.html#nmc-summary-workforce-01'
    """
    return f"#{anchor}" if pd.isna(page) else f"../{page}.html#{anchor}"


def plural(count: int, noun: str) -> str:
    """Return a count with its noun.

    Parameters
    ----------
    count : int
        How many.
    noun : str
        The noun in the singular, with a regular plural.

    Returns
    -------
    str

    Examples
    --------
    >>> from nmc_evidence import charts
    >>> charts.plural(1, "claim"), charts.plural(0, "claim")
    ('1 claim', '0 claims')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def listed(parts: list[str], *, joined_by: str = "and") -> str:
    """Join words as in a sentence: a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {joined_by} {parts[-1]}"


def quoted(hedge: object) -> str:
    """Put a hedge in quotation marks, or say that there is none."""
    return "no word of doubt" if pd.isna(hedge) else f"“{hedge}”"


def cut(text: str, room: int) -> str:
    """Shorten a label to a number of characters; what is cut shows as an ellipsis."""
    return text if len(text) <= room else text[: room - 1].rstrip(" ·,") + "…"


def refuse_undrawable(frame: pd.DataFrame, columns: list[str]) -> None:
    """Raise where a row cannot be drawn, so that no row is left out in silence."""
    if frame.empty:
        raise ValueError("there is no row to draw: check what was selected")
    for column in columns:
        if frame[column].isna().any():
            row = frame[frame[column].isna()].iloc[0]
            raise ValueError(
                f"column {column!r} is empty for {row.iloc[0]!r}: the chart has no place for it; "
                f"draw only rows that have a {column}"
            )


def title_of(text: str, width: int, note: str = UNIT_NOTE) -> alt.Title:
    """Write a title and the caveat below it, wrapped to the width."""
    return alt.Title(wrap(text, width // 9), subtitle=wrap(note, width // 7))


def in_pixels(frame: pd.DataFrame, width: int, height: int) -> tuple[alt.Chart, alt.X, alt.Y]:
    """Start a chart whose columns `x` and `y` are pixels from the top left."""
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False, zero=False))
    return alt.Chart(frame, width=width, height=height), x, y


def write(frame: pd.DataFrame, width: int, height: int, **mark: Any) -> alt.Chart:
    """Write the words of a column `text` at `x` and `y`."""
    base, x, y = in_pixels(frame, width, height)
    return base.mark_text(**{"align": "left", "baseline": "middle", "aria": False, **mark}).encode(x, y, text="text:N")


def directions_of(frame: pd.DataFrame, evidence: Evidence | None) -> dict[str, Direction]:
    """Return how the directions of some rows are drawn, in order; raise where one cannot be."""
    evidence = Evidence.of(frame, evidence)
    evidence.check_codes(frame, "direction")
    present = set(frame["direction"].dropna().astype(str))
    return {code: drawn for code, drawn in evidence.directions.items() if code in present}


def direction_encodings(directions: Mapping[str, Direction]) -> dict[str, alt.Shape | alt.Fill]:
    """Say the direction by shape and colour."""
    order = list(directions)
    colours = alt.Scale(domain=order, range=[drawn.colour for drawn in directions.values()])
    shapes = alt.Scale(domain=order, range=[drawn.shape for drawn in directions.values()])
    return {
        "shape": alt.Shape("direction:N", scale=shapes, legend=None),
        "fill": alt.Fill("direction:N", scale=colours, legend=None),
    }


def unit_marks(
    base: alt.Chart, x: alt.X, y: alt.Y, directions: Mapping[str, Direction], *, step: float = 15
) -> alt.Chart:
    """Draw one mark per claim: shape and colour say the direction, a click leads to the claim."""
    return base.mark_point(filled=True, size=min(95, 0.5 * step**2), stroke=theme.INK, strokeWidth=1, opacity=1).encode(
        x,
        y,
        **direction_encodings(directions),
        href="link:N",
        tooltip="sentence:N",
        description="sentence:N",
    )


def lay_out_legend(directions: Iterable[str], width: int, top: int) -> tuple[pd.DataFrame, int]:
    """Lay out a key of shapes: one row per direction with `x`, `y` and `text`, and the height it takes."""
    rows, x, y = [], 8, top + 12
    for name in directions:
        room = 30 + 8 * len(name)
        if x + room > width:
            x, y = 8, y + 22
        rows.append({"direction": name, "x": x, "y": y, "text": name})
        x += room
    return pd.DataFrame(rows), y - top + 14


def draw_legend(directions: Mapping[str, Direction], width: int, height: int, top: int) -> list[alt.Chart]:
    """Draw the key of shapes below `top`."""
    key, _ = lay_out_legend(directions, width, top)
    base, x, y = in_pixels(key, width, height)
    marks = base.mark_point(filled=True, size=95, stroke=theme.INK, strokeWidth=1, opacity=1, aria=False).encode(
        x, y, **direction_encodings(directions)
    )
    return [marks, write(key.assign(x=key["x"] + 12), width, height, color=theme.MUTED)]


def in_order(items: pd.DataFrame) -> pd.DataFrame:
    """Put each item of a list behind the one that it stands under; `depth` is 0 for the first level."""
    known = items.set_index("item_id")[["parent_item_id", "item_no"]]
    paths = {}
    for item_id in known.index:
        path: list[int] = []
        at = item_id
        while not pd.isna(at):
            check_allowed(at, known.index, "parent_item_id")
            path.insert(0, int(known.at[at, "item_no"]))
            at = known.at[at, "parent_item_id"]
        paths[item_id] = path
    lists = list(items["framework_id"].astype(str).unique())
    ordered = sorted(
        items.assign(depth=[len(paths[item_id]) - 1 for item_id in items["item_id"]]).to_dict("records"),
        key=lambda item: (lists.index(str(item["framework_id"])), paths[item["item_id"]]),
    )
    return pd.DataFrame(ordered, columns=[*items.columns, "depth"])


def numbered(item: Any) -> str:
    """Write an item with its number as printed, or behind a point where none is printed."""
    return f"• {item.label}" if pd.isna(item.printed_no) else f"{item.printed_no}. {item.label}"


def place_of(item: Any) -> str:
    """Say the real place of an item, and its printed number where that is another."""
    if pd.isna(item.printed_no) or str(item.printed_no) == str(item.item_no):
        return f"item {item.item_no}"
    return f"item {item.item_no} (printed {item.printed_no})"


def turned_heads(heads: pd.DataFrame, width: int, height: int) -> alt.Chart:
    """Write turned headings that stand on `y`; a `text` of several lines is centred on `x`."""
    centred = heads.assign(x=heads["x"] - 7 * (heads["text"].map(len) - 1))
    return write(centred, width, height, angle=270, lineHeight=14)


def row_lines(tops: pd.DataFrame, width: int, height: int) -> alt.Chart:
    """Draw a thin line from `x` to `end` at each `y`, to lead the eye along a row."""
    base, x, y = in_pixels(tops, width, height)
    return base.mark_rule(color=theme.LINE, strokeWidth=0.5, aria=False).encode(x, y, x2="end:Q")


def key_of(marks: dict[str, dict[str, str]], width: int, top: int) -> tuple[pd.DataFrame, int]:
    """Lay out a key of marks: one row per mark with `x`, `y` and `text`, and the height it takes."""
    rows, x, y = [], 8, top + 12
    for name in marks:
        room = 30 + 7 * len(name)
        if x + room > width:
            x, y = 8, y + 22
        rows.append({"mark": name, "x": x, "y": y, "text": name})
        x += room
    return pd.DataFrame(rows), y - top + 14


def dots(frame: pd.DataFrame, marks: dict[str, dict[str, str]], width: int, height: int, **linked: str) -> alt.Chart:
    """Draw one mark per row: its shape and whether it is filled say which of the `marks` it is."""
    base, x, y = in_pixels(frame, width, height)
    order = list(marks)
    return base.mark_point(filled=True, size=110, stroke=theme.INK, strokeWidth=1.5, opacity=1).encode(
        x,
        y,
        shape=alt.Shape(
            "mark:N", scale=alt.Scale(domain=order, range=[marks[name]["shape"] for name in order]), legend=None
        ),
        fill=alt.Fill(
            "mark:N", scale=alt.Scale(domain=order, range=[marks[name]["fill"] for name in order]), legend=None
        ),
        **linked,
    )


def layers_of(
    frame: pd.DataFrame,
    layers: list[alt.Chart],
    title: alt.Title,
    description: str,
    *,
    given: pd.DataFrame,
    by: list[str],
) -> alt.LayerChart:
    """Compose layers into one chart that carries the calculated frame and its description.

    Every chart passes here: it is refused where a row that was given is not drawn. `by` names the columns, of
    both frames, that say which mark stands for which row.
    """
    refuse_lost_rows(given, frame, by)
    return alt.layer(*layers, data=frame).properties(title=title, description=description)


def refuse_lost_rows(given: pd.DataFrame, drawn: pd.DataFrame, by: list[str]) -> None:
    """Raise, with their ids, where fewer marks would be drawn than there are rows."""
    marks = drawn.loc[drawn[[axis for axis in ("x", "y") if axis in drawn]].notna().all(axis=1)]
    if "count" in marks:  # a mark stands for as many rows as it counts
        marks = marks.loc[marks.index.repeat(marks["count"])]
    there = set(_numbered(marks[by]))
    is_lost = [row not in there for row in _numbered(given[by])]
    if any(is_lost):
        ids = given.iloc[:, 0].astype(str)[is_lost].tolist()
        raise ValueError(
            f"{len(ids)} of {plural(len(given), 'row')} would not be drawn: {', '.join(ids[:MOST_NAMED])}"
            f"{' …' if len(ids) > MOST_NAMED else ''}. Mend their codes, or leave them out of the frame"
        )


def _numbered(keys: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the keys of rows, with a number for those that are alike: each needs a mark of its own."""
    words = keys.astype("string").fillna("")
    return list(words.assign(number=words.groupby(list(keys)).cumcount()).itertuples(index=False, name=None))


# So many lost rows are named in a message
MOST_NAMED = 10
