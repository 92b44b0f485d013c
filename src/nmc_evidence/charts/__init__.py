"""Draw the evidence: frame in, Altair chart out.

Each function counts first and draws second. The frame it drew is the chart's `data`, so that it can be
tested and shown as a table; the chart's `description` says in full sentences what the picture shows;
`width` is the room in pixels, and below `NARROW_BELOW` the chart is laid out for a phone.
Marks link to the claims behind them. None of the charts shows the size of an effect.
"""

from nmc_evidence.browser import can_draw_beforehand, draw_charts_here
from nmc_evidence.charts.certainty import certainty_units
from nmc_evidence.charts.changes import reported_changes
from nmc_evidence.charts.citing import who_cites_whom
from nmc_evidence.charts.crosswalk import crosswalk_dots
from nmc_evidence.charts.direction import claims_by_direction
from nmc_evidence.charts.evidence_map import cell_anchor, evidence_map
from nmc_evidence.charts.layout import (
    FRAME_COLUMNS,
    NARROW,
    NARROW_BELOW,
    WIDE,
    labels_of,
    listed,
    page_link,
    plural,
    values_of,
)
from nmc_evidence.charts.lists import lists_side_by_side
from nmc_evidence.charts.naming import named_grid
from nmc_evidence.charts.spans import timescale_spans
from nmc_evidence.charts.strands import mechanism_strands
from nmc_evidence.charts.timeline import policy_timeline

__all__ = [
    "FRAME_COLUMNS",
    "NARROW",
    "NARROW_BELOW",
    "WIDE",
    "cell_anchor",
    "certainty_units",
    "claims_by_direction",
    "crosswalk_dots",
    "evidence_map",
    "labels_of",
    "listed",
    "lists_side_by_side",
    "mechanism_strands",
    "named_grid",
    "page_link",
    "plural",
    "policy_timeline",
    "reported_changes",
    "timescale_spans",
    "values_of",
    "who_cites_whom",
]

if not can_draw_beforehand():
    draw_charts_here()
