"""Addresses of the table and the map: one for all that a reader sees, and an answer in words to one that is damaged."""

import re
from collections.abc import Iterator

import pytest
from test_browser import serve
from test_views import FINDINGS, WIDE, open_map, open_table, status

import nmc_evidence as nmc

TRUST = FINDINGS[FINDINGS["statement"].str.contains("trust", case=False)]
FINDING = FINDINGS.iloc[600]["finding_id"]


@pytest.fixture(scope="module")
def site(built) -> Iterator[str]:
    yield from serve(built)


@pytest.fixture
def page(chromium) -> Iterator:
    """Return a page on which no script may stop."""
    context = chromium.new_context(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"])
    shown, heard = context.new_page(), []
    shown.on("pageerror", lambda error: heard.append(str(error)))
    shown.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    yield shown
    context.close()
    assert heard == []


def rows_of(page) -> list[str]:
    return page.locator(".nmc-explorer tbody tr[id]").evaluate_all("all => all.map((row) => row.id)")


def open_cards(page) -> list[str]:
    return page.locator("tr:has(.nmc-open[aria-expanded=true])").evaluate_all("all => all.map((row) => row.id)")


def words_of(page) -> str:
    """Return what the status line says beside the number of claims."""
    return re.sub(r"^\d+ claims? shown of \d+\.", "", page.locator("#main-content .nmc-status").text_content()).strip()


def follow(page, address: str) -> None:
    """Go to another address of the page that is open, and let its scripts answer."""
    page.evaluate("address => { location.hash = address }", address)
    page.wait_for_timeout(300)


def search(page, words: str) -> None:
    page.locator(".nmc-explorer input[name=q]").fill(words)


# --- one address for the whole view


def test_a_card_that_is_opened_and_closed_leaves_filter_and_order_in_the_address(page, site):
    open_table(page, site)
    search(page, "trust")
    page.locator(".nmc-explorer select[name=kind]").select_option("finding")
    page.locator(".nmc-explorer thead th", has_text="How sure").click()
    page.wait_for_selector(".nmc-explorer th[aria-sort=ascending]")
    page.locator(".nmc-explorer thead th", has_text="How sure").click()
    page.wait_for_selector(".nmc-explorer th[aria-sort=descending]")
    page.locator(".nmc-open").nth(3).click()
    page.wait_for_selector(".nmc-card-row article")
    seen = (status(page), rows_of(page), open_cards(page))
    assert 1 < seen[0] < len(FINDINGS)
    assert seen[2] == [seen[1][3]]
    address = page.url
    page.reload()
    page.wait_for_selector("section.nmc-explorer[data-live=yes]")
    assert (status(page), rows_of(page), open_cards(page)) == seen
    assert page.input_value(".nmc-explorer input[name=q]") == "trust"
    page.locator(".nmc-card-row article a.nmc-permalink, tr:has(.nmc-open[aria-expanded=true]) th a").first.click()
    page.wait_for_url(lambda url: "all-claims" not in url)
    page.go_back()
    page.wait_for_selector("section.nmc-explorer[data-live=yes]")
    assert page.url == address
    assert (status(page), rows_of(page), open_cards(page)) == seen
    page.locator(".nmc-open[aria-expanded=true]").click()
    page.locator(".nmc-copy").click()
    page.locator(".nmc-copy", has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url
    open_table(page, site, "#" + copied.split("#")[1])
    assert (status(page), rows_of(page), open_cards(page)) == (seen[0], seen[1], [])


def test_several_cards_and_the_page_of_the_table_are_kept(page, site):
    open_table(page, site)
    page.locator(".dt-paging button", has_text="3").first.click()
    for place in (0, 2):
        page.locator(".nmc-open").nth(place).click()
    page.locator(".nmc-card-row article").nth(1).wait_for()
    seen = (rows_of(page), open_cards(page))
    assert len(seen[1]) == 2
    page.reload()
    page.wait_for_selector("section.nmc-explorer[data-live=yes]")
    assert (rows_of(page), open_cards(page)) == seen


def test_a_link_within_the_page_leaves_the_view_alone(page, site):
    for start, query in ((open_table, "#claims?q=trust"), (open_map, "#map?hide=suggested")):
        start(page, site, query)
        before = status(page)
        assert before < len(nmc.select_findings(FINDINGS, kind="finding"))
        page.evaluate("location.hash = '#main-content'")
        page.wait_for_timeout(200)
        assert status(page) == before
        page.locator("#main-content .nmc-copy").click()
        assert page.url.endswith(query)


@pytest.mark.parametrize("address", [f"#{FINDING}", f"#claims?open={FINDING}", f"#claims%3Fopen%3D{FINDING}"])
def test_the_address_of_a_claim_opens_its_card(page, site, address):
    open_table(page, site, address)
    assert open_cards(page) == [FINDING]
    assert page.locator(f"tr[id='{FINDING}']").is_visible()
    assert words_of(page) == ""


# --- encoded, damaged, foreign


def test_the_table_understands_an_address_that_a_mailer_encoded(page, site):
    open_table(page, site, "#claims%3Fq%3Dtrust")
    assert len(TRUST) <= status(page) < len(FINDINGS)
    wanted = {"number": status(page), "words": ""}
    for address in (
        "#claims?q=trust",
        "#claims%3fq=trust",
        "#claims?q%3Dtrust",
        "#claims%3Fq%3Dtrust%26certainty%3D",
        "#claims?sort=-kind&amp;q=trust",
    ):
        follow(page, "#")
        assert status(page) == len(FINDINGS)
        follow(page, address)
        assert {"number": status(page), "words": words_of(page)} == wanted, address


def test_the_map_understands_an_address_that_a_mailer_encoded(page, site):
    open_map(page, site)
    for address in ("#map?source_id=nmc-summary", "#map%3Fsource_id%3Dnmc-summary", "#map%3Fsource_id=nmc-summary"):
        follow(page, "#")
        follow(page, address)
        stated = nmc.select_findings(FINDINGS, kind="finding", source_id="nmc-summary")
        assert (status(page), words_of(page)) == (len(stated), "")
    follow(page, "#map%3Ftile%3Dworkforce%257Csuggested")
    assert page.locator(".nmc-opened").is_visible()


NO_CLAIM = "This address names no claim of the book: "
NOT_IN_TABLE = "This address asks for something that the table does not have: "


TABLE_ANSWERS = {
    "#100%": f"{NO_CLAIM}“100%”.",
    "#%": f"{NO_CLAIM}“%”.",
    "#%E0%A4%A": f"{NO_CLAIM}“%E0%A4%A”.",
    f"#{FINDING}.": f"{NO_CLAIM}“{FINDING}.”.",
    "#kf-nothing-99": f"{NO_CLAIM}“kf-nothing-99”.",
    "#constructor": f"{NO_CLAIM}“constructor”.",
    "#<b>'\"": f"{NO_CLAIM}“<b>'\"”.",
    "#map?rows=domain_id": f"{NO_CLAIM}“map”.",
    "#claims?open=kf-nothing-99": f"{NO_CLAIM}“kf-nothing-99”.",
    "#claims?certainty=quite": f"{NOT_IN_TABLE}“certainty=quite”.",
    "#claims?sort=beauty&page=0": f"{NOT_IN_TABLE}“sort=beauty”, “page=0”.",
    "#claims?a%22b'=1": f"{NOT_IN_TABLE}“a\"b'=1”.",
    "#claims?page=99999": "",
}


def test_the_table_answers_a_damaged_address_in_words_and_shows_all(page, site):
    open_table(page, site, "#100%")
    box = page.locator("#main-content .nmc-status").bounding_box()
    assert 60 < box["y"] < WIDE["height"], "the answer is out of sight"
    answers = {}
    for address in TABLE_ANSWERS:
        follow(page, address)
        answers[address] = words_of(page)
        assert status(page) == len(FINDINGS), address
    assert answers == TABLE_ANSWERS
    search(page, "governance")
    assert 0 < status(page) < len(FINDINGS)
    assert words_of(page) == ""


def test_the_table_takes_a_percent_sign_in_a_search_as_it_stands(page, site):
    open_table(page, site, "#claims?q=50%")
    assert page.input_value(".nmc-explorer input[name=q]") == "50%"
    assert status(page) < len(FINDINGS)
    search(page, "50 % & more?")
    page.reload()
    page.wait_for_selector("section.nmc-explorer[data-live=yes]")
    assert page.input_value(".nmc-explorer input[name=q]") == "50 % & more?"


def test_a_card_that_the_filter_leaves_out_is_named(page, site):
    absent = FINDINGS[FINDINGS["kind"] != "finding"]["finding_id"].iloc[0]
    open_table(page, site, f"#claims?kind=finding&open={absent}")
    assert words_of(page) == f"The filter of this address leaves out the claim that it opens: “{absent}”."
    assert status(page) == (FINDINGS["kind"] == "finding").sum()


NO_PLACE = "This address names nothing in this page: "
NOT_IN_MAP = "This address asks for something that the map does not have: "


MAP_ANSWERS = {
    "#100%": f"{NO_PLACE}“100%”.",
    "#claims?q=trust": f"{NO_PLACE}“claims”.",
    "#map?rows=constructor": f"{NOT_IN_MAP}“rows=constructor”.",
    "#map?tile=constructor": f"{NOT_IN_MAP}“tile=constructor”.",
    "#map?tile=nowhere%7Csuggested": f"{NOT_IN_MAP}“tile=nowhere|suggested”.",
    "#map?certainty=quite": f"{NOT_IN_MAP}“certainty=quite”.",
    "#map?a%22b'=1&hide=x": f"{NOT_IN_MAP}“a\"b'=1”, “hide=x”.",
}


def test_the_map_answers_a_damaged_address_in_words_and_shows_its_first_state(page, site):
    open_map(page, site, "#100%")
    answers = {}
    for address in MAP_ANSWERS:
        follow(page, address)
        answers[address] = words_of(page)
        assert status(page) == len(nmc.select_findings(FINDINGS, kind="finding")), address
    assert answers == MAP_ANSWERS
    page.select_option("select[name=rows]", "outcome_id")
    assert words_of(page) == ""
    assert "rows=outcome_id" in page.url


def test_a_map_never_crosses_a_column_with_itself(page, site):
    open_map(page, site, "#map?rows=certainty")
    assert page.input_value("select[name=rows]") == "certainty"
    assert page.input_value("select[name=columns]") != "certainty"
    follow(page, "#map?rows=source_id&columns=source_id")
    assert page.input_value("select[name=columns]") == "source_id"
    assert words_of(page) == f"{NOT_IN_MAP}“rows=source_id”."


@pytest.mark.parametrize("name", ["book/index", "book/findings/workforce", "book/references/glossary", "search"])
def test_no_page_stops_at_a_damaged_address(page, site, name):
    for address in ("#100%", "#%E0%A4%A", "#'\"<b>"):
        page.goto("about:blank")
        page.goto(f"{site}/{name}.html{address}")
        page.wait_for_function("() => window.nmc && document.readyState === 'complete'")
