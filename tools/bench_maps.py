"""Time one evidence map of made-up claims: `bench_maps.py ours 10000`, or `egm` in an environment that has it.

Prints seconds from frame to picture, bytes of what a page would hold, and the peak of memory, as JSON. Imports
and the first, warming drawing are not counted for either.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings

import numpy as np
import pandas as pd

ROWS, COLUMNS = 8, 12  # as many as there are domains and wordings of certainty
SEED = 20160401


def make_claims(count: int) -> pd.DataFrame:
    """Return made-up claims: a row and a column for each, drawn at random from a fixed seed."""
    draw = np.random.default_rng(SEED)
    return pd.DataFrame({"row": draw.integers(0, ROWS, count), "column": draw.integers(0, COLUMNS, count)})


def ours(claims: pd.DataFrame) -> str:
    """Draw with this package."""
    from nmc_evidence import charts, theme
    from nmc_evidence.display.svg import draw

    named = pd.DataFrame(
        {
            "domain_id": pd.Categorical.from_codes(claims["row"], [f"row {no}" for no in range(ROWS)], ordered=True),
            "certainty": pd.Categorical.from_codes(
                claims["column"], [f"column {no}" for no in range(COLUMNS)], ordered=True
            ),
        }
    )
    return draw({**charts.evidence_map(named).to_dict(), "config": theme.config()})


def egm(claims: pd.DataFrame) -> str:
    """Draw with egm 1.1.5, as its documentation does."""
    import plotly.io
    from egm.egm import evidencegapmap

    titled = claims.assign(title=[f"claim {no}" for no in range(len(claims))], link="#", size=1, colour="claim")
    figure = evidencegapmap(
        dataset=titled,
        x_column="column",
        y_column="row",
        bubble_column="title",
        bubble_text="title",
        bubble_link="link",
        size_column="size",
        color_column="colour",
        xbin_list=[f"column {no}" for no in range(COLUMNS)],
        ybin_list=[f"row {no}" for no in range(ROWS)],
        x_title="columns",
        y_title="rows",
        title="Made-up claims",
    )
    return plotly.io.to_html(figure, include_plotlyjs=False, full_html=False, validate=False)


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # egm's
    draw, count = {"ours": ours, "egm": egm}[sys.argv[1]], int(sys.argv[2])
    draw(make_claims(100))
    made = make_claims(count)
    start = time.perf_counter()
    picture = draw(made)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "bytes": len(picture.encode()), "peak_mb": peak}))
