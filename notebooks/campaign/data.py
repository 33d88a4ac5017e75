"""Load the course's tables and check every cell of them.

The tables stand in the folder `data/` beside `notebooks/`; `data/datapackage.json` says for each column what it
means, its type, its unit and its constraints. `load` holds each table to that description, so that a damaged table
is told in one sentence (file, row, column, what was expected) instead of turning into a wrong number.
"""

from __future__ import annotations

import copy
import csv
import datetime
import functools
import hashlib
import io
import json
import re
import stat
from collections import namedtuple
from collections.abc import Hashable
from pathlib import Path

import numpy as np
import pandas as pd

from . import language as lang
from .problems import problem

FOLDER = Path(__file__).resolve().parents[2] / "data"
"""The course's tables, found from the package's own place, wherever the notebook was started."""


class DataError(ValueError):
    """A table, a row or a cell is not as data/datapackage.json describes it."""


def description(table: str, folder: Path | None = None) -> dict:
    """The description of a table in datapackage.json: title, fields with meaning and unit, keys.

    Raises DataError when the table or the description file does not exist.
    """
    return copy.deepcopy(_description(table, folder))  # a learner may change it


def _description(table: str, folder: Path | None = None) -> dict:
    folder = FOLDER if folder is None else Path(folder)
    return _resource(table, _package(*_file(folder / "datapackage.json")))


def _resource(table: str, resources: dict) -> dict:
    if table not in resources:
        raise DataError(problem("no_table", value=repr(table), known=", ".join(sorted(resources))))
    return resources[table]


State = tuple[int, int] | None
"""Time of change and size of a file: what was read from it is kept until they are others."""


def _file(path: Path) -> tuple[Path, State]:
    """A file and its state; None where there is no such file."""
    try:
        found = path.stat()
    except OSError:
        return path, None
    return path, (found.st_mtime_ns, found.st_size) if stat.S_ISREG(found.st_mode) else None


@functools.lru_cache(maxsize=8)
def _package(path: Path, _state: State) -> dict:
    package = _json(path)
    try:
        described = [resource for resource in package["resources"] if "schema" in resource]
        return {
            resource["name"]: resource for resource in described if resource["schema"]["fields"] and resource["path"]
        }
    except (KeyError, TypeError):
        raise DataError(problem("damaged", file=path.name)) from None


def _json(path: Path) -> dict:
    try:
        return json.loads(_text(path))
    except json.JSONDecodeError:
        raise DataError(problem("damaged", file=path.name)) from None


def tables() -> list[str]:
    """The names of all tables."""
    return sorted(_package(*_file(FOLDER / "datapackage.json")))


def state() -> tuple[State, ...]:
    """The state of all tables: what was worked out from them holds until it changes."""
    package = _file(FOLDER / "datapackage.json")
    files = [resource["path"] for _, resource in sorted(_package(*package).items())]
    return package[1], *(_file(FOLDER / name)[1] for name in files)


def title(table: str, language: str) -> str:
    """What a table holds, as readers are told: "Strikes since 8 August 2014". Raises DataError for an unknown table."""
    return _description(table)[f"title_{language}"]


def load(table: str, folder: Path | None = None) -> pd.DataFrame:
    """Return a table as a DataFrame, every cell checked against data/datapackage.json.

    table: a name such as "strikes" or "cost"; see data/README.md for all tables and columns.
    folder: where the CSV files and datapackage.json stand; the course's own `data/` unless given.

    Types: counts without gaps are int64; numbers with gaps are float64 (NaN means "not stated"); dates are
    datetime64; true/false columns are bool; everything else is text, empty text meaning "not stated".
    Raises DataError for a missing or renamed file, a missing or unknown column, a wrong type, a value outside the
    constraints, a duplicate key, or a source that is not in sources.csv.
    """
    frame = _kept(table, folder).copy()
    frame.attrs["table"] = table  # rows that are chosen from it still tell where they stand
    return frame


def _kept(table: str, folder: Path | None = None) -> pd.DataFrame:
    """What `load` returns a copy of: a file that did not change is read and checked once."""
    return _checked(*_states(table, folder))


