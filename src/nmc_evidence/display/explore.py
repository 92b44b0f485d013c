"""Let a reader explore all claims in a page: a map that can be turned, and a table that can be searched.

Both are plain HTML first: a table and a list that say all without a script. The book's scripts then let the
reader choose rows, columns and filters; they count what stands in the page, so there is no second copy.
"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from nmc_evidence import charts, citations
from nmc_evidence.datasets import load_citations, load_references, load_sources
from nmc_evidence.display.cards import cards, certainty_words, direction_words, place
from nmc_evidence.display.page import Html, attribute, json_in_html, parts
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
# The honesty switch: what it can leave out
HONESTY = {
    "ours": "our reading: the domain or outcome was not assigned by the source",
    "single": "single source: no other source has a claim in the same tile",
    "opinion": "opinion: what an author or a speaker thinks",
    "suggested": "suggestion: what a source says may or could be",
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


def _values(findings: pd.DataFrame, column: str) -> dict[str, str]:
    """Return the values of a column with their labels, in order; the last one stands for no value."""
    known = charts.labels_of(column, list(findings[column].cat.categories))
    empty = {"none": NO_VALUE[column]} if findings[column].isna().any() else {}
    return known | empty


def _options(values: dict[str, str], chosen: str = "") -> str:
    return "".join(
        f'<option value="{attribute(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
        for value, label in values.items()
    )


def _boxes(name: str, values: dict[str, str], ticked: set[str]) -> str:
    return "".join(
        f'<label><input type="checkbox" name="{name}" value="{attribute(value)}"'
        f"{' checked' if value in ticked else ''}> {escape(label)}</label>"
        for value, label in values.items()
    )


def claim_map(
    findings: pd.DataFrame,
    *,
    name: str,
    rows: str = "domain_id",
    columns: str = "certainty",
    gaps_page: str | None = None,
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
    values = {column: _values(findings, column) for column in dict.fromkeys([*AXES, *FILTERS])}
    shown = findings[findings["kind"] == "finding"]
    axes = json_in_html({"values": values, "axes": AXES})
    honesty = "".join(
        f'<label><input type="checkbox" name="hide" value="{key}"> {escape(words)}</label>'
        for key, words in HONESTY.items()
    )
    gaps = f' data-gaps="{attribute(gaps_page)}"' if gaps_page else ""
    ticked = {column: {"finding"} if column == "kind" else set(values[column]) for column in FILTERS}
    filters = "".join(
        f"<details><summary>{label}</summary><fieldset><legend>Show these: {label.lower()}</legend>"
        f"{_boxes(column, values[column], ticked[column])}</fieldset></details>"
        for column, label in FILTERS.items()
    )
    return Html(
        f'<section class="nmc-map" id="{attribute(name)}" aria-label="Map of claims"{gaps}>'
        f'<form class="nmc-controls" hidden aria-label="Change the map">'
        f'<label>Rows <select name="rows">{_options(AXES, rows)}</select></label>'
        f'<label>Columns <select name="columns">{_options(AXES, columns)}</select></label>'
        f'<div class="nmc-filters">{filters}</div>'
        f'<fieldset class="nmc-honesty"><legend>Honesty switch: leave out</legend>'
        f'<label><input type="checkbox" name="honest"> all four of these</label>{honesty}</fieldset>'
        f'<p><button type="button" class="nmc-reset">Start again</button> '
        f'<button type="button" class="nmc-copy">Copy the address of this view</button></p></form>'
        f'<p class="nmc-status" role="status">{_status(len(shown), len(findings))}</p>'
        f"{_map_table(findings, shown, rows, columns, values)}"
        f'<p class="nmc-key">A number counts claims; it says nothing of the size or strength of an effect. '
        f"<strong>{NOTHING}</strong> the sources that we read hold no claim of any kind there. "
        f"<strong>{NOT_HERE}</strong> there are claims, but none of those that you chose to show: often background or "
        f"advice instead of findings.</p>"
        f'<div class="nmc-opened" hidden tabindex="-1" role="region" aria-label="The claims of one tile"></div>'
        f"<details><summary>All claims of the map in one list</summary>"
        f'<ul class="nmc-claims">{"".join(_claim_item(claim) for claim in findings.itertuples())}</ul></details>'
        f'<script type="application/json" class="nmc-axes">{axes}</script></section>'
    )


def _status(shown: int, every: int) -> str:
    return f"{charts.plural(shown, 'claim')} shown of {every}."


def _map_table(
    findings: pd.DataFrame, shown: pd.DataFrame, rows: str, columns: str, values: dict[str, dict[str, str]]
) -> str:
    """Write the first state of the map as a table."""
    counts, totals = (
        frame.groupby(
            [frame[rows].map(_value, na_action=None), frame[columns].map(_value, na_action=None)], observed=True
        )
        .size()
        .to_dict()
        for frame in (shown, findings)
    )

    def tile(row: str, column: str) -> str:
        count = counts.get((row, column), 0)
        return f"<td>{count or (NOT_HERE if totals.get((row, column)) else NOTHING)}</td>"

    heads = "".join(f'<th scope="col">{escape(label)}</th>' for label in values[columns].values())
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th>{"".join(tile(row, column) for column in values[columns])}</tr>'
        for row, label in values[rows].items()
    )
    caption = f"{AXES[rows]} by {AXES[columns].lower()}"
    return (
        f'<div class="nmc-table" role="region" aria-label="The map as a table" tabindex="0"><table class="nmc-tilemap">'
        f'<caption>{caption}</caption><thead><tr><th scope="col">{AXES[rows]}</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _claim_item(claim: Any) -> str:
    """Write a claim as a line that knows its values."""
    known = "".join(
        f' data-{column.replace("_", "-")}="{attribute(_value(getattr(claim, column)))}"'
        for column in dict.fromkeys([*AXES, *FILTERS])
    )
    ours = [what for what in ("domain", "outcome") if getattr(claim, f"{what}_assigned_by") == "our reading"]
    sure = "" if pd.isna(claim.certainty) else f"{certainty_words(claim)}; "
    source = next(iter(charts.labels_of("source_id", [claim.source_id]).values()))
    return (
        f'<li{known} data-ours="{" ".join(ours)}">'
        f'<a href="{attribute(charts.page_link(claim.page, claim.finding_id))}">{escape(claim.statement)}</a> '
        f'<span class="nmc-sure">({escape(sure)}{escape(source)})</span></li>'
    )


def claim_table(findings: pd.DataFrame, *, name: str) -> Html:
    """Show all claims in one table that the reader can search, filter, sort, open and take along.

    Parameters
    ----------
    findings : pandas.DataFrame
        Claims, as `load_findings` returns them.
    name : str
        Name of the table, unique in the page.

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
    values = {column: _values(findings, column) for column in columns}
    titles = ["Claim", "How sure", "Direction", "Domain", "Outcome", "Source and place", "Kind"]
    heads = "".join(f'<th scope="col">{title}</th>' for title in titles)
    selects = "".join(
        f'<label>{AXES.get(column, "Kind")} <select name="{column}"><option value="">all</option>'
        f"{_options(values[column])}</select></label>"
        for column in columns
    )
    body = "".join(_claim_row(claim, values) for claim in findings.itertuples())
    return Html(
        f'<section class="nmc-explorer" id="{attribute(name)}" aria-label="All claims">'
        f'<form class="nmc-controls" hidden aria-label="Search and filter the claims">'
        f'<label>Search <input type="search" name="q" autocomplete="off"></label>{selects}'
        f'<p><button type="button" class="nmc-reset">Start again</button> '
        f'<button type="button" class="nmc-copy">Copy the address of this view</button></p>'
        f'<p>Take along what is shown: <button type="button" data-export="csv">claims as CSV</button> '
        f'<button type="button" data-export="ris">works as RIS</button> '
        f'<button type="button" data-export="bib">works as BibTeX</button></p></form>'
        f'<p class="nmc-status" role="status">{_status(len(findings), len(findings))}</p>'
        f'<div class="nmc-table" role="region" aria-label="Table of all claims" tabindex="0">'
        f"<table><caption>All claims of this book</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
        f"{parts('script', name, _behind(findings))}</section>"
    )


