"""A Jupyter server on this machine for a test or a measurement: folders of its own, a free port, ended for certain."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

OWN_FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR")
OWN_FOLDERS += ("JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR", "MPLCONFIGDIR")
SECONDS_TO_START, SECONDS_TO_END = 60, 20


def chromium_options() -> list[str]:
    """What a Chromium is started with, so that it finds no host but this machine."""
    options = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost", "--disable-gpu"]
    # Chromium refuses to start for root with its sandbox.
    return options + ["--no-sandbox"] * (hasattr(os, "geteuid") and os.geteuid() == 0)


def watched(page, patience: int):
    """A page whose `asked` lists what it asks for, `said` what it writes to the console, `complaints` the errors in that.

    page: of Playwright. patience: milliseconds that it waits for something.
    """
    page.set_default_timeout(patience)
    page.asked, page.said, page.complaints = [], [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())  # "leave this page?" when it is loaded again unsaved
    return page


@contextlib.contextmanager
def running(
    command: Sequence[str | Path], log: Path, home: Path, cwd: Path | None = None
) -> Iterator[subprocess.Popen]:
    """Start a server and end it with the block; its kernels end with it.

    log: the file that takes what it prints. home: where all folders lie in which Jupyter keeps settings.
    """
    own = {name: str(home / name.lower()) for name in OWN_FOLDERS}
    with log.open("w") as said:
        process = subprocess.Popen(command, env=os.environ | own, cwd=cwd, stdout=said, stderr=said)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass
class Server:
    """A running Jupyter server: the folder that it serves, its address, its token and its process."""

    folder: Path
    address: str
    process: subprocess.Popen
    token: str = "loopback-only"

    def ask(self, path: str, method: str = "GET", body: dict | None = None):
        """Its answer to a request to its interface, read from JSON; None where it is empty."""
        headers = {"Authorization": f"token {self.token}"}
        sent = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"{self.address}/api/{path}", data=sent, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null")

    def end_kernels(self) -> None:
        for kernel in self._kernels():
            self.ask(f"kernels/{kernel['id']}", "DELETE")

    def _kernels(self) -> list[dict]:
        try:
            return self.ask("kernels")
        except urllib.error.HTTPError:  # while one of them is just ending, the server may fail to list them
            time.sleep(2)
            return self.ask("kernels")


@contextlib.contextmanager
def jupyter(folder: Path, home: Path, program: str = "jupyter_server", *more: str) -> Iterator[Server]:
    """A server of `folder`, reachable from this machine only, once it answers. Raises TimeoutError where it does not.

    program: jupyter_server or jupyterlab. home: see `running`. more: options of the program.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--allow-root"]
    options += ["--ServerApp.open_browser=False", f"--ServerApp.root_dir={folder}"]
    options += [f"--IdentityProvider.token={Server.token}", *more]
    log = home / "server.log"
    with running([sys.executable, "-m", program, *options], log, home, cwd=folder) as process:
        server, latest = Server(folder, f"http://127.0.0.1:{port}", process), time.monotonic() + SECONDS_TO_START
        while True:
            try:
                server.ask("status")
                break
            except (urllib.error.URLError, OSError):
                if process.poll() is not None or time.monotonic() > latest:
                    raise TimeoutError(f"{program} did not start:\n{log.read_text()[-3000:]}") from None
                time.sleep(0.2)
        yield server