def _states(table: str, folder: Path | None = None) -> tuple[str, Path, tuple[State, ...]]:
    """A table, its folder, and the states of all files on which its cells and their check depend."""
    folder = FOLDER if folder is None else Path(folder)
    package = _file(folder / "datapackage.json")
    return table, folder, (package[1], *(_file(path)[1] for path in _files_of(table, *package)))


@functools.lru_cache(maxsize=64)
def _files_of(table: str, path: Path, state: State) -> list[Path]:
    """The file of a table, and those of the tables in which its keys stand."""
    resources = _package(path, state)
    keys = _resource(table, resources)["schema"].get("foreignKeys", [])
    others = [foreign["reference"]["resource"] for foreign in keys]
    return [path.parent / _resource(name, resources)["path"] for name in (table, *filter(None, others))]


@functools.lru_cache(maxsize=32)
def _checked(table: str, folder: Path, _states: tuple[State, ...]) -> pd.DataFrame:
    """The table of one state of its file and of those that its keys stand in."""
    resource = _description(table, folder)
    fields = resource["schema"]["fields"]
    rows = _rows(folder / resource["path"], [field["name"] for field in fields])
    columns = {}
    for position, field in enumerate(fields):
        cells = [row[position] for row in rows]
        columns[field["name"]] = _column(cells, field, resource["path"])
    frame = pd.DataFrame(columns)
    _check_keys(frame, resource, folder)
    _check_whole([row[0] for row in rows], resource)
    return frame


def order_of(keys: list[str]) -> str:
    """A mark of the order of a table's keys, as data/datapackage.json keeps it."""
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]


def _check_whole(keys: list[str], resource: dict) -> None:
    """Is no row lost, and none moved? Rows that were added are let in: the tests ask for their description."""
    file, rows = resource["path"], resource.get("rows", 0)
    if len(keys) < rows:
        raise DataError(problem("cut", file=file, expected=rows, found=len(keys)))
    if len(keys) == rows and resource.get("order", order_of(keys)) != order_of(keys):
        raise DataError(problem("moved", file=file))


def _rows(path: Path, names: list[str]) -> list[list[str]]:
    # A table is read the same way after a spreadsheet has saved it with Windows line endings: newline="".
    text = _text(path)
    garbled = _garbled(text)  # all at once: cell by cell takes ten times as long, and is needed for the place alone
    with io.StringIO(text, newline="") as file:
        try:
            header, *lines = csv.reader(file, strict=True)
        except csv.Error:  # such as quotation marks without an end, which take in the rest of the file
            raise DataError(problem("damaged", file=path.name)) from None
        except ValueError:  # not even a first line
            header, lines = [], []
        if len(header) == 1 and ";" in header[0]:
            raise DataError(problem("semicolons", file=path.name))
        for name in names:
            if name not in header:
                raise DataError(problem("column_missing", file=path.name, column=repr(name), found=", ".join(header)))
        for name in header:
            if name not in names:
                raise DataError(problem("column_extra", file=path.name, column=repr(name)))
        order = [header.index(name) for name in names]
        rows = []
        while lines and not any(map(str.strip, lines[-1])):
            lines.pop()  # a spreadsheet program leaves empty rows at the end
        for line, cells in enumerate(lines, start=2):
            if len(cells) != len(header):
                raise DataError(problem("cells", file=path.name, row=line, expected=len(header), found=len(cells)))
            for cell in cells if garbled else ():
                if _garbled(cell):
                    raise DataError(problem("garbled", file=path.name, row=line, found=repr(cell[:30])))
            rows.append([cells[i].strip() for i in order])
    if not rows:
        raise DataError(problem("no_rows", file=path.name))
    return rows


_MISREAD = re.compile("[\u00c3\u00d8-\u00db][\u0080-\u00bf\u0152-\u0192\u02c6-\u02dc\u2013-\u203a\u20ac\u2122]")
_LOST = "\ufffd", "???"
"""What letters become when a table is opened in another encoding and saved: Arabic ones, or accents, or question marks."""


