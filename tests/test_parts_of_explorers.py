"""What explorers are made of, each on its own: the field for a number, pointing at a picture, letting go, the frame of all."""

import datetime
import html
import json
from types import SimpleNamespace

import ipywidgets as widgets
import pytest
from campaign import language as lang
from campaign import sheet
from campaign.explorer import NumberField, base, pointing, released, shell
from campaign.sheet import drawing
from matplotlib import rcParams
from matplotlib.figure import Figure
from shown import look, only_its_own_language, sentence_and_picture

DAY, LANGUAGES = datetime.date(2016, 2, 29), sorted(lang.LANGUAGES)
OWN = {"description_width": "initial"}


# --- a field for a number -----------------------------------------------------------------------------------------------
def test_a_field_is_one_line_with_its_label():
    field = NumberField(13.6, 0, 1000, description="Rate", style=OWN, layout={"width": "300px"})
    inner = "  Text | continuous_update=False | {}layout.margin=0 | layout.width=100% | {}value={}"
    assert look(field) == [
        "NumberField | layout.width=300px",
        inner.format("description=Rate | ", "style.description_width=initial | ", "13.6"),
    ]
    assert (field.description, field.style.description_width, field.value) == ("Rate", "initial", 13.6)
    assert look(NumberField(1000, 0, 2)) == ["NumberField", inner.format("", "", "1,000")]


def test_a_number_that_is_put_in_is_written_and_one_that_is_typed_stays_as_typed():
    field = NumberField(0, -1, 1000)
    heard = []
    field.observe(lambda change: heard.append(change["new"]), names="value")
    for value, text in ((1 / 3, "0.333333"), (1000, "1,000"), (-0.5, "-0.5"), (float("inf"), "inf"), ("much", "inf")):
        field.value = value
        assert (field.value, field.field.value) == (value, text) and heard.pop() == value
    for text, value in (
        ("١٤٫٥", 14.5),
        ("1000.0", 1000.0),
        (" .50", 0.5),
        ("14,5", "14,5"),
        ("much", "much"),
        ("7.0", 7.0),
    ):
        field.field.value = text
        assert (field.value, field.field.value, type(field.value)) == (
            value,
            text,
            type(value),
        ) and heard.pop() == value
    field.value = 7
    assert field.field.value == "7.0" and type(field.value) is float and not heard
    field.value = 8
    field.field.description, field.tabbable = "5", True  # these are not its number
    assert (field.field.value, heard) == ("8", [8.0])


def test_a_field_says_what_is_wrong_with_what_stands_in_it():
    field = NumberField(0, -1.5, 1000)
    beyond = "common.problem_limits", {"low": "-1.5", "high": "1,000"}
    for value, wrong in (
        (-1.5, None), (1000, None), (0.5, None), (-1.6, beyond), (1000.1, beyond), (float("nan"), beyond),
        ("14,5", ("check.open_comma", {"point": "14.5", "whole": "145"})),
        (" much\u200f ", ("check.not_a_number", {"given": "much"})), ("x" * 41, ("check.not_a_number", {"given": "x" * 40})),
    ):  # fmt: skip
        field.value = value
        assert field.wrong == wrong


# --- pointing and letting go ----------------------------------------------------------------------------------------------
def test_a_place_of_the_picture_is_told_in_the_units_of_its_axes():
    axes, told = Figure().add_axes((0.1, 0.2, 0.8, 0.6), xlim=(0, 10), ylim=(0, 100)), []
    pointer = pointing.Pointer(lambda: axes, lambda *place: told.append(place))
    assert look(pointer) == ["Pointer | dom_classes=('campaign-pointer',)"]
    pointer.description = "down 0.5 0.5"  # that is no place
    for asked, answer in {
        "down 0.5 0.5": ("down", 5, 50), "move 0.3 0.35": ("move", 2.5, 75), "up 2 -1": ("up", 10, 100), "up -1 2": ("up", 0, 0),
        "up": None, "": None, "up 0.5": None, "up 0.5 0.5 0.5": None, "fly 0.5 0.5": None, "up x 0.5": None, "up 2.01 0.5": None,
        "up -1.01 0.5": None, "up 0.5 2.01": None, "up 0.5 -1.01": None, "up nan 0.5": None, "up 0.5 nan": None,
    }.items():  # fmt: skip
        pointer.value = asked
        assert told == ([(answer[0], *(pytest.approx(place) for place in answer[1:]))] if answer else []), asked
        told.clear()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_widget_that_lost_its_kernel_is_marked_by_the_page_itself(language):
    assert released.lost_style(language) == (
        "<style>:is(.campaign-explorer, .campaign-guess, .campaign-ask).jupyter-widgets-disconnected::after "
        f'{{content: "{lang.text("common.kernel_lost", language)}"; order: -2; padding: 0.4em 0.8em; font-weight: bold; '
        f"color: #7a0000; background: #fff1f0; direction: {lang.direction(language)}}}</style>"
    )


