"""Plans of sessions: minutes add up, the clock is right, and nobody is left without a way to take part."""

import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from cases import each

import nmc_evidence as nmc
from nmc_evidence import display
from nmc_evidence.tables import session_agenda
from nmc_evidence.validation import find_problems

ROOT = Path(__file__).parents[1]
PLANS = nmc.load("session_plans").set_index("plan_id")
AGENDA = session_agenda(nmc.load("session_steps"))
# Nobody should sit for longer without a break
LONGEST_STRETCH = 90
every_plan = each("plan_id", PLANS.index)


def steps_of(plan_id: str) -> pd.DataFrame:
    return nmc.select_findings(AGENDA, plan_id=plan_id)


def shown(plan_id: str) -> dict[str, BeautifulSoup]:
    """Return the sections of a plan under their headings."""
    page = BeautifulSoup(display.session_plan(plan_id).text, "html.parser")
    return {section.h2.text: section for section in page.div.find_all("section", recursive=False)}


def rows_of(section: BeautifulSoup) -> list[list[str]]:
    return [[cell.text for cell in row.find_all(["th", "td"])] for row in section.tbody.find_all("tr")]


def test_there_are_plans_for_forty_five_and_ninety_minutes_and_half_a_day():
    assert PLANS["minutes"].tolist()[:2] == [45, 90]
    assert 180 <= PLANS.loc["course", "minutes"] <= 240


@every_plan
def test_the_agenda_adds_up_and_its_clock_runs_on(plan_id):
    steps, rows = steps_of(plan_id), rows_of(shown(plan_id)["Agenda"])
    at = 0
    for step, row in zip(steps.itertuples(), rows[:-1], strict=True):
        assert row[:3] == [f"{at // 60}:{at % 60:02d}", str(step.minutes), step.title]
        at += step.minutes
    assert rows[-1][:2] == [f"{at // 60}:{at % 60:02d}", str(at)]
    assert at == PLANS.loc[plan_id, "minutes"]


@every_plan
def test_the_short_agenda_adds_up_and_says_what_it_saves(plan_id):
    section = shown(plan_id)["When time runs short"]
    *rows, total = rows_of(section)
    for column in (1, 2, 3):
        assert sum(int(row[column]) for row in rows) == int(total[column])
    assert all(int(row[1]) - int(row[2]) == int(row[3]) for row in rows)
    assert int(total[2]) == PLANS.loc[plan_id, "minutes_short"] < PLANS.loc[plan_id, "minutes"]
    assert section.p.text.startswith(f"The short agenda takes {total[2]} minutes and saves {total[3]}.")
    assert all(row[4].startswith("Leave it out") for row in rows if row[2] == "0")
    assert all(row[4].startswith("Keep it") for row in rows if row[3] == "0")


@every_plan
def test_every_step_has_its_notes_and_a_way_without_a_screen(plan_id):
    sections, steps = shown(plan_id), steps_of(plan_id)
    texts = [section.text for section in sections["Step by step"].find_all("section")]
    lines = [line.text for line in sections["Without a screen"].find_all("li")]
    for step, text, line in zip(steps.itertuples(), texts, lines, strict=True):
        assert step.what_happens in text
        assert f"For the facilitator: {step.facilitator_note}" in text
        assert line == f"{step.title}: {step.without_screen}"


@every_plan
def test_nobody_sits_too_long_without_a_break(plan_id):
    stretch = 0
    for step in steps_of(plan_id).itertuples():
        stretch = 0 if step.form == "break" else stretch + step.minutes
        assert stretch <= LONGEST_STRETCH
    assert plan_id != "course" or (steps_of(plan_id)["form"] == "break").sum() >= 2


