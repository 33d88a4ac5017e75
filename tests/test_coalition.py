"""06-coalition: what is known of a day and what is not, charts that say what the tables hold, and the explorer."""

import datetime
import re

import pandas as pd
import pytest
from campaign import data
from campaign import language as lang
from campaign.sheet import drawing
from campaign.sheet.style import COLOURS
from campaign.topics.coalition import charts, rules
from campaign.topics.coalition.explorer import CoalitionExplorer
from room import problems

SPANS = data.load("coalition_spans")
STRETCHES = rules.stretches()
LAST_DAY = rules.days_shown(STRETCHES)[1]
MEMBERS = data.with_sources(data.load("coalition_members"))
STRIKES = data.with_sources(data.load("strikes"))
SPLIT = STRIKES.dropna(subset=["strikes_iraq", "strikes_syria", "partners_iraq", "partners_syria"])
DAY = datetime.date(2017, 7, 26)


@pytest.fixture
def explorer():
    return CoalitionExplorer("en")


def status(state, theatre, day):
    standing = rules.standing(STRETCHES, day)
    return standing[(standing["state_code"] == state) & (standing["theatre"] == theatre)]["status"].item()


def states(day, wanted, theatre=None):
    standing = rules.standing(STRETCHES, day)
    return set(
        standing[(standing["status"] == wanted) & ((standing["theatre"] == theatre) | (theatre is None))]["state_code"]
    )


# --- what is known of a day -----------------------------------------------------------------------------------------
def test_what_is_sure_lies_inside_what_is_possible_and_only_stretches_without_end_date_stay_open():
    table = STRETCHES
    assert (table["maybe_from"] <= table["sure_from"]).all() and (table["sure_from"] <= table["sure_to"]).all()
    closed = table["maybe_to"].notna()
    assert (table["sure_to"] <= table["maybe_to"])[closed].all()
    assert set(table[~closed]["end_kind"]) == {"unknown", "mostly_stopped", "past_period"}
    assert table[closed]["end_date"].notna().all()


@pytest.mark.parametrize(
    ("state", "theatre"),
    [("jordan", "iraq"), ("jordan", "syria"), ("turkey", "syria"), ("saudi_arabia", "syria"), ("uk", "iraq")],
)
def test_an_unknown_end_is_never_turned_into_yes_or_no(state, theatre):
    later = pd.date_range("2017-07-27", "2018-12-31", freq="MS")
    assert {status(state, theatre, day) for day in later} == {"unclear"}


@pytest.mark.parametrize(
    ("state", "theatre", "day", "expected"),
    [
        ("us", "iraq", "2014-08-07", "not_yet"),
        ("us", "iraq", "2014-08-08", "striking"),
        ("uk", "syria", "2015-12-02", "not_yet"),
        ("uk", "syria", "2015-12-03", "striking"),
        ("france", "iraq", "2017-07-26", "striking"),
        ("france", "iraq", "2017-07-27", "unclear"),
        ("canada", "iraq", "2016-02-15", "striking"),
        ("canada", "iraq", "2016-02-16", "stopped"),
        ("uae", "syria", "2014-11-30", "striking"),
        ("uae", "syria", "2014-12-15", "unclear"),
        ("uae", "syria", "2015-01-01", "stopped"),
        ("uae", "iraq", "2014-12-15", "none"),
        ("australia", "iraq", "2014-10-08", "unclear"),
        ("netherlands", "syria", "2017-01-01", "paused"),
        ("netherlands", "syria", "2018-01-05", "striking"),
        ("denmark", "syria", "2017-01-01", "stopped"),
        ("jordan", "iraq", "2015-03-17", "striking"),
        ("jordan", "iraq", "2015-03-18", "unclear"),
    ],
)
def test_a_state_on_a_day(state, theatre, day, expected):
    assert status(state, theatre, day) == expected


def test_the_count_in_the_open_of_the_lesson_agrees():
    begun, over = SPANS["start_date"] <= pd.Timestamp(DAY), SPANS["end_date"] < pd.Timestamp(DAY)
    no_end = SPANS["end_kind"].isin(["unknown", "mostly_stopped"])
    known, doubt = set(SPANS[begun & ~over & ~no_end]["state_code"]), set(SPANS[begun & no_end]["state_code"])
    assert states(DAY, "striking") == known == {"us", "uk", "france", "belgium", "australia"}
    assert states(DAY, "unclear") == doubt == {"jordan", "saudi_arabia", "turkey"}


