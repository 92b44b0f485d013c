"""Sphinx extension: say in each page what it may load, and let no script hold up its text.

Nothing comes from another host, no text is run as code (`unsafe-eval` is not needed), and an inline script
runs only if its hash is named. The pages set styles on elements, so inline styles are allowed.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
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
INLINE = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)


def policy_of(page: str) -> str:
    """Return the policy under which a page works: the book's, with the hashes of the page's own scripts."""
    hashes = []
    for script in INLINE.finditer(page):
        is_data = re.search(r'type="application/(ld\+)?json"', script["attributes"])
        if "src=" not in script["attributes"] and not is_data:
            digest = f"'sha256-{b64encode(sha256(script['text'].encode()).digest()).decode()}'"
            hashes += [digest] if digest not in hashes else []
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
        if re.search(r"<[^>]* on[a-z]+=\"", page):
            raise ValueError(f"{name}.html has code in an attribute, which its policy forbids: look at the theme")
        tag = f'<meta http-equiv="Content-Security-Policy" content="{policy_of(page)}">'
        changed, count = re.subn(r'(<meta charset="utf-8" ?/?>)', rf"\1\n    {tag}", page, count=1)
        if not count:
            raise ValueError(f"{name}.html has no charset line to put the policy behind: look at the theme's head")
        path.write_text(changed, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the steps to the build, after everything else that writes into pages."""
    app.connect("html-page-context", note_page)
    app.connect("build-finished", write_policies, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
