"""Colours mean something, can be told apart, and are switched on explicitly."""

import subprocess
import sys

import nmc_evidence as nmc
from nmc_evidence import theme


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted([luminance(first), luminance(second)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_direction_has_a_colour_a_shape_and_a_sign():
    directions = nmc.Evidence().directions
    assert list(directions) == nmc.load_findings()["direction"].cat.categories.tolist()
    for part in ("colour", "shape", "sign"):
        assert len({getattr(drawn, part) for drawn in directions.values()}) == len(directions)


def test_every_pairing_certainty_has_a_dash():
    assert list(theme.PAIRING_DASHES) == nmc.load("mechanisms")["pairing_certainty"].cat.categories.tolist()


def test_words_can_be_read_and_outlines_seen():
    for ground in (theme.PAPER, *theme.COUNT_RAMP):
        assert contrast(theme.INK, ground) >= 7
    assert contrast(theme.MUTED, theme.PAPER) >= 4.5
    assert contrast(theme.LINE, theme.PAPER) >= 3


def test_marks_without_a_direction_look_like_none_of_the_directions():
    assert theme.MARK not in theme.COLOURS.values()
    assert contrast(theme.MARK, theme.PAPER) >= 4.5


def test_importing_the_theme_enables_nothing():
    code = (
        "import altair as alt; before = alt.theme.active; from nmc_evidence import charts, display, theme; "
        "assert alt.theme.active == before"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
