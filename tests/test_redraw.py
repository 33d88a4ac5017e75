"""The picture after a move, which takes texts from the picture before, has every pixel of one that is drawn afresh.

Also on the Matplotlib of the edition in the browser, which is older: tests/tools/older_matplotlib.py runs these tests there.
"""

import base64
import datetime
import io
import random
import re
import struct
import sys
import warnings
import zlib
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import ipywidgets as widgets
import matplotlib
import numpy as np
import pytest
from campaign import sheet as charts
from campaign import topics
from campaign.sheet import drawing, older, woff
from fontTools.ttLib import TTFont
from hypothesis import settings
from matplotlib import font_manager, ft2font
from matplotlib.artist import Artist
from matplotlib.backends import backend_agg
from matplotlib.figure import Figure
from PIL import Image
from shown import KINDS

MOVES = max(settings.default.max_examples // 20, 3)


def afresh(figure: Figure) -> np.ndarray:
    """The pixels of a figure, drawn by Matplotlib alone with nothing kept (with Arabic in order, where it needs help)."""
    renderer = older.Base(*figure.canvas.get_width_height(physical=True), figure.dpi)
    with matplotlib.rc_context({"text.hinting": "no_hinting"}):
        figure.draw(renderer)
    return np.asarray(renderer.buffer_rgba())[:, :, :3]


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return np.array_equal(one, other)


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)))


def moved(figure: Figure) -> np.ndarray:
    """The pixels of a figure as they are sent after a move."""
    return pixels(drawing.quick_png(figure))


def another(control: widgets.Widget, chance: random.Random):
    """A value that the control takes."""
    if hasattr(control, "options"):
        offered = [option[1] if isinstance(option, tuple) else option for option in control.options]
        return chance.choice(offered) if offered else control.value
    if isinstance(control, widgets.DatePicker):
        return datetime.date(2014, 1, 1) + datetime.timedelta(chance.randrange(2500))
    if isinstance(control, widgets.IntSlider):
        return chance.randint(control.min, control.max)
    return round(chance.uniform(control.min, min(control.max, 50)), 1)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_picture_of_a_move_is_the_same_as_one_drawn_afresh(kind, language):
    explorer, chance = topics.explorer(kind)(language), random.Random(f"{kind} {language}")
    for step in range(MOVES):
        names = chance.sample(list(explorer.controls), chance.randint(1, len(explorer.controls)))
        with explorer.one_redraw():
            for name in names:
                explorer.controls[name].value = another(explorer.controls[name], chance)
        values = {name: control.value for name, control in explorer.controls.items()}
        sent = base64.b64decode(re.search('src="data:image/png;base64,([^"]+)', explorer._view.value)[1])
        assert same(pixels(sent), afresh(explorer.frame.figure)), (step, values)


def a_figure(height: float = 2.0, canvas: type = drawing.Canvas):
    frame = charts.frame("A title", "percent", "Source", height=height)
    canvas(frame.figure)
    frame.axes.plot([1, 3, 2])
    frame.axes.text(0.3, 2.5, "two lines\nنص عربي", size=12)
    return frame.figure, frame.axes.text(-0.15, 1.55, "AVAV", size=12, rotation_mode="anchor")


