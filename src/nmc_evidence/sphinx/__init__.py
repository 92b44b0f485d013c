"""Sphinx extension for a book whose notebooks show evidence with this package.

Name `nmc_evidence.sphinx` among the extensions, beside MyST-NB. What the notebooks show reaches the build as data:
`figures` makes it HTML and draws each figure once, `files` writes what figures bring along, and `kernel` spares the
notebooks' kernels the drawing. Kernels load only the last, so that Sphinx is not imported here.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Where MyST-NB looks for what renders a kind of output
RENDERERS = "myst_nb.mime_renderers"


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the steps to the build.

    Raises
    ------
    ExtensionError
        If the package was installed without its entry points: pages would silently lose what their cells show.
    """
    from sphinx.errors import ExtensionError

    from nmc_evidence.sphinx import files, kernel

    if not entry_points(group=RENDERERS, name="nmc_evidence"):
        raise ExtensionError(
            f"nmc_evidence is not among the entry points {RENDERERS!r}, so that MyST-NB cannot show its figures: "
            "install the package anew, in a checkout with `pip install --no-deps --editable .`"
        )
    kernel.leave_drawing_to_the_build(Path(app.doctreedir).parent / ".ipython")
    app.connect("html-page-context", files.write_files)
    app.connect("build-finished", files.write_vega)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
