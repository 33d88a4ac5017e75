"""03-strikes: its charts say what the tables hold, and its explorer counts, divides and warns."""

import datetime
import html
import itertools
import re

import pandas as pd
import pytest
from campaign import data, measures
from campaign import language as lang
from campaign.topics.strikes import charts
from campaign.topics.strikes import explorer as explorer_module
from campaign.topics.strikes.explorer import StrikeExplorer
from shown import picture

STRIKES = data.with_sources(data.load("strikes"))
ARTICLE = data.with_sources(data.load("article_figures"))
OFFICIAL = STRIKES[(STRIKES["counting_body"] == "cjtf_oir") & (STRIKES["quality"] != "contradiction")]
SPLITS = OFFICIAL.dropna(subset=["strikes_iraq", "strikes_syria", "strikes_total"])
JANUARY, MARCH, JUNE, SEPTEMBER = (f"strikes-2017-{day}-centcom" for day in ("01-31", "03-31", "06-30", "09-30"))
LANGUAGES = sorted(lang.LANGUAGES)
WEAK, ROUNDED = "strikes-2017-08-09-centcom", "strikes-2017-02-28-centcom"


@pytest.fixture
def explorer():
    return StrikeExplorer("en")


def choose(explorer, start="first", end="article", theatre="both"):
    with explorer.one_redraw():
        for name, value in (("start", start), ("end", end), ("theatre", theatre)):
            explorer.controls[name].value = value
    return explorer.numbers()


# --- the explorer -------------------------------------------------------------------------------------------------
def test_it_opens_on_the_article(explorer):
    numbers = explorer.numbers()
    assert (numbers.start, numbers.end, numbers.days, numbers.theatre) == (
        datetime.date(2014, 8, 8),
        datetime.date(2017, 7, 26),
        1083,
        "both",
    )
    assert numbers.strikes == measures.exact(23_922) and numbers.comparison == "whole" and numbers.strike_share is None
    assert float(numbers.pace.low) == 23_922 / 1084 and float(numbers.pace.high) == 23_922 / 1082
    assert (
        "23,922 strikes" in explorer.sentence
        and "(22.07 to 22.11)" in explorer.sentence
        and "1,084 days if" in explorer.sentence
    )
    assert "article's own" in explorer.sentence and "Arabi21" in explorer.frame.source_text.get_text()


def test_the_split_of_the_article_is_used_and_said_to_be_its_own(explorer):
    for theatre, expected in (("iraq", 13_221 - 10_993), ("syria", 10_701 - 6_868)):
        numbers = choose(explorer, JANUARY, "article", theatre)
        assert numbers.strikes == measures.exact(expected)
        assert "no other text was found that splits them" in explorer.sentence
    choose(explorer, "strikes-2016-07-27-centcom", JANUARY, "syria")
    assert "article's own" not in explorer.sentence


def test_an_interval_is_compared_with_the_whole(explorer):
    numbers = choose(explorer, JANUARY, MARCH)
    assert (numbers.days, numbers.strikes.best, numbers.comparison) == (59, 20_205 - 17_861, "faster")
    assert float(numbers.strike_share.best) == pytest.approx(100 * 2344 / 23_922) and float(
        numbers.day_share.best
    ) == pytest.approx(100 * 59 / 1083)
    assert (
        "9.8% of the strikes in Iraq and Syria up to 26 July 2017 in 5.4% of the days" in explorer.sentence
        and "faster than the average" in explorer.sentence
    )
    assert choose(explorer, "first", "strikes-2014-10-23-centcom").comparison == "slower"
    assert "slower than the average" in explorer.sentence
    assert choose(explorer, "strikes-2016-07-27-centcom", "strikes-2016-08-06-centcom").comparison == "same"
    assert choose(explorer, "article", SEPTEMBER).strike_share is None


