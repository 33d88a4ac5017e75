"""04-cost: its charts say what the tables hold, and its calculator calculates."""

import datetime
import html
import re

import pandas as pd
import pytest
from campaign import data, measures, sheet
from campaign import language as lang
from campaign.sheet import drawing
from campaign.topics.cost import charts, rules
from campaign.topics.cost.explorer import CostCalculator
from matplotlib import dates as mdates
from room import covered, hidden, laid_out, problems
from shown import picture, sentence_and_picture

COST = data.with_sources(data.load("cost"))
OBLIGATIONS = COST[COST["series"] == "cost_of_war_obligations"]
REPORTS = rules.reports()
LAST = REPORTS.iloc[-1]
JUNE_TOTAL = measures.total_cost(measures.rounded("13.6"), 1058)


@pytest.fixture
def calculator():
    return CostCalculator("en")


def test_it_opens_on_the_article_and_says_what_is_assumed(calculator):
    numbers = calculator.numbers()
    assert (numbers.start, numbers.end, numbers.days) == (datetime.date(2014, 8, 8), datetime.date(2017, 7, 26), 1084)
    assert numbers.total == measures.total_cost(measures.rounded("13.6"), 1084)
    assert "14.69 to 14.80 billion" in calculator.sentence and "1,084 days" in calculator.sentence
    assert "does not date the average" in calculator.sentence
    assert "16.0 to 17.9" in calculator.sentence


def test_picture_alt_and_sentence_follow_every_control(calculator):
    before = picture(calculator), calculator.sentence
    for name, value in [
        ("rate", 10.0),
        ("end", datetime.date(2017, 6, 30)),
        ("start", datetime.date(2015, 1, 1)),
        ("rounding", "1"),
        ("first", "cost-oir-2016-07-31"),
        ("second", "cost-oir-2016-12-15"),
    ]:
        calculator.controls[name].value = value
        after = picture(calculator), calculator.sentence
        assert after[1] != before[1], name
        if name != "rounding" or after[0] != before[0]:
            assert after[0] != before[0], name
        assert all(calculator.sentence in part for part in sentence_and_picture(calculator))
        before = after
    numbers = calculator.numbers()
    assert numbers.days == measures.inclusive_days("2015-01-01", "2017-06-30")
    assert numbers.total == measures.rounded("10") * numbers.days / 1000
    assert "does not date" not in calculator.sentence


def test_a_published_pair_fills_in_its_figures_and_a_change_by_hand_makes_them_your_own(calculator):
    calculator.controls["figures"].value = "cost-oir-2017-03-31"
    assert calculator.controls["end"].value == datetime.date(2017, 3, 31)
    assert (calculator.controls["rate"].value, calculator.controls["rounding"].value) == (13, "1")
    assert calculator.numbers().total == measures.rounded("13") * 967 / 1000
    assert "Daily Star" in calculator.frame.source_text.get_text()
    calculator.controls["rate"].value = 14
    assert calculator.controls["figures"].value == "own"
    assert "your own figures" in calculator.frame.source_text.get_text()


def test_a_moved_start_is_no_longer_the_paper_s_total(calculator):
    for figures in ("article", "cost-oir-2017-03-31"):
        calculator.set(figures=figures)
        calculator.controls["start"].value = datetime.date(2016, 1, 1)
        assert calculator.controls["figures"].value == "own"
        assert "your own figures" in calculator.frame.source_text.get_text()


def test_a_rate_is_rounded_as_the_paper_rounds_and_its_bounds_lie_around_what_is_printed(calculator):
    calculator.set(rounding="1")
    assert calculator.sentence.startswith("14 million dollars a day (so 13.5 to 14.5) over")
    assert "With this rounding 13.6 is printed as 14." in calculator.sentence
    calculator.set(rate=13.64, rounding="0.1")
    assert calculator.numbers().rate == measures.rounded("13.6")
    assert "13.6 million dollars a day (so 13.55 to 13.65)" in calculator.sentence
    assert "With this rounding 13.64 is printed as 13.6." in calculator.sentence
    calculator.set(rounding="0.01")
    assert calculator.numbers().rate == measures.rounded("13.64") and "is printed as" not in calculator.sentence


