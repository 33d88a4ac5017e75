"""03-strikes: its charts say what the tables hold, and its explorer counts, divides and warns."""

import html
import itertools
import re

import pandas as pd
import pytest
from campaign import data, measures
from campaign import language as lang
from campaign.sheet import drawing
from campaign.topics.strikes import charts, rules
from campaign.topics.strikes.explorer import StrikeExplorer
from matplotlib import dates as mdates
from room import covered, hidden, problems
from shown import picture, sentence_and_picture

STRIKES = data.with_sources(data.load("strikes"))
ARTICLE = data.with_sources(data.load("article_figures"))
OFFICIAL = rules.official(STRIKES)
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
    return explorer.answer()[0]


# --- the explorer -------------------------------------------------------------------------------------------------
def test_it_opens_on_the_article(explorer):
    numbers = explorer.numbers()
    assert [numbers.start["date"], numbers.end["date"]] == [pd.Timestamp("2014-08-08"), pd.Timestamp("2017-07-26")]
    assert (numbers.days, numbers.theatre) == (1083, "both")
    assert numbers.strikes == measures.exact(23_922) and numbers.comparison == "whole" and numbers.inside is None
    assert float(numbers.pace.low) == 23_922 / 1084 and float(numbers.pace.high) == 23_922 / 1082
    assert (
        "23,922 strikes" in explorer.sentence
        and "(22.07 to 22.11)" in explorer.sentence
        and "1,084 days if" in explorer.sentence
    )
    assert "article's own" in explorer.sentence and "Arabi21" in explorer.frame.source_text.get_text()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_opening_sentence_takes_four_lines_of_a_small_laptop(language):
    explorer = StrikeExplorer(language)
    assert len(explorer.sentence) < 4 * 125  # letters a line, as counted in JupyterLab at 1366 pixels


def test_the_split_of_the_article_is_used_and_said_to_be_its_own(explorer):
    for theatre, expected in (("iraq", 13_221 - 10_993), ("syria", 10_701 - 6_868)):
        numbers = choose(explorer, JANUARY, "article", theatre)
        assert numbers.strikes == measures.exact(expected)
        assert "AFP prints the same split" in explorer.sentence and "one source" in explorer.sentence
    choose(explorer, "strikes-2016-07-27-centcom", JANUARY, "syria")
    assert "article's own" not in explorer.sentence


def test_an_interval_is_compared_with_the_whole(explorer):
    numbers = choose(explorer, JANUARY, MARCH)
    assert (numbers.days, numbers.strikes.best, numbers.comparison) == (59, 20_205 - 17_861, "faster")
    shares = [float(share.best) for share in numbers.inside]
    assert shares == pytest.approx([100 * 2344 / 23_922, 100 * 59 / 1083])
    assert "about 40 a day as printed, 25.8 without the step" in explorer.title
    assert (
        "9.8% of the strikes in Iraq and Syria up to 26 July 2017 in 5.4% of the days" in explorer.sentence
        and "faster than the average" in explorer.sentence
    )
    assert choose(explorer, "first", "strikes-2014-10-23-centcom").comparison == "slower"
    assert "slower than the average" in explorer.sentence
    assert choose(explorer, "strikes-2016-07-27-centcom", "strikes-2016-08-06-centcom").comparison == "same"
    assert choose(explorer, "article", SEPTEMBER).inside is None


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
        assert html.escape(explorer.sentence) in sentence_and_picture(explorer)[0]
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
    assert numbers is None and explorer.title == lang.text("common.no_result", language)
    assert not explorer._interval.get_visible() and not explorer._answer.get_visible()
    explorer.reset()
    assert explorer._interval.get_visible() and explorer.answer()[0] is not None


def test_no_pair_of_reports_breaks_it_and_no_pace_is_negative(explorer):
    explorer.refresh = lambda: None
    keys, answered = list(explorer.reports.index), 0
    for start, end, theatre in itertools.product(keys, keys, rules.COLUMN_OF):
        numbers = choose(explorer, start, end, theatre)
        assert numbers is None or 0 <= numbers.pace.low <= numbers.pace.best
        answered += numbers is not None
    assert answered > len(keys) * (len(keys) - 1) / 2


