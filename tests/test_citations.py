"""References are read in one form, cited as their source printed them, and understood by other programs."""

import json
import re

import pandas as pd
import pypandoc
import pytest
import rispy
from pybtex.database import parse_string
from pybtex.richtext import Text

import nmc_evidence as nmc
from nmc_evidence import citations, schema

TEXT = (schema.data_folder() / "references.bib").read_text(encoding="utf-8")


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
        (
            "@techreport{a-1,\n  publisher = {A},\n  institution = {B},\n}\n",
            "line 3: the field 'publisher' stands twice",
        ),
        ("@misc{a-1,\n  title = {\\emph{X}},\n}\n", r"line 2: '\\\\emph' stands in a value; known: "),
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


def test_the_file_of_references_is_written_as_the_export_writes_it():
    assert "\n\n".join(citations.to_bibtex(nmc.load_references())) + "\n" == TEXT


def test_works_with_a_publisher_and_no_journal_are_reports_unless_they_say_what_else_they_are():
    references = nmc.load_references()
    published = references[references["publisher"].notna() & references["journal"].isna()]
    others = published[published["entry_type"] != "techreport"]
    assert set(others["entry_type"]) == {"misc"}
    assert others["note"].str.contains("Article|Poster").where(others["reference_id"] != "mcp-blog", True).all()
    assert references["type"].notna().tolist() == (references["entry_type"] == "techreport").tolist()


# --- what other programs read in the exports

SPECIAL = r"5% & $3 #1 a_b \ c ~ d ^ e"
MADE_UP = [
    {"entry_type": "article", "title": f"On {SPECIAL} in Canada", "author": "{A & B} and Lee, C.", "journal": SPECIAL},
    {"entry_type": "techreport", "title": "‘Trust’ of the NHS", "author": "{Health and Care 100%}", "year": "2011"},
    {"entry_type": "misc", "title": "MCPs: A first AQuA view", "author": "Suter and others", "note": SPECIAL},
]
MADE_UP[1] |= {"type": "Policy summary", "number": "11", "publisher": "Midlands and #1 Unit"}


def references_of(name: str) -> pd.DataFrame:
    if name == "the book's":
        return nmc.load_references()
    records = [{"reference_id": f"made-up-{number}", **record} for number, record in enumerate(MADE_UP)]
    return pd.DataFrame(records, columns=citations.REFERENCE_COLUMNS, dtype="string")


def printed(references: pd.DataFrame) -> dict[str, dict]:
    """Return what each record says; a name is (family,) or (family, given), "et al." is ("others",)."""
    facts = {}
    for record in references.to_dict("records"):
        record = {name: "" if pd.isna(value) else value for name, value in record.items()}
        names = re.split(r" and (?![^{]*\})", record["author"]) if record["author"] else []
        facts[record["reference_id"]] = {
            "authors": [(name.strip("{}"),) if name[0] == "{" else tuple(name.split(", ")) for name in names],
            "kind": record["entry_type"],
            "year": record["year"],
            "title": record["title"],
            "within": record["journal"] or record["booktitle"],
            "publisher": record["publisher"],
            "notes": [part for part in (record["pubstate"], record["note"]) if part],
        }
    return facts


def read_by_pybtex(references: pd.DataFrame) -> dict[str, dict]:
    facts = {}
    for key, entry in parse_string("\n\n".join(citations.to_bibtex(references)), "bibtex").entries.items():
        fields = {name: without_latex(value) for name, value in entry.fields.items()}
        names = [
            (" ".join(one.last_names), " ".join(one.first_names + one.middle_names))
            for one in entry.persons.get("author", [])
        ]
        facts[key] = {
            "authors": [tuple(without_latex(part) for part in name if part) for name in names],
            "kind": entry.type,
            "year": fields.get("year", ""),
            "title": fields.get("title", ""),
            "within": fields.get("journal", "") or fields.get("booktitle", ""),
            "publisher": fields.get({"techreport": "institution"}.get(entry.type, "howpublished"), ""),
            "notes": [fields[name] for name in ("pubstate", "note") if name in fields],
        }
    return facts


