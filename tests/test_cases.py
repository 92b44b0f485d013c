"""A rule for many cases names those that break it, and cannot pass on none."""

import pytest
from cases import each


def test_every_case_that_breaks_a_rule_is_named_and_the_others_are_not():
    @each("number", [1, 2, 3, 4])
    def rule(number):
        assert number % 2 == 0, "odd"

    with pytest.raises(AssertionError, match=r"2 of 4 break the rule:\n1: AssertionError: odd.*\n(.*\n)*3: "):
        rule()


def test_a_rule_for_no_case_fails():
    with pytest.raises(AssertionError, match="no number to try the rule on"):
        each("number", [])(lambda number: None)()


def test_an_error_that_was_expected_and_did_not_come_breaks_the_rule():
    @each("text, message", [("a", "b")])
    def rule(text, message):
        with pytest.raises(ValueError, match=message):
            pass

    with pytest.raises(AssertionError, match="1 of 1 break the rule:\na, b: Failed: DID NOT RAISE"):
        rule()


@each("number", [1, 2])
def test_fixtures_are_shared_by_all_cases(number, tmp_path):
    assert len(list(tmp_path.iterdir())) == number - 1
    (tmp_path / str(number)).touch()
