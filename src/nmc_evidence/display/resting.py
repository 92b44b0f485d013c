"""The rows that a question or a key point rests on, as lines with links."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from nmc_evidence import charts, citations
from nmc_evidence.display.cards import certainty_words
from nmc_evidence.display.page import link
from nmc_evidence.evidence import evidence_in

# The words for a row of a table
ROW_WORDS: dict[str, Callable[[Any], str]] = {
    "findings": lambda row: row.statement,
    "mechanisms": lambda row: (
        f"{row.intervention} stands beside {'an empty cell' if pd.isna(row.mechanism) else row.mechanism}"
    ),
    "programme_theories": lambda row: row.statement,
    "frameworks": lambda row: row.label,
    "effects": lambda row: f"{row.programme}: {row.measure}",
    "timescales": lambda row: row.statement,
    "events": lambda row: row.event if pd.isna(row.date_text) else f"{row.event}, {row.date_text}",
    "gaps": lambda row: f"{row.label}: {row.what_is_not_known}",
}


def resting(rests_on: pd.DataFrame, *, data_dir: str | Path | None = None) -> dict[str, str]:
    """Write a line with a link for each row that something rests on.

    Parameters
    ----------
    rests_on : pandas.DataFrame
        Links to rows, as `load("quiz_rests_on")` and `load("lesson_points_rest_on")` return them.
    data_dir : str or path, optional
        Where the rows stand. Default: the shipped data.

    Returns
    -------
    dict of str to str
        HTML under the id of each link: the row's words, how sure it is if it is a claim, and its source.

    Raises
    ------
    ValueError
        If a row is not there.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence.display.resting import resting
    >>> links = nmc.load("lesson_points_rest_on")
    >>> len(resting(links)) == len(links)
    True
    """
    evidence, lines = evidence_in(data_dir), {}
    for table, links in rests_on.groupby("table", observed=True):
        key = evidence.schema.key(str(table))
        rows = evidence.load(str(table)).set_index(key, drop=False)
        labels = charts.labels_of(rows, "source_id") if "source_id" in rows else {}
        works = citations.author_year(evidence.references) if table == "citations" else pd.Series()
        for one in links.itertuples():
            if one.row_id not in rows.index:
                raise ValueError(f"{one.rest_id}: rests on {one.row_id!r}, which is no {key} of {table}")
            row = next(rows.loc[[one.row_id]].itertuples())
            if table == "citations":
                address = charts.page_link("references/bibliography", f"reference-{row.reference_id}")
                words = works[row.reference_id]
            else:
                address, words = charts.page_link(row.page, one.row_id), ROW_WORDS[str(table)](row)
            sure = [] if table != "findings" or pd.isna(row.certainty) else [certainty_words(row)]
            about = "; ".join([*sure, labels[row.source_id]] if labels else ["our list of gaps"])
            lines[one.rest_id] = f'{link(address, words)} <span class="nmc-sure">({escape(about)})</span>'
    return lines
