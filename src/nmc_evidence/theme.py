"""Colours and shapes by meaning, and the look that all charts share."""

from __future__ import annotations

import re
from typing import Any, cast

# By role. Okabe and Ito's hues, safe for colour-blind readers. Each mark also has a shape of its own and a dark
# outline, so that no meaning hangs on hue alone. No red beside green; certainty has no colour at all. Which direction
# has which role, shape and sign is written in `datapackage.json`.
COLOURS = {
    "help": "#0072B2",
    "obstacle": "#D55E00",
    "wanted": "#56B4E9",
    "unwanted": "#E69F00",
    "both": "#CC79A7",
    "neither": "#999999",
    "open": "#FFFFFF",
    "other": "#F0E442",
}
# The shapes that Vega knows by name; any other is drawn as a path, such as "M-1,-0.4H1V0.4H-1Z"
SHAPES = [
    "circle",
    "square",
    "cross",
    "diamond",
    "triangle",
    "triangle-up",
    "triangle-down",
    "triangle-left",
    "triangle-right",
    "arrow",
    "wedge",
    "stroke",
]
# How sure we are that a row of the poster pairs what belongs together: the lighter the line, the less sure.
PAIRING_DASHES = {"high": [1, 0], "medium": [7, 4], "low": [2, 5]}

INK = "#1A1A1A"
MUTED = "#595959"  # 7:1 on white
LINE = "#8C8C8C"  # 3.4:1 on white
PAPER = "#FFFFFF"
MARK = "#4A5A6A"  # marks without a direction: unlike every colour above, and 7:1 on white
COUNT_RAMP = ["#E3EEF7", "#9FC3E0"]  # one hue for order; ink on either end is above 7:1
FONT = "Arial, Helvetica, sans-serif"

NAME = "nmc_evidence"


def config() -> dict[str, Any]:
    """Return the Vega-Lite configuration of the book's charts.

    Returns
    -------
    dict
        A fresh `config` object of Vega-Lite: fonts of 12 px and more, dark text, no frame.

    Examples
    --------
    >>> from nmc_evidence import theme
    >>> theme.config()["background"]
    '#FFFFFF'
    """
    return {
        "background": PAPER,
        "font": FONT,
        "padding": 8,
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "fontSize": 16,
            "fontWeight": "bold",
            "color": INK,
            "subtitleFontSize": 13,
            "subtitleColor": MUTED,
            "subtitlePadding": 4,
            "offset": 14,
            "frame": "bounds",
        },
        "axis": {
            "labelFontSize": 13,
            "titleFontSize": 13,
            "labelColor": INK,
            "titleColor": MUTED,
            "titleFontWeight": "normal",
            "domain": False,
            "ticks": False,
            "grid": False,
            "labelLimit": 400,
            "labelPadding": 6,
        },
        "text": {"fontSize": 13, "color": INK},
        "scale": {"bandPaddingInner": 0.06, "bandPaddingOuter": 0.03},
    }


def can_draw(shape: str) -> bool:
    """Return whether Vega can draw a shape: one that it knows by name, or a path.

    Parameters
    ----------
    shape : str
        A name, or a path as in SVG that begins with "M".

    Returns
    -------
    bool

    Examples
    --------
    >>> from nmc_evidence import theme
    >>> theme.can_draw("M-1,-0.4H1V0.4H-1Z"), theme.can_draw("star")
    (True, False)
    """
    return shape in SHAPES or re.fullmatch(r"M[-\d.,\sMLHVCSQTAZmlhvcsqtaz]+", shape) is not None


def enable() -> None:
    """Draw every chart of this Python process in the look of the book.

    Importing the package changes nothing; this does, for Altair as a whole.

    Examples
    --------
    >>> import altair as alt
    >>> from nmc_evidence import theme
    >>> theme.enable()
    >>> alt.theme.active
    'nmc_evidence'
    >>> _ = alt.theme.enable("default")
    """
    import altair as alt  # only who draws needs it

    if NAME not in alt.theme.names():
        look = cast("alt.theme.ConfigKwds", config())
        alt.theme.register(NAME, enable=False)(lambda: alt.theme.ThemeConfig(config=look))
    alt.theme.enable(NAME)
