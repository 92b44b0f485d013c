"""What the tables hold: columns, types, allowed values and their meanings.

`datapackage.json`, a Frictionless Data Package descriptor beside the tables, is the one place that
says so. This module reads it; everything else asks this module.
"""

from __future__ import annotations

import copy
import difflib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pandas as pd

DESCRIPTOR = "datapackage.json"
TYPES = ("string", "integer", "number", "boolean")

# A folder as importlib.resources sees it: a path on disk, or a place inside a zip file.
Folder = Any
# Which version of a file stands there: time of change and size; None inside a zip file, which does not change.
Stamp = tuple[int, int] | None


def data_folder(data_dir: str | Path | None = None) -> Folder:
    """Return the folder that holds the tables.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with a descriptor and tables of its own. Default: the data shipped with the package.

    Returns
    -------
    importlib.resources.abc.Traversable or pathlib.Path
        The folder. It may lie inside a zip file.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    """
    if data_dir is not None:
        folder = Path(data_dir)
        if not folder.is_dir():
            raise FileNotFoundError(f"no folder {str(data_dir)!r}: give a folder that holds the tables as CSV files")
        return folder
    return _shipped_folder()


@cache
def _shipped_folder() -> Folder:
    shipped = files("nmc_evidence") / "data"
    if shipped.is_dir():
        return shipped
    return Path(__file__).parents[2] / "data"  # an editable install in a checkout


def file_in(folder: Folder, path: str) -> Any:
    """Return a file of a folder, and refuse one that lies outside it.

    Parameters
    ----------
    folder : path or Traversable
        The folder.
    path : str
        The file's path inside the folder, with forward slashes.

    Returns
    -------
    path or Traversable
        The file, which may be missing.

    Raises
    ------
    ValueError
        If the path is absolute, an address on the web, or leads out of the folder, also by a symbolic link.

    Examples
    --------
    >>> from nmc_evidence import schema
    >>> schema.file_in(schema.data_folder(), "../secret.csv")
    Traceback (most recent call last):
    ...
    ValueError: the path '../secret.csv' leaves the folder of the tables: write the name of a file in it
    """
    outside = f"the path {path!r} leaves the folder of the tables: write the name of a file in it"
    parts = PurePosixPath(path).parts
    windows = PureWindowsPath(path)
    if not parts or ".." in (*parts, *windows.parts) or parts[0] == "/" or windows.anchor or ":" in path:
        raise ValueError(outside)
    file = folder.joinpath(*parts)
    if isinstance(file, Path) and not file.resolve().is_relative_to(folder.resolve()):
        raise ValueError(outside)
    return file


def stamp_of(file: Any) -> Stamp:
    """Return which version of a file stands there, so that a changed file is read again."""
    if not isinstance(file, Path):
        return None
    found = file.stat()
    return found.st_mtime_ns, found.st_size


