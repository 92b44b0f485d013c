"""What the data say stays text: it neither breaks a page nor becomes part of its markup, whichever view shows it."""

import json
import re
from collections import Counter, defaultdict
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from IPython.core.formatters import DisplayFormatter
from sphinx.errors import ExtensionError

import nmc_evidence as nmc
import nmc_evidence.sphinx
from nmc_evidence import charts, display
from nmc_evidence.display import page, svg
from nmc_evidence.sphinx import files, kernel
from nmc_evidence.sphinx.figures import PieceRenderer

# Each breaks another way of putting text into a page: as a pattern's replacement, in a script, an attribute, a template
HOSTILE = [
    r"a \1 \g<0> \x backslash",
    "<!--<script> a comment that swallows a page",
    "</script></style><b>bold</b>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %} ${x} & &amp; &lt;",
    "one\u2028two\u2029three",
    'href="../findings/workforce.html" xlink:href="https://vega.github.io/vega-datasets/x" </article>',
]
FINDINGS = nmc.load_findings()
GAPS, GAP_CLAIMS = nmc.load("gaps"), nmc.load("gap_claims")
ITEMS = nmc.load("quiz_items").query("page == 'findings/workforce'")
OPTIONS = nmc.load("quiz_options")
WORKFORCE = nmc.select_findings(FINDINGS, kind="finding", section="Findings > Workforce").head(4)
BEHIND_GAPS = FINDINGS[FINDINGS["finding_id"].isin(GAP_CLAIMS["finding_id"])]
FREE = {  # columns that hold text of any kind, table by table
    "findings": ["statement", "hedge", "weight", "basis", "note", "locator", "section", "also_at", "emphasis", "theme"],
    "mechanisms": ["intervention", "mechanism", "note", "locator", "section"],
    "theories": ["heading", "statement", "note", "locator", "section", "read_by"],
    "gaps": ["label", "what_is_not_known", "note"],
    "items": ["stem"],
    "options": ["text", "feedback"],
    "questions": ["question"],
    "glossary": ["term", "definition", "note"],
    "glossary_sources": ["locator"],
    "frameworks": ["label", "author_printed", "note", "locator", "section"],
    "framework_items": ["label", "detail", "note"],
    "effects": ["programme", "measure", "sites", "note", "locator", "section"],
}


def with_text(frame: pd.DataFrame, table: str, text: str) -> pd.DataFrame:
    """Return a frame that says a text in every column that can hold any."""
    columns = [column for column in FREE[table] if column in frame and not frame[column].isna().all()]
    assert columns
    return frame.assign(
        **{column: frame[column].astype("string").where(frame[column].isna(), text) for column in columns}
    )


def figure(draw, frame, **options):
    return display.figure(draw, frame, name="a-figure", caption="What to look for.", **options)


def all_views(text: str | None) -> dict[str, display.Html]:
    """Return every view of rows, which say what they say or, wherever they can, the text."""

    def said(frame: pd.DataFrame, table: str) -> pd.DataFrame:
        return frame if text is None else with_text(frame, table, text)

    claims = said(WORKFORCE, "findings")
    questions = nmc.load("judge_questions").head(2)
    judged = FINDINGS[FINDINGS["finding_id"].isin(questions["finding_id"])]
    lists = nmc.load("frameworks").head(3)
    items = nmc.load("framework_items")
    return {
        "cards": display.cards(claims, within=FINDINGS),
        "statements": display.statements(claims, has_source=True),
        "left_open": display.left_open(claims.assign(certainty=pd.Categorical(["inconclusive"] * len(claims)))),
        "mechanism_cards": display.mechanism_cards(said(nmc.load("mechanisms").head(3), "mechanisms")),
        "theory_cards": display.theory_cards(said(nmc.load("programme_theories"), "theories")),
        "claim_map": display.claim_map(claims, name="map", gaps_page="gaps.html"),
        "claim_table": display.claim_table(claims, name="claims"),
        "certainty": figure(charts.certainty_units, claims),
        "direction": figure(charts.claims_by_direction, claims),
        "evidence_map": figure(charts.evidence_map, claims),
        "strands": figure(charts.mechanism_strands, said(nmc.load("mechanisms").head(3), "mechanisms"), noun="row"),
        "changes": figure(
            charts.reported_changes, said(nmc.select_findings(nmc.load("effects"), unit="%"), "effects"), noun="figure"
        ),
        "gap_sections": display.gap_sections(said(BEHIND_GAPS, "findings"), said(GAPS, "gaps"), GAP_CLAIMS),
        "wordings": display.wordings(claims),
        "quiz": display.quiz(
            said(ITEMS, "items"), said(nmc.load("quiz_options"), "options"), nmc.load("quiz_rests_on")
        ),
        "judge_first": display.judge_first(said(judged, "findings"), said(questions, "questions")),
        "glossary": display.glossary(
            said(nmc.load("glossary").head(3), "glossary"), said(nmc.load("glossary_sources"), "glossary_sources")
        ),
        "published_list": display.published_list(
            lists["framework_id"].iloc[0], said(lists, "frameworks"), said(items, "framework_items")
        ),
        "table": display.table(claims[["statement", "hedge"]], caption=text or "Claims", links={"hedge": ["#a"] * 4}),
        "folded": display.folded(display.table(claims[["statement"]], caption="Claims"), summary=text or "More"),
    }


