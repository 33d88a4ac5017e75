"""02-territory: its charts say what the tables hold, and its explorer weighs percentages and keeps series apart."""

import itertools
import re
from fractions import Fraction

import pandas as pd
import pytest
from campaign import data, measures
from campaign import language as lang
from campaign.sheet import MARGIN
from campaign.topics.territory import charts, rules
from campaign.topics.territory.explorer import AreaSeriesExplorer, TerritoryExplorer
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text
from room import labels
from shown import picture

TERRITORY = data.with_sources(data.load("territory"))
ROWS = TERRITORY.set_index("observation_id")
DISPLACEMENT = data.with_sources(data.load("displacement"))
MAPS = rules.coalition_maps(TERRITORY)
PEAKS = rules.common_peaks(MAPS)
IHS, SOHR = ROWS.loc["2015-01-05-both-area-controlled-ihs"], ROWS.loc["2015-05-21-syria-area-controlled-sohr"]


@pytest.fixture
def explorer():
    return TerritoryExplorer("en")


def state(explorer):
    return picture(explorer), explorer.sentence


# --- guesses and pointing ---------------------------------------------------------------------------------------------
def test_the_words_of_the_guesses_say_what_the_tables_hold():
    story = data.load("article_figures").set_index("figure_id")["value"]
    printed = f"{story['a09-retaken-iraq']:g}%", f"{story['a09-retaken-syria']:g}%"
    low = ROWS["low"]
    january, june, june_iraq = (
        f"{low[f'2017-{rest}-share-of-peak-lost-global-coalition']:g}%" for rest in ("01-syria", "06-syria", "06-iraq")
    )
    land = f"{low['2017-03-both-share-of-fall-2014-area-lost-rand']:g}%"
    people = f"{low['2017-03-iraq-share-of-fall-2014-population-lost-rand']:g}%"
    errors = data.load("printed_errors").set_index("error_id")
    for language in ("en", "ar"):
        say = lang.Voice(language, "territory")
        held, wrong = lang.number(IHS["low"], 0, language), lang.number(errors.loc["E02", "printed_value"], 0, language)
        for key, told in {
            "whole_question": printed,
            "whole_answer": printed,
            "stale_question": (january,),
            "stale_answer": (june, june_iraq, *(share.rstrip("%") for share in printed)),
            "people_question": (land,),
            "people_answer": (land, people),
            "miles_question": (held, wrong),
        }.items():
            words = say(f"guess_{key}")
            assert all(number in words for number in told), (language, key)
        converted = say("guess_miles_answer", once="", twice="", back="")
        assert held in converted and wrong in converted and str(float(rules.KILOMETRES_IN_A_MILE.best)) in converted


def test_a_percentage_that_cannot_have_been_rounded_to_ten_is_taken_as_rounded_to_one(explorer):
    for country, percent, rounding in (("iraq", 80, "10"), ("iraq", 72, "1"), ("syria", 40, "1")):
        explorer.controls[f"{country}_percent"].value = percent
        chosen = [explorer.controls[name].value for name in ("percentages", f"{country}_percent", "rounding")]
        assert chosen == ["own", percent, rounding]
    explorer.reset()
    explorer.controls["syria_percent"].value = 51
    assert explorer.controls["rounding"].value == "1"


def test_a_conversion_is_recognised_by_its_result():
    right = 90_800 / 1.609344**2
    asked = {"right": right, "factor": 90_800 / 1.609344, "thousand": right / 1000, "multiplied": 90_800 * 1.609344**2}
    assert [rules.how_converted(90_800, miles) for miles in asked.values()] == list(asked)
    ways = ", ".join(asked)
    with pytest.raises(ValueError, match=f"^square_miles: expected 90800 km2 converted in one of {ways}, got 12$"):
        rules.how_converted(90_800, 12)
    assert rules.whole_of(70, 50) == "open" and rules.whole_of(50, 50) == "mean"


