#!/usr/bin/env bash
# pandas 3.1.1: going through a table row by row with itertuples(), the way that is recommended when rows are needed.
# A good guess: the time grows with the rows; two rows cost next to nothing.
# What happens: two rows of a wide table take more than half of the time that eighty take. Each call takes every column
# out as a series of its own, and builds a new class for its records, whatever the number of rows.
# For a course: charts and widgets go through few rows, again and again. The same records, of one class that is kept,
# filled from to_numpy(object), come in less than half of the time.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q pandas==3.1.1
env/bin/python - <<'PY'
import statistics
import sys
import time
from collections import namedtuple

import pandas as pd

columns = {f"count_{number}": [number] * 80 for number in range(10)}
columns |= {f"source_{number}": [f"report {number}"] * 80 for number in range(14)}
reports = pd.DataFrame(columns | {"as_of": pd.Timestamp("2017-07-26")})
few = reports.head(2)
Record = namedtuple("Record", ["Index", *reports.columns])


def kept(table):
    return [Record(place, *cells) for place, cells in zip(table.index, table.to_numpy(object).tolist())]


def took(way, table, times=50):
    begin = time.perf_counter()
    for _ in range(times):
        list(way(table))
    return time.perf_counter() - begin


same = [tuple(row) for row in kept(few)] == [tuple(row) for row in few.itertuples()]
rounds = [(took(pd.DataFrame.itertuples, few), took(pd.DataFrame.itertuples, reports), took(kept, few)) for _ in range(9)]
share = statistics.median(two / eighty for two, eighty, _ in rounds)
other = statistics.median(ours / two for two, _, ours in rounds)
print(f"pandas {pd.__version__}: 2 rows take {share:.2f} of what 80 take; records of a kept class {other:.2f} of that, the same: {same}")
if not (share > 0.5 and other < 0.5 and same):
    sys.exit("The behaviour changed: expected more than half for two rows, and less than half of that with a kept class")
PY
