"""What the data must hold, and that damage to them is named."""

import re
from pathlib import Path

import pandas as pd
import pytest
from cases import each

import nmc_evidence as nmc
from nmc_evidence import schema
from nmc_evidence.citations import cited_and_listed
from nmc_evidence.validation import find_problems

EVERY = nmc.load_findings()
FINDINGS = nmc.select_findings(EVERY, source_id=["nmc-summary", "mcp-poster"])
SCAN = nmc.select_findings(EVERY, source_id="rapid-scan")
EFFECTS = nmc.load("effects")
TIMESCALES = nmc.load("timescales")
FRAMEWORKS = nmc.load("frameworks").set_index("framework_id")
ITEMS = nmc.load("framework_items")
MECHANISMS = nmc.load("mechanisms")
QUIZ = nmc.load("quiz_items")


def paragraphs(count: int) -> set[str]:
    return {f"paragraph {number}" for number in range(1, count + 1)}


# What the summary prints in each of its sections; every piece has one claim or more
PIECES = {
    "Purpose > Context": paragraphs(2),
    "Purpose > The Five Evidence Reviews": {"page heading", *(f"item {number:02d}" for number in range(1, 6))},
    "Purpose > Making sense of the evidence": {"Rationale", "Aims and objectives", "Through"},
    "Framework > Principles of Integrated Care": paragraphs(1),
    "Findings": {"menu"},  # the framework's headings stand in the menu of the findings
    "Findings > Design": paragraphs(6) | {"guiding line 1", "guiding line 2"},
    "Findings > Delivery": paragraphs(6),
    "Findings > Management": paragraphs(5),
    "Findings > People and Communities": paragraphs(9),
    "Findings > Workforce": paragraphs(7),
    "Findings > Leadership": paragraphs(7) | {"guiding line"},
    "Findings > Technology and Innovation": paragraphs(4),
    "Findings > Information, Knowledge and Learning": paragraphs(5),
    "Outcomes > Staff Experience": paragraphs(1),
    "Outcomes > Patient Experience": paragraphs(2),
    "Outcomes > Population Health": paragraphs(2),
    "Outcomes > Cost Effectiveness": paragraphs(3),
    "References > Disclaimer": paragraphs(2),
    "How to use this document": paragraphs(1) | {"Document controls", "Navigation tabs"},
}


def saying(words: str) -> pd.DataFrame:
    """Return the findings whose statement holds some words; there must be at least one."""
    rows = FINDINGS[FINDINGS["statement"].str.contains(words, case=False)]
    assert len(rows), f"no statement says {words!r}"
    return rows