@every_plan
def test_what_a_step_uses_is_linked_and_what_the_pack_holds_is_named(plan_id):
    steps, sections = steps_of(plan_id), shown(plan_id)
    links = {link["href"] for link in sections["Step by step"].find_all("a")}
    assert {f"../{page}.html" for page in steps["page"].dropna()} <= links
    figures = nmc.load("quiz_items").set_index("item_id")
    for item in steps["item_id"].dropna():
        assert f"../{figures.loc[item, 'page']}.html#{figures.loc[item, 'figure']}" in links
    titles = nmc.load("exercises").set_index("exercise_id")["title"]
    for exercise in steps["exercise_id"].dropna():
        assert f"the exercise {titles[exercise]}" in sections["Step by step"].text
    for material in steps["material"].dropna():
        assert material.split()[-1] in sections["At a glance"].text
    before = steps.loc[steps["page_use"] == "read before", "page"]
    assert {link["href"] for link in sections["At a glance"].find_all("a")} == {f"../{page}.html" for page in before}


@every_plan
def test_every_plan_has_its_page_whose_links_lead_somewhere(built, plan_id):
    cells = nbformat.read(ROOT / "book" / "teach" / f"{plan_id}.ipynb", as_version=4).cells
    assert cells[0].source.startswith(f"# {PLANS.loc[plan_id, 'title']}\n")
    page = built / "book" / "teach" / f"{plan_id}.html"
    plan = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select_one(".nmc-plan")
    for link in plan.find_all("a"):
        file, _, anchor = link["href"].partition("#")
        text = (page.parent / file).read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in text


def test_a_plan_needs_no_script_and_is_the_same_every_time():
    for plan_id in PLANS.index:
        text = display.session_plan(plan_id).text
        assert "<script" not in text
        assert not re.search(r"\b(?:src|on\w+)=", text)
        assert text == display.session_plan(plan_id).text


def test_an_unknown_plan_is_named():
    with pytest.raises(ValueError, match=r"unknown session plan 'works hop'\. Did you mean 'workshop'\?"):
        display.session_plan("works hop")


@pytest.mark.parametrize(
    ("table", "old", "new", "column", "expected"),
    [
        ("session_plans", "A workshop,90,", "A workshop,95,", "minutes", "90: the sum of the plan's steps"),
        ("session_plans", ",90,75,", ",90,70,", "minutes_short", "75: the sum of the plan's steps"),
        ("session_steps", "workshop-02,workshop,2,", "workshop-02,workshop,3,", "step_no", "2: numbers run on from 1"),
        ("session_steps", ",show,staff-experience-e01,", ",read,staff-experience-e01,", "minutes", "25 or more"),
        ("session_steps", ",show,staff-experience-e01,", ",,staff-experience-e01,", "page_use", "a page is named"),
        ("session_steps", "staff-experience-e01", "staff-experience-e09", "exercise_id", "exercises"),
        ("session_steps", "Break,break,15,15,,,,,", "Break,break,15,15,,,,,cards", "material", "the step is a break"),
        ("session_steps", ",findings-overview-q06,", ",findings-overview-q99,", "item_id", "quiz_items"),
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


@pytest.mark.parametrize(("short", "expected"), [("20,25", "20 or less"), ("20,10", "0, or 20 and more")])
def test_a_shortened_step_must_still_hold_its_exercise(data_copy, short, expected):
    for table, old, new in (
        ("session_steps", "in pairs,20,20,outcomes/staff-experience", f"in pairs,{short},outcomes/staff-experience"),
        ("session_plans", ",90,75,", f",90,{75 - 20 + int(short[-2:])},"),
    ):
        path = data_copy / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    (problem,) = find_problems(data_copy).itertuples()
    assert (problem.column, problem.value) == ("minutes_short", short[-2:])
    assert problem.expected.startswith(expected)


@pytest.mark.parametrize("column", ["facilitator_note", "when_short", "without_screen"])
def test_a_step_without_notes_or_a_way_without_a_screen_is_named(data_copy, column):
    path = data_copy / "session_steps.csv"
    text = path.read_text(encoding="utf-8")
    words = nmc.load("session_steps")[column].iloc[0]
    cell = f'"{words}"' if f'"{words}"' in text else words
    path.write_text(text.replace(cell, "", 1), encoding="utf-8")
    (problem,) = find_problems(data_copy).itertuples()
    assert (problem.file, problem.column) == ("session_steps.csv", column)
