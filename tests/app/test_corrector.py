"""What a digit may be instead."""

from dataclasses import replace

import fakes
import numpy as np
import pytest

from digits.app.commands import CORRECT
from digits.app.corrector import Corrector


@pytest.fixture
def corrector(root):
    root.update()  # a window that was never shown hears of no event
    return Corrector(root)


@pytest.fixture
def reading():
    """Probably a 1, maybe a 7 or a 4; of the rest, equally improbable, none is before another."""
    probabilities = np.full(10, 0.01, np.float32)
    probabilities[[1, 7, 4]] = 0.6, 0.23, 0.1
    return replace(fakes.reading(1), probabilities=probabilities, sure=False)


def labels(menu):
    return [menu.entrycget(index, "label") for index in range(menu.index("end") + 1)]


def digits(menu):
    return [int(label[0]) for label in labels(menu)]


def test_the_other_digits_stand_in_the_order_of_their_probability(corrector, reading):
    corrector.fill(reading)
    assert digits(corrector) == [7, 4, 0, 2, 3, 5, 6, 8, 9]
    shares = [corrector.entrycget(index, "accelerator") for index in (0, 1)]
    assert shares == ["23.0 %", "10.0 %"]


def test_the_key_of_its_digit_chooses_an_entry(corrector, reading):
    corrector.fill(reading)
    for index, digit in enumerate(digits(corrector)):
        assert corrector.entrycget(index, "label") == str(digit)
        assert corrector.entrycget(index, "underline") == 0


def test_a_corrected_digit_can_be_what_the_network_took_it_for(corrector, reading):
    corrector.fill(replace(reading, correction=4))
    assert digits(corrector) == [1, 7, 0, 2, 3, 5, 6, 8, 9]


def test_the_chosen_entry_raises_the_event_of_its_digit(root, corrector, reading):
    raised = []
    for digit in range(10):
        root.bind(CORRECT.format(digit=digit), lambda _, digit=digit: raised.append(digit))
    corrector.fill(reading)
    for index in range(9):
        corrector.invoke(index)
    assert raised == digits(corrector)


def test_another_digit_replaces_the_entries(corrector, reading):
    corrector.fill(reading)
    corrector.fill(fakes.reading(3))
    assert len(labels(corrector)) == 9
    assert digits(corrector)[0] == 4


def test_it_is_offered_where_it_is_asked_for(corrector, reading, monkeypatch):
    offered = []

    def popup(x, y):
        offered.append((x, y, digits(corrector)[:2]))

    monkeypatch.setattr(corrector, "tk_popup", popup)
    corrector.offer(reading, 120, 80)
    assert offered == [(120, 80, [7, 4])]
