"""What a reader does with the pages: charts, the map, the table of claims, the glossary, with and without a mouse."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from pybtex.database import parse_string
from test_browser import serve

import nmc_evidence as nmc

FINDINGS = nmc.load_findings()
WIDE = {"width": 1280, "height": 900}
STYLE = (Path(__file__).parents[1] / "src" / "nmc_evidence" / "assets" / "nmc.css").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def site(built) -> Iterator[str]:
    yield from serve(built)


@pytest.fixture
def page(chromium) -> Iterator:
    context = chromium.new_context(viewport=WIDE, accept_downloads=True)
    yield context.new_page()
    context.close()


def open_map(page, site: str, view: str = "") -> None:
    page.goto("about:blank")
    page.goto(f"{site}/book/explore/evidence-map.html{view}")
    page.wait_for_selector("section.nmc-map[data-live=yes]")


def open_table(page, site: str, view: str = "") -> None:
    page.goto("about:blank")
    page.goto(f"{site}/book/explore/all-claims.html{view}")
    page.wait_for_selector("section.nmc-explorer[data-live=yes]")


def counts_of_map(page) -> dict[str, int]:
    """Return the number in each tile that shows one."""
    tiles = page.locator(".nmc-tilemap button").all()
    shown = {tile.get_attribute("data-cell"): tile.text_content() for tile in tiles}
    return {cell: int(text) for cell, text in shown.items() if text.isdigit()}


def counts_of_data(findings: pd.DataFrame, rows: str, columns: str) -> dict[str, int]:
    """Return what the map should count."""
    keys = findings[[rows, columns]].astype("string").fillna("none").agg("|".join, axis=1)
    return keys.value_counts().to_dict()


def status(page) -> int:
    return int(re.match(r"\d+", page.locator("#main-content .nmc-status").text_content())[0])


# --- charts


def test_a_chart_is_visible_and_whole_without_scripts(chromium, site):
    context = chromium.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/book/findings/workforce.html")
    drawing = page.locator("#workforce-certainty .nmc-wide svg")
    assert drawing.bounding_box()["height"] > 200
    assert drawing.locator("[role=graphics-symbol]").count() >= 14
    page.locator("#workforce-certainty summary").first.click()
    assert page.locator("#workforce-certainty tbody tr").first.is_visible()
    assert (
        page.locator("a.nmc-term").first.get_attribute("href").startswith("../../book/references/glossary.html#term-")
    )
    context.close()


def test_a_chart_comes_alive_where_it_stands_and_its_marks_speak_and_lead_to_claims(page, site):
    page.goto(f"{site}/book/findings/workforce.html")
    page.add_style_tag(content="* { animation: none !important }")
    drawing = page.locator("#workforce-certainty .nmc-wide")
    before = page.evaluate("document.documentElement.scrollHeight")
    box = drawing.bounding_box()
    drawing.scroll_into_view_if_needed()
    page.wait_for_selector("#workforce-certainty .nmc-wide[data-live=yes]")
    assert drawing.locator("svg").count() == 1
    assert drawing.bounding_box()["height"] == pytest.approx(box["height"], abs=1)
    assert page.evaluate("document.documentElement.scrollHeight") == pytest.approx(before, abs=1)
    mark = drawing.locator("[role=graphics-symbol]").first
    mark.hover()
    assert page.locator(".nmc-tip").text_content() == mark.get_attribute("aria-label")
    page.keyboard.press("Escape")
    assert page.locator(".nmc-tip").is_hidden()
    mark.click()
    page.wait_for_url("**/workforce.html#nmc-summary-workforce-*")


def middle_of(mark) -> tuple[float, float]:
    box = mark.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize(("width", "kind"), [(1280, "nmc-wide"), (390, "nmc-narrow")])
def test_a_tile_speaks_and_leads_where_its_number_stands_and_an_empty_one_does_not_pretend_to(page, site, width, kind):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/book/index.html")
    drawing = page.locator(f"#summary-at-a-glance .{kind}")
    drawing.scroll_into_view_if_needed()
    page.wait_for_selector(f"#summary-at-a-glance .{kind}[data-live=yes]")
    cursor = "([x, y]) => getComputedStyle(document.elementFromPoint(x, y)).cursor"
    for counted, wanted in ((": 0 claims", False), (": 14 claims", True)):
        tile = drawing.locator(f"[role=graphics-symbol][aria-label$='{counted}']").first
        tile.scroll_into_view_if_needed()
        page.mouse.move(*middle_of(tile))
        assert page.locator(".nmc-tip").text_content() == tile.get_attribute("aria-label")
        assert (page.evaluate(cursor, middle_of(tile)) == "pointer") == wanted
    page.mouse.click(*middle_of(tile))
    page.wait_for_url("**#summary-at-a-glance-*")
    page.wait_for_timeout(500)
    heading = page.locator("details[open]:has(> :target) > summary")
    assert heading.text_content() == tile.get_attribute("aria-label")
    bar = page.locator(".bd-header-article").bounding_box()
    assert heading.bounding_box()["y"] >= bar["y"] + bar["height"], "the heading of the list stands behind the bar"


def test_only_what_does_something_has_the_cursor_of_a_link(page, site):
    """Look at every element of pages of each kind, and at the styles of what the pointer is on."""
    stray = """() => [...document.querySelectorAll("main *")]
      .filter((one) => getComputedStyle(one).cursor === "pointer" && one.checkVisibility())
      .filter((one) => !one.closest("a[href], button, summary, label, select, input, [role=button]"))
      .filter((one) => !one.closest("[data-live] thead th"))
      .map((one) => one.outerHTML.slice(0, 80))"""
    hovered = [rule for rule in STYLE.split("}") if ":hover" in rule and "cursor" in rule]
    found = {}
    for name in ("index", "findings/workforce", "explore/all-claims", "explore/evidence-map", "explore/judge-it-first"):
        page.goto(f"{site}/book/{name}.html")
        page.wait_for_function("() => [...document.querySelectorAll('.nmc-explorer')].every((one) => one.dataset.live)")
        found[name] = page.evaluate(stray)
    assert {name: strays for name, strays in found.items() if strays} == {}
    assert hovered == []


def test_the_files_of_a_figure_are_there_and_describe_each_other(page, site):
    page.goto(f"{site}/book/findings/workforce.html")
    figure = page.locator("#workforce-certainty")
    figure.locator(".nmc-take summary").click()
    addresses = [link.evaluate("link => link.href") for link in figure.locator("a.nmc-file").all()]
    answers = {address.rsplit(".", 1)[1]: page.request.get(address) for address in addresses}
    assert set(answers) == {"csv", "json", "svg", "png"}
    table = pd.read_csv(io.BytesIO(answers["csv"].body()))
    about = answers["json"].json()
    assert table.columns.tolist() == [field["name"] for field in about["schema"]["fields"]]
    assert all(field["description"] for field in about["schema"]["fields"])
    workforce = nmc.select_findings(FINDINGS, kind="finding", section="Findings > Workforce")
    assert set(table["finding_id"]) == set(workforce["finding_id"])
    assert about["licenses"][0]["name"] == "CC-BY-4.0"
    assert "undated" in about["sources"][0]["title"]
    assert answers["png"].body().startswith(b"\x89PNG")
    assert b"<svg" in answers["svg"].body()
    assert "figure “workforce-certainty”" in figure.locator(".nmc-take").text_content()


# --- the map of claims


@pytest.mark.parametrize(
    ("rows", "columns"), [("domain_id", "certainty"), ("outcome_id", "source_id"), ("source_id", "direction")]
)
def test_the_map_counts_what_the_data_hold(page, site, rows, columns):
    open_map(page, site, f"#map?rows={rows}&columns={columns}")
    stated = nmc.select_findings(FINDINGS, kind="finding")
    assert counts_of_map(page) == counts_of_data(stated, rows, columns)
    assert status(page) == len(stated)


def test_the_map_tells_two_kinds_of_empty_apart(page, site):
    open_map(page, site, "#map?rows=domain_id&columns=source_id")
    empty = nmc.empty_tiles(FINDINGS, rows="domain_id", columns="source_id")
    silent = empty[empty["emptiness"] == "no finding"]
    spoken_of = {f"{row.domain_id}|{row.source_id}" for row in silent.itertuples()}
    shown = page.locator(".nmc-tilemap button", has_text="○").all()
    with_domain = {tile.get_attribute("data-cell") for tile in shown}
    assert {cell for cell in with_domain if not cell.startswith("none")} == spoken_of
    silent = page.locator(".nmc-tilemap td a", has_text="–")
    assert silent.count() == (empty["emptiness"] == "not covered").sum()
    label = silent.first.get_attribute("aria-label")
    silent.first.click()
    heading = page.locator(f"section[id='{page.url.split('#')[1]}'] h3")
    assert heading.text_content().strip() == label.split(",")[0]


def test_a_tile_opens_its_claims_and_each_leads_to_its_card(page, site):
    open_map(page, site)
    page.locator('button[data-cell="workforce|suggested"]').click()
    claims = nmc.select_findings(FINDINGS, kind="finding", domain_id="workforce", certainty="suggested")
    opened = page.locator(".nmc-opened > ul > li a")
    assert sorted(opened.all_text_contents()) == sorted(claims["statement"])
    opened.first.click()
    card = page.locator(f"article[id='{page.url.split('#')[1]}']")
    assert card.is_visible()


def test_filters_and_the_honesty_switch_leave_what_they_say(page, site):
    open_map(page, site)
    stated = nmc.select_findings(FINDINGS, kind="finding")
    page.locator(".nmc-filters summary", has_text="Source").click()
    page.locator("input[name=source_id][value=rapid-scan]").uncheck()
    rest = stated[stated["source_id"] != "rapid-scan"]
    assert counts_of_map(page) == counts_of_data(rest, "domain_id", "certainty")
    page.locator("input[name=hide][value=opinion]").check()
    rest = rest[rest["certainty"] != "opinion"]
    assert counts_of_map(page) == counts_of_data(rest, "domain_id", "certainty")
    page.locator("input[name=hide][value=ours]").check()
    rest = rest[rest["domain_assigned_by"] != "our reading"]
    assert counts_of_map(page) == counts_of_data(rest, "domain_id", "certainty")
    page.locator("input[name=honest]").check()
    assert page.locator("input[name=hide]:checked").count() == 4
    rest = rest[rest["certainty"] != "suggested"]
    keys = rest[["domain_id", "certainty"]].astype("string").fillna("none").agg("|".join, axis=1)
    sources = rest.groupby(keys)["source_id"].nunique()
    rest = rest[keys.isin(sources[sources > 1].index)]
    assert counts_of_map(page) == counts_of_data(rest, "domain_id", "certainty")
    page.locator(".nmc-reset").click()
    assert counts_of_map(page) == counts_of_data(stated, "domain_id", "certainty")
    assert "?" not in page.url


def test_the_address_of_a_view_brings_it_back(page, site):
    open_map(page, site)
    page.select_option("select[name=rows]", "outcome_id")
    page.locator("input[name=hide][value=suggested]").check()
    page.locator('button[data-cell="patient_experience|some evidence"]').click()
    address, counts = page.url, counts_of_map(page)
    opened = page.locator(".nmc-opened").text_content()
    open_map(page, site, "#" + address.split("#")[1])
    assert page.input_value("select[name=rows]") == "outcome_id"
    assert counts_of_map(page) == counts
    assert page.locator(".nmc-opened").text_content() == opened


def test_the_map_works_with_the_keyboard_alone(page, site):
    open_map(page, site)
    page.locator("select[name=rows]").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        cell = page.evaluate("document.activeElement.dataset.cell")
        if cell:
            break
    assert cell == "design|stated plainly"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "nmc-opened"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "A"
    page.keyboard.press("Escape")
    assert page.locator(".nmc-opened").is_hidden()
    assert page.evaluate("document.activeElement.dataset.cell") == cell


def test_the_map_says_all_without_scripts(chromium, site):
    context = chromium.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/book/explore/evidence-map.html")
    assert page.locator(".nmc-controls").is_hidden()
    stated = nmc.select_findings(FINDINGS, kind="finding")
    numbers = [int(text) for text in page.locator(".nmc-tilemap td").all_text_contents() if text.isdigit()]
    assert sum(numbers) == len(stated)
    page.locator("summary", has_text="All claims of the map").click()
    assert page.locator(".nmc-claims li").first.is_visible()
    context.close()


# --- the table of all claims


def test_the_table_can_be_searched_filtered_and_sorted(page, site):
    open_table(page, site)
    form = page.locator(".nmc-explorer form")
    form.locator("select[name=certainty]").select_option("inconclusive")
    unsettled = FINDINGS[FINDINGS["certainty"] == "inconclusive"]
    assert status(page) == len(unsettled)
    form.locator("select[name=source_id]").select_option("nmc-summary")
    assert status(page) == (unsettled["source_id"] == "nmc-summary").sum()
    form.locator(".nmc-reset").click()
    form.locator("input[name=q]").fill("governance arrangements")
    words = ("governance", "arrangements")
    fitting = page.locator(".nmc-explorer tbody tr:visible").all_text_contents()
    assert fitting
    assert all(word in text.lower() for text in fitting for word in words)
    form.locator("input[name=q]").fill("")
    page.locator(".nmc-explorer thead th", has_text="Kind").click()
    page.wait_for_selector(".nmc-explorer th[aria-sort=ascending]")
    kinds = page.locator(".nmc-explorer tbody tr td:last-child").all_text_contents()
    assert kinds == sorted(kinds)


def test_a_claim_has_an_address_in_the_table_at_which_its_card_is_open(page, site):
    claim = FINDINGS.iloc[600]
    open_table(page, site, f"#{claim['finding_id']}")
    row = page.locator(f"tr[id='{claim['finding_id']}']")
    assert row.is_visible()
    card = page.locator(".nmc-card-row article")
    assert claim["statement"] in card.text_content()
    assert claim["locator"] in card.text_content()


def test_what_is_shown_can_be_taken_along(page, site):
    open_table(page, site, "#claims?certainty=some+evidence")
    wanted = FINDINGS[FINDINGS["certainty"] == "some evidence"]

    def take(form: str) -> str:
        with page.expect_download() as download:
            page.locator(f"button[data-export={form}]").click()
        return download.value.path().read_text(encoding="utf-8")

    claims = pd.read_csv(io.StringIO(take("csv")))
    assert claims.columns.tolist() == FINDINGS.columns.tolist()
    assert claims["finding_id"].tolist() == wanted["finding_id"].tolist()
    assert claims["statement"].tolist() == wanted["statement"].tolist()
    sources = nmc.load_sources().set_index("source_id")["reference_id"]
    cited = nmc.load_citations()
    works = set(sources[wanted["source_id"].unique()])
    works |= set(cited.loc[cited["finding_id"].isin(wanted["finding_id"]), "reference_id"])
    assert set(parse_string(take("bib"), "bibtex").entries) == works
    ris = take("ris")
    assert {line[6:] for line in ris.splitlines() if line.startswith("ID  - ")} == works
    assert ris.count("TY  - ") == ris.count("ER  - ") == len(works)


def test_the_table_works_with_the_keyboard_alone(page, site):
    open_table(page, site)
    page.locator(".nmc-explorer input[name=q]").focus()
    page.keyboard.type("care co-ordinator")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "nmc-open":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".nmc-card-row article")
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    opened = page.locator("tr:has(.nmc-open[aria-expanded=true])").get_attribute("id")
    page.wait_for_url(f"**#claims?q=care+co-ordinator&open={opened}")


def test_the_whole_table_stands_there_without_scripts(chromium, site):
    context = chromium.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/book/explore/all-claims.html#{FINDINGS.iloc[-1]['finding_id']}")
    assert page.locator(".nmc-explorer tbody tr").count() == len(FINDINGS)
    context.close()


# --- glossary, dark mode, cards


def test_a_term_shows_its_definition_on_focus_and_hover_and_escape_hides_it(page, site):
    page.goto(f"{site}/book/findings/workforce.html")
    term = page.locator("a.nmc-term", has_text="care co-ordinator").first
    definition = page.locator("#nmc-definition")
    glossary = nmc.load("glossary").set_index("term_id")["definition"]
    term.focus()
    definition.wait_for(state="visible")
    assert definition.text_content() == glossary["care-co-ordinator"]
    assert term.get_attribute("aria-describedby") == "nmc-definition"
    page.keyboard.press("Escape")
    assert definition.is_hidden()
    term.hover()
    definition.wait_for(state="visible")
    definition.hover()
    assert definition.is_visible()
    page.mouse.move(5, 400)
    definition.wait_for(state="hidden")


def test_each_term_is_linked_once_in_a_page_and_never_inside_a_control_or_a_heading(page, site):
    page.goto(f"{site}/book/findings/leadership.html")
    targets = [link.get_attribute("href") for link in page.locator("a.nmc-term").all()]
    assert targets
    assert len(targets) == len(set(targets))
    assert page.locator(":is(h1, h2, h3, summary, button, th, svg, pre, caption) a.nmc-term").count() == 0


def test_dark_mode_darkens_the_page_and_keeps_the_drawings_legible(chromium, site):
    context = chromium.new_context(viewport=WIDE, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{site}/book/findings/workforce.html")
    ground = "one => getComputedStyle(one).backgroundColor"
    assert page.locator("body").evaluate(ground) != "rgb(255, 255, 255)"
    assert page.locator("#workforce-certainty .nmc-wide").evaluate(ground) == "rgb(255, 255, 255)"
    context.close()


def test_the_first_tab_stop_skips_to_the_main_part(page, site):
    page.goto(f"{site}/book/findings/workforce.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main-content")


@pytest.mark.parametrize("from_folder", [False, True])
def test_the_search_finds_claims_on_a_server_and_from_a_folder(page, site, built, from_folder):
    heard = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    start = (built / "search.html").as_uri() if from_folder else f"{site}/search.html"
    page.goto(f"{start}?q=boundaries+co-ordinator")
    page.locator("#search-results", has_text="Search finished").wait_for()
    assert "Workforce" in page.locator("#search-results li").all_inner_texts()[0]
    assert heard == []