def test_the_top_of_a_bar_is_dragged_to_a_percentage(explorer):
    explorer.pointed("down", 10_000, 61.6)
    assert explorer.controls["iraq_percent"].value == 62 and explorer.controls["percentages"].value == "own"
    explorer.pointed("move", 90_000, 120)
    assert explorer.controls["syria_percent"].value == 100 and explorer.controls["iraq_percent"].value == 62
    explorer.set(bases="unknown")
    explorer.pointed("down", 1.5, -3)
    assert explorer.controls["syria_percent"].value == 0
    explorer.controls["bases"].value = "own"
    explorer.set(iraq_base=0.0, syria_base=0.0)
    explorer.pointed("down", 0.5, 40)
    assert explorer.controls["iraq_percent"].value == 62, "nothing is drawn, so nothing is dragged"


# --- the arithmetic that this lesson added to measures -----------------------------------------------------------------
figures = st.integers(0, 1000).flatmap(
    lambda low: st.integers(low, low + 300).map(lambda high: measures.between(low, high))
)


@given(st.lists(st.tuples(figures, figures), min_size=1, max_size=3))
def test_the_bounds_of_a_weighted_mean_are_reached_and_not_passed(pairs):
    shares, weights = zip(*pairs, strict=True)
    if sum(w.low for w in weights) == 0:
        with pytest.raises(ValueError, match="above zero"):
            measures.weighted_mean(shares, weights)
        return
    mean = measures.weighted_mean(shares, weights)
    found = [
        sum(s * w for s, w in zip(some, heavy, strict=True)) / sum(heavy)
        for some in itertools.product(*[(s.low, s.best, s.high) for s in shares])
        for heavy in itertools.product(*[(w.low, w.best, w.high) for w in weights])
    ]
    assert (min(found), max(found)) == (mean.low, mean.high) and mean.best in found


def test_a_weighted_mean_with_equal_weights_is_the_plain_mean_and_bad_weights_are_told():
    assert measures.weighted_mean((70, 50), (3, 3)) == measures.exact(60)
    with pytest.raises(ValueError, match="expected one for each of 2"):
        measures.weighted_mean((70, 50), (1,))
    with pytest.raises(ValueError, match="zero or more"):
        measures.weighted_mean((70, 50), (-1, 3))


def test_overlap_is_what_all_figures_have_in_common():
    assert measures.overlap([measures.between(1, 5), measures.between(3, 9)]) == measures.between(3, 5)
    with pytest.raises(ValueError, match="one value in common"):
        measures.overlap([measures.between(1, 2), measures.between(3, 4)])


# --- bases ---------------------------------------------------------------------------------------------------------------
def test_the_implied_peaks_are_loss_over_share_and_agree_on_one_value():
    assert len(MAPS) == 8 and set(MAPS["theatre"]) == {"iraq", "syria"}
    june = MAPS[(MAPS["as_of_date"] == "2017-06-01") & (MAPS["theatre"] == "iraq")].iloc[0]
    assert june["peak"].low == Fraction(41_500) / Fraction("0.735") and june["peak"].high == Fraction(
        42_500
    ) / Fraction("0.725")
    for row in MAPS.itertuples():
        assert PEAKS[row.theatre] in row.peak
    assert 102_000 in PEAKS["iraq"] + PEAKS["syria"]
    assert data.article_figure("a06-area-km2").overlaps(PEAKS["iraq"] + PEAKS["syria"])


def test_a_date_is_told_no_finer_than_the_table_states_it():
    told = {
        key: charts.as_of(ROWS.loc[key], lang.Voice("en"))
        for key in (
            "2015-01-05-both-area-controlled-ihs",
            "2017-06-iraq-share-of-peak-lost-global-coalition",
            "2017-03-both-area-controlled-rand",
            "2014-both-population-at-peak-afp",
        )
    }
    assert list(told.values()) == ["5 January 2015", "June 2017", "around March 2017", "2014"]


