"""Chapters as lessons: one frame for all of them, made from tables, and pathways whose minutes add up."""

import re
from pathlib import Path

import first_cell
import lesson_minutes
import nbformat
import pandas as pd
import pytest
import yaml
from bs4 import BeautifulSoup
from cases import each

import exercises
import nmc_evidence as nmc
from nmc_evidence import display, schema, tables
from nmc_evidence.display.resting import resting
from nmc_evidence.validation import find_problems

ROOT = Path(__file__).parents[1]
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
LESSONS = tables.lesson_minutes(nmc.load("lessons"), nmc.load("exercises")).set_index("page", drop=False)
POINTS = nmc.load("lesson_points")
RESTS_ON = nmc.load("lesson_points_rest_on")
PATHWAYS = nmc.load("pathways")
# Pages that teach nothing by themselves
NO_LESSON = {"purpose/pathways"}
NO_LESSONS = {"Exercises", "Teach", "References"}
# How far the table may be from what the page has become, before `tools/lesson_minutes.py` has to run again
TOLERANCE = 5
every_lesson = each("page", LESSONS["page"])


def cells_of(page: str) -> list:
    """Return the cells of a chapter, without the one first cell of every notebook."""
    return first_cell.without(nbformat.read(ROOT / "book" / f"{page}.ipynb", as_version=4).cells)


def words(shown: BeautifulSoup) -> str:
    """Return the text of a page; no blank stands between a link and the sign that follows it."""
    return re.sub(r" (?=[.,;:!?)])", "", " ".join(shown.get_text(" ").split()))


# --- the table and the book


def test_the_lessons_are_the_chapters_in_the_order_of_the_book():
    chapters = [
        (part["caption"], chapter["file"].removeprefix("book/"))
        for part in TOC["parts"]
        if part["caption"] not in NO_LESSONS
        for chapter in part["chapters"]
    ]
    expected = [(part, page) for part, page in chapters if page not in NO_LESSON]
    assert list(zip(LESSONS["part"].astype(str), LESSONS["page"], strict=True)) == expected


@every_lesson
def test_a_chapter_opens_with_its_header_and_ends_with_its_footer(page):
    cells = cells_of(page)
    opening = re.fullmatch(r"# (.+)\n\n([^\n#].+?)(\n\n[^\n#].+)?\n\n## What you will learn", cells[0].source)
    assert opening, "a title, a sentence on what the page is about, perhaps a paragraph, and the fixed heading"
    assert opening[1] == LESSONS.loc[page, "title"]
    assert cells[1].source.endswith(f'display.lesson_header("{page}")')
    assert cells[-2].cell_type == "markdown"
    assert cells[-2].source.endswith("## Take away and discuss")
    assert cells[-1].source == f'display.lesson_footer("{page}")'
    code = "\n".join(cell.source for cell in cells)
    assert code.count("display.lesson_") == 2


@every_lesson
def test_the_built_page_shows_the_frame(built, page):
    text = words(BeautifulSoup((built / "book" / f"{page}.html").read_text(encoding="utf-8"), "html.parser"))
    for point in POINTS[POINTS["page"] == page]["text"]:
        assert " ".join(point.split()) in text
    assert f"about {LESSONS.loc[page, 'minutes_read']} minutes to read" in text


@every_lesson
def test_the_minutes_to_read_fit_the_page(built, page):
    html = (built / "book" / f"{page}.html").read_text(encoding="utf-8")
    assert abs(lesson_minutes.reading_minutes(html) - LESSONS.loc[page, "minutes_read"]) <= TOLERANCE
    assert LESSONS.loc[page, "minutes_read"] % lesson_minutes.ROUNDED_TO == 0


def test_longer_pages_take_longer():
    page = '<article class="bd-article">{}</article>'
    one = lesson_minutes.reading_minutes(page.format("<p>" + 200 * "word " + "</p>"))
    assert one == pytest.approx(1)
    card = '<article class="nmc-card"><p>' + 500 * "word " + "</p></article>"
    assert lesson_minutes.reading_minutes(page.format(card)) == pytest.approx(lesson_minutes.MINUTES_PER_CARD)
    figure = '<figure class="nmc-figure"><table></table></figure>'
    assert lesson_minutes.reading_minutes(page.format(figure)) == lesson_minutes.MINUTES_PER_FIGURE
    question = '<form class="nmc-item"><p>' + 500 * "word " + "</p></form>"
    assert lesson_minutes.reading_minutes(page.format(question)) == lesson_minutes.MINUTES_PER_QUESTION
    folded = "<details>" + 500 * "word " + "</details>"
    assert lesson_minutes.reading_minutes(page.format(folded)) == 0


def test_minutes_to_do_are_those_of_the_exercises():
    rows = exercises.table().values()
    for page, minutes in LESSONS["minutes_do"].items():
        assert minutes == sum(int(row["minutes"]) for row in rows if row["page"] == page)
    assert LESSONS["minutes_do"].sum() == sum(int(row["minutes"]) for row in rows)


