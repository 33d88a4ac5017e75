"""The cheap part of what tests/tools/try_surroundings.py tries at length: other line endings, places, locales, orders."""

import base64
import codecs
import io
import json
import os
import subprocess
import sys

import pandas as pd
import pytest
import try_surroundings
import try_versions
from campaign import data
from campaign import language as lang
from course_copy import copy_of_course
from PIL import Image

FORMS = {
    "Windows line endings": lambda content: content.replace(b"\n", b"\r\n"),
    "a byte-order mark": lambda content: codecs.BOM_UTF8 + content,
    "both": lambda content: codecs.BOM_UTF8 + content.replace(b"\n", b"\r\n"),
    "no line end at the end": lambda content: content.rstrip(b"\n"),
}


def plain(file):
    """What a file holds, whatever was done to it before."""
    return file.read_bytes().removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")


@pytest.fixture
def tables(tmp_path):
    return copy_of_course(tmp_path / "course", ("data",)) / "data"


@pytest.mark.parametrize("form", FORMS)
def test_tables_saved_by_another_program_are_the_same_tables(form, tables):
    for file in [*tables.glob("*.csv"), tables / "datapackage.json", tables / "outlines.geojson"]:
        file.write_bytes(FORMS[form](plain(file)))
    for table in data.tables():
        pd.testing.assert_frame_equal(data.load(table, tables), data.load(table))


def test_outlines_with_a_byte_order_mark_are_the_same_outlines(tables, monkeypatch):
    expected = data.outlines()
    file = tables / "outlines.geojson"
    file.write_bytes(FORMS["both"](plain(file)))
    monkeypatch.setattr(data, "FOLDER", tables)
    assert data.outlines() == expected


@pytest.mark.parametrize("coding", ["cp1256", "utf-16"])
def test_a_table_saved_in_another_coding_is_told_in_one_sentence(coding, tables):
    file = tables / "strikes.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode(coding, "replace"))
    with pytest.raises(data.DataError, match=r"^strikes\.csv: expected text in UTF-8.*CSV UTF-8") as told:
        data.load("strikes", tables)
    assert "\n" not in str(told.value)


def test_a_table_saved_with_semicolons_is_told_in_one_sentence(tables):
    file = tables / "strikes.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    with pytest.raises(data.DataError, match=r"^strikes\.csv: .*semicolons"):
        data.load("strikes", tables)


@pytest.mark.parametrize("form", FORMS)
def test_words_saved_by_another_program_are_the_same_words(form, tmp_path, monkeypatch):
    expected = {topic: lang._topic(topic) for topic in lang.topics()}
    for file in lang._WORDS.glob("*.toml"):
        (tmp_path / file.name).write_bytes(FORMS[form](plain(file)))
    monkeypatch.setattr(lang, "_WORDS", tmp_path)
    lang._topic.cache_clear()
    try:
        assert {topic: lang._topic(topic) for topic in lang.topics()} == expected
    finally:
        lang._topic.cache_clear()


SCRIPT = """
import sys
sys.path.insert(0, "..")
from campaign import charts, check, data, explorers, language
language.use("ar")
chart = explorers.CostCalculator()
print(ascii(chart.sentence), len(data.tables()), ascii(check.answer("04-1", "x").words))
"""