def test_controls_are_set_by_name_and_bad_values_are_named(calculator):
    calculator.set(rate=10.0, end=datetime.date(2017, 6, 30))
    assert calculator.numbers().total == measures.rounded("10.0") * 1058 / 1000
    before = calculator.sentence
    for values, message in [
        ({"rat": 10}, "control: expected one of figures, start, end, rate, rounding, first, second, got 'rat'"),
        ({"rate": -1}, "rate: expected a value from 0.0 to 1000.0, got -1"),
        ({"rate": "much"}, "rate: expected a value like 13.6, got 'much'"),
        ({"end": "2017-06-30"}, "end: expected a value like datetime.date(2017, 7, 26), got '2017-06-30'"),
        ({"rounding": "3", "rate": 5.0}, "rounding: expected one of 1, 0.1, 0.01, got '3'"),
    ]:
        with pytest.raises(ValueError) as caught:
            calculator.set(**values)
        assert str(caught.value) == message
        assert calculator.sentence == before


def test_every_move_draws_once(calculator, monkeypatch):
    drawn = []
    monkeypatch.setattr(calculator, "refresh", lambda: drawn.append(1))
    for name, value in [("figures", "cost-oir-2017-03-31"), ("rate", 14.0), ("end", datetime.date(2017, 1, 1))]:
        calculator.controls[name].value = value
    assert len(drawn) == 3
    calculator.reset()
    assert len(drawn) == 4


@pytest.mark.parametrize(
    ("report", "english", "arabic"),
    [
        ("cost-oir-2014-10-16", "16 October 2014: 0.580 billion, 8.3 million a day", "0.580 مليار، 8.3 مليون"),
        ("cost-oir-2015-10-15", "15 October 2015: 4.75 billion, 11 million a day", "4.75 مليار، 11 مليون"),
        ("cost-oir-2017-03-31", "31 March 2017: 12.5 billion, 13 million a day", "12.5 مليار، 13 مليون"),
    ],
)
def test_a_report_is_offered_with_the_digits_that_it_printed(calculator, report, english, arabic):
    labels = {value: label for label, value in calculator.controls["figures"].options}
    assert labels[report] == english
    for name in ("first", "second"):
        assert (labels[report], report) in calculator.controls[name].options
    assert arabic in {value: label for label, value in CostCalculator("ar").controls["figures"].options}[report]


def test_choosing_the_article_again_fills_in_its_figures(calculator):
    opening = {name: control.value for name, control in calculator.controls.items()}, calculator.sentence
    calculator.controls["figures"].value = "cost-oir-2016-07-31"
    assert calculator.controls["rate"].value != 13.6 and calculator.sentence != opening[1]
    calculator.controls["figures"].value = "article"
    assert ({name: control.value for name, control in calculator.controls.items()}, calculator.sentence) == opening


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
@pytest.mark.parametrize(
    ("start", "end", "key"),
    [
        (datetime.date(2017, 1, 2), datetime.date(2017, 1, 1), "cost.problem_order"),
        (None, datetime.date(2017, 1, 1), "cost.problem_no_date"),
        (datetime.date(2014, 8, 8), None, "cost.problem_no_date"),
        (datetime.date(2014, 8, 7), datetime.date(2017, 1, 1), "cost.problem_range"),
        (datetime.date(2014, 8, 8), datetime.date(2030, 1, 1), "cost.problem_range"),
    ],
)
def test_dates_that_cannot_be_used_get_a_sentence(language, start, end, key):
    calculator = CostCalculator(language)
    with calculator.one_redraw():
        calculator.controls["start"].value, calculator.controls["end"].value = start, end
    expected = lang.text(key, language, first=lang.date("2014-08-08", language), last=lang.date("2020-12-31", language))
    assert calculator.sentence == expected and calculator.answer()[0] is None
    assert not calculator._wedge.get_visible() and not calculator._end_label.get_visible()
    # The two reports can still be compared.
    assert calculator._interval.get_visible()
    calculator.reset()
    assert calculator._wedge.get_visible()


def test_the_end_of_the_line_is_dragged_along_the_dates_and_stays_within_them(calculator):
    day = datetime.date(2016, 7, 31)
    calculator.pointed("move", mdates.date2num(day), 3.0)
    assert calculator.controls["end"].value == day and calculator.controls["figures"].value == "own"
    calculator.pointed("move", mdates.date2num(datetime.date(2013, 1, 1)), 3.0)
    assert calculator.controls["end"].value == calculator.controls["start"].value == datetime.date(2014, 8, 8)
    assert calculator.numbers().days == 1


