"""timeline, event_dates, outlines; coalition_members, coalition_strikes, coalition_spans: one event, one date."""

import re

import pandas as pd
from campaign import data, measures
from campaign.language import LANGUAGES
from matplotlib.path import Path
from reading import TABLES, dashed, known, row, rows

TIMELINE = TABLES["timeline"]


# --- the timeline ---------------------------------------------------------------------------------------------------
def test_the_campaign_starts_with_the_first_strike():
    first = TIMELINE.query("category == 'air_campaign'")["start_date"].min()
    assert first.date() == measures.CAMPAIGN_START


def test_events_end_after_they_start_and_stand_in_order():
    assert TIMELINE["start_date"].is_monotonic_increasing
    spans = TIMELINE.dropna(subset=["end_date"])
    assert (spans["end_date"] > spans["start_date"]).all()
    counted = TIMELINE.dropna(subset=["people_killed_low", "people_killed_high"])
    assert (counted["people_killed_low"] <= counted["people_killed_high"]).all()


def test_events_lie_in_the_window_of_the_article_or_not():
    for r in rows("timeline"):
        key, start = r["event_id"], r["start_date"]
        assert r["in_article_window"] == (pd.Timestamp("2014-08-08") <= start <= pd.Timestamp("2017-08-08")), key
        if r["date_precision"] == "month":
            assert start.day == 1 and r["end_date"] == start + pd.offsets.MonthEnd(0), key
        assert known(r["latitude"]) == known(r["longitude"]) == (r["location_precision"] != ""), key


def test_civilian_harm_has_no_coordinates_and_the_map_points_lie_in_the_region():
    harm = TIMELINE[TIMELINE["category"] == "civilian_harm"]
    assert len(harm) > 5
    assert harm[["latitude", "longitude"]].isna().all(axis=None)
    # Politics may happen elsewhere: the decision to strike in Iraq was taken in Washington.
    on_the_ground = TIMELINE["category"].isin(["territory", "ground_campaign", "air_campaign"])
    mapped = TIMELINE[TIMELINE["theatre"].isin(["iraq", "syria"]) & on_the_ground].dropna(subset=["latitude"])
    assert mapped["latitude"].between(29, 38).all() and mapped["longitude"].between(35, 49).all()


def test_a_place_lies_where_it_lies_in_every_event():
    places = TIMELINE.dropna(subset=["latitude"]).groupby("place_en")[["latitude", "longitude", "place_ar"]].nunique()
    assert (places == 1).all(axis=None)


