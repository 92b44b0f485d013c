"""Pages to work with: what is not known, and how differently sources word one topic."""

from __future__ import annotations

from typing import Any

import pandas as pd

from nmc_evidence import charts
from nmc_evidence.display.cards import statement_view
from nmc_evidence.display.page import Html
from nmc_evidence.schema import value_meanings
from nmc_evidence.tables import empty_tiles


def gap_sections(findings: pd.DataFrame, gaps: pd.DataFrame, gap_claims: pd.DataFrame) -> Html:
    """Show what is not known, outcome by outcome and domain by domain.

    Parameters
    ----------
    findings : pandas.DataFrame
        Claims of all kinds, as `load_findings` returns them.
    gaps, gap_claims : pandas.DataFrame
        Gaps and the claims behind them, as `load("gaps")` and `load("gap_claims")` return them.

    Returns
    -------
    Html
        A section for each outcome and each domain, with the anchor `gaps-{id}`, and one for the rest. Each
        names the sources that hold no finding there, and has a card for each gap. A gap with an outcome
        and a domain has its card under the outcome.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> shown = display.gap_sections(nmc.load_findings(), nmc.load("gaps"), nmc.load("gap_claims")).text
    >>> shown.count('class="nmc-card nmc-gap"') == len(nmc.load("gaps"))
    True
    """
    behind = gap_claims.merge(findings, on="finding_id", validate="many_to_one")
    left = gaps
    sections = []
    for column, what in (("outcome_id", "outcome"), ("domain_id", "domain")):
        tiles = empty_tiles(findings, rows=column, columns="source_id")
        for value, label in charts.labels_of(findings, column).items():
            here = left[left[column] == value]
            elsewhere = gaps[(gaps[column] == value) & ~gaps["gap_id"].isin(here["gap_id"])]
            left = left.drop(here.index)
            sections.append(
                {
                    "id": value.replace("_", "-"),
                    "heading": label,
                    "empty": _empty_lines(tiles[tiles[column] == value], what),
                    "gaps": _gap_views(here, behind),
                    "elsewhere": [{"id": gap.gap_id, "label": gap.label} for gap in elsewhere.itertuples()],
                }
            )
    if len(left):
        rest = {"id": "other", "heading": "No outcome and no domain fits", "empty": [], "elsewhere": []}
        sections.append(rest | {"gaps": _gap_views(left, behind)})
    return Html.of("gap-sections.html", sections=sections)


def _empty_lines(tiles: pd.DataFrame, what: str) -> list[str]:
    """Say which sources hold nothing, and which hold no finding, on an outcome or a domain."""
    labels = charts.labels_of(tiles, "source_id")
    words = {
        "not covered": f"No claim of any kind that we read as about this {what}",
        "no finding": f"Claims about this {what}, but none of them a finding",
    }
    return [
        f"{words_of_kind}: {charts.listed([labels[source] for source in sources])}"
        for emptiness, words_of_kind in words.items()
        if (sources := tiles.loc[tiles["emptiness"] == emptiness, "source_id"].tolist())
    ]


def _gap_views(gaps: pd.DataFrame, behind: pd.DataFrame) -> list[dict[str, Any]]:
    """Return what the card of each gap shows."""
    meanings = value_meanings("gaps", "kind").set_index("value")["meaning"]
    sources = charts.labels_of(behind, "source_id")
    views = []
    for gap in gaps.itertuples():
        claims = behind[behind["gap_id"] == gap.gap_id]
        views.append(
            {
                "id": gap.gap_id,
                "label": gap.label,
                "open": gap.what_is_not_known,
                "kind": f"{gap.kind}: {meanings[gap.kind]}",
                "roles": [
                    {
                        "words": str(role).capitalize(),
                        "lines": [statement_view(claim, sources) for claim in mine.itertuples()],
                    }
                    for role, mine in claims.groupby("role", observed=True)
                ],
                "says_what_is_needed": bool((claims["role"] == "says what is needed").any()),
                "note": "" if pd.isna(gap.note) else gap.note,
            }
        )
    return views


def wordings(claims: pd.DataFrame) -> Html:
    """Show how each source words its claims on one topic, side by side, with the words of doubt marked.

    Parameters
    ----------
    claims : pandas.DataFrame
        Claims on one topic, as `load_findings` returns them.

    Returns
    -------
    Html
        A column for each source that has a claim, in the order of the table of sources; in it the claims by
        certainty, each with its hedge in a `mark`. Sources without a claim are named below.

    Raises
    ------
    ValueError
        If there is no row.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> topic = nmc.load("topic_claims").query("topic_id == 'time'")["finding_id"]
    >>> claims = nmc.load_findings()
    >>> display.wordings(claims[claims["finding_id"].isin(topic)]).text.count("<mark>") > 5
    True
    """
    if claims.empty:
        raise ValueError("no claim to compare: check the topic")
    labels = charts.labels_of(claims, "source_id")
    groups, silent = [], []
    for source, label in labels.items():
        mine = claims[claims["source_id"] == source].sort_values(["certainty", "finding_id"], kind="stable")
        if mine.empty:
            silent.append(label)
            continue
        groups.append(
            {
                "heading": f"{label}: {charts.plural(len(mine), 'claim')}",
                "claims": [
                    {
                        "code": str(claim.certainty),
                        "hedge": "" if pd.isna(claim.hedge) else claim.hedge,
                        "address": charts.page_link(claim.page, claim.finding_id),
                        "statement": claim.statement,
                    }
                    for claim in mine.itertuples()
                ],
            }
        )
    return Html.of("wordings.html", sources=groups, silent=charts.listed(silent) if silent else "")
