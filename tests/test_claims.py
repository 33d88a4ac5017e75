"""07-check-the-article: no claim is forgotten, the recomputations are right, ours stays hidden, nothing is unescaped."""

import datetime
import html
import re
from dataclasses import replace
from fractions import Fraction

import pytest
from campaign import data, measures
from campaign import language as lang
from campaign.explorer import guess
from campaign.sheet import drawing
from campaign.topics.claims import charts
from campaign.topics.claims import explorer_errors as module
from campaign.topics.claims import rules as claims
from campaign.topics.claims.explorer import ClaimChecker, ErrorBank
from room import problems
from shown import sentence_and_picture

ALL = [f"A{n:02}" for n in range(1, 18)]
LANGUAGES = sorted(lang.LANGUAGES)
VERDICTS = data.load("verdicts").set_index("claim_id", drop=False)
ERRORS = data.load("printed_errors").set_index("error_id", drop=False)
PARTS = ("printed", "how_to_check", "what_is_wrong", "better_figure")
every_claim = pytest.mark.parametrize("claim", ALL)
every_language = pytest.mark.parametrize("language", LANGUAGES)


# --- no claim is forgotten -----------------------------------------------------------------------------------------
def test_every_claim_has_a_recomputation_a_lesson_and_a_verdict():
    story = data.load("article_claims").set_index("claim_id")
    assert list(claims.RECOMPUTE) == list(story.index) == list(VERDICTS.index) == ALL
    assert set(VERDICTS["verdict"]) == set(claims.VERDICTS)
    for lesson in story["lesson"]:
        assert (data.FOLDER.parent / "notebooks" / "en" / f"{lesson}.ipynb").is_file()


@every_claim
def test_a_claim_comes_to_a_number_or_says_why_not(claim):
    result = claims.recompute(claim)
    assert result.claim_id == claim
    told = VERDICTS.loc[claim, "recomputed_value"]
    if result.result is None:
        assert told != told  # no number in the table either
        assert VERDICTS.loc[claim, "verdict"] in ("cannot_be_tested", "not_tested_here") or claim == "A02"
    else:
        assert claim not in {"A07", "A12", "A17"}
        decimals = len(f"{told:.10g}".partition(".")[2])
        assert measures.round_half_up(result.result.best, decimals) == Fraction(f"{told:.10g}"), result.result


@every_claim
@every_language
def test_a_claim_is_told_in_words(claim, language):
    result = claims.recompute(claim)
    for told in (charts.finding, charts.sentence, charts.subtitle):
        assert told(result, language).strip() and "{" not in told(result, language)
    assert re.search(r"\d{4}", charts.source(claim, language))
    assert lang.text(f"claims.name_{claim.lower()}", language)
    if not result.rows:
        assert not re.search(r"\d", charts.sentence(result, language)), "there is no figure to print"


@every_claim
def test_the_evidence_stands_in_the_tables(claim):
    rows = claims.evidence(claim)
    assert rows
    for table, key in rows:
        assert len(data.load(table)) if key == "*" else len(data.row(table, key)), (table, key)


def test_an_unknown_claim_is_told_by_name():
    with pytest.raises(KeyError, match="A18"):
        claims.recompute("A18")


def test_words_of_praise_stay_quoted():
    texts = [*VERDICTS["reason_en"], *(charts.sentence(claims.recompute(claim), "en") for claim in ALL)]
    for text in texts:
        outside = re.sub(r"“[^”]*”", "", text)
        assert not re.search(r"freed|liberat|collateral|casualt", outside, flags=re.IGNORECASE), text


# --- the numbers, worked out here in another way ---------------------------------------------------------------------
def numbers(claim):
    return claims.recompute(claim).values


def test_dates():
    assert numbers("A01")["days"].amount == 3 * 365 + 1  # 2016 had one day more
    assert str(numbers("A01")["last"]) == "2017-08-07"
    assert numbers("A04")["days"].amount == (31 - 8) + 23
    assert numbers("A05")["least"].amount == 28 + 31 + 30 + 31 + 10  # February to May, and ten days
    assert numbers("A05")["gap"].high == 160
    assert (numbers("A10")["held"].low, numbers("A10")["held"].high) == (249, 279)


