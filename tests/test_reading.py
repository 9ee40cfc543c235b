"""What was read, as numbers and as text."""

import numpy as np
import pytest

from digits.reading import Box, Reading, Readings, percent


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0, "0.0 %"),
        (0.61, "61.0 %"),
        (np.float32(0.982), "98.2 %"),
        (0.9999, "99.9 %"),
        (1, "100.0 %"),
    ],
)
def test_percentages_are_rounded_down(probability, text):
    assert percent(probability) == text


def reading(digit: int, before: str = "", sure: bool = True) -> Reading:
    return Reading(Box(0, 0, 1, 1), np.zeros((28, 28)), np.eye(10)[digit], sure, before)


def test_readings_as_text_are_the_number():
    assert str(Readings([reading(2), reading(0), reading(7)])) == "207"


def test_groups_are_parted_by_blanks_and_lines_by_new_lines():
    readings = [reading(2), reading(0), reading(7, " "), reading(4, "\n"), reading(1)]
    assert str(Readings(readings)) == "20 7\n41"


def test_readings_are_sure_when_every_digit_is():
    assert Readings([reading(2), reading(0)]).sure
    assert not Readings([reading(2), reading(0, sure=False)]).sure
    assert not Readings().sure


def test_the_most_likely_digit_is_read():
    reading = Reading(Box(0, 0, 1, 1), np.zeros((28, 28)), np.arange(10) / 45, False)
    assert reading.digit == 9
    assert reading.confidence == pytest.approx(0.2)
