"""The sketch keeps every state, so that nothing drawn is ever lost."""

import numpy as np
import pytest

from digits.sketch import Sketch

DOWN = [(10, 10), (10, 90)]
ACROSS = [(10, 50), (60, 50)]


@pytest.fixture
def sketch():
    return Sketch()


def points(sketch):
    return [[tuple(point) for point in stroke] for stroke in sketch.strokes]


def test_a_new_sketch_is_empty(sketch):
    assert sketch.strokes == ()
    assert not sketch.can_undo
    assert not sketch.can_redo


def test_strokes_stay_in_the_order_in_which_they_were_drawn(sketch):
    sketch.add(DOWN)
    sketch.add(ACROSS)
    assert points(sketch) == [DOWN, ACROSS]


def test_a_stroke_is_a_float_array_of_points(sketch):
    sketch.add(DOWN)
    (stroke,) = sketch.strokes
    assert stroke.dtype == float
    assert stroke.shape == (2, 2)


def test_a_stroke_cannot_be_changed_from_outside(sketch):
    drawn = np.array(DOWN, dtype=float)
    sketch.add(drawn)
    drawn[0] = 99
    assert points(sketch) == [DOWN]
    with pytest.raises(ValueError, match="read-only"):
        sketch.strokes[0][0] = 99


@pytest.mark.parametrize("points", [[], [1, 2], [(1, 2, 3)]])
def test_what_is_not_a_row_of_points_is_refused(sketch, points):
    with pytest.raises(ValueError, match="a stroke is one or more points"):
        sketch.add(points)


def test_undo_takes_the_last_stroke_back_and_redo_returns_it(sketch):
    sketch.add(DOWN)
    sketch.add(ACROSS)
    sketch.undo()
    assert points(sketch) == [DOWN]
    sketch.redo()
    assert points(sketch) == [DOWN, ACROSS]


def test_clear_can_be_undone(sketch):
    sketch.add(DOWN)
    sketch.add(ACROSS)
    sketch.clear()
    assert sketch.strokes == ()
    sketch.undo()
    assert points(sketch) == [DOWN, ACROSS]


def test_clearing_an_empty_sketch_is_not_a_step(sketch):
    sketch.clear()
    assert not sketch.can_undo


def test_starting_over_is_one_step(sketch):
    sketch.add(DOWN)
    sketch.start_over(ACROSS)
    assert points(sketch) == [ACROSS]
    sketch.undo()
    assert points(sketch) == [DOWN]


def test_undo_and_redo_stop_at_the_ends(sketch):
    sketch.undo()
    sketch.add(DOWN)
    sketch.redo()
    assert points(sketch) == [DOWN]


def test_a_new_stroke_ends_what_could_be_redone(sketch):
    sketch.add(DOWN)
    sketch.undo()
    sketch.add(ACROSS)
    assert not sketch.can_redo
    assert points(sketch) == [ACROSS]


def test_strokes_handed_out_are_a_snapshot(sketch):
    sketch.add(DOWN)
    before = sketch.strokes
    sketch.add(ACROSS)
    assert len(before) == 1