def test_a_supporting_role_is_not_a_strike():
    assert list(rules.support_only()["state_code"]) == ["qatar"]
    assert "qatar" not in set(STRETCHES["state_code"])
    doubtful = STRETCHES[STRETCHES["doubtful_start"]]
    assert {"bahrain", "saudi_arabia", "uae"} <= set(doubtful["state_code"])
    assert set(STRETCHES[STRETCHES["start_precision"] != "day"]["span_id"]) <= set(doubtful["span_id"])


def test_an_official_list_is_read_as_codes():
    lists = data.load("coalition_strikes").set_index("record_id").query("event == 'official_list'")
    assert rules.listed_states(lists.loc["strikes-2015-02-list-syria-official-list"]) == {
        "us",
        "bahrain",
        "jordan",
        "saudi_arabia",
        "uae",
    }
    assert len(rules.listed_states(lists.loc["strikes-2015-03-17-list-iraq-official-list"])) == 9


def test_the_words_of_the_guesses_say_what_the_tables_hold():
    """What the prose tests do for the text of a lesson, for the explanations that wait in its guesses."""
    groups, unclear = rules.states_by_status(rules.standing(STRETCHES, DAY))
    ever, striking = STRETCHES["state_code"].nunique(), sum(map(len, groups.values()))
    october = MEMBERS.set_index("observation_id").loc["members-2017-10-17"]
    first, last = SPLIT.iloc[0], SPLIT.iloc[-1]
    shares = {
        (when, theatre): f"{100 * row[f'partners_{theatre}'] / row[f'strikes_{theatre}']:.1f}%"
        for when, row in (("first", first), ("last", last))
        for theatre in rules.COUNTRIES
    }
    assert f"{last['as_of_date']:%B %Y}" == "June 2017" and f"{first['as_of_date']:%B %Y}" == "November 2014"
    by_theatre = STRETCHES.groupby("theatre")["state_code"].nunique()
    assert by_theatre["syria"] > by_theatre["iraq"], "more states struck in Syria"
    errors = data.load("printed_errors").set_index("error_id")
    for language in ("en", "ar"):
        say = lang.Voice(language, "coalition")
        for key, told in {
            "few_question": (october["states"],),
            "few_answer": (ever, striking, len(unclear)),
            "share_question": (shares["first", "syria"],),
            "share_answer": (shares["last", "syria"], shares["last", "iraq"]),
            "nations_question": (errors.loc["E62", "printed_value"],),
            "nations_wording": (errors.loc["E62", "printed_value"],),
            "nations_answer": (october["states"], october["organisations"], october["members_total"]),
            "canada_answer": (lang.date(data.row("coalition_spans", "canada-iraq-1")["start_date"], language),),
        }.items():
            words = say(f"guess_{key}")
            for number in told:
                written = number if isinstance(number, str) else f"{int(number)}"
                assert re.search(rf"(?<!\d){re.escape(written)}(?!\d)", words), (language, key, written)


def test_the_line_of_the_date_is_dragged_to_the_nearest_day_on_offer():
    explorer = CoalitionExplorer("en")
    explorer.pointed("down", charts.mdates.date2num(datetime.date(2016, 1, 4)), 5.0)
    assert explorer.controls["date"].value == datetime.date(2016, 1, 1)
    explorer.pointed("move", 0, 0)
    assert explorer.controls["date"].value == explorer.controls["date"].options[0][1]
    assert explorer.frame.figure.get_size_inches()[1] <= 4.2


# --- charts ---------------------------------------------------------------------------------------------------------
def test_the_members_chart_counts_states_and_wrong_words():
    chart = charts.members(MEMBERS, language="en")
    usable = MEMBERS[MEMBERS["quality"] != "contradiction"]
    assert f"from {usable['members_total'].min()} to {MEMBERS['members_total'].max()} members" in chart.title
    assert "70 of 74 members were states and the rest 4 organisations" in chart.sentence
    assert list(MEMBERS["misnamed"]) == list(MEMBERS["called_en"].isin(["nations", "countries"]))
    assert sum(MEMBERS["misnamed"]) == 4 and "4 texts call all members" in chart.sentence
    fewer = charts.members(MEMBERS[MEMBERS["observation_id"] != "members-2018-03-06"], language="en")
    assert "3 texts call all members" in fewer.sentence


