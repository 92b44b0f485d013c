"""Bibliographic records: from a `.bib` file to "Author (year)", to a line of a reference list, and to other programs.

A record is a row of plain text. Braces are left in one column, `author`, where they mark the name of an
organisation; what else BibTeX needs is put on when a record is written, and taken off when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from string import ascii_lowercase

import pandas as pd

from nmc_evidence.schema import check_allowed

BIBTEX_FIELDS = [
    "author",
    "title",
    "journal",
    "booktitle",
    "year",
    "pubstate",
    "volume",
    "number",
    "pages",
    "type",
    "publisher",
    "note",
]
REFERENCE_COLUMNS = ["reference_id", "entry_type", *BIBTEX_FIELDS]
# What BibTeX calls the publisher in entries of these types; under another name its styles leave it out
PUBLISHER_FIELDS = {"techreport": "institution", "misc": "howpublished"}
# What a report is called where its source gives it no other name
REPORT = "Report"
# The type of a RIS record for each type of BibTeX entry
RIS_TYPES = {
    "article": "JOUR",
    "book": "BOOK",
    "techreport": "RPRT",
    "incollection": "CHAP",
    "unpublished": "UNPB",
}
RIS_TAGS = {
    "title": "TI",
    "year": "PY",
    "journal": "JO",
    "booktitle": "T2",
    "volume": "VL",
    "number": "IS",
    "pages": "SP",
    "type": "M3",
    "publisher": "PB",
    "pubstate": "N1",
    "note": "N1",
}

_ENTRY = re.compile(r"@(?P<entry_type>[a-z]+)\{(?P<reference_id>[a-z0-9-]+),")
_FIELD = re.compile(r"  (?P<name>[a-z]+) = \{(?P<value>.+)\},")
# How BibTeX writes the characters that mean something else to LaTeX
_ESCAPES = {
    **{character: f"\\{character}" for character in "&%#_$"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_ESCAPED = re.compile("|".join(map(re.escape, _ESCAPES.values())))
_CHARACTERS = {escaped: character for character, escaped in _ESCAPES.items()}
_WORD = re.compile(r"\w(?:[\w'’.-]*\w)?")


def parse_bibtex(text: str, *, file: str = "references.bib") -> list[dict[str, str]]:
    r"""Read the one form of BibTeX that the project writes: a field to a line, values in braces.

    A record is four kinds of line: `@article{key,`, `  field = {value},`, `}` and the blank line after
    it. Anything else is an error, so that nothing is read wrongly in silence.

    Parameters
    ----------
    text : str
        Content of a `.bib` file.
    file : str
        Name of the file, for error messages.

    Returns
    -------
    list of dict
        One per record, in order, with `reference_id`, `entry_type` and its fields as plain text. The
        publisher is `publisher`, whether the file says so or `institution` or `howpublished`.

    Raises
    ------
    ValueError
        If a line has another form, a field is unknown, a key or field stands twice, or a value holds a
        command of LaTeX that is not known here.

    Examples
    --------
    >>> from nmc_evidence.citations import parse_bibtex
    >>> parse_bibtex("@misc{who-2016,\n  author = {{WHO}},\n  year = {2016},\n}\n")
    [{'reference_id': 'who-2016', 'entry_type': 'misc', 'author': '{WHO}', 'year': '2016'}]
    """
    entries: dict[str, dict[str, str]] = {}
    current: dict[str, str] | None = None
    known = [*BIBTEX_FIELDS, *PUBLISHER_FIELDS.values()]
    for number, line in enumerate(text.splitlines(), start=1):
        place = f"{file}, line {number}"
        if current is None and (match := _ENTRY.fullmatch(line)):
            key = match["reference_id"]
            if key in entries:
                raise ValueError(f"{place}: the key {key!r} stands twice; a key belongs to one record")
            current = entries[key] = {"reference_id": key, "entry_type": match["entry_type"]}
        elif current is not None and (match := _FIELD.fullmatch(line)):
            name = match["name"]
            if name not in known:
                raise ValueError(f"{place}: unknown field {name!r}; known: {', '.join(known)}")
            name = "publisher" if name in PUBLISHER_FIELDS.values() else name
            if name in current:
                raise ValueError(f"{place}: the field {name!r} stands twice in {current['reference_id']!r}")
            current[name] = _plain(match["value"], keep_braces=name == "author", place=place)
        elif current is not None and line == "}":
            current = None
        elif current is None and line == "":
            continue
        else:
            wanted = "'  field = {value},' or '}'" if current is not None else "'@type{key,' or a blank line"
            raise ValueError(f"{place}: {line!r} stands there; expected {wanted}")
    if current is not None:
        raise ValueError(f"{file}: the record {current['reference_id']!r} has no closing brace")
    return list(entries.values())


def _plain(value: str, *, keep_braces: bool, place: str) -> str:
    """Take off what BibTeX puts on: escapes, and braces that only protect capitals."""
    if unknown := re.search(r"\\(?:[A-Za-z]+|.?)", _ESCAPED.sub("", value)):
        raise ValueError(f"{place}: {unknown[0]!r} stands in a value; known: {' '.join(_CHARACTERS)}")
    pieces = re.split(f"({_ESCAPED.pattern})", value)
    return "".join(
        _CHARACTERS[piece] if piece in _CHARACTERS else piece if keep_braces else re.sub("[{}]", "", piece)
        for piece in pieces
    )


def _escaped(value: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in value)


def _protected(title: str) -> str:
    """Escape a title, and put braces round each word whose capitals its readers would otherwise make small.

    They leave the first letter of a title as it is.
    """

    def protect(word: re.Match[str]) -> str:
        capitals = word[0][1:] if word.start() == 0 else word[0]
        return f"{{{word[0]}}}" if capitals != capitals.lower() else word[0]

    return _escaped(_WORD.sub(protect, title))


def _one_name(publisher: str) -> str:
    """Escape the name of a publisher; readers take an "and" outside braces for one between two publishers."""
    return f"{{{_escaped(publisher)}}}" if " and " in publisher else _escaped(publisher)


def _families(author: str) -> list[str]:
    """Return the family names of an author field; a name in braces is an organisation."""
    return [name.strip("{}") if name.startswith("{") else name.split(",")[0] for name in _names(author)]


def _names(author: str) -> list[str]:
    """Split an author field into names; an "and" inside braces belongs to an organisation's name."""
    return re.split(r" and (?![^{]*\})", author)


