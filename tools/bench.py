"""Print what the project costs: seconds as ratios within one run where that is possible, and bytes.

The figures are for people to read. No test depends on them: a busy machine is not a defect.
"""

import shutil
import subprocess
import sys
import time
from pathlib import Path

BUILD = Path("_build")
PAGES = BUILD / "html" / "book"
REPEATS = 7


def seconds(command: list[str]) -> float:
    """Time one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def best_import(statement: str) -> float:
    """Return the shortest of several times that a fresh Python process needs for an import."""
    return min(seconds([sys.executable, "-c", statement]) for _ in range(REPEATS))


def load_everything() -> float:
    """Return the shortest of several times for loading all tables and references, in milliseconds."""
    import nmc_evidence as nmc

    def once() -> float:
        start = time.perf_counter()
        for table in nmc.table_names():
            nmc.load_table(table)
        nmc.load_references()
        return time.perf_counter() - start

    return 1000 * min(once() for _ in range(REPEATS))


def row(what: str, measured: str, target: str) -> None:
    """Print one line of the table."""
    print(f"{what:<58}{measured:>14}   {target}")


def main() -> None:
    """Measure and print."""
    row("what", "measured", "target")
    nothing = best_import("pass")
    ours, pandas = best_import("import nmc_evidence"), best_import("import pandas")
    row("import of the package, against import of pandas", f"{(ours - nothing) / (pandas - nothing):.2f} x", "<= 1.2 x")
    row("loading all tables", f"{load_everything():.1f} ms", "<= 60 ms")

    shutil.rmtree(BUILD, ignore_errors=True)
    build = [sys.executable, "tools/build_book.py"]
    clean = seconds(build)
    row("clean build of the book", f"{clean:.1f} s", "<= 120 s")
    row("build with nothing changed", f"{seconds(build):.1f} s", "")
    page = Path("book/references/api.md")
    text = page.read_text(encoding="utf-8")
    try:
        page.write_text(text + "\nA line of text.\n", encoding="utf-8")
        row("rebuild after an edit of text", f"{seconds(build):.1f} s", "< 10 s")
    finally:
        page.write_text(text, encoding="utf-8")
    seconds(build)

    heaviest = max(PAGES.rglob("*.html"), key=lambda path: path.stat().st_size)
    row(f"heaviest page: {heaviest.relative_to(PAGES)}", f"{heaviest.stat().st_size:,} bytes", "")
    whole = sum(path.stat().st_size for path in (BUILD / "html").rglob("*") if path.is_file())
    row("the whole built book", f"{whole:,} bytes", "")


if __name__ == "__main__":
    main()