def test_places_lie_inside_the_country_that_the_event_names():
    outlines, tested = {}, 0
    for feature in data.outlines()["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        outlines[feature["properties"]["name"]] = [Path(polygon[0]) for polygon in polygons]
    for r in rows("timeline"):
        if known(r["latitude"]) and r["theatre"] in ("iraq", "syria") and r["place_en"] != "Washington":
            tested += 1
            place, country = (r["longitude"], r["latitude"]), outlines[r["theatre"].title()]
            near = [outline.contains_point(place, radius=edge) for outline in country for edge in (-0.15, 0.15)]
            assert any(near), (r["event_id"], r["place_en"])
    assert tested > 30


def test_outlines_name_only_iraq_and_syria_and_carry_the_note():
    outlines = data.outlines()
    named = {feature["properties"]["name"] for feature in outlines["features"] if feature["properties"]["name"]}
    assert named == {"Iraq", "Syria"}
    assert "Golan" in outlines["note_en"] and "الجولان" in outlines["note_ar"]
    for language in LANGUAGES:
        assert outlines.get(f"note_{language}"), f"outlines.geojson: no note_{language}"


def test_people_killed_in_events_are_the_least_and_the_most_that_the_text_names():
    for r in rows("timeline"):
        words = r["people_killed_counts_en"]
        named = {int(n.replace(",", "")) for n in re.findall(r"(?<![\d,])\d+(?:,\d{3})*(?![\d,]*\d)", words)}
        for value in (r["people_killed_low"], r["people_killed_high"]):
            assert not known(value) or (words and value in named), r["event_id"]


# --- the same event elsewhere -----------------------------------------------------------------------------------------
BATTLES = {
    "2014-09-16-kobani-siege": "2015-01-26-kobani-retaken",
    "2015-03-02-tikrit-offensive": "2015-03-31-tikrit-retaken",
    "2016-10-17-mosul-battle-begins": "2017-07-10-mosul-retaken",
    "2017-06-06-raqqa-assault": "2017-10-17-raqqa-falls",
}


def test_a_battle_ends_on_the_day_of_the_event_that_ends_it():
    ends = {battle: row("timeline", battle)["end_date"] for battle in BATTLES}
    assert ends == {battle: row("timeline", event)["start_date"] for battle, event in BATTLES.items()}


EVENTS = {
    "first_iraq_strikes_2014": "2014-08-08-first-strike",
    "mosul_dam_2014": "2014-08-18-mosul-dam-retaken",
    "first_syria_strikes_2014": "2014-09-23-first-syria-strikes",
    "kobani_2015": "2015-01-26-kobani-retaken",
    "tikrit_2015": "2015-03-31-tikrit-retaken",
    "palmyra_2015": "2015-05-20-daesh-takes-palmyra",
    "mosul_battle_start_2016": "2016-10-17-mosul-battle-begins",
    "east_mosul_2017": "2017-01-24-east-mosul-retaken",
    "raqqa_assault_2017": "2017-06-06-raqqa-assault",
    "mosul_2017": "2017-07-10-mosul-retaken",
}


def test_one_of_the_printed_dates_is_that_of_the_timeline():
    printed = TABLES["event_dates"].groupby("event_key")["reported_date"]
    for event, key in EVENTS.items():
        assert row("timeline", key)["start_date"] in set(printed.get_group(event)), event
    for event, dates in printed:
        middle = pd.Timestamp(f"{re.search(r'20[0-9][0-9]', event)[0]}-07-01")
        assert ((dates - middle).dt.days.abs() < 250).all(), event
        assert dates.is_monotonic_increasing and dates.nunique() >= 2, event


FIRST_STRIKES = {
    "strikes-2014-08-08-us-iraq-first-strike": "2014-08-08-first-strike",
    "strikes-2014-09-23-us-syria-first-strike": "2014-09-23-first-syria-strikes",
    "strikes-2014-09-19-france-iraq-first-strike": "2014-09-19-france-first-strike-iraq",
    "strikes-2014-09-30-uk-iraq-first-strike": "2014-09-30-uk-first-strikes-iraq",
}


def test_first_strikes_have_one_date_in_two_tables():
    for record, event in FIRST_STRIKES.items():
        assert row("coalition_strikes", record)["event_date"] == row("timeline", event)["start_date"], record
    turkey = TABLES["event_dates"].query("event_key == 'turkey_first_coalition_strike_2015' and quality == 'use'")
    record = row("coalition_strikes", "strikes-2015-08-28-turkey-syria-first-strike")
    assert record["event_date"] == turkey["reported_date"].item()


# --- the Coalition ------------------------------------------------------------------------------------------------
def test_keys_of_the_records_of_strikes_name_day_state_country_and_event():
    for r in rows("coalition_strikes"):
        key, day, event = r["record_id"], f"{r['event_date']:%Y-%m-%d}", r["event"]
        parts = key.removeprefix("strikes-")
        stated = re.match(r"\d{4}-\d{2}(?:-\d{2})?(?=-[a-z])", parts)[0]
        assert day.startswith(stated), key
        if len(stated) == 7:
            assert day[8:] == ("15" if r["event_precision"] == "approximate" and event == "end" else "01"), key
        if r["state_code"] in ("list", "count"):
            assert event == {"list": "official_list", "count": "count"}[r["state_code"]], key
        else:
            assert parts == f"{stated}-{dashed(r['state_code'])}-{r['theatre']}-{dashed(event)}", key
        assert r["event_precision"] != "day" or len(stated) == 10, key


ENDS = {"end": "ended", "end_announced": "ended", "paused": "paused", "suspended": "suspended", "last_strike": "last_strike", "diverted": "mostly_stopped"}  # fmt: skip
OF_AN_ANNOUNCEMENT = {
    "belgium-iraq-1": "approximate",
    "australia-iraq-1": "publication_day",
    "australia-syria-1": "publication_day",
}
"""The plane's way home, or the day of an announcement, is not the day of a last strike."""


def test_spans_repeat_the_records_that_they_are_made_from():
    records, spans = TABLES["coalition_strikes"].set_index("record_id"), TABLES["coalition_spans"]
    for r in rows("coalition_spans"):
        key, start, where = r["span_id"], records.loc[r["start_record_id"]], (r["theatre"], "both")
        assert (start["event_date"], start["state_code"]) == (r["start_date"], r["state_code"]), key
        assert start["event"] in ("first_strike", "resumed") and start["theatre"] in where, key
        assert (r["state_en"], r["state_ar"]) == (start["state_en"], start["state_ar"]), key
        loosened = key == "belgium-syria-1"  # the month from which strikes were allowed there, not of a known strike
        assert r["start_precision"] == ("approximate" if loosened else start["event_precision"]), key
        if not r["end_record_id"]:
            assert not known(r["end_date"]) and r["end_precision"] == "", key
            assert r["end_kind"] in ("past_period", "unknown"), key
            continue
        end = records.loc[r["end_record_id"]]
        assert (end["event_date"], end["state_code"]) == (r["end_date"], r["state_code"]), key
        assert end["theatre"] in where and ENDS[end["event"]] == r["end_kind"], key
        assert r["end_date"] > r["start_date"], key
        assert r["end_precision"] == OF_AN_ANNOUNCEMENT.get(key, end["event_precision"]), key
    used = {*spans["start_record_id"], *spans["end_record_id"]}
    assert set(records.index[records["event"].isin([*ENDS, "first_strike", "resumed"])]) - used == set()
    for (state, theatre), group in spans.groupby(["state_code", "theatre"]):
        assert sorted(group["span_id"].str[-1].astype(int)) == list(range(1, len(group) + 1)), (state, theatre)


def test_members_are_states_and_organisations_and_grow():
    members = TABLES["coalition_members"]
    split = members.dropna(subset=["states", "organisations"])
    assert len(split) >= 2 and (split["states"] + split["organisations"] == split["members_total"]).all()
    usable = members[~members["quality"].isin(["contradiction", "weak-source"])].sort_values("as_of_date")
    assert usable["members_total"].is_monotonic_increasing
    assert (usable["members_total"].diff().dropna() <= 5).all() or usable["members_total"].min() < 63
    states = row("coalition_members", "members-2017-10-17")["states"]
    assert data.row("article_figures", "a11-countries")["value"] == states
