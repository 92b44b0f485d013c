"""One test for a rule that many cases must hold: it tries all of them and lists those that break it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

# How much of what went wrong is shown for each case, in characters
LENGTH = 600


def _name(case: Any) -> str:
    """Return what a case is called in the list."""
    if isinstance(case, tuple):
        return ", ".join(_name(part) for part in case if isinstance(part, str | int | tuple | Path) or callable(part))
    if isinstance(case, Path):
        return f"{case.parent.name}/{case.name}"
    return getattr(case, "__name__", str(case))


def each(names: str, cases: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Turn a rule into one test that tries it on every case.

    Parameters
    ----------
    names : str
        The argument of the rule that takes the case, or several, "key, place", if the cases are tuples. Its other
        arguments are fixtures, which all cases share.
    cases : iterable
        The cases. There must be one; a rule for none could not fail.

    Returns
    -------
    callable
        A decorator.
    """
    taken = [name.strip() for name in names.split(",")]
    cases = list(cases)

    def decorate(rule: Callable[..., None]) -> Callable[..., None]:
        @wraps(rule)
        def test(**fixtures: Any) -> None:
            assert cases, f"no {names} to try the rule on"
            broken = []
            for case in cases:
                values = case if len(taken) > 1 else [case]
                try:
                    rule(**fixtures, **dict(zip(taken, values, strict=True)))
                except (Exception, pytest.fail.Exception) as error:
                    broken.append(f"{_name(case)}: {type(error).__name__}: {str(error)[:LENGTH]}")
            assert not broken, f"{len(broken)} of {len(cases)} break the rule:\n" + "\n".join(broken)

        parameters = inspect.signature(rule).parameters.values()
        test.__signature__ = inspect.Signature([one for one in parameters if one.name not in taken])
        return test

    return decorate
