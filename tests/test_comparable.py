"""May two counts be set side by side? The rule, on rows made for it; tests/test_harm.py asks it of the real rows."""

import pandas as pd
import pytest
from campaign.topics.harm import rules as comparable

ROW = {
    "rate_one_in": float("nan"),
    "killed_by": "coalition",
    "theatre": "both",
    "period_start": pd.Timestamp("2014-08-08"),
    "scope_code": "all",
    "incident_code": "",
    "as_of_date": pd.Timestamp("2017-06-30"),
}


def reasons(first, second):
    """The reasons against comparing two rows that differ from ROW as told, asked both ways round."""
    rows = pd.Series(ROW | first), pd.Series(ROW | second)
    assert comparable.reasons(*rows) == comparable.reasons(*rows[::-1])
    return comparable.reasons(*rows)


def day(text):
    return pd.Timestamp(text)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, ()),
        ({"rate_one_in": 5.0}, {}, ("rate",)),
        ({"rate_one_in": 5.0}, {"rate_one_in": 157.0}, ()),
        ({"killed_by": "any_party"}, {}, ("killed_by",)),
        ({"theatre": "mosul"}, {}, ("place",)),
        ({"period_start": day("2014-09-22")}, {}, ()),  # 45 days
        ({"period_start": day("2014-09-23")}, {}, ("period",)),  # 46 days
        ({"period_start": pd.NaT}, {}, ()),
        ({"scope_code": "strikes"}, {}, ("scope",)),
        ({"incident_code": "tokhar"}, {"incident_code": "al-jadida"}, ("scope",)),
        ({"as_of_date": day("2017-08-14")}, {}, ()),  # 45 days
        ({"as_of_date": day("2017-08-15")}, {}, ("date",)),  # 46 days
        ({"as_of_date": pd.NaT}, {}, ("date",)),
        ({"as_of_date": pd.NaT}, {"as_of_date": pd.NaT}, ("date",)),
    ],
)
def test_each_reason_alone(first, second, expected):
    assert reasons(first, second) == expected


def test_one_event_may_be_compared_whenever_it_was_published():
    event = {"scope_code": "single_incident", "incident_code": "tokhar"}
    assert reasons(event, event | {"as_of_date": day("2018-06-30")}) == ()
    assert reasons(event, event | {"as_of_date": pd.NaT}) == ()


def test_reasons_come_in_their_order_and_scope_only_where_no_other_is_found():
    other = {
        "rate_one_in": 5.0,
        "killed_by": "any_party",
        "theatre": "mosul",
        "period_start": day("2016-10-17"),
        "scope_code": "strikes",
        "as_of_date": day("2018-06-30"),
    }
    assert reasons({}, other) == ("rate", "killed_by", "place", "period", "date")
    assert reasons({}, {"scope_code": "strikes", "as_of_date": day("2018-06-30")}) == ("scope", "date")


def test_days_between_do_not_ask_which_date_comes_first():
    assert comparable.days_between(day("2017-06-30"), day("2017-07-26")) == 26
    assert comparable.days_between(day("2017-07-26"), day("2017-06-30")) == 26
    assert comparable.days_between(day("2017-07-26"), day("2017-07-26")) == 0
    assert comparable.days_between(pd.NaT, day("2017-07-26")) is None
    assert comparable.days_between(day("2017-07-26"), pd.NaT) is None
