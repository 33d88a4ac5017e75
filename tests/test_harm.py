"""05-civilian-harm: its charts say what the tables hold, its explorer compares only what may be compared, and the
care rules hold: kinds of numbers drawn as such, no ranking, plain words."""

import csv
import dataclasses
import datetime
import itertools
import re

import nbformat
import numpy as np
import pandas as pd
import pytest
import refresh
from campaign import check, data
from campaign import language as lang
from campaign import sheet as base
from campaign.explorer import Unusable
from campaign.topics.harm import charts, rules
from campaign.topics.harm import explorer as explorers
from campaign.topics.harm.explorer import HarmExplorer
from matplotlib.image import AxesImage
from matplotlib.text import Annotation
from shown import counted_when, digest

COUNTS = data.with_sources(data.load("civilian_counts"))
BY_KEY = COUNTS.set_index("observation_id", drop=False)
OFFICIAL = rules.running_total("coalition_all")
AIRWARS = COUNTS[COUNTS["series"] == "airwars_low_high"]
INCIDENTS = COUNTS[COUNTS["scope_code"] == "single_incident"]
MOSUL = COUNTS[COUNTS["theatre"] == "mosul"]
both_languages = pytest.mark.parametrize("language", sorted(lang.LANGUAGES))


@pytest.fixture
def explorer():
    return HarmExplorer("en")


def test_counts_may_come_in_the_types_of_pandas_and_without_any_number():
    whole = charts.incidents(INCIDENTS, language="en")
    other = charts.incidents(INCIDENTS.convert_dtypes(), language="en")
    told = [(made.title, made.sentence, digest(made.png())) for made in (whole, other)]
    assert told[0] == told[1]
    nothing = INCIDENTS.head(1).assign(people_killed_low=np.nan, people_killed_high=np.nan)
    assert charts._room([("", pd.concat([nothing, INCIDENTS]))], 4.0) == charts._room([("", INCIDENTS)], 4.0)