def test_an_end_of_the_interval_is_dragged_from_report_to_report_and_never_past_the_other(calculator):
    days = calculator.reports["as_of_date"]
    second, wanted = calculator.reports.loc["cost-oir-2017-03-31"], calculator.reports.iloc[-3]
    calculator.pointed("down", mdates.date2num(second["as_of_date"]), second["total_usd_billion"])
    calculator.pointed("move", mdates.date2num(wanted["as_of_date"]) + 1, 3.0)
    assert calculator.controls["second"].value != second.name
    calculator.pointed("move", mdates.date2num(days.min()), 3.0)
    assert days[calculator.controls["second"].value] > days[calculator.controls["first"].value]
    assert calculator.numbers().between_reports is not None
    assert calculator.controls["end"].value == datetime.date(2017, 7, 26), "the end of the line stays"


@pytest.mark.parametrize(
    ("name", "away", "dragged"), [("first", 28, "first"), ("second", 28, "second"), ("second", 32, "end")]
)
def test_an_end_of_the_interval_is_taken_hold_of_within_thirty_pixels_of_it(calculator, name, away, dragged):
    axes, report = calculator.frame.axes, calculator.reports.loc[calculator.controls[name].value]
    x, y = axes.transData.transform((mdates.date2num(report["as_of_date"]), report["total_usd_billion"]))
    across = away * calculator.frame.figure.dpi / sheet.PIXELS_PER_INCH
    calculator.pointed("down", *axes.transData.inverted().transform((x, y + across)))
    assert calculator._dragged == dragged
    calculator.pointed("move", mdates.date2num(datetime.date(2017, 1, 2)), 0)
    assert {n: calculator.controls[n].value for n in ("end", "first", "second")} == {
        "end": datetime.date(2017, 1, 2) if dragged == "end" else datetime.date(2017, 7, 26),
        "first": "cost-oir-2016-12-31" if dragged == "first" else "cost-oir-2016-12-15",
        "second": "cost-oir-2016-12-31" if dragged == "second" else "cost-oir-2017-03-31",
    }


def test_each_report_is_named_where_it_is_pointed_at(calculator):
    spots = calculator._spots_on_page()
    assert len(spots) == len(calculator.reports) and all(0 < x < 1 and 0 < y < 1 for x, y, _ in spots)
    assert html.escape("31 March 2017: 12.5 billion", quote=True) in sentence_and_picture(calculator)[1]


def test_the_words_of_the_guesses_say_what_the_tables_hold():
    """What the prose tests do for the text of a lesson, for the explanations that wait in its guesses."""
    for language in lang.LANGUAGES:
        assert lang.date(LAST["as_of_date"], language) in lang.text("cost.guess_total_question", language)
    march = REPORTS.loc["cost-oir-2017-03-31"]
    before = REPORTS[REPORTS["as_of_date"] < march["as_of_date"]].index[-1]
    assert march["average_usd_million_per_day"] == 13 and before in ("cost-oir-2016-12-15", "cost-oir-2016-12-31")
    june = OBLIGATIONS[OBLIGATIONS["as_of_date"] == "2017-06-30"]
    assert len(june) == 1 and lang.bounds(JUNE_TOTAL, "en") == "14.34 to 14.44"
    october = data.row("cost", "cost-oir-2014-10-02")
    assert measures.rounded("0.424") == rules.total(october) and rules.average(october) == measures.rounded("7.6")
    needed = measures.implied_days(measures.rounded("424"), measures.rounded("7.6"))
    assert measures.round_half_up(needed.best, -2) == 55_800
    assert measures.campaign_day(october["as_of_date"]) < 100
    odd = data.row("cost", "cost-oir-2016-03-15")
    assert (rules.odd_one_out(odd), measures.campaign_day("2016-03-15"), odd["days_printed"]) == ("days", 586, 568)
    assert (rules.total(odd), rules.average(odd)) == (measures.rounded("6.8"), measures.rounded("11.5"))
    assert rules.odd_one_out(data.row("cost", "cost-oir-2015-05-21")) is None
    parts = data.load("cost_breakdown").set_index("breakdown_id")["value"]
    flying, bombs = (parts[f"cost-oir-2016-07-31-{item}-per-day"] for item in ("flying", "munitions"))
    assert 1.85 < flying / bombs < 2, "nearly twice"


