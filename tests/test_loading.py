"""How a table is read: each type, each constraint, each key, and the sentence for each kind of damage.

The tables here are made for one rule each; tests/test_data.py holds the course's own tables to their contents.
"""

import json
import re
import shutil

import numpy as np
import pandas as pd
import pytest
from campaign import data, problems, reference
from campaign.language import LANGUAGES
from campaign.measures import exact, rounded


@pytest.fixture
def package(tmp_path):
    """A function that writes a data package: package(fields, lines, **schema) -> its folder. The table is "days"."""

    def write(fields, *lines, others=(), **schema):
        for remembered in vars(data).values():  # files of one test may follow each other within one tick of the clock
            getattr(remembered, "cache_clear", lambda: None)()
        resource = {"name": "days", "path": "days.csv", "schema": {"fields": fields, **schema}}
        outline = {"name": "lines", "path": "lines.geojson"}
        (tmp_path / "datapackage.json").write_text(
            json.dumps({"resources": [resource, outline, *(other for other, _ in others)]}), encoding="utf-8"
        )
        (tmp_path / "days.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        for other, text in others:
            (tmp_path / other["path"]).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def field(name, kind="string", **constraints):
    return {"name": name, "type": kind, "constraints": constraints} if constraints else {"name": name, "type": kind}


def refused(folder, table="days"):
    """The sentence with which a table is refused; in an Arabic lesson it is Arabic."""
    told = {}
    for language in ("ar", "en"):
        problems.speak(language)
        with pytest.raises(data.DataError) as caught:
            data.load(table, folder)
        told[language] = str(caught.value)
    assert re.search("[\u0621-\u064a]", told["ar"]), told["ar"]
    assert not re.search(r"\b(expected|found|missing|row|column|first)\b", told["ar"]), told["ar"]
    return told["en"]


# --- types --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "cells", "dtype", "values"),
    [
        ("integer", ["7", "-7", "007"], "int64", [7, -7, 7]),
        ("integer", ["7", "", "9"], "float64", [7.0, np.nan, 9.0]),
        ("integer", ["", ""], "float64", [np.nan, np.nan]),
        ("boolean", ["", ""], "object", [None, None]),
        ("number", ["2.5", "-0.25", "3"], "float64", [2.5, -0.25, 3.0]),
        ("number", ["2.5", "", "3"], "float64", [2.5, np.nan, 3.0]),
        ("boolean", ["true", "false", "true"], "bool", [True, False, True]),
        ("boolean", ["TRUE", "FALSE", "true"], "bool", [True, False, True]),
        ("boolean", ["true", "", "false"], "object", [True, None, False]),
        ("date", ["2017-07-26", "", "2014-08-08"], "datetime64[us]", ["2017-07-26", None, "2014-08-08"]),
        ("string", ["a", "", "12"], "str", ["a", "", "12"]),
    ],
)
def test_each_type_is_read_as_the_documentation_says(package, kind, cells, dtype, values):
    folder = package([field("key"), field("value", kind)], "key,value", *(f"{i},{c}" for i, c in enumerate(cells)))
    column = data.load("days", folder)["value"]
    assert column.dtype == dtype
    expected = pd.Series(pd.to_datetime(values) if kind == "date" else values, dtype=dtype, name="value")
    pd.testing.assert_series_equal(column, expected)


EXPECTED = {
    "string": "a text",
    "integer": "a whole number without separators",
    "number": "a number without separators",
    "boolean": "true or false",
    "date": "a date as 2017-07-26",
}
WRONG = {
    "integer": ["1,000", "7.0", "٧"],
    "number": ["1_000", "1e3", "٢.٥", ".5"],
    "boolean": ["yes", "1"],
    "date": ["26.07.2017"],
}


@pytest.mark.parametrize(("kind", "cell"), [(kind, cell) for kind, cells in WRONG.items() for cell in cells])
def test_a_cell_of_a_wrong_type_is_named_with_its_place(package, kind, cell):
    folder = package([field("key"), field("value", kind)], "key,value", "a,", f'b,"{cell}"')
    assert refused(folder) == f"days.csv, row 3, column 'value': expected {EXPECTED[kind]}, found {cell!r}"


