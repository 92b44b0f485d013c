"""Quizzes and claims to judge are whole, honest and readable without a script, and every figure has its question."""

import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from cases import each

import nmc_evidence as nmc
from nmc_evidence import display, schema
from nmc_evidence.display import quizzes

ITEMS, OPTIONS, RESTS_ON = nmc.load("quiz_items"), nmc.load("quiz_options"), nmc.load("quiz_rests_on")
FINDINGS, QUESTIONS = nmc.load_findings(), nmc.load("judge_questions")
WORKFORCE = nmc.select_findings(ITEMS, page="findings/workforce")
KINDS = nmc.Evidence().groups
BOOK = Path(__file__).parents[1] / "book"


def code_of(path: Path) -> str:
    """Return the code of a notebook."""
    cells = nbformat.read(path, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "code")


CODE = {str(path.relative_to(BOOK).with_suffix("")): code_of(path) for path in sorted(BOOK.rglob("*.ipynb"))}


def parse(shown: display.Html) -> BeautifulSoup:
    return BeautifulSoup(shown.text, "html.parser")


def a_quiz(items: pd.DataFrame = WORKFORCE, options: pd.DataFrame = OPTIONS) -> BeautifulSoup:
    return parse(display.quiz(items, options, RESTS_ON))


def judged(questions: pd.DataFrame = QUESTIONS) -> BeautifulSoup:
    return parse(display.judge_first(FINDINGS, questions))


# --- the questions and the book


def test_every_figure_of_the_book_has_one_question_on_misreading_it_on_its_page():
    figures = [
        (page, name)
        for page, code in CODE.items()
        if not page.startswith("exercises/")  # a figure there belongs to a task, and the task is the question on it
        for call in code.split("display.figure(")[1:]
        for name in re.findall(r'\bname="([^"]+)"', call)[:1]
    ]
    asked = ITEMS[ITEMS["purpose"] == "misread"]
    assert sorted(zip(asked["page"], asked["figure"], strict=True)) == sorted(figures)


def test_every_question_is_shown_on_its_page_and_on_no_other():
    shown = [page for code in CODE.values() for page in re.findall(r'load\("quiz_items"\), page="([^"]+)"', code)]
    assert sorted(shown) == sorted(set(ITEMS["page"]))
    for page in shown:
        assert f'load("quiz_items"), page="{page}"' in CODE[page]


def test_every_chapter_with_claims_has_questions():
    chapters = {page for page, code in CODE.items() if "display.left_open" in code}
    assert chapters <= set(ITEMS["page"])


# --- questions on figures, and the rows that the figures draw

CODES = schema.allowed_values("findings", "certainty")


def codes_in(text: str) -> set[str]:
    """Return the codes of certainty that a text names in quotation marks."""
    return {named.lower() for named in re.findall("“([^”]+)”", text)} & set(CODES)


@pytest.fixture(scope="module")
def drawn() -> dict[tuple[str, str], pd.DataFrame]:
    """Run the notebooks without drawing and return the rows that each figure is given, by page and name."""
    frames = {}
    with pytest.MonkeyPatch.context() as patch:
        for page in sorted(set(ITEMS.loc[ITEMS["figure"].notna(), "page"])):

            def keep(_draw, frame, *_, name, page=page, **__):
                frames[page, name] = frame
                return display.Html("")

            patch.setattr(display, "figure", keep)
            cells = nbformat.read(BOOK / f"{page}.ipynb", as_version=4).cells
            names: dict[str, object] = {}
            for cell in cells:
                only_shows = re.match(r"display\.(?!figure\()", cell.source)
                if cell.cell_type == "code" and "%pip" not in cell.source and not only_shows:
                    exec(compile(cell.source, page, "exec"), names)
    return frames


ON_FIGURES = ITEMS[ITEMS["figure"].notna()].set_index("item_id")


def test_a_question_on_a_figure_names_only_codes_that_the_figure_draws(drawn):
    wrong = []
    for item in ON_FIGURES.itertuples():
        frame = drawn[item.page, item.figure]
        if "certainty" not in frame:
            continue
        right = OPTIONS[(OPTIONS["item_id"] == item.Index) & OPTIONS["is_right"]]
        named = codes_in(" ".join([item.stem, *right["text"]]))
        wrong += [f"{item.Index}: {code}" for code in sorted(named - set(frame["certainty"]))]
    assert not wrong, f"codes that are named and that no row of the figure has: {wrong}"


