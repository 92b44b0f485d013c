"""When: events of policy and publication by year."""

from __future__ import annotations

from textwrap import wrap

import altair as alt
import pandas as pd

from nmc_evidence import theme
from nmc_evidence.charts.layout import WIDE, in_pixels, labels_of, layers_of, plural, refuse_undrawable, title_of, write
from nmc_evidence.evidence import Evidence


def policy_timeline(
    events: pd.DataFrame,
    *,
    title: str = "Events by the year that a source prints",
    width: int = WIDE,
    evidence: Evidence | None = None,
) -> alt.LayerChart:
    """Draw events down a line, year by year; those without a printed year stand below, off the line.

    Parameters
    ----------
    events : pandas.DataFrame
        Events, as `load("events")` returns them.
    title : str
        Title of the chart.
    width : int
        Room in pixels.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    altair.LayerChart
        Its `data` has one row per event: `event_id`, `year` ("undated" where none is printed), `event`,
        `source`, `sentence`, `link`, `x` and `y` in pixels.

    Raises
    ------
    ValueError
        If a row has no source.

    Notes
    -----
    The gaps between years are not to scale: a timeline in words, so that it reads on a phone.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts
    >>> drawn = charts.policy_timeline(nmc.load("events")).data
    >>> bool((drawn["year"] == "undated").any())
    True
    """
    refuse_undrawable(events, ["source_id"])
    sources = labels_of(events, "source_id", evidence=evidence)
    room = (width - 110) // 7
    line = 50
    ordered = events.sort_values(["year", "month", "event_id"], na_position="last", kind="stable")
    rows, words, years, y, last, line_end = [], [], [], 14, None, 14
    for event in ordered.itertuples():
        year = "undated" if pd.isna(event.year) else str(event.year)
        if year != last:
            if year == "undated":
                line_end = y - 14
                y += 12
            years.append(
                {
                    "x": 0 if year != "undated" else line + 16,
                    "y": y,
                    "text": year if year != "undated" else "Without a printed year",
                }
            )
            if year == "undated":
                y += 24
            last = year
        text = [*wrap(event.event, room), f"({sources[event.source_id]})"]
        rows.append(
            {
                "event_id": event.event_id,
                "year": year,
                "event": event.event,
                "source": sources[event.source_id],
                "sentence": f"{year}: {event.event} ({sources[event.source_id]})",
                "link": f"#{event.event_id}",
                "x": line,
                "y": y,
            }
        )
        words.append({"x": line + 16, "y": y, "text": text})
        y += 17 * len(text) + 10
    if last != "undated":
        line_end = y - 14
    height = y
    frame = pd.DataFrame(rows)
    base, x, y_channel = in_pixels(frame, width, height)
    rule_base, rule_x, rule_y = in_pixels(pd.DataFrame({"x": [line], "y": [6], "end": [line_end]}), width, height)
    layers = [
        rule_base.mark_rule(color=theme.LINE, aria=False).encode(rule_x, rule_y, y2="end:Q"),
        write(pd.DataFrame(years), width, height, fontWeight="bold"),
        write(pd.DataFrame(words), width, height, lineHeight=17),
        base.mark_point(size=90, stroke=theme.INK, strokeWidth=1.5, opacity=1, filled=True).encode(
            x,
            y_channel,
            fill=alt.when(alt.datum.year == "undated").then(alt.value(theme.PAPER)).otherwise(alt.value(theme.MARK)),
            href="link:N",
            tooltip="sentence:N",
            description="sentence:N",
        ),
    ]
    undated = int((frame["year"] == "undated").sum())
    said = ". ".join(f"{year}: {plural(len(some), 'event')}" for year, some in frame.groupby("year", sort=False))
    description = f"{title}. {plural(len(frame), 'event')}, {undated} of them without a printed year. {said}."
    note = "Filled: the source prints the year. Hollow: it prints none. No year was added; no effect is shown."
    return layers_of(frame, layers, title_of(title, width, note), description, given=events, by=["event_id"])
