"""What the tables hold: columns, types, allowed values and their meanings.

`datapackage.json`, a Frictionless Data Package descriptor beside the tables, is the one place that
says so. This module reads it; everything else asks this module.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

DESCRIPTOR = "datapackage.json"

# A folder as importlib.resources sees it: a path on disk, or a place inside a zip file.
Folder = Any


def data_folder(data_dir: str | Path | None = None) -> Folder:
    """Return the folder that holds the tables.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the data shipped with the package.

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
    shipped = files("nmc_evidence") / "data"
    if shipped.is_dir():
        return shipped
    return Path(__file__).parents[2] / "data"  # an editable install in a checkout


@cache
def _shipped_descriptor() -> dict[str, Any]:
    return json.loads((data_folder() / DESCRIPTOR).read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def _own_descriptor(path: Path, changed: int, size: int) -> dict[str, Any]:
    """Read a descriptor once, and again when the file has changed."""
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"{DESCRIPTOR}, line {error.lineno}: not valid JSON ({error.msg})") from None
    if not isinstance(descriptor, dict) or "resources" not in descriptor:
        raise ValueError(f"{DESCRIPTOR}: no list of 'resources' in it; expected a Data Package descriptor")
    return descriptor


def read_descriptor(data_dir: str | Path | None = None) -> dict[str, Any]:
    """Read the descriptor of a data folder; a folder without one has the shipped descriptor's shape.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder of tables. Default: the shipped data.

    Returns
    -------
    dict
        The Data Package descriptor. Do not change it.

    Raises
    ------
    ValueError
        If the folder's own descriptor is not JSON.
    """
    if data_dir is None:
        return _shipped_descriptor()
    path = data_folder(data_dir) / DESCRIPTOR
    if not path.is_file():
        return _shipped_descriptor()
    return _own_descriptor(path, path.stat().st_mtime_ns, path.stat().st_size)


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
        With the value, the nearest allowed one, and all that are allowed.
    """
    allowed = list(allowed)
    if given in allowed:
        return
    near = difflib.get_close_matches(str(given), [str(value) for value in allowed], n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    listed = ", ".join(repr(value) for value in allowed)
    raise ValueError(f"unknown {what} {given!r}.{hint} Allowed: {listed}.")


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
    return [resource["name"] for resource in read_descriptor(data_dir)["resources"]]


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
        With `title`, `description`, `path` and `schema`. Do not change it.

    Raises
    ------
    ValueError
        If there is no such table.
    """
    resources = {resource["name"]: resource for resource in read_descriptor(data_dir)["resources"]}
    check_allowed(table, resources, "table")
    return resources[table]


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
    schema = get_table(table, data_dir)["schema"]
    columns = {field["name"]: field for field in schema["fields"]}
    check_allowed(column, columns, f"column of {table}")
    values = columns[column].get("constraints", {}).get("enum")
    if values is not None:
        return list(values)
    for key in schema.get("foreignKeys", []):
        target = key["reference"]["resource"]
        if key["fields"] == [column] and target != table:
            return allowed_values(target, key["reference"]["fields"][0], data_dir)
    return None


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
    schema = get_table(table, data_dir)["schema"]
    check_allowed(column, [field["name"] for field in schema["fields"]], f"column of {table}")
    explained = {field["name"]: field["meanings"] for field in schema["fields"] if "meanings" in field}
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
    rows = [
        {
            "column": field["name"],
            "type": field["type"],
            "is_required": field.get("constraints", {}).get("required", False),
            "allowed_values": "; ".join(allowed_values(table, field["name"], data_dir) or []),
            "meaning": field["description"],
        }
        for field in get_table(table, data_dir)["schema"]["fields"]
    ]
    return pd.DataFrame(rows)


@cache
def column_meaning(column: str) -> str | None:
    """Return what a column of the shipped tables means.

    Parameters
    ----------
    column : str
        Name of a column; one that several tables share is described by the first of them.

    Returns
    -------
    str or None
        None if no table has the column.

    Examples
    --------
    >>> from nmc_evidence import schema
    >>> schema.column_meaning("mechanism_id")
    'Permanent id of the row. Never reused.'
    """
    for resource in _shipped_descriptor()["resources"]:
        for field in resource["schema"]["fields"]:
            if field["name"] == column:
                return field["description"]
    return None
