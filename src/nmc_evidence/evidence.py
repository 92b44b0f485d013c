"""One evidence base: a folder's tables, with its labels, sources, vocabularies, authors and licence.

Frames carry the name of the evidence that they were loaded from in `DataFrame.attrs`, and keep it when rows are
selected, sorted or added to. Charts and cards ask `Evidence.of` for it. What is not known to belong to a frame is
never printed beside it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from nmc_evidence import theme
from nmc_evidence.citations import REFERENCE_COLUMNS
from nmc_evidence.datasets import DataPackage
from nmc_evidence.schema import DESCRIPTOR, Folder, Schema, check_allowed, data_folder, has_descriptor

# Under this name a frame's `attrs` hold the evidence that it belongs to: a folder, or the shipped data
ATTRIBUTE = "nmc_evidence"
SHIPPED = "shipped"
# What a source can do with a claim: say it without doubt, hedge it, leave it open, or report a view
KINDS = ("plain", "hedged", "open", "view")
SIDES = ("helps", "hinders", "neither")
# So many folders are remembered, so that a chart finds what its frame was loaded from
MOST_FOLDERS = 8


class Group(NamedTuple):
    """Codes of certainty that belong together."""

    label: str
    words: str
    codes: list[str]


class Direction(NamedTuple):
    """How a direction is drawn: the side of the line, a character, a shape of Vega, and a colour."""

    side: str
    sign: str
    shape: str
    colour: str


class Evidence(DataPackage):
    """One evidence base: the tables of a folder, and all that belongs to them.

    Parameters
    ----------
    folder : str or path, optional
        A folder with a `datapackage.json` and the tables that it names. Default: the evidence shipped with
        the package.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> evidence = nmc.Evidence()
    >>> evidence.labels("domain_id")["workforce"]
    'Workforce'
    >>> nmc.Evidence.of(evidence.load("findings")) is evidence
    True
    """

    def __new__(cls, folder: str | Path | None = None) -> Evidence:
        """Return the object of a folder that is in use already, so that nothing is read twice."""
        name = SHIPPED if folder is None else str(Path(folder).resolve())
        if cls is Evidence and name in _remembered:
            _remembered.move_to_end(name)
            return _remembered[name]
        return super().__new__(cls)

    def __init__(self, folder: str | Path | None = None) -> None:
        super().__init__(folder)
        if _remembered.get(self.name) is self:
            return
        self._labels: dict[str, tuple[Any, dict[str, str]]] = {}
        self._vocabularies: dict[str, tuple[Schema, Any]] = {}
        _remember(self)

    @property
    def name(self) -> str:
        """What a frame's `attrs` call this evidence."""
        return SHIPPED if self._given is None else str(self._given)

    @classmethod
    def of(cls, frame: pd.DataFrame, evidence: Evidence | None = None) -> Evidence:
        """Find the evidence that a frame belongs to.

        Parameters
        ----------
        frame : pandas.DataFrame
            Any frame.
        evidence : Evidence, optional
            What it belongs to, if the frame itself does not say so, or another.

        Returns
        -------
        Evidence
            That given; or that from which the frame was loaded; or, for a frame that does not say, one
            without tables, which knows no label, no source, no author and no licence.

        Examples
        --------
        >>> import nmc_evidence as nmc
        >>> import pandas as pd
        >>> nmc.Evidence.of(pd.DataFrame({"domain_id": ["night_care"]})).labels("domain_id", ["night_care"])
        {'night_care': 'Night care'}
        """
        if evidence is not None:
            return evidence
        name = frame.attrs.get(ATTRIBUTE)
        return UNKNOWN if name is None else evidence_called(name)

    def adopt(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with a note that it belongs to this evidence; the frame given stays as it is.

        Parameters
        ----------
        frame : pandas.DataFrame
            Rows with ids and codes of this evidence, for example joined from several of its tables.

        Returns
        -------
        pandas.DataFrame
        """
        marked = frame.copy(deep=False)
        marked.attrs = {key: value for key, value in frame.attrs.items() if key != ATTRIBUTE} | self._attributes
        return marked

    @property
    def _attributes(self) -> dict[str, str]:
        return {ATTRIBUTE: self.name}

    def load(self, table: str) -> pd.DataFrame:
        """Load one table as a fresh frame that says to which evidence it belongs.

        Parameters
        ----------
        table : str
            Name of a table, or "references".

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        ValueError
            If there is no such table, or its file is damaged.
        FileNotFoundError
            If the file is not there.

        Examples
        --------
        >>> import nmc_evidence as nmc
        >>> nmc.Evidence().load("outcomes")["label"].tolist()[0]
        'Staff Experience'
        """
        if table == "references" and table not in self.schema.tables:
            frame = self.load_references()
        else:
            frame = super().load(table)
        frame.attrs |= self._attributes
        return frame

    def load_if_there(self, table: str, columns: Iterable[str]) -> pd.DataFrame:
        """Load a table that an evidence base may lack; without it, an empty frame with these columns."""
        try:
            return self.load(table)
        except FileNotFoundError:
            return pd.DataFrame(columns=list(columns), dtype="string")
        except ValueError:
            if table in self.schema.tables:
                raise
            return pd.DataFrame(columns=list(columns), dtype="string")

    @property
    def findings(self) -> pd.DataFrame:
        """The claims, one a row."""
        return self.load("findings")

    @property
    def sources(self) -> pd.DataFrame:
        """The source documents; empty where the evidence has no table of them."""
        return self.load_if_there("sources", ["source_id", "label", "date_printed", "reference_id"])

    @property
    def references(self) -> pd.DataFrame:
        """The bibliographic records; empty where the evidence has none."""
        return self.load_if_there("references", REFERENCE_COLUMNS)

    @property
    def citations(self) -> pd.DataFrame:
        """The places where a source names a work; empty where the evidence has no table of them."""
        return self.load_if_there("citations", ["source_id", "finding_id", "reference_id", "place", "cited_via"])

    # --- words

    def labels(self, column: str, values: Iterable[str] | None = None) -> dict[str, str]:
        """Return the words to print for the ids or codes of a column.

        Parameters
        ----------
        column : str
            A column such as "domain_id", "source_id" or "certainty".
        values : iterable of str, optional
            Which ids or codes. Default: all that the evidence knows.

        Returns
        -------
        dict of str to str
            The label in the table whose key the column holds; a code stands for itself. An id without a
            label is made readable.

        Examples
        --------
        >>> import nmc_evidence as nmc
        >>> nmc.Evidence().labels("source_id", ["mcp-poster", "night-care-audit"])
        {'mcp-poster': 'MCP poster', 'night-care-audit': 'Night care audit'}
        """
        known = self._known_labels(column)
        chosen = known if values is None else [str(value) for value in values]
        return {value: known[value] if value in known else _readable(column, value) for value in chosen}

    def _known_labels(self, column: str) -> dict[str, str]:
        table = self._table_of_ids(column)
        if table is None:
            return {}
        try:
            frame = self._frame(table)
        except FileNotFoundError:
            return {}
        kept = self._labels.get(column)
        if kept is None or kept[0] is not frame:
            labelled = frame[frame["label"].notna()]
            ids = labelled[self.schema.key(table)].astype(str)
            kept = self._labels[column] = (frame, dict(zip(ids, labelled["label"].astype(str), strict=True)))
        return kept[1]

    def _table_of_ids(self, column: str) -> str | None:
        """Return the table with labels whose key a column holds, under the key's name or through a foreign key."""
        schema = self.schema
        for table in schema.tables:
            if "label" in schema.fields(table) and schema.key(table) == column:
                return table
        for table in schema.tables:
            target = schema.target(table, column)
            if target is not None and "label" in schema.fields(target[0]) and schema.key(target[0]) == target[1]:
                return target[0]
        return None

    def meanings(self, columns: Iterable[str]) -> dict[str, str]:
        """Return what columns mean, as the table says that shares most of them; unknown columns are left out."""
        columns = list(columns)
        meanings: dict[str, str] = {}
        for table in self._tables_like(columns):
            for name, field in self.schema.fields(table).items():
                if name in columns and field.get("description"):
                    meanings.setdefault(name, field["description"])
        return meanings

    def known_values(self, column: str, columns: Iterable[str]) -> list[str] | None:
        """Return the values that stand in a column of text, in the table that shares most of the columns."""
        for table in self._tables_like(list(columns)):
            if column in self.schema.fields(table):
                try:
                    values = self._frame(table)[column]
                except FileNotFoundError:
                    return None
                return list(dict.fromkeys(values.dropna().astype(str)))
        return None

    def _tables_like(self, columns: list[str]) -> list[str]:
        shared = {table: len(set(columns) & set(self.schema.fields(table))) for table in self.schema.tables}
        return sorted((table for table in shared if shared[table]), key=lambda table: -shared[table])

    # --- vocabularies

    @property
    def groups(self) -> dict[str, Group]:
        """The kinds of certainty, in order, each with its words and codes.

        Raises
        ------
        ValueError
            If a code belongs to no group or to two, or a group is none of those that the package knows.
        """
        return self._vocabulary("groups", _groups)

    @property
    def directions(self) -> dict[str, Direction]:
        """The directions, in order, each with side, sign, shape and colour.

        Raises
        ------
        ValueError
            If a direction lacks one of them, or two cannot be told apart.
        """
        return self._vocabulary("directions", _directions)

    @property
    def open_or_warning(self) -> list[str]:
        """The codes of certainty that leave a question open or warn of something, in the order of the vocabulary."""
        if "findings" not in self.schema.tables:
            return []
        field = self.schema.fields("findings").get("certainty", {})
        chosen = {*self.codes_of("open"), *field.get("warnings", [])}
        return [code for code in self.schema.allowed_values("findings", "certainty") or [] if code in chosen]

    @property
    def can_be_left_out(self) -> dict[str, str]:
        """The codes of certainty that a reader of a map can leave out, each with a line that says what it is."""
        if "findings" not in self.schema.tables:
            return {}
        return dict(self.schema.fields("findings").get("certainty", {}).get("can_be_left_out", {}))

    def codes_of(self, kind: str) -> list[str]:
        """Return the codes of certainty that belong to a group: "plain", "hedged", "open" or "view"."""
        check_allowed(kind, KINDS, "kind of certainty")
        return list(self.groups[kind].codes) if kind in self.groups else []

    def kind_of(self, certainty: object) -> str:
        """Return the group that a code of certainty belongs to.

        Parameters
        ----------
        certainty : str
            One of the allowed codes.

        Returns
        -------
        str
            "plain", "hedged", "open" or "view".

        Raises
        ------
        ValueError
            If the code is unknown to this evidence.

        Examples
        --------
        >>> import nmc_evidence as nmc
        >>> nmc.Evidence().kind_of("inconclusive")
        'open'
        """
        kinds = {code: kind for kind, group in self.groups.items() for code in group.codes}
        check_allowed(str(certainty), kinds, f"certainty{self._hint}")
        return kinds[str(certainty)]

    def direction(self, code: object) -> Direction:
        """Return how a direction is drawn, or refuse one that this evidence does not know."""
        check_allowed(str(code), self.directions, f"direction{self._hint}")
        return self.directions[str(code)]

    def check_codes(self, frame: pd.DataFrame, column: str) -> None:
        """Raise, with its name, at the first code of a column that the vocabulary does not explain.

        Parameters
        ----------
        frame : pandas.DataFrame
            Rows with codes.
        column : str
            "certainty" or "direction".
        """
        check = self.kind_of if column == "certainty" else self.direction
        for code in frame[column].dropna().unique():
            check(code)

    @property
    def _hint(self) -> str:
        return ""

    def _vocabulary(self, name: str, read: Callable[[Schema], dict[str, Any]]) -> dict[str, Any]:
        schema = self.schema
        kept = self._vocabularies.get(name)
        if kept is None or kept[0] is not schema:
            kept = self._vocabularies[name] = (schema, read(schema))
        return dict(kept[1])

    # --- about the whole

    @property
    def _about(self) -> dict[str, Any]:
        """What the folder's own descriptor says of the whole; nothing is borrowed from the shipped one."""
        return self.schema.descriptor if has_descriptor(self.folder) else {}

    @property
    def short_name(self) -> str | None:
        """The name of the data package, if it has one."""
        return self._about.get("name")

    @property
    def title(self) -> str | None:
        """The title, if the descriptor says one."""
        return self._about.get("title")

    @property
    def authors(self) -> str | None:
        """Who made it, if the descriptor names contributors."""
        names = [person["title"] for person in self._about.get("contributors", []) if person.get("title")]
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names) or None

    @property
    def created(self) -> str | None:
        """When the descriptor says that it was made, if it does."""
        return self._about.get("created")

    @property
    def year(self) -> str | None:
        """The year of the descriptor's `created`, if it has one."""
        return (self.created or "")[:4] or None

    @property
    def version(self) -> str | None:
        """The version: for the shipped evidence that of the package, otherwise the descriptor's, if it has one."""
        if self._given is not None:
            return self._about.get("version")
        try:
            return installed_version("nmc-evidence")
        except PackageNotFoundError:  # used from a checkout that is not installed
            return None

    @property
    def licences(self) -> list[dict[str, str]]:
        """The licences, as the descriptor lists them."""
        return [dict(licence) for licence in self._about.get("licenses", [])]

    @property
    def licence(self) -> str | None:
        """The licence in a few words, such as "CC BY 4.0", if there is one."""
        names = [licence.get("name") or licence.get("title") or licence.get("path", "") for licence in self.licences]
        return ", ".join(name.replace("-", " ") if name.startswith("CC-") else name for name in names) or None

    def cite(self) -> str:
        """Say how to cite the whole, without a full stop, so that a place in it can follow.

        Returns
        -------
        str
            Authors, year, title and version, as far as the descriptor has them; empty where it has no title.

        Examples
        --------
        >>> import nmc_evidence as nmc
        >>> nmc.Evidence().cite().startswith("The nmc-evidence contributors (20")
        True
        """
        if self.title is None:
            return ""
        year = f" ({self.year})" if self.year else ""
        words = f"{self.authors}{year}. {self.title}" if self.authors else f"{self.title}{year}"
        medium = self._about.get("medium", "")
        more = ", ".join(filter(None, [medium, f"version {self.version}" if self.version else ""]))
        if not more:
            return words
        if medium and words[-1] not in ".?!":
            words += "."
        return f"{words}{' ' if medium else ', '}{more}"

    def knows_sources_of(self, frame: pd.DataFrame) -> bool:
        """Return whether every row names a source that stands in this evidence's table of sources."""
        return "source_id" in frame and bool(frame["source_id"].isin(self.sources["source_id"].astype(str)).all())