def parsed(shown: str) -> BeautifulSoup:
    """Return a page as a browser reads it, with a sign behind what is shown."""
    return BeautifulSoup(f"<!DOCTYPE html><body><main>{shown}</main><footer>the end</footer>", "html5lib")


def shape(soup: BeautifulSoup) -> Counter:
    """Count the elements of a page by their place, but not the lines and marks that drawings wrap words into."""
    for drawing in soup.find_all("svg"):
        drawing.clear()
    return Counter(
        ">".join([*(parent.name for parent in reversed(list(tag.parents))), tag.name]) for tag in soup.find_all(True)
    )


def test_whatever_the_data_say_the_page_keeps_its_shape_and_the_text_its_letters():
    text, offenders = " ".join(HOSTILE), []
    usual = {name: shape(parsed(shown.text)) for name, shown in all_views(None).items()}
    for name, shown in all_views(text).items():
        soup = parsed(shown.text)
        words = " ".join(soup.get_text().split())
        for script in soup.find_all("script"):
            json.loads(script.string)
        if soup.footer is None or soup.footer.get_text() != "the end" or soup.find(["b", "img"]):
            offenders.append(f"{name}: the page is broken")
        elif " ".join(text.split()) not in words:
            offenders.append(f"{name}: the text is not what a reader sees")
        elif shape(soup) != usual[name]:
            offenders.append(f"{name}: {shape(soup) - usual[name]} more, {usual[name] - shape(soup)} fewer")
    assert offenders == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_drawing_says_what_the_data_say_and_stays_one_drawing(text):
    plain = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g id="a"/><text>words</text></svg>'
    drawing = svg.accessible(plain, "name", text)
    assert ElementTree.fromstring(drawing).get("aria-label") == text
    assert ElementTree.fromstring(svg.standalone(drawing)).get("aria-label") == text
    (found,) = parsed(drawing).find_all("svg")
    assert found["aria-label"] == text
    assert found.find("text").string == "words"


@pytest.mark.parametrize("text", HOSTILE)
def test_data_in_a_page_come_back_as_they_went_in(text):
    soup = parsed(f'<script type="application/json">{page.json_in_html({text: [text]})}</script>')
    assert json.loads(soup.script.string) == {text: [text]}
    assert soup.footer.get_text() == "the end"


def test_a_piece_reaches_the_build_as_it_was_through_a_notebook_file():
    claims = WORKFORCE
    piece = figure(charts.evidence_map, claims) + display.claim_map(claims, name="map") + display.Html("<p>Last.</p>")
    output = nbformat.v4.new_output("display_data", data=piece._repr_mimebundle_())
    cell = nbformat.v4.new_code_cell("", outputs=[output])
    text = nbformat.writes(nbformat.v4.new_notebook(cells=[cell]))  # with sorted keys, as the build's cache keeps it
    (kept,) = nbformat.reads(text, as_version=4).cells[0].outputs
    arrived = display.Html.from_bundle(kept.data[page.MIME])
    assert arrived.text == piece.text
    assert arrived.scripts == piece.scripts


# --- on the way into the book


def read_by_the_build(piece: display.Html, env: SimpleNamespace) -> nodes.raw:
    """Return what the build makes of an output on the page that it reads."""
    renderer = SimpleNamespace(renderer=SimpleNamespace(sphinx_env=env))
    data = SimpleNamespace(mime_type=page.MIME, content=piece._repr_mimebundle_()[page.MIME])
    (node,) = PieceRenderer.handle_mime(renderer, data, False)
    return node


