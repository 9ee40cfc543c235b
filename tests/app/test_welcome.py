"""What the empty pad says."""

import tkinter as tk
from itertools import pairwise

import pytest

from digits.app import commands, theme
from digits.app.desk import LEAST_SIDE
from digits.app.welcome import TAG, TITLE, draw_welcome

every_scaling = pytest.mark.parametrize("scaling", [1.0, 1.5, 3.0])
both_looks = pytest.mark.parametrize("look", theme.LOOKS)


@pytest.fixture
def make_canvas(make_window):
    """Make a square canvas that says it, as small as the pad can be."""

    def make(scaling=None, look="light", side=LEAST_SIDE):
        canvas = tk.Canvas(make_window(scaling, look), highlightthickness=0)
        canvas.side = theme.pixels(canvas, side)
        canvas.place(width=canvas.side, height=canvas.side)
        canvas.master.geometry(f"{canvas.side}x{canvas.side}")
        canvas.update()
        draw_welcome(canvas, canvas.side)
        return canvas

    return make


def words(canvas):
    return [canvas.itemcget(item, "text") for item in canvas.find_withtag(TAG)]


def boxes(canvas):
    """Left, top, right and bottom of each sentence, from above."""
    return [canvas.bbox(item) for item in canvas.find_withtag(TAG)]


def test_it_says_what_to_do_and_every_way_to_begin(make_canvas):
    canvas = make_canvas()
    title, *ways = words(canvas)
    assert title == TITLE
    text = " ".join(ways)
    for word in ("mouse", "pen", "finger", "drop", "paste", "upload", "keys"):
        assert word in text


def test_it_shows_the_keys_that_the_commands_have(make_canvas):
    canvas = make_canvas()
    text = " ".join(words(canvas))
    for command in (commands.PASTE, commands.UPLOAD, commands.KEYS):
        assert commands.shown_key(command, canvas) in text


@every_scaling
@both_looks
def test_every_word_is_whole_on_the_smallest_pad(make_canvas, scaling, look):
    canvas = make_canvas(scaling, look)
    for left, top, right, bottom in boxes(canvas):
        assert 0 < left < right < canvas.side
        assert 0 < top < bottom < canvas.side


@every_scaling
def test_sentences_stand_below_each_other_in_the_middle(make_canvas, scaling):
    canvas = make_canvas(scaling, side="360p")
    found = boxes(canvas)
    for (_, _, _, bottom), (_, top, _, _) in pairwise(found):
        assert bottom < top
    for left, _, right, _ in found:
        assert abs(left + right - canvas.side) <= 3
    assert abs(found[0][1] + found[-1][3] - canvas.side) <= 3


@both_looks
def test_it_has_the_colors_of_the_look(make_canvas, look):
    canvas, colors = make_canvas(look=look), theme.LOOKS[look]
    title, *ways = (canvas.itemcget(item, "fill") for item in canvas.find_withtag(TAG))
    assert title == colors.text
    assert set(ways) == {colors.muted}