def test_what_an_earlier_run_of_a_cell_showed_is_closed_with_all_its_parts(monkeypatch):
    cell, heard = {"metadata": {"cellId": "a"}}, []
    kernel = SimpleNamespace(execution_count=1, get_parent=lambda: cell, user_ns={})
    monkeypatch.setattr(released, "get_ipython", lambda: kernel)
    monkeypatch.setattr(released, "_shown", {})

    def show():
        inner = widgets.Text()
        inner.observe(heard.append, names="value")
        box = widgets.VBox([widgets.HBox([inner])])
        released.replace(box)
        return [box, box.layout, box.children[0], inner, inner.layout, inner.style]

    def living(parts):
        return [part.comm is not None for part in parts]

    first, second = show(), show()
    assert all(living(first + second)), "both were shown by one run"
    cell["metadata"]["cellId"] = "b"
    kernel.execution_count = 2
    other = show()
    assert all(living(first + second + other)), "another cell"
    cell["metadata"]["cellId"] = "a"
    third = show()
    assert not any(living(first + second)) and all(living(other + third))
    first[3].value = third[3].value = "x"
    assert [change["owner"] for change in heard] == [third[3]], "nobody hears of what is closed"
    kernel.execution_count = 3
    released.replace(third[0])
    assert all(living(third)), "the same box, shown again"
    for cell_of in (lambda: {}, lambda: {"metadata": {}}):
        kernel.get_parent, kernel.execution_count = cell_of, kernel.execution_count + 1
        nameless = show()
        assert all(living(third + nameless)), "where nobody tells the cell, nothing is closed"
    del kernel.get_parent
    show()
    assert len(released._shown) == 2


# --- the frame of all explorers -------------------------------------------------------------------------------------------
def in_style() -> bool:
    """Is the style of the course in use?"""
    return all(rcParams[name] == value for name, value in sheet.STYLE.items())


class Small(base.Explorer):
    """An explorer made for these tests; the words of its controls are those of the calculator."""

    name, topic, tables = "small", "cost", ("strikes", "cost")
    row = fails = None
    named = ()

    def make_controls(self):
        self.drawn, self.asked = [], []
        return {
            "rate": self.control(NumberField, "control_rate", 300, value=5, min=0, max=10),
            "whole": self.control(
                widgets.IntSlider, "common.reset", style={"handle_color": "red"}, value=5, min=0, max=9
            ),
            "list": self.control(
                widgets.Dropdown, "control_figures", options=[("One", 1), ("Two", 2), ("Three", 3)], value=2
            ),
            "day": self.control(widgets.DatePicker, "control_start", value=DAY),
            "plain": self.control(widgets.Dropdown, "control_end", options=["a", "b"], value="b"),
        }

    def link_controls(self):
        self.when("whole", "rate", fill=lambda value: self.asked.append(value) or {"list": 3 if value == 7 else 2})
        self.when("list", fill=lambda value: {"plain.options": ["a", "b", "c"][:value], "plain": "a"}, always=True)
        self.when("plain", fill=lambda value: {"rate": 0} if value == "c" else {})
        self.controls["whole"].value = 7  # asks nothing and draws nothing
        self.controls["whole"].value = 5

    def make_frame(self):
        figure = Figure(figsize=(4, 2), dpi=100)
        self.drawn.append(in_style())
        axes = figure.add_axes((0.1, 0.2, 0.8, 0.6), xlim=(0, 10), ylim=(0, 100))
        return SimpleNamespace(figure=figure, axes=axes, set=lambda *words: self.drawn.append(words))

    def numbers(self):
        if self.fails:
            raise base.Unusable(
                "common.problem_limits", **({"title": self.fails} if "." in self.fails else {}), low=1, high="2"
            )
        return self.controls["whole"].value

    def words(self, numbers):
        return f"<{numbers}>", "under", "source", f"{numbers} < 9"

    def draw(self, numbers):
        self.drawn.append((numbers, in_style()))

    def spots(self):
        return list(self.named)

    def layout_controls(self):
        return [*super().layout_controls(), *([widgets.HBox([self.reset_button])] if self.row else [])]


