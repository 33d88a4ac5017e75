"""The seventeen claims of the article, worked out again from the tables: one function a claim.

    claims.recompute("A13")        the numbers, and the key of the sentence that tells them
    claims.RECOMPUTE               the function of each claim, A01 to A17

Our verdicts stand in data/verdicts.csv; the words in words/claims.toml. Nothing is judged or drawn here: the numbers
come first, the verdict is for the reader.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

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

HARM_LESSON = "05-civilian-harm"


@dataclass(frozen=True)
class Counted:
    """A number with the noun that it counts (an entry of words/nouns.toml)."""

    amount: int
    noun: str

    def __repr__(self):
        return f"{self.amount:,} ({self.noun})"


@dataclass(frozen=True)
class Month:
    """A date that is known to the month only."""

    day: datetime.date

    def __repr__(self):
        return f"{self.day:%Y-%m}"


@dataclass(frozen=True)
class Row:
    """One line of a comparison: what it is, and its value.

    label: a key under words/claims.toml, filled with `words`; or the texts of a table, by language.
    value: a `Bounded`, a span of days (first, last), or None where the number is not known.
    tone: the colour of charts.base.COLOURS. claimed: the article's own figure. floor: at least this much.
    """

    label: str | Mapping[str, str]
    value: Bounded | tuple[datetime.date, datetime.date] | None
    tone: str = "plain"
    claimed: bool = False
    floor: bool = False
    words: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Recomputation:
    """A claim worked out again.

    key: the words stand under claims.<key>_finding and claims.<key>_sentence, with `values` for their placeholders.
    result: the one number that the claim comes to, None where there is nothing to work out.
    rows: what to set side by side; unit: the key of their unit under claims.unit_*, "date" for days.
    """

    claim_id: str
    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    result: Bounded | None = None
    rows: tuple[Row, ...] = ()
    unit: str = ""

    def __repr__(self):
        shown = ", ".join(
            f"{name} = {value if isinstance(value, datetime.date) else repr(_plain(value))}"
            for name, value in self.values.items()
        )
        return f"{self.claim_id}: {shown}" if shown else f"{self.claim_id}: no figure to work out"


def _plain(value):
    return exact(value) if isinstance(value, Fraction) else value


def recompute(claim_id: str) -> Recomputation:
    """Work a claim out again. Raises KeyError for an unknown claim."""
    if claim_id not in RECOMPUTE:
        raise KeyError(f"claim_id: expected one of {', '.join(RECOMPUTE)}, got {claim_id!r}")
    return RECOMPUTE[claim_id]()


def practice_errors():
    """The rows of printed_errors.csv that are for practice: all but figures of people killed, of which only errors of
    unit and of date stay."""
    errors = data.load("printed_errors")
    return errors[(errors["lesson"] != HARM_LESSON) | errors["error_id"].isin(HARM_ERRORS)]


# --- pieces ----------------------------------------------------------------------------------------------------------
def _event(event_id: str):
    """An event's title in all languages and its span of days."""
    row = data.row("timeline", event_id)
    start = row["start_date"].date()
    end = start
    if row["date_precision"] == "month":
        end = row["end_date"].date()  # somewhere in that month
    return data.texts(row, "title"), (start, end)


def _event_row(event_id: str, tone: str = "plain") -> Row:
    title, days = _event(event_id)
    return Row(title, days, tone)


def _territory(observation_id: str) -> Bounded:
    """A figure of territory.csv: a range, or a number with the rounding of its last printed digit."""
    row = data.row("territory", observation_id)
    if row["bound"] == "range":
        return between(row["low"], row["high"])
    low = int(row["low"])
    step = {"percent": 1, "people": 1_000_000}.get(row["unit"], 100)
    return rounded(low, step)


def map_peak(theatre: str) -> Bounded:
    """The area that Daesh held at its peak, km2, as the Coalition's map of June 2017 implies: the area lost divided by
    the share lost."""
    lost = _territory(f"2017-06-{theatre}-net-area-lost-since-aug-2014-global-coalition")
    share = _territory(f"2017-06-{theatre}-share-of-peak-lost-global-coalition")
    return lost / share * 100


def weighted_share(share_iraq, share_syria) -> Bounded:
    """One percentage for both countries, each weighted by its area at the peak (from the map of June 2017)."""
    weight = 1 / (1 + map_peak("syria") / map_peak("iraq"))
    return share_syria + (share_iraq - share_syria) * weight


def striking_states() -> int:
    """States that took part in strikes at some time, by the records in coalition_spans.csv."""
    return int(data.load("coalition_spans")["state_code"].nunique())


