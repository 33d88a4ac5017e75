"""The seventeen claims of the article, worked out again from the tables: one function a claim.

    rules.recompute("A13")         the numbers of a claim, and the lines to set side by side
    rules.RECOMPUTE                the function of each claim, A01 to A17

A claim is added, or worked out in another way, in its own function under `@claim`; the words stand under its number in
words/claims.toml. Our verdicts, and the rows behind them, stand in data/verdicts.csv. Nothing is judged or drawn here:
the numbers come first, the verdict is for the reader.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from ... import data, measures
from ...measures import Bounded, between, exact, rounded

VERDICTS = (
    "correct",
    "correct_but_dated",
    "rounded",
    "misleading_without_base",
    "wrong",
    "not_tested_here",
    "cannot_be_tested",
)
"""The scale of verdicts, as in data/verdicts.csv."""

HARM_ERRORS = ("E43", "E48", "E50", "E51", "E53", "E54")
"""Printed errors about people killed that are errors of unit or of date, and so can be practised on. The other rows of
lesson 05 in printed_errors.csv are left to that lesson: a number of people killed is not for guessing."""

FOUND_BY = {"ship": "compare", "bombs": "what"}
"""Which of the five steps (what, who, when, recompute, compare) finds each of two slips of the story."""

HARM_LESSON = "05-civilian-harm"


# --- what a claim comes to -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Counted:
    """A number with the noun that it counts (an entry of words/nouns.toml)."""

    amount: int
    noun: str

    def __repr__(self):
        return f"{self.amount:,} ({self.noun})"


@dataclass(frozen=True)
class Days:
    """When something was: the first and the last day that it may have been, the same day where the day is known."""

    first: datetime.date
    last: datetime.date

    @property
    def precision(self) -> str:
        """How exactly it is known: day or month."""
        return "day" if self.first == self.last else "month"

    def __repr__(self):
        return f"{self.first}" if self.precision == "day" else f"{self.first:%Y-%m}"


@dataclass(frozen=True)
class Row:
    """One line of a comparison: what it is, and its value.

    label: a key under words/claims.toml, filled with `words`; or the texts of a table, by language.
    value: a `Bounded`, `Days` where the unit is "date", or None where the number is not known.
    tone: the thing of sheet.LOOKS that it is drawn as. claimed: the article's own figure. floor: at least this much.
    """

    label: str | Mapping[str, str]
    value: Bounded | Days | None
    tone: str = "plain"
    claimed: bool = False
    floor: bool = False
    words: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Recomputation:
    """A claim worked out again.

    result: the one number that the claim comes to, None where there is nothing to work out. rows: what to set side by
    side. values: for the placeholders of the claim's words, claims.a13_finding and claims.a13_sentence.
    unit: the key of the rows' unit under claims.unit_*, "date" for days. claim_id and unit are set by `@claim`.
    """

    result: Bounded | None = None
    rows: tuple[Row, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    claim_id: str = ""
    unit: str = "none"

    def __repr__(self):
        shown = ", ".join(f"{name} = {_plain(value)}" for name, value in self.values.items())
        return f"{self.claim_id}: {shown or 'no figure to work out'}"


def _plain(value) -> str:
    return str(value) if isinstance(value, datetime.date) else repr(value)


RECOMPUTE: dict[str, Callable[[], Recomputation]] = {}
"""The function of each claim, in the order of the story."""


def claim(claim_id: str, unit: str = "none"):
    """Make a function the one that works out `claim_id`. unit: of its rows, a key under claims.unit_*.

    A claim that has no figure is an empty `Recomputation`: its words say what a test would need.
    """

    def register(work_out: Callable[[], Recomputation]):
        @functools.wraps(work_out)
        def recomputation() -> Recomputation:
            return replace(work_out(), claim_id=claim_id, unit=unit)

        RECOMPUTE[claim_id] = recomputation
        return recomputation

    return register


def recompute(claim_id: str) -> Recomputation:
    """Work a claim out again. Raises KeyError for an unknown claim."""
    if claim_id not in RECOMPUTE:
        raise KeyError(f"claim_id: expected one of {', '.join(RECOMPUTE)}, got {claim_id!r}")
    return RECOMPUTE[claim_id]()


def evidence(claim_id: str) -> list[tuple[str, str]]:
    """The rows behind our verdict on a claim: (table, key); the key "*" stands for a whole table."""
    return [tuple(item.split(":")) for item in data.row("verdicts", claim_id)["evidence"].split(";")]


def practice_errors() -> pd.DataFrame:
    """The rows of printed_errors.csv that are for practice: all but figures of people killed, of which only errors of
    unit and of date stay."""
    errors = data.load("printed_errors")
    return errors[(errors["lesson"] != HARM_LESSON) | errors["error_id"].isin(HARM_ERRORS)]


def by_number(kinds: pd.Series) -> dict[str, int]:
    """How many errors there are of each kind, the most first; kinds with as many as another in the order of their names."""
    counts = kinds.value_counts()
    return {kind: int(counts[kind]) for kind in sorted(counts.index, key=lambda kind: (-counts[kind], kind))}


# --- pieces ----------------------------------------------------------------------------------------------------------
def number(table: str, key: str, column: str) -> int:
    """A whole number of a table."""
    return int(data.row(table, key)[column])


def day(table: str, key: str, column: str = "as_of_date") -> datetime.date:
    """A date of a table."""
    return data.row(table, key)[column].date()


def event(event_id: str) -> Days:
    """When an event of timeline.csv was; where only the month is known, somewhere in that month."""
    row = data.row("timeline", event_id)
    return Days(row["start_date"].date(), row["end_date" if row["date_precision"] == "month" else "start_date"].date())


def event_row(event_id: str, tone: str = "plain") -> Row:
    """An event of timeline.csv as a line of a comparison."""
    return Row(data.texts(data.row("timeline", event_id), "title"), event(event_id), tone)


def to_decimals(value: Bounded, decimals: int) -> Bounded:
    """The best value, rounded: a number to print that needs no bounds."""
    return exact(measures.round_half_up(value.best, decimals))


def territory(observation_id: str) -> Bounded:
    """A figure of territory.csv: a range, or a number with the rounding of its last printed digit."""
    row = data.row("territory", observation_id)
    if row["bound"] == "range":
        return between(row["low"], row["high"])
    return rounded(int(row["low"]), {"percent": 1, "people": 1_000_000}.get(row["unit"], 100))


def map_share(theatre: str) -> Bounded:
    """The share of what Daesh once held that it had lost, percent, on the Coalition's map of June 2017."""
    return territory(f"2017-06-{theatre}-share-of-peak-lost-global-coalition")


