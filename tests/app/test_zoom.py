"""Which part of the pad is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digits.app.zoom import MOST, STEP, Zoom
from digits.stroke import PAD_SIDE

SIDE = 560  # two pixels for each pad unit


def zoom_of(side=SIDE):
    zoom = Zoom()
    zoom.side = side
    return zoom


def seen(zoom):
    """The corners of what is seen, in pad units."""
    return *zoom.view.to_pad(0, 0), *zoom.view.to_pad(zoom.side, zoom.side)


def test_at_first_the_whole_pad_is_seen():
    assert zoom_of().view == (2.0, 0.0, 0.0)
    assert seen(zoom_of()) == (0, 0, PAD_SIDE, PAD_SIDE)


def test_a_step_makes_everything_larger_by_the_same_factor():
    zoom = zoom_of()
    for steps in (1, 2, 3):
        zoom.zoom(1, 100, 100)
        assert zoom.view.scale == pytest.approx(2 * STEP**steps)


@pytest.mark.parametrize("place", [(0, 0), (300, 200), (SIDE, SIDE), (10, 550)])
def test_what_is_under_the_pointer_stays_there(place):
    zoom = zoom_of()
    before = zoom.view.to_pad(*place)
    for steps in (1, 1, 3, -1):
        zoom.zoom(steps, *place)
        assert zoom.view.to_pad(*place) == pytest.approx(before)


def test_zooming_out_as_far_as_in_shows_the_whole_pad_again_exactly():
    zoom = zoom_of()
    for steps in (1, 1, 1, -1, -1, -1):
        zoom.zoom(steps, 77, 345)
    assert zoom.view == zoom_of().view


def test_nearly_the_whole_pad_counts_as_the_whole():
    zoom = zoom_of()
    zoom.zoom(100, 100, 400)
    for _ in range(12):  # to 1.1 times the size at which all is seen
        zoom.zoom(-1, 100, 400)
    assert zoom.view == zoom_of().view


def test_the_pad_is_never_smaller_than_its_place():
    zoom = zoom_of()
    zoom.zoom(-5, 100, 100)
    assert zoom.view == zoom_of().view


def test_there_is_a_largest_zoom_at_which_the_pointer_keeps_its_place_too():
    zoom = zoom_of()
    zoom.zoom(100, 100, 400)
    assert zoom.view.scale == 2 * MOST
    assert zoom.view.to_pad(100, 400) == pytest.approx((50, 200))


def test_moving_by_pixels_moves_what_is_seen_with_the_hand():
    zoom = zoom_of()
    zoom.zoom(4, 280, 280)
    point = zoom.view.to_pad(200, 250)
    zoom.move(30, -40)
    assert zoom.view.to_screen(*point) == pytest.approx((230, 210))


def test_the_whole_pad_cannot_be_moved():
    zoom = zoom_of()
    zoom.move(50, -50)
    assert zoom.view == zoom_of().view


def test_moving_ends_at_the_edge_of_the_pad():
    zoom = zoom_of()
    zoom.zoom(4, 280, 280)
    zoom.move(-10_000, 10_000)
    left, top, right, bottom = seen(zoom)
    assert (top, right) == pytest.approx((0, PAD_SIDE))
    assert left > 0
    assert bottom < PAD_SIDE


def test_fit_shows_the_whole_pad_again():
    zoom = zoom_of()
    zoom.zoom(4, 30, 280)
    zoom.fit()
    assert zoom.view == zoom_of().view


def test_on_a_pad_of_another_size_the_same_part_is_seen():
    zoom = zoom_of()
    zoom.zoom(4, 30, 280)
    before = seen(zoom)
    zoom.side = 200
    assert seen(zoom) == pytest.approx(before)


places = st.integers(-50, SIDE + 50)
steps = st.tuples(st.just("zoom"), st.floats(-6, 6), places, places)
moves = st.tuples(st.just("move"), st.integers(-900, 900), st.integers(-900, 900))


@given(st.lists(st.one_of(steps, moves), max_size=8), st.integers(1, 3000))
def test_whatever_is_done_nothing_beyond_the_pad_is_seen(actions, side):
    zoom = zoom_of(side)
    for name, *amounts in actions:
        getattr(zoom, name)(*amounts)
    left, top, right, bottom = seen(zoom)
    assert min(left, top) >= 0
    assert max(right, bottom) <= PAD_SIDE + 1e-9
    assert right - left == pytest.approx(bottom - top)
    assert right - left >= PAD_SIDE / MOST - 1e-9
