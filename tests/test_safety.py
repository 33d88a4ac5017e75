"""Nothing in the course leaves its folder, opens a socket, or takes what a learner or a table says for code or markup.

The lessons are run in a copy whose tables carry markup in every text, with the same text as each learner's answer;
tests/tools/watched_run.py writes down what the run touched and what it showed.
"""

import ast
import contextlib
import csv
import html
import http.client
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.parse
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
import refresh
import watched_run
from campaign import check
from campaign import language as lang
from campaign import sheet as charts
from campaign.sheet import drawing
from campaign.topics.claims import report
from campaign.topics.cost.explorer import CostCalculator
from course_copy import ROOT, copy_of_course
from local_server import running
from test_house import README_LANGUAGES

PACKAGE = ROOT / "notebooks" / "campaign"
MARKUP = '"><b/onmouseover=alert(1)>x</b><script>alert(1)</script><img/src=x/onerror=alert(1)>{0}$\\frac{1$'
"""Markup without a blank, so that it fits an address too; {0} and the dollars are for str.format and matplotlib."""

ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"
CODES_AS_TEXT = ("_id", "_ids", "evidence", "contradicts", "called_en")
"""Text columns that hold keys, or words that the course looks rows up by."""

NOTEBOOKS = {
    "en": ["0*.ipynb", "teaching/*.ipynb"],
    # The code is the same in both languages; these show every kind of output there is.
    "ar": ["01-*.ipynb", "05-*.ipynb", "07-*.ipynb", "teaching/glossary.ipynb"],
}
ELEMENTS = set(
    "a bdi blockquote br code details div em footer h1 h2 h3 h4 img li ol p pre small span strong style summary table tbody td th "
    "thead tr ul".split()
)
"""The elements that the course's own HTML is made of."""


class Elements(HTMLParser):
    """What a page holds that could do something: foreign elements, handlers, addresses that are no web address."""

    def __init__(self, handlers=()):
        super().__init__()
        self.handlers, self.problems = handlers, []

    def handle_starttag(self, tag, attrs):
        if tag not in ELEMENTS:
            self.problems.append(f"<{tag}>")
        for name, value in attrs:
            value = value or ""
            if name.startswith("on") and value not in self.handlers:
                self.problems.append(f"{name}={value}")
            if name in {"href", "src", "action", "srcdoc", "xlink:href", "formaction"} and not re.match(
                r"https?://|data:image/(?:png|gif);base64,|#|[\w./%-]*(#[\w%.-]*)?$", value
            ):
                self.problems.append(f"{name}={value}")
            if name == "style" and re.search(r"url\(|expression|@import", value):
                self.problems.append(f"style={value}")


def problems(page, handlers=()):
    """What is wrong with a piece of HTML."""
    parser = Elements(handlers)
    parser.feed(page)
    parser.close()
    return parser.problems


# --- the copy full of markup -----------------------------------------------------------------------------------------
def put_markup_in(folder: Path) -> int:
    """Add the markup to each text of each table that is not a key or a code; return to how many."""
    written = 0
    for resource in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        if "schema" not in resource:
            continue
        schema = resource["schema"]
        keys = [key["fields"] for key in schema.get("foreignKeys", [])] + [schema.get("primaryKey", [])]
        keys = {name for key in keys for name in ([key] if isinstance(key, str) else key)}
        texts = []
        for column in schema["fields"]:
            limits = column.get("constraints", {})
            free = "enum" not in limits and ("pattern" not in limits or column["name"] == "url")
            if column["type"] == "string" and free and column["name"] not in keys:
                texts += [column["name"]] if not column["name"].endswith(CODES_AS_TEXT) else []
        path = folder / resource["path"]
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            for name in filter(row.get, texts):
                row[name] += MARKUP
                written += 1
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return written


