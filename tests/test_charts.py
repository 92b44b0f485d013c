"""Every public chart: its numbers, its words, its links, its two widths."""

import json
from itertools import product

import altair as alt
import pandas as pd
import pytest
import vl_convert
from cases import each

import nmc_evidence as nmc
from nmc_evidence import charts, theme

FINDINGS = nmc.select_findings(nmc.load_findings(), kind="finding", source_id="nmc-summary")
EFFECTS = nmc.load("effects")
TIMESCALES = nmc.load("timescales")
SPANS = TIMESCALES[TIMESCALES["lower_years"].notna() & (TIMESCALES["kind"] == "how long it takes")]
IN_DOMAINS = FINDINGS[FINDINGS["domain_id"].notna()]
ON_OUTCOMES = FINDINGS[FINDINGS["outcome_id"].notna()]
ITEMS = nmc.load("framework_items")
LISTS = nmc.load("frameworks").set_index("framework_id")
LINKS = nmc.load("crosswalk")
LIST_OF = ITEMS.set_index("item_id")["framework_id"]
STEPS = LINKS[LINKS["item_id"].map(LIST_OF) == "rapid-scan-ham-walsh-steps"]
LESSONS = LINKS[
    LINKS["item_id"].map(LIST_OF).isin(["rapid-scan-ham-alderwick-principles", "rapid-scan-goodwin-lessons"])
]
TYPES = ITEMS[ITEMS["framework_id"].isin(["rapid-scan-shaw-types", "rapid-scan-ham-walsh-steps"])]
NESTED = ITEMS[ITEMS["framework_id"] == "rapid-scan-goodwin-lessons"]
PAIRS = ITEMS[(ITEMS["framework_id"] == "rapid-scan-tsiachristas-schemes") & ITEMS["parent_item_id"].notna()]
PAIRS = PAIRS.assign(
    scheme=PAIRS["parent_item_id"].astype("category"),
    country=pd.Categorical(PAIRS["label"], ["Austria", "England", "France", "Germany", "Netherlands", "Nowhere"]),
)
CITATIONS = nmc.load_citations()
DRAWN = {
    "claims_by_direction": (charts.claims_by_direction, IN_DOMAINS, {}),
    "claims_by_direction by outcome": (charts.claims_by_direction, ON_OUTCOMES, {"by": "outcome_id"}),
    "certainty_units": (charts.certainty_units, nmc.select_findings(FINDINGS, domain_id="workforce"), {}),
    "certainty_units without labels": (charts.certainty_units, FINDINGS, {"has_labels": False}),
    "evidence_map": (charts.evidence_map, IN_DOMAINS, {"name": "map"}),
    "evidence_map by outcome": (charts.evidence_map, ON_OUTCOMES, {"rows": "outcome_id"}),
    "mechanism_strands": (charts.mechanism_strands, nmc.load("mechanisms"), {}),
    "policy_timeline": (charts.policy_timeline, nmc.load("events"), {}),
    "timescale_spans": (charts.timescale_spans, SPANS, {}),
    "reported_changes": (charts.reported_changes, EFFECTS[EFFECTS["unit"] == "%"], {}),
    "crosswalk_dots": (charts.crosswalk_dots, STEPS, {}),
    "crosswalk_dots of several lists": (charts.crosswalk_dots, LESSONS, {}),
    "lists_side_by_side": (charts.lists_side_by_side, TYPES, {}),
    "lists_side_by_side of a nested list": (charts.lists_side_by_side, NESTED, {}),
    "named_grid": (charts.named_grid, PAIRS, {"rows": "scheme", "columns": "country"}),
    "who_cites_whom": (charts.who_cites_whom, CITATIONS, {}),
}


every_chart = each("drawn", DRAWN.values())
every_chart_at_both_widths = each("drawn, width", product(DRAWN.values(), (charts.WIDE, charts.NARROW)))


def test_every_public_chart_is_tested_here():
    drawing = {
        name
        for name in charts.__all__
        if callable(getattr(charts, name)) and "width" in getattr(charts, name).__code__.co_varnames
    }
    assert drawing == {draw.__name__ for draw, _, _ in DRAWN.values()}


