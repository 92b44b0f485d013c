"""Each built page as a whole: its one first heading, its landmarks, and what it says of itself to machines."""

import json
from pathlib import Path
from types import SimpleNamespace

import book_pages
import pytest
import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[1]
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
FIRST_PAGE = "book/index.html"
DATA_PAGE = "book/references/data-dictionary.html"
MADE_PAGES = {"404.html", "index.html", "search.html", "genindex.html", "py-modindex.html"}  # not from a text of ours

BARE_PAGES = {"404.html", "index.html"}  # they only lead on


@pytest.fixture(scope="module")
def pages(built: Path, page_files: list[Path]) -> dict[str, BeautifulSoup]:
    """Return every built page under its address."""
    return {
        path.relative_to(built).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in page_files
    }


def named(page: BeautifulSoup, name: str) -> str:
    """Return the one content of a meta tag."""
    (tag,) = page.head.find_all("meta", attrs={"name": name}) or page.head.find_all("meta", property=name)
    return tag["content"]


def structured_data(page: BeautifulSoup) -> list[dict]:
    return [json.loads(script.string) for script in page.find_all("script", type="application/ld+json")]


# --- headings and landmarks


def test_nothing_but_pages_is_called_a_page(pages):
    assert {address for address in pages if not address.startswith("book/")} == MADE_PAGES


def test_every_page_has_one_first_heading_a_title_and_a_language(pages):
    for address, page in pages.items():
        (heading,) = page.find_all("h1")
        words = heading.find(string=True, recursive=False).strip()
        assert words, address
        assert page.title.text.replace("’", "'").startswith(words.replace("’", "'")), address
        assert page.html["lang"] == CONFIG["sphinx"]["config"]["language"]


def test_titles_of_pages_are_unique(pages):
    titles = [page.title.text for address, page in pages.items() if address != "index.html"]
    assert len(titles) == len(set(titles))


def test_every_page_has_its_landmarks_once_each(pages):
    for address, page in pages.items():
        (main,) = page.find_all("main")
        if address in BARE_PAGES:
            continue
        assert main.h1, address
        banners = [tag for tag in page.find_all("header") if not tag.find_parent(["main", "article", "section"])]
        assert len(banners) == 1, address
        assert banners[0].find("a", class_="navbar-brand")
        footers = [tag for tag in page.find_all("footer") if not tag.find_parent(["main", "article", "section"])]
        assert len(footers) == 1, address
        assert CONFIG["author"] in footers[0].text
        (contents,) = page.select("#pst-primary-sidebar nav")
        assert contents["aria-label"]


def test_the_skip_link_comes_first_and_leads_to_the_main_part(pages):
    for address, page in pages.items():
        if address not in BARE_PAGES:
            first = page.body.find(["a", "button", "input"])
            assert first["href"] == "#main-content", address
            assert page.find(id="main-content").name == "main"


def test_the_contents_mark_the_page_that_is_open(pages):
    for address, page in pages.items():
        if address not in MADE_PAGES:
            (current,) = page.select("#pst-primary-sidebar nav [aria-current=page]")
            assert current["href"] == "#", address


def test_no_summary_holds_a_block_and_every_caption_stands_at_an_end(pages):
    for address, page in pages.items():
        assert page.select("summary p") == [], address
        for caption in page.find_all("figcaption"):
            siblings = caption.parent.find_all(True, recursive=False)
            assert caption in (siblings[0], siblings[-1]), address


def test_the_first_page_of_the_site_leads_to_the_book(built, pages):
    page = pages["index.html"]
    assert page.find("meta", attrs={"http-equiv": "refresh"})["content"] == f"0; url={FIRST_PAGE}"
    assert page.a["href"] == FIRST_PAGE
    assert (built / FIRST_PAGE).is_file()


# --- what a page says of itself


def test_every_page_has_a_short_plain_description_of_its_own(pages):
    descriptions = {address: named(page, "description") for address, page in pages.items()}
    for address, description in descriptions.items():
        assert 30 < len(description) <= 200, f"{address}: {description}"
        assert "<" not in description
        assert description == " ".join(description.split())
    assert len(set(descriptions.values())) == len(descriptions)


def test_descriptions_are_the_beginning_of_the_text(pages):
    for address, page in pages.items():
        if address not in MADE_PAGES:
            text = " ".join(page.find("article", class_="bd-article").text.split())
            assert named(page, "description").removesuffix(" …") in text, address


