"""A class on a server: wrong lists start nothing, seats work side by side, and no learner's work is lost."""

import json
import os
import re
import secrets
import socket
import stat
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
import yaml
from class_list import MEGABYTE, ClassListError, check_room, memory_here, read_seats
from seats import SessionError, lay_out, session_notebooks

ROOT = Path(__file__).parents[2]
HUB = ROOT / "hub"
BOOK = ROOT / "book"
PYTHON = ROOT / ".venv-hub" / "bin" / "python"
PASSWORD = "a password of the test"
SETTINGS = tomllib.loads((HUB / "settings.toml").read_text(encoding="utf-8"))

WRONG_LISTS = {
    "empty": (b"", "is empty", "header 'seat'"),
    "only empty lines": (b"\n\n", "is empty", "header 'seat'"),
    "only a header": (b"seat\n", "no seat", "one seat to a line"),
    "another header": (b"name\nseat-01\n", "line 1: the header is 'name'", "must be 'seat'"),
    "no header": (b"seat-01\nseat-02\n", "line 1: the header is 'seat-01'", "must be 'seat'"),
    "names of persons beside the seats": (b"seat,name\nseat-01,A\n", "'seat,name'", "never of persons"),
    "a seat twice": (b"seat\nseat-01\nseat-02\nseat-01\n", "line 4: 'seat-01' is in line 2 already", "of their own"),
    "two seats in a line": (b"seat\nseat-01,seat-02\n", "line 2: 'seat-01,seat-02' has 2 cells", "One seat to a line"),
    "a space": (b"seat\nseat 01\n", "line 2: 'seat 01' cannot be a seat", "small letters"),
    "a space at the end": (b"seat\nseat-01 \n", "line 2: 'seat-01 ' cannot be a seat", "small letters"),
    "a capital": (b"seat\nSeat-01\n", "line 2: 'Seat-01' cannot be a seat", "small letters"),
    "a folder": (b"seat\n../seat\n", "line 2: '../seat' cannot be a seat", "small letters"),
    "a digit first": (b"seat\n7\n", "line 2: '7' cannot be a seat", "starts with a letter"),
    "a hyphen last": (b"seat\nseat-\n", "line 2: 'seat-' cannot be a seat", "does not end in a hyphen"),
    "another script": ("seat\nsitz-ä\n".encode(), "line 2: 'sitz-ä' cannot be a seat", "a to z"),
    "too long": (b"seat\n" + b"s" * 31 + b"\n", "cannot be a seat", "1 to 30 characters"),
    "UTF-16, as spreadsheets write 'Unicode text'": ("seat\nseat-01\n".encode("utf-16"), "not UTF-8", "Save it again"),
    "another encoding": ("seat\nsitz-ä\n".encode("latin-1"), "not UTF-8 text (byte 11", "Save it again"),
}


def read(tmp_path: Path, content: bytes) -> list[str]:
    path = tmp_path / "class.csv"
    path.write_bytes(content)
    return read_seats(path)


def test_a_wrong_class_list_is_refused_with_its_place_and_what_to_do(tmp_path):
    unnamed = {}
    for name, (content, *phrases) in WRONG_LISTS.items():
        try:
            message = f"no error: {read(tmp_path, content)}"
        except ClassListError as error:
            message = str(error)
        unnamed[name] = [phrase for phrase in (str(tmp_path / "class.csv"), *phrases) if phrase not in message]
    assert {name: phrases for name, phrases in unnamed.items() if phrases} == {}


def test_a_missing_class_list_is_named(tmp_path):
    with pytest.raises(ClassListError, match=r"nowhere\.csv: the class list cannot be read .*make hub CLASS=FILE"):
        read_seats(tmp_path / "nowhere.csv")


def test_all_wrong_lines_of_a_class_list_are_named_at_once(tmp_path):
    with pytest.raises(ClassListError) as refused:
        read(tmp_path, b"seat\nseat 1\nseat-02\nseat-02\nSEAT\n")
    assert re.findall(r"line (\d+):", str(refused.value)) == ["2", "4", "5"]


