"""The page of the long tools: one line a row, each part in its place, and no folder of the machine that wrote it."""

import re
import tempfile
from pathlib import Path

import benchmark
import measured
import pytest

TOOLS = {
    "data-mutations": "mutate_data",
    "text-mutations": "mutate_texts",
    "code-mutations": "mutate_code",
    "benchmark": "benchmark",
    "class": "measure_class",
    "hub": "measure_hub",
}


def test_a_cell_of_several_lines_becomes_one_line():
    assert measured.table(["a", "b"], [["x\n  y", 2]]) == "| a | b |\n| --- | --- |\n| x y | 2 |"


def test_what_is_found_takes_its_place_between_the_marks():
    page = "before\n<!-- part -->\nold\n<!-- /part -->\nafter\n"
    once = measured.insert(page, "part", "| new |")
    assert once == "before\n<!-- part -->\n| new |\n<!-- /part -->\nafter\n"
    assert measured.insert(once, "part", "| new |") == once
    for damaged in ("no marks", "<!-- /part --> <!-- part -->"):
        with pytest.raises(ValueError, match="expected the marks"):
            measured.insert(damaged, "part", "x")


def test_a_part_names_its_command_and_no_folder_of_the_machine(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("<!-- part -->\n<!-- /part -->\n", encoding="utf-8")
    told = f"File {Path.home() / 'python/run.py'}, then {Path(tempfile.gettempdir()) / 'course/a.py'}"
    measured.write("part", "python tool.py", told, page=page)
    written = page.read_text(encoding="utf-8")
    assert written.startswith("<!-- part -->\nMade by `python tool.py` on ")
    assert written.endswith("\n\nFile ~/python/run.py, then (temporary folder)/course/a.py\n<!-- /part -->\n")


@pytest.mark.parametrize("part", TOOLS)
def test_every_tool_has_its_part_of_the_page_and_the_day_of_its_run(part):
    page = measured.PAGE.read_text(encoding="utf-8")
    assert f"\n<!-- {part} -->\nMade by `python tests/tools/{TOOLS[part]}.py" in page
    assert f"`tests/tools/{TOOLS[part]}.py`" in page.split("##")[0], "the list at the top names it"
    assert f"<!-- {part} -->" in measured.insert(page, part, "")
    tool = Path(benchmark.__file__).with_name(f"{TOOLS[part]}.py").read_text(encoding="utf-8")
    assert re.search(rf'measured\.write\(\s*"{part}"', tool)
