"""What holds for every table: keys that tell what a row holds, codes and labels, two languages, numbers in texts."""

import hashlib
import itertools
import json
import re
from urllib.parse import urlsplit

import pandas as pd
import pytest
from campaign import data, measures
from campaign.language import LANGUAGES
from reading import KEY, NAMES, TABLES, broken, dashed, day_of, known, row, rows, unlike


# --- keys ---------------------------------------------------------------------------------------------------------
def period(r):
    start, end = r["period_start"], r["period_end"]
    until = f"{end:%Y-%m}" if end.is_month_end else f"{end:%Y-%m-%d}"
    assert start.day == 1 or start == pd.Timestamp(measures.CAMPAIGN_START), r["observation_id"]
    assert end.is_month_end or r["period_type"] == "cumulative", r["observation_id"]
    return {
        "month": f"{start:%Y-%m}",
        "months": f"{start:%Y-%m}-and-{end:%m}",
        "year": f"{start:%Y}",
        "part_year": f"{start:%Y}",
        "year_to_date": f"{start:%Y-%m}-to-{until}",
        "cumulative": f"since-{start:%Y-%m}-to-{until}",
    }[r["period_type"]]


def day_of_a_map(r):
    return f"{r['as_of_date']:%Y-%m}" if r["as_of_precision"] == "approximate" else day_of(r)


COUNTER = {"cjtf_oir": "centcom", "airwars": "airwars"}
BREAKDOWN_ENDINGS = {"total_usd_million": "total", "share_percent": "share", "usd_million_per_day": "per-day"}
COST_SERIES = {
    "oir_report": "cost-oir-",
    "since_june_2014": "cost-since-june-",
    "cost_of_war_obligations": "cost-obligations-",
    "other_estimates": "cost-other-",
}
KEYS = {
    "airpower": lambda r: f"airpower-{period(r)}-{r['counting_body']}",
    "article_figures": lambda r: f"{r['claim_id'].lower()}-",
    "civilian_pairs": lambda r: f"pair-{r['as_of_date']:%Y-%m-%d}",
    "coalition_members": lambda r: f"members-{day_of(r)}",
    "coalition_spans": lambda r: f"{dashed(r['state_code'])}-{r['theatre']}-",
    "cost": lambda r: COST_SERIES[r["series"]],
    "cost_breakdown": lambda r: f"{r['observation_id']}-{dashed(r['item'])}-{BREAKDOWN_ENDINGS[r['measure']]}",
    "displacement": lambda r: f"{day_of(r)}-{dashed(r['population'])}-",
    "event_dates": lambda r: f"{dashed(r['event_key'])}-{day_of(r, 'reported_date', 'date_precision')}-",
    "strikes": lambda r: f"strikes-{r['as_of_date']:%Y-%m-%d}-{COUNTER[r['counting_body']]}",
    "targets": lambda r: f"targets-{r['as_of_date']:%Y-%m-%d}-{COUNTER[r['counting_body']]}",
    "territory": lambda r: f"{day_of_a_map(r)}-{r['theatre']}-{dashed(r['measure'])}",
    "timeline": lambda r: f"{r['start_date']:%Y-%m-%d}-",
}
"""What the key of each row starts with, worked out from its other columns."""


@pytest.mark.parametrize("table", KEYS)
def test_the_key_of_a_row_starts_as_its_other_columns_say(table):
    wrong = {r[KEY[table]]: KEYS[table](r) for r in rows(table) if not r[KEY[table]].startswith(KEYS[table](r))}
    assert wrong == {}, table


ENDINGS = {
    "cost": lambda r: (
        not known(r["as_of_date"])
        or r["as_of_date"].strftime("%m-%d" if r["series"] == "since_june_2014" else "%Y-%m-%d") in r["observation_id"]
    ),
    "displacement": lambda r: (
        f"-{r['measure']}-" in f"-{r['observation_id'].removeprefix(KEYS['displacement'](r))}"
        and r["observation_id"].endswith("-derived") == (r["quality"] == "derived")
        and (r["as_of_precision"] != "month" or r["as_of_date"].day == 1)
    ),
    "territory": lambda r: (
        r["observation_id"].endswith(f"-{dashed(r['counting_body'])}")
        and (r["as_of_precision"] not in ("month", "approximate") or r["as_of_date"].day == 1)
    ),
}


@pytest.mark.parametrize("table", ENDINGS)
def test_the_rest_of_a_key_names_counter_measure_and_day(table):
    assert broken(table, ENDINGS[table]) == []