class Pointed(Small):
    """One that has its reset button in a row of its own, no tables, details, and is pointed at."""

    row, tables, reset_words = True, (), "common.start_here"

    def pointed(self, *place):
        self.asked.append(place)

    def layout_details(self):
        return [widgets.HTML("details")]


@pytest.fixture(params=LANGUAGES)
def make(request, monkeypatch):
    """Make an explorer in a language, its picture taken by name."""
    only_its_own_language(monkeypatch)
    monkeypatch.setattr(drawing, "quick_png", lambda figure: b"quick" if isinstance(figure, Figure) else b"")

    def made(kind=Small):
        return kind(request.param)

    made.language, made.say = request.param, lang.Voice(request.param, "cost")
    return made


def test_a_picture_has_its_words_its_size_and_its_spots(make):
    figure, spots = Figure(figsize=(4, 2)), [(0.25, 0.5, 'رقة "a" <b>')]
    size = 'width="{}" height="{}"'.format(*sheet.shown_size(figure))
    data = f'data-spots="{html.escape(json.dumps(spots, ensure_ascii=False))}" onload="{base.ONLOAD}">'
    around = f'<img alt="1 &lt; &quot;2&quot;" {size} src="data:image/png;base64,{{}}" '
    assert base.image(figure, '1 < "2"', spots=spots) == around.format("cXVpY2s=") + data and "رقة" in data
    assert base.image(figure, '1 < "2"') == around.format("cXVpY2s=") + f'data-spots="[]" onload="{base.ONLOAD}">'


def test_an_explorer_has_its_controls_its_sentence_and_its_picture_from_the_top_down(make):
    small, say, language = make(), make.say, make.language
    plain = " | style.description_width=initial"
    button = "  Button | description={} | icon=undo | layout.width=max-content"
    words = (
        f'<p class="campaign-sentence" role="status" aria-live="polite" lang="{language}" dir="{lang.direction(language)}">'
        "5 &lt; 9</p>"
    )
    alt = say("common.picture_of", title="<5>", sentence="5 < 9")
    shown = f"Words | dom_classes=('campaign-picture',) | value={words}{base.image(small.frame.figure, alt)}"
    first, style, *lines, wake = look(small)
    dated = f"  DatePicker | description={say('control_start')}{plain} | value={DAY}"
    controls = [
        "  NumberField | layout.max_width=98% | layout.width=300px",
        f"    Text | continuous_update=False | description={say('control_rate')} | layout.margin=0 | layout.width=100%{plain} | value=5",
        f"  IntSlider | description={say('common.reset')} | max=9{plain} | style.handle_color=red | value=5",
        f"  Dropdown | options_labels=('One', 'Two', 'Three') | description={say('control_figures')} | index=1{plain}",
        dated,
        f"  Dropdown | options_labels=('a', 'b') | description={say('control_end')} | index=1{plain}",
    ]
    links = f"Words | value={sheet.links_to_rows(('strikes', 'cost'), language)}"
    assert [line.removeprefix("  ") for line in lines] == [
        *("Column | dom_classes=('campaign-controls',)", *controls, button.format(say("common.reset"))),
        *(shown, links),
    ]
    turned = ", 'campaign-rtl'" if language == "ar" else ","
    assert first == f"Small | dom_classes=('campaign-explorer'{turned})" and "<style>" in style and "<img" in wake
    assert small.status("<b>", "1") == '<div role="status" aria-live="polite"><b>1</div>'
    assert (small.title, small.sentence, small.alt) == ("<5>", "5 < 9", alt)
    assert small.drawn == [True, ("<5>", "under", "source"), (5, True)] and not in_style()
    lines = [line.removeprefix("  ") for line in look(make(Pointed))[2:-1]]
    assert lines[7:9] == ["  HBox", f"  {button.format(say('common.start_here'))}"]
    assert lines[-2:] == ["HTML | value=details", "Pointer | dom_classes=('campaign-pointer',)"] and len(lines) == 12
    pointed = make(Pointed)
    pointed.children[-2].value = "down 0.5 0.5"
    assert (
        pointed.asked == [("down", pytest.approx(5), pytest.approx(50))] and base.Explorer.layout_details(pointed) == []
    )
    assert base.Explorer.nothing(pointed) == ("", "") and base.Explorer.spots(pointed) == []