def put(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value


def all_charts(language):
    return [
        charts.flow(BY_KEY.loc["coalition-2017-06-30"], language=language),
        charts.two_counts(OFFICIAL, AIRWARS, language=language),
        charts.incidents(INCIDENTS, language=language),
        charts.mosul(MOSUL, language=language),
    ]


# --- the explorer --------------------------------------------------------------------------------------------------
def test_it_opens_on_the_article_s_month_with_the_624_and_the_nearest_airwars_floor(explorer):
    numbers = explorer.numbers()
    assert numbers.first["people_killed_low"] == data.row("article_figures", "a16-civilians-killed")["value"] == 624
    assert numbers.second["observation_id"] == "airwars-2017-07-07"
    assert numbers.compared and numbers.gap == 4354 - 624 and numbers.ratio * 624 == 4354
    assert "at least 624 (counted to 30 June 2017, published on 4 August 2017)" in explorer.sentence
    assert "4,354 is about 7.0 times 624" in explorer.sentence
    assert "neither says how many were killed in all" in explorer.sentence


def test_two_equal_counts_are_called_so(explorer):
    equal = dataclasses.replace(explorer.numbers(), gap=0)
    assert explorer._comparison(equal, []) == lang.text("harm.comparison_equal", "en")


def test_a_body_brings_its_own_scopes(explorer):
    for name, series in explorers.SERIES.items():
        explorer.controls["first_body"].value = name
        assert [value for _, value in explorer.controls["first_scope"].options] == list(series)
        assert explorer.controls["first_scope"].value == series[0]


def test_a_comparison_is_offered_only_where_scope_and_time_match(explorer):
    offered, refused = set(), 0
    series = [(body, name) for body, names in explorers.SERIES.items() for name in names]
    explorer._drawing = True  # numbers only: no picture is needed here
    put(explorer, month=datetime.date(2018, 9, 1))
    for (body_1, name_1), (body_2, name_2) in itertools.combinations(series, 2):
        put(explorer, first_body=body_1, first_scope=name_1, second_body=body_2, second_scope=name_2)
        numbers, _ = explorer.answer()
        if numbers is None:
            continue
        same = numbers.first["scope_code"] == numbers.second["scope_code"]
        near = abs((numbers.first["as_of_date"] - numbers.second["as_of_date"]).days) <= 45
        assert numbers.compared == (same and near), (name_1, name_2)
        assert (numbers.gap is not None) == numbers.compared
        if numbers.compared:
            offered.add((name_1, name_2))
        else:
            refused += 1
    assert offered == {
        ("coalition_all", "airwars_low_high"), ("snhr_syria", "sohr_syria_civilians"),
        ("un_mosul_verified", "ap_mosul_all"), ("unami_iraq_year", "ibc_iraq_year"),
    }  # fmt: skip
    assert refused > 100


def test_what_may_not_be_compared_gets_a_reason_and_no_bars(explorer):
    put(explorer, second_body="snhr", month=datetime.date(2017, 9, 1))
    assert explorer.title == "Not to be compared: they do not cover the same places"
    assert explorer._bars == [] and not explorer.frame.axes.xaxis.get_visible()
    assert "So the course offers no comparison: they do not cover the same places" in explorer.sentence
    assert "times" not in explorer.sentence
    put(explorer, second_body="sohr", first_body="snhr", month=datetime.date(2018, 6, 1))
    assert explorer.numbers().reasons == ("date",)
    days = (pd.Timestamp("2017-09-23") - pd.Timestamp("2016-09-23")).days
    assert f"they end {days} days apart" in explorer.sentence


@both_languages
def test_states_without_two_counts_get_a_kind_sentence(language):
    explorer = HarmExplorer(language)
    put(explorer, second_body="coalition")
    assert explorer.sentence == lang.text("harm.problem_same", language)
    put(explorer, second_body="ap", month=datetime.date(2016, 1, 1))
    words = {"body": lang.text("harm.body_ap", language), "month": lang.month("2016-01-01", language)}
    assert explorer.sentence == lang.text("harm.problem_none_yet", language, **words)
    explorer.controls["first_body"].value = None
    assert explorer.sentence == lang.text("harm.problem_choose", language)
    with pytest.raises(Unusable):
        explorer.numbers()
    explorer.reset()
    assert explorer.numbers().compared


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_every_count_is_told_with_the_days_that_the_table_knows(language):
    explorer = HarmExplorer(language)
    with (data.FOLDER / "civilian_counts.csv").open(encoding="utf-8", newline="") as file:
        printed = {row["observation_id"]: row for row in csv.DictReader(file)}
    offered = [series for body in explorers.SERIES.values() for series in body]
    counts = explorer.counts[explorer.counts["series"].isin(offered)]
    assert len(counts) > 60
    for _, row in counts.iterrows():
        assert counted_when(printed[row["observation_id"]], language) in explorer._count_words(row)


def test_single_events_are_not_on_offer():
    offered = {name for names in explorers.SERIES.values() for name in names}
    assert offered <= set(COUNTS["series"])
    assert "single_incident" not in set(COUNTS.loc[COUNTS["series"].isin(offered), "scope_code"])


# --- the rule --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "second", "reasons"),
    [
        ("coalition-2017-05-31", "airwars-2017-07-07", ()),
        ("coalition-2017-05-31", "airwars-2018-02-28", ("date",)),
        ("airwars-2017-09-29", "snhr-syria-2017-09-23", ("place", "period")),
        ("un-mosul-verified-2017-07-10", "un-mosul-executions-2017-07-10", ("killed_by",)),
        ("nyt-sample-rate-2017-11-16", "airwars-2017-11-30", ("rate", "place")),
        ("airwars-2016-03-09", "airwars-undated-8249", ("date",)),
        ("airwars-undated-8249", "airwars-all-allegations-undated-19217", ("scope", "date")),
        ("tokhar-2016-coalition", "tokhar-2016-nyt", ()),
        ("tokhar-2016-coalition", "al-shafaa-2017-coalition-2019", ("place", "period")),
    ],
)
def test_reasons_against_a_comparison(first, second, reasons):
    assert rules.reasons(BY_KEY.loc[first], BY_KEY.loc[second]) == reasons
    assert rules.reasons(BY_KEY.loc[second], BY_KEY.loc[first]) == reasons