def author_year(references: pd.DataFrame) -> pd.Series:
    """Cite each record as "Author (year)".

    One author stands alone, two are joined, three or more become "et al." (Harvard style). A record
    without an author is cited by its title; without a year by its state of publication, or as undated.
    Records that would look alike get a letter.

    Parameters
    ----------
    references : pandas.DataFrame
        Records, as `load_references` returns them.

    Returns
    -------
    pandas.Series of string
        The citations, indexed by `reference_id`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import citations
    >>> cited = citations.author_year(nmc.load_references())
    >>> cited["fillingham-weir-2014"], cited["hanratty-care-homes"]
    ('Fillingham and Weir (2014)', 'Hanratty et al. (awaiting publication)')
    """

    def who(record: pd.Series) -> str:
        if pd.isna(record["author"]):
            return record["title"]
        families = _families(record["author"])
        if len(families) > 2 or families[-1] == "others":
            return f"{families[0]} et al."
        return " and ".join(families)

    if references.empty:
        return pd.Series([], index=pd.Index([], name="reference_id"), dtype="string", name="citation")
    parts = pd.DataFrame(
        {
            "who": [who(record) for _, record in references.iterrows()],
            "when": references["year"].fillna(references["pubstate"]).fillna("undated").tolist(),
        },
        index=pd.Index(references["reference_id"], name="reference_id"),
    )
    alike = parts.groupby(["who", "when"])
    letters = alike.cumcount().map(lambda place: ascii_lowercase[place]).where(alike["who"].transform("size") > 1, "")
    return (parts["who"] + " (" + parts["when"] + letters + ")").astype("string").rename("citation")


def full_reference(references: pd.DataFrame) -> pd.Series:
    """Write each record out for a list of references, from what its source printed and no more.

    Parameters
    ----------
    references : pandas.DataFrame
        Records, as `load_references` returns them.

    Returns
    -------
    pandas.Series of string
        The references, indexed by `reference_id`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import citations
    >>> print(citations.full_reference(nmc.load_references())["who-2016"])
    WHO (2016). Framework on integrated, people-centred health services.
    """

    def names(author: str) -> str:
        listed = [name.strip("{}") if name.startswith("{") else name.replace(",", "") for name in _names(author)]
        if listed[-1] == "others":
            return ", ".join(listed[:-1]) + " et al."
        return ", ".join(listed)

    def line(record: pd.Series) -> str:
        record = record.dropna()
        title = record.get("title", "[title not given]").rstrip(".")
        when = record.get("year", record.get("pubstate", "undated"))
        parts = [f"{names(record['author'])} ({when})", title] if "author" in record else [f"{title} ({when})"]
        if "journal" in record:
            issue = f" {record['volume']}" if "volume" in record else ""
            issue += f"({record['number']})" if "number" in record else ""
            issue += f": {record['pages']}" if "pages" in record else ""
            parts.append(record["journal"] + issue)
        if "booktitle" in record:
            parts.append(f"In: {record['booktitle']}")
        if record.get("type", REPORT) != REPORT:
            parts.append(" ".join(record[["type", "number"]]) if "number" in record else record["type"])
        parts += [record[field] for field in ("publisher", "note") if field in record]
        return ". ".join(parts) + "."

    lines = [line(record) for _, record in references.iterrows()]
    return pd.Series(
        lines, index=pd.Index(references["reference_id"], name="reference_id"), dtype="string", name="reference"
    )


