"""Let the kernels of a build leave out what only notebooks need, such as drawings: the build makes its own.

A kernel cannot know who will read its outputs. So IPython is told, in the way that it has for this: a build has a
profile of its own, which loads this module as an extension. It also keeps the settings of whoever builds out of the
book. What the pages show is the same without it; it saves each kernel the start of the drawing library.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

CONFIG = "c.InteractiveShellApp.extensions = ['nmc_evidence.sphinx.kernel']\n"


def leave_drawing_to_the_build(folder: Path) -> None:
    """Make the kernels that this process starts leave the drawing to the build.

    Parameters
    ----------
    folder : Path
        Where IPython keeps its profile for the build; it is made if it is not there.
    """
    profile = folder / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(CONFIG, encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(folder)


def load_ipython_extension(shell: Any) -> None:
    """Leave pieces of a page as data, without HTML of their own."""
    formatter = shell.display_formatter.formatters["text/html"]
    formatter.for_type_by_name("nmc_evidence.display.page", "Html", lambda piece: None)
