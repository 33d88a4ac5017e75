"""The break in the count of strikes, as lesson 03 and its explorer use it."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
import refresh
from campaign import data, measures
from campaign.topics.strikes import rules

BREAK = rules.official_break()


@pytest.mark.parametrize(
    ("start", "end", "spanned"),
    [
        ("2017-01-31", "2017-02-28", False),
        ("2017-03-31", "2017-04-30", False),
        ("2017-01-31", "2017-03-31", True),
        ("2017-02-28", "2017-03-31", True),
        ("2017-02-28", "2017-03-01", True),
        ("2014-08-08", "2017-07-26", True),
        ("2017-03-30", "2017-03-31", True),
    ],
)
def test_an_interval_spans_the_step_if_any_of_its_days_may_hold_it(start, end, spanned):
    assert BREAK.spanned(start, end) is spanned
    assert BREAK.spanned(pd.Timestamp(start), pd.Timestamp(end)) is spanned


def test_the_step_is_known_for_both_countries_and_open_for_each():
    assert (BREAK.within("both").low, BREAK.within("both").high) == (820, 823)
    for theatre in ("iraq", "syria"):
        assert (BREAK.within(theatre).low, BREAK.within(theatre).high) == (0, 823)


def test_declared_stretches_do_not_overlap_and_hold_no_contradiction():
    for theatre in ("both", "iraq", "syria"):
        rows = rules.declared(theatre)
        assert set(rows["theatre"]) == {theatre} and set(rows["counting_body"]) == {"airwars"}
        assert "contradiction" not in set(rows["quality"])
        later = rows["period_start"].iloc[1:].reset_index(drop=True)
        assert (later > rows["period_end"].iloc[:-1].reset_index(drop=True)).all(), theatre
    both = rules.declared().set_index("declared_id")
    assert "declared-2017-02-to-2017-03-both-airwars" not in both.index
    february = both.loc["declared-2017-02-both-airwars", "pace"]
    assert february.best == Fraction(819, 28) and february.width == 0
    january = both.loc["declared-2017-01-both-airwars", "pace"]
    assert (january.low, january.high) == (Fraction(768, 31), Fraction(773, 31))


def test_months_range_wider_than_the_intervals_between_reports():
    months = rules.declared().query("period_type == 'month'")["pace"]
    assert measures.round_half_up(min(pace.low for pace in months)) == 19
    assert measures.round_half_up(max(pace.high for pace in months)) == 29


# --- no text states a pace across the step without its warning ------------------------------------------------------
ROOT = Path(data.__file__).parents[2]
ACROSS = re.compile(
    r"(?<![\d.,-])(?:22(?:\.0\d?|\.1\d?)?|39\.\d+|40(?:\.\d+)?|51\.\d+|52)(?![\d,]|\.\d)"
    r"[^.,،\n؛;؟?]{0,30}?(?:a day\b|في اليوم|per day|يومياً)"
)
WARNING = re.compile(r"\bstep\b|\bbreak\b|قفز")


def texts_of(notebook: Path):
    """Every text of a notebook that a reader sees: of Markdown cells, and of each output (with alternative texts)."""
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            yield "".join(cell["source"])
        for output in cell.get("outputs", []):
            kinds = output.get("data", {}) | {"stream": output.get("text", "")}
            kinds |= {"alt": output.get("metadata", {}).get("image/png", {}).get("alt", "")}
            yield from ("".join(words) for kind, words in kinds.items() if kind != "image/png" and "json" not in kind)


def paragraphs():
    """All texts that could state a pace, each with the file it stands in."""
    for notebook in refresh.notebook_paths():
        yield from ((notebook.name, words) for words in texts_of(notebook))
    for page in [ROOT / "figures" / "README.md", *sorted(ROOT.glob("README*.md"))]:
        yield from ((page.name, words) for words in page.read_text("utf-8").split("\n\n"))
    for words in sorted((ROOT / "notebooks" / "campaign" / "words").glob("*.toml")):
        yield from ((words.name, line) for line in words.read_text("utf-8").splitlines())


def unwarned(texts) -> list:
    """The texts with a pace that spans the step and no word of the step."""
    return [
        (name, ACROSS.search(words).group())
        for name, words in texts
        if ACROSS.search(words) and not WARNING.search(words)
    ]


def test_the_numbers_searched_for_are_the_paces_across_the_step():
    official = data.load("strikes").set_index("observation_id")
    ends = [("strikes-2017-01-31-centcom", 17_861), ("strikes-2017-02-28-centcom", 18_600)]
    paces = [
        Fraction(20_205 - count, (pd.Timestamp("2017-03-31") - official.at[key, "as_of_date"]).days)
        for key, count in ends
    ]
    paces.append(Fraction(23_922, measures.elapsed_days(measures.CAMPAIGN_START, "2017-07-26")))
    for pace in paces:
        for decimals in (0, 1):
            assert ACROSS.search(f"about {float(measures.round_half_up(pace, decimals)):.{decimals}f} strikes a day"), (
                float(pace)
            )


@pytest.mark.parametrize("words", ["about 40 strikes a day", "نحو 39.7 غارة في اليوم", "52 a day", "22.1 في اليوم"])
def test_a_pace_without_the_warning_is_found(words):
    assert unwarned([("page", words)]) and not unwarned([("page", words + " (with the step)")])


@pytest.mark.parametrize(
    "words", ["22.6 strikes a day", "28 a day", "1,040 strikes a day", "22 flights, then 19 a day."]
)
def test_other_paces_are_left_alone(words):
    assert not unwarned([("page", words)])


def test_no_text_states_a_pace_across_the_step_without_its_warning():
    assert unwarned(paragraphs()) == []