def test_weak_and_rounded_reports_and_the_late_start_in_syria_are_named(explorer):
    plain = choose(explorer, JANUARY, MARCH)
    assert not plain.weak and "Wikipedia" not in explorer.sentence and "round number" not in explorer.sentence
    assert choose(explorer, "article", WEAK).weak and "Wikipedia" in explorer.sentence
    rounded = choose(explorer, JANUARY, ROUNDED)
    assert (rounded.strikes.low, rounded.strikes.high) == (18_550 - 17_861, 18_650 - 17_861)
    assert "690 to 790 strikes" in explorer.title and "round number" in explorer.sentence
    choose(explorer, theatre="syria")
    assert "23 September 2014" in explorer.sentence
    choose(explorer, theatre="iraq")
    assert "23 September 2014" not in explorer.sentence


def test_every_control_changes_sentence_and_picture_and_reset_brings_them_back(explorer):
    opening = picture(explorer), explorer.sentence
    before = opening
    for name, value in (("start", JANUARY), ("end", WEAK), ("theatre", "syria")):
        explorer.controls[name].value = value
        after = picture(explorer), explorer.sentence
        assert after[0] != before[0] and after[1] != before[1], name
        assert html.escape(explorer.sentence) in explorer._words.value
        before = after
    explorer.reset_button.click()
    assert (picture(explorer), explorer.sentence) == opening


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
@pytest.mark.parametrize(
    ("state", "key", "date"),
    [
        (("article", "first", "both"), "problem_order", ""),
        ((MARCH, MARCH, "both"), "problem_order", ""),
        ((JUNE, "article", "iraq"), "problem_no_split", "2017-06-30"),
        ((JANUARY, SEPTEMBER, "syria"), "problem_no_split", "2017-09-30"),
        ((None, "article", "both"), "problem_choice", ""),
        (("first", None, "iraq"), "problem_choice", ""),
        (("first", "article", None), "problem_choice", ""),
    ],
)
def test_a_choice_that_cannot_be_used_gets_a_sentence(language, state, key, date):
    explorer = StrikeExplorer(language)
    numbers = choose(explorer, *state)
    assert explorer.sentence == lang.text(f"strikes.{key}", language, date=lang.date(date, language) if date else "")
    assert numbers.strikes is None and numbers.pace is None
    assert not explorer._interval.get_visible() and not explorer._answer.get_visible()
    explorer.reset()
    assert explorer._interval.get_visible() and not explorer.numbers().problem


def test_no_pair_of_reports_breaks_it_and_no_pace_is_negative(explorer):
    explorer.refresh = lambda: None
    keys = list(explorer.reports.index)
    for start, end, theatre in itertools.product(keys, keys, explorer_module.COUNTS):
        numbers = choose(explorer, start, end, theatre)
        explorer.words(numbers)
        assert numbers.problem or 0 <= numbers.pace.low <= numbers.pace.best


def test_reports_to_choose_from_are_official_in_order_and_never_fall():
    reports = explorer_module.reports()
    assert reports["date"].is_monotonic_increasing and reports["date"].is_unique
    for name in explorer_module.COUNTS.values():
        counts = [value.best for value in reports[name] if value is not None]
        assert counts == sorted(counts)
    chosen = STRIKES.set_index("observation_id").loc[[key for key in reports.index if key not in {"first", "article"}]]
    assert set(chosen["counting_body"]) == {"cjtf_oir"} and "contradiction" not in set(chosen["quality"])
    assert set(chosen["as_of_precision"]) == {"day", "inferred_day"}


@pytest.mark.parametrize(
    ("language", "iraq", "syria", "words"),
    [
        (
            "en",
            "Iraq",
            "Syria",
            (", the campaign begins", ", the article", "about ", " (round number, no split)", " (no split by country)"),
        ),
        (
            "ar",
            "العراق",
            "سوريا",
            ("، بداية الحملة", "، الخبر", "نحو ", " (رقم مقرّب بلا توزيع)", " (بلا توزيع على البلدين)"),
        ),
    ],
)
def test_a_report_is_offered_with_its_date_and_what_it_counts(language, iraq, syria, words):
    begins, article, about, rounded, unsplit = words
    weak, comma = {"en": ("; weaker source", ","), "ar": ("؛ مصدر أضعف", "،")}[language]
    offered = {key: label for label, key in StrikeExplorer(language).controls["start"].options}
    rows = OFFICIAL.set_index("observation_id")
    assert {rows.at[key, "quality"] for key in offered if key in rows.index} >= {"rounded", "weak-source"}
    for key, label in offered.items():
        if key == "first":
            expected = f"{lang.date(measures.CAMPAIGN_START, language)}: 0{begins}"
        elif key == "article":
            expected = f"{lang.date('2017-07-26', language)}{article}: 23,922 ({iraq} 13,221{comma} {syria} 10,701)"
        else:
            row = rows.loc[key]
            total = f"{row['strikes_total']:,.0f}"
            if row["quality"] == "rounded":
                counted = f"{about}{total}{rounded}"
            elif pd.isna(row["strikes_iraq"]):
                counted = f"{total}{unsplit}"
            else:
                split = f"{iraq} {row['strikes_iraq']:,.0f}{comma} {syria} {row['strikes_syria']:,.0f}"
                counted = f"{total} ({split}{weak if row['quality'] == 'weak-source' else ''})"
            expected = f"{lang.date(row['as_of_date'], language)}: {counted}"
        assert label == expected, key


