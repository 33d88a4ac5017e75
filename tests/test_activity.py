"""Who was striking on a day: the dates of each stretch, read off the records by hand, and what is said of a day."""

import pandas as pd
import pytest
from campaign import data
from campaign.topics.coalition import rules


@pytest.fixture
def stretches():
    return rules.stretches().set_index("span_id", drop=False)


@pytest.mark.parametrize(
    ("span", "maybe_from", "sure_from", "sure_to", "maybe_to", "precision"),
    [
        # no end found: sure until the article's day
        ("us-iraq-1", "2014-08-08", "2014-08-08", "2017-07-26", None, "day"),
        ("uk-syria-1", "2015-12-03", "2015-12-03", "2017-07-26", None, "day"),
        # the end is a month: that month is unclear
        ("bahrain-syria-1", "2014-09-23", "2014-09-23", "2015-01-31", "2015-02-28", "day"),
        ("uae-syria-1", "2014-09-23", "2014-09-23", "2014-11-30", "2014-12-31", "day"),
        # the end is about a day: its month is unclear
        ("belgium-iraq-1", "2014-10-05", "2014-10-05", "2015-06-30", "2015-07-31", "day"),
        # the start is a month: sure from the next one
        ("belgium-iraq-2", "2016-07-01", "2016-08-01", "2017-11-30", "2017-12-31", "day"),
        ("australia-iraq-1", "2014-10-01", "2014-11-01", "2017-11-30", "2017-12-31", "day"),
        ("canada-syria-1", "2015-04-01", "2015-05-01", "2016-02-15", "2016-02-15", "day"),
        # the start is the day of a report: struck by then, perhaps from the first of that month
        ("denmark-syria-1", "2016-08-01", "2016-08-05", "2016-11-30", "2016-12-31", "day"),
        # both ends are days
        ("canada-iraq-1", "2014-11-02", "2014-11-02", "2016-02-15", "2016-02-15", "day"),
        # the end is not known: sure until the last record that names the state there, also in a list
        ("turkey-syria-1", "2015-08-28", "2015-08-28", "2015-08-28", None, "day"),
        ("jordan-iraq-1", "2015-02-01", "2015-02-06", "2015-03-17", None, "day"),
        ("jordan-syria-1", "2014-09-23", "2014-09-23", "2015-02-01", None, "month"),
        ("saudi-arabia-syria-1", "2014-09-23", "2014-09-23", "2015-02-01", None, "month"),
    ],
)
def test_the_dates_of_a_stretch(stretches, span, maybe_from, sure_from, sure_to, maybe_to, precision):
    found = stretches.loc[span]
    dates = [found[name] for name in ("maybe_from", "sure_from", "sure_to")]
    assert dates == [pd.Timestamp(day) for day in (maybe_from, sure_from, sure_to)]
    assert pd.isna(found["maybe_to"]) if maybe_to is None else found["maybe_to"] == pd.Timestamp(maybe_to)
    assert found["last_precision"] == precision


def test_a_start_is_doubtful_without_a_day_or_without_a_strong_source(stretches):
    assert set(stretches[stretches["doubtful_start"]].index) == {
        *("bahrain-syria-1", "jordan-syria-1", "saudi-arabia-syria-1", "uae-syria-1", "netherlands-iraq-1"),
        *("jordan-iraq-1", "belgium-iraq-2", "belgium-syria-1", "netherlands-syria-1", "denmark-iraq-2"),
        *("denmark-syria-1", "australia-iraq-1", "canada-syria-1"),
    }


def test_start_and_end_carry_the_name_of_who_printed_them(stretches):
    records = data.with_sources(data.load("coalition_strikes")).set_index("record_id")
    spans = data.load("coalition_spans")
    assert list(stretches.index) == list(spans["span_id"])
    for span in stretches.itertuples():
        for language in ("en", "ar"):
            printed = records.loc[span.start_record_id, f"publisher_{language}"]
            assert getattr(span, f"publisher_{language}") == printed != ""
            ended = records.loc[span.end_record_id, f"publisher_{language}"] if span.end_record_id else ""
            assert getattr(span, f"end_publisher_{language}") == ended


def test_an_official_list_names_states_by_their_codes_and_an_unknown_code_is_an_error():
    assert rules.listed_states(pd.Series({"listed_codes": "france;uk;jordan"})) == {"france", "uk", "jordan"}
    for codes, told in (("oz;narnia", "narnia, oz"), ("france; uk", " uk"), ("", ""), ("france;list", "list")):
        for key, record in (("a-list", {"record_id": "a-list"}), ("a record", {})):
            with pytest.raises(ValueError) as caught:
                rules.listed_states(pd.Series(record | {"listed_codes": codes}))
            assert str(caught.value) == f"coalition_strikes.csv, {key}, column 'listed_codes': no state {told!r}"


def test_a_state_is_named_only_where_the_record_says(monkeypatch, stretches):
    """A record of the other country does not make a stretch longer, one of both countries does."""
    load = data.load
    records = load("coalition_strikes")
    later = records[records["record_id"] == "strikes-2015-08-28-turkey-syria-first-strike"].iloc[0]

    def with_record(**changes):
        record = pd.DataFrame([later.to_dict() | {"record_id": "later"} | changes])
        record["event_date"] = pd.Timestamp("2016-05-05").as_unit("us")
        table = pd.concat([records, record], ignore_index=True)
        monkeypatch.setattr(data, "load", lambda name: table if name == "coalition_strikes" else load(name))
        return rules.stretches().set_index("span_id").loc["turkey-syria-1", "sure_to"]

    first, longer = pd.Timestamp("2015-08-28"), pd.Timestamp("2016-05-05")
    assert with_record(theatre="syria", event="resumed") == longer
    assert with_record(theatre="both", event="resumed") == longer
    assert with_record(theatre="iraq", event="resumed") == first
    assert with_record(theatre="syria", event="paused") == first
    assert with_record(theatre="syria", event="first_strike", state_code="uk") == first
    assert with_record(theatre="syria", event="official_list", state_code="list", listed_codes="jordan") == first
    assert (
        with_record(theatre="syria", event="official_list", state_code="list", listed_codes="jordan;turkey") == longer
    )


