"""Lists to look things up in: references, the glossary, and the lists that the sources print."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from nmc_evidence import charts, citations
from nmc_evidence.display.cards import place
from nmc_evidence.display.page import Html, table
from nmc_evidence.evidence import Evidence, evidence_in
from nmc_evidence.schema import check_allowed


def reference_list(reference_ids: Iterable[str] | None = None, *, evidence: Evidence | None = None) -> Html:
    """List references as their sources printed them, each under its own anchor.

    Parameters
    ----------
    reference_ids : iterable of str, optional
        Which, and in which order. Default: all, by author.
    evidence : Evidence, optional
        Whose references. Default: the shipped evidence.

    Returns
    -------
    Html

    Raises
    ------
    ValueError
        If a reference is unknown.

    Examples
    --------
    >>> from nmc_evidence import display
    >>> 'id="reference-who-2016"' in display.reference_list(["who-2016"]).text
    True
    """
    references = (evidence or evidence_in()).references
    full = citations.full_reference(references)
    chosen = (
        full.sort_values(key=lambda lines: lines.str.lower()).index if reference_ids is None else list(reference_ids)
    )
    for reference_id in chosen:
        check_allowed(reference_id, full.index, "reference")
    return Html.of("references.html", references=[{"id": key, "words": full[key]} for key in chosen])


def glossary(terms: pd.DataFrame, term_sources: pd.DataFrame) -> Html:
    """Show the glossary as a list of definitions, with what each source does with the term.

    Parameters
    ----------
    terms : pandas.DataFrame
        Terms, as `load("glossary")` returns them.
    term_sources : pandas.DataFrame
        Their sources, as `load("glossary_sources")` returns them.

    Returns
    -------
    Html
        A `dl`; each term has the anchor `term-{term_id}`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> 'id="term-hedge"' in display.glossary(nmc.load("glossary"), nmc.load("glossary_sources")).text
    True
    """
    labels = charts.labels_of(term_sources, "source_id")
    entries = []
    for term in terms.itertuples():
        behind = [
            f"{labels[row.source_id]} {'explains' if row.support == 'explains' else 'only uses'} it ({row.locator})"
            for row in term_sources[term_sources["term_id"] == term.term_id].itertuples()
        ]
        origin = "; ".join(behind) if behind else "a term of this book; no source defines it"
        remark = "" if pd.isna(term.note) else f" {term.note}"
        entries.append(
            {
                "id": term.term_id,
                "words": term.term,
                "definition": f"{term.definition}{remark}",
                "origin": origin[:1].upper() + origin[1:],
            }
        )
    return Html.of("glossary.html", terms=entries)


def published_list(framework_id: str, frameworks: pd.DataFrame, items: pd.DataFrame) -> Html:
    """Show a published list: who made it, how many items it has and prints, and the items as a table.

    Parameters
    ----------
    framework_id : str
        The list.
    frameworks, items : pandas.DataFrame
        Lists and items, as `load("frameworks")` and `load("framework_items")` return them.

    Returns
    -------
    Html
        A paragraph and a table; the list and each item have their ids as anchors.

    Raises
    ------
    ValueError
        If there is no such list.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> lists, items = nmc.load("frameworks"), nmc.load("framework_items")
    >>> shown = display.published_list("rapid-scan-ham-walsh-steps", lists, items)
    >>> "says 16 and prints 16, numbered up to 15" in shown.text
    True
    """
    check_allowed(framework_id, frameworks["framework_id"].tolist(), "framework_id")
    row = frameworks.set_index("framework_id").loc[framework_id]
    author = "nobody is named as its author" if pd.isna(row["author_printed"]) else row["author_printed"]
    stated = "the source states no number" if pd.isna(row["stated_size"]) else f"the source says {row['stated_size']}"
    numbered = "" if pd.isna(row["last_printed_no"]) else f", numbered up to {row['last_printed_no']}"
    whole = "" if row["is_complete"] else " The source does not print it in full."
    remark = "" if pd.isna(row["note"]) else f" {row['note']}"
    source = charts.labels_of(frameworks, "source_id")[str(row["source_id"])]
    about = (
        f"{row['label']} ({row['kind']}; {author}). {source}, {place(row)}: "
        f"{stated} and prints {row['printed_size']}{numbered}.{whole}{remark}"
    )
    mine = items[items["framework_id"] == framework_id]
    if mine.empty:
        return Html.of("published-list.html", id=framework_id, about=about, parts=[])
    labels = mine.set_index("item_id")["label"]
    shown = pd.DataFrame({"no": mine["item_no"], "printed": mine["printed_no"], "item": mine["label"]})
    if mine["parent_item_id"].notna().any():
        shown["under"] = mine["parent_item_id"].map(labels)
    if mine["detail"].notna().any():
        shown["detail"] = mine["detail"]
    if mine["note"].notna().any():
        shown["note"] = mine["note"]
    if mine["printed_no"].isna().all():
        shown = shown.drop(columns="printed")
    printed = table(shown, caption=row["label"], row_header="item", row_ids=mine["item_id"])
    return Html.of("published-list.html", id=framework_id, about=about, parts=printed.parts)