# --- the same code, the same words ------------------------------------------------------------------------------------
def in_every_language(name):
    return [f"{name}_{language}" for language in LANGUAGES]


ONE_FOR_ONE = {
    "civilian_counts": [
        ("counting_body", in_every_language("counting_body")),
        ("series", ["counting_body", "scope_code", *in_every_language("scope"), "theatre", "killed_by"]),
        ("incident_code", ["theatre", *in_every_language("scope")]),
    ],
    "coalition_spans": [("state_code", in_every_language("state"))],
    "coalition_strikes": [("state_code", in_every_language("state"))],
    "displacement": [("population", [*in_every_language("population"), "theatre"])],
    "event_dates": [("event_key", in_every_language("event"))],
    "territory": [("series", ["counting_body"])],
    "timeline": [("place_en", in_every_language("place")[1:])],
}
"""Columns that follow from another column of the same table: where one repeats, so do the others."""


@pytest.mark.parametrize("table", ONE_FOR_ONE)
def test_what_follows_from_a_code_is_the_same_in_every_row(table):
    for code, columns in ONE_FOR_ONE[table]:
        for column in columns:
            stated = TABLES[table][(TABLES[table][code] != "") & TABLES[table][column].notna()]
            several = stated[stated[column] != ""].groupby(code)[column].nunique()
            assert several[several > 1].to_dict() == {}, f"{table}.{column} should be one for each {code}"


@pytest.mark.parametrize("table, label", [("event_dates", "reported_by"), ("timeline", "place")])
def test_who_reported_and_where_have_one_name_in_each_language(table, label):
    for one, other in itertools.permutations(LANGUAGES, 2):
        names = TABLES[table].groupby(f"{label}_{one}")[f"{label}_{other}"].nunique()
        assert (names == 1).all(), names[names > 1].to_dict()


@pytest.mark.parametrize(
    "table", ["strikes", "targets", "coalition_members", "civilian_pairs", "territory", "displacement"]
)
def test_rows_stand_in_the_order_of_their_dates(table):
    assert TABLES[table]["as_of_date"].is_monotonic_increasing


# --- two languages --------------------------------------------------------------------------------------------------
DIGITS = re.compile(r"(?<![A-Za-z\d_.])\d+(?:,\d{3})*(?:\.\d+)?")
WRITTEN_AS_WORDS = {
    "article_claims.A11.claim", "civilian_counts.coalition-2016-07-28.note",
    "civilian_counts.airwars-2015-06-30.note", "civilian_counts.airwars-2017-05-04.note",
    "civilian_counts.amnesty-eleven-attacks-2016-10-26.scope", "civilian_counts.amnesty-eleven-attacks-2016-10-26.note",
    "civilian_counts.ibc-iraq-year-2017.note", "event_dates.kobani-2015-2015-01-26-coalition-90-percent.note",
    "printed_errors.E09.what_is_wrong", "printed_errors.E39.printed", "printed_errors.E41.printed",
    "printed_errors.E41.what_is_wrong", "printed_errors.E41.better_figure", "printed_errors.E106.printed", "printed_errors.E107.printed",
    "sources.arabi21-co-fc103.publisher", "sources.indy100-com-97794.publisher", "sources.uae71-info-5dfac.publisher",
}  # fmt: skip
"""Texts in which one language writes a number as a word (eleven, a thousand, one year of two in 2015/16) or a name."""

MONTHS = {
    "January": "كانون الثاني/يناير", "February": "شباط/فبراير", "March": "آذار/مارس", "April": "نيسان/أبريل",
    "June": "حزيران/يونيو", "July": "تموز/يوليو", "August": "آب/أغسطس", "September": "أيلول/سبتمبر",
    "October": "تشرين الأول/أكتوبر", "November": "تشرين الثاني/نوفمبر", "December": "كانون الأول/ديسمبر",
}  # fmt: skip
"""But for May, which is also a word."""


def numbers(text):
    text = re.sub(r"(\d+)(?: ألف| thousand|k\b)", r"\1,000", text)
    return sorted(n for n in {n.replace(",", "") for n in DIGITS.findall(text)} if len(n) > 1)


def pairs_of_texts():
    for table in NAMES:
        for name in TABLES[table].columns:
            if name.endswith("_en"):
                for r in rows(table):
                    yield f"{table}.{r[KEY[table]]}.{name[:-3]}", r[name], r[f"{name[:-3]}_ar"]


