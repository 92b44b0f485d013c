"""Slides for each part of the book, from its built pages: a page of its own that a browser shows, prints and reads.

No library of slides is used. A deck is a page of sections, one as large as the screen: it scrolls, it is moved with
the keys by some lines of script, it is read without them, and it prints a slide to a sheet. What does not fit on
one slide is moved to the next by the browser when the deck is made, so that the deck itself needs no such script.
"""

import re
from pathlib import Path
from typing import Any

from bs4 import Tag
from pack_pages import Chapter, Part, asset, parts, read_chapter, render, with_policy

import nmc_evidence as nmc

# The screen for which slides are laid out, in pixels; on another one they grow or shrink as a whole
SCREEN = {"width": 1280, "height": 720}
# The sections of a chapter whose lists of claims are shown
SHOWN = re.compile(r"key messages?|leaves? open", re.IGNORECASE)
SOURCES = re.compile(r"(?=\bSources?: )")


def lessons_of(part: Part) -> list[str]:
    """Return the pages of a part that are lessons, in order."""
    lessons = set(nmc.load("lessons")["page"])
    return [page for page in part.pages if page in lessons]


def slides_of(chapter: Chapter) -> list[dict[str, Any]]:
    """Return the slides of a chapter, before any is split because it is too long.

    Parameters
    ----------
    chapter : Chapter
        A lesson.

    Returns
    -------
    list of dict
        Each with its `kind`, which the template knows, its `heading`, and what belongs to the kind.
    """
    lesson = chapter.article.find(class_="nmc-lesson")
    objectives = [item.get_text() for item in lesson.select("li")]
    made = [{"kind": "chapter", "heading": chapter.title, "lead": chapter.lead, "items": objectives}]
    for block in chapter.article.select(".nmc-statements, .nmc-figure, .nmc-item, .nmc-lesson-end"):
        classes = block["class"]
        if "nmc-statements" in classes:
            made += _claims(block)
        elif "nmc-figure" in classes:
            made.append(_figure(block))
        elif "nmc-item" in classes:
            made += _question(block)
        else:
            made += _end(block)
    return [slide | {"chapter": chapter.title} for slide in made]


def _end(block: Tag) -> list[dict[str, Any]]:
    """Return what to take away, with what it rests on, and what to discuss."""
    for folded in block.select("ol details"):
        folded.summary.decompose()
        folded.name = "div"
        folded["class"] = "rest"
    return [
        {
            "kind": "list",
            "heading": points.find_previous_sibling("p").get_text().rstrip(":"),
            "items": [str(point) for point in points.find_all("li", recursive=False)],
        }
        for points in block.find_all("ol", recursive=False)
    ]


def _claims(block: Tag) -> list[dict[str, Any]]:
    heading = block.find_previous(["h2", "h3"]).get_text()
    if not SHOWN.search(heading) or block.find_parent("details"):
        return []
    return [{"kind": "list", "heading": heading, "items": [str(line) for line in block.find_all("li")]}]


def _figure(block: Tag) -> dict[str, Any]:
    number = block.figcaption.find(class_="nmc-number")
    caption, *sources = SOURCES.split(block.figcaption.get_text().removeprefix(number.get_text()), maxsplit=1)
    drawings = [block.find(class_=f"nmc-{kind}").svg for kind in ("wide", "narrow")]
    return {
        "kind": "figure",
        "id": block["id"],
        "heading": caption.strip(),
        "sources": "".join(sources),
        "drawings": [str(drawing) for drawing in drawings],
        "words": drawings[0]["aria-label"],
    }


def _question(block: Tag) -> list[dict[str, Any]]:
    name = block.legend.find(class_="nmc-number").extract().get_text().rstrip(".")
    answer = block.find_next_sibling("details", class_="nmc-answer")
    right = [option for option in answer.select("li[data-option]") if option["data-right"] == "true"]
    said = right or answer.find_all("p", recursive=False)  # a claim to judge has no options, but the source's words
    rests_on = answer.select("p + ul > li")
    asked = block.find(class_="nmc-asked")
    for link in asked.find_all("a"):
        link["href"] = "#" + link["href"].rpartition("#")[2]  # the figure stands in the deck as well
    choices = [label.get_text().strip() for label in block.find_all("label")]
    return [
        {
            "kind": "question",
            "heading": name,
            "asked": block.legend.get_text().strip(),
            "how": asked.decode_contents(),
            "choices": choices,
        },
        {
            "kind": "answer",
            "heading": f"{name}: answer and why" if right else f"{name}: the source's words",
            "items": [line.decode_contents() for line in said],
            "rests_on": [line.decode_contents() for line in rests_on],
        },
    ]


def deck(part: Part, browser: Any, draft: Path) -> str:
    """Make the slides of a part.

    Parameters
    ----------
    part : Part
        A part of the book that has lessons.
    browser : playwright.sync_api.Browser
        What lays the slides out.
    draft : Path
        Where to write them for the browser.

    Returns
    -------
    str
        The page. No slide in it is higher than the screen for which it is laid out.

    Raises
    ------
    ValueError
        If a single thing is too large for a slide.
    """
    chapters = [(chapter.page, chapter.title, slides_of(chapter)) for chapter in map(read_chapter, lessons_of(part))]
    draft.write_text(render("slides.html", part=part, chapters=chapters), encoding="utf-8")
    view = browser.new_page(viewport=SCREEN)
    view.goto(draft.resolve().as_uri())
    too_large = view.evaluate(asset("split.js"))
    if too_large:
        raise ValueError(f"slides of {part.caption}: too large for a slide: {'; '.join(too_large)}")
    page = view.evaluate("document.documentElement.outerHTML")
    view.close()
    return with_policy(f"<!DOCTYPE html>\n{page}\n", draft.name)


def write_slides(folder: Path, browser: Any) -> None:
    """Write the slides of every part of the book that holds lessons.

    Parameters
    ----------
    folder : Path
        Where to.
    browser : playwright.sync_api.Browser
        What lays the slides out.
    """
    for part in filter(lessons_of, parts()):
        page = folder / f"{part.folder}.html"
        page.write_text(deck(part, browser, page), encoding="utf-8")