@every_chart_at_both_widths
def test_a_chart_survives_the_round_trip_and_is_the_same_twice(drawn, width):
    draw, frame, options = drawn
    spec = draw(frame, width=width, **options).to_dict()
    alt.Chart.from_dict(json.loads(json.dumps(spec)))
    assert spec == draw(frame, width=width, **options).to_dict()


@every_chart_at_both_widths
def test_a_chart_fits_its_room(drawn, width):
    draw, frame, options = drawn
    svg = vl_convert.vegalite_to_svg({**draw(frame, width=width, **options).to_dict(), "config": theme.config()})
    drawn_width = float(svg.split('width="')[1].split('"')[0])
    assert drawn_width <= width * 1.08


@every_chart
def test_an_empty_frame_is_refused(drawn):
    draw, frame, options = drawn
    with pytest.raises(ValueError, match="no row to draw"):
        draw(frame.iloc[:0], **options)


def test_a_direction_that_the_evidence_does_not_know_is_refused():
    own = FINDINGS.assign(direction=FINDINGS["direction"].cat.rename_categories({"enabler": "supporter"}))
    with pytest.raises(ValueError, match="unknown direction 'supporter'"):
        charts.certainty_units(own)


@pytest.mark.parametrize("factor", [0.1, 10])
def test_axes_follow_the_data(factor):
    larger = EFFECTS[EFFECTS["unit"] == "%"].assign(value=lambda rows: rows["value"] * factor)
    assert charts.reported_changes(larger).data["x"].between(0, charts.WIDE).all()
    longer = SPANS.assign(lower_years=SPANS["lower_years"] * factor, upper_years=SPANS["upper_years"] * factor)
    assert charts.timescale_spans(longer).data[["x", "x2"]].max().max() <= charts.WIDE


def test_labels_do_not_add_columns_to_a_map():
    spec = charts.evidence_map(IN_DOMAINS, labels={"workforce": "Staff"}).to_dict()
    assert len(spec["layer"][0]["encoding"]["x"]["sort"]) == 12


@every_chart
def test_a_chart_says_in_words_what_it_shows(drawn):
    draw, frame, options = drawn
    description = draw(frame, **options).description
    assert description.endswith(".")
    assert len(description.split()) > 20
    assert any(character.isdigit() for character in description)


@every_chart
def test_a_chart_states_its_caveat_in_the_subtitle(drawn):
    draw, frame, options = drawn
    subtitle = " ".join(draw(frame, **options).title.subtitle)
    assert "effect" in subtitle


@every_chart
def test_every_mark_leads_to_a_claim(drawn):
    draw, frame, options = drawn
    behind = draw(frame, **options).data
    if "count" in behind:
        assert behind["count"].sum() == len(frame)
        return
    key = behind.columns[0]
    assert behind.loc[behind["link"].isna(), key].isna().all()
    marks = behind[behind["link"].notna()]
    assert set(marks[key]) == set(frame[key])
    for link, anchor in zip(marks["link"], marks[key], strict=True):
        assert link.endswith((f"#{anchor}", f"#reference-{anchor}"))


def test_an_empty_tile_stays_and_has_no_link():
    tiles = charts.evidence_map(IN_DOMAINS, name="map").data
    empty = tiles[tiles["count"] == 0]
    assert len(tiles) == 8 * 12
    assert set(empty["text"]) == {"–"}
    assert empty["link"].isna().all()


def test_barriers_are_not_netted_against_enablers():
    sides = charts.claims_by_direction(IN_DOMAINS).data.groupby("side").size()
    assert sides.sum() == len(IN_DOMAINS)
    assert {"helps", "hinders", "neither"} == set(sides.index)


def test_wordings_without_a_claim_are_named():
    description = charts.certainty_units(nmc.select_findings(FINDINGS, domain_id="leadership")).description
    assert "No claim: some evidence, limited evidence" in description


def test_strands_do_not_merge_and_flag_the_doubtful():
    strands = charts.mechanism_strands(nmc.load("mechanisms")).data
    assert strands["y"].is_unique
    assert strands.loc[strands["row_no"] == 22, "mechanism"].item() == "(empty in the printed table)"


def test_a_rise_stands_right_of_zero_and_a_fall_left():
    drawn = charts.reported_changes(EFFECTS[EFFECTS["unit"] == "%"]).data.set_index("measure")
    assert (drawn.loc["emergency admissions", "change"] > 0).all()
    assert drawn.loc["emergency admissions", "x"].min() > drawn.loc["planned admissions", "x"].max()


