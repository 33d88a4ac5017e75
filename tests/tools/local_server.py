"""A Jupyter server on this machine for a test or a measurement: folders of its own, a free port, ended for certain."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

OWN_FOLDERS = (
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "IPYTHONDIR",
    "MPLCONFIGDIR",
)
SECONDS_TO_END = 20


def surroundings(home: Path) -> dict[str, str]:
    """Environment variables that keep a server away from the user's settings: each folder lies in `home`, in small letters."""
    return {name: str(home / name.lower()) for name in OWN_FOLDERS}


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(
    command: Sequence[str | Path], log: Path, home: Path, cwd: Path | None = None, **environment: str
) -> Iterator[subprocess.Popen]:
    """Start a server and end it with the block; its kernels end with it.

    log: the file that takes what it prints. home: see `surroundings`. environment: further variables.
    """
    with log.open("w") as said:
        process = subprocess.Popen(
            command, env=os.environ | surroundings(home) | environment, cwd=cwd, stdout=said, stderr=said
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
