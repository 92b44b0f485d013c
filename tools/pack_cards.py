"""A deck of claim cards to print on both sides, cut, and sort by how sure their sources are."""

from pathlib import Path
from typing import Any

import pandas as pd
from pack_pages import about_page, render
from printing import print_sheet

import nmc_evidence as nmc
from nmc_evidence import charts, schema
from nmc_evidence.display.cards import place, statement_view

COLUMNS, ROWS = 2, 4
NAME = "claim-cards"


def chosen_claims() -> pd.DataFrame:
    """Choose the claims of the deck: the first one, by its id, of each domain and outcome in each wording of certainty.

    Findings only, none that repeats another. So every wording that occurs under a domain or an outcome is in the deck
    once, and the choice is the same every time.

    Returns
    -------
    pandas.DataFrame
        Rows of the findings with `topic`, the label of the domain or outcome; by domain and outcome, then by id.
    """
    findings = nmc.select_findings(nmc.load_findings(), kind="finding")
    findings = findings[findings["same_as"].isna() & findings["certainty"].notna()].sort_values("finding_id")
    taken = []
    for column in ("domain_id", "outcome_id"):
        labels = charts.labels_of(findings, column)
        first = findings[findings[column].notna()].drop_duplicates([column, "certainty"])
        first = first.sort_values([column, "finding_id"])
        taken.append(first.assign(topic=first[column].astype(str).map(labels)))
    return pd.concat(taken, ignore_index=True).drop_duplicates("finding_id", ignore_index=True)


def deck() -> str:
    """Write the deck: how to use it, sheets of cards with their backs, cards that name the wordings, and a list.

    Returns
    -------
    str
        The page. The backs stand in the order in which a sheet shows them once it is turned over its long edge.
    """
    claims = chosen_claims()
    sources = charts.labels_of(claims, "source_id")
    cards = [_card(number, claim, sources) for number, claim in enumerate(claims.itertuples(), 1)]
    meanings = schema.value_meanings("findings", "certainty")
    heads = list(meanings[["value", "meaning"]].itertuples(index=False, name=None))
    return render(
        "cards.html",
        cards=cards,
        sheets=[(sheet, backs(sheet)) for sheet in _sheets(cards)],
        heads=_sheets(heads),
        counted=charts.plural(len(cards), "claim"),
        wordings=charts.plural(len(heads), "wording"),
    )


def _card(number: int, claim: Any, sources: dict[str, str]) -> dict[str, Any]:
    return statement_view(claim, {}) | {
        "number": number,
        "topic": claim.topic,
        "code": claim.certainty,
        "hedge": "" if pd.isna(claim.hedge) else claim.hedge,
        "place": f"{sources[claim.source_id]}, {place(claim)}",
    }


def _sheets(cards: list[Any]) -> list[list[Any]]:
    """Lay cards out on sheets, the last one filled up with nothing."""
    size = COLUMNS * ROWS
    filled = cards + [None] * (-len(cards) % size)
    return [filled[start : start + size] for start in range(0, len(filled), size)]


def backs(sheet: list[Any]) -> list[Any]:
    """Return the cards of a sheet as they lie on its back: each row the other way round.

    Parameters
    ----------
    sheet : list
        Cards row by row.

    Returns
    -------
    list

    Examples
    --------
    >>> backs([1, 2, 3, 4, 5, 6, 7, 8])
    [2, 1, 4, 3, 6, 5, 8, 7]
    """
    rows = [sheet[start : start + COLUMNS] for start in range(0, len(sheet), COLUMNS)]
    return [card for row in rows for card in reversed(row)]


def write_cards(folder: Path, browser: Any) -> None:
    """Write the deck as a page and, printed by the browser, as a PDF.

    Parameters
    ----------
    folder : Path
        Where to.
    browser : playwright.sync_api.Browser
        What prints.
    """
    page = folder / f"{NAME}.html"
    page.write_text(deck(), encoding="utf-8")
    page.with_suffix(".pdf").write_bytes(print_sheet(page, browser, about_page("Claim cards")))