def test_each_code_in_a_question_on_a_figure_is_that_of_a_drawn_row_on_which_it_rests(drawn):
    wrong = []
    for item in ON_FIGURES.itertuples():
        frame = drawn[item.page, item.figure]
        if "certainty" not in frame or "finding_id" not in frame:
            continue
        rests = RESTS_ON.loc[RESTS_ON["item_id"] == item.Index, "row_id"]
        shown = frame[frame["finding_id"].isin(rests)]
        if shown.empty:
            wrong.append(f"{item.Index}: rests on no row of its figure")
        wrong += [f"{item.Index}: {code}" for code in sorted(codes_in(item.stem) - set(shown["certainty"]))]
    assert not wrong, f"codes of a stem without a drawn row behind them: {wrong}"


def test_a_question_that_sets_codes_apart_by_their_questions_rests_on_every_row_drawn_under_them(drawn):
    wrong = []
    for item in ON_FIGURES.itertuples():
        mine = OPTIONS[OPTIONS["item_id"] == item.Index]
        right = mine[mine["is_right"]]
        if not right["text"].str.contains(r"different questions|(?:its|their) own questions?").any():
            continue
        frame = drawn[item.page, item.figure]
        named = codes_in(item.stem) or codes_in(item.stem + " " + " ".join(right["text"]))
        under = frame[frame["certainty"].isin(named)] if named else frame
        rests = RESTS_ON.loc[RESTS_ON["item_id"] == item.Index, "row_id"]
        if left_out := sorted(set(under["finding_id"]) - set(rests)):
            wrong.append(f"{item.Index}: {left_out}")
    assert not wrong, f"rows of the figure that may be about one question and that were not looked at: {wrong}"


def test_a_question_that_speaks_of_one_claim_under_a_code_has_a_figure_with_one(drawn):
    wrong = []
    for item in ON_FIGURES.itertuples():
        for code in re.findall(r"\b[Oo]ne claim stands under “([^”]+)”", item.stem):
            count = (drawn[item.page, item.figure]["certainty"] == code).sum()
            if count != 1:
                wrong.append(f"{item.Index}: {count} under {code}")
    assert not wrong, wrong


def test_a_question_that_speaks_of_one_empty_tile_has_a_map_with_one(drawn):
    wrong = []
    for item in ON_FIGURES[ON_FIGURES["stem"].str.contains("One tile is empty")].itertuples():
        (axes,) = re.findall(r"crosses (\w+)s with (\w+)s", item.stem)
        empty = nmc.empty_tiles(drawn[item.page, item.figure], rows=f"{axes[0]}_id", columns=f"{axes[1]}_id")
        if len(empty) != 1:
            wrong.append(f"{item.Index}: {len(empty)} empty tiles")
    assert not wrong, wrong


# --- what a quiz shows


def test_every_question_can_be_shown():
    forms = a_quiz(ITEMS).find_all("form")
    assert [form["data-item"] for form in forms] == ITEMS["item_id"].tolist()


def test_a_question_is_a_fieldset_with_a_legend_and_labelled_boxes():
    form = a_quiz().form
    item = WORKFORCE.iloc[0]
    assert form.fieldset.legend.text == f"Question 1. {item['stem']}"
    mine = OPTIONS[OPTIONS["item_id"] == item["item_id"]]
    assert [label.text.strip() for label in form.find_all("label")] == mine["text"].tolist()
    assert all(label.input["value"] for label in form.find_all("label"))
    assert form.find(role="status").text == ""


@pytest.mark.parametrize(("answers", "kind"), [("one", "radio"), ("several", "checkbox")])
def test_one_right_answer_makes_radio_buttons_and_several_make_boxes(answers, kind):
    boxes = a_quiz(ITEMS[ITEMS["answers"] == answers]).find_all("input")
    assert {box["type"] for box in boxes} == {kind}


def test_without_a_script_the_answer_is_folded_below_each_question_and_holds_every_feedback():
    page = a_quiz()
    for form, item in zip(page.find_all("form"), WORKFORCE.itertuples(), strict=True):
        details = form.find_next_sibling()
        assert details.name == "details"
        assert not details.has_attr("open")
        lines = [line.text for line in details.ul.find_all("li")]
        mine = OPTIONS[OPTIONS["item_id"] == item.item_id]
        for line, option in zip(lines, mine.itertuples(), strict=True):
            assert line == f"{'Right' if option.is_right else 'Not right'}: {option.text}{option.feedback}"


def test_without_a_script_no_button_shows_and_none_can_send_a_form():
    for page in (a_quiz(), judged()):
        assert all(button.find_parent(hidden=True) for button in page.find_all("button"))
        assert all(form.button.has_attr("disabled") for form in page.find_all("form"))


