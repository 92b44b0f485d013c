"""What helps, what hinders: claims by direction."""

from __future__ import annotations

from textwrap import wrap

import altair as alt
import pandas as pd

from nmc_evidence import theme
from nmc_evidence.charts.layout import (
    NARROW_BELOW,
    WIDE,
    directions_of,
    draw_legend,
    in_pixels,
    labels_of,
    lay_out_legend,
    layers_of,
    listed,
    page_link,
    refuse_undrawable,
    title_of,
    unit_marks,
    write,
)
from nmc_evidence.evidence import SIDES, Evidence
from nmc_evidence.tables import count_findings


def claims_by_direction(
    findings: pd.DataFrame,
    *,
    by: str = "domain_id",
    title: str = "What helps, what hinders, what does neither",
    width: int = WIDE,
    evidence: Evidence | None = None,
) -> alt.LayerChart:
    """Draw one mark per claim, to the left what hinders, to the right what helps, apart what does neither.

    Nothing is netted: a barrier does not cancel an enabler. A group without claims keeps its row.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings with a direction, as `load_findings` returns them.
    by : str
        A column with allowed values: "domain_id", "outcome_id", "source_id" …
    title : str
        Title of the chart.
    width : int
        Room in pixels.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    altair.LayerChart
        Its `data` has one row per claim: `finding_id`, `group`, `direction`, `side` ("hinders", "helps",
        "neither"), `sentence`, `link`, `x` and `y` in pixels.

    Raises
    ------
    ValueError
        If the column is unknown or has no allowed values, a row has no direction or no group, or the
        evidence does not say how to draw its direction.

    Notes
    -----
    A diverging unit chart: counts stay countable, and each mark is one claim.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts
    >>> findings = nmc.select_findings(nmc.load_findings(), kind="finding", section="Findings > Leadership")
    >>> sorted(charts.claims_by_direction(findings).data["side"].unique())
    ['helps', 'hinders', 'neither']
    """
    counted = count_findings(findings, by=[by, "direction"])
    refuse_undrawable(findings, [by, "direction"])
    evidence = Evidence.of(findings, evidence)
    directions = directions_of(findings, evidence)
    sides = {code: drawn.side for code, drawn in directions.items()}
    labels = labels_of(findings, by, evidence=evidence)
    narrow = width < NARROW_BELOW
    counted["side"] = counted["direction"].astype(str).map(sides)
    per_side = counted.groupby([by, "side"], observed=False)["count"].sum().unstack()
    most = per_side.max().reindex(SIDES, fill_value=0).astype(int)
    left, gap = (0, 16) if narrow else (176, 26)
    step = min(15.0, (width - left - gap - 3 * 24) / max(most.sum(), 1))
    middle = left + max(most["hinders"] * step + 24, 72)  # room for the heading
    right = middle + most["helps"] * step + 24 + gap
    row_height, text_height = (54, 20) if narrow else (44, 0)
    head = 40
    order = list(findings[by].cat.categories)

    placed = findings.sort_values([by, "direction", "finding_id"], kind="stable")
    rows, words = [], []
    for place, group in enumerate(order):
        y = head + place * row_height + text_height + 14
        words.append(
            {"x": 0, "y": y - 20 if narrow else y, "text": labels[group] if narrow else wrap(labels[group], 24)}
        )
        members = placed[placed[by] == group]
        for side, start, sign in (("hinders", middle, -1), ("helps", middle, 1), ("neither", right, 1)):
            claims = members[members["direction"].astype(str).map(sides) == side]
            for number, claim in enumerate(claims.itertuples()):
                rows.append(
                    {
                        "finding_id": claim.finding_id,
                        "group": labels[group],
                        "direction": claim.direction,
                        "side": side,
                        "sentence": f"{claim.statement} ({claim.direction}; {claim.certainty})",
                        "link": page_link(claim.page, claim.finding_id),
                        "x": start + sign * (12 + number * step),
                        "y": y,
                    }
                )
            count = len(claims)
            words.append({"x": start + sign * (count * step + 12) - (6 if sign < 0 else 2), "y": y, "text": str(count)})
    height = head + len(order) * row_height
    _, key_height = lay_out_legend(directions, width, height)
    total_height = height + key_height
    frame = pd.DataFrame(rows)
    base, x, y_channel = in_pixels(frame, width, total_height)
    heads = pd.DataFrame(
        [
            {"x": middle - 10, "y": 8, "text": ["hinders,", "unwanted"]},
            {"x": middle + 8, "y": 8, "text": ["helps,", "wanted"]},
            {"x": right + 4, "y": 8, "text": ["neither"]},
        ]
    )
    tops = [head + place * row_height + text_height for place in range(len(order))]
    # on a phone the line leaves room for the label above each row
    lines = pd.DataFrame(
        {"x": middle, "y": tops, "end": [top + row_height - text_height - (6 if narrow else 0) for top in tops]}
    )
    rule_base, rule_x, rule_y = in_pixels(lines, width, total_height)
    rule = rule_base.mark_rule(color=theme.LINE, aria=False).encode(rule_x, rule_y, y2="end:Q")
    layers = [
        rule,
        write(pd.DataFrame(words), width, total_height, lineHeight=15),
        write(heads.iloc[1:], width, total_height, color=theme.MUTED, fontStyle="italic"),
        write(heads.iloc[:1], width, total_height, color=theme.MUTED, fontStyle="italic", align="right"),
        unit_marks(base, x, y_channel, directions, step=step),
        *draw_legend(directions, width, total_height, height),
    ]
    said = [
        f"{labels[group]}: "
        + listed([f"{row.count} {row.direction}" for row in some.itertuples() if row.count] or ["no claim"])
        for group, some in counted.groupby(by, observed=False)
    ]
    description = f"{title}. Claims by direction. {'. '.join(said)}. A mark is a claim, not the size of an effect."
    return layers_of(frame, layers, title_of(title, width), description, given=findings, by=["finding_id"])
