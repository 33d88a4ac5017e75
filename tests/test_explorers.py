"""What all explorers have in common: every label and every sentence is in the lesson's language."""

import re

import pytest
from campaign import explorers
from campaign import language as lang
from campaign.charts import base as charts

KINDS = [name for name in explorers.__all__ if name != "Explorer"]
ARABIC, LATIN = re.compile("[\u0621-\u064a]"), re.compile("[A-Za-z]")


@pytest.fixture
def make(monkeypatch):
    """Make an explorer without its slow picture: only words are read here."""
    monkeypatch.setattr(charts, "quick_png", lambda figure: b"")
    return lambda kind, language: getattr(explorers, kind)(language)


def in_language(words: str, language: str) -> bool:
    """Are the words in the language? Arabic ones may hold a Latin name, English ones hold no Arabic."""
    if language == "ar":
        return bool(ARABIC.search(words)) or not LATIN.search(words)
    return not ARABIC.search(words)


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
@pytest.mark.parametrize("kind", KINDS)
def test_labels_choices_and_sentences_are_in_the_lesson_s_language(make, kind, language):
    explorer = make(kind, language)
    said = {"reset": explorer.reset_button.description, "alt": explorer.alt}
    said |= dict(zip(("title", "subtitle", "source", "sentence"), explorer.words(explorer.numbers()), strict=True))
    for name, control in explorer.controls.items():
        said[name] = control.description
        for label, _ in (option for option in getattr(control, "options", ()) if isinstance(option, tuple)):
            said[f"{name}: {label}"] = label
    assert all(words.strip() for name, words in said.items() if name not in explorer.controls)
    wrong = {name: words for name, words in said.items() if not in_language(words, language)}
    assert wrong == {}
    assert not any(re.search(r"[{}]|  |\bNone\b|\bnan\b", words) for words in said.values()), said
