"""What the evidence on new models of care says, how surely, and where each claim stands in its source.

Load a table, pick rows, count them, draw them:

>>> import nmc_evidence as nmc
>>> findings = nmc.select_findings(nmc.load_findings(), domain_id="workforce", kind="finding")
>>> counts = nmc.count_findings(findings, by="certainty")
>>> chart = nmc.charts.certainty_units(findings)

Tables
    `load_findings`, `load_sources`, `load_domains`, `load_outcomes`, `load_references` and `load_citations` are
    where most analysts start; `load("name")` loads any table. `table_names` lists the tables, `data_dictionary`
    says what their columns mean, `value_meanings` what their codes mean.
Counts
    `select_findings`, `distinct_findings`, `count_findings`, `summarise_findings`, `coverage`, `empty_tiles`;
    `agreement` and `disagreements` compare two codings of the same claims.
Pictures and pages
    `charts` draws with Altair; `display` puts figures, cards and tables on a page; `theme` is their look. They
    are imported when they are first used.
Evidence of your own
    `Evidence("folder")` is a folder with a `datapackage.json` and tables of its own. Its frames bring its labels,
    its sources, its authors and its licence to every chart and card.

Frames are fresh and typed: columns with allowed values are ordered categoricals, an empty cell is missing.
Importing the package reads no file and changes nothing.
"""

from __future__ import annotations

import importlib
import warnings
from functools import partial
from typing import TYPE_CHECKING, Any

from nmc_evidence.evidence import (
    Evidence,
    load,
    load_citations,
    load_domains,
    load_findings,
    load_outcomes,
    load_references,
    load_sources,
    load_table,  # noqa: F401 -- what `load` was called in version 0.1
)
from nmc_evidence.schema import data_dictionary, table_names, value_meanings
from nmc_evidence.tables import (
    agreement,
    count_findings,
    coverage,
    disagreements,
    distinct_findings,
    empty_tiles,
    select_findings,
    summarise_findings,
)

if TYPE_CHECKING:
    from nmc_evidence import charts, display, theme

    __version__: str

__all__ = [
    "Evidence",
    "agreement",
    "charts",
    "count_findings",
    "coverage",
    "data_dictionary",
    "disagreements",
    "display",
    "distinct_findings",
    "empty_tiles",
    "load",
    "load_citations",
    "load_domains",
    "load_findings",
    "load_outcomes",
    "load_references",
    "load_sources",
    "select_findings",
    "summarise_findings",
    "table_names",
    "theme",
    "value_meanings",
]

_MODULES = ("charts", "display", "theme")
# Names of version 0.1, which work until version 0.3
_LOADERS = (
    "crosswalk",
    "effects",
    "events",
    "exercises",
    "framework_items",
    "frameworks",
    "gap_claims",
    "gaps",
    "glossary",
    "glossary_sources",
    "judge_questions",
    "lesson_points",
    "lesson_points_rest_on",
    "lesson_prerequisites",
    "lessons",
    "mechanisms",
    "pathways",
    "programme_theories",
    "quiz_items",
    "quiz_options",
    "quiz_rests_on",
    "reviews",
    "second_reading",
    "session_plans",
    "session_steps",
    "timescales",
    "topic_claims",
    "topics",
    "wording_pairs",
)
_MOVED = {"lesson_minutes": "nmc_evidence.tables", "session_agenda": "nmc_evidence.tables"}


def __getattr__(name: str) -> Any:
    """Import what is used for the first time, and say what to write instead of an old name."""
    if name in _MODULES:
        return importlib.import_module(f"nmc_evidence.{name}")
    if name == "__version__":
        return Evidence().version or "unknown"
    table = name.removeprefix("load_")
    if name != table and table in _LOADERS:
        warnings.warn(
            f'nmc_evidence.{name}() goes in version 0.3: write nmc_evidence.load("{table}")',
            DeprecationWarning,
            stacklevel=2,
        )
        return partial(load, table)
    if name in _MOVED:
        warnings.warn(
            f"nmc_evidence.{name} goes in version 0.3: write from {_MOVED[name]} import {name}",
            DeprecationWarning,
            stacklevel=2,
        )
        return getattr(importlib.import_module(_MOVED[name]), name)
    raise AttributeError(f"module 'nmc_evidence' has no attribute {name!r}; see help(nmc_evidence)")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__", "citations", "schema"])