# --- one function a claim --------------------------------------------------------------------------------------------
def _fourth_year() -> Recomputation:
    _, (first, _) = _event("2014-08-08-first-strike")
    last = first.replace(year=first.year + 3) - datetime.timedelta(days=1)
    days = measures.inclusive_days(first, last)
    values = {"first": first, "last": last, "days": Counted(days, "day"), "years": 3}
    rows = (
        _event_row("2014-08-08-first-strike"),
        _event_row("2014-10-15-operation-named"),
        Row("row_three_years", (last, last), "highlight", claimed=True),
    )
    return Recomputation("A01", "a01", values, exact(3), rows, "date")


def _first_strike() -> Recomputation:
    printed = data.row("article_figures", "a02-aircraft")["as_of_date"].date()
    _, (confirmed, _) = _event("2014-08-08-first-strike")
    other = data.row("event_dates", "first-iraq-strikes-2014-2014-08-07-wilson-center")["reported_date"].date()
    values = {"printed": printed, "confirmed": confirmed, "other": other}
    rows = (
        Row("row_story", (printed, printed), "highlight", claimed=True),
        Row("row_pentagon_statement", (confirmed, confirmed)),
        Row("row_wilson_center", (other, other)),
    )
    return Recomputation("A02", "a02", values, None, rows, "date")


def _bombs() -> Recomputation:
    pounds = data.article_figure("a03-bomb-type")
    kilograms = measures.pounds_to_kilograms(pounds)
    kilograms = exact(measures.round_half_up(kilograms.best, 1))
    values = {"pounds": int(pounds.best), "kilograms": kilograms}
    rows = (
        Row("row_bombs_as_read", kilograms, "highlight", claimed=True),
        Row("row_one_bomb", kilograms),
        Row("row_all_bombs", None),
    )
    return Recomputation("A03", "a03", values, kilograms, rows, "kilograms")


def _iraq_then_syria() -> Recomputation:
    _, (iraq, _) = _event("2014-08-08-first-strike")
    _, (syria, _) = _event("2014-09-23-first-syria-strikes")
    days = measures.elapsed_days(iraq, syria)
    rows = (_event_row("2014-08-08-first-strike", "iraq"), _event_row("2014-09-23-first-syria-strikes", "syria"))
    return Recomputation(
        "A04", "a04", {"iraq": iraq, "syria": syria, "days": Counted(days, "day")}, exact(days), rows, "date"
    )


def _raqqa_and_mosul() -> Recomputation:
    _, (earliest, latest) = _event("2014-01-01-daesh-takes-raqqa")
    _, (mosul, _) = _event("2014-06-10-mosul-falls")
    least, most = measures.elapsed_days(latest, mosul), measures.elapsed_days(earliest, mosul)
    rows = (
        _event_row("2014-01-01-daesh-takes-raqqa", "syria"),
        _event_row("2014-01-04-daesh-takes-fallujah", "iraq"),
        _event_row("2014-06-10-mosul-falls", "iraq"),
    )
    values = {"raqqa": Month(earliest), "mosul": mosul, "least": Counted(least, "day"), "gap": between(least, most)}
    return Recomputation("A05", "a05", values, exact(least), rows, "date")


def _peak_area() -> Recomputation:
    miles = data.row("article_figures", "a06-area-square-miles")["value"]
    converted = exact(measures.round_half_up(measures.square_miles_to_km2(miles).best, 1))
    printed = data.article_figure("a06-area-km2")
    maps = map_peak("iraq") + map_peak("syria")
    ihs = exact(data.row("territory", "2015-01-05-both-area-controlled-ihs")["low"])
    rows = (
        Row("row_story", printed, "highlight", claimed=True),
        Row("row_converted", converted, "both"),
        Row("row_coalition_maps", maps, "official"),
        Row("row_ihs_area", ihs, "independent"),
    )
    values = {
        "miles": int(miles),
        "converted": converted,
        "printed": printed,
        "printed_best": printed,
        "maps": maps,
        "ihs": ihs,
    }
    return Recomputation("A06", "a06", values, converted, rows, "km2")


def _people() -> Recomputation:
    printed = data.article_figure("a08-people-under-daesh")
    keys = {
        "row_people_afp": "2014-both-population-at-peak-afp",
        "row_people_cjtf_oir": "2014-both-population-at-peak-cjtf-oir",
        "row_people_press": "2014-both-population-at-peak-press",
        "row_people_rand": "2014-10-world-population-at-peak-rand",
        "row_people_kurdistan24": "2014-both-population-at-peak-kurdistan24",
    }
    million = 1_000_000
    figures = {label: _territory(key) / million for label, key in keys.items()}
    tones = {"row_people_cjtf_oir": "official", "row_people_rand": "independent"}
    same = [figure for figure in figures.values() if figure.best in printed / million]
    rows = (
        Row("row_story", printed / million, "highlight", claimed=True),
        *(Row(label, figure, tones.get(label, "plain")) for label, figure in figures.items()),
    )
    values = {
        "figures": Counted(len(figures), "figure"),
        "low": int(min(f.best for f in figures.values())),
        "high": int(max(f.best for f in figures.values())),
        "bounds": printed / million,
        "inside": Counted(len(same), "figure"),
        "same": len(same),
        "all": len(figures),
    }
    return Recomputation("A08", "a08", values, exact(len(same)), rows, "million_people")