def test_areas_and_shares():
    assert numbers("A03")["kilograms"].best == Fraction("226.8")
    assert numbers("A06")["converted"].best == Fraction("103599.5")
    iraq, syria = 42000 / 0.73, 26000 / 0.58
    assert repr(claims.territory("2015-01-05-both-area-controlled-ihs")) == "90,800 [90,750, 90,850]"
    assert float(numbers("A06")["maps"].best) == pytest.approx(iraq + syria)
    assert float(numbers("A09")["both"].best) == pytest.approx(100 * (42000 + 26000) / (iraq + syria))
    assert float(numbers("A09")["weighted_best"].best) == pytest.approx((70 * iraq + 50 * syria) / (iraq + syria))
    assert Fraction("66.4") in numbers("A09")["both"] and numbers("A09")["plain"].best == 60


def test_counts():
    people = data.load("territory").query("measure == 'population_at_peak'")["low"] / 1_000_000
    told = numbers("A08")
    assert (told["low"], told["high"], told["all"]) == (people.min(), people.max(), len(people))
    assert told["same"] == (people == 8).sum()
    assert (numbers("A11")["states"].amount, numbers("A11")["striking"].amount) == (69, 13)
    assert (numbers("A13")["added"], numbers("A13")["percent_iraq"].best) == (23922, Fraction("55.3"))
    assert numbers("A15")["each"].best == Fraction("6.7")
    killed = numbers("A16")
    assert killed["before"] + killed["added"] == killed["total"] == killed["printed"] == 624


def test_a_place_counts_as_won_back_only_where_daesh_had_been_driven_out_of_it():
    events = data.load("timeline").set_index("event_id")
    won_back = events[events["won_back_by_daesh"]]
    assert list(won_back.index) == [claims.BAIJI[1], claims.PALMYRA[2]]
    assert claims.recompute("A10").result.best == len(won_back)
    for event in won_back.itertuples():
        before = events[(events["place_en"] == event.place_en) & (events["start_date"] < event.start_date)]
        assert (
            event.category == "territory" and "Daesh" in event.title_en and "Daesh" not in before["title_en"].iloc[-1]
        )


ROWS = {
    "A01": "plain plain highlight*",
    "A02": "highlight* plain plain",
    "A03": "highlight* plain plain-unknown",
    "A04": "iraq syria",
    "A05": "syria iraq iraq iraq",
    "A06": "highlight* both official independent",
    "A07": "",
    "A08": "highlight* plain official plain independent plain",
    "A09": "iraq* syria* iraq syria iraq syria both",
    "A10": "iraq iraq iraq syria syria syria syria",
    "A11": "highlight* official official partners",
    "A12": "",
    "A13": "iraq* syria* both both* official official",
    "A14": "united_states* united_states* plain",
    "A15": "official official",
    "A16": "official-floor official*-floor independent-floor",
    "A17": "",
}
"""The rows of each comparison: the colour of who counted, * for the article's own figure."""


@every_claim
def test_each_row_is_marked_as_the_articles_own_as_official_or_as_independent(claim):
    told = [
        row.tone + "*" * row.claimed + "-floor" * row.floor + "-unknown" * (row.value is None)
        for row in claims.recompute(claim).rows
    ]
    assert " ".join(told) == ROWS[claim]