# --- the explorer: percentages and bases ---------------------------------------------------------------------------------------
def test_it_opens_on_the_article_with_the_bases_of_the_maps(explorer):
    numbers = explorer.numbers()
    assert (numbers.iraq, numbers.syria) == (measures.between(65, 75), measures.between(45, 55))
    assert numbers.bases == (PEAKS["iraq"], PEAKS["syria"])
    assert numbers.combined == measures.weighted_mean((numbers.iraq, numbers.syria), numbers.bases)
    assert numbers.possible == measures.between(45, 75)
    assert "61% of the whole" in explorer.title and "The plain mean would be 60%" in explorer.sentence
    assert "Iraq makes up 56%" in explorer.sentence and "between 45% and 75%" in explorer.sentence
    source = explorer.frame.source_text.get_text()
    assert source.startswith("Source: AFP") and "November 2017" in source.replace("\n", " ")


def test_one_move_draws_once(explorer, monkeypatch):
    drawn = []
    monkeypatch.setattr(explorer, "draw", drawn.append)
    for moves, (name, value) in enumerate(
        [
            ("iraq_percent", 71),
            ("iraq_percent", 72),
            ("percentages", "state_envoy 2017-08-04"),
            ("bases", "equal"),
            ("syria_base", 1.0),
        ],
        1,
    ):
        explorer.controls[name].value = value
        assert len(drawn) == moves, name
    explorer.reset()
    assert len(drawn) == 6


def test_the_whole_follows_the_weights(explorer):
    controls = explorer.controls
    controls["rounding"].value = "0"
    controls["iraq_base"].value, controls["syria_base"].value = 30_000, 10_000
    assert (controls["bases"].value, controls["percentages"].value) == ("own", "own")
    assert explorer.numbers().combined == measures.exact(65)
    controls["bases"].value = "equal"
    assert explorer.numbers().combined == measures.exact(60)
    controls["bases"].value = "unknown"
    numbers = explorer.numbers()
    assert numbers.combined is None and numbers.possible == measures.between(50, 70)
    assert "anything between 50% and 70%" in explorer.sentence


def test_published_pairs_come_from_one_text_and_fill_in_their_percentages(explorer):
    keys = [value for _, value in explorer.controls["percentages"].options]
    assert "state_envoy 2017-08-04" in keys and len(keys) == 2 + 5
    explorer.controls["percentages"].value = "state_envoy 2017-08-04"
    assert (
        explorer.controls["iraq_percent"].value,
        explorer.controls["syria_percent"].value,
        explorer.controls["rounding"].value,
    ) == (78, 58, "1")
    assert "Homeland Security" in explorer.frame.source_text.get_text()
    explorer.controls["syria_percent"].value = 59
    assert explorer.controls["percentages"].value == "own" and "your own" in explorer.frame.source_text.get_text()


def test_the_articles_percentages_come_back_as_it_printed_them(explorer):
    explorer.set(iraq_percent=10, syria_percent=20, rounding="1")
    assert explorer.controls["percentages"].value == "own"
    explorer.controls["percentages"].value = "article"
    assert [explorer.controls[name].value for name in ("iraq_percent", "syria_percent", "rounding")] == [70, 50, "10"]
    labels = {key: label for label, key in explorer.controls["percentages"].options}
    assert labels["article"] == "The article: 70% and 50%"


def test_each_explorer_has_a_name_of_its_own_as_a_picture():
    assert (TerritoryExplorer.name, AreaSeriesExplorer.name) == ("territory-explorer", "territory-series")


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_no_area_at_all_gets_a_sentence(language):
    explorer = TerritoryExplorer(language)
    explorer.controls["iraq_base"].value = explorer.controls["syria_base"].value = 0
    assert explorer.sentence == lang.text("territory.problem_no_area", language) and explorer.answer()[0] is None
    assert not explorer._mosaic.get_visible()
    explorer.controls["iraq_base"].value = 1
    assert explorer.numbers().combined == explorer.numbers().iraq
    explorer.controls["iraq_percent"].value, explorer.controls["syria_percent"].value = 100, 0
    assert explorer.numbers().possible == measures.between(0, 100)


