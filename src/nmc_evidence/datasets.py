"""Load the tables: files in, fresh frames out."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pandas as pd

from nmc_evidence import schema
from nmc_evidence.citations import REFERENCE_COLUMNS, parse_bibtex

REFERENCES = "references.bib"
BOOLEANS = {"true": True, "false": False}


def load_table(table: str, *, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load one table.

    Parameters
    ----------
    table : str
        Name of a table; see `table_names`.
    data_dir : str or path, optional
        A folder with the same shape of data: CSV files and, where it differs from the shipped one, a
        `datapackage.json`. Default: the data shipped with the package.

    Returns
    -------
    pandas.DataFrame
        A fresh frame with the declared columns in the declared order (`data_dictionary` explains them).
        Columns with allowed values are ordered categoricals, other text is of the string type, an
        empty cell is missing.

    Raises
    ------
    ValueError
        If there is no such table, or the file is damaged: the message names file, row, column, what
        stands there and what is expected. Rows are counted as lines of the file; the header is row 1.
    FileNotFoundError
        If the folder or the file is not there.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_table("outcomes")["label"].tolist()[0]
    'Staff Experience'
    """
    resource = schema.get_table(table, data_dir)
    fields = resource["schema"]["fields"]
    path = schema.data_folder(data_dir) / resource["path"]
    if not path.is_file():
        raise FileNotFoundError(f"{resource['path']}: the table {table!r} has no file in {path.parent}")
    line_numbers, rows = _read_rows(path.read_bytes(), resource["path"], [field["name"] for field in fields])
    columns = zip(*rows, strict=True) if rows else [()] * len(fields)
    return pd.DataFrame(
        {
            field["name"]: _convert(
                field, cells, line_numbers, resource["path"], schema.allowed_values(table, field["name"], data_dir)
            )
            for field, cells in zip(fields, columns, strict=True)
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
    field: dict[str, Any], cells: tuple[str, ...], line_numbers: list[int], file: str, allowed: list[str] | None
) -> pd.Series | pd.Categorical:
    """Turn the cells of one column into its type; raise at the first that does not fit."""
    constraints = field.get("constraints", {})
    kind, required = field["type"], constraints.get("required", False)
    pattern = re.compile(constraints["pattern"]) if "pattern" in constraints else None

    def fits(cell: str) -> bool:
        if cell == "":
            return not required
        if allowed is not None:
            return cell in known
        if kind == "boolean":
            return cell in BOOLEANS
        if kind == "integer":
            return re.fullmatch(r"-?\d+", cell) is not None
        if kind == "number":
            return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None
        return pattern is None or pattern.fullmatch(cell) is not None

    known = set(allowed or ())
    misfits = {cell for cell in set(cells) if not fits(cell)}  # most columns repeat few values
    if misfits:
        cell, line = next((cell, line) for cell, line in zip(cells, line_numbers, strict=True) if cell in misfits)
        raise ValueError(
            f"{file}, row {line}, column {field['name']!r}: {cell!r} stands there; expected {expected(field, allowed)}"
        )
    if allowed is not None:
        return pd.Categorical([cell or None for cell in cells], categories=allowed, ordered=True)
    if kind == "boolean":
        return pd.Series([BOOLEANS.get(cell) for cell in cells], dtype="bool" if required else "boolean")
    if kind == "integer":
        return pd.Series([int(cell) if cell else None for cell in cells], dtype="Int64")
    if kind == "number":
        return pd.Series([float(cell) if cell else None for cell in cells], dtype="Float64")
    return pd.Series([cell or None for cell in cells], dtype="string")


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


def load_sources(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the source documents: one row each, with title, kind, author and date as printed.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

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
    return load_table("sources", data_dir=data_dir)


def load_reviews(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the evidence reviews behind the summary, with both of their printed titles.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `review_id`. No column links a review to a finding: the summary never does.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_reviews()["authors_printed"].tolist()[0]
    'Hanratty et al.'
    """
    return load_table("reviews", data_dir=data_dir)


def load_domains(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the domains, in the summary's order, with the summary's and the poster's labels.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

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
    return load_table("domains", data_dir=data_dir)


def load_outcomes(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the outcomes, in the summary's order.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

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
    return load_table("outcomes", data_dir=data_dir)


def load_findings(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the findings: one row per claim, with its place, certainty, hedge and direction.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `finding_id`. The column `kind` tells findings from background, purpose, method and so on.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> findings = nmc.load_findings()
    >>> findings.loc[findings["hedge"] == "commentators suggesting", "certainty"].tolist()
    ['suggested']
    """
    return load_table("findings", data_dir=data_dir)


def load_mechanisms(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the rows of the poster's table: an intervention, a mechanism, and how sure the pairing is.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `mechanism_id`. In printed order. A row claims no effect.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> mechanisms = nmc.load_mechanisms()
    >>> mechanisms.loc[mechanisms["mechanism"].isna(), "intervention"].tolist()
    ['Organisational development']
    """
    return load_table("mechanisms", data_dir=data_dir)


def load_programme_theories(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the statements of the poster that we read as its programme theories.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `theory_id`. They are to be tested; they are not findings.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_programme_theories()["heading"].tolist()[0]
    'DELIVERY'
    """
    return load_table("programme_theories", data_dir=data_dir)


def load_citations(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the places where a source names or lists a work.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

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
    return load_table("citations", data_dir=data_dir)


def load_frameworks(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the published lists: taxonomies, principles, factors and so on, one row each.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `framework_id`. Lists with the same labels are different lists.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> int(nmc.load_frameworks().set_index("framework_id").loc["rapid-scan-evans-categories", "printed_size"])
    0
    """
    return load_table("frameworks", data_dir=data_dir)


def load_framework_items(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the items of the published lists, with their real and their printed numbers.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `item_id`; `framework_id` says which list.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> int((nmc.load_framework_items()["framework_id"] == "rapid-scan-ham-walsh-steps").sum())
    16
    """
    return load_table("framework_items", data_dir=data_dir)


def load_crosswalk(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the crosswalk from items of published lists to domains: our reading, with a reason.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `crosswalk_id`. `domain_id` may be "other".

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> set(nmc.load_crosswalk()["assigned_by"])
    {'our reading'}
    """
    return load_table("crosswalk", data_dir=data_dir)


def load_effects(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the quantities and changes that sources report or expect.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `effect_id`. `value` has no sign; `sign` says which way it went, `status` whether it was seen.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> effects = nmc.load_effects()
    >>> effects.loc[effects["measure"] == "emergency admissions", "sign"].tolist()[:2]
    ['increase', 'increase']
    """
    return load_table("effects", data_dir=data_dir)


def load_timescales(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the claims about how long something takes, and other periods that sources name.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `timescale_id`. Periods with different subjects are not to be merged.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> bool((nmc.load_timescales()["kind"] == "how long it takes").any())
    True
    """
    return load_table("timescales", data_dir=data_dir)


def load_events(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the events in policy and publication that sources mention; undated ones have no year.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `event_id`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> bool(nmc.load_events()["is_dated"].all())
    False
    """
    return load_table("events", data_dir=data_dir)


def load_topics(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the topics of the wording view.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `topic_id`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> "admissions" in set(nmc.load_topics()["topic_id"])
    True
    """
    return load_table("topics", data_dir=data_dir)


def load_topic_claims(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the claims that we read as being about a topic.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `topic_claim_id`. `finding_id` is that of `load_findings`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> set(nmc.load_topic_claims()["topic_id"]) == set(nmc.load_topics()["topic_id"])
    True
    """
    return load_table("topic_claims", data_dir=data_dir)


def load_wording_pairs(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load pairs of places of one source that word one claim with another strength.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `pair_id`. `finding_id` and `other_finding_id` are those of `load_findings`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_wording_pairs()["what_differs"].notna().all().item()
    True
    """
    return load_table("wording_pairs", data_dir=data_dir)


def load_gaps(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the questions that the sources leave open.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `gap_id`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_gaps()["kind"].cat.categories.tolist()[:3]
    ['not known', 'mixed evidence', 'disputed']
    """
    return load_table("gaps", data_dir=data_dir)


def load_gap_claims(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the claims behind the gaps.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `gap_claim_id`. `role` says what the claim does for the gap: for example, whether it says that it is open.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> set(nmc.load_gap_claims()["gap_id"]) == set(nmc.load_gaps()["gap_id"])
    True
    """
    return load_table("gap_claims", data_dir=data_dir)


def load_quiz_items(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the questions of the quizzes, page by page.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `item_id`. A question on misreading names its `figure`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_quiz_items()["purpose"].cat.categories.tolist()
    ['recall', 'judge', 'apply', 'misread']
    """
    return load_table("quiz_items", data_dir=data_dir)


def load_quiz_options(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the options of the quizzes' questions, right and wrong, with feedback.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `option_id`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> set(nmc.load_quiz_options()["item_id"]) == set(nmc.load_quiz_items()["item_id"])
    True
    """
    return load_table("quiz_options", data_dir=data_dir)


def load_quiz_rests_on(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the rows that the quizzes' questions rest on.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `rest_id`. `table` and `row_id` name a row of another table.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_quiz_rests_on()["table"].mode().item()
    'findings'
    """
    return load_table("quiz_rests_on", data_dir=data_dir)


def load_judge_questions(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the claims to judge before their certainty is shown, each put as a question.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `finding_id`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_judge_questions()["question"].str.endswith("?").all().item()
    True
    """
    return load_table("judge_questions", data_dir=data_dir)


def load_second_reading(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the sample of findings that a second person coded without sight of the first coding.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `finding_id`. Columns with `first_` and `second_` hold the two codings.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> len(nmc.load_second_reading()) >= 60
    True
    """
    return load_table("second_reading", data_dir=data_dir)


def load_lessons(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the chapters as lessons, in the order of the book.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `page`. `minutes_read` is worked out from the page; `lesson_minutes` adds those of the exercises.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_lessons()["minutes_read"].ge(5).all().item()
    True
    """
    return load_table("lessons", data_dir=data_dir)


def load_lesson_prerequisites(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load what to read before which chapter.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `prerequisite_id`. Both pages are those of `load_lessons`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> set(nmc.load_lesson_prerequisites()["requires_page"]) <= set(nmc.load_lessons()["page"])
    True
    """
    return load_table("lesson_prerequisites", data_dir=data_dir)


def load_lesson_points(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the objectives of the chapters, their key points and their prompts for discussion.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `point_id`. `role` tells them apart; `point_no` is their order.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_lesson_points()["role"].cat.categories.tolist()
    ['objective', 'key point', 'prompt']
    """
    return load_table("lesson_points", data_dir=data_dir)


def load_lesson_points_rest_on(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the rows that the key points of the chapters rest on.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `rest_id`. `table` and `row_id` name a row of another table.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> points = nmc.load_lesson_points().query("role == 'key point'")
    >>> set(nmc.load_lesson_points_rest_on()["point_id"]) == set(points["point_id"])
    True
    """
    return load_table("lesson_points_rest_on", data_dir=data_dir)


def load_exercises(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the list of the exercises, without their texts.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `exercise_id`. `minutes` are planned, not measured.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_exercises()["kind"].cat.categories.tolist()
    ['read', 'change', 'own']
    """
    return load_table("exercises", data_dir=data_dir)


def load_pathways(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the pathways through the book, step by step.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `step_id`. `role` says for whom; `step_no` is the order.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_pathways()["role"].cat.categories.tolist()[:2]
    ['new to integrated care', 'manager or commissioner']
    """
    return load_table("pathways", data_dir=data_dir)


def load_session_plans(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the plans of sessions, from the shortest to the longest.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `plan_id`. `minutes` and `minutes_short` are the sums of the steps.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_session_plans()["plan_id"].tolist()
    ['team-meeting', 'workshop', 'course']
    """
    return load_table("session_plans", data_dir=data_dir)


def load_session_steps(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the steps of the session plans.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `step_id`. `minutes_short` is 0 where a step is left out when time runs short.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.load_session_steps()["without_screen"].notna().all().item()
    True
    """
    return load_table("session_steps", data_dir=data_dir)


def load_glossary(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the glossary: terms and what they mean in this book.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `term_id`. In alphabetical order of the terms.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> "Hedge" in nmc.load_glossary()["term"].tolist()
    True
    """
    return load_table("glossary", data_dir=data_dir)


def load_glossary_sources(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the places where a source uses or explains a term of the glossary.

    Parameters, types, errors: see `load_table`.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder with the same shape of data. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        Key: `term_source_id`. A term without a row is our own.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> sorted(nmc.load_glossary_sources()["support"].unique())
    ['explains', 'uses']
    """
    return load_table("glossary_sources", data_dir=data_dir)


def load_references(*, data_dir: str | Path | None = None) -> pd.DataFrame:
    """Load the bibliographic records.

    Parameters
    ----------
    data_dir : str or path, optional
        A folder that holds a `references.bib`. Default: the shipped data.

    Returns
    -------
    pandas.DataFrame
        One row per record, in the order of the file. Columns: `reference_id`, `entry_type` and one per
        BibTeX field in use (see `nmc_evidence.citations.REFERENCE_COLUMNS`); an absent field is missing.

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
    path = schema.data_folder(data_dir) / REFERENCES
    if not path.is_file():
        raise FileNotFoundError(f"{REFERENCES}: no such file in {path.parent}")
    entries = parse_bibtex(_decode(path.read_bytes(), REFERENCES), file=REFERENCES)
    return pd.DataFrame(entries, columns=REFERENCE_COLUMNS, dtype="string")
