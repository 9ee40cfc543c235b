"""What is cut out by mistake: digits with a sliver of their neighbor, and what is no digit."""

import numpy as np
import pytest
from art import ink

from digits.data import Digits
from digits.digit_image import from_ink, ink_box
from digits.mishaps import OTHER_SIZE, no_digits, with_slivers

BAR = np.ones((20, 4), np.float32)  # as tall and as wide as many a 1
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
STRIPES_AND_BLOCK = (
    "##########",
    ".....#####",
    "##########",
    ".....#####",
    "##########",
    ".....#####",
    "##########",
    ".....#####",
    "##########",
    ".....#####",
)


def only(label: int, image: np.ndarray) -> Digits:
    """Return digits that are all the same."""
    return Digits(np.stack([from_ink(image)] * 3), np.full(3, label, np.uint8))


def sizes(images: np.ndarray) -> np.ndarray:
    """Return the height and the width of the ink in each image, (n, 2)."""
    boxes = np.array([ink_box(image) for image in images])
    return boxes[:, 2:] - boxes[:, :2]


def taller_than_wide(images: np.ndarray) -> np.ndarray:
    height, width = sizes(images).T
    return images[height > 1.2 * width]


def images_of(made) -> np.ndarray:
    return made.images if isinstance(made, Digits) else made


both_kinds = pytest.mark.parametrize("make", [with_slivers, no_digits])


# Both kinds


@both_kinds
def test_none_are_an_empty_array(make, some_digits, rng):
    assert images_of(make(some_digits, 0, rng)).shape == (0, 28, 28)


@both_kinds
def test_they_are_digit_images(make, some_digits, rng):
    images = images_of(make(some_digits, 200, rng))
    assert images.shape == (200, 28, 28)
    assert images.dtype == np.float32
    assert images.min() == 0
    np.testing.assert_array_equal(images.max(axis=(1, 2)), 1)


@both_kinds
def test_blank_images_are_no_obstacle(make, rng):
    blank = Digits(np.zeros((3, 28, 28), np.float32), np.array([0, 1, 2], np.uint8))
    assert images_of(make(blank, 50, rng)).max() == 1


@both_kinds
def test_the_same_seed_makes_the_same(make, some_digits):
    one, same, other = (
        images_of(make(some_digits, 20, np.random.default_rng(seed))) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


@both_kinds
def test_the_digits_are_not_changed(make, some_digits, rng):
    before = some_digits.images.copy()
    make(some_digits, 100, rng)
    np.testing.assert_array_equal(some_digits.images, before)


# Slivers


def test_a_digit_with_a_sliver_keeps_its_label(rng):
    narrow_is_1 = Digits(
        np.stack([from_ink(BAR), from_ink(ink(*RING))]), np.array([1, 0], np.uint8)
    )
    images, labels = with_slivers(narrow_is_1, 200, rng)
    assert set(labels) == {0, 1}
    _, width = sizes(images).T
    assert width[labels == 1].max() < width[labels == 0].min()


def test_a_sliver_is_a_little_ink_on_either_side(rng):
    images = with_slivers(only(1, BAR), 200, rng).images
    alone = from_ink(BAR)
    more = images.sum(axis=(1, 2)) - alone.sum()
    assert (more > 0).mean() > 0.9
    assert more.max() < 0.5 * alone.sum()
    # It shifts the center of mass, so that the bar is not always in the same columns.
    assert len({int(image.sum(axis=0).argmax()) for image in images}) > 1


# No digits


def narrowest(label: int, rng: np.random.Generator) -> int:
    return sizes(no_digits(only(label, BAR), 200, rng))[:, 1].min()


def test_a_digit_whose_halves_look_like_digits_is_never_cut(rng):
    # Half a 4 may well be a 1; a pair is at least as wide as what is left beside a taller one.
    assert narrowest(4, rng) >= BAR.shape[1] / OTHER_SIZE[1] - 1
    assert narrowest(0, rng) <= BAR.shape[1] / 2


def test_two_digits_taken_for_one_are_wider_than_one(rng):
    _, alone = sizes(from_ink(BAR)[np.newaxis])[0]
    _, width = sizes(no_digits(only(4, BAR), 200, rng)).T
    assert np.median(width) > 1.5 * alone


def test_there_are_about_as_many_halves_as_pairs_of_what_may_be_cut(rng):
    images = no_digits(only(0, ink(*RING)), 400, rng)
    assert 0.3 < len(taller_than_wide(images)) / len(images) < 0.6


@pytest.mark.parametrize(("label", "halves"), [(3, {"stripes"}), (2, {"stripes", "block"})])
def test_a_half_is_the_one_that_is_like_no_other_digit(label, halves, rng):
    # The right half of a 3 is nearly a 3; what is left of a 2 on either side is nothing.
    digits = only(label, ink(*STRIPES_AND_BLOCK))
    kinds = set()
    for half in taller_than_wide(no_digits(digits, 200, rng)):
        rows = np.flatnonzero(half.any(axis=1))
        filled = half[rows].max(axis=1)
        kinds.add("stripes" if filled.min() < 0.5 else "block")
    assert kinds == halves