COMES_TO = {
    "A01": (
        "date: first = 2014-08-08, last = 2017-08-07, days = 1,096 (day), years = 3 | 2014-08-08; 2014-10-15; "
        "2017-08-07"
    ),
    "A02": (
        "date: printed = 2014-08-08, confirmed = 2014-08-08, other = 2014-08-07 | 2014-08-08; 2014-08-08; 2014-08-07"
    ),
    "A03": "kilograms: pounds = 500, kilograms = 226.8 | 226.8; 226.8; None",
    "A04": "date: iraq = 2014-08-08, syria = 2014-09-23, days = 46 (day) | 2014-08-08; 2014-09-23",
    "A05": (
        "date: raqqa = 2014-01, mosul = 2014-06-10, least = 130 (day), gap = 150 [130, 160] | 2014-01; 2014-01-04; "
        "2014-06-10; 2014-06-11"
    ),
    "A06": (
        "km2: miles = 40000, converted = 103,599.5, printed = 104,000 [103,500, 104,500], printed_best = 104,000 "
        "[103,500, 104,500], maps = 102,000 [100,100, 104,700], ihs = 90,800 | 104,000 [103,500, 104,500]; 103,599.5; "
        "102,000 [100,100, 104,700]; 90,800"
    ),
    "A08": (
        "million_people: figures = 5 (figure), low = 7, high = 12, bounds = 8 [7.5, 8.5], inside = 1 (figure), same = "
        "1, all = 5 | 8 [7.5, 8.5]; 7 [6.5, 7.5]; 8 [7.5, 8.5]; 10 [9.5, 10.5]; 11 [10.5, 11.5]; 12 [11.5, 12.5]"
    ),
    "A09": (
        "percent: printed_iraq = 70, printed_syria = 50, plain = 60, weighted_best = 61.2 [61.01, 61.47], both = 66 "
        "[65.2, 67.7], june_iraq = 73, june_syria = 58, august_iraq = 78, august_syria = 58 | 70; 50; 73; 58; 78; 58; "
        "66 [65.2, 67.7]"
    ),
    "A10": (
        "date: baiji = 2014-11-14, baiji_lost = 2014-12-18, said = 2015-09-02, retaken = 2016-03-27, lost = 2016-12, "
        "held = 260 [249, 279], baiji_held = 34 (day) | 2014-11-14; 2014-12-18; 2015-09-02; 2015-05-20; 2016-03-27; "
        "2016-12; 2017-03-02"
    ),
    "A11": (
        "members: members = 73, organisations = 4 (organisation), states = 69 (state), striking = 13 (state), percent "
        "= 19 | 69; 73; 4; 13"
    ),
    "A13": (
        "strikes: iraq = 13221, syria = 10701, added = 23922, printed = 23,922 (strike), before_day = 2017-06-30, "
        "after_day = 2017-09-30, percent_iraq = 55.3, percent_syria = 44.7, since = 2017-07-26, a_day = 1700 | 13,221;"
        " 10,701; 23,922; 23,922; 22,983, date 2017-06-30; 27,566, date 2017-09-30"
    ),
    "A14": (
        "billion_dollars: rate_best = 13.6 [13.55, 13.65], first_day = 2017-07-26, first = 14.7 [14.69, 14.80], "
        "second_day = 2017-06-30, second = 14.4 [14.34, 14.44], obligations = 17.1 | 14.7 [14.69, 14.80], date "
        "2017-07-26; 14.4 [14.34, 14.44], date 2017-06-30; 17.1, date 2017-06-30"
    ),
    "A15": (
        "cumulative_on_day: sorties = 65,492 (sortie), strikes = 9,782 (strike), each = 6.7, day = 2016-01-20 | 9,782;"
        " 65,492"
    ),
    "A16": (
        "people_killed: before = 603, before_day = 2017-05-31, added = 21, total = 624, printed = 624, data_to = "
        "2017-06-30, published = 2017-08-04, open_reports = 424 (allegation), airwars = 4354, airwars_day = 2017-07-07"
        " | 603, date 2017-05-31; 624, date 2017-06-30; 4,354, date 2017-07-07"
    ),
}
"""The unit of each claim's rows, the values of its words | the values that stand side by side."""


def test_each_claim_comes_to_these_numbers():
    for claim in ALL:
        made = claims.recompute(claim)
        rows = [", ".join([repr(row.value), *(f"{name} {at}" for name, at in row.words.items())]) for row in made.rows]
        told = COMES_TO.get(claim, "none: no figure to work out | ")
        assert f"{made.unit}: {repr(made).partition(': ')[2]} | {'; '.join(rows)}" == told, claim