def test_a_question_leads_to_the_rows_that_it_rests_on():
    details = a_quiz().details
    rests = RESTS_ON[RESTS_ON["item_id"] == WORKFORCE.iloc[0]["item_id"]]
    links = [link["href"].split("#")[1] for link in details.find_all("a")]
    assert links == rests["row_id"].tolist()
    claim = FINDINGS.set_index("finding_id").loc[rests.iloc[0]["row_id"]]
    assert f"{claim['statement']} ({display.certainty_words(claim)}; " in details.text


@each("table", schema.allowed_values("quiz_rests_on", "table"))
def test_a_question_can_rest_on_a_row_of_any_table_that_is_allowed(table):
    (key,) = schema.get_table(table)["schema"]["primaryKey"]
    row = nmc.load(table).iloc[0]
    item = WORKFORCE.head(1)
    rests = RESTS_ON.head(1).assign(item_id=item["item_id"].item(), table=table, row_id=row[key])
    link = parse(display.quiz(item, OPTIONS, rests)).details.find("a")
    anchor = f"reference-{row['reference_id']}" if table == "citations" else row[key]
    assert link["href"].endswith(f".html#{anchor}")
    assert link.text


def test_a_question_on_a_figure_links_to_it():
    (link,) = a_quiz().select("fieldset a")
    assert link["href"] == "#workforce-certainty"


def test_a_quiz_is_the_same_every_time_and_its_text_is_escaped():
    assert display.quiz(WORKFORCE, OPTIONS, RESTS_ON).text == display.quiz(WORKFORCE, OPTIONS, RESTS_ON).text
    nasty = display.quiz(WORKFORCE.assign(stem="<b>x</b>"), OPTIONS.assign(text="<i>", feedback="<u>"), RESTS_ON).text
    assert not re.search("<b>|<i>|<u>", nasty)


def test_a_quiz_without_questions_options_or_claims_is_refused():
    with pytest.raises(ValueError, match="no question to show"):
        a_quiz(ITEMS.iloc[:0])
    with pytest.raises(ValueError, match=r"'workforce-q01' has no option"):
        a_quiz(options=OPTIONS.iloc[:0])
    with pytest.raises(ValueError, match=r"rests on 'nowhere', which is no finding_id of findings"):
        display.quiz(WORKFORCE, OPTIONS, RESTS_ON.assign(row_id="nowhere"))


# --- claims to judge first


def test_each_certainty_belongs_to_one_group_of_wordings():
    codes = [code for group in KINDS.values() for code in group.codes]
    assert sorted(codes) == sorted(schema.allowed_values("findings", "certainty"))


def test_surer_is_only_who_says_more_where_the_source_hedges():
    pairs = {(mine, said): quizzes.compared(mine, said) for mine in KINDS for said in KINDS}
    surer = {pair for pair, words in pairs.items() if words == quizzes.SURER}
    assert surer == {("plain", "hedged"), ("plain", "open"), ("plain", "view"), ("hedged", "open")}
    assert {pair for pair, words in pairs.items() if words == quizzes.LESS_SURE} == {pair[::-1] for pair in surer}
    assert pairs["view", "open"] == pairs["open", "view"] == pairs["view", "hedged"] == quizzes.OTHER


def test_open_wordings_are_not_set_above_one_another():
    opened = {nmc.Evidence().kind_of(code) for code in ("mixed", "unclear", "inconclusive", "limited evidence")}
    assert opened == {"open"}


def test_a_claim_is_asked_without_its_wording_and_the_words_are_folded_away():
    page = judged()
    for form, question in zip(page.find_all("form"), QUESTIONS.itertuples(), strict=True):
        claim = FINDINGS.set_index("finding_id").loc[question.finding_id]
        assert question.question in form.legend.text
        assert claim["statement"] not in form.text
        details = form.find_next_sibling("details")
        assert claim["statement"] in details.text
        assert display.certainty_words(claim) in details.text
        assert form["data-said"] == nmc.Evidence().kind_of(claim["certainty"])


def test_every_group_of_wordings_is_the_answer_to_some_question():
    assert {form["data-said"] for form in judged().find_all("form")} == set(KINDS)


def test_claims_that_are_not_there_or_only_ask_are_refused():
    with pytest.raises(ValueError, match="no claim to judge"):
        judged(QUESTIONS.iloc[:0])
    with pytest.raises(ValueError, match="there is no claim 'nowhere'"):
        judged(QUESTIONS.head(1).assign(finding_id="nowhere"))
    asking = FINDINGS.loc[FINDINGS["kind"] == "guiding question", "finding_id"].iloc[0]
    with pytest.raises(ValueError, match="is a guiding question and has no certainty"):
        judged(QUESTIONS.head(1).assign(finding_id=asking))
