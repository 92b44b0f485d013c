"""Read and check the list of seats in a class. Every problem is named, and a wrong list starts nothing."""

import csv
import json
import os
import re
import sys
from pathlib import Path

HEADER = ["seat"]
SEAT = re.compile(r"[a-z](-?[a-z0-9]){0,29}")
ALLOWED = (
    "A seat has 1 to 30 characters: small letters a to z, digits and single hyphens. "
    "It starts with a letter and does not end in a hyphen, as in 'seat-07'."
)
MEGABYTE = 1_000_000
CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")


class ClassListError(ValueError):
    """A class list that cannot be used; the message says where, why and what to do."""


def read_seats(path: Path) -> list[str]:
    """Read the seats of a class from a CSV file with one column.

    A byte-order mark and line ends of Windows, as spreadsheets write them, change nothing.

    Parameters
    ----------
    path
        The CSV file: the header ``seat``, then one seat to a line.

    Returns
    -------
    list of str
        The seats, in the order of the file.

    Raises
    ------
    ClassListError
        If the file is missing, is no UTF-8 text, has another header, no seat, a cell too many, a seat that is
        not allowed, or a seat twice. All wrong lines are named.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise ClassListError(
            f"{path}: the class list cannot be read ({problem.strerror}). "
            "Name one with `make hub CLASS=FILE`; hub/class.csv shows the form."
        ) from problem
    except UnicodeDecodeError as problem:
        raise ClassListError(
            f"{path}: the class list is not UTF-8 text (byte {problem.start + 1} is wrong). "
            "Save it again as 'CSV UTF-8' or as plain text in UTF-8."
        ) from problem
    lines = [(number, row) for number, row in enumerate(csv.reader(text.splitlines()), start=1) if row]
    if not lines:
        raise ClassListError(f"{path}: the class list is empty. Write the header 'seat', then one seat to a line.")
    number, header = lines[0]
    if header != HEADER:
        raise ClassListError(
            f"{path}, line {number}: the header is {','.join(header)!r}. It must be 'seat', and there is no other "
            "column: the list holds names of seats, never of persons."
        )
    seats: dict[str, int] = {}
    problems = []
    for number, row in lines[1:]:
        seat = row[0]
        if len(row) > 1:
            problems.append(f"line {number}: {','.join(row)!r} has {len(row)} cells. One seat to a line, no comma.")
        elif not SEAT.fullmatch(seat):
            problems.append(f"line {number}: {seat!r} cannot be a seat. {ALLOWED}")
        elif seat in seats:
            problems.append(
                f"line {number}: {seat!r} is in line {seats[seat]} already. Two people in one seat would overwrite "
                "each other's work: give each a seat of their own."
            )
        else:
            seats[seat] = number
    if problems:
        raise ClassListError("\n".join(f"{path}, {problem}" for problem in problems))
    if not seats:
        raise ClassListError(f"{path}: there is a header but no seat. Write one seat to a line below it.")
    return list(seats)


def memory_here() -> int:
    """Return the memory of this machine, or of the container we are in, in megabytes."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    if CONTAINER_LIMIT.is_file() and (limit := CONTAINER_LIMIT.read_text().strip()).isdigit():
        memory = min(memory, int(limit))
    return memory // MEGABYTE


def check_room(path: Path, seats: list[str], *, per_seat: int, reserve: int, memory: int) -> None:
    """Refuse a class that this machine has no memory for.

    Parameters
    ----------
    path
        The class list, for the message.
    seats
        The seats in it.
    per_seat, reserve, memory
        Megabytes: what a seat needs, what the hub and the system need, and what the machine has.

    Raises
    ------
    ClassListError
        If the seats need more than there is.
    """
    room = max(0, (memory - reserve) // per_seat)
    if len(seats) > room:
        raise ClassListError(
            f"{path}: {len(seats)} seats need {len(seats) * per_seat:,} MB ({per_seat} MB each). This machine has "
            f"{memory:,} MB, of which {reserve:,} MB are kept for the hub and the system: room for {room} seats. "
            "Shorten the list, take a larger machine, or use hub/values.yaml on a cluster."
        )


def main(path: str = "hub/class.csv") -> None:
    """Print the class as values for Helm (JSON is YAML, too), or say what is wrong with the list."""
    try:
        seats = read_seats(Path(path))
    except ClassListError as problem:
        sys.exit(str(problem))
    print(json.dumps({"hub": {"config": {"Authenticator": {"allowed_users": seats}}}}, indent=2))


if __name__ == "__main__":
    main(*sys.argv[1:])
