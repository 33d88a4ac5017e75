"""Who was carrying out strikes on a day, as far as the records tell.

coalition_spans.csv holds stretches: one state, one theatre, from a first to a last date. Few of these dates are firm
days. `stretches` gives each stretch the days between which it is sure, and the days between which it is possible;
`standing` reads all of them on one day. What is not known stays "unclear": it is never turned into yes or no.
"""

from __future__ import annotations

import datetime

import pandas as pd

from ... import data
from ...problems import some

COUNTRIES = ("iraq", "syria")
"""The theatres of the stretches. A record for "both" stands for each of them."""

STATUSES = ("striking", "unclear", "paused", "stopped", "not_yet", "none")
"""What can be said of a state in a theatre on a day, from `standing`."""

FIRM_DAYS = {"day", "publication_day"}
"""The precisions with which the day itself is known: of the event or, at the latest, of its report."""

_NAMES_AS_STRIKING = {"first_strike", "resumed", "official_list"}


def period_end() -> pd.Timestamp:
    """The day up to which the article counts strikes: stretches of the kind `past_period` are sure until then."""
    return data.row("article_figures", "a13-strikes-total")["as_of_date"]


def uncontradicted(counts: pd.DataFrame) -> pd.DataFrame:
    """The rows of coalition_members.csv that no other row contradicts, in date order."""
    return counts[counts["quality"] != "contradiction"].sort_values("as_of_date", kind="stable")


def listed_states(record: pd.Series) -> set[str]:
    """The codes of the states that an official list (a row of coalition_strikes.csv) names.

    Raises ValueError for a code that no record has, and for a list that names nobody.
    """
    listed = set(record["listed_codes"].split(";"))
    unknown = listed - (set(data.load("coalition_strikes")["state_code"]) - {"list", "count"})
    if unknown:
        key = record.get("record_id", "a record")
        raise ValueError(
            f"coalition_strikes.csv, {key}, column 'listed_codes': no state {', '.join(sorted(unknown))!r}"
        )
    return listed


def support_only() -> pd.DataFrame:
    """The records of states that were named with the strikes, but of which no strike is shown."""
    records = data.load("coalition_strikes")
    return records[records["event"] == "support_only"]


def stretches() -> pd.DataFrame:
    """The stretches of coalition_spans.csv with four more dates each, and who printed start and end.

    maybe_from, maybe_to: outside of these days the stretch is ruled out; maybe_to is empty where no end is known.
    sure_from, sure_to: between these days the stretch is sure. Where only the month of a date is known, that whole
    month is unclear. Where no end is known, a stretch is sure until the last record that names the state as
    striking there, or until the article's day where strikes are known to have gone on past it (`past_period`).
    last_precision: how exact sure_to is (day or month).
    doubtful_start: the first day is not firm (a month, a report, or a source that does not say who struck).
    """
    spans = data.load("coalition_spans")
    records = data.with_sources(data.load("coalition_strikes")).set_index("record_id")
    first = records.loc[spans["start_record_id"]].reset_index(drop=True)
    publishers = [column for column in records.columns if column.startswith("publisher_")]
    last = records.reindex(spans["end_record_id"]).reset_index(drop=True).fillna(dict.fromkeys(publishers, ""))
    for publisher in publishers:
        spans[publisher], spans[f"end_{publisher}"] = first[publisher], last[publisher]
    spans.attrs = records.attrs  # where who printed them stands
    spans["doubtful_start"] = (spans["start_precision"] != "day") | (first["quality"] == "weak-source")
    named = records[records["event"].isin(_NAMES_AS_STRIKING)].reset_index().to_dict("records")
    for record in named:
        record["states"] = listed_states(record) if record["event"] == "official_list" else {record["state_code"]}
    last_day = period_end()
    edges = [_edges(span, named, last_day) for span in data.rows(spans)]
    columns = ["maybe_from", "sure_from", "sure_to", "maybe_to", "last_precision"]
    return spans.assign(**pd.DataFrame(edges, columns=columns))


