"""The page of styles: ways of writing that MNIST never saw."""

import numpy as np
import pytest

from digits.digit_image import from_strokes, ink_box
from digits.styles import STYLES, draw, draw_many, smooth

every_style = pytest.mark.parametrize(
    "style", STYLES, ids=lambda style: f"{style.digit} {style.name}"
)


def test_every_digit_has_a_style_and_no_two_have_one_name():
    assert {style.digit for style in STYLES} == set(range(10))
    names = [(style.digit, style.name) for style in STYLES]
    assert len(set(names)) == len(names)


@every_style
def test_points_lie_in_a_square_of_side_one(style):
    points = np.concatenate(style.strokes)
    assert points.min() >= 0
    assert points.max() <= 1
    assert np.ptp(points[:, 1]) > 0.85  # so that JITTER means the same for all


@every_style
def test_a_drawn_style_is_a_digit_image(style, rng):
    image = draw(style, rng)
    assert image.shape == (28, 28)
    assert image.dtype == np.float32
    assert image.max() == 1
    box = ink_box(image)
    assert box is not None
    assert max(box.bottom - box.top, box.right - box.left) == 20


def test_no_two_hands_are_the_same(rng):
    hands = [draw(STYLES[0], rng) for _ in range(20)]
    assert len(np.unique(np.reshape(hands, (20, -1)), axis=0)) == 20
    assert np.ptp([hand.sum() for hand in hands]) > 20  # thin pens and thick ones


def test_a_drawn_style_still_looks_like_its_style(rng):
    # Blurred by averaging many hands, a crossed 7 has its bar, and a plain one has none.
    crossed = next(style for style in STYLES if (style.digit, style.name) == (7, "crossed"))
    plain = crossed._replace(strokes=crossed.strokes[:1])
    left_of_the_stem = np.s_[13:17, 6:11]
    with_bar, without = (
        np.mean([draw(style, rng)[left_of_the_stem] for _ in range(200)])
        for style in (crossed, plain)
    )
    assert with_bar > 2 * without


def test_many_styles_come_with_their_labels():
    images, labels = draw_many(300, np.random.default_rng(1))
    assert images.shape == (300, 28, 28)
    assert images.dtype == np.float32
    assert set(labels) == set(range(10))
    again, _ = draw_many(300, np.random.default_rng(1))
    np.testing.assert_array_equal(images, again)


def test_no_styles_are_an_empty_array(rng):
    images, labels = draw_many(0, rng)
    assert images.shape == (0, 28, 28)
    assert labels.shape == (0,)


def test_a_smooth_curve_goes_through_its_points():
    points = np.array([[0.0, 0], [1, 2], [3, 1], [4, 4]])
    curve = smooth(points)
    for point in points:
        assert np.abs(curve - point).sum(axis=1).min() < 1e-12
    # no corners: the direction turns a little at a time
    steps = np.diff(curve, axis=0)
    turns = np.abs(np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))))
    assert turns.max() < 1 < np.pi / 2  # a straight line through the points turns by that


def test_two_points_are_a_straight_line():
    np.testing.assert_array_equal(smooth(np.array([[0, 0], [1, 1]])), [[0, 0], [1, 1]])


def test_a_wider_pen_draws_more_ink_in_the_same_box():
    line = [[(0, 0), (10, 10)]]
    thin, thick = from_strokes(line, pen_width=1.5), from_strokes(line, pen_width=3.2)
    assert thick.sum() > 1.8 * thin.sum()
    assert ink_box(thin) == ink_box(thick)