def test_the_page_hears_of_an_explorer_once_and_complete_when_something_there_names_it(make, monkeypatch):
    told, opening = [], widgets.Widget.open
    monkeypatch.setattr(widgets.Widget, "open", lambda widget: told.append(widget) or opening(widget))
    monkeypatch.setattr(widgets.Widget, "_send", lambda widget, *message, **_: told.append(message))
    small, other = make(), make()
    parts = [small._view, small.children[1]]
    assert all(part.comm is None for part in (small, *parts))
    told.clear()
    own_box = widgets.HBox([small])
    rate = small.controls["rate"]
    assert set(told) == {own_box, own_box.layout, small, rate, *small.children[1:-1]}, "and nothing twice"
    assert len(told) == len(set(told))
    assert all(part.comm is not None for part in (small, *small.children))
    assert small.children[0] is other.children[0] and small.children[-1] is other.children[-1], "they are everybody's"
    assert not small.children[0].value.startswith("<img") and small.children[-1].value.startswith("<img")
    assert other.comm is None and other.model_id and other.comm is not None
    released.close(small)
    assert small.comm is None and other.children[0].comm is not None, "what others have stays"


def test_what_is_empty_comes_in_at_its_place_when_something_stands_in_it(monkeypatch):
    told, opening = [], widgets.Widget.open
    monkeypatch.setattr(widgets.Widget, "open", lambda widget: told.append(widget) or opening(widget))
    box, first, last = shell.Shell("ask", "en"), shell.Words(), shell.Words("last")
    column, plain = shell.Column(), widgets.HBox()
    box.fill(first, column, plain, last)
    style, *shown, wake = box.children
    assert shown == [plain, last] and "<style>" in style.value and "<img" in wake.value
    box.appear()
    assert {first, column} & set(told) == set(), "the page does not know them"
    for value in ("one", "", "two"):
        first.value = value
        assert box.children == (style, first, plain, last, wake), "and what came in stays"
    column.children = [widgets.HBox()]
    assert box.children == (style, first, column, plain, last, wake)
    box.get_state("children")  # which names them
    assert first in told and column in told


def test_the_living_widget_is_an_output_of_its_own_and_is_not_spelled_out_for_it(make, monkeypatch):
    small, shown = make(), []
    monkeypatch.setattr(shell.released, "replace", lambda widget: shown.append(widget))
    monkeypatch.setattr(shell, "display", lambda data, raw: shown.append((data, raw)))
    small.show_view()
    kind = "application/vnd.jupyter.widget-view+json"
    monkeypatch.setattr(widgets.HTML, "__repr__", lambda _: pytest.fail("a part was written out"))
    assert small._repr_mimebundle_()["text/plain"] == "<Small>"
    assert shown == [small, ({kind: small._repr_mimebundle_()[kind]}, True)]


def test_a_changed_control_fills_in_others_and_all_is_drawn_once(make):
    small = make()
    small.drawn.clear()
    small.controls["whole"].value = 7
    assert small.drawn == [("<7>", "under", "source"), (7, True)]
    assert [control.value for control in small.controls.values()] == [5, 7, 3, DAY, "a"] and small.asked == [7]
    assert small.controls["plain"].options == ("a", "b", "c")
    small.controls["rate"].value = 1
    assert (
        small.controls["list"].value == 2 and small.controls["plain"].options == ("a", "b") and small.asked == [7, 1.0]
    )
    with small.no_redraw():
        small.controls["whole"].value = 8
        small.controls["list"].value = 3
        with small.one_redraw():
            small.controls["whole"].value = 9
    assert small.asked == [7, 1.0] and len(small.controls["plain"].options) == 3 and len(small.drawn) == 4
    with small.one_redraw():
        small.controls["whole"].value = 2
        small.controls["plain"].value = "c"
    assert small.drawn[4:] == [("<2>", "under", "source"), (2, True)] and small.sentence == "2 < 9"
    with pytest.raises(RuntimeError), small.no_redraw():
        raise RuntimeError
    small.controls["plain"].value = "b"
    assert len(small.drawn) == 8
    small.reset_button.click()
    assert [control.value for control in small.controls.values()] == [5, 5, 2, DAY, "b"] and len(small.drawn) == 10
    small.controls["whole"].value = 1
    assert (small._opening_sentence, small.sentence) == ("5 < 9", "1 < 9")