def test_both_languages_print_the_same_numbers():
    assert {where for where, en, ar in pairs_of_texts() if numbers(en) != numbers(ar)} == WRITTEN_AS_WORDS


def test_both_languages_name_the_same_months():
    found = unlike(
        (where, {m for m in MONTHS if re.search(rf"\b{m}\b", en)}, {m for m in MONTHS if MONTHS[m] in ar})
        for where, en, ar in pairs_of_texts()
    )
    # "Aug." as printed; "since January" that Arabic says as "since the start of the year"; a month named once, not twice.
    expected = {
        "printed_errors.E32.printed",
        "printed_errors.E33.what_is_wrong",
        "strikes.strikes-2016-07-27-centcom.note",
    }
    assert set(found) == expected


def test_a_label_has_one_translation_wherever_it_stands():
    found = {}
    for where, english, arabic in pairs_of_texts():
        if english and not where.startswith(("glossary.", "sources.")):
            found.setdefault((where.split(".")[-1], english), {}).setdefault(arabic, where)
    assert {label: places for (_, label), places in found.items() if len(places) > 1} == {}


# --- numbers in texts ---------------------------------------------------------------------------------------------------
NUMBER = r"\d+(?:,\d{3})*"
SUM = re.compile(rf"(?<![\d.,])({NUMBER}(?: [+-] {NUMBER})+) = ({NUMBER})(?!\d|[.,]\d)")


def sums_in(text):
    for left, right in SUM.findall(text):
        terms = re.findall(r"([+-]?) ?(\d+)", left.replace(",", ""))
        yield left, sum(-int(term) if sign == "-" else int(term) for sign, term in terms), int(right.replace(",", ""))


def test_sums_written_out_in_texts_are_right():
    texts = [(where, text) for where, *both in pairs_of_texts() for text in both]
    found = [(f"{where}: {left}", result, right) for where, text in texts for left, result, right in sums_in(text)]
    assert len(found) > 50
    assert unlike(found) == {}


NOT_IN_ANY_TABLE = """
1,058 1,083 1,084 1,147 1,202 1,203 1,296 1,300 1,313 1,553 1,673 1,688 1,796 1,902 1,952 1,963 1,992 2,397 2,475
2,528 2,821 2,961 3,056 4,100 4,946 5,400 5,500 7,877 8,313 9,606 10,204 11,849 12,576 14,300 17,348 17,674 18,000
18,550 18,650 20,000 23,414 25,800 26,224 27,500 34,188 40,326 45,325 48,000 49,775 58,000 62,382 85,000 101,000
102,000 103,599 105,500 113,615 146,000 229,000 271,200 822,171 1,849,500
""".split()
"""Numbers from 1,000 up that texts of the tables name beside the figures: other counts of the same source, our sums."""


def test_large_numbers_in_texts_are_figures_of_some_table():
    columns = [TABLES[table][name] for table in NAMES for name in TABLES[table].select_dtypes("number")]
    figures = {float(value) for column in columns for value in column.dropna()}
    large = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)")
    named = {number: where for where, english, _ in pairs_of_texts() for number in large.findall(english)}
    assert len(named) > 200
    unknown = {number: where for number, where in named.items() if float(number.replace(",", "")) not in figures}
    assert unknown.keys() ^ set(NOT_IN_ANY_TABLE) == set(), unknown


# --- sources ------------------------------------------------------------------------------------------------------------
def test_the_key_of_a_source_is_made_from_its_address():
    for r in rows("sources"):
        host, mark = r["source_id"].rsplit("-", 1)
        assert mark == hashlib.sha1(r["url"].encode()).hexdigest()[:5], r["source_id"]
        assert re.sub(r"[^a-z0-9]+", "-", urlsplit(r["url"]).netloc.lower()).endswith(host), r["source_id"]


def test_a_publisher_is_of_one_kind():
    publishers = TABLES["sources"].groupby("publisher_en")[["publisher_ar", "kind"]].nunique()
    # IHS Markit both counted (a monitor) and wrote studies (research).
    assert set(publishers.index[(publishers > 1).any(axis=1)]) == {"IHS Markit"}


