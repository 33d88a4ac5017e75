"""01-timeline: its charts say what the tables hold, and its explorer shows, filters and tells every event."""

import dataclasses
import datetime
import html
import re

import pandas as pd
import pytest
from campaign import data, measures
from campaign import language as lang
from campaign.topics.timeline import charts
from campaign.topics.timeline.exercises import EXERCISES, PAIRS
from campaign.topics.timeline.explorer import TimelineExplorer
from shown import picture

EVENTS = data.with_sources(data.load("timeline")).sort_values("start_date", kind="stable")
TO_2017 = EVENTS[EVENTS["start_date"] < "2018-01-01"]
REPORTS = data.with_sources(data.load("event_dates"))
ALL_YEARS = {"first": datetime.date(2014, 1, 1), "last": datetime.date(2019, 12, 31)}
FIRST, MOSUL, TOKHAR = "2014-08-08-first-strike", "2016-10-17-mosul-battle-begins", "2016-07-19-tokhar-strike"


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


def test_picture_sentence_and_list_follow_every_control(explorer):
    before = picture(explorer), explorer.sentence, listed(explorer)
    for name, value in [
        ("theatre", "syria"),
        ("category", "territory"),
        ("first", datetime.date(2015, 6, 1)),
        ("last", datetime.date(2016, 12, 31)),
    ]:
        explorer.controls[name].value = value
        after = picture(explorer), explorer.sentence, listed(explorer)
        assert all(new != old for new, old in zip(after, before, strict=True)), name
        assert explorer.sentence in explorer._picture.value and explorer.sentence in explorer._words.value
        before = after
    # Palmyra twice, Manbij and Dabiq; the month of December 2016 counts although its day is not known.
    assert [event(key)["place_en"].split(" ")[0] for key in listed(explorer)] == [
        "Palmyra",
        "Manbij",
        "Dabiq",
        "Palmyra",
    ]


def test_an_event_that_began_before_the_window_and_ends_in_it_belongs_to_it(explorer):
    explorer.controls["first"].value = datetime.date(2017, 7, 10)
    assert MOSUL in listed(explorer)
    explorer.controls["first"].value = datetime.date(2017, 7, 11)
    assert MOSUL not in listed(explorer)


@pytest.mark.parametrize(
    ("theatre", "wanted"),
    [
        ("iraq", {"iraq", "both"}),
        ("syria", {"syria", "both"}),
        ("coalition", {"coalition"}),
        ("elsewhere", {"elsewhere"}),
    ],
)
def test_an_event_in_both_countries_belongs_to_each(explorer, theatre, wanted):
    explorer.set(**ALL_YEARS, theatre=theatre)
    assert set(listed(explorer)) == set(EVENTS[EVENTS["theatre"].isin(wanted)]["event_id"])


def test_the_way_round_leaves_out_people_killed(explorer):
    explorer.controls["category"].value = "without_harm"
    assert {event(key)["category"] for key in listed(explorer)} == {
        "territory",
        "ground_campaign",
        "air_campaign",
        "politics",
    }
    assert not any(event(key)["people_killed_counts_en"] for key in listed(explorer))


def test_every_event_can_be_read_in_full_with_its_source(explorer):
    explorer.set(**ALL_YEARS)
    assert len(listed(explorer)) == len(EVENTS)
    numbers = explorer.numbers()
    for key in listed(explorer):
        explorer._tell(dataclasses.replace(numbers, selected=key))  # the words alone; the picture would take longer
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
    elif row["event_id"] not in set(charts.on_map(EVENTS)["event_id"]):
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
        charts.when(row, "en"),
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


def test_reset_brings_everything_back(explorer):
    opening = picture(explorer), explorer.sentence, explorer.details, listed(explorer)
    explorer.controls["theatre"].value = "elsewhere"
    explorer.controls["category"].value = "attack_abroad"
    explorer.controls["last"].value = None
    explorer.controls["first"].value = datetime.date(2019, 1, 1)
    assert explorer.details == ""
    explorer.reset_button.click()
    assert (picture(explorer), explorer.sentence, explorer.details, listed(explorer)) == opening


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
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
        numbers = explorer.numbers()
        assert numbers.event_ids == () and numbers.selected is None and explorer.details == ""


