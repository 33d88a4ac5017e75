"""civilian_counts and civilian_pairs: keys, bounds, dates, running totals, and the pairs made from two counts."""

import re
from itertools import pairwise

import pandas as pd
from campaign import measures
from reading import TABLES, broken, dashed, known, rises, row, rows

COUNTS = TABLES["civilian_counts"]


def official():
    """The Coalition's own reports, in the order in which they were printed."""
    reports = [r for r in rows("civilian_counts") if r["series"] == "coalition_all" and known(r["as_of_date"])]
    return sorted(reports, key=lambda r: r["report_date"])


def time_in_key(r):
    """What a key says of the time: the day, month or year counted up to, or that none is given."""
    if not known(r["as_of_date"]):
        return "undated"
    if r["incident_code"]:
        return dashed(r["incident_code"])
    if r["as_of_precision"] == "month":
        return f"{r['as_of_date']:%Y-%m}"
    yearly, monthly = r["series"].endswith(("_year", "_report", "_year_first")), r["series"].endswith("_month")
    return r["as_of_date"].strftime("%Y" if yearly else "%Y-%m" if monthly else "%Y-%m-%d")


def test_keys_name_counter_and_time():
    for r in rows("civilian_counts"):
        key = r["observation_id"]
        assert time_in_key(r) in key, (key, time_in_key(r))
        who = dashed(r["counting_body"]).replace("airwars-relatives", "relatives")
        assert {"iraqi-civil-defence": "civil-defence"}.get(who, who) in key, (key, who)
        if "undated" in key:
            assert key.rsplit("-", 1)[1] == str(int(r["people_killed_low"])), key


def test_sums_that_close_end_at_the_figure_of_their_row():
    closing = [r for r in rows("civilian_counts") if re.search(r"= [\d,]+: the sum closes", r["note_en"])]
    assert len(closing) > 15
    for r in closing:
        total = re.search(r"= ([\d,]+): the sum closes", r["note_en"])[1]
        assert int(total.replace(",", "")) == r["people_killed_low"], r["observation_id"]
        added = re.findall(r"[+] (\d+)", r["note_en"].split("=")[0])
        assert sum(map(int, added)) == r["people_killed_added"], r["observation_id"]


def keeps_its_bound(r):
    low, high = r["people_killed_low"], r["people_killed_high"]
    fits = {
        "": not known(low) and not known(high),
        "exact": low == high,
        "range": low < high,
        "up_to": not known(low) and known(high),
    }
    return fits.get(r["bound"], known(low) and not known(high))


def test_bounds_are_those_that_the_column_bound_names():
    assert broken("civilian_counts", keeps_its_bound) == []


def test_dates_of_a_report_do_not_come_before_what_it_counts():
    for r in rows("civilian_counts"):
        key, counted, printed = r["observation_id"], r["as_of_date"], r["report_date"]
        if known(printed, counted):
            assert printed >= counted, key
            if r["as_of_basis"] == "report_date":
                assert printed == counted, key
                assert r["as_of_precision"] == {"day": "publication_day", "month": "month"}[r["report_precision"]], key
        assert (r["as_of_basis"] == "not_given") == (r["as_of_precision"] == "") == (not known(counted)), key
        assert (r["report_precision"] == "") == (not known(printed)), key
        if r["as_of_basis"] == "inferred":
            assert r["as_of_precision"] == "inferred_day", key
        if r["as_of_precision"] == "month" and r["series"] != "airwars_us_since_2001":
            assert counted.is_month_end, key
        if r["report_precision"] == "month":
            assert printed.is_month_end, key
        if known(r["period_start"], counted):
            assert r["period_start"] < counted, key
    all_in_order = [r for r in rows("civilian_counts") if r["series"] == "coalition_all"]
    monthly = [r for r in all_in_order if r["as_of_basis"] in ("stated", "inferred")]
    assert len(monthly) > 30
    for r in monthly:
        assert r["as_of_date"].is_month_end and (r["report_date"] - r["as_of_date"]).days < 50, r["observation_id"]
    for before, after in pairwise(monthly):
        assert before["report_date"] < after["report_date"], after["observation_id"]


