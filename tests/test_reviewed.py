"""The tables are those that a person last reviewed, down to the cell; and a change is told in plain words."""

import csv
import shutil

import pytest
import review_data


def test_the_tables_are_as_they_were_last_reviewed():
    found = review_data.changes()
    shown = "\n".join(found[:10])
    assert not found, (
        f"{len(found)} changes in data/ since the last review.\n{shown}\n"
        "See all with: python data/review_data.py\n"
        "If they are right: python data/review_data.py --accept"
    )


@pytest.fixture
def copy(tmp_path):
    """A copy of the tables that a test may change, its record, and the text of each table before."""
    folder, record = tmp_path / "data", tmp_path / "reviewed.json"
    shutil.copytree(review_data.DATA, folder)
    review_data.accept(folder, record)
    assert review_data.changes(folder, record) == []
    return folder, record, review_data.tables(folder).get


def edit(folder, table, change):
    """Rewrite a table with its header and rows changed in place."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def test_a_changed_cell_is_told_with_row_column_and_both_values_until_it_is_accepted(copy):
    folder, record, before = copy

    def change(rows):
        row = next(row for row in rows if row[0] == "cost-oir-2017-03-31")
        row[rows[0].index("total_usd_billion")] = "15.2"

    edit(folder, "cost", change)
    told = "data/cost.csv, row cost-oir-2017-03-31, column total_usd_billion: "
    assert review_data.changes(folder, record, before) == [told + "12.5 became 15.2"]
    assert review_data.changes(folder, record, lambda table: None) == [told + "was changed, now 15.2"]
    review_data.accept(folder, record)
    assert review_data.changes(folder, record, before) == []


def test_rows_columns_and_tables_that_come_go_or_move_are_told(copy):
    folder, record, before = copy
    edit(folder, "verdicts", lambda rows: rows.remove(rows[3]))
    edit(folder, "targets", lambda rows: rows.append(["targets-2018-01-01-new", *rows[1][1:]]))
    edit(folder, "strikes", lambda rows: rows.insert(1, rows.pop(5)))
    edit(folder, "airpower", lambda rows: [row.append("x") for row in rows])
    edit(folder, "coalition_members", lambda rows: rows.insert(2, rows[1]))
    (folder / "glossary.csv").unlink()
    (folder / "more.csv").write_text("id\n1\n", encoding="utf-8")
    assert set(review_data.changes(folder, record, before)) == {
        "data/glossary.csv: the table is gone",
        "data/airpower.csv: column x is new",
        "data/coalition_members.csv: row members-2014-10 stands there twice",
        "data/more.csv: the table is new",
        "data/strikes.csv: the rows stand in another order",
        "data/targets.csv: row targets-2018-01-01-new is new",
        "data/verdicts.csv: row A03 is gone",
    }


def test_a_long_text_is_shown_where_it_changed(copy):
    folder, record, before = copy

    def change(rows):
        note = rows[0].index("note_en")
        rows[1][note] = rows[1][note].replace("24 days", "42 days")

    edit(folder, "airpower", change)
    [told] = review_data.changes(folder, record, before)
    assert told.startswith("data/airpower.csv, row airpower-2014-08-afcent, column note_en: ...")
    assert "24 days. became" in told and told.endswith("42 days.")


def test_windows_line_endings_and_a_byte_order_mark_are_no_change(copy):
    folder, record, before = copy
    path = folder / "cost.csv"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig", newline="\r\n")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf") and b"\r\n" in path.read_bytes()
    assert review_data.changes(folder, record, before) == []