def test_reports_to_choose_from_are_official_in_order_and_never_fall():
    reports = rules.reports()
    assert reports["date"].is_monotonic_increasing and reports["date"].is_unique
    for name in rules.COLUMN_OF.values():
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
    offered = rules.reports()
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


@pytest.mark.parametrize(("count", "step"), [(18_600, 100), (11_000, 1000), (3500, 100), (28_562, 1), (7010, 10)])
def test_the_step_of_a_round_number(count, step):
    assert rules.rounding_step(count) == step


# --- charts -------------------------------------------------------------------------------------------------------
PACES = (16, 20, None, 27, 35, 45, 57, 8)


def intervals():
    days = "2014-12-19 2016-01-01 2017-01-31 2017-03-31 2017-06-30 2017-07-26 2017-08-09 2017-09-30 2018-01-31".split()
    dates = pd.to_datetime(days)
    return pd.DataFrame(
        {
            "start_date": dates[:-1],
            "end_date": dates[1:],
            "strikes": 2344,
            "pace": [low and measures.between(low, low + 2) for low in PACES],
            "weak": [False] * 5 + [True] * 2 + [False],
            "publisher_en": "A",
            "publisher_ar": "أ",
        }
    )


def test_pace_chart_says_the_phases_and_draws_weak_intervals_in_another_way():
    chart = charts.pace(intervals(), rules.declared(), language="en")
    assert "makes a step: the months declare about 26 strikes a day, not 40" in chart.title
    for phase in (
        "between about 17 and 21 strikes",
        "ran from 19 to 29",
        "declare about 26 strikes a day. The official count would make it 40, but it holds a step of 820 to 823 strikes",
        "between 28 and 36 strikes",
        "up to 58 strikes",
        "about 9 strikes a day by January 2018",
    ):
        assert phase in chart.sentence
    axes = chart.figure.axes[0]
    heights = [
        (round(b.get_datalim(axes.transData).y0), round(b.get_datalim(axes.transData).y1)) for b in axes.collections
    ]
    whole = intervals()[intervals()["pace"].notna()]
    assert heights == [(low, low + 2) for low in PACES if low]
    assert [bool(band.get_hatch()) for band in axes.collections] == list(whole["weak"])
    assert [line.get_linestyle() for line in axes.lines[:7]] == ["--" if weak else "-" for weak in whole["weak"]]


def test_pace_chart_draws_no_pace_across_the_step_and_the_declared_months_as_lines():
    chart = charts.pace(intervals(), rules.declared(), language="en")
    axes = chart.figure.axes[0]
    step = intervals()[intervals()["pace"].isna()].iloc[0]
    (mark,) = axes.patches
    start, end = mdates.date2num([step["start_date"], step["end_date"]])
    assert (mark.get_x(), mark.get_x() + mark.get_width()) == (start, end)
    inside = [
        line for line in axes.lines if start < mdates.date2num(line.get_xdata()[0]) < end and line.get_linewidth() == 3
    ]
    assert [round(line.get_ydata()[0], 1) for line in inside] == [29.2, 22.6]
    assert any("no pace across it" in text.get_text() for text in axes.texts)


def test_country_chart_sets_the_article_beside_the_reports():
    chart = charts.by_theatre(SPLITS, ARTICLE, language="en")
    january = data.row("strikes", JANUARY)
    for theatre, total in (("iraq", 13_221), ("syria", 10_701)):
        gain = int(total - january[f"strikes_{theatre}"])
        assert f"{total:,} strikes" in chart.sentence and f"{gain:,} strikes" in chart.sentence
    assert "Syria grew faster" in chart.title and "820 to 823 strikes of that rise are a step" in chart.sentence
    hollow = [line for line in chart.figure.axes[0].lines if line.get_markerfacecolor() == "white"]
    assert [len(line.get_xdata()) for line in hollow] == [(SPLITS["quality"] == "weak-source").sum()] * 2


def by_country(language="en", reports=None, declared=None):
    declared = pd.concat([rules.declared(country) for country in ("iraq", "syria")]) if declared is None else declared
    return charts.pace_by_country(rules.reports() if reports is None else reports, declared, language=language)