CHANGES = {
    "words": lambda text: text.set_text("other words"),
    "letters that touch": lambda text: text.set_text("AVAW ffi \u0645\u062d\u0645\u062f"),
    "blanks": lambda text: text.set_text("   "),
    "colour": lambda text: text.set_color("red"),
    "opacity": lambda text: text.set_alpha(0.3),
    "half a pixel": lambda text: text.set_x(-0.1479),
    "size": lambda text: text.set_size(12.5),
    "weight": lambda text: text.set_weight("bold"),
    "family": lambda text: text.set_family("DejaVu Serif"),
    "angle": lambda text: text.set_rotation(90),
    "turned a little": lambda text: text.set_rotation(7),
    "smooth edges": lambda text: text.set_antialiased(False),
    "features": lambda text: text.set_fontfeatures(("-kern",)),
    "clipping": lambda text: (text.set_clip_box(text.axes.bbox), text.set_clip_on(True)),
    "hidden": lambda text: text.set_visible(False),
    "formula": lambda text: text.set_text("$x^2$"),
    "tick label by hand": lambda text: text.axes.get_xticklabels()[1].set_weight("bold"),
    "tick label's colour": lambda text: text.axes.get_xticklabels()[1].set_color("red"),
    "limits": lambda text: text.axes.set_xlim(0, 5),
    "resolution, as many pixels": lambda text: (text.figure.set_dpi(120), text.figure.set_figheight(2.5)),
    "height": lambda text: text.figure.set_figheight(2.31),
}
if older.ACTIVE:
    del CHANGES["features"]  # a text has none there


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_of_a_text_is_seen_at_the_next_move(change):
    figure, text = a_figure()
    before = moved(figure)
    CHANGES[change](text)
    for _ in range(2):
        seen = moved(figure)
        assert same(seen, afresh(figure)) and not same(seen, before)


def test_figures_drawn_in_turns_do_not_mix():
    figures = [a_figure(height)[0] for height in (2.0, 2.0, 2.31)]
    figures[1].axes[0].set_xlim(0, 7)
    for figure in figures * 2:
        assert same(moved(figure), afresh(figure))
        figure.canvas.draw()
        assert same(np.asarray(figure.canvas.buffer_rgba())[:, :, :3], afresh(figure))


def test_a_picture_has_the_same_pixels_where_isa_l_is_missing_and_below_another_one(monkeypatch):
    (figure, _), (above, _) = a_figure(), a_figure(2.31)
    sizes = []
    hardest = SimpleNamespace(compressobj=lambda _level: zlib.compressobj(9))
    for pressing in (drawing.quick_zlib, zlib, hardest):
        monkeypatch.setattr(drawing, "quick_zlib", pressing)
        made = drawing.quick_png(figure, above=above)
        assert same(pixels(made), np.concatenate([afresh(above), afresh(figure)]))
        sizes.append(len(made))
    assert sizes[2] < min(sizes[:2])


def test_pictures_of_two_widths_are_not_put_together():
    (figure, _), (above, _) = a_figure(), a_figure(2.31)
    above.set_size_inches(9, 2)
    with pytest.raises(ValueError, match=r"^above: expected a figure as wide as the other, got \[1140, 1350\] pixels$"):
        drawing.quick_png(figure, above=above)


def test_a_picture_that_does_not_fit_into_memory_leaves_the_others_as_they_were(monkeypatch):
    (figure, _), (large, _) = a_figure(), a_figure(2.31)
    made = backend_agg._RendererAgg

    def limited(width, height, dpi):
        if height > 400:
            raise MemoryError
        return made(width, height, dpi)

    large.set_size_inches(7.6, 5)
    before = moved(figure)
    monkeypatch.setattr(backend_agg, "_RendererAgg", limited)
    for _ in range(2):
        with pytest.raises(MemoryError):
            drawing.quick_png(large)
    assert np.asarray(figure.canvas.buffer_rgba()).shape == (1, 1, 4)
    assert same(moved(figure), before)


def test_no_other_thread_takes_the_pixels_before_they_are_read(monkeypatch):
    (figure, _), (other, _) = a_figure(), a_figure()
    read, waiting = drawing.Canvas.buffer_rgba, []

    def while_another_one_ends(canvas):
        if not waiting:
            waiting.append(Thread(target=other.canvas.let_go))
            waiting[0].start()
            waiting[0].join(0.3)
        return read(canvas)

    monkeypatch.setattr(drawing.Canvas, "buffer_rgba", while_another_one_ends)
    assert same(moved(figure), afresh(figure))
    waiting[0].join(5)
    assert not waiting[0].is_alive()


