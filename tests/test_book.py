"""The built book: whole, self-contained, linked, and never stale; and the gate that guards it."""

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote, urlsplit

import first_cell
import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup
from cases import each
from two_pages import build

import nmc_evidence as nmc
from nmc_evidence import schema

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "book").rglob("*.ipynb"))
TEXTS = sorted((ROOT / "book").rglob("*.md"))
SHAPES = {  # the fixed headings of a chapter on the summary, and of one on the other sources
    "How sure is the source?": [
        "What you will learn",
        "Key messages",
        "How sure is the source?",
        "The findings",
        "What other sources say",
        "What the source leaves open or warns of",
        "Check yourself",
        "Take away and discuss",
    ],
    "How sure are the sources?": [
        "What you will learn",
        "How sure are the sources?",
        "The claims",
        "What the sources leave open or warn of",
        "Check yourself",
        "Take away and discuss",
    ],
}
EVIDENCE_CHAPTERS = [path for path in NOTEBOOKS if "display.left_open" in path.read_text(encoding="utf-8")]


def toc_entries() -> list[str]:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return [toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]


@pytest.fixture(scope="session")
def pages(page_files: list[Path]) -> dict[Path, BeautifulSoup]:
    return {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in page_files}


# --- the sources of the book


def test_jupyter_book_is_version_1():
    assert version("jupyter-book").startswith("1.")


def test_the_contents_list_every_page_and_no_other():
    entries = {ROOT / entry for entry in toc_entries()}
    assert entries == {path.with_suffix("") for path in [*NOTEBOOKS, *TEXTS]}


@each("path", NOTEBOOKS)
def test_notebooks_are_committed_in_one_form_without_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    assert path.read_text(encoding="utf-8") == nbformat.writes(notebook) + "\n"
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec == {"display_name": "Python 3", "language": "python", "name": "python3"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    for cell in first_cell.without(notebook.cells):
        if cell.cell_type == "code":
            folded = cell.metadata.get("tags") == ["hide-input"]
            assert folded or path.parent.name == "exercises"  # whose code is there to be changed


@each("path", [*NOTEBOOKS, *TEXTS])
def test_no_number_is_typed_into_prose(path):
    if path.suffix == ".ipynb":
        prose = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    else:
        prose = [re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)]
    for text in prose:
        named = text.replace("CC BY 4.0", "").replace("Guidelines, version 2.2", "")  # names, not figures of ours
        versions = r"(?:Chrome and Edge|Safari|Chromium) \d+(?: and \d+)?|both of \d{4}"  # of browsers
        named = re.sub(versions, "", named)
        if path.parent.name == "exercises":
            named = re.sub(r"Minutes: \d+\.", "", named)  # printed from the head of the exercise
        plain = re.sub(r"^\d+\. ", "", named, flags=re.MULTILINE)
        assert not re.search(r"\d|per cent|%", plain), plain


