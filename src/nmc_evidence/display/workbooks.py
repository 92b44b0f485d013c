"""Pages to work with: what is not known, and how differently sources word one topic."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from nmc_evidence import charts
from nmc_evidence.display.cards import certainty_words, statements
from nmc_evidence.display.page import Html, attribute
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
    made = []
    for column, what in (("outcome_id", "outcome"), ("domain_id", "domain")):
        tiles = empty_tiles(findings, rows=column, columns="source_id")
        for value, label in charts.labels_of(findings, column).items():
            here = left[left[column] == value]
            elsewhere = gaps[(gaps[column] == value) & ~gaps["gap_id"].isin(here["gap_id"])]
            left = left.drop(here.index)
            made.append(
                f'<section id="gaps-{attribute(value.replace("_", "-"))}"><h3>{escape(label)}</h3>'
                f"{_empty_words(tiles[tiles[column] == value], what)}{_gap_cards(here, behind)}{_see_also(elsewhere)}"
                "</section>"
            )
    made.append(
        f'<section id="gaps-other"><h3>No outcome and no domain fits</h3>{_gap_cards(left, behind)}</section>'
        if len(left)
        else ""
    )
    return Html(f'<div class="nmc-gaps">{"".join(made)}</div>')


def _empty_words(tiles: pd.DataFrame, what: str) -> str:
    """Say which sources hold nothing, and which hold no finding, on an outcome or a domain."""
    labels = charts.labels_of(tiles, "source_id")
    words = {
        "not covered": f"No claim of any kind that we read as about this {what}",
        "no finding": f"Claims about this {what}, but none of them a finding",
    }
    lines = [
        f"<li>{said}: {escape(charts.listed([labels[source] for source in sources]))}.</li>"
        for emptiness, said in words.items()
        if (sources := tiles.loc[tiles["emptiness"] == emptiness, "source_id"].tolist())
    ]
    return f'<ul class="nmc-empty">{"".join(lines)}</ul>' if lines else ""


def _gap_cards(gaps: pd.DataFrame, behind: pd.DataFrame) -> str:
    if gaps.empty:
        return "<p>We read no claim here as saying that something is open. Questions may still be open.</p>"
    meanings = value_meanings("gaps", "kind").set_index("value")["meaning"]
    return "".join(_gap_card(gap, behind[behind["gap_id"] == gap.gap_id], meanings) for gap in gaps.itertuples())


def _gap_card(gap: Any, claims: pd.DataFrame, meanings: pd.Series) -> str:
    by_role = "".join(
        f"<p>{escape(str(role).capitalize())}:</p>{statements(mine, has_source=True).text}"
        for role, mine in claims.groupby("role", observed=True)
    )
    asked = (
        ""
        if (claims["role"] == "says what is needed").any()
        else "<p>None of the claims that we read says what would close this gap.</p>"
    )
    remark = "" if pd.isna(gap.note) else f'<p class="nmc-note">{escape(gap.note)}</p>'
    link = f'<a class="nmc-permalink" href="#{gap.gap_id}" aria-label="Permanent link to {gap.gap_id}">#</a>'
    return (
        f'<article class="nmc-card nmc-gap" id="{gap.gap_id}" aria-label="{attribute(gap.label)}">'
        f'<p class="nmc-statement"><strong>{escape(gap.label)}</strong>&nbsp;{link}</p>'
        f"<p>{escape(gap.what_is_not_known)}</p>"
        f"<dl><div><dt>Kind of gap</dt><dd>{gap.kind}: {escape(meanings[gap.kind])}</dd></div></dl>"
        f"<details><summary>The claims behind it, and what is needed</summary>{by_role}{asked}</details>"
        f"{remark}</article>"
    )


def _see_also(gaps: pd.DataFrame) -> str:
    if gaps.empty:
        return ""
    links = "; ".join(f'<a href="#{gap.gap_id}">{escape(gap.label)}</a>' for gap in gaps.itertuples())
    return f"<p>See also, under an outcome: {links}.</p>"


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
        items = "".join(f"<li>{_wording(claim)}</li>" for claim in mine.itertuples())
        counted = charts.plural(len(mine), "claim")
        groups.append(f"<section><h3>{escape(label)}: {counted}</h3><ul>{items}</ul></section>")
    rest = f"<p>No claim that we read as on this topic: {escape(charts.listed(silent))}.</p>" if silent else ""
    return Html(f'<div class="nmc-wordings">{"".join(groups)}</div>{rest}')


def _wording(claim: Any) -> str:
    address = attribute(charts.page_link(claim.page, claim.finding_id))
    words = escape(certainty_words(claim))
    if not pd.isna(claim.hedge):
        words = words.replace(f"“{escape(claim.hedge)}”", f"<mark>“{escape(claim.hedge)}”</mark>")
    return f'<span class="nmc-sure">{words}</span> <a href="{address}">{escape(claim.statement)}</a>'
