"""Check that every file of the pack is there and is as it was made: run `python verify.py` in this folder."""

import sys
from hashlib import sha256
from pathlib import Path

LIST = "checksums.sha256"


def problems(folder: Path) -> list[str]:
    """Return the files that are missing or changed."""
    found = []
    for line in (folder / LIST).read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        path = folder / name
        if not path.is_file():
            found.append(f"missing: {name}")
        elif sha256(path.read_bytes()).hexdigest() != digest:
            found.append(f"changed: {name}")
    return found


if __name__ == "__main__":
    found = problems(Path(__file__).parent)
    sys.exit("\n".join(found) if found else print("Every file is as it was made."))