COUNTERS = {
    "afcent": {"US Air Forces Central (AFCENT)"},
    "airwars": {"Airwars"},
    "centcom": {"US Central Command"},
    "cjtf_oir": {"CJTF-OIR", "Coalition", "Pentagon", "US Central Command", "US Defense Department", "White House"},
    "dod": {"DoD News", "Pentagon", "US Defense Department"},
    "ihs": {"IHS", "IHS Markit"},
    "iraqi_military": {"Iraqi military"},
    "sohr": {"Syrian Observatory for Human Rights (SOHR)"},
    "state_dept": {"US State Department"},
}
"""For each counting body of a row, whom the page of its source may name as the one whose count it passes on."""


@pytest.mark.parametrize("table", ["airpower", "strikes", "strikes_declared", "targets", "territory"])
def test_the_counter_that_a_source_passes_on_is_the_one_that_its_rows_name(table):
    counters = dict(zip(TABLES["sources"]["source_id"], TABLES["sources"]["counter_en"], strict=True))
    named = [(r, counters[r["source_id"]]) for r in rows(table) if counters[r["source_id"]]]
    assert named
    for r, counter in named:
        assert counter in COUNTERS[r["counting_body"]], next(iter(r.values()))


def test_a_counter_has_one_name_and_stands_in_no_publisher():
    sources = TABLES["sources"]
    pairs = sources[sources["counter_en"] != ""][["counter_en", "counter_ar"]].drop_duplicates()
    assert len(pairs) > 30 and pairs["counter_en"].is_unique and pairs["counter_ar"].is_unique
    assert ((sources["counter_en"] == "") == (sources["counter_ar"] == "")).all()
    for name in ("publisher_en", "publisher_ar"):
        assert not sources[name].str.contains("quoting|citing|نقلاً").any()


def test_every_source_is_used():
    columns = [TABLES[table].filter(regex="source_ids?$") for table in NAMES if table != "sources"]
    used = {key for frame in columns for name in frame for cell in frame[name] for key in cell.split(";")}
    assert set(TABLES["sources"]["source_id"]) <= used


# --- steps, quality, rules ------------------------------------------------------------------------------------------------
STEPS = {
    "cost": [
        ("total_usd_billion", "total_step_usd_billion"),
        ("average_usd_million_per_day", "average_step_usd_million_per_day"),
    ],
    "cost_breakdown": [("value", "step")],
    "article_figures": [("value", "step")],
}
MIDDLE_OF_A_RANGE = "cost-other-2014-09-24-csba"  # with half its width as its step


@pytest.mark.parametrize("table", STEPS)
def test_a_rounded_figure_is_a_multiple_of_its_step(table):
    of_article = table == "article_figures"
    for r in rows(table):
        key = r[KEY[table]]
        for value, step in ((r[value], r[step]) for value, step in STEPS[table]):
            if known(step) and key != MIDDLE_OF_A_RANGE:
                assert abs(value / step - round(value / step)) < 1e-6, key
                assert of_article or step in (0.0001, 0.001, 0.01, 0.1, 1, 10, 100), key
            assert known(step) or of_article or not known(value), key


def multiple(of, *values):
    return all(not known(value) or value % of == 0 for value in values)


MULTIPLES = {
    "airpower": lambda r: r["quality"] != "rounded" or multiple(50, r["weapons_released"]),
    "strikes": lambda r: r["quality"] != "rounded" or multiple(50, r["strikes_total"]),
    "displacement": lambda r: r["bound"] != "about" or multiple(100, r["people"]),
    "territory": lambda r: (
        (r["unit"] != "people" or multiple(100_000, r["low"], r["high"]))
        and (r["unit"] != "km2" or r["counting_body"] == "rand" or multiple(100, r["low"], r["high"]))
    ),
}


@pytest.mark.parametrize("table", MULTIPLES)
def test_rounded_counts_end_in_zeros(table):
    assert broken(table, MULTIPLES[table]) == []


RULED = [table for table in NAMES if "breaks_rule" in TABLES[table]]


@pytest.mark.parametrize("table", RULED)
def test_a_row_that_contradicts_or_breaks_a_rule_says_so_in_its_quality_or_note(table):
    for r in rows(table):
        key, contradiction = r[KEY[table]], r["quality"] == "contradiction"
        if contradiction:
            assert r["contradicts"] or r["breaks_rule"], key
        if r["breaks_rule"] or r["contradicts"]:
            assert r["note_en"] or contradiction or r["contradicts"], key
        assert key not in r["contradicts"].split(";"), key


@pytest.mark.parametrize("table", ("airpower", "displacement", "cost", "strikes"))
def test_rows_worked_out_by_us_say_how(table):
    for r in rows(table):
        if r["quality"] == "derived":
            assert r["note_en"] or r.get("as_of_note_en"), r[KEY[table]]
        if r["note_en"].startswith(("Our difference", "Worked out:")):
            assert r["quality"] == "derived", r[KEY[table]]