def test_every_pair_of_the_table_of_pairs_may_be_compared():
    for pair in data.load("civilian_pairs").itertuples():
        rows = BY_KEY.loc[pair.official_observation_id], BY_KEY.loc[pair.airwars_observation_id]
        assert rules.reasons(*rows) == (), pair.pair_id


def test_every_body_of_the_table_is_official_independent_or_neither_and_an_unknown_one_is_told():
    assert set(COUNTS["counting_body"]) == set(rules.BODIES)
    with pytest.raises(ValueError, match=f"^counting_body: expected one of {', '.join(rules.BODIES)}, got 'somebody'$"):
        charts.colour_of("somebody")


# --- charts ------------------------------------------------------------------------------------------------------------
def test_flow_chart_adds_up_and_reaches_the_624():
    row = BY_KEY.loc["coalition-2017-06-30"]
    sentence = charts.flow(row, language="en").sentence
    assert (row["reports_completed_in_month"], row["reports_open"]) == (132, 424)
    assert f"{132 + 424} reports were on the desk" in sentence
    assert "judged 132 reports: it found 7 credible, and 125 non-credible or already counted" in sentence
    assert "21 civilians killed to the total, 603 + 21 = 624" in sentence and "other 424 stayed open" in sentence


def test_two_counts_chart_draws_published_ranges_only_and_no_middle():
    chart = charts.two_counts(OFFICIAL, AIRWARS, language="en")
    ranges = AIRWARS.dropna(subset=["as_of_date"]).query("bound == 'range'")
    paths = [path.vertices[:, 1] for lines in chart.figure.axes[0].collections for path in lines.get_paths()]
    published = zip(ranges["people_killed_low"], ranges["people_killed_high"], strict=True)
    assert sorted(tuple(ends) for ends in paths if np.ptp(ends) > 0) == sorted(published)
    drawn = {y for line in chart.figure.axes[0].lines for y in line.get_ydata()}
    assert drawn == set(OFFICIAL["people_killed_low"]) | set(AIRWARS.dropna(subset=["as_of_date"])["people_killed_low"])
    for figures in ("at least 603 and at least 4,354", "at least 1,321 and 8,106 to 12,980"):
        assert figures in chart.sentence


def pairs(places):
    table = data.load("civilian_pairs")
    first, second = table["official_at_least"], table["airwars_low"]
    return table.assign(ratio=(second / first).round(1), gap=second - first).loc[places]


@both_languages
def test_two_floors_end_in_marks_with_no_middle_and_are_told_with_difference_and_ratio(language):
    three = pairs([0, 8, 17])
    chart = charts.two_floors(three, COUNTS, language=language)
    (axes,) = chart.figure.axes
    ends = {x for line in axes.lines for x in line.get_xdata()}
    rows = BY_KEY.loc[[*three["official_observation_id"], *three["airwars_observation_id"]]]
    assert ends == {
        row["people_killed_high" if row["bound"] == "range" else "people_killed_low"] for _, row in rows.iterrows()
    }
    assert (
        sum(isinstance(a, Annotation) and a.arrow_patch is not None for a in axes.texts)
        == (rows["bound"] == "at_least").sum()
    )
    for number in ("457", "6,785", "229.5", "6.1"):
        assert number in chart.title
    for number in ("3,751", "7.2", "603", "4,354", "459", "591", "8,106", "12,980"):
        assert number in chart.sentence


def test_two_floors_claim_no_growth_for_one_day_and_need_the_rows_of_their_pairs():
    assert "grew" not in charts.two_floors(pairs([8]), COUNTS, language="en").title
    with pytest.raises(ValueError, match="two_floors"):
        charts.two_floors(pairs([8]), COUNTS.iloc[:3], language="en")