def test_a_contradicted_count_stands_beside_the_line_as_an_open_circle():
    made = charts.members(MEMBERS, language="en")
    axes, contradicted = made.figure.axes[0], sum(MEMBERS["quality"] == "contradiction")
    assert contradicted == 3
    assert len(axes.lines[0].get_xdata()) == len(MEMBERS) - 3 and len(axes.lines[1].get_xdata()) == 3
    assert axes.lines[1].get_markerfacecolor() == "white" and "from 62 to 87 members" in made.title
    assert any("contradicts" in text.get_text() for text in axes.texts)
    plain = charts.members(MEMBERS[MEMBERS["quality"] != "contradiction"], language="en").figure.axes[0]
    assert len(plain.lines[1].get_xdata()) == 0 and not any("contradicts" in text.get_text() for text in plain.texts)


def test_the_lane_chart_says_how_many_and_names_those_without_end():
    chart = charts.strike_lanes(STRETCHES, language="en")
    by_country = SPANS.groupby("theatre")["state_code"].nunique()
    assert f"{SPANS['state_code'].nunique()} states" in chart.title
    assert f"{by_country['iraq']} of them in Iraq, {by_country['syria']} in Syria" in chart.title
    for name in SPANS[SPANS["end_date"].isna() | (SPANS["end_kind"] == "mostly_stopped")]["state_en"].unique():
        assert name in chart.sentence.split("no end was found: ")[1]
    assert "Canada" not in chart.sentence


def test_an_unknown_end_fades_and_does_not_run_on_to_the_edge():
    last = pd.Timestamp(LAST_DAY)
    for span in STRETCHES.itertuples():
        pieces = charts._pieces(span)
        strengths = [strength for _, _, strength in pieces]
        after = strengths[strengths.index(1.0) + 1 :]
        assert after == sorted(after, reverse=True)
        if pd.isna(span.maybe_to):
            assert after[-1] < 0.1 and pieces[-1][1] < charts.mdates.date2num(last)
        elif span.end_precision == "day":
            assert not after


def test_every_lane_without_end_carries_a_question_mark_and_every_doubtful_start_an_open_dot():
    axes = charts.strike_lanes(STRETCHES, language="en").figure.axes[0]
    marks = [text for text in axes.texts if text.get_text() == "?"]
    assert len(marks) == STRETCHES["maybe_to"].isna().sum()
    dots = [line for line in axes.lines if line.get_color() in (COLOURS["iraq"], COLOURS["syria"])]
    dots = [line for line in dots if line.get_marker() in ("o", "s")]
    hollow = sum(len(line.get_xdata()) for line in dots if line.get_markerfacecolor() == "white")
    assert hollow == STRETCHES["doubtful_start"].sum()
    assert sum(len(line.get_xdata()) for line in dots) == len(STRETCHES)


def test_the_shares_are_parts_of_the_same_country():
    latest = SPLIT.iloc[-1]
    chart = charts.strike_shares(latest, language="en")
    for theatre in ("iraq", "syria"):
        assert f"({100 * latest[f'partners_{theatre}'] / latest[f'strikes_{theatre}']:.1f}%)" in chart.sentence
        assert latest[f"us_{theatre}"] + latest[f"partners_{theatre}"] == latest[f"strikes_{theatre}"]
    widths = [bar.get_width() for bar in chart.figure.axes[0].patches]
    assert widths == [latest["us_iraq"], latest["partners_iraq"], latest["us_syria"], latest["partners_syria"]]


def test_a_whole_that_is_a_floor_makes_a_share_that_is_a_ceiling():
    assert "more than 470" in SPLIT.iloc[0]["note_en"] and SPLIT.iloc[0]["quality"] == "rounded"
    chart = charts.share_over_time(SPLIT, language="en")
    assert "at most 14.9% of the strikes in Iraq and 14.2%" in chart.sentence
    assert any(text.get_text() == "at most\n14.9%" for text in chart.figure.axes[0].texts)
    firm = charts.share_over_time(SPLIT.assign(quality="use"), language="en")
    assert not any(text.get_text().startswith("at most") for text in firm.figure.axes[0].texts)