def test_key_points_are_findings_and_stand_nowhere_twice():
    assert set(POINTS["role"]) == {"objective", "key point", "prompt"}
    key_messages = nmc.select_findings(nmc.load_findings(), is_key_message=True)["statement"]
    assert not POINTS["text"].isin(key_messages).any()


def test_objectives_complete_the_sentence_and_prompts_are_sentences():
    objectives = nmc.select_findings(POINTS, role="objective")["text"]
    assert objectives.str.match(r"[a-z]").all()
    assert objectives.str.match(r".*[^.;,?]$").all()
    key_points = nmc.select_findings(POINTS, role="key point")["text"]
    assert key_points.str.match(r"[A-Z“].*[.”]$").all()
    assert not key_points.str.contains(r"\d|per cent").any(), "numbers stand in the rows on which a point rests"
    assert nmc.select_findings(POINTS, role="prompt")["text"].str.match(r"[A-Z“].*[.?”]$").all()
    assert not POINTS["text"].str.contains(r"[*`]").any(), "plain text: it is shown as it is"
    assert (POINTS.groupby(["page", "role"], observed=True).size() >= 2).all()


def test_every_chapter_has_two_or_three_key_points_and_none_stands_twice():
    key_points = nmc.select_findings(POINTS, role="key point")
    assert key_points.groupby("page").size().between(2, 3).all()
    assert set(key_points["page"]) == set(LESSONS["page"])
    assert not key_points["text"].duplicated().any()


@every_lesson
def test_a_chapter_of_claims_has_key_points_on_its_own_claims(page):
    if not (nmc.load_findings()["page"] == page).any():
        return
    points = nmc.select_findings(POINTS, page=page, role="key point")["point_id"]
    pages = pd.concat(
        nmc.load(table).set_index(schema.get_table(table)["schema"]["primaryKey"][0])["page"]
        for table in schema.allowed_values("lesson_points_rest_on", "table")
    )
    for point in points:
        rows = RESTS_ON.loc[RESTS_ON["point_id"] == point, "row_id"]
        assert page in set(pages[rows]), f"{point} rests on nothing of its own page"


# --- what is shown


def test_the_header_names_times_and_what_to_read_first():
    shown = BeautifulSoup(display.lesson_header("findings/workforce").text, "html.parser")
    lesson = LESSONS.loc["findings/workforce"]
    assert f"about {lesson.minutes_read} minutes to read, {lesson.minutes_do} to do the exercises" in words(shown)
    assert [link["href"] for link in shown.find_all("a")] == ["../exercises/findings.html", "../findings/overview.html"]
    mine = POINTS[(POINTS["page"] == "findings/workforce") & (POINTS["role"] == "objective")]
    assert [item.text[:-1] for item in shown.find_all("li")] == mine["text"].tolist()


def test_the_footer_lists_what_to_take_away_and_on_what_it_rests():
    shown = BeautifulSoup(display.lesson_footer("outcomes/population-health").text, "html.parser")
    mine = nmc.select_findings(POINTS, page="outcomes/population-health", role="key point")
    points = shown.ol.find_all("li", recursive=False)
    claims = nmc.load_findings().set_index("finding_id")
    for point, item in zip(mine.itertuples(), points, strict=True):
        assert item.text.startswith(point.text)
        assert not item.details.has_attr("open")
        rows = RESTS_ON.loc[RESTS_ON["point_id"] == point.point_id, "row_id"]
        assert [link["href"].split("#")[1] for link in item.find_all("a")] == rows.tolist()
        for row, line in zip(rows, item.details.find_all("li"), strict=True):
            assert f"{claims.loc[row, 'statement']} ({display.certainty_words(claims.loc[row])}; " in line.text
    assert shown.text.index("To take away:") < shown.text.index("To discuss:")


@each("table", schema.allowed_values("lesson_points_rest_on", "table"))
def test_a_point_can_rest_on_a_row_of_any_table_that_is_allowed(table):
    (key,) = schema.get_table(table)["schema"]["primaryKey"]
    row = nmc.load(table).iloc[0]
    (line,) = resting(RESTS_ON.head(1).assign(table=table, row_id=row[key])).values()
    link = BeautifulSoup(line, "html.parser").a
    assert link["href"] == f"../{row['page']}.html#{row[key]}"
    assert link.text


def test_the_first_chapter_has_nothing_before_it_and_the_last_leads_to_the_exercises():
    first, last = LESSONS["page"].iloc[[0, -1]]
    assert "nothing has to be read before" in display.lesson_header(first).text
    assert '<p>Next: <a href="../exercises/purpose.html">' in display.lesson_footer(last).text


def test_a_chapter_without_exercises_does_not_speak_of_them():
    without = LESSONS.loc[LESSONS["minutes_do"] == 0, "page"]
    assert len(without)
    for page in without:
        assert "../exercises/" not in display.lesson_header(page).text
        assert "Exercises on this chapter" not in display.lesson_footer(page).text