@pytest.mark.parametrize(
    "content",
    [b"\xef\xbb\xbfseat\r\nseat-01\r\nb\r\n", b"seat\nseat-01\n\nb", b'"seat"\r"seat-01"\r"b"\r'],
    ids=["byte-order mark and Windows", "empty line and no last line end", "quotes and old line ends"],
)
def test_what_spreadsheets_add_to_a_class_list_changes_nothing(tmp_path, content):
    assert read(tmp_path, content) == ["seat-01", "b"]


def test_the_list_that_comes_with_the_project_is_a_class_of_twenty():
    assert read_seats(HUB / "class.csv") == [f"seat-{number:02d}" for number in range(1, 21)]


def test_a_class_that_the_machine_has_no_memory_for_is_refused():
    seats = ["seat-01", "seat-02", "seat-03"]
    check_room(Path("class.csv"), seats, per_seat=100, reserve=700, memory=1000)
    with pytest.raises(ClassListError, match=r"class\.csv: 3 seats need 300 MB .* has 999 MB.* room for 2 seats"):
        check_room(Path("class.csv"), seats, per_seat=100, reserve=700, memory=999)
    with pytest.raises(ClassListError, match="room for 0 seats"):
        check_room(Path("class.csv"), seats, per_seat=100, reserve=700, memory=500)


def test_the_memory_of_this_machine_is_no_more_than_the_system_says():
    assert 0 < memory_here() <= psutil.virtual_memory().total // MEGABYTE


def test_the_session_has_every_notebook_of_the_book_and_starts_with_the_first_page():
    session = SETTINGS["session"]
    found = session_notebooks(BOOK, session["notebooks"], session["start"])
    assert found == sorted({path.relative_to(BOOK) for path in BOOK.rglob("*.ipynb") if path.parent.name[0] != "."})
    assert session["start"] == "index.ipynb"


@pytest.mark.parametrize(
    ("patterns", "start", "message"),
    [
        (["exercise/*.ipynb"], "index.ipynb", "'exercise/*.ipynb' fits no notebook below book/"),
        (["../tests/*.py"], "index.ipynb", "leads out of book/"),
        (["/etc/*"], "index.ipynb", "leads out of book/"),
        (["findings/*.ipynb"], "index.ipynb", "'index.ipynb', which is not among the"),
    ],
)
def test_a_wrong_list_of_notebooks_is_refused(patterns, start, message):
    with pytest.raises(SessionError, match=re.escape(message)):
        session_notebooks(BOOK, patterns, start)


def test_a_seat_gets_what_it_does_not_have_and_keeps_what_it_has(tmp_path):
    notebooks = [Path("index.ipynb"), Path("findings/workforce.ipynb")]
    assert lay_out(BOOK, notebooks, tmp_path) == notebooks
    assert (tmp_path / "findings/workforce.ipynb").read_bytes() == (BOOK / "findings/workforce.ipynb").read_bytes()
    (tmp_path / "findings/workforce.ipynb").write_text("what a learner wrote", encoding="utf-8")
    (tmp_path / "my own.ipynb").write_text("a learner's own", encoding="utf-8")
    (tmp_path / "index.ipynb").unlink()
    assert lay_out(BOOK, notebooks, tmp_path) == [Path("index.ipynb")], "a deleted notebook comes anew"
    assert (tmp_path / "findings/workforce.ipynb").read_text(encoding="utf-8") == "what a learner wrote"
    assert (tmp_path / "my own.ipynb").read_text(encoding="utf-8") == "a learner's own"
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "index.ipynb", "my own.ipynb", "workforce.ipynb",
    ]  # fmt: skip