# --- the checker -------------------------------------------------------------------------------------------------------
@pytest.fixture
def checker():
    return ClaimChecker("en")


def test_a_claim_without_a_verdict_opens_without_one(checker):
    checker.controls["verdict"].value = "wrong"
    for claim in ("A02", "A01", "A03"):
        checker.controls["claim"].value = claim
        assert checker.controls["verdict"].value == {"A01": "wrong"}.get(claim, "")


@every_language
def test_ours_is_hidden_until_a_verdict_is_given(language, monkeypatch):
    monkeypatch.setattr(drawing, "quick_png", lambda figure: b"")
    checker = ClaimChecker(language)
    for claim in ALL:
        checker.controls["claim"].value = claim
        hidden = checker.words(checker.numbers())
        reason = VERDICTS.loc[claim, f"reason_{language}"]
        assert not any(reason in text for text in hidden), claim
        assert checker.numbers().ours == checker.numbers().reason == ""
        checker.controls["verdict"].value = VERDICTS.loc[claim, "verdict"]
        shown = checker.words(checker.numbers())
        assert reason in shown[3] and reason not in shown[0], claim
    assert checker.given == dict(VERDICTS["verdict"])


def test_a_verdict_of_ones_own_is_answered_and_kept(checker):
    checker.controls["claim"].value = "A02"
    checker.controls["verdict"].value = "correct"
    assert checker.numbers().same is False
    assert "Your verdict is “correct”; ours is “wrong”" in checker.sentence and "H.W. Bush" in checker.sentence
    assert checker.sentence in sentence_and_picture(checker)[0].replace("&#x27;", "'")
    assert f"{data.title('printed_errors', 'en')}: E64" in checker._rows_used.value, (
        "the rows behind our verdict stand below"
    )
    checker.controls["claim"].value = "A13"
    assert checker.controls["verdict"].value == "" and "ours is shown after it" in checker.sentence
    checker.controls["verdict"].value = "wrong"
    assert checker.numbers().same is True and "so is ours" in checker.sentence
    checker.controls["claim"].value = "A02"
    assert checker.controls["verdict"].value == "correct" and checker.given == {"A02": "correct", "A13": "wrong"}
    checker.controls["verdict"].value = ""
    assert checker.given == {"A13": "wrong"} and checker.numbers().ours == ""


@every_language
def test_a_verdict_is_marked_on_the_scale_and_ours_beside_it(language):
    checker = ClaimChecker(language)

    def marked():
        cells = re.findall(r'<span role="listitem" style="([^"]*)">([^<]*)</span>', checker._scale.value)
        assert len(cells) == len(claims.VERDICTS)
        return {html.unescape(words): ("3px" in style, "white" in style.split("color:")[1]) for style, words in cells}

    checker.controls["claim"].value = "A02"
    before = marked()
    assert list(before) == [lang.code("verdict", verdict, language) for verdict in claims.VERDICTS]
    assert set(before.values()) == {(False, False)}, "nothing of ours before a verdict"
    checker.controls["verdict"].value = "rounded"
    ours = VERDICTS.loc["A02", "verdict"]
    names = {key: lang.text(f"claims.scale_{key}", language, verdict="\n").strip() for key in ("yours", "ours", "both")}
    told = {words for words in marked() if words.endswith(tuple(names.values()))}
    assert told == {
        f"{lang.code('verdict', verdict, language)} {names[key]}"
        for key, verdict in {"yours": "rounded", "ours": ours}.items()
    }
    checker.controls["verdict"].value = ours
    (both,) = (words for words in marked() if words.endswith(tuple(names.values())))
    assert both == f"{lang.code('verdict', ours, language)} {names['both']}"
    checker.controls["claim"].value = "A16"
    checker.controls["verdict"].value = "rounded"
    (alone,) = (words for words in marked() if words.endswith(tuple(names.values())))
    assert alone.endswith(names["ours"]), "of people killed no verdict of the learner stands beside ours"


