"""Exercises: one source each, solutions that run, and no solution in the learner's copy."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from html import unescape
from pathlib import Path

import nbformat
import pytest
import yaml
from cases import each

import exercises
import nmc_evidence as nmc

ROOT = Path(__file__).parents[1]
PATHS = sorted((ROOT / "exercises").glob("*"))
READ = {path: exercises.read(path) for path in PATHS}
ROWS = exercises.table()
every_exercise = each("path", PATHS)


def lines_kept_from_learners(path: Path, length: int) -> list[str]:
    """Return the lines of solution, notes and checks that are at least so long."""
    kept = [cell.source for cell in READ[path] if exercises.tag_of(cell) in {"solution", "trainer", "check"}]
    return [line.strip() for text in kept for line in text.splitlines() if len(line.strip()) >= length]


# --- the sources


def test_every_exercise_has_one_file_and_one_row_in_the_table():
    table = nmc.load("exercises")
    assert [path.name for path in PATHS] == sorted(f"{name}.py" for name in table["exercise_id"])
    assert all(re.fullmatch(r"[a-z-]+-e\d\d", name) for name in table["exercise_id"])
    assert set(table["kind"].cat.categories) == set(exercises.KINDS)
    assert table["minutes"].between(3, 30).all()


def test_the_chapters_of_exercises_are_in_the_contents():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    pages = {chapter["file"] for part in toc["parts"] for chapter in part["chapters"]}
    assert {f"book/{page}" for page in nmc.load("exercises")["page"]} <= pages


def test_a_cell_with_a_tag_that_nobody_knows_is_named(tmp_path):
    path = tmp_path / "x-e01.py"
    path.write_text('# %% [markdown]\n# Read.\n\n# %% tags=["solutoin"]\n1 + 1\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"x-e01\.py, cell 2: its tags are \['solutoin'\]; expected one of given"):
        exercises.read(path)
    path.write_text("# %% [markdown]\n# Read.\n\n# %%\n1 + 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"cell 2: its tags are \[\]"):
        exercises.read(path)


@every_exercise
def test_the_cells_stand_in_order(path):
    cells, tag_of = READ[path], exercises.tag_of
    assert cells[0].cell_type == "markdown"
    tags = [tag_of(cell) for cell in cells]
    assert tags[0] is None
    assert set(tags[1:]) == set(exercises.TAGS)
    assert tags[1:] == sorted(tags[1:], key=exercises.TAGS.index)
    assert all(cell.source for cell in cells)
    for cell in cells:
        if tag_of(cell) in {None, "hint", "trainer"}:
            assert cell.cell_type == "markdown"
        if tag_of(cell) in {"given", "check"}:
            assert cell.cell_type == "code"
    solutions = [cell.cell_type for cell in cells if tag_of(cell) == "solution"]
    assert "markdown" in solutions, "a solution needs words"
    only_reads = ROWS[path.stem]["kind"] == "read"
    assert ("code" in solutions) != only_reads, "code in the solution, but not where one only reads"


@every_exercise
def test_what_is_invented_says_so(path):
    if ROWS[path.stem]["kind"] == "own":
        assert "made up" in path.read_text(encoding="utf-8")


@every_exercise
def test_claims_that_the_words_name_exist(path):
    claims = set(nmc.load_findings()["finding_id"])
    sources = "|".join(nmc.load_sources()["source_id"])
    for cell in READ[path]:
        if cell.cell_type == "markdown":
            assert set(re.findall(rf"`((?:{sources})-[a-z0-9-]+)`", cell.source)) <= claims


def test_there_are_enough_exercises_of_every_kind_in_every_part():
    rows = ROWS.values()
    assert len(rows) >= 30
    assert len({row["title"] for row in rows}) == len(rows)
    kinds = Counter(row["kind"] for row in rows)
    assert all(kinds[kind] >= 8 for kind in exercises.KINDS)
    by_part = Counter(row["page"].split("/")[0] for row in rows)
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


def test_the_pages_of_exercises_are_made_before_tests_and_builds_and_no_other_stays(tmp_path):
    pages = {path.name: path.read_bytes() for path in (ROOT / "book" / "exercises").glob("*.ipynb")}
    (tmp_path / "gone.ipynb").write_text("{}", encoding="utf-8")
    exercises.write(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == pages
    assert set(pages) == {f"{part}.ipynb" for part in exercises.parts()}
    ignored = subprocess.run(
        ["git", "ls-files", "book/exercises"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert ignored.stdout == "", "what is derived is not committed"


def test_pages_are_written_anew_only_when_they_or_their_sources_changed(tmp_path, monkeypatch):
    written = []
    monkeypatch.setattr(exercises, "KEY", tmp_path / "build" / "exercises.sha256")
    monkeypatch.setattr(exercises, "write", lambda: written.append("once"))
    for name in ("SOURCES", "PAGES"):
        monkeypatch.setattr(exercises, name, tmp_path / name)
        (tmp_path / name).mkdir()
    monkeypatch.setattr(exercises, "ROOT", tmp_path)
    chapter, other = (nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# {x}")]) for x in ("One", "Two"))
    texts = {name: ("before", "after") for name in ("_toc.yml", "_config.yml", "SOURCES/x-e01.py", "PAGES/x.ipynb")}
    texts["TABLE"] = ("exercise_id,page\nx-e01,x\n", "exercise_id,page\nx-e02,x\n")
    texts["book/x.ipynb"] = (nbformat.writes(chapter), nbformat.writes(other))
    for name, (before, _) in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(before, encoding="utf-8")
    monkeypatch.setattr(exercises, "TABLE", tmp_path / "TABLE")
    monkeypatch.setattr(exercises, "__file__", str(tmp_path / "exercises.py"))
    exercises.write_what_changed()
    exercises.write_what_changed()
    assert len(written) == 1
    for name, (_, after) in texts.items():
        written.clear()
        (tmp_path / name).write_text(after, encoding="utf-8")
        exercises.write_what_changed()
        assert written == ["once"], name
    written.clear()
    chapter.cells = [*other.cells, nbformat.v4.new_markdown_cell("A text.")]
    (tmp_path / "book" / "x.ipynb").write_text(nbformat.writes(chapter), encoding="utf-8")
    exercises.write_what_changed()
    assert written == [], "an edit of a chapter's text wrote the exercises anew"


def test_every_exercise_stands_on_a_page_once():
    titles = [
        found[1]
        for part in exercises.parts()
        for cell in exercises.part_notebook(part).cells
        if (found := re.match(r"## (.+)", cell.source))
    ]
    assert sorted(titles) == sorted(row["title"] for row in ROWS.values())


def plain(text: str) -> str:
    """Reduce a text to its letters and digits, so that markup, quotes and line ends make no difference."""
    return re.sub(r"[\W_]+", "", unescape(text)).casefold()


def search_for_solutions(texts: Iterable[tuple[str, str]]) -> tuple[list[str], bool]:
    """Look for lines that are kept from learners, and for what they do get, in named texts.

    Return where a line was found, and whether the search finds at least all that learners do get.
    """
    kept = {plain(line): line for path in PATHS for line in lines_kept_from_learners(path, 40)}
    given = [cell.source for path in PATHS for cell in READ[path] if exercises.tag_of(cell) in {None, "given", "hint"}]
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