def test_letters_are_forgotten_when_there_are_too_many(monkeypatch):
    figure, text = a_figure()
    letters = figure.canvas.get_renderer().letters
    moved(figure)
    monkeypatch.setattr(drawing, "_MOST_LETTERS", sum(map(len, letters.values())) - 1)
    text.set_text("xyz")
    assert same(moved(figure), afresh(figure))
    assert sum(map(len, letters.values())) <= 3, "the other lines stand where they stood: only their letters are needed"


def test_letters_that_share_no_pixel_are_joined_and_the_others_stay_apart():
    def letter(*columns, height=3):
        return np.array([columns] * height, np.uint8)

    wide, thin, low = letter(9, 9, 0), letter(5), letter(7, 7, height=2)
    line = [(wide, 10, 20, 0), (thin, 12, 20, 0), (low, 12, 21, 0), (thin, 14, 20, 0)]
    joined = drawing._joined(line)
    first = [[9, 9, 5], [9, 9, 5], [9, 9, 5], [0, 0, 0]]  # the last column of the first letter is empty
    second = [[0, 0, 5], [0, 0, 5], [7, 7, 5], [7, 7, 0]]  # its first letter shares a pixel with the one before
    assert [(image.tolist(), *rest) for image, *rest in joined] == [(first, 10, 21, 0), (second, 12, 21, 0)]
    for alone in ([], line[:1], [(wide, 10, 20, 90), (thin, 12, 20, 90)]):
        assert drawing._joined(alone) == tuple(alone)
    canvases = []
    for images in (line, joined):
        canvas = np.zeros((30, 40), int)
        for image, left, bottom, _ in images:
            canvas[bottom - len(image) : bottom, left : left + image.shape[1]] += image
        canvases.append(canvas)
    assert np.array_equal(*canvases)


def test_a_picture_that_was_just_drawn_is_not_drawn_again_below_another_one(monkeypatch):
    (figure, text), (other, _), (higher, _) = a_figure(), a_figure(), a_figure(2.31)
    above, words = a_figure(2.31, drawing.CanvasApart)
    drawn, draw = [], Figure.draw
    monkeypatch.setattr(Figure, "draw", lambda figure, renderer: drawn.append(figure) or draw(figure, renderer))

    def below(*before, above=above) -> list:
        for act in before:
            act()
        drawn.clear()
        made, done = pixels(drawing.quick_png(figure, above=above)), drawn.copy()
        assert same(made, np.concatenate([afresh(above), afresh(figure)]))
        return done

    def show():
        drawing.quick_png(figure)

    def break_off():
        other.axes[0].add_artist(Artist()).draw = None
        with pytest.raises(TypeError):
            other.canvas.draw()

    assert below(show) == [above], "its pixels were still there"
    assert below(show) == [], "those of the other one as well"
    assert below(show, lambda: words.set_text("more")) == [above], "the upper one has changed"
    assert below(show, lambda: text.set_text("other words")) == [figure], "it has changed"
    assert below(show, lambda: drawing.quick_png(other)) == [figure], "another one of its size was drawn"
    assert below(show, lambda: drawing.quick_png(higher)) == [figure], "another one of another size was drawn"
    assert below(show, lambda: drawing.quick_png(above)) == [], "another one was drawn that stands apart"
    assert below(show, other.canvas.draw) == [figure], "another one was drawn by itself"
    assert below(show, break_off) == [figure], "another one was begun"
    assert below(show, other.get_tightbbox) == [], "another one was measured: that changes no pixel"
    assert below(show, figure.canvas.let_go) == [figure], "its pixels were let go"
    assert below(show, above=higher) == [higher, figure], "the upper one does not stand apart"
    drawn.clear()
    show()
    show()
    assert drawn == [figure, figure], "a move is always drawn: Matplotlib does not notice every change"