class Schema:
    """A descriptor that was checked: which tables there are, and what their columns may hold.

    Parameters
    ----------
    descriptor : dict
        A Frictionless Data Package descriptor.

    Raises
    ------
    ValueError
        If the descriptor has another form; the message names the table, the column and what is expected.

    Examples
    --------
    >>> from nmc_evidence.schema import Schema
    >>> Schema({"resources": []}).names
    []
    """

    def __init__(self, descriptor: Any) -> None:
        if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
            raise ValueError(f"{DESCRIPTOR}: no list of 'resources' in it; expected a Data Package descriptor")
        self.descriptor: dict[str, Any] = descriptor
        self.tables: dict[str, dict[str, Any]] = {}
        for place, resource in enumerate(descriptor["resources"], start=1):
            name = _check_resource(resource, place)
            if name in self.tables:
                raise ValueError(f"{DESCRIPTOR}: two tables are called {name!r}; a name belongs to one table")
            self.tables[name] = resource
        self._fields = {
            name: {field["name"]: field for field in resource["schema"]["fields"]}
            for name, resource in self.tables.items()
        }
        self._allowed: dict[tuple[str, str], list[str] | None] = {}
        self._categories: dict[tuple[str, ...], pd.CategoricalDtype] = {}
        for name, resource in self.tables.items():
            for key in resource["schema"].get("foreignKeys", []):
                self._check_foreign_key(name, key)

    @property
    def names(self) -> list[str]:
        """The names of the tables, in the order of the descriptor."""
        return list(self.tables)

    def table(self, table: str) -> dict[str, Any]:
        """Return the description of a table, or refuse an unknown name."""
        check_allowed(table, self.tables, "table")
        return self.tables[table]

    def fields(self, table: str) -> dict[str, dict[str, Any]]:
        """Return the descriptions of a table's columns by name, in order."""
        self.table(table)
        return self._fields[table]

    def field(self, table: str, column: str) -> dict[str, Any]:
        """Return the description of a column, or refuse an unknown name."""
        fields = self.fields(table)
        check_allowed(column, fields, f"column of {table}")
        return fields[column]

    def key(self, table: str) -> str | None:
        """Return the column that is the key of a table, or None where it has none or one of several columns."""
        key = self.table(table)["schema"].get("primaryKey")
        columns = [key] if isinstance(key, str) else list(key or [])
        return columns[0] if len(columns) == 1 else None

    def target(self, table: str, column: str) -> tuple[str, str] | None:
        """Return the table and the column whose values a column points to, or None."""
        for key in self.table(table)["schema"].get("foreignKeys", []):
            if _columns(key["fields"]) == [column]:
                return key["reference"]["resource"] or table, _columns(key["reference"]["fields"])[0]
        return None

    def targets(self, table: str) -> list[tuple[str, str]]:
        """Return every table, with its column, that a table's foreign keys point to."""
        return [
            (key["reference"]["resource"] or table, column)
            for key in self.table(table)["schema"].get("foreignKeys", [])
            for column in _columns(key["reference"]["fields"])
        ]

    def allowed_values(self, table: str, column: str) -> list[str] | None:
        """Return the values that a column may hold, in order; None where it is not limited to a list."""
        found = self._allowed_values(table, column, ())
        return None if found is None else list(found)

    def categories(self, table: str, column: str) -> pd.CategoricalDtype | None:
        """Return the type of a column with allowed values: ordered categories; None for any other column."""
        values = self._allowed_values(table, column, ())
        if values is None:
            return None
        key = tuple(values)
        if key not in self._categories:  # columns with the same values share them
            self._categories[key] = pd.CategoricalDtype(values, ordered=True)
        return self._categories[key]

    def _allowed_values(self, table: str, column: str, through: tuple[tuple[str, str], ...]) -> list[str] | None:
        place = (table, column)
        if place in self._allowed:
            return self._allowed[place]
        if place in through:
            circle = " → ".join(f"{one}.{other}" for one, other in (*through[through.index(place) :], place))
            raise ValueError(f"{DESCRIPTOR}: foreign keys lead in a circle: {circle}; one of them must list its values")
        values = self.field(table, column).get("constraints", {}).get("enum")
        target = self.target(table, column)
        if values is None and target is not None and target[0] != table:
            values = self._allowed_values(*target, (*through, place))
        self._allowed[place] = values
        return values

    def _check_foreign_key(self, table: str, key: Any) -> None:
        where = f"{DESCRIPTOR}, table {table!r}: the foreign key {key!r}"
        reference = key.get("reference") if isinstance(key, dict) else None
        if not isinstance(reference, dict) or not {"resource", "fields"} <= set(reference) or "fields" not in key:
            raise ValueError(f"{where} is incomplete; expected 'fields' and a 'reference' with 'resource' and 'fields'")
        columns, others = _columns(key["fields"]), _columns(reference["fields"])
        target = reference["resource"] or table
        if len(columns) != len(others) or not columns:
            raise ValueError(f"{where} does not name as many columns as it refers to")
        for name, wanted in ((table, columns), (target, others)):
            if name not in self.tables:
                raise ValueError(f"{where} refers to a table that is not there; there are: {', '.join(self.tables)}")
            for column in wanted:
                if column not in self._fields[name]:
                    raise ValueError(
                        f"{where} names {column!r}, which is no column of {name}; there are: "
                        f"{', '.join(self._fields[name])}"
                    )


def _columns(given: Any) -> list[str]:
    return [given] if isinstance(given, str) else list(given)