def test_what_is_counted_keeps_the_unknown_apart():
    october = MEMBERS.set_index("observation_id").loc["members-2017-10-17"]
    chart = charts.what_is_counted(october, STRETCHES, DAY, language="en")
    assert chart.title.startswith("Of 69 states, 13 are on record with strikes, and 5 were known")
    assert "73 members" in chart.sentence and "on 26 July 2017: 5. For 3 more no end is known" in chart.sentence
    early = charts.what_is_counted(october, STRETCHES, datetime.date(2014, 8, 10), language="en")
    assert early.sentence.endswith("on 10 August 2014: 1.")
    assert not [t for t in early.figure.axes[0].texts if t.get_visible() and "no end known" in t.get_text()]


# --- the explorer ---------------------------------------------------------------------------------------------------
def test_it_opens_on_the_article_s_day(explorer):
    numbers = explorer.numbers()
    assert (numbers.date, numbers.theatres, numbers.number_striking) == (DAY, ("iraq", "syria"), 5)
    assert set(numbers.striking["both"]) == states(DAY, "striking", "iraq") & states(DAY, "striking", "syria")
    assert set(numbers.unclear) == states(DAY, "unclear")
    assert explorer.title.startswith("26 July 2017: 5 states known to be striking, and 3")
    assert "73 members (July 2017)" in explorer.sentence


def test_where_the_records_end_the_end_is_the_headline(explorer):
    explorer.set(date=DAY + datetime.timedelta(days=1))
    assert explorer.title.startswith("Most of our records end on 26 July 2017; of 27 July 2017 they cannot tell")


def test_the_table_follows_every_control_and_the_reset(explorer):
    seen = [opening := explorer._table.value]
    for values in ({"date": datetime.date(2014, 12, 15)}, {"where": "syria"}, {"date": datetime.date(2014, 11, 15)}):
        explorer.set(**values)
        seen.append(explorer._table.value)
    explorer.reset()
    assert len(set(seen)) == 4 and explorer._table.value == opening


def test_groups_and_members_in_december_2014(explorer):
    explorer.controls["date"].value = datetime.date(2014, 12, 15)
    numbers = explorer.numbers()
    assert numbers.striking["both"] == ("us",) and set(numbers.striking["syria"]) == {
        "bahrain",
        "jordan",
        "saudi_arabia",
    }
    assert numbers.unclear == ("uae",)
    assert (
        "In Syria only: Bahrain, Jordan, Saudi Arabia." in explorer.sentence
        and "62 members (12 November 2014)" in explorer.sentence
    )
    assert "United Arab Emirates | no strike found | ? stops about now (December 2014)" in repr(explorer.table())
    explorer.controls["where"].value = "iraq"
    assert explorer.numbers().number_striking == 8 and "Bahrain" not in explorer.sentence


def test_the_table_gives_dates_as_exactly_as_they_are_known(explorer):
    table = repr(explorer.table())
    assert (
        "Jordan | ? no end known; last named as striking 17 March 2015 | ? no end known; last named as striking February 2015"
        in table
    )
    assert (
        "Australia | ● striking since October 2014 (first day in doubt) | ● striking since 14 September 2015" in table
    )
    assert "suspended December 2014; a return is not in the records" in table
    assert "Qatar" not in table


def test_a_date_is_told_as_exactly_as_it_is_known(explorer):
    day = pd.Timestamp("2015-12-02")
    assert explorer._when(day, "day") == explorer._when(day, "publication_day") == "2 December 2015"
    assert explorer._when(day, "month") == explorer._when(day, "approximate") == "December 2015"
    assert explorer._when(pd.NaT, "day") == lang.text("common.not_stated", "en")


def test_a_stretch_without_end_says_whether_it_outlasts_the_course_or_only_the_records(explorer):
    explorer.controls["date"].value = LAST_DAY
    spans = explorer._spans[explorer._spans["maybe_to"].isna()]
    assert {"past_period"} < set(spans["end_kind"])
    day = pd.Timestamp(LAST_DAY)
    for span in spans[(spans["sure_to"] < day) & (spans["sure_from"] <= day)].itertuples():
        words = "no end found; still" if span.end_kind == "past_period" else "no end known; last named"
        assert words in explorer._cell("unclear", span), span.state_code