def test_what_is_expected_cannot_stand_with_what_was_reported():
    with pytest.raises(ValueError, match="not a reported percentage"):
        charts.reported_changes(EFFECTS)


def test_a_claim_without_a_figure_is_not_drawn_as_a_span():
    with pytest.raises(ValueError, match="gives no number of years"):
        charts.timescale_spans(TIMESCALES)


def test_undated_events_stand_off_the_line():
    drawn = charts.policy_timeline(nmc.load("events")).data
    assert drawn.loc[drawn["year"] == "undated", "y"].min() > drawn.loc[drawn["year"] != "undated", "y"].max()


@pytest.mark.parametrize("draw", [charts.claims_by_direction, charts.evidence_map])
def test_a_row_that_cannot_be_drawn_is_refused(draw):
    with pytest.raises(ValueError, match="'domain_id' is empty for 'nmc-summary-"):
        draw(FINDINGS)


def test_an_unknown_column_is_refused():
    with pytest.raises(ValueError, match="unknown column 'theme_id'"):
        charts.evidence_map(IN_DOMAINS, rows="theme_id")


def test_a_group_that_only_a_team_knows_is_drawn_too():
    own = IN_DOMAINS.assign(domain_id=IN_DOMAINS["domain_id"].cat.rename_categories({"workforce": "night_care"}))
    assert "Night care" in charts.claims_by_direction(own).description


@pytest.mark.parametrize("links", [STEPS, LESSONS], ids=["one list", "two lists"])
def test_every_item_has_its_row_and_every_domain_its_column(links):
    cells = charts.crosswalk_dots(links).data
    items = ITEMS[ITEMS["framework_id"].isin(links["item_id"].map(LIST_OF))]
    assert len(cells) == len(items) * 9
    assert "Other" in set(cells["domain"])
    assert (cells["mark"] == "our reading").sum() == len(links)
    assert (cells["mark"] == "no link").sum() == len(cells) - len(links)


def test_an_item_without_a_link_stays():
    cells = charts.crosswalk_dots(LESSONS).data
    assert set(cells.loc[cells["item"] == "• System level", "mark"]) == {"no link"}
    assert "System level: no link" in charts.crosswalk_dots(LESSONS).description


def test_what_the_source_says_is_a_filled_dot_and_what_we_read_an_open_one():
    assert "Every dot is our reading" in charts.crosswalk_dots(STEPS).description
    said = STEPS.assign(assigned_by=["source"] + ["our reading"] * (len(STEPS) - 1))
    drawn = charts.crosswalk_dots(said)
    assert drawn.data["mark"].value_counts()["stated by the source"] == 1
    assert "Every dot" not in drawn.description
    assert "(stated by the source)" in drawn.description


def test_the_lists_of_a_crosswalk_keep_the_order_of_the_items():
    turned = pd.concat([ITEMS[ITEMS["framework_id"] == name] for name in sorted(LIST_OF.unique(), reverse=True)])
    lists = charts.crosswalk_dots(LESSONS, items=turned).data["list"].unique().tolist()
    assert lists == list(reversed(charts.crosswalk_dots(LESSONS).data["list"].unique()))


@pytest.mark.parametrize(
    ("links", "message"),
    [
        (STEPS.assign(item_id="gone"), "unknown item_id 'gone'"),
        (STEPS.assign(assigned_by="a guess"), "unknown assigned_by for a chart 'a guess'"),
        (pd.concat([STEPS, STEPS.iloc[:1]]), "a second time"),
        (STEPS.assign(domain_id=STEPS["domain_id"].where(STEPS.index != STEPS.index[0])), "'domain_id' is empty"),
    ],
)
def test_a_link_that_cannot_be_drawn_is_refused(links, message):
    with pytest.raises(ValueError, match=message):
        charts.crosswalk_dots(links)


def test_printed_numbers_are_kept_where_they_slip():
    drawn = charts.lists_side_by_side(TYPES[TYPES["framework_id"] == "rapid-scan-ham-walsh-steps"]).data
    assert drawn["printed_no"].tolist()[6:10] == ["7", "8", "8", "9"]
    assert "item 9 (printed 8)" in drawn["sentence"].iloc[8]