def test_the_title_names_a_largest_group_only_where_there_is_one(explorer):
    # Territory, ground and air campaign have equally many events in the article's window.
    assert explorer.title == "59 events in a window of 1,096 days"
    explorer.controls["theatre"].value = "iraq"
    sizes = EVENTS[EVENTS["in_article_window"] & EVENTS["theatre"].isin(["iraq", "both"])]["category"].value_counts()
    assert sizes.iloc[0] > sizes.iloc[1]
    assert f"“{lang.code('category', sizes.index[0], 'en')}”, with {sizes.iloc[0]}" in explorer.title


def test_civilian_harm_is_never_on_the_map(explorer):
    explorer.set(**ALL_YEARS)
    explorer.controls["category"].value = "civilian_harm"
    numbers = explorer.numbers()
    assert (
        numbers.harm == len(numbers.event_ids) == (EVENTS["category"] == "civilian_harm").sum() and numbers.on_map == 0
    )
    assert not any(point.get_visible() for point, _ in explorer._map._points.values())
    assert not explorer._map._ring.get_visible() and explorer._lanes._ring.get_visible()
    # Even where a table gave such an event a point, the map would not take it.
    pointed = EVENTS.assign(latitude=36.3, longitude=43.1)
    assert "civilian_harm" not in set(charts.on_map(pointed)["category"])


def test_the_map_shows_each_place_where_it_is_and_names_no_neighbour(explorer):
    shown = {(key[0], key[1]) for key, (point, _) in explorer._map._points.items() if point.get_visible()}
    wanted = charts.on_map(EVENTS[EVENTS["in_article_window"]])
    assert shown == set(wanted[["longitude", "latitude"]].itertuples(index=False, name=None))
    for key, (point, _) in explorer._map._points.items():
        if point.get_visible():
            x, y = point.get_data()
            assert abs(x[0] - key[0]) < 0.6 and y[0] == key[1]
    texts = {text.get_text() for text in explorer._map.axes.texts if text.get_visible()}
    names = {lang.code("theatre", theatre, "en") for theatre in ("iraq", "syria")}
    places = {charts.place(row, "en") for row in wanted.itertuples()}
    assert names < texts and {text.split(" (")[0] for text in texts} <= names | places
    explorer.controls["event"].value = "2015-03-31-tikrit-retaken"
    x, y = explorer._map._ring.get_data()
    assert (x[0], y[0]) == (43.679, 34.616)


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_names_on_the_map_do_not_cover_each_other(language):
    explorer = TimelineExplorer(language)
    renderer = explorer.frame.figure.canvas.get_renderer()
    boxes = [
        text.get_window_extent(renderer).shrunk(0.94, 0.8) for text in explorer._map.axes.texts if text.get_visible()
    ]
    assert len(boxes) > 10
    for i, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[i + 1 :])


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_the_note_on_the_outlines_stands_under_every_map(language):
    note = data.outlines()[f"note_{language}"]
    explorer, chart = TimelineExplorer(language), charts.places(TO_2017, language)
    chart_text = max((text.get_text() for text in chart.figure.texts), key=len)
    for text in (explorer.frame.source_text.get_text(), chart_text):
        assert note in " ".join(text.split())
    assert {"en": "Golan", "ar": "الجولان"}.get(language, note) in note and note in chart.sentence


