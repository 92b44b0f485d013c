"""The planted faults can still be planted: each finds its place, and the tests that should notice it are there."""

import re
import shlex

import plant
import pytest
from cases import each

FAULTS = plant.read_faults()


def out_of_date(needs_book: bool) -> list[str]:
    """Return the faults whose place is no longer there."""
    stale = []
    for fault in FAULTS:
        path = plant.ROOT / fault["file"]
        if fault["file"].startswith("_build/") != needs_book or "content" in fault:
            continue
        if not path.is_file():
            stale.append(f"{fault['id']}: there is no file {fault['file']}")
            continue
        try:
            text = path.read_text(encoding="utf-8")
            if plant.changed(fault, text) == text:
                stale.append(f"{fault['id']}: the fault changes nothing")
        except ValueError as error:
            stale.append(str(error))
    return stale


def test_there_are_sixty_faults_and_more_each_of_a_rule_of_its_own():
    for what in ("id", "rule"):
        assert len({fault[what] for fault in FAULTS}) == len(FAULTS) >= 60


def test_every_fault_finds_its_place():
    assert out_of_date(needs_book=False) == []


def test_every_fault_finds_its_place_in_the_built_book(built):
    assert out_of_date(needs_book=True) == []


@each("fault", FAULTS)
def test_the_tests_that_should_notice_a_fault_are_there(fault):
    path, *options = shlex.split(fault["tests"])
    text = (plant.ROOT / path).read_text(encoding="utf-8")
    if options:
        assert options[0] == "-k"
        assert re.search(rf"^def test_\w*{options[1]}", text, re.MULTILINE), f"{fault['id']}: no test {options[1]}"


def test_a_fault_whose_place_is_gone_is_named():
    fault = {"id": "x", "file": "a.csv", "row": "gone", "column": "b", "value": ""}
    with pytest.raises(ValueError, match=r"x: a.csv has no cell 'b' in a row 'gone'; choose another one"):
        plant.changed(fault, "a,b\n1,2\n")
    with pytest.raises(ValueError, match=r"x: a.csv does not hold 'z'; choose another place"):
        plant.changed({"id": "x", "file": "a.csv", "find": "z", "replace": ""}, "a,b\n1,2\n")
