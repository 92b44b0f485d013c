"""Start a hub with its class list, its state and its log in a folder, and wait until it answers."""

import os
import secrets
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

CONFIGURATION = Path(__file__).resolve().parent / "jupyterhub_config.py"


def three_free_ports() -> int:
    """Return the first of three neighbouring ports that nobody uses."""
    for first in range(20_000 + secrets.randbelow(10_000), 60_000, 3):
        try:
            for port in range(first, first + 3):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise RuntimeError("no three neighbouring ports are free")


def start_hub(command: list[str | Path], folder: Path, class_list: str, **settings: str) -> subprocess.Popen:
    """Start a hub.

    Parameters
    ----------
    command
        What reads the configuration: JupyterHub's program and its option.
    folder
        Where class list, state and log go.
    class_list
        The text of the class list.
    settings
        ``PORT``, ``PASSWORD`` and so on: the variables of the configuration, without ``NMC_HUB_``.
    """
    path = folder / "class.csv"
    path.write_text(class_list, encoding="utf-8")
    given = {"CLASS": str(path), "STATE": str(folder / "state")} | settings
    environment = os.environ | {f"NMC_HUB_{name}": value for name, value in given.items()}
    with (folder / "hub.log").open("w", encoding="utf-8") as log:
        return subprocess.Popen(
            [*command, CONFIGURATION], cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
        )


def wait_until_up(hub: subprocess.Popen, address: str, folder: Path, *, seconds: float = 120) -> None:
    """Wait until a hub answers; if it ends or takes longer, raise an error with its log."""
    end = time.monotonic() + seconds
    while hub.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/hub/health", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the hub did not start:\n" + (folder / "hub.log").read_text(encoding="utf-8"))
