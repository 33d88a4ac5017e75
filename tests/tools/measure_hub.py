"""What a class needs on a JupyterHub: on demand, on this machine alone.

    python tests/tools/measure_hub.py                 5, 20 and 40 learners
    python tests/tools/measure_hub.py 5               this number of learners

Starts a JupyterHub on 127.0.0.1 in an environment of its own, with a server for each learner. All log in at the same
moment, open the link of nbgitpuller, run lesson 04, move the calculator 20 times, save the notebook with an answer of
their own, end the server, and come back: the answer must be there. Writes to tests/measured.md: memory of a learner (server
and kernel), the time from the log-in to the first explorer, and how long the calculator's answer took. Linux, git and npm
are needed. The hub runs the course as it was committed last.
"""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "notebooks" / "make"))

import hand_out  # noqa: E402 - found from the line above
import measured  # noqa: E402
import own_environment  # noqa: E402
import websocket  # noqa: E402
from benchmark import percentile  # noqa: E402
from local_server import running  # noqa: E402
from measure_class import EXPLORER, Learner, asked_for, code_cells, megabytes  # noqa: E402

PACKAGES = ("jupyterhub==6.1.1", "nbgitpuller==1.3.0")
PROXY = "configurable-http-proxy@5.3.0"
PASSWORD, COURSE, MOST = "loopback-only", "course", 40
LIMIT = 600  # seconds: forty servers that start at once on two cores take minutes
NOTEBOOK = f"{COURSE}/notebooks/en/04-cost.ipynb"
HEAD = ["learners", "memory each", "first explorer, median", "slowest", "answer, median", "answer, 95%", "came back"]
CONFIG = """
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub_port}
c.JupyterHub.authenticator_class, c.JupyterHub.spawner_class = "dummy", "simple"
c.DummyAuthenticator.password, c.Authenticator.allow_all = "{password}", True
c.ConfigurableHTTPProxy.command = "{proxy}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api_port}"
c.SimpleLocalProcessSpawner.home_dir_template = "{home}/{{username}}"
c.Spawner.cmd = ["{programs}/jupyterhub-singleuser"]
# Servers that know nothing of each other pick the same free ports for their kernels; sockets in files have no ports.
c.Spawner.args = ["--allow-root", "--KernelManager.transport=ipc"]
# What lies in the environment of this Python: JupyterLab, its settings and its kernel.
c.Spawner.environment = {{
    "JUPYTER_CONFIG_PATH": "{outer}/etc/jupyter",
    "JUPYTER_PATH": "{outer}/share/jupyter",
    "JUPYTERLAB_DIR": "{outer}/share/jupyter/lab",
    "JUPYTER_RUNTIME_DIR": lambda spawner: f"{home}/{{spawner.user.name}}/.r",  # a socket's name has a hundred letters at most
}}
c.Spawner.start_timeout = c.Spawner.http_timeout = {limit}
c.JupyterHub.concurrent_spawn_limit = 40
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Member(Learner):
    """A learner with an account on the hub, who reaches it as a browser does: with cookies."""

    def __init__(self, hub: str, name: str, source: str, latest: float):
        self.hub, self.name, self.source, self.latest = hub, name, source, latest
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.own = f"{hub}/user/{name}"

    def cookie(self, path: str) -> str:
        """The value against forged requests that belongs to a path."""
        found = [one for one in self.cookies if one.name == "_xsrf" and path.startswith(one.path)]
        return max(found, key=lambda one: len(one.path)).value if found else ""

    def fetch(self, address: str, method: str = "GET", body=None, form: dict | None = None) -> bytes:
        sent = (
            urllib.parse.urlencode(form).encode() if form else json.dumps(body).encode() if body is not None else None
        )
        token = {"X-XSRFToken": self.cookie(urllib.parse.urlsplit(address).path)}
        request = urllib.request.Request(address, sent, token, method="POST" if form else method)
        with self.opener.open(request, timeout=LIMIT) as answer:
            return answer.read()

    def log_in(self) -> None:
        """Log in, have the server started, and wait until it answers."""
        self.fetch(f"{self.hub}/hub/login")
        form = {"username": self.name, "password": PASSWORD, "_xsrf": self.cookie("/hub/login")}
        self.fetch(f"{self.hub}/hub/login?next=/hub/home", form=form)
        self.start()

    def start(self) -> None:
        self.fetch(f"{self.hub}/hub/spawn/{self.name}?next=/hub/home")
        while True:
            try:
                self.fetch(f"{self.own}/lab")
                self.fetch(f"{self.own}/api/status")
                return
            except (urllib.error.URLError, TimeoutError):
                if time.monotonic() > self.latest:
                    raise
                time.sleep(0.3)

    def follow_the_link(self) -> None:
        """Do what the page of a link of nbgitpuller does: ask for the course, and wait until it is there."""
        link = urllib.parse.urlsplit(hand_out.hub_link(self.hub, self.source, "notebooks/en/04-cost.ipynb"))
        asked = dict(urllib.parse.parse_qsl(link.query))
        query = urllib.parse.urlencode({"repo": asked["repo"], "branch": asked["branch"], "targetpath": COURSE})
        told = self.fetch(f"{self.own}/git-pull/api?{query}").decode()
        if '"phase": "finished"' not in told:
            raise RuntimeError(f"the link brought no course: {told[-500:]}")

    def open_lesson(self, cells: list[str]) -> float:
        """Log in, follow the link, run the lesson; return the seconds until the calculator stood there."""
        started, self.explorer = time.perf_counter(), 0.0
        self.log_in()
        self.follow_the_link()
        session = {"path": NOTEBOOK, "name": "04-cost.ipynb", "type": "notebook", "kernel": {"name": "python3"}}
        kernel = json.loads(self.fetch(f"{self.own}/api/sessions", "POST", session))["kernel"]["id"]
        cookies = "; ".join(
            f"{one.name}={one.value}" for one in self.cookies if f"/user/{self.name}/".startswith(one.path)
        )  # fmt: skip
        address = f"{self.own}/api/kernels/{kernel}/channels".replace("http", "ws", 1)
        self.connect(address, cookie=cookies, origin=self.hub)
        for cell in cells:
            self.execute(cell)
            if EXPLORER in cell:
                self.explorer = time.perf_counter() - started
        return self.explorer

    def save(self) -> None:
        """Save the notebook with an answer, and end the server."""
        place = f"{self.own}/api/contents/{NOTEBOOK}"
        stored = json.loads(self.fetch(place))
        answer = next(cell for cell in stored["content"]["cells"] if cell["id"] == "answer-04-3")
        answer["source"] = f"answer_3 = 17  # {self.name}"
        self.fetch(place, "PUT", {"type": "notebook", "content": stored["content"]})
        self.socket.close()
        self.fetch(f"{self.hub}/hub/api/users/{self.name}/server", "DELETE")

    def come_back(self) -> bool:
        """Start again, follow the link again, and look for the answer."""
        self.latest = time.monotonic() + LIMIT
        for _ in range(60):  # the hub may still be ending the server
            if not json.loads(self.fetch(f"{self.hub}/hub/api/users/{self.name}"))["servers"]:
                break
            time.sleep(0.5)
        self.start()
        self.follow_the_link()
        stored = json.loads(self.fetch(f"{self.own}/api/contents/{NOTEBOOK}"))
        return any(f"# {self.name}" in "".join(cell["source"]) for cell in stored["content"]["cells"])


@contextmanager
def hub(place: Path) -> Iterator[tuple[str, str, int]]:
    """A hub that runs, with a copy of the course that is committed: its address, the course's, and its process."""
    programs = own_environment.make(place / "own", *PACKAGES)
    npm = shutil.which("npm")
    if not npm:
        raise SystemExit("npm was not found; it brings the hub's proxy.")
    subprocess.run([npm, "install", "--silent", "--prefix", str(place / "proxy"), PROXY], check=True)
    # No hook of another place may have a say when a learner's copy is made.
    subprocess.run(["git", "clone", "-q", "--bare", str(ROOT), str(place / f"{COURSE}.git")], check=True)
    subprocess.run(["git", "branch", "-f", "main", "HEAD"], cwd=place / f"{COURSE}.git", capture_output=True)
    ports = {"port": free_port(), "hub_port": free_port(), "api_port": free_port()}
    proxy = place / "proxy" / "node_modules" / ".bin" / "configurable-http-proxy"
    where = {"proxy": proxy, "home": place / "homes", "programs": programs, "outer": sys.prefix}
    told = CONFIG.format(**ports, **where, password=PASSWORD, limit=LIMIT)
    (place / "homes").mkdir()
    (place / "jupyterhub_config.py").write_text(told)
    log, address = place / "hub.log", f"http://127.0.0.1:{ports['port']}"
    os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"
    with running([programs / "jupyterhub", "-f", place / "jupyterhub_config.py"], log, place, cwd=place) as process:
        latest = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{address}/hub/health", timeout=5)
                break
            except (urllib.error.URLError, OSError):
                if process.poll() is not None or time.monotonic() > latest:
                    raise TimeoutError(f"the hub did not start:\n{log.read_text()[-3000:]}") from None
                time.sleep(0.3)
        try:
            yield address, f"file://{place}/{COURSE}.git", process.pid
        except Exception:
            print(log.read_text()[-3000:], file=sys.stderr)
            raise


