"""The Coalition's monthly reports on civilians killed: every chain that can be closed is, and what does not is listed."""

from itertools import pairwise

import pandas as pd
from campaign import data

COUNTS = data.load("civilian_counts")
OFFICIAL = (
    COUNTS[(COUNTS["series"] == "coalition_all") & COUNTS["as_of_date"].notna()]
    .sort_values(["report_date"])
    .to_dict("records")
)


def month(row):
    return f"{row['as_of_date']:%Y-%m}"


def neighbours():
    """Pairs of reports on one month and the next."""
    for before, after in pairwise(OFFICIAL):
        if (after["as_of_date"].to_period("M") - before["as_of_date"].to_period("M")).n == 1:
            yield before, after


def stated(row, *columns):
    return all(pd.notna(row[column]) for column in columns)


def test_people_killed_add_up_from_report_to_report_but_for_two_months():
    closed, open_ = [], {}
    for before, after in neighbours():
        if stated(after, "people_killed_added"):
            gap = after["people_killed_low"] - before["people_killed_low"] - after["people_killed_added"]
            if gap:
                open_[month(after)] = gap
            else:
                closed.append(month(after))
    assert len(closed) == 21
    assert open_ == {"2017-03": -2, "2019-04": 6}
    # The report on August 2019 follows one that was not found: what it implies lies below the total of June.
    august = next(r for r in OFFICIAL if month(r) == "2019-08")
    june = next(r for r in OFFICIAL if month(r) == "2019-06")
    assert august["people_killed_low"] - august["people_killed_added"] - june["people_killed_low"] == -8


def test_months_without_a_sum_are_known():
    unknown = {month(after) for before, after in neighbours() if not stated(after, "people_killed_added")}
    assert unknown == {"2017-02", "2018-05", "2018-06", "2018-08", "2019-03", "2019-05", "2019-06"}
    found = {month(r) for r in OFFICIAL if r["as_of_basis"] != "report_date"}
    first, last = pd.Period("2016-10"), pd.Period("2020-02")
    missing = {str(p) for p in pd.period_range(first, last, freq="M")} - found
    assert missing == {"2017-12", "2019-01", "2019-07", "2019-09", "2020-01"}


def test_open_reports_add_up_inside_each_report_but_for_one():
    columns = ("reports_carried_over", "reports_new_in_month", "reports_completed_in_month", "reports_open")
    gaps, closed = {}, []
    for r in OFFICIAL:
        if stated(r, *columns):
            carried, new, done, left = (r[c] for c in columns)
            if carried + new - done != left:
                gaps[month(r)] = left - (carried + new - done)
            else:
                closed.append(month(r))
    assert closed == [
        "2017-03",
        "2017-04",
        "2017-09",
        "2018-02",
        "2018-11",
        "2018-12",
        "2019-04",
        "2019-08",
        "2019-11",
        "2020-02",
    ]
    assert gaps == {"2018-03": -120}


def test_a_report_starts_with_the_open_reports_that_the_one_before_left():
    gaps, closed = {}, []
    for before, after in neighbours():
        if stated(before, "reports_open") and stated(after, "reports_carried_over"):
            if before["reports_open"] != after["reports_carried_over"]:
                gaps[month(after)] = after["reports_carried_over"] - before["reports_open"]
            else:
                closed.append(month(after))
    assert closed == ["2017-03", "2017-04", "2018-02", "2018-03", "2018-12", "2019-12"]
    assert gaps == {"2017-09": -6}


def test_credible_reports_add_up_but_for_june_2017():
    """From each printed total to the next, over the months between them where all are known."""
    totals = [(month(r), r["reports_credible_total"]) for r in OFFICIAL if stated(r, "reports_credible_total")]
    by_month = {month(r): r["credible_in_month"] for r in OFFICIAL if stated(r, "credible_in_month")}
    gaps, closed = {}, []
    for (start, before), (end, after) in pairwise(totals):
        between = [str(p) for p in pd.period_range(pd.Period(start) + 1, end, freq="M")]
        if all(m in by_month for m in between):
            gap = after - before - sum(by_month[m] for m in between)
            if gap:
                gaps[end] = gap
            else:
                closed.append(end)
    assert totals[:3] == [("2017-03", 102), ("2017-06", 151), ("2017-09", 194)]
    assert closed == ["2017-09", "2017-11", "2018-02", "2018-03"]
    assert gaps == {"2017-06": -1}


def test_judged_reports_are_the_credible_and_the_others():
    june = next(r for r in OFFICIAL if month(r) == "2017-06")
    assert june["reports_completed_in_month"] == 121 + june["credible_in_month"] + 4
    assert "121 were non-credible" in june["note_en"] and "4 are not named" in june["note_en"]


def test_october_to_december_2019_close():
    chain = {month(r): r for r in OFFICIAL if "2019-10" <= month(r) <= "2020-02"}
    killed = [chain[m]["people_killed_low"] for m in ("2019-10", "2019-11", "2019-12", "2020-02")]
    added = [chain[m]["people_killed_added"] for m in ("2019-11", "2019-12", "2020-02")]
    assert killed == [1347, 1359, 1370, 1377] and [b - a for a, b in pairwise(killed)] == added == [12, 11, 7]
    assert chain["2019-10"]["breaks_rule"] == "revision" and "administrative errors" in chain["2019-10"]["note_en"]
    november, december = chain["2019-11"], chain["2019-12"]
    assert november["reports_open"] == december["reports_carried_over"] == 82
    left = december["reports_carried_over"] + december["reports_new_in_month"] - december["reports_completed_in_month"]
    assert (left, chain["2020-02"]["reports_carried_over"]) == (78, 98)


def test_both_sides_of_al_jadida_are_named_and_none_is_chosen():
    for language, cause, denial in (
        ("en", "explosives placed by Daesh", "Neighbours"),
        ("ar", "متفجرات وضعها داعش", "جيران"),
    ):
        note = data.row("civilian_counts", "mosul-al-jadida-2017-coalition")[f"note_{language}"]
        assert cause in note and denial in note and note.index(cause) < note.index(denial)


def test_the_three_thirds_of_mosul():
    whole = data.row("civilian_counts", "ap-mosul-all-2017-07")
    part = data.row("civilian_counts", "ap-mosul-iraqi-or-coalition-2017-07")
    third = part["people_killed_low"]
    assert whole["people_killed_low"] / third < 3 < whole["people_killed_high"] / third
    assert whole["note_en"].count("third") == 4 and whole["note_ar"].count("ثلث") == 3
    assert part["killed_by"] == "iraqi_or_coalition" and "Coalition's alone" in part["note_en"]
    own = data.row("civilian_counts", "coalition-mosul-2017-12-20")
    assert f"{own['people_killed_low']:.0f}" in part["note_en"]


def test_a_count_without_a_counter_stays_apart():
    row = data.row("civilian_counts", "organisations-not-named-2017-08-09")
    assert (row["people_killed_low"], row["quality"], row["bound"]) == (4700, "weak-source", "at_least")
    assert COUNTS["counting_body"].value_counts()["organisations_not_named"] == 1
    assert row["observation_id"] not in set(data.load("civilian_pairs")["airwars_observation_id"])
