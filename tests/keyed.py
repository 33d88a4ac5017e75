"""What explorers say in some states, each text as its key and what fills it: words may be changed, figures may not.

    python tests/keyed.py        writes keyed.txt anew; look at what has changed in it

Texts of the tables stand as their column and the row that they are of.
"""

import datetime
import sys
from pathlib import Path

import ipywidgets as widgets
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "notebooks"))
from campaign import language as lang
from campaign import topics
from campaign.sheet import drawing

FILE = Path(__file__).with_name("keyed.txt")
DAY = datetime.date
STATES = {
    "ClaimPicker": [{}, *({"claim": claim} for claim in ("A07", "A09", "A14", "A16", None))],
    "TimelineExplorer": [
        {},
        {"view": "map", "category": "civilian_harm", "event": "2016-07-19-tokhar-strike"},
        {"theatre": "syria", "first": DAY(2016, 12, 1), "last": DAY(2017, 6, 30), "event": "2017-06-06-raqqa-assault"},
        {"category": "politics", "first": DAY(2014, 1, 1), "last": DAY(2014, 7, 31)},
        {"first": DAY(2017, 8, 1), "last": DAY(2017, 7, 1), "view": "map"},
        {"last": DAY(2020, 1, 1)},
        {"first": DAY(2015, 1, 1), "last": DAY(2015, 1, 2)},
    ],
    "TerritoryExplorer": [
        {},
        {"percentages": "state_envoy 2017-08-04", "bases": "unknown"},
        {"iraq_percent": 72, "bases": "equal", "rounding": "0"},
        {"iraq_percent": 50, "syria_percent": 54, "rounding": "10", "iraq_base": 60_500.0},
        {"iraq_base": 0.0, "syria_base": 0.0},
    ],
    "AreaSeriesExplorer": [{"body": body} for body in (*topics.module("territory", "rules").AREA_SERIES, None)],
    "StrikeExplorer": [
        {},
        {"start": "strikes-2017-01-31-centcom", "end": "article", "theatre": "iraq"},
        {"start": "strikes-2016-07-27-centcom", "end": "strikes-2017-02-28-centcom"},
        {"start": "strikes-2017-01-31-centcom", "end": "strikes-2017-06-30-centcom"},
        {"end": "strikes-2016-03-24-centcom"},
        {"theatre": "syria", "end": "strikes-2017-08-09-centcom"},
        {"theatre": "iraq", "end": "strikes-2017-02-28-centcom"},
        {"start": "article", "end": "first"},
    ],
    "CostCalculator": [
        {},
        {"figures": "cost-oir-2017-03-31", "first": "cost-oir-2017-03-31"},
        {"rate": 13.64, "rounding": "1", "end": DAY(2016, 7, 31)},
        {"rate": 10.0, "rounding": "0.01", "figures": None},
        {"rate": 10.0, "rounding": "0.01", "end": DAY(2014, 9, 7)},
        {"end": DAY(2014, 8, 7)},
    ],
    "HarmExplorer": [
        {},
        {"second_body": "snhr", "month": DAY(2017, 9, 1)},
        {"second_body": "coalition"},
        {"second_body": "ap", "month": DAY(2016, 1, 1)},
        {"first_body": None},
        {"first_body": "un", "first_scope": "unami_iraq_year", "second_body": "ibc", "month": DAY(2018, 9, 1)},
    ],
    "CoalitionExplorer": [
        {},
        {"date": DAY(2014, 8, 1)},
        {"date": DAY(2014, 12, 15), "where": "syria"},
        {"date": DAY(2015, 12, 15), "where": "iraq"},
        {"date": DAY(2018, 6, 1)},
    ],
    "ClaimChecker": [
        {},
        {"claim": "A13", "verdict": "correct"},
        {"claim": "A06", "verdict": "rounded"},
        {"claim": "A16", "verdict": "wrong"},
        {"claim": None},
    ],
    "ErrorBank": [
        {},
        {"error": "E20", "stage": 1},
        {"error": "E21", "kind": "magnitude", "stage": 2},
        {"lesson": "05-civilian-harm", "kind": "sum", "stage": 2},
        {"lesson": "01-timeline", "error": "E01", "kind": "sum", "stage": 2},
        {"error": "E65", "stage": 2},
        {"lesson": None},
    ],
    "StoryExplorer": [*({"part": part} for part in ("strikes_date", "area_km2", "bombs", "people", "civilians", None))],
}
"""Controls that are set after the opening, by explorer, so that every branch of its words is taken."""


def keyed(voice: lang.Voice, key: str, **values) -> str:
    """In place of a text: its key and what its placeholders stand for."""
    names = sorted(lang.open_names(voice._key(key), voice.language))
    return f"{key}({', '.join(f'{name}={values[name]}' for name in names)})"


def told(kind: str) -> str:
    """All that an explorer says in each of its states."""
    of, said = lang.Voice.of, []

    def column(voice, row, name):
        assert of(voice, row, name) is not None
        return f"[{name} of {getattr(row, 'name', getattr(row, 'Index', ''))}]" if of(voice, row, name) else ""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "quick_png", lambda figure: b"")
        patch.setattr(lang.Voice, "__call__", keyed)
        patch.setattr(lang.Voice, "of", column)
        explorer = topics.explorer(kind)("en")
        for name, control in explorer.controls.items():
            buttons = getattr(control.style, "button_width", "")
            said.append(f"{name}: {type(control).__name__} {control.description} {control.layout.width} {buttons}")
        for state in STATES[kind]:
            explorer.reset()
            for name, value in state.items():
                explorer.controls[name].value = value
            lines = [f"## {state}", *explorer.answer()[1]]
            pages = {name: part for name, part in vars(explorer).items() if isinstance(part, widgets.HTML)}
            lines += [f"{name}: {pages[name].value}" for name in sorted(pages.keys() - {"_view"})]
            lines += [f"at {x:.6g}, {y:.6g}: {words}" for x, y, words in explorer.spots()[:3]]
            shown = [text for axes in explorer.frame.figure.axes if axes.get_visible() for text in axes.texts]
            drawn = [" ".join(text.get_text().split()) for text in shown if text.get_visible()]
            said += [line for line in [*lines, " | ".join(filter(None, drawn))] if line]
    return "\n".join(said)


def stored(kind: str) -> str:
    """What stands in the file for an explorer."""
    return FILE.read_text(encoding="utf-8").partition(f"# {kind}\n")[2].partition("\n# ")[0].strip("\n")


if __name__ == "__main__":
    FILE.write_text("".join(f"# {kind}\n{told(kind)}\n\n" for kind in STATES).rstrip("\n") + "\n", encoding="utf-8")