def test_spaces_around_a_cell_do_not_count(package):
    folder = package([field("key"), field("value", "integer")], "key,value", " a , 7 ")
    assert data.load("days", folder).to_dict("list") == {"key": ["a"], "value": [7]}


# --- constraints ----------------------------------------------------------------------------------------------------
FIRST, LAST = "2014-08-08", "2017-12-31"
CONSTRAINTS = [
    ("integer", {"minimum": 2}, ["2", "3"], "1", "a whole number without separators from 2"),
    ("integer", {"maximum": 5}, ["5", "-9"], "6", "a whole number without separators up to 5"),
    ("number", {"minimum": 0, "maximum": 1}, ["0", "1"], "1.01", "a number without separators from 0 up to 1"),
    ("date", {"minimum": FIRST}, [FIRST], "2014-08-07", f"a date as 2017-07-26 from {FIRST}"),
    ("date", {"minimum": FIRST, "maximum": LAST}, [FIRST, LAST], "2018-01-01", f"a date as 2017-07-26 from {FIRST} up to {LAST}"),
    ("string", {"pattern": "[A-Z]{2}"}, ["IQ", "SY"], "IRQ", "a text of the form [A-Z]{2}"),
    ("string", {"enum": ["iraq", "syria"]}, ["iraq", "syria"], "both", "one of iraq, syria"),
    ("integer", {"enum": [1, 2]}, ["1", "2"], "3", "one of 1, 2"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "constraints", "good", "bad", "expected"), CONSTRAINTS)
def test_a_constraint_lets_its_own_ends_in_and_nothing_beyond(package, kind, constraints, good, bad, expected):
    fields = [field("key"), field("value", kind, **constraints)]
    lines = [f"{i},{cell}" for i, cell in enumerate([*good, ""])]
    assert len(data.load("days", package(fields, "key,value", *lines))) == len(lines)
    message = f"days.csv, row {len(lines) + 2}, column 'value': expected {expected}, found {bad!r}"
    assert refused(package(fields, "key,value", *lines, f"z,{bad}")) == message


@pytest.mark.parametrize("kind", EXPECTED)
def test_an_empty_cell_is_refused_only_where_a_value_is_required(package, kind):
    good = {"string": "a", "integer": "1", "number": "1", "boolean": "true", "date": "2017-07-26"}[kind]
    lines = ["key,value", f"a,{good}", "b,"]
    assert len(data.load("days", package([field("key"), field("value", kind)], *lines))) == 2
    folder = package([field("key"), field("value", kind, required=True)], *lines)
    assert refused(folder) == f"days.csv, row 3, column 'value': expected {EXPECTED[kind]}, found an empty cell"


def again(row, column, value):
    return f"days.csv, row {row}, column '{column}': expected a value of its own, found {value} again (first in row 2)"


def test_a_value_that_must_be_unique_is_named_with_the_row_where_it_stood_first(package):
    fields = [field("key"), field("value", unique=True), field("count", "integer", unique=True)]
    folder = package(fields, "key,value,count", "a,x,1", "b,,", "c,,", "d,x,2", "e,x,3")
    assert refused(folder) == again(5, "value", "'x'")
    folder = package(fields, "key,value,count", "a,x,1", "b,,", "c,,", "d,y,2", "e,z,1")
    assert refused(folder) == again(6, "count", 1)


# --- keys -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", ["key", ["key"]])
def test_a_primary_key_stands_once(package, key):
    fields = [field("key"), field("value")]
    assert len(data.load("days", package(fields, "key,value", "a,x", "b,x", primaryKey=key))) == 2
    assert refused(package(fields, "key,value", "a,x", "b,x", "a,y", primaryKey=key)) == again(4, "key", "'a'")


def test_a_primary_key_of_two_columns_counts_both(package):
    fields, key = [field("key"), field("value")], ["key", "value"]
    assert len(data.load("days", package(fields, "key,value", "a,x", "a,y", primaryKey=key))) == 2
    folder = package(fields, "key,value", "a,x", "a,y", "a,x", primaryKey=key)
    assert refused(folder) == again(4, "key+value", ("a", "x"))