def test_the_package_of_tables_names_every_table_once():
    package = json.loads((data.FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    named = [r["name"] for r in package["resources"] if "schema" in r]
    assert sorted(named) == sorted(set(named)) == NAMES


# --- the article --------------------------------------------------------------------------------------------------------
SCALES = (1, 1000, 1_000_000, 1_000_000_000, 0.001)


def named_in(value, *texts):
    """Is a value among the numbers of the texts, in the same or another unit (thousand, million, billion)?"""
    words = "".join(texts).replace(",", "").replace("'", "")
    found = {float(n) for n in re.findall(r"\d+(?:\.\d+)?", words)}
    return any(abs(n * scale - value) < 1e-9 * max(value, 1) for n in found for scale in SCALES)


def test_the_value_of_a_printed_error_stands_in_its_text():
    # Two are sums of printed shares, two are printed as words.
    by_hand = {"E38": 70 + 13 + 11 + 8, "E40": 67 + 17 + 12 + 8, "E54": 3, "E57": 40_000}
    for r in rows("printed_errors"):
        key, printed, correct, day = r["error_id"], r["printed_value"], r["correct_value"], r["published_date"]
        if known(printed):
            assert printed == by_hand.get(key) or named_in(printed, r["printed_en"]), key
            assert r["unit"], key
        if known(correct):
            texts = (r["better_figure_en"], r["what_is_wrong_en"], r["how_to_check_en"])
            assert named_in(correct, *texts) or (key, correct) == ("E38", 100), key
        assert known(day) == (r["published_precision"] != "not_stated"), key
        first = {"month": "%d", "year": "%m-%d"}.get(r["published_precision"])
        assert not first or f"{day:{first}}" in ("01", "01-01"), key
        assert (r["quality"] == "") == r["better_figure_en"].startswith("None found"), key
    errors = TABLES["printed_errors"]["error_id"]
    assert list(errors) == [f"E{n:02}" for n in range(1, len(errors) + 1)]


IN_WORDS = {"a02-aircraft": "two", "a08-people-under-daesh": "eight million", "a11-countries": "Sixty-nine"}


def test_the_figures_of_the_article_stand_in_its_claims():
    claims = TABLES["article_claims"].set_index("claim_id")["claim_en"]
    for r in rows("article_figures"):
        claim, words, key = claims[r["claim_id"]], IN_WORDS.get(r["figure_id"]), r["figure_id"]
        assert (words in claim) if words else named_in(r["value"], claim), key
        assert known(r["as_of_date"]) == (r["as_of_precision"] != ""), key
        assert known(r["step"]) == (r["qualifier"] not in ("exact", "at_least")), key
    assert [row("article_figures", key)["value"] for key in IN_WORDS] == [2, 8_000_000, 69]


def test_figures_of_one_claim_in_one_unit_are_rounded_alike():
    alike = TABLES["article_figures"].groupby(["claim_id", "unit"])[["step", "qualifier"]].nunique(dropna=False)
    assert alike[(alike != 1).any(axis=1)].index.to_list() == []


def test_a_verdict_rests_on_its_own_claim_and_on_all_figures_of_it():
    figures = TABLES["article_figures"]
    for r in rows("verdicts"):
        evidence = [key.partition(":") for key in r["evidence"].split(";")]
        assert {key for name, _, key in evidence if name == "article_claims"} <= {r["claim_id"]}, r["claim_id"]
        own = set(figures.loc[figures["claim_id"] == r["claim_id"], "figure_id"])
        assert own <= {key for name, _, key in evidence if name == "article_figures"}, r["claim_id"]


def test_the_article_has_seventeen_claims_and_its_figures_add_up():
    claims = TABLES["article_claims"]["claim_id"]
    assert list(claims) == [f"A{n:02}" for n in range(1, 18)]
    assert set(TABLES["article_figures"]["claim_id"]) <= set(claims)
    value = TABLES["article_figures"].set_index("figure_id")["value"]
    assert value["a13-strikes-iraq"] + value["a13-strikes-syria"] == value["a13-strikes-total"] == 23922
    assert value["a16-civilians-killed"] == 624
    assert data.article_figure("a14-cost-per-day") == measures.rounded("13.6")
    square_miles = measures.square_miles_to_km2(data.article_figure("a06-area-square-miles"))
    assert data.article_figure("a06-area-km2").overlaps(square_miles)


# --- a cell against what stands elsewhere -----------------------------------------------------------------------------
TOLD_ALIKE = {("printed_errors", "printed", 2), ("printed_errors", "how_to_check", 2)}
"""The texts that differ in English by a word and are one in Arabic: the table, the column, how many."""


def test_texts_that_are_one_in_a_language_are_one_in_the_other():
    found = set()
    for table in NAMES:
        for name in (name.removesuffix("_en") for name in TABLES[table] if name.endswith("_en")):
            pairs = TABLES[table][[f"{name}_en", f"{name}_ar"]].drop_duplicates()
            unlike = max(pairs.duplicated(f"{name}_{language}", keep=False).sum() for language in LANGUAGES)
            found |= {(table, name, int(unlike))} if unlike else set()
    assert found == TOLD_ALIKE


DAY_IN_ADDRESS = re.compile(r"(20\d\d)[/-]?(\d\d)[/-]?(\d\d)(?!\d)")
DATES = ("as_of_date", "report_date", "start_date", "event_date", "period_end", "published_date")
LATER = {
    # The address has the day of the event, the draft or the first version, and not of the text.
    "al-shafaa-2017-coalition", "al-shafaa-2017-airwars-relatives", "members-2016-08-24",
    "strikes-2018-12-31-netherlands-both-end", "declared-2015-10-both-centcom", "declared-2016-07-both-centcom",
}  # fmt: skip


def test_nothing_is_as_of_a_day_after_the_one_in_the_address_that_prints_it():
    addresses, late, read = TABLES["sources"].set_index("source_id")["url"], set(), 0
    for table in (name for name in NAMES if "source_id" in TABLES[name]):
        for r in rows(table):
            day = DAY_IN_ADDRESS.search(addresses.get(r["source_id"], ""))
            day = pd.to_datetime("-".join(day.groups()), errors="coerce") if day else pd.NaT
            for name in (name for name in DATES if known(r.get(name), day)):
                read += 1
                late |= {r[KEY[table]]} if r[name] > day else set()
            if table == "printed_errors" and r["printed_page_found"] and known(day):
                assert 0 <= (day - r["published_date"]).days <= 1, r["error_id"]
    assert late == LATER and read >= 190


def test_copies_of_an_encyclopedia_are_weak_sources():
    kinds = TABLES["sources"].set_index("source_id")["kind"]
    for table in ("airpower", "strikes", "targets"):
        weak = TABLES[table]["quality"] == "weak-source"
        copies = TABLES[table]["source_id"].map(kinds) == "encyclopedia_copy"
        others = {"airpower": ["airpower-2015-01-to-2015-07-afcent"]}.get(table, [])
        assert TABLES[table].loc[weak != copies, KEY[table]].to_list() == others, table


def test_a_declared_row_is_as_sure_of_its_day_as_its_note_and_the_running_count_of_that_day():
    counts = {(r["counting_body"], r["as_of_date"]): r["as_of_precision"] for r in rows("strikes")}
    for r in rows("strikes_declared"):
        day, precision = r["as_of_date"], r["as_of_precision"]
        told = day == r["period_end"] or f"as of {day.day} {day:%B %Y}" in r["note_en"].replace("As", "as")
        expected = {"day"} if told else {"inferred_day", "approximate"}
        if day != r["period_end"] and (r["counting_body"], day) in counts:
            expected = {counts[r["counting_body"], day]}
        assert precision in expected, r["declared_id"]


def test_a_period_that_its_key_names_by_months_or_years_ends_with_the_last_of_them():
    for r in rows("airpower"):
        if not re.search(r"to-\d{4}-\d\d-\d\d-", r["observation_id"]):
            whole = re.search(r"\d{4}-\d\d(?=-[a-z])", r["observation_id"])
            assert r["period_end"].is_month_end and (whole or r["period_end"].is_year_end), r["observation_id"]


def test_a_break_lies_in_the_month_of_its_key_and_rests_on_a_source_of_its_count():
    for r in rows("series_breaks"):
        assert r["break_id"].endswith(f"{r['before_date']:-%Y-%m}") and r["before_date"].is_month_end, r["break_id"]
        inside = {row("strikes", r["first_after"])["source_id"]}
        declared = TABLES["strikes_declared"]
        inside |= set(declared.loc[declared["period_end"] == r["before_date"], "source_id"])
        assert r["source_id"] in inside, r["break_id"]
