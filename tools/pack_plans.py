"""The session plans, each as a page and for paper."""

from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from pack_pages import about_page, render, to_book
from printing import print_sheet

import nmc_evidence as nmc
from nmc_evidence import display

# Plans link to pages of the book as seen from the folder of this page
FROM = "teach/how-to-teach"


def plan(plan_id: str, title: str) -> str:
    """Write the plan of a session as a page of the pack.

    Parameters
    ----------
    plan_id, title : str
        As in `load("session_plans")`.

    Returns
    -------
    str
        The page.
    """
    text = BeautifulSoup(display.session_plan(plan_id).text, "html.parser")
    for link in text.find_all("a", href=True):
        link["href"] = to_book(link["href"], FROM)
    return render("plan.html", title=title, text=str(text))


def write_plans(folder: Path, browser: Any) -> None:
    """Write every plan as a page and, printed by the browser, as a PDF.

    Parameters
    ----------
    folder : Path
        Where to.
    browser : playwright.sync_api.Browser
        What prints.
    """
    for row in nmc.load("session_plans").itertuples():
        page = folder / f"{row.plan_id}.html"
        page.write_text(plan(row.plan_id, row.title), encoding="utf-8")
        page.with_suffix(".pdf").write_bytes(print_sheet(page, browser, about_page(row.title)))