@pytest.mark.parametrize("as_list", [False, True])
def test_a_foreign_key_names_a_row_of_the_other_table(package, as_list):
    fields = [field("key"), field("source")]
    foreign = {
        "fields": ["source"] if as_list else "source",
        "reference": {"resource": "papers", "fields": ["paper"] if as_list else "paper"},
    }
    papers = {"name": "papers", "path": "papers.csv", "schema": {"fields": [field("title"), field("paper")]}}
    others = [(papers, "title,paper\nBaghdad daily,p1\nErbil daily,p2\n")]
    folder = package(fields, "key,source", "a,p1", "b,", "c,p2", others=others, foreignKeys=[foreign])
    assert list(data.load("days", folder)["source"]) == ["p1", "", "p2"]
    folder = package(fields, "key,source", "a,p1", "b,Erbil daily", others=others, foreignKeys=[foreign])
    assert refused(folder) == "days.csv, row 3, column 'source': expected a key of papers.csv, found 'Erbil daily'"


def test_a_key_into_a_table_that_is_not_there_names_it(package):
    foreign = {"fields": "source", "reference": {"resource": "pages", "fields": "page_id"}}
    folder = package([field("key"), field("source")], "key,source", "a,p1", foreignKeys=[foreign])
    with pytest.raises(data.DataError, match="'pages'"):
        data.load("days", folder)


def test_a_foreign_key_may_name_a_row_of_its_own_table(package):
    fields = [field("key"), field("earlier")]
    foreign = {"fields": "earlier", "reference": {"resource": "", "fields": "key"}}
    assert len(data.load("days", package(fields, "key,earlier", "a,", "b,a", foreignKeys=[foreign]))) == 2
    folder = package(fields, "key,earlier", "a,", "b,c", foreignKeys=[foreign])
    assert refused(folder) == "days.csv, row 3, column 'earlier': expected a key of days.csv, found 'c'"


# --- files, headers, rows ---------------------------------------------------------------------------------------------
def test_columns_are_found_by_their_names_in_any_order(package):
    fields = [field("key"), field("value", "integer"), field("text")]
    frame = data.load("days", package(fields, "text,key,value", "x,a,7"))
    assert frame.to_dict("list") == {"key": ["a"], "value": [7], "text": ["x"]}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["key,value"], "days.csv: expected at least one row below the header"),
        (["key"], "days.csv: column 'value' is missing; found key"),
        (["key,worth,note", "a,b,c"], "days.csv: column 'value' is missing; found key, worth, note"),
        ([], "days.csv: column 'key' is missing; found "),
        (["key,value,note", "a,b,c"], "days.csv: column 'note' is not described in datapackage.json"),
        (["key,value", "a,b", "a"], "days.csv, row 3: expected 2 cells, found 1"),
    ],
)
def test_a_wrong_header_or_row_is_named(package, lines, message):
    assert refused(package([field("key"), field("value")], *lines)) == message


def test_a_file_that_is_not_there_is_named_with_its_folder(package, tmp_path, monkeypatch):
    where = "file not found; expected it in the folder data/ beside notebooks/"
    folder = package([field("key")], "key", "a")
    (folder / "days.csv").unlink()
    assert refused(folder) == f"days.csv: {where}"
    assert refused(folder, "nights") == "datapackage.json: no table 'nights'; expected one of days"
    assert refused(folder / "nowhere") == f"datapackage.json: {where}"
    monkeypatch.setattr(data, "FOLDER", tmp_path)
    with pytest.raises(data.DataError) as caught:
        data.outlines()
    assert str(caught.value) == f"outlines.geojson: {where}"


def test_without_a_folder_the_course_s_own_tables_are_meant(package):
    assert data.tables() == sorted(data.tables()) and {"sources", "strikes", "cost"} <= set(data.tables())
    assert data.description("strikes")["path"] == "strikes.csv"
    assert "outlines" not in data.tables()  # a file without columns is no table
    folder = package([field("key")], "key", "a")
    assert data.description("days", str(folder))["path"] == "days.csv"
    assert list(data.load("days", str(folder))["key"]) == ["a"]
    with pytest.raises(data.DataError, match=r"^datapackage.json: no table 'days'; expected one of \w+, \w+"):
        data.description("days")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"key;value\na;b\n", "days.csv: expected commas between the cells, found semicolons"),
        (b"key,value\na,b\xe9\n", "days.csv: expected text in UTF-8, which spreadsheet programs offer as 'CSV UTF-8'"),
        (b"", "days.csv: column 'key' is missing; found "),
        (b"key;value,note\na,b\n", "days.csv: column 'key' is missing; found key;value, note"),
    ],
)
def test_what_a_spreadsheet_program_may_do_to_a_file_is_named(package, content, message):
    folder = package([field("key"), field("value")], "key,value", "a,b")
    (folder / "days.csv").write_bytes(content)
    assert refused(folder) == message