def _garbled(text: str) -> bool:
    return any(mark in text for mark in _LOST) or _MISREAD.search(text) is not None


def _text(path: Path) -> str:
    """The text of a file, without the byte-order mark that some programs put at its beginning."""
    if not path.is_file():
        raise DataError(problem("no_file", file=path.name))
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(problem("encoding", file=path.name)) from None
    except OSError:
        raise DataError(problem("unreadable", file=path.name)) from None


def _column(cells: list[str], field: dict, file: str):
    """Convert the cells of one column to its type, checking each against the field's constraints."""
    constraints = field.get("constraints", {})
    read = _READERS[field["type"]]
    pattern, enum = constraints.get("pattern"), constraints.get("enum")
    allowed = None if enum is None else {str(value) for value in enum}
    low, high = (
        read(str(end)) if end is not None and field["type"] == "date" else end
        for end in (constraints.get("minimum"), constraints.get("maximum"))
    )
    values, known = [], {}  # most columns say a few things again and again: each is read and checked once

    def where() -> dict:
        return {"file": file, "row": len(values) + 2, "column": repr(field["name"])}

    def checked(cell: str):
        if cell == "":
            if constraints.get("required"):
                raise DataError(problem("empty_cell", **where(), expected=_expected(field)))
            return "" if field["type"] == "string" else None
        try:
            value = read(cell)
        except ValueError:
            raise DataError(problem("cell", **where(), expected=_expected(field), found=repr(cell))) from None
        bad = (
            (allowed is not None and cell not in allowed)
            or (low is not None and value < low)
            or (high is not None and value > high)
            or (pattern is not None and not re.fullmatch(pattern, cell))
        )
        if bad:
            raise DataError(problem("cell", **where(), expected=_expected(field), found=repr(cell)))
        return value

    for cell in cells:
        if cell not in known:
            known[cell] = checked(cell)
        values.append(known[cell])
    if constraints.get("unique"):
        _check_unique(values, field["name"], file)
    if field["type"] == "date":
        return np.array(values, "datetime64[us]")
    if field["type"] == "string":
        return pd.array(values, "str")
    if None in values:
        return np.array(values, "object" if field["type"] == "boolean" else "float64")
    return np.array(values)


def _integer(cell: str) -> int:
    if not re.fullmatch(r"-?\d+", cell, re.ASCII):
        raise ValueError(cell)
    return int(cell)


def _number(cell: str) -> float:
    if not re.fullmatch(r"-?\d+(\.\d+)?", cell, re.ASCII):
        raise ValueError(cell)
    return float(cell)


def _boolean(cell: str) -> bool:
    if cell not in {"true", "false", "TRUE", "FALSE"}:  # in capitals once a spreadsheet program has saved the table
        raise ValueError(cell)
    return cell.lower() == "true"


_READERS = {
    "string": str,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": datetime.date.fromisoformat,
}


def _expected(field: dict) -> str:
    """What a cell of the field must hold, in words."""
    constraints = field.get("constraints", {})
    if "enum" in constraints:
        return problem("one_of", known=", ".join(str(value) for value in constraints["enum"]))
    words = {
        "string": problem("a_string"),
        "integer": problem("a_integer"),
        "number": problem("a_number"),
        "boolean": problem("a_boolean"),
        "date": problem("a_date"),
    }[field["type"]]
    if "minimum" in constraints:
        words = problem("minimum", words=words, value=constraints["minimum"])
    if "maximum" in constraints:
        words = problem("maximum", words=words, value=constraints["maximum"])
    if "pattern" in constraints:
        words = problem("pattern", words=words, value=constraints["pattern"])
    return words


def _check_unique(values: list, name: str, file: str):
    seen = {}
    for line, value in enumerate(values, start=2):
        if value in seen and value not in ("", None):
            where = {"file": file, "row": line, "column": repr(name), "first": seen[value]}
            raise DataError(problem("repeated", **where, found=repr(value)))
        seen.setdefault(value, line)


