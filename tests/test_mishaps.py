"""What parting numbers shows the network: nearly whole digits, and what is none."""

import numpy as np
import pytest
from art import ink

from digits.data import Digits
from digits.mishaps import NO_DIGIT, parted, runs_of
from digits.numbers import Number

RING = (
    "..######..",
    ".##....##.",
    "##......##",
    "##......##",
    "##......##",
    "##......##",
    "##......##",
    "##......##",
    "##......##",
    ".##....##.",
    "..######..",
)


def number(labels: list[int], *crops: np.ndarray, gap: int = 0, added: int = 0) -> Number:
    """Return digits of equal height side by side, with a bar of ``added`` columns behind them."""
    width = sum(crop.shape[1] for crop in crops) + gap * (len(crops) - 1) + added
    layers = np.zeros((len(crops), len(crops[0]), width), np.float32)
    left = 0
    for layer, crop in zip(layers, crops, strict=True):
        layer[:, left : left + crop.shape[1]] = crop
        left += crop.shape[1] + gap
    both = layers.max(axis=0)
    both[5:7, width - added :] = 1
    return Number(both, layers, np.array(labels))


def large(*rows: str) -> np.ndarray:
    return np.kron(ink(*rows), np.ones((3, 3), np.float32))


ZERO = large(*RING)
BAR = np.ones((33, 6), np.float32)


def labels_of(made: Number) -> list[int]:
    return sorted(label for _, label in runs_of(made))


# From a number whose digits are known


def test_a_lone_digit_is_one():
    assert labels_of(number([7], BAR)) == [7]


def test_digits_apart_are_themselves_and_together_they_are_none():
    assert labels_of(number([1, 1], BAR, BAR, gap=3)) == [NO_DIGIT, 1, 1]


def test_digits_that_touch_are_parted_as_the_program_parts_them():
    assert labels_of(number([0, 0], ZERO, ZERO)) == [NO_DIGIT, 0, 0]


def test_a_digit_with_a_sliver_keeps_its_label():
    # Its neighbor is parted from it, but a fifth of its own ink is a bar that runs on.
    made = number([0], ZERO, added=8)
    assert 0 in labels_of(made)


def test_a_run_that_is_neither_clearly_a_digit_nor_clearly_none_is_left_out():
    # Two thirds of its ink are its own: a reader might go either way.
    made = number([0], ZERO, added=60)
    whole = [image for image, label in runs_of(made) if label == 0]
    assert len(whole) <= 1


def half(of: np.ndarray, label: int, at_right: bool) -> Number:
    """Return a number of which only a half of one digit was written down."""
    made = number([label], of)
    middle = of.shape[1] // 2
    written = made.ink.copy()
    written[:, slice(middle) if at_right else slice(middle, None)] = 0
    return Number(written, made.layers, made.labels)


@pytest.mark.parametrize(
    ("label", "at_right", "labels"),
    [
        (0, False, [NO_DIGIT]),
        (0, True, [NO_DIGIT]),
        (3, False, [NO_DIGIT]),
        (3, True, []),  # nearly a 3
        (4, True, []),  # may well be a 1
        (7, False, []),
    ],
)
def test_half_a_digit_is_none_where_it_is_like_no_other(label, at_right, labels):
    assert labels_of(half(ZERO, label, at_right)) == labels


def test_a_dash_is_no_digit_but_dirt_like_a_1_may_be_one():
    def only(added: np.ndarray) -> Number:
        return Number(added, np.zeros((1, *added.shape), np.float32), np.array([5]))

    assert labels_of(only(np.ones((5, 30), np.float32))) == [NO_DIGIT]
    assert labels_of(only(np.ones((30, 5), np.float32))) == []


def test_blank_paper_has_no_runs():
    assert (
        labels_of(
            Number(np.zeros((9, 9), np.float32), np.zeros((0, 9, 9), np.float32), np.array([]))
        )
        == []
    )


# As many as are wanted


@pytest.mark.parametrize(
    ("count", "share", "digits"), [(0, 0.5, 0), (40, 0.5, 20), (9, 1, 9), (9, 0, 0)]
)
def test_there_are_so_many_and_such_a_share_are_digits(count, share, digits, some_digits, rng):
    made = parted(some_digits, count, share, rng)
    assert made.images.shape == (count, 28, 28)
    assert (made.labels != NO_DIGIT).sum() == digits
    assert set(made.labels) <= {NO_DIGIT, *range(10)}


def test_they_are_digit_images(some_digits, rng):
    images = parted(some_digits, 100, 0.5, rng).images
    assert images.dtype == np.float32
    assert images.min() == 0
    np.testing.assert_array_equal(images.max(axis=(1, 2)), 1)


def test_blank_images_are_no_obstacle(rng):
    blank = Digits(np.zeros((3, 28, 28), np.float32), np.array([0, 1, 2], np.uint8))
    assert parted(blank, 20, 0.5, rng).images.max() == 1


def test_the_same_seed_makes_the_same(some_digits):
    one, same, other = (
        parted(some_digits, 20, 0.5, np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one.images, same.images)
    np.testing.assert_array_equal(one.labels, same.labels)
    assert not np.array_equal(one.images, other.images)


def test_the_digits_are_not_changed(some_digits, rng):
    before = some_digits.images.copy()
    parted(some_digits, 50, 0.5, rng)
    np.testing.assert_array_equal(some_digits.images, before)
