"""The schema answers what a table holds, and refuses what it does not know."""

import pytest
from cases import each

import nmc_evidence as nmc
from nmc_evidence import schema

CERTAINTIES = [
    "stated plainly",
    "some evidence",
    "limited evidence",
    "mixed",
    "inconclusive",
    "unclear",
    "suggested",
    "no direct evidence",
    "concern",
    "opinion",
    "early or emerging evidence",
    "not demonstrated",
]


def test_certainties_and_directions_have_the_agreed_order():
    assert schema.allowed_values("findings", "certainty") == CERTAINTIES
    assert schema.allowed_values("findings", "direction") == [
        "enabler",
        "barrier",
        "positive",
        "negative",
        "mixed",
        "neutral",
        "not stated",
    ]


def test_a_column_that_points_to_a_key_takes_its_values():
    assert schema.allowed_values("findings", "domain_id") == nmc.load_domains()["domain_id"].tolist()
    assert schema.allowed_values("findings", "same_as") is None


@each("table", nmc.table_names())
def test_the_data_dictionary_lists_the_columns_of_the_frame(table):
    assert nmc.data_dictionary(table)["column"].tolist() == nmc.load(table).columns.tolist()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: nmc.data_dictionary("findngs"), ["'findngs'", "Did you mean 'findings'", "'mechanisms'"]),
        (lambda: nmc.load("papers"), ["'papers'", "'reviews'"]),
        (lambda: schema.allowed_values("findings", "domain"), ["'domain'", "'domain_id'"]),
        (lambda: nmc.value_meanings("findings", "statement"), ["'statement'", "'certainty'"]),
    ],
)
def test_an_unknown_name_is_repeated_with_those_that_are_allowed(call, words):
    with pytest.raises(ValueError, match="unknown") as error:
        call()
    for word in words:
        assert word in str(error.value)