def test_the_style_of_the_course_is_matplotlib_s_own_and_leaves_nothing_behind():
    before = dict(matplotlib.rcParams)
    with matplotlib.style.context(charts.STYLE):
        expected = dict(matplotlib.rcParams)
    with pytest.raises(ZeroDivisionError), charts.styled():
        assert dict(matplotlib.rcParams) == expected != before
        1 / 0  # noqa: B018
    assert dict(matplotlib.rcParams) == before


def test_only_lines_of_the_last_picture_are_kept():
    figure, text = a_figure()
    text.set_text("first\nlast")
    drawing.quick_png(figure)
    kept = len(figure.canvas.get_renderer().lines)
    for number in range(5):
        text.set_text(f"{number}\n{number} more")
        drawing.quick_png(figure)
    assert len(figure.canvas.get_renderer().lines) == kept


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize(
    "words", ["13,221", "%70", "70%\u200f", "\u200fUS 12.5 مليار", "نصف", "AVAV To", " end ", " ", "\u0644\u0627"]
)
def test_a_line_is_measured_as_matplotlib_measures_it(words, weight):
    # The width comes from the letters that are drawn, so that a line is shaped once; it must not differ by a hair.
    font = font_manager.FontProperties(family=["Campaign Sans", "DejaVu Sans"], size=11, weight=weight)
    with matplotlib.rc_context({"text.hinting": "no_hinting"}):
        expected = older.Base(10, 10, 150).get_text_width_height_descent(words, font, False)
    assert drawing.shared_renderer(150).get_text_width_height_descent(words, font, False) == expected


class Counted(io.BytesIO):
    """A file in memory that counts how often somebody looks into it."""

    looks = 0

    def seek(self, *place):
        self.looks += 1
        return super().seek(*place)


COURSE_FONTS = sorted(Path(drawing.__file__).with_name("fonts").glob("*.ttf"))


def pictures_of(font: ft2font.FT2Font) -> list[np.ndarray]:
    """Each letter that a font has a sign for, and some lines, as pictures."""
    pictures = []
    for words in [*map(chr, font.get_charmap()), "AVAV To", "13,221 strikes", "70% من الأرض", "\u0644\u0627"]:
        font.set_text(words)
        font.draw_glyphs_to_bitmap()
        pictures.append(np.array(font.get_image()))
    return pictures


@pytest.mark.parametrize("path", COURSE_FONTS, ids=lambda path: path.stem)
def test_a_wrapped_font_has_the_letters_of_the_font_and_is_read_at_once(path):
    font = path.read_bytes()
    files = [Counted(content) for content in (font, woff.wrapped(font))]
    plain, wrapped = opened = [ft2font.FT2Font(file) for file in files]
    for one in opened:
        one.set_size(11, 150)
    before = [file.looks for file in files]
    seen = [pictures_of(one) for one in opened]
    assert all(map(same, *seen)) and len(seen[0]) > 400
    assert plain.get_sfnt() == wrapped.get_sfnt() and plain.get_sfnt_table("OS/2") == wrapped.get_sfnt_table("OS/2")
    looked = [file.looks - one for file, one in zip(files, before, strict=True)]
    assert looked[0] > 1000 and looked[1] == 0


@pytest.mark.parametrize("path", COURSE_FONTS, ids=lambda path: path.stem)
def test_a_wrapped_font_but_for_its_private_block_is_what_another_reader_takes_for_the_font(path):
    font = path.read_bytes()
    made = bytearray(woff.wrapped(font))
    said, private = struct.unpack_from(">L", made, 8), struct.unpack_from(">LL", made, 36)
    assert said == (sum(private),) == (2**31 - 1,) and private[0] == len(made)
    struct.pack_into(">L", made, 8, len(made))
    struct.pack_into(">LL", made, 36, 0, 0)
    tables = [TTFont(io.BytesIO(content)).reader for content in (font, bytes(made))]
    assert tables[1].flavor == "woff" and tables[0].keys() == tables[1].keys()
    assert all(tables[0][tag] == tables[1][tag] for tag in tables[0].keys())