@pytest.fixture(scope="module", params=sorted(NOTEBOOKS))
def watched(request, tmp_path_factory):
    """The lessons of a language, run in the copy: where it is, the notebooks, and what was seen."""
    folder = tmp_path_factory.mktemp("watched")
    course = copy_of_course(folder / "course", ("notebooks", "data", "tests"))
    assert put_markup_in(course / "data") > 5000
    home = course / "notebooks" / request.param
    notebooks = [path.relative_to(course).as_posix() for name in NOTEBOOKS[request.param] for path in home.glob(name)]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "IPYTHONDIR": str(folder / "ipython")}
    done = subprocess.run(
        [sys.executable, watched_run.__file__, course, MARKUP, *sorted(notebooks)],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=280,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return course, notebooks, json.loads(done.stdout)


def test_the_lessons_run_whatever_the_texts_of_tables_and_answers_are(watched):
    _, notebooks, seen = watched
    assert seen["errors"] == []
    assert seen["cells"] > 15 * len([name for name in notebooks if "teaching" not in name]) and seen["explorers"] >= 3


def test_the_cells_write_nothing_but_the_learners_own_report(watched):
    course, _, seen = watched
    language = Path(watched[1][0]).parts[1]
    assert [Path(path).resolve() for path in seen["written"]] == [course / "notebooks" / language / "report.new"]
    assert (course / "notebooks" / language / "report.html").is_file(), "the new page takes the place of the old one"
    # Written beside, then put in its place: a full disk destroys no page of before.
    assert [line for line in seen["changed"] if not re.search(r"report\.new', '[^']*report\.html'", line)] == []


def test_the_cells_open_no_socket_and_start_no_program(watched):
    assert watched[2]["started"] == []


def test_what_is_typed_or_stands_in_a_table_is_never_compiled(watched):
    seen = watched[2]["compiled"]
    assert any(repr(MARKUP) in source for source in seen)  # the cell in which the learner wrote it
    # str() of a text is what a compiler would be given; repr() of it is the text as a value.
    assert [source[:200] for source in seen if "onmouseover" in source.replace(repr(MARKUP), "")] == []


def test_markup_in_tables_and_answers_is_shown_as_text(watched):
    course, notebooks, seen = watched
    pages = {f"explorer {n}": page for n, page in enumerate(seen["widgets"])}
    for name in notebooks:
        for cell in nbformat.read(course / name, as_version=4).cells:
            for number, output in enumerate(cell.get("outputs", ())):
                pages[f"{name}, {cell.id}, {number}"] = output["data"].get("text/html", "")
    assert sum(ESCAPED in page for page in pages.values()) > 60  # it did reach them
    # The one handler is the explorers' own and the same whatever the tables say.
    allowed = set(re.findall(r'onload="([^"]*)"', CostCalculator("en")._view.value))
    assert len(allowed) == 1
    allowed = {html.unescape(handler) for handler in allowed}
    assert {place: found for place, page in pages.items() if (found := problems(page, allowed))} == {}
    folder = course / "notebooks" / Path(notebooks[0]).parts[1]
    assert problems((folder / "report.html").read_text(encoding="utf-8").partition("<body>")[2]) == []


def test_markup_is_text_in_exported_pages_too(watched):
    course, notebooks, _ = watched
    done = subprocess.run(
        [sys.executable, course / "notebooks/make/export_pages.py", "07-check", "glossary"],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    pages = sorted((course / "pages" / Path(notebooks[0]).parts[1]).rglob("*.html"))
    assert len(pages) == 3
    shown = 0
    for page in pages:
        text = page.read_text(encoding="utf-8")
        shown += text.count(ESCAPED)
        body = re.search(r"<body.*</body>", text, flags=re.DOTALL)[0]
        assert [found for found in problems(body) if "=" in found or found in {"<script>", "<b/onmouseover>"}] == []
    assert shown > 20


# --- answers, reports, pictures -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_every_check_takes_markup_for_words(language):
    for exercise in check.all_exercises():
        for answer in (MARKUP, [MARKUP], {MARKUP: MARKUP}, f"1{MARKUP}", f"{MARKUP} two three"):
            page = check.answer(exercise.id, answer, language)._repr_html_()
            assert problems(page) == [] and "<script" not in page, exercise.id
    page = check.answer(MARKUP, 1, language)._repr_html_()
    assert problems(page) == [] and "&lt;b/onmouseover" in page


@pytest.mark.parametrize("claim", ["../../A01", "/etc/A01", "..\\A01", "A01/../../x", MARKUP, "A01\0", "CON"])
def test_a_report_stays_in_its_folder_whatever_the_claim_is(claim, tmp_path):
    folder = tmp_path / "inside"
    folder.mkdir()
    report.export({"claim": claim, "verdict": MARKUP}, folder=folder, language="en")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["report.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]


def test_dollars_in_a_chart_are_dollars():
    figure = charts.frame(r"From $\frac{13 to $14", "$x$ a day", "Source: $").figure
    assert drawing.png(figure)
    assert not any(text.get_parse_math() for text in figure.texts)


# --- the code ---------------------------------------------------------------------------------------------------------
RUNS_TEXT = {"eval", "exec", "compile", "__import__", "execfile", "input", "breakpoint"}
METHODS = {"eval", "query", "system", "popen", "literal_eval", "read_pickle", "read_html", "read_sql", "urlopen"}
REACHES_OUT = set(
    "socket ssl http urllib3 requests httpx ftplib smtplib subprocess multiprocessing threading asyncio ctypes pickle "
    "shelve marshal webbrowser tempfile shutil os code runpy".split()
)
WRITES = {"write_text", "write_bytes", "to_csv", "to_json", "to_html", "savefig", "mkdir", "unlink", "touch"}
MAY_WRITE = {"topics/claims/report.py", "check/work.py"}
MAY_TAKE = {
    ("libraries.py", "os", ("environ",)),
    ("sheet/drawing.py", "threading", ("RLock", "get_ident")),
    # One call of the C library that Python itself runs on: free memory goes back.
    ("sheet/drawing.py", "ctypes", ("CDLL",)),
}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_package_has_no_code_that_runs_texts_or_reaches_out(path):
    name, found = path.relative_to(PACKAGE).as_posix(), []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.partition(".")[0] in REACHES_OUT]
            found += [alias.name for alias in node.names if alias.name in {"urllib.request", "urllib"}]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            reaches = node.module.partition(".")[0] in REACHES_OUT or node.module == "urllib.request"
            reaches &= (name, node.module, tuple(alias.name for alias in node.names)) not in MAY_TAKE
            found += [node.module] if reaches else []
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            method = isinstance(node.func, ast.Attribute)
            own = bool(node.args) and isinstance(node.args[0], ast.Constant)  # a text of the course's own
            pattern = method and getattr(node.func.value, "id", "") == "re"  # re.compile
            if (called in RUNS_TEXT and not pattern) or (method and called in METHODS and not own):
                found.append(called)
            if called in WRITES and name not in MAY_WRITE:
                found.append(called)
            modes = [n.value for n in [*node.args, *(k.value for k in node.keywords)] if isinstance(n, ast.Constant)]
            if called == "open" and any(re.fullmatch(r"[rbt]*[wax+][wax+bt]*", str(mode)) for mode in modes):
                found.append("open for writing")
    assert found == []


# --- the stored notebooks -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "path", refresh.notebook_paths(), ids=lambda path: path.relative_to(refresh.NOTEBOOKS).as_posix()
)
def test_a_stored_notebook_holds_no_script(path):
    for cell in nbformat.read(path, as_version=4).cells:
        pages = [output.get("data", {}) for output in cell.get("outputs", ())]
        if cell.cell_type == "markdown":
            assert problems(re.sub(r"```.*?```|`[^`\n]*`|<https?://[^>]*>", "", cell.source, flags=re.DOTALL)) == [], (
                cell.id
            )
            assert not re.search(r"\]\(\s*(?:javascript|data|vbscript|file):", cell.source, re.IGNORECASE), cell.id
        for data in pages:
            assert set(data) <= {"text/plain", "text/html", "image/png"}, cell.id
            assert problems("".join(data.get("text/html", ""))) == [], cell.id


# --- the server ---------------------------------------------------------------------------------------------------------
def lab_commands(readme: str) -> list[str]:
    """How the README starts JupyterLab, on both kinds of machine: from `jupyter` on."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    commands = re.findall(r"<!-- run-command -->\n```\w*\n(.+?)\n```", text)
    return [re.search(r"jupyter lab.*$", command)[0] for command in commands]


@pytest.mark.parametrize("readme", README_LANGUAGES)
def test_the_readme_starts_jupyterlab_with_its_token_for_this_machine_alone(readme):
    commands = lab_commands(readme)
    assert len(commands) == 2 and commands[0] == commands[1]
    config, url = shlex.split(commands[0])[2:]
    assert config == "--config=notebooks/make/lab/settings.py"
    assert url.startswith("--LabApp.default_url=/lab/tree/notebooks/")


def test_the_server_of_the_readme_answers_nobody_without_its_token(tmp_path, monkeypatch):
    monkeypatch.delenv("JUPYTER_TOKEN", raising=False)
    options = shlex.split(lab_commands("README.md")[0])[1:]
    # Beside the README's own options: no browser, a port of its own, and root as on test machines.
    options += ["--no-browser", "--ServerApp.port=0", "--allow-root"]
    with running([sys.executable, "-m", "jupyter", *options], tmp_path / "log.txt", tmp_path, cwd=ROOT) as server:
        told, latest = None, time.monotonic() + 90
        while told is None and server.poll() is None and time.monotonic() < latest:
            time.sleep(0.2)
            files = list((tmp_path / "jupyter_runtime_dir").glob("jpserver-*.json"))
            text = files[0].read_text(encoding="utf-8") if files else ""
            told = json.loads(text) if text.endswith("}") else None
        assert told, (tmp_path / "log.txt").read_text()[-2000:]
        assert len(told["token"]) >= 32 and told["hostname"] in {"localhost", "127.0.0.1"} and not told["password"]
        address = f"http://127.0.0.1:{told['port']}/"
        for path in ("api/contents", "api/kernels", "api/sessions", "api/contents?token=guessed"):
            assert ask(address + path)[0] in {401, 403}, path
        for path in ("lab", "lab/tree/notebooks/en/00-start-here.ipynb", "files/README.md"):
            assert ask(address + path)[0] == 302, path  # to the page that asks for the token
        status, said = ask(f"{address}api/contents?token={told['token']}")
        assert status == 200 and "notebooks" in {entry["name"] for entry in json.loads(said)["content"]}


def ask(address: str) -> tuple[int, str]:
    """Ask this machine for an address once, without a proxy and without following the answer elsewhere."""
    parts, latest = urllib.parse.urlsplit(address), time.monotonic() + 20
    while True:  # Jupyter may tell where it is before it listens
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection((parts.hostname, parts.port), 20):
            break
        assert time.monotonic() < latest, f"nobody listens at {address}"
        time.sleep(0.2)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()