def test_the_build_numbers_the_figures_of_a_page_and_leads_on_from_it():
    piece = figure(charts.certainty_units, WORKFORCE)
    env = SimpleNamespace(docname="book/findings/workforce", temp_data={})
    first, second = read_by_the_build(piece, env), read_by_the_build(piece, env)
    captions = [parsed(node.astext()).figcaption.get_text() for node in (first, second)]
    assert [caption.split(".")[0] for caption in captions] == ["Figure 1", "Figure 2"]
    assert 'href="../findings/workforce.html#nmc-summary-' in first.astext()
    assert 'href="../../figures/a-figure.csv"' in first.astext()
    at_the_root = read_by_the_build(piece, SimpleNamespace(docname="book/index", temp_data={}))
    assert "../findings/" not in at_the_root.astext()
    assert "../findings/" not in json.dumps(at_the_root["files"]["scripts"])
    assert 'href="findings/workforce.html#nmc-summary-' in at_the_root.astext()
    assert 'href="../figures/a-figure.csv"' in at_the_root.astext()


def test_the_build_writes_the_files_of_figures_and_tables(tmp_path):
    piece = figure(charts.certainty_units, WORKFORCE) + display.claim_table(WORKFORCE, name="claims")
    env = SimpleNamespace(docname="book/findings/workforce", temp_data={})
    document = nodes.container("", read_by_the_build(piece, env))
    app = SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=str(tmp_path))
    files.write_files(app, "book/findings/workforce", "page.html", {}, document)
    written = {path.name for path in (tmp_path / "figures").iterdir()}
    assert written == {"claims.js", *(f"a-figure.{suffix}" for suffix in ("js", "csv", "json", "svg", "png"))}
    cards = piece.scripts["claims"]["cards"]
    assert list(cards) == WORKFORCE["finding_id"].tolist()
    assert all(parsed(card).article.get("id") is None for card in cards.values())  # the row has it


def test_a_kernel_of_a_build_leaves_the_drawing_to_it_and_any_other_draws():
    piece, formatter = figure(charts.certainty_units, WORKFORCE), DisplayFormatter()
    shown, _ = formatter.format(piece)
    assert shown["text/html"].count("<svg") == 2
    kernel.load_ipython_extension(SimpleNamespace(display_formatter=formatter))
    shown, _ = formatter.format(piece)
    assert set(shown) == {page.MIME, "text/plain"}
    assert "text/html" in formatter.format(WORKFORCE)[0]


def test_this_package_is_among_the_renderers_of_the_build():
    (entry,) = entry_points(group="myst_nb.mime_renderers", name="nmc_evidence")
    assert entry.load() is PieceRenderer


def test_without_the_entry_point_the_build_stops_instead_of_leaving_pages_empty(monkeypatch):
    monkeypatch.setattr(nmc_evidence.sphinx, "entry_points", lambda **wanted: ())
    with pytest.raises(ExtensionError, match="install the package anew"):
        nmc_evidence.sphinx.setup(SimpleNamespace())


# --- names that templates, styles and scripts share

ROOT = Path(__file__).parents[1]
LANGUAGES = {".py": ["src", "tools"], ".html": ["src", "tools", "book/_templates"]}
LANGUAGES |= {suffix: ["src", "tools", "book/_static", "book/_templates"] for suffix in (".css", ".js")}
NO_CLASSES = {"nmc-evidence"}  # the name of the package


def names_in(text: str) -> set[str]:
    """Return the names of classes in a text; one that a template completes stands with its two ends."""
    text = text.replace("nmc-{{ kind }}", "nmc-wide nmc-narrow")
    return set(re.findall(r"(?<![\w-])nmc-[a-z]+(?:-[a-z]+)*(?![\w-])", text)) - NO_CLASSES


def test_names_that_several_languages_share_stand_in_one_list_and_no_other():
    used = defaultdict(set)
    for suffix, folders in LANGUAGES.items():
        for folder in folders:
            for path in (ROOT / folder).rglob(f"*{suffix}"):
                if "vendor" not in path.parts:
                    for name in names_in(path.read_text(encoding="utf-8")):
                        used[name].add(suffix)
    shared = {name for name, languages in used.items() if len(languages) > 1}
    listed = names_in((ROOT / "src/nmc_evidence/display/templates/README.md").read_text(encoding="utf-8"))
    assert sorted(shared - listed) == [], "shared, but not in the list"
    assert sorted(listed - shared) == [], "listed, but not shared"
