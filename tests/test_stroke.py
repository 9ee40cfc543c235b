"""A stroke is what was drawn, and nobody can change it."""

import numpy as np
import pytest

from digits.stroke import PEN_WIDTH, PEN_WIDTHS, as_stroke

DOWN = [(10, 10), (10, 90)]


def test_a_stroke_is_its_points_and_the_width_of_the_pen():
    points, width = as_stroke(DOWN, 7)
    assert points.dtype == float
    assert points.tolist() == [[10, 10], [10, 90]]
    assert (width, type(width)) == (7, float)


def test_the_usual_pen_lies_between_the_thinnest_and_the_widest():
    thinnest, widest = PEN_WIDTHS
    assert thinnest <= as_stroke(DOWN).width == PEN_WIDTH <= widest


def test_one_point_is_a_stroke():
    assert as_stroke([(1, 2)]).points.shape == (1, 2)


def test_a_stroke_cannot_be_changed_from_outside():
    drawn = np.array(DOWN, float)
    stroke = as_stroke(drawn)
    drawn[0] = 99
    assert stroke.points.tolist() == [[10, 10], [10, 90]]
    with pytest.raises(ValueError, match="read-only"):
        stroke.points[0] = 99


@pytest.mark.parametrize("points", [[], [1, 2], [(1, 2, 3)], np.empty((0, 2)), 5, [[(1, 2)]]])
def test_what_is_not_a_row_of_points_is_refused(points):
    with pytest.raises(ValueError, match="a stroke is one or more points"):
        as_stroke(points)


@pytest.mark.parametrize("nowhere", [np.nan, np.inf, -np.inf])
def test_a_point_that_is_nowhere_is_refused(nowhere):
    with pytest.raises(ValueError, match="the points of a stroke are finite"):
        as_stroke([(0, 0), (1, nowhere)])
