#!/usr/bin/env bash
# vl-convert-python 1.9.0.post1 (Vega-Lite 5.20, d3-format, d3-time-format): a chart with the Arabic locales of d3.
# A good guess: with both locales set to Arabic all the numbers of the chart have Arabic digits and Arabic words.
# What happens: numbers get Arabic digits, but dates do not: d3-time-format has Arabic month names and Western digits.
# The short form keeps the Latin M. One chart, two kinds of digits.
# For a course: the years under a chart and the counts beside it look like two number systems, which young readers have
# to be told apart. Choose one kind of digits for the whole page, or format the labels yourself.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q vl-convert-python==1.9.0.post1
env/bin/python - <<'PY'
import re
import sys
from importlib.metadata import version
import vl_convert

print("vl-convert-python", version("vl-convert-python"))
chart = {
    "data": {"values": [{"day": "2014-08-08", "cost": 1_058_000}, {"day": "2017-06-30", "cost": 14_300_000}]},
    "mark": "line",
    "encoding": {
        "x": {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%d %B %Y"}},
        "y": {"field": "cost", "type": "quantitative", "title": None, "axis": {"format": ".2s"}},
    },
}
svg = vl_convert.vegalite_to_svg(chart, vl_version="5.20", format_locale="ar-SY", time_format_locale="ar-SY")
texts = re.findall(r">([^<]+)</text>", svg)
days, costs = [t for t in texts if "20" in t], [t for t in texts if re.search("[٠-٩]", t)]
print(days, costs)
seen = {
    "Arabic months": all(re.search("[؀-ۿ]{3}", day) for day in days) and len(days) > 1,
    "Arabic digits in dates": any(re.search("[٠-٩]", day) for day in days),
    "Arabic digits in numbers": len(costs) > 1 and not any(re.search("[0-9]", cost) for cost in costs),
    "Latin M": any(cost.endswith("M") for cost in costs),
}
expected = {
    "Arabic months": True,
    "Arabic digits in dates": False,
    "Arabic digits in numbers": True,
    "Latin M": True,
}
print(seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