@pytest.mark.parametrize("path", COURSE_FONTS, ids=lambda path: path.stem)
def test_the_course_draws_with_fonts_that_are_read_at_once(path, monkeypatch):
    opened = []
    monkeypatch.setattr(drawing, "io", SimpleNamespace(BytesIO=lambda font: opened.append(Counted(font)) or opened[-1]))
    font = drawing._in_memory.__wrapped__((str(path),), 0)
    font.set_size(11, 150)
    before = [file.looks for file in opened]
    font.set_text("70% من الأرض")
    font.draw_glyphs_to_bitmap()
    assert len(opened) == 1 and [file.looks for file in opened] == before


FONT = COURSE_FONTS[0].read_bytes()
COUNT = struct.unpack_from(">H", FONT, 4)[0]
DAMAGED = {
    "a collection": b"ttcf and more",
    "cut in its directory": FONT[:4] + b"\x00\x02" + bytes(22),
    "cut in a table": FONT[:-9],
    "more tables than it has": FONT[:4] + b"\xff\xff" + FONT[6:],
    "tables over each other": FONT[:12]
    + struct.pack(">4sLLL", b"glyf", 0, 0, len(FONT)) * COUNT
    + FONT[12 + 16 * COUNT :],
}


@pytest.mark.parametrize("font", DAMAGED.values(), ids=DAMAGED)
def test_what_is_no_whole_font_is_left_as_it_is(font):
    assert woff.wrapped(font) is font


def test_a_thread_that_measures_words_does_not_change_what_another_draws():
    figure, text = a_figure()
    text.set_text("One day of the campaign cost")
    expected, wrong, ends = None, 0, []

    def measure():
        font = font_manager.FontProperties(family=charts.STYLE["font.family"])
        while not ends:
            for size in (7, 19, 31):
                font.set_size(size)
                drawing._shaped.cache_clear()
                renderer.get_text_width_height_descent("One day of the campaign cost", font, False)

    renderer = figure.canvas.get_renderer()
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    threads = [Thread(target=measure) for _ in range(2)]
    try:
        expected = pixels(drawing.quick_png(figure))
        for thread in threads:
            thread.start()
        for _ in range(20):
            renderer.lines, renderer.letters = {}, {}
            wrong += not same(pixels(drawing.quick_png(figure)), expected)
    finally:
        ends.append(True)
        for thread in threads:
            thread.join()
        sys.setswitchinterval(before)
    assert not wrong


def test_a_font_that_freetype_does_not_take_wrapped_is_taken_plain(monkeypatch):
    files = drawing.shared_renderer(100)._files(font_manager.FontProperties(family=charts.STYLE["font.family"]))
    monkeypatch.setattr(woff, "wrapped", lambda font: b"wOFF" + font)
    assert drawing._in_memory.__wrapped__(files, 0).family_name == "Campaign Sans"


def test_the_course_draws_with_fonts_in_memory_and_matplotlib_keeps_its_own():
    files = drawing.shared_renderer(100)._files(font_manager.FontProperties(family=charts.STYLE["font.family"]))
    own, other = drawing._in_size(files, 10, 100), font_manager.get_font(files)
    assert own is drawing._in_size(files, 12, 100) is not other
    assert other.fname == str(getattr(files[0], "path", files[0])), "the name that a PDF is written with"
    for font in (own, other):
        font.set_size(10, 100)
    words = "As of غارة \u2713 \u4e00"  # with letters that another font stands in for
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # no font at all has the last one
        for font in (own, other):
            font.set_text(words)
    assert own.get_width_height() == other.get_width_height()
    assert ft2font.FT2Font.__module__ == "matplotlib.ft2font" and font_manager._get_font.cache_info()
