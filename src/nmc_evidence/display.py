"""Put evidence on a page: figures, claim cards and tables as plain, accessible HTML.

What these functions return shows itself in a notebook and in the built book. It needs no script and no
network, and it is the same on every run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import altair as alt
import pandas as pd

from nmc_evidence import charts, citations, theme
from nmc_evidence.datasets import load_citations, load_findings, load_references, load_sources
from nmc_evidence.schema import check_allowed
from nmc_evidence.tables import OPEN_CERTAINTIES, distinct_findings

# Columns of a chart's frame that only serve the drawing
DRAWING_COLUMNS = {"x", "x2", "y", "y2", "arrow", "hollow", "link", "text", "row_label_lines", "column_label_lines"}
# Columns with longer text than this, in characters, get more room in a table
LONG_TEXT = 60
# More lists of claims than this, behind the tiles of a map, are folded away
MANY_TILES = 20
# Vega puts this host before a relative address
VEGA_BASE = "https://vega.github.io/vega-datasets/"


class Html:
    """A piece of a page, in HTML.

    Parameters
    ----------
    text : str
        The HTML.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"<Html of {len(self.text)} characters>"

    def _repr_html_(self) -> str:
        return self.text


def _attribute(value: object) -> str:
    return escape(str(value), quote=True)


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    row_header: str | None = None,
    links: dict[str, Iterable[Any]] | None = None,
    row_ids: Iterable[str] | None = None,
) -> Html:
    """Write a frame as an HTML table with a caption and headers for rows and columns.

    Parameters
    ----------
    frame : pandas.DataFrame
        What to show. Column names become headings: `domain_id` is printed as "Domain id".
    caption : str
        What the table shows.
    row_header : str, optional
        The column that names the row. Default: the first.
    links : dict of str to iterable, optional
        Addresses for the cells of a column, in the order of the rows; an empty one makes no link.
    row_ids : iterable of str, optional
        An anchor for each row, so that it can be linked to.

    Returns
    -------
    Html
        A `table` in a box that scrolls sideways by itself. A missing value is printed as a dash.

    Raises
    ------
    ValueError
        If the caption is empty.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> "<caption>The outcomes</caption>" in display.table(nmc.load_outcomes(), caption="The outcomes").text
    True
    """
    if not caption.strip():
        raise ValueError("the caption is empty: say in a sentence what the table shows")
    row_header = row_header or frame.columns[0]
    anchors = [""] * len(frame) if row_ids is None else [f' id="{_attribute(anchor)}"' for anchor in row_ids]
    addresses = {column: list(cells) for column, cells in (links or {}).items()}
    longest = {column: frame[column].astype("string").str.len().max() for column in frame.columns}
    wide = {
        column: ' class="nmc-long"' if not pd.isna(length) and length > LONG_TEXT else ""
        for column, length in longest.items()
    }
    heads = "".join(f'<th scope="col">{escape(_heading(column))}</th>' for column in frame.columns)

    def cell(column: str, value: object, place: int) -> str:
        words = "–" if pd.isna(value) else escape(f"{value:g}" if isinstance(value, float) else str(value))
        address = addresses.get(column, [None] * len(frame))[place]
        if address is not None and not pd.isna(address):
            words = f'<a href="{_attribute(address)}">{words}</a>'
        if column == row_header:
            return f'<th scope="row"{wide[column]}>{words}</th>'
        return f"<td{wide[column]}>{words}</td>"

    body = "".join(
        f"<tr{anchors[place]}>" + "".join(cell(column, row[column], place) for column in frame.columns) + "</tr>"
        for place, (_, row) in enumerate(frame.iterrows())
    )
    return Html(
        f'<div class="nmc-table" role="region" aria-label="{_attribute(caption)}" tabindex="0"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _heading(column: str) -> str:
    words = column.replace("_", " ")
    return words[:1].upper() + words[1:]


def folded(shown: Html, *, summary: str) -> Html:
    """Fold a long piece of a page away behind a line that opens it.

    Parameters
    ----------
    shown : Html
        What to fold.
    summary : str
        The line that stays visible.

    Returns
    -------
    Html

    Examples
    --------
    >>> from nmc_evidence import display
    >>> display.folded(display.Html("<p>Long.</p>"), summary="More").text
    '<details><summary>More</summary><p>Long.</p></details>'
    """
    return Html(f"<details><summary>{escape(summary)}</summary>{shown.text}</details>")


def source_line(frame: pd.DataFrame) -> str:
    """Name the sources of some rows, with their dates as printed.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows of any table with a `source_id`.

    Returns
    -------
    str
        "Source: …" in the order of the table of sources; a source without a printed date is "undated".

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> display.source_line(nmc.load_mechanisms())
    'Source: MCP poster (undated).'
    """
    dates = load_sources().set_index("source_id")["date_printed"]
    used = [source for source in frame["source_id"].cat.categories if (frame["source_id"] == source).any()]
    labels = charts.labels_of("source_id", used)
    named = [f"{labels[source]} ({'undated' if pd.isna(date := dates.get(source)) else date})" for source in used]
    return f"{'Source' if len(named) == 1 else 'Sources'}: {'; '.join(named)}."


def figure(
    draw: Callable[..., alt.LayerChart],
    frame: pd.DataFrame,
    *,
    name: str,
    caption: str,
    noun: str = "claim",
    **options: Any,
) -> Html:
    """Publish a chart: the picture, its text alternative, a caption and the table behind it.

    Parameters
    ----------
    draw : function
        A function of `nmc_evidence.charts`.
    frame : pandas.DataFrame
        The rows to draw; they need a `source_id`.
    name : str
        Name of the figure, unique in the book: small letters, digits and hyphens. It becomes the anchor.
    caption : str
        One sentence that says what to look for.
    noun : str
        What one counted thing is called.
    **options
        Passed on to the chart function.

    Returns
    -------
    Html
        A `figure` with two drawings, one for wide and one for narrow screens, as SVG that needs no script.
        Its ids come from `name`, so that a rebuild is identical.

    Raises
    ------
    ValueError
        If the name has another form, the caption is empty, there is nothing to draw, or the chart has no
        description.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts, display
    >>> shown = display.figure(
    ...     charts.mechanism_strands, nmc.load_mechanisms(), name="strands", caption="The rows.", noun="row"
    ... )
    >>> shown.text.count("<svg")
    2
    """
    import vl_convert  # not there in a browser, where nothing has to be drawn beforehand

    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"the name {name!r} cannot be an anchor: use small letters, digits and hyphens")
    if not caption.strip():
        raise ValueError(f"the caption of {name!r} is empty: say in a sentence what to look for")
    if frame.empty:
        raise ValueError(f"the frame of {name!r} has no row: there is nothing to draw")
    if draw is charts.evidence_map:  # its tiles link to lists on this page
        options = {"name": name, "noun": noun, **options}
    drawings = []
    for kind, width in (("wide", charts.WIDE), ("narrow", charts.NARROW)):
        chart = draw(frame, width=width, **options)
        description = chart.description if isinstance(chart.description, str) else ""
        if not description.strip():
            raise ValueError(f"the chart {name!r} has no description: a reader who cannot see it needs one")
        spec = {**chart.to_dict(), "config": theme.config()}
        svg = _accessible_svg(vl_convert.vegalite_to_svg(spec), f"{name}-{kind}", description)
        drawings.append(f'<div class="nmc-drawing nmc-{kind}">{svg}</div>')
    behind = chart.data
    shown = behind[[column for column in behind.columns if column not in DRAWING_COLUMNS]]
    links = {shown.columns[0]: behind["link"]} if "link" in behind else {}
    numbers = table(shown, caption=f"The data behind the figure. {description}", links=links).text
    lists = _behind_tiles(frame, behind, **options) if draw is charts.evidence_map else ""
    counted = f"Counted: {charts.plural(len(frame), noun)}"
    if "same_as" in frame and (distinct := len(distinct_findings(frame))) != len(frame):
        counted += f", of which {distinct} are distinct and the rest repeat one of them"
    return Html(
        f'<figure class="nmc-figure" id="{name}">'
        f"<figcaption>{escape(caption)} {escape(source_line(frame))} {escape(counted)}.</figcaption>"
        f"{''.join(drawings)}{lists}<details><summary>The figure in words and as a table</summary>"
        f"<p>{escape(description)}</p>{numbers}</details></figure>"
    )


