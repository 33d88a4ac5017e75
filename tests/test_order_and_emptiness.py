"""Rows in any order, some of them, none: a chart says what the rows say, or in one sentence that it cannot.

Every chart that a lesson draws is drawn again from its own rows, shuffled, thinned out and emptied.
"""

import random
import re

import pandas as pd
import pytest
from campaign import data
from campaign import language as lang
from campaign.sheet import sheet as making
from campaign.topics.claims import rules as claims
from campaign.topics.coalition import rules as coalition
from campaign.topics.cost import rules as cost_rules
from campaign.topics.harm import rules as harm
from campaign.topics.strikes import rules as strikes
from campaign.topics.territory import rules as territory
from campaign.topics.timeline import rules as timeline
from shown import fingerprint

REFUSAL = "expected rows that hold all that this chart tells of"
RISES = {"grew", "rose", "doubled", "steepens", "faster", "kept growing"}
"""Words of change: where every table holds one row, nothing has changed."""


@pytest.fixture(scope="module")
def drawn(figures):
    """The charts of the lessons with the call that draws each again."""
    charts = {f.name: f.shown for f in figures if f.language == "en" and getattr(f.shown, "again", None)}
    assert len(charts) > 25
    return charts


def again(chart, change, language="en", fit=False):
    """The chart from changed tables. Its height is not fitted to its words, which is slow."""
    with pytest.MonkeyPatch.context() as patch:
        if not fit:
            patch.setattr(making.Frame, "fit", lambda frame: None)
        tables = [change(table) if isinstance(table, pd.DataFrame) else table for table in chart.again.args]
        return chart.again.func(*tables, language=language, **chart.again.keywords)


def shuffled(table):
    return table.sample(frac=1, random_state=3)


def test_the_order_of_rows_changes_neither_words_nor_picture(drawn):
    for name, chart in drawn.items():
        made = again(chart, shuffled, fit=True)
        assert (made.title, made.sentence, made.source) == (chart.title, chart.sentence, chart.source), name
        assert fingerprint(made.figure) == fingerprint(again(chart, lambda table: table, fit=True).figure), name


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_of_no_rows_one_sentence_is_said(drawn, language):
    for name, chart in drawn.items():
        tables = [table for table in chart.again.args if isinstance(table, pd.DataFrame)]
        if tables:
            made = again(chart, lambda table: table.iloc[:0], language)
            assert made.title == made.sentence == lang.text("common.no_rows", language), name
            assert made.png()


def test_of_some_rows_a_chart_says_what_holds_or_that_rows_are_missing(drawn):
    said, refused, rng = 0, 0, random.Random(5)
    for name, chart in drawn.items():
        for keep in (1, 3, 0.5):
            seed = rng.randrange(1000)

            def some(table, keep=keep, seed=seed):
                number = keep if keep >= 1 else max(1, int(len(table) * keep))
                return table.sample(min(number, len(table)), random_state=seed)

            try:
                made = again(chart, some)
            except ValueError as error:
                assert REFUSAL in str(error) and "\n" not in str(error), name
                refused += 1
                continue
            said += 1
            if keep == 1:
                assert not any(word in made.title + made.sentence for word in RISES), (name, made.title, made.sentence)
    assert said > 20 and refused > 5


def test_a_verb_follows_its_numbers(drawn):
    totals, rates, members = (
        drawn[n] for n in ("cost-published-totals", "cost-rate-between-reports", "coalition-members")
    )
    assert "steepens" in totals.sentence and "doubled" in rates.title and "grew" in members.title
    three = again(rates, lambda table: table.sort_values("end_date").iloc[3:6])
    assert "doubled" not in three.title and "Between reports the daily rate went from" in three.title
    falling = again(members, lambda table: table.assign(members_total=list(table["members_total"])[::-1]))
    assert not {"grew", "rose"} & set((falling.title + falling.sentence).split())
    arabic = again(members, lambda table: table.assign(members_total=list(table["members_total"])[::-1]), "ar")
    assert "زاد" not in arabic.title and "ارتفع" not in arabic.sentence
    two = again(totals, lambda table: table.sort_values("as_of_date").iloc[:2])
    assert "steepens" not in two.sentence and "grew" not in two.sentence


def test_tables_are_shown_whole_in_both_languages():
    for table in data.tables():
        for language in lang.LANGUAGES:
            shown = lang.table(data.load(table), language)
            assert shown.html.count("<tr>") == len(data.load(table)) + 1, table
    assert cost_rules.reports()["as_of_date"].is_monotonic_increasing


STRETCHES, EVENTS = coalition.stretches(), timeline.events()
RULES = {
    "uncontradicted": (coalition.uncontradicted, data.load("coalition_members")),
    "days_shown": (coalition.days_shown, STRETCHES),
    "days_of_change": (coalition.days_of_change, STRETCHES),
    "states_by_status": (lambda rows: coalition.states_by_status(coalition.standing(rows, "2016-01-01")), STRETCHES),
    "in_order": (harm.in_order, data.load("civilian_counts")),
    "official": (strikes.official, data.load("strikes").drop_duplicates("as_of_date")),
    "coalition_maps": (territory.coalition_maps, data.load("territory")),
    "common_peaks": (lambda rows: territory.common_peaks(territory.coalition_maps(rows)), data.load("territory")),
    "lines": (lambda rows: territory.lines(rows, "rand"), data.load("territory")),
    "whole_years": (timeline.whole_years, EVENTS),
    "last_day": (timeline.last_day, EVENTS),
    "ends": (timeline.ends, EVENTS),
    "days_apart": (timeline.days_apart, timeline.reports()),
    "earliest": (timeline.earliest, EVENTS),
    "first_strikes": (lambda rows: timeline.first_strikes(rows, "syria"), EVENTS),
    "by_number": (lambda rows: claims.by_number(rows["kind"]), data.load("printed_errors")),
}
"""What rules make of rows of a table. Of several functions only a filter is left out: it keeps the order it is given."""


def shape(value):
    """A result in a form that can be compared, without the row numbers of tables."""
    if isinstance(value, pd.DataFrame):
        return value.to_csv(index=False)
    return [shape(part) for part in value] if isinstance(value, (tuple, list)) else str(value)


@pytest.mark.parametrize("name", RULES)
def test_rules_do_not_trust_the_order_of_rows_and_say_so_where_there_are_none(name):
    rule, rows = RULES[name]
    assert shape(rule(shuffled(rows))) == shape(rule(rows))
    try:
        assert len(rule(rows.iloc[:0])) in (0, 2)  # nothing, or two empty groups
    except ValueError as error:
        assert re.match(r"\w+(\.csv)?: (expected|no row)", str(error)) and "\n" not in str(error)
