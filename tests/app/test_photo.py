"""Arrays as Tk images."""

import tkinter as tk

import numpy as np
import pytest

from digits.app.photo import fitted, photo


@pytest.fixture
def root():
    root = tk.Tk()
    yield root
    root.destroy()


def test_gray_and_color_arrays_are_shown_as_they_are(root):
    gray = np.array([[0, 100, 255]], np.uint8)
    color = np.array([[[255, 0, 0]], [[0, 10, 200]]], np.uint8)
    image = photo(root, gray)
    assert [image.get(x, 0) for x in range(3)] == [(0, 0, 0), (100, 100, 100), (255, 255, 255)]
    image = photo(root, color)
    assert [image.get(0, y) for y in range(2)] == [(255, 0, 0), (0, 10, 200)]


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