def _accessible_svg(svg: str, name: str, description: str) -> str:
    """Let a drawing scale, name it for screen readers, and keep its ids apart from other drawings'."""
    width, height = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg).groups()
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="nmc-svg" '
        f'role="group" aria-label="{_attribute(description)}" viewBox="0 0 {width} {height}" '
        f'style="max-width:{width}px">'
    )
    svg = re.sub(r"^<svg[^>]*>", opening, svg).replace(f'xlink:href="{VEGA_BASE}', 'href="')
    for made in sorted(set(re.findall(r' id="([^"]+)"', svg))):
        svg = svg.replace(f'id="{made}"', f'id="{name}-{made}"').replace(f"url(#{made})", f"url(#{name}-{made})")
    # the table below the figure holds the same links for those who do not use a pointer
    return svg.replace("xlink:href=", "href=").replace("<a ", '<a tabindex="-1" ')


def _behind_tiles(
    findings: pd.DataFrame,
    tiles: pd.DataFrame,
    *,
    name: str,
    rows: str = "domain_id",
    columns: str = "certainty",
    **_: Any,
) -> str:
    """List the claims behind each tile of an evidence map, each under the anchor that the tile links to."""
    lists = []
    for tile in tiles[tiles["count"] > 0].itertuples():
        claims = findings[(findings[rows] == tile.row) & (findings[columns] == tile.column)]
        items = "".join(
            f'<li><a href="{_attribute(charts.page_link(claim.page, claim.finding_id))}">'
            f"{escape(claim.statement)}</a></li>"
            for claim in claims.itertuples()
        )
        anchor = charts.cell_anchor(name, tile.row, tile.column)
        # browsers open what holds the target of a link, so the anchor stands inside
        lists.append(
            f'<details><summary>{escape(tile.sentence)}</summary><ul id="{_attribute(anchor)}">{items}</ul></details>'
        )
    intro = "Open a tile to see what stands behind its number"
    if len(lists) > MANY_TILES:
        return f'<details class="nmc-tiles"><summary>{intro}</summary>{"".join(lists)}</details>'
    return f'<div class="nmc-tiles"><p>{intro}:</p>{"".join(lists)}</div>'


