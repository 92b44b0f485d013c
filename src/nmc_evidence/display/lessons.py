"""The frame of a chapter as a lesson, and pathways through the book: from tables, so that plans and sums agree."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import pandas as pd

from nmc_evidence.charts import plural
from nmc_evidence.display.page import Html, link, table
from nmc_evidence.display.resting import resting
from nmc_evidence.evidence import load
from nmc_evidence.schema import allowed_values, check_allowed
from nmc_evidence.tables import lesson_minutes

# What the kinds of exercise are called in a line
KINDS = {"read": "read the evidence", "change": "change the code", "own": "use it on your own place"}


def lesson_header(page: str) -> Html:
    """Open a chapter: minutes to read and to do, what to read first, what the reader can do afterwards.

    Parameters
    ----------
    page : str
        The chapter, as in `load("lessons")`.

    Returns
    -------
    Html

    Raises
    ------
    ValueError
        If there is no such chapter.

    Examples
    --------
    >>> from nmc_evidence import display
    >>> "After this page you can" in display.lesson_header("findings/workforce").text
    True
    """
    lesson, lessons = _lesson(page), load("lessons")
    before = load("lesson_prerequisites").query("page == @page")["requires_page"]
    titles = lessons.set_index("page")["title"]
    first = "; ".join(link(f"../{other}.html", titles[other]) for other in before) or "nothing has to be read before"
    time = f"about {lesson.minutes_read} minutes to read"
    if lesson.minutes_do:
        time += f", {lesson.minutes_do} to do the {link(exercises_address(page), 'exercises')}"
    objectives = _points(page, "objective")
    ends = [";"] * (len(objectives) - 1) + ["."]
    items = "".join(f"<li>{escape(words)}{end}</li>" for words, end in zip(objectives, ends, strict=True))
    return Html(
        f'<div class="nmc-lesson"><p><strong>Time:</strong> {time}. <strong>Read first:</strong> {first}.</p>'
        f"<p>After this page you can</p><ul>{items}</ul></div>"
    )


def lesson_footer(page: str) -> Html:
    """Close a chapter: what to take away and on what it rests, what to discuss, exercises, and what comes next.

    Parameters
    ----------
    page : str
        The chapter, as in `load("lessons")`.

    Returns
    -------
    Html

    Raises
    ------
    ValueError
        If there is no such chapter.

    Examples
    --------
    >>> from nmc_evidence import display
    >>> "<p>Next: " in display.lesson_footer("findings/workforce").text
    True
    """
    _lesson(page)
    lessons = load("lessons")
    prompts = "".join(f"<li>{escape(words)}</li>" for words in _points(page, "prompt"))
    talk = f"<p>To take away:</p>{_key_points(page)}<p>To discuss:</p><ol>{prompts}</ol>"
    exercises = "".join(
        f"<li>{link(exercises_address(page, row.title), row.title)} ({KINDS[row.kind]}; {row.minutes} minutes)</li>"
        for row in load("exercises").query("page == @page").itertuples()
    )
    to_do = f"<p>Exercises on this chapter:</p><ul>{exercises}</ul>" if exercises else ""
    following = link("../exercises/purpose.html", "Exercises")  # they follow the last chapter
    for after in lessons.shift(-1)[lessons["page"] == page].dropna().itertuples():
        following = link(f"../{after.page}.html", after.title)
    return Html(f'<div class="nmc-lesson-end">{talk}{to_do}<p>Next: {following}.</p></div>')


def pathway(role: str) -> Html:
    """Show a pathway through the book: which chapters, in which order, why, and how many minutes.

    Parameters
    ----------
    role : str
        For whom, as in `load("pathways")`.

    Returns
    -------
    Html
        A sentence with the sum, and a table with a row for each chapter and one for the sum.

    Raises
    ------
    ValueError
        If there is no pathway for the role.

    Examples
    --------
    >>> from nmc_evidence import display
    >>> "minutes in all" in display.pathway("analyst").text
    True
    """
    check_allowed(role, allowed_values("pathways", "role") or [], "role")
    steps = load("pathways").query("role == @role").sort_values("step_no")
    chapters = lesson_minutes(load("lessons"), load("exercises"))
    steps = steps.merge(chapters, on="page", validate="one_to_one")
    minutes = {"to_read": "minutes_read", "to_do": "minutes_do", "both": "minutes"}
    shown = pd.DataFrame({"step": steps["step_no"], "chapter": steps["title"], "why": steps["why"]})
    shown = shown.assign(**{name: steps[column] for name, column in minutes.items()})
    total: dict[str, Any] = {name: steps[column].sum() for name, column in minutes.items()}
    shown = pd.concat([shown, pd.DataFrame([{"chapter": "All of them"} | total])], ignore_index=True)
    about = (
        f"{plural(len(steps), 'chapter')}: {total['to_read']} minutes to read and {total['to_do']} minutes for the "
        f"exercises, {total['both']} minutes in all."
    )
    addresses = [f"../{page}.html" for page in steps["page"]]
    made = table(
        shown,
        caption=f"Pathway: {role}. Times in minutes",
        row_header="chapter",
        links={"chapter": [*addresses, None]},
    )
    return Html(f"<p>{about}</p>{made.text}")


def _lesson(page: str) -> Any:
    """Return the row of a chapter, with its minutes."""
    lessons = lesson_minutes(load("lessons"), load("exercises"))
    check_allowed(page, lessons["page"], "page of a lesson")
    return next(lessons[lessons["page"] == page].itertuples())


def _points(page: str, role: str) -> list[str]:
    points = load("lesson_points")
    mine = points[(points["page"] == page) & (points["role"] == role)]
    return mine.sort_values("point_no")["text"].tolist()


def _key_points(page: str) -> str:
    """List what to take away; what each point rests on is folded away below it."""
    points = load("lesson_points")
    mine = points[(points["page"] == page) & (points["role"] == "key point")].sort_values("point_no")
    rests_on = load("lesson_points_rest_on")
    behind = rests_on[rests_on["point_id"].isin(mine["point_id"])]
    lines, made = resting(behind), []
    for point in mine.itertuples():
        rows = "".join(
            f"<li>{lines[rest]}</li>" for rest in behind.loc[behind["point_id"] == point.point_id, "rest_id"]
        )
        folded = f"<details><summary>What point {point.point_no} rests on</summary><ul>{rows}</ul></details>"
        made.append(f"<li>{escape(point.text)}{folded}</li>")
    return f"<ol>{''.join(made)}</ol>"


def exercises_address(page: str, title: str = "") -> str:
    """Return where the exercises of a chapter's part stand, or the one with the title."""
    anchor = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return f"../exercises/{page.split('/')[0]}.html" + (f"#{anchor}" if anchor else "")
