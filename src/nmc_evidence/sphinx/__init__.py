"""Sphinx extension for a book whose notebooks show evidence with this package.

Name `nmc_evidence.sphinx` among the extensions, beside MyST-NB. What the notebooks show reaches the build as data:
`figures` makes it HTML and draws each figure once, `files` writes what figures bring along, and `kernel` spares the
notebooks' kernels the drawing. Kernels load only the last, so that Sphinx is not imported here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the steps to the build."""
    from nmc_evidence.sphinx import files, kernel

    kernel.leave_drawing_to_the_build(Path(app.doctreedir).parent / ".ipython")
    app.connect("html-page-context", files.write_files)
    app.connect("build-finished", files.write_vega)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