def map_peak(theatre: str) -> Bounded:
    """The area that Daesh held at its peak, km2, as the Coalition's map of June 2017 implies: the area lost divided by
    the share lost."""
    lost = territory(f"2017-06-{theatre}-net-area-lost-since-aug-2014-global-coalition")
    return lost / map_share(theatre) * 100


def weighted_share(share_iraq, share_syria) -> Bounded:
    """One percentage for both countries, each weighted by its area at the peak (from the map of June 2017)."""
    weight = 1 / (1 + map_peak("syria") / map_peak("iraq"))
    return share_syria + (share_iraq - share_syria) * weight


def striking_states() -> int:
    """States that took part in strikes at some time, by the records in coalition_spans.csv."""
    return int(data.load("coalition_spans")["state_code"].nunique())


# --- one function a claim --------------------------------------------------------------------------------------------
FIRST_STRIKE, FIRST_IN_SYRIA = "2014-08-08-first-strike", "2014-09-23-first-syria-strikes"
RAQQA, MOSUL = "2014-01-01-daesh-takes-raqqa", "2014-06-10-mosul-falls"
BAIJI = ("2014-11-14-baiji-retaken", "2014-12-18-daesh-retakes-baiji", "2015-09-02-baiji-gains-reversed")
PALMYRA = (
    "2015-05-20-daesh-takes-palmyra",
    "2016-03-27-palmyra-retaken-2016",
    "2016-12-01-daesh-retakes-palmyra",
    "2017-03-02-palmyra-retaken-2017",
)


@claim("A01", "date")
def fourth_year() -> Recomputation:
    """The days of three years, from the first strike on."""
    first, years = event(FIRST_STRIKE).first, 3
    last = first.replace(year=first.year + years) - datetime.timedelta(days=1)
    rows = (
        event_row(FIRST_STRIKE),
        event_row("2014-10-15-operation-named"),
        Row("row_three_years", Days(last, last), "highlight", claimed=True),
    )
    days = Counted(measures.inclusive_days(first, last), "day")
    return Recomputation(exact(years), rows, {"first": first, "last": last, "days": days, "years": years})