def test_a_copy_that_was_cut_short_is_not_taken_for_the_notebook(tmp_path, monkeypatch):
    def cut_short(source, target):
        Path(target).write_text("{", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("seats.shutil.copyfile", cut_short)
        with pytest.raises(OSError, match="No space left"):
            lay_out(BOOK, [Path("index.ipynb")], tmp_path)
    assert lay_out(BOOK, [Path("index.ipynb")], tmp_path) == [Path("index.ipynb")]
    assert (tmp_path / "index.ipynb").read_bytes() == (BOOK / "index.ipynb").read_bytes()


# The cluster's values. There is no cluster here: what can be checked is the form of the file, that its keys and
# JupyterHub's options exist, and that it agrees with the one-machine set-up.


def key_paths(values: dict, above: str = "") -> Iterator[str]:
    for key, value in values.items():
        path = f"{above}.{key}".lstrip(".")
        yield path
        if isinstance(value, dict) and path not in FREE:
            yield from key_paths(value, path)


FREE = {"hub.config", "singleuser.extraFiles", "singleuser.lifecycleHooks.postStart"}  # the chart does not look inside
DOCUMENTED = """
hub: concurrentSpawnLimit config
proxy: https
proxy.https: enabled type secret
proxy.https.secret: name
singleuser: image defaultUrl startTimeout memory cpu storage lifecycleHooks extraFiles networkPolicy
singleuser.image: name tag
singleuser.memory: guarantee limit
singleuser.cpu: guarantee limit
singleuser.storage: type capacity homeMountPath
singleuser.lifecycleHooks: postStart
singleuser.networkPolicy: enabled egressAllowRules
singleuser.networkPolicy.egressAllowRules: cloudMetadataServer dnsPortsCloudMetadataServer dnsPortsKubeSystemNamespace \
dnsPortsPrivateIPs nonPrivateIPs privateIPs
prePuller: hook continuous
prePuller.hook: enabled
prePuller.continuous: enabled
scheduling: podPriority userPlaceholder userScheduler
scheduling.podPriority: enabled
scheduling.userPlaceholder: enabled replicas
scheduling.userScheduler: enabled
cull: enabled timeout every users
"""


@pytest.fixture(scope="module")
def values() -> dict:
    return yaml.safe_load((HUB / "values.yaml").read_text(encoding="utf-8"))


def test_the_values_for_a_cluster_use_keys_that_the_chart_documents(values):
    documented = {"hub", "proxy", "singleuser", "prePuller", "scheduling", "cull"}
    for line in DOCUMENTED.strip().splitlines():
        above, keys = line.split(": ")
        documented |= {f"{above}.{key}" for key in keys.split()}
    assert set(key_paths(values)) == documented


def test_a_seat_on_a_cluster_gets_what_the_settings_say(values):
    memory, cores = SETTINGS["memory"], SETTINGS["cores"]
    seat = values["singleuser"]
    assert seat["memory"] == {"guarantee": f"{memory['per_seat']}M", "limit": f"{memory['limit']}M"}
    assert seat["cpu"] == {"guarantee": cores["per_seat"], "limit": cores["limit"]}


def test_a_seat_on_a_cluster_opens_and_asks_nobody_as_one_on_this_machine_does(values):
    seat = values["singleuser"]
    assert seat["defaultUrl"] == f"/lab/tree/{SETTINGS['session']['start']}"
    server, settings = seat["extraFiles"]["server"]["data"], seat["extraFiles"]["settings"]["data"]
    assert server == json.loads((HUB / "seat/jupyter_server_config.json").read_text(encoding="utf-8"))
    overrides = HUB / "seat/labconfig/default_setting_overrides.json"
    assert settings == json.loads(overrides.read_text(encoding="utf-8"))
    assert not {
        name for name, open_ in seat["networkPolicy"]["egressAllowRules"].items() if open_ and "dns" not in name
    }


def test_nobody_gets_into_the_cluster_and_no_image_is_invented_until_somebody_says_so(values):
    assert values["hub"]["config"]["Authenticator"]["allowed_users"] == []
    assert "SharedPasswordAuthenticator" not in values["hub"]["config"]
    assert set(values["singleuser"]["image"].values()) == {"SET-ME"}


def test_the_class_list_becomes_values_for_the_cluster(tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("seat\nseat-01\nseat-02\n", encoding="utf-8")
    bad.write_text("seat\nseat 1\n", encoding="utf-8")
    command = [sys.executable, HUB / "class_list.py"]
    done = subprocess.run([*command, good], check=True, capture_output=True, text=True)
    assert yaml.safe_load(done.stdout) == {
        "hub": {"config": {"Authenticator": {"allowed_users": ["seat-01", "seat-02"]}}}
    }
    failed = subprocess.run([*command, bad], check=False, capture_output=True, text=True)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "line 2: 'seat 1' cannot be a seat" in failed.stderr


def test_the_options_of_jupyterhub_in_the_values_exist(hub_environment, values):
    code = """
import json, sys
from jupyterhub.app import JupyterHub
from jupyterhub.auth import Authenticator
from jupyterhub.authenticators.shared import SharedPasswordAuthenticator
for part in (JupyterHub, Authenticator, SharedPasswordAuthenticator):
    for option in json.loads(sys.argv[1]).get(part.__name__, {}):
        assert option in part.class_traits(config=True), option
        print(part.__name__, option)
"""
    asked = values["hub"]["config"] | {"SharedPasswordAuthenticator": {"user_password": "as the README says"}}
    command = [hub_environment, "-c", code, json.dumps(asked)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:-1] == [f"{part} {option}" for part in asked for option in asked[part]]
    assert "SharedPasswordAuthenticator.user_password=" in (HUB / "README.md").read_text(encoding="utf-8")


def test_the_command_of_a_seat_on_a_cluster_lays_out_the_notebooks(values, tmp_path):
    *shell, script = values["singleuser"]["lifecycleHooks"]["postStart"]["exec"]["command"]
    here = script.replace("/srv/nmc", str(ROOT)).replace("/home/jovyan", str(tmp_path))
    assert here.count(str(ROOT)) == here.count(str(tmp_path)) == 1
    subprocess.run([*shell, here], check=True)
    assert (tmp_path / values["singleuser"]["defaultUrl"].removeprefix("/lab/tree/")).is_file()


def test_the_arithmetic_in_the_readme_is_that_of_the_settings():
    text = (HUB / "README.md").read_text(encoding="utf-8")
    memory, cores = SETTINGS["memory"], SETTINGS["cores"]
    for seats in (20, 100, 300):
        gigabytes = (seats * memory["per_seat"] + memory["reserve"]) / 1000
        assert f"| {seats} | {gigabytes:.1f} GB | {seats * cores['per_seat']:.1f} |" in text


def test_the_lock_files_of_the_hub_hold_names_versions_and_hashes_only():
    for line in (HUB / "requirements.lock").read_text(encoding="utf-8").splitlines():
        assert line.startswith("    --hash=sha256:") or "==" in line, line
        assert "://" not in line
    packages = json.loads((HUB / "proxy" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all("integrity" in package and "resolved" not in package for name, package in packages.items() if name)


# A real hub


@pytest.fixture(scope="module")
def hub_environment() -> Path:
    """Return the Python of the hub's environment; where there is none, skip, but not in continuous integration."""
    if not (PYTHON.parents[1] / ".ready").is_file():
        message = "the hub's environment is not there: run `make hub-ready`"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return PYTHON


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


def start(folder: Path, seats: str, *, command: list[str | Path] | None = None, **settings: str) -> subprocess.Popen:
    """Start a hub with this class list; its state and its log go into the folder."""
    path = folder / "class.csv"
    path.write_text(seats, encoding="utf-8")
    given = {"CLASS": str(path), "STATE": str(folder / "state"), "PASSWORD": PASSWORD} | settings
    environment = os.environ | {f"NMC_HUB_{name}": value for name, value in given.items()}
    command = command or [PYTHON.with_name("jupyterhub"), "--config"]
    with (folder / "hub.log").open("w", encoding="utf-8") as log:
        return subprocess.Popen(
            [*command, HUB / "jupyterhub_config.py"], cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
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


def refusal(hub: subprocess.Popen, folder: Path) -> str:
    """Return what a hub says that does not start; it must have left nothing behind."""
    assert hub.wait(timeout=120) == 1
    said = (folder / "hub.log").read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert not (folder / "state").exists()
    return said


def test_a_hub_with_a_wrong_class_list_does_not_start(hub_environment, tmp_path):
    process = start(tmp_path, "seat\nseat-01\nseat-01\n", PORT=str(three_free_ports()))
    said = refusal(process, tmp_path)
    assert said.startswith("The hub does not start.")
    assert "class.csv, line 3: 'seat-01' is in line 2 already" in said


@pytest.mark.parametrize(
    ("seats", "settings", "message"),
    [
        ("seat\n" + "".join(f"s{number}\n" for number in range(100_000)), {}, "100000 seats need"),
        ("seat\nseat-01\n", {"CLASS": "nowhere.csv"}, "nowhere.csv: the class list cannot be read"),
        ("seat\nseat-01\n", {"PASSWORD": "short"}, "has 5 characters; it must have 8 or more"),
        ("seat\nseat-01\n", {"PORT": "80"}, "The port '80' cannot be used"),
        ("seat\nseat-01\n", {"PORT": "web"}, "The port 'web' cannot be used"),
    ],
)
def test_what_a_hub_cannot_start_with_is_found_before_anything_runs(
    hub_environment, tmp_path, seats, settings, message
):
    # the configuration finds it before it asks JupyterHub for anything, so plain Python will do
    process = start(tmp_path, seats, command=[PYTHON], **settings)
    assert message in refusal(process, tmp_path)


def test_a_port_in_use_is_named(hub_environment, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refusal(start(tmp_path, "seat\nseat-01\n", command=[PYTHON], PORT=str(port)), tmp_path)
    assert f"Port {port} cannot be used" in said


def sign_in(browser, address: str, seat: str, password: str = PASSWORD):
    """Open the hub as a person does and give seat and password; return the page that comes next."""
    page = browser.new_context().new_page()
    page.set_default_timeout(180_000)
    page.goto(f"{address}/hub/login")
    page.locator("input[name=username]").fill(seat)
    page.locator("input[name=password]").fill(password)
    page.locator("input[type=submit]").click()
    page.wait_for_load_state()
    return page


def run_all(page, address: str, seat: str, notebook: str) -> None:
    """Open a notebook in a seat and run all its cells."""
    page.goto(f"{address}/user/{seat}/lab/tree/{notebook}")
    page.locator(".jp-NotebookPanel .jp-CodeCell:visible").first.wait_for()
    page.locator(f'.lm-mod-current:has-text("{Path(notebook).name}")').wait_for()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()  # sooner, it asks which kernel to start
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def saved_outputs(page, path: Path) -> list:
    """Save until every cell of code in the file has run, and return what they show."""
    for _ in range(300):
        page.keyboard.press("Control+s")
        page.wait_for_timeout(1000)
        cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        if all(cell.execution_count for cell in cells):
            return [output for cell in cells for output in cell.outputs]
    raise AssertionError(f"{path.name}: not all cells ran")


def test_two_seats_run_a_notebook_each_and_keep_it_and_nobody_else_gets_in(hub_environment, chromium, tmp_path):
    port, state = three_free_ports(), tmp_path / "state"
    address, notebook = f"http://127.0.0.1:{port}", "findings/workforce.ipynb"
    work = {seat: state / "seats" / seat / notebook for seat in ("seat-01", "seat-02")}
    process = start(tmp_path, "seat\nseat-01\nseat-02\n", PORT=str(port))
    try:
        wait_until_up(process, address, tmp_path)
        for seat, password in (
            ("seat-01", "not the password"),
            ("seat-01", ""),
            ("seat-09", PASSWORD),
            ("admin", PASSWORD),
        ):
            assert "/hub/login" in sign_in(chromium, address, seat, password).url, (seat, password)
        pages = {seat: sign_in(chromium, address, seat) for seat in work}
        for seat, page in pages.items():
            page.wait_for_url(f"{address}/user/{seat}/lab/tree/{SETTINGS['session']['start']}")
            run_all(page, address, seat, notebook)
        for seat, page in pages.items():
            outputs = saved_outputs(page, work[seat])
            assert [output for output in outputs if output.output_type == "error"] == []
            html = "".join(output.get("data", {}).get("text/html", "") for output in outputs)
            assert "<svg" in html
            assert "<table" in html
        other = pages["seat-01"].request.get(f"{address}/user/seat-02/api/contents")
        assert other.status in {403, 404}, "one seat opens another"
        assert stat.S_IMODE(state.stat().st_mode) == 0o700
        for name in ("cookie_secret", "jupyterhub.sqlite"):
            assert stat.S_IMODE((state / name).stat().st_mode) == 0o600, name
        assert PASSWORD not in (state / "jupyterhub.sqlite").read_bytes().decode("latin-1")
    finally:
        process.terminate()
        process.wait(timeout=60)
    kept = work["seat-01"].read_bytes()
    process = start(tmp_path, "seat\nseat-01\n", PORT=str(port))
    try:
        wait_until_up(process, address, tmp_path)
        assert "/hub/login" in sign_in(chromium, address, "seat-02").url, "a seat that left the list gets in"
        sign_in(chromium, address, "seat-01").wait_for_url(f"{address}/user/seat-01/lab/**")
        assert work["seat-01"].read_bytes() == kept
    finally:
        process.terminate()
        process.wait(timeout=60)