class _Unknown(Evidence):
    """What is known of a frame that does not say where it belongs: nothing."""

    def __init__(self) -> None:
        DataPackage.__init__(self)
        self._labels, self._vocabularies = {}, {}
        self._nothing = Schema({"resources": []})

    def __repr__(self) -> str:
        return "<Evidence of a frame that does not say where it belongs>"

    @property
    def name(self) -> str:
        return "unknown"

    @property
    def _attributes(self) -> dict[str, str]:
        return {}

    @property
    def schema(self) -> Schema:
        return self._nothing

    @property
    def descriptor(self) -> dict[str, Any]:
        return {"resources": []}

    @property
    def folder(self) -> Folder:
        raise FileNotFoundError(f"the frame does not say to which evidence it belongs{self._hint}")

    def load_references(self) -> pd.DataFrame:
        return pd.DataFrame(columns=REFERENCE_COLUMNS, dtype="string")

    @property
    def _about(self) -> dict[str, Any]:
        return {}

    @property
    def version(self) -> str | None:
        return None

    @property
    def _hint(self) -> str:
        return (
            " (the frame does not say to which evidence it belongs: write evidence=nmc.Evidence() for the shipped one, "
            'or evidence=nmc.Evidence("folder"))'
        )


def _readable(column: str, value: str) -> str:
    """Make an id readable; a code is so already."""
    if not column.endswith("_id"):
        return value
    words = value.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:] or value


