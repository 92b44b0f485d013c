"""Exercises: one source each, solutions that run, and no solution in the learner's copy."""

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape
from pathlib import Path

import nbformat
import yaml
from cases import each

import exercises
import nmc_evidence as nmc

ROOT = Path(__file__).parents[1]
PATHS = sorted((ROOT / "exercises").glob("*"))
READ = {path: exercises.read(path) for path in PATHS}
every_exercise = each("path", PATHS)


def lines_kept_from_learners(path: Path, length: int) -> list[str]:
    """Return the lines of solution, notes and checks that are at least so long."""
    kept = [cell.text for cell in READ[path][1] if cell.tag in {"solution", "trainer", "check"}]
    return [line.strip() for text in kept for line in text.splitlines() if len(line.strip()) >= length]


# --- the sources


@every_exercise
def test_the_head_is_complete_and_the_id_is_the_name_of_the_file(path):
    head, _ = READ[path]
    assert list(head) == exercises.KEYS
    assert head["exercise"] == path.stem
    assert path.suffix == ".py"
    assert re.fullmatch(r"[a-z-]+-e\d\d", path.stem)
    assert head["kind"] in exercises.KINDS
    assert type(head["minutes"]) is int
    assert 3 <= head["minutes"] <= 30


@every_exercise
def test_the_chapter_is_in_the_contents(path):
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    pages = [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
    assert f"book/{READ[path][0]['page']}" in pages


@every_exercise
def test_the_cells_stand_in_order(path):
    head, cells = READ[path]
    assert cells[0].is_markdown
    tags = [cell.tag for cell in cells]
    assert tags[0] is None
    assert set(tags[1:]) == set(exercises.TAGS)
    assert tags[1:] == sorted(tags[1:], key=exercises.TAGS.index)
    assert all(cell.text for cell in cells)
    for cell in cells:
        if cell.tag in {None, "hint", "trainer"}:
            assert cell.is_markdown
        if cell.tag in {"given", "check"}:
            assert not cell.is_markdown
    solutions = [cell.is_markdown for cell in cells if cell.tag == "solution"]
    assert True in solutions, "a solution needs words"
    assert (False in solutions) == (head["kind"] != "read"), "code in the solution, but not where one only reads"


@every_exercise
def test_what_is_invented_says_so(path):
    if READ[path][0]["kind"] == "own":
        assert "made up" in path.read_text(encoding="utf-8")


@every_exercise
def test_claims_that_the_words_name_exist(path):
    claims = set(nmc.load_findings()["finding_id"])
    sources = "|".join(nmc.load_sources()["source_id"])
    for cell in READ[path][1]:
        if cell.is_markdown:
            assert set(re.findall(rf"`((?:{sources})-[a-z0-9-]+)`", cell.text)) <= claims


def test_there_are_enough_exercises_of_every_kind_in_every_part():
    heads = [head for head, _ in READ.values()]
    assert len(heads) >= 30
    assert len({head["title"] for head in heads}) == len(heads)
    kinds = Counter(head["kind"] for head in heads)
    assert all(kinds[kind] >= 8 for kind in exercises.KINDS)
    by_part = Counter(head["page"].split("/")[0] for head in heads)
    assert set(by_part) == {"purpose", "framework", "findings", "outcomes", "measuring", "lessons"}
    assert min(by_part.values()) >= 4


@every_exercise
def test_the_solution_runs_and_passes_its_checks(path):
    exercises.run(path)


# --- the two editions


@every_exercise
def test_the_learners_copy_is_the_trainers_without_what_is_kept_from_learners(path):
    left = []
    for cell in exercises.trainer_notebook(path).cells:
        (tag,) = cell.metadata.get("tags", [None])
        if tag == "solution" and cell.cell_type == "code":
            left.append(("code", exercises.STUB))
        elif tag in {None, "given", "hint"}:
            left.append((cell.cell_type, cell.source))
    assert left == [(cell.cell_type, cell.source) for cell in exercises.learner_notebook(path).cells]


@every_exercise
def test_no_line_of_a_solution_stands_in_the_learners_copy(path):
    copy = nbformat.writes(exercises.learner_notebook(path)) + "\n".join(
        cell.source for cell in exercises.learner_notebook(path).cells
    )
    kept = lines_kept_from_learners(path, 30)
    assert kept
    for line in kept:
        assert line not in copy


@every_exercise
def test_every_line_of_a_solution_stands_in_the_trainers_copy(path):
    copy = "\n".join(cell.source for cell in exercises.trainer_notebook(path).cells)
    for line in lines_kept_from_learners(path, 1):
        assert line in copy


def test_the_pages_of_exercises_are_what_their_sources_make():
    made = {f"{part}.ipynb": nbformat.writes(exercises.part_notebook(part)) + "\n" for part in exercises.parts()}
    pages = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "book" / "exercises").glob("*.ipynb")}
    assert pages == made, "run `make exercises`"


def test_every_exercise_stands_on_a_page_once():
    titles = [
        found[1]
        for part in exercises.parts()
        for cell in exercises.part_notebook(part).cells
        if (found := re.match(r"## (.+)", cell.source))
    ]
    assert sorted(titles) == sorted(head["title"] for head, _ in READ.values())


def plain(text: str) -> str:
    """Reduce a text to its letters and digits, so that markup, quotes and line ends make no difference."""
    return re.sub(r"[\W_]+", "", unescape(text)).casefold()


def search_for_solutions(texts: Iterable[tuple[str, str]]) -> tuple[list[str], bool]:
    """Look for lines that are kept from learners, and for what they do get, in named texts.

    Return where a line was found, and whether the search finds at least all that learners do get.
    """
    kept = {plain(line): line for path in PATHS for line in lines_kept_from_learners(path, 40)}
    given = [cell.text for path in PATHS for cell in READ[path][1] if cell.tag in {None, "given", "hint"} and cell.text]
    asked = {plain(max(text.splitlines(), key=len)) for text in given}
    assert len(kept) > 10 * len(PATHS)
    found, seen = [], set()
    for name, raw in texts:
        raw = raw.replace("\\n", "\n")  # as a line ends in a notebook's or a script's text
        text = plain(raw) + plain(re.sub(r"<[^>]*>", "", raw))  # in a page a line of code is split up by tags
        found += [f"{name}: {line}" for short, line in kept.items() if short in text]
        seen |= {line for line in asked if line in text}
    return found, seen == asked


def test_no_solution_is_anywhere_in_the_built_book(built):
    files = [path for path in built.rglob("*") if path.suffix in {".html", ".js", ".json", ".ipynb", ".txt", ".csv"}]
    assert {"searchindex.js"} <= {path.name for path in files}
    assert any("_sources" in path.parts for path in files)
    texts = ((str(path.relative_to(built)), path.read_text(encoding="utf-8")) for path in files)
    found, is_thorough = search_for_solutions(texts)
    assert found == []
    assert is_thorough, "the search does not even find what stands in the book"