def test_a_supporting_role_stands_apart():
    assert list(rules.support_only()["record_id"]) == ["strikes-2014-09-23-qatar-syria-support-only"]


# --- what is said of a day ------------------------------------------------------------------------------------------
def made_up(*spans):
    """A table of stretches: (state, theatre, maybe_from, sure_from, sure_to, maybe_to), days of January 2015."""

    def day(number):
        return pd.NaT if number is None else pd.Timestamp(2015, 1, number)

    rows = [
        (
            state,
            state.upper(),
            f"{state} ar",
            theatre,
            day(maybe_from),
            *map(day, (maybe_from, sure_from, sure_to, end)),
        )
        for state, theatre, maybe_from, sure_from, sure_to, end in spans
    ]
    names = ("state_code", "state_en", "state_ar", "theatre", "start_date")
    return pd.DataFrame(rows, columns=[*names, "maybe_from", "sure_from", "sure_to", "maybe_to"])


TWICE = made_up(("b", "iraq", 20, 20, 22, 22), ("a", "syria", 5, 7, 10, 12), ("b", "iraq", 6, 6, 8, 9))


@pytest.mark.parametrize(
    ("day", "a_syria", "b_iraq"),
    [
        (4, "not_yet", "not_yet"),
        (5, "unclear", "not_yet"),
        (6, "unclear", "striking"),
        (7, "striking", "striking"),
        (8, "striking", "striking"),
        (9, "striking", "unclear"),
        (10, "striking", "paused"),
        (11, "unclear", "paused"),
        (12, "unclear", "paused"),
        (13, "stopped", "paused"),
        (19, "stopped", "paused"),
        (20, "stopped", "striking"),
        (22, "stopped", "striking"),
        (23, "stopped", "stopped"),
    ],
)
def test_each_day_of_a_stretch_has_its_word(day, a_syria, b_iraq):
    table = rules.standing(TWICE, f"2015-01-{day:02}")
    assert list(table.columns) == ["state_code", "state_en", "state_ar", "theatre", "status", "span"]
    # In the order of the first strikes, each state with both countries.
    assert list(table["state_code"] + " " + table["theatre"]) == ["a iraq", "a syria", "b iraq", "b syria"]
    assert list(table["state_en"]) == ["A", "A", "B", "B"] and list(table["state_ar"])[2] == "b ar"
    assert list(table["status"]) == ["none", a_syria, b_iraq, "none"]
    assert set(table["status"]) <= set(rules.STATUSES)


def test_the_status_names_the_stretch_that_it_comes_from():
    def first_days(day):
        spans = rules.standing(TWICE, day)["span"]
        return [None if span is None else span.maybe_from.day for span in spans]

    assert first_days("2015-01-04") == [None, 5, 6, None]  # not yet: the first to come
    assert first_days("2015-01-07") == [None, 5, 6, None]
    assert first_days("2015-01-15") == [None, 5, 6, None]  # paused: the one before
    assert first_days("2015-01-21") == [None, 5, 20, None]
    assert first_days("2015-01-31") == [None, 5, 20, None]  # stopped: the last


def test_states_that_began_on_one_day_keep_the_order_of_the_table():
    names = [f"state {number * 7 % 40:02}" for number in range(40)]
    table = rules.standing(made_up(*((name, "iraq", 5, 5, 8, None) for name in names)), "2015-01-05")
    assert list(table["state_code"])[::2] == names


def test_a_stretch_without_end_stays_unclear():
    table = rules.standing(made_up(("a", "iraq", 5, 5, 8, None)), "2019-01-01")
    assert list(table["status"]) == ["unclear", "none"]


def test_states_are_told_apart_by_where_they_strike_and_what_is_not_known():
    table = made_up(
        ("a", "iraq", 5, 5, 8, 8), ("a", "syria", 5, 5, 8, 8), ("b", "iraq", 5, 5, 8, 8), ("b", "syria", 5, 7, 8, 8),
        ("c", "syria", 5, 5, 8, 8), ("d", "iraq", 5, 7, 8, 8), ("d", "syria", 1, 1, 2, 2), ("e", "iraq", 9, 9, 9, 9),
    )  # fmt: skip
    standing = rules.standing(table, "2015-01-05")
    assert rules.states_by_status(standing) == ({"both": ("a",), "iraq": ("b",), "syria": ("c",)}, ("d",))
    syria = standing[standing["theatre"] == "syria"]
    assert rules.states_by_status(syria) == ({"both": (), "iraq": (), "syria": ("a", "c")}, ("b",))


def test_the_days_that_are_shown_and_the_days_of_change():
    table = made_up(("a", "iraq", 5, 7, 10, 12), ("b", "syria", 6, 6, 20, None))
    assert [str(day) for day in rules.days_shown(table)] == ["2015-01-01", "2015-01-20"]
    assert [day.day for day in rules.days_of_change(table)] == [5, 6, 7, 11, 13]
    with pytest.raises(ValueError, match="^table: expected "):
        rules.days_shown(table.iloc[:0])


def test_a_contradicted_count_is_left_out():
    counts = data.load("coalition_members")
    kept = counts[counts["quality"] != "contradiction"]
    assert 0 < len(kept) < len(counts)
    assert list(rules.uncontradicted(counts.iloc[::-1])["observation_id"]) == list(kept["observation_id"])