@every_language
def test_people_killed_are_not_for_scoring(language):
    checker = ClaimChecker(language)
    checker.controls["claim"].value = "A16"
    before = checker.sentence
    for verdict in claims.VERDICTS:
        checker.controls["verdict"].value = verdict
        assert checker.numbers().same is None
        quoted = lang.text("claims.quoted", language, words=lang.code("verdict", verdict, language))
        ours = verdict == VERDICTS.loc["A16", "verdict"]
        assert (quoted in checker.sentence) == ours, "the learner's own is not repeated"
    least = {"en": "at least", "ar": "ما لا يقل عن"}[language]
    assert before.count(least) >= 3
    for figure in ("603", "624", "4,354", lang.date("2017-06-30", language), lang.date("2017-07-07", language)):
        assert figure in before


def test_worked_verdicts_are_there_and_come_back(checker):
    worked = {"A05": "wrong", "A01": "nonsense"}
    checker = ClaimChecker("en", given=worked)
    opening = checker.sentence
    assert checker.numbers().given == ""  # what is not on the scale is no verdict
    checker.controls["claim"].value = "A05"
    assert checker.numbers().same is True
    checker.controls["verdict"].value = "rounded"
    assert worked["A05"] == "rounded", "the learner's verdicts are written into the lesson's dictionary"
    checker.reset_button.click()
    assert worked["A05"] == "wrong" and checker.controls["claim"].value == "A01" and checker.sentence == opening


@every_language
def test_without_a_claim_there_is_a_kind_sentence(language):
    checker = ClaimChecker(language)
    checker.controls["claim"].value = None
    assert checker.sentence == lang.text("claims.problem_no_claim", language)
    checker.controls["verdict"].value = "wrong"
    assert checker.given == {}
    checker.controls["claim"].value = "A17"
    assert charts.sentence(claims.recompute("A17"), language) in checker.sentence


def test_texts_are_escaped_and_one_figure_is_kept(checker):
    figure = checker.frame.figure
    checker._claims.loc["A07", "claim_en"] = "<script>alert(1)</script> & more"
    checker._verdicts.loc["A07", "reason_en"] = "<b>because</b>"
    checker.controls["claim"].value = "A07"
    checker.controls["verdict"].value = "rounded"
    assert "&lt;script&gt;" in checker._claim_text.value and "<script>" not in checker._claim_text.value
    for part in sentence_and_picture(checker):
        assert "&lt;b&gt;because" in part and "<b>" not in part
    assert checker.frame.figure is figure


# --- the error bank ----------------------------------------------------------------------------------------------------
def test_the_practice_set_is_large_and_careful():
    practice = claims.practice_errors().set_index("error_id")
    assert len(practice) >= 20
    assert {"unit", "magnitude", "as_of_date", "base", "digit_swap", "wrong_quantity", "misattribution"} <= set(
        practice["kind"]
    )
    harm = practice[practice["lesson"] == "05-civilian-harm"]
    assert set(harm.index) == set(claims.HARM_ERRORS)
    assert set(harm["kind"]) <= {"wrong_quantity", "unit", "as_of_date", "stale"}
    assert not set(practice.loc[~practice.index.isin(harm.index), "unit"]) & {"people killed"}


@every_language
def test_every_error_opens_step_by_step(language):
    bank = ErrorBank(language)
    bank._drawing = True
    for _, key in bank.controls["error"].options:
        bank.controls["error"].value = key
        error = ERRORS.loc[key]
        shown = []
        bank.controls["kind"].value = "unit"
        for stage in range(3):
            bank.controls["stage"].value = stage
            state = bank.numbers()
            # Signs that hold a sum together in Arabic are no words.
            shown.append(re.sub("[\u2066-\u2069]", "", bank.words(state)[3]))
            assert (state.printed is None) or (stage == 2 and not state.harm)
        texts = [error[f"{name}_{language}"] for name in PARTS]
        for text, first in zip(texts, (0, 1, 2, 2), strict=True):
            # A hint may repeat words of the print, so a part is looked for with its full length.
            assert [text in words for words in shown][first:] == [True] * (3 - first), (key, text)
        assert texts[2] not in shown[1], key
        told = lang.text("claims.published_by", language, publisher="\n", date="").split("\n")[0]
        assert (told in shown[2]) == bool(error["printed_page_found"]), key
        assert (lang.text("claims.harm_note", language) in shown[2]) == (error["lesson"] == claims.HARM_LESSON)