def direction_words(direction: object) -> str:
    """Return a direction with its sign.

    Parameters
    ----------
    direction : str
        One of the allowed directions.

    Returns
    -------
    str

    Examples
    --------
    >>> from nmc_evidence import display
    >>> display.direction_words("barrier")
    '▼ barrier'
    """
    return f"{theme.DIRECTION_SIGNS[str(direction)]} {direction}"


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


def _place(row: Any) -> str:
    """Say where in its source a row stands."""
    return f"{row.section.replace(' > ', ' › ')}, {row.locator}"


def _facts(pairs: list[tuple[str, str]]) -> str:
    rows = "".join(f"<div><dt>{escape(term)}</dt><dd>{value}</dd></div>" for term, value in pairs)
    return f"<dl>{rows}</dl>"


def _card(anchor: str, statement: str, facts: list[tuple[str, str]], note: object) -> str:
    link = f'<a class="nmc-permalink" href="#{anchor}" aria-label="Permanent link to {anchor}">#</a>'
    remark = "" if pd.isna(note) else f'<p class="nmc-note">{escape(note)}</p>'
    return (
        f'<article class="nmc-card" id="{anchor}" aria-label="{anchor}">'
        f'<p class="nmc-statement">{statement}&nbsp;{link}</p>{_facts(facts)}{remark}</article>'
    )


