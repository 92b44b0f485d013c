"""A figure in a page of the book, in a notebook, and where charts cannot be drawn beforehand."""

import json
import re
import sys
from types import SimpleNamespace
from urllib.parse import unquote

import altair as alt
import pandas as pd
import pytest
from bs4 import BeautifulSoup

import nmc_evidence as nmc
from nmc_evidence import browser, charts, display, schema
from nmc_evidence.display import figures, media
from nmc_evidence.display import page as pages

WORKFORCE = nmc.select_findings(nmc.load_findings(), kind="finding", section="Findings > Workforce")


def a_figure(draw=charts.certainty_units, frame=WORKFORCE, **options) -> display.Html:
    return display.figure(draw, frame, name="a-figure", caption="What to look for.", **options)


def test_what_a_figure_carries_is_the_frame_behind_it_with_every_column_explained():
    (payload,) = a_figure().figures
    behind = charts.certainty_units(WORKFORCE).data
    fields = payload["about"]["schema"]["fields"]
    assert payload["csv"].splitlines()[0] == ",".join(field["name"] for field in fields)
    assert len(payload["csv"].splitlines()) == len(behind) + 1
    assert all(field["description"] for field in fields)
    assert ",findings/workforce.html#nmc-summary-workforce-01" in payload["csv"]
    assert set(payload["script"]["data"]) == {"wide", "narrow"}


def test_a_citation_names_the_sources_first_and_adds_no_date_that_they_do_not_print():
    two = nmc.select_findings(nmc.load_findings(), source_id=["nmc-summary", "rapid-scan"])
    cited = figures.cite_figure("a-figure", "What to look for.", two)
    first, second = cited["sources"]
    assert cited["full"].startswith(f"{first} {second}")
    assert "(undated)" in first
    assert schema.read_descriptor()["created"][:4] in cited["short"]


def test_a_source_of_a_team_is_cited_by_its_name():
    own = pd.DataFrame({"source_id": ["night-care-audit"]})
    assert figures.cite_figure("own", "C.", own)["short"] == "Figure “own”, from: Night care audit"


def test_any_altair_chart_that_has_words_can_be_published():
    frame = WORKFORCE[["finding_id", "source_id", "direction"]]
    chart = (
        alt.Chart(frame).mark_bar().encode(x="count()", y="direction:N").properties(description="Bars by direction.")
    )
    shown = a_figure(chart, frame).text
    assert shown.count("<svg") == 2
    assert "Bars by direction." in shown


def test_a_chart_without_words_is_refused():
    chart = alt.Chart(WORKFORCE).mark_bar().encode(x="count()")
    with pytest.raises(ValueError, match="has no description"):
        a_figure(chart)


def choosing() -> alt.Chart:
    """Return a chart in which a reader can choose something."""
    return alt.Chart(WORKFORCE[["finding_id", "source_id", "direction"]]).mark_bar().encode(
        x="count()", y="direction:N"
    ).add_params(alt.selection_point(name="chosen")).properties(description="Bars by direction.")  # fmt: skip


def test_each_output_of_a_notebook_stands_by_itself_and_brings_the_library_only_for_something_to_choose():
    shown = a_figure()
    first, second = shown._repr_html_(), shown._repr_html_()
    assert first == second  # whichever is deleted or moved, the other is whole
    assert "<style>" in first
    assert first.count("<svg") == 2
    assert len(first) < 150_000
    live = a_figure(choosing())._repr_html_()
    assert len(live) > 800_000
    data = BeautifulSoup(live, "html.parser").find("script", class_="nmc-parts").string
    assert "params" in json.loads(data)["specs"]["wide"]


def test_in_a_notebook_links_lead_to_notebooks_and_not_to_files_of_the_book():
    shown = a_figure()._repr_html_()
    links = set(re.findall(r'<a [^>]*href="([^"]+)"', shown))
    assert links
    assert all(re.fullmatch(r"\.\./[\w-]+/[\w-]+\.ipynb#[\w-]+", link) for link in links), links
    assert "<summary>Cite this figure</summary>" in shown


