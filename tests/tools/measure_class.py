"""How much memory and time a class needs on one server: on demand, on this machine alone.

    python tests/tools/measure_class.py                 1, 5, 10 and 20 learners
    python tests/tools/measure_class.py 1 5 10          these numbers of learners

Starts one Jupyter server on 127.0.0.1, and through its own interface as many kernels as there are learners. All run
the code cells of lesson 04 at the same time, then each moves the calculator's daily rate 20 times. Writes a table to
tests/measured/class.md: memory of a learner's kernel (proportional set size, so that shared pages count once), the time
until the last cell had run, and how long the calculator's answer took. Linux only. A round that takes more than three
minutes is given up, and no larger one is begun.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import math
import os
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path

import measured
import nbformat
from local_server import free_port, running
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

ROOT = Path(__file__).resolve().parents[2]
LESSON = ROOT / "notebooks" / "en" / "04-cost.ipynb"
MOVES, LIMIT, MOST = 20, 180, 40
EXPLORER = "explorers.CostCalculator()"


def code_cells() -> list[str]:
    """The code of the lesson, with the calculator under a name."""
    sources = [c.source for c in nbformat.read(LESSON, as_version=4).cells if c.cell_type == "code"]
    assert sources.count(EXPLORER) == 1
    return [f"calculator = {EXPLORER}\ncalculator" if s == EXPLORER else s for s in sources]


class Server:
    """A Jupyter server with folders of its own, reachable from this machine only; it serves what is under `root`."""

    def __init__(self, folder: Path, root: Path = ROOT):
        self.port = free_port()
        self.token = uuid.uuid4().hex
        options = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={self.port}", "--ServerApp.open_browser=False"]
        options += [f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={root}", "--allow-root"]
        command = [sys.executable, "-m", "jupyter_server", *options]
        self._until_stopped = contextlib.ExitStack()
        self.process = self._until_stopped.enter_context(running(command, folder / "server.log", folder))

    async def ask(self, method: str, path: str, body: dict | None = None):
        """The server's answer to a request to its interface, read from JSON; None where it is empty."""
        request = HTTPRequest(
            f"http://127.0.0.1:{self.port}/api/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}"},
            body=json.dumps(body) if body is not None else None,
            connect_timeout=LIMIT,
            request_timeout=LIMIT,
        )
        response = await AsyncHTTPClient(max_clients=MOST).fetch(request)
        return json.loads(response.body) if response.body else None

    async def ready(self):
        """Wait until the server answers. Raises TimeoutError after half a minute without an answer."""
        for _ in range(120):
            try:
                return await self.ask("GET", "kernelspecs")
            except (OSError, HTTPClientError):
                await asyncio.sleep(0.25)
        raise TimeoutError("the server did not start")

    def stop(self):
        """End the server, and its kernels with it."""
        self._until_stopped.close()

    def kernels(self) -> list[int]:
        """The processes that the server has started."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                if int(stat.read_text().rpartition(")")[2].split()[1]) == self.process.pid:
                    found.append(int(stat.parent.name))
            except OSError:
                pass  # it has ended meanwhile
        return found


def megabytes(process: int) -> float:
    """The memory of a process in MB; a page that it shares with n others counts as 1/n."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))) * 1024 / 1e6