def test_kinds_of_numbers_look_different():
    axes = base.frame("t", "s", "s", "en").axes
    row = BY_KEY.loc["mosul-al-jadida-2017-coalition"]
    end, artists = charts.draw_figure(axes, 0, row, 10)
    arrow = next(a for a in artists if isinstance(a, Annotation))
    assert end == 115 and arrow.xy == (115, 0) and arrow.get_position() == (105, 0)
    assert not any(isinstance(a, AxesImage) for a in artists), "a floor ends in a mark; nothing fades beyond it"
    end, artists = charts.draw_figure(axes, 0, BY_KEY.loc["mosul-al-jadida-2017-airwars"], 10)
    opacity = np.asarray(artists[0].get_array())[0, :, 3]
    assert end == 230 and (np.diff(opacity) > 0).all(), "a highest claim fades towards its unknown low end"
    end, artists = charts.draw_figure(axes, 0, BY_KEY.loc["al-shafaa-2017-coalition-2019"], 10)
    assert end == 18 and any(getattr(a, "get_hatch", lambda: None)() for a in artists)
    end, artists = charts.draw_figure(axes, 0, BY_KEY.loc["tokhar-2016-coalition"], 10)
    assert end == 24 and not any(isinstance(a, AxesImage) for a in artists)


def test_single_events_stand_in_the_order_of_publication_with_every_figure():
    chart = charts.incidents(INCIDENTS, language="en")
    names = [tick.get_text() for tick in chart.figure.axes[0].get_yticklabels()]
    expected = [charts.body(row, "en") for code in ("tokhar_2016", "mosul_al_jadida_2017", "al_shafaa_2017")
                for _, row in INCIDENTS[INCIDENTS["incident_code"] == code].sort_values(["report_date", "people_killed_low"]).iterrows()]  # fmt: skip
    assert names == expected
    for _, row in INCIDENTS.iterrows():
        assert f"{charts.body(row, 'en')}, {charts.figure_words(row, 'en')}" in chart.sentence
    for _, rows in INCIDENTS.groupby("incident_code"):
        figures = [charts.figure_words(row, "en").replace("at least ", "") for _, row in rows.iterrows()]
        assert len(set(figures)) == len(figures), "the title says that no two bodies published the same number"


def test_mosul_chart_goes_from_any_party_to_one_and_names_daesh():
    chart = charts.mosul(MOSUL, language="en")
    headings = [t.get_text() for t in chart.figure.axes[0].texts if t.get_text().startswith(("Civilians", "Dead"))]
    scopes = [lang.text(f"harm.scope_{scope}", "en") for scope in charts.MOSUL_SCOPES]
    assert headings == [scope[0].upper() + scope[1:] for scope in scopes]
    for words in (
        "at least 2,521",
        "executed by Daesh in the battle for Mosul: United Nations, 741 recorded",
        "most of those in its count were killed by Daesh",
    ):
        assert words in chart.sentence
    assert "105" not in chart.sentence, "single events do not belong in this chart"


def stays_inside(figure):
    """No text that is drawn leaves the picture; ticks out of view and those of a hidden axis are not drawn."""
    figure.canvas.draw()
    width, height = figure.canvas.get_width_height(physical=True)
    hidden = set()
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if not axis.get_visible() or not low <= tick.get_loc() <= high:
                hidden |= {tick.label1, tick.label2}
    for text in figure.findobj(lambda artist: hasattr(artist, "get_fontsize") and artist.get_visible()):
        if text.get_text().strip() and text not in hidden:
            box = text.get_window_extent()
            assert box.x0 >= -1 and box.x1 <= width + 1 and box.y0 >= -1 and box.y1 <= height + 1, text.get_text()
            assert text.get_fontsize() >= 10


