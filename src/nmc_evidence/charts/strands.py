"""What stands beside what: interventions and mechanisms."""

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
    page_link,
    plural,
    refuse_undrawable,
    title_of,
    write,
)
from nmc_evidence.evidence import Evidence
from nmc_evidence.tables import count_findings


def mechanism_strands(
    mechanisms: pd.DataFrame,
    *,
    title: str = "Which mechanism stands beside which intervention",
    width: int = WIDE,
    evidence: Evidence | None = None,
) -> alt.LayerChart:
    """Draw a strand from each intervention to the mechanism in its row, dashed where the pairing is doubtful.

    All strands have one width: a row of the table claims a pairing, not a strength.

    Parameters
    ----------
    mechanisms : pandas.DataFrame
        Rows of a table that pairs, as `load("mechanisms")` returns them.
    title : str
        Title of the chart.
    width : int
        Room in pixels. On a narrow chart the mechanism stands below its intervention.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    altair.LayerChart
        Its `data` has one row per row of the table: `mechanism_id`, `row_no`, `domain`, `intervention`,
        `mechanism`, `pairing_certainty`, `sentence`, `link`, `x`, `x2`, `y`, `y2` in pixels.

    Raises
    ------
    ValueError
        If a row has no domain or no pairing certainty.

    Notes
    -----
    Parallel strands bound by row, not a Sankey diagram: merged nodes would draw paths that no row claims.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts
    >>> strands = charts.mechanism_strands(nmc.load("mechanisms")).data
    >>> strands["pairing_certainty"].unique().tolist()
    ['high', 'medium', 'low']
    """
    refuse_undrawable(mechanisms, ["domain_id", "pairing_certainty"])
    narrow = width < NARROW_BELOW
    labels = labels_of(mechanisms, "domain_id", evidence=evidence)
    room = (width - 34) // 7 if narrow else 40
    strand_start, strand_end = (8, 8) if narrow else (width * 0.44, width * 0.54)
    rows, heads, words, y = [], [], [], 34 if narrow else 12
    empties: list[dict[str, object]] = []
    last = None
    if not narrow:
        heads += [{"x": 0, "y": y, "text": "Intervention"}, {"x": strand_end + 8, "y": y, "text": "Mechanism"}]
        y += 26
    else:
        heads.append({"x": 0, "y": 10, "text": "Intervention, then its mechanism"})
    for row in mechanisms.sort_values("row_no").itertuples():
        if row.domain_id != last:
            heads.append({"x": 0, "y": y, "text": labels[row.domain_id]})
            y += 22
            last = row.domain_id
        has_mechanism = not pd.isna(row.mechanism)
        mechanism = row.mechanism if has_mechanism else "(empty in the printed table)"
        left, right = wrap(row.intervention, room), wrap(mechanism, room)
        if narrow:
            top, bottom = y, y + 16 * len(left) + 4
            words += [{"x": 24, "y": top, "text": left}]
            (words if has_mechanism else empties).append({"x": 24, "y": bottom, "text": right})
            end_y, next_y = bottom + 16 * (len(right) - 1), bottom + 16 * len(right) + 14
        else:
            words += [{"x": 10, "y": y, "text": left}]
            (words if has_mechanism else empties).append({"x": strand_end + 8, "y": y, "text": right})
            top = end_y = y + 8 * (max(len(left), len(right)) - 1)
            next_y = y + 16 * max(len(left), len(right)) + 10
        rows.append(
            {
                "mechanism_id": row.mechanism_id,
                "row_no": row.row_no,
                "domain": labels[row.domain_id],
                "intervention": row.intervention,
                "mechanism": mechanism,
                "pairing_certainty": row.pairing_certainty,
                "sentence": f"Row {row.row_no}: {row.intervention} stands beside {mechanism} "
                f"(pairing: {row.pairing_certainty})",
                "link": page_link(row.page, row.mechanism_id),
                "x": strand_start,
                "x2": strand_end,
                "y": top,
                "y2": end_y,
            }
        )
        y = next_y
    key_top = y + 6
    levels = list(theme.PAIRING_DASHES)
    key_step = (width - 20) // len(levels)
    key = pd.DataFrame(
        [
            {
                "pairing_certainty": level,
                "x": 8 + place * key_step,
                "x2": 40 + place * key_step,
                "y": key_top,
                "y2": key_top,
                "text": f"pairing: {level}" if not narrow else level,
            }
            for place, level in enumerate(levels)
        ]
    )
    height = key_top + 16
    frame = pd.DataFrame(rows)

    def strands(data: pd.DataFrame, **encodings: str) -> alt.Chart:
        base, x, y_channel = in_pixels(data, width, height)
        return base.mark_rule(strokeWidth=2.5, color=theme.INK).encode(
            x,
            y_channel,
            x2="x2:Q",
            y2="y2:Q",
            strokeDash=alt.StrokeDash(
                "pairing_certainty:N",
                scale=alt.Scale(domain=levels, range=list(theme.PAIRING_DASHES.values())),
                legend=None,
            ),
            **encodings,
        )

    layers = [
        write(pd.DataFrame(heads), width, height, fontWeight="bold"),
        write(pd.DataFrame(words), width, height, lineHeight=16, fontSize=12.5),
        strands(frame, href="link:N", tooltip="sentence:N", description="sentence:N"),
        strands(key),
        write(key.assign(x=key["x2"] + 8), width, height, color=theme.MUTED),
    ]
    if empties:
        layers.append(write(pd.DataFrame(empties), width, height, color=theme.MUTED, fontStyle="italic", lineHeight=16))
    how_sure = count_findings(mechanisms, by="pairing_certainty")
    counted = listed([f"{row.count} {row.pairing_certainty}" for row in how_sure.itertuples()])
    description = (
        f"{title}. {plural(len(frame), 'row')} of the table: an intervention, and beside it a mechanism. "
        f"How sure the pairing is, in our judgement: {counted}. A row claims a pairing; it claims no effect."
    )
    note = "A row pairs; it claims no effect. The dashes are our judgement of how sure the pairing is."
    return layers_of(frame, layers, title_of(title, width, note), description, given=mechanisms, by=["mechanism_id"])
