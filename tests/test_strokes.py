"""The lines that strokes make up: in the strokes' own units, whatever their slant."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digits.errors import PictureError
from digits.lines import MOST_IN_ALL
from digits.segmentation import runs
from digits.strokes import lines_of_strokes, slant_of_strokes, upright

ONE = np.array([(0.0, 0), (0, 100)])
SEVEN = np.array([(0.0, 0), (50, 0), (20, 100)])
FOUR = [np.array([(20.0, 0), (0, 60), (50, 60)]), np.array([(40.0, 30), (40, 100)])]
FIVE = [
    np.array([(5.0, 5), (0, 45), (40, 55), (40, 90), (0, 100)]),
    np.array([(5.0, 0), (45, 0)]),
]


def moved(stroke: np.ndarray, right: float, down: float = 0) -> np.ndarray:
    return stroke + np.array([right, down])


def boxes(strokes) -> list[list[tuple[float, ...]]]:
    """Return line by line the boxes of the pieces."""
    return [
        [tuple(line.digit(run)[0]) for run in runs(line) if run.end == run.start + 1]
        for line in lines_of_strokes(strokes)
    ]


# Degenerate strokes


@pytest.mark.parametrize("strokes", [[], [[]], [np.empty((0, 2))], [[(np.nan, 1), (1, np.inf)]]])
def test_no_points_make_no_lines(strokes):
    assert lines_of_strokes(strokes) == []


def test_a_dot_is_a_piece_with_no_height_or_width():
    assert boxes([[(7, 9)]]) == [[(9, 7, 9, 7)]]


def test_dots_alone_are_pieces():
    assert boxes([[(0, 0)], [(50, 0)]]) == [[(0, 0, 0, 0), (0, 50, 0, 50)]]


def test_points_all_but_in_one_place_are_a_dot():
    (line,) = lines_of_strokes([[(0, 0), (5e-324, 5e-324)]])
    (run,) = runs(line)
    _, dot = lines_of_strokes([[(0, 0)]])[0].digit(run)
    np.testing.assert_array_equal(line.digit(run)[1], dot)


def test_a_flat_line_is_a_piece_with_no_height():
    assert boxes([[(0, 5), (90, 5)]]) == [[(5, 0, 5, 90)]]


def test_points_that_are_no_numbers_are_left_out():
    spoiled = [[(np.nan, np.nan)], np.insert(SEVEN, 1, (np.inf, 3), axis=0), []]
    assert boxes(spoiled) == boxes([SEVEN])


def test_points_farther_than_any_pen_gets_are_no_numbers_either():
    assert boxes([np.insert(SEVEN, 1, (1e308, -1e308), axis=0)]) == boxes([SEVEN])


def test_more_strokes_than_are_read_are_refused():
    with pytest.raises(PictureError, match="more than 1,000"):
        lines_of_strokes([ONE] * (MOST_IN_ALL + 1))


# Slant


@pytest.mark.parametrize("strokes", [[], [np.empty((0, 2))], [np.array([(3.0, 4)])]])
def test_without_a_line_there_is_no_slant(strokes):
    assert slant_of_strokes(strokes) == 0


@pytest.mark.parametrize("slant", [-0.5, 0, 0.3])
@pytest.mark.parametrize("way", [1, -1])
def test_the_slant_is_how_far_steep_lines_go_to_the_right_for_each_unit_down(slant, way):
    leaning = np.array([(0.0, 0), (100 * slant, 100)])[::way]
    assert slant_of_strokes([leaning]) == pytest.approx(slant)


def test_flat_lines_say_nothing_about_the_slant():
    flat = np.array([(0.0, 0), (90, 30)])
    assert slant_of_strokes([flat]) == 0
    assert slant_of_strokes([flat, ONE]) == 0


def test_upright_takes_the_slant_out():
    leaning = np.array([(100.0, 10), (70, 110)])
    np.testing.assert_allclose(upright(leaning, -0.3), [(103, 10), (103, 110)])


# Lines


def test_boxes_are_in_the_units_of_the_strokes():
    assert boxes([moved(SEVEN, 300, 20)]) == [[(20, 300, 120, 350)]]


def test_digits_go_from_left_to_right_whatever_was_drawn_first():
    assert boxes([moved(SEVEN, 100), ONE]) == [[(0, 0, 100, 0), (0, 100, 100, 150)]]


def test_lines_go_from_top_to_bottom():
    below = [moved(stroke, 0, 200) for stroke in FOUR]
    lines = boxes([*below, ONE, moved(SEVEN, 60)])
    assert [len(line) for line in lines] == [2, 2]
    assert lines[0][0] == (0, 0, 100, 0)


def test_strokes_are_never_connected():
    (line,) = lines_of_strokes(FOUR)
    assert line.connected == [False]


@pytest.mark.parametrize("strokes", [FOUR, FIVE])
def test_the_strokes_of_one_digit_may_be_one(strokes):
    (line,) = lines_of_strokes(strokes)
    (both,) = (run for run in runs(line) if run.end - run.start == 2)
    box, image = line.digit(both)
    points = np.concatenate(strokes)
    assert (box.left, box.top) == tuple(points.min(axis=0))
    assert (box.right, box.bottom) == tuple(points.max(axis=0))
    assert image.shape == (28, 28)
    assert image.max() == 1


def test_a_comma_is_left_out():
    comma = np.array([(60.0, 95), (55, 115)])
    (line,) = boxes([ONE, comma, moved(SEVEN, 80)])
    assert line == [(0, 0, 100, 0), (0, 80, 100, 130)]


def test_where_the_writing_slants_boxes_are_told_as_if_it_did_not():
    # Two leaning ones, of which the one reaches over the other.
    leaning = [moved(np.array([(60.0, 0), (0, 100)]), right) for right in (0, 50)]
    (line,) = lines_of_strokes(leaning)
    left, right = line.upright
    assert leaning[0][:, 0].max() > leaning[1][:, 0].min()
    assert left.right < right.left


def test_strokes_are_not_changed():
    strokes = [*FOUR, moved(SEVEN, 100)]
    before = [stroke.copy() for stroke in strokes]
    for line in lines_of_strokes(strokes):
        for run in runs(line):
            line.digit(run)
    for stroke, was in zip(strokes, before, strict=True):
        np.testing.assert_array_equal(stroke, was)


coordinates = st.floats(-1e9, 1e9) | st.integers(-100, 100) | st.sampled_from([np.nan, np.inf])


@given(st.lists(st.lists(st.tuples(coordinates, coordinates), max_size=5), max_size=6))
def test_any_strokes_give_lines_of_digit_images(strokes):
    for line in lines_of_strokes(strokes):
        for run in runs(line):
            box, image = line.digit(run)
            assert box.top <= box.bottom
            assert box.left <= box.right
            assert image.shape == (28, 28)
            assert image.max() == 1


def test_one_very_long_stroke_is_read():
    # A spiral of 300,000 points: what grows with their square would not end.
    turns = np.linspace(0, 200, 300_000)
    spiral = turns[:, np.newaxis] * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    (line,) = lines_of_strokes([spiral])
    (run,) = runs(line)
    assert line.digit(run)[1].max() == 1
