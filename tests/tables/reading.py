"""The tables as the tests in this folder read them, and one way to say that every row keeps a rule.

A slip of the pen in one cell should meet a second place that disagrees: the key of its row, its bounds, its neighbours,
another table, its other language. tests/tools/mutate_data.py makes such slips by the hundred and lists those that no
test here or elsewhere notices.
"""

import pandas as pd
from campaign import data

NAMES = data.tables()
TABLES = {name: data.load(name) for name in NAMES}
KEY = {name: TABLES[name].columns[0] for name in NAMES}
FULL = ("use", "derived")
"""Quality labels of rows whose numbers must fit each other."""


def rows(table: str) -> list[dict]:
    return TABLES[table].to_dict("records")


def row(table: str, key: str) -> pd.Series:
    return TABLES[table].set_index(KEY[table]).loc[key]


def broken(table: str, rule) -> list[str]:
    """The keys of the rows that do not keep a rule (a function of the row, as a dictionary)."""
    return [r[KEY[table]] for r in rows(table) if not rule(r)]


def unlike(found) -> dict:
    """The triples (key, one, other) whose two sides differ, for a message that names the row."""
    return {key: (one, other) for key, one, other in found if one != other}


def known(*values) -> bool:
    return not any(pd.isna(value) for value in values)


def rises(values) -> bool:
    """Does no value lie below the one before it?"""
    return list(values) == sorted(values)


def dashed(code: str) -> str:
    return code.replace("_", "-")


def day_of(r, column="as_of_date", precision="as_of_precision") -> str:
    """A date as keys write it: as far as it is known."""
    return r[column].strftime({"month": "%Y-%m", "year": "%Y"}.get(r[precision], "%Y-%m-%d"))


def flagged(r, rule: str) -> bool:
    """Does a row say that it breaks this rule?"""
    return rule in r["breaks_rule"].split(";")


def out_of_order(r, other, columns, date: str) -> bool:
    """Does any cumulative count of a row lie above a later one or below an earlier one of another row?"""
    pairs = [(r[name], other[name]) for name in columns if known(r[name], other[name])]
    if r[date] < other[date]:
        return any(one > another for one, another in pairs)
    return r[date] > other[date] and any(one < another for one, another in pairs)


def all_out_of_order(table: str, columns, date: str = "as_of_date") -> bool:
    """Is each row that says that it breaks the order out of order with one that it names? There must be such rows."""
    keys, flags = TABLES[table].set_index(KEY[table]), [r for r in rows(table) if flagged(r, "order")]
    named = [[keys.loc[key] for key in r["contradicts"].split(";") if key] for r in flags]
    return bool(flags) and all(
        any(out_of_order(r, other, columns, date) for other in others) for r, others in zip(flags, named, strict=True)
    )
