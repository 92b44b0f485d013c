"""Sphinx extension: say in each page what it may load, and let no script hold up its text.

Nothing comes from another host, no text is run as code (`unsafe-eval` is not needed), and an inline script
runs only if its hash is named. Hashes are named for scripts on a list, never for whatever stands in a page: what
the raw HTML of a notebook brings in stops the build. The pages set styles on elements, so inline styles are allowed.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

# `file:` lets the book work when it is opened from a folder, where a page has no host of its own
POLICY = (
    "default-src 'none'; base-uri 'self'; connect-src 'self'; font-src 'self' file:; form-action 'self' file:; "
    "frame-src 'self' file:; img-src 'self' file: data:; style-src 'self' file: 'unsafe-inline'; "
    "script-src 'self' file: {hashes}"
)
# The theme's two buttons with code in an attribute, which no policy should have to allow; page.js calls it instead
HANDLER = re.compile(r'onclick="(window\.print|toggleFullScreen)\(\)"')
# Scripts that stop the page while they arrive, the index of the search among them. Only the first, a short one,
# is needed at once: a script in the page sets its options.
BLOCKING = re.compile(r'<script (?=[^>]*src="(?![^"]*documentation_options))(?![^>]*\bdefer\b)')
# The inline scripts of the theme, of Sphinx and of its extensions, word for word apart from indentation. A newer
# version may write others; the build then names the page and the script.
FRAMEWORK_SCRIPTS = [
    """document.documentElement.dataset.mode = localStorage.getItem("mode") || "auto";
    document.documentElement.dataset.theme = localStorage.getItem("theme") || "auto";""",
    """// Activate the search field on page load
    let searchInput = document.querySelector("form.bd-search input");
    if (searchInput) {
        searchInput.focus();
        searchInput.select();
        console.log("[PST]: Set focus on search field.");
    }""",
    "DOCUMENTATION_OPTIONS.search_as_you_type = false;",
    "let toggleHintShow = 'Click to show';",
    "let toggleHintHide = 'Click to hide';",
    "let toggleOpenOnPrint = 'true';",
    "var togglebuttonSelector = '.toggle, .admonition.dropdown';",
]
# Sphinx writes this one with the name of the page
PAGE_NAME_SCRIPT = "DOCUMENTATION_OPTIONS.pagename = '{name}';"
# Ours: a template includes the file between <script> and </script>, and the file is on the list by standing here
TEMPLATES = Path(__file__).parents[1] / "book" / "_templates"
DATA_TYPES = {"application/json", "application/ld+json"}


class _Code(HTMLParser):
    """Collect what a page would run that is not in a file of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.attributes: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an inline script, an attribute that handles an event and an address that is code."""
        values = dict(attrs)
        if tag == "script" and "src" not in values and (values.get("type") or "").lower() not in DATA_TYPES:
            self._in_script = True
            self.scripts.append("")
        for name, value in attrs:
            if name.startswith("on") or re.match(r"\s*javascript:", value or "", re.IGNORECASE):
                self.attributes.append(f'<{tag} {name}="{value or ""}">')

    def handle_data(self, data: str) -> None:
        """Note the text of an inline script."""
        if self._in_script:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a script."""
        if tag == "script":
            self._in_script = False


def _unindented(script: str) -> str:
    return "\n".join(line.strip() for line in script.strip().splitlines())


def known_scripts(name: str) -> list[str]:
    """Return the inline scripts that a page of the book may hold: the framework's, and those in our templates."""
    ours = [path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*.js"))]
    return [*FRAMEWORK_SCRIPTS, PAGE_NAME_SCRIPT.format(name=name), *ours]


def policy_of(page: str, *, name: str, known: Iterable[str]) -> str:
    """Return the policy under which a page works: the book's, with the hashes of the known scripts that it holds.

    Parameters
    ----------
    page : str
        The page as HTML.
    name : str
        What the page is called, for error messages.
    known : iterable of str
        The inline scripts that may stand in it; indentation does not matter.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the page holds another inline script, or code in an attribute.

    Examples
    --------
    >>> policy_of("<script>start()</script>", name="a", known=["start()"]).rpartition("script-src ")[2]
    "'self' file: 'sha256-DIm7WJS6ZKDYe5qFLPy+h4JFI9Bol5QmYC57mt3Fb00='"
    """
    code = _Code()
    code.feed(page)
    code.close()
    if code.attributes:
        raise ValueError(
            f"{name}: {code.attributes[0][:200]} holds code, which the policy of the pages forbids; "
            "put the code into a script of book/_static and let it listen to the element"
        )
    allowed = {_unindented(script) for script in known}
    hashes = []
    for script in dict.fromkeys(code.scripts):
        if _unindented(script) not in allowed:
            raise ValueError(
                f"{name}: an inline script that is not on the list of known ones: {script.strip()[:200]!r}. Put a "
                "script of ours into book/_static; if the theme or Sphinx writes this one, add it to "
                "tools/book_policy.py"
            )
        hashes.append(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'")
    return POLICY.format(hashes=" ".join(hashes)).strip()


def note_page(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Remember which pages this build writes."""
    if not hasattr(app, "nmc_written"):
        app.nmc_written = []
    app.nmc_written.append(page)


def write_policies(app: Sphinx, error: Exception | None) -> None:
    """Put its policy into each page that was written, before anything is loaded."""
    if error is not None or app.builder.format != "html":
        return
    for name in getattr(app, "nmc_written", []):
        path = Path(app.outdir) / f"{name}.html"
        page = path.read_text(encoding="utf-8")
        page = BLOCKING.sub("<script defer ", HANDLER.sub(r'data-call="\1"', page))
        policy = policy_of(page, name=f"{name}.html", known=known_scripts(name))
        tag = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        changed, count = re.subn(r'(<meta charset="utf-8" ?/?>)', rf"\1\n    {tag}", page, count=1)
        if not count:
            raise ValueError(f"{name}.html has no charset line to put the policy behind: look at the theme's head")
        path.write_text(changed, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the steps to the build, after everything else that writes into pages."""
    app.connect("html-page-context", note_page)
    app.connect("build-finished", write_policies, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
