"""The look inside: three pictures of one digit."""

from tkinter import ttk

import fakes
import numpy as np
import pytest

from digits.app import theme
from digits.app.inside import NAMES, Inside
from digits.reading import SIDE

RED = (250, 10, 20)


@pytest.fixture
def inside(root):
    inside = Inside(root)
    inside.pack()
    root.update()
    return inside


def shown(inside):
    """Which of the three pictures are there."""
    return [bool(view.find_all()) for view in inside.views]


def pixel(inside, index, x, y):
    """The color of a pixel of a picture as Tk has it."""
    return inside._photos[inside.views[index]].get(x, y)


def test_at_first_there_are_three_empty_squares_with_their_names(inside):
    assert shown(inside) == [False, False, False]
    for view, name in zip(inside.views, NAMES, strict=True):
        assert view.winfo_width() == view.winfo_height() == inside.side + 2  # and its edge
        (label,) = inside.grid_slaves(row=1, column=view.grid_info()["column"])
        assert label["text"] == name


def test_each_pixel_of_a_digit_image_is_shown_as_a_whole_square(inside):
    assert inside.side % SIDE == 0
    scale = inside.side // SIDE
    image = np.zeros((SIDE, SIDE), np.float32)
    image[4, 14] = 1
    inside.show(image)
    assert shown(inside) == [False, True, False]
    left, top = 14 * scale, 4 * scale
    for x, y in ((left, top), (left + scale - 1, top + scale - 1)):
        assert pixel(inside, 1, x, y) == (255, 255, 255)
    for x, y in ((left - 1, top), (left, top - 1), (left + scale, top), (left, top + scale)):
        assert pixel(inside, 1, x, y) == (0, 0, 0)


def test_a_digit_image_is_not_changed_by_being_shown(inside):
    image = np.linspace(-0.5, 1.5, SIDE * SIDE, dtype=np.float32).reshape(SIDE, SIDE)
    before = image.copy()
    inside.show(image)
    assert np.array_equal(image, before)
    assert pixel(inside, 1, 0, 0) == (0, 0, 0)
    assert pixel(inside, 1, inside.side - 1, inside.side - 1) == (255, 255, 255)


@pytest.mark.parametrize("side", [1, 28, 168, 400])
@pytest.mark.parametrize("index", [0, 2])
def test_a_picture_of_any_size_fills_its_square_in_its_colors(inside, index, side):
    picture = np.full((side, side, 3), RED, np.uint8)
    [inside.show_crop, None, inside.show_explanation][index](picture)
    assert shown(inside) == [each == index for each in range(3)]
    for corner in (0, inside.side - 1):
        assert pixel(inside, index, corner, corner) == RED


def test_the_explanation_of_one_digit_is_not_left_beside_another(inside):
    inside.show(fakes.reading(1).image)
    inside.show_explanation(np.zeros((SIDE, SIDE, 3), np.uint8))
    inside.show(fakes.reading(2).image)
    assert shown(inside) == [False, True, False]


def test_clear_shows_three_empty_squares_and_keeps_no_picture(inside):
    inside.show(fakes.reading(1).image)
    inside.show_crop(np.zeros((SIDE, SIDE, 3), np.uint8))
    inside.show_explanation(np.zeros((SIDE, SIDE, 3), np.uint8))
    inside.clear()
    assert shown(inside) == [False, False, False]
    assert inside._photos == {}


def test_pictures_that_were_replaced_are_not_kept(root, inside):
    def photos():
        return {name for name in root.image_names() if name.startswith("pyimage")}

    inside.show(fakes.reading(1).image)
    before = len(photos())
    for digit in range(10):
        inside.show(fakes.reading(digit).image)
    assert len(photos()) == before


def test_the_squares_follow_the_look(root, inside):
    for look in ("dark", "light"):
        theme.use(root, look)
        root.update()
        assert {view["background"] for view in inside.views} == {theme.LOOKS[look].track}
    assert ttk.Style(root).lookup(inside["style"], "background") == theme.LIGHT.sheet