def _edges(span, named: list[dict], last_day: pd.Timestamp) -> tuple:
    """The four dates of a stretch and the precision of sure_to. named: the records that name states as striking."""
    month = pd.offsets.MonthBegin(1)
    day, start, end = pd.Timedelta(days=1), span.start_date, span.end_date
    maybe_from = start if span.start_precision == "day" else start.replace(day=1)
    sure_from = start if span.start_precision in FIRM_DAYS else start.replace(day=1) + month
    if span.end_kind == "past_period":
        return maybe_from, sure_from, last_day, pd.NaT, "day"
    if span.end_kind in {"unknown", "mostly_stopped"}:
        here = [record for record in named if record["theatre"] in (span.theatre, "both")]
        about = [record for record in here if span.state_code in record["states"]]
        latest = max(reversed(about), key=lambda record: record["event_date"])  # the last of the latest day
        return maybe_from, sure_from, max(sure_from, latest["event_date"]), pd.NaT, latest["event_precision"]
    if span.end_precision == "day":
        return maybe_from, sure_from, end, end, "day"
    return maybe_from, sure_from, end.replace(day=1) - day, end.replace(day=1) + month - day, "day"


def days_shown(table: pd.DataFrame) -> tuple[datetime.date, datetime.date]:
    """The days that a picture of the stretches shows: from the month of the first strike to the last possible day.

    table: the result of `stretches`.
    """
    first = some(table, "table")["maybe_from"].min().replace(day=1)
    return first.date(), max(table["sure_to"].max(), table["maybe_to"].max()).date()


def days_of_change(table: pd.DataFrame) -> list[datetime.date]:
    """The days from which `standing` differs: known starts and ends, and both edges of what is unclear, in order."""
    after = pd.Timedelta(days=1)
    starts, ends = (table[[f"maybe_{end}", f"sure_{end}"]].stack() for end in ("from", "to"))
    first, last = days_shown(table)
    days = {day.date() for day in pd.concat([starts, ends.dropna() + after])}
    return sorted(day for day in days if first <= day <= last)


def standing(table: pd.DataFrame, day) -> pd.DataFrame:
    """What can be said on `day`: one row a state and theatre, in the order of the states' first strikes.

    table: the result of `stretches`. Columns: state_code, state_en and state_ar (one a language), theatre, status (one
    of STATUSES), and the stretch that the status comes from (span, None for "none").
    """
    day = pd.Timestamp(day)
    columns = [column for column in table.columns if column.startswith("state_")]
    states, own = {}, {}
    for span in data.rows(table.sort_values("start_date", kind="stable")):
        states.setdefault(span.state_code, [getattr(span, column) for column in columns])
        own.setdefault((span.state_code, span.theatre), []).append(span)
    rows = [
        (*names, theatre, *_status(own.get((code, theatre), []), day))
        for code, names in states.items()
        for theatre in COUNTRIES
    ]
    return pd.DataFrame(rows, columns=[*columns, "theatre", "status", "span"])


def _status(spans: list, day: pd.Timestamp) -> tuple[str, object]:
    """The status on `day` and the stretch it comes from. spans: those of one state in one theatre, by start."""
    if not spans:
        return "none", None
    for span in spans:
        if span.maybe_from <= day and (pd.isna(span.maybe_to) or day <= span.maybe_to):
            return ("striking" if span.sure_from <= day <= span.sure_to else "unclear"), span
    before = [span for span in spans if span.maybe_from <= day]
    if not before:
        return "not_yet", spans[0]
    return ("stopped" if len(before) == len(spans) else "paused"), before[-1]


def states_by_status(standing: pd.DataFrame) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The states known to be striking, by where, and those of which it is not known; codes in the order of `standing`.

    standing: the result of `standing`, for one theatre or all. The first are in groups "both", "iraq", "syria", each
    state in one of them; the second are striking in none, but the records cannot rule it out in some.
    """
    striking: dict[str, tuple[str, ...]] = {"both": (), "iraq": (), "syria": ()}
    unclear: tuple[str, ...] = ()
    states: dict[str, dict[str, str]] = {}  # pandas' groups would take a quarter of the time of a move
    for code, theatre, status in standing[["state_code", "theatre", "status"]].to_numpy():
        states.setdefault(code, {})[theatre] = status
    for code, statuses in states.items():
        here = [theatre for theatre, status in statuses.items() if status == "striking"]
        if here:
            group = "both" if len(here) == len(COUNTRIES) else here[0]
            striking[group] += (code,)
        elif "unclear" in statuses.values():
            unclear += (code,)
    return striking, unclear