def _check_resource(resource: Any, place: int) -> str:
    """Check the form of a table's description and return the table's name."""
    if not isinstance(resource, dict) or not isinstance(resource.get("name"), str):
        raise ValueError(f"{DESCRIPTOR}: table {place} has no 'name'")
    name = resource["name"]
    where = f"{DESCRIPTOR}, table {name!r}"
    if not isinstance(resource.get("path"), str):
        raise ValueError(f"{where}: no 'path'; expected the name of a CSV file in the folder")
    described = resource.get("schema")
    if not isinstance(described, dict):
        described = {}
    fields = described.get("fields")
    if not isinstance(fields, list) or not fields:
        raise ValueError(f"{where}: no 'schema' with a list of 'fields'; expected a description of each column")
    seen = set()
    for number, field in enumerate(fields, start=1):
        if not isinstance(field, dict) or not isinstance(field.get("name"), str):
            raise ValueError(f"{where}: column {number} has no 'name'")
        column = f"{where}, column {field['name']!r}"
        if field["name"] in seen:
            raise ValueError(f"{column}: stands twice; a name belongs to one column")
        seen.add(field["name"])
        if field.get("type") not in TYPES:
            raise ValueError(f"{column}: the type is {field.get('type')!r}; expected one of {', '.join(TYPES)}")
        constraints = field.get("constraints", {})
        if not isinstance(constraints, dict):
            raise ValueError(f"{column}: 'constraints' is no object; expected rules by name")
        values = constraints.get("enum", [""])
        if not isinstance(values, list) or not values or not all(isinstance(value, str) for value in values):
            raise ValueError(f"{column}: 'enum' is no list of words; expected the allowed values, in order")
        try:
            re.compile(constraints.get("pattern", ""))
        except (re.error, TypeError) as error:
            raise ValueError(f"{column}: 'pattern' is no regular expression ({error})") from None
    key = described.get("primaryKey", [])
    if not isinstance(key, (str, list)) or not set(_columns(key)) <= seen:
        raise ValueError(f"{where}: 'primaryKey' is {key!r}; expected columns of the table: {', '.join(sorted(seen))}")
    if not isinstance(described.get("foreignKeys", []), list):
        raise ValueError(f"{where}: 'foreignKeys' is no list")
    return name


@lru_cache(maxsize=16)
def _schema_at(file: Any, stamp: Stamp) -> Schema:
    """Read a descriptor once, and again when the file has changed."""
    try:
        descriptor = json.loads(file.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"{DESCRIPTOR}, line {error.lineno}: not valid JSON ({error.msg})") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"{DESCRIPTOR}: not UTF-8 (byte {error.start}); save the file as UTF-8") from None
    except RecursionError:
        raise ValueError(f"{DESCRIPTOR}: nested too deeply; expected a Data Package descriptor") from None
    return Schema(descriptor)


def has_descriptor(folder: Folder) -> bool:
    """Return whether a folder says itself what its tables hold."""
    return bool((folder / DESCRIPTOR).is_file())


def schema_of(data_dir: str | Path | None = None) -> Schema:
    """Return what the tables of a folder hold; one without a descriptor has the shape of the shipped tables.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder of tables. Default: the shipped data.

    Returns
    -------
    Schema
        Read once, and again when the file has changed. Do not change it.

    Raises
    ------
    ValueError
        If the descriptor is damaged.
    """
    folder = data_folder(data_dir)
    if not has_descriptor(folder):
        folder = data_folder()
    file = folder / DESCRIPTOR
    return _schema_at(file, stamp_of(file))


def read_descriptor(data_dir: str | Path | None = None) -> dict[str, Any]:
    """Read the descriptor of a data folder; a folder without one has the shipped descriptor's shape.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder of tables. Default: the shipped data.

    Returns
    -------
    dict
        A copy of the Data Package descriptor.

    Raises
    ------
    ValueError
        If the folder's own descriptor is damaged.
    """
    return copy.deepcopy(schema_of(data_dir).descriptor)


