"""Seat a whole class at once on a hub of its own, and print what a seat costs and how long it waits.

Every seat logs in, opens one chapter, runs it from top to bottom and saves it; the chapters differ. If one cell
fails, so does this. `make hub-bench` runs it; hub/README.md holds the figures that were measured.
"""

import argparse
import json
import os
import secrets
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
from client import Seat
from running import start_hub, three_free_ports, wait_until_up

HUB = Path(__file__).resolve().parent
MEGABYTE = 1_000_000


@contextmanager
def running_hub(folder: Path, seats: list[str], password: str) -> Iterator[tuple[str, psutil.Process]]:
    """Run a hub with these seats; give its address and its process; stop it at the end."""
    port = three_free_ports()
    address = f"http://127.0.0.1:{port}"
    command = [Path(sys.prefix) / "bin" / "jupyterhub", "--config"]
    hub = start_hub(command, folder, "\n".join(["seat", *seats]), PORT=str(port), PASSWORD=password)
    try:
        wait_until_up(hub, address, folder)
        yield address, psutil.Process(hub.pid)
    finally:
        hub.terminate()
        hub.wait(timeout=120)


def processes_of(hub: psutil.Process) -> dict[str, dict[str, list[psutil.Process]]]:
    """Return for each seat its server and its kernels."""
    seats = {}
    for server in hub.children():
        seat = server.environ().get("JUPYTERHUB_USER")
        if seat:
            kernels = [child for child in server.children(recursive=True) if "ipykernel" in " ".join(child.cmdline())]
            seats[seat] = {"server": [server], "kernel": kernels}
    return seats


def cost(processes: list[psutil.Process]) -> dict[str, float]:
    """Return the memory (shared parts divided among those who share them, and in full) and processor seconds."""
    memory = [process.memory_full_info() for process in processes]
    times = [process.cpu_times() for process in processes]
    return {
        "pss_mb": sum(getattr(one, "pss", one.uss) for one in memory) / MEGABYTE,
        "rss_mb": sum(one.rss for one in memory) / MEGABYTE,
        "cpu_s": sum(one.user + one.system for one in times),
    }


def sit_and_run(address: str, seat: str, password: str, chapter: str, together: threading.Barrier) -> dict[str, float]:
    """Take a seat at the same moment as the others, run a chapter and say when what was there."""
    together.wait()
    start = time.perf_counter()
    seat = Seat(address, seat, password)
    seated = time.perf_counter() - start
    first = None
    for _, outputs in seat.run_notebook(chapter):
        if first is None and any(output["output_type"] != "stream" for output in outputs):
            first = time.perf_counter() - start
    return {"seated_s": seated, "first_result_s": first, "all_s": time.perf_counter() - start}


def measure(folder: Path, count: int) -> dict:
    """Measure a class of so many seats."""
    seats = [f"seat-{number:02d}" for number in range(1, count + 1)]
    book = HUB.parent / "book"
    chapters = [str(path.relative_to(book)) for path in sorted(book.rglob("*.ipynb"))]
    password = secrets.token_hex(8)
    load = os.getloadavg()[0]
    with running_hub(folder, seats, password) as (address, hub):
        together = threading.Barrier(count)
        with ThreadPoolExecutor(count) as pool:
            chosen = {seat: chapters[number % len(chapters)] for number, seat in enumerate(seats)}
            runs = [
                pool.submit(sit_and_run, address, *one, together)
                for one in ((s, password, c) for s, c in chosen.items())
            ]
            times = [run.result() for run in runs]
        kinds = ("server", "kernel")
        costs = [{kind: cost(of_seat[kind]) for kind in kinds} for of_seat in processes_of(hub).values()]
        rest = cost([hub, *(child for child in hub.children() if "JUPYTERHUB_USER" not in child.environ())])
    assert len(costs) == count, "a seat is missing"
    assert all(one["kernel"]["rss_mb"] for one in costs), "a kernel is missing"
    return {
        "cores": os.cpu_count(),
        "load_before": load,
        "chapters": chosen,
        "times": times,
        "costs": costs,
        "hub": rest,
    }


def row(what: str, figure: str, note: str = "") -> None:
    """Print one line of the table."""
    print(f"{what:<46}{figure:>12}   {note}")


def main() -> None:
    """Measure a class, print the figures; with --json, print all that was seen instead."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seats", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seen = measure(Path(folder), asked.seats)
    if asked.json:
        print(json.dumps(seen))
        return
    row("what", "median", "worst")
    row(f"seats, each running a chapter; none failed: {asked.seats}", "", "")
    for key, what in (
        ("seated_s", "log in until the seat opens"),
        ("first_result_s", "log in until the first result"),
        ("all_s", "log in until the chapter is run and saved"),
    ):
        values = [one[key] for one in seen["times"] if one[key] is not None]
        row(what, f"{statistics.median(values):.1f} s", f"{max(values):.1f} s")
    for key, unit, what in (
        ("pss_mb", "MB", "memory, shared parts divided"),
        ("rss_mb", "MB", "memory, shared parts in full"),
        ("cpu_s", "s", "processor time"),
    ):
        for kind in ("server", "kernel"):
            values = [one[kind][key] for one in seen["costs"]]
            row(f"{what}: {kind}", f"{statistics.median(values):.1f} {unit}", f"{max(values):.1f} {unit}")
        both = [one["server"][key] + one["kernel"][key] for one in seen["costs"]]
        row(f"{what}: seat", f"{statistics.median(both):.1f} {unit}", f"{max(both):.1f} {unit}")
    row("hub and proxy, memory and processor time", f"{seen['hub']['pss_mb']:.0f} MB", f"{seen['hub']['cpu_s']:.0f} s")
    row("cores; load of the machine before", str(seen["cores"]), f"{seen['load_before']:.1f}")


if __name__ == "__main__":
    main()