def test_every_page_carries_open_graph_tags(pages):
    for address, page in pages.items():
        assert named(page, "og:description") == named(page, "description")
        assert named(page, "og:title") in page.title.text, address
        assert named(page, "og:type") in {"website", "article"}
        assert named(page, "og:site_name") == CONFIG["title"]
        assert named(page, "og:locale") == "en_GB"


def test_no_page_claims_an_address_before_there_is_one(pages):
    assert "html_baseurl" not in CONFIG["sphinx"]["config"], "test og:url and og:image now"
    for page in pages.values():
        assert page.find("meta", property=["og:url", "og:image"]) is None
        assert page.find("link", rel="canonical") is None


def test_chapters_are_learning_resources_of_the_book(pages):
    chapters = [address for address in pages if address not in {*MADE_PAGES, FIRST_PAGE, DATA_PAGE}]
    for address in chapters:
        (data,) = structured_data(pages[address])
        assert data["@context"] == "https://schema.org"
        assert data["@type"] == "LearningResource"
        assert data["name"] == named(pages[address], "og:title")
        assert data["description"] == named(pages[address], "description")
        assert data["inLanguage"] == "en-GB"
        assert data["license"] == LICENCE
        assert data["isAccessibleForFree"] is True
        assert data["learningResourceType"] == ("reference" if "/references/" in address else "chapter")
        assert data["educationalUse"]
        assert data["creator"] == {"name": CONFIG["author"]}
        assert data["isPartOf"] == {"@type": "Book", "name": CONFIG["title"], "author": data["creator"]}


def test_the_first_page_is_the_book_and_made_pages_are_nothing(pages):
    (data,) = structured_data(pages[FIRST_PAGE])
    assert (data["@type"], data["name"]) == ("Book", CONFIG["title"])
    assert all(structured_data(pages[address]) == [] for address in MADE_PAGES)


def test_the_data_dictionary_is_a_dataset_as_its_package_says(pages):
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    (data,) = structured_data(pages[DATA_PAGE])
    assert data["@type"] == "Dataset"
    assert (data["name"], data["description"]) == (package["title"], package["description"])
    assert data["license"] == LICENCE
    assert {table["name"]: table["variableMeasured"] for table in data["hasPart"]} == {
        table["title"]: [field["name"] for field in table["schema"]["fields"]] for table in package["resources"]
    }


def test_structured_data_name_no_host_but_the_vocabulary_and_the_licence(pages):
    for address, page in pages.items():
        for script in page.find_all("script", type="application/ld+json"):
            rest = script.string.replace('"https://schema.org"', "").replace(f'"{LICENCE}"', "")
            assert "://" not in rest, address


# --- the extension that writes it


def test_an_address_and_a_picture_are_named_once_the_book_has_an_address():
    config = SimpleNamespace(
        html_title="A book",
        author="Somebody",
        language="en-GB",
        root_doc="book/index",
        html_baseurl="https://books.example/care/",
        nmc_social_image="_static/card.png",
    )
    app = SimpleNamespace(config=config, builder=SimpleNamespace(get_target_uri=lambda name: f"{name}.html"))
    context = {}
    book_pages.add_words_for_machines(app, "search", "search.html", context, None)
    assert '<meta property="og:url" content="https://books.example/care/search.html" />' in context["metatags"]
    assert '<meta property="og:image" content="https://books.example/care/_static/card.png" />' in context["metatags"]


def test_descriptions_are_cut_after_a_word():
    assert book_pages.shortened("One  two\nthree", 20) == "One two three"
    assert book_pages.shortened("One two, three", 11) == "One two …"


def test_nothing_in_a_text_can_end_the_structured_data(monkeypatch):
    monkeypatch.setattr(book_pages, "structured_data", lambda *_: {"name": "</script>"})
    config = SimpleNamespace(html_title="", language="en-GB", root_doc="", html_baseurl="")
    context = {}
    book_pages.add_words_for_machines(SimpleNamespace(config=config), "search", "", context, None)
    assert context["metatags"].count("</script>") == 1


def test_the_sitemap_names_every_page_in_full():
    text = book_pages.sitemap("https://books.example/care/", ["book/index.html", "book/a&b.html"])
    assert "<loc>https://books.example/care/book/index.html</loc>" in text
    assert "a&amp;b.html" in text


def test_the_search_leads_to_chapters_and_not_to_pages_that_repeat_all_claims(built):
    text = (built / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))

    def found(page: str) -> int:
        number = index["docnames"].index(page)
        return sum(number in (places if isinstance(places, list) else [places]) for places in index["terms"].values())

    assert found("book/findings/workforce") > 100
    assert {page: found(page) for page in CONFIG["sphinx"]["config"]["nmc_not_searched"] if found(page)} == {}