def _check_keys(frame: pd.DataFrame, resource: dict, folder: Path):
    schema = resource["schema"]
    key = schema.get("primaryKey")
    if key:
        key = [key] if isinstance(key, str) else key
        _check_unique(
            list(frame[key].itertuples(index=False, name=None)) if len(key) > 1 else frame[key[0]].to_list(),
            "+".join(key),
            resource["path"],
        )
    for foreign in schema.get("foreignKeys", []):
        column = foreign["fields"] if isinstance(foreign["fields"], str) else foreign["fields"][0]
        reference = foreign["reference"]
        other = reference["fields"] if isinstance(reference["fields"], str) else reference["fields"][0]
        # An empty resource name means the table itself (Frictionless Table Schema).
        known = set(frame[other]) if reference["resource"] == "" else _known(reference["resource"], other, folder)
        for line, value in enumerate(frame[column].to_numpy(), start=2):
            if value != "" and value not in known:
                where = {"file": resource["path"], "row": line, "column": repr(column), "found": repr(value)}
                raise DataError(problem("unknown_key", **where, table=reference["resource"] or resource["name"]))


def _known(table: str, column: str, folder: Path) -> frozenset:
    resource = _description(table, folder)
    names = tuple(field["name"] for field in resource["schema"]["fields"])
    return _values(*_file(folder / resource["path"]), names, column)


@functools.lru_cache(maxsize=32)
def _values(path: Path, _state: State, names: tuple[str, ...], column: str) -> frozenset:
    return frozenset(row[names.index(column)] for row in _rows(path, list(names)))


def with_sources(frame: pd.DataFrame) -> pd.DataFrame:
    """Add to each row where its figure was printed: columns publisher_en, publisher_ar (one a language) and url, from
    `credits`.

    frame: any table with a column `source_id`.
    """
    # What a merge does, in a sixth of its time: lessons and explorers ask for it again and again.
    credited = credits()
    rows = pd.Index(credited["source_id"]).get_indexer(frame["source_id"])
    found = {name: credited[name].array.take(rows, allow_fill=True) for name in credited.columns if name != "source_id"}
    return frame.reset_index(drop=True).assign(**found)


def credits() -> pd.DataFrame:
    """Whom to credit for each source, in the order in which a source line names them: source_id, publisher_en,
    publisher_ar ("Airwars, as reported by RT" where the page passes on a count) and url.

    First comes what the counters printed themselves, then the press, agencies first, but pages that name the counter
    before those that do not; then partisan outlets, blogs and copies: the order of the kinds in the data dictionary.
    """
    return _credits(*_file(FOLDER / "sources.csv")).copy()


@functools.lru_cache(maxsize=2)
def _credits(_file: Path, _state: State) -> pd.DataFrame:
    """`credits` for one state of the file: explorers ask for it at every move."""
    sources = _kept("sources")
    fields = {field["name"]: field for field in _description("sources")["schema"]["fields"]}
    kinds = fields["kind"]["constraints"]["enum"]

    def place(kind: str, counter: str) -> tuple:
        number = kinds.index(kind)
        return number + (kind == "agency"), counter == "", number  # one band: press and agencies

    places = [place(*each) for each in zip(sources["kind"], sources["counter_en"], strict=True)]
    named = {"source_id": list(sources["source_id"])}
    for code in lang.LANGUAGES:
        both = zip(sources[f"counter_{code}"], sources[f"publisher_{code}"], strict=True)
        named[f"publisher_{code}"] = [
            lang.text("common.as_reported_by", code, counter=counter, publisher=publisher) if counter else publisher
            for counter, publisher in both
        ]
    named["url"] = list(sources["url"])
    return pd.DataFrame(named).take(sorted(range(len(places)), key=places.__getitem__))


@functools.lru_cache(maxsize=4)
def _places(language: str, _file: Path, _state: State) -> dict[str, tuple[int, str]]:
    """For each name that `credits` gives: its place in their order, and the counter that it names."""
    sources, listed = _kept("sources"), credits()
    counters = dict(zip(sources["source_id"], sources[f"counter_{language}"], strict=True))
    return {
        name: (place, counters[key])
        for place, (key, name) in reversed(
            [*enumerate(zip(listed["source_id"], listed[f"publisher_{language}"], strict=True))]
        )
    }


