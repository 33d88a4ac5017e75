"""The floors of the package: an import never points upward, no topic knows another, and nothing imports in a circle."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "notebooks" / "campaign"

FLOORS = (
    ("libraries", "numerals", "problems"),
    ("measures",),
    ("data", "language"),
    ("exercise", "reference"),
    ("sheet",),
    ("explorer",),
    ("topics/",),
    ("topics",),
    ("check",),
)
"""From the ground up. "topics/" is any topic, "topics" the registry of all; a floor may use those below it."""

INSIDE = {
    "sheet": ("style", "older", "woff", "drawing", "lines", "bars", "axes", "sheet", "sheet/"),
    "topics/": ("rules", "report", "charts", "explorer", "exercises", ""),
}
"""Within the sheet and within a topic, in the order in which they may use each other; "sheet/" is its list of names."""


def modules() -> dict[str, Path]:
    """Each module of the package by its dotted name without "campaign.", the package itself left out."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        if name != "__init__":
            found[name] = path
    return found


MODULES = modules()


def imported(name: str, source: str) -> set[str]:
    """The modules of the package that a source imports: by import lines anywhere in it and by importlib."""
    is_package = MODULES[name].name == "__init__.py"
    here = ["campaign", *name.split(".")][: None if is_package else -1]
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            base = [*base, *(node.module or "").split(".")] if node.module else base
            targets = [".".join([*base, alias.name]) for alias in node.names]
        else:
            continue
        for target in targets:
            parts = target.split(".")
            if parts[0] == "campaign":
                while parts and ".".join(parts[1:]) not in MODULES:
                    parts.pop()
                if len(parts) > 1:
                    found.add(".".join(parts[1:]))
    return found - {name}


def floor(name: str) -> int:
    """The floor on which a module stands."""
    top = name.split(".")[0]
    key = "topics/" if name.startswith("topics.") else top
    return next(number for number, names in enumerate(FLOORS) if key in names)


def place(name: str) -> int | None:
    """Where a module stands within its sheet or topic; None elsewhere."""
    parts = name.split(".")
    if parts[0] == "sheet":
        return INSIDE["sheet"].index(parts[1] if len(parts) > 1 else "sheet/")
    if parts[0] == "topics" and len(parts) > 1:
        last = parts[2] if len(parts) > 2 else ""
        order = INSIDE["topics/"]
        # A topic may split a room: charts_map stands where charts stands.
        return next(i for i, room in enumerate(order) if last == room or (room and last.startswith(f"{room}_")))
    return None


def problems(name: str, source: str) -> list[str]:
    """What is wrong with the imports of a module."""
    found = []
    for other in sorted(imported(name, source)):
        if floor(other) > floor(name):
            found.append(f"{name} imports {other}, which stands above it")
        elif floor(other) == floor(name):
            if name.startswith("topics.") and name.split(".")[1] != other.split(".")[1]:
                found.append(f"{name} imports {other}: no topic knows another")
            elif place(name) is not None and place(other) > place(name):
                found.append(f"{name} imports {other}, which stands above it")
    if "importlib" in source and name not in ("topics", "libraries"):
        found.append(f"{name} names importlib: only the registry of topics and the libraries load modules by name")
    return found


@pytest.mark.parametrize("name", MODULES)
def test_no_import_points_upward_or_to_another_topic(name):
    assert problems(name, MODULES[name].read_text(encoding="utf-8")) == []


def test_no_circle_is_left():
    graph = {name: imported(name, path.read_text(encoding="utf-8")) for name, path in MODULES.items()}
    while graph:
        free = [name for name, uses in graph.items() if not uses & set(graph)]
        assert free, f"a circle among {', '.join(sorted(graph))}"
        for name in free:
            del graph[name]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("measures", "from . import language"),
        ("topics.cost.charts", "from ..strikes import rules"),
        ("topics.harm.rules", "from . import charts"),
        ("topics.harm.rules", "from ... import check"),
        ("sheet.style", "from .axes import label"),
        ("exercise", "import campaign.topics.cost"),
        ("check", "import importlib"),
    ],
)
def test_a_wrong_import_is_seen(name, line):
    assert problems(name, f"{MODULES[name].read_text(encoding='utf-8')}\n{line}\n")


def test_only_widgets_and_checks_know_ipywidgets():
    users = {name for name, path in MODULES.items() if "ipywidgets" in {n.split(".")[0] for n in names_of(path)}}
    assert {name for name in users if not (name.startswith("explorer") or ".explorer" in name)} == {
        "check.ask",
        "libraries",
    }


def names_of(path: Path) -> set[str]:
    """What a file imports from outside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module and not n.level}
