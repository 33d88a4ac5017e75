"""Read a picture back: does each label name the thing whose look it has, and stand nearest to what is drawn of it? Has
what is drawn in the colour of a thing also its marker, dashes and hatch, and its numbers?"""

import functools

import numpy as np
import said
from campaign import data
from campaign.sheet import COLOURS, LOOKS
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator
from room import labels, points

PAIRS = (("iraq", "syria"), ("united_states", "partners"), ("official", "independent"))
TERMS = {"airwars": "independent"}
THINGS = {COLOURS[thing].lower(): thing for pair in PAIRS for thing in pair}
OTHER = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}
NEAR, FAR, HAIR = 14, 80, 3
"""Pixels: a label at a line or point is so near to it, one of its colour so far; by so many it may be nearer to the other's."""
SIDES = {"us": "united_states", "partners": "partners", "official": "official", "airwars": "independent"}
"""First words of columns."""
SCALES, SEVERAL = (1, 1000, 1_000_000), 3
WIDEST = 5  # points: no line of a series is wider
CUES, STORY = ("marker", "dashes", "hatch", "hollow"), {"D", "x", "X"}  # the story's own figures have their shapes


def named(words: str, language: str) -> set[str]:
    """The things of PAIRS that a text names."""
    found = said.terms(words, language)
    return {TERMS.get(name, name) for name in (*found["place"], *found["counter"])} & set(OTHER)


def thing_of(artist) -> str:
    """The thing of PAIRS whose colour an artist is seen in; an empty text for all others."""
    if isinstance(artist, Line2D):
        colours = [artist.get_color()] if artist.get_linestyle() != "None" else []
        colours += [artist.get_markeredgecolor(), artist.get_markerfacecolor()] if cue(artist, "marker") else []
    elif isinstance(artist, Collection):
        colours = [*artist.get_facecolor(), *artist.get_edgecolor()]
    else:
        colours = [artist.get_facecolor(), artist.get_edgecolor()]
    things = {
        THINGS.get(to_hex(colour)) for colour in colours if len(colour) != 4 or isinstance(colour, str) or colour[3]
    }
    return (things - {None}).pop() if len(things - {None}) == 1 else ""


def cue(artist, name: str):
    """One of the looks of an artist apart from its colour: marker, dashes, hatch or hollow; None where it has none."""
    if isinstance(artist, Line2D):
        marker, dashes = artist.get_marker(), artist.get_linestyle()
        if artist.get_linewidth() > WIDEST:
            dashes = "None"  # a range, drawn as a bar
        marked = marker if isinstance(marker, str) and marker not in ("None", "none", "", " ") else None
        shown = {"marker": marked, "dashes": None if dashes == "None" else dashes}
        shown["hollow"] = None if marked is None else to_hex(artist.get_markerfacecolor()) == "#ffffff"
        return shown.get(name)
    if name == "hatch" and isinstance(artist, Rectangle) and artist.get_facecolor()[3] == 1:
        return (artist.get_hatch() or "")[:2]
    return None


def wrong_looks(figure) -> list[str]:
    """The things of a pair, both drawn in one axes, that have the other's marker, dashes or hatch in place of their own."""
    found = []
    for axes in (axes for axes in figure.axes if axes.get_visible()):
        drawn: dict[str, list] = {}
        for artist, _ in points(axes):
            drawn.setdefault(thing_of(artist), []).append(artist)
        for thing in sorted(thing for thing in set(drawn) & set(OTHER) if OTHER[thing] in drawn):
            shown, others = (
                {name: {cue(artist, name) for artist in drawn[one]} - {None} for name in CUES}
                for one in (thing, OTHER[thing])
            )
            # Where both things have the same shapes, these tell the kind of an event, and the filling tells the thing.
            of_kinds = len(shown["marker"] & others["marker"] - STORY) > 1
            for name in ("hollow",) if of_kinds else ("marker", "dashes", "hatch"):
                own, other = (getattr(LOOKS[one], name) for one in (thing, OTHER[thing]))
                if own != other and shown[name] != others[name] and other in shown[name]:
                    found.append(f"{thing} has the {name} of {OTHER[thing]}")
    return found


def away(box, places: np.ndarray) -> float:
    """How far a box is from the nearest of some points, in pixels."""
    ends = np.array([[box.x0, box.y0], [box.x1, box.y1]])
    return float(np.hypot(*np.maximum(np.maximum(ends[0] - places, places - ends[1]), 0).T).min())


