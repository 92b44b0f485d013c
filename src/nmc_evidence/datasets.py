"""Read the tables of a folder: files in, fresh frames out."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pandas as pd

from nmc_evidence.citations import REFERENCE_COLUMNS, parse_bibtex
from nmc_evidence.schema import Folder, Schema, data_folder, file_in, read_descriptor, schema_of, stamp_of

REFERENCES = "references.bib"
BOOLEANS = {"true": True, "false": False}


class DataPackage:
    """A folder of tables with a descriptor: each file is read once, and again when it has changed.

    Parameters
    ----------
    folder : str or path, optional
        The folder. Default: the data shipped with the package.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.

    Examples
    --------
    >>> from nmc_evidence.datasets import DataPackage
    >>> DataPackage().load("outcomes")["label"].tolist()[0]
    'Staff Experience'
    """

    def __init__(self, folder: str | Path | None = None) -> None:
        data_folder(folder)  # raises with the folder as it was written
        self._given: Path | None = None if folder is None else Path(folder).resolve()
        if not hasattr(self, "_frames"):
            self._frames: dict[str, tuple[Any, pd.DataFrame]] = {}

    def __repr__(self) -> str:
        where = "the shipped data" if self._given is None else f"the folder {str(self._given)!r}"
        return f"<{type(self).__name__} of {where}>"

    @property
    def folder(self) -> Folder:
        """The folder that holds the tables."""
        return data_folder(self._given)

    @property
    def schema(self) -> Schema:
        """What the tables hold, as the descriptor says. Do not change it."""
        return schema_of(self._given)

    @property
    def descriptor(self) -> dict[str, Any]:
        """A copy of the descriptor."""
        return read_descriptor(self._given)

    def load(self, table: str) -> pd.DataFrame:
        """Load one table as a fresh frame; see `nmc_evidence.load`."""
        return self._frame(table).copy()

    def _frame(self, table: str) -> pd.DataFrame:
        """Return the frame that is kept, for reading only."""
        described = self.schema
        resource = described.table(table)
        file = file_in(self.folder, resource["path"])
        if not file.is_file():
            raise FileNotFoundError(f"{resource['path']}: the table {table!r} has no file in {self.folder}")
        version = (described, stamp_of(file))
        kept = self._frames.get(table)
        if kept is None or kept[0] != version:
            kept = self._frames[table] = (version, read_table(described, table, file))
        return kept[1]

    def load_references(self) -> pd.DataFrame:
        """Load the bibliographic records as a fresh frame; see `load_references`."""
        file = file_in(self.folder, REFERENCES)
        if not file.is_file():
            raise FileNotFoundError(f"{REFERENCES}: no such file in {self.folder}")
        version = stamp_of(file)
        kept = self._frames.get(REFERENCES)
        if kept is None or kept[0] != version:
            entries = parse_bibtex(_decode(file.read_bytes(), REFERENCES), file=REFERENCES)
            frame = pd.DataFrame(entries, columns=REFERENCE_COLUMNS, dtype="string")
            kept = self._frames[REFERENCES] = (version, frame)
        return kept[1].copy()


def read_table(described: Schema, table: str, file: Any) -> pd.DataFrame:
    """Read a CSV file as the frame that the descriptor asks for.

    Parameters
    ----------
    described : Schema
        What the tables hold.
    table : str
        Name of the table.
    file : path or Traversable
        The CSV file.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    ValueError
        If the file is damaged; see `nmc_evidence.load`.
    """
    fields = described.fields(table)
    path = described.table(table)["path"]
    line_numbers, rows = _read_rows(file.read_bytes(), path, list(fields))
    columns = zip(*rows, strict=True) if rows else [()] * len(fields)
    return pd.DataFrame(
        {
            name: _convert(field, cells, line_numbers, path, described.categories(table, name))
            for (name, field), cells in zip(fields.items(), columns, strict=True)
        }
    )


def _decode(raw: bytes, file: str) -> str:
    """Read bytes as UTF-8 without a byte order mark, or say in which row they are not."""
    if raw.startswith(b"\xef\xbb\xbf"):
        raise ValueError(f"{file}, row 1: starts with a byte order mark; save the file as UTF-8 without BOM")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ValueError(
            f"{file}, row {line}: byte {raw[error.start]:#04x} is not UTF-8; save the file as UTF-8"
        ) from None
    return text


def _read_rows(raw: bytes, file: str, names: list[str]) -> tuple[list[int], list[list[str]]]:
    """Split a CSV file into rows of text, each with its line number, and check header and lengths."""
    text = _decode(raw, file)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line_numbers, rows = [], []
    try:
        header = next(reader, [])
        if header != names:
            raise ValueError(f"{file}, row 1: the columns are {header}; expected, in this order: {names}")
        line = reader.line_num + 1
        for row in reader:
            if len(row) != len(names):
                last = names[min(len(row), len(names)) - 1] if row else names[0]
                raise ValueError(
                    f"{file}, row {line}, column {last!r}: the row ends or splits near here: "
                    f"{len(row)} cells; expected {len(names)}"
                )
            line_numbers.append(line)
            rows.append(row)
            line = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"{file}, row {reader.line_num}: not readable as CSV ({error}); check the quotes") from None
    return line_numbers, rows


def _convert(
    field: dict[str, Any],
    cells: tuple[str, ...],
    line_numbers: list[int],
    file: str,
    categories: pd.CategoricalDtype | None,
) -> Any:
    """Turn the cells of one column into its type; raise at the first that does not fit."""
    allowed = None if categories is None else list(categories.categories)
    codes = None if allowed is None else {value: code for code, value in enumerate(allowed)}
    constraints = field.get("constraints", {})
    kind, required = field["type"], constraints.get("required", False)
    pattern = re.compile(constraints["pattern"]) if "pattern" in constraints else None

    def fits(cell: str) -> bool:
        if cell == "":
            return not required
        if codes is not None:
            return cell in codes
        if kind == "boolean":
            return cell in BOOLEANS
        if kind == "integer":
            return re.fullmatch(r"-?\d+", cell) is not None
        if kind == "number":
            return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None
        return pattern is None or pattern.fullmatch(cell) is not None

    misfits = {cell for cell in set(cells) if not fits(cell)}  # most columns repeat few values
    if misfits:
        cell, line = next((cell, line) for cell, line in zip(cells, line_numbers, strict=True) if cell in misfits)
        raise ValueError(
            f"{file}, row {line}, column {field['name']!r}: {cell!r} stands there; expected {expected(field, allowed)}"
        )
    if codes is not None:
        return pd.Categorical.from_codes([codes[cell] if cell else -1 for cell in cells], dtype=categories)
    if kind == "boolean":
        return pd.array([BOOLEANS.get(cell) for cell in cells], dtype="bool" if required else "boolean")
    if kind == "integer":
        return pd.array([int(cell) if cell else None for cell in cells], dtype="Int64")
    if kind == "number":
        return pd.array([float(cell) if cell else None for cell in cells], dtype="Float64")
    return pd.array([cell or None for cell in cells], dtype="string")


def expected(field: dict[str, Any], allowed: list[str] | None = None) -> str:
    """Say in words what may stand in a column.

    Parameters
    ----------
    field : dict
        A field of the descriptor.
    allowed : list of str, optional
        The values it may hold, where they are limited.

    Returns
    -------
    str

    Examples
    --------
    >>> from nmc_evidence import datasets
    >>> datasets.expected({"name": "row_no", "type": "integer", "constraints": {"required": True}})
    'integer, not empty'
    """
    constraints = field.get("constraints", {})
    words = [f"one of {', '.join(repr(value) for value in allowed)}"] if allowed is not None else [field["type"]]
    if field["type"] == "boolean":
        words = ["'true' or 'false'"]
    if "pattern" in constraints:
        words.append(f"of the form {constraints['pattern']}")
    if constraints.get("required"):
        words.append("not empty")
    return ", ".join(words)