def said(folder, **surroundings):
    """What the script prints, run in the folder of the lessons of a copy."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT],
        cwd=folder / "notebooks" / "ar",
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | surroundings,
        capture_output=True,
        encoding="ascii",
        timeout=120,
    )
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return done.stdout


def test_the_course_is_the_same_in_a_far_place_with_another_name_locale_and_time(tmp_path):
    plain = copy_of_course(tmp_path / "plain", ("notebooks", "data"))
    far = copy_of_course(tmp_path / "دروس  الحملة ٢ & 'co'", ("notebooks", "data"))
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Pacific/Kiritimati"}
    expected = said(plain)
    assert "\\u" in expected and said(far, **ascii_only) == expected


def test_a_table_or_a_word_file_never_depends_on_the_folder_that_one_is_in(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data._package.cache_clear()
    lang._topic.cache_clear()
    assert len(data.load("strikes")) and lang.text("course.ready", "ar")


def test_the_tool_knows_what_the_page_promises():
    names = [name for name, _ in try_surroundings.SURROUNDINGS.items()]
    assert len(names) == len(set(names)) and {"read-only", "no-home", "no-network", "kernel-killed"} <= set(names)


def test_the_tool_sees_an_output_that_differs(tmp_path):
    stored = {"cells": [{"cell_type": "code", "id": "a", "outputs": [{"data": {"text/plain": "1"}}]}]}
    stored["cells"].append({"cell_type": "markdown", "id": "b", "source": "x"})
    other = json.loads(json.dumps(stored))
    assert try_surroundings.differing(stored["cells"], other["cells"]) == []
    other["cells"][0]["outputs"][0]["data"]["text/plain"] = "2"
    assert try_surroundings.differing(stored["cells"], other["cells"]) == ["a"]


RESULTS = """<testsuites><testsuite>
<testcase classname="tests.test_a" name="one"/><testcase classname="tests.test_a" name="two"><skipped/></testcase>
<testcase classname="tests.test_b" name="three"><failure message="1 is | not 2">long</failure></testcase>
</testsuite></testsuites>"""


def test_the_tool_for_versions_counts_tests_and_names_what_failed(tmp_path):
    file = tmp_path / "results.xml"
    file.write_text(RESULTS, encoding="utf-8")
    outcome = try_versions.Outcome("3.12.1", changed=[])
    try_versions.read_results(file, outcome)
    assert outcome.counts == {"passed": 1, "failed": 1, "skipped": 1} and not outcome.green
    assert outcome.failed == [("tests/test_b: three", "1 is | not 2")]
    page = "\n".join(try_versions.report([outcome], ["3.14"]))
    assert "1 is / not 2" in page and "| 3.14 | none ran | not tried |  | not on this machine |" in page


def test_the_tool_for_versions_tells_texts_from_pictures(tmp_path):
    def notebook(name, text, colour):
        file = io.BytesIO()
        Image.new("RGB", (10, 10), (colour, 0, 0)).save(file, "png")
        picture = base64.b64encode(file.getvalue()).decode("ascii")
        outputs = [{"data": {"text/plain": text}}, {"data": {"image/png": picture}}]
        path = tmp_path / name
        path.write_text(json.dumps({"cells": [{"id": "total", "outputs": outputs}]}), encoding="utf-8")
        return path

    stored = notebook("a", "1", 0)
    seen = try_versions.difference("a", stored, notebook("b", "1", 5))
    assert seen == (
        "a",
        "every text is the same; other pictures: total (by at most 5 of 255 levels, in 100.00% of its points)",
    )
    assert try_versions.Outcome("3.12.1", {"passed": 1}, changed=[seen]).green
    other = try_versions.difference("a", stored, notebook("c", "2", 0))
    assert (
        other == ("a", "other texts in total") and not try_versions.Outcome("3", {"passed": 1}, changed=[other]).green
    )


def test_the_newest_releases_are_tried_without_any_lock(tmp_path):
    course = copy_of_course(tmp_path / "course", ("requirements.txt", "constraints.txt", "tests"))
    try_versions.unlocked(course)
    needed = (course / "requirements.txt").read_text(encoding="utf-8")
    assert "pandas\n" in needed and "==" not in needed and (course / "constraints.txt").read_text() == ""


def test_this_python_is_among_those_that_are_found():
    found = try_versions.pythons()
    assert all(version.startswith(f"{kind}.") and program.is_file() for kind, (version, program) in found.items())
    assert try_versions.version_of(sys.executable) == ".".join(map(str, sys.version_info[:3]))
    assert try_versions.version_of("no-such-python") is None