def test_reports_keep_what_the_table_says_of_them():
    offered = explorer_module.reports()
    rows = STRIKES.set_index("observation_id")
    assert offered.index[0] == "first" and offered.at["first", "publisher_en"] == ""
    assert offered.at["first", "quality"] == offered.at["article", "quality"] == "use"
    for key, report in offered.drop(index=["first", "article"]).iterrows():
        assert report["quality"] == rows.at[key, "quality"] and report["date"] == rows.at[key, "as_of_date"]
        for code in LANGUAGES:
            assert report[f"publisher_{code}"] == rows.at[key, f"publisher_{code}"]
        for count in ("total", "iraq", "syria"):
            value = rows.at[key, f"strikes_{count}"]
            assert (report[count] is None) == pd.isna(value), (key, count)
            if report[count] is not None:
                assert report[count].best == value and bool(report[count].width) == (report["quality"] == "rounded")


def test_a_difference_of_two_counts_is_never_below_zero():
    under = explorer_module._not_below_zero
    assert under(measures.Bounded(-3, -5, 2)) == measures.Bounded(0, 0, 2)
    assert under(measures.Bounded(-3, -5, -1)) == measures.exact(0)
    assert under(measures.Bounded(3, 1, 5)) == measures.Bounded(3, 1, 5)


@pytest.mark.parametrize(("count", "step"), [(18_600, 100), (11_000, 1000), (3500, 100), (28_562, 1), (7010, 10)])
def test_the_step_of_a_round_number(count, step):
    assert explorer_module._rounding_step(count) == step


def test_one_figure_is_redrawn(explorer):
    figure, artists = explorer.frame.figure, len(explorer.frame.axes.get_children())
    for theatre in ("iraq", "syria", "both", "iraq"):
        explorer.controls["theatre"].value = theatre
    assert explorer.frame.figure is figure and len(explorer.frame.axes.get_children()) == artists


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_every_control_has_a_visible_label(language):
    assert all(control.description.strip() for control in StrikeExplorer(language).controls.values())


# --- charts -------------------------------------------------------------------------------------------------------
def intervals():
    return pd.DataFrame(
        {
            "start_date": pd.to_datetime(
                [
                    "2014-12-19",
                    "2016-01-01",
                    "2017-01-31",
                    "2017-03-31",
                    "2017-06-30",
                    "2017-07-26",
                    "2017-08-09",
                    "2017-09-30",
                ]
            ),
            "end_date": pd.to_datetime(
                [
                    "2016-01-01",
                    "2017-01-31",
                    "2017-03-31",
                    "2017-06-30",
                    "2017-07-26",
                    "2017-08-09",
                    "2017-09-30",
                    "2018-01-31",
                ]
            ),
            "pace": [measures.between(low, low + 2) for low in (16, 20, 38, 27, 35, 45, 57, 8)],
            "weak": [False] * 5 + [True] * 2 + [False],
            "publisher_en": "A",
            "publisher_ar": "أ",
        }
    )