def cards(findings: pd.DataFrame, *, within: pd.DataFrame | None = None) -> Html:
    """Show each claim as a card: what is said, how surely, which way it points, and where it stands.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings, as `load_findings` returns them, or some of their rows.
    within : pandas.DataFrame, optional
        All findings, to find the page of a claim that another one repeats. Default: the shipped ones.

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
    sources = charts.labels_of("source_id", list(findings["source_id"].cat.categories))
    cited_there, cited = load_citations(), citations.author_year(load_references())
    pages = (load_findings() if within is None else within).set_index("finding_id")["page"]
    made = []
    for claim in findings.itertuples():
        facts = []
        if not pd.isna(claim.certainty):
            facts.append(("How sure", escape(certainty_words(claim))))
        if not pd.isna(claim.weight):
            facts.append(("Weight", escape(f"“{claim.weight}”")))
        if not pd.isna(claim.basis):
            facts.append(("Rests on", escape(f"“{claim.basis}”")))
        if not pd.isna(claim.direction):
            facts.append(("Direction", escape(direction_words(claim.direction))))
        if claim.kind != "finding":
            facts.append(("Kind", escape(claim.kind)))
        again = "" if pd.isna(claim.also_at) else f"; also {claim.also_at}"
        emphasis = "" if pd.isna(claim.emphasis) else f" (printed in {claim.emphasis} type)"
        facts.append(("Place", escape(f"{sources[claim.source_id]}, {_place(claim)}{again}{emphasis}")))
        for what in ("domain", "outcome"):
            if getattr(claim, f"{what}_assigned_by") == "our reading":
                label = charts.labels_of(f"{what}_id", [getattr(claim, f"{what}_id")])
                facts.append(
                    (what.capitalize(), escape(f"{next(iter(label.values()))} (our reading, not the source's)"))
                )
        if not pd.isna(claim.same_as):
            address = charts.page_link(pages[claim.same_as], claim.same_as)
            facts.append(("Same claim as", f'<a href="{_attribute(address)}">{escape(claim.same_as)}</a>'))
        if works := _cited(cited_there[cited_there["finding_id"] == claim.finding_id], cited):
            facts.append(("Cites", works))
        made.append(_card(claim.finding_id, escape(claim.statement), facts, claim.note))
    return Html(f'<div class="nmc-cards">{"".join(made)}</div>')


def _cited(places: pd.DataFrame, cited: pd.Series) -> str:
    """Name the works that a source cites for a claim, each with a link to the bibliography."""

    def link(reference_id: str) -> str:
        return f'<a href="../references/bibliography.html#reference-{reference_id}">{escape(cited[reference_id])}</a>'

    return "; ".join(
        link(row.reference_id) + ("" if pd.isna(row.cited_via) else f" (through {link(row.cited_via)})")
        for row in places.itertuples()
    )


def statements(findings: pd.DataFrame, *, has_source: bool = False) -> Html:
    """List claims in a line each: the statement, how sure the source is, and a link to the card.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings, as `load_findings` returns them, or some of their rows.
    has_source : bool
        Whether each line names its source: for claims of several sources.

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
    sources = charts.labels_of("source_id", list(findings["source_id"].cat.categories))
    items = []
    for claim in findings.itertuples():
        said = [] if pd.isna(claim.certainty) else [certainty_words(claim)]
        said += [sources[claim.source_id]] if has_source else []
        sure = f' <span class="nmc-sure">({escape("; ".join(said))})</span>' if said else ""
        address = _attribute(charts.page_link(claim.page, claim.finding_id))
        items.append(
            f'<li>{escape(claim.statement)}{sure} <a class="nmc-permalink" href="{address}" '
            f'aria-label="To the card of {claim.finding_id}">#</a></li>'
        )
    return Html(f'<ul class="nmc-statements">{"".join(items)}</ul>')


def left_open(findings: pd.DataFrame) -> Html:
    """List the claims that the source leaves open, or say that it leaves none open.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings, as `load_findings` returns them, or some of their rows.

    Returns
    -------
    Html
        The claims whose certainty is one of `nmc_evidence.tables.OPEN_CERTAINTIES`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> claims = nmc.select_findings(nmc.load_findings(), section="Findings > Leadership")
    >>> "No claim here is coded as" in display.left_open(claims).text
    True
    """
    unsettled = findings[findings["certainty"].isin(OPEN_CERTAINTIES)]
    if unsettled.empty:
        codes = charts.listed(OPEN_CERTAINTIES)
        return Html(f"<p>No claim here is coded as {codes}. Something may be open all the same.</p>")
    return statements(unsettled)


def mechanism_cards(mechanisms: pd.DataFrame) -> Html:
    """Show each row of the poster's table as a card.

    Parameters
    ----------
    mechanisms : pandas.DataFrame
        Rows, as `load_mechanisms` returns them.

    Returns
    -------
    Html
        One `article` per row; its id is the row's permanent link.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> display.mechanism_cards(nmc.load_mechanisms()).text.count("<article")
    26
    """
    sources = charts.labels_of("source_id", list(mechanisms["source_id"].cat.categories))
    labels = charts.labels_of("domain_id", list(mechanisms["domain_id"].cat.categories))
    made = []
    for row in mechanisms.itertuples():
        mechanism = "(the printed cell is empty)" if pd.isna(row.mechanism) else row.mechanism
        facts = [
            ("Domain", escape(f"{labels[row.domain_id]} ({row.domain_certainty}, our judgement)")),
            ("Pairing", escape(f"{row.pairing_certainty} (our judgement)")),
            ("Place", escape(f"{sources[row.source_id]}, {_place(row)}")),
        ]
        statement = f"{escape(row.intervention)} <span class='nmc-pair'>stands beside</span> {escape(mechanism)}"
        made.append(_card(row.mechanism_id, statement, facts, row.note))
    return Html(f'<div class="nmc-cards">{"".join(made)}</div>')