class Learner:
    """A learner with a kernel of their own, reached as JupyterLab reaches it: over the server's web socket."""

    def __init__(self, server: Server):
        self.server = server

    async def come_in(self):
        """Start the kernel and connect to it."""
        self.kernel = (await self.server.ask("POST", "kernels", {"name": "python3", "path": "notebooks/en"}))["id"]
        address = f"ws://127.0.0.1:{self.server.port}/api/kernels/{self.kernel}/channels?token={self.server.token}"
        request = HTTPRequest(address, connect_timeout=LIMIT, request_timeout=LIMIT)
        self.socket = await websocket_connect(request, max_message_size=100_000_000)

    async def execute(self, code: str) -> float:
        """Run some code; return the seconds until the kernel was idle again."""
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": "execute_request", "version": "5.3"}
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        started = time.perf_counter()
        await self.socket.write_message(json.dumps(message))
        while True:
            raw = await self.socket.read_message()
            if raw is None:
                raise ConnectionError("the kernel went away")
            if isinstance(raw, bytes):
                continue
            answer = json.loads(raw)
            if answer["parent_header"].get("msg_id") != number:
                continue
            if answer["msg_type"] == "error":
                raise RuntimeError(f"{answer['content']['ename']}: {answer['content']['evalue']}")
            if answer["msg_type"] == "status" and answer["content"]["execution_state"] == "idle":
                return time.perf_counter() - started

    async def lesson(self, cells: list[str]) -> float:
        """Open the lesson and run all cells; return the seconds until the last one had run."""
        started = time.perf_counter()
        await self.come_in()
        for cell in cells:
            await self.execute(cell)
        return time.perf_counter() - started

    async def move(self) -> list[float]:
        """Move the calculator, a second between two moves; return the seconds of each answer."""
        answers = []
        for step in range(MOVES):
            answers.append(await self.execute(f'calculator.controls["rate"].value = {10 + step / 10}'))
            await asyncio.sleep(1)
        return answers

    async def leave(self):
        """End the kernel."""
        self.socket.close()
        await self.server.ask("DELETE", f"kernels/{self.kernel}")


async def one_class(count: int, cells: list[str]) -> list[str]:
    """One row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        try:
            await server.ready()
            learners = [Learner(server) for _ in range(count)]
            times = await asyncio.gather(*(learner.lesson(cells) for learner in learners))
            answers = sorted(sum(await asyncio.gather(*(learner.move() for learner in learners)), []))
            memory = [megabytes(process) for process in server.kernels()]
            assert len(memory) == count
            own = megabytes(server.process.pid)
            for learner in learners:
                await learner.leave()
        finally:
            server.stop()
    high = answers[math.ceil(0.95 * len(answers)) - 1]
    # As a page of results prints them: megabytes without a decimal, seconds with one or two.
    return [
        f"{count}",
        f"{sum(memory) / count:.0f} MB",
        f"{own:.0f} MB",
        f"{statistics.median(times):.1f} s",
        f"{max(times):.1f} s",
        f"{statistics.median(answers):.2f} s",
        f"{high:.2f} s",
    ]


HEAD = [
    "learners",
    "memory each",
    "server",
    "last cell, median",
    "last cell, slowest",
    "answer, median",
    "answer, 95%",
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "learners", nargs="*", type=int, default=[1, 5, 10, 20], help=f"sizes of the class, each from 1 to {MOST}"
    )
    counts = parser.parse_args().learners
    for count in counts:
        if not 1 <= count <= MOST:
            parser.error(f"learners: expected from 1 to {MOST}, got {count}")
    busy = f"Busy before the start (load average of a minute): {os.getloadavg()[0]:.1f}."
    print(f"{measured.machine()}\n{busy}")
    cells, rows = code_cells(), []
    for count in sorted(counts):
        try:
            row = asyncio.run(asyncio.wait_for(one_class(count, cells), LIMIT))
        except (TimeoutError, HTTPClientError):
            row = [f"{count}", f"given up after {LIMIT} s", *[""] * (len(HEAD) - 2)]
        rows.append(row)
        print(" | ".join(row), flush=True)
        if not row[-1]:
            break
    measured.write(
        "class",
        "What a class needs",
        "python tests/tools/measure_class.py",
        "Learners open lesson 04 on one server at the same moment, run all cells, then move the calculator 20 times, "
        f"a second apart. {busy}",
        measured.table(HEAD, rows),
        "Memory counts a page that is shared by n processes as 1/n. The times are those of the kernels; a browser adds "
        "its own. One calculator's answer is as long as its kernel needs for the numbers, the sentence and the picture.",
    )


if __name__ == "__main__":
    main()