def _retaken() -> Recomputation:
    printed_iraq, printed_syria = (
        exact(data.row("article_figures", f"a09-retaken-{t}")["value"]) for t in ("iraq", "syria")
    )
    june = {t: _territory(f"2017-06-{t}-share-of-peak-lost-global-coalition") for t in ("iraq", "syria")}
    august = {t: _territory(f"2017-08-04-{t}-share-of-peak-lost-state-dept") for t in ("iraq", "syria")}
    both = weighted_share(june["iraq"], june["syria"])
    weighted = weighted_share(printed_iraq, printed_syria)
    rows = (
        Row("row_story_iraq", printed_iraq, "iraq", claimed=True),
        Row("row_story_syria", printed_syria, "syria", claimed=True),
        Row("row_map_iraq", exact(june["iraq"].best), "iraq"),
        Row("row_map_syria", exact(june["syria"].best), "syria"),
        Row("row_envoy_iraq", exact(august["iraq"].best), "iraq"),
        Row("row_envoy_syria", exact(august["syria"].best), "syria"),
        Row("row_map_both", both, "both"),
    )
    values = {
        "printed_iraq": printed_iraq,
        "printed_syria": printed_syria,
        "plain": (printed_iraq + printed_syria) / 2,
        "weighted_best": weighted,
        "both": both,
    }
    values |= {f"june_{theatre}": int(share.best) for theatre, share in june.items()}
    values |= {f"august_{theatre}": int(share.best) for theatre, share in august.items()}
    return Recomputation("A09", "a09", values, both, rows, "percent")


PALMYRA = (
    "2015-05-20-daesh-takes-palmyra",
    "2016-03-27-palmyra-retaken-2016",
    "2016-12-01-daesh-retakes-palmyra",
    "2017-03-02-palmyra-retaken-2017",
)


def _palmyra() -> Recomputation:
    rows = tuple(_event_row(event, "syria") for event in PALMYRA)
    _, (retaken, _) = _event(PALMYRA[1])
    _, (earliest, latest) = _event(PALMYRA[2])
    held = between(measures.elapsed_days(retaken, earliest), measures.elapsed_days(retaken, latest))
    titles = data.load("timeline")["title_en"]
    again = int(titles.str.contains(r"^Daesh takes .* again$").sum())
    return Recomputation(
        "A10", "a10", {"retaken": retaken, "lost": Month(earliest), "held": held}, exact(again), rows, "date"
    )


def _members() -> Recomputation:
    printed = data.article_figure("a11-countries")
    members = int(data.row("coalition_members", "members-2017-07")["members_total"])
    organisations = int(data.row("coalition_members", "members-2017-10-17")["organisations"])
    striking = striking_states()
    rows = (
        Row("row_story_countries", printed, "highlight", claimed=True),
        Row("row_members", exact(members), "official"),
        Row("row_organisations", exact(organisations), "official"),
        Row("row_striking_states", exact(striking), "partners"),
    )
    states = members - organisations
    values = {
        "members": members,
        "organisations": Counted(organisations, "organisation"),
        "states": Counted(states, "state"),
        "striking": Counted(striking, "state"),
        "percent": exact(measures.round_half_up(measures.share(striking, states).best, 0)),
    }
    return Recomputation("A11", "a11", values, exact(states), rows, "members")


def _strikes() -> Recomputation:
    iraq, syria, total = (data.article_figure(f"a13-strikes-{part}") for part in ("iraq", "syria", "total"))
    added = iraq + syria
    before, after = (data.row("strikes", f"strikes-2017-{day}-centcom") for day in ("06-30", "09-30"))
    rows = (
        Row("row_story_iraq", iraq, "iraq", claimed=True),
        Row("row_story_syria", syria, "syria", claimed=True),
        Row("row_added", added, "both"),
        Row("row_story_total", total, "both", claimed=True),
        Row(
            "row_official_on",
            exact(int(before["strikes_total"])),
            "official",
            words={"date": before["as_of_date"].date()},
        ),
        Row(
            "row_official_on",
            exact(int(after["strikes_total"])),
            "official",
            words={"date": after["as_of_date"].date()},
        ),
    )
    values = {
        "iraq": int(iraq.best),
        "syria": int(syria.best),
        "added": int(added.best),
        "printed": Counted(int(total.best), "strike"),
        "before_day": before["as_of_date"].date(),
        "after_day": after["as_of_date"].date(),
        "percent_iraq": exact(measures.round_half_up(measures.share(iraq, added).best, 1)),
        "percent_syria": exact(measures.round_half_up(measures.share(syria, added).best, 1)),
    }
    return Recomputation("A13", "a13", values, added, rows, "strikes")


