"""How much: reported changes, each with its sign."""

from __future__ import annotations

import altair as alt
import pandas as pd

from nmc_evidence import theme
from nmc_evidence.charts.layout import WIDE, in_pixels, layers_of, plural, title_of, write

UNLABELLED = "no label in the source"


def reported_changes(
    effects: pd.DataFrame,
    *,
    title: str = "What was reported",
    caveat: str = "Sites may differ: do not generalise the effect.",
    width: int = WIDE,
) -> alt.LayerChart:
    """Draw each reported percentage as a dot to the left or right of zero, one row each, in printed order.

    Parameters
    ----------
    effects : pandas.DataFrame
        Rows of `load("effects")` of one programme, reported, in per cent, with a sign.
    title : str
        Title of the chart.
    caveat : str
        What a reader has to keep in mind, such as a warning of the source.
    width : int
        Room in pixels.

    Returns
    -------
    altair.LayerChart
        Its `data` has one row per effect: `effect_id`, `measure`, `sites`, `change` (per cent, with its
        sign), `sentence`, `link` and pixels.

    Raises
    ------
    ValueError
        If a row is expected and not reported, belongs to another programme, or has no percentage.

    Notes
    -----
    Neither sorted by size nor averaged: sites differ, and the source warns against generalising.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts
    >>> effects = nmc.load("effects")
    >>> charts.reported_changes(effects[effects["unit"] == "%"]).data["change"].tolist()
    [-4.0, -21.0, -20.0, -22.0, 2.0, 9.0]
    """
    for row in effects.itertuples():
        if row.status != "reported" or row.unit != "%" or pd.isna(row.value) or row.sign == "none stated":
            raise ValueError(
                f"{row.effect_id!r} is not a reported percentage with a sign: it cannot stand on this axis"
            )
    if effects["programme"].nunique() > 1:
        raise ValueError(f"programmes are never pooled; given: {', '.join(effects['programme'].unique())}")
    if effects.empty:
        raise ValueError("there is no row to draw: check what was selected")
    signed = effects["value"].where(effects["sign"] == "increase", -effects["value"]).astype(float)
    room = 0.15 * max(signed.max() - signed.min(), signed.abs().max())  # for the labels beside the dots
    low, high = min(signed.min(), 0) - room, max(signed.max(), 0) + room
    left, right = 16, width - 16
    per_cent = (right - left) / (high - low)
    rows, words, y, last = [], [], 10, None
    for row in effects.itertuples():
        if row.measure != last:
            words.append({"x": 0, "y": y, "text": row.measure[:1].upper() + row.measure[1:], "weight": "bold"})
            y += 22
            last = row.measure
        change = float(row.value) * (-1 if row.sign == "decrease" else 1)
        sites = UNLABELLED if pd.isna(row.subgroup) else row.subgroup
        words.append({"x": 8, "y": y, "text": sites, "weight": "normal"})
        y += 22
        shown = f"{change:+g} %".replace("-", "−")
        rows.append(
            {
                "effect_id": row.effect_id,
                "measure": row.measure,
                "sites": sites,
                "change": change,
                "text": shown,
                "sentence": f"{row.measure}, {sites}: {shown}",
                "link": f"#{row.effect_id}",
                "x": left + (change - low) * per_cent,
                "y": y,
                "hollow": pd.isna(row.subgroup),
            }
        )
        y += 30
    height = y + 10
    zero = left - low * per_cent
    frame = pd.DataFrame(rows)
    base, x, y_channel = in_pixels(frame, width, height)
    stem_base, stem_x, stem_y = in_pixels(frame.assign(x2=zero), width, height)
    fewer, more = frame[frame["change"] < 0], frame[frame["change"] >= 0]
    lines = pd.DataFrame(words)
    ends = pd.DataFrame(
        [{"x": zero - 8, "y": height - 4, "text": "fewer"}, {"x": zero + 8, "y": height - 4, "text": "more"}]
    )
    zero_base, zero_x, zero_y = in_pixels(
        pd.DataFrame({"x": zero, "y": frame["y"] - 10, "end": frame["y"] + 10}), width, height
    )
    layers = [
        zero_base.mark_rule(color=theme.LINE, aria=False).encode(zero_x, zero_y, y2="end:Q"),
        stem_base.mark_rule(color=theme.INK, strokeWidth=2, aria=False).encode(stem_x, stem_y, x2="x2:Q"),
        base.mark_point(size=120, shape="circle", stroke=theme.INK, strokeWidth=1.5, opacity=1, filled=True).encode(
            x,
            y_channel,
            fill=alt.when(alt.datum.hollow).then(alt.value(theme.PAPER)).otherwise(alt.value(theme.MARK)),
            href="link:N",
            tooltip="sentence:N",
            description="sentence:N",
        ),
        *(
            [write(fewer.assign(x=fewer["x"] - 12), width, height, fontWeight="bold", align="right")]
            if len(fewer)
            else []
        ),
        *([write(more.assign(x=more["x"] + 12), width, height, fontWeight="bold")] if len(more) else []),
        write(lines[lines["weight"] == "bold"], width, height, fontWeight="bold"),
        write(lines[lines["weight"] == "normal"], width, height, color=theme.MUTED),
        write(ends.iloc[:1], width, height, color=theme.MUTED, align="right"),
        write(ends.iloc[1:], width, height, color=theme.MUTED),
    ]
    missing = [name for name in ("comparator", "period") if name not in effects or effects[name].isna().all()]
    note = (
        f"{caveat} {' and '.join(missing).capitalize()} {'are' if missing[1:] else 'is'} not given."
        if missing
        else caveat
    )
    description = f"{title}. {plural(len(frame), 'figure')} of one programme. {'. '.join(frame['sentence'])}. {note}"
    return layers_of(frame, layers, title_of(title, width, note), description, given=effects, by=["effect_id"])