def test_the_pace_of_each_country_has_both_answers_where_the_step_lies_inside():
    chart, rows = by_country(), rules.reports()
    split, step = rows.dropna(subset=["iraq", "syria"]), rules.official_break().step
    exact = split[~rules.is_weak(split) & (split["date"] <= rules.article_day())].iloc[1:]
    days = (exact["date"].iloc[-1] - exact["date"].iloc[-2]).days
    for axes, country in zip(chart.figure.axes, ("iraq", "syria"), strict=True):
        assert axes.get_ylim() == chart.figure.axes[0].get_ylim() and axes.get_ylim()[0] == 0
        bands = [band.get_paths()[0].vertices[:, 1] for band in axes.collections]
        assert (
            len(bands) == len(exact) - 1
            and [bool(band.get_hatch()) for band in axes.collections].index(True) == len(bands) - 1
        )
        rise = float((exact[country].iloc[-1] - exact[country].iloc[-2]).best)
        ends = (rise - float(step.high)) / (days + 1), rise / (days - 1)
        assert (bands[-1].min(), bands[-1].max()) == pytest.approx(ends)
        low, high = (f"{end:.0f}" for end in ends)
        assert f"between {low} and {high}" in chart.title and f"{low} to {high} in {country.title()}" in chart.sentence
        declared = [line.get_ydata()[0] for line in axes.lines if line.get_linewidth() == 3]
        assert declared == [float(pace.best) for pace in rules.declared(country)["pace"]]
    assert "in either" not in chart.sentence and "either way Syria had passed Iraq" in chart.sentence


def test_the_pace_of_each_country_claims_only_what_its_rows_hold_and_asks_for_reports_that_split():
    turned = rules.reports().rename(columns={"iraq": "syria", "syria": "iraq"})
    assert "fell" not in by_country(reports=turned).title and "passed" not in by_country(reports=turned).sentence
    assert "no rows" in by_country(reports=rules.reports().iloc[:0]).sentence.lower()
    with pytest.raises(ValueError, match="pace_by_country"):
        by_country(reports=rules.reports().drop(columns="iraq"))


def four_counts(language, made=charts.four_counts):
    airpower = data.with_sources(data.load("airpower"))
    weapons = airpower[
        airpower["observation_id"].isin(["airpower-2014-afcent", "airpower-since-2014-08-to-2015-07-afcent"])
    ]
    year_one = STRIKES[
        (STRIKES["counting_body"] == "cjtf_oir")
        & (STRIKES["as_of_date"] <= "2015-08-07")
        & ~STRIKES["breaks_rule"].str.contains("order")
    ]
    return made(year_one, weapons, language=language)


def test_four_counts_share_one_scale_and_a_floor_is_called_one():
    chart = four_counts("en")
    (axes,) = chart.figure.axes
    assert axes.get_ylim()[0] == 0
    ends = [line.get_ydata()[-1] for line in axes.lines if line.get_marker() in tuple("osD^")]
    counts = four_counts("en", lambda *tables, language: rules.four_counts(*(t.iloc[::-1] for t in tables)))
    assert ends == [5946, 10684, 19760, 45259]
    assert counts.to_dict() == dict(zip(("strike", "target", "weapon", "sortie"), ends, strict=True))
    for words in (
        "5,946 strikes",
        "10,684 targets",
        "19,760 weapons released (to 31 July 2015)",
        "at least 45,259 sorties",
    ):
        assert words in chart.sentence
    assert any("at least 45,259" in text.get_text() for text in axes.texts)


def test_charts_and_explorer_speak_arabic():
    explorer = StrikeExplorer("ar")
    made = [
        four_counts("ar"),
        charts.by_theatre(SPLITS, ARTICLE, language="ar"),
        charts.pace(intervals(), rules.declared(), language="ar"),
    ]
    for chart in made:
        assert not re.search(r"[a-zA-Z]{4,}", chart.title + chart.sentence)
    assert "13,221 غارة في العراق" in made[1].sentence
    assert "1,083 يوماً" in explorer.sentence and "من 22.07 إلى 22.11" in explorer.sentence
    assert not re.search(r"[a-zA-Z]{4,}", explorer.title + explorer.sentence)


# --- rows to come -------------------------------------------------------------------------------------------------
def with_one_more(day: str, total: int, iraq: float, syria: float) -> pd.DataFrame:
    """The table of strikes with one more official report."""
    counts = {"strikes_total": total, "strikes_iraq": iraq, "strikes_syria": syria}
    more = STRIKES[STRIKES["observation_id"] == JANUARY].assign(observation_id="new", **counts)
    return pd.concat([STRIKES, more.assign(as_of_date=pd.Timestamp(day))]).sort_values("as_of_date", kind="stable")


