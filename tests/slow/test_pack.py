"""The pack for trainers: complete, sound, readable without a network, and without a solution for learners."""

import hashlib
import re
import runpy
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import build_pack
import nbformat
import pack_cards
import pack_handouts
import pack_notebooks
import pack_pages
import printing
import pytest
from test_exercises import search_for_solutions

import nmc_evidence as nmc

ROOT = Path(__file__).parents[2]
SCREENS = {"wide": {"width": 1280, "height": 720}, "narrow": {"width": 390, "height": 844}}
TOPICS = pack_handouts.topics()
PLANS = nmc.load("session_plans")["plan_id"].tolist()
TEXTS = {
    ".html",
    ".js",
    ".json",
    ".ipynb",
    ".txt",
    ".csv",
    ".py",
    ".css",
    ".md",
    ".svg",
    ".bib",
    ".po",
    ".sha256",
    ".webmanifest",
}


@pytest.fixture(scope="session")
def packed(built, chromium, tmp_path_factory) -> Path:
    """Make the pack once, and return its zip."""
    return build_pack.build(tmp_path_factory.mktemp("pack"), chromium)


@pytest.fixture(scope="session")
def pack(packed, tmp_path_factory) -> Path:
    """Unpack the zip as a trainer does, and return the folder in it."""
    with zipfile.ZipFile(packed) as made:
        made.extractall(out := tmp_path_factory.mktemp("unpacked"))
    (folder,) = out.iterdir()
    return folder


def pdf_pages(path: Path) -> list[str]:
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(path).pages]


def words(text: str) -> str:
    """Return a text without its white space, which pages and PDFs set as they like."""
    return re.sub(r"\s+", "", text)


# --- the whole


def test_every_kind_of_thing_is_in_the_pack(pack):
    assert {path.name for path in (pack / "handouts").iterdir()} == {
        f"{topic.name}.{suffix}" for topic in TOPICS for suffix in ("html", "pdf")
    }
    assert {path.name for path in (pack / "plans").iterdir()} == {
        f"{plan}.{suffix}" for plan in PLANS for suffix in ("html", "pdf")
    }
    assert {path.name for path in (pack / "cards").iterdir()} == {"claim-cards.html", "claim-cards.pdf"}
    assert {path.suffix for path in (pack / "install").iterdir()} == {".txt", ".whl"}
    assert (pack / "start.html").is_file()


def test_what_plans_use_from_the_pack_is_in_it():
    """Each kind of material says in which folder it is."""
    meanings = nmc.schema.value_meanings("session_steps", "material")["meaning"]
    assert len(meanings)
    assert set(meanings.str.extract(r", in the folder (\S+)$")[0]) <= set(build_pack.FOLDERS)


def test_the_copy_of_the_book_is_the_built_book(pack, built):
    for path in built.rglob("*"):
        if path.is_file():
            assert (pack / "book" / path.relative_to(built)).read_bytes() == path.read_bytes()


def test_every_file_has_its_checksum(pack):
    listed = dict(reversed(line.split("  ", 1)) for line in (pack / "checksums.sha256").read_text().splitlines())
    there = {path.relative_to(pack).as_posix(): path for path in pack.rglob("*") if path.is_file()}
    del there["checksums.sha256"]
    assert listed == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()}


