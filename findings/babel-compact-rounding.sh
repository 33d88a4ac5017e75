#!/usr/bin/env bash
# Babel 2.18.0: short forms of large numbers ("14 million") near a border and in Arabic.
# A good guess: 999,999 becomes 1M, in Arabic «1 مليون»; the noun goes with the number that is printed.
# What happens: the unit is picked before rounding, the noun too: 1000K and «1000 ألف»; and 3,400,000 prints
# «3 مليون» where 3,000,000 prints «3 ملايين», because the noun belongs to 3.4, which nobody sees.
# For a course: rounded totals read oddly in English and wrongly in Arabic. Round first, then format.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q Babel==2.18.0
env/bin/python - <<'PY'
import sys
import babel
from babel.numbers import format_compact_decimal

print("Babel", babel.__version__)


def plain(text):
    """Return the text with ordinary spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


seen = {
    "border, en": format_compact_decimal(999_999, locale="en"),
    "border, ar": plain(format_compact_decimal(999_999, locale="ar")),
    "3.0 million": plain(format_compact_decimal(3_000_000, locale="ar", format_type="long")),
    "3.4 million": plain(format_compact_decimal(3_400_000, locale="ar", format_type="long")),
}
expected = {"border, en": "1000K", "border, ar": "1000 ألف", "3.0 million": "3 ملايين", "3.4 million": "3 مليون"}
print(seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY
