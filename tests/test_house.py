"""The house around the course: style, locked versions, the README's commands, licences, the public address."""

import os
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import refresh
from campaign.language import LANGUAGES
from packaging.requirements import Requirement
from test_notebooks import minutes_of

ROOT = Path(__file__).resolve().parents[1]
README_LANGUAGES = {"README.md" if code == "en" else f"README.{code}.md": code for code in LANGUAGES}


def test_python_files_keep_the_style():
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "."], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


TOOLS = [path for place in ("data", "figures", "notebooks/make") for path in sorted((ROOT / place).glob("*.py"))]
TOOLS = [path for path in TOOLS if "__main__" in path.read_text(encoding="utf-8") and path.stem != "review_data"]


@pytest.mark.parametrize("tool", TOOLS, ids=lambda path: path.stem)
def test_a_python_without_the_packages_is_told_how_to_install_them(tool):
    words = {"refresh": ["04-cost"]}.get(tool.stem, ["-h"])
    done = subprocess.run([sys.executable, "-S", tool, *words], capture_output=True, text=True, encoding="utf-8")
    sentences = done.stderr.splitlines()
    assert done.returncode == 1 and len(sentences) == len(LANGUAGES), done.stderr
    for sentence in sentences:
        assert "python3 -m venv .venv && " in sentence or sys.platform == "win32"
        assert "python -m pip install -q -r requirements.txt -r tests/requirements.txt" in sentence


def requirements(file):
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]


def test_what_a_learner_needs_is_pinned_and_everything_else_locked():
    needed = requirements("requirements.txt")
    assert needed[0] == "-c constraints.txt"
    pinned = dict(re.fullmatch(r"([a-z]+)==([^ ;]+)( ; .+)?", line).group(1, 2) for line in needed[1:])
    assert {"jupyterlab", "pandas", "matplotlib", "ipywidgets", "nbval"} <= set(pinned)
    locked = {}
    for line in requirements("constraints.txt"):
        match = re.match(r"([a-z0-9._-]+)==([^ ;]+)", line)
        assert match, line
        locked.setdefault(match[1], set()).add(match[2])
    for name, version in pinned.items():
        assert locked[name] == {version}
    for line in requirements("tests/requirements.txt")[1:]:
        assert re.match(r"[a-z0-9._-]+", line)[0] in locked


