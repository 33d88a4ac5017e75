"""The tables are described and valid, and damage to one is named. What they say is tested in tests/tables/."""

import json
import re

import dictionary
import frictionless
import pytest
from campaign import data
from campaign.language import LANGUAGES
from course_copy import copy_of_folder


# --- the package as a whole -----------------------------------------------------------------------------------
def test_frictionless_finds_no_error_in_any_table():
    # Its own folder apart: frictionless takes an address with a # in it for unsafe.
    report = frictionless.validate("datapackage.json", basepath=str(data.FOLDER))
    assert report.flatten(["resourceName", "rowNumber", "fieldName", "note"]) == []
    package = json.loads((data.FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    assert report.stats["tasks"] == len(package["resources"])


@pytest.mark.parametrize("table", data.tables())
def test_the_course_loads_every_table(table):
    assert len(data.load(table)) > 0


def test_every_csv_file_is_described_and_the_dictionary_is_current():
    described = {data.description(table)["path"] for table in data.tables()}
    assert {path.name for path in data.FOLDER.glob("*.csv")} == described
    assert (data.FOLDER / "README.md").read_text(encoding="utf-8") == dictionary.page()
    current = dictionary.package() == (data.FOLDER / "datapackage.json").read_text(encoding="utf-8")
    assert current, "rows, order or hashes of the tables are others now: run data/dictionary.py"


@pytest.mark.parametrize("table", data.tables())
def test_every_column_says_what_it_means_and_every_text_comes_in_every_language(table):
    for language in LANGUAGES:
        assert data.description(table).get(f"title_{language}"), f"{table}: no title_{language} in datapackage.json"
    names = [field["name"] for field in data.description(table)["schema"]["fields"]]
    for field in data.description(table)["schema"]["fields"]:
        assert len(field["description"]) > 10, f"{table}.{field['name']}"
        assert "unit" in field, f"{table}.{field['name']}"
    frame = data.load(table)
    for name in names:
        if name.endswith("_en"):
            for language in LANGUAGES:
                other = f"{name[:-3]}_{language}"
                assert other in names, f"{table}.csv: no column {other}"
                one_sided = frame[(frame[name] == "") != (frame[other] == "")]
                assert one_sided.empty, f"{table}.{other}: not as {name} in rows {list(one_sided.iloc[:, 0])}"


@pytest.mark.parametrize("table", data.tables())
def test_observations_name_their_source_and_quality(table):
    frame = data.load(table)
    if "source_id" in frame and table not in {"sources", "glossary"}:
        assert (frame["source_id"] != "").all()
    if "quality" in frame and table != "printed_errors":
        assert set(frame["quality"]) <= {"use", "derived", "rounded", "second-hand", "weak-source", "contradiction"}
    if "contradicts" in frame:
        keys = set(frame.iloc[:, 0])
        for named in frame["contradicts"]:
            assert set(filter(None, named.split(";"))) <= keys


def test_arabic_columns_hold_arabic():
    for table in data.tables():
        frame = data.load(table)
        for name in frame.columns:
            if name.endswith("_ar"):
                without = [text for text in frame[name] if text and not re.search("[\u0600-\u06ff]", text)]
                assert without == [], f"{table}.{name}"


# --- bad input (each rule by itself: test_loading.py) ------------------------------------------------------------------
FIRST, CELLS = "2014-08-20,day,cjtf_oir,84,", len(data.description("strikes")["schema"]["fields"])
A_COUNT, A_DATE = "a whole number without separators from 0", "a date as 2017-07-26 from 2014-08-08"
DAMAGES = {
    "a sign": (FIRST, FIRST.replace("84", "-84"), f"row 2, column 'strikes_iraq': expected {A_COUNT}, found '-84'"),
    "a word": (FIRST, FIRST.replace("84", "many"), f"row 2, column 'strikes_iraq': expected {A_COUNT}, found 'many'"),
    "a form of date": ("2014-08-20,d", "8/20/14,d", f"row 2, column 'as_of_date': expected {A_DATE}, found '8/20/14'"),
    "no date": ("2014-08-20,d", ",d", f"row 2, column 'as_of_date': expected {A_DATE}, found an empty cell"),
    "a key again": (
        "strikes-2014-09-08-centcom",
        "strikes-2014-08-20-centcom",
        "row 3, column 'observation_id': expected a value of its own, found 'strikes-2014-08-20-centcom' again (first in row 2)",
    ),
    "no such source": (
        ",airandspaceforces-com-d2c88\n",
        ",nowhere-00000\n",
        "row 2, column 'source_id': expected a key of sources.csv, found 'nowhere-00000'",
    ),
    "a code": (",use,", ",fine,", "row 2, column 'quality': expected one of use, "),
    "a cell too many": (FIRST, f"{FIRST}5,", f"row 2: expected {CELLS} cells, found {CELLS + 1}"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_table_is_named_with_row_and_column(tmp_path, damage):
    folder, (old, new, message) = copy_of_folder(data.FOLDER, tmp_path / "data"), DAMAGES[damage]
    text = (folder / "strikes.csv").read_text(encoding="utf-8")
    assert old in text
    (folder / "strikes.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(data.DataError) as caught:
        data.load("strikes", folder)
    assert str(caught.value).startswith(f"strikes.csv, {message}") and "\n" not in str(caught.value)


def test_a_row_that_is_not_there_is_named():
    with pytest.raises(data.DataError, match=r"^strikes.csv: no row with observation_id 'strikes-1999'"):
        data.row("strikes", "strikes-1999")