GARBLED = "{file}, row 2: expected text in UTF-8, found {found}; the table was opened in another encoding and saved"


@pytest.mark.parametrize(
    ("text", "wrong"), [("الموصل", "cp1252"), ("الموصل", "latin-1"), ("café", "latin-1"), ("الموصل", "ascii")]
)
def test_a_table_that_was_opened_in_another_encoding_and_saved_is_not_loaded(package, text, wrong):
    spoilt = text.encode("ascii", "replace") if wrong == "ascii" else text.encode()
    spoilt = spoilt.decode(wrong, "replace")
    assert spoilt != text
    folder = package([field("key"), field("value")], "key,value", f"a,{spoilt}")
    assert refused(folder).startswith(GARBLED.format(file="days.csv", found=repr(spoilt[:30])))


def test_empty_rows_at_the_end_do_not_count(package):
    folder = package([field("key"), field("value")], "key,value", "a,b", "", ",", " , ", "")
    assert len(data.load("days", folder)) == 1
    assert refused(package([field("key"), field("value")], "key,value", "a,b", "", "c,d")).startswith("days.csv, row 3")


def test_a_table_that_was_cut_or_sorted_is_named(package):
    fields, lines = [field("key"), field("value")], ["a,x", "b,y", "c,z"]

    def described(*rows):
        folder = package(fields, "key,value", *rows)
        path = folder / "datapackage.json"
        package_ = json.loads(path.read_text(encoding="utf-8"))
        package_["resources"][0] |= {"rows": 3, "order": data.order_of(["a", "b", "c"])}
        path.write_text(json.dumps(package_), encoding="utf-8")
        return folder

    assert len(data.load("days", described(*lines))) == 3 and len(data.load("days", described(*lines, "d,w"))) == 4
    assert refused(described(*lines[:2])).startswith("days.csv: expected 3 rows, found 2; rows are lost")
    assert refused(described(*lines[::-1])).startswith("days.csv: the rows stand in another order than in the course")


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"resources": 7}', '{"resources": [{"name": "days", "schema": {}}]}', "null"]
)
def test_a_damaged_description_or_outline_gets_one_sentence(package, monkeypatch, content):
    folder = package([field("key")], "key", "a")
    (folder / "datapackage.json").write_text(content, encoding="utf-8")
    assert refused(folder) == "datapackage.json: the file is damaged; take it anew from the course"
    (folder / "outlines.geojson").write_text(content, encoding="utf-8")
    monkeypatch.setattr(data, "FOLDER", folder)
    with pytest.raises(data.DataError, match=r"^outlines\.geojson: the file is damaged"):
        data.outlines()


def test_a_file_that_cannot_be_read_gets_one_sentence(package, monkeypatch):
    folder = package([field("key")], "key", "a")
    assert data.load("days", folder) is not None
    for lines in ('key\n"a\n', 'key\n"a"b"\n' + "x" * 200_000, '"key\na\n'):
        (folder / "days.csv").write_text(lines, encoding="utf-8")
        assert refused(folder) == "days.csv: the file is damaged; take it anew from the course"

    def denied(path):
        raise PermissionError

    (folder / "days.csv").write_text("key\nb\n", encoding="utf-8")
    monkeypatch.setattr(type(folder), "read_bytes", denied)
    assert refused(folder).startswith("days.csv: the file cannot be read")


