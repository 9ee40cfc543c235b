"""What was read, as numbers and as text."""

from dataclasses import replace

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


def test_what_a_person_said_is_the_digit_and_the_confidence_stays_the_network_s():
    read = Reading(Box(0, 0, 1, 1), np.zeros((28, 28)), np.arange(10) / 45, False)
    for digit in (0, 5, 9):
        corrected = replace(read, correction=digit)
        assert corrected.digit == digit
        assert corrected.confidence == read.confidence
        assert corrected.likely == read.likely
    assert read.correction is None


def test_the_number_is_what_a_person_said():
    readings = [reading(2), replace(reading(0, " "), correction=8), reading(7, "\n")]
    assert str(Readings(readings)) == "2 8\n7"


def test_likely_are_all_ten_digits_the_most_likely_first():
    probabilities = np.array([0.1, 0, 0.3, 0.02, 0.2, 0.05, 0.03, 0.25, 0.04, 0.01], np.float32)
    likely = Reading(Box(0, 0, 1, 1), np.zeros((28, 28)), probabilities, False).likely
    assert likely == (2, 7, 4, 0, 5, 8, 6, 3, 9, 1)
    assert {type(digit) for digit in likely} == {int}


def test_of_digits_that_are_as_likely_the_smaller_one_is_first():
    assert reading(3).likely == (3, 0, 1, 2, 4, 5, 6, 7, 8, 9)


def test_the_first_of_the_likely_digits_is_the_one_that_was_read():
    even = Reading(Box(0, 0, 1, 1), np.zeros((28, 28)), np.full(10, 0.1), False)
    assert even.likely[0] == even.digit == 0