def test_a_count_over_a_month_or_a_year_covers_just_that():
    start = {"coalition_iraq_syria": "2014-08-08", "coalition_syria": "2014-09-23", "coalition_raqqa": "2017-06-01"}
    for r in rows("civilian_counts"):
        key, first, last = r["observation_id"], r["period_start"], r["as_of_date"]
        if r["series"].endswith("_month"):
            assert first == last.replace(day=1), key
        elif r["series"].endswith(("_year", "_year_first", "_annual_report")):
            ends = ("08-08", "08-07") if r["series"] == "airwars_second_year" else ("01-01", "12-31")
            assert (f"{first:%m-%d}", f"{last:%m-%d}") == ends, key
            assert (last - first).days in (364, 365), key
        elif r["scope_code"] in start:
            assert first == pd.Timestamp(start[r["scope_code"]]), key


def test_counts_never_fall_but_where_flagged():
    for series in ("coalition_all", "airwars_low_high", "snhr_syria", "sohr_syria_civilians"):
        dated = COUNTS[(COUNTS["series"] == series) & COUNTS["as_of_date"].notna()]
        kept = dated[~dated["breaks_rule"].str.contains("order|revision") & (dated["quality"] != "rounded")]
        for column in ("people_killed_low", "people_killed_high", "all_killed_including_fighters"):
            assert rises(kept.sort_values("as_of_date", kind="stable")[column].dropna()), (series, column)
        assert dated["as_of_date"].is_monotonic_increasing or series == "coalition_all", series


def test_official_reports_count_on_from_each_other():
    reports, so_far = official(), {}
    for before, after in pairwise(reports):
        key = after["observation_id"]
        next_month = (after["as_of_date"].to_period("M") - before["as_of_date"].to_period("M")).n == 1
        added, credible = after["people_killed_added"], after["credible_in_month"]
        if next_month and known(added) and "sum" not in after["breaks_rule"]:
            assert before["people_killed_low"] + added == after["people_killed_low"], key
        totals = before["reports_credible_total"], after["reports_credible_total"]
        if next_month and known(*totals, credible):
            assert totals[0] + credible == totals[1], key
        if known(after["reports_completed_in_month"], credible):
            assert credible <= after["reports_completed_in_month"], key
    for r in reports:
        key = r["observation_id"]
        for column in ("reports_credible_total", "reports_received_total", "strikes_total", "engagements_total"):
            if known(r[column]):
                earlier = [n for day, n in so_far.get(column, []) if day < r["report_date"]]
                assert not earlier or earlier[-1] <= r[column], (column, key)
                so_far.setdefault(column, []).append((r["report_date"], r[column]))
        if known(r["engagements_total"]):
            assert r["strikes_total"] < r["engagements_total"], key
        judged = re.search(r"Of (\d+) reports judged, (\d+) were found non-credible and (\d+) credible", r["note_en"])
        if judged:
            done, refused, found = map(int, judged.groups())
            assert (done, found) == (r["reports_completed_in_month"], r["credible_in_month"]), key
            assert done == refused + found, key


def test_pairs_repeat_the_counts_they_name_and_their_ratios():
    for r in rows("civilian_pairs"):
        key = r["pair_id"]
        coalition = row("civilian_counts", r["official_observation_id"])
        airwars = row("civilian_counts", r["airwars_observation_id"])
        assert (coalition["series"], airwars["series"]) == ("coalition_all", "airwars_low_high"), key
        lows = coalition["people_killed_low"], airwars["people_killed_low"]
        assert (r["official_at_least"], r["airwars_low"]) == lows, key
        high = airwars["people_killed_high"]
        assert r["airwars_high"] == high or not (known(r["airwars_high"]) or known(high)), key
        assert 0 <= (r["as_of_date"] - coalition["report_date"]).days < 15, key
        ratio = measures.round_half_up(measures.exact(lows[1] / lows[0]).best, 1)
        assert r["ratio_low_to_official"] == float(ratio), key
        assert r["official_percent_of_airwars_low"] == round(100 * lows[0] / lows[1], 1), key