@every_language
def test_the_longest_cards_stay_inside_the_picture(language):
    bank = ErrorBank(language)
    size = ERRORS[[f"{name}_{language}" for name in PARTS]].map(len).sum(axis=1)
    longest = size[[key for _, key in bank.controls["error"].options]].nlargest(8).index
    for key in [*longest, "E02", "E09", "E37"]:
        bank.set(error=key, kind="unit", stage=2)
        bank.frame.set(*bank.words(bank.numbers())[:3])
        bank.draw(bank.numbers())
        figure = bank.frame.figure
        renderer = figure.canvas.get_renderer()
        width, height = figure.canvas.get_width_height(physical=True)
        boxes = [text.get_window_extent(renderer) for text in bank._texts]
        below = bank._unit if bank.numbers().printed is not None else bank.frame.source_text
        assert boxes[-1].y0 > below.get_window_extent(renderer).y1, key
        for box in boxes:
            assert 0 <= box.x0 and box.x1 <= width and 0 <= box.y0 and box.y1 <= height, key


@every_language
def test_a_short_card_uses_the_room_that_it_has(language):
    bank = ErrorBank(language)
    lowest = bank._texts[-1].get_window_extent(bank.frame.figure.canvas.get_renderer()).y0
    assert lowest < bank.frame.figure.bbox.height / 2 and problems(bank.frame.figure) == []
    assert bank._texts[0].get_size() > 20


def test_lessons_narrow_the_list_and_reset_opens_it():
    bank = ErrorBank("en")
    opening = bank.sentence
    assert (
        len(bank.controls["error"].options) == len(claims.practice_errors())
        and "27,800" in opening
        and "2,709" not in opening
    )
    bank.controls["lesson"].value = "04-cost"
    keys = [key for _, key in bank.controls["error"].options]
    assert keys == list(ERRORS.query("lesson == '04-cost'").index) and bank.controls["error"].value == keys[0]
    bank.set(error="E21", kind="magnitude", stage=2)
    assert bank.numbers().printed == 424 and bank.numbers().better == 0.424 and "thousand times" in bank.sentence
    assert [bar.get_width() for bar in bank._two] == [424, 0.424]
    bank.controls["error"].value = keys[-1]
    assert (bank.controls["stage"].value, bank.controls["kind"].value) == (0, ""), "another error starts closed"
    bank.reset_button.click()
    assert bank.sentence == opening


def test_lessons_are_offered_in_their_order_with_the_number_of_their_errors():
    practice = claims.practice_errors()
    offered = [(key, int(re.findall(r"\d+", label)[-1])) for label, key in ErrorBank("en").controls["lesson"].options]
    assert offered[0] == ("all", len(practice))
    assert offered[1:] == sorted(practice["lesson"].value_counts().to_dict().items())


@every_language
def test_what_is_wrong_stays_closed_until_a_kind_is_named(language):
    """Neither the lists nor a word on the page tell the kind of an error before the learner names one."""
    bank = ErrorBank(language)
    bank._drawing = True
    for key, error in claims.practice_errors().set_index("error_id").iterrows():
        bank.controls["error"].value = key
        bank.controls["stage"].value = 2
        state = bank.numbers()
        words = bank.words(state)
        assert (state.stage, state.waits, state.same, state.printed) == (1, True, None, None)
        assert words[3].endswith(lang.text("claims.name_a_kind_first", language) + " " + words[2]) or state.harm
        for closed in (lang.text(f"claims.kind_{error['kind']}", language), error[f"what_is_wrong_{language}"]):
            assert not any(closed in text for text in words), key
        bank.controls["kind"].value = error["kind"]
        opened = bank.numbers()
        assert (opened.stage, opened.waits, opened.same) == (2, False, None if opened.harm else True)
        assert error[f"what_is_wrong_{language}"] in bank.words(opened)[3]
    offered = [key for _, key in bank.controls["kind"].options]
    assert offered == ["", *claims.by_number(ERRORS["kind"])], "every kind is offered for every error"