@claim("A02", "date")
def first_strike() -> Recomputation:
    """The day of the first strike in three texts."""
    printed, confirmed = day("article_figures", "a02-aircraft"), event(FIRST_STRIKE).first
    other = day("event_dates", "first-iraq-strikes-2014-2014-08-07-wilson-center", "reported_date")
    rows = (
        Row("row_story", Days(printed, printed), "highlight", claimed=True),
        Row("row_pentagon_statement", Days(confirmed, confirmed)),
        Row("row_wilson_center", Days(other, other)),
    )
    return Recomputation(None, rows, {"printed": printed, "confirmed": confirmed, "other": other})


@claim("A03", "kilograms")
def bombs() -> Recomputation:
    """The pounds of the bomb type in kilograms; how many bombs there were is not known."""
    pounds = data.article_figure("a03-bomb-type")
    kilograms = to_decimals(measures.pounds_to_kilograms(pounds), 1)
    rows = (
        Row("row_bombs_as_read", kilograms, "highlight", claimed=True),
        Row("row_one_bomb", kilograms),
        Row("row_all_bombs", None),
    )
    return Recomputation(kilograms, rows, {"pounds": int(pounds.best), "kilograms": kilograms})


@claim("A04", "date")
def iraq_then_syria() -> Recomputation:
    """The days from the first strikes in Iraq to the first in Syria."""
    iraq, syria = event(FIRST_STRIKE).first, event(FIRST_IN_SYRIA).first
    days = measures.elapsed_days(iraq, syria)
    rows = (event_row(FIRST_STRIKE, "iraq"), event_row(FIRST_IN_SYRIA, "syria"))
    return Recomputation(exact(days), rows, {"iraq": iraq, "syria": syria, "days": Counted(days, "day")})


@claim("A05", "date")
def raqqa_and_mosul() -> Recomputation:
    """The days from one city to the other; of Raqqa only the month is known."""
    raqqa, mosul = event(RAQQA), event(MOSUL).first
    least, most = measures.elapsed_days(raqqa.last, mosul), measures.elapsed_days(raqqa.first, mosul)
    rows = (
        event_row(RAQQA, "syria"),
        event_row("2014-01-04-daesh-takes-fallujah", "iraq"),
        event_row(MOSUL, "iraq"),
        event_row("2014-06-11-tikrit-falls", "iraq"),
    )
    values = {"raqqa": raqqa, "mosul": mosul, "least": Counted(least, "day"), "gap": between(least, most)}
    return Recomputation(exact(least), rows, values)


@claim("A06", "km2")
def peak_area() -> Recomputation:
    """The square miles in km2, beside the printed km2 and the areas of two other bodies."""
    miles = data.row("article_figures", "a06-area-square-miles")["value"]
    converted = to_decimals(measures.square_miles_to_km2(miles), 1)
    printed, maps = data.article_figure("a06-area-km2"), map_peak("iraq") + map_peak("syria")
    ihs = exact(data.row("territory", "2015-01-05-both-area-controlled-ihs")["low"])
    rows = (
        Row("row_story", printed, "highlight", claimed=True),
        Row("row_converted", converted, "both"),
        Row("row_coalition_maps", maps, "official"),
        Row("row_ihs_area", ihs, "independent"),
    )
    values = {"miles": int(miles), "converted": converted, "printed": printed, "printed_best": printed}
    return Recomputation(converted, rows, values | {"maps": maps, "ihs": ihs})


claim("A07")(Recomputation)


PEOPLE = {
    "row_people_afp": ("2014-both-population-at-peak-afp", "plain"),
    "row_people_cjtf_oir": ("2014-both-population-at-peak-cjtf-oir", "official"),
    "row_people_press": ("2014-both-population-at-peak-press", "plain"),
    "row_people_rand": ("2014-10-world-population-at-peak-rand", "independent"),
    "row_people_kurdistan24": ("2014-both-population-at-peak-kurdistan24", "plain"),
}
"""Published numbers of people under Daesh: rows of territory.csv, and how each is drawn, by its label."""


