"""Work out how long it takes to read each chapter, and write it into the table of lessons.

`python tools/lesson_minutes.py` reads the built book, so run it after a build that changed how long pages are; a
test says when that is. The minutes stay in git: built pages show them, and the package needs them without the book.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "data" / "lessons.csv"
# Our rates: careful reading of prose, and time for a card, a figure, a table and a question to answer, whose words are
# not counted
WORDS_PER_MINUTE = 200
MINUTES_PER_CARD = 1 / 3
MINUTES_PER_FIGURE = 1
MINUTES_PER_TABLE = 1 / 2
MINUTES_PER_QUESTION = 1 / 2
ROUNDED_TO = 5
# What a reader has to open or fill in, and what is no text
NOT_READ = "details, svg, script, style, form:not(.nmc-item)"


def reading_minutes(page: str) -> float:
    """Return how many minutes it takes to read a page, not yet rounded.

    Parameters
    ----------
    page : str
        HTML of a built page. What is folded away is not counted.

    Returns
    -------
    float

    Examples
    --------
    >>> card = '<article class="nmc-card">A claim.</article>'
    >>> words = "word " * 400
    >>> round(reading_minutes(f'<article class="bd-article">{words}{3 * card}</article>'), 2)
    3.0
    """
    text = BeautifulSoup(page, "html.parser").find("article", class_="bd-article")
    for left_out in text.select(NOT_READ):
        left_out.decompose()
    minutes = 0.0
    for selector, rate in (
        ("article.nmc-card", MINUTES_PER_CARD),
        ("figure.nmc-figure", MINUTES_PER_FIGURE),
        ("table", MINUTES_PER_TABLE),
        ("form.nmc-item", MINUTES_PER_QUESTION),
    ):
        for block in text.select(selector):
            if not block.decomposed:
                minutes += rate
                block.decompose()
    return minutes + len(text.get_text(" ").split()) / WORDS_PER_MINUTE


def rounded(minutes: float) -> int:
    """Round minutes to what a plan can promise: at least one step, and whole steps.

    Examples
    --------
    >>> rounded(1.2), rounded(12.4), rounded(12.6)
    (5, 10, 15)
    """
    return max(ROUNDED_TO, ROUNDED_TO * round(minutes / ROUNDED_TO))


def main(built: Path) -> None:
    """Write the minutes of every lesson anew."""
    rows = list(csv.DictReader(io.StringIO(TABLE.read_text(encoding="utf-8"), newline="")))
    for row in rows:
        page = (built / "book" / f"{row['page']}.html").read_text(encoding="utf-8")
        row["minutes_read"] = str(rounded(reading_minutes(page)))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    TABLE.write_text(text.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "_build" / "html")