# --- the explorer: one body's figures ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_only_one_series_one_quantity_and_one_country_is_joined_and_its_definition_is_told(language):
    explorer = AreaSeriesExplorer(language)
    seen = set()
    for _, body in explorer.controls["body"].options:
        explorer.controls["body"].value = body
        groups = explorer.numbers().groups
        assert 1 <= len(groups) <= 2
        for group, line in zip(([row._asdict() for row in group] for group in groups), explorer._lines, strict=False):
            assert all(
                len({row[column] for row in group}) == 1
                for column in ("series", "measure", "theatre", "unit", "counting_body")
            )
            assert len(line.get_xdata()) == len(group) and line.get_visible()
            assert (line.get_linestyle() == "None") == (len(group) == 1)
            assert all(words in explorer.sentence for words in (row[f"definition_{language}"] for row in group))
        assert [line.get_visible() for line in explorer._lines] == [True, len(groups) == 2]
        seen.add(explorer.sentence)
    assert len(seen) == len(explorer.controls["body"].options)


def test_floors_and_ceilings_are_told_and_drawn_open():
    explorer = AreaSeriesExplorer("en")
    for body, words, end in (("sohr", "at least 95,000 km²", 1), ("iraqi_military", "at most 30,000 km²", 0)):
        explorer.controls["body"].value = body
        assert words in explorer.sentence and words in explorer.title
        (segment,) = explorer._spans[0].get_segments()
        assert segment[end][1] == explorer._plot.get_ylim()[end]
    explorer.controls["body"].value = "dod_square_miles"
    assert "1,900 square miles" in explorer.sentence and "4,900 km²" in explorer.sentence
    explorer.controls["body"].value = "rand"
    assert "not joined by a line" in explorer.sentence


def test_without_a_body_it_asks_for_one_and_draws_nothing():
    explorer = AreaSeriesExplorer("en")
    opening = state(explorer)
    explorer.controls["body"].value = None
    assert explorer.sentence == lang.text("common.problem_choice", "en") and not explorer._plot.get_visible()
    explorer.reset()
    assert state(explorer) == opening and explorer._plot.get_visible()


# --- charts ------------------------------------------------------------------------------------------------------------------------
def all_charts(language):
    idps = DISPLACEMENT[DISPLACEMENT["population"] == "idps_iraq"]
    monthly = idps[idps["as_of_precision"] == "month"]
    monthly = monthly.assign(change=monthly["people"].diff())
    later = idps[(idps["as_of_precision"] == "day") & (idps["as_of_date"] > "2016-06-01")]
    returnees = DISPLACEMENT[DISPLACEMENT["population"] == "returnees_iraq"]
    lost = TERRITORY[TERRITORY["measure"] == "share_of_peak_lost"]
    by_map, envoy = (lost[lost["series"] == series] for series in ("coalition_share_lost", "state_envoy"))
    rand = TERRITORY[(TERRITORY["series"] == "rand") & (TERRITORY["unit"] == "percent")]
    at_peak = TERRITORY[TERRITORY["measure"] == "population_at_peak"]
    article, area, people = (
        data.load("article_figures"),
        *map(data.article_figure, ("a06-area-km2", "a08-people-under-daesh")),
    )
    made = [
        charts.implied_peaks(MAPS, language=language),
        charts.shares_lost(by_map, envoy, article[article["claim_id"] == "A09"], language=language),
        charts.three_definitions(IHS, SOHR, MAPS, area, language=language),
        charts.people_and_area(rand, language=language),
        charts.population_claims(at_peak, people, language=language),
        charts.stock_and_flow(monthly, language=language),
        charts.displaced_and_returned(pd.concat([monthly, later]), returnees, language=language),
    ]
    return {chart.name: chart for chart in made}