@both_languages
def test_a_later_or_higher_count_stays_on_its_axes_and_so_do_all_labels(language):
    def with_one_more(rows, **changed):
        return pd.concat([rows, pd.DataFrame([rows.iloc[-1].to_dict() | changed])], ignore_index=True)

    later = {"as_of_date": pd.Timestamp("2023-05-31"), "report_date": pd.Timestamp("2023-07-04")}
    high = {"people_killed_low": 14_000, "people_killed_high": 21_500, "bound": "range"} | later
    official = with_one_more(OFFICIAL, observation_id="new", people_killed_low=1_800, **later)
    incidents = with_one_more(INCIDENTS, **(later | {"people_killed_low": 900, "bound": "at_least"}))
    for chart in (
        charts.two_counts(official, with_one_more(AIRWARS, **high), language=language),
        charts.incidents(incidents, language=language),
        charts.mosul(with_one_more(MOSUL[MOSUL["series"] == "ap_mosul_all"], **high), language=language),
    ):
        stays_inside(chart.figure)
        axes = chart.figure.axes[0]
        (left, right), (low, top) = sorted(axes.get_xlim()), sorted(axes.get_ylim())
        for xs, ys in (line.get_xydata().T for line in axes.lines):
            assert left <= xs.min() and xs.max() <= right and low <= ys.min() and ys.max() <= top, chart.name


def test_charts_and_explorer_speak_arabic():
    for shown in [*all_charts("ar"), HarmExplorer("ar")]:
        words = f"{shown.title} {shown.sentence}"
        latin = re.sub(r"[\w.-]+\.(net|com|org)", "", words)
        assert re.search("[\u0600-\u06ff]", words) and not re.search("[A-Za-z]{3}", latin), words
    assert "ما لا يقل عن 624" in HarmExplorer("ar").sentence
    assert "من 8,106 إلى 12,980" in charts.two_counts(OFFICIAL, AIRWARS, language="ar").sentence


# --- records -------------------------------------------------------------------------------------------------------------
def test_the_audit_of_the_lesson_finds_the_five_releases_that_the_table_flags():
    before = OFFICIAL["people_killed_low"].shift()
    months = OFFICIAL["as_of_date"].dt.to_period("M").astype("int64").diff()
    off = OFFICIAL["people_killed_low"] - (before + OFFICIAL["people_killed_added"])
    people = set(OFFICIAL.index[off.notna() & (off != 0) & ~((off > 0) & (months > 1))])
    assert people == {"coalition-2017-03-31", "coalition-2019-04-30", "coalition-2019-08-31"}
    start = OFFICIAL["reports_carried_over"]
    balance = (
        start + OFFICIAL["reports_new_in_month"] - OFFICIAL["reports_completed_in_month"] - OFFICIAL["reports_open"]
    )
    handed_on = OFFICIAL["reports_open"].shift() - start
    reports = set(
        OFFICIAL.index[(balance.notna() & (balance != 0)) | ((months == 1) & handed_on.notna() & (handed_on != 0))]
    )
    assert reports == {"coalition-2017-09-30", "coalition-2018-03-31"}
    assert people | reports == set(OFFICIAL.index[OFFICIAL["breaks_rule"].str.contains("sum")])


@both_languages
def test_feedback_states_the_record_s_own_numbers_and_gives_no_marks(language):
    release = BY_KEY.loc["coalition-2017-06-30"]
    assert (
        lang.number(BY_KEY.loc["coalition-2018-02-28", "reports_open"], 0, language)
        in check.answer("05-1", 522, language).words
    )
    assert lang.number(release["strikes_total"], 0, language) in check.answer("05-2", "B", language).words
    autumn = BY_KEY.loc["coalition-2017-09-30"]
    share = 100 * autumn["reports_credible_total"] / autumn["strikes_total"]
    for answer in (round(share, 2), share):
        assert f"{share:.2f}" in check.answer("05-3", answer, language).words
    assert check.answer("05-4", ["A", "C", "E"], language).kind == "right"
    for number, answer in {"05-1": 522, "05-2": "B", "05-3": share, "05-4": ["E", "C", "A"]}.items():
        assert lang.text("check.right", language).rstrip(".") not in check.answer(number, answer, language).words


