"""Loaders return fresh, typed frames, and name what is damaged."""

import pandas as pd
import pytest
from cases import each

import nmc_evidence as nmc
from nmc_evidence import schema


@each("table", ["sources", "domains", "outcomes", "findings", "citations", "references"])
def test_the_tables_that_analysts_start_with_have_a_loader_of_their_own(table):
    pd.testing.assert_frame_equal(getattr(nmc, f"load_{table}")(), nmc.load(table))


@each("table", nmc.table_names())
def test_columns_with_allowed_values_are_ordered_categoricals(table):
    frame = nmc.load(table)
    for column in frame:
        allowed = schema.allowed_values(table, column)
        if allowed is not None:
            assert frame[column].cat.ordered
            assert frame[column].cat.categories.tolist() == allowed
        else:
            assert str(frame[column].dtype) in {"string", "Int64", "Float64", "bool", "boolean"}


def test_every_load_is_fresh():
    mine = nmc.load_findings()
    mine["statement"] = "changed"
    assert "changed" not in set(nmc.load_findings()["statement"])


def test_empty_cells_are_missing_and_words_stay_words(data_copy):
    path = data_copy / "domains.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Design,Design,", "Design,None,NA"), encoding="utf-8")
    first = nmc.load_domains(data_dir=data_copy).iloc[0]
    assert (first["poster_label"], first["note"]) == ("None", "NA")
    assert pd.isna(nmc.load_domains().iloc[0]["note"])


def test_a_folder_with_a_descriptor_of_its_own_decides_its_values(data_copy):
    for name in ("datapackage.json", "domains.csv", "findings.csv", "mechanisms.csv", "programme_theories.csv"):
        path = data_copy / name
        path.write_text(path.read_text(encoding="utf-8").replace("workforce", "staffing"), encoding="utf-8")
    findings = nmc.load_findings(data_dir=data_copy)
    assert "staffing" in findings["domain_id"].cat.categories
    assert len(nmc.select_findings(findings, domain_id="staffing")) > 0


def test_a_folder_without_a_descriptor_has_the_shipped_shape(data_copy):
    (data_copy / "datapackage.json").unlink()
    pd.testing.assert_frame_equal(nmc.load_findings(data_dir=data_copy), nmc.load_findings())


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (
            lambda text: text.replace("Staff Experience,", "Staff Experience,,", 1),
            r"outcomes.csv, row 2, .*4 cells; expected 3",
        ),
        (lambda text: text.replace("label", "name", 1), r"outcomes.csv, row 1: the columns are"),
        (
            lambda text: text.replace("Staff Experience", "", 1),
            r"row 2, column 'label': '' stands there; expected string, not",
        ),
        (
            lambda text: text.replace("staff_experience", "staff", 1),
            r"row 2, column 'outcome_id': 'staff' .*'staff_experience'",
        ),
        (lambda text: text.replace("Staff Experience", '"Staff', 1), r"outcomes.csv, row \d+: not readable as CSV"),
        (lambda text: "\ufeff" + text, r"outcomes.csv, row 1: starts with a byte order mark"),
    ],
)
def test_a_damaged_file_is_named_with_row_and_column(data_copy, damage, message):
    path = data_copy / "outcomes.csv"
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        nmc.load_outcomes(data_dir=data_copy)


def test_bytes_that_are_not_utf_8_are_named(data_copy):
    path = data_copy / "outcomes.csv"
    path.write_bytes(path.read_bytes().replace(b"Patient Exp", b"Patient \xe9xp"))
    with pytest.raises(ValueError, match=r"outcomes.csv, row 3: byte 0xe9 is not UTF-8"):
        nmc.load_outcomes(data_dir=data_copy)


def test_numbers_and_truth_values_are_checked(data_copy):
    path = data_copy / "mechanisms.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1,Findings", ",one,Findings", 1), encoding="utf-8")
    with pytest.raises(ValueError, match=r"row 2, column 'row_no': 'one' stands there; expected integer"):
        nmc.load("mechanisms", data_dir=data_copy)


def test_a_missing_folder_or_file_is_named(data_copy):
    with pytest.raises(FileNotFoundError, match="no folder 'nowhere'"):
        nmc.load_findings(data_dir="nowhere")
    (data_copy / "findings.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"findings.csv: the table 'findings' has no file"):
        nmc.load_findings(data_dir=data_copy)


def test_an_empty_table_keeps_its_columns_and_types(data_copy):
    path = data_copy / "findings.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    empty = nmc.load_findings(data_dir=data_copy)
    assert len(empty) == 0
    assert empty.dtypes.astype(str).tolist() == nmc.load_findings().dtypes.astype(str).tolist()
