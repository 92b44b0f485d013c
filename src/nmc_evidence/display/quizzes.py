"""Let readers check themselves: quizzes with feedback, and claims to judge before the source's words are shown.

Both are plain HTML first: questions with boxes to tick, and the answers folded away behind a line. On paper
the answers stand together after the last question. The book's script then checks, keeps the answers in the
reader's own browser, and compares them; nothing is sent anywhere.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from nmc_evidence import charts
from nmc_evidence.display.cards import certainty_words
from nmc_evidence.display.page import Html, attribute, json_in_html
from nmc_evidence.display.resting import resting
from nmc_evidence.evidence import Evidence

# The groups of wordings that a reader can tell apart are those of the evidence (`Evidence.groups`). They are not
# steps of a scale: a source may leave a question open on good grounds, or hold a view on none.
# What a group says more than: a plain claim more than every other, a hedged one more than an open question.
# Nothing else can be compared; a view is neither more nor less than an open question.
SAYS_MORE_THAN = {"plain": {"hedged", "open", "view"}, "hedged": {"open"}, "open": set(), "view": set()}
SAME, SURER, LESS_SURE, OTHER = (
    "as the source puts it",
    "surer than the source",
    "less sure than the source",
    "another kind of wording, neither surer nor less sure",
)


def quiz(
    items: pd.DataFrame, options: pd.DataFrame, rests_on: pd.DataFrame, *, data_dir: str | Path | None = None
) -> Html:
    """Show questions that a reader can answer, with feedback for every option and the claims behind it.

    Parameters
    ----------
    items : pandas.DataFrame
        Questions, as `load("quiz_items")` returns them, or some of their rows: usually those of one page.
    options : pandas.DataFrame
        Options of these questions, as `load("quiz_options")` returns them; those of others are left out.
    rests_on : pandas.DataFrame
        What the questions rest on, as `load("quiz_rests_on")` returns it.
    data_dir : str or path, optional
        Where the rows stand that the questions rest on. Default: the shipped data.

    Returns
    -------
    Html
        A form for each question and, folded away, which options are right, why, and links to what it rests
        on. With the book's script a question can be checked, and its answer can be opened only then.

    Raises
    ------
    ValueError
        If there is no question, a question has no option, or what it rests on is not there.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> items = nmc.load("quiz_items").query("page == 'findings/workforce'")
    >>> shown = display.quiz(items, nmc.load("quiz_options"), nmc.load("quiz_rests_on"))
    >>> shown.text.count("<fieldset>") == shown.text.count("<details") == len(items)
    True
    """
    if items.empty:
        raise ValueError("no question to show: check the page that was asked for")
    behind = rests_on[rests_on["item_id"].isin(items["item_id"])]
    lines = resting(behind, data_dir=data_dir)
    made = []
    for number, item in enumerate(items.itertuples(), 1):
        mine = options[options["item_id"] == item.item_id].sort_values("option_no")
        if mine.empty:
            raise ValueError(f"the question {item.item_id!r} has no option: look into the table of options")
        name = f"Question {number}"
        kind = "radio" if item.answers == "one" else "checkbox"
        figure = "" if pd.isna(item.figure) else f' <a href="#{attribute(item.figure)}">To the figure</a>'
        asked = "Choose one." if item.answers == "one" else "More than one may be right."
        choices = {str(option.option_no): option.text for option in mine.itertuples()}
        answers = "".join(_option_answer(option) for option in mine.itertuples())
        ids = behind.loc[behind["item_id"] == item.item_id, "rest_id"]
        behind_it = "".join(f"<li>{lines[rest]}</li>" for rest in ids)
        made.append(
            _form(item.item_id, name, item.stem, f"{asked}{figure}", kind, choices, "Check")
            + _folded(f"{name}: answer and why", f"<ul>{answers}</ul><p>It rests on:</p><ul>{behind_it}</ul>")
        )
    key = " ".join(dict.fromkeys(items["page"]))
    return Html(
        f'<section class="nmc-quiz" data-key="{attribute(key)}" aria-label="Questions to check yourself">'
        f'<p class="nmc-answers" hidden>Answers, and why</p>{"".join(made)}{_keeping()}</section>'
    )


def judge_first(findings: pd.DataFrame, questions: pd.DataFrame, *, evidence: Evidence | None = None) -> Html:
    """Let a reader say how sure a source will sound before its words are shown.

    Each claim is put as a question, which states nothing, so that its wording gives nothing away. The reader
    chooses one of four groups of wordings. The groups are no scale and no answer earns a score. Readers were
    *surer* than the source only where their group says more than the source's: "plainly" where the source
    hedges, leaves the question open or reports a view, or "may" and "some evidence" where it leaves the
    question open. They were *less sure* where it is the other way round. Limited, mixed, unclear and
    inconclusive evidence are one group because each leaves a question open, in its own way: the source's own
    words are always shown beside the group.

    Parameters
    ----------
    findings : pandas.DataFrame
        Claims, as `load_findings` returns them.
    questions : pandas.DataFrame
        The claims to judge, in the order to show them in, as `load("judge_questions")` returns them.
    evidence : Evidence, optional
        What the claims belong to, if the frame does not say so.

    Returns
    -------
    Html
        A form for each claim and, folded away, the source's words. With the book's script also a table that
        compares, a file of the reader's answers, and a table of the files that a class puts side by side.

    Raises
    ------
    ValueError
        If there is no question, or a question is on a claim that is not there or that only asks.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import display
    >>> questions = nmc.load("judge_questions")
    >>> display.judge_first(nmc.load_findings(), questions).text.count("<fieldset>") == len(questions)
    True
    """
    if questions.empty:
        raise ValueError("no claim to judge: check the questions that were asked for")
    claims = findings.set_index("finding_id", drop=False)
    evidence = Evidence.of(findings, evidence)
    sources = charts.labels_of(findings, "source_id", evidence=evidence)
    groups = evidence.groups
    labels = {kind: group.label for kind, group in groups.items()}
    made = []
    for number, question in enumerate(questions.itertuples(), 1):
        if question.finding_id not in claims.index:
            raise ValueError(f"there is no claim {question.finding_id!r}: look into the table of questions")
        claim = next(claims.loc[[question.finding_id]].itertuples())
        if pd.isna(claim.certainty):
            raise ValueError(f"{question.finding_id} is a {claim.kind} and has no certainty: choose a claim")
        name, source = f"Claim {number}", sources[claim.source_id]
        said = evidence.kind_of(claim.certainty)
        address = attribute(charts.page_link(claim.page, claim.finding_id))
        words = (
            f'<p><a href="{address}">{escape(claim.statement)}</a></p><p>How sure: '
            f'<span class="nmc-words">{escape(certainty_words(claim))}</span>. The source {escape(labels[said])}.</p>'
        )
        made.append(
            _form(
                claim.finding_id,
                name,
                question.question,
                f"{escape(source)}. How do you think that the source answers?",
                "radio",
                {kind: f"It {group.label}: {group.words}" for kind, group in groups.items()},
                "Show the source's words",
                said,
            )
            + _folded(f"{name}: the source's words", words)
        )
    told = json_in_html(
        {"labels": labels, "compared": {mine: {said: compared(mine, said) for said in labels} for mine in labels}}
    )
    return Html(
        '<section class="nmc-quiz nmc-judge" data-key="judge first" aria-label="Claims to judge">'
        f'<p class="nmc-answers" hidden>The source\'s words</p>{"".join(made)}'
        '<div class="nmc-compared" hidden><p><button type="button" class="nmc-compare">Compare with the sources'
        '</button> <button type="button" class="nmc-save">Save my answers as a file</button></p>'
        '<p class="nmc-status nmc-compared-status" role="status"></p><div class="nmc-own"></div>'
        '<p><label>Put files side by side <input type="file" multiple accept=".json,application/json"></label></p>'
        '<p class="nmc-status nmc-files-status" role="status"></p><div class="nmc-files"></div></div>'
        f'{_keeping()}<script type="application/json" class="nmc-groups">{told}</script></section>'
    )


def compared(judged: str, said: str) -> str:
    """Say how a reader's judgement compares with what a source says.

    Parameters
    ----------
    judged, said : str
        The reader's and the source's group of wordings: "plain", "hedged", "open" or "view".

    Returns
    -------
    str

    Examples
    --------
    >>> from nmc_evidence.display import quizzes
    >>> quizzes.compared("plain", "hedged")
    'surer than the source'
    >>> quizzes.compared("view", "open")
    'another kind of wording, neither surer nor less sure'
    """
    if judged == said:
        return SAME
    if said in SAYS_MORE_THAN[judged]:
        return SURER
    return LESS_SURE if judged in SAYS_MORE_THAN[said] else OTHER


def _form(
    name: str, called: str, stem: str, asked: str, kind: str, choices: dict[str, str], button: str, said: str = ""
) -> str:
    """Write a question with its choices. Its button waits for the script; disabled, it cannot send the form."""
    boxes = "".join(
        f'<label><input type="{kind}" name="{attribute(name)}" value="{attribute(value)}"> {escape(text)}</label>'
        for value, text in choices.items()
    )
    known = f' data-said="{attribute(said)}"' if said else ""
    return (
        f'<form class="nmc-item" data-item="{attribute(name)}"{known} autocomplete="off"><fieldset>'
        f'<legend><span class="nmc-number">{called}.</span> {escape(stem)}</legend><p class="nmc-asked">{asked}</p>'
        f'{boxes}</fieldset><p class="nmc-check" hidden><button disabled>{escape(button)}</button></p>'
        f'<div class="nmc-feedback" role="status"></div></form>'
    )


def _folded(summary: str, shown: str) -> str:
    return f'<details class="nmc-answer"><summary>{escape(summary)}</summary>{shown}</details>'


def _option_answer(option: Any) -> str:
    verdict = "Right" if option.is_right else "Not right"
    return (
        f'<li data-option="{option.option_no}" data-right="{str(option.is_right).lower()}">'
        f"<strong>{verdict}:</strong> <em>{escape(option.text)}</em><br>"
        f'<span class="nmc-why">{escape(option.feedback)}</span></li>'
    )


def _keeping() -> str:
    """Write what the script fills in about the answers that it keeps."""
    return (
        '<div class="nmc-keep" hidden><p class="nmc-kept" role="status"></p>'
        '<p><button type="button" class="nmc-forget">Forget my answers</button></p></div>'
    )
