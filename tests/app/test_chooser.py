"""Which digit of a number is looked at."""

import fakes
import pytest

from digits.app import theme
from digits.app.chooser import NEXT_DIGIT, PREVIOUS_DIGIT, Chooser, named, ordinal


@pytest.mark.parametrize(
    ("index", "digit", "sure", "name"),
    [
        (0, 7, True, "1st digit, a 7"),
        (2, 8, True, "3rd digit, an 8"),
        (1, 0, False, "2nd digit, maybe a 0"),
        (20, 8, False, "21st digit, maybe an 8"),
    ],
)
def test_a_digit_is_named_by_its_place_and_what_was_read(index, digit, sure, name):
    assert named(index, fakes.reading(digit, sure=sure)) == name


def test_places_are_written_as_people_write_them():
    written = "1st 2nd 3rd 4th 10th 11th 12th 13th 21st 100th 101st 111th 112th 122nd"
    assert [ordinal(int(place[:-2])) for place in written.split()] == written.split()


def test_doubt_is_told_by_a_word_and_a_color(root):
    chooser = Chooser(root)
    chooser.show(0, fakes.reading(3, sure=False))
    assert chooser.name == "1st digit, maybe a 3"
    assert str(chooser.nametowidget(chooser.winfo_children()[0])["foreground"]) == theme.WAIT


@pytest.mark.parametrize("event", [PREVIOUS_DIGIT, NEXT_DIGIT])
def test_each_button_raises_its_event(root, event):
    chooser = Chooser(root)
    raised = []
    chooser.bind(event, raised.append)
    chooser.buttons[event].invoke()
    assert len(raised) == 1