def test_a_source_that_is_added_while_the_kernel_runs_is_known(package):
    fields = [field("key"), field("source")]
    foreign = {"fields": "source", "reference": {"resource": "papers", "fields": "paper"}}
    papers = {"name": "papers", "path": "papers.csv", "schema": {"fields": [field("paper")]}}
    folder = package(fields, "key,source", "a,p1", others=[(papers, "paper\np1\n")], foreignKeys=[foreign])
    assert len(data.load("days", folder)) == 1
    (folder / "papers.csv").write_text("paper\np1\np2\n", encoding="utf-8")
    (folder / "days.csv").write_text("key,source\na,p1\nb,p2\n", encoding="utf-8")
    assert len(data.load("days", folder)) == 2
    (folder / "papers.csv").write_text("paper\np2\n", encoding="utf-8")
    assert "expected a key of papers.csv, found 'p1'" in refused(folder)


def test_what_a_learner_emptied_is_whole_the_next_time():
    for hand_out in (
        lambda: data.outlines()["features"],
        lambda: data.description("cost")["schema"]["fields"],
        reference.users,
    ):
        hand_out().clear()
        assert hand_out()


def test_a_mark_at_the_beginning_and_windows_line_endings_do_not_count(package):
    folder = package([field("key"), field("value")], "key,value", "a,b", 'c,"two\nlines"')
    before = data.load("days", folder)
    (folder / "days.csv").write_bytes(b"\xef\xbb\xbf" + b'key,value\r\na,b\r\nc,"two\nlines"\r\n')
    assert list(before["value"]) == ["b", "two\nlines"]
    pd.testing.assert_frame_equal(data.load("days", folder), before)


def test_line_ends_of_old_programs_are_line_ends(package):
    folder = package([field("key"), field("value")], "key,value", "a,b")
    (folder / "days.csv").write_bytes(b"key,value\ra,b\rc,d\r")
    assert list(data.load("days", folder)["value"]) == ["b", "d"]


def test_an_unknown_table_is_told_with_all_that_there_are(package):
    papers = {"name": "papers", "path": "papers.csv", "schema": {"fields": [field("paper")]}}
    folder = package([field("key")], "key", "a", others=[(papers, "paper\np1\n")])
    assert refused(folder, "nights") == "datapackage.json: no table 'nights'; expected one of days, papers"


def test_a_table_that_a_learner_changed_is_whole_when_it_is_loaded_again(package):
    folder = package([field("key")], "key", "a", "b")
    frame = data.load("days", folder)
    frame.loc[0, "key"] = "changed"
    assert list(data.load("days", folder)["key"]) == ["a", "b"]
    (folder / "days.csv").write_text("key\na\nb\nc\n", encoding="utf-8")
    assert list(data.load("days", folder)["key"]) == ["a", "b", "c"]


def test_text_in_arabic_is_read_as_it_was_written(package):
    folder = package([field("name_ar", enum=["الموصل", "الرقة"])], "name_ar", "الموصل")
    assert list(data.load("days", folder)["name_ar"]) == ["الموصل"]
    assert data.description("days", folder)["schema"]["fields"][0]["constraints"]["enum"] == ["الموصل", "الرقة"]


# --- rows, sources, figures of the article --------------------------------------------------------------------------
def test_a_row_is_found_by_its_key():
    found = data.row("strikes", "strikes-2014-09-08-centcom")
    assert found["observation_id"] == "strikes-2014-09-08-centcom"
    with pytest.raises(data.DataError) as caught:
        data.row("sources", "no-such-source")
    assert str(caught.value) == "sources.csv: no row with source_id 'no-such-source'"
    with pytest.raises(data.DataError, match="no row"):
        data.row("sources", ["a list"])


def test_a_table_and_its_rows_tell_where_they_stand_and_what_they_hold():
    assert data.load("cost").attrs["table"] == data.row("cost", "cost-oir-2017-03-31").attrs["table"] == "cost"
    files = [file.stem for file in data.FOLDER.glob("*.csv")]
    assert data.tables() == sorted(files) and len(data.state()) == len(files) + 1
    assert [data.title("cost", code) for code in LANGUAGES] == [
        data.description("cost")[f"title_{code}"] for code in LANGUAGES
    ]
    assert [data.outlines_note(code) for code in LANGUAGES] == [data.outlines()[f"note_{code}"] for code in LANGUAGES]


