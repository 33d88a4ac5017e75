"""The pages of the long tools: one line a row, and no folder of the machine that wrote them."""

import tempfile
from pathlib import Path

import measured
import mutate_data


def test_a_cell_of_several_lines_becomes_one_line():
    assert measured.table(["a", "b"], [["x\n  y", 2]]) == "| a | b |\n| --- | --- |\n| x y | 2 |"


def test_a_page_names_its_command_and_no_folder_of_the_machine(tmp_path):
    told = f"File {Path.home() / 'python/run.py'}, then {Path(tempfile.gettempdir()) / 'course/a.py'}"
    page = measured.write("page", "A page", "python tool.py", told, folder=tmp_path).read_text(encoding="utf-8")
    assert page.startswith("# A page\n\nMade by `python tool.py` on ")
    assert page.endswith("File ~/python/run.py, then (temporary folder)/course/a.py\n")


def test_a_survivor_gets_its_reason_and_no_other_line_changes():
    page = (
        f"# Mutations\n\n- strikes.csv, row a-1, column total: 1 became 2 (seen in a picture). {mutate_data.NO_REASON}\n"
        f"- cost.csv, row b-2: dropped (seen in a picture). {mutate_data.NO_REASON}\n- cost.csv, row c: dropped. A lone one.\n"
    )
    told = mutate_data.with_reasons(page, {"strikes": {"total": "A lone figure."}})
    assert told == page.replace(mutate_data.NO_REASON, "A lone figure.", 1)