@each("path", EVIDENCE_CHAPTERS)
def test_evidence_chapters_have_one_shape(path):
    cells = nbformat.read(path, as_version=4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    (shape,) = [shape for name, shape in SHAPES.items() if name in headings]
    assert [heading for heading in headings if heading in shape] == shape
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    for call in ("display.figure", "display.cards", "display.left_open"):
        assert call in code
    own_page = f'("{path.parent.name}/{path.stem}")'  # where they stand, and in which order, is a test of the lessons
    for call in ("display.lesson_header", "display.lesson_footer"):
        assert call + own_page in code


def test_findings_outcomes_measuring_and_lessons_are_evidence_chapters():
    parts = {"findings", "outcomes", "measuring", "lessons"}
    assert {path for path in NOTEBOOKS if path.parent.name in parts and path.stem != "overview"} <= set(
        EVIDENCE_CHAPTERS
    )


@each("path", NOTEBOOKS)
def test_notebooks_hold_plain_markdown_and_no_path(path):
    for cell in first_cell.without(nbformat.read(path, as_version=4).cells):  # that one may name the project's address
        assert not re.search(r"^:::|^```\{|\{\w+\}`", cell.source, re.MULTILINE)
        assert not re.search(r"read_csv|\bopen\(|https?://", cell.source)


# --- the built pages


def test_every_entry_of_the_contents_became_a_page(built):
    for entry in toc_entries():
        assert (built / f"{entry}.html").is_file(), entry


def test_no_page_loads_anything_from_another_host(built, pages):
    for path, page in pages.items():
        for tag in page.find_all(["script", "link", "img", "iframe", "source", "video", "audio", "object", "embed"]):
            for attribute in ("src", "href", "srcset", "data"):
                assert not re.match(r"(https?:)?//", tag.get(attribute, "")), f"{path.name}: {tag}"
        for script in page.find_all("script", type=lambda kind: kind != "application/ld+json"):  # that is no code
            assert "://" not in (script.string or ""), f"{path.name}: {script.string}"
        for styled in [*page.find_all("style"), *page.find_all(style=True)]:
            assert not re.search(r"url\(\s*['\"]?(https?:)?//", styled.get("style") or styled.string or "")
    for sheet in built.rglob("*.css"):
        assert not re.search(r"(url\(\s*['\"]?|@import\s+['\"])(https?:)?//", sheet.read_text(encoding="utf-8")), sheet


def test_internal_links_and_anchors_resolve(pages):
    anchors = {
        path: {tag["id"] for tag in page.find_all(id=True)}
        | {tag["name"] for tag in page.find_all("a", attrs={"name": True})}
        for path, page in pages.items()
    }
    broken = []
    for path, page in pages.items():
        for link in page.find_all("a", href=True):
            parts = urlsplit(link["href"])
            if parts.scheme or parts.netloc or link["href"] in {"#", ""}:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file() or (
                parts.fragment and target in anchors and unquote(parts.fragment) not in anchors[target]
            ):
                broken.append(f"{path.name} -> {link['href']}")
    assert broken == []


@each(
    "table, key",
    [
        ("findings", "finding_id"),
        ("mechanisms", "mechanism_id"),
        ("programme_theories", "theory_id"),
        ("frameworks", "framework_id"),
        ("effects", "effect_id"),
        ("timescales", "timescale_id"),
        ("events", "event_id"),
        ("gaps", "gap_id"),
    ],
)
def test_every_row_has_its_place_on_its_page(built, pages, table, key):
    anchors = {path: {tag["id"]: tag.name for tag in page.find_all(id=True)} for path, page in pages.items()}
    for row in nmc.load(table).itertuples():
        place = anchors[built / "book" / f"{row.page}.html"].get(getattr(row, key))
        assert place in {"article", "tr", "p"}, f"{getattr(row, key)} has no place on {row.page}"


def test_cards_print_what_the_data_hold(built, pages):
    cards = {
        (path, card["id"]): card for path, page in pages.items() for card in page.find_all("article", class_="nmc-card")
    }
    for row in nmc.load_findings().itertuples():
        card = cards[built / "book" / f"{row.page}.html", row.finding_id]
        assert row.statement in card.text
        if isinstance(row.hedge, str):
            assert f"“{row.hedge}”" in card.text


def test_ids_are_unique_within_a_page(pages):
    for path, page in pages.items():
        ids = [
            tag["id"] for tag in page.find_all(id=True) if tag["id"].startswith(("nmc-", "mcp-", "term-", "reference-"))
        ]
        ids += [tag["id"] for tag in page.select("figure [id], figure[id]")]
        assert len(ids) == len(set(ids)), path.name
        headings = {tag["id"] for tag in page.select("section[id]")}
        assert headings.isdisjoint(ids), f"{path.name}: a heading has the anchor of a figure or a row"


def test_every_figure_has_words_a_caption_and_a_table(pages):
    figures = [
        (path, figure) for path, page in pages.items() for figure in page.find_all("figure", class_="nmc-figure")
    ]
    assert len(figures) >= len(EVIDENCE_CHAPTERS)
    for path, figure in figures:
        assert all(len(drawing["aria-label"]) > 60 for drawing in figure.find_all("svg")), path.name
        assert re.search(r"Sources?: .+\. Counted: \d+ ", figure.figcaption.text), path.name
        assert figure.find("table").caption.text


def test_names_of_figures_are_unique_in_the_book(pages):
    names = [figure["id"] for page in pages.values() for figure in page.find_all("figure", class_="nmc-figure")]
    assert len(names) == len(set(names))


def test_every_table_of_the_data_is_in_the_dictionary(built, pages):
    page = pages[built / "book" / "references" / "data-dictionary.html"]
    for table in nmc.table_names():
        section = page.find(id=f"table-{table}")
        assert schema.get_table(table)["description"] in section.text
        for column in nmc.data_dictionary(table)["meaning"]:
            assert column in section.text


def test_every_public_function_is_in_the_api_reference(built, pages):
    page = pages[built / "book" / "references" / "api.html"]
    described = {tag["id"].split(".")[-1] for tag in page.find_all("dt", id=True)}
    described |= {tag["id"].removeprefix("module-nmc_evidence.") for tag in page.find_all(id=True)}  # of whole modules
    assert set(nmc.__all__) - described == set()


def test_every_page_has_one_first_heading_and_a_language(built, pages):
    for entry in toc_entries():
        page = pages[built / f"{entry}.html"]
        assert len(page.select("article.bd-article h1")) == 1, entry
        assert page.html["lang"] == "en-GB"


def test_nothing_of_the_machine_is_in_the_pages(built):
    for path in built.rglob("*.html"):
        assert str(ROOT) not in path.read_text(encoding="utf-8"), path.name


# --- the gate: a small book of its own, built by the same tool


def test_a_failing_cell_stops_the_build_every_time_and_stops_nbval(small_book):
    path = small_book / "book" / "findings" / "management.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("findings\nnmc.select_findings(findings, domain_id='managment')"))
    number = sum(cell.cell_type == "code" for cell in notebook.cells)
    nbformat.write(notebook, path)
    for _ in range(2):
        built = build(small_book)
        assert built.returncode != 0
        said = built.stdout + built.stderr
        place = f"book/findings/management.ipynb, cell {number} of code, line 2: nmc.select_findings("
        assert place in said
        assert "unknown domain_id 'managment'" in said
        assert re.search(r"To run just this notebook: \S*jupyter execute book/findings/management\.ipynb", said)
    nbval = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval-lax", "-p", "no:cacheprovider", str(path)],
        check=False,
        capture_output=True,
        text=True,
        cwd=small_book,
    )
    assert nbval.returncode == 1
    assert "1 failed" in nbval.stdout