def test_a_list_that_is_not_printed_stays_and_says_so():
    chosen = ["rapid-scan-evans-categories", "rapid-scan-shaw-types", "rapid-scan-ham-walsh-steps"]
    drawn = charts.lists_side_by_side(TYPES, lists=chosen).data
    assert drawn["list"].unique().tolist() == [LISTS.at[name, "label"] for name in chosen]
    assert drawn["item"].iloc[0] == "(no item is printed)"
    assert len(drawn) == len(TYPES) + 1


def test_a_list_known_through_another_work_says_so():
    parts = ITEMS[ITEMS["framework_id"] == "rapid-scan-hollander-prince-parts"]
    assert charts.lists_side_by_side(parts).data["origin"].iloc[0] == "Hollander and Prince, through Macadam (2011)"


def test_an_item_stands_below_the_one_that_it_belongs_to():
    shuffled = NESTED.sample(frac=1, random_state=1)
    assert charts.lists_side_by_side(shuffled).data["item"].tolist() == NESTED["label"].tolist()


def test_on_a_phone_the_lists_stand_one_below_the_other():
    drawn = charts.lists_side_by_side(TYPES, width=charts.NARROW).data
    assert drawn["x"].nunique() == 1
    assert drawn["y"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("items", "options", "message"),
    [
        (TYPES, {"lists": ["rapid-scan-shaw-types"]}, "among the lists to draw 'rapid-scan-ham-walsh-steps'"),
        (TYPES, {"lists": ["gone"]}, "unknown framework_id 'gone'"),
        (NESTED[NESTED["parent_item_id"].notna()], {}, "unknown parent_item_id"),
    ],
)
def test_lists_that_cannot_be_drawn_are_refused(items, options, message):
    with pytest.raises(ValueError, match=message):
        charts.lists_side_by_side(items, **options)


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW, 200])
def test_what_is_not_named_keeps_its_cell(width):
    cells = charts.named_grid(PAIRS, rows="scheme", columns="country", width=width).data
    assert len(cells) == 3 * 6
    assert (cells["mark"] == "named").sum() == len(PAIRS)
    assert set(cells.loc[cells["column"] == "Nowhere", "mark"]) == {"not named"}


@pytest.mark.parametrize(
    ("pairs", "columns", "message"),
    [
        (PAIRS, "land", "unknown column 'land'"),
        (PAIRS, "label", "'label' has no list of allowed values"),
        (pd.concat([PAIRS, PAIRS.iloc[:1]]), "country", "names a pair that another row names"),
        (PAIRS.assign(country=PAIRS["country"].cat.remove_categories("France")), "country", "'country' is empty"),
    ],
)
def test_pairs_that_cannot_be_drawn_are_refused(pairs, columns, message):
    with pytest.raises(ValueError, match=message):
        charts.named_grid(pairs, rows="scheme", columns=columns)


def test_a_work_has_one_mark_for_each_source_that_names_it():
    drawn = charts.who_cites_whom(CITATIONS).data
    assert len(drawn) == len(CITATIONS.drop_duplicates(["reference_id", "source_id"]))
    assert not drawn.duplicated(["reference_id", "source"]).any()
    scan = nmc.citations.cited_and_listed(CITATIONS, source_id="rapid-scan")
    mine = drawn[drawn["source"] == "Rapid evidence scan"]
    assert (mine["mark"] != "only listed").sum() == scan["is_cited"].sum()
    assert (mine["mark"] == "only listed").sum() == (~scan["is_cited"]).sum()


def test_a_work_known_through_another_names_that_one():
    drawn = charts.who_cites_whom(CITATIONS).data
    assert (drawn["through"].notna() == (drawn["mark"] == "cited through another work")).all()
    direct = CITATIONS.assign(cited_via=pd.NA)
    assert charts.who_cites_whom(direct).data["through"].isna().all()


def test_works_are_not_sorted_by_how_often_they_are_cited():
    works = charts.who_cites_whom(CITATIONS).data["work"].str.lower()
    assert works.is_monotonic_increasing


def test_a_source_that_names_no_work_is_named():
    assert "Strategy Unit blog: names no work" in charts.who_cites_whom(CITATIONS).description


def test_an_unknown_work_is_refused():
    with pytest.raises(ValueError, match="unknown reference_id 'gone'"):
        charts.who_cites_whom(CITATIONS.assign(reference_id="gone"))
