"""territory and displacement: bounds and units, what moves together, what changes by plausible steps."""

import pytest
from reading import TABLES, broken, known, rises, row, rows

PEOPLE = TABLES["displacement"]
MAPS = TABLES["territory"][TABLES["territory"]["quality"] != "contradiction"]


def keeps_its_bound(r):
    low, high = r["low"], r["high"]
    fits = {
        "exact": low == high,
        "about": low == high,
        "range": low < high,
        "at_least": not known(high) and known(low),
        "at_most": not known(low) and known(high),
    }[r["bound"]]
    return fits and (r["unit"] != "percent" or max(value for value in (low, high) if known(value)) <= 100)


def test_bounds_are_those_that_the_column_bound_names():
    assert broken("territory", keeps_its_bound) == []


RISING = ["net_area_lost_since_aug_2014", "area_regained", "share_of_peak_lost", "people_freed_total"]
RISING += ["share_of_land_returned"]


def test_land_and_shares_of_one_map_move_together():
    for (series, theatre, measure, _), group in MAPS.groupby(["series", "theatre", "measure", "unit"]):
        for column in ("low", "high"):
            stated = group.sort_values("as_of_date", kind="stable")[column].dropna()
            if measure in RISING:
                assert rises(stated), (series, theatre, measure, column)
            if measure == "area_controlled" and series != "sohr":
                assert rises(-stated), (series, theatre, measure, column)
    net_loss = MAPS[MAPS["series"] == "coalition_net_loss"]
    assert (net_loss["high"] - net_loss["low"]).isin((1000, 2000)).all()


def test_quantities_have_their_units():
    for r in rows("territory"):
        key, measure, unit = r["observation_id"], r["measure"], r["unit"]
        if measure.startswith(("people", "population")):
            assert unit == "people", key
        elif measure.startswith("share") or measure == "net_loss_during_2015":
            assert unit == "percent", key
        else:
            assert unit in ("km2", "square_miles"), key
        if unit == "km2" and r["theatre"] != "world":
            assert max(v for v in (r["low"], r["high"]) if known(v)) <= 185_180 + 438_317, key
    rand = row("territory", "2017-03-both-share-of-fall-2014-area-lost-rand")["low"]
    held = row("territory", "2017-03-both-area-controlled-rand")["low"]
    assert held / (1 - rand / 100) == pytest.approx(105_500, abs=100)  # the peak that the note names


# --- people displaced -----------------------------------------------------------------------------------------------
def test_the_migration_organization_s_counts_are_multiples_of_six():
    # The stock is counted in families and printed in people, six to a family: so it is in every full count here.
    counted = PEOPLE[PEOPLE["observation_id"].str.contains("-iom") & (PEOPLE["bound"] == "exact")]
    assert len(counted) >= 56
    assert counted[counted["people"] % 6 != 0].empty


def test_the_displaced_and_the_returned_change_by_plausible_steps():
    people = PEOPLE[PEOPLE["quality"] != "contradiction"]
    for (population, measure), group in people.groupby(["population", "measure"]):
        if measure == "cumulative" or population in ("returnees_iraq", "syrian_refugees_abroad"):
            assert rises(group.sort_values("as_of_date", kind="stable")["people"]), (population, measure)
    of_chart = people["observation_id"].str.endswith("-iom-chart")
    chart = people[of_chart].set_index("as_of_date")["people"]
    assert len(chart) == 27
    # The largest rises are those of the falls of Mosul and of Sinjar; from October 2014 on no month changes by 15 percent.
    assert (chart.pct_change()["2014-10-01":].abs() < 0.15).all()
    assert (chart.pct_change().dropna().abs() < 0.85).all()
    days = people[(people["population"] == "idps_iraq") & ~of_chart]
    early = days[days["as_of_date"] < "2016-07-01"]
    months = chart[early["as_of_date"].dt.to_period("M").dt.to_timestamp()].to_numpy()
    assert early.loc[(early["people"] - months).abs() > 0.065 * months, "observation_id"].tolist() == []
    later = days[days["as_of_date"] >= "2016-06-01"]["people"]
    assert (later.pct_change().dropna().abs() < 0.25).all()


def test_displaced_by_mosul_are_those_still_away_and_those_returned():
    people = PEOPLE.set_index("observation_id")["people"]
    away = people["2017-07-06-displaced-mosul-battle-stock-unhcr"]
    back = people["2017-07-06-returnees-mosul-battle-stock-unhcr"]
    assert away + back == people["2017-07-06-displaced-mosul-battle-cumulative-unhcr"]
    returned = [people[f"{year}-12-31-returnees-iraq-stock-iom"] for year in (2016, 2017)]
    assert returned[1] - returned[0] == 1849500