# --- care ----------------------------------------------------------------------------------------------------------------
def test_the_words_follow_the_care_rules():
    lesson = nbformat.read(refresh.NOTEBOOKS / "en" / "05-civilian-harm.ipynb", as_version=4)
    texts = [
        c.source.replace("Nothing here is scored.", "") for c in lesson.cells if not c.id.startswith("navigation")
    ] + [str(entry["en"]) for topic in ("harm", "exercises_harm") for entry in _entries(topic)]
    for text in texts:
        assert not re.search(
            r"casualt|collateral|\bhits?\b|\bscore[sd]?\b|death toll|per civilian|dollar|cost per", text, re.IGNORECASE
        ), text
    cells = {c.id: c.source for c in lesson.cells}
    ids = list(cells)
    assert ids.index("notice") < ids.index("question") and "pause" in ids
    assert "06-coalition.ipynb" in cells["notice"] and "stop at any point" in cells["notice"]
    assert "points" not in "".join(c for i, c in cells.items() if i.startswith("exercise-"))


def _entries(topic):
    def walk(node):
        for value in node.values():
            if isinstance(value, dict) and "en" in value:
                yield value
            elif isinstance(value, dict):
                yield from walk(value)

    return list(walk(lang._topic(topic)))


# --- the days of the reports, and what is guessed --------------------------------------------------------------------
def test_the_days_of_the_story_are_those_of_its_release_its_strikes_and_the_release_before():
    days = {name: str(day) for name, day in rules.days_of_the_story().items()}
    assert days == {
        "counted": "2017-06-30",
        "published": "2017-08-04",
        "strikes": "2017-07-26",
        "before": "2017-05-31",
    }
    assert rules.LAST_DAY in days


def test_late_reports_are_counted_from_the_last_day_of_their_data():
    late = rules.delays()
    assert late.loc[rules.ARTICLE, "days"] == (pd.Timestamp("2017-08-04") - pd.Timestamp("2017-06-30")).days
    assert (late["days"] > 0).all() and set(late["as_of_basis"]) == {"stated"}
    assert {*late["as_of_precision"], *late["report_precision"]} == {"day"}


@both_languages
def test_half_of_the_reports_lie_on_or_above_the_line_of_the_chart_of_delays(language):
    late = rules.delays()
    made = charts.delays(late, language=language)
    dots, line = made.figure.axes[0].get_lines()
    height = line.get_ydata()[0]
    assert sorted(dots.get_ydata()) == sorted(late["days"])
    assert (late["days"] >= height).mean() >= 0.5 and (late["days"] <= height).mean() >= 0.5
    for days in (int(height), late["days"].min(), late["days"].max()):
        assert lang.count(int(days), "day", language) in made.sentence
    assert lang.count(35, "day", language) in " ".join(text.get_text() for text in made.figure.axes[0].texts)


def test_a_number_printed_as_people_killed_is_found_among_the_reports_of_its_release(monkeypatch):
    assert rules.counted_as_killed() == "received"
    monkeypatch.setattr(rules, "PRINTED_AS_KILLED", ("E50", "coalition-2017-10-31"))
    with pytest.raises(
        ValueError, match="^coalition-2017-10-31: expected a number of reports or strikes that is 1799$"
    ):
        rules.counted_as_killed()


@both_languages
def test_no_question_of_this_lesson_asks_how_many_were_killed(language):
    """What is guessed are days and the word beside a number; a slider for people killed would be one too many."""
    names = [key for key in lang.entries("harm") if key.startswith("guess_") and key.endswith("_unit")]
    assert names == ["guess_delay_unit"] and lang.open_names("harm.guess_delay_unit", language) == {"day"}


@both_languages
def test_progress_marks_nothing_as_solved_where_people_killed_are_counted(language, tmp_path):
    from campaign.check import work

    work.forget()
    check.answer("05-1", 522, language)
    try:
        told = work.progress_line("05", language)
        assert told == lang.text("check.progress_unscored", language, all=5, tried=1)
        page = work.page("05", "title", "", language, datetime.date(2026, 1, 1))
        assert 'data-kind="right"' not in page and told in page
    finally:
        work.forget()
