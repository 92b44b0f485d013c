"""MIME renderer for MyST-NB: pieces of a page, with their figures drawn."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from nmc_evidence.display.media import BookPage, with_addresses
from nmc_evidence.display.page import MIME, Html

NUMBER = "nmc_figures"


class Piece(nodes.raw):
    """A piece of a page in HTML, with the `files` that are to be written beside the page."""


class PieceRenderer:
    """What MyST-NB asks for the nodes of an output; named in the entry points of this package."""

    mime_priority_overrides = tuple((builder, MIME, 1) for builder in ("html", "dirhtml", "singlehtml"))

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Return the node of a piece; None for what is none.

        Links, drawings and the numbers of figures are those of the page that is being read.
        """
        if inline or data.mime_type != MIME:
            return None
        env = renderer.renderer.sphinx_env
        # docutils by itself has no pages
        page = BookPage() if env is None else BookPage(env.docname, number=env.temp_data.get(NUMBER, 0))
        piece = Html.from_bundle(data.content)
        text = piece.shown_in(page)
        if env is not None:
            env.temp_data[NUMBER] = page.numbered
        figures = [
            {key: figure[key] for key in ("name", "csv", "about")} | {"drawing": page.drawings[figure["name"]]["wide"]}
            for figure in piece.figures
        ]
        files = {"figures": figures, "scripts": with_addresses(piece.scripts, page)}
        return [Piece("", text, format="html", classes=["output", "text_html"], files=files)]