def test_set_takes_what_the_controls_take_and_names_what_they_do_not(make):
    small = make()
    for values, problem in (
        ({"speed": 1}, "control: expected one of rate, whole, list, day, plain, got 'speed'"),
        ({"whole": 6, "rate": 10.5}, "rate: expected a value from 0.0 to 10.0, got 10.5"),
        ({"rate": -0.5}, "rate: expected a value from 0.0 to 10.0, got -0.5"), ({"rate": "5"}, "rate: expected a value like 5.0, got '5'"),
        ({"rate": True}, "rate: expected a value like 5.0, got True"), ({"whole": 5.0}, "whole: expected a whole number from 0 to 9, got 5.0"),
        ({"whole": 10}, "whole: expected a whole number from 0 to 9, got 10"), ({"whole": -1}, "whole: expected a whole number from 0 to 9, got -1"),
        ({"whole": True}, "whole: expected a value like 5, got True"), ({"list": 4}, "list: expected one of 1, 2, 3, got 4"),
        ({"plain": "c"}, "plain: expected one of a, b, got 'c'"), ({"day": 7}, "day: expected a value like datetime.date(2016, 2, 29), got 7"),
        ({"rate": 2, "list": 3, "plain": "c"}, "rate: expected a value that fits the others, got 2"),
        ({"list": 1, "whole": 7, "plain": "c"}, "plain: expected one of a, got 'c'"),
        ({"whole": 7, "rate": 2.5, "list": 1, "day": 1}, "day: expected a value like datetime.date(2016, 2, 29), got 1"),
    ):  # fmt: skip
        before, drawn = [control.value for control in small.controls.values()], len(small.drawn)
        with pytest.raises(ValueError) as caught:
            small.set(**values)
        assert str(caught.value) == problem
        assert [control.value for control in small.controls.values()] == before and len(small.drawn) == drawn
    small.set(plain="c", list=3, rate=0, whole=9)
    assert [control.value for control in small.controls.values()] == [0, 9, 3, DAY, "c"]
    assert small.drawn[-2:] == [("<9>", "under", "source"), (9, True)] and len(small.drawn) == drawn + 2
    small.set(day=None, rate=10, whole=0)
    small.set(day=datetime.date(2017, 1, 1))
    small.controls["whole"].value = 4
    assert len(small.drawn) == drawn + 8


def test_what_has_no_answer_says_why_in_place_of_its_words(make):
    small, say = make(), make.say
    limits = say("common.problem_limits", low=1, high="2")
    for small.fails, title in (("yes", say("common.no_result")), ("common.reset", say("common.reset"))):
        small.refresh()
        assert small.answer() == (None, (title, "", "", limits)) and small.drawn[-2:] == [(title, "", ""), (None, True)]
    small.fails = None
    small.controls["rate"].field.value = "1,5"
    asked = say("check.open_comma", point="1.5", whole="15")
    assert small.answer() == (None, (say("common.no_result"), "", "", asked)) and small.sentence == asked
    assert small.words(1) == ("<1>", "under", "source", "1 < 9")


def test_spots_are_told_as_shares_of_the_picture_and_the_nearest_is_found_as_seen(make):
    small = make()
    assert small._spots_on_page() == [] and small.nearest(1, 1) is None
    small.named = [(0, 0, "low"), (5, 50, "middle"), (10, 0, "right"), (1 / 3, 100 / 7, "high")]
    assert small._spots_on_page() == [
        (0.1, 0.8, "low"),
        (0.5, 0.5, "middle"),
        (0.9, 0.8, "right"),
        (0.1267, 0.7143, "high"),
    ]
    assert [small.nearest(*at) for at in ((0.1, 1), (9, 20), (5, 99), (4, 49))] == [(0, 0), (10, 0), (5, 50), (5, 50)]
    small.refresh()
    assert html.escape(json.dumps(small._spots_on_page())) in sentence_and_picture(small)[1]
    small.frame.axes.set_visible(False)
    assert small._spots_on_page() == []
    small.frame.axes = None
    assert small._spots_on_page() == []
