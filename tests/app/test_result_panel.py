"""What the panel says about a reading."""

import tkinter as tk
from tkinter import font

import numpy as np
import pytest

from digits.app import theme
from digits.app.result_panel import NO_READING, NO_SHARE, ResultPanel
from digits.reading import Box, Reading


@pytest.fixture
def panel():
    root = tk.Tk()
    theme.dress(root)
    panel = ResultPanel(root)
    panel.pack()
    root.update()
    yield panel
    root.update_idletasks()
    root.destroy()


def reading(*, sure=True):
    probabilities = np.zeros(10, np.float32)
    probabilities[[7, 1]] = 0.75, 0.25
    image = np.zeros((28, 28), np.float32)
    image[4:24, 14] = 1
    return Reading(Box(0, 0, 28, 28), image, probabilities, sure)


def canvas(panel, name):
    """One of the panel's two canvases, by the name of its class."""
    return next(child for child in panel.winfo_children() if type(child).__name__ == name)


def texts(panel):
    """What stands beside the bars, with its font."""
    bars = canvas(panel, "Bars")
    items = [item for item in bars.find_all() if bars.type(item) == "text"]
    return {bars.itemcget(item, "text"): bars.itemcget(item, "font") for item in items}


def test_an_empty_panel_is_calm(panel):
    assert panel.digit == ""
    assert panel.sureness == NO_READING
    assert set(texts(panel)) == {*"0123456789", NO_SHARE}


def test_a_reading_shows_its_digit_and_how_sure_it_is(panel):
    panel.show(reading())
    assert panel.digit == "7"
    assert panel.sureness == "Sure: 75.0 %"


def test_an_unsure_reading_says_so_in_words(panel):
    panel.show(reading(sure=False))
    assert panel.sureness == "Not sure: 75.0 %"


def test_the_best_bar_is_told_by_its_letters_too(panel):
    panel.show(reading())
    shown = texts(panel)
    assert shown["75.0 %"] == shown["7"] == theme.BOLD
    assert shown["25.0 %"] == shown["1"] == theme.SMALL


def test_a_bar_is_as_long_as_its_probability(panel):
    panel.show(reading())
    bars = canvas(panel, "Bars")
    boxes = [bars.coords(item) for item in bars.find_all() if bars.type(item) == "rectangle"]
    widths = [right - left for left, _, right, _ in boxes]
    track = max(widths)
    assert sorted(widths)[:2] == pytest.approx([0.25 * track, 0.75 * track])


def test_the_digit_image_is_shown_with_hard_pixels(panel):
    panel.show(reading())
    view = canvas(panel, "NetworkView")
    (item,) = view.find_all()
    name = view.itemcget(item, "image")
    side = int(view.tk.call("image", "width", name))
    zoom = side // 28
    assert side == 28 * zoom
    row = [view.tk.call(name, "get", x, 10 * zoom) for x in range(side)]
    white = [x for x, color in enumerate(row) if color == (255, 255, 255)]
    assert white == list(range(14 * zoom, 15 * zoom))
    assert set(row) == {(0, 0, 0), (255, 255, 255)}


def test_picture_caption_and_percentages_share_their_edges(panel):
    panel.show(reading())
    panel.update()
    view, bars = canvas(panel, "NetworkView"), canvas(panel, "Bars")
    (caption,) = panel.grid_slaves(row=0, column=1)
    (numbers,) = (item for item in bars.find_all() if bars.type(item) == "text"
                  and bars.itemcget(item, "text") == "75.0 %")  # fmt: skip
    right = view.winfo_x() + view.winfo_width()
    assert caption.winfo_x() == view.winfo_x()
    assert caption.winfo_x() + caption.winfo_width() <= right
    assert bars.winfo_x() + bars.coords(numbers)[0] == right


def test_letters_start_at_the_edge_of_their_label(panel):
    (caption,) = panel.grid_slaves(row=0, column=1)
    letters = font.Font(root=panel, name=theme.SMALL, exists=True)
    assert caption.winfo_reqwidth() == letters.measure(caption["text"])


def test_each_of_the_ten_lines_has_room_for_its_letters(panel):
    letters = font.Font(root=panel, name=theme.BOLD, exists=True)
    assert canvas(panel, "Bars").winfo_reqheight() >= 10 * letters.metrics("linespace")


def test_clear_shows_nothing_of_the_reading_before(panel):
    panel.show(reading())
    panel.clear()
    assert panel.digit == ""
    assert panel.sureness == NO_READING
    assert canvas(panel, "NetworkView").find_all() == ()
    assert set(texts(panel)) == {*"0123456789", NO_SHARE}
