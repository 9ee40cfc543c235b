"""The readings of a session as a table that programs and spreadsheets can open."""

import csv
import io
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from digits.history import COLUMNS, as_csv, source
from digits.reading import Box, Reading, Readings
from digits.session import Entry
from digits.sketch import Correction, Page

BEGAN = datetime(2024, 5, 6, 7, 8, 9, 123456)


def reading(digit, confidence=0.9, place=0, before="", sure=True):
    probabilities = np.full(10, (1 - confidence) / 9)
    probabilities[digit] = confidence
    box = Box(0, 100 * place, 80, 100 * place + 50)
    return Reading(box, np.zeros((28, 28)), probabilities, sure, before)


def entry(*readings, picture=None, corrections=()):
    return Entry(Page(picture, corrections=corrections), Readings(readings), BEGAN)


def rows(*entries):
    """Return the lines of the table below its head, each by column."""
    return list(csv.DictReader(io.StringIO(as_csv(entries), newline="")))


def test_without_entries_the_table_is_its_head():
    assert as_csv([]).splitlines() == [",".join(COLUMNS)]


def test_an_entry_is_a_line():
    (row,) = rows(entry(reading(2), reading(0, 0.75, place=1)))
    assert row == {
        "time": "2024-05-06 07:08:09",
        "source": "drawing",
        "text": "20",
        "sure": "true",
        "corrected": "0",
        "least confidence": "0.750000",
    }


def test_entries_stay_in_their_order():
    assert [row["text"] for row in rows(*(entry(reading(digit)) for digit in (3, 1, 2)))] == [
        *("3", "1", "2")
    ]


def test_what_a_person_said_stands_in_the_table():
    doubtful = [reading(4, 0.4, sure=False), reading(7, place=1), reading(1, place=2)]
    corrections = tuple(Correction(doubtful[place].box, digit) for place, digit in ((0, 9), (2, 1)))
    before, after = rows(entry(*doubtful), entry(*doubtful, corrections=corrections))
    assert (before["text"], before["corrected"], before["sure"]) == ("471", "0", "false")
    assert (after["text"], after["corrected"], after["sure"]) == ("971", "2", "true")
    assert after["least confidence"] == "0.400000"  # of the network


def test_lines_and_groups_come_back_as_they_were():
    number = [reading(1), reading(2, before=" ", place=2), reading(3, before="\n", place=3)]
    assert rows(entry(*number), entry(reading(5)))[0]["text"] == "1 2\n3"


def test_every_line_of_the_table_ends_the_way_of_csv():
    assert as_csv([entry(reading(1))]).count("\r\n") == 2


def test_a_picture_is_named_by_its_path():
    shown = entry(reading(1), picture=Path("scans/a.png"))
    assert source(shown) == str(Path("scans/a.png"))
    assert source(entry(reading(1))) == "drawing"


@pytest.mark.parametrize(
    "name", ['"a".png', "a,b.png", "a\nb.png", "a;b.png", "ä ü 七.png", "'.png"]
)
def test_whatever_a_file_is_called_comes_back_as_it_was(name):
    (row,) = rows(entry(reading(1), picture=Path(name)))
    assert row["source"] == name


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_name_is_a_formula_in_a_spreadsheet(sign):
    name = f"{sign}cmd|' ', A1.png"
    (row,) = rows(entry(reading(1), picture=Path(name)))
    assert row["source"] == f"'{name}"


@pytest.mark.parametrize("name", ["a=1.png", "7-8.png", "me@home.png"])
def test_a_harmless_name_stays_as_it_is(name):
    (row,) = rows(entry(reading(1), picture=Path(name)))
    assert row["source"] == name