def test_one_figure_is_redrawn_and_every_text_is_escaped(explorer):
    figure = explorer.frame.figure
    artists = [len(axes.get_children()) for axes in figure.axes]
    for key in listed(explorer)[:6]:
        explorer.controls["event"].value = key
    for theatre in ("iraq", "syria", "all"):
        explorer.controls["theatre"].value = theatre
    assert explorer.frame.figure is figure
    assert [len(axes.get_children()) for axes in figure.axes] == artists
    column = explorer.events.columns.get_loc
    for name in ("title_en", "note_en", "publisher_en", "people_killed_counts_en"):
        explorer.events.iloc[:, column(name)] = "<script>alert(1)</script>"
    explorer.events.iloc[:, column("url")] = 'https://example.org/"><script>'
    explorer.refresh()
    assert "alert(1)" in explorer._details.value and "<script" not in explorer._details.value
    assert '/"><' not in explorer._details.value


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_every_control_has_a_visible_label_and_the_list_is_part_of_the_widget(language):
    explorer = TimelineExplorer(language)
    for name, control in explorer.controls.items():
        assert control.description.strip(), name
    assert explorer.children[-2:] == (explorer.controls["event"], explorer._details)
    # JupyterLab leaves the arrow keys to what carries this mark.
    assert "data-lm-suppress-shortcuts" in explorer._picture.value


# --- the charts ----------------------------------------------------------------------------------------------------
def test_lanes_tell_the_longest_span_and_draw_it_to_scale():
    ground = TO_2017[(TO_2017["category"] == "ground_campaign") & TO_2017["end_date"].notna()]
    days = (ground["end_date"] - ground["start_date"]).dt.days + 1
    assert ground.loc[days.idxmax(), "event_id"] == MOSUL
    chart = charts.lanes(TO_2017, "en")
    assert chart.title.startswith(f"Mosul took the longest: {days.max()} days")
    assert f"{len(TO_2017)} events" in chart.sentence and "17 October 2016 to 10 July 2017" in chart.sentence
    assert f"with {(TO_2017['category'] == 'territory').sum()}." in chart.sentence
    assert days.max() in {round(bar.get_width()) for bar in chart.figure.axes[0].patches if bar.get_visible()}
    assert re.search(r"Period: January 2014 to 9 December 2017\.$", chart.source)


def test_lanes_draw_an_event_known_to_the_month_as_a_pale_bar_without_a_point():
    month = EVENTS[EVENTS["date_precision"] == "month"]
    axes = charts.lanes(month, "en").figure.axes[0]
    bars = [bar for bar in axes.patches if bar.get_visible() and bar.get_alpha() == 0.4]
    assert sorted(round(bar.get_width()) for bar in bars) == sorted(month["end_date"].dt.day)
    assert not any(
        line.get_visible() and line.get_marker() in "s^oDXp" and len(line.get_xdata()) and line.get_markersize() < 12
        for line in axes.lines
    )


def test_lanes_of_days_alone_have_a_title_of_their_own():
    chart = charts.lanes(EVENTS[EVENTS["category"] == "politics"], "en")
    assert chart.title == "11 events, from 29 June 2014 to 9 December 2017"
    assert "longest" not in chart.sentence and "pale" not in chart.sentence


def test_the_map_chart_counts_what_it_shows():
    chart = charts.places(TO_2017, "en")
    shown = charts.on_map(TO_2017)
    assert f"Of {len(TO_2017)} events, {len(shown)} stand on the map" in chart.sentence
    top = shown["place_en"].value_counts()
    assert f"{top.index[0]}, with {top.iloc[0]} events" in chart.sentence and chart.title.startswith(
        f"{top.index[0]} stands out: {top.iloc[0]} events"
    )
    assert shown["longitude"].between(*charts.EventMap.EXTENT[:2]).all() and set(shown["theatre"]) == {
        "iraq",
        "syria",
        "both",
    }
    assert charts.places(EVENTS[EVENTS["category"] == "civilian_harm"], "en").sentence.startswith(
        "Of 10 events, 0 stand on the map"
    )


