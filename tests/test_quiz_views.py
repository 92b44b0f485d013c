"""What a reader does with questions and judgements: keyboard, feedback, store, files, no script, paper."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from test_browser import serve
from test_print import printed, words

import nmc_evidence as nmc
from nmc_evidence import display
from nmc_evidence.display import quizzes

ROOT = Path(__file__).parents[1]
STORAGE = (ROOT / "book" / "_templates" / "storage.js").read_text(encoding="utf-8")
ITEMS, OPTIONS = nmc.load("quiz_items"), nmc.load("quiz_options")
QUESTIONS = nmc.load("judge_questions")
FINDINGS = nmc.load_findings().set_index("finding_id")
# A page with a question of one right answer and one of several
SHOWN = nmc.select_findings(ITEMS, page="outcomes/overview")
ONE, SEVERAL = (SHOWN.loc[SHOWN["answers"] == kind, "item_id"].iloc[0] for kind in ("one", "several"))
NO_STORE = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
FULL_STORE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"


def sheet(shown: display.Html) -> str:
    """Write a page with the book's own styles and scripts around a piece of a page."""
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><script>{STORAGE}</script><title>A page</title>'
        '<link rel="stylesheet" href="_static/nmc.css"><link rel="stylesheet" href="_static/print.css">'
        '<script src="_static/page.js" defer></script><script src="_static/quiz.js" defer></script></head>'
        f"<body><main><h1>A page</h1>{shown.text}</main></body></html>"
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[str]:
    """Serve two pages: a quiz, and claims to judge."""
    folder = tmp_path_factory.mktemp("quiz")
    shutil.copytree(ROOT / "book" / "_static", folder / "_static")
    shutil.copy(ROOT / "src" / "nmc_evidence" / "assets" / "nmc.css", folder / "_static")
    pages = {
        "quiz": display.quiz(SHOWN, OPTIONS, nmc.load("quiz_rests_on")),
        "judge": display.judge_first(nmc.load_findings(), QUESTIONS),
    }
    for name, shown in pages.items():
        (folder / f"{name}.html").write_text(sheet(shown), encoding="utf-8")
    yield from serve(folder)


@pytest.fixture
def context(chromium) -> Iterator:
    made = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield made
    made.close()


@pytest.fixture
def page(context) -> Iterator:
    errors = []
    made = context.new_page()
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    assert errors == []


def go(page, address: str):
    page.goto(address)
    page.wait_for_selector(".nmc-quiz[data-live=yes]")
    return page


def form_of(page, item: str):
    return page.locator(f"form[data-item='{item}']")


def answer_of(page, item: str):
    return page.locator(f"form[data-item='{item}'] + details")


def feedback_of(page, item: str) -> str:
    return form_of(page, item).locator(".nmc-feedback").text_content()


def options_of(item: str, *, right: bool) -> list:
    mine = OPTIONS[(OPTIONS["item_id"] == item) & (OPTIONS["is_right"] == right)]
    return list(mine.itertuples())


def choose(page, item: str, value: object) -> None:
    form_of(page, item).locator(f"input[value='{value}']").check()


def check(page, item: str) -> None:
    form_of(page, item).locator("button").click()


# --- questions


def test_a_wrong_answer_gets_its_own_feedback_and_may_be_changed(page, site):
    go(page, f"{site}/quiz.html")
    wrong, right = options_of(ONE, right=False)[0], options_of(ONE, right=True)[0]
    assert answer_of(page, ONE).is_hidden()
    choose(page, ONE, wrong.option_no)
    check(page, ONE)
    assert feedback_of(page, ONE) == f"Not right: {wrong.feedback}"
    answer = answer_of(page, ONE)
    assert answer.is_visible()
    assert answer.get_attribute("open") is None
    choose(page, ONE, right.option_no)
    assert feedback_of(page, ONE) == ""
    check(page, ONE)
    assert feedback_of(page, ONE) == f"Right: {right.feedback}"