def test_another_kind_is_answered_and_one_about_people_killed_is_not_compared():
    bank = ErrorBank("en")
    bank.set(error="E21", kind="unit", stage=2)
    assert "You chose “Wrong unit”; our bank files it under “Ten or a thousand times off”." in bank.sentence
    assert bank.title == "E21. Ten or a thousand times off"
    bank.controls["kind"].value = "magnitude"
    assert bank.sentence.startswith("You chose “Ten or a thousand times off”, and so does our bank.")
    bank.set(error="E50", kind="unit", stage=2)
    assert bank.sentence.startswith("Our bank files it under “One thing printed as another”.")
    assert "You chose" not in bank.sentence


@pytest.mark.parametrize("words", ["“12 strikes”", "«12 غارة»", '"12 strikes"'])
def test_a_quoted_text_with_marks_of_its_own_gets_no_others(words):
    bank = ErrorBank("en")
    key = bank._errors.index[bank._errors["quoted"]][0]
    bank._errors.loc[key, "printed_en"] = words
    bank.controls["error"].value = key
    assert words in bank.sentence and not re.search('[“«"][“«"]', bank.sentence)


@pytest.mark.parametrize(
    ("words", "short"),
    [("a" * 60, "a" * 60), ("a" * 61, "a" * 59 + "…"), ("a" * 58 + " " + "b" * 20, "a" * 58 + "…"), ("", "")],
)
def test_a_long_text_is_cut_in_a_list(words, short):
    assert module._short(words) == short


@pytest.mark.parametrize(
    ("words", "ended"),
    [
        ("12 strikes", "12 strikes."),
        ("12 strikes.", "12 strikes."),
        ("12 strikes?", "12 strikes?"),
        ("12 strikes!", "12 strikes!"),
        ("كم غارة؟", "كم غارة؟"),
        ("12 strikes…", "12 strikes…"),
        ("“12 strikes.”", "“12 strikes.”"),
        ('"12 strikes."', '"12 strikes."'),
        ("«كم غارة؟»", "«كم غارة؟»"),
        ("“12 strikes”", "“12 strikes”."),
    ],
)
def test_a_text_gets_a_full_stop_only_where_it_has_no_end(words, ended):
    assert module._ended(words) == ended


@every_language
def test_without_a_choice_the_bank_says_what_to_do(language):
    bank = ErrorBank(language)
    bank.controls["error"].value = None
    assert bank.sentence == lang.text("claims.problem_no_error", language)
    bank.controls["lesson"].value = None
    assert bank.sentence == lang.text("claims.problem_no_lesson", language)
    bank.controls["lesson"].value = "04-cost"
    assert bank.numbers().error["lesson"] == "04-cost"


# --- charts --------------------------------------------------------------------------------------------------------------
def shown(axes, markers):
    """The lines that are shown with one of these markers."""
    return [line for line in axes.lines if line.get_visible() and line.get_marker() in set(markers)]


def test_a_recomputation_draws_each_line_at_its_value():
    chart = charts.recomputation(claims.recompute("A09"), "en")
    axes = chart.figure.axes[0]
    points = [line.get_xdata()[0] for line in shown(axes, "osD")]
    assert points[:6] == [70, 50, 73, 58, 78, 58] and 65 < points[6] < 68
    assert chart.title == charts.finding(claims.recompute("A09"), "en")
    assert "60" in chart.sentence and "61.2" in chart.sentence


def test_a_floor_has_a_short_arrow_and_a_month_is_no_point():
    axes = charts.recomputation(claims.recompute("A16"), "en").figure.axes[0]
    floors = shown(axes, ">")
    room = axes.get_xlim()[1]
    assert len(floors) == 3
    assert all(0 < end - start < 0.07 * room for start, end in (line.get_xdata() for line in floors)), (
        "short: no measure"
    )
    raqqa = charts.recomputation(claims.recompute("A05"), "en").figure.axes[0]
    assert len(shown(raqqa, "o")) == 3  # Fallujah, Mosul, Tikrit


