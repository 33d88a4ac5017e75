"""01-timeline: its charts say what the tables hold, and its explorer shows, filters and tells every event."""

import datetime
import html
import itertools
import re

import pandas as pd
import pytest
from campaign import data, measures
from campaign import language as lang
from campaign.explorer import Unusable
from campaign.topics.timeline import charts, rules
from campaign.topics.timeline.exercises import EXERCISES, PAIRS
from campaign.topics.timeline.explorer import TimelineExplorer
from matplotlib import dates as mdates
from room import ink
from shown import sentence_and_picture

EVENTS = rules.events()
TO_2017 = EVENTS[EVENTS["start_date"] < "2018-01-01"]
REPORTS = rules.reports()
ALL_YEARS = {"first": datetime.date(2014, 1, 1), "last": datetime.date(2019, 12, 31)}
CITIES = REPORTS[REPORTS["event_key"].isin(["mosul_2017", "ramadi_2015", "tikrit_2015"])]
FIRST, MOSUL, TOKHAR = "2014-08-08-first-strike", "2016-10-17-mosul-battle-begins", "2016-07-19-tokhar-strike"


both_languages = pytest.mark.parametrize("language", sorted(lang.LANGUAGES))


@pytest.fixture
def explorer():
    return TimelineExplorer("en")


def event(key):
    return EVENTS.set_index("event_id", drop=False).loc[key]


def listed(explorer):
    return [value for _, value in explorer.controls["event"].options]


# --- the explorer ------------------------------------------------------------------------------------------------
def test_it_opens_on_the_articles_three_years(explorer):
    numbers = explorer.numbers()
    wanted = EVENTS[EVENTS["in_article_window"]]
    assert (numbers.first, numbers.last) == (datetime.date(2014, 8, 8), datetime.date(2017, 8, 7))
    assert numbers.days == measures.inclusive_days("2014-08-08", "2017-08-07") == 1096
    assert list(numbers.event_ids) == list(wanted["event_id"]) == listed(explorer)
    assert dict(numbers.by_category) == wanted["category"].value_counts().to_dict()
    assert numbers.selected == FIRST
    assert f"{len(wanted)} events" in explorer.sentence and "1,096 days" in explorer.sentence
    assert f"civilian harm {(wanted['category'] == 'civilian_harm').sum()}" in explorer.sentence


def test_the_list_follows_every_control(explorer):
    before = listed(explorer)
    for name, value in [
        ("theatre", "syria"),
        ("category", "territory"),
        ("first", datetime.date(2015, 6, 1)),
        ("last", datetime.date(2016, 12, 31)),
    ]:
        explorer.controls[name].value = value
        assert listed(explorer) != before, name
        before = listed(explorer)
    # Palmyra twice, Manbij and Dabiq; the month of December 2016 counts although its day is not known.
    assert [event(key)["place_en"].split(" ")[0] for key in before] == ["Palmyra", "Manbij", "Dabiq", "Palmyra"]


def test_an_event_that_began_before_the_window_and_ends_in_it_belongs_to_it(explorer):
    explorer.controls["first"].value = datetime.date(2017, 7, 10)
    assert MOSUL in listed(explorer)
    explorer.controls["first"].value = datetime.date(2017, 7, 11)
    assert MOSUL not in listed(explorer)


@pytest.mark.parametrize("theatre", ["iraq", "syria", "coalition", "elsewhere"])
def test_an_event_in_both_countries_belongs_to_each(explorer, theatre):
    explorer.set(**ALL_YEARS, theatre=theatre)
    wanted = {theatre, "both"} if theatre in ("iraq", "syria") else {theatre}
    assert set(listed(explorer)) == set(EVENTS[EVENTS["theatre"].isin(wanted)]["event_id"])


def test_the_way_round_leaves_out_people_killed(explorer):
    explorer.controls["category"].value = "without_harm"
    assert {event(key)["category"] for key in listed(explorer)} == set(rules.CATEGORIES[:4])
    assert not any(event(key)["people_killed_counts_en"] for key in listed(explorer))


