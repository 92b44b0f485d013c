"""Plans of sessions for those who teach with the book: an agenda with its clock, notes, and what to do instead."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from nmc_evidence.charts import plural
from nmc_evidence.display.lessons import exercises_address
from nmc_evidence.display.page import Html, link, table
from nmc_evidence.evidence import load
from nmc_evidence.schema import check_allowed, value_meanings
from nmc_evidence.tables import session_agenda


def session_plan(plan_id: str) -> Html:
    """Show the plan of a session: goal, room, agenda, notes, the short agenda, and a way without a screen.

    Parameters
    ----------
    plan_id : str
        Which plan, as in `load("session_plans")`.

    Returns
    -------
    Html
        Sections with headings of the second level. The clock, the sums and the minutes that the short agenda
        saves are worked out from the steps. Links lead to pages of the book from a page one folder deep.

    Raises
    ------
    ValueError
        If there is no such plan.

    Examples
    --------
    >>> from nmc_evidence import display
    >>> "The short agenda takes 35 minutes and saves 10." in display.session_plan("team-meeting").text
    True
    """
    plans = load("session_plans")
    check_allowed(plan_id, plans["plan_id"], "session plan")
    plan = next(plans[plans["plan_id"] == plan_id].itertuples())
    steps = load("session_steps")
    agenda = session_agenda(steps[steps["plan_id"] == plan_id])
    sections = {
        "At a glance": _glance(plan, agenda),
        "Agenda": _agenda(agenda),
        "Step by step": "".join(_step(step) for step in agenda.itertuples()),
        "When time runs short": _short(agenda),
        "Without a screen": _without_screen(agenda),
    }
    made = "".join(f"<section><h2>{heading}</h2>{shown}</section>" for heading, shown in sections.items())
    return Html(f'<div class="nmc-plan">{made}</div>')


def clock(minutes: int) -> str:
    """Return minutes since the beginning as hours and minutes.

    Parameters
    ----------
    minutes : int
        Minutes since the session began.

    Returns
    -------
    str

    Examples
    --------
    >>> from nmc_evidence.display import sessions
    >>> sessions.clock(65)
    '1:05'
    """
    return f"{minutes // 60}:{minutes % 60:02d}"


def _glance(plan: Any, agenda: pd.DataFrame) -> str:
    """Write what to know and to do before the session."""
    where = value_meanings("session_steps", "material").set_index("value")["meaning"]
    used = [where[material] for material in where.index if (agenda["material"] == material).any()]
    before = agenda.loc[agenda["page_use"] == "read before", ["page"]].merge(load("lessons"), on="page")
    pages = "; ".join(
        f"{link(f'../{page.page}.html', page.title)}, about {page.minutes_read} minutes" for page in before.itertuples()
    )
    facts = {
        "Time": f"{plural(int(plan.minutes), 'minute')}",
        "For whom": escape(plan.for_whom),
        "Goal": f"After this session people can {escape(plan.goal)}.",
        "Room": escape(plan.room),
        "Bring": escape(plan.materials),
        "From the pack": f"{escape('; '.join(used).capitalize())}." if used else "Nothing.",
        "To read before the session": f"{pages}." if pages else "Nothing.",
        "For you, before the session": escape(plan.before_session),
    }
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{words}</dd>" for name, words in facts.items()) + "</dl>"


def _agenda(agenda: pd.DataFrame) -> str:
    """Write the steps with the clock, and the end."""
    shown = pd.DataFrame(
        {
            "from": agenda["starts_at"].map(clock),
            "minutes": agenda["minutes"],
            "step": agenda["title"],
            "how": agenda["form"].astype("string").where(agenda["form"] != "break"),
            "from_the_pack": agenda["material"].astype("string"),
        }
    )
    total = agenda["minutes"].sum()
    end: dict[str, Any] = {"from": clock(total), "minutes": total, "step": "End, and minutes in all"}
    shown = pd.concat([shown, pd.DataFrame([end])], ignore_index=True)
    return table(shown, caption="Agenda. The clock starts at 0:00", row_header="step").text


def _step(step: Any) -> str:
    """Write a step: what people do, with what, and what the facilitator minds."""
    heading = f"{clock(step.starts_at)} {step.title} ({plural(int(step.minutes), 'minute')})"
    uses = _uses(step)
    with_what = f"<p><strong>Use:</strong> {'; '.join(uses)}.</p>" if uses else ""
    return (
        f"<section><h3>{escape(heading)}</h3><p>{escape(step.what_happens)}</p>{with_what}"
        f"<p><strong>For the facilitator:</strong> {escape(step.facilitator_note)}</p></section>"
    )


def _uses(step: Any) -> list[str]:
    """List what a step uses of the book, with links, and of the pack."""
    uses = []
    if not pd.isna(step.exercise_id):
        exercise = next(load("exercises").query("exercise_id == @step.exercise_id").itertuples())
        made = link(exercises_address(exercise.page, exercise.title), exercise.title)
        uses.append(f"the exercise {made} ({plural(int(exercise.minutes), 'minute')})")
    if not pd.isna(step.page):
        lesson = next(load("lessons").query("page == @step.page").itertuples())
        made = f"the chapter {link(f'../{lesson.page}.html', lesson.title)}"
        if step.page_use == "read":
            made += f" (about {plural(int(lesson.minutes_read), 'minute')} to read)"
        elif step.page_use == "read before":
            made += " (read before the session)"
        uses.append(made)
    if not pd.isna(step.item_id):
        item = next(load("quiz_items").query("item_id == @step.item_id").itertuples())
        place = f"../{item.page}.html" + ("" if pd.isna(item.figure) else f"#{item.figure}")
        chart = "a question" if pd.isna(item.figure) else "a chart and the question on misreading it"
        uses.append(f"{link(place, chart)}: “{escape(item.stem)}”")
    if not pd.isna(step.material):
        uses.append(f"from the pack: {escape(step.material)}")
    return uses


def _short(agenda: pd.DataFrame) -> str:
    """Write the short agenda: what becomes of each step, and the minutes saved."""
    total, saved = int(agenda["minutes_short"].sum()), int(agenda["minutes_saved"].sum())
    shown = pd.DataFrame(
        {
            "step": agenda["title"],
            "minutes": agenda["minutes"],
            "short": agenda["minutes_short"],
            "saved": agenda["minutes_saved"],
            "how": agenda["when_short"],
        }
    )
    sums: dict[str, Any] = {"step": "All of them", "minutes": agenda["minutes"].sum(), "short": total, "saved": saved}
    shown = pd.concat([shown, pd.DataFrame([sums])], ignore_index=True)
    about = f"The short agenda takes {plural(total, 'minute')} and saves {saved}. A step with 0 minutes is left out."
    return f"<p>{about}</p>" + table(shown, caption="The short agenda, in minutes", row_header="step").text


def _without_screen(agenda: pd.DataFrame) -> str:
    lines = "".join(
        f"<li><strong>{escape(step.title)}:</strong> {escape(step.without_screen)}</li>" for step in agenda.itertuples()
    )
    return f"<ol>{lines}</ol>"