def stays_inside(result, language):
    figure = charts.recomputation(result, language).figure
    width, _ = figure.canvas.get_width_height(physical=True)
    for text in [t for t in figure.axes[0].texts if t.get_visible()]:
        box = text.get_window_extent(figure.canvas.get_renderer())
        assert box.x0 >= 0 and box.x1 <= width, f"{result.claim_id}: {text.get_text()}"


@every_language
def test_values_and_labels_stay_inside_the_picture(language):
    for claim in ALL:
        stays_inside(claims.recompute(claim), language)


@every_language
def test_a_claim_may_get_more_lines_later_days_and_higher_numbers(language):
    checker = ClaimChecker(language)
    for claim, value in (
        ("A05", claims.Days(datetime.date(2019, 12, 1), datetime.date(2019, 12, 31))),
        ("A08", measures.exact(99)),
        ("A16", measures.exact(15_000)),
    ):
        result = claims.recompute(claim)
        more = tuple(replace(result.rows[-1], value=value) for _ in range(4))
        stays_inside(replace(result, rows=result.rows + more), language)
        checker._results[claim] = replace(result, rows=result.rows + more)
        checker.controls["claim"].value = claim
        names = [line._label for line in checker._comparison._lines if line._label.get_visible()]
        assert len(names) == len(result.rows) + 4 and all(name.get_text() for name in names)


def test_the_tiles_count_the_verdicts():
    ours = charts.claims_by_verdict(data.load("verdicts"), language="en")
    counts = VERDICTS["verdict"].value_counts()
    untested = counts["cannot_be_tested"] + counts["not_tested_here"]
    assert ours.title == (
        f"As printed, {counts['correct']} of 17 claims holds in every part, {counts['wrong']} are wrong in a part; "
        f"{untested} stay untested"
    )
    assert all(claim in ours.sentence for claim in ALL) and "no verdict yet" not in ours.sentence
    some = charts.claims_by_verdict({"A13": "correct", "A17": "praise"}, language="en")
    assert some.title == "1 of 17 claims have a verdict; 16 wait for yours"
    assert "correct: A13" in some.sentence and some.sentence.endswith("A16, A17.")


def test_the_bars_count_the_errors():
    chart = charts.errors_by_kind(data.load("printed_errors"), claims.practice_errors(), language="en")
    counts = ERRORS["kind"].value_counts()
    assert chart.title.endswith(f"{counts.max()} of {len(ERRORS)} printed errors")
    for kind, number in counts.items():
        assert f"{lang.text(f'claims.kind_{kind}', 'en')} ({number})" in chart.sentence
    assert sum(bar.get_width() for bar in chart.figure.axes[0].patches) == len(ERRORS)


# --- guesses -----------------------------------------------------------------------------------------------------------
@every_language
def test_every_kind_and_step_that_a_guess_offers_has_words_and_the_answers_are_among_them(language):
    most = next(iter(claims.by_number(ERRORS["kind"])))
    assert lang.has(f"claims.guess_bank_{most}"), "the largest kind of the bank is one of the choices"
    for name, step in claims.FOUND_BY.items():
        assert lang.text(f"claims.guess_{name}_{step}", language)
    told = numbers("A08")
    assert f"{told['high']}" in lang.text(
        "claims.guess_people_answer", language, **{k: told[k] for k in ("low", "high", "same", "all")}
    )


def test_the_axis_of_a_guess_may_reach_further_than_its_data_so_that_it_tells_nothing():
    people = claims.recompute("A08")
    chart = charts.recomputation(people, language="en")
    words = {name: people.values[name] for name in ("low", "high", "same", "all")}
    asked = guess.number("claims.people", words["high"], 0, 20, chart=chart, axis="x", ends=(0, 20), values=words)
    assert chart.figure.axes[0].get_xlim() == (0, 20)
    asked.pointed("down", 17.4, 0)
    assert asked.field.value == 17
    asked.commit()
    assert "too high by 5 million" in asked.difference()