def test_a_file_that_is_damaged_or_missing_is_named(pack, tmp_path):
    copy = tmp_path / "pack"
    shutil.copytree(pack, copy, ignore=shutil.ignore_patterns("book"))
    listed = (copy / "checksums.sha256").read_text().splitlines(keepends=True)
    (copy / "checksums.sha256").write_text("".join(line for line in listed if "  book/" not in line))
    check = [sys.executable, "verify.py"]
    assert subprocess.run(check, cwd=copy, capture_output=True, check=True).stdout
    (copy / "handouts" / "design.pdf").write_bytes(b"%PDF")
    (copy / "start.html").unlink()
    done = subprocess.run(check, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert sorted(done.stderr.splitlines()) == ["changed: handouts/design.pdf", "missing: start.html"]
    assert sorted(runpy.run_path(str(copy / "verify.py"))["problems"](copy)) == sorted(done.stderr.splitlines())


def test_a_link_to_nowhere_is_found(tmp_path):
    (tmp_path / "one.html").write_text('<a href="two.html#here">x</a><a href="#gone">x</a><a href="three.html">x</a>')
    (tmp_path / "two.html").write_text('<p id="here">Here.</p>')
    assert pack_pages.dead_links(tmp_path) == ["one.html: #gone", "one.html: three.html"]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("[a](one.html) [b](gone.ipynb#x)")])
    nbformat.write(made, tmp_path / "page.ipynb")
    assert pack_notebooks.dead_links(tmp_path) == ["page.ipynb: gone.ipynb#x"]