def processes_of(parent: int) -> list[int]:
    """A process and all that it has started."""
    children = [int(n) for task in Path(f"/proc/{parent}/task").glob("*/children") for n in task.read_text().split()]
    return [parent, *(found for child in children for found in processes_of(child))]


def learners_memory(parent: int) -> float:
    """The megabytes of all servers and kernels that a hub has started."""
    total = 0.0
    for process in processes_of(parent):
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace")
        if re.search("singleuser|ipykernel_launcher", words):
            total += megabytes(process)
    return total


def one_class(count: int, cells: list[str]) -> list[str]:
    """One row of the table."""
    with tempfile.TemporaryDirectory() as folder, hub(Path(folder)) as (address, source, process):
        learners = [Member(address, f"learner{n}", source, time.monotonic() + LIMIT) for n in range(count)]
        with ThreadPoolExecutor(count) as together:
            first = list(together.map(lambda learner: learner.open_lesson(cells), learners))
            answers = sum(together.map(Learner.move, learners), [])
            memory = learners_memory(process)
            list(together.map(Member.save, learners))
            back = list(together.map(Member.come_back, learners))
            for learner in learners:
                learner.fetch(f"{address}/hub/api/users/{learner.name}/server", "DELETE")
    seconds = [f"{value:.1f} s" for value in (statistics.median(first), max(first))]
    moves = [f"{percentile(answers, share):.2f} s" for share in (0.5, 0.95)]
    return [str(count), f"{memory / count:.0f} MB", *seconds, *moves, f"{sum(back)} of {count}"]


def main() -> int:
    measured.as_a_learner()
    counts, busy = asked_for(__doc__, [5, 20, 40], MOST)
    cells, rows = code_cells(), []
    for count in sorted(counts):
        try:
            rows.append(one_class(count, cells))
        except (TimeoutError, urllib.error.URLError, websocket.WebSocketTimeoutException) as failed:
            rows.append([f"{count}", f"given up after {LIMIT} s", *[""] * (len(HEAD) - 3), type(failed).__name__])
        print(" | ".join(rows[-1]), flush=True)
        measured.write(
            "hub",
            "python tests/tools/measure_hub.py",
            f"A JupyterHub ({', '.join(PACKAGES)}, {PROXY}) with one server for each learner. All log in at the same moment, "
            "follow the link of nbgitpuller, run lesson 04, move the calculator 20 times a second apart, save an answer, end "
            f"their server and come back. {busy}",
            measured.table(HEAD, rows),
            "Memory is that of a learner's server and kernel; a page that is shared by n processes counts as 1/n. The first "
            "explorer counts from the log-in: the server starts, the course is copied, the cells run. A browser adds its own.",
        )
    return any(row[-1] != f"{row[0]} of {row[0]}" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
