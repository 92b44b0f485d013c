"""Print what the project costs: seconds as ratios within one run where that is possible, and bytes.

The figures are for people to read. No test depends on them: a busy machine is not a defect.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BUILD = Path("_build")
PAGES = BUILD / "html" / "book"
REPEATS = 7
# egm took more than 200 seconds there, so it gets no larger size and no longer wait
EGM_UP_TO = 10**5
EGM_PATIENCE = 200


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
            nmc.load(table)
        nmc.load_references()
        return time.perf_counter() - start

    return 1000 * min(once() for _ in range(REPEATS))


def compare_pages() -> None:
    """Compare the heaviest page that has charts with the same page by Altair's default renderer."""
    answer = subprocess.run([sys.executable, "tools/bench_page.py"], check=True, capture_output=True, text=True).stdout
    seen = json.loads(answer.splitlines()[-1])
    ours, default = seen["ours"], seen["default"]
    row(f"first visit to {seen['page']}", f"{ours['bytes']:,} bytes", f"default renderer {default['bytes']:,}")
    row("   until its first chart is visible", f"{ours['milliseconds']:.0f} ms", f"{default['milliseconds']:.0f}")
    row("   ratio", f"{ours['milliseconds'] / default['milliseconds']:.2f}", "< 0.5")


def measure_notebooks_in_the_browser() -> None:
    """Build JupyterLite, and measure two visits to a notebook there."""
    build = [sys.executable, "tools/build_lite.py"]
    row("notebooks for the browser: build, nothing to fetch", f"{seconds(build):.1f} s", "")
    row("   with nothing changed", f"{seconds(build):.1f} s", "")
    whole = sum(path.stat().st_size for path in (BUILD / "html" / "lite").rglob("*") if path.is_file())
    row("   all their files", f"{whole:,} bytes", "")
    answer = subprocess.run([sys.executable, "tools/bench_lite.py"], check=True, capture_output=True, text=True).stdout
    seen = json.loads(answer.splitlines()[-1])
    for visit in ("first", "second"):
        at = seen[visit]
        row(
            f"   {visit} visit: click to first chart", f"{at['chart']:.1f} s", f"notebook open after {at['open']:.1f} s"
        )
        row("      download", f"{at['bytes']:,} bytes", f"as gzip {at['gzip']:,}")


def compare_maps() -> None:
    """Compare an evidence map of made-up claims with one of egm 1.1.5, in an environment of egm's own."""
    with tempfile.TemporaryDirectory() as made:
        subprocess.run([sys.executable, "-m", "venv", made], check=True)
        other = str(Path(made) / "bin" / "python")
        needed = ["egm==1.1.5", "pandas<2", "numpy<2"]  # it does not run with a later pandas
        install = [other, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *needed]
        has_egm = subprocess.run(install, check=False, capture_output=True).returncode == 0
        if not has_egm:
            row("egm 1.1.5", "not installed", "no registry, or no pandas < 2 for this Python: ours alone is measured")
        for size in (10**3, 10**4, 10**5, 10**6):
            ours = draw_map(sys.executable, "ours", size)
            row(f"map of {size:,} claims", f"{ours['seconds']:.2f} s", f"{ours['bytes']:,} bytes")
            if not has_egm or size > EGM_UP_TO:
                continue
            theirs = draw_map(other, "egm", size)
            if theirs is None:
                row("   egm 1.1.5", f"> {EGM_PATIENCE} s", f"stopped; more than {EGM_PATIENCE / ours['seconds']:.0f} x")
            else:
                ratio = theirs["seconds"] / ours["seconds"]
                row("   egm 1.1.5", f"{theirs['seconds']:.2f} s", f"{theirs['bytes']:,} bytes; {ratio:.0f} x")


def measure_pack() -> None:
    """Time the making of the pack from the built book, and weigh the zip."""
    took = seconds([sys.executable, "tools/build_pack.py"])
    (made,) = (BUILD / "pack").glob("*.zip")
    row("the pack from the built book", f"{took:.1f} s", f"{made.stat().st_size:,} bytes zipped")


def draw_map(python: str, kind: str, size: int) -> dict[str, float] | None:
    """Draw a map in a process of its own; None if it takes longer than we wait."""
    command = [python, "tools/bench_maps.py", kind, str(size)]
    try:
        answer = subprocess.run(command, check=True, capture_output=True, text=True, timeout=EGM_PATIENCE)
    except subprocess.TimeoutExpired:
        return None
    return json.loads(answer.stdout.splitlines()[-1])


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
    measure_pack()
    compare_pages()
    measure_notebooks_in_the_browser()
    compare_maps()


if __name__ == "__main__":
    main()
