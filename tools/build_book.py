"""Build the book with every warning an error. The extensions in _config.yml do the work and say how far it is."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Build, and return the exit status of the build."""
    build = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-n", "-W", "--keep-going", "-q"]
    return subprocess.run(build, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
