"""Let a reader explore all claims in a page: a map that can be turned, and a table that can be searched.

Both are plain HTML first: a table and a list that say all without a script. The book's scripts then let the
reader choose rows, columns and filters; they count what stands in the page, so there is no second copy.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from nmc_evidence import charts, citations
from nmc_evidence.display.cards import card_views, certainty_words, direction_words, place
from nmc_evidence.display.page import Html
from nmc_evidence.evidence import Evidence
from nmc_evidence.schema import check_allowed

# What a map can cross, and what it calls it
AXES = {
    "domain_id": "Domain",
    "outcome_id": "Outcome",
    "source_id": "Source",
    "certainty": "How sure",
    "direction": "Direction",
}
FILTERS = {"source_id": "Source", "certainty": "How sure", "kind": "Kind"}
# The honesty switch: what it can leave out, besides the codes that the evidence lets be left out
HONESTY = {
    "ours": "our reading: the domain or outcome was not assigned by the source",
    "single": "single source: no other source has a claim in the same tile",
}
# What to call a missing value; a claim that only asks has no certainty and no direction
NO_VALUE = {
    "domain_id": "no domain",
    "outcome_id": "no outcome",
    "certainty": "a question",
    "direction": "a question",
}
NOTHING = "–"
NOT_HERE = "○"


def _value(value: object) -> str:
    return "none" if pd.isna(value) else str(value)


def _values(findings: pd.DataFrame, column: str, evidence: Evidence) -> dict[str, str]:
    """Return the values of a column with their labels, in order; the last one stands for no value."""
    known = charts.labels_of(findings, column, evidence=evidence)
    empty = {"none": NO_VALUE[column]} if findings[column].isna().any() else {}
    return known | empty


def claim_map(
    findings: pd.DataFrame,
    *,
    name: str,
    rows: str = "domain_id",
    columns: str = "certainty",
    gaps_page: str | None = None,
    evidence: Evidence | None = None,
) -> Html:
    """Show a map of claims that the reader can turn, filter, open and share.

    Parameters
    ----------
    findings : pandas.DataFrame
        Claims of all kinds, as `load_findings` returns them. The map starts with those of kind "finding".
    name : str
        Name of the map, unique in the page.
    rows, columns : str
        What it crosses at first: two of `AXES`.
    gaps_page : str, optional
        Address of the page that has the `gap_sections`: an empty tile of a domain or an outcome leads there.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    Html
        A table of counts and a list of all claims; with the book's scripts also controls. A tile of the
        table tells two kinds of empty apart: nothing of any kind, and claims, but none that is shown.

    Raises
    ------
    ValueError
        If `rows` or `columns` is not an axis, or both are the same.

    Notes
    -----
    After the evidence and gap maps of 3ie and the EPPI-Centre, with the claims in the place of studies.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> shown = display.claim_map(nmc.load_findings(), name="map").text
    >>> shown.count("<li data-") == len(nmc.load_findings())
    True
    """
    for axis in (rows, columns):
        check_allowed(axis, AXES, "axis of a map")
    if rows == columns:
        raise ValueError(f"rows and columns are both {rows!r}: a map crosses two different columns")
    evidence = Evidence.of(findings, evidence)
    values = {column: _values(findings, column, evidence) for column in dict.fromkeys([*AXES, *FILTERS])}
    shown = findings[findings["kind"] == "finding"]
    return Html.of(
        "claim-map.html",
        name=name,
        gaps_page=gaps_page,
        rows=rows,
        columns=columns,
        axes=AXES,
        values=values,
        filters=[
            {
                "column": column,
                "label": label,
                "ticked": ["finding"] if column == "kind" else list(values[column]),
            }
            for column, label in FILTERS.items()
        ],
        honesty=HONESTY | evidence.can_be_left_out,
        status=_status(len(shown), len(findings)),
        tiles=_tiles(findings, shown, rows, columns, values),
        nothing=NOTHING,
        not_here=NOT_HERE,
        claims=[_claim_line(claim, values["source_id"]) for claim in findings.itertuples()],
    )


def _status(shown: int, every: int) -> str:
    return f"{charts.plural(shown, 'claim')} shown of {every}."


def _tiles(
    findings: pd.DataFrame, shown: pd.DataFrame, rows: str, columns: str, values: dict[str, dict[str, str]]
) -> dict[str, list[str]]:
    """Return what stands in the tiles of each row in the first state of the map."""
    counts, totals = (
        frame.groupby(
            [frame[rows].map(_value, na_action=None), frame[columns].map(_value, na_action=None)], observed=True
        )
        .size()
        .to_dict()
        for frame in (shown, findings)
    )

    def tile(row: str, column: str) -> str:
        if count := counts.get((row, column), 0):
            return str(count)
        return NOT_HERE if totals.get((row, column)) else NOTHING

    return {row: [tile(row, column) for column in values[columns]] for row in values[rows]}


def _known(claim: Any, columns: Iterable[str]) -> dict[str, str]:
    """Return the values of a claim under the names of the attributes that carry them."""
    return {column.replace("_", "-"): _value(getattr(claim, column)) for column in columns}


def _claim_line(claim: Any, sources: dict[str, str]) -> dict[str, Any]:
    """Return what the list of the map shows of a claim."""
    sure = "" if pd.isna(claim.certainty) else f"{certainty_words(claim)}; "
    return {
        "known": _known(claim, dict.fromkeys([*AXES, *FILTERS])),
        "ours": " ".join(
            what for what in ("domain", "outcome") if getattr(claim, f"{what}_assigned_by") == "our reading"
        ),
        "address": charts.page_link(claim.page, claim.finding_id),
        "statement": claim.statement,
        "about": sure + sources[str(claim.source_id)],
    }


def claim_table(findings: pd.DataFrame, *, name: str, evidence: Evidence | None = None) -> Html:
    """Show all claims in one table that the reader can search, filter, sort, open and take along.

    Parameters
    ----------
    findings : pandas.DataFrame
        Claims, as `load_findings` returns them.
    name : str
        Name of the table, unique in the page.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    Html
        One row per claim, with the claim's id as its anchor; with the book's scripts also a search, filters,
        a card for each row, and downloads of what is shown: the claims as CSV, and the works behind them
        (the sources, and what these cite there) as RIS and as BibTeX.

    Raises
    ------
    ValueError
        If there is no row.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> 'id="nmc-summary-workforce-01"' in display.claim_table(nmc.load_findings(), name="claims").text
    True
    """
    if findings.empty:
        raise ValueError("no claim to show: check what was selected")
    columns = ["source_id", "kind", "certainty", "direction", "domain_id", "outcome_id"]
    evidence = Evidence.of(findings, evidence)
    values = {column: _values(findings, column, evidence) for column in columns}
    return Html.of(
        "claim-table.html",
        name=name,
        headings={  # the names stand in the address of a sorted table
            "statement": "Claim",
            "certainty": "How sure",
            "direction": "Direction",
            "domain_id": "Domain",
            "outcome_id": "Outcome",
            "source_id": "Source and place",
            "kind": "Kind",
        },
        filters=[
            {"column": column, "label": AXES.get(column, "Kind"), "options": values[column]} for column in columns
        ],
        status=_status(len(findings), len(findings)),
        claims=[_claim_row(claim, values, evidence) for claim in findings.itertuples()],
        script={"name": name, "data": _on_demand(findings, evidence)},
    )


def _claim_row(claim: Any, values: dict[str, dict[str, str]], evidence: Evidence) -> dict[str, Any]:
    """Return what the table shows of a claim."""

    def label(column: str, assigned_by: object) -> str:
        value = getattr(claim, column)
        if pd.isna(value):
            return NOTHING
        return values[column][str(value)] + (" (our reading)" if assigned_by == "our reading" else "")

    return {
        "id": claim.finding_id,
        "known": _known(claim, values),
        "address": charts.page_link(claim.page, claim.finding_id),
        "statement": claim.statement,
        "cells": [
            NOTHING if pd.isna(claim.certainty) else certainty_words(claim),
            NOTHING if pd.isna(claim.direction) else direction_words(claim.direction, evidence),
            label("domain_id", claim.domain_assigned_by),
            label("outcome_id", claim.outcome_assigned_by),
            f"{values['source_id'][str(claim.source_id)]}, {place(claim)}",
            str(claim.kind),
        ],
    }


def _on_demand(findings: pd.DataFrame, evidence: Evidence) -> dict[str, Any]:
    """Return what the table's script shows and writes on demand: cards, rows as CSV, and works."""
    references = evidence.references
    ris, bibtex = citations.to_ris(references), citations.to_bibtex(references)
    sources = evidence.sources.set_index("source_id")["reference_id"].dropna()
    cited = evidence.citations
    cited = cited[cited["finding_id"].isin(findings["finding_id"])].groupby("finding_id")["reference_id"].agg(list)
    header, *lines = findings.to_csv(index=False, lineterminator="\r\0").split("\r\0")[:-1]
    works = {key: [sources[source]] if source in sources else [] for key, source in _sources_of(findings)}
    for key, listed in cited.items():
        works[key] += [work for work in dict.fromkeys(listed) if work not in works[key]]
    views = card_views(findings, has_anchor=False, evidence=evidence)
    return {
        "header": header,
        "rows": dict(zip(findings["finding_id"], lines, strict=True)),
        # the row of the table has the anchor already
        "cards": {view["id"]: Html.of("card.html", card=view).text for view in views},
        "works": works,
        "ris": ris.to_dict(),
        "bib": bibtex.to_dict(),
    }


def _sources_of(findings: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(findings["finding_id"], findings["source_id"].astype(str), strict=True))
