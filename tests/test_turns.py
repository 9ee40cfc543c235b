"""Which way up a picture is read."""

import cv2
import numpy as np
import pytest
from art import ink
from test_recognizer import DRAWINGS

from digits import load_recognizer
from digits.digit_image import ink_box
from digits.reading import SIDE, Box, Reading, Readings
from digits.turns import LEAST, read_upright, turned_back

PAGE = ink(
    "......",
    ".##...",
    ".##...",
    "......",
    "......",
)
"""Its ink is in the upper left."""


def readings(count: int, confidence: float, box: Box) -> Readings:
    probabilities = np.full(10, (1 - confidence) / 9)
    probabilities[7] = confidence
    image = np.zeros((SIDE, SIDE), np.float32)
    return Readings([Reading(box, image, probabilities, sure=confidence > 0.9)] * count)


class Reader:
    """Reads the way up in which the ink is in one corner well, and the others badly."""

    def __init__(self, corner: str, well: float = 0.99, badly: float = 0.5, count: int = LEAST):
        self.corner, self.well, self.badly, self.count = corner, well, badly, count
        self.times = 0

    def __call__(self, page: np.ndarray) -> Readings:
        self.times += 1
        box = ink_box(page)
        corner = "upper " if box.top + box.bottom < page.shape[0] else "lower "
        corner += "left" if box.left + box.right < page.shape[1] else "right"
        good = corner == self.corner
        return readings(self.count, self.well if good else self.badly, box)


@pytest.mark.parametrize("corner", ["upper left", "lower left", "lower right", "upper right"])
def test_the_way_up_that_leaves_least_doubt_is_read(corner):
    found = read_upright(PAGE, Reader(corner))
    assert [reading.confidence for reading in found] == [pytest.approx(0.99)] * LEAST
    assert {reading.box for reading in found} == {Box(1, 1, 3, 3)}  # of the page as given


def test_a_page_of_mostly_sure_digits_is_read_once():
    times = []

    def read(page):
        times.append(page.shape)
        box = ink_box(page)
        return Readings((*readings(2 * LEAST, 0.99, box), *readings(LEAST, 0.3, box)))

    assert len(read_upright(PAGE, read)) == 3 * LEAST
    assert times == [PAGE.shape]


def test_few_digits_are_read_as_they_are_given():
    reader = Reader("lower left", count=LEAST - 1)
    assert read_upright(PAGE, reader)[0].confidence == pytest.approx(0.5)
    assert reader.times == 1


def test_a_page_is_not_turned_for_a_little_less_doubt():
    found = read_upright(PAGE, Reader("lower left", well=0.6))
    assert found[0].confidence == pytest.approx(0.5)


def test_a_page_is_not_turned_for_a_few_good_digits():
    many = Reader("lower left", count=3 * LEAST)
    few = Reader("lower left")

    def read(page):
        upright = page.shape == PAGE.shape
        return many(page) if upright else few(page)

    assert len(read_upright(PAGE, read)) == 3 * LEAST


def test_no_ink_is_no_readings():
    assert read_upright(PAGE * 0, lambda _: Readings()) == Readings()


@pytest.mark.parametrize("turns", range(4))
def test_a_box_is_turned_back_with_its_picture(turns):
    turned = ink_box(np.rot90(PAGE, turns))
    assert turned_back(turned, turns, PAGE.shape) == ink_box(PAGE)


# Upside down, neat digits are read as others with little doubt: a 6 is a 9.
@pytest.mark.parametrize("turns", [1, 3])
def test_a_sheet_on_its_side_is_read(turns):
    sheet = np.full((700, 900, 3), 255, np.uint8)
    for digit, strokes in DRAWINGS.items():
        for line in range(3):
            corner = np.array([30 + 85 * digit, 100 + 200 * line])
            points = [np.array(stroke) * 0.6 + corner for stroke in strokes]
            lines = [np.rint(stroke).astype(np.int32) for stroke in points]
            cv2.polylines(sheet, lines, False, (20, 20, 20), 6, cv2.LINE_AA)
    recognizer = load_recognizer()
    filed = np.rot90(sheet, -turns)
    upright, found = recognizer.read(sheet), recognizer.read(filed)
    assert str(upright) == "\n".join(3 * ["0123456789"])
    assert str(found) == str(upright)
    there = [turned_back(reading.box, turns, filed.shape[:2]) for reading in upright]
    assert [reading.box for reading in found] == there