def test_an_unknown_page_or_role_is_named():
    with pytest.raises(ValueError, match=r"unknown page of a lesson 'findings/workfroce'\. Did you mean"):
        display.lesson_header("findings/workfroce")
    with pytest.raises(ValueError, match="unknown page of a lesson"):
        display.lesson_footer("references/glossary")
    with pytest.raises(ValueError, match=r"unknown role 'anlyst'\. Did you mean 'analyst'"):
        display.pathway("anlyst")


@each("role", schema.allowed_values("pathways", "role"))
def test_the_minutes_of_a_pathway_add_up(role):
    shown = BeautifulSoup(display.pathway(role).text, "html.parser")
    rows = [[cell.text for cell in row.find_all(["th", "td"])] for row in shown.tbody.find_all("tr")]
    steps = nmc.select_findings(PATHWAYS, role=role)
    assert [row[1] for row in rows[:-1]] == LESSONS.loc[steps["page"], "title"].tolist()
    for column in (3, 4, 5):
        assert sum(int(row[column]) for row in rows[:-1]) == int(rows[-1][column])
    for row in rows:
        assert int(row[3]) + int(row[4]) == int(row[5])
    assert f"{rows[-1][5]} minutes in all" in shown.p.text


@each("role", schema.allowed_values("pathways", "role"))
def test_a_pathway_goes_forward_and_visits_no_chapter_twice(role):
    pages = nmc.select_findings(PATHWAYS, role=role)["page"].tolist()
    assert len(set(pages)) == len(pages) >= 5
    before = nmc.load("lesson_prerequisites")
    for row in before[before["page"].isin(pages) & before["requires_page"].isin(pages)].itertuples():
        assert pages.index(row.requires_page) < pages.index(row.page)


def test_the_page_of_pathways_shows_every_one():
    code = "\n".join(cell.source for cell in cells_of("purpose/pathways") if cell.cell_type == "code")
    assert re.findall(r'display\.pathway\("(.+)"\)', code) == schema.allowed_values("pathways", "role")


# --- damage is named


@pytest.mark.parametrize(
    ("table", "old", "new", "column", "expected"),
    [
        ("lessons", "purpose/context,Purpose", "purpose/context,Purposes", "part", "one of 'Purpose'"),
        ("lesson_points", ",objective,2,", ",objective,3,", "point_no", "2: numbers run on from 1"),
        ("pathways", "analyst-02,analyst,2,", "analyst-02,analyst,9,", "step_no", "2: numbers run on from 1"),
        (
            "lesson_prerequisites",
            "findings-design-01,findings/design,findings/overview",
            "findings-design-01,findings/design,lessons/cases",
            "requires_page",
            "a chapter that stands before 'findings/design'",
        ),
        (
            "lesson_points_rest_on",
            ",nmc-summary-context-02",
            ",nmc-summary-context-99",
            "row_id",
            "a key of findings.csv",
        ),
        (
            "lesson_points",
            ",purpose/context,key point,2,",
            ",purpose/context,key point,3,",
            "point_no",
            "2: numbers run",
        ),
        ("exercises", ",lessons/cases,read", ",lessons/case,read", "page", "lessons"),
    ],
)
def test_damage_is_named(data_copy, table, old, new, column, expected):
    path = data_copy / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = find_problems(data_copy)
    assert len(problems) == 1, problems.to_string()
    problem = problems.iloc[0]
    assert (problem["file"], problem["column"]) == (f"{table}.csv", column)
    assert expected in problem["expected"]
    assert problem["row"] > 1


def test_a_chapter_without_prompts_is_named(data_copy):
    path = data_copy / "lesson_points.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "lessons/cases,prompt" not in line), encoding="utf-8")
    (problem,) = find_problems(data_copy).itertuples()
    assert (problem.file, problem.value) == ("lessons.csv", "lessons/cases")
    assert problem.expected == "at least one prompt in lesson_points.csv"


@pytest.mark.parametrize("old", ["purpose-policy-timeline-key-point-01", "purpose-policy-timeline-key-point-02"])
def test_a_key_point_that_rests_on_nothing_is_named(data_copy, old):
    path = data_copy / "lesson_points_rest_on.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if f",{old}," not in line), encoding="utf-8")
    (problem,) = find_problems(data_copy).itertuples()
    assert (problem.file, problem.column, problem.value) == ("lesson_points.csv", "point_id", old)
    assert "rows in lesson_points_rest_on.csv if it is a key point" in problem.expected


def test_an_objective_that_rests_on_a_row_is_named(data_copy):
    path = data_copy / "lesson_points_rest_on.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "zz-r1,purpose-context-objective-01,findings,nmc-summary-context-02\n", encoding="utf-8")
    (problem,) = find_problems(data_copy).itertuples()
    assert (problem.column, problem.value) == ("point_id", "purpose-context-objective-01")