@claim("A08", "million_people")
def people() -> Recomputation:
    """How many published figures the printed one covers, within its rounding."""
    printed = data.article_figure("a08-people-under-daesh") / 1_000_000
    figures = {label: territory(key) / 1_000_000 for label, (key, _) in PEOPLE.items()}
    published = [figure.best for figure in figures.values()]
    same = sum(best in printed for best in published)
    rows = (
        Row("row_story", printed, "highlight", claimed=True),
        *(Row(label, figure, PEOPLE[label][1]) for label, figure in figures.items()),
    )
    values = {"figures": Counted(len(figures), "figure"), "low": int(min(published)), "high": int(max(published))}
    values |= {"bounds": printed, "inside": Counted(same, "figure"), "same": same, "all": len(figures)}
    return Recomputation(exact(same), rows, values)


@claim("A09", "percent")
def retaken() -> Recomputation:
    """The printed shares beside those of the map of June and of August; both countries together, weighted by area."""
    theatres = ("iraq", "syria")
    printed = {t: exact(data.row("article_figures", f"a09-retaken-{t}")["value"]) for t in theatres}
    june = {t: map_share(t) for t in theatres}
    august = {t: territory(f"2017-08-04-{t}-share-of-peak-lost-state-dept") for t in theatres}
    both = weighted_share(*june.values())
    rows = (
        *(Row(f"row_story_{t}", printed[t], t, claimed=True) for t in theatres),
        *(Row(f"row_map_{t}", exact(june[t].best), t) for t in theatres),
        *(Row(f"row_envoy_{t}", exact(august[t].best), t) for t in theatres),
        Row("row_map_both", both, "both"),
    )
    values = {f"printed_{t}": printed[t] for t in theatres}
    values |= {"plain": sum(printed.values()) / 2, "weighted_best": weighted_share(*printed.values()), "both": both}
    values |= {f"june_{t}": int(june[t].best) for t in theatres}
    values |= {f"august_{t}": int(august[t].best) for t in theatres}
    return Recomputation(both, rows, values)


@claim("A10", "date")
def won_back() -> Recomputation:
    """How long Baiji and Palmyra stayed retaken, and how many places of the timeline Daesh won back."""
    baiji, baiji_lost, said = (event(event_id).first for event_id in BAIJI)
    retaken_on, lost = event(PALMYRA[1]).first, event(PALMYRA[2])
    held = between(measures.elapsed_days(retaken_on, lost.first), measures.elapsed_days(retaken_on, lost.last))
    places = exact(int(data.load("timeline")["won_back_by_daesh"].sum()))
    rows = (*(event_row(key, "iraq") for key in BAIJI), *(event_row(key, "syria") for key in PALMYRA))
    values = {"baiji": baiji, "baiji_lost": baiji_lost, "said": said, "retaken": retaken_on, "lost": lost, "held": held}
    values["baiji_held"] = Counted(measures.elapsed_days(baiji, baiji_lost), "day")
    return Recomputation(places, rows, values)


@claim("A11", "members")
def members() -> Recomputation:
    """The members without the organisations, and the states that took part in strikes."""
    printed, striking = data.article_figure("a11-countries"), striking_states()
    listed = number("coalition_members", "members-2017-08-03", "members_total")
    organisations = number("coalition_members", "members-2017-10-17", "organisations")
    states = listed - organisations
    rows = (
        Row("row_story_countries", printed, "highlight", claimed=True),
        Row("row_members", exact(listed), "official"),
        Row("row_organisations", exact(organisations), "official"),
        Row("row_striking_states", exact(striking), "partners"),
    )
    values = {
        "members": listed,
        "organisations": Counted(organisations, "organisation"),
        "states": Counted(states, "state"),
        "striking": Counted(striking, "state"),
        "percent": to_decimals(measures.share(striking, states), 0),
    }
    return Recomputation(exact(states), rows, values)


claim("A12")(Recomputation)


DAYS_TO_THE_STORY = 14
"""Two weeks, from the date of the strike counts to the days in which the story was printed."""