def test_a_check_without_a_choice_asks_for_one_and_shows_nothing(page, site):
    go(page, f"{site}/quiz.html")
    check(page, ONE)
    assert feedback_of(page, ONE) == "Choose an answer first."
    assert answer_of(page, ONE).is_hidden()


def test_several_answers_are_told_one_by_one_and_what_is_missing_is_said(page, site):
    go(page, f"{site}/quiz.html")
    first, *more = options_of(SEVERAL, right=True)
    wrong = options_of(SEVERAL, right=False)[0]
    choose(page, SEVERAL, first.option_no)
    choose(page, SEVERAL, wrong.option_no)
    check(page, SEVERAL)
    said = feedback_of(page, SEVERAL)
    assert first.feedback in said
    assert wrong.feedback in said
    assert said.endswith("Not all of the right ones are chosen.")
    for option in more:
        choose(page, SEVERAL, option.option_no)
    check(page, SEVERAL)
    assert feedback_of(page, SEVERAL).endswith("The right ones are among those that you chose.")
    form_of(page, SEVERAL).locator(f"input[value='{wrong.option_no}']").uncheck()
    check(page, SEVERAL)
    assert feedback_of(page, SEVERAL).endswith("These are all.")


def test_a_question_can_be_answered_with_the_keyboard_alone(page, site):
    go(page, f"{site}/quiz.html")
    item = SHOWN["item_id"].iloc[0]
    focused = "document.activeElement.closest('form')?.dataset.item"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == item
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert form_of(page, item).locator("input:checked").get_attribute("value") == "2"
    page.keyboard.press("Enter")
    second = OPTIONS[(OPTIONS["item_id"] == item) & (OPTIONS["option_no"] == 2)].iloc[0]
    assert feedback_of(page, item).endswith(second["feedback"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    assert answer_of(page, item).get_attribute("open") is not None
    assert page.url.endswith("/quiz.html"), "the form was sent"


def test_answers_are_kept_over_a_reload_and_can_be_forgotten(page, site):
    go(page, f"{site}/quiz.html")
    choose(page, ONE, 1)
    check(page, ONE)
    told = feedback_of(page, ONE)
    choose(page, SEVERAL, 2)
    go(page, f"{site}/quiz.html")
    assert feedback_of(page, ONE) == told
    assert form_of(page, SEVERAL).locator("input:checked").get_attribute("value") == "2"
    assert feedback_of(page, SEVERAL) == ""
    assert "stay in this browser" in page.locator(".nmc-kept").text_content()
    page.get_by_role("button", name="Forget my answers").click()
    assert page.locator("input:checked").count() == 0
    assert page.locator("details:visible").count() == 0
    assert page.evaluate("localStorage.length") == 0
    assert "forgotten" in page.locator(".nmc-kept").text_content()
    go(page, f"{site}/quiz.html")
    assert page.locator("input:checked").count() == 0


@pytest.mark.parametrize("store", [NO_STORE, FULL_STORE])
def test_a_store_that_is_full_or_forbidden_loses_nothing_on_the_page(page, site, store):
    page.add_init_script(store)
    go(page, f"{site}/quiz.html")
    choose(page, ONE, 1)
    check(page, ONE)
    assert feedback_of(page, ONE)
    assert form_of(page, ONE).locator("input:checked").count() == 1
    assert "does not let the page keep your answers" in page.locator(".nmc-kept").text_content()
    page.get_by_role("button", name="Forget my answers").click()
    assert page.locator("input:checked").count() == 0


@pytest.mark.parametrize(
    "kept", ["no JSON", "null", json.dumps({ONE: {"chosen": 7, "checked": True}}), '{"gone-q01": 1}']
)
def test_what_another_version_kept_breaks_nothing(page, site, kept):
    go(page, f"{site}/quiz.html")
    page.evaluate("kept => localStorage.setItem('nmc-quiz:outcomes/overview', kept)", kept)
    go(page, f"{site}/quiz.html")
    choose(page, ONE, 1)
    check(page, ONE)
    assert feedback_of(page, ONE)


def test_without_a_script_questions_and_answers_can_be_read_and_enter_sends_nothing(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/quiz.html")
    assert page.locator("button:visible").count() == 0
    assert page.locator("details:visible").count() == len(SHOWN)
    page.locator("summary").first.click()
    assert page.locator("details li").first.is_visible()
    page.locator("input").first.focus()
    page.keyboard.press("Enter")
    assert page.url == f"{site}/quiz.html"
    context.close()


@pytest.mark.parametrize("is_scripted", [True, False])
def test_on_paper_all_answers_stand_after_the_last_question(chromium, site, is_scripted):
    context = chromium.new_context(java_script_enabled=is_scripted)
    page = context.new_page()
    page.goto(f"{site}/quiz.html")
    text = printed(page.pdf(format="A4", prefer_css_page_size=True))
    places = [text.index(words(item.stem)) for item in SHOWN.itertuples()]
    answers = [text.index(words(f"Question {number}: answer and why")) for number in range(1, len(SHOWN) + 1)]
    assert places == sorted(places)
    assert max(places) < text.index(words("Answers, and why")) < min(answers)
    assert answers == sorted(answers)
    for option in OPTIONS[OPTIONS["item_id"].isin(SHOWN["item_id"])].itertuples():
        assert words(option.feedback) in text
    for screen_only in ("Forget my answers", "Check"):
        assert words(screen_only) not in text
    context.close()


# --- claims to judge first


def judge(page, finding_id: str, group: str) -> None:
    choose(page, finding_id, group)
    check(page, finding_id)


def test_the_sources_words_come_after_the_judgement_which_then_stands(page, site):
    go(page, f"{site}/judge.html")
    claim = FINDINGS.loc["nmc-summary-workforce-07"]
    assert not page.get_by_text(claim["hedge"]).first.is_visible()
    check(page, claim.name)
    assert feedback_of(page, claim.name) == "Choose an answer first."
    judge(page, claim.name, "plain")
    assert display.certainty_words(claim) in feedback_of(page, claim.name)
    assert "Your answer: surer than the source." in feedback_of(page, claim.name)
    assert answer_of(page, claim.name).locator("a", has_text=claim["statement"]).is_visible()
    assert form_of(page, claim.name).locator("input:enabled").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "BUTTON", "the focus is lost"


def judge_all(page, group: str) -> None:
    for finding_id in QUESTIONS["finding_id"]:
        judge(page, finding_id, group)


def test_the_end_says_where_a_reader_was_surer(page, site):
    go(page, f"{site}/judge.html")
    judge_all(page, "hedged")
    rows = page.locator(".nmc-own tbody tr").all()
    for row, finding_id in zip(rows, QUESTIONS["finding_id"], strict=True):
        said = nmc.Evidence().kind_of(FINDINGS.loc[finding_id, "certainty"])
        cells = row.locator("td").all_text_contents()
        assert cells[1:] == [display.certainty_words(FINDINGS.loc[finding_id]), quizzes.compared("hedged", said)]
    expected = [
        quizzes.compared("hedged", nmc.Evidence().kind_of(FINDINGS.loc[key, "certainty"]))
        for key in QUESTIONS.finding_id
    ]
    status = page.locator(".nmc-compared-status").text_content()
    assert f"Surer than the source: {expected.count(quizzes.SURER)}." in status
    assert status.startswith(f"{len(QUESTIONS)} claims of {len(QUESTIONS)} judged.")
    go(page, f"{site}/judge.html")
    assert page.locator(".nmc-own tbody tr").count() == len(QUESTIONS), "the judgements were not kept"


def test_a_part_can_be_compared_before_the_end(page, site):
    go(page, f"{site}/judge.html")
    page.get_by_role("button", name="Compare with the sources").click()
    assert page.locator(".nmc-compared-status").text_content().startswith("0 claims of")
    judge(page, "nmc-summary-leadership-06", "plain")
    page.get_by_role("button", name="Compare with the sources").click()
    assert page.locator(".nmc-own tbody tr").count() == 1


def test_judgements_are_saved_as_a_file_without_a_name_and_put_side_by_side(page, site, tmp_path):
    go(page, f"{site}/judge.html")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    judge(page, "nmc-summary-leadership-06", "plain")
    judge(page, "nmc-summary-workforce-07", "view")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my answers as a file").click()
    mine = json.loads(saved.value.path().read_text(encoding="utf-8"))
    answers = {"nmc-summary-leadership-06": "plain", "nmc-summary-workforce-07": "view"}
    assert mine == {"kind": "nmc-judge-first", "version": 1, "answers": answers}
    files = []
    for number, content in enumerate(
        [
            json.dumps(mine),
            json.dumps(mine | {"answers": {"nmc-summary-leadership-06": "open", "gone-01": "plain", "x": 1}}),
            json.dumps(mine | {"answers": {}}),
            json.dumps(mine | {"answers": {"gone-01": "plain", "constructor": "plain"}}),
            json.dumps(mine | {"answers": None}),
            '{"kind": "something else"}',
            "no JSON",
            "null",
        ]
    ):
        files.append(tmp_path / f"{number}.json")
        files[-1].write_text(content, encoding="utf-8")
    page.get_by_label("Put files side by side").set_input_files(files)
    page.wait_for_selector(".nmc-files table")
    assert page.locator(".nmc-files-status").text_content() == (
        "2 files side by side. Without an answer to a claim of this page: 2.json, 3.json. Left out, because this page "
        "does not have them: 2 answers in 1.json. Not a file of answers to this page: 4.json, 5.json, 6.json, 7.json."
    )
    counts = {
        row.locator("a").get_attribute("href").split("#")[1]: row.locator("td").all_text_contents()
        for row in page.locator(".nmc-files tbody tr").all()
    }
    assert counts["nmc-summary-leadership-06"] == ["1 (the source)", "0", "1", "0"]
    assert counts["nmc-summary-workforce-07"] == ["0", "0 (the source)", "0", "1"]
    assert set(counts) == set(QUESTIONS["finding_id"])
    assert [url for url in asked if not url.startswith("blob:")] == [], "something was sent"


def test_what_is_chosen_is_kept_counted_and_saved_before_the_sources_words_are_asked_for(page, site):
    go(page, f"{site}/judge.html")
    for finding_id in QUESTIONS["finding_id"]:
        choose(page, finding_id, "plain")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my answers as a file").click()
    answers = json.loads(saved.value.path().read_text(encoding="utf-8"))["answers"]
    assert answers == dict.fromkeys(QUESTIONS["finding_id"], "plain")
    go(page, f"{site}/judge.html")
    assert page.locator("input:checked").count() == len(QUESTIONS)
    assert page.locator("input:disabled").count() == 0, "it was never compared, and may be changed"
    assert page.locator(".nmc-words:visible").count() == 0
    page.get_by_role("button", name="Compare with the sources").click()
    status = page.locator(".nmc-compared-status")
    assert status.text_content().startswith(f"{len(QUESTIONS)} claims of {len(QUESTIONS)} judged.")
    assert page.locator(".nmc-own tbody tr").count() == len(QUESTIONS)
    assert page.locator("input:enabled[type=radio]").count() == 0, "the words are known, and the judgement stands"
    assert status.bounding_box()["y"] < page.viewport_size["height"], "the comparison is out of sight"
    go(page, f"{site}/judge.html")
    assert page.locator(".nmc-own tbody tr").count() == len(QUESTIONS)


def test_no_file_is_saved_as_long_as_it_would_be_empty(page, site):
    go(page, f"{site}/judge.html")
    saved = []
    page.on("download", lambda file: saved.append(file))
    page.get_by_role("button", name="Save my answers as a file").click()
    assert "no answer to save yet" in page.locator(".nmc-compared-status").text_content()
    choose(page, QUESTIONS["finding_id"].iloc[0], "plain")
    with page.expect_download():
        page.get_by_role("button", name="Save my answers as a file").click()
    assert len(saved) == 1


def test_what_an_earlier_version_kept_is_still_known(page, site):
    first, second, third = QUESTIONS["finding_id"].iloc[:3]
    go(page, f"{site}/judge.html")
    kept = json.dumps({first: "plain", second: "constructor", third: {"chosen": ["no such group"]}})
    page.evaluate("kept => localStorage.setItem('nmc-quiz:judge first', kept)", kept)
    go(page, f"{site}/judge.html")
    assert "Your answer:" in feedback_of(page, first)
    assert page.locator("input:checked").count() == 1


@pytest.mark.parametrize("name", ["quiz", "judge"])
def test_two_tabs_keep_the_answers_of_both_and_show_them(context, site, name):
    tabs = [go(context.new_page(), f"{site}/{name}.html") for _ in range(2)]
    items = tabs[0].locator("form").evaluate_all("all => all.map((form) => form.dataset.item)")
    for tab, item in zip(tabs, items, strict=False):
        tab.locator(f"form[data-item='{item}'] input").first.check()
    for tab in tabs:
        for item in items[:2]:
            tab.wait_for_selector(f"form[data-item='{item}'] input:checked", timeout=5000)
        go(tab, f"{site}/{name}.html")
        assert tab.locator("form:has(input:checked)").count() == 2
    tabs[0].get_by_role("button", name="Forget my answers").click()
    tabs[1].wait_for_function("() => !document.querySelector('input:checked')", timeout=5000)


def test_judgements_can_be_forgotten_and_made_again(page, site):
    go(page, f"{site}/judge.html")
    judge(page, "nmc-summary-leadership-06", "open")
    page.get_by_role("button", name="Forget my answers").click()
    judge(page, "nmc-summary-leadership-06", "plain")
    assert "as the source puts it" in feedback_of(page, "nmc-summary-leadership-06")


def test_without_a_script_the_claims_are_a_list_with_the_words_folded_away(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/judge.html")
    assert page.locator("details:visible").count() == len(QUESTIONS)
    assert page.locator("button:visible, input[type=file]:visible").count() == 0
    page.locator("summary").first.click()
    assert page.locator("details p").first.is_visible()
    context.close()


@pytest.mark.parametrize("name", ["quiz", "judge"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_has_no_objection_and_nothing_scrolls_sideways(page, site, name, width):
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 900})
    go(page, f"{site}/{name}.html")
    for form in page.locator("form").all():
        form.locator("input").first.check()
        form.locator("button").click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []


# --- in the book


def test_every_question_stands_in_the_built_page_that_it_names(built):
    for page, items in ITEMS.groupby("page"):
        text = (built / "book" / f"{page}.html").read_text(encoding="utf-8")
        soup = BeautifulSoup(text, "html.parser")
        assert [form["data-item"] for form in soup.select("form.nmc-item")] == items["item_id"].tolist()
        for item in items.dropna(subset="figure").itertuples():
            assert soup.find("figure", id=item.figure), item.figure


def test_a_question_works_in_the_book_and_says_what_the_data_hold(built, page):
    go(page, (built / "book" / "findings" / "workforce.html").as_uri())
    item = nmc.select_findings(ITEMS, page="findings/workforce")["item_id"].iloc[0]
    right = options_of(item, right=True)[0]
    choose(page, item, right.option_no)
    check(page, item)
    assert feedback_of(page, item) == f"Right: {right.feedback}"
    answer_of(page, item).locator("summary").click()
    assert answer_of(page, item).locator("a").first.is_visible()
