"""Count and summarise: frame in, frame out. Nothing here changes the frame it is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from nmc_evidence.evidence import Evidence
from nmc_evidence.schema import check_allowed


def _column(findings: pd.DataFrame, column: str) -> pd.Series:
    check_allowed(column, findings.columns, "column")
    return findings[column]


def _categorical(findings: pd.DataFrame, column: str) -> pd.Series:
    values = _column(findings, column)
    if not isinstance(values.dtype, pd.CategoricalDtype):
        counted = [name for name in findings if isinstance(findings[name].dtype, pd.CategoricalDtype)]
        raise ValueError(
            f"column {column!r} has no list of allowed values to count by; count what stands there with "
            f"frame[{column!r}].value_counts(), or give it a list with astype('category'). "
            f"Allowed: {', '.join(counted)}."
        )
    return values


def select_findings(findings: pd.DataFrame, **wanted: Any) -> pd.DataFrame:
    """Pick the rows that hold the wanted values, and refuse a value that cannot occur.

    Plain pandas answers a misspelt domain with an empty frame; this answers with an error.

    Parameters
    ----------
    findings : pandas.DataFrame
        Any frame of `load`.
    **wanted : scalar, None or list
        One value, or a list of them, by column: `domain_id="workforce"`, `kind=["finding", "premise"]`. None
        asks for the rows without a value: `outcome_id=None`.

    Returns
    -------
    pandas.DataFrame
        The rows that fit all of them, with their columns and index. It may be empty.

    Raises
    ------
    ValueError
        If a column is unknown, or a value cannot stand in it: it is not among the allowed values, or, in a
        column of text, in no row of the table that the frame was loaded from.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> findings = nmc.load_findings()
    >>> bold = nmc.select_findings(findings, domain_id="workforce", emphasis="bold")
    >>> bold["emphasis"].unique().tolist()
    ['bold']
    >>> nmc.select_findings(findings, domain_id="workforce", outcome_id=None)["outcome_id"].isna().all().item()
    True
    """
    rows = pd.Series(True, index=findings.index)
    for column, given in wanted.items():
        values = _column(findings, column)
        choices = [given] if pd.api.types.is_scalar(given) else list(given)
        named = [choice for choice in choices if not pd.isna(choice)]
        _check_choices(findings, column, named)
        fit = values.isin(named)
        rows &= (fit | values.isna()) if len(named) < len(choices) else fit
    return findings[rows]


def _check_choices(frame: pd.DataFrame, column: str, choices: list[Any]) -> None:
    """Raise at the first value that cannot stand in a column."""
    values = frame[column]
    known: list[Any] | None
    if isinstance(values.dtype, pd.CategoricalDtype):
        known = list(values.cat.categories)
    elif pd.api.types.is_bool_dtype(values.dtype):
        known = [True, False]
    elif pd.api.types.is_numeric_dtype(values.dtype):
        for choice in choices:
            if isinstance(choice, (bool, str)) or not pd.api.types.is_number(choice):
                raise ValueError(f"unknown {column} {choice!r}: the column holds numbers; write one without quotes")
        return
    else:
        known = Evidence.of(frame).known_values(column, frame.columns)
        if known is None:  # a column that was added to the frame
            known = list(dict.fromkeys(values.dropna()))
    for choice in choices:
        check_allowed(choice, known, column)


def distinct_findings(findings: pd.DataFrame) -> pd.DataFrame:
    """Drop the repeats: claims that the source prints a second time.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings, as `load_findings` returns them, or some of their rows.

    Returns
    -------
    pandas.DataFrame
        The rows whose `same_as` points to no other row of the frame: each claim once.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> findings = nmc.load_findings()
    >>> repeats = findings["same_as"].isin(findings["finding_id"]).sum()
    >>> (len(findings) - len(nmc.distinct_findings(findings)) == repeats).item()
    True
    """
    check_allowed("same_as", findings.columns, "column")
    return findings[~findings["same_as"].isin(findings["finding_id"])]


def count_findings(findings: pd.DataFrame, *, by: str | Sequence[str]) -> pd.DataFrame:
    """Count rows by one or more columns, empty groups included.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings, or any other frame with columns that have allowed values.
    by : str or sequence of str
        Columns with allowed values, such as "domain_id" or ["domain_id", "certainty"].

    Returns
    -------
    pandas.DataFrame
        One row per combination of allowed values, in their order. Columns: those of `by`, and `count`
        (rows of the frame, from 0 up). Rows without a value are counted under a missing value at the
        end, if there are any: the counts add up to the number of rows.

    Raises
    ------
    ValueError
        If a column is unknown or has no allowed values.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> findings = nmc.load_findings()
    >>> counts = nmc.count_findings(findings, by="domain_id")
    >>> counts.columns.tolist(), (counts["count"].sum() == len(findings)).item()
    (['domain_id', 'count'], True)
    """
    by = [by] if isinstance(by, str) else list(by)
    if not by or len(set(by)) < len(by):
        raise ValueError(f"count by one or more different columns; given: {by}")
    columns = [_categorical(findings, column) for column in by]
    # -1 is the code of a missing value; it comes last
    codes = [[*range(len(column.cat.categories)), *([-1] if column.isna().any() else [])] for column in columns]
    seen = pd.DataFrame({level: column.cat.codes for level, column in enumerate(columns)}).value_counts()
    groups = pd.MultiIndex.from_product(codes)
    counted = pd.DataFrame(
        {
            name: pd.Categorical.from_codes(groups.get_level_values(level), dtype=column.dtype)
            for level, (name, column) in enumerate(zip(by, columns, strict=True))
        }
    )
    counted = counted.assign(count=seen.reindex(groups, fill_value=0).to_numpy(dtype="int64"))
    counted.attrs = dict(findings.attrs)
    return counted


def summarise_findings(findings: pd.DataFrame, *, by: str, evidence: Evidence | None = None) -> pd.DataFrame:
    """Summarise the rows of each group: how many, how many once each, and how their source words them.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings, as `load_findings` returns them, or some of their rows.
    by : str
        A column with allowed values, such as "domain_id".
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    pandas.DataFrame
        One row per allowed value, in order, empty groups included. Columns: that of `by`, `claims`
        (rows), `distinct_claims` (without those that repeat a claim of another row of the frame); then the
        four kinds of certainty, which add up to the rows that have a certainty: `stated_plainly`, `hedged`,
        `left_open`, `views` (see `Evidence.groups` for their codes); and `with_hedge_words` (rows of any kind
        with something in `hedge`, such as a limit). Rows without a value stand under a missing value at the
        end, if any.

    Raises
    ------
    ValueError
        If the column is unknown or has no allowed values, or a certainty belongs to no kind.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> findings = nmc.select_findings(nmc.load_findings(), kind="finding")
    >>> summary = nmc.summarise_findings(findings, by="source_id")
    >>> kinds = summary[["stated_plainly", "hedged", "left_open", "views"]].sum(axis=1)
    >>> (kinds == summary["claims"]).all().item()
    True
    """

    def per_group(rows: pd.DataFrame) -> list[int]:
        return count_findings(rows, by=by)["count"].tolist()

    evidence = Evidence.of(findings, evidence)
    evidence.check_codes(findings, "certainty")
    every = count_findings(findings, by=by)
    summary = every[[by]].assign(claims=every["count"])
    parts = {"distinct_claims": distinct_findings(findings)}
    for name, kind in KIND_COLUMNS.items():
        parts[name] = findings[findings["certainty"].isin(evidence.codes_of(kind))]
    parts["with_hedge_words"] = findings[findings["hedge"].notna()]
    for name, rows in parts.items():
        counts = per_group(rows)
        summary[name] = counts + [0] * (len(summary) - len(counts))
    return summary


# The columns of a summary that count the kinds of certainty
KIND_COLUMNS = {"stated_plainly": "plain", "hedged": "hedged", "left_open": "open", "views": "view"}


def coverage(findings: pd.DataFrame) -> pd.DataFrame:
    """Count the claims of each section of each source.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings, as `load_findings` returns them, or some of their rows.

    Returns
    -------
    pandas.DataFrame
        One row per section that holds a claim, by source and then in the order of the frame. Columns:
        `source_id`, `section`, `claims` and `findings` (those claims that are of the kind "finding").

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> findings = nmc.load_findings()
    >>> (nmc.coverage(findings)["claims"].sum() == len(findings)).item()
    True
    """
    grouped = findings.groupby(["source_id", "section"], observed=True, sort=False)
    counted = grouped["kind"].agg(claims="size", findings=lambda kinds: int((kinds == "finding").sum()))
    return counted.reset_index().sort_values("source_id", kind="stable", ignore_index=True)


def _codings(second_reading: pd.DataFrame, what: str) -> list[pd.Series]:
    """Return the first and the second coding of one column as text; no domain counts as "none"."""
    return [second_reading[f"{who}_{what}"].astype("string").fillna("none") for who in ("first", "second")]


def agreement(second_reading: pd.DataFrame) -> pd.DataFrame:
    """Measure how far two codings of the same claims agree.

    Parameters
    ----------
    second_reading : pandas.DataFrame
        Claims with both codings, as `load("second_reading")` returns them.

    Returns
    -------
    pandas.DataFrame
        One row each for certainty, direction and domain. Columns: `what`, `claims`, `agreed`, `per_cent`
        (0 to 100) and `kappa` (Cohen's kappa: 1 is full agreement, 0 is that of chance). A claim without a
        domain counts as a value of its own.

    Notes
    -----
    Cohen, J. (1960), A coefficient of agreement for nominal scales.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> nmc.agreement(nmc.load("second_reading"))["what"].tolist()
    ['certainty', 'direction', 'domain_id']
    """
    rows = []
    for what in ("certainty", "direction", "domain_id"):
        first, second = _codings(second_reading, what)
        observed = float((first == second).mean())
        shares = first.value_counts(normalize=True).mul(second.value_counts(normalize=True), fill_value=0)
        chance = float(shares.sum())
        rows.append(
            {
                "what": what,
                "claims": len(first),
                "agreed": int((first == second).sum()),
                "per_cent": round(100 * observed, 1),
                "kappa": round((observed - chance) / (1 - chance), 2) if chance < 1 else 1.0,
            }
        )
    return pd.DataFrame(rows)


def disagreements(second_reading: pd.DataFrame) -> pd.DataFrame:
    """List what two codings of the same claims read differently.

    Parameters
    ----------
    second_reading : pandas.DataFrame
        Claims with both codings, as `load("second_reading")` returns them.

    Returns
    -------
    pandas.DataFrame
        One row per difference. Columns: `finding_id`, `what` ("certainty", "direction" or "domain_id"),
        `first`, `second` ("none" for no domain) and `resolution`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> sorted(nmc.disagreements(nmc.load("second_reading"))["what"].unique())
    ['certainty', 'direction', 'domain_id']
    """
    parts = []
    for what in ("certainty", "direction", "domain_id"):
        first, second = _codings(second_reading, what)
        both = pd.DataFrame(
            {
                "finding_id": second_reading["finding_id"],
                "what": what,
                "first": first,
                "second": second,
                "resolution": second_reading["resolution"],
            }
        )
        parts.append(both[both["first"] != both["second"]])
    return pd.concat(parts).sort_values(["finding_id", "what"], kind="stable", ignore_index=True)


def empty_tiles(findings: pd.DataFrame, *, rows: str, columns: str) -> pd.DataFrame:
    """List the tiles of an evidence map that hold no finding, and say which kind of empty each is.

    Parameters
    ----------
    findings : pandas.DataFrame
        Claims of all kinds, as `load_findings` returns them.
    rows, columns : str
        Two columns with allowed values, such as "domain_id" and "source_id".

    Returns
    -------
    pandas.DataFrame
        One row per tile without a finding, in the order of the allowed values. Columns: `rows` and
        `columns` by their own names, `claims` (of other kinds) and `emptiness`: "not covered" (no claim of
        any kind) or "no finding" (only claims of other kinds, such as background or recommendations).

    Raises
    ------
    ValueError
        If a column is unknown or has no allowed values.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> tiles = nmc.empty_tiles(nmc.load_findings(), rows="domain_id", columns="source_id")
    >>> sorted(tiles["emptiness"].unique())
    ['no finding', 'not covered']
    """
    whole = findings[findings[rows].notna() & findings[columns].notna()]
    every = count_findings(whole, by=[rows, columns])
    stated = count_findings(whole[whole["kind"] == "finding"], by=[rows, columns])
    empty = every[stated["count"].to_numpy() == 0].rename(columns={"count": "claims"})
    emptiness = (empty["claims"] == 0).map({True: "not covered", False: "no finding"})
    return empty.assign(emptiness=emptiness).reset_index(drop=True)


def lesson_minutes(lessons: pd.DataFrame, exercises: pd.DataFrame) -> pd.DataFrame:
    """Add up the minutes of each chapter: to read it, and to do its exercises.

    Parameters
    ----------
    lessons, exercises : pandas.DataFrame
        Chapters and exercises, as `load("lessons")` and `load("exercises")` return them.

    Returns
    -------
    pandas.DataFrame
        The chapters as they were given, with `minutes_do` (0 where there is no exercise) and `minutes`, the sum.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence.tables import lesson_minutes
    >>> planned = lesson_minutes(nmc.load("lessons"), nmc.load("exercises"))
    >>> (planned["minutes"] == planned["minutes_read"] + planned["minutes_do"]).all().item()
    True
    """
    to_do = lessons["page"].map(exercises.groupby("page")["minutes"].sum()).fillna(0).astype("Int64")
    return lessons.assign(minutes_do=to_do, minutes=lessons["minutes_read"] + to_do)


def session_agenda(steps: pd.DataFrame) -> pd.DataFrame:
    """Work out when each step of a session begins, and how many minutes its short form saves.

    Parameters
    ----------
    steps : pandas.DataFrame
        Steps of session plans, as `load("session_steps")` returns them, or some of their rows.

    Returns
    -------
    pandas.DataFrame
        The steps, plan by plan and in order, with `starts_at` (minutes since the session began) and
        `minutes_saved`.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence.tables import session_agenda
    >>> agenda = session_agenda(nmc.load("session_steps").query("plan_id == 'workshop'"))
    >>> agenda["starts_at"].tolist()[:3]
    [0, 5, 20]
    """
    ordered = steps.sort_values(["plan_id", "step_no"])
    ends_at = ordered.groupby("plan_id", observed=True)["minutes"].cumsum()
    return ordered.assign(
        starts_at=ends_at - ordered["minutes"], minutes_saved=ordered["minutes"] - ordered["minutes_short"]
    ).reset_index(drop=True)
