"""What goes on a page is whole, escaped, named for screen readers, and the same every time."""

import functools

import pandas as pd
import pytest
from bs4 import BeautifulSoup

import nmc_evidence as nmc
from nmc_evidence import charts, display

EVERY = nmc.load_findings()
FINDINGS = nmc.select_findings(EVERY, source_id="nmc-summary")
WORKFORCE = nmc.select_findings(FINDINGS, kind="finding", domain_id="workforce")


def parse(shown: display.Html) -> BeautifulSoup:
    return BeautifulSoup(shown.text, "html.parser")


def a_figure(**changes) -> display.Html:
    options = {"name": "a-figure", "caption": "What to look for."} | changes
    return display.figure(charts.certainty_units, WORKFORCE, **options)


def test_a_card_holds_the_claim_its_words_of_doubt_and_its_place():
    claims = nmc.select_findings(FINDINGS, finding_id="nmc-summary-workforce-07")
    card = parse(display.cards(claims)).article
    facts = {term.text: term.find_next("dd").text for term in card.find_all("dt")}
    claim = claims.iloc[0]
    assert card["id"] == claim["finding_id"]
    assert claim["statement"] in card.p.text
    assert facts["How sure"] == f"{claim['certainty']}: “{claim['hedge']}”"
    assert facts["Direction"] == "▬ negative"
    assert facts["Place"].endswith(f"Findings › Workforce, {claim['locator']} (printed in bold type)")
    assert card.find("a", class_="nmc-permalink")["href"] == f"#{claim['finding_id']}"


def test_every_claim_can_be_shown_and_says_how_sure_it_is():
    cards = parse(display.cards(EVERY)).find_all("article")
    assert [card["id"] for card in cards] == EVERY["finding_id"].tolist()
    for card, claim in zip(cards, EVERY.itertuples(), strict=True):
        assert ("How sure" in card.text) == (claim.kind != "guiding question")


def test_a_repeated_claim_links_to_its_first_place():
    repeated = FINDINGS[FINDINGS["same_as"].notna()].head(1)
    assert '../findings/delivery.html#nmc-summary-delivery-10"' in display.cards(repeated).text


def test_our_reading_is_marked_on_the_card():
    read = WORKFORCE.head(1).assign(domain_assigned_by="our reading")
    assert "Workforce (our reading, not the source's)" in parse(display.cards(read)).text


def test_a_change_of_a_row_changes_card_list_and_figure():
    changed = WORKFORCE.assign(statement="A new wording", hedge="perhaps")
    assert "A new wording" in display.cards(changed).text
    assert "“perhaps”" in display.statements(changed).text
    assert "“perhaps”" in display.figure(charts.certainty_units, changed, name="x", caption="C.").text


def test_text_is_escaped():
    nasty = WORKFORCE.head(1).assign(statement="<script>alert(1)</script> & more")
    for shown in (display.cards(nasty), display.statements(nasty)):
        assert "<script>" not in shown.text
        assert "&lt;script&gt;" in shown.text


def test_open_claims_are_listed_and_their_absence_is_said():
    management = nmc.select_findings(FINDINGS, domain_id="management")
    assert "not yet clear" in display.left_open(management).text
    none_open = display.left_open(nmc.select_findings(FINDINGS, domain_id="leadership")).text
    assert "No claim here is coded as limited" in none_open
    assert f" or {nmc.Evidence().codes_of('open')[-1]}." in none_open
    assert " and " not in none_open, (
        "no claim is coded as all of them: that any of them is missing must be said with 'or'"
    )


def test_a_figure_has_two_drawings_a_caption_words_and_a_table():
    page = parse(a_figure())
    assert page.figure["id"] == "a-figure"
    drawings = page.find_all("svg")
    assert len(drawings) == 2
    assert all(len(drawing["aria-label"].split()) > 20 for drawing in drawings)
    assert "Source: Summary of the five reviews (undated)." in page.figcaption.text
    assert f"Counted: {len(WORKFORCE)} claims." in page.figcaption.text
    assert len(page.find("tbody").find_all("tr")) == len(WORKFORCE)


def test_a_figure_is_the_same_every_time_and_loads_nothing():
    first = a_figure().text
    assert first == a_figure().text
    page = BeautifulSoup(first, "html.parser")
    assert page.find_all("script") == []
    assert "http" not in str(page).replace("http://www.w3.org/", "")


def test_ids_in_a_page_with_two_figures_are_unique():
    page = parse(a_figure() + a_figure(name="another"))
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_a_tile_leads_to_its_claims():
    claims = FINDINGS[FINDINGS["domain_id"].notna() & (FINDINGS["kind"] == "finding")]
    page = parse(display.figure(charts.evidence_map, claims, name="map", caption="C."))
    listed = page.find(id="map-workforce-suggested").find_all("a")
    assert [link["href"].split("#")[1] for link in listed] == ["nmc-summary-workforce-07", "nmc-summary-workforce-08"]
    targets = {link["href"] for link in page.svg.find_all("a")}
    assert "#map-workforce-suggested" in targets
    assert all(page.find(id=target[1:]) for target in targets)