def test_sources_add_publisher_and_address_and_keep_every_row():
    source = data.load("sources").iloc[3]
    assert source["counter_en"] == ""  # what stands before the publisher where a page passes on a count: test_charts.py
    frame = pd.DataFrame({"n": [1, 2, 3], "source_id": [source["source_id"], "", source["source_id"]]})
    with_sources = data.with_sources(frame)
    publishers = [f"publisher_{language}" for language in LANGUAGES]
    assert list(with_sources.columns) == ["n", "source_id", *publishers, "url"]
    assert list(with_sources["n"]) == [1, 2, 3] and pd.isna(with_sources["url"][1])
    for name in (*publishers, "url"):
        assert with_sources[name][0] == with_sources[name][2] == source[name]


def test_a_source_that_stands_twice_is_not_silently_doubled(monkeypatch):
    sources = data.credits()
    monkeypatch.setattr(data, "credits", lambda: pd.concat([sources, sources.head(1)]))
    with pytest.raises(pd.errors.InvalidIndexError):
        data.with_sources(sources[["source_id"]])


def test_a_figure_of_the_article_has_the_precision_that_was_printed():
    assert data.article_figure("a14-cost-per-day") == rounded("13.6")
    assert data.article_figure("a13-strikes-total") == exact(23922)
    assert data.article_figure("a09-retaken-iraq") == rounded(70, 10)


def test_outlines_are_shapes_of_the_earth():
    outlines = data.outlines()
    assert outlines["type"] == "FeatureCollection"
    assert {feature["geometry"]["type"] for feature in outlines["features"]} <= {"Polygon", "MultiPolygon"}


def test_the_texts_of_a_record_come_by_language():
    record = pd.Series({"note_en": "a note", "note_ar": "ملاحظة", "note_long": 1, "other_en": "x", "note": 2})
    assert data.texts(record, "note") == {"en": "a note", "ar": "ملاحظة"}


def test_credits_follow_their_file_while_the_kernel_runs(tmp_path, monkeypatch):
    shutil.copytree(data.FOLDER, tmp_path / "data")
    monkeypatch.setattr(data, "FOLDER", tmp_path / "data")
    file = tmp_path / "data" / "sources.csv"
    assert "A New Name" not in set(data.credits()["publisher_en"])
    assert data.in_order_of_credit(["Airwars", "A New Name"], "en") == ["A New Name", "Airwars"]  # not in the table yet
    handed_out = data.credits()
    handed_out["publisher_en"] = ""  # a copy
    file.write_text(file.read_text(encoding="utf-8").replace(",RAND Corporation,", ",A New Name,"), encoding="utf-8")
    assert "A New Name" in set(data.credits()["publisher_en"])
    assert data.in_order_of_credit(["A New Name", "Airwars"], "en") == ["Airwars", "A New Name"]


def test_the_tables_that_use_a_source_follow_their_files_while_the_kernel_runs(tmp_path, monkeypatch):
    shutil.copytree(data.FOLDER, tmp_path / "data")
    monkeypatch.setattr(data, "FOLDER", tmp_path / "data")
    cost = data.load("cost")
    unused, used = (
        next(key for key in data.load("sources")["source_id"] if "cost" not in reference.users()[key]),
        cost["source_id"][0],
    )
    file = tmp_path / "data" / "cost.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(f",{used}", f",{unused}", 1), encoding="utf-8")
    assert "cost" in reference.users()[unused]


MADE = pd.DataFrame(
    {
        "count": [1, 2],
        "share": [0.5, float("nan")],
        "day": pd.to_datetime(["2014-08-08", None]),
        "bounds": [rounded(13.6, 0.1), (1, [2])],
        "whole": [True, False],
        "words": ["a", ""],
    },
    index=["first", "second"],
)


NAMED = pd.DataFrame([[1, 2.5, 3, 4]], columns=["a word", "_hidden", "class", "Index"])


@pytest.mark.parametrize(
    "frame",
    [*map(data.load, data.tables()), MADE, MADE.head(0), MADE[["count", "share"]], NAMED],
    ids=lambda frame: len(frame),
)
def test_the_rows_of_a_table_are_what_pandas_gives_of_them(frame):
    rows, expected = data.rows(frame), list(frame.itertuples())
    assert len(rows) == len(expected) == len(frame)
    for row, other in zip(rows, expected, strict=True):
        assert row._fields == other._fields
        assert list(map(type, row)) == list(map(type, other))
        assert all(one is two or one == two or one != one for one, two in zip(row, other, strict=True))