def _claim_row(claim: Any, values: dict[str, dict[str, str]]) -> str:
    """Write a claim as a row of the table."""
    known = "".join(
        f' data-{column.replace("_", "-")}="{attribute(_value(getattr(claim, column)))}"' for column in values
    )

    def label(column: str, assigned_by: object) -> str:
        value = getattr(claim, column)
        if pd.isna(value):
            return NOTHING
        return escape(values[column][str(value)]) + (" (our reading)" if assigned_by == "our reading" else "")

    address = attribute(charts.page_link(claim.page, claim.finding_id))
    sure = NOTHING if pd.isna(claim.certainty) else escape(certainty_words(claim))
    direction = NOTHING if pd.isna(claim.direction) else escape(direction_words(claim.direction))
    return (
        f'<tr id="{attribute(claim.finding_id)}"{known}><th scope="row" class="nmc-long">'
        f'<a href="{address}">{escape(claim.statement)}</a></th>'
        f"<td>{sure}</td><td>{direction}</td><td>{label('domain_id', claim.domain_assigned_by)}</td>"
        f"<td>{label('outcome_id', claim.outcome_assigned_by)}</td>"
        f"<td>{escape(values['source_id'][claim.source_id])}, {escape(place(claim))}</td>"
        f"<td>{escape(str(claim.kind))}</td></tr>"
    )


def _behind(findings: pd.DataFrame) -> dict[str, Any]:
    """Return what the table's script shows and writes on demand: cards, rows as CSV, and works."""
    references = load_references()
    ris, bibtex = citations.to_ris(references), citations.to_bibtex(references)
    sources = load_sources().set_index("source_id")["reference_id"].dropna()
    cited = load_citations()
    cited = cited[cited["finding_id"].isin(findings["finding_id"])].groupby("finding_id")["reference_id"].agg(list)
    header, *lines = findings.to_csv(index=False, lineterminator="\r\0").split("\r\0")[:-1]
    made = cards(findings).text.removeprefix('<div class="nmc-cards">').removesuffix("</div>")
    each = [f"{card}</article>" for card in made.split("</article>")[:-1]]
    works = {key: [sources[source]] if source in sources else [] for key, source in _sources_of(findings)}
    for key, listed in cited.items():
        works[key] += [work for work in dict.fromkeys(listed) if work not in works[key]]
    return {
        "header": header,
        "rows": dict(zip(findings["finding_id"], lines, strict=True)),
        # the row of the table has the anchor already
        "cards": {
            key: card.replace(f' id="{key}"', "", 1) for key, card in zip(findings["finding_id"], each, strict=True)
        },
        "works": works,
        "ris": ris.to_dict(),
        "bib": bibtex.to_dict(),
    }


def _sources_of(findings: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(findings["finding_id"], findings["source_id"].astype(str), strict=True))