@pytest.mark.parametrize(
    "draw",
    [
        functools.partial(charts.evidence_map, columns="direction", noun="row"),
        lambda frame, width: charts.evidence_map(frame, columns="direction", noun="row", width=width),
        lambda frame, **options: charts.evidence_map(frame, columns="direction", noun="row", name="other", **options),
    ],
)
def test_a_chart_function_that_is_wrapped_keeps_its_lists(draw):
    plain = display.figure(charts.evidence_map, WORKFORCE, name="map", caption="C.", columns="direction", noun="row")
    assert plain.text.count('href="#map-') > plain.text.count('<ul id="map-') > 0
    assert display.figure(draw, WORKFORCE, name="map", caption="C.", noun="row").text == plain.text


def test_a_map_of_rows_that_are_no_claims_has_tiles_and_no_lists():
    rows = WORKFORCE[["source_id", "domain_id", "certainty"]]
    page = parse(display.figure(charts.evidence_map, rows, name="map", caption="C."))
    assert len(page.find("tbody").find_all("tr")) > 1
    assert page.find(class_="nmc-tiles") is None
    assert not page.svg.find_all("a")


def test_a_figures_table_shows_no_pixels():
    effects = nmc.select_findings(nmc.load("effects"), unit="%")
    page = parse(display.figure(charts.reported_changes, effects, name="x", caption="C.", noun="figure"))
    heads = [head.text for head in page.find_all("th", scope="col")]
    assert heads == ["Effect id", "Measure", "Sites", "Change", "Sentence"]


def test_repeats_are_told_in_the_caption():
    both = nmc.select_findings(FINDINGS, kind="finding", domain_id=["delivery", "leadership"])
    shown = display.figure(charts.claims_by_direction, both, name="x", caption="C.").text
    assert f"Counted: {len(both)} claims, of which {len(both) - 2} are distinct" in shown


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "My figure"}, "'My figure' cannot be an anchor"),
        ({"caption": " "}, "the caption of 'a-figure' is empty"),
    ],
)
def test_a_figure_without_name_or_caption_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        a_figure(**changes)


def test_a_chart_without_words_is_refused():
    def wordless(frame, **options):
        return charts.certainty_units(frame, **options).properties(description="")

    with pytest.raises(ValueError, match="'x' has no description"):
        display.figure(wordless, WORKFORCE, name="x", caption="C.")


@pytest.mark.parametrize(
    "show",
    [
        display.cards,
        display.statements,
        lambda rows: display.figure(charts.certainty_units, rows, name="x", caption="C."),
    ],
)
def test_nothing_to_show_is_an_error(show):
    with pytest.raises(ValueError, match=r"no claim|no row"):
        show(WORKFORCE.iloc[:0])


def test_a_table_has_headers_both_ways_and_dashes_for_what_is_missing():
    frame = pd.DataFrame({"name": ["a", "b"], "some_value": [1, None]}, dtype="string")
    page = parse(display.table(frame, caption="Two rows", links={"name": ["#x", None]}))
    assert [head.text for head in page.find_all("th", scope="col")] == ["Name", "Some value"]
    assert [head.text for head in page.find_all("th", scope="row")] == ["a", "b"]
    assert page.find_all("td")[1].text == "–"
    assert [link["href"] for link in page.find_all("a")] == ["#x"]
    with pytest.raises(ValueError, match="caption is empty"):
        display.table(frame, caption="")


def test_an_unknown_reference_is_refused():
    with pytest.raises(ValueError, match=r"unknown reference 'who-2061'.*Did you mean 'who-2016'"):
        display.reference_list(["who-2061"])


def test_a_card_links_the_works_that_its_source_cites():
    cited = nmc.load_citations().dropna(subset=["finding_id", "cited_via"]).iloc[0]
    card = parse(display.cards(EVERY[EVERY["finding_id"] == cited["finding_id"]]))
    targets = [link["href"] for link in card.find_all("a")]
    assert f"../references/bibliography.html#reference-{cited['reference_id']}" in targets
    assert f"../references/bibliography.html#reference-{cited['cited_via']}" in targets


def test_a_second_place_stands_on_the_card():
    twice = EVERY[EVERY["also_at"].notna()].head(1)
    assert f"; also {twice['also_at'].item()}" in parse(display.cards(twice)).text


def test_a_published_list_says_what_it_says_and_what_it_prints():
    lists, items = nmc.load("frameworks"), nmc.load("framework_items")
    shown = parse(display.published_list("rapid-scan-evans-categories", lists, items))
    assert "says 14 and prints 0" in shown.text
    assert "does not print it in full" in shown.text
    with pytest.raises(ValueError, match="unknown framework_id 'evans'"):
        display.published_list("evans", lists, items)


def test_the_glossary_says_what_each_source_does_with_a_term():
    shown = display.glossary(nmc.load("glossary"), nmc.load("glossary_sources")).text
    assert "MCP poster only uses it" in shown
    assert "A term of this book" in shown