def test_the_zip_and_the_pages_are_the_same_every_time(packed, chromium, tmp_path):
    folder = packed.with_suffix("") if packed.with_suffix("").is_dir() else packed.parent / packed.stem
    build_pack.write_zip(folder, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()
    pack_cards.write_cards(tmp_path, chromium)
    for name in ("claim-cards.html", "claim-cards.pdf"):
        assert (tmp_path / name).read_bytes() == (folder / "cards" / name).read_bytes()
    build_pack.write_installation(tmp_path)
    for path in (folder / "install").iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()


def test_no_solution_is_outside_the_trainers_notebooks(pack):
    files = [path for path in pack.rglob("*") if path.is_file() and pack / "notebooks" / "trainer" not in path.parents]
    texts = [(str(path), path.read_text(encoding="utf-8")) for path in files if path.suffix in TEXTS]
    texts += [(str(path), "\n".join(pdf_pages(path))) for path in files if path.suffix == ".pdf"]
    for wheel in pack.rglob("nmc_evidence-*.whl"):
        with zipfile.ZipFile(wheel) as made:
            texts += [(f"{wheel.name}: {name}", made.read(name).decode()) for name in made.namelist()]
    of_others = {".whl", ".wasm", ".zip"}  # Python for the browser and its packages
    unread = {path.suffix for path in files} - TEXTS - {".pdf"} - of_others
    assert unread <= {".png", ".inv", ".woff", ".woff2", ".ttf", ".gif", ".ico", ".buildinfo", ".map", ".mo", ""}
    found, is_thorough = search_for_solutions(texts)
    assert found == []
    assert is_thorough, "the search does not even find what learners get"


def test_the_search_finds_the_solutions_in_the_trainers_notebooks(pack):
    folder = pack / "notebooks" / "trainer" / "exercises"
    found, _ = search_for_solutions((path.name, path.read_text(encoding="utf-8")) for path in folder.glob("*.ipynb"))
    assert found


def test_nothing_names_this_machine(pack):
    for path in pack.rglob("*"):
        if path.is_file():
            assert str(ROOT).encode() not in path.read_bytes(), path.name
    for path in pack.rglob("*.pdf"):
        assert printing.foreign_parts(path.read_bytes()) == []


# --- pages


def problems(browser, path: Path, pack: Path, screen: str, *, axe: bool = True) -> list[str]:
    """Open a page from the folder and list what is wrong with it."""
    from axe_playwright_python.sync_playwright import Axe

    heard = []
    page = browser.new_page(viewport=SCREENS[screen])
    page.on(
        "console", lambda said: heard.append(f"console: {said.text}") if said.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on("request", lambda asked: heard.append(f"loads {asked.url}") if asked.url != path.as_uri() else None)
    page.goto(path.as_uri())
    room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    found = [*heard, *([f"scrolls sideways: {room}"] if room[0] > room[1] else [])]
    if axe:
        for violation in Axe().run(page).response["violations"]:
            found.append(f"axe: {violation['id']}: {[node['target'] for node in violation['nodes']][:3]}")
    page.close()
    return found


def test_every_page_is_one_file_with_a_policy_and_loads_nothing(pack, chromium):
    pages = [path for path in pack.rglob("*.html") if pack / "book" not in path.parents]
    assert len(pages) == 1 + len(TOPICS) + 1 + len(PLANS)
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert text.count('http-equiv="Content-Security-Policy"') == 1, path.name
        assert "default-src 'none'" in text
        assert problems(chromium, path, pack, "wide", axe=False) == [], path.name


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("page", ["start", "handouts/design", "cards/claim-cards", f"plans/{PLANS[0]}"])
def test_pages_are_accessible_on_every_screen(pack, chromium, page, screen):
    assert problems(chromium, pack / f"{page}.html", pack, screen) == []


def test_a_page_that_loads_something_or_is_not_accessible_is_found(pack, chromium, tmp_path):
    page = tmp_path / "page.html"
    page.write_text('<html lang="en"><title>x</title><main><h1>x</h1><img src="gone.png"></main>')
    found = problems(chromium, page, tmp_path, "wide")
    assert any(line.startswith("loads file:") for line in found)
    assert any(line.startswith("axe: image-alt") for line in found)


def test_the_start_page_says_what_there_is(pack):
    start = (pack / "start.html").read_text(encoding="utf-8")
    for name in build_pack.FOLDERS:
        assert f"<h3>{name}</h3>" in start
    (wheel,) = (pack / "install").glob("*.whl")
    assert f"install/{wheel.name}" in start
    assert nmc.schema.read_descriptor()["created"][:10] in start
    assert ("JupyterLite, which runs" in start) == (pack / "book" / "lite").is_dir()


# --- handouts


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_handout_is_one_sheet_and_says_how_many_claims_it_leaves_out(pack, topic):
    path = pack / "handouts" / f"{topic.name}.pdf"
    (sheet,) = pdf_pages(path)
    claims = pack_handouts.claims_on(topic)
    shown = [claim for claim in claims.itertuples() if words(claim.statement) in words(sheet)]
    ids = set(re.findall(rf"(?:{'|'.join(nmc.load_sources()['source_id'])})-[a-z0-9-]+", words(sheet)))
    assert {claim.finding_id for claim in shown} <= {
        name for found in ids for name in claims["finding_id"] if name in found
    }
    assert set(claims.loc[claims["is_key_message"], "finding_id"]) <= {claim.finding_id for claim in shown}
    for claim in shown:
        assert claim.certainty in sheet
        assert words(claim.hedge if isinstance(claim.hedge, str) else "no word of doubt") in words(sheet)
    left_out = re.search(r"Notshownforwantofroom:(\d+)claim", words(sheet))
    assert len(claims) - len(shown) == (int(left_out[1]) if left_out else 0)
    assert "Discuss" in sheet
    assert "Cite" in sheet


def test_a_handout_draws_the_claims_of_its_chapters_figure(built):
    for topic in TOPICS:
        figure = built / "figures" / f"{topic.name}-certainty.csv"
        if figure.is_file():
            drawn = figure.read_text(encoding="utf-8")
            assert all(name in drawn for name in pack_handouts.claims_on(topic)["finding_id"]), topic.name
            assert len(drawn.splitlines()) - 1 == len(pack_handouts.claims_on(topic))


# --- cards


def test_the_deck_is_chosen_by_its_rule():
    claims = pack_cards.chosen_claims()
    assert 40 <= len(claims) <= 60
    assert claims["finding_id"].is_unique
    all_findings = nmc.select_findings(nmc.load_findings(), kind="finding").query("same_as.isna()")
    for column in ("domain_id", "outcome_id"):
        pairs = all_findings.dropna(subset=[column, "certainty"])[[column, "certainty"]].drop_duplicates()
        mine = claims.dropna(subset=[column])[[column, "certainty"]].drop_duplicates()
        assert len(pairs) == len(
            pairs.merge(mine.astype(str), left_on=[column, "certainty"], right_on=[column, "certainty"])
        )
    assert all_findings["certainty"].dropna().nunique() == claims["certainty"].nunique()


def test_each_card_has_its_own_back_and_the_front_has_no_code(pack):
    pages = pdf_pages(pack / "cards" / "claim-cards.pdf")
    claims = pack_cards.chosen_claims()
    sheets = -(-len(claims) // 8)
    assert "empty" in pages[1]
    for number, claim in enumerate(claims.itertuples()):
        front, back = (words(pages[2 + 2 * (number // 8) + side]) for side in (0, 1))
        assert words(claim.statement) in front
        assert claim.finding_id not in front
        assert claim.finding_id in back
        assert words(claim.certainty) in back
    labels = "".join(pages[2 + 2 * sheets :])
    for certainty in claims["certainty"].cat.categories:
        assert certainty in labels


def test_the_back_of_a_card_lies_behind_its_front(pack, chromium):
    page = chromium.new_page()
    page.goto((pack / "cards" / "claim-cards.html").as_uri())
    page.emulate_media(media="print")
    sides = [
        page.evaluate(
            "side => [...document.querySelector('.' + side).querySelectorAll('.card')].map((card) => {"
            "const box = card.getBoundingClientRect(), sheet = card.parentElement.getBoundingClientRect();"
            "return [card.querySelector('.head span').textContent, Math.round(box.left - sheet.left),"
            " Math.round(box.top - sheet.top), Math.round(box.width)]})",
            side,
        )
        for side in ("front", "back")
    ]
    width = round(2 * sides[0][0][3])
    turned = sorted([number, width - left - wide, top, wide] for number, left, top, wide in sides[1])
    for (name, left, top, _), (back_name, back_left, back_top, _) in zip(sorted(sides[0]), turned, strict=True):
        assert (name, top) == (back_name, back_top)
        assert abs(left - back_left) <= 1
    page.close()


# --- notebooks and plans


def test_the_notebooks_are_blank_and_plain(pack):
    for path in (pack / "notebooks").rglob("*.ipynb"):
        made = nbformat.read(path, as_version=4)
        nbformat.validate(made)
        assert made.metadata.kernelspec.name == "python3"
        for cell in made.cells:
            if cell.cell_type == "code":
                assert (cell.outputs, cell.execution_count) == ([], None)
            else:
                assert not re.search(r"^(```\{|:::|\(\w+\)=)|\{[a-z:]+\}`", cell.source, re.MULTILINE), path.name


def test_learners_and_trainers_get_every_notebook_of_the_book(pack):
    for edition in pack_notebooks.EDITIONS:
        there = {
            path.relative_to(pack / "notebooks" / edition).as_posix()
            for path in (pack / "notebooks" / edition).rglob("*.ipynb")
        }
        assert there == {f"{page}.ipynb" for page in pack_notebooks.pages()} | {"start/index.ipynb"}


def test_a_trainers_chapter_says_how_long_it_takes(pack):
    made = nbformat.read(pack / "notebooks" / "trainer" / "findings" / "workforce.ipynb", as_version=4)
    minutes = nmc.load("lessons").set_index("page").loc["findings/workforce", "minutes_read"]
    assert f"About {minutes} minutes to read" in made.cells[-1].source
    exercise = nmc.load("exercises").query("page == 'findings/workforce'").iloc[0]
    assert exercise["title"] in made.cells[-1].source
    assert f"({exercise['minutes']} minutes)" in made.cells[-1].source


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_on_paper_holds_every_step(pack, plan):
    sheets = words("".join(pdf_pages(pack / "plans" / f"{plan}.pdf")))
    steps = nmc.load("session_steps").query("plan_id == @plan")
    assert len(steps)
    for step in steps.itertuples():
        assert words(step.title) in sheets
        assert words(step.without_screen) in sheets
