"""The one address of the project's repository, and the links that are built from it.

The address stands in _config.yml as `nmc_repository`. It is empty as long as the project is published nowhere;
then there is nothing to link to, and a notebook cannot fetch the package by itself.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import yaml

CONFIG = Path(__file__).parents[1] / "_config.yml"
KEY = "nmc_repository"
# Binder and Colab read it where the address names no other
BRANCH = "main"
ADDRESS = re.compile(
    r"https://github\.com/(?P<owner>[\w-]+)/(?P<name>[\w.-]+?)(?:\.git)?(?:/tree/(?P<branch>[\w./-]+?))?/?"
)


class Repository(NamedTuple):
    """A repository on GitHub: owner, name, branch."""

    owner: str
    name: str
    branch: str


def read(address: str | None) -> Repository | None:
    """Take an address apart.

    Parameters
    ----------
    address : str or None
        As in the address bar: `https://github.com/OWNER/NAME`, or the same with `/tree/BRANCH`.

    Returns
    -------
    Repository or None
        None where no address is given.

    Raises
    ------
    ValueError
        If the address has another form.

    Examples
    --------
    >>> read("https://github.com/someone/evidence")
    Repository(owner='someone', name='evidence', branch='main')
    """
    if not address:
        return None
    found = ADDRESS.fullmatch(address)
    if not found:
        raise ValueError(
            f"{KEY} in _config.yml is {address!r}; expected https://github.com/OWNER/NAME, perhaps with /tree/BRANCH: "
            'Binder and Colab links are made for GitHub. Leave it empty ("") for none.'
        )
    return Repository(found["owner"], found["name"], found["branch"] or BRANCH)


def configured() -> Repository | None:
    """Return the repository that _config.yml names, or None."""
    config = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
    return read(config["sphinx"]["config"].get(KEY))


def archive(repository: Repository | None) -> str:
    """Return the address from which pip gets the package without git; empty where there is no repository."""
    if repository is None:
        return ""
    owner, name, branch = repository
    return f"https://github.com/{owner}/{name}/archive/refs/heads/{branch}.zip"


def binder(repository: Repository, path: str) -> str:
    """Return the link that opens a file of the repository on Binder, in JupyterLab."""
    owner, name, branch = repository
    return f"https://mybinder.org/v2/gh/{owner}/{name}/{quote(branch, safe='')}?urlpath=lab/tree/{quote(path)}"


def colab(repository: Repository, path: str) -> str:
    """Return the link that opens a file of the repository on Colab."""
    owner, name, branch = repository
    return f"https://colab.research.google.com/github/{owner}/{name}/blob/{branch}/{quote(path)}"