def shown_in_a_browser(monkeypatch, shown) -> list[dict]:
    """Return what a piece of a page sends to a notebook of the browser edition."""
    for module in (media, pages):
        monkeypatch.setattr(module, "can_draw_beforehand", lambda: False)
    sent = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw, metadata=None: sent.append(data))
    shown()._ipython_display_()
    return sent


def test_where_charts_cannot_be_drawn_beforehand_the_notebook_draws_them(monkeypatch):
    live, page = shown_in_a_browser(monkeypatch, a_figure)
    ((kind, spec),) = live.items()
    assert kind == f"application/vnd.vegalite.v{alt.SCHEMA_VERSION[1]}+json"
    assert len(spec["datasets"]) > 0
    assert '"href"' not in json.dumps(spec)  # a click would take the reader away from the notebook
    assert "<svg" not in page["text/html"]
    assert "<script" not in page["text/html"]
    assert "The figure in words and as a table" in page["text/html"]


def test_where_charts_cannot_be_drawn_beforehand_the_files_are_in_the_page(monkeypatch):
    _, page = shown_in_a_browser(monkeypatch, a_figure)
    links = BeautifulSoup(page["text/html"], "html.parser").select("a.nmc-file")
    files = {link["download"]: unquote(link["href"].split(",", 1)[1]) for link in links}
    assert set(files) == {"a-figure.csv", "a-figure.json"}
    assert files["a-figure.csv"] == a_figure().figures[0]["csv"]
    assert json.loads(files["a-figure.json"])["path"] == "a-figure.csv"


def test_a_chart_of_altair_is_drawn_by_the_notebook_of_a_browser_too(monkeypatch):
    before = alt.renderers.active
    try:
        browser.draw_charts_here()
        live, options = charts.certainty_units(WORKFORCE)._repr_mimebundle_()
    finally:
        alt.renderers.enable(before)
    ((kind, spec),) = live.items()
    assert kind == f"application/vnd.vegalite.v{alt.SCHEMA_VERSION[1]}+json"
    assert spec["layer"][0]["encoding"]["x"]["axis"] is None
    assert options[kind]["embed_options"]["actions"]["editor"] is False  # it would send the chart to another host


def test_a_specification_is_handed_over_as_javascript(monkeypatch):
    monkeypatch.setitem(sys.modules, "js", SimpleNamespace(JSON=SimpleNamespace(parse=lambda text: ["parsed", text])))
    live, _ = browser.live_chart({"axis": None, "href": "link"})
    assert list(live.values()) == [["parsed", '{"axis": null}']]


def test_the_browsers_python_leads_to_the_pages_that_it_stands_in(monkeypatch):
    here = media.BrowserNotebook()
    assert here.address("../findings/workforce.html#one") == "../findings/workforce.html#one"
    js = SimpleNamespace(location=SimpleNamespace(href="https://books.example/lite/care/lite/extensions/worker.js"))
    monkeypatch.setitem(sys.modules, "js", js)
    here = media.BrowserNotebook()
    assert (
        here.address("../findings/workforce.html#one")
        == "https://books.example/lite/care/book/findings/workforce.html#one"
    )
    assert here.address("#here") == "#here"


def open_output(chromium, folder, shown: list[display.Html]):
    """Open outputs of a notebook in a browser without any network, as one page."""
    notebook = folder / "output.html"
    outputs = "".join(f"<div>{one._repr_html_()}</div>" for one in shown)
    notebook.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body>{outputs}', encoding="utf-8")
    context = chromium.new_context(offline=True, viewport={"width": 1000, "height": 800})
    page = context.new_page()
    page.heard = []
    page.on("console", lambda said: page.heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.heard.append(str(error)))
    page.goto(notebook.as_uri())
    return page


