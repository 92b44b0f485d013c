"""References are read in one form, and cited as their source printed them."""

import pandas as pd
import pytest
from pybtex.database import parse_string

import nmc_evidence as nmc
from nmc_evidence import citations, schema

TEXT = (schema.data_folder() / "references.bib").read_text(encoding="utf-8")


def test_our_reader_agrees_with_pybtex():
    theirs = parse_string(TEXT, "bibtex").entries
    ours = {entry["reference_id"]: entry for entry in citations.parse_bibtex(TEXT)}
    assert list(ours) == list(theirs)
    for key, entry in theirs.items():
        assert ours[key]["entry_type"] == entry.type
        for field, value in entry.fields.items():
            assert ours[key][field] == value
        families = [" ".join(person.prelast_names + person.last_names) for person in entry.persons.get("author", [])]
        if families:
            assert citations._families(ours[key]["author"]) == [name.strip("{}") for name in families]


@pytest.mark.parametrize(
    ("author", "year", "cited"),
    [
        ("Baxter, S.", "2018", "Baxter (2018)"),
        ("Ham, C. and Walsh, N.", "2013", "Ham and Walsh (2013)"),
        ("Naylor, C. and others", "2015", "Naylor et al. (2015)"),
        ("A, B. and C, D. and E, F.", "2011", "A et al. (2011)"),
        ("{NHS England}", "2014", "NHS England (2014)"),
        ("{Department of Health and Social Care}", "2018", "Department of Health and Social Care (2018)"),
        ("Wellings, Dan", None, "Wellings (undated)"),
        (None, None, "A title (undated)"),
    ],
)
def test_author_and_year(author, year, cited):
    record = dict.fromkeys(citations.REFERENCE_COLUMNS)
    record |= {"reference_id": "x", "title": "A title", "author": author, "year": year}
    frame = pd.DataFrame([record], dtype="string")
    assert citations.author_year(frame).tolist() == [cited]


def test_works_that_look_alike_get_letters():
    cited = citations.author_year(nmc.load_references())
    assert cited["nhs-england-2016-mcp-contract"] == "NHS England (2016a)"
    assert cited["nhs-england-2016-mcp-framework"] == "NHS England (2016b)"
    assert cited.is_unique


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@misc{a-1,\n  title = {X}\n}\n", r"line 2: .*expected '  field = \{value\},'"),
        ("@misc{a-1,\n  doi = {10.1},\n}\n", "line 2: unknown field 'doi'"),
        ("@misc{a-1,\n}\n\n@misc{a-1,\n}\n", "line 4: the key 'a-1' stands twice"),
        ("@misc{a-1,\n  year = {1},\n  year = {2},\n}\n", "line 3: the field 'year' stands twice"),
        ("@misc{a-1,\n  year = {1},\n", "'a-1' has no closing brace"),
        ("title = {X}\n", "line 1: .*expected '@type{key,'"),
    ],
)
def test_another_form_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        citations.parse_bibtex(text)


def test_a_full_reference_adds_nothing_to_the_record():
    records = nmc.load_references().set_index("reference_id")
    for key, line in citations.full_reference(nmc.load_references()).items():
        if pd.isna(records.loc[key, "title"]):
            assert "[title not given]" in line
            continue
        assert records.loc[key, "title"].rstrip(".") in line
        if pd.isna(records.loc[key, "year"]):
            assert "undated" in line or "awaiting publication" in line