def test_every_event_can_be_read_in_full_with_its_source(explorer):
    explorer.set(**ALL_YEARS)
    assert len(listed(explorer)) == len(EVENTS)
    for key in listed(explorer):
        explorer.tell(key)  # the words alone; the picture would take longer
        row = event(key)
        title, day, *facts, source = told_of(row)
        lines = [line for line in (title, day, *facts, source) if line]
        assert explorer.details.split("\n") == "\n".join(lines).split("\n"), key
        page = explorer._details.value
        assert f"<p><strong>{html.escape(title)}</strong></p>" in page, key
        assert all(f"<p>{html.escape(line)}</p>" in page for line in lines[1:-1]), key
        assert f'href="{html.escape(row["url"])}"' in page, key


def told_of(row) -> list[str]:
    """The lines about an event, once more from its row; an empty one is not shown."""
    first, last = row["start_date"].date(), row["end_date"]
    number = (first - measures.CAMPAIGN_START).days + 1
    if row["date_precision"] == "month":
        when = "Only the month is known."
    elif number < 1:
        when = "Before the first strike of the campaign."
    elif pd.notna(last) and last.date() > first:
        days = f"{(last.date() - first).days + 1:,} days"
        when = f"It lasted {days}, with the first and the last day counted; it began on day {number:,} of the campaign."
    else:
        when = f"Day {number:,} of the campaign, 8 August 2014 being day 1."
    if row["category"] == "civilian_harm":
        point = "Not on the map: civilian harm is never drawn as a point."
    elif row["event_id"] not in set(rules.on_map(EVENTS)["event_id"]):
        point = "Not on the map: it has no single place in Iraq or Syria."
    else:
        point = {
            "nearest_town": "The point on the map is the nearest town.",
            "approximate": "The point on the map is approximate.",
        }.get(row["location_precision"], "")
    category, theatre, quality = (lang.code(name, row[name], "en") for name in ("category", "theatre", "quality"))
    counts, note, place = row["people_killed_counts_en"], row["note_en"], row["place_en"]
    return [
        row["title_en"],
        rules.when(row, "en"),
        when,
        f"Category: {category}. Theatre: {theatre}.",
        f"Place: {place}." if place else "",
        point,
        f"People killed, who counted what: {counts}" if counts else "",
        f"Note: {note}" if note else "",
        f"Source: {row['publisher_en']} (quality label: {quality})",
    ]


def test_days_of_an_event_are_counted_as_the_lesson_counts(explorer):
    explorer.controls["event"].value = MOSUL
    assert "267 days" in explorer.details and "day 802 of the campaign" in explorer.details
    explorer.controls["event"].value = FIRST
    assert "Day 1 of the campaign" in explorer.details
    explorer.controls["event"].value = "2016-12-01-daesh-retakes-palmyra"
    assert "Only the month is known" in explorer.details and "1 December" not in explorer.details


def test_the_chosen_event_stays_when_the_list_changes_and_gives_way_when_it_must(explorer):
    explorer.controls["event"].value = MOSUL
    explorer.controls["theatre"].value = "iraq"
    assert explorer.numbers().selected == MOSUL
    explorer.controls["theatre"].value = "syria"
    assert explorer.numbers().selected == listed(explorer)[0]


def test_reset_brings_the_list_and_the_text_of_the_event_back(explorer):
    opening = explorer.details, listed(explorer)
    explorer.controls["theatre"].value = "elsewhere"
    explorer.controls["last"].value = None
    explorer.controls["first"].value = datetime.date(2019, 1, 1)
    assert explorer.details == ""
    explorer.reset_button.click()
    assert (explorer.details, listed(explorer)) == opening


@both_languages
def test_windows_that_show_nothing_get_a_sentence(language):
    explorer = TimelineExplorer(language)
    known = {"first": lang.date("2014-01-01", language), "last": lang.date("2019-12-31", language)}
    for first, last, key in [
        (datetime.date(2017, 1, 2), datetime.date(2017, 1, 1), "order"),
        (None, datetime.date(2017, 1, 1), "no_date"),
        (datetime.date(2014, 8, 8), None, "no_date"),
        (datetime.date(2013, 12, 31), datetime.date(2017, 1, 1), "range"),
        (datetime.date(2014, 8, 8), datetime.date(2030, 1, 1), "range"),
        (datetime.date(2018, 5, 1), datetime.date(2018, 5, 1), "empty"),
    ]:
        with explorer.one_redraw():
            explorer.controls["first"].value, explorer.controls["last"].value = first, last
        assert explorer.sentence == lang.text(f"timeline.problem_{key}", language, **known)
        with pytest.raises(Unusable):
            explorer.numbers()
        assert listed(explorer) == [] and explorer.controls["event"].value is None and explorer.details == ""


