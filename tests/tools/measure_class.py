"""How much memory and time a class needs on one server: on demand, on this machine alone.

    python tests/tools/measure_class.py                 1, 5, 10 and 20 learners
    python tests/tools/measure_class.py 1 5 10          these numbers of learners

Starts one Jupyter server on 127.0.0.1, and through its own interface as many kernels as there are learners. All run
the code cells of lesson 04 at the same time, then each moves the calculator's daily rate 20 times. Writes to
tests/measured.md: memory of a learner's kernel (proportional set size, so that shared pages count once), the time
until the last cell had run, and how long the calculator's answer took. Linux only. A round that takes more than three
minutes is given up, and no larger one is begun.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import measured
import nbformat
import websocket  # jupyter_server brings it along
from benchmark import percentile
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from local_server import Server, jupyter

ROOT = Path(__file__).resolve().parents[2]
LESSON = ROOT / "notebooks" / "en" / "04-cost.ipynb"
MOVES, LIMIT, MOST = 20, 180, 40
PROTOCOL = "v1.kernel.websocket.jupyter.org"
EXPLORER = "explorer.CostCalculator()"
HEAD = ["learners", "memory each", "server", "last cell, median", "last cell, slowest", "answer, median", "answer, 95%"]


def code_cells() -> list[str]:
    """The code of the lesson, with the calculator under a name."""
    sources = [c.source for c in nbformat.read(LESSON, as_version=4).cells if c.cell_type == "code"]
    assert sources.count(EXPLORER) == 1
    return [f"calculator = {EXPLORER}\ncalculator" if s == EXPLORER else s for s in sources]


def kernels_of(server: Server) -> list[int]:
    """The processes that the server has started."""
    children = Path(f"/proc/{server.process.pid}/task").glob("*/children")
    return [int(child) for task in children for child in task.read_text().split()]


def megabytes(process: int) -> float:
    """The memory of a process in MB; a page that it shares with n others counts as 1/n."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))) * 1024 / 1e6


class Learner:
    """A learner with a kernel of their own, reached as JupyterLab reaches it: over the server's web socket."""

    def __init__(self, server: Server, latest: float):
        self.server, self.latest = server, latest

    def connect(self, address: str, **settings) -> None:
        """Open the kernel's web socket as JupyterLab does: in the protocol in which the server passes messages on as
        they are. In the older one it would read and write each anew. settings: of `create_connection`."""
        self.socket = websocket.create_connection(address, timeout=LIMIT, subprotocols=[PROTOCOL], **settings)
        if self.socket.getsubprotocol() != PROTOCOL:
            raise RuntimeError(f"the server does not speak {PROTOCOL}")

    def execute(self, code: str) -> float:
        """Run some code; return the seconds until the kernel was idle again."""
        number, started = uuid.uuid4().hex, time.perf_counter()
        header = {"msg_id": number, "msg_type": "execute_request", "version": "5.3"}
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        self.socket.send_binary(serialize_msg_to_ws_v1(message, "shell", lambda part: json.dumps(part).encode()))
        while True:
            self.socket.settimeout(max(self.latest - time.monotonic(), 0.001))
            _channel, (header, parent, _metadata, content, *_buffers) = deserialize_msg_from_ws_v1(self.socket.recv())
            if json.loads(parent).get("msg_id") != number:
                continue
            kind = json.loads(header)["msg_type"]
            if kind == "error":
                failed = json.loads(content)
                raise RuntimeError(f"{failed['ename']}: {failed['evalue']}")
            if kind == "status" and json.loads(content)["execution_state"] == "idle":
                return time.perf_counter() - started

    def lesson(self, cells: list[str]) -> float:
        """Open the lesson and run all cells; return the seconds until the last one had run."""
        started = time.perf_counter()
        kernel = self.server.ask("kernels", "POST", {"name": "python3", "path": "notebooks/en"})["id"]
        address = f"{self.server.address}/api/kernels/{kernel}/channels?token={self.server.token}"
        address = address.replace("http", "ws", 1)
        self.connect(address)
        for cell in cells:
            self.execute(cell)
        return time.perf_counter() - started

    def move(self) -> list[float]:
        """Move the calculator, a second between two moves; return the seconds of each answer."""
        answers = []
        for step in range(MOVES):
            answers.append(self.execute(f'calculator.controls["rate"].value = {10 + step / 10}'))
            time.sleep(1)
        return answers


def one_class(count: int, cells: list[str]) -> list[str]:
    """One row of the table: megabytes without a decimal, seconds with one or two."""
    with tempfile.TemporaryDirectory() as folder, jupyter(ROOT, Path(folder)) as server:
        learners = [Learner(server, time.monotonic() + LIMIT) for _ in range(count)]
        with ThreadPoolExecutor(count) as together:
            times = list(together.map(lambda learner: learner.lesson(cells), learners))
            answers = sum(together.map(Learner.move, learners), [])
        memory = [megabytes(process) for process in kernels_of(server)]
        assert len(memory) == count
        own = megabytes(server.process.pid)
        server.end_kernels()
    megabyte = [f"{value:.0f} MB" for value in (sum(memory) / count, own)]
    seconds = [f"{value:.1f} s" for value in (statistics.median(times), max(times))]
    return [str(count), *megabyte, *seconds, *(f"{percentile(answers, share):.2f} s" for share in (0.5, 0.95))]


def asked_for(words: str, default: list[int], most: int) -> tuple[list[int], str]:
    """The sizes of the class that the command line names, and how busy the machine is before the start; says both.

    words: what the tool does, for --help. default: the sizes where none is named. most: the largest size.
    """
    parser = argparse.ArgumentParser(description=words, formatter_class=argparse.RawDescriptionHelpFormatter)
    help_words = f"sizes of the class, each from 1 to {most}"
    parser.add_argument("learners", nargs="*", type=int, default=default, help=help_words)
    counts = parser.parse_args().learners
    for count in counts:
        if not 1 <= count <= most:
            parser.error(f"learners: expected from 1 to {most}, got {count}")
    busy = f"Busy before the start (load average of a minute): {os.getloadavg()[0]:.1f}."
    print(f"{measured.machine()}\n{busy}")
    return counts, busy


def main():
    measured.as_a_learner()
    counts, busy = asked_for(__doc__.splitlines()[0], [1, 5, 10, 20], MOST)
    cells, rows = code_cells(), []
    for count in sorted(counts):
        try:
            row = one_class(count, cells)
        except (TimeoutError, websocket.WebSocketTimeoutException):
            row = [f"{count}", f"given up after {LIMIT} s", *[""] * (len(HEAD) - 2)]
        rows.append(row)
        print(" | ".join(row), flush=True)
        if not row[-1]:
            break
    measured.write(
        "class",
        "python tests/tools/measure_class.py",
        "Learners open lesson 04 on one server at the same moment, run all cells, then move the calculator 20 times, "
        f"a second apart. {busy}",
        measured.table(HEAD, rows),
        "Memory counts a page that is shared by n processes as 1/n. The times are those of the kernels; a browser adds "
        "its own. One calculator's answer is as long as its kernel needs for the numbers, the sentence and the picture.",
    )


if __name__ == "__main__":
    main()
