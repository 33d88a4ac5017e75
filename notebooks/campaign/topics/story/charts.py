"""The chart of 08-one-story-three-languages: which part kept what in which language."""

from __future__ import annotations

import pandas as pd

from ... import language as lang
from ...sheet import COLOURS, GROUNDS, Sheet, bars_only, chart, wrap
from . import rules

MARKS = {
    # What happened -> marker, colour, filled: never the colour alone.
    "kept": ("o", "plain", True),
    "changed": ("X", "highlight", True),
    "added": ("P", "highlight", True),
    "left_out": ("o", "highlight", False),
    "not_there": (".", "muted", True),
}


def draw_mark(axes, place: tuple[float, float], state: str, size: float = 11):
    """One mark of MARKS at a place of the axes; returns the artist."""
    marker, thing, filled = MARKS[state]
    colour = COLOURS[thing]
    look = {"markerfacecolor": colour if filled else "white", "markeredgecolor": colour, "markeredgewidth": 1.8}
    size = size if state != "not_there" else size * 0.5
    return axes.plot(*place, marker=marker, markersize=size, linestyle="none", clip_on=False, **look)[0]


def columns_of(language: str) -> dict[str, int]:
    """The column of each version, from left to right; in Arabic the first one stands at the right."""
    order = list(rules.VERSIONS)
    return {code: place for place, code in enumerate(reversed(order) if lang.is_right_to_left(language) else order)}


@chart(
    "story-what-was-kept", words="story.matrix", height=6.0, left=0.31, right=0.99, bottom_inches=0.6, top_inches=1.25
)
def what_was_kept(sheet: Sheet, versions: pd.DataFrame) -> None:
    """How many of number, unit, date, base and "about" changed in each part and version.

    versions: rows of story_versions.csv (version, part, part_en/_ar, language, practice and the aspects), with publishers.
    """
    say, axes = sheet.say, sheet.axes
    rows = versions[(versions["version"] == "story") & versions["practice"]]
    rank = {code: place for place, code in enumerate([*rules.parts(), *rules.VERSIONS])}
    rows = rows.sort_values(["part", "language"], key=lambda codes: codes.map(rank))
    names = list(dict.fromkeys(rows["part"]))
    columns = columns_of(say.language)
    right_to_left = lang.is_right_to_left(say.language)
    counts = {(code, state): 0 for code in rules.VERSIONS for state in MARKS}
    for _, row in rows.iterrows():
        y = names.index(row["part"])
        if row["reading"] == "not_read":
            axes.text(columns[row["language"]], y, say("not_read"), ha="center", va="center", color=COLOURS["note"])
            continue
        for place, aspect in enumerate(rules.ASPECTS):
            step = (place - 2) * 0.15 * (-1 if right_to_left else 1)
            draw_mark(axes, (columns[row["language"]] + step, y), row[aspect])
            counts[row["language"], row[aspect]] += 1
    texts = {row["part"]: say.of(row, "part") for _, row in rows.iterrows()}
    axes.set_yticks(range(len(names)), [wrap(texts[name], 10.5, width_inches=2.2) for name in names])
    axes.set_ylim(len(names) + 1.2, -0.6)
    axes.set_xlim(-0.5, len(columns) - 0.5)
    bars_only(axes)
    axes.set_xticks(list(columns.values()), [say(f"version_{code}") for code in columns], weight="bold")
    axes.xaxis.tick_top()
    for y in range(len(names) - 1):
        axes.axhline(y + 0.5, color=GROUNDS["rule"], linewidth=0.8, zorder=0)
    if right_to_left:
        axes.yaxis.tick_right()
        left, bottom, width, height = axes.get_position().bounds
        axes.set_position((1 - left - width, bottom, width, height))
    axes.tick_params(length=0)
    _name_marks(sheet)
    sheet.source(rows, say.month(rules.PRINTED))
    sheet.values = {"parts": say.count(len(names), "part")}
    sheet.values |= {f"{code}_{state}": say.number(number) for (code, state), number in counts.items()}


def _name_marks(sheet: Sheet) -> None:
    """The key to the marks, in one row below the axes, and the order of the five."""
    say, axes = sheet.say, sheet.axes
    shown = list(MARKS)
    if lang.is_right_to_left(say.language):
        shown.reverse()
    low, high = axes.get_xlim()
    bottom = axes.get_ylim()[0] - 1.1
    step = (high - low) / len(shown)
    for place, state in enumerate(shown):
        x = low + (place + 0.5) * step
        draw_mark(axes, (x, bottom), state, 9)
        axes.text(x, bottom + 0.8, say(f"state_{state}"), ha="center", va="center", color=COLOURS["note"], size=10)
