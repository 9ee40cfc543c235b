"""Where the pad is on the screen, and a picture on the pad."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digits.stroke import PAD_SIDE
from digits.view import View, place

places = st.floats(-1000, 1000)
views = st.builds(View, st.floats(0.1, 100), places, places)
sides = st.integers(1, 50_000)


def test_the_corner_of_a_view_is_the_corner_of_the_screen():
    view = View(scale=3, left=100, top=50)
    assert view.to_screen(100, 50) == (0, 0)
    assert view.to_screen(110, 50) == (30, 0)
    assert view.to_screen(100, 60) == (0, 30)


@given(views, places, places)
def test_to_the_screen_and_back_leads_to_the_same_place(view, x, y):
    assert view.to_pad(*view.to_screen(x, y)) == pytest.approx((x, y), abs=1e-6)


def test_a_square_picture_covers_the_pad():
    assert place(28, 28) == (10, 0, 0)


def test_a_wide_picture_lies_in_the_middle():
    unit, left, top = place(height=100, width=400)
    assert (unit, left, top) == (0.7, 0, 105)


def test_a_tall_picture_lies_in_the_middle():
    unit, left, top = place(height=400, width=100)
    assert (unit, left, top) == (0.7, 105, 0)


@given(sides, sides)
def test_a_picture_of_any_size_fits_the_pad_and_touches_two_of_its_edges(height, width):
    unit, left, top = place(height, width)
    assert unit > 0
    assert min(left, top) == pytest.approx(0, abs=1e-9)
    assert left + width * unit == pytest.approx(PAD_SIDE - left)
    assert top + height * unit == pytest.approx(PAD_SIDE - top)