def test_two_reports_in_the_wrong_order_give_no_rate(calculator):
    calculator.controls["first"].value = calculator.controls["second"].value
    assert calculator.numbers().between_reports is None and not calculator._interval.get_visible()
    assert "later than the first" in calculator.sentence


def test_a_rate_of_nothing_costs_nothing_and_never_less(calculator):
    calculator.controls["rate"].value = 0
    assert calculator.numbers().total.low == 0


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("rate", [3.0, 8.0, 13.6, 50.0, 1000.0])
def test_labels_lie_on_no_line_and_no_mark_at_any_rate(rate, language):
    calculator = CostCalculator(language)
    calculator.set(rate=rate)
    figure, texts = calculator.frame.figure, laid_out(calculator.frame.figure)
    assert problems(figure, texts) + covered(figure, texts) + hidden(figure, texts) == []


# --- charts ------------------------------------------------------------------------------------------------------
def test_totals_chart_says_first_and_last_total():
    chart = charts.published_totals(REPORTS, language="en")
    assert chart.sentence.startswith(
        f"The official total grew in {len(REPORTS)} reports, from 424 million dollars on 2 October 2014 to "
        f"{LAST['total_usd_billion']} billion on {lang.date(LAST['as_of_date'], 'en')}"
    )
    line = chart.figure.axes[0].lines[0]
    assert list(line.get_ydata()) == list(REPORTS["total_usd_billion"])
    assert lang.date(LAST["as_of_date"], "en") in chart.source


def test_rates_chart_draws_bands_with_the_bounds():
    frame = pd.DataFrame(
        {
            "start_date": pd.to_datetime(["2014-10-16", "2016-12-15"]),
            "end_date": pd.to_datetime(["2014-12-11", "2017-03-31"]),
            "rate": [measures.between("7.8", "8.0"), measures.between("16.0", "17.9")],
            "average_usd_million_per_day": [8.1, 13.0],
            "publisher_en": ["A", "B"],
            "publisher_ar": ["أ", "ب"],
        }
    )
    chart = charts.marginal_rates(frame, language="en")
    assert "from about 8 to about 17 million" in chart.title
    (bands,) = chart.figure.axes[0].collections
    ends = [band.get_extents() for band in bands.get_paths()]
    assert [(end.y0, end.y1) for end in ends] == [(7.8, 8.0), (16.0, 17.9)]
    days = [tuple(mdates.date2num(frame[column])) for column in ("start_date", "end_date")]
    assert [(end.x0, end.x1) for end in ends] == list(zip(*days, strict=True)), "and nothing between them"


def test_two_series_chart_says_how_far_apart_they_are():
    chart = charts.two_series(REPORTS, OBLIGATIONS, JUNE_TOTAL, "2017-06-30", language="en")
    other = OBLIGATIONS[OBLIGATIONS["as_of_date"] == "2017-06-30"]["total_usd_billion"].item()
    more = round((other / float(JUNE_TOTAL.best) - 1) * 100)
    assert f"{other} billion of obligations: about {more}% more" in chart.sentence


def test_charts_speak_arabic():
    chart = charts.published_totals(REPORTS, language="ar")
    assert re.search(f"من 424 مليون دولار .* إلى {LAST['total_usd_billion']} مليار", chart.sentence)
    assert not re.search(r"[a-zA-Z]{4,}", chart.title + chart.sentence)


# --- what may be used, and rows to come ---------------------------------------------------------------------------
def test_usable_reports_have_date_total_and_average_and_are_uncontradicted():
    assert set(REPORTS["series"]) == {"oir_report"} and "contradiction" not in set(REPORTS["quality"])
    assert REPORTS["as_of_date"].is_monotonic_increasing and list(REPORTS.index) == list(REPORTS["observation_id"])
    left_out = COST[(COST["series"] == "oir_report") & ~COST["observation_id"].isin(REPORTS.index)]
    assert dict(zip(left_out["observation_id"], left_out["quality"], strict=True)) == {
        "cost-oir-2015-05-21": "contradiction",
        "cost-oir-2015-10-08": "contradiction",
        "cost-oir-early-june-2015": "use",  # without a day
        "cost-oir-2017-06-30": "weak-source",  # without an average
        "cost-oir-2017-07-26": "use",  # without a total
    }


