"""Would a fault in words, in the text or the stored outputs of notebooks, or in a picture be noticed?

    python tests/tools/mutate_texts.py             200 faults in each language; writes its part of tests/measured.md
    python tests/tools/mutate_texts.py --sample 50 --no-pictures      fewer, and none in pictures; writes nothing

In one language at a time a word is turned into its opposite, two such words change places, a digit or a month changes,
two placeholders change places; outputs of a cell are exchanged, left over, of another size or another alternative text;
in a picture names, colours or numbers change. Each is shown to the guard that reads it: the twin in the other language,
what the tables say of the English text, a run of the cell, and the picture read back and its stored texts. A fault that
is made in both languages and in what is stored would pass the twins: that is told by the explorers' own tests alone.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import random
import re
import sys
from collections import Counter

import measured
from mutate_data import OPPOSITES, ROOT, changed_digit, opposed

sys.path[:0] = [str(ROOT / name) for name in ("notebooks", "notebooks/make", "data", "figures", "tests")]

import export_figures  # noqa: E402 - the course and its tests are found from the line above
import nbformat  # noqa: E402
import outputs  # noqa: E402
import pictured  # noqa: E402
import refresh  # noqa: E402
import room  # noqa: E402
import said  # noqa: E402
import test_prose  # noqa: E402
import test_twins  # noqa: E402
from campaign import language as lang  # noqa: E402
from matplotlib.collections import Collection  # noqa: E402
from matplotlib.colors import to_hex, to_rgba_array  # noqa: E402
from matplotlib.lines import Line2D  # noqa: E402

MONTHS = {language: lang._entry(f"common.months_long.{language}") for language in lang.LANGUAGES}


# --- texts --------------------------------------------------------------------------------------------------------
def exchanged_words(text: str, chance: random.Random) -> str:
    """A text in which two opposite words have changed places."""
    for one, other in chance.sample(OPPOSITES, len(OPPOSITES)):
        if all(re.search(rf"(?<!\w){word}(?!\w)", text) for word in (one, other)):
            to = {one: other, other: one}
            return re.sub(rf"(?<!\w)(?:{one}|{other})(?!\w)", lambda match, to=to: to[match[0]], text)
    return ""


def exchanged(text: str, pattern: str, chance: random.Random) -> str:
    """A text in which two different things of a pattern have changed places."""
    found = list({match[0]: match for match in re.finditer(pattern, text)}.values())
    if len(found) < 2:
        return ""
    one, other = sorted(chance.sample(found, 2), key=lambda match: match.start())
    return text[: one.start()] + other[0] + text[one.end() : other.start()] + one[0] + text[other.end() :]


def another_month(text: str, language: str, chance: random.Random) -> str:
    there = [month for month in MONTHS[language] if re.search(rf"(?<!\w){month}(?!\w)", text)]
    if not there:
        return ""
    month = chance.choice(there)
    return text.replace(month, chance.choice([other for other in MONTHS[language] if other != month]), 1)


def faults(text: str, language: str, chance: random.Random) -> dict[str, str]:
    made = {
        "an opposing word": opposed(text, chance),
        "opposing words exchanged": exchanged_words(text, chance),
        "a digit": changed_digit(text, chance) if not re.search(r"[A-Z]\d|\{|http", text) else "",
        "numbers exchanged": exchanged(text, r"(?<![\w.,{])\d[\d,]*(?:\.\d+)?(?![\w}])", chance),
        "a month": another_month(text, language, chance),
        "placeholders exchanged": exchanged(text, r"\{\w+\}", chance),
    }
    return {kind: new for kind, new in made.items() if new and new != text}


def text_faults(language: str, chance: random.Random, sample: int):
    """(where, kind, guard or nothing) for faults in one language of the word files, the tables and the lessons."""
    drawn = []
    for texts in (test_twins.words, test_twins.columns, test_twins.prose):
        for where, english, arabic in texts("ar"):
            drawn.append((texts.__name__, where, english, arabic))
    chance.shuffle(drawn)
    left = Counter(dict.fromkeys(("words", "columns", "prose"), sample))
    kinds: Counter = Counter()
    for place, where, english, arabic in drawn:
        made = faults(english if language == "en" else arabic, language, chance)
        if not made or not left[place]:
            continue
        kind = min(chance.sample(sorted(made), len(made)), key=lambda kind: kinds[place, kind])  # all kinds alike
        pair = (made[kind], arabic) if language == "en" else (english, made[kind])
        guard = "the twin" if said.differences(where, *pair, "ar") else ""
        if not guard and language == "en" and place == "prose":
            old, new = (said.sequence(test_prose.bare(text), "en") for text in (english, made[kind]))
            guard = "the reading of the lesson" if old != new else ""
        left[place] -= 1
        kinds[place, kind] += 1
        old = english if language == "en" else arabic
        yield (
            {"words": "word files", "columns": "texts of tables", "prose": "text of notebooks"}[place],
            kind,
            guard,
            (f"{where}: {old[:90]} became {made[kind][:90]}"),
        )


# --- outputs ------------------------------------------------------------------------------------------------------
def output_faults(language: str, chance: random.Random, sample: int):
    cells = [
        (path.stem, cell)
        for path in refresh.notebook_paths(refresh.NOTEBOOKS / language)
        for cell in nbformat.read(path, 4).cells
        if cell.cell_type == "code" and any("image/png" in o.get("data", {}) for o in cell.outputs)
    ]
    for name, cell in chance.choices(cells, k=sample):
        stored = copy.deepcopy(cell.outputs)
        picture = next(output for output in stored if "image/png" in output.get("data", {}))
        kind = chance.choice(
            ["outputs exchanged", "a picture left over", "a picture gone", "another size", "another alternative text"]
        )
        if kind == "outputs exchanged" and len(stored) > 1:
            stored[:2] = stored[1::-1]
        elif kind == "a picture gone":
            stored.remove(picture)
        elif kind == "another size":
            picture.metadata["image/png"]["width"] += 1
        elif kind == "another alternative text":
            picture.metadata["image/png"]["alt"] += "."
        else:
            stored.append(copy.deepcopy(picture))
        guard = "order, kinds and pictures" if outputs.differences(stored, cell.outputs) else ""
        yield "stored outputs", kind, guard, f"{name}, {cell.id}"


# --- pictures -----------------------------------------------------------------------------------------------------
def recolour(artist, old: str, new: str, undo: contextlib.ExitStack) -> None:
    """Give an artist a new colour wherever it has the old one: line, marker, face, edge."""
    line = isinstance(artist, Line2D)
    for name in ("color", "markeredgecolor", "markerfacecolor") if line else ("facecolor", "edgecolor"):
        before = getattr(artist, f"get_{name}")()
        colours = to_rgba_array(before)
        hit = [to_hex(colour) == old.lower() for colour in colours]
        if any(hit):
            undo.callback(getattr(artist, f"set_{name}"), before)
            colours[hit, :3] = to_rgba_array(new)[0, :3]
            getattr(artist, f"set_{name}")(colours if isinstance(artist, Collection) else colours[0])


def picture_faults(figures, language: str, chance: random.Random, sample: int):
    """Faults in the pictures themselves. What only the stored texts tell would be stored anew by the next export."""
    mine = [figure for figure in figures if figure.language == language]
    for figure in mine:
        figure.figure.draw_without_rendering()
    tried = 0
    while tried < sample:
        made = chance.choice(mine)
        axes = chance.choice(made.figure.axes)
        texts = [text for text in axes.texts if text.get_visible() and text.get_text().strip()]
        kind = chance.choice(["names exchanged", "colours exchanged", "a number", "a number without its decimal"])
        with contextlib.ExitStack() as undo:
            if kind == "names exchanged":
                named = [t for t in texts if len(pictured.named(t.get_text(), language)) == 1]
                other = [
                    t
                    for t in named[1:]
                    if pictured.named(t.get_text(), language) != pictured.named(named[0].get_text(), language)
                ]
                if not other:
                    continue
                one, two = named[0], other[0]
                words = one.get_text(), two.get_text()
                undo.callback(one.set_text, words[0]), undo.callback(two.set_text, words[1])
                one.set_text(words[1]), two.set_text(words[0])
            elif kind == "colours exchanged":
                things = {}
                for artist, _ in room.points(axes) if axes.get_visible() else ():
                    things.setdefault(pictured.thing_of(artist), []).append(artist)
                pair = next((p for p in pictured.PAIRS if all(thing in things for thing in p)), None)
                if not pair:
                    continue
                for thing in pair:
                    for artist in things[thing]:
                        recolour(artist, *(pictured.COLOURS[one] for one in (thing, pictured.OTHER[thing])), undo)
            else:
                digit = r"\d" if kind == "a number" else r"\d\.\d"
                numbered = [t for t in texts if re.search(digit, t.get_text())]
                if not numbered:
                    continue
                text = chance.choice(numbered)
                old = text.get_text()
                undo.callback(text.set_text, old)
                text.set_text(
                    changed_digit(old, chance) if kind == "a number" else re.sub(r"(\d)\.\d+", r"\1", old, count=1)
                )
            guard = (
                "read back"
                if pictured.wrong_looks(made.figure)
                + pictured.wrong_names(made.figure, language)
                + pictured.wrong_values(made.figure)
                else ""
            )
            if not guard and STORED[made.name, language] != export_figures.texts(made.figure):
                guard = "stored texts"
        tried += 1
        yield "pictures", kind, guard, made.name


STORED: dict = {}


# --- the page -----------------------------------------------------------------------------------------------------
def page(results: list[tuple]) -> list[str]:
    lines = []
    for language in ("en", "ar"):
        for place in dict.fromkeys(r[1] for r in results):
            own = [r for r in results if r[:2] == (language, place)]
            noticed = Counter(r[3] for r in own if r[3])
            by = ", ".join(f"{guard} {n}" for guard, n in noticed.most_common())
            lines.append(
                [
                    language,
                    place,
                    len(own),
                    sum(noticed.values()),
                    f"{100 * sum(noticed.values()) / max(len(own), 1):.0f}%",
                    by,
                ]
            )
    left = Counter((r[0], r[1], r[2]) for r in results if not r[3])
    shown = [f"- {r[0]}, {r[1]}, {r[2]}: {' '.join(r[4].split())}" for r in results if not r[3]]
    return [
        f"{len(results)} faults, each in one language alone. *The twin*: the text in the other language says otherwise. "
        "*Read back*: names, colours and numbers of the picture against each other and the tables. *Stored texts* and "
        "outputs tell a change of the code alone, not one that an export or a refresh has carried on.",
        measured.table(["language", "where", "tried", "noticed", "share", "by"], lines),
        f"Not noticed ({sum(left.values())}), by kind: "
        + "; ".join(f"{', '.join(k)}: {n}" for k, n in left.most_common()),
        "\n".join(shown[:SHOWN]),
    ]


SHOWN = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1, help="which faults are drawn (default 1)")
    parser.add_argument("--sample", type=int, default=40, help="faults a place and language (default 40)")
    parser.add_argument("--no-pictures", action="store_true", help="leave the pictures out, which take long to draw")
    options = parser.parse_args()
    figures = [] if options.no_pictures else list(export_figures.all_figures())
    STORED.update({(f.name, f.language): export_figures.texts(f.figure) for f in figures})
    results = []
    for language in ("en", "ar"):
        chance = random.Random(f"{options.seed} {language}")
        for made in (
            text_faults(language, chance, options.sample),
            output_faults(language, chance, options.sample),
            picture_faults(figures, language, chance, options.sample) if figures else (),
        ):
            results += [(language, *one) for one in made]
    told = page(results)
    print("\n\n".join(told))
    if figures:
        measured.write(
            "text-mutations", "python tests/tools/mutate_texts.py" + "".join(f" {a}" for a in sys.argv[1:]), *told
        )


if __name__ == "__main__":
    main()
