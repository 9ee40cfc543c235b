"""A sheet of paper on a dark table."""

import cv2
import numpy as np
import pytest

from digits.ink import to_ink
from digits.sheet import find_sheet, median, without_table


def photo(table: int = 30, tilt: float = 0, noise: float = 3, pen: int = 40) -> np.ndarray:
    """A sheet with 47 on it, in slanting light on a dark table."""
    picture = np.full((600, 800, 3), table, np.uint8)
    cv2.rectangle(picture, (160, 100), (640, 500), (238, 236, 228), -1)
    cv2.putText(picture, "47", (300, 350), 0, 4, (pen,) * 3, 8, cv2.LINE_AA)
    turn = cv2.getRotationMatrix2D((400, 300), tilt, 1)
    picture = cv2.warpAffine(picture, turn, (800, 600), borderValue=(table,) * 3)
    lit = picture * np.linspace(1, 0.7, 800)[np.newaxis, :, np.newaxis]
    grain = np.random.default_rng(0).normal(0, noise, lit.shape)
    return np.clip(lit + grain, 0, 255).astype(np.uint8)


def white_on_black(*, rectangle: bool) -> np.ndarray:
    picture = np.zeros((300, 200, 3), np.uint8)
    if rectangle:
        picture[10:-10, 70:130] = 255  # a 1 that fills the picture
    else:
        cv2.ellipse(picture, (100, 150), (70, 120), 0, 0, 360, (255, 255, 255), 30)
    return picture


def pieces(ink: np.ndarray) -> int:
    return cv2.connectedComponents((ink > 0).astype(np.uint8))[0] - 1


@pytest.mark.parametrize("tilt", [0, 7, -12])
@pytest.mark.parametrize("table", [5, 30, 90])
def test_only_the_digits_on_a_sheet_are_ink(table, tilt):
    ink = to_ink(photo(table, tilt))
    assert pieces(ink) == 2
    rows, columns = np.nonzero(ink)
    assert 180 < rows.min() < rows.max() < 420
    assert 250 < columns.min() < columns.max() < 550


def test_a_sheet_without_pen_or_a_picture_without_a_table_is_left_as_it_is():
    blank = photo(pen=230, noise=0)
    page = np.full((400, 300, 3), 230, np.uint8)
    for picture in (blank, page, white_on_black(rectangle=True), white_on_black(rectangle=False)):
        assert find_sheet(picture) is None
        assert without_table(picture, picture) is picture


def test_a_digit_that_reaches_the_border_is_no_table():
    picture = np.full((95, 93, 3), 240, np.uint8)
    cv2.line(picture, (0, 20), (92, 20), (40, 40, 40), 5)
    cv2.line(picture, (92, 20), (40, 94), (40, 40, 40), 5)
    assert find_sheet(picture) is None


@pytest.mark.parametrize("gray", [0, 128, 255])
def test_a_picture_of_one_gray_shows_no_table(gray):
    assert find_sheet(np.full((100, 120, 3), gray, np.uint8)) is None


def test_a_small_picture_shows_no_table():
    assert find_sheet(photo()[::12, ::12]) is None


def test_the_picture_is_not_changed():
    picture = photo()
    before = picture.copy()
    assert without_table(picture, picture) is not picture
    np.testing.assert_array_equal(picture, before)


@pytest.mark.parametrize("shape", [(1,), (2,), (7, 3), (6, 4, 3)])
def test_the_median_is_numpy_s(rng, shape):
    values = rng.integers(0, 256, shape).astype(np.uint8)
    assert median(values) == np.median(values)
    assert median(values[..., :1]) == np.median(values[..., :1])
