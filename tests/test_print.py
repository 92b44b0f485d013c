"""The book on paper: a chapter printed from the browser, and the pages joined for the PDF of the whole book."""

import re
from io import BytesIO

import build_pdf
import printing
import pytest
from bs4 import BeautifulSoup

import nmc_evidence as nmc

A4_WIDTH = round((210 - 2 * 15) / 25.4 * 96)  # in pixels, within the margins of print.css
ABOUT = {"title": "A & B", "description": "Two pages", "author": "Nobody", "version": "1", "language": "en-GB"}


def words(text: str) -> str:
    """Return a text without its white space, which a PDF sets as it likes."""
    return re.sub(r"\s+", "", text)


def printed(pdf: bytes) -> str:
    from pypdf import PdfReader

    return words("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


def page(anchor: str, body: str) -> str:
    """Write a page as the book's theme does, with all that does not belong on paper."""
    return (
        f'<html><body><nav><button>Menu</button></nav><article class="bd-article"><section id="{anchor}">'
        f'<h1>{anchor.capitalize()}<a class="headerlink" href="#{anchor}">#</a></h1>'
        '<div class="cell"><details class="above-input"><summary>Show</summary>'
        f'<div class="cell_input">code()</div></details></div>{body}</section></article></body></html>'
    )


def join(bodies: dict[str, str]) -> str:
    """Join pages, the first of which is the root and the rest the chapters of one part."""
    pages = {name: page(name.split("/")[-1], body) for name, body in bodies.items()}
    root, *chapters = pages
    return build_pdf.join_pages(pages, [("", [root]), ("Part", chapters)], ABOUT, "h1 { break-before: page; }")


def inner_problems(document: str) -> list[str]:
    """Return ids that occur twice and links that lead nowhere."""
    ids = re.findall(r'<[a-z][^>]* id="([^"]*)"', document)
    links = re.findall(r'<a\b[^>]* href="([^"]*)"', document)
    places = {f"#{name}" for name in ids} | {link for link in links if re.match(r"https?:|mailto:", link)}
    return [name for name in set(ids) if ids.count(name) > 1] + [link for link in links if link not in places]


# --- a chapter printed from the browser


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_printed_chapter_holds_cards_charts_and_folded_tables(built, chromium, colours):
    view = chromium.new_page(color_scheme=colours)
    view.goto((built / "book" / "findings" / "workforce.html").as_uri())
    assert view.locator(".nmc-figure details[open]").count() == 0
    text = printed(view.pdf(format="A4", prefer_css_page_size=True))
    claims = nmc.select_findings(nmc.load_findings(), page="findings/workforce")
    for claim in claims.itertuples():
        assert words(claim.statement) in text
        assert words(f"#{claim.finding_id}") in text
    assert words("Workforce: how sure is the source?") in text
    assert words("The data behind the figure.") in text
    assert words("Hedge") in text
    for screen_only in ("Show the code", "Search this book", "Skip to main content", "Next:Leadership"):
        assert words(screen_only) not in text.replace("Next:Leadership.", "")
    view.close()


def test_an_older_browser_unfolds_for_paper_what_it_cannot_print_folded_and_folds_it_again(built, chromium):
    """Take away the style that older browsers do not know, and leave what the script does."""
    view = chromium.new_page()

    def older(route) -> None:
        style = (built / "_static" / "print.css").read_text(encoding="utf-8")
        route.fulfill(body=style.replace("details::details-content", "details::older"), content_type="text/css")

    view.route("**/print.css*", older)
    view.goto((built / "book" / "findings" / "workforce.html").as_uri())
    view.wait_for_selector(".nmc-quiz[data-live=yes]")
    view.locator(".nmc-figure details > summary").first.click()
    opened = view.locator("details[open]").count()
    text = printed(view.pdf(format="A4", prefer_css_page_size=True))
    assert words("The data behind the figure.") in text
    items = nmc.select_findings(nmc.load("quiz_items"), page="findings/workforce")["item_id"]
    options = nmc.load("quiz_options")
    for feedback in options.loc[options["item_id"].isin(items), "feedback"]:
        assert words(feedback) in text
    assert words("Show the code") not in text
    assert view.locator("details[open]").count() == opened == 1
    view.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_paper_is_black_on_white(built, chromium, colours):
    view = chromium.new_page(color_scheme=colours)
    view.goto((built / "book" / "findings" / "workforce.html").as_uri())
    view.emulate_media(media="print", color_scheme=colours)
    colour = "name => getComputedStyle(document.querySelector(name)).color"
    for place in ("article p", "article h2", "article a", ".nmc-card dd", ".nmc-table td"):
        assert view.evaluate(colour, place) == "rgb(0, 0, 0)", place
    background = "name => getComputedStyle(document.querySelector(name)).backgroundColor"
    assert view.evaluate(background, "html") == "rgb(255, 255, 255)"
    assert view.evaluate(background, "body") == "rgba(0, 0, 0, 0)"
    view.close()


def test_nothing_is_cut_at_the_right_edge_of_a_sheet(built, chromium):
    view = chromium.new_page(viewport={"width": A4_WIDTH, "height": 1000}, java_script_enabled=False)
    view.emulate_media(media="print")
    for path in sorted((built / "book").rglob("*.html")):
        view.goto(path.as_uri())
        too_wide = view.evaluate(
            "width => [...document.querySelectorAll('main *')]"
            ".filter(part => !part.closest('svg') && part.getBoundingClientRect().right > width + 1)"
            ".map(part => part.tagName + ' ' + part.className + ' ' + part.textContent.slice(0, 60))",
            A4_WIDTH,
        )
        assert too_wide == [], path.name
    view.close()


def test_addresses_of_outside_links_are_printed(built, chromium, tmp_path):
    style = (built / "_static" / "print.css").as_uri()
    sheet = tmp_path / "sheet.html"
    sheet.write_text(
        f'<link rel="stylesheet" href="{style}"><main><a href="https://example.org/there">There</a></main>'
    )
    view = chromium.new_page()
    view.goto(sheet.as_uri())
    assert "There(https://example.org/there)" in printed(view.pdf())
    view.close()


# --- the whole book


def test_joined_pages_keep_their_anchors_and_links():
    document = join(
        {
            "book/index": '<p>See <a class="reference" href="part/one.html">one</a>.</p>',
            "book/part/one": '<h2 id="discuss">Discuss</h2><a href="two.html#claim-01">claim</a>'
            '<a href="#discuss">x</a>',
            "book/part/two": '<article class="nmc-card" id="claim-01">A claim.'
            '<a class="nmc-permalink" href="#claim-01">#</a></article><h2 id="discuss">Discuss</h2>'
            '<a href="../index.html">home</a><a href="#discuss">x</a><a href="https://example.org/">out</a>',
        }
    )
    assert inner_problems(document) == []
    joined = BeautifulSoup(document, "html.parser")
    assert joined.find(id="claim-01").name == "article"
    assert joined.find("a", string="claim")["href"] == "#claim-01"
    assert [link["href"] for link in joined.find_all("a", string="x")] == ["#discuss", "#page-part-two--discuss"]
    assert joined.find("a", string="home")["href"] == "#page-index"
    assert joined.find("a", string="out")["href"] == "https://example.org/"


def test_joined_pages_are_unfolded_and_without_code_and_buttons():
    document = join(
        {
            "book/index": "<p>Text</p>",
            "book/part/one": "<details><summary>More</summary>Folded</details><figure>"
            '<div class="nmc-wide"><svg viewBox="0 0 1 2"></svg></div>'
            '<div class="nmc-narrow"><svg viewBox="0 0 1 2"></svg></div></figure>',
        }
    )
    joined = BeautifulSoup(document, "html.parser")
    assert [folded.has_attr("open") for folded in joined.find_all("details")] == [True]
    assert not joined.select("button, .cell_input, .headerlink, .nmc-narrow")
    assert 'viewBox="0 0 1 2"' in document
    assert [heading.text for heading in joined.find_all("h1")] == ["A & B", "Contents", "First page", "Part"]
    assert joined.h2.text == "One"


def test_a_link_to_nowhere_stops_the_joining():
    with pytest.raises(ValueError, match=r"book/part/one: the link to 'gone.html#x'"):
        join({"book/index": "", "book/part/one": '<a href="gone.html#x">gone</a>'})


def test_numbers_of_sheets_are_filled_in():
    joined = join({"book/index": "", "book/part/one": ""})
    filled = build_pdf.fill_in_sheets(joined, {"page-part-one": 7})
    assert '<span class="pdf-page" data-of="page-part-one">7</span>' in filled


def test_a_missing_browser_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match="Install Chromium or Chrome"):
        printing.find_browser()


