"""Arrays as Tk images."""

import tkinter as tk

import numpy as np
import pytest

from digits.app.paper import Region
from digits.app.photo import fitted, photo, put


@pytest.fixture
def root():
    root = tk.Tk()
    yield root
    root.destroy()


def pixels(image):
    """What an image of Tk shows, uint8 (height, width, 3)."""
    rows = [[image.get(x, y) for x in range(image.width())] for y in range(image.height())]
    return np.array(rows, np.uint8)


def test_gray_and_color_arrays_are_shown_as_they_are(root):
    gray = np.array([[0, 100, 255]], np.uint8)
    color = np.array([[[255, 0, 0]], [[0, 10, 200]]], np.uint8)
    image = photo(root, gray)
    assert [image.get(x, 0) for x in range(3)] == [(0, 0, 0), (100, 100, 100), (255, 255, 255)]
    image = photo(root, color)
    assert [image.get(0, y) for y in range(2)] == [(255, 0, 0), (0, 10, 200)]


def test_an_array_that_is_a_part_of_another_is_shown_as_it_is(root, rng):
    picture = rng.integers(0, 256, (9, 8, 3), dtype=np.uint8)
    part = picture[1:8:2, ::-2]
    assert np.array_equal(pixels(photo(root, part)), part)


@pytest.mark.parametrize(
    "region",
    [Region(0, 0, 7, 5), Region(2, 1, 6, 4), Region(0, 4, 1, 5), Region(6, 0, 7, 5)],
    ids=["all of it", "the middle", "a corner", "an edge"],
)
def test_put_shows_a_region_and_leaves_the_rest(root, rng, region):
    old, new = rng.integers(0, 256, (2, 5, 7, 3), dtype=np.uint8)
    image = photo(root, old)
    put(image, new, region)
    left, top, right, bottom = region
    expected = old.copy()
    expected[top:bottom, left:right] = new[top:bottom, left:right]
    assert np.array_equal(pixels(image), expected)


@pytest.mark.parametrize("region", [Region(3, 1, 3, 4), Region(1, 4, 6, 4), Region(0, 0, 0, 0)])
def test_to_put_an_empty_region_changes_nothing(root, rng, region):
    old, new = rng.integers(0, 256, (2, 5, 7, 3), dtype=np.uint8)
    image = photo(root, old)
    put(image, new, region)
    assert np.array_equal(pixels(image), old)


def test_to_show_a_picture_does_not_change_it(root, rng):
    picture = rng.integers(0, 256, (5, 7, 3), dtype=np.uint8)
    before = picture.copy()
    picture.flags.writeable = False
    put(photo(root, picture), picture, Region(1, 1, 4, 4))
    assert np.array_equal(picture, before)


def test_enlarging_repeats_pixels():
    small = np.array([[1, 2], [3, 4]], np.uint8)
    assert np.array_equal(fitted(small, 6), small.repeat(3, axis=0).repeat(3, axis=1))


@pytest.mark.parametrize(
    ("shape", "side", "expected"),
    [((50, 25, 3), 10, (10, 5, 3)), ((1, 1, 3), 7, (7, 7, 3)), ((1, 900, 3), 30, (1, 30, 3))],
)
def test_the_longer_side_is_made_to_fit(shape, side, expected):
    assert fitted(np.zeros(shape, np.uint8), side).shape == expected


def test_a_picture_that_fits_is_unchanged():
    picture = np.arange(12, dtype=np.uint8).reshape(4, 3)
    assert np.array_equal(fitted(picture, 4), picture)