def check_allowed(given: Any, allowed: Iterable[Any], what: str) -> None:
    """Raise unless a value is among those allowed.

    Parameters
    ----------
    given : object
        The value to check.
    allowed : iterable
        The values that may stand there, in order.
    what : str
        What the value is, for the message: "table", "column", "domain_id" …

    Raises
    ------
    ValueError
        With the value, the nearest allowed ones, and all that are allowed, up to forty.
    """
    allowed = list(allowed)
    if given in allowed:
        return
    words = {str(value): value for value in allowed}
    near = difflib.get_close_matches(str(given), words, n=1)
    near = near or [word for word in words if str(given) and str(given).lower() in word.lower()][:1]
    hint = f" Did you mean {words[near[0]]!r}?" if near else ""
    listed = ", ".join(repr(value) for value in allowed[:MOST_LISTED])
    more = f" and {len(allowed) - MOST_LISTED} more" if len(allowed) > MOST_LISTED else ""
    raise ValueError(f"unknown {what} {given!r}.{hint} Allowed: {listed or 'none'}{more}.")


# So many allowed values are listed in a message
MOST_LISTED = 40


def table_names(data_dir: str | Path | None = None) -> list[str]:
    """List the names of the tables, in the order of the descriptor.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder of tables. Default: the shipped data.

    Returns
    -------
    list of str

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.table_names()[:4]
    ['sources', 'reviews', 'domains', 'outcomes']
    """
    return schema_of(data_dir).names


def get_table(table: str, data_dir: str | Path | None = None) -> dict[str, Any]:
    """Return the description of one table (a resource of the Data Package).

    Parameters
    ----------
    table : str
        Name of a table; see `table_names`.
    data_dir : str or path, optional
        A folder of tables. Default: the shipped data.

    Returns
    -------
    dict
        A copy, with `title`, `description`, `path` and `schema`.

    Raises
    ------
    ValueError
        If there is no such table.
    """
    return copy.deepcopy(schema_of(data_dir).table(table))


def allowed_values(table: str, column: str, data_dir: str | Path | None = None) -> list[str] | None:
    """Return the values that a column may hold, in order.

    A column that points to the key of another table may hold what that key may hold.

    Parameters
    ----------
    table, column : str
        Name of a table and of one of its columns.
    data_dir : str or path, optional
        A folder of tables. Default: the shipped data.

    Returns
    -------
    list of str or None
        None where the column is not limited to a list.

    Raises
    ------
    ValueError
        If there is no such table or column.

    Examples
    --------
    >>> from nmc_evidence import schema
    >>> schema.allowed_values("mechanisms", "pairing_certainty")
    ['high', 'medium', 'low']
    """
    return schema_of(data_dir).allowed_values(table, column)


def value_meanings(table: str, column: str, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Explain the allowed values of a column.

    Parameters
    ----------
    table, column : str
        Name of a table and of one of its columns that has a list of allowed values.
    data_dir : str or path, optional
        A folder of tables. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        One row per allowed value, in order. Columns: `value`, `meaning`.

    Raises
    ------
    ValueError
        If there is no such table or column, or its values are not explained.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.value_meanings("findings", "direction")["value"].tolist()[:2]
    ['enabler', 'barrier']
    """
    schema = schema_of(data_dir)
    schema.field(table, column)
    explained: Mapping[str, dict[str, str]] = {
        name: field["meanings"] for name, field in schema.fields(table).items() if "meanings" in field
    }
    check_allowed(column, explained, f"column of {table} with explained values")
    return pd.DataFrame({"value": list(explained[column]), "meaning": list(explained[column].values())})


def data_dictionary(table: str, *, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Describe the columns of a table.

    Parameters
    ----------
    table : str
        Name of a table; see `table_names`.
    data_dir : str or path, optional
        A folder of tables. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        One row per column, in order. Columns: `column`, `type` ("string", "integer", "number" or
        "boolean"), `is_required`, `allowed_values` (joined by "; ", empty where any value may stand),
        `meaning`.

    Raises
    ------
    ValueError
        If there is no such table.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.data_dictionary("domains")["column"].tolist()
    ['domain_id', 'label', 'poster_label', 'note']
    """
    schema = schema_of(data_dir)
    rows = [
        {
            "column": name,
            "type": field["type"],
            "is_required": field.get("constraints", {}).get("required", False),
            "allowed_values": "; ".join(schema.allowed_values(table, name) or []),
            "meaning": field.get("description", ""),
        }
        for name, field in schema.fields(table).items()
    ]
    return pd.DataFrame(rows)