def test_pace_chart_says_the_phases_and_draws_weak_intervals_in_another_way():
    chart = charts.pace(intervals(), "en")
    assert "from about 21 to about 39 strikes a day" in chart.title
    for phase in (
        "between about 17 and 21 strikes",
        "it was about 39 strikes",
        "between 28 and 36 strikes",
        "up to 58 strikes",
        "about 9 strikes a day by January 2018",
    ):
        assert phase in chart.sentence
    axes = chart.figure.axes[0]
    heights = [
        (round(b.get_datalim(axes.transData).y0), round(b.get_datalim(axes.transData).y1)) for b in axes.collections
    ]
    assert heights == [(low, low + 2) for low in (16, 20, 38, 27, 35, 45, 57, 8)]
    assert [bool(band.get_hatch()) for band in axes.collections] == list(intervals()["weak"])
    assert [line.get_linestyle() for line in axes.lines[:8]] == ["--" if weak else "-" for weak in intervals()["weak"]]


def test_country_chart_sets_the_article_beside_the_reports():
    chart = charts.by_theatre(SPLITS, ARTICLE, "en")
    january = data.row("strikes", JANUARY)
    for theatre, total in (("iraq", 13_221), ("syria", 10_701)):
        gain = int(total - january[f"strikes_{theatre}"])
        assert (
            f"{total:,} strikes" in chart.sentence
            and f"{gain:,} strikes" in chart.sentence
            and f"{gain:,}" in chart.title
        )
    hollow = [line for line in chart.figure.axes[0].lines if line.get_markerfacecolor() == "white"]
    assert [len(line.get_xdata()) for line in hollow] == [(SPLITS["quality"] == "weak-source").sum()] * 2


def test_partners_chart_gives_shares_of_the_country_not_of_the_total():
    two = STRIKES[STRIKES["observation_id"].isin(["strikes-2016-07-27-centcom", "strikes-2017-06-05-airwars"])]
    chart = charts.us_and_partners(two, "en")
    official = two.iloc[0]
    for theatre in ("iraq", "syria"):
        partners, everyone = official[f"partners_{theatre}"], official[f"strikes_{theatre}"]
        assert (
            f"{partners:,.0f} of {everyone:,.0f} strikes in {theatre.title()} ({100 * partners / everyone:.0f}%)"
            in chart.sentence
        )
    widths = [bar.get_width() for bar in chart.figure.axes[0].patches]
    assert widths == [
        two.iloc[i][f"{who}_{theatre}"] for theatre in ("iraq", "syria") for i in (0, 1) for who in ("us", "partners")
    ]


def four_counts(language):
    airpower = data.with_sources(data.load("airpower"))
    weapons = airpower[
        airpower["observation_id"].isin(["airpower-2014-afcent", "airpower-since-2014-08-to-2015-07-afcent"])
    ]
    year_one = STRIKES[
        (STRIKES["counting_body"] == "cjtf_oir")
        & (STRIKES["as_of_date"] <= "2015-08-07")
        & ~STRIKES["breaks_rule"].str.contains("order")
    ]
    return charts.four_counts(year_one, weapons, language)


def test_four_counts_have_four_scales_and_a_floor_is_called_one():
    chart = four_counts("en")
    assert len(chart.figure.axes) == 4 and len({axes.get_ylim()[1] for axes in chart.figure.axes}) == 4
    for words in (
        "5,946 strikes",
        "10,684 targets",
        "19,760 weapons released (to 31 July 2015)",
        "at least 45,259 sorties",
    ):
        assert words in chart.sentence
    assert any("at least" in text.get_text() for text in chart.figure.axes[3].texts)


def test_charts_and_explorer_speak_arabic():
    explorer = StrikeExplorer("ar")
    made = [four_counts("ar"), charts.by_theatre(SPLITS, ARTICLE, "ar"), charts.pace(intervals(), "ar")]
    for chart in made:
        assert not re.search(r"[a-zA-Z]{4,}", chart.title + chart.sentence)
    assert "13,221 غارة في العراق" in made[1].sentence
    assert "1,083 يوماً" in explorer.sentence and "من 22.07 إلى 22.11" in explorer.sentence
    assert not re.search(r"[a-zA-Z]{4,}", explorer.title + explorer.sentence)


def test_an_unknown_theatre_is_named_with_those_there_are():
    with pytest.raises(ValueError, match=r"^theatre: expected one of .*iraq.*, got 'mars'$"):
        StrikeExplorer("en").set(theatre="mars")
