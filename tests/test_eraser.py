"""The eraser takes what it reaches, and nothing else."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digits.eraser import erased
from digits.stroke import PEN_WIDTHS, as_stroke

RADIUS = 8

places = st.tuples(st.floats(0, 280), st.floats(0, 280))
strokes = st.builds(as_stroke, st.lists(places, min_size=1, max_size=6), st.floats(*PEN_WIDTHS))
drawings = st.lists(strokes, max_size=4).map(tuple)
paths = st.lists(places, min_size=1, max_size=4)
radii = st.floats(4, 40)


def reach(radius, stroke):
    """Return how far from its path an eraser takes the points of a stroke."""
    return radius + stroke.width / 2


def step(radius, stroke):
    """Return the precision with which a stroke is cut."""
    return reach(radius, stroke) / 8


def distances(points, line):
    """Return how far points are from a line through others."""
    points, line = np.asarray(points, float), np.asarray(line, float)
    starts, steps = line[:-1], np.diff(line, axis=0)
    gaps = points[:, np.newaxis] - starts  # (points, pieces, 2)
    lengths = (steps**2).sum(axis=1)
    t = ((gaps * steps).sum(axis=2) / np.where(lengths > 0, lengths, 1)).clip(0, 1)
    from_pieces = np.hypot(*np.moveaxis(gaps - t[..., np.newaxis] * steps, 2, 0))
    from_end = np.hypot(*(points - line[-1]).T)
    return np.minimum(from_pieces.min(axis=1, initial=np.inf), from_end)


def between(points, count=20):
    """Return many points of the line through some."""
    shares = np.linspace(0, 1, count)[:, np.newaxis, np.newaxis]
    return np.concatenate([(points[:-1] + shares * np.diff(points, axis=0)).reshape(-1, 2), points])


def off(points, lines):
    """Return how far each point is from the nearest of some strokes."""
    nowhere = np.full(len(points), np.inf)
    return np.min([nowhere, *(distances(points, line.points) for line in lines)], axis=0)


def spans(strokes):
    """Return the first and last point of each stroke."""
    return [(*stroke.points[0], *stroke.points[-1]) for stroke in strokes]


# What can be seen

ACROSS = as_stroke([(0, 50), (100, 50)], width=10)  # the eraser takes points within 8 + 5
CUT = 13


def test_an_eraser_across_the_middle_leaves_two_halves():
    left, right = erased((ACROSS,), [(50, 0), (50, 100)], RADIUS)
    assert left.points[0] == pytest.approx((0, 50))
    assert left.points[-1] == pytest.approx((50 - CUT, 50), abs=CUT / 8)
    assert right.points[0] == pytest.approx((50 + CUT, 50), abs=CUT / 8)
    assert right.points[-1] == pytest.approx((100, 50))


def test_half_a_stroke_erased_leaves_the_other_half():
    (right,) = erased((ACROSS,), [(0, 50), (50, 50)], RADIUS)
    assert spans([right]) == [pytest.approx((50 + CUT, 50, 100, 50), abs=CUT / 8)]


def test_a_wide_pen_is_reached_from_farther_away_than_a_thin_one():
    thin, wide = as_stroke([(0, 20), (9, 20)], 6), as_stroke([(0, 20), (9, 20)], 40)
    assert erased((thin, wide), [(5, 0)], RADIUS) == (thin,)


def test_an_eraser_that_crosses_a_fast_stroke_between_two_of_its_points_cuts_it():
    assert len(erased((as_stroke([(0, 0), (280, 280)]),), [(140, 140)], 4)) == 2


def test_a_dot_goes_whole_or_stays():
    dot = as_stroke([(50, 50)], width=10)
    assert erased((dot,), [(50, 50)], RADIUS) == ()
    assert erased((dot,), [(50, 50 + CUT)], RADIUS) == ()
    drawing = (dot,)
    assert erased(drawing, [(50, 50.1 + CUT)], RADIUS) is drawing


def test_an_eraser_that_only_touches_the_pad_erases_a_disk():
    assert erased((ACROSS,), [(50, 50)], 60) == ()


def test_the_same_place_twice_is_a_touch():
    drawing = (ACROSS,)
    once, twice = (erased(drawing, [(50, 50)] * times, RADIUS) for times in (1, 2))
    assert spans(once) == spans(twice)


def test_everything_erased_leaves_nothing():
    drawing = (ACROSS, as_stroke([(20, 20), (80, 80)]), as_stroke([(5, 5)]))
    assert erased(drawing, [(0, 0), (100, 100), (0, 50), (100, 50)], 60) == ()
    assert erased((), [(0, 0)], RADIUS) == ()


def test_a_path_without_points_erases_nothing():
    drawing = (ACROSS,)
    assert erased(drawing, [], RADIUS) is drawing


def test_strokes_that_are_not_reached_stay_the_same_objects_in_their_order():
    above, below = as_stroke([(0, 0), (100, 0)], 7), as_stroke([(0, 100), (100, 100)], 9)
    first, *halves, last = erased((above, ACROSS, below), [(50, 50)], RADIUS)
    assert first is above
    assert [half.width for half in halves] == [10, 10]
    assert spans(halves)[0] < spans(halves)[1]
    assert last is below


def test_a_stroke_without_end_is_cut_as_well():
    # As a file may hold: fine steps along all of it would be billions.
    far = np.tile([(-2800, 0), (2800, 0)], (5_000, 1)).astype(float)
    (left, *_) = erased((as_stroke(far), ACROSS), [(0, 0)], RADIUS)
    assert np.abs(left.points).max() <= 2800


# What holds of any drawing


@given(drawings, paths, radii)
def test_what_is_left_is_beyond_the_eraser(drawing, path, radius):
    for stroke in erased(drawing, path, radius):
        least = reach(radius, stroke)
        assert (distances(stroke.points, path) > least - 1e-9).all()
        assert (distances(between(stroke.points), path) > 0.99 * least).all()  # a chord dips


@given(drawings, paths, radii)
def test_nothing_appears_that_was_not_there(drawing, path, radius):
    for stroke in erased(drawing, path, radius):
        before = [old for old in drawing if old.width == stroke.width]
        assert (off(between(stroke.points), before) < 1e-6).all()


@given(drawings, paths, radii)
def test_what_is_clearly_beyond_the_eraser_is_left(drawing, path, radius):
    left = erased(drawing, path, radius)
    for stroke in drawing:
        points = between(stroke.points)
        clear = reach(radius, stroke) + step(radius, stroke)
        assert (off(points[distances(points, path) > clear], left) < 1e-6).all()


@given(drawings, paths, radii)
def test_a_path_that_reaches_nothing_leaves_the_very_same_drawing(drawing, path, radius):
    reached = any(
        (distances(between(stroke.points, 200), path) <= reach(radius, stroke)).any()
        for stroke in drawing
    )
    assert reached or erased(drawing, path, radius) is drawing


@given(drawings, paths, radii)
def test_erasing_the_same_again_changes_nothing(drawing, path, radius):
    once = erased(drawing, path, radius)
    assert erased(once, path, radius) is once


@given(drawings, paths, radii)
def test_erasing_step_by_step_is_erasing_along_the_whole_path(drawing, path, radius):
    # The pad shows the one while the hand moves, and keeps the other.
    whole = erased(drawing, path, radius)
    steps = drawing
    for a, b in itertools.pairwise([path[0], *path]):
        steps = erased(steps, [a, b], radius)
    for one, other in ((whole, steps), (steps, whole)):
        for stroke in one:
            assert (off(stroke.points, other) <= step(radius, stroke)).all()


@given(drawings, paths, radii)
def test_the_arguments_stay_as_they_are(drawing, path, radius):
    before = [stroke.points.copy() for stroke in drawing]
    way = np.array(path)
    erased(drawing, way, radius)
    assert (way == path).all()
    assert all((a == b.points).all() for a, b in zip(before, drawing, strict=True))