def test_the_title_names_a_largest_group_only_where_there_is_one(explorer):
    sizes = EVENTS[EVENTS["in_article_window"]]["category"].value_counts()
    assert sizes.iloc[0] > sizes.iloc[1]
    assert explorer.title == f"62 events in the window; the largest group is “territory”, with {sizes.iloc[0]}"
    explorer.controls["theatre"].value = "coalition"
    sizes = EVENTS[EVENTS["in_article_window"] & (EVENTS["theatre"] == "coalition")]["category"].value_counts()
    assert ("largest" in explorer.title) == (sizes.iloc[0] > sizes.iloc[1])
    explorer.controls["theatre"].value = "iraq"
    sizes = EVENTS[EVENTS["in_article_window"] & EVENTS["theatre"].isin(["iraq", "both"])]["category"].value_counts()
    assert sizes.iloc[0] > sizes.iloc[1]
    assert f"“{lang.code('category', sizes.index[0], 'en')}”, with {sizes.iloc[0]}" in explorer.title


def test_civilian_harm_is_never_on_the_map(explorer):
    explorer.set(**ALL_YEARS, view="map")
    explorer.controls["category"].value = "civilian_harm"
    numbers = explorer.numbers()
    assert numbers.harm == len(numbers.event_ids) == (EVENTS["category"] == "civilian_harm").sum()
    assert numbers.on_map == 0
    assert not any(point.get_visible() for point, _ in explorer._map._points.values())
    assert not explorer._map._ring.get_visible() and explorer.spots() == []
    explorer.controls["view"].value = "lanes"
    assert explorer._lanes._ring.get_visible() and len(explorer.spots()) == numbers.harm
    # Even where a table gave such an event a point, the map would not take it.
    pointed = EVENTS.assign(latitude=36.3, longitude=43.1)
    assert "civilian_harm" not in set(rules.on_map(pointed)["category"])


def test_the_map_shows_each_place_where_it_is_and_names_no_neighbour(explorer):
    explorer.controls["view"].value = "map"
    shown = {(key[0], key[1]) for key, (point, _) in explorer._map._points.items() if point.get_visible()}
    wanted = rules.on_map(EVENTS[EVENTS["in_article_window"]])
    assert shown == set(wanted[["longitude", "latitude"]].itertuples(index=False, name=None))
    for key, (point, _) in explorer._map._points.items():
        if point.get_visible():
            x, y = point.get_data()
            assert abs(x[0] - key[0]) < 0.6 and y[0] == key[1]
    texts = {text.get_text() for text in explorer._map.axes.texts if text.get_visible()}
    names = {lang.code("theatre", theatre, "en") for theatre in ("iraq", "syria")}
    places = {rules.place(row, "en") for row in wanted.itertuples()}
    assert names < texts and {text.split(" (")[0] for text in texts} <= names | places
    explorer.controls["event"].value = "2015-03-31-tikrit-retaken"
    x, y = explorer._map._ring.get_data()
    assert (x[0], y[0]) == (43.679, 34.616)


@both_languages
def test_the_opening_picture_names_places_and_stays_whole(language):
    explorer = TimelineExplorer(language)
    lies_inside(explorer.frame.figure, whole_bars=False)
    explorer.controls["view"].value = "map"
    lies_inside(explorer.frame.figure)
    assert sum(text.get_visible() for text in explorer._map.axes.texts) > 10


@both_languages
def test_the_note_on_the_outlines_stands_under_every_map(language):
    note = data.outlines()[f"note_{language}"]
    explorer, chart = TimelineExplorer(language), charts.places(TO_2017, language=language)
    assert note not in " ".join(explorer.frame.source_text.get_text().split()), "no map, no note"
    explorer.controls["view"].value = "map"
    chart_text = max((text.get_text() for text in chart.figure.texts), key=len)
    for text in (explorer.frame.source_text.get_text(), chart_text):
        assert note in " ".join(text.split())
    assert {"en": "Golan", "ar": "الجولان"}.get(language, note) in note and note in chart.sentence


