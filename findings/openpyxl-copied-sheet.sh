#!/usr/bin/env bash
# openpyxl 3.1.5: copy_worksheet() of a right-to-left sheet with a list of choices and a fixed heading row.
# A good guess: a copy is a copy: direction, list of choices and fixed row come along.
# What happens: cells, widths and formats are copied; the direction, the list of choices, the fixed row and the row
# that is repeated in print are not. The Arabic copy opens left to right and takes any answer.
# For a course: a teacher who makes one sheet per group from a master gets sheets that look like another one. Set the
# direction and the lists on every sheet.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q openpyxl==3.1.5
env/bin/python - <<'PY'
import sys
import openpyxl
from openpyxl.worksheet.datavalidation import DataValidation

print("openpyxl", openpyxl.__version__)
book = openpyxl.Workbook()
master = book.active
master.append(["البلد", "الضربات"])
master.append(["العراق", 13])
master.sheet_view.rightToLeft = True
master.freeze_panes = "A2"
master.print_title_rows = "1:1"
master.column_dimensions["A"].width = 30
choices = DataValidation(type="list", formula1='"العراق,سوريا"')
choices.add("A2")
master.add_data_validation(choices)
book.copy_worksheet(master).title = "Group 1"
book.save("class.xlsx")


def features(sheet):
    """Return what a reader would miss on a sheet."""
    return {
        "right to left": bool(sheet.sheet_view.rightToLeft),
        "choices": len(sheet.data_validations.dataValidation),
        "fixed row": sheet.freeze_panes,
        "repeated row": sheet.print_title_rows,
        "width": sheet.column_dimensions["A"].width,
        "first cell": sheet["A1"].value,
    }


first, copy = (features(sheet) for sheet in openpyxl.load_workbook("class.xlsx"))
print("master:", first)
print("copy:", copy)
seen = [name for name in first if first[name] != copy[name]]
expected = ["right to left", "choices", "fixed row", "repeated row"]
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}, saw {seen} lost")
PY
