"""Addresses that readers may have kept still lead somewhere: pages, places in pages, files to take along."""

import re

import addresses
import pytest
from bs4 import BeautifulSoup

import nmc_evidence as nmc

# What went on purpose, with the reason and where its reader finds the same now
LEFT = {
    r"downloads/.+-executed\.ipynb": "the page shows the results; its one notebook to download has none",
}


def lost(listed: dict[str, set[str]], there: dict[str, set[str]]) -> list[str]:
    """Return the listed addresses that lead nowhere."""
    gone = [page for page in listed if page not in there]
    gone += [f"{page}#{place}" for page in listed if page in there for place in listed[page] - there[page]]
    return sorted(address for address in gone if not any(re.fullmatch(pattern, address) for pattern in LEFT))


def test_every_address_that_was_ever_published_still_leads_somewhere(built):
    found = lost(addresses.read_list(), addresses.addresses(built))
    assert found == [], f"{len(found)} addresses of tests/addresses.txt lead nowhere"


def test_no_claim_that_was_ever_published_has_gone():
    listed = addresses.read_list()["book/explore/all-claims.html"]
    sources = tuple(f"{source}-" for source in nmc.load_sources()["source_id"])
    claims = {place for place in listed if place.startswith(sources)}
    assert len(claims) > 800
    gone = claims - set(nmc.load_findings()["finding_id"])
    addresses_of = {f"book/explore/all-claims.html#{claim}" for claim in gone}
    assert sorted(one for one in addresses_of if not any(re.fullmatch(pattern, one) for pattern in LEFT)) == []


def test_every_decision_is_about_an_address_that_was_published():
    listed = addresses.read_list()
    published = [*listed, *(f"{page}#{place}" for page, places in listed.items() for place in places)]
    assert [one for one in LEFT if not any(re.fullmatch(one, address) for address in published)] == []


def test_the_list_holds_the_addresses_of_the_first_edition():
    listed = addresses.read_list()
    assert len(listed) > 400
    assert sum(map(len, listed.values())) > 3500


def test_an_address_that_is_lost_is_named():
    listed = {"a.html": {"x", "y"}, "b.html": {"z"}, "c.csv": set()}
    assert lost(listed, {"a.html": {"x", "new"}, "c.csv": set()}) == ["a.html#y", "b.html"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            '<div id="theme"></div><article class="bd-article"><p id="claim-01"></p><p id="id3"></p></article>',
            {"claim-01"},
        ),
        ('<main id="main"></main>', set()),
    ],
)
def test_places_are_the_ids_in_the_text_of_a_page(text, places):
    assert addresses.anchors(BeautifulSoup(text, "html.parser")) == places