def test_a_small_book_is_printed_with_outline_numbers_and_metadata_and_no_path(chromium, tmp_path):
    from pypdf import PdfReader

    joined = tmp_path / "joined.html"
    bodies = {"book/index": '<p><a href="part/one.html">one</a></p>', "book/part/one": "<p>The end.</p>"}
    pdf = printing.describe(build_pdf.print_book(join(bodies), joined, chromium), ABOUT)
    assert 'data-of="page-part-one">4<' in joined.read_text(encoding="utf-8")
    assert printing.foreign_parts(pdf) == []
    reader = PdfReader(BytesIO(pdf))
    assert reader.metadata.title == "A & B"
    assert reader.root_object["/Lang"] == "en-GB"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == [
        "A & B",
        "Contents",
        "First page",
        "Part",
    ]
    assert str(tmp_path).encode() not in pdf


def test_a_link_to_a_file_is_found_in_a_pdf(chromium, tmp_path):
    sheet = tmp_path / "sheet.html"
    sheet.write_text('<a href="other.html">other</a>')
    assert printing.foreign_parts(printing.print_document(sheet, chromium)) == [(tmp_path / "other.html").as_uri()]


def test_the_whole_book_joins_without_a_loose_end(built):
    joined = build_pdf.join_book()
    assert inner_problems(joined) == []
    for anchor in nmc.load_findings()["finding_id"]:
        assert f'id="{anchor}"' in joined
    assert joined.count('class="pdf-chapter"') == len(list((built / "book").rglob("*.html")))
    assert not re.search(r"<(script|link|img|button)\b", joined)
    assert "file://" not in joined
    assert str(build_pdf.ROOT) not in joined