def test_a_report_says_its_total_its_average_and_the_rate_up_to_it_with_their_bounds():
    first, second = (REPORTS.loc[key] for key in ("cost-oir-2016-12-15", "cost-oir-2017-03-31"))
    assert rules.total(second) == measures.rounded("12.5") and rules.average(second) == measures.rounded("13")
    assert (
        rules.rate_between(first, second)
        == measures.rounded("12.5", "0.1") * 1000 / 106
        - 10_700 / measures.exact(106)
        + measures.between(-50, 50, 0) / 106
    )
    assert rules.rate_between(second, first) is None and rules.rate_between(first, first) is None


def reports_with(day: str, total: float, average: float) -> pd.DataFrame:
    """The usable reports up to a day, with a copy of the last one for this day, its total and its average."""
    figures = {"as_of_date": pd.Timestamp(day), "total_usd_billion": total, "average_usd_million_per_day": average}
    more = REPORTS.iloc[[-1]].assign(observation_id="later", **figures).set_index("observation_id", drop=False)
    return pd.concat([REPORTS[REPORTS["as_of_date"] < day], more])


def rates_of(reports: pd.DataFrame) -> pd.DataFrame:
    """The rates between every third report and the last one, as the lesson makes them."""
    ends = pd.concat([reports.iloc[1:-1:3], reports.iloc[[-1]]])
    rows = [report for _, report in ends.iterrows()]
    rates = [rules.rate_between(*pair) for pair in zip(rows, rows[1:], strict=False)]
    later = ends.iloc[1:].rename(columns={"as_of_date": "end_date"})
    return later.assign(start_date=list(ends["as_of_date"])[:-1], rate=rates)


NEW_REPORTS = [None, ("2017-06-30", 14.4, 14), ("2017-12-31", 18.0, 14), ("2019-06-30", 27.6, 15)]


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
@pytest.mark.parametrize("report", NEW_REPORTS)
def test_with_one_more_report_no_point_and_no_label_leaves_its_place(monkeypatch, language, report):
    reports = reports_with(*report) if report else REPORTS
    monkeypatch.setattr("campaign.topics.cost.explorer.reports", lambda: reports)
    made = [
        charts.published_totals(reports, language=language),
        charts.marginal_rates(rates_of(reports), language=language),
        charts.two_series(reports, OBLIGATIONS, JUNE_TOTAL, "2017-06-30", language=language),
        calculator := CostCalculator(language),
    ]
    if report:
        label = lang.text("cost.billions", language, number=lang.number(report[1], 1, language))
        assert label in [text.get_text() for text in made[0].figure.axes[0].texts]
    assert [problems(chart.frame.figure if chart is calculator else chart.figure) for chart in made] == [[]] * 4


@pytest.mark.parametrize(
    ("day", "total"), [("2017-12-31", 26.0), ("2017-12-31", 44.0), ("2017-12-15", 21.0), ("2017-06-30", 30.0)]
)
def test_higher_obligations_leave_room_for_every_label(day, total):
    more = OBLIGATIONS.iloc[[-1]].assign(as_of_date=pd.Timestamp(day), total_usd_billion=total)
    others = OBLIGATIONS[OBLIGATIONS["as_of_date"] != day]
    obligations = pd.concat([others, more]).sort_values("as_of_date")
    for language in sorted(lang.LANGUAGES):
        chart = charts.two_series(REPORTS, obligations, JUNE_TOTAL, "2017-06-30", language=language)
        assert problems(chart.figure) == []


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_no_move_of_the_calculator_puts_a_label_out_of_place(monkeypatch, language):
    monkeypatch.setattr(drawing, "quick_png", lambda figure: b"")
    calculator = CostCalculator(language)
    keys, ends = list(calculator.reports.index), pd.date_range("2014-08-08", "2020-12-31", 12).date
    states = [{"figures": key} for key in keys[::5]] + [{"end": end} for end in ends]
    states += [{"rate": rate, "end": ends[place]} for rate in (0.0, 5.0, 1000.0) for place in (1, 3, -1)]
    states += [{"first": first, "second": second} for first, second in zip(keys, keys[3::2], strict=False)]
    for state in states:
        with calculator.no_redraw():
            calculator._put(calculator._opening)
        calculator.set(**state)
        assert problems(calculator.frame.figure) == [], state