def test_the_hashed_versions_are_the_locked_ones_and_come_from_no_named_host():
    text = (ROOT / "tests" / "locked.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry.split(" \\\n")[0] for entry in entries] == requirements("constraints.txt")
    for entry in entries:
        assert re.fullmatch(r"[^\n]+?( \\\n    --hash=sha256:[0-9a-f]{64})+", entry), entry
    assert not re.search(r"\w://|index|find-links", text)


def test_the_hashed_versions_are_installed_as_they_stand_there():
    # Asked to find what a package needs as well, pip refuses a version that is not the newest where it is asked for with
    # an extra: jsonschema[format-nongpl].
    pages = [".ci/run", *README_LANGUAGES, *(f".github/workflows/{name}.yml" for name in ("site", "test", "weekly"))]
    for page in pages:
        (line,) = re.findall(r"pip install (.*)-r tests/locked\.txt", (ROOT / page).read_text(encoding="utf-8"))
        assert line.split()[-2:] == ["--no-deps", "--require-hashes"], page


def test_every_action_is_pinned_by_its_commit_and_says_its_version():
    used = [
        line
        for file in sorted((ROOT / ".github" / "workflows").glob("*.yml"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.match(r"\s*(- )?uses:", line)
    ]
    assert len(used) > 10
    pins = {}
    for line in used:
        match = re.fullmatch(r"\s*(?:- )?uses: ([\w-]+/[\w-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)", line)
        assert match, line
        assert pins.setdefault(match[1], match[2]) == match[2], "one action, one commit"


def test_who_reads_a_notebook_waits_for_no_parser_of_web_addresses():
    asked = "import nbformat, sys; print({'lark', 'rfc3987_syntax', 'rfc3987'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.strip() == "set()"  # see requirements.txt: JupyterLab would start in twice the time
    locked = {re.split("[=;]", line)[0].strip() for line in requirements("constraints.txt")}
    assert not locked & {"lark", "rfc3987-syntax", "rfc3987"} and "jsonschema" in locked


def test_what_is_installed_here_is_what_is_locked():
    from importlib.metadata import version

    for wanted in map(Requirement, requirements("requirements.txt")[1:]):
        if wanted.marker is None or wanted.marker.evaluate():
            assert wanted.specifier.contains(version(wanted.name)), wanted


def test_pyproject_holds_settings_of_pytest_and_ruff_only():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(settings) == {"tool"} and set(settings["tool"]) == {"pytest", "ruff"}
    options = settings["tool"]["pytest"]["ini_options"]
    assert "--nbval" in options["addopts"].split() and "notebooks" in options["testpaths"]
    assert "sanitize" not in options["addopts"] and "lax" not in options["addopts"]


@pytest.mark.parametrize("readme", README_LANGUAGES)
def test_readme_has_the_two_commands_for_both_kinds_of_machine(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    blocks = re.findall(r"<!-- (\w+-command) -->\n```\w*\n(.+?)\n```", text, flags=re.DOTALL)
    names = [name for name, _ in blocks]
    assert names == ["run-command", "run-command", "test-command", "test-command"]
    for _, command in blocks:
        assert "\n" not in command, "one command is one line"
    assert "requirements.txt" in blocks[0][1] and "jupyter" in blocks[0][1] and "pytest" in blocks[2][1]


def test_the_lesson_table_of_the_readme_has_every_lesson_with_its_minutes():
    for readme, language in README_LANGUAGES.items():
        rows = re.findall(
            rf"^\| \[[^\]]+\]\(notebooks/{language}/(\d\d-[\w-]+)\.ipynb\) \|[^|]+\| (\d+) \|",
            (ROOT / readme).read_text(encoding="utf-8"),
            flags=re.MULTILINE,
        )
        lessons = sorted((ROOT / "notebooks" / language).glob("[0-9]*.ipynb"))
        assert [name for name, _ in rows] == [path.stem for path in lessons]
        for (name, minutes), path in zip(rows, lessons, strict=True):
            assert int(minutes) == sum(minutes_of(path)), f"{readme}: {name}"


PAGES = [
    page
    for folder in (
        ".",
        ".github",
        "data",
        "figures",
        "notebooks/campaign",
        "notebooks/campaign/words",
        "tests",
        "findings",
    )
    for page in sorted((ROOT / folder).glob("*.md"))
]
"""What people read beside the notebooks."""


def test_what_people_leave_beside_the_notebooks_is_no_notebook_of_the_course():
    """JupyterLab keeps a copy of each notebook that was opened: the tests pass after the course was used, too."""
    loose = re.compile(r"""glob\(["'](\*\*/|\*/\*\*/)?\*\.ipynb["']\)""")
    for test in sorted((ROOT / "tests").rglob("*.py")):
        for number, line in enumerate(test.read_text(encoding="utf-8").splitlines(), 1):
            found = loose.search(line) and "is_own" not in line
            assert not found or test.name in MAKES_A_FOLDER, f"{test.name}, line {number}"
    for name in ("04-cost-checkpoint.ipynb", "04-cost (1).ipynb"):
        assert not refresh.is_own(ROOT / "notebooks" / "en" / ".ipynb_checkpoints" / name)


MAKES_A_FOLDER = ("test_what_people_do.py", "mutate_data.py")
"""These look into a copy that they have made themselves."""


def test_each_finding_can_be_run_is_pinned_and_has_its_row():
    page = (ROOT / "findings" / "README.md").read_text(encoding="utf-8")
    scripts = sorted((ROOT / "findings").glob("*.sh"))
    assert len(scripts) >= 12
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        assert os.access(script, os.X_OK) or os.name == "nt", f"{script.name}: no run bit"
        assert re.search(r"==\d|@\d", text) and "mktemp -d" in text, script.name
        assert f"]({script.name})" in page or f"`{script.stem}`" in page, f"{script.name}: no row"


TOOL_FOLDERS = ("data", "figures", "notebooks/make", "tests/tools")
"""A tool stands beside what it makes."""

COMMANDS = [
    f"{folder}/{path.name}"
    for folder in TOOL_FOLDERS
    for path in sorted((ROOT / folder).glob("*.py"))
    if "__main__" in path.read_text("utf-8") and path.stem != "watched_run"
]
"""The tools that people start; watched_run.py is started by tests/test_safety.py."""

TOOL = re.compile(rf"\b(?:{'|'.join(TOOL_FOLDERS)})/\w+\.py\b")


def test_every_tool_that_a_page_or_a_workflow_names_is_there():
    named = {}
    for file in [*PAGES, *(ROOT / ".github" / "workflows").glob("*.yml")]:
        for tool in TOOL.findall(file.read_text(encoding="utf-8")):
            named.setdefault(tool, file.name)
    missing = {tool: page for tool, page in named.items() if not (ROOT / tool).is_file()}
    assert missing == {}
    assert [name for name in COMMANDS if name not in named] == [], "no page says what these are for"


@pytest.mark.parametrize("tool", COMMANDS)
def test_a_tool_refuses_an_option_that_it_does_not_know(tool, monkeypatch, capsys):
    # As `python TOOL --nonsense` would, but in this process: what most of them import is here already.
    monkeypatch.setattr(sys, "argv", [tool, "--nonsense"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(ROOT / tool), run_name="__main__")
    said = capsys.readouterr().err
    assert ended.value.code == 2 and said.startswith("usage: "), said
    # What a tool expects first, it may name first.
    assert re.search(r"error: (unrecognized arguments: --nonsense|the following arguments are required)", said)


def anchors(page):
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_of_a_page_leads_somewhere():
    for file in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", file.read_text(encoding="utf-8")):
            path, _, anchor = next(filter(None, target)).partition("#")
            if not path.startswith("http"):
                assert (file.parent / path).exists(), f"{file.name}: {path}"
                page = file.parent / path if path else file
                assert page.suffix != ".md" or not anchor or anchor in anchors(page), f"{file.name}: {path}#{anchor}"


FOLDERS = "charts|explorers|exercises|topics|sheet|explorer|words|data|figures|notebooks|tests|findings"
PLACE = re.compile(rf"`((?:notebooks/campaign/)?(?:{FOLDERS})/[\w./*-]*|\w+\.(?:py|toml|md|css|js))`")


def test_every_place_that_a_page_names_is_there():
    """What stands in backquotes and looks like a place: from the top, from the package, or a name anywhere."""
    for file in PAGES:
        for place in PLACE.findall(
            file.read_text(encoding="utf-8").replace("09-name", "07-check-the-article").replace("/xx", "/en")
        ):
            where = [place, f"notebooks/campaign/{place}"]
            where += [
                f"{folder}/**/{place}" for folder in ("notebooks", "tests", "data", "figures") if "/" not in place
            ]
            assert any(any(ROOT.glob(pattern)) for pattern in where), f"{file.relative_to(ROOT)}: {place}"


def test_the_public_address_is_the_same_everywhere():
    marked = re.search(
        r"^repository-code: \"https://github.com/([^/\"]+/[^/\"]+)\"",
        (ROOT / "CITATION.cff").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )[1]
    found = set()
    for file in [*ROOT.glob("*.md"), *refresh.notebook_paths()]:
        found |= set(re.findall(r"mybinder\.org/v2/gh/([^/\"]+/[^/\"]+)/", file.read_text(encoding="utf-8")))
    assert found == {marked}


def test_the_project_speaks_of_itself_alone():
    # Paths of somebody's machine, and hosts of package registries, have no place in what readers get.
    forbidden = re.compile(
        r"(?<![\w.%-])/(?:work|root|home/\w+)/|files\.pythonhosted|pypi\.org/simple|issue #?\d",
        re.IGNORECASE,
    )
    for file in ROOT.rglob("*"):
        inside = file.relative_to(ROOT)
        if (
            file.is_file()
            and file.suffix in {".py", ".md", ".toml", ".txt", ".cff", ".csv", ".json"}
            and not inside.parts[0].startswith((".venv", ".git", ".hyp", ".pytest", ".ruff"))
        ):
            if inside.parts[:2] == ("tests", "test_house.py") or inside.name == "test_notebooks.py":
                continue
            match = forbidden.search(file.read_text(encoding="utf-8"))
            assert not match, f"{inside}: {match[0]}"


# --- the public address ---------------------------------------------------------------------------------------------
PLACEHOLDER = "OWNER/REPOSITORY"
WITH_LINKS = [*sorted(ROOT.glob("*.md")), *refresh.notebook_paths()]


def live_links(text):
    """The targets of links and pictures that a reader sees: what stands in comments and in code is none."""
    seen = re.sub(r"<!--.*?-->|```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    return re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=\\?\"([^\"\\]+)", seen)


@pytest.mark.parametrize("file", WITH_LINKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_leads_to_the_place_of_an_address_that_is_not_set(file):
    for target in live_links(file.read_text(encoding="utf-8")):
        assert PLACEHOLDER not in "".join(target)


def test_setting_the_address_opens_the_links_that_wait_for_it(tmp_path, monkeypatch):
    sys.path.insert(0, str(ROOT / "notebooks" / "make"))
    import set_address

    files = {"CITATION.cff", *README_LANGUAGES, *(f"notebooks/{code}/00-start-here.ipynb" for code in LANGUAGES)}
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        text = (ROOT / name).read_text(encoding="utf-8")
        if PLACEHOLDER not in text:
            pytest.skip("the address of this copy is set")
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(set_address, "ROOT", tmp_path)
    set_address.main("somebody/campaign")
    for name in files - {"CITATION.cff"}:
        targets = ["".join(target) for target in live_links((tmp_path / name).read_text(encoding="utf-8"))]
        assert any("mybinder.org/v2/gh/somebody/campaign/HEAD" in target for target in targets), name
        assert not any(PLACEHOLDER in target for target in targets)
