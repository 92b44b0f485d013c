"""Handouts: one sheet of A4 for each domain and each outcome, as a page and for paper."""

from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from pack_pages import about_page, render
from printing import print_sheet

import nmc_evidence as nmc
from nmc_evidence import charts, theme
from nmc_evidence.display import figures, source_line, svg
from nmc_evidence.display.cards import statement_view

# Room for text on a sheet of A4 within the margins of handout.css, in pixels; a little is kept free, for letters
# that are larger elsewhere
PAPER = {"width": round((210 - 2 * 15) / 25.4 * 96), "height": round(0.98 * (297 - 2 * 12) / 25.4 * 96)}
CHART_WIDTH = 640
PROMPTS = 2
SUMMARY = "nmc-summary"


class Topic(NamedTuple):
    """What a handout is about: a domain or an outcome, its label, and the column that says so of a claim."""

    column: str
    value: str
    label: str

    @property
    def name(self) -> str:
        """The name of its files."""
        return self.value.replace("_", "-")


def topics() -> list[Topic]:
    """Return the domains and the outcomes, in order."""
    tables = {"domain_id": nmc.load_domains(), "outcome_id": nmc.load_outcomes()}
    return [
        Topic(column, value, label)
        for column, table in tables.items()
        for value, label in zip(table[column], table["label"], strict=True)
    ]


def claims_on(topic: Topic) -> pd.DataFrame:
    """Return the claims of a handout: the summary's findings; where it has none, those of all sources.

    Parameters
    ----------
    topic : Topic
        A domain or an outcome.

    Returns
    -------
    pandas.DataFrame
        Key messages first, then what is left open, then the rest, with the group of each in `shown_as`.
    """
    all_sources = nmc.select_findings(nmc.load_findings(), kind="finding", **{topic.column: topic.value})
    summary = all_sources[all_sources["source_id"] == SUMMARY]
    claims = all_sources if summary.empty else summary
    shown_as = pd.Series("further", index=claims.index)
    shown_as[claims["certainty"].isin(nmc.Evidence.of(claims).open_or_warning)] = "open"
    shown_as[claims["is_key_message"]] = "key"
    order = shown_as.map({"key": 0, "open": 1, "further": 2}).sort_values(kind="stable").index
    return claims.assign(shown_as=shown_as).loc[order]


def about(topic: Topic, claims: pd.DataFrame) -> dict[str, Any]:
    """Return what the handout on a topic says apart from its claims: the chart, prompts, how to cite.

    Parameters
    ----------
    topic : Topic
        What it is about.
    claims : pandas.DataFrame
        What `claims_on` returns.

    Returns
    -------
    dict
        Values for the template.
    """
    page = claims["page"].mode()[0]
    points = nmc.load("lesson_points")
    prompts = points[(points["page"] == page) & (points["role"] == "prompt")].sort_values("point_no")["text"]
    title = f"{topic.label}: how sure is the source?"
    chart = charts.certainty_units(claims, has_labels=False, width=CHART_WIDTH, title=title)
    drawing = svg.draw({**chart.to_dict(), "config": theme.config()})
    return {
        "topic": topic,
        "kind": "domain" if topic.column == "domain_id" else "outcome",
        "has_open": claims["certainty"].isin(nmc.Evidence.of(claims).open_or_warning).any(),
        "source": source_line(claims),
        "chart": svg.accessible(
            drawing, f"{topic.name}-handout", chart.description, has_links=False
        ),  # the ids in the text lead to the claims
        "prompts": prompts.head(PROMPTS).tolist(),
        "references": figures.cite_figure(topic.name, topic.label, claims)["sources"],
        "book": figures.cite_book(),
    }


def handout(claims: pd.DataFrame, shown: int, values: dict[str, Any]) -> str:
    """Write a handout.

    Parameters
    ----------
    claims : pandas.DataFrame
        What `claims_on` returns.
    shown : int
        How many claims there is room for; of the others it says where they are.
    values : dict
        What `about` returns.

    Returns
    -------
    str
        The page.
    """
    labels = nmc.Evidence.of(claims).labels("source_id", claims["source_id"].astype(str).unique())
    groups = {
        group: [statement_view(claim, labels if len(labels) > 1 else {}) for claim in rows.itertuples()]
        for group, rows in claims.head(shown).groupby("shown_as")
    }
    rest = claims.iloc[shown:]
    titles = nmc.load("lessons").set_index("page")["title"]
    places = [{"title": titles[page], "address": f"../{page}.html"} for page in rest["page"].unique()]
    left_out = charts.plural(len(rest), "claim") if places else ""
    return render("handout.html", groups=groups, left_out=left_out, places=places, **values)


def fitting_handout(topic: Topic, browser: Any, draft: Path) -> str:
    """Write a handout with as many claims as one sheet holds.

    Parameters
    ----------
    topic : Topic
        What it is about.
    browser : playwright.sync_api.Browser
        What measures it.
    draft : Path
        Where to write it for the browser.

    Returns
    -------
    str
        The page.

    Raises
    ------
    ValueError
        If not even the key messages fit.
    """
    claims = claims_on(topic)
    values = about(topic, claims)
    view = browser.new_page(viewport=PAPER)
    view.emulate_media(media="print")

    def fits(shown: int) -> bool:
        draft.write_text(handout(claims, shown, values), encoding="utf-8")
        view.goto(draft.resolve().as_uri())
        return view.evaluate("document.querySelector('main').getBoundingClientRect().bottom") <= PAPER["height"]

    least, most = int((claims["shown_as"] == "key").sum()), len(claims)
    if not fits(least):
        raise ValueError(f"the handout on {topic.label}: its key messages do not fit on a sheet; shorten handout.html")
    while least < most:  # `least` claims fit, more than `most` do not
        middle = (least + most + 1) // 2
        least, most = (middle, most) if fits(middle) else (least, middle - 1)
    view.close()
    return handout(claims, least, values)


def write_handouts(folder: Path, browser: Any) -> None:
    """Write every handout as a page and, printed by the browser, as a PDF.

    Parameters
    ----------
    folder : Path
        Where to.
    browser : playwright.sync_api.Browser
        What measures and prints.
    """
    for topic in topics():
        page = folder / f"{topic.name}.html"
        page.write_text(fitting_handout(topic, browser, page), encoding="utf-8")
        about_it = about_page(f"{topic.label}: a handout")
        page.with_suffix(".pdf").write_bytes(print_sheet(page, browser, about_it))