def without_latex(text: str) -> str:
    """Read a text as pybtex does, and two commands that it leaves as they are."""
    return str(Text.from_latex(text)).replace("\\$", "$").replace("\\textasciicircum ", "^")


def read_by_rispy(references: pd.DataFrame) -> dict[str, dict]:
    kinds = {"JOUR": "article", "RPRT": "techreport", "CHAP": "incollection", "UNPB": "unpublished", "GEN": "misc"}
    return {
        record["id"]: {
            # a comma with nothing after it ends a name that has no given name
            "authors": [tuple(name.removesuffix(",").split(", ")) for name in record.get("authors", [])],
            "kind": kinds[record["type_of_reference"]],
            "year": record.get("year", ""),
            "title": record.get("title", ""),
            "within": record.get("journal_name", "") or record.get("secondary_title", ""),
            "publisher": record.get("publisher", ""),
            "notes": record.get("notes", []),
        }
        for record in rispy.loads("\n\n".join(citations.to_ris(references)) + "\n")
    }


def read_by_pandoc(references: pd.DataFrame, form: str) -> dict[str, dict]:
    exported = {"ris": citations.to_ris, "bibtex": citations.to_bibtex}[form](references)
    kinds = {
        "article-journal": "article",
        "report": "techreport",
        "chapter": "incollection",
        "manuscript": "unpublished",
    }
    facts = {}
    for record in json.loads(pypandoc.convert_text("\n\n".join(exported) + "\n", "csljson", format=form)):
        names = [(one.get("literal") or one["family"], one.get("given", "")) for one in record.get("author", [])]
        facts[record["id"]] = {
            "authors": [tuple(part for part in name if part) for name in names],
            "kind": kinds.get(record["type"], record["type"]).replace("entry", "misc") or "misc",
            "year": str(record["issued"]["date-parts"][0][0]) if "issued" in record else "",
            "title": record.get("title", ""),
            "within": record.get("container-title", ""),
            "publisher": record.get("publisher", ""),
            "notes": [record["note"]] if "note" in record else [],
        }
    return facts


def as_pandoc_sets_it(fact: str | list) -> str | list:
    """Write text with one kind of quotation mark, and a capital after a colon, as pandoc does with titles."""
    if isinstance(fact, list):
        return [as_pandoc_sets_it(part) if isinstance(part, str) else part for part in fact]
    text = re.sub("[‘’“”]", "'", fact)
    return re.sub(r"(: ?)(\w)", lambda found: found[1] + found[2].upper(), text)


READERS = {
    "pybtex": read_by_pybtex,
    "rispy": read_by_rispy,
    "pandoc, BibTeX": lambda references: read_by_pandoc(references, "bibtex"),
    "pandoc, RIS": lambda references: read_by_pandoc(references, "ris"),
}


@pytest.mark.parametrize("name", ["the book's", "made up"])
@pytest.mark.parametrize("reader", READERS)
def test_other_programs_read_what_the_sources_printed(reader, name):
    references = references_of(name)
    read = READERS[reader](references)
    lost = []
    for key, facts in printed(references).items():
        for fact, value in facts.items():
            there = read[key][fact]
            if "pandoc" in reader:
                if fact == "notes":  # it passes over notes in RIS, and over the state of publication in BibTeX
                    value = [] if reader == "pandoc, RIS" else value[-1:]
                value, there = as_pandoc_sets_it(value), as_pandoc_sets_it(there)
            if there != value:
                lost.append(f"{key}: {fact} is {value!r}, read as {there!r}")
    assert lost == []


@pytest.mark.parametrize("name", ["the book's", "made up"])
def test_our_reader_undoes_what_the_export_does(name):
    references = references_of(name)
    read = citations.parse_bibtex("\n\n".join(citations.to_bibtex(references)) + "\n")
    pd.testing.assert_frame_equal(pd.DataFrame(read, columns=citations.REFERENCE_COLUMNS, dtype="string"), references)
