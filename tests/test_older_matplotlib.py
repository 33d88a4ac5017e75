"""The help for a Matplotlib older than 3.11: Arabic joined and in order there, and nothing at all from 3.11 on.

tests/tools/older_matplotlib.py runs this file on older versions too.
"""

import os

import matplotlib
import numpy as np
import pytest
from campaign import sheet as charts
from campaign.sheet import older
from campaign.sheet.drawing import Renderer
from matplotlib.backends.backend_agg import RendererAgg

LEFT, RIGHT, FIRST, END = "\u2066", "\u2067", "\u2068", "\u2069"


def test_it_is_this_matplotlib_that_is_tested():
    wanted = os.environ.get("CAMPAIGN_MATPLOTLIB")
    assert wanted in (None, matplotlib.__version__)
    assert older.ACTIVE == (wanted is not None)


@pytest.mark.skipif(older.ACTIVE, reason="an older Matplotlib, which needs help")
def test_from_3_11_on_the_renderer_is_matplotlibs_own():
    assert older.Base is RendererAgg and Renderer.__mro__[1] is RendererAgg
    image = np.zeros((2, 2))
    assert older.kept(image) is image
    assert (older.leading("normal"), older.leading(0.85)) == ("normal", 0.85)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_titles_of_several_lines_have_the_leading_that_their_room_is_made_for(language):
    frame = charts.frame("A", "", "", language)
    heights = []
    for lines in (2, 3):
        frame.title_text.set_text("\n".join(["lp"] * lines))
        heights.append(frame.title_text.get_window_extent(frame.figure.canvas.get_renderer()).height)
    step = (heights[1] - heights[0]) / frame.figure.dpi * 72 / frame.title_text.get_size()
    assert step == pytest.approx(1.5 if language == "ar" else 1.5 * 0.85, abs=0.06)


def test_words_without_arabic_stay_and_lose_only_marks_that_no_font_draws():
    assert older.in_order("13.6 million (A14)") == "13.6 million (A14)"
    assert older.in_order(f"a{FIRST}b{END}\u200fc") == "abc"


def test_arabic_is_joined_and_goes_from_left_to_right():
    # لا is one sign; the word ends at its left, so that its last letter comes first.
    assert older.in_order("سلام") == "ﻡﻼﺳ"
    assert older.in_order("ab سلام cd") == "ab ﻡﻼﺳ cd", "the line begins with Latin letters"
    assert older.in_order("سلام ab") == "ab ﻡﻼﺳ"


def test_numbers_keep_their_order_inside_arabic():
    assert older.in_order("من 2014 إلى 2017") == "2017 ﻰﻟﺇ 2014 ﻦﻣ"
    assert older.in_order("13.6 مليون دولار").endswith("13.6")


def test_isolated_words_keep_their_direction_and_do_not_decide_that_of_the_line():
    assert older.in_order(f"{LEFT}A13{END}: سلام") == "ﻡﻼﺳ :A13"
    assert older.in_order(f"{FIRST}سلام{END} = 5 km") == "ﻡﻼﺳ = 5 km"
    assert older.in_order(f"سلام {LEFT}5 = 7{END} سلام") == "ﻡﻼﺳ 5 = 7 ﻡﻼﺳ"
    assert older.in_order(f"سلام {FIRST}(1){END}{FIRST}ab (2){END}") == "ab (2)(1) ﻡﻼﺳ"
    assert older.in_order(f"{FIRST}سلام{END}: 5") == "ﻡﻼﺳ: 5", "as Matplotlib 3.11 draws it: no letter of its own"


def test_a_line_is_measured_as_it_is_drawn():
    # Letters that stand alone are wider than joined ones.
    frame = charts.frame("سلام سلام", "", "")
    width = frame.figure.canvas.get_renderer().get_text_width_height_descent(
        "سلام", frame.title_text.get_fontproperties(), False
    )[0]
    letters = sum(
        frame.figure.canvas.get_renderer().get_text_width_height_descent(
            letter, frame.title_text.get_fontproperties(), False
        )[0]
        for letter in "سلام"
    )
    assert 0 < width < 0.8 * letters