def along(places: np.ndarray) -> np.ndarray:
    """Points of a line with those between them."""
    steps = [np.linspace(one, other, 40) for one, other in zip(places, places[1:], strict=False)]
    return np.concatenate([places, *steps])


@functools.cache
def values_of(thing: str) -> frozenset[float]:
    """Every number that the tables give for a thing: in rows of its theatre or body, in columns with its name."""
    found: set[float] = set()
    for table in data.tables():
        frame = data.load(table)
        for column in frame.select_dtypes("number"):
            side = SIDES.get(column.split("_")[0]) or next((t for t in ("iraq", "syria") if t in column), "")
            if side:
                own = frame[column] if side == thing else []
            elif thing in ("iraq", "syria") and "theatre" in frame:
                own = frame.loc[frame["theatre"] == thing, column]
            elif thing in ("official", "independent") and table == "civilian_counts":
                own = frame.loc[(frame["counting_body"] == "coalition") == (thing == "official"), column]
            else:
                continue
            found |= {round(float(value), 6) for value in own if value == value and value > 20}
    return frozenset(found)


def numbers_of(artist, dates: bool) -> np.ndarray:
    """The numbers that an artist shows: lengths of bars, heights of points; and its places in the width unless dates."""
    if isinstance(artist, Rectangle):
        return np.array([artist.get_height(), *([] if dates else [artist.get_width()])])
    shown = getattr(artist, "get_xydata", getattr(artist, "get_offsets", list))()
    return np.asarray(shown, float).reshape(-1, 2)[:, 1 if dates else 0 :].ravel()


def wrong_values(figure) -> list[str]:
    """The things whose look shows several numbers that the tables give for the other of its pair alone."""
    shown: dict[str, set] = {thing: set() for thing in OTHER}
    for axes in (axes for axes in figure.axes if axes.get_visible()):
        if isinstance(axes.yaxis.get_major_locator(), FixedLocator) and not len(axes.patches):
            continue  # rows with names, and marks in them
        dates = 15_000 < min(axes.get_xlim()) < max(axes.get_xlim()) < 20_000
        for artist in [*axes.lines, *axes.collections, *axes.patches]:
            if artist.get_visible() and (thing := thing_of(artist)):
                numbers = numbers_of(artist, dates)
                shown[thing] |= {round(abs(v) * scale, 6) for v in numbers[np.isfinite(numbers)] for scale in SCALES}
    found = []
    for thing, numbers in shown.items():
        own, other = values_of(thing), values_of(OTHER[thing])
        strange = sorted(float(value) for value in numbers & (other - own))
        if len(strange) >= SEVERAL and len(strange) > len(numbers & (own - other)):
            found.append(f"what looks like {thing} shows numbers of {OTHER[thing]}: {strange[:3]}")
    return found


def wrong_names(figure, language: str) -> list[str]:
    """The labels of a picture, once laid out, that name one thing and look like, or stand at, the other of its pair."""
    found = []
    for axes in (axes for axes in figure.axes if axes.get_visible()):
        drawn: dict[str, list] = {}
        for artist, where in points(axes):
            thing = thing_of(artist)
            if thing:
                drawn.setdefault(thing, []).append(along(where) if len(where) < 500 else where)
        for arrow in axes.texts:  # of a floor, at whose end its label stands, or from a label to its point
            if getattr(arrow, "arrow_patch", None) is not None:
                thing = THINGS.get(to_hex(arrow.arrow_patch.get_edgecolor()), "")
                drawn.setdefault(thing, []).append(arrow.arrow_patch.get_window_extent().get_points())
        for text in labels(axes):
            words, names = text.get_text(), named(text.get_text(), language)
            colour = THINGS.get(to_hex(text.get_color()), "")
            if len(names) != 1 and not colour:
                continue
            # A label that names neither, or both, belongs to the thing whose colour it has.
            name, near = (names.pop(), NEAR) if len(names) == 1 else (colour, FAR)
            hair = HAIR if near == NEAR else 4 * HAIR
            if colour == OTHER[name]:
                found.append(f"{words!r} has the colour of {OTHER[name]}")
            if colour in (name, "") and OTHER[name] in drawn:
                box = text.get_window_extent()
                own, other = (
                    min((away(box, where) for where in drawn.get(thing, [])), default=np.inf)
                    for thing in (name, OTHER[name])
                )
                if other <= near and own > other + hair:
                    found.append(f"{words!r} stands nearer to {OTHER[name]} ({own:.0f} and {other:.0f} pixels away)")
    return found
