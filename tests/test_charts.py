"""Every public chart: its numbers, its words, its links, its two widths."""

import json

import altair as alt
import pytest
import vl_convert

import nmc_evidence as nmc
from nmc_evidence import charts, theme

FINDINGS = nmc.select_findings(nmc.load_findings(), kind="finding", source_id="nmc-summary")
EFFECTS = nmc.load_effects()
TIMESCALES = nmc.load_timescales()
SPANS = TIMESCALES[TIMESCALES["lower_years"].notna() & (TIMESCALES["kind"] == "how long it takes")]
IN_DOMAINS = FINDINGS[FINDINGS["domain_id"].notna()]
ON_OUTCOMES = FINDINGS[FINDINGS["outcome_id"].notna()]
DRAWN = {
    "claims_by_direction": (charts.claims_by_direction, IN_DOMAINS, {}),
    "claims_by_direction by outcome": (charts.claims_by_direction, ON_OUTCOMES, {"by": "outcome_id"}),
    "certainty_units": (charts.certainty_units, nmc.select_findings(FINDINGS, domain_id="workforce"), {}),
    "certainty_units without labels": (charts.certainty_units, FINDINGS, {"has_labels": False}),
    "evidence_map": (charts.evidence_map, IN_DOMAINS, {"name": "map"}),
    "evidence_map by outcome": (charts.evidence_map, ON_OUTCOMES, {"rows": "outcome_id"}),
    "mechanism_strands": (charts.mechanism_strands, nmc.load_mechanisms(), {}),
    "policy_timeline": (charts.policy_timeline, nmc.load_events(), {}),
    "timescale_spans": (charts.timescale_spans, SPANS, {}),
    "reported_changes": (charts.reported_changes, EFFECTS[EFFECTS["unit"] == "%"], {}),
}


@pytest.fixture(params=DRAWN, name="drawn")
def _drawn(request):
    return DRAWN[request.param]


def test_every_public_chart_is_tested_here():
    drawing = {
        name
        for name in charts.__all__
        if callable(getattr(charts, name)) and "width" in getattr(charts, name).__code__.co_varnames
    }
    assert drawing == {draw.__name__ for draw, _, _ in DRAWN.values()}


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_a_chart_survives_the_round_trip_and_is_the_same_twice(drawn, width):
    draw, frame, options = drawn
    spec = draw(frame, width=width, **options).to_dict()
    alt.Chart.from_dict(json.loads(json.dumps(spec)))
    assert spec == draw(frame, width=width, **options).to_dict()


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_a_chart_fits_its_room(drawn, width):
    draw, frame, options = drawn
    svg = vl_convert.vegalite_to_svg({**draw(frame, width=width, **options).to_dict(), "config": theme.config()})
    drawn_width = float(svg.split('width="')[1].split('"')[0])
    assert drawn_width <= width * 1.08


def test_an_empty_frame_is_refused(drawn):
    draw, frame, options = drawn
    with pytest.raises(ValueError, match="no row to draw"):
        draw(frame.iloc[:0], **options)


def test_a_direction_that_the_theme_does_not_know_is_refused():
    own = FINDINGS.assign(direction=FINDINGS["direction"].cat.rename_categories({"enabler": "supporter"}))
    with pytest.raises(ValueError, match="unknown direction for a chart 'supporter'"):
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


def test_a_chart_says_in_words_what_it_shows(drawn):
    draw, frame, options = drawn
    description = draw(frame, **options).description
    assert description.endswith(".")
    assert len(description.split()) > 20
    assert any(character.isdigit() for character in description)


def test_a_chart_states_its_caveat_in_the_subtitle(drawn):
    draw, frame, options = drawn
    subtitle = " ".join(draw(frame, **options).title.subtitle)
    assert "effect" in subtitle


def test_every_mark_leads_to_a_claim(drawn):
    draw, frame, options = drawn
    behind = draw(frame, **options).data
    if "count" in behind:
        assert behind["count"].sum() == len(frame)
        return
    key = behind.columns[0]
    assert set(behind[key]) == set(frame[key])
    for link, anchor in zip(behind["link"], behind[key], strict=True):
        assert link.endswith(f"#{anchor}")


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
    strands = charts.mechanism_strands(nmc.load_mechanisms()).data
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
    drawn = charts.policy_timeline(nmc.load_events()).data
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