def _groups(schema: Schema) -> dict[str, Group]:
    """Read the groups of the codes of certainty."""
    field = schema.fields("findings").get("certainty", {}) if "findings" in schema.tables else {}
    where = f"{DESCRIPTOR}, table 'findings', column 'certainty'"
    groups: dict[str, Group] = {}
    seen: dict[str, str] = {}
    codes = schema.allowed_values("findings", "certainty") or [] if field else []
    for kind, group in field.get("groups", {}).items():
        check_allowed(kind, KINDS, f"group of certainty codes in {DESCRIPTOR}")
        if not isinstance(group, dict) or not {"label", "words", "values"} <= set(group):
            raise ValueError(f"{where}: the group {kind!r} needs 'label', 'words' and 'values'")
        for code in group["values"]:
            check_allowed(code, codes, f"certainty in the group {kind!r} of {DESCRIPTOR}")
            if code in seen:
                raise ValueError(f"{where}: {code!r} stands in the groups {seen[code]!r} and {kind!r}; choose one")
            seen[code] = kind
        groups[kind] = Group(group["label"], group["words"], list(group["values"]))
    for listed in ("warnings", "can_be_left_out"):
        for code in field.get(listed, []):
            check_allowed(code, codes, f"certainty under {listed!r} in {DESCRIPTOR}")
    missing = [code for code in codes if code not in seen]
    if missing:
        raise ValueError(
            f"{where}: {', '.join(map(repr, missing))} in no group; write each under 'groups' as one of "
            f"{', '.join(map(repr, KINDS))}"
        )
    return groups