def test_printed_dates_are_days_after_the_earliest():
    three = REPORTS[REPORTS["event_key"].isin(["mosul_2017", "ramadi_2015", "tikrit_2015"])]
    chart = charts.reported_dates(three, "en")
    # February 2016 has no day: its last one is 29 February, 64 days after 27 December.
    assert (pd.Timestamp("2016-02-29") - pd.Timestamp("2015-12-27")).days == 64
    assert chart.title.endswith("up to 64 days apart")
    assert f"{len(three)} reports" in chart.sentence and "they lie 1 day apart" in chart.sentence
    assert f"Contradicted by other reports: {(three['quality'] == 'contradiction').sum()} of them" in chart.sentence
    axes = chart.figure.axes[0]
    points = sorted(
        int(line.get_xdata()[0])
        for line in axes.lines
        if line.get_marker() in ("o", "X") and len(line.get_xdata()) == 1
    )
    assert points == [0, 0, 0, 1, 1, 1, 28, 29, 30]
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(36, 28)]


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_texts_stay_inside_the_picture(language):
    three = REPORTS[REPORTS["event_key"].isin(["mosul_2017", "ramadi_2015", "tikrit_2015"])]
    figures = [
        charts.lanes(TO_2017, language),
        charts.places(TO_2017, language),
        charts.reported_dates(three, language),
        TimelineExplorer(language).frame,
    ]
    for made in figures:
        figure = made.figure
        renderer = figure.canvas.get_renderer()
        width, height = figure.canvas.get_width_height(physical=True)
        texts = [*figure.texts, *(text for axes in figure.axes for text in [*axes.texts, *axes.get_yticklabels()])]
        for axes in figure.axes:
            low, high = axes.get_xlim()
            texts += [
                label
                for tick, label in zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)
                if low <= tick <= high
            ]
        for text in texts:
            if text.get_visible() and text.get_text():
                box = text.get_window_extent(renderer)
                assert -1 <= box.x0 and box.x1 <= width + 1 and -1 <= box.y0 and box.y1 <= height + 1, text.get_text()
                assert text.get_size() >= 10


def test_charts_and_explorer_speak_arabic():
    explorer = TimelineExplorer("ar")
    explorer.controls["event"].value = TOKHAR
    chart = charts.lanes(TO_2017, "ar")
    assert "من 8 آب/أغسطس 2014 إلى 7 آب/أغسطس 2017" in explorer.sentence and "إيروورز: بين 78 و203" in explorer.details
    assert "267 يوماً" in chart.title
    for words in (
        explorer.title,
        explorer.sentence,
        chart.title,
        chart.sentence,
        charts.places(TO_2017, "ar").sentence,
        charts.reported_dates(REPORTS, "ar").sentence,
    ):
        assert not re.search(r"[a-zA-Z]{2,}", words), words


def test_dates_are_written_as_far_as_they_are_known():
    assert charts.when(event("2014-01-01-daesh-takes-raqqa"), "en") == "January 2014"
    assert charts.when(event(FIRST), "en") == "8 August 2014"
    assert charts.when(event(MOSUL), "ar") == "من 17 تشرين الأول/أكتوبر 2016 إلى 10 تموز/يوليو 2017"


# --- the exercises -------------------------------------------------------------------------------------------------
def test_expected_answers_and_mistakes_stand_apart():
    by_id = {exercise.id: exercise for exercise in EXERCISES}
    assert by_id["01-1"].expected() == 1068
    assert round(float(by_id["01-2"].expected().best), 2) == 453.59
    territory = EVENTS[(EVENTS["category"] == "territory") & (EVENTS["theatre"] == "iraq")]
    assert by_id["01-3"].expected() == territory["start_date"].between("2014-08-08", "2017-08-07").sum() == 6
    assert by_id["01-4"].expected() == {"B", "D"} and set(PAIRS.values()) <= set(REPORTS["event_key"])
    for exercise in EXERCISES[:4]:
        answers = [exercise.expected(), *(wrong() for wrong in exercise.mistakes.values())]
        assert len({str(answer if not isinstance(answer, set) else sorted(answer)) for answer in answers}) == len(
            answers
        )