def in_order_of_credit(names, language: str) -> list[str]:
    """Names that `credits` gives, each once, in its order; of one counter's pages only the first stands before the
    others. A name that is not among them stays in front."""
    places, seen, first, later = _places(language, *_file(FOLDER / "sources.csv")), set(), [], []
    for name in sorted(dict.fromkeys(names), key=lambda name: places.get(name, (-1, ""))[0]):
        counter = places.get(name, (-1, ""))[1]
        (later if counter and counter in seen else first).append(name)
        seen.add(counter)
    return first + later


def row(table: str, key: str) -> pd.Series:
    """One row of a table by its key (the first column), for example row("strikes", "strikes-2017-07-26-cjtf-oir").

    Raises DataError for an unknown key.
    """
    state = _states(table)
    frame, places = _checked(*state), _places_of_rows(*state)
    if not isinstance(key, Hashable) or key not in places:
        raise DataError(problem("no_row", table=table, column=frame.columns[0], value=repr(key)))
    found = frame.iloc[places[key]].copy()
    found.attrs["table"] = table
    return found


@functools.lru_cache(maxsize=32)
def _places_of_rows(table: str, folder: Path, states: tuple[State, ...]) -> dict[str, int]:
    """By its key, where a row stands in its table."""
    keys = _checked(table, folder, states).iloc[:, 0]
    return {key: place for place, key in reversed([*enumerate(keys)])}


def rows(frame: pd.DataFrame) -> list:
    """The rows of a table, each a record with a field for every column: row.start_date; row.Index is its place.

    What pandas' itertuples gives, in a quarter of its time (of types that can be empty, such as Int64, Python's own
    numbers): that one takes each column out of its table by itself, and makes a new kind of record at each call.
    """
    record = _record(tuple(frame.columns))
    return [record(place, *cells) for place, cells in zip(frame.index, frame.to_numpy(object).tolist(), strict=True)]


@functools.lru_cache(maxsize=128)
def _record(columns: tuple[str, ...]) -> type:
    return namedtuple("Row", ("Index", *columns), rename=True)


def texts(record, name: str) -> dict[str, str]:
    """The text columns of a row that stand for one thing, by language: texts(row, "title")["en"] is its title_en."""
    columns = [column for column in record.index if re.fullmatch(rf"{name}_[a-z]{{2}}", column)]
    return {column.removeprefix(f"{name}_"): record[column] for column in columns}


def article_figure(figure_id: str):
    """One figure of the article as a `measures.Bounded` with the precision that the article printed.

    figure_id: a key of article_figures.csv, for example "a14-cost-per-day" (13.6, so 13.55 to 13.65).
    """
    from .measures import exact, rounded

    figure = row("article_figures", figure_id)
    return exact(figure["value"]) if pd.isna(figure["step"]) else rounded(figure["value"], figure["step"])


def outlines(copied: bool = True) -> dict:
    """Country outlines for maps, as GeoJSON: Iraq and Syria (labelled) and their neighbours (not labelled).

    De facto lines from Natural Earth; the member `note_en`/`note_ar` must stand under every map. copied: False for who
    only draws them: a copy of all points takes longer than the drawing.
    """
    kept = _geojson(*_file(FOLDER / "outlines.geojson"))
    return copy.deepcopy(kept) if copied else kept


def outlines_note(language: str) -> str:
    """The note that must stand under every map, alone: the outlines need not be copied for it."""
    return _geojson(*_file(FOLDER / "outlines.geojson"))[f"note_{language}"]


@functools.lru_cache(maxsize=2)
def _geojson(path: Path, _state: State) -> dict:
    outlines = _json(path)
    if not isinstance(outlines, dict) or not outlines.get("features"):
        raise DataError(problem("damaged", file=path.name))
    return outlines