def test_every_text_of_an_event_is_escaped(explorer):
    column = explorer.events.columns.get_loc
    for name in ("title_en", "note_en", "publisher_en", "people_killed_counts_en"):
        explorer.events.iloc[:, column(name)] = "<script>alert(1)</script>"
    explorer.events.iloc[:, column("url")] = 'https://example.org/"><script>'
    explorer.refresh()
    assert "alert(1)" in explorer._details.value and "<script" not in explorer._details.value
    assert '/"><' not in explorer._details.value


def test_the_list_and_its_arrow_keys_are_part_of_the_widget(explorer):
    waiting, inside = list(explorer.children), []
    while waiting:
        inside.append(waiting.pop())
        waiting += getattr(inside[-1], "children", ())
    assert explorer.controls["event"] in inside and explorer._details in inside
    # JupyterLab leaves the arrow keys to what carries this mark.
    assert "data-lm-suppress-shortcuts" in sentence_and_picture(explorer)[1]


# --- the charts ----------------------------------------------------------------------------------------------------
def test_lanes_tell_the_longest_span_and_draw_it_to_scale():
    ground = TO_2017[(TO_2017["category"] == "ground_campaign") & TO_2017["end_date"].notna()]
    days = (ground["end_date"] - ground["start_date"]).dt.days + 1
    assert ground.loc[days.idxmax(), "event_id"] == MOSUL
    chart = charts.lanes(TO_2017, language="en")
    assert chart.title.startswith(f"Mosul took the longest in our table: {days.max()} days")
    assert f"{len(TO_2017)} events" in chart.sentence and "17 October 2016 to 10 July 2017" in chart.sentence
    assert f"with {(TO_2017['category'] == 'territory').sum()}." in chart.sentence
    assert days.max() in {round(bar.get_width()) for bar in chart.figure.axes[0].patches if bar.get_visible()}
    assert re.search(r"Period: January 2014 to 9 December 2017\.$", chart.source)


def test_lanes_draw_an_event_known_to_the_month_as_a_pale_bar_without_a_point():
    month = EVENTS[EVENTS["date_precision"] == "month"]
    axes = charts.lanes(month, language="en").figure.axes[0]
    bars = [bar for bar in axes.patches if bar.get_visible() and bar.get_alpha() == 0.4]
    assert sorted(round(bar.get_width()) for bar in bars) == sorted(month["end_date"].dt.day)
    points = [line for line in axes.lines if line.get_marker() in set("s^oDXp") and line.get_markersize() < 12]
    assert not any(line.get_visible() and len(line.get_xdata()) for line in points)


def test_lanes_of_days_alone_have_a_title_of_their_own():
    chart = charts.lanes(EVENTS[EVENTS["category"] == "politics"], language="en")
    assert chart.title == "12 events, from 29 June 2014 to 9 December 2017"
    assert "longest" not in chart.sentence and "pale" not in chart.sentence


def test_the_map_chart_counts_what_it_shows():
    chart = charts.places(TO_2017, language="en")
    shown = rules.on_map(TO_2017)
    assert f"Of {len(TO_2017)} events, {len(shown)} stand on the map" in chart.sentence
    top = shown["place_en"].value_counts()
    assert f"{top.index[0]}, with {top.iloc[0]} events" in chart.sentence
    assert chart.title.startswith(f"{top.index[0]}: {top.iloc[0]} events in our table")
    assert shown["longitude"].between(*rules.MAP_EXTENT[:2]).all()
    assert set(shown["theatre"]) == {"iraq", "syria", "both"}
    harm = charts.places(EVENTS[EVENTS["category"] == "civilian_harm"], language="en")
    assert harm.sentence.startswith("Of 10 events, 0 stand on the map")


