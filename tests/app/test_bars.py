"""Ten probabilities as bars."""

from tkinter import font

import fakes
import numpy as np
import pytest

from digits.app import theme
from digits.app.bars import NO_SHARE, Bars

PROBABILITIES = fakes.reading(7, sure=False).probabilities  # 75 % for the 7, 25 % for the 8


@pytest.fixture
def bars(root):
    bars = Bars(root)
    bars.pack()
    root.update()
    return bars


def texts(bars):
    """What stands beside the bars, with its font."""
    items = [item for item in bars.find_all() if bars.type(item) == "text"]
    return {bars.itemcget(item, "text"): bars.itemcget(item, "font") for item in items}


def test_the_best_bar_is_told_by_its_letters_too(bars):
    bars.show(PROBABILITIES)
    shown = texts(bars)
    assert shown["75.0 %"] == shown["7"] == theme.BOLD
    assert shown["25.0 %"] == shown["8"] == theme.SMALL


def test_a_bar_is_as_long_as_its_probability(bars):
    bars.show(PROBABILITIES)
    boxes = [bars.coords(item) for item in bars.find_all() if bars.type(item) == "rectangle"]
    widths = [right - left for left, _, right, _ in boxes]
    track = max(widths)
    assert sorted(widths)[:2] == pytest.approx([0.25 * track, 0.75 * track])


def test_ten_zeros_are_an_empty_scale(bars):
    bars.show(PROBABILITIES)
    bars.show(np.zeros(10))
    assert set(texts(bars)) == {*"0123456789", NO_SHARE}
    assert theme.BOLD not in texts(bars).values()


def test_each_of_the_ten_lines_has_room_for_its_letters(bars):
    letters = font.Font(root=bars, name=theme.BOLD, exists=True)
    assert bars.winfo_reqheight() >= 10 * letters.metrics("ascent")