def cited_and_listed(citations: pd.DataFrame, *, source_id: str) -> pd.DataFrame:
    """Say of each work that a source names whether it cites it in the text and lists it at the end.

    Parameters
    ----------
    citations : pandas.DataFrame
        Citations, as `load_citations` returns them.
    source_id : str
        The source to ask about.

    Returns
    -------
    pandas.DataFrame
        One row per work, by id. Columns: `reference_id`, `is_cited`, `is_listed`.

    Raises
    ------
    ValueError
        If the source is unknown.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import citations
    >>> works = citations.cited_and_listed(nmc.load_citations(), source_id="rapid-scan")
    >>> int((works["is_cited"] & ~works["is_listed"]).sum()), int((works["is_listed"] & ~works["is_cited"]).sum())
    (6, 6)
    """
    check_allowed(source_id, citations["source_id"].cat.categories, "source_id")
    mine = citations[citations["source_id"] == source_id]
    works = pd.DataFrame({"reference_id": sorted(mine["reference_id"].unique())})
    for column, place in (("is_cited", "text"), ("is_listed", "list")):
        works[column] = works["reference_id"].isin(mine.loc[mine["place"] == place, "reference_id"])
    return works


def to_bibtex(references: pd.DataFrame) -> pd.Series:
    """Write each record as BibTeX, in the form that `parse_bibtex` reads.

    Characters that LaTeX would take for something else are escaped, and braces keep the capitals of names
    in titles. The publisher gets the name under which styles print it in an entry of that type.

    Parameters
    ----------
    references : pandas.DataFrame
        Records, as `load_references` returns them.

    Returns
    -------
    pandas.Series of string
        The records, indexed by `reference_id`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import citations
    >>> print(citations.to_bibtex(nmc.load_references())["who-2016"])
    @misc{who-2016,
      author = {{WHO}},
      title = {Framework on integrated, people-centred health services},
      year = {2016},
    }
    """

    def write(record: pd.Series) -> str:
        record = record.dropna()
        lines = []
        for field in BIBTEX_FIELDS:
            if field in record:
                name = PUBLISHER_FIELDS.get(record["entry_type"], field) if field == "publisher" else field
                lines.append(f"  {name} = {{{_FIELD_WRITERS.get(field, _escaped)(record[field])}}},\n")
        return f"@{record['entry_type']}{{{record['reference_id']},\n{''.join(lines)}}}"

    return _per_record(references, write).rename("bibtex")


def to_ris(references: pd.DataFrame) -> pd.Series:
    """Write each record in the RIS format, which reference managers read.

    Parameters
    ----------
    references : pandas.DataFrame
        Records, as `load_references` returns them.

    Returns
    -------
    pandas.Series of string
        The records, indexed by `reference_id`; a line per author, and a page range as printed in `SP`
        and `EP`. What the source did not print is left out. A name without a given name ends in a comma,
        by which readers know that it is one name and not two; `others` stands where the source printed
        "et al.", and reference managers write it as "et al." or "and others".

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import citations
    >>> citations.to_ris(nmc.load_references())["who-2016"].splitlines()[:2]
    ['TY  - GEN', 'AU  - WHO,']
    """

    def write(record: pd.Series) -> str:
        record = record.dropna()
        lines = [("TY", RIS_TYPES.get(record["entry_type"], "GEN"))]
        for name in _names(record["author"]) if "author" in record else []:
            name = name.strip("{}")
            lines.append(("AU", name if "," in name or name == "others" else f"{name},"))
        for field in BIBTEX_FIELDS:
            if field == "pages" and field in record:
                lines += zip(("SP", "EP"), re.split("-+|–", record[field], maxsplit=1), strict=False)
            elif field in RIS_TAGS and field in record:
                is_report_number = field == "number" and record["entry_type"] == "techreport"
                lines.append(("SN" if is_report_number else RIS_TAGS[field], record[field]))
        lines += [("ID", record["reference_id"]), ("ER", "")]
        return "\n".join(f"{tag}  - {value}" for tag, value in lines)

    return _per_record(references, write).rename("ris")


_FIELD_WRITERS = {"title": _protected, "booktitle": _protected, "publisher": _one_name}


def _per_record(references: pd.DataFrame, write: Callable[[pd.Series], str]) -> pd.Series:
    index = pd.Index(references["reference_id"], name="reference_id")
    return pd.Series([write(record) for _, record in references.iterrows()], index=index, dtype="string")
