"""A reply says what the answer is, in every language: right is called right, too high too high; read word by word."""

import re
from fractions import Fraction

import pytest
import said
from campaign import language as lang
from campaign.check import all_exercises
from campaign.check import judge as check
from campaign.measures import Bounded

LANGUAGES = sorted(lang.LANGUAGES)
CLOSED = [exercise for exercise in all_exercises() if not exercise.open and not exercise.chart]
NUMERIC = [exercise for exercise in CLOSED if not exercise.choices]


def judged(words: str, language: str) -> list[str]:
    return said.terms(words, language)["judgement"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("exercise", CLOSED, ids=[exercise.id for exercise in CLOSED])
def test_the_right_answer_is_called_right_first_and_not_wrong(exercise, language):
    reply = check.answer(exercise.id, exercise.expected(), language)
    assert reply.kind in check.SOLVED
    told = judged(reply.words, language)[:1]
    # Where people killed are counted nobody is praised: the reply says what the record shows.
    assert told == ["right"] if exercise.scored else told in ([], ["right"]), reply.words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("exercise", CLOSED, ids=[exercise.id for exercise in CLOSED])
def test_a_known_mistake_is_not_called_right_without_a_but(exercise, language):
    for name, value in exercise.mistakes.items():
        reply = check.answer(exercise.id, value(), language)
        first = judged(" ".join(reply.words.split()[:2]), language)
        assert reply.kind == f"mistake:{name}"
        assert first != ["right"] or re.search(r"\bbut\b|\bnot\b|لكن|ليست|ليس|فلا", reply.words), reply.words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("exercise", NUMERIC, ids=[exercise.id for exercise in NUMERIC])
def test_too_high_and_too_low_are_not_exchanged(exercise, language):
    expected = check._expected(exercise)
    best = Fraction(expected.best if isinstance(expected, Bounded) else expected)
    for times, told in ((Fraction(997, 100), "more"), (Fraction(13, 997), "less")):
        reply = check.answer(exercise.id, float(best * times), language)
        if reply.kind == "wrong" and exercise.scored and not lang.has(f"{exercise.key}.wrong"):
            assert said.terms(reply.words, language)["amount"][:1] == [told], reply.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_common_replies_say_their_kind(language):
    right = ("right", "over_precise", "within_rounding", "rounded_too_far")
    for key in lang.entries("check"):
        words = lang._entry(key)[language] if key.startswith("check.") else lang._entry(f"check.{key}")[language]
        if isinstance(words, str):
            first = judged(" ".join(words.split()[:2]), language) == ["right"]
            name = key.removeprefix("check.")
            assert first if name in right else not first or name.startswith(("slip_", "no_axis")), (key, words)
            for end, told in (("_high", "more"), ("_low", "less")):
                assert not name.endswith(end) or told in said.terms(words, language)["amount"], (key, words)