def test_printed_dates_are_days_after_the_earliest():
    three = CITIES
    chart = charts.reported_dates(three, language="en")
    # February 2016 has no day: its last one is 29 February, 64 days after 27 December.
    assert (pd.Timestamp("2016-02-29") - pd.Timestamp("2015-12-27")).days == 64
    assert chart.title.endswith("up to 64 days apart")
    assert f"{len(three)} reports" in chart.sentence and "they lie 1 day apart" in chart.sentence
    assert f"Contradicted by other reports: {(three['quality'] == 'contradiction').sum()} of them" in chart.sentence
    axes = chart.figure.axes[0]
    points = sorted(int(line.get_xdata()[0]) for line in axes.lines if line.get_marker() in ("o", "X"))
    assert points == [0, 0, 0, 1, 1, 1, 28, 29, 30]
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(36, 28)]


def lies_inside(figure, whole_bars: bool = True) -> None:
    """No text leaves the figure or lies on another of its axes, no point or bar leaves its axes."""
    renderer = figure.canvas.get_renderer()
    width, height = figure.canvas.get_width_height(physical=True)
    texts = [*figure.texts]
    for axes in (axes for axes in figure.axes if axes.get_visible()):
        low, high = axes.get_xlim()
        ticks = zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)
        texts += [*axes.texts, *axes.get_yticklabels(), *(label for tick, label in ticks if low <= tick <= high)]
        names = [ink(text) for text in axes.texts if text.get_visible()]
        assert not any(one.shrunk(0.94, 0.8).overlaps(other) for one, other in itertools.combinations(names, 2))
        points = [line.get_xdata()[0] for line in axes.lines if line.get_visible() and len(line.get_xdata()) == 1]
        bars = [
            bar for bar in axes.patches if bar.get_visible() and (bar.get_alpha() or bar.get_hatch()) and whole_bars
        ]
        ends = [x for bar in bars for x in (bar.get_x(), bar.get_x() + bar.get_width())]
        assert all(low <= x <= high for x in [*points, *ends])
    for text in texts:
        if text.get_visible() and text.get_text():
            box = text.get_window_extent(renderer)
            assert -1 <= box.x0 and box.x1 <= width + 1 and -1 <= box.y0 and box.y1 <= height + 1, text.get_text()
            assert text.get_size() >= 10


def with_more_events() -> pd.DataFrame:
    """The events with more of them: before the first, long after the last, and battles that end with the table."""
    more = [
        {"event_id": "2013-05-01-early", "start_date": "2013-05-01", "category": "politics"},
        {"event_id": "2021-03-01-late", "start_date": "2021-03-01", "category": "territory"},
        *(
            {"event_id": f"battle-{day}", "start_date": day, "end_date": "2021-03-20", "category": "ground_campaign"}
            for day in ("2020-10-01", "2020-12-01", "2021-02-01")
        ),
    ]
    rows = pd.DataFrame([EVENTS.iloc[1].to_dict() | {"end_date": None} | row for row in more])
    rows = rows.assign(start_date=pd.to_datetime(rows["start_date"]), end_date=pd.to_datetime(rows["end_date"]))
    return pd.concat([EVENTS, rows]).sort_values("start_date", kind="stable")


@both_languages
def test_more_rows_are_drawn_whole(language, monkeypatch):
    events = with_more_events()
    chart = charts.lanes(events, language=language)
    lies_inside(chart.figure)
    names = [text.get_text() for text in chart.figure.axes[0].texts]
    assert sum(name.startswith(rules.place(EVENTS.iloc[1], language)) for name in names) >= 3
    assert sum(bool(re.search(r" [1-9]$", name)) for name in names) == 6, "six years of the campaign are over"
    lies_inside(charts.places(events, language=language).figure)
    late = CITIES.iloc[-1:].assign(report_id="late", reported_date=pd.Timestamp("2018-01-20"), quality="contradiction")
    lies_inside(charts.reported_dates(pd.concat([CITIES, late]), language=language).figure)
    monkeypatch.setattr(rules, "events", lambda: events)
    explorer = TimelineExplorer(language)
    lies_inside(explorer.frame.figure, whole_bars=False)
    explorer.set(first=datetime.date(2013, 1, 1), last=datetime.date(2021, 12, 31))
    assert len(listed(explorer)) == len(events)
    lies_inside(explorer.frame.figure, whole_bars=False)