def _cost() -> Recomputation:
    rate = data.article_figure("a14-cost-per-day")
    strikes_day = data.row("article_figures", "a13-strikes-total")["as_of_date"].date()
    other = data.row("cost", "cost-obligations-2017-06-30")
    june = other["as_of_date"].date()
    totals = {day: measures.total_cost(rate, measures.campaign_day(day)) for day in (strikes_day, june)}
    obligations = exact(other["total_usd_billion"])
    rows = (
        Row("row_if_on", totals[strikes_day], "united_states", claimed=True, words={"date": strikes_day}),
        Row("row_if_on", totals[june], "united_states", claimed=True, words={"date": june}),
        Row("row_obligations", obligations, "plain", words={"date": june}),
    )
    values = {
        "rate_best": rate,
        "first_day": strikes_day,
        "first": totals[strikes_day],
        "second_day": june,
        "second": totals[june],
        "obligations": obligations,
    }
    return Recomputation("A14", "a14", values, totals[strikes_day], rows, "billion_dollars")


def _sorties() -> Recomputation:
    row = data.row("strikes", "strikes-2016-01-20-centcom")
    sorties, strikes = int(row["sorties_total"]), int(row["strikes_total"])
    each = exact(measures.round_half_up(Fraction(sorties, strikes), 1))
    values = {
        "sorties": Counted(sorties, "sortie"),
        "strikes": Counted(strikes, "strike"),
        "each": each,
        "day": row["as_of_date"].date(),
    }
    rows = (Row("row_strikes", exact(strikes), "official"), Row("row_sorties", exact(sorties), "official"))
    return Recomputation("A15", "a15", values, each, rows, "cumulative_on_day")


def _civilians() -> Recomputation:
    printed = int(data.row("article_figures", "a16-civilians-killed")["value"])
    rows_of = {
        key: data.row("civilian_counts", key)
        for key in ("coalition-2017-05-31", "coalition-2017-06-30", "airwars-2017-07-07")
    }
    may, june, airwars = rows_of.values()
    added, open_reports = int(june["people_killed_added"]), int(june["reports_open"])
    rows = (
        Row(
            "row_coalition_killed",
            exact(int(may["people_killed_low"])),
            "official",
            floor=True,
            words={"date": may["as_of_date"].date()},
        ),
        Row(
            "row_coalition_killed",
            exact(int(june["people_killed_low"])),
            "official",
            claimed=True,
            floor=True,
            words={"date": june["as_of_date"].date()},
        ),
        Row(
            "row_airwars_killed",
            exact(int(airwars["people_killed_low"])),
            "independent",
            floor=True,
            words={"date": airwars["as_of_date"].date()},
        ),
    )
    values = {
        "before": int(may["people_killed_low"]),
        "before_day": may["as_of_date"].date(),
        "added": added,
        "total": int(may["people_killed_low"]) + added,
        "printed": printed,
        "data_to": june["as_of_date"].date(),
        "published": june["report_date"].date(),
        "open_reports": Counted(open_reports, "allegation"),
        "airwars": int(airwars["people_killed_low"]),
        "airwars_day": airwars["as_of_date"].date(),
    }
    return Recomputation("A16", "a16", values, exact(values["total"]), rows, "people_killed")


def _nothing(claim_id: str) -> Callable[[], Recomputation]:
    """A claim with no figure: its words say what a test would need."""
    return lambda: Recomputation(claim_id, claim_id.lower())


RECOMPUTE: dict[str, Callable[[], Recomputation]] = {
    "A01": _fourth_year,
    "A02": _first_strike,
    "A03": _bombs,
    "A04": _iraq_then_syria,
    "A05": _raqqa_and_mosul,
    "A06": _peak_area,
    "A07": _nothing("A07"),
    "A08": _people,
    "A09": _retaken,
    "A10": _palmyra,
    "A11": _members,
    "A12": _nothing("A12"),
    "A13": _strikes,
    "A14": _cost,
    "A15": _sorties,
    "A16": _civilians,
    "A17": _nothing("A17"),
}
