"""What is said once about land under Daesh: which figures may be joined, and what the Coalition's maps imply."""

from __future__ import annotations

import pandas as pd

from ... import data, measures
from ...measures import Bounded

COUNTRIES = ("iraq", "syria")
"""The two countries that a percentage of the whole is put together from, in this order."""

STORY_DAY = pd.Timestamp("2017-08-04")
"""Stands for the first week of August 2017, when the story was printed."""

KILOMETRES_IN_A_MILE = measures.exact("1.609344")

ALIKE = ("series", "measure", "theatre")
"""Two rows of territory.csv may be joined by a line where they agree in these: one body, one quantity, one country."""

AREA_SERIES = {
    "ihs_controlled": ("area_controlled",),
    "coalition_net_loss": ("net_area_lost_since_aug_2014",),
    "coalition_share_lost": ("share_of_peak_lost",),
    "sohr": ("area_controlled",),
    "dod_square_miles": ("area_controlled",),
    "rand": ("area_at_peak", "area_controlled"),
    "iraqi_military": ("area_controlled",),
}
"""The series of territory.csv that tell of areas, and their measures that are areas or shares of them."""

SHARE_SERIES = ("coalition_share_lost", "state_envoy")
"""The series that give the share lost in both countries at once."""


def whole_of(*shares: float) -> str:
    """What percentages of parts tell of the whole where the areas are not known: "mean" only if all are the same, else
    "open": every value between the lowest and the highest is possible."""
    return "mean" if len(set(shares)) == 1 else "open"


def how_converted(km2: float, square_miles: float) -> str:
    """How an area in km2 became this number of square miles, to 1%: "right", "factor" (the factor for lengths),
    "thousand" (off by a thousand) or "multiplied" (in place of divided). Raises ValueError for none of these."""
    factor = measures.SQUARE_KILOMETRES_IN_A_SQUARE_MILE
    right = measures.exact(km2) / factor
    ways = {
        "right": right,
        "factor": measures.exact(km2) / KILOMETRES_IN_A_MILE,
        "thousand": right / 1000,
        "multiplied": measures.exact(km2) * factor,
    }
    for name, result in ways.items():
        if abs(float(result.best) / square_miles - 1) < 0.01:
            return name
    raise ValueError(f"square_miles: expected {km2} km2 converted in one of {', '.join(ways)}, got {square_miles}")


def coalition_maps(territory: pd.DataFrame) -> pd.DataFrame:
    """The Coalition's maps that give both a net loss (km2) and the share lost (%), and the peak that each implies.

    territory: territory.csv. One row a map and country, with a column `peak`: a `Bounded`, km2.
    """
    maps = territory[territory["counting_body"] == "global_coalition"]
    loss, share = maps[maps["unit"] == "km2"], maps[maps["unit"] == "percent"][["as_of_date", "theatre", "low"]]
    loss = loss.sort_values(["as_of_date", "theatre"], kind="stable")
    pairs = loss.merge(share, on=["as_of_date", "theatre"], suffixes=("", "_share"), validate="one_to_one")
    pairs["peak"] = [measures.between(p.low, p.high) / measures.rounded(p.low_share, 1) * 100 for p in data.rows(pairs)]
    return pairs


def common_peaks(pairs: pd.DataFrame) -> dict[str, Bounded]:
    """The peak (km2) in each country that fits every map in `coalition_maps`."""
    return {country: measures.overlap(pairs.loc[pairs["theatre"] == country, "peak"]) for country in COUNTRIES}


def in_country(rows: pd.DataFrame, country: str, column: str = "low"):
    """The figure for one country (or "both") among rows with one for each. Raises ValueError for none or several."""
    return rows.loc[rows["theatre"] == country, column].item()


def percentages_of_one_text(territory: pd.DataFrame) -> dict[str, dict[str, pd.Series]]:
    """Shares lost in both countries as one text printed them: "series date" -> a row of territory.csv for each country.

    Each row has two columns more: value (%), and step, to which it was rounded.
    """
    rows = territory[territory["series"].isin(SHARE_SERIES) & (territory["measure"] == "share_of_peak_lost")]
    rows = rows.assign(value=rows["low"], step=1)
    pairs = {}
    for (day, series), group in rows.groupby(["as_of_date", "series"]):
        if set(group["theatre"]) == set(COUNTRIES):
            pairs[f"{series} {day:%Y-%m-%d}"] = {row["theatre"]: row for _, row in group.iterrows()}
    return pairs


def lines(territory: pd.DataFrame, series: str) -> tuple[pd.DataFrame, ...]:
    """The areas of one series as tables of rows that may be joined (see `ALIKE`), each in date order."""
    rows = territory[(territory["series"] == series) & territory["measure"].isin(AREA_SERIES[series])]
    return tuple(group.sort_values("as_of_date") for _, group in rows.groupby(list(ALIKE)))
