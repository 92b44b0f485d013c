"""What the evidence on new models of care says, how surely, and where each claim stands in its source.

The tables are loaded with `load_…`, counted with the helpers below, drawn with `nmc_evidence.charts` and
put on a page with `nmc_evidence.display`. Importing the package reads no file and changes nothing.
"""

from nmc_evidence.datasets import (
    load_citations,
    load_crosswalk,
    load_domains,
    load_effects,
    load_events,
    load_findings,
    load_framework_items,
    load_frameworks,
    load_glossary,
    load_glossary_sources,
    load_mechanisms,
    load_outcomes,
    load_programme_theories,
    load_references,
    load_reviews,
    load_second_reading,
    load_sources,
    load_table,
    load_timescales,
)
from nmc_evidence.schema import data_dictionary, table_names, value_meanings
from nmc_evidence.tables import (
    agreement,
    count_findings,
    coverage,
    disagreements,
    distinct_findings,
    select_findings,
    summarise_findings,
)

__all__ = [
    "agreement",
    "count_findings",
    "coverage",
    "data_dictionary",
    "disagreements",
    "distinct_findings",
    "load_citations",
    "load_crosswalk",
    "load_domains",
    "load_effects",
    "load_events",
    "load_findings",
    "load_framework_items",
    "load_frameworks",
    "load_glossary",
    "load_glossary_sources",
    "load_mechanisms",
    "load_outcomes",
    "load_programme_theories",
    "load_references",
    "load_reviews",
    "load_second_reading",
    "load_sources",
    "load_table",
    "load_timescales",
    "select_findings",
    "summarise_findings",
    "table_names",
    "value_meanings",
]
