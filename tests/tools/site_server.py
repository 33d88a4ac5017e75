"""A web server on this machine for the built site: under a path, with the compression that public hosts use, and counting.

with serving(folder, path="/course/") as server:
    server.address      "http://127.0.0.1:PORT/course/"
    server.sent         path -> bytes of the answers, as they went over the wire
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

COMPRESSED = {
    ".html",
    ".js",
    ".mjs",
    ".css",
    ".json",
    ".svg",
    ".wasm",
    ".ipynb",
    ".csv",
    ".xml",
    ".txt",
    ".webmanifest",
}
"""What a public host for static pages sends compressed; archives and pictures go as they are."""


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder under a path and notes what it sent."""

    daemon_threads = True

    def __init__(self, folder: Path, path: str):
        super().__init__(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))
        self.path, self.sent, self.missing = path, Counter(), []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}{self.path}"


@functools.lru_cache(maxsize=1024)
def _compressed(file: Path, _changed: int) -> bytes:
    return gzip.compress(file.read_bytes(), 6, mtime=0)


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".json": "application/json",
        ".ipynb": "application/json",
    }

    def do_GET(self):
        place, query = urlsplit(self.path)[2:4]
        if not place.startswith(self.server.path):
            self._miss(place)
            return
        file = Path(self.translate_path("/" + place[len(self.server.path) :]))
        if file.is_dir():
            if not place.endswith("/"):
                self.send_response(301)
                self.send_header("Location", f"{place}/?{query}" if query else f"{place}/")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            file /= "index.html"
        if not file.is_file():
            self._miss(place)
            return
        content = file.read_bytes()
        self.send_response(200)
        if file.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = _compressed(file, file.stat().st_mtime_ns)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Access-Control-Allow-Origin", "*")  # as hosts of files for other pages answer
        self.end_headers()
        self.server.sent[place] += len(content)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(content)

    def _miss(self, place: str) -> None:
        self.server.missing.append(place)
        self.send_error(404)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serving(folder: Path, path: str = "/course/") -> Iterator[Server]:
    """Serve a folder while the block runs. path: where on the server it lies, with slashes at both ends."""
    server = Server(folder, path)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