def paces_of(strikes: pd.DataFrame) -> pd.DataFrame:
    """The intervals between the official reports of exact totals on known days, as the lesson makes them."""
    rows = rules.official(strikes)
    rows = rows[rows["as_of_precision"].isin(["day", "inferred_day"]) & (rows["quality"] != "rounded")]
    rows = rows[rows["as_of_date"] <= "2018-01-31"].dropna(subset=["strikes_total"])
    rows = rows.rename(columns={"as_of_date": "end_date"})
    before, weak = rows.shift(), rules.is_weak(rows)
    start = before["end_date"].fillna(pd.Timestamp(measures.CAMPAIGN_START))
    pairs = zip(before["strikes_total"].fillna(0), rows["strikes_total"], start, rows["end_date"], strict=True)
    step = rules.official_break()
    paces = [None if step.spanned(*pair[2:]) else measures.pace(*pair) for pair in pairs]
    rows = rows.assign(strikes=rows["strikes_total"] - before["strikes_total"].fillna(0))
    return rows.assign(start_date=start, pace=paces, weak=weak | rules.is_weak(before))


NEW_ROWS = [
    ("2018-01-15", 28_900, 13_900, 15_000),
    ("2017-11-15", 28_300, 13_800, 14_500),
    ("2017-12-20", 28_700, 13_900, 14_800),
    ("2017-05-31", 22_000, 12_900, 9_100),
    ("2016-10-31", 15_900, 10_200, 5_700),
    ("2017-09-03", 27_000, 13_500, 13_500),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", [None, *NEW_ROWS])
def test_with_one_more_report_no_point_and_no_label_leaves_its_place(monkeypatch, language, row):
    monkeypatch.setattr(drawing, "quick_png", lambda figure: b"")
    strikes = with_one_more(*row) if row else STRIKES
    if row:
        load = data.load
        monkeypatch.setattr(data, "load", lambda name: strikes[load(name).columns] if name == "strikes" else load(name))
    splits = rules.official(strikes).dropna(subset=["strikes_iraq", "strikes_syria", "strikes_total"])
    explorer = StrikeExplorer(language)
    figures = [
        charts.by_theatre(splits, ARTICLE, language=language).figure,
        charts.pace(paces_of(strikes), rules.declared(), language=language).figure,
        explorer.frame.figure,
    ]
    assert ("new" in explorer.reports.index) == bool(row)
    assert [problems(figure) for figure in figures] == [[]] * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_counts_and_the_pace_by_country_leave_room_for_every_label(language):
    made = four_counts(language), by_country(language)
    assert [problems(chart.figure) + covered(chart.figure) for chart in made] == [[]] * 2


def test_the_nearer_end_of_the_interval_is_dragged_from_report_to_report(explorer):
    days = explorer.reports["date"]
    end = mdates.date2num(days["article"])
    explorer.pointed("down", end - 3, 20_000)
    explorer.pointed("move", mdates.date2num(days["strikes-2016-07-27-centcom"]) + 2, 0)
    assert explorer.controls["end"].value == "strikes-2016-07-27-centcom"
    explorer.pointed("move", 0, 0)
    assert explorer.numbers().days > 0, "never past the other end"
    explorer.reset()
    explorer.pointed("down", mdates.date2num(days["first"]), 0)
    explorer.pointed("move", end + 500, 0)
    numbers = explorer.numbers()
    assert numbers.start.name != "first" and numbers.start["date"] < numbers.end["date"]
    choose(explorer, None, None)
    explorer.pointed("down", end, 0)
    assert [explorer.controls[name].value for name in ("start", "end")] == [None, "article"]


def test_a_country_is_dragged_among_the_reports_that_split_it_and_each_has_its_name(explorer):
    explorer.controls["theatre"].value = "syria"
    split = explorer.reports[explorer.reports["syria"].notna()]
    assert [name for *_, name in explorer.spots()] == [explorer._choice(report) for _, report in split.iterrows()]
    for day in ("2014-10-23", "2017-02-28", "2018-01-31"):
        explorer.pointed("down", mdates.date2num(pd.Timestamp(day)), 0)
        assert explorer.answer()[0] is not None, day


def test_months_are_told_one_by_one_where_all_are_there_and_the_last_before_the_step_counts(monkeypatch):
    rows = data.load("strikes_declared").set_index("declared_id", drop=False)
    both = [f"declared-2017-{month}-both-airwars" for month in ("02", "02-to-2017-03", "03")]
    several, inside = "declared-2015-12-to-2016-05-iraq-airwars", "declared-2016-01-iraq-airwars"
    load, some = data.load, rows.loc[[*both, several, inside]]
    monkeypatch.setattr(data, "load", lambda name: some if name == "strikes_declared" else load(name))
    assert list(rules.declared()["declared_id"]) == [both[0], both[2]]
    assert list(rules.declared("iraq")["declared_id"]) == [several]
    march = rules.declared().assign(pace=[measures.exact(1), measures.exact(2)])
    monkeypatch.setattr(rules, "declared", lambda: march)
    assert rules.busiest_month().best == 2


NUMBERED = ("busiest_question", "busiest_answer", "parts_question", "parts_answer", "july_question", "july_answer")


def test_the_words_of_the_guesses_say_what_the_tables_hold():
    monthly = [p for p in rules.declared().query("period_type == 'month'")["pace"]]
    assert lang.number(min(p.low for p in monthly), 0) == "19"
    assert rules.busiest_month().best == max(p.best for p in monthly) and lang.number(rules.busiest_month(), 0) == "29"
    official = paces_of(STRIKES)
    calm = official[(official["start_date"] >= "2014-12-01") & (official["end_date"] <= "2017-01-31")]["pace"]
    assert (round(float(min(p.best for p in calm))), round(float(max(p.best for p in calm)))) == (17, 24)
    part = data.row("strikes", "strikes-2016-07-27-centcom")
    assert rules.partners_part(part) == "third" and part["as_of_date"] == pd.Timestamp("2016-07-27")
    assert part["partners_syria"] / (part["partners_syria"] + part["us_syria"]) < 0.1
    first, second = (data.row("printed_errors", key) for key in ("E09", "E11"))
    assert (first["kind"], second["kind"]) == ("sum", "wrong_quantity") and {first["kind"], second["kind"]} < set(
        rules.WRONG
    )
    assert 5946 - 2289 - first["printed_value"] == 1000 and first["correct_value"] == 3657
    july = data.row("strikes_declared", "declared-2015-07-both-press")
    assert july["strikes_low"] == 889 and "876" in july["note_en"] and "876" in july["note_ar"]
    assert data.row("airpower", "airpower-2015-07-afcent")["weapons_released"] == 2829
    for language in lang.LANGUAGES:
        told = " ".join(lang.text(f"strikes.guess_{name}", language, weapon="3.2", weapons="3.2") for name in NUMBERED)
        assert {
            "17",
            "24",
            "19",
            "29",
            "2,657",
            "2,289",
            "5,946",
            "1,000",
            "3,657",
            "2,829",
            "19,760",
            "889",
            "876",
        } <= set(re.findall(r"\d[\d,]*", told))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_move_of_the_explorer_puts_a_label_out_of_place(monkeypatch, language):
    monkeypatch.setattr(drawing, "quick_png", lambda figure: b"")
    explorer = StrikeExplorer(language)
    keys = list(explorer.reports.index)
    for start, end, theatre in itertools.product(keys[::6], keys[::-6], rules.COLUMN_OF):
        if choose(explorer, start, end, theatre):
            assert problems(explorer.frame.figure) == [], (start, end, theatre)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_of_the_explorer_lies_on_a_line_or_a_mark_whatever_is_chosen(language):
    explorer, found, tried = StrikeExplorer(language), {}, 0
    keys = list(explorer.reports.index)
    for theatre, (start, end) in itertools.product(("both", "iraq", "syria"), itertools.combinations(keys[::4], 2)):
        if choose(explorer, start, end, theatre) is not None:
            tried += 1
            found[theatre, start, end] = [
                w for look in (problems, hidden, covered) for w in look(explorer.frame.figure)
            ]
    assert tried > 30 and {state: told for state, told in found.items() if told} == {}