def edit(path: Path, old: str, new: str) -> int:
    """Replace the first place of some text and return its line number."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


# --- the summary


def test_the_shipped_data_have_no_problem():
    assert find_problems().empty


def test_every_section_of_the_summary_is_whole():
    summary = nmc.select_findings(FINDINGS, source_id="nmc-summary")
    places = summary["locator"].str.replace(r", sentences? .*", "", regex=True)
    assert {section: set(held) for section, held in places.groupby(summary["section"])} == PIECES


def test_a_domain_has_findings_from_its_own_section_only():
    summary = nmc.select_findings(FINDINGS, source_id="nmc-summary")
    labels = nmc.load_domains().set_index("domain_id")["label"]
    for claim in summary[summary["domain_id"].notna()].itertuples():
        assert claim.section == f"Findings > {labels[claim.domain_id]}"


def test_claims_on_outcomes_carry_no_domain():
    assert FINDINGS.loc[FINDINGS["outcome_id"].notna(), "domain_id"].isna().all()


def test_six_passages_are_bold():
    bold = FINDINGS[FINDINGS["emphasis"] == "bold"]
    assert bold.groupby(["section", "locator"], observed=True).ngroups == 6


def test_two_claims_are_printed_twice_and_counted_once():
    repeats = FINDINGS[FINDINGS["same_as"].notna()]
    assert set(repeats["section"]) == {"Findings > Leadership"}
    assert repeats["same_as"].tolist() == ["nmc-summary-delivery-10", "nmc-summary-delivery-11"]


def test_a_statement_stands_once_unless_the_source_prints_it_twice():
    once = nmc.distinct_findings(EVERY)
    within_source = once.groupby("source_id", observed=True)["statement"]
    assert not within_source.apply(lambda statements: statements.duplicated().any()).any()


def test_a_short_label_has_at_most_seven_words_and_stands_once_on_its_page():
    labelled = EVERY[EVERY["short_label"].notna()]
    assert len(labelled)
    long = labelled[labelled["short_label"].str.split().str.len() > 7]
    assert long.empty, long[["finding_id", "short_label"]].to_string()
    folded = labelled.assign(short_label=labelled["short_label"].str.casefold())
    alike = labelled[folded.duplicated(["page", "short_label"], keep=False)]
    assert alike.empty, alike[["finding_id", "page", "short_label"]].to_string()


def test_a_short_label_is_too_long_with_eight_words(data_copy):
    row = edit(
        data_copy / "findings.csv",
        "Measures should change with the system",
        "Measures should also change with the whole system",
    )
    problem = problem_of(data_copy)
    assert (problem["file"], problem["row"], problem["column"]) == ("findings.csv", row, "short_label")


def test_positive_results_on_patient_outcomes_keep_their_frame():
    some_studies = FINDINGS[(FINDINGS["outcome_id"] == "population_health") & (FINDINGS["basis"] == "some studies")]
    assert len(some_studies) == 4
    assert (some_studies["certainty"] == "inconclusive").all()
    assert some_studies["statement"].str.contains("inconclusive").all()


def test_five_to_seven_years_are_suggested_by_commentators_until_measurable_effects():
    (claim,) = saying("5 to 7 years").itertuples()
    assert (claim.certainty, claim.hedge) == ("suggested", "commentators suggesting")
    assert "Commentators" in claim.statement
    assert "measurable effects" in claim.statement


def test_sizes_are_populations_served_and_viable_size_has_no_direct_evidence():
    for figure in ("10,000", "70,000"):
        (claim,) = saying(figure).itertuples()
        assert "not a recommended size" in claim.note
    assert set(saying("viable")["certainty"]) == {"no direct evidence"}


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("Contracting mechanisms are unlikely", "unless there is commitment"),
        ("integrated IT systems would not", "on their own"),
        (
            "could strain relationships",
            "particularly across disciplinary boundaries where roles and responsibilities are unclear",
        ),
        ("organic integration", "particularly where providers wanted to offer all the services required but could not"),
        (
            "Enhanced roles, for example in primary care",
            "given ongoing support, training and a clear understanding of responsibilities",
        ),
        ("could create discomfort", "some patients"),
    ],
)
def test_conditions_survive(words, condition):
    assert saying(words)["statement"].str.contains(condition).all()


def test_carers_rest_on_one_study_and_are_not_always_different():
    (claim,) = saying("did not always share").itertuples()
    assert claim.basis == "one study"


def test_use_and_spending_are_worded_as_in_the_source():
    assert set(saying("use of healthcare services")["certainty"]) == {"inconclusive"}
    assert set(saying("reduce A&E admissions|reduce GP appointments")["certainty"]) == {"limited evidence"}
    assert set(saying("overall spending")["certainty"]) == {"unclear"}


def test_the_cost_remark_stays_under_people_and_communities():
    assert set(saying("may raise costs")["domain_id"]) == {"people_and_communities"}


def test_limited_evidence_on_technology_is_a_gap():
    (claim,) = saying("use of technology").itertuples()
    assert (claim.certainty, claim.direction) == ("limited evidence", "not stated")


def test_the_two_identifiers_of_the_project_stay_apart():
    by_source = saying("15/77").set_index("source_id")["statement"]
    assert "15/77/15" in by_source["mcp-poster"]
    assert "15/77/15" not in by_source["nmc-summary"]


# --- what must never be invented


def test_no_finding_is_linked_to_a_review():
    reviews = set(nmc.load("reviews")["reference_id"])
    citations = nmc.load_citations()
    assert citations.loc[citations["reference_id"].isin(reviews), "finding_id"].isna().all()
    assert not any("review" in column for column in FINDINGS.columns)


def test_hanratty_has_no_year_and_no_record_has_an_address():
    references = nmc.load_references().set_index("reference_id")
    hanratty = references.loc["hanratty-care-homes"]
    assert hanratty[["year", "volume", "number"]].isna().all()
    text = (schema.data_folder() / "references.bib").read_text(encoding="utf-8")
    assert not re.search(r"doi|url|https?:", text, re.IGNORECASE)


def test_turner_is_cited_under_the_published_title():
    (turner,) = nmc.load("reviews").query("reference_id == 'turner-2018'").itertuples()
    references = nmc.load_references().set_index("reference_id")["title"]
    assert turner.title_listed != turner.title_published == references["turner-2018"]


def test_only_summary_and_poster_assign_domains_themselves():
    for what in ("domain", "outcome"):
        by_source = EVERY[EVERY[f"{what}_assigned_by"] == "source"]
        assert set(by_source["source_id"]) <= {"nmc-summary", "mcp-poster"}


def test_undated_sources_have_no_date():
    dated = nmc.load_sources().set_index("source_id")["date_printed"].dropna()
    assert dated.to_dict() == {"rapid-scan": "April 2016"}


# --- the poster


def test_the_poster_has_its_rows_in_printed_order():
    assert MECHANISMS["row_no"].tolist() == list(range(1, 27))
    groups = MECHANISMS.groupby("domain_id", observed=True, sort=False).size()
    assert groups.tolist() == [3, 2, 4, 4, 5, 2, 2, 4]


def test_pairings_are_flagged_where_the_table_is_doubtful():
    by_flag = MECHANISMS.groupby("pairing_certainty", observed=True)["row_no"].apply(list)
    assert by_flag["low"] == [22, 23, 24, 25, 26]
    assert by_flag["medium"] == [8, 9, 11, 12, 13, 17]


def test_organisational_development_stands_beside_an_empty_cell():
    empty = MECHANISMS[MECHANISMS["mechanism"].isna()]
    assert empty[["row_no", "intervention"]].values.tolist() == [[22, "Organisational development"]]


def test_doubtful_domains_of_the_poster_are_flagged():
    doubtful = MECHANISMS[MECHANISMS["domain_certainty"] != "high"]
    assert doubtful["row_no"].tolist() == [6, 21, 22, 23]
    assert doubtful["note"].notna().all()


def test_a_row_of_the_poster_claims_no_effect():
    assert not {"certainty", "outcome_id", "direction"} & set(MECHANISMS.columns)
    assert not MECHANISMS["note"].str.contains("cause").any()


def test_programme_theories_are_statements_and_ours_to_call_so():
    theories = nmc.load("programme_theories")
    assert len(theories) == 3
    assert (theories["read_by"] == "our reading").all()
    assert not theories["statement"].str.contains(r"\bif\b|\bthen\b", case=False).any()


def test_the_works_beside_the_poster_support_nothing_in_particular():
    works = nmc.select_findings(nmc.load_citations(), source_id="mcp-poster")
    assert works["printed_as"].tolist() == list("abcde")
    assert works["finding_id"].isna().all()


# --- the rapid evidence scan, the blog and the articles


def test_the_rise_in_emergency_admissions_is_a_rise_and_the_rest_are_falls():
    pilots = EFFECTS[EFFECTS["unit"] == "%"]
    told = [(row.measure, row.sign, float(row.value)) for row in pilots.itertuples()]
    assert told == [
        ("planned admissions", "decrease", 4),
        ("planned admissions", "decrease", 21),
        ("outpatient visits", "decrease", 20),
        ("outpatient visits", "decrease", 22),
        ("emergency admissions", "increase", 2),
        ("emergency admissions", "increase", 9),
    ]


def test_the_larger_figures_stand_only_with_case_management_sites():
    pilots = EFFECTS[EFFECTS["unit"] == "%"]
    with_case_management = pilots[pilots["subgroup"].str.contains("case management", na=False)]
    assert with_case_management["value"].tolist() == [21, 22, 9]
    assert pilots["subgroup"].isna().sum() == 3
    assert pilots[["comparator", "period"]].isna().all().all()


def test_welc_is_expected_per_borough_and_not_a_sum():
    (welc,) = EFFECTS[EFFECTS["unit"] == "million pounds"].itertuples()
    assert (welc.status, float(welc.value), float(welc.value_high), welc.by_when) == ("expected", 8, 17, "2017/18")
    assert "each borough" in welc.subgroup
    assert pd.isna(welc.period)


def test_three_periods_have_three_subjects():
    numbered = TIMESCALES[TIMESCALES["lower_years"].notna() & (TIMESCALES["kind"] == "how long it takes")]
    told = {row.source_id: (float(row.lower_years), row.upper_years, row.bound_kind) for row in numbered.itertuples()}
    assert told["nmc-summary"] == (5, 7, "range")
    assert told["rapid-scan"] == (3, 5, "at least")
    assert told["mcp-blog"][0] == 5
    assert told["mcp-blog"][2] == "at least"
    assert pd.isna(told["mcp-blog"][1])
    assert numbered["until"].nunique() == len(numbered) == 3
    assert set(numbered["statement"]) <= set(EVERY["statement"]), "a period must be worded as its claim is"
    assert numbered.set_index("source_id")["until"]["rapid-scan"].endswith("health service activity is demonstrated")


@each(
    "framework_id, stated, printed, last_number, complete",
    [
        ("rapid-scan-shaw-types", 5, 5, 5, True),
        ("rapid-scan-common-taxonomy", None, 4, None, True),
        ("rapid-scan-ham-curry-levels", 3, 3, None, True),
        ("rapid-scan-evans-categories", 14, 0, None, False),
        ("rapid-scan-evans-questions", 4, 4, 4, True),
        ("rapid-scan-valentijn-dimensions", None, 6, None, True),
        ("rapid-scan-strandberg-larsen-krasnik-methods", None, 9, None, True),
        ("rapid-scan-north-west-london-objectives", 8, 8, None, True),
        ("rapid-scan-aqua-domains", 8, 8, None, True),
        ("rapid-scan-suter-principles", 10, 5, None, False),
        ("rapid-scan-northumbria-metrics", 8, 8, None, True),
        ("rapid-scan-bardsley-points", None, 9, None, True),
        ("rapid-scan-goodwin-reasons", None, 6, None, True),
        ("rapid-scan-ham-walsh-steps", 16, 16, 15, True),
        ("rapid-scan-ham-alderwick-principles", 10, 10, 9, True),
        ("rapid-scan-nicholson-governance-elements", 10, 10, None, True),
        ("rapid-scan-naylor-facilitating-factors", None, 9, None, True),
        ("rapid-scan-fillingham-weir-lessons", 10, 10, 10, True),
        ("mcp-blog-principles", 8, 0, None, False),
    ],
)
def test_lists_have_their_true_size(framework_id, stated, printed, last_number, complete):
    row = FRAMEWORKS.loc[framework_id]
    assert (None if pd.isna(row["stated_size"]) else row["stated_size"]) == stated
    assert (None if pd.isna(row["last_printed_no"]) else row["last_printed_no"]) == last_number
    assert (row["printed_size"], row["is_complete"]) == (printed, complete)
    mine = ITEMS[(ITEMS["framework_id"] == framework_id) & ITEMS["parent_item_id"].isna()]
    assert len(mine) == printed
    assert sorted(mine["item_no"]) == list(range(1, printed + 1))


def test_ham_and_walsh_print_two_steps_under_number_eight():
    steps = ITEMS[ITEMS["framework_id"] == "rapid-scan-ham-walsh-steps"].set_index("item_no")["printed_no"]
    assert steps[8] == "8"
    assert pd.isna(steps[9]) or steps[9] == "8"
    assert steps[10] == "9"
    assert steps[16] == "15"


def test_ham_and_alderwick_have_three_levels_under_their_seventh_principle():
    items = ITEMS[ITEMS["framework_id"] == "rapid-scan-ham-alderwick-principles"]
    seventh = items[items["parent_item_id"].isna() & (items["item_no"] == 7)]["item_id"].item()
    assert items[items["parent_item_id"] == seventh]["printed_no"].tolist() == ["a", "b", "c"]


def test_payment_schemes_stand_with_their_countries():
    schemes = ITEMS[ITEMS["framework_id"] == "rapid-scan-tsiachristas-schemes"]
    names = schemes.set_index("item_id")["label"]
    pairs = schemes[schemes["parent_item_id"].notna()]
    assert len(pairs) == 6
    told = pairs.groupby(pairs["parent_item_id"].map(names))["label"].apply(set).tolist()
    expected = [{"Austria", "France", "Germany"}, {"England", "France"}, {"Netherlands"}]
    assert sorted(map(sorted, told)) == sorted(map(sorted, expected))


def test_the_scan_cites_six_works_it_does_not_list_and_lists_six_it_does_not_cite():
    works = cited_and_listed(nmc.load_citations(), source_id="rapid-scan").set_index("reference_id")
    uncited = set(works.index[works["is_listed"] & ~works["is_cited"]])
    unlisted = set(works.index[works["is_cited"] & ~works["is_listed"]])
    assert works["is_listed"].sum() == 51
    assert {key.rsplit("-", 1)[0] for key in uncited} == {
        "davies",
        "ling",
        "maslin-prothero-bennion",
        "robertson",
        "valentijn",
        "vedel",
    }
    assert len(unlisted) == 6
    references = nmc.load_references().set_index("reference_id")
    assert references.loc[sorted(unlisted), "title"].isna().all()


def test_secondary_citations_say_through_which_work():
    via = nmc.load_citations().dropna(subset="cited_via")
    pairs = {(row.reference_id.split("-")[0], row.cited_via.split("-")[0]) for row in via.itertuples()}
    assert {("suter", "martinez"), ("valentijn", "goodwin"), ("hollander", "macadam"), ("west", "fillingham")} <= pairs


def test_aquas_domains_are_not_ours():
    aqua = set(ITEMS.loc[ITEMS["framework_id"] == "rapid-scan-aqua-domains", "item_id"])
    links = nmc.load("crosswalk")
    assert (links["assigned_by"] == "our reading").all()
    assert aqua <= set(links["item_id"])
    assert links["reason"].str.len().min() > 10
    allowed = schema.allowed_values("crosswalk", "domain_id")
    assert allowed == [*schema.allowed_values("domains", "domain_id"), "other"]


def test_no_event_has_an_invented_year():
    events = nmc.load("events")
    assert (events["is_dated"] == events["year"].notna()).all()
    dated = events[events["is_dated"]]
    said = dated["date_text"].fillna("") + " " + dated["reference_id"].fillna("")
    assert all(str(year) in text for year, text in zip(dated["year"], said, strict=True))


def test_the_integration_index_is_a_need_and_not_a_measure():
    index = EVERY[EVERY["statement"].str.contains("Integration index")]
    assert len(index)
    assert index["statement"].str.contains("need|plan|aim|would|new", case=False).all()


def test_acute_demand_and_costs_are_inconclusive_with_wellings():
    wellings = nmc.select_findings(EVERY, source_id="kf-measures", certainty="inconclusive")
    assert len(wellings) == 2


def test_anonymous_voices_are_opinions():
    trust = nmc.select_findings(EVERY, source_id="kf-trust")
    quoted = trust[trust["locator"].str.contains("quotation", case=False)]
    assert len(quoted) >= 5
    assert set(quoted["certainty"]) <= {"opinion", "suggested", "stated plainly"}


def test_ict_stays_potential_and_not_necessary():
    ict = ITEMS[ITEMS["label"].str.contains("ICT") & ITEMS["framework_id"].eq("rapid-scan-goodwin-lessons")]
    text = " ".join(ict["label"].fillna("") + " " + ict["detail"].fillna(""))
    assert "potentially" in text
    assert "does not appear to be a condition that has to be met" in text


def test_nolte_and_pitchforths_latter_is_flagged():
    flagged = SCAN[SCAN["weight"] == "strongly points to the latter"]
    assert flagged["note"].notna().all()
    assert set(flagged["certainty"]) == {"opinion"}
    assert not flagged["is_key_message"].any()


def test_the_glossary_is_large_and_says_where_terms_come_from():
    terms = nmc.load("glossary")
    assert len(terms) >= 80
    assert terms["term"].is_unique
    assert set(nmc.load("glossary_sources")["term_id"]) <= set(terms["term_id"])


def test_a_definition_that_no_source_gives_is_marked_as_ours():
    support = nmc.load("glossary_sources").groupby("term_id")["support"].apply(set)
    terms = nmc.load("glossary").set_index("term_id")
    only_used = [term for term, kinds in support.items() if "explains" not in kinds]
    unmarked = terms.loc[only_used, "note"].fillna("").str.contains(r"\bours\b")
    assert unmarked[~unmarked].index.tolist() == []


def test_the_second_reading_is_a_sample_of_sixty_and_more():
    second = nmc.load("second_reading")
    assert len(second) >= 60
    assert set(second["finding_id"]) <= set(EVERY["finding_id"])
    differs = pd.Series(False, index=second.index)
    for what in ("certainty", "direction", "domain_id"):
        first, again = (second[f"{who}_{what}"].astype("string").fillna("none") for who in ("first", "second"))
        differs |= first != again
    assert (differs == second["resolution"].notna()).all()


# --- gaps, pairs of wordings, works cited

GAPS, BEHIND_GAPS = nmc.load("gaps"), nmc.load("gap_claims").merge(EVERY, on="finding_id")
PAIRS = nmc.load("wording_pairs")
# The codes that a claim of a gap of some kind may have: at least one claim behind it must have one of them
CODES_OF_KINDS = {
    "mixed evidence": {"mixed"},
    "a concern": {"concern"},
    "thin": {"limited evidence", "early or emerging evidence", "some evidence", "suggested", "stated plainly"},
}


def test_a_gap_is_of_the_kind_that_its_claims_speak_of():
    wrong = {
        gap.gap_id: (gap.kind, sorted(codes))
        for gap in GAPS.itertuples()
        if gap.kind in CODES_OF_KINDS
        and not (codes := set(BEHIND_GAPS.loc[BEHIND_GAPS["gap_id"] == gap.gap_id, "certainty"]))
        & CODES_OF_KINDS[gap.kind]
    }
    assert not wrong, f"no claim behind these gaps has a code of their kind: {wrong}"
    codes_behind = BEHIND_GAPS.groupby("gap_id")["certainty"].apply(set)
    for code, kind in (("mixed", "mixed evidence"), ("inconclusive", "not known"), ("no direct evidence", "not known")):
        with_code = [gap for gap, codes in codes_behind.items() if code in codes]
        others = GAPS[GAPS["gap_id"].isin(with_code) & (GAPS["kind"] != kind)]["gap_id"].tolist()
        assert not others, f"gaps with a claim coded {code} that are not of the kind {kind!r}: {others}"


def test_no_note_of_a_gap_denies_its_kind():
    denied = GAPS["note"].str.contains(r"nearest kind|does not use the word|neither unknown", na=False)
    assert GAPS.loc[denied, "gap_id"].tolist() == []


def test_only_claims_that_leave_something_open_say_that_a_gap_is_open():
    says_open = BEHIND_GAPS[BEHIND_GAPS["role"] == "says that it is open"]
    results = says_open["direction"].isin(["positive", "negative", "enabler"]) & ~says_open["certainty"].isin(
        nmc.Evidence().codes_of("open")
    )
    assert says_open.loc[results, ["gap_id", "finding_id"]].values.tolist() == []


def test_a_gap_that_no_claim_calls_open_says_that_this_is_our_reading():
    called_open = set(BEHIND_GAPS.loc[BEHIND_GAPS["role"] == "says that it is open", "gap_id"])
    silent = GAPS[~GAPS["gap_id"].isin(called_open)]
    left_out = ~silent["note"].str.contains(r"open is our reading|open\b[^.]* is our reading", na=False)
    assert silent.loc[left_out, "gap_id"].tolist() == []


def test_a_pair_of_wordings_stands_once_and_no_claim_is_paired_with_itself():
    both = pd.DataFrame([sorted(pair) for pair in PAIRS[["finding_id", "other_finding_id"]].to_numpy()])
    assert not both.duplicated().any()
    assert (both[0] != both[1]).all()


def test_two_pairs_of_wordings_are_not_two_halves_of_one_pair_of_sentences():
    places = EVERY.set_index("finding_id")["section"] + ", " + EVERY.set_index("finding_id")["locator"]
    sentences = PAIRS.assign(one=PAIRS["finding_id"].map(places), other=PAIRS["other_finding_id"].map(places))
    twice = sentences[sentences.duplicated(["one", "other", "what_differs"], keep=False)]
    assert twice["pair_id"].tolist() == []


@pytest.mark.parametrize("table", ["effects", "timescales"])
def test_rows_of_one_place_rest_on_the_same_works_or_their_note_names_the_others(table):
    rows = nmc.load(table).dropna(subset="reference_id")
    names = nmc.load_references().set_index("reference_id")["author"].str.split(",| and ").str[0]
    claims = EVERY.assign(stands_at=EVERY["section"] + ", " + EVERY["locator"])
    cited = nmc.load_citations().merge(claims[["finding_id", "stands_at"]], on="finding_id")
    missing = []
    for row in rows.itertuples():
        works = set(cited.loc[cited["stands_at"] == f"{row.section}, {row.locator}", "reference_id"])
        assert not works or row.reference_id in works, f"{row[1]}: {row.reference_id} is not cited in that place"
        others = [work for work in works - {row.reference_id} if str(names[work]).strip("{}") not in str(row.note)]
        missing += [f"{row[1]}: {work}" for work in others]
    assert not missing, f"works cited in the same place that the note does not name: {missing}"


def test_claims_of_one_sentence_cite_the_same_works():
    cited = nmc.load_citations().dropna(subset="finding_id")
    known_through = cited["cited_via"].fillna(cited["reference_id"])  # a work known through another counts as the other
    works = known_through.groupby(cited["finding_id"]).apply(frozenset)
    claims = EVERY[EVERY["finding_id"].isin(works.index)]
    sentences = claims.assign(works=claims["finding_id"].map(works)).groupby(["section", "locator"], observed=True)
    unlike = sentences.filter(lambda sentence: sentence["works"].nunique() > 1)
    assert unlike["finding_id"].tolist() == []


def test_authors_of_a_list_are_printed_in_a_form_in_which_the_text_cites_them():
    # Whether the form is the source's own cannot be tested here: the sources are not part of the project
    forms = nmc.load_citations().dropna(subset=["printed_as"])
    forms = set(forms["printed_as"])
    authors = FRAMEWORKS["author_printed"].dropna()
    unknown = authors[~authors.isin(forms)]
    assert set(unknown) <= {"The Discovery Community"}


# --- the quizzes


def test_there_are_eighty_questions_and_more():
    assert len(QUIZ) >= 80
    assert (QUIZ["purpose"] == "misread").sum() == QUIZ["figure"].nunique() == QUIZ["figure"].notna().sum()


def test_options_of_a_question_differ_and_are_punctuated_alike():
    for item_id, options in nmc.load("quiz_options").groupby("item_id"):
        assert options["text"].is_unique, item_id
        assert options["text"].str.contains(r"[.?!]”?$").nunique() == 1, item_id


def test_a_question_with_several_right_answers_says_so():
    several = QUIZ["answers"] == "several"
    assert (QUIZ["stem"].str.endswith("Choose all that apply.") == several).all()


def test_a_right_answer_is_not_given_away_by_its_place():
    options = nmc.load("quiz_options").merge(QUIZ[QUIZ["answers"] == "one"], on="item_id")
    right = options.loc[options["is_right"], "option_no"].value_counts(normalize=True)
    assert right.loc[[1, 2, 3]].between(0.15, 0.45).all()


def test_feedback_gives_a_reason_instead_of_saying_yes():
    assert not nmc.load("quiz_options")["feedback"].str.match(r"(?:Yes|No|Right|Wrong|Correct)[.,!]").any()


def test_claims_to_judge_are_of_many_wordings_and_their_questions_give_none_away():
    asked = nmc.load("judge_questions").merge(EVERY, on="finding_id")
    assert asked["certainty"].nunique() >= 8
    assert asked["question"].str.endswith("?").all()
    assert (
        not asked["question"].str.contains(r"\b(?:may|might|could|suggest|evidence|likely|unclear)", case=False).any()
    )


# --- damage is named: file, row, column, value, what was expected


def problem_of(folder: Path) -> dict:
    problems = find_problems(folder)
    assert len(problems) == 1, problems.to_string()
    return problems.iloc[0].to_dict()


def test_a_misspelt_domain_is_named(data_copy):
    row = edit(data_copy / "findings.csv", "workforce,source", "workfroce,source")
    problem = problem_of(data_copy)
    assert (problem["file"], problem["row"], problem["value"]) == ("findings.csv", row, "workfroce")
    assert problem["expected"].startswith("one of 'design', 'delivery'")
    with pytest.raises(ValueError, match=rf"findings.csv, row {row}, column 'domain_id': 'workfroce'.*'workforce'"):
        nmc.load_findings(data_dir=data_copy)


def test_a_duplicate_id_is_named(data_copy):
    row = edit(data_copy / "findings.csv", "nmc-summary-delivery-07,", "nmc-summary-delivery-06,")
    problem = problem_of(data_copy)
    assert (problem["file"], problem["row"]) == ("findings.csv", row)
    assert (problem["column"], problem["value"]) == ("finding_id", "nmc-summary-delivery-06")
    assert "a value of its own" in problem["expected"]


def test_a_missing_citation_key_is_named(data_copy):
    row = edit(data_copy / "citations.csv", ",bunn-2018,text", ",bunn-2019,text")
    problem = problem_of(data_copy)
    assert (problem["file"], problem["row"], problem["value"]) == ("citations.csv", row, "bunn-2019")
    assert problem["expected"] == "a key of references.bib"


def test_a_reference_that_nothing_uses_is_named(data_copy):
    bib = data_copy / "references.bib"
    bib.write_text(bib.read_text(encoding="utf-8") + "\n@misc{zz-2020,\n  title = {Unused},\n}\n", encoding="utf-8")
    problem = problem_of(data_copy)
    assert (problem["file"], problem["value"]) == ("references.bib", "zz-2020")


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (lambda raw: b"\xef\xbb\xbf" + raw, "byte order mark"),
        (lambda raw: raw.replace(b"\n", b"\r\n"), "LF only"),
        (lambda raw: raw.rstrip(b"\n"), "a line end"),
        (lambda raw: raw.replace("–".encode(), b"\x96"), "UTF-8"),
    ],
)
def test_wrong_bytes_are_named(data_copy, damage, expected):
    path = data_copy / "sources.csv"
    path.write_bytes(damage(path.read_bytes()))
    problem = problem_of(data_copy)
    assert problem["file"] == "sources.csv"
    assert expected in problem["expected"]


def test_a_key_without_a_row_is_named(data_copy):
    edit(
        data_copy / "citations.csv",
        "nmc-summary-list-01,nmc-summary,",
        "nmc-summary-list-01,nmc-summary,nmc-nowhere-01",
    )
    assert "nmc-nowhere-01" in find_problems(data_copy)["value"].str.cat()


def test_rows_out_of_order_are_named(data_copy):
    path = data_copy / "findings.csv"
    header, first, second, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([header, second, first, *rest]), encoding="utf-8")
    assert problem_of(data_copy)["expected"] == "rows sorted by finding_id"


def test_rules_between_columns_are_checked(data_copy):
    edit(data_copy / "findings.csv", ",workforce,source,", ",workforce,,")
    problem = problem_of(data_copy)
    assert problem["column"] == "domain_assigned_by"


@pytest.mark.parametrize(
    ("table", "old", "new", "column", "expected"),
    [
        ("quiz_options", ",true,", ",false,", "item_id", "a right option and a wrong one"),
        ("quiz_items", ",recall,several,", ",recall,one,", "answers", "'several': 3 options are right"),
        ("quiz_options", "bibliography-q01,3,", "bibliography-q01,5,", "item_id", "numbered from 1 without a gap"),
        ("quiz_items", ",misread,one,who-cites-whom,", ",misread,one,,", "figure", "a figure's name"),
        (
            "quiz_rests_on",
            ",citations,mcp-poster-list-03",
            ",citations,mcp-poster-03",
            "row_id",
            "a key of citations.csv",
        ),
        ("quiz_rests_on", "q04-r1,context-q04,", "q04-r1,context-q05,", "item_id", "what the question rests on"),
        ("quiz_rests_on", ",citations,mcp", ",papers,mcp", "table", "one of 'findings', 'mechanisms'"),
        ("judge_questions", "kf-measures-10,", "kf-measures-00,", "finding_id", "findings"),
        ("judge_questions", "nmc-summary-design-14,", "nmc-summary-design-03,", "finding_id", "a claim, no guiding"),
    ],
)
def test_damage_to_the_quizzes_is_named(data_copy, table, old, new, column, expected):
    edit(data_copy / f"{table}.csv", old, new)
    problems = find_problems(data_copy)
    assert column in set(problems["column"]), problems.to_string()
    assert problems["expected"].str.contains(expected, regex=False).any(), problems.to_string()


def test_feedback_may_not_be_empty(data_copy):
    first = nmc.load("quiz_options").iloc[0]
    row = edit(data_copy / "quiz_options.csv", first["feedback"], "")
    assert (problem_of(data_copy)["column"], problem_of(data_copy)["row"]) == ("feedback", row)


def test_a_stray_table_is_named(data_copy):
    (data_copy / "extra.csv").write_text("a\n1\n", encoding="utf-8")
    assert problem_of(data_copy)["file"] == "extra.csv"


# --- the descriptor


@each("table", nmc.table_names())
def test_allowed_values_are_explained_once_each(table):
    for field in schema.get_table(table)["schema"]["fields"]:
        assert field["description"].endswith(".")
        if "meanings" in field:
            assert list(field["meanings"]) == field["constraints"]["enum"]