def test_the_map_shows_where_things_happened_all_of_it_and_little_more():
    west, east, south, north = rules.MAP_EXTENT
    here = rules.events()
    here = here[here["theatre"].isin(["iraq", "syria", "both"]) & (here["category"] != rules.NEVER_ON_A_MAP)]
    here = here[here["longitude"].between(30, 60)]  # one of them was proclaimed far away
    x, y = here["longitude"], here["latitude"]
    assert len(rules.on_map(here)) == len(x)
    assert 0.5 < x.min() - west < 1 and 0.5 < east - x.max() < 1
    assert 0.5 < y.min() - south < 1 and 0.5 < north - y.max() < 1


def test_the_note_under_the_map_names_the_golan_as_the_security_council_does():
    assert "«الجولان السوري المحتل»" in charts.map_note("ar") and "497" in charts.map_note("ar")
    assert "occupied Syrian Golan" in charts.map_note("en") and "497" in charts.map_note("en")


def test_charts_and_explorer_speak_arabic():
    explorer = TimelineExplorer("ar")
    explorer.controls["event"].value = TOKHAR
    chart = charts.lanes(TO_2017, language="ar")
    assert (
        "من 8 آب/أغسطس 2014 إلى 7 آب/أغسطس 2017" in explorer.sentence
        and "من 78 إلى 203 («إيروورز»)" in explorer.details
    )
    assert "267 يوماً" in chart.title
    others = charts.places(TO_2017, language="ar"), charts.reported_dates(REPORTS, language="ar")
    for said in (explorer, chart, *others):
        assert not re.search(r"[a-zA-Z]{2,}", said.title + said.sentence), said.sentence


def test_dates_are_written_as_far_as_they_are_known():
    assert rules.when(event("2014-01-01-daesh-takes-raqqa"), "en") == "January 2014"
    assert rules.when(event(FIRST), "en") == "8 August 2014"
    at_latest = REPORTS[REPORTS["date_precision"] == "at_latest"].iloc[0]
    assert rules.when(at_latest, "en") == "18 June 2016 at the latest"
    assert rules.ends(TO_2017, "en") == ("January 2014", "9 December 2017")
    assert rules.when(event(MOSUL), "ar") == "من 17 تشرين الأول/أكتوبر 2016 إلى 10 تموز/يوليو 2017"


# --- the exercises -------------------------------------------------------------------------------------------------
def test_expected_answers_and_mistakes_stand_apart():
    by_id = {exercise.id: exercise for exercise in EXERCISES}
    assert by_id["01-1"].expected() == 1068
    assert round(float(by_id["01-2"].expected().best), 2) == 453.59
    territory = EVENTS[(EVENTS["category"] == "territory") & (EVENTS["theatre"] == "iraq")]
    assert by_id["01-3"].expected() == territory["start_date"].between("2014-08-08", "2017-08-07").sum() == 8
    assert by_id["01-4"].expected() == {"B", "D"} and set(PAIRS.values()) <= set(REPORTS["event_key"])
    for exercise in EXERCISES[:4]:
        answers = [exercise.expected(), *(wrong() for wrong in exercise.mistakes.values())]
        told = {str(sorted(answer) if isinstance(answer, set) else answer) for answer in answers}
        assert len(told) == len(answers)


def test_the_words_of_the_guesses_say_what_the_tables_hold():
    events = rules.events()
    assert rules.earliest(events) == "raqqa"
    wrong = {key: rules.misprinted_part(key) for key in dict.fromkeys(REPORTS["event_key"])}
    assert {key: part for key, part in wrong.items() if part != "none"} == {
        "first_iraq_strikes_2014": "day",
        "palmyra_2015": "day",
        "turkey_first_coalition_strike_2015": "day",
        "mosul_2017": "month",
    }
    days = {word: data.row("timeline", key)["start_date"] for word, key in rules.EARLY.items()}
    assert days["raqqa"] < days["mosul"] < days["strike"] < days["syria"] == rules.first_strikes(events, "syria")
    assert days["strike"] == rules.first_strikes(events, "iraq") == pd.Timestamp("2014-08-08")
    assert (days["mosul"] - days["raqqa"]).days > 60, "months before"
    assert (days["syria"] - days["raqqa"]).days > 183, "more than half a year"
    assert days["mosul"] == pd.Timestamp("2014-06-10")
    palmyra = events[events["title_en"].str.contains("Palmyra") & (events["category"] == "territory")]
    assert list(palmyra["title_en"].str.startswith("Daesh takes")) == [True, False, True, False]
    assert data.row("timeline", "2017-06-21-al-nuri-mosque-destroyed")["start_date"] == pd.Timestamp("2017-06-21")


