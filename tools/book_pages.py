"""What the theme leaves undone: words about each page for machines, and valid, accessible markup.

A local Sphinx extension, named in _config.yml. The templates it works with are in book/_templates, the style in
book/_static/theme-fixes.css.
"""

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from nmc_evidence.display.page import json_in_html

# Search engines show about as many characters of a description
DESCRIPTION_LENGTH = 200
LISTS = (nodes.bullet_list, nodes.enumerated_list)
LICENCES = {"CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/"}
DATA_PAGE = "book/references/data-dictionary"
# The first page of the site only leads to the first page of the book
REDIRECT_PAGE = "index"
# Pages that Sphinx makes: their names and what they are for
MADE_PAGES = {
    "genindex": ("Index", "Every function of the package that is described in this book, in alphabetical order."),
    "py-modindex": ("Python Module Index", "The Python modules that are described in this book."),
    "search": ("Search", "Search the pages of this book. The search runs in the browser; nothing is sent anywhere."),
    REDIRECT_PAGE: ("", "This page leads to the first page of the book."),
    "404": ("There is no such page", "The address leads to no page of this book."),
}
# Parts of templates that the theme's static folder leaves among the pages
STRAY_TEMPLATES = ("webpack-macros.html", "sbt-webpack-macros.html")


def shortened(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """Cut a text after a word.

    Parameters
    ----------
    text : str
        The text; white space of any kind and length becomes a single blank.
    length : int
        How many characters may stay, the sign for what was left out included.

    Returns
    -------
    str
    """
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–") + " …"


def describe(doctree: nodes.document) -> str:
    """Return what a page is about: its first paragraph, with the list that this introduces.

    Parameters
    ----------
    doctree : docutils.nodes.document
        The page.

    Returns
    -------
    str
        Plain text of any length: the first list if there is no paragraph, and nothing if there is neither.
    """
    blocks = [
        node
        for node in doctree.findall(lambda node: isinstance(node, (nodes.paragraph, *LISTS)))
        if isinstance(node.parent, (nodes.section, nodes.document))  # not in a table or in what a cell shows
    ]
    paragraphs = [block for block in blocks if isinstance(block, nodes.paragraph)]
    first = (paragraphs or blocks)[:1]
    for block in first:
        after = block.next_node(descend=False, siblings=True)
        if block in paragraphs and isinstance(after, LISTS) and not re.search(r"[.?!]\W*$", block.astext()):
            first = [block, after]
    return " ".join(part.astext() for block in first for part in (block if isinstance(block, LISTS) else [block]))


def structured_data(app: Sphinx, pagename: str, title: str, description: str) -> dict[str, Any] | None:
    """Say what a page is in the words of schema.org.

    Parameters
    ----------
    app : sphinx.application.Sphinx
        The build.
    pagename : str
        Name of the page.
    title, description : str
        What the page is called and about.

    Returns
    -------
    dict or None
        `Book` for the first page, `Dataset` for the data dictionary, `LearningResource` for every other page
        that has a text; None for pages that Sphinx makes.
    """
    if pagename in MADE_PAGES:
        return None
    author = {"name": app.config.author}  # of no type: neither one person nor an organisation
    book = {"@type": "Book", "name": app.config.html_title, "author": author}
    about = {
        "name": title,
        "description": description,
        "inLanguage": app.config.language,
        "license": LICENCES["CC-BY-4.0"],
        "isAccessibleForFree": True,
    }
    if pagename == app.config.root_doc:
        made = about | book
    elif pagename == DATA_PAGE:
        made = {"@type": "Dataset"} | about | _described_data(app) | {"creator": author, "isPartOf": book}
    else:
        kind = "reference" if "/references/" in pagename else "chapter"
        made = {
            "@type": "LearningResource",
            **about,
            "learningResourceType": kind,
            "educationalUse": ["self-study", "teaching"],
            "creator": author,
            "isPartOf": book,
        }
    return {"@context": "https://schema.org", **made}


def _described_data(app: Sphinx) -> dict[str, Any]:
    """Describe the data from the file that describes them."""
    package = json.loads((Path(app.srcdir) / "data" / "datapackage.json").read_text(encoding="utf-8"))
    (licence,) = package["licenses"]
    return {
        "name": package["title"],
        "description": package["description"],
        "license": LICENCES[licence["name"]],
        "hasPart": [
            {
                "@type": "Dataset",
                "name": table["title"],
                "description": table["description"],
                "license": LICENCES[licence["name"]],
                "variableMeasured": [field["name"] for field in table["schema"]["fields"]],
            }
            for table in package["resources"]
        ],
    }


def add_words_for_machines(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add a description, Open Graph tags and structured data to the head of a page."""
    if doctree is None:
        title, description = MADE_PAGES[pagename]
        title = title or app.config.html_title
    else:
        title = app.config.html_title if pagename == app.config.root_doc else app.env.titles[pagename].astext()
        description = shortened(describe(doctree)) or title
    tags = {
        "og:title": title,
        "og:description": description,
        "og:type": "website" if pagename in {*MADE_PAGES, app.config.root_doc} else "article",
        "og:site_name": app.config.html_title,
        "og:locale": app.config.language.replace("-", "_"),
    }
    if app.config.html_baseurl:
        tags["og:url"] = urljoin(app.config.html_baseurl, app.builder.get_target_uri(pagename))
        if app.config.nmc_social_image:
            tags["og:image"] = urljoin(app.config.html_baseurl, app.config.nmc_social_image)
    lines = [
        f'<meta name="description" content="{escape(description)}" />',
        *(f'<meta property="{key}" content="{escape(value)}" />' for key, value in tags.items()),
    ]
    if data := structured_data(app, pagename, title, description):
        lines.append(f'<script type="application/ld+json">{json_in_html(data)}</script>')
    context["metatags"] = "\n    ".join([context.get("metatags", ""), *lines])


def redirect_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write the first page of the site ourselves: the one made without us is not a whole page."""
    if app.builder.format == "html" and app.config.root_doc != REDIRECT_PAGE:
        yield (
            REDIRECT_PAGE,
            {"target": app.builder.get_relative_uri(REDIRECT_PAGE, app.config.root_doc)},
            "redirect.html",
        )


def missing_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write the page that a server shows for an address that leads nowhere; it loads nothing beside it."""
    if app.builder.format == "html":
        home = urljoin(app.config.html_baseurl, app.builder.get_target_uri(app.config.root_doc))
        yield "404", {"home": home, "title": MADE_PAGES["404"][0]}, "404.html"


def sitemap(base: str, addresses: list[str]) -> str:
    """Write a sitemap.

    Parameters
    ----------
    base : str
        Address of the book, with a closing slash: sitemaps hold whole addresses only.
    addresses : list of str
        The pages, as seen from there.

    Returns
    -------
    str
        XML after https://www.sitemaps.org/protocol.html.
    """
    lines = "".join(f"  <url><loc>{escape(urljoin(base, address))}</loc></url>\n" for address in addresses)
    opening = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}\n{lines}</urlset>\n'


def write_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """Write the sitemap, once the book has an address."""
    if exception is None and app.builder.format == "html" and app.config.html_baseurl:
        addresses = [app.builder.get_target_uri(page) for page in sorted(app.env.all_docs)]
        (Path(app.outdir) / "sitemap.xml").write_text(sitemap(app.config.html_baseurl, addresses), encoding="utf-8")


def leave_out_of_search(app: Sphinx, env: Any) -> None:
    """Keep pages that repeat all claims out of the search, which then leads to the chapters."""
    for page in app.config.nmc_not_searched:
        if page in env.all_docs:
            env.metadata[page]["nosearch"] = True


def visit_hidden_code(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """Open folded code. MyST-NB puts paragraphs into the summary and gives it a name that is not its text."""
    self.body.append(f'<details class="admonition hide {" ".join(node["classes"])}">\n<summary>')
    for state, words in (("collapsed", node["prompt_show"]), ("expanded", node["prompt_hide"])):
        self.body.append(f'<span class="{state} admonition-title">{escape(words)}</span>')
    self.body.append("</summary>\n")


def depart_hidden_code(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """Close folded code."""
    self.body.append("</details>\n")


def remove_stray_templates(app: Sphinx, exception: Exception | None) -> None:
    """Remove what is no page from among the pages."""
    for name in STRAY_TEMPLATES:
        (Path(app.outdir) / "_static" / name).unlink(missing_ok=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register all of the above."""
    app.setup_extension("myst_nb")  # its node is overridden
    app.add_config_value("nmc_social_image", "", "html")
    app.add_config_value("nmc_not_searched", [], "html")
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden_code, depart_hidden_code))
    app.connect("html-page-context", add_words_for_machines, priority=900)
    app.connect("env-updated", leave_out_of_search)
    app.connect("html-collect-pages", redirect_page)
    app.connect("html-collect-pages", missing_page)
    app.connect("build-finished", remove_stray_templates)
    app.connect("build-finished", write_sitemap)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