def test_in_a_notebook_the_marks_of_a_drawing_say_what_they_are(chromium, tmp_path):
    another = display.figure(charts.claims_by_direction, WORKFORCE, name="b", caption="C.")
    page = open_output(chromium, tmp_path, [a_figure(), another])
    for name in ("a-figure", "b"):
        mark = page.locator(f"#{name} .nmc-wide [role=graphics-symbol]").first
        mark.hover()
        assert page.locator(".nmc-tip").text_content() == mark.get_attribute("aria-label")
    mark.click()  # leads nowhere, since a notebook has no pages of the book beside it
    assert page.url == (tmp_path / "output.html").as_uri()
    assert page.locator("svg a").count() == 0  # JupyterLab fails on links in drawings
    assert page.locator("#a-figure .nmc-narrow").is_hidden()
    page.keyboard.press("Escape")
    assert page.locator(".nmc-tip").is_hidden()
    assert page.heard == []
    page.context.close()


def test_in_a_notebook_a_chart_with_something_to_choose_is_live_without_any_network(chromium, tmp_path):
    live = display.figure(choosing(), WORKFORCE, name="live", caption="C.")
    page = open_output(chromium, tmp_path, [a_figure(), live])
    page.wait_for_selector("#live .nmc-wide[data-live=yes]")
    page.locator("#live .nmc-wide .mark-rect path").first.click()
    assert page.locator("#a-figure .nmc-wide[data-live]").count() == 0
    assert page.heard == []
    page.context.close()


# --- the map and the table of all claims, the gaps and the wordings


def test_a_map_needs_two_different_axes():
    with pytest.raises(ValueError, match="both 'certainty'"):
        display.claim_map(WORKFORCE, name="map", rows="certainty", columns="certainty")
    with pytest.raises(ValueError, match="unknown axis of a map 'theme'"):
        display.claim_map(WORKFORCE, name="map", rows="theme")


def test_a_table_of_no_claim_is_refused():
    with pytest.raises(ValueError, match="no claim to show"):
        display.claim_table(WORKFORCE.iloc[:0], name="claims")


def test_every_gap_names_who_says_so_and_what_is_needed_only_where_a_claim_says_it():
    gaps, behind = nmc.load("gaps"), nmc.load("gap_claims")
    page = BeautifulSoup(display.gap_sections(nmc.load_findings(), gaps, behind).text, "html.parser")
    for gap in gaps.itertuples():
        card = page.find(id=gap.gap_id)
        mine = behind[behind["gap_id"] == gap.gap_id]
        links = [link["href"].split("#")[1] for link in card.select(".nmc-statements a.nmc-permalink")]
        assert sorted(links) == sorted(mine["finding_id"])
        asks = (mine["role"] == "says what is needed").any()
        assert ("None of the claims that we read says" in card.text) != asks


def test_wordings_mark_the_words_of_doubt_and_name_the_silent_sources():
    shown = BeautifulSoup(display.wordings(WORKFORCE).text, "html.parser")
    hedges = [f"“{hedge}”" for hedge in WORKFORCE["hedge"].dropna()]
    assert sorted(mark.text for mark in shown.find_all("mark")) == sorted(hedges)
    assert "Rapid evidence scan" in shown.find_all("p")[-1].text


def test_empty_tiles_are_the_tiles_without_a_finding():
    findings = nmc.load_findings()
    tiles = nmc.empty_tiles(findings, rows="domain_id", columns="source_id")
    stated = nmc.select_findings(findings, kind="finding")
    for tile in tiles.itertuples():
        here = (stated["domain_id"] == tile.domain_id) & (stated["source_id"] == tile.source_id)
        assert not here.any()
        assert (tile.claims == 0) == (tile.emptiness == "not covered")
    known = pd.MultiIndex.from_frame(stated[["domain_id", "source_id"]].dropna()).unique()
    assert len(tiles) + len(known) == 8 * 6


def test_cells_that_are_not_known_reach_the_browser_as_null():
    (spec,) = browser.live_chart({"datasets": {"a": [{"printed_no": float("nan"), "href": "#x"}]}})[0].values()
    assert spec == {"datasets": {"a": [{"printed_no": None}]}}