def test_the_largest_part_that_differs_from_the_last_usable_date_is_the_misprinted_one(monkeypatch):
    days = {"2014-06-01": "use", "2016-07-01": "contradiction", "2017-07-02": "use", "2018-07-02": "second-hand"}
    rows = pd.DataFrame({"event_key": "x", "reported_date": pd.to_datetime(list(days)), "quality": list(days.values())})
    monkeypatch.setattr(rules, "reports", lambda: rows.iloc[::-1])
    assert rules.misprinted_part("x") == "year"


@pytest.mark.parametrize(
    ("rule", "rows", "name"),
    [
        (rules.whole_years, EVENTS, "events"),
        (rules.last_day, EVENTS, "events"),
        (rules.ends, EVENTS, "rows"),
        (rules.days_apart, REPORTS, "reports"),
    ],
)
def test_what_needs_a_row_names_what_it_was_given(rule, rows, name):
    with pytest.raises(ValueError, match=f"^{name}: expected "):
        rule(rows.iloc[:0])


def test_a_year_of_the_campaign_begins_on_its_day_in_august():
    first = [datetime.date(year, 8, 8) for year in range(2014, 2018)]
    for until, years in (("2014-08-07", 0), ("2014-08-08", 1), ("2015-08-07", 1), ("2016-08-08", 3), ("2016-12-31", 3)):
        told = rules.campaign_years(datetime.date.fromisoformat(until))
        assert told == list(itertools.pairwise(first))[:years], until


def test_a_point_is_on_the_map_only_where_both_its_degrees_are():
    (west, east, south, north), row = rules.MAP_EXTENT, EVENTS[EVENTS["event_id"] == FIRST]
    inside = [(west, south), (east, north), (40, 35)]
    outside = [(west - 0.1, 35), (east + 0.1, 35), (40, south - 0.1), (40, north + 0.1)]
    for shown, points in ((1, inside), (0, outside)):
        assert all(len(rules.on_map(row.assign(longitude=x, latitude=y))) == shown for x, y in points)
    for other in ({"theatre": "elsewhere"}, {"category": "civilian_harm"}):
        assert rules.on_map(row.assign(**other)).empty


def test_an_event_that_is_not_among_the_rows_is_named():
    message = f"^timeline.csv: no row with event_id '{FIRST}'$"
    with pytest.raises(ValueError, match=message):
        rules.first_strikes(EVENTS[EVENTS["event_id"] != FIRST], "iraq")


def test_a_marker_in_the_lanes_is_picked_and_nothing_outside_them():
    explorer = TimelineExplorer("en")
    wanted = explorer.events.loc["2014-09-23-first-syria-strikes"]
    place = mdates.date2num(wanted["start_date"]), explorer._lanes.height(wanted)
    before = explorer.controls["event"].value
    explorer.pointed("move", *place)
    explorer.pointed("down", place[0], explorer.frame.axes.get_ylim()[0])
    assert explorer.controls["event"].value == before != wanted["event_id"]
    explorer.pointed("down", *place)
    assert explorer.controls["event"].value == wanted["event_id"] and wanted["title_en"] in explorer.details
    assert explorer._chosen_text.get_text().replace("\n", " ").endswith(wanted["title_en"])


def test_a_place_on_the_map_gives_its_events_one_after_the_other(explorer):
    explorer.controls["view"].value = "map"
    shown = rules.on_map(explorer.events.loc[listed(explorer)])
    x, y = shown.groupby(["longitude", "latitude"]).size().idxmax()
    here = list(shown[(shown["longitude"] == x) & (shown["latitude"] == y)]["event_id"])
    picked = []
    for _ in range(len(here) + 1):
        explorer.pointed("down", x + 0.05, y)
        picked.append(explorer.controls["event"].value)
    assert picked == [*here, here[0]] and len(here) > 3
    (named,) = [words for *place, words in explorer.spots() if tuple(place) == (x, y)]
    assert all(event(key)["title_en"] in named for key in here)
