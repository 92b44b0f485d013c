"""Find what is wrong with a folder of data: bytes, schema, keys, citations, rules between columns.

`python -m nmc_evidence.validation [FOLDER]` prints every problem and exits with 1 if there is one. The part
that the schema decides is `frictionless`'s, which belongs to the tests and is not needed to read the data.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pandas as pd

from nmc_evidence import schema
from nmc_evidence.citations import parse_bibtex
from nmc_evidence.datasets import REFERENCES, expected
from nmc_evidence.evidence import Evidence

PROBLEM_COLUMNS = ["file", "row", "column", "value", "expected"]
Problem = tuple[str, "int | None", "str | None", "str | None", str]
# Columns that hold a key of references.bib
REFERENCE_KEYS = [("sources", "reference_id"), ("reviews", "reference_id"), ("citations", "reference_id")]
REFERENCE_KEYS_OR_EMPTY = [
    ("citations", "cited_via"),
    ("frameworks", "reference_id"),
    ("frameworks", "cited_via"),
    ("effects", "reference_id"),
    ("timescales", "reference_id"),
    ("events", "reference_id"),
]
# Tables whose rows stand in printed, agreed or alphabetical order, or in that of the book, instead of that of their ids
OWN_ORDER = ["sources", "domains", "outcomes", "glossary", "lessons", "session_plans"]
# What a finding without a claim may leave empty
ASKS = "guiding question"
# The points of a lesson that say something about the evidence
KEY_POINT = "key point"


def find_problems(data_dir: str | Path | None = None, *, tables: Iterable[str] | None = None) -> pd.DataFrame:
    """List everything that is wrong with a folder of data.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder on disk with a descriptor and tables of its own. Default: the shipped data.
    tables : iterable of str, optional
        Which tables to look at, with what they point to. Default: all, and the bibliography.

    Returns
    -------
    pandas.DataFrame
        One row per problem; empty if all is well. Columns: `file`, `row` (line of the file, the header is
        1), `column`, `value` (what stands there) and `expected`.

    Raises
    ------
    ModuleNotFoundError
        If `frictionless` is not installed.
    FileNotFoundError
        If there is no such folder.
    ValueError
        If there is no such table.

    Examples
    --------
    >>> from nmc_evidence.validation import find_problems
    >>> len(find_problems(tables=["outcomes"]))
    0
    """
    folder = Path(str(schema.data_folder(data_dir)))
    problems = [*_descriptor_problems(folder)]
    if problems:  # what a damaged descriptor says of the tables is not to be relied on
        return _as_frame(problems)
    described = schema.schema_of(folder)
    chosen = described.names if tables is None else list(tables)
    for table in chosen:
        schema.check_allowed(table, described.tables, "table")
    problems = [*_byte_problems(folder)]
    if not problems:  # a file that cannot be read as text has no cells to look at
        problems += [*_schema_problems(folder, chosen), *_key_problems(folder), *_rule_problems(folder)]
        problems += _quiz_problems(folder)
        problems += _lesson_problems(folder)
        problems += _session_problems(folder)
    if tables is not None:
        files = {Path(described.table(table)["path"]).name for table in chosen}
        problems = [problem for problem in problems if problem[0] in files]
    return _as_frame(problems)


def _as_frame(problems: list[Problem]) -> pd.DataFrame:
    return pd.DataFrame(problems, columns=PROBLEM_COLUMNS).astype({"row": "Int64"})


def _descriptor_problems(folder: Path) -> Iterator[Problem]:
    """Return what keeps the descriptor from being used: its form, its paths, its vocabularies."""
    try:
        described = schema.schema_of(folder)
    except ValueError as error:
        yield schema.DESCRIPTOR, None, None, None, str(error)
        return
    for name, resource in described.tables.items():
        try:
            schema.file_in(folder, resource["path"])
            for column in described.fields(name):
                described.allowed_values(name, column)
        except ValueError as error:
            yield schema.DESCRIPTOR, None, None, None, f"{error} (table {name!r})"
    evidence = Evidence(folder)
    for vocabulary in ("groups", "directions"):
        try:
            getattr(evidence, vocabulary)
        except ValueError as error:
            yield schema.DESCRIPTOR, None, None, None, str(error)


def _byte_problems(folder: Path) -> Iterator[Problem]:
    """UTF-8 without a byte order mark, LF at the end of every line, and a table for every file."""
    paths = {resource["path"] for resource in schema.schema_of(folder).tables.values()}
    for missing in sorted(path for path in paths if not (folder / path).is_file()):
        yield missing, None, None, None, "a file: the descriptor names it"
    for path in sorted(folder.iterdir()):
        if path.suffix == ".csv" and path.name not in paths:
            yield path.name, None, None, None, f"a table of this name in {schema.DESCRIPTOR}"
        if path.suffix not in {".csv", ".json", ".bib", ".md"} or not path.is_file():
            continue
        raw = path.read_bytes()
        if raw.startswith(b"\xef\xbb\xbf"):
            yield path.name, 1, None, "byte order mark", "UTF-8 without a byte order mark (BOM)"
        if b"\r" in raw:
            yield path.name, raw.count(b"\n", 0, raw.index(b"\r")) + 1, None, "CR", "lines that end in LF only"
        if not raw.endswith(b"\n"):
            yield path.name, raw.count(b"\n") + 1, None, None, "a line end after the last line"
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            yield path.name, raw.count(b"\n", 0, error.start) + 1, None, f"byte {raw[error.start]:#04x}", "UTF-8"


def _schema_problems(folder: Path, tables: list[str]) -> Iterator[Problem]:
    """Whatever the descriptor forbids, as frictionless finds it."""
    import frictionless

    described = schema.schema_of(folder)
    needed = {*tables, *(target[0] for table in tables for target in described.targets(table))}
    descriptor = schema.read_descriptor(folder)
    resources = [resource for resource in descriptor["resources"] if resource["name"] in needed]
    for resource in resources:
        if resource["name"] not in tables:  # what they point to is read, not checked
            resource["schema"].pop("foreignKeys", None)
    descriptor["resources"] = resources
    try:
        report = frictionless.Package.from_descriptor(descriptor, basepath=str(folder)).validate()
    except frictionless.FrictionlessException as unreadable:
        reasons = unreadable.reasons or [unreadable.error]
        yield from ((schema.DESCRIPTOR, None, None, None, reason.message) for reason in reasons)
        return
    for error in report.errors:
        yield schema.DESCRIPTOR, None, None, None, error.message
    for task in report.tasks:
        fields = {field["name"]: field for field in schema.schema_of(folder).table(task.name)["schema"]["fields"]}
        for error in task.errors:
            column = getattr(error, "field_name", None) or ", ".join(getattr(error, "field_names", None) or []) or None
            cells = getattr(error, "field_cells", None)
            value = getattr(error, "cell", None) or (", ".join(map(str, cells)) if cells else None)
            if error.type == "primary-key":
                continue  # every key is declared unique and required as well, which says the same with the cell
            if not error.note:
                yield (
                    Path(task.place).name,
                    getattr(error, "row_number", None),
                    column,
                    value,
                    f"no error: {error.message}",
                )
                continue
            wanted = f"a value of its own ({error.note})" if error.type == "unique-error" else error.note
            if column in fields and error.type in {"constraint-error", "type-error", "foreign-key"}:
                allowed = schema.allowed_values(task.name, str(column), folder)
                wanted = f"{expected(fields[column], allowed)} ({error.note})"
            yield Path(task.place).name, getattr(error, "row_number", None), column, value, wanted


def _rows(folder: Path, table: str) -> list[tuple[int, dict[str, str]]]:
    """Read a table as text, each row with its line number; a table that the folder has not got has no rows."""
    if table not in schema.table_names(folder):
        return []
    with (folder / schema.schema_of(folder).table(table)["path"]).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return [(reader.line_num, row) for row in reader]


def _key_problems(folder: Path) -> Iterator[Problem]:
    """Keys of the bibliography both ways, rows that nothing uses, and the order of the rows."""
    try:
        entries = parse_bibtex((folder / REFERENCES).read_text(encoding="utf-8"))
    except (ValueError, FileNotFoundError) as error:
        yield REFERENCES, None, None, None, str(error)
        return
    known = [entry["reference_id"] for entry in entries]
    used = set()
    present = schema.table_names(folder)
    for table, column in [*REFERENCE_KEYS, *REFERENCE_KEYS_OR_EMPTY]:
        if table not in present:
            continue
        for line, row in _rows(folder, table):
            key = row.get(column) or ""
            used.add(key)
            if key not in known and (key or (table, column) in REFERENCE_KEYS):
                yield f"{table}.csv", line, column, key, f"a key of {REFERENCES}"
    for key in known:
        if key not in used:
            yield REFERENCES, None, "reference_id", key, "a source, review or citation that uses the record"
    if known != sorted(known):
        late = next(after for before, after in pairwise(known) if after < before)
        yield REFERENCES, None, "reference_id", late, "records sorted by key"

    findings = _rows(folder, "findings")
    for table, column in [("domains", "domain_id"), ("outcomes", "outcome_id")]:
        if table not in present:
            continue
        held = {row.get(column) for _, row in findings}
        for line, row in _rows(folder, table):
            if row.get(column) not in held:
                yield f"{table}.csv", line, column, row.get(column), "at least one finding that uses it"
        order = [row.get(column) for _, row in _rows(folder, table)]
        if order != (allowed := schema.allowed_values(table, column, folder)):
            yield f"{table}.csv", None, column, ", ".join(map(str, order)), f"one row each, in this order: {allowed}"
    for table in [name for name in present if name not in OWN_ORDER]:
        own_key = schema.schema_of(folder).key(table) or ""
        rows = _rows(folder, table) if own_key else []
        for (_, before), (line, row) in pairwise(rows):
            if (row.get(own_key) or "") < (before.get(own_key) or ""):
                yield f"{table}.csv", line, own_key, row.get(own_key), f"rows sorted by {own_key}"


def _rule_problems(folder: Path) -> Iterator[Problem]:
    """Rules between the columns of the findings."""
    findings = {row.get("finding_id"): row for _, row in _rows(folder, "findings")}
    for line, row in _rows(folder, "findings"):

        def wrong(column: str, wanted: str, line: int = line, row: dict[str, str] = row) -> Problem:
            return "findings.csv", line, column, row.get(column), wanted

        for column in ("certainty", "direction"):
            if row.get("kind") == ASKS and row.get(column):
                yield wrong(column, "empty: a guiding question states nothing")
            if row.get("kind") != ASKS and not row.get(column):
                yield wrong(column, "a value: only a guiding question may leave it empty")
        for what in ("domain", "outcome"):
            if bool(row.get(f"{what}_id")) != bool(row.get(f"{what}_assigned_by")):
                yield wrong(f"{what}_assigned_by", f"a value where {what}_id has one, empty where it is empty")
        first = findings.get(row.get("same_as"))
        if first is not None:
            for column in ("source_id", "statement", "certainty", "hedge", "direction"):
                if first.get(column) != row.get(column):
                    yield wrong(column, f"the same as in {row['same_as']}: {first.get(column)!r}")
            if first.get("same_as"):
                yield wrong("same_as", f"the first place where the claim stands: {first['same_as']!r}")


def _quiz_problems(folder: Path) -> Iterator[Problem]:
    """Rules between the tables of the quizzes."""
    present = schema.table_names(folder)
    if "judge_questions" in present:
        asked = {row.get("finding_id") for _, row in _rows(folder, "findings") if row.get("kind") == ASKS}
        for line, row in _rows(folder, "judge_questions"):
            if row.get("finding_id") in asked:
                yield "judge_questions.csv", line, "finding_id", row["finding_id"], f"a claim, no {ASKS}"
    if not {"quiz_items", "quiz_options", "quiz_rests_on"} <= set(present):
        return
    options, rests = _rows(folder, "quiz_options"), _rows(folder, "quiz_rests_on")
    resting = {row.get("item_id") for _, row in rests}
    for line, row in _rows(folder, "quiz_items"):
        item = row.get("item_id")

        def wrong(column: str, wanted: str, line: int = line, row: dict[str, str] = row) -> Problem:
            return "quiz_items.csv", line, column, row.get(column), wanted

        mine = [option for _, option in options if option.get("item_id") == item]
        right = [option for option in mine if option.get("is_right") == "true"]
        if not right or len(right) == len(mine):
            yield wrong("item_id", "a right option and a wrong one in quiz_options.csv")
        if row.get("answers") == "one" and len(right) > 1:
            yield wrong("answers", f"'several': {len(right)} options are right")
        if sorted(option.get("option_no") or "" for option in mine) != sorted(str(no + 1) for no in range(len(mine))):
            yield wrong("item_id", "options numbered from 1 without a gap")
        if item not in resting:
            yield wrong("item_id", "a row in quiz_rests_on.csv that names what the question rests on")
        if bool(row.get("figure")) != (row.get("purpose") == "misread"):
            yield wrong("figure", "a figure's name where the purpose is 'misread', otherwise nothing")
    yield from _rest_problems(folder, "quiz_rests_on")


def _rest_problems(folder: Path, rests_on: str) -> Iterator[Problem]:
    """Rows of other tables that something is said to rest on, and that are not there."""
    present = schema.table_names(folder)
    keys: dict[str, set[str | None]] = {}
    for line, row in _rows(folder, rests_on):
        table = row.get("table")
        if table not in present:
            continue
        if table not in keys:
            key = schema.schema_of(folder).key(table)
            keys[table] = {held.get(key or "") for _, held in _rows(folder, table)}
        if row.get("row_id") not in keys[table]:
            yield f"{rests_on}.csv", line, "row_id", row.get("row_id"), f"a key of {table}.csv"


def _lesson_problems(folder: Path) -> Iterator[Problem]:
    """Rules of the lessons: what comes before, and numbers without a gap."""
    present = schema.table_names(folder)
    if "lessons" not in present:
        return
    lessons = _rows(folder, "lessons")
    order = [row.get("page") for _, row in lessons]
    if "lesson_prerequisites" in present:
        for line, row in _rows(folder, "lesson_prerequisites"):
            page, before = row.get("page"), row.get("requires_page")
            if page in order and before in order and order.index(before) >= order.index(page):
                wanted = f"a chapter that stands before {page!r}"
                yield "lesson_prerequisites.csv", line, "requires_page", before, wanted
    for table, group, number in (
        ("lesson_points", ("page", "role"), "point_no"),
        ("pathways", ("role",), "step_no"),
        ("session_steps", ("plan_id",), "step_no"),
    ):
        counted: dict[tuple[str | None, ...], int] = {}
        for line, row in _rows(folder, table) if table in present else []:
            key = tuple(row.get(column) for column in group)
            counted[key] = counted.get(key, 0) + 1
            if row.get(number) != str(counted[key]):
                yield f"{table}.csv", line, number, row.get(number), f"{counted[key]}: numbers run on from 1"
    if "lesson_points" in present:
        have = {(row.get("page"), row.get("role")) for _, row in _rows(folder, "lesson_points")}
        for line, row in lessons:
            for role in schema.allowed_values("lesson_points", "role", folder) or []:
                if (row.get("page"), role) not in have:
                    yield "lessons.csv", line, "page", row.get("page"), f"at least one {role} in lesson_points.csv"
    if {"lesson_points", "lesson_points_rest_on"} <= set(present):
        resting = {row.get("point_id") for _, row in _rows(folder, "lesson_points_rest_on")}
        for line, row in _rows(folder, "lesson_points"):
            if (row.get("role") == KEY_POINT) != (row.get("point_id") in resting):
                wanted = f"rows in lesson_points_rest_on.csv if it is a {KEY_POINT}, otherwise none"
                yield "lesson_points.csv", line, "point_id", row.get("point_id"), wanted
        yield from _rest_problems(folder, "lesson_points_rest_on")


def _session_problems(folder: Path) -> Iterator[Problem]:
    """Rules of the session plans: minutes that add up, and steps that hold what they ask for."""
    if not {"session_plans", "session_steps", "lessons", "exercises"} <= set(schema.table_names(folder)):
        return
    steps = _rows(folder, "session_steps")
    for line, plan in _rows(folder, "session_plans"):
        for column in ("minutes", "minutes_short"):
            total = sum(_minutes(row, column) for _, row in steps if row.get("plan_id") == plan.get("plan_id"))
            if _minutes(plan, column) != total:
                yield "session_plans.csv", line, column, plan.get(column), f"{total}: the sum of the plan's steps"
    to_read = {row.get("page"): _minutes(row, "minutes_read") for _, row in _rows(folder, "lessons")}
    to_do = {row.get("exercise_id"): _minutes(row, "minutes") for _, row in _rows(folder, "exercises")}
    for line, row in steps:

        def wrong(column: str, wanted: str, line: int = line, row: dict[str, str] = row) -> Problem:
            return "session_steps.csv", line, column, row.get(column), wanted

        planned, short = _minutes(row, "minutes"), _minutes(row, "minutes_short")
        needed = to_do.get(row.get("exercise_id"), 0)
        if row.get("page_use") == "read":
            needed += to_read.get(row.get("page"), 0)
        if needed > planned:
            yield wrong("minutes", f"{needed} or more: what the exercise and the chapter to read need")
        if short > planned:
            yield wrong("minutes_short", f"{planned} or less: the step has no more")
        elif 0 < short < needed <= planned:
            yield wrong("minutes_short", f"0, or {needed} and more: what the exercise and the chapter to read need")
        if bool(row.get("page")) != bool(row.get("page_use")):
            yield wrong("page_use", "a value where a page is named, otherwise nothing")
        used = [column for column in ("page", "exercise_id", "item_id", "material") if row.get(column)]
        if row.get("form") == "break" and used:
            yield wrong(used[0], "nothing: the step is a break")


def _minutes(row: dict[str, str], column: str) -> int:
    """Return minutes as a number; what is none is a problem of the schema and counts as 0 here."""
    text = row.get(column) or ""
    return int(text) if text.isdecimal() else 0


def main(arguments: list[str] | None = None) -> int:
    """Print the problems of a folder, one to a line.

    Parameters
    ----------
    arguments : list of str, optional
        The folder, if it is not the shipped data. Default: those of the command line.

    Returns
    -------
    int
        1 if there is a problem, otherwise 0.

    Examples
    --------
    >>> from nmc_evidence.validation import main
    >>> main([])
    no problem found
    0
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    problems = find_problems(*arguments)
    for problem in problems.itertuples():
        place = f"{problem.file}, row {problem.row}" if not pd.isna(problem.row) else problem.file
        column = "" if pd.isna(problem.column) else f", column {problem.column!r}"
        value = "" if pd.isna(problem.value) else f"{problem.value!r} stands there; "
        print(f"{place}{column}: {value}expected {problem.expected}")
    print(f"{len(problems)} problems found" if len(problems) else "no problem found")
    return int(len(problems) > 0)


if __name__ == "__main__":
    sys.exit(main())