@claim("A13", "strikes")
def strikes() -> Recomputation:
    """The sum of the two countries, between the official totals before and after."""
    iraq, syria, total = (data.article_figure(f"a13-strikes-{part}") for part in ("iraq", "syria", "total"))
    added = iraq + syria
    official = ("strikes-2017-06-30-centcom", "strikes-2017-09-30-centcom")
    before, after = (day("strikes", key) for key in official)
    rows = (
        Row("row_story_iraq", iraq, "iraq", claimed=True),
        Row("row_story_syria", syria, "syria", claimed=True),
        Row("row_added", added, "both"),
        Row("row_story_total", total, "both", claimed=True),
        *(
            Row("row_official_on", exact(number("strikes", key, "strikes_total")), "official", words={"date": as_of})
            for key, as_of in zip(official, (before, after), strict=True)
        ),
    )
    values = {"iraq": int(iraq.best), "syria": int(syria.best), "added": int(added.best)}
    values |= {"printed": Counted(int(total.best), "strike"), "before_day": before, "after_day": after}
    values |= {f"percent_{t}": to_decimals(measures.share(n, added), 1) for t, n in (("iraq", iraq), ("syria", syria))}
    # As the Arabic copy prints it, the strikes would begin on the day up to which they were counted.
    since = day("article_figures", "a13-strikes-total")
    values |= {"since": since, "a_day": int(to_decimals(total / DAYS_TO_THE_STORY, -2).best)}
    return Recomputation(added, rows, values)


@claim("A14", "billion_dollars")
def cost() -> Recomputation:
    """What the average amounts to by two days, beside another official series."""
    rate, other = data.article_figure("a14-cost-per-day"), "cost-obligations-2017-06-30"
    first_day, second_day = day("article_figures", "a13-strikes-total"), day("cost", other)
    first, second = (measures.total_cost(rate, measures.campaign_day(as_of)) for as_of in (first_day, second_day))
    obligations = exact(data.row("cost", other)["total_usd_billion"])
    rows = (
        Row("row_if_on", first, "united_states", claimed=True, words={"date": first_day}),
        Row("row_if_on", second, "united_states", claimed=True, words={"date": second_day}),
        Row("row_obligations", obligations, "plain", words={"date": second_day}),
    )
    values = {"rate_best": rate, "first_day": first_day, "first": first, "second_day": second_day, "second": second}
    return Recomputation(first, rows, values | {"obligations": obligations})


@claim("A15", "cumulative_on_day")
def sorties() -> Recomputation:
    """Sorties for each strike, on a day for which both were published."""
    key = "strikes-2016-01-20-centcom"
    flown, made = number("strikes", key, "sorties_total"), number("strikes", key, "strikes_total")
    each = to_decimals(exact(flown) / made, 1)
    rows = (Row("row_strikes", exact(made), "official"), Row("row_sorties", exact(flown), "official"))
    values = {"sorties": Counted(flown, "sortie"), "strikes": Counted(made, "strike"), "each": each}
    return Recomputation(each, rows, values | {"day": day("strikes", key)})


@claim("A16", "people_killed")
def civilians() -> Recomputation:
    """The official count before, and what the release added to it; beside it the count of another body. All floors."""
    keys = ("coalition-2017-05-31", "coalition-2017-06-30", "airwars-2017-07-07")
    may, june, airwars = (data.row("civilian_counts", key) for key in keys)
    before, of_june, of_airwars = (int(row["people_killed_low"]) for row in (may, june, airwars))
    added = int(june["people_killed_added"])
    before_day, data_to, airwars_day = (row["as_of_date"].date() for row in (may, june, airwars))
    coalition, other = "row_coalition_killed", "row_airwars_killed"
    rows = (
        Row(coalition, exact(before), "official", floor=True, words={"date": before_day}),
        Row(coalition, exact(of_june), "official", claimed=True, floor=True, words={"date": data_to}),
        Row(other, exact(of_airwars), "independent", floor=True, words={"date": airwars_day}),
    )
    values = {
        "before": before,
        "before_day": before_day,
        "added": added,
        "total": before + added,
        "printed": number("article_figures", "a16-civilians-killed", "value"),
        "data_to": data_to,
        "published": june["report_date"].date(),
        "open_reports": Counted(int(june["reports_open"]), "allegation"),
        "airwars": of_airwars,
        "airwars_day": airwars_day,
    }
    return Recomputation(exact(before + added), rows, values)


claim("A17")(Recomputation)
