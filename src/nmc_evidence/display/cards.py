"""Claims, mechanisms and programme theories: as cards, and in a line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from nmc_evidence import charts, citations
from nmc_evidence.display.page import Html
from nmc_evidence.evidence import Evidence

# The columns of a card whose ids are printed as labels
LABELLED = ("source_id", "domain_id", "outcome_id")


def cards(findings: pd.DataFrame, *, within: pd.DataFrame | None = None, evidence: Evidence | None = None) -> Html:
    """Show each claim as a card: what is said, how surely, which way it points, and where it stands.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings, as `load_findings` returns them, or some of their rows.
    within : pandas.DataFrame, optional
        All findings, to find the page of a claim that another one repeats. Default: those of the evidence.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    Html
        One `article` per claim, in the order of the frame; its id is the claim's permanent link.

    Raises
    ------
    ValueError
        If there is no row: a page would silently say nothing.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> claims = nmc.select_findings(nmc.load_findings(), theme="Training")
    >>> 'id="nmc-summary-workforce-09"' in display.cards(claims).text
    True
    """
    if findings.empty:
        raise ValueError("no claim to show: check the domain, outcome, section or theme that was asked for")
    return Html.of("cards.html", cards=card_views(findings, within=within, evidence=evidence))


def card_views(
    findings: pd.DataFrame,
    *,
    within: pd.DataFrame | None = None,
    evidence: Evidence | None = None,
    has_anchor: bool = True,
) -> list[dict[str, Any]]:
    """Return what the template of a card shows of each claim.

    Parameters
    ----------
    findings, within : pandas.DataFrame
        As for `cards`.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.
    has_anchor : bool
        Whether the card has the claim's id as its anchor: not where something else on the page has it.

    Returns
    -------
    list of dict

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence.display.cards import card_views
    >>> view = card_views(nmc.load_findings().head(1))[0]
    >>> view["facts"][0]["term"]
    'How sure'
    """
    evidence = Evidence.of(findings, evidence)
    labels = {column: charts.labels_of(findings, column, evidence=evidence) for column in LABELLED}
    works_of = _works_cited(evidence)
    pages = _pages(findings, evidence.load_if_there("findings", findings.columns) if within is None else within)
    views = []
    for claim in findings.itertuples():
        facts = []
        if not pd.isna(claim.certainty):
            facts.append(_fact("How sure", certainty_words(claim)))
        if not pd.isna(claim.weight):
            facts.append(_fact("Weight", f"“{claim.weight}”"))
        if not pd.isna(claim.basis):
            facts.append(_fact("Rests on", f"“{claim.basis}”"))
        if not pd.isna(claim.direction):
            facts.append(_fact("Direction", direction_words(claim.direction, evidence)))
        if claim.kind != "finding":
            facts.append(_fact("Kind", claim.kind))
        again = "" if pd.isna(claim.also_at) else f"; also {claim.also_at}"
        emphasis = "" if pd.isna(claim.emphasis) else f" (printed in {claim.emphasis} type)"
        facts.append(_fact("Place", f"{labels['source_id'][claim.source_id]}, {place(claim)}{again}{emphasis}"))
        for what in ("domain", "outcome"):
            if getattr(claim, f"{what}_assigned_by") == "our reading":
                label = labels[f"{what}_id"][str(getattr(claim, f"{what}_id"))]
                facts.append(_fact(what.capitalize(), f"{label} (our reading, not the source's)"))
        if not pd.isna(claim.same_as):
            address = charts.page_link(pages.get(claim.same_as), claim.same_as)
            facts.append(_fact("Same claim as", links=[{"address": address, "words": claim.same_as, "via": None}]))
        if claim.finding_id in works_of:
            facts.append(_fact("Cites", links=works_of[claim.finding_id]))
        views.append(_card(claim.finding_id, claim.statement, facts, claim.note, has_anchor=has_anchor))
    return views


def _pages(*frames: pd.DataFrame) -> dict[str, Any]:
    """Return the page of each claim of some frames; the first that has a claim decides."""
    known: dict[str, Any] = {}
    for frame in frames:
        known = dict(zip(frame["finding_id"], frame["page"], strict=True)) | known
    return known


def _works_cited(evidence: Evidence) -> dict[str, list[dict[str, Any]]]:
    """Name the works that the sources cite for each claim, each with a link to the bibliography."""
    cited = citations.author_year(evidence.references)

    def link(reference_id: str) -> dict[str, Any]:
        address = charts.page_link("references/bibliography", f"reference-{reference_id}")
        return {"address": address, "words": cited.get(reference_id, reference_id)}

    works: dict[str, list[dict[str, Any]]] = {}
    for row in evidence.citations.dropna(subset="finding_id").itertuples():
        via = None if pd.isna(row.cited_via) else link(row.cited_via)
        works.setdefault(row.finding_id, []).append(link(row.reference_id) | {"via": via})
    return works


def statements(findings: pd.DataFrame, *, has_source: bool = False, evidence: Evidence | None = None) -> Html:
    """List claims in a line each: the statement, how sure the source is, and a link to the card.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings, as `load_findings` returns them, or some of their rows.
    has_source : bool
        Whether each line names its source: for claims of several sources.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    Html
        A list in the order of the frame.

    Raises
    ------
    ValueError
        If there is no row.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> claims = nmc.select_findings(nmc.load_findings(), domain_id="workforce", is_key_message=True)
    >>> display.statements(claims).text.count("<li>") == len(claims)
    True
    """
    if findings.empty:
        raise ValueError("no claim to list: check what was asked for")
    sources = charts.labels_of(findings, "source_id", evidence=evidence)
    return Html.of(
        "statements.html",
        lines=[statement_view(claim, sources if has_source else {}) for claim in findings.itertuples()],
    )


def statement_view(claim: Any, sources: Mapping[str, str]) -> dict[str, str]:
    """Return what the template of a list of statements shows of a claim.

    Parameters
    ----------
    claim : row of findings
        The claim.
    sources : mapping of str to str
        Names of sources, for lists that name them; otherwise empty.

    Returns
    -------
    dict
        `id`, `statement`, `about` (how sure it is and who says it) and `address`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence.display.cards import statement_view
    >>> claim = next(nmc.load_findings().query("finding_id == 'nmc-summary-workforce-07'").itertuples())
    >>> statement_view(claim, {})["about"]
    'suggested: “could lead to”'
    """
    about = [] if pd.isna(claim.certainty) else [certainty_words(claim)]
    about += [sources[claim.source_id]] if sources else []
    return {
        "id": claim.finding_id,
        "statement": claim.statement,
        "about": "; ".join(about),
        "address": charts.page_link(claim.page, claim.finding_id),
    }


def left_open(findings: pd.DataFrame, *, evidence: Evidence | None = None) -> Html:
    """List the claims that the source leaves open or warns of, or say that there is none.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings, as `load_findings` returns them, or some of their rows.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    Html
        The claims whose certainty is one of those that leave a question open or warn of
        something (`Evidence.open_or_warning`).

    Raises
    ------
    ValueError
        If a certainty is unknown to the evidence, so that it cannot say whether it leaves something open.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> claims = nmc.select_findings(nmc.load_findings(), section="Findings > Leadership")
    >>> "No claim here is coded as" in display.left_open(claims).text
    True
    """
    evidence = Evidence.of(findings, evidence)
    evidence.check_codes(findings, "certainty")
    codes = evidence.open_or_warning
    unsettled = findings[findings["certainty"].isin(codes)]
    if unsettled.empty:
        coded = f"is coded as {charts.listed(codes, joined_by='or')}" if codes else "is coded as left open"
        return Html.of("paragraph.html", text=f"No claim here {coded}. Questions may still be open.")
    return statements(unsettled, evidence=evidence)


def mechanism_cards(mechanisms: pd.DataFrame, *, evidence: Evidence | None = None) -> Html:
    """Show each row of the poster's table as a card.

    Parameters
    ----------
    mechanisms : pandas.DataFrame
        Rows, as `load("mechanisms")` returns them.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    Html
        One `article` per row; its id is the row's permanent link.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> mechanisms = nmc.load("mechanisms")
    >>> display.mechanism_cards(mechanisms).text.count("<article") == len(mechanisms)
    True
    """
    sources = charts.labels_of(mechanisms, "source_id", evidence=evidence)
    labels = charts.labels_of(mechanisms, "domain_id", evidence=evidence)
    views = []
    for row in mechanisms.itertuples():
        mechanism = "(the printed cell is empty)" if pd.isna(row.mechanism) else row.mechanism
        facts = [
            _fact("Domain", f"{labels[row.domain_id]} ({row.domain_certainty}, our judgement)"),
            _fact("Pairing", f"{row.pairing_certainty} (our judgement)"),
            _fact("Place", f"{sources[row.source_id]}, {place(row)}"),
        ]
        views.append(_card(row.mechanism_id, row.intervention, facts, row.note, beside=mechanism))
    return Html.of("cards.html", cards=views)


def theory_cards(theories: pd.DataFrame, *, evidence: Evidence | None = None) -> Html:
    """Show each programme theory as a card.

    Parameters
    ----------
    theories : pandas.DataFrame
        Rows, as `load("programme_theories")` returns them.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    Html
        One `article` per theory; its id is the theory's permanent link.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> theories = nmc.load("programme_theories")
    >>> display.theory_cards(theories).text.count("<article") == len(theories)
    True
    """
    sources = charts.labels_of(theories, "source_id", evidence=evidence)
    views = []
    for row in theories.sort_values("domain_id").itertuples():
        facts = [
            _fact("Heading", row.heading),
            _fact("Read as a programme theory by", row.read_by),
            _fact("Place", f"{sources[row.source_id]}, {place(row)}"),
        ]
        views.append(_card(row.theory_id, row.statement, facts, row.note))
    return Html.of("cards.html", cards=views)


def _card(
    anchor: str,
    statement: str,
    facts: list[dict[str, Any]],
    note: object,
    *,
    beside: str = "",
    has_anchor: bool = True,
) -> dict[str, Any]:
    return {
        "id": anchor,
        "anchor": has_anchor,
        "statement": statement,
        "beside": beside,
        "facts": facts,
        "note": "" if pd.isna(note) else note,
    }


def _fact(term: str, text: str = "", links: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    return {"term": term, "text": text, "links": list(links)}


def place(row: Any) -> str:
    """Say where in its source a row stands."""
    return f"{row.section.replace(' > ', ' › ')}, {row.locator}"


def certainty_words(claim: Any) -> str:
    """Return how sure a claim is: the code, and the source's own words in quotation marks.

    Parameters
    ----------
    claim : row of findings
        With `certainty` and `hedge`.

    Returns
    -------
    str

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> claims = nmc.load_findings().set_index("finding_id")
    >>> display.certainty_words(claims.loc["nmc-summary-workforce-07"])
    'suggested: “could lead to”'
    """
    if pd.isna(claim.hedge):
        return f"{claim.certainty}, no word of doubt"
    return f"{claim.certainty}: “{claim.hedge}”"


def direction_words(direction: object, evidence: Evidence | None = None) -> str:
    """Return a direction with its sign.

    Parameters
    ----------
    direction : str
        One of the allowed directions.
    evidence : Evidence, optional
        What it belongs to. Without, there is no sign.

    Returns
    -------
    str

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.display.direction_words("barrier", nmc.Evidence())
    '▼ barrier'
    """
    if evidence is None or not evidence.directions:
        return str(direction)
    return f"{evidence.direction(direction).sign} {direction}"
