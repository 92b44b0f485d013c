"""Counts keep empty groups, add up, and change nothing."""

import pandas as pd
import pytest

import nmc_evidence as nmc

FINDINGS = nmc.load_findings()


def test_empty_groups_stay_visible():
    leadership = nmc.select_findings(FINDINGS, kind="finding", domain_id="leadership")
    counted = nmc.count_findings(leadership, by=["domain_id", "certainty"])
    assert len(counted) == 8 * 12
    assert counted["count"].sum() == len(leadership)
    assert (counted["count"] == 0).any()


@pytest.mark.parametrize("by", ["domain_id", ["outcome_id", "direction"], ["source_id", "kind", "emphasis"]])
def test_counts_add_up_even_where_values_are_missing(by):
    assert nmc.count_findings(FINDINGS, by=by)["count"].sum() == len(FINDINGS)


def test_groups_come_in_the_order_of_the_schema():
    counted = nmc.count_findings(FINDINGS, by="certainty")["certainty"].dropna()
    assert counted.tolist() == FINDINGS["certainty"].cat.categories.tolist()


def test_counting_an_empty_frame_gives_zeros():
    assert (nmc.count_findings(FINDINGS.iloc[:0], by="domain_id")["count"] == 0).all()


def test_a_repeat_is_dropped_only_where_its_first_place_is_in_the_frame():
    leadership = nmc.select_findings(FINDINGS, domain_id="leadership")
    both = nmc.select_findings(FINDINGS, domain_id=["delivery", "leadership"])
    assert len(nmc.distinct_findings(leadership)) == len(leadership)
    assert len(nmc.distinct_findings(both)) == len(both) - 2


def test_summaries_agree_with_plain_pandas():
    claims = nmc.select_findings(FINDINGS, kind="finding")
    summary = nmc.summarise_findings(claims, by="domain_id").set_index("domain_id")
    management = claims[claims["domain_id"] == "management"]
    assert summary.loc["management"].to_dict() == {
        "claims": len(management),
        "distinct_claims": len(management),
        "stated_plainly": int((management["certainty"] == "stated plainly").sum()),
        **{
            column: int(management["certainty"].isin(nmc.Evidence().codes_of(kind)).sum())
            for column, kind in {"hedged": "hedged", "left_open": "open", "views": "view"}.items()
        },
        "with_hedge_words": int(management["hedge"].notna().sum()),
    }
    assert summary["claims"].sum() == len(claims)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: nmc.select_findings(FINDINGS, domain_id="workfroce"), ["'workfroce'", "'workforce'"]),
        (lambda: nmc.select_findings(FINDINGS, outcome_id=["cost"]), ["'cost'", "'cost_effectiveness'"]),
        (lambda: nmc.select_findings(FINDINGS, domain="workforce"), ["'domain'", "'domain_id'"]),
        (lambda: nmc.select_findings(FINDINGS, is_key_message="true"), ["'true'", "True, False"]),
        (lambda: nmc.count_findings(FINDINGS, by="sertainty"), ["'sertainty'", "'certainty'"]),
        (lambda: nmc.count_findings(FINDINGS, by="statement"), ["'statement'", "certainty"]),
    ],
)
def test_an_unknown_column_or_value_is_repeated_with_those_allowed(call, words):
    with pytest.raises(ValueError, match=r"unknown|no list") as error:
        call()
    for word in words:
        assert word in str(error.value)


def test_any_list_of_values_will_do():
    mechanisms = nmc.load("mechanisms")
    assert len(nmc.select_findings(mechanisms, row_no=range(1, 5))) == 4
    assert len(nmc.select_findings(mechanisms, row_no=frozenset({1, 2}))) == 2


@pytest.mark.parametrize("by", [[], ["domain_id", "domain_id"]])
def test_columns_to_count_by_must_be_some_and_differ(by):
    with pytest.raises(ValueError, match="one or more different columns"):
        nmc.count_findings(FINDINGS, by=by)


def test_a_repeat_counts_as_no_distinct_claim_of_its_group():
    summary = nmc.summarise_findings(nmc.select_findings(FINDINGS, kind="finding"), by="domain_id")
    leadership = summary.set_index("domain_id").loc["leadership"]
    assert leadership["claims"] - leadership["distinct_claims"] == 2


def test_nothing_is_changed():
    before = FINDINGS.copy(deep=True)
    nmc.count_findings(FINDINGS, by=["domain_id", "certainty"])
    nmc.summarise_findings(FINDINGS, by="outcome_id")
    nmc.distinct_findings(FINDINGS)
    pd.testing.assert_frame_equal(FINDINGS, before)


def test_agreement_is_full_with_oneself_and_that_of_chance_with_noise():
    second = nmc.load("second_reading")
    same = second.assign(
        **{f"second_{what}": second[f"first_{what}"] for what in ("certainty", "direction", "domain_id")}
    )
    assert nmc.agreement(same)["kappa"].tolist() == [1.0, 1.0, 1.0]
    noise = same.assign(second_certainty=same["second_certainty"].sample(frac=1, random_state=1).to_numpy())
    assert abs(nmc.agreement(noise).loc[0, "kappa"]) < 0.3


def test_kappa_is_cohens():
    # the example of two raters and fifty cases in Cohen's form: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no
    first = ["opinion"] * 25 + ["mixed"] * 25
    second = ["opinion"] * 20 + ["mixed"] * 5 + ["opinion"] * 10 + ["mixed"] * 15
    frame = pd.DataFrame({"first_certainty": first, "second_certainty": second})
    for what in ("direction", "domain_id"):
        frame[f"first_{what}"] = frame[f"second_{what}"] = "same"
    assert nmc.agreement(frame).loc[0, ["agreed", "per_cent", "kappa"]].tolist() == [35, 70.0, 0.4]


def test_coverage_adds_up():
    assert nmc.coverage(FINDINGS)["claims"].sum() == len(FINDINGS)
