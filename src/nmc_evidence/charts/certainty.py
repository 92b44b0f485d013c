"""How sure: claims by the wording of certainty."""

from __future__ import annotations

from textwrap import wrap

import altair as alt
import pandas as pd

from nmc_evidence import theme
from nmc_evidence.charts.layout import (
    NARROW_BELOW,
    WIDE,
    cut,
    directions_of,
    draw_legend,
    in_pixels,
    lay_out_legend,
    layers_of,
    listed,
    page_link,
    plural,
    quoted,
    refuse_undrawable,
    title_of,
    unit_marks,
    write,
)
from nmc_evidence.evidence import Evidence
from nmc_evidence.tables import count_findings


def certainty_units(
    findings: pd.DataFrame,
    *,
    has_labels: bool = True,
    title: str = "How sure is the source?",
    width: int = WIDE,
    evidence: Evidence | None = None,
) -> alt.LayerChart:
    """Draw one mark per claim under the wording of certainty it has, with its hedge in words.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings with a certainty, as `load_findings` returns them.
    has_labels : bool
        Whether each claim has a line of its own with its hedge and theme. Without, the marks of a wording
        stand side by side: for many claims.
    title : str
        Title of the chart.
    width : int
        Room in pixels.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    altair.LayerChart
        Its `data` has one row per claim: `finding_id`, `certainty`, `hedge`, `theme`, `direction`,
        `sentence`, `link`, `x` and `y` in pixels. Wordings without a claim are named below the marks.

    Raises
    ------
    ValueError
        If a row has no certainty or no direction, or the evidence does not say how to draw its direction.

    Notes
    -----
    A unit chart: no bar of strength and no average, since the wordings are not steps of a scale.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts
    >>> findings = nmc.select_findings(nmc.load_findings(), kind="finding", section="Findings > Workforce")
    >>> len(charts.certainty_units(findings).data) == len(findings)
    True
    """
    refuse_undrawable(findings, ["certainty", "direction"])
    directions = directions_of(findings, evidence)
    order = list(findings["certainty"].cat.categories)
    counts = count_findings(findings, by="certainty").set_index("certainty")["count"]
    narrow = width < NARROW_BELOW
    step, line = 17, 22
    per_line = (width - 16) // step
    placed = findings.sort_values(["certainty", "direction", "finding_id"], kind="stable")
    rows, heads, words, y = [], [], [], 10
    for wording in order:
        claims = placed[placed["certainty"] == wording]
        if claims.empty:
            continue
        heads.append({"x": 0, "y": y, "text": f"{wording}: {plural(len(claims), 'claim')}"})
        y += line
        for number, claim in enumerate(claims.itertuples()):
            column = 0 if has_labels else number % per_line
            if number and (has_labels or column == 0):
                y += line
            said = f"{claim.direction}, {quoted(claim.hedge)}"
            rows.append(
                {
                    "finding_id": claim.finding_id,
                    "certainty": wording,
                    "hedge": quoted(claim.hedge),
                    "theme": claim.theme,
                    "direction": claim.direction,
                    "sentence": f"{claim.statement} ({wording}; {said})",
                    "link": page_link(claim.page, claim.finding_id),
                    "x": 10 + column * step,
                    "y": y,
                }
            )
            if has_labels:
                about = claim.theme if pd.isna(claim.hedge) else f"{quoted(claim.hedge)} · {claim.theme}"
                words.append({"x": 24, "y": y, "text": cut(about, int((width - 30) / 6.4))})
        y += line + 8
    empty = [wording for wording in order if not counts[wording]]
    if empty:
        for part in wrap(f"No claim here is worded as: {', '.join(empty)}.", width // 7):
            words.append({"x": 0, "y": y, "text": part})
            y += 18
    height = y + 4
    _, key_height = lay_out_legend(directions, width, height)
    total_height = height + key_height
    frame = pd.DataFrame(rows)
    base, x, y_channel = in_pixels(frame, width, total_height)
    layers = [
        write(pd.DataFrame(heads), width, total_height, fontWeight="bold"),
        *([write(pd.DataFrame(words), width, total_height, color=theme.MUTED)] if words else []),
        unit_marks(base, x, y_channel, directions),
        *draw_legend(directions, width, total_height, height),
    ]
    present = [f"{wording}: {counts[wording]}" for wording in order if counts[wording]]
    hedges = sorted({claim.hedge for claim in placed.itertuples() if not pd.isna(claim.hedge)})
    description = f"{title} {plural(len(frame), 'claim')}, by wording. {listed(present)}."
    if has_labels and hedges:
        description += f" Words of doubt or limit: {listed([f'“{hedge}”' for hedge in hedges])}."
    if empty:
        description += f" No claim: {', '.join(empty)}."
    return layers_of(
        frame, layers, title_of(title, width - (0 if not narrow else 8)), description, given=findings, by=["finding_id"]
    )