def test_the_buttons_go_to_the_nearest_change_on_either_side(explorer):
    opening = explorer.controls["date"].value
    explorer.previous_button.click()
    assert explorer.controls["date"].value == max(day for day in explorer.changes if day < opening)
    explorer.reset()
    explorer.next_button.click()
    assert explorer.controls["date"].value == min(day for day in explorer.changes if day > opening)


def test_the_buttons_jump_from_change_to_change_and_stop_at_the_ends(explorer):
    explorer.controls["date"].value = datetime.date(2014, 8, 1)
    explorer.next_button.click()
    assert explorer.controls["date"].value == datetime.date(2014, 8, 8)
    explorer.next_button.click()
    assert explorer.controls["date"].value == datetime.date(2014, 9, 19)
    explorer.previous_button.click()
    explorer.previous_button.click()
    assert explorer.controls["date"].value == datetime.date(2014, 8, 8)
    explorer.controls["date"].value = LAST_DAY
    explorer.next_button.click()
    assert explorer.controls["date"].value == LAST_DAY


def test_nothing_changes_between_two_changes(explorer):
    signature = lambda day: list(rules.standing(STRETCHES, day)["status"])  # noqa: E731
    for first, second in list(zip(explorer.changes, explorer.changes[1:], strict=False))[::6]:
        assert signature(first) == signature(second - datetime.timedelta(days=1)), first
        assert signature(second) != signature(second - datetime.timedelta(days=1)), second


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_before_the_first_strike_a_kind_sentence(language):
    explorer = CoalitionExplorer(language)
    explorer.controls["date"].value = datetime.date(2014, 8, 1)
    assert explorer.numbers().number_striking == 0
    assert lang.date(datetime.date(2014, 8, 8), language) in explorer.sentence
    explorer.controls["date"].value = datetime.date(2014, 8, 15)
    explorer.controls["where"].value = "syria"
    assert lang.date(datetime.date(2014, 9, 23), language) in explorer.sentence


def test_after_the_article_s_day_it_warns_that_the_records_are_thin(explorer):
    assert "thin" not in explorer.sentence
    explorer.controls["date"].value = datetime.date(2018, 6, 1)
    assert "after it they are thin" in explorer.sentence
    assert explorer.numbers().striking["both"] == ("netherlands",) and {"us", "uk", "france"} <= set(
        explorer.numbers().unclear
    )


def test_every_date_and_place_has_words_in_arabic():
    explorer = CoalitionExplorer("ar")
    explorer._drawing = True  # numbers and words only: no picture for each of them
    for label, day in explorer.controls["date"].options[::9]:
        assert not re.search("[A-Za-z]", label)
        for where in ("both", "iraq", "syria"):
            explorer.controls["date"].value, explorer.controls["where"].value = day, where
            numbers = explorer.numbers()
            assert set(numbers.standing["status"]) <= set(rules.STATUSES)
            title, subtitle, _, sentence = explorer.words(numbers)
            for words in (title, subtitle, sentence, repr(explorer.table(numbers))):
                assert words and not re.search("[A-Za-z?]", words), words


def test_charts_in_arabic():
    october = MEMBERS.set_index("observation_id").loc["members-2017-10-17"]
    made = [
        charts.members(MEMBERS, language="ar"), charts.strike_lanes(STRETCHES, language="ar"), charts.strike_shares(SPLIT.iloc[-1], language="ar"),
        charts.share_over_time(SPLIT, language="ar"), charts.what_is_counted(october, STRETCHES, DAY, language="ar"),
    ]  # fmt: skip
    for chart in made:
        assert not re.search("[A-Za-z]", chart.title + chart.sentence)
        assert chart.source.startswith("المصدر: ")


def test_no_two_marks_of_doubt_stand_on_each_other_on_any_day_of_change(monkeypatch):
    monkeypatch.setattr(drawing, "quick_png", lambda figure: b"")
    explorer = CoalitionExplorer("ar")
    found = {}
    for day in explorer.changes[::2]:
        explorer.controls["date"].value = day
        found[day] = [told for told in problems(explorer.frame.figure) if "؟" in told]
    assert len(found) > 15 and {day: told for day, told in found.items() if told} == {}
