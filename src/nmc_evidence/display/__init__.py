"""Put evidence on a page: figures, claim cards and tables as plain, accessible HTML.

What these functions return shows itself in a notebook and in the built book. It can be read without a script
and without a network, and it is the same on every run.
"""

from nmc_evidence.display.cards import (
    cards,
    certainty_words,
    direction_words,
    left_open,
    mechanism_cards,
    statements,
    theory_cards,
)
from nmc_evidence.display.explore import claim_map, claim_table
from nmc_evidence.display.figures import figure, source_line
from nmc_evidence.display.lessons import lesson_footer, lesson_header, pathway
from nmc_evidence.display.page import Html, folded, table
from nmc_evidence.display.quizzes import judge_first, quiz
from nmc_evidence.display.references import glossary, published_list, reference_list
from nmc_evidence.display.sessions import session_plan
from nmc_evidence.display.workbooks import gap_sections, wordings

__all__ = [
    "Html",
    "cards",
    "certainty_words",
    "claim_map",
    "claim_table",
    "direction_words",
    "figure",
    "folded",
    "gap_sections",
    "glossary",
    "judge_first",
    "left_open",
    "lesson_footer",
    "lesson_header",
    "mechanism_cards",
    "pathway",
    "published_list",
    "quiz",
    "reference_list",
    "session_plan",
    "source_line",
    "statements",
    "table",
    "theory_cards",
    "wordings",
]
