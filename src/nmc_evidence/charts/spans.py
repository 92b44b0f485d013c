"""How long: claims about time, each with what it is until."""

from __future__ import annotations

from textwrap import wrap

import altair as alt
import pandas as pd

from nmc_evidence import theme
from nmc_evidence.charts.layout import WIDE, in_pixels, labels_of, layers_of, plural, quoted, title_of, write
from nmc_evidence.evidence import Evidence


def timescale_spans(
    timescales: pd.DataFrame,
    *,
    title: str = "How long it takes, as the sources put it",
    width: int = WIDE,
    evidence: Evidence | None = None,
) -> alt.LayerChart:
    """Draw each claim with a figure as a span of years of its own, an arrow where the source says at least.

    Parameters
    ----------
    timescales : pandas.DataFrame
        Rows of `load("timescales")` that give a number of years.
    title : str
        Title of the chart.
    width : int
        Room in pixels.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    altair.LayerChart
        Its `data` has one row per claim: `timescale_id`, `subject`, `until`, `years` in words, `hedge`,
        `source`, `sentence`, `link` and pixels.

    Raises
    ------
    ValueError
        If a row has no figure: it cannot be placed, and belongs in a list beside the chart.

    Notes
    -----
    The spans share an axis and nothing else. They are about different things and are never merged.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts
    >>> times = nmc.load("timescales")
    >>> times = times[times["lower_years"].notna() & (times["kind"] == "how long it takes")]
    >>> charts.timescale_spans(times).data["years"].tolist()
    ['at least 5 years', '5 to 7 years', 'at least 3 to 5 years']
    """
    missing = timescales[timescales["lower_years"].isna()]
    if len(missing):
        raise ValueError(
            f"{missing['timescale_id'].iloc[0]!r} gives no number of years: "
            "list it beside the chart instead of drawing it"
        )
    sources = labels_of(timescales, "source_id", evidence=evidence)
    if timescales.empty:
        raise ValueError("there is no row to draw: check what was selected")
    most = timescales[["lower_years", "upper_years"]].max().max()
    last_year = 2 * (int(most) // 2 + 1)  # an even number of years, beyond the longest
    left, right = 26, width - 16
    per_year = (right - left) / last_year

    def number(value: float) -> str:
        return f"{value:g}"

    rows, words, y = [], [], 10
    for claim in timescales.itertuples():
        low = float(claim.lower_years)
        high = low if pd.isna(claim.upper_years) else float(claim.upper_years)
        is_open = claim.bound_kind == "at least"
        years = f"{number(low)} years" if low == high else f"{number(low)} to {number(high)} years"
        years = f"at least {years}" if is_open else years
        text = [
            *wrap(f"{claim.subject}, until {claim.until}", width // 7),
            *wrap(f"{quoted(claim.hedge)} · {sources[claim.source_id]}", width // 7),
        ]
        words.append({"x": 0, "y": y, "text": text})
        y += 17 * len(text) + 8
        rows.append(
            {
                "timescale_id": claim.timescale_id,
                "subject": claim.subject,
                "until": claim.until,
                "years": years,
                "hedge": quoted(claim.hedge),
                "source": sources[claim.source_id],
                "sentence": f"{claim.subject}: {years}, until {claim.until} ({quoted(claim.hedge)})",
                "link": f"#{claim.timescale_id}",
                "x": left + low * per_year,
                "x2": left + (high if high > low else low + 0.06) * per_year,
                "arrow": right if is_open else None,
                "y": y,
            }
        )
        y += 44
    height = y + 8
    frame = pd.DataFrame(rows)
    axis = pd.DataFrame(
        [
            {"x": left + year * per_year, "y": height - 4, "text": f"{year}" if year else "0 years"}
            for year in range(0, last_year + 1, max(2, last_year // 8 * 2))
        ]
    )
    base, x, y_channel = in_pixels(frame, width, height)
    opened = frame[frame["arrow"].notna()]
    open_base, open_x, open_y = in_pixels(opened.assign(x=opened["x2"]), width, height)
    heads, heads_x, heads_y = in_pixels(opened.assign(x=opened["arrow"]), width, height)
    linked = {"href": "link:N", "tooltip": "sentence:N", "description": "sentence:N"}
    layers = [
        write(pd.DataFrame(words), width, height, lineHeight=17),
        open_base.mark_rule(strokeWidth=2, strokeDash=[5, 4], color=theme.INK, aria=False).encode(
            open_x, open_y, x2="arrow:Q"
        ),
        heads.mark_point(shape="triangle-right", size=90, filled=True, color=theme.INK, opacity=1, aria=False).encode(
            heads_x, heads_y
        ),
        base.mark_rule(strokeWidth=12, color=theme.MARK).encode(x, y_channel, x2="x2:Q", **linked),
        write(frame.assign(text=frame["years"], y=frame["y"] + 18), width, height, fontWeight="bold"),
        write(axis, width, height, color=theme.MUTED, align="center"),
    ]
    said = ". ".join(frame["sentence"])
    description = f"{title}. {plural(len(frame), 'claim')} with different subjects, not to be merged. {said}."
    note = "Different subjects: do not merge the spans. An arrow means: or longer. No span is the size of an effect."
    return layers_of(frame, layers, title_of(title, width, note), description, given=timescales, by=["timescale_id"])