def theory_cards(theories: pd.DataFrame) -> Html:
    """Show each programme theory as a card.

    Parameters
    ----------
    theories : pandas.DataFrame
        Rows, as `load_programme_theories` returns them.

    Returns
    -------
    Html
        One `article` per theory; its id is the theory's permanent link.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> display.theory_cards(nmc.load_programme_theories()).text.count("<article")
    3
    """
    sources = charts.labels_of("source_id", list(theories["source_id"].cat.categories))
    made = []
    for row in theories.sort_values("domain_id").itertuples():
        facts = [
            ("Heading", escape(row.heading)),
            ("Read as a programme theory by", escape(row.read_by)),
            ("Place", escape(f"{sources[row.source_id]}, {_place(row)}")),
        ]
        made.append(_card(row.theory_id, escape(row.statement), facts, row.note))
    return Html(f'<div class="nmc-cards">{"".join(made)}</div>')


def reference_list(reference_ids: Iterable[str] | None = None) -> Html:
    """List references as their sources printed them, each under its own anchor.

    Parameters
    ----------
    reference_ids : iterable of str, optional
        Which, and in which order. Default: all, by author.

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
    references = load_references()
    full = citations.full_reference(references)
    chosen = (
        full.sort_values(key=lambda lines: lines.str.lower()).index if reference_ids is None else list(reference_ids)
    )
    for reference_id in chosen:
        check_allowed(reference_id, full.index, "reference")
    items = "".join(f'<li id="reference-{key}">{escape(full[key])}</li>' for key in chosen)
    return Html(f'<ul class="nmc-references">{items}</ul>')


def glossary(terms: pd.DataFrame, term_sources: pd.DataFrame) -> Html:
    """Show the glossary as a list of definitions, with what each source does with the term.

    Parameters
    ----------
    terms : pandas.DataFrame
        Terms, as `load_glossary` returns them.
    term_sources : pandas.DataFrame
        Their sources, as `load_glossary_sources` returns them.

    Returns
    -------
    Html
        A `dl`; each term has the anchor `term-{term_id}`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> 'id="term-hedge"' in display.glossary(nmc.load_glossary(), nmc.load_glossary_sources()).text
    True
    """
    labels = charts.labels_of("source_id", list(term_sources["source_id"].cat.categories))
    entries = []
    for term in terms.itertuples():
        behind = [
            f"{labels[row.source_id]} {'explains' if row.support == 'explains' else 'only uses'} it ({row.locator})"
            for row in term_sources[term_sources["term_id"] == term.term_id].itertuples()
        ]
        origin = "; ".join(behind) if behind else "a term of this book; no source defines it"
        remark = "" if pd.isna(term.note) else f" {escape(term.note)}"
        entries.append(
            f'<dt id="term-{term.term_id}">{escape(term.term)}</dt>'
            f"<dd>{escape(term.definition)}{remark} "
            f'<span class="nmc-origin">{escape(origin[:1].upper() + origin[1:])}.</span></dd>'
        )
    return Html(f'<dl class="nmc-glossary">{"".join(entries)}</dl>')


def published_list(framework_id: str, frameworks: pd.DataFrame, items: pd.DataFrame) -> Html:
    """Show a published list: who made it, how many items it has and prints, and the items as a table.

    Parameters
    ----------
    framework_id : str
        The list.
    frameworks, items : pandas.DataFrame
        Lists and items, as `load_frameworks` and `load_framework_items` return them.

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
    >>> lists, items = nmc.load_frameworks(), nmc.load_framework_items()
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
    source = charts.labels_of("source_id", [row["source_id"]])[row["source_id"]]
    about = (
        f"{row['label']} ({row['kind']}; {author}). {source}, {_place(row)}: "
        f"{stated} and prints {row['printed_size']}{numbered}.{whole}{remark}"
    )
    made = f'<p id="{framework_id}" class="nmc-list">{escape(about)}</p>'
    mine = items[items["framework_id"] == framework_id]
    if mine.empty:
        return Html(made)
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
    return Html(made + table(shown, caption=row["label"], row_header="item", row_ids=mine["item_id"]).text)
