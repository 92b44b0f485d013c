"""Sphinx extension: link each glossary term where it first stands in a page.

The link leads to the glossary; a script of the book shows the definition when it is hovered or focused.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

import nmc_evidence as nmc
from nmc_evidence.display.media import FOLDER
from nmc_evidence.sphinx.files import write_script

GLOSSARY = "book/references/glossary"
# Text in these is a control, a name, a heading or a drawing, or a link already
LEFT_ALONE = {"a", "button", "caption", "code", "dt", "label", "option", "pre", "script", "select", "style", "summary"}
LEFT_ALONE |= {"legend", "svg", "th", "template"} | {f"h{level}" for level in range(1, 7)}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)


def written_forms(term: str) -> list[str]:
    """Return the ways in which a term is written: with and without its short form, in the plural.

    Examples
    --------
    >>> written_forms("Case study (CS)")
    ['Case study', 'Case studies', 'CS', 'CSs']
    """
    forms = []
    for form in filter(None, re.split(r"\s*\(([^)]*)\)\s*", term)):
        plural = form[:-1] + "ies" if re.search(r"[^aeiou]y$", form) else f"{form}s"
        forms += [form] if form.endswith("s") else [form, plural]
    return forms


def term_finder(terms: dict[str, str]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern that finds every written form, the longest first, and the term of each form.

    Parameters
    ----------
    terms : dict of str to str
        Term to id.
    """
    ids = {form.lower(): term_id for term, term_id in terms.items() for form in written_forms(term)}
    forms = [form for term in terms for form in written_forms(term)]
    # an abbreviation is one only in its capitals
    either = [re.escape(form) if form[1:2].isupper() else f"(?i:{re.escape(form)})" for form in forms]
    longest_first = sorted(either, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(longest_first)})(?![\w-])"), ids


def link_terms(body: str, address: str, pattern: re.Pattern[str], ids: dict[str, str]) -> str:
    """Link the first place of each term in a page's text.

    Parameters
    ----------
    body : str
        HTML of the page.
    address : str
        Address of the glossary, as seen from the page.
    pattern, ids
        As `term_finder` returns them.
    """
    seen: set[str] = set()
    closed_by: list[str] = []  # the open elements whose text is left alone

    def link(found: re.Match[str]) -> str:
        term_id = ids[found[1].lower()]
        if term_id in seen:
            return found[0]
        seen.add(term_id)
        return f'<a class="nmc-term" href="{address}#term-{term_id}">{found[0]}</a>'

    pieces = TAG.split(body)
    for place, piece in enumerate(pieces):
        if not piece.startswith("<"):
            if not closed_by and piece.strip():
                pieces[place] = pattern.sub(link, piece)
            continue
        name = re.match(r"</?([\w-]+)", piece)
        if not name or name[1].lower() in VOID or piece.endswith("/>"):
            continue
        if piece.startswith("</"):
            if closed_by and closed_by[-1] == name[1].lower():
                closed_by.pop()
        elif name[1].lower() in LEFT_ALONE:
            closed_by.append(name[1].lower())
    return "".join(pieces)


def link_terms_of_page(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Link the terms of a page of the book, but not those of the glossary itself."""
    body = context.get("body")
    if not body or app.builder.format != "html" or page == GLOSSARY or GLOSSARY not in app.env.all_docs:
        return
    if not hasattr(app, "nmc_terms"):
        glossary = nmc.load("glossary")
        app.nmc_terms = term_finder({unescape(row.term): row.term_id for row in glossary.itertuples()})
    address = f"{'../' * page.count('/')}{GLOSSARY}.html"
    context["body"] = link_terms(body, address, *app.nmc_terms)


def write_definitions(app: Sphinx, error: Exception | None) -> None:
    """Write the definitions, for the script that shows them."""
    if error is None and app.builder.format == "html":
        glossary = nmc.load("glossary")
        folder = Path(app.outdir) / FOLDER
        folder.mkdir(exist_ok=True)
        write_script(folder, "glossary", dict(zip(glossary["term_id"], glossary["definition"], strict=True)))


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the steps to the build, after the parts have left the page."""
    app.connect("html-page-context", link_terms_of_page, priority=600)
    app.connect("build-finished", write_definitions)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
