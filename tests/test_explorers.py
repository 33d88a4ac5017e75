"""What all explorers have in common: which controls they offer, their limits, and words in the lesson's language."""

import datetime
import html
import re

import ipywidgets as widgets
import keyed
import pytest
from campaign import language as lang
from campaign import topics
from campaign.explorer import base, shell
from campaign.sheet import drawing, shown_size
from shown import KINDS, choices, only_its_own_language, sentence_and_picture

ARABIC, LATIN = re.compile("[\u0621-\u064a]"), re.compile("[A-Za-z]")


@pytest.fixture
def make(monkeypatch):
    """Make an explorer without its slow picture, in its own language alone: only words are read here."""
    monkeypatch.setattr(drawing, "quick_png", lambda figure: b"")
    only_its_own_language(monkeypatch)
    return lambda kind, language: topics.explorer(kind)(language)


_opened = {}


@pytest.fixture
def opened(make):
    """As `make`, but one explorer for all tests that only read it, or bring it back to how it opens."""

    def get(kind, language):
        if (kind, language) not in _opened:
            _opened[kind, language] = make(kind, language)
        return _opened[kind, language]

    return get


def in_language(words: str, language: str) -> bool:
    """Are the words in the language? Arabic ones may hold a Latin name, English ones hold no Arabic."""
    if language == "ar":
        return bool(ARABIC.search(words)) or not LATIN.search(words)
    return not ARABIC.search(words)


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
@pytest.mark.parametrize("kind", KINDS)
def test_labels_choices_and_sentences_are_in_the_lesson_s_language(opened, kind, language):
    explorer = opened(kind, language)
    said = {"reset": explorer.reset_button.description, "alt": explorer.alt}
    said |= dict(zip(("title", "subtitle", "source", "sentence"), explorer.words(explorer.numbers()), strict=True))
    for name, control in explorer.controls.items():
        said[name] = control.description
        for label, _ in (option for option in getattr(control, "options", ()) if isinstance(option, tuple)):
            said[f"{name}: {label}"] = label
    assert all(words.strip() for words in said.values()), "every control has a visible label, every line says something"
    wrong = {name: words for name, words in said.items() if not in_language(words, language)}
    assert wrong == {}
    assert not any(re.search(r"[{}]|  |\bNone\b|\bnan\b", words) for words in said.values()), said


# --- the controls -----------------------------------------------------------------------------------------------------
DAY = datetime.date
LATE = False  # tells the kernel when the hand lets go, not on the way
CONTROLS = {
    "AreaSeriesExplorer": {"body": ("ihs_controlled", 7)},
    "ClaimChecker": {"claim": ("A01", 17), "verdict": ("", 8)},
    "ClaimPicker": {"claim": ("A13", 17), "step": (13, 1, 17, 1, True)},
    "CoalitionExplorer": {"date": (DAY(2017, 7, 26), 128, LATE), "where": ("both", 3)},
    "CostCalculator": {
        "figures": ("article", 24),
        "start": (DAY(2014, 8, 8),),
        "end": (DAY(2017, 7, 26),),
        "rate": (13.6, 0.0, 1000.0),
        "rounding": ("0.1", 3),
        "first": ("cost-oir-2016-12-15", 22),
        "second": ("cost-oir-2017-03-31", 22),
    },
    "ErrorBank": {"lesson": ("all", 8), "error": ("E17", 86), "kind": ("", 17), "stage": (0, 3)},
    "HarmExplorer": {
        "first_body": ("coalition", 10),
        "first_scope": ("coalition_all", 3),
        "second_body": ("airwars", 10),
        "second_scope": ("airwars_low_high", 4),
        "month": (DAY(2017, 8, 1), 75, LATE),
    },
    "StoryExplorer": {"part": ("strikes_date", 9)},
    "StrikeExplorer": {"start": ("first", 26), "end": ("article", 26), "theatre": ("both", 3)},
    "TerritoryExplorer": {
        "percentages": ("article", 7),
        "iraq_percent": (70, 0, 100, 1, LATE),
        "syria_percent": (50, 0, 100, 1, LATE),
        "rounding": ("10", 3),
        "bases": ("coalition", 4),
        "iraq_base": (57000.0, 0.0, 500000.0),
        "syria_base": (45000.0, 0.0, 500000.0),
    },
    "TimelineExplorer": {
        "theatre": ("all", 5),
        "category": ("all", 8),
        "first": (DAY(2014, 8, 8),),
        "last": (DAY(2017, 8, 7),),
        "view": ("lanes", 2),
        "event": ("2014-08-08-first-strike", 62, 8),
    },
}
"""Each control's opening value, then the number of its choices or its limits and step, its rows, and LATE."""