@pytest.fixture(scope="module")
def english():
    return all_charts("en")


def test_the_peaks_chart_gives_the_bounds_that_fit_all_maps(english):
    iraq = (
        max(p.low for p in MAPS.loc[MAPS["theatre"] == "iraq", "peak"]),
        min(p.high for p in MAPS.loc[MAPS["theatre"] == "iraq", "peak"]),
    )
    assert (
        f"For Iraq every value of {round(float(iraq[0]), -2):,.0f} to {round(float(iraq[1]), -2):,.0f} km²"
        in english["territory-implied-peaks"].sentence
    )


def test_the_shares_chart_keeps_maps_story_and_envoy_apart(english):
    chart = english["territory-shares-lost"]
    assert (
        "73% in June 2017" in chart.sentence
        and "still says 70% and 50%" in chart.sentence
        and "78% and 58%, by a definition of his own" in chart.sentence
    )
    joined = [line for line in chart.figure.axes[0].lines if len(line.get_xdata()) > 1]
    assert [list(line.get_ydata()) for line in joined] == [[62, 63, 73, 89], [30, 35, 58, 87]]


def test_the_definitions_chart_writes_each_definition_and_leaves_the_floor_open(english):
    chart = english["territory-three-definitions"]
    written = " ".join(text.get_text().replace("\n", " ") for text in chart.figure.axes[0].texts)
    assert IHS["definition_en"] in written and SOHR["definition_en"] in written and "empty desert left out" in written
    assert (
        "at least 95,000 km² in Syria alone" in chart.sentence
        and "104,000 km² come without a definition" in chart.sentence
    )
    arrows = [t for t in chart.figure.axes[0].texts if getattr(t, "arrow_patch", None)]
    assert [arrow.get_position() for arrow in arrows] == [(SOHR["low"], 3)]
    assert SOHR["low"] < arrows[0].xy[0] < SOHR["low"] * 1.06, "the arrow is short: it measures nothing"


def test_the_people_charts_say_who_said_what(english):
    assert (
        "57% of the land" in english["territory-people-and-area"].sentence
        and "83% in Iraq and 56% in Syria" in english["territory-people-and-area"].sentence
    )
    sentence = english["territory-population-claims"].sentence
    for body, millions in (("AFP", 7), ("CJTF-OIR", 8), ("press summary", 10), ("RAND", 11), ("Kurdistan 24", 12)):
        assert re.search(rf"{body}[^;]*: {millions} million", sentence)


def test_the_displacement_charts_tell_stock_change_and_crossing(english):
    sentence = english["territory-stock-and-flow"].sentence
    assert (
        "0.44 million in April 2014 to 3.42 million in March 2016" in sentence
        and "August 2014: 635 thousand more" in sentence
        and "3 counts show fewer" in sentence
    )
    crossing = english["territory-displaced-and-returned"].sentence
    assert (
        "On 31 October 2017 IOM counted 3.17 million" in crossing
        and "on 31 December 2017 it counted 2.62 and 3.22 million" in crossing
    )


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_each_chart_names_a_source_with_its_date_in_the_lesson_s_language(language):
    for name, chart in all_charts(language).items():
        assert re.search(r"20\d\d", chart.source), name
        if language == "ar":
            assert not re.search(r"[a-zA-Z]{4,}", chart.title + chart.sentence), name


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_the_plot_of_one_body_s_figures_fills_the_width_beside_its_labels(language):
    explorer = AreaSeriesExplorer(language)
    for _, body in explorer.controls["body"].options:
        explorer.controls["body"].value = body
        figure, axes = explorer.frame.figure, explorer.frame.axes
        figure.draw_without_rendering()
        ends = [Text.get_window_extent(text).x1 for text in labels(axes)] + [axes.bbox.x1]
        assert 0.94 < max(ends) / figure.bbox.width <= 1 - MARGIN / 2, body