def _directions(schema: Schema) -> dict[str, Direction]:
    """Read how each direction is drawn."""
    field = schema.fields("findings").get("direction", {}) if "findings" in schema.tables else {}
    where = f"{DESCRIPTOR}, table 'findings', column 'direction'"
    marks = field.get("marks", {})
    codes = schema.allowed_values("findings", "direction") or [] if field else []
    directions: dict[str, Direction] = {}
    for code in codes:
        mark = marks.get(code)
        lacking = [part for part in Direction._fields if not (isinstance(mark, dict) and mark.get(part))]
        if lacking:
            raise ValueError(f"{where}: the direction {code!r} has no {', no '.join(lacking)}; write it under 'marks'")
        check_allowed(mark["side"], SIDES, f"side of the direction {code!r} in {DESCRIPTOR}")
        check_allowed(mark["colour"], theme.COLOURS, f"colour of the direction {code!r} in {DESCRIPTOR}")
        if not theme.can_draw(mark["shape"]):
            check_allowed(mark["shape"], theme.SHAPES, f"shape of the direction {code!r} in {DESCRIPTOR}")
        for part in ("sign", "shape"):
            for other, drawn in directions.items():
                if getattr(drawn, part) == mark[part]:
                    raise ValueError(f"{where}: {other!r} and {code!r} have the same {part}; give each its own")
        directions[code] = Direction(mark["side"], mark["sign"], mark["shape"], theme.COLOURS[mark["colour"]])
    for code in marks:
        check_allowed(code, codes, f"direction under 'marks' in {DESCRIPTOR}")
    return directions