@pytest.mark.parametrize("kind", KINDS)
def test_controls_open_and_end_where_the_lessons_say(opened, kind):
    offered = {}
    for name, control in opened(kind, "en").controls.items():
        traits = (getattr(control, trait, None) for trait in ("min", "max", "step", "rows", "continuous_update"))
        low, high, step, rows, late = traits
        choices = len(control.options) if hasattr(control, "options") else None
        step = None if isinstance(control, widgets.DatePicker) else step
        offered[name] = (control.value, *(t for t in (low, high, choices, step, rows, late) if t is not None))
    assert offered == CONTROLS[kind]
    assert list(offered) == list(CONTROLS[kind]), "their order is the order in which `set` goes through them"


@pytest.mark.parametrize("kind", KINDS)
def test_each_text_is_filled_with_what_belongs_there(kind):
    assert keyed.told(kind).split("\n") == keyed.stored(kind).split("\n")


WIDE, LETTERS, LINE, ROW, VISIBLE = 780, 105, 21, 31, 647  # pixels, letters of a line; JupyterLab at 1366x768


def lines(words: str) -> int:
    """Lines that a text takes in an explorer, markup left out."""
    return -(-len(html.unescape(re.sub(r"(?s)<style>.*?</style>|<[^>]*>", "", words))) // LETTERS)


def height(part) -> int:
    """About how high a part above the picture is."""
    if isinstance(part, widgets.HTML):
        return lines(part.value) * LINE
    if not isinstance(part, widgets.Box):
        return ROW
    across = [
        int((child.layout.width or "150px").removesuffix("px").replace("max-content", "170")) for child in part.children
    ]
    return ROW * -(-sum(across) // WIDE) if isinstance(part, widgets.HBox) else sum(map(height, part.children))


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
@pytest.mark.parametrize("kind", KINDS)
def test_controls_sentence_and_picture_share_a_small_screen(opened, kind, language):
    """Estimated without a browser, in which the same is measured: as it opens and after each choice of the first lists."""
    explorer = opened(kind, language)
    place = explorer.children.index(explorer._view)
    for name in list(explorer.controls)[:2]:
        for choice in choices(explorer.controls[name]) or [explorer.controls[name].value]:
            explorer.controls[name].value = choice
            picture = shown_size(explorer.frame.figure)[1]
            assert picture <= 420
            above = sum(height(part) for part in explorer.children[: place + 1])  # the last one: its sentence
            assert above + picture <= VISIBLE, (choice, above)
        explorer.reset()


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
@pytest.mark.parametrize("kind", KINDS)
def test_no_two_choices_of_a_list_read_the_same(opened, kind, language):
    for control in opened(kind, language).controls.values():
        labels = [option[0] for option in getattr(control, "options", ()) if isinstance(option, tuple)]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("kind", KINDS)
def test_no_choice_stands_for_nothing(opened, kind):
    """ipywidgets cannot tell a choice with the value None from a list in which nothing is chosen."""
    for name, control in opened(kind, "en").controls.items():
        values = [option[1] if isinstance(option, tuple) else option for option in getattr(control, "options", ())]
        assert not any(value is None for value in values), name


def test_a_label_is_never_cut_and_a_control_never_wider_than_the_page(make):
    explorer = make("CostCalculator", "en")
    for control in explorer.controls.values():
        assert control.description and control.style.description_width == "initial"
        assert control.layout.width.endswith("px") and control.layout.max_width == "98%"
    wide = explorer.control(widgets.IntSlider, "cost.control_rate", style={"handle_color": "#0072B2"})
    assert (wide.style.description_width, wide.style.handle_color) == ("initial", "#0072B2")
    assert wide.layout.width is None and wide.description == lang.text("cost.control_rate", "en")
    assert explorer.reset_button.layout.width == "max-content"


@pytest.mark.parametrize(
    ("kind", "name", "low", "high", "beyond", "expected"),
    [
        ("TerritoryExplorer", "iraq_percent", 0, 100, (-1, 101, 50.5), "a whole number from 0 to 100"),
        ("CostCalculator", "rate", 0.0, 1000.0, (-0.1, 1000.1, float("nan")), "a value from 0.0 to 1000.0"),
    ],
)
def test_set_takes_both_ends_of_a_slider_and_nothing_beyond(make, kind, name, low, high, beyond, expected):
    explorer = make(kind, "en")
    for value in (low, high):
        explorer.set(**{name: value})
        assert explorer.controls[name].value == value
    for value in beyond:
        with pytest.raises(ValueError) as caught:
            explorer.set(**{name: value})
        assert str(caught.value) == f"{name}: expected {expected}, got {value!r}"


FIELD = {
    "14٫5": 14.5, "١٤٫٥": 14.5, "14.5": 14.5, "\u202a14.5\u202c": 14.5, ".57": 0.57, "+5": 5.0, "12 ": 12.0,
    "14,5": "Is this 14.5 or 145? Write the number with a point for decimals, without a comma.",
    "0,567": "Is this 0.567 or 567? Write the number with a point for decimals, without a comma.",
    "14,500": "Choose a number from 0 to 1,000.",
    "-1": "Choose a number from 0 to 1,000.",
    "much": "A number is expected here, such as 13.6 or \"23,922\"; this is not one: much",
}  # fmt: skip
"""What is typed into the calculator's field, and the number or the sentence that comes of it."""


@pytest.mark.parametrize("typed", FIELD)
def test_a_typed_number_is_read_as_answers_are_and_asked_about_where_it_cannot_be(make, typed):
    calculator = make("CostCalculator", "en")
    opening, calculator.controls["rate"].field.value = calculator.sentence, typed
    if isinstance(FIELD[typed], float):
        assert calculator.controls["rate"].value == FIELD[typed] and calculator.numbers() is not None
        assert calculator.controls["rate"].field.value == typed, "what was typed stays as it was typed"
    else:
        assert calculator.sentence == FIELD[typed] != calculator.title and calculator.answer()[0] is None
        assert not calculator._line.get_visible()
    calculator.reset()
    assert (calculator.sentence, calculator.controls["rate"].field.value) == (opening, "13.6")


def test_set_names_a_value_that_another_of_the_same_call_rules_out(make):
    calculator = make("CostCalculator", "en")
    with pytest.raises(ValueError) as caught:
        calculator.set(figures="article", rate=10.0)  # a rate of one's own is no longer the article's
    assert str(caught.value) == "figures: expected a value that fits the others, got 'article'"
    assert calculator.controls["rate"].value == 13.6


def test_set_offers_plain_choices_as_well_as_labelled_ones(make):
    explorer = make("StrikeExplorer", "en")
    explorer.controls["theatre"].options = ["iraq", "syria"]
    explorer.set(theatre="syria")
    with pytest.raises(ValueError, match="^theatre: expected one of iraq, syria, got 'y'$"):
        explorer.set(theatre="y")


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
def test_the_page_of_an_explorer_holds_its_style_its_direction_and_words_as_text(make, monkeypatch, language):
    explorer = make("StrikeExplorer", language)
    assert explorer.children[0].value.startswith("<style>")
    assert ("campaign-rtl" in explorer._dom_classes) == (language == "ar")
    assert "campaign-explorer" in explorer._dom_classes
    words = "\"<b>13,221</b>\" & '10,701'"
    monkeypatch.setattr(explorer, "words", lambda numbers: (words, words, words, words))
    explorer.refresh()
    assert (
        f'alt="{html.escape(explorer.alt, quote=True)}"' in sentence_and_picture(explorer)[1] and words in explorer.alt
    )
    assert f'dir="{lang.direction(language)}">{html.escape(words)}</p>' in sentence_and_picture(explorer)[0]
    assert "<b>" not in explorer._view.value


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_stored_says_how_to_start_and_gives_way_to_the_widget(opened, monkeypatch, kind, language):
    explorer, stored, above = opened(kind, language), [], []
    monkeypatch.setattr(drawing, "quick_png", lambda figure, above=None: b"")
    monkeypatch.setattr(base.sheet, "show_picture", lambda *_, above: stored.append(above))
    monkeypatch.setattr(base, "display", lambda shown, **_: above.append(getattr(shown, "html", "")))
    monkeypatch.setattr(shell, "display", lambda shown, **_: above.append(""))
    explorer._ipython_display_()
    (words,) = [text.get_text() for text in stored[0].texts]
    assert words == lang.text("common.start_here", language) and "Shift+Enter" in words
    assert "campaign-opening" in above[-1] and html.escape(explorer.sentence) in above[-1]
    assert ".jp-OutputArea:has(.campaign-explorer) .campaign-opening" in above[-1] and "display: none" in above[-1]


@pytest.mark.parametrize("kind", KINDS)
def test_resetting_brings_back_the_opening_state_whatever_was_moved_and_one_figure_stays(make, kind):
    explorer = make(kind, "en")
    figure = explorer.frame.figure
    artists = [len(axes.get_children()) for axes in figure.axes]
    opening, drawn = {name: control.value for name, control in explorer.controls.items()}, []
    told = explorer.title, explorer.sentence
    for control in explorer.controls.values():
        if hasattr(control, "options"):
            control.value = control.options[-1][1] if control.options else None
        elif isinstance(control, widgets.DatePicker):
            control.value = DAY(2016, 2, 29)
        else:
            control.value = control.max
    refresh = explorer.refresh
    explorer.refresh = lambda: drawn.append(refresh())
    explorer.reset_button.click()
    assert {name: control.value for name, control in explorer.controls.items()} == opening
    assert (explorer.title, explorer.sentence) == told and len(drawn) == 1
    assert explorer.frame.figure is figure
    assert [len(axes.get_children()) for axes in figure.axes] == artists, "artists are changed, never added"
