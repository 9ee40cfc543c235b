"""Which digit of a number is looked at."""

from dataclasses import replace
from tkinter import ttk

import fakes
import pytest

from digits.app import theme
from digits.app.chooser import NOTHING, ONE, Chooser, named, ordinal
from digits.app.commands import NEXT, PREVIOUS


@pytest.fixture
def chooser(root):
    chooser = Chooser(root)
    chooser.pack()
    root.update()
    return chooser


def enabled(chooser):
    return [event for event, button in chooser.buttons.items() if button.instate(["!disabled"])]


def color(chooser):
    label = next(child for child in chooser.winfo_children() if child.winfo_class() == "TLabel")
    return str(ttk.Style(chooser).lookup(label["style"], "foreground"))


@pytest.mark.parametrize(
    ("index", "digit", "sure", "name"),
    [
        (0, 7, True, "1st digit: 7, sure"),
        (2, 8, True, "3rd digit: 8, sure"),
        (1, 0, False, "2nd digit: probably a 0, maybe a 1"),
        (20, 8, False, "21st digit: probably an 8, maybe a 9"),
    ],
)
def test_a_digit_is_named_by_its_place_and_what_was_read(index, digit, sure, name):
    assert named(index, fakes.reading(digit, sure=sure)) == name


def test_a_corrected_digit_is_named_by_who_said_it():
    assert named(1, replace(fakes.reading(7), correction=1)) == "2nd digit: 1, as you said"


def test_places_are_written_as_people_write_them():
    written = "1st 2nd 3rd 4th 10th 11th 12th 13th 21st 100th 101st 111th 112th 122nd"
    assert [ordinal(int(place[:-2])) for place in written.split()] == written.split()


def test_of_several_digits_the_place_is_said_and_of_one_it_need_not_be(chooser):
    chooser.show(1, fakes.reading(3), several=True)
    assert chooser.name == "2nd digit: 3, sure"
    chooser.show(0, fakes.reading(3), several=False)
    assert chooser.name == ONE


def test_doubt_is_told_by_a_word_and_a_color(chooser, root):
    chooser.show(0, fakes.reading(3, sure=False), several=True)
    assert "probably" in chooser.name
    assert color(chooser) == theme.palette(root).wait
    chooser.show(0, fakes.reading(3), several=True)
    assert color(chooser) == theme.palette(root).text


def test_without_a_digit_it_says_what_will_be_here_and_nothing_can_be_pressed(chooser, root):
    assert enabled(chooser) == [NEXT.event, PREVIOUS.event]
    chooser.clear()
    assert chooser.name == NOTHING
    assert color(chooser) == theme.palette(root).muted
    assert enabled(chooser) == []


def test_a_single_digit_has_no_neighbors(chooser):
    chooser.show(0, fakes.reading(3), several=False)
    assert enabled(chooser) == []
    chooser.show(0, fakes.reading(3), several=True)
    assert enabled(chooser) == [NEXT.event, PREVIOUS.event]


@pytest.mark.parametrize("event", [NEXT.event, PREVIOUS.event])
def test_each_button_raises_its_event(chooser, event):
    raised = []
    chooser.bind(event, raised.append)
    chooser.buttons[event].invoke()
    assert len(raised) == 1
    chooser.clear()
    chooser.buttons[event].invoke()
    assert len(raised) == 1
