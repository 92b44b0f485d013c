"""Sit down at a seat as a browser does: log in, open a notebook, run its cells, save it."""

import json
import uuid
from collections.abc import Iterator

import requests
import websocket


class RefusedError(RuntimeError):
    """The hub did not let this seat in."""


class StartError(RuntimeError):
    """The server of a seat did not start."""


class CellError(RuntimeError):
    """A cell of a notebook raised an error."""


class Seat:
    """A seat of a class whose server is up.

    Parameters
    ----------
    hub
        The address of the hub, such as ``http://127.0.0.1:8010``.
    name
        The seat.
    password
        The password of the class.
    patience
        Seconds to wait for an answer of the hub or of the seat's server.

    Raises
    ------
    RefusedError
        If the hub does not know the seat or the password is wrong.
    StartError
        If the seat's server does not start.
    """

    def __init__(self, hub: str, name: str, password: str, *, patience: float = 600) -> None:
        self.name = name
        self.patience = patience
        self.session = requests.Session()
        self.home = f"{hub}/user/{name}/"
        self.session.get(f"{hub}/hub/login", timeout=patience).raise_for_status()
        form = {"username": name, "password": password, "_xsrf": self.session.cookies.get("_xsrf", path="/hub/")}
        answer = self.session.post(f"{hub}/hub/login", data=form, timeout=patience)
        if answer.status_code == requests.codes.forbidden:
            raise RefusedError(f"{name}: {answer.status_code}")
        answer.raise_for_status()
        if not answer.url.startswith(self.home):
            self.wait(hub)
            answer = self.session.get(f"{hub}/hub/spawn", timeout=patience)
        if not answer.url.startswith(self.home):
            raise StartError(f"{name}: the server is said to be up, but the hub shows {answer.url}")
        self.opened = answer.url

    def wait(self, hub: str) -> None:
        """Listen to the hub's word on the start of the seat's server, as its page does, until the server is up."""
        progress = f"{hub}/hub/api/users/{self.name}/server/progress"
        token = {"_xsrf": self.session.cookies.get("_xsrf", path="/hub/")}
        browser = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}
        with self.session.get(progress, params=token, headers=browser, stream=True, timeout=self.patience) as answer:
            answer.raise_for_status()
            for line in answer.iter_lines(decode_unicode=True):
                event = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
                if event.get("failed"):
                    raise StartError(f"{self.name}: {event['message']}")
                if event.get("ready"):
                    return
        raise StartError(f"{self.name}: the hub stopped telling how the server's start goes")

    def call(self, method: str, path: str, body: dict | None = None) -> dict | list:
        """Call the REST interface of the seat's server."""
        token = self.session.cookies.get("_xsrf", path=f"/user/{self.name}/")
        answer = self.session.request(
            method, self.home + "api/" + path, json=body, headers={"X-XSRFToken": token}, timeout=self.patience
        )
        answer.raise_for_status()
        return answer.json() if answer.content else {}

    def start_kernel(self, path: str) -> str:
        """Start a kernel for a notebook, as opening it does, and return its id."""
        session = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        return self.call("POST", "sessions", session)["kernel"]["id"]

    def connect(self, kernel: str) -> websocket.WebSocket:
        """Open the channel on which a kernel takes code and answers."""
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.session.cookies)
        address = self.home.replace("http", "ws", 1) + f"api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
        return websocket.create_connection(address, cookie=cookies, timeout=self.patience)

    def run(self, channel: websocket.WebSocket, code: str) -> list[dict]:
        """Run one cell and return its outputs.

        Raises
        ------
        CellError
            If the code raises an error; with its traceback.
        """
        asked = uuid.uuid4().hex
        header = {"msg_id": asked, "msg_type": "execute_request", "session": asked, "username": "", "version": "5.3"}
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True}
        request = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        channel.send(json.dumps(request))
        outputs, traceback = [], None
        while True:
            message = json.loads(channel.recv())
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != asked:
                continue
            if kind == "error":
                traceback = "\n".join(content["traceback"])
            if kind in ("execute_result", "display_data", "stream"):
                outputs.append({"output_type": kind, **{key: content[key] for key in content if key != "transient"}})
            if kind == "status" and content["execution_state"] == "idle":
                if traceback is not None:  # not before: what is asked of a busy kernel that failed is dropped
                    raise CellError(f"{self.name}: {traceback}")
                return outputs

    def run_notebook(self, path: str) -> Iterator[tuple[dict, list[dict]]]:
        """Open a notebook and run it from top to bottom: each code cell with its outputs; then save it."""
        notebook = self.call("GET", f"contents/{path}")["content"]
        channel = self.connect(self.start_kernel(path))
        for count, cell in enumerate((cell for cell in notebook["cells"] if cell["cell_type"] == "code"), start=1):
            cell["outputs"] = self.run(channel, cell["source"])
            cell["execution_count"] = count
            yield cell, cell["outputs"]
        channel.close()
        self.call("PUT", f"contents/{path}", {"type": "notebook", "format": "json", "content": notebook})