def test_a_broken_link_stops_the_build_every_time(small_book):
    page = small_book / "book" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[gone](gone.md)\n", encoding="utf-8")
    for _ in range(2):
        built = build(small_book)
        assert built.returncode != 0
        assert "gone.md" in built.stdout + built.stderr


def test_edits_of_data_package_and_text_reach_the_page(small_book):
    assert build(small_book).returncode == 0
    page = small_book / "_build" / "html" / "book" / "findings" / "management.html"
    before = page.read_text(encoding="utf-8")

    data = small_book / "data" / "findings.csv"
    statement = "Physical co-location of staff supported integration."
    assert statement in before
    data.write_text(
        data.read_text(encoding="utf-8").replace(statement, "A new statement stands here."), encoding="utf-8"
    )
    assert build(small_book).returncode == 0
    assert "A new statement stands here." in page.read_text(encoding="utf-8")

    module = small_book / "src" / "nmc_evidence" / "display" / "cards.py"
    module.write_text(module.read_text(encoding="utf-8").replace('"How sure"', '"How certain"'), encoding="utf-8")
    assert build(small_book).returncode == 0
    assert "<dt>How certain</dt>" in page.read_text(encoding="utf-8")

    def executions() -> dict[Path, int]:
        return {
            path: path.stat().st_mtime_ns for path in (small_book / "_build" / ".jupyter_cache").rglob("base.ipynb")
        }

    executed = executions()
    (small_book / "book" / "index.md").write_text("# A small book\n\nOther text.\n", encoding="utf-8")
    assert build(small_book).returncode == 0
    assert "Other text." in (small_book / "_build" / "html" / "book" / "index.html").read_text(encoding="utf-8")
    assert executed
    assert executions() == executed, "an edit of text executed the notebooks again"