_remembered: OrderedDict[str, Evidence] = OrderedDict()


def _remember(evidence: Evidence) -> None:
    """Keep evidence, so that frames loaded from it find it; forget the one that was used longest ago."""
    _remembered[evidence.name] = evidence
    _remembered.move_to_end(evidence.name)
    while len(_remembered) > MOST_FOLDERS:
        _remembered.popitem(last=False)


def evidence_called(name: str) -> Evidence:
    """Return the evidence that a frame's `attrs` name.

    Parameters
    ----------
    name : str
        A folder, or the word for the shipped evidence.

    Returns
    -------
    Evidence
        The same object for the same folder, as long as it is in use.
    """
    if name in _remembered:
        _remembered.move_to_end(name)
        return _remembered[name]
    return Evidence(None if name == SHIPPED else name)


def evidence_in(data_dir: str | Path | None = None) -> Evidence:
    """Return the evidence of a folder, or the shipped one."""
    data_folder(data_dir)  # raises with the folder as it was written
    return evidence_called(SHIPPED if data_dir is None else str(Path(data_dir).resolve()))


UNKNOWN = _Unknown()


def load(table: str, *, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load one table.

    Parameters
    ----------
    table : str
        Name of a table; see `table_names`. "references" are the bibliographic records.
    data_dir : str or path, optional
        A folder with evidence of your own: a `datapackage.json` and the tables that it names. Default: the
        evidence shipped with the package.

    Returns
    -------
    pandas.DataFrame
        A fresh frame with the declared columns in the declared order (`data_dictionary` explains them).
        Columns with allowed values are ordered categoricals, other text is of the string type, an
        empty cell is missing. Its `attrs` say to which evidence it belongs.

    Raises
    ------
    ValueError
        If there is no such table, or the file is damaged: the message names file, row, column, what
        stands there and what is expected. Rows are counted as lines of the file; the header is row 1.
        Keys are not checked; `nmc_evidence.validation` does that.
    FileNotFoundError
        If the folder or the file is not there.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load("outcomes")["label"].tolist()[0]
    'Staff Experience'
    """
    return evidence_in(data_dir).load(table)


# What the function was called in version 0.1
load_table = load


def load_findings(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the claims: one row each, with its place, certainty, hedge and direction.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with evidence of your own. Default: the shipped evidence.

    Returns
    -------
    pandas.DataFrame
        Key: `finding_id`. The column `kind` tells findings from background, purpose, method and so on.
        `load("topic_claims")` says which claims are on which topic.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> findings = nmc.load_findings()
    >>> findings.loc[findings["hedge"] == "commentators suggesting", "finding_id"].notna().any().item()
    True
    """
    return load("findings", data_dir=data_dir)


def load_sources(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the source documents: one row each, with title, kind, author and date as printed.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with evidence of your own. Default: the shipped evidence.

    Returns
    -------
    pandas.DataFrame
        Key: `source_id`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_sources()["source_id"].tolist()[:2]
    ['nmc-summary', 'mcp-poster']
    """
    return load("sources", data_dir=data_dir)


def load_domains(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the domains, in order, with their labels.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with evidence of your own. Default: the shipped evidence.

    Returns
    -------
    pandas.DataFrame
        Key: `domain_id`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_domains()["label"].tolist()[4]
    'Workforce'
    """
    return load("domains", data_dir=data_dir)


def load_outcomes(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the outcomes, in order, with their labels.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with evidence of your own. Default: the shipped evidence.

    Returns
    -------
    pandas.DataFrame
        Key: `outcome_id`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_outcomes()["label"].tolist()[-1]
    'Service use'
    """
    return load("outcomes", data_dir=data_dir)


def load_citations(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the places where a source names or lists a work.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with evidence of your own. Default: the shipped evidence.

    Returns
    -------
    pandas.DataFrame
        Key: `citation_id`. `reference_id` is a key of `load_references`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> citations = nmc.load_citations()
    >>> citations.loc[citations["source_id"] == "mcp-poster", "printed_as"].tolist()
    ['a', 'b', 'c', 'd', 'e']
    """
    return load("citations", data_dir=data_dir)


def load_references(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the bibliographic records.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with evidence of your own. Default: the shipped evidence.

    Returns
    -------
    pandas.DataFrame
        One row per record, in order. Columns: `reference_id`, `entry_type` and one per BibTeX field in use
        (see `nmc_evidence.citations.REFERENCE_COLUMNS`); an absent field is missing.
        `type` is what a report is called, and `publisher` also holds what the file calls `institution` or
        `howpublished`. Text is plain: braces are left round organisations in `author` only.

    Raises
    ------
    ValueError
        If a line does not fit the form of the file: the message names file, line and what is expected.
    FileNotFoundError
        If the folder or the file is not there.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> references = nmc.load_references().set_index("reference_id")
    >>> references.loc["baxter-2018", "year"]
    '2018'
    """
    return load("references", data_dir=data_dir)
