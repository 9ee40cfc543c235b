"""A page as a picture file."""

import io

import numpy as np
import pytest
from art import enlarged, picture
from PIL import Image

from digits.page_picture import DOUBTFUL, SIDE, SURE, as_png, page_image
from digits.pen import DARK, LIGHT
from digits.reading import Box, Reading
from digits.sketch import Page
from digits.stroke import PAD_SIDE, as_stroke

PIXELS = SIDE // PAD_SIDE
LETTER = 60  # pixels that a label with its gap is never taller or wider than

DOWN = as_stroke([(100, 60), (100, 220)], 20)
PAGE = Page(strokes=(DOWN,))
BOX = Box(60, 100, 220, 100)


def reading(box=BOX, digit=1, sure=True):
    return Reading(box, np.zeros((28, 28)), np.eye(10)[digit], sure)


def changed_by(*readings, page=PAGE):
    """Return the rows and columns of the pixels that boxes change."""
    changed = (page_image(page, None, readings) != page_image(page, None)).any(axis=2)
    return np.nonzero(changed)


def has(image, color):
    return (image == color).all(axis=2).any()


def test_a_page_is_dark_ink_on_white_paper():
    image = page_image(PAGE, None)
    assert image.shape == (SIDE, SIDE, 3)
    assert image.dtype == np.uint8
    assert tuple(image[140 * PIXELS, 100 * PIXELS]) == DARK
    assert tuple(image[0, 0]) == tuple(image[-1, -1]) == (255, 255, 255)


def test_an_empty_page_is_white():
    assert (page_image(Page(), None) == 255).all()


def test_a_stroke_is_where_it_was_drawn_and_as_wide():
    rows, columns = np.nonzero((page_image(PAGE, None) < 128).any(axis=2))
    edges = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    assert edges == pytest.approx([PIXELS * edge for edge in (50, 230, 90, 110)], abs=2)


def test_a_picture_lies_under_the_strokes():
    checks = picture("#.", ".#")
    bare = page_image(Page(), checks)
    assert (bare == enlarged(checks, SIDE // 2)).all()
    drawn = page_image(PAGE, checks)
    assert (drawn != bare).any()


def test_ink_on_a_dark_picture_is_light():
    image = page_image(PAGE, picture("#"))
    assert tuple(image[140 * PIXELS, 100 * PIXELS]) == LIGHT


def test_the_picture_that_was_given_is_not_changed():
    checks = picture("#.", ".#")
    before = checks.copy()
    page_image(PAGE, checks, [reading()])
    assert (checks == before).all()


@pytest.mark.parametrize("readings", [(), (reading(),)])
def test_the_file_holds_the_image_in_its_colors(readings):
    colors = np.array([[[200, 30, 60], [30, 200, 60]]], np.uint8)
    with Image.open(io.BytesIO(as_png(PAGE, colors, readings))) as file:
        assert file.format == "PNG"
        assert (np.asarray(file) == page_image(PAGE, colors, readings)).all()


# Boxes


def test_a_box_goes_around_the_ink():
    rows, columns = changed_by(reading(Box(60, 100, 220, 180)))
    below = rows > 130 * PIXELS  # the label is above
    left, right = columns[below].min(), columns[below].max() + 1
    assert left == pytest.approx((100 - 10) * PIXELS, abs=4)
    assert right == pytest.approx((180 + 10) * PIXELS, abs=4)
    assert rows.max() + 1 == pytest.approx((220 + 10) * PIXELS, abs=4)


def test_a_box_and_its_label_change_nothing_farther_away():
    rows, columns = changed_by(reading())
    assert rows.min() >= (60 - 10) * PIXELS - LETTER
    assert rows.max() <= (220 + 10) * PIXELS + 3
    assert columns.min() >= (100 - 10) * PIXELS - 3
    assert columns.max() <= (100 + 10) * PIXELS + LETTER


def test_inside_a_box_nothing_changes():
    plain, boxed = page_image(PAGE, None), page_image(PAGE, None, [reading()])
    inside = slice(55 * PIXELS, 225 * PIXELS), slice(92 * PIXELS, 108 * PIXELS)
    assert (boxed[inside] == plain[inside]).all()


def test_a_doubtful_digit_has_another_color_and_a_question_mark():
    sure, doubtful = (page_image(PAGE, None, [reading(sure=sure)]) for sure in (True, False))
    assert has(sure, SURE)
    assert not has(sure, DOUBTFUL)
    assert has(doubtful, DOUBTFUL)
    assert not has(doubtful, SURE)
    above = slice(0, 48 * PIXELS)
    pixels = [(image[above] != 255).any(axis=2).sum() for image in (sure, doubtful)]
    assert pixels[0] < pixels[1]


def test_the_label_is_the_digit():
    one, eight = (page_image(PAGE, None, [reading(digit=digit)]) for digit in (1, 8))
    rows = np.nonzero((one != eight).any(axis=2))[0]
    assert rows.max() < 50 * PIXELS


NEAR_THE_EDGE = {
    "upper": Box(5, 100, 90, 150),
    "left": Box(100, 0, 180, 20),
    "right": Box(100, 278, 180, 278),
    "upper right": Box(0, 279, 80, 280),
    "lower": Box(200, 100, 280, 150),
    "beyond": Box(-60, -60, 40, 40),
}


@pytest.mark.parametrize("edge", NEAR_THE_EDGE)
def test_a_label_is_whole_at_any_edge_of_the_picture(edge):
    in_the_middle = Box(100, 100, 200, 200)
    assert ink_of_mark(NEAR_THE_EDGE[edge]) == ink_of_mark(in_the_middle)


def ink_of_mark(box):
    """Return how many pixels tell the labels "8?" and "1?" apart: fewer where one is cut."""
    eight, one = (page_image(Page(), None, [reading(box, digit, sure=False)]) for digit in (8, 1))
    return (eight != one).any(axis=2).sum()
