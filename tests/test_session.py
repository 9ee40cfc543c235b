"""A sitting at the program: drawing, reading, correcting, and the history of it all."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from art import moved
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from digits.reading import Box, Reading, Readings
from digits.session import Session
from digits.sketch import Page
from digits.stroke import PEN_WIDTH, as_stroke

DOWN = [(10, 10), (10, 90)]
ACROSS = [(10, 50), (60, 50)]
PICTURE = Path("seven.png")
BOX = Box(10, 10, 90, 60)
START = datetime(2024, 1, 1)


def clock():
    """Return a clock that goes on by a minute whenever it is looked at."""
    times = iter(START + timedelta(minutes=minute) for minute in range(10_000))
    return lambda: next(times)


@pytest.fixture
def session():
    return Session(now=clock())


def read(text, box=BOX):
    """Return what the network reads: digits side by side, none of them sure."""
    return Readings(
        Reading(moved(box, right=100 * k), np.zeros((28, 28)), np.eye(10)[int(sign)], False)
        for k, sign in enumerate(text)
    )


def numbers(session):
    return [str(entry.readings) for entry in session.entries]


# Reading


def test_a_session_begins_with_nothing(session):
    assert session.page.empty
    assert session.readings == ()
    assert session.entries == []
    assert not session.up_to_date
    assert not session.can_undo
    assert not session.can_redo


def test_what_was_read_is_up_to_date_until_the_page_changes(session):
    session.draw(DOWN)
    assert not session.up_to_date
    session.take(read("1"))
    assert session.up_to_date
    session.draw(ACROSS)
    assert not session.up_to_date
    assert str(session.readings) == "1"


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.draw(ACROSS),
        lambda session: session.erase(DOWN, 20),
        lambda session: session.clear(),
        lambda session: session.show(PICTURE),
        lambda session: session.restore(Page(strokes=(as_stroke(DOWN),))),
        lambda session: session.undo(),
    ],
    ids=["draw", "erase", "clear", "show", "restore", "undo"],
)
def test_whatever_changes_the_page_makes_the_reading_old(session, change):
    session.draw(DOWN)
    session.take(read("1"))
    change(session)
    assert not session.up_to_date


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.erase([(200, 200)], 20),
        lambda session: session.correct(0, 7),
        lambda session: session.redo(),
    ],
    ids=["erase nothing", "correct", "redo nothing"],
)
def test_what_changes_nothing_to_be_seen_leaves_the_reading_up_to_date(session, change):
    session.draw(DOWN)
    session.take(read("1"))
    change(session)
    assert session.up_to_date


def test_that_there_is_nothing_to_read_is_up_to_date_as_well(session):
    session.draw(DOWN)
    session.take(read(""))
    assert session.up_to_date


def test_a_new_page_has_no_reading(session):
    session.draw(DOWN)
    for begin in (session.clear, lambda: session.show(PICTURE), lambda: session.restore(Page())):
        session.take(read("1"))
        begin()
        assert session.readings == ()


def test_a_step_that_cannot_be_taken_brings_no_forgotten_reading_back(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.forget()
    session.redo()
    assert session.readings == ()


def test_a_forgotten_reading_is_gone_but_not_from_the_history(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.forget()
    assert session.readings == ()
    assert not session.up_to_date
    assert numbers(session) == ["1"]


def test_a_reading_of_a_stroke_that_is_being_drawn_is_shown_but_not_noted(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.take(read("4"), drawing=True)
    assert str(session.readings) == "4"
    assert numbers(session) == ["1"]
    assert not session.up_to_date


def test_a_stroke_has_the_usual_width_unless_another_is_said(session):
    session.draw(DOWN)
    session.draw(DOWN, 7)
    assert [stroke.width for stroke in session.page.strokes] == [PEN_WIDTH, 7]


# Correcting


def test_a_correction_is_what_the_digit_is_and_is_sure(session):
    session.draw(DOWN)
    session.take(read("11"))
    session.correct(1, 7)
    assert str(session.readings) == "17"
    assert [reading.correction for reading in session.readings] == [None, 7]
    assert [reading.sure for reading in session.readings] == [False, True]


def test_agreeing_with_the_network_is_a_correction_too(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.correct(0, 1)
    assert session.readings.sure
    assert session.can_undo


def test_to_say_the_same_twice_is_one_step(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.correct(0, 7)
    page = session.page
    session.correct(0, 7)
    assert session.page is page


def test_a_correction_can_be_changed(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.correct(0, 7)
    session.correct(0, 4)
    assert str(session.readings) == "4"
    assert len(session.page.corrections) == 1


def test_a_correction_holds_when_the_same_digit_is_read_anew(session):
    session.draw(DOWN)
    session.take(read("11"))
    session.correct(0, 7)
    session.draw(ACROSS)
    session.take(read("211", moved(BOX, right=-100)))  # a digit was put before it
    assert str(session.readings) == "271"
    assert numbers(session) == ["271"]


def test_a_correction_lapses_when_the_box_of_its_digit_changes(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.correct(0, 7)
    session.draw(ACROSS)
    session.take(read("4", BOX._replace(right=90)))
    assert str(session.readings) == "4"
    assert not session.readings.sure


def test_a_correction_does_not_outlast_its_page(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.correct(0, 7)
    session.clear()
    session.draw(DOWN)
    session.take(read("1"))
    assert str(session.readings) == "1"


def test_a_correction_is_undone_and_redone_alone(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.correct(0, 7)
    session.undo()
    assert str(session.readings) == "1"
    assert session.up_to_date
    assert numbers(session) == ["1"]
    session.redo()
    assert str(session.readings) == "7"
    assert numbers(session) == ["7"]


def test_what_the_network_read_is_not_changed_by_a_correction(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.correct(0, 7)
    (entry,) = session.entries
    assert str(entry.read) == "1"
    assert str(entry.readings) == "7"


def test_correcting_an_old_reading_does_not_make_it_the_reading_of_the_page(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.draw(ACROSS)  # not read yet
    session.correct(0, 7)
    assert not session.up_to_date
    session.undo()
    assert not session.up_to_date
    session.redo()
    session.take(read("12"))
    assert session.up_to_date
    assert numbers(session) == ["72"]


def test_a_digit_that_was_not_read_cannot_be_corrected(session):
    with pytest.raises(IndexError):
        session.correct(0, 7)


def test_corrections_come_back_with_a_saved_page(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.correct(0, 7)
    saved = session.page
    another = Session()
    another.restore(saved)
    another.take(read("1"))
    assert str(another.readings) == "7"


# Undo and redo


def test_undo_leads_from_every_kind_of_step_to_the_empty_pad_and_redo_back(session):
    session.draw(DOWN)
    session.take(read("1"))
    first = session.entries[0]
    session.draw(ACROSS)
    session.take(read("1"))
    session.erase([(60, 50)], 10)
    session.take(read("1"))
    session.correct(0, 7)
    session.clear()
    session.show(PICTURE)
    session.take(read("23"))
    session.restore(Page(strokes=(as_stroke(DOWN),)))
    session.reopen(first)
    pages = [session.page]
    while session.can_undo:
        session.undo()
        pages.append(session.page)
    assert len(pages) == 9
    assert pages[-1].empty
    for page in pages[-2::-1]:
        session.redo()
        assert session.page is page


def test_undo_brings_back_what_was_read_on_the_page(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.clear()
    session.undo()
    assert str(session.readings) == "1"
    assert session.up_to_date


def test_redo_brings_back_what_was_read_on_the_page(session):
    session.show(PICTURE)
    session.take(read("7"))
    session.undo()
    session.redo()
    assert str(session.readings) == "7"
    assert session.up_to_date


def test_undo_never_shows_what_was_read_on_another_page(session):
    session.show(PICTURE)
    session.take(read("7"))
    session.undo()
    assert session.page.empty
    assert session.readings == ()


def test_undo_keeps_an_old_reading_of_the_same_page_for_the_time_being(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.draw(ACROSS)
    session.take(read("4"))
    session.undo()
    assert str(session.readings) == "4"
    assert not session.up_to_date


def test_undo_and_redo_at_the_ends_change_nothing(session):
    session.redo()
    session.undo()
    session.draw(DOWN)
    session.take(read("1"))
    session.redo()
    assert str(session.readings) == "1"
    assert session.up_to_date


# The history


def test_the_history_has_an_entry_for_every_page_the_oldest_first(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.clear()
    session.draw(ACROSS)
    session.take(read("7"))
    session.show(PICTURE)
    session.take(read("23"))
    assert numbers(session) == ["1", "7", "23"]
    assert [entry.page.picture for entry in session.entries] == [None, None, PICTURE]
    times = [entry.time for entry in session.entries]
    assert times == sorted(times)


def test_drawing_on_changes_the_entry_of_the_page_and_not_when_it_began(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.show(PICTURE)
    session.take(read("5"))
    session.undo()
    session.draw(ACROSS)
    session.take(read("17"))
    assert numbers(session) == ["17", "5"]
    assert session.entries[0].page is session.page
    assert session.entries[0].time == START


def test_a_page_without_digits_is_not_in_the_history(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.erase(DOWN, 20)
    session.take(read(""))
    assert session.entries == []


def test_entries_that_were_handed_out_do_not_change(session):
    session.draw(DOWN)
    session.take(read("1"))
    entries = session.entries
    session.take(read("17"))
    entries.clear()
    assert numbers(session) == ["17"]


def test_an_entry_that_is_reopened_is_the_page_as_it_was_with_its_reading(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.correct(0, 7)
    page = session.page
    session.show(PICTURE)
    session.take(read("23"))
    session.reopen(session.entries[0])
    assert session.page is page
    assert str(session.readings) == "7"
    assert session.up_to_date
    session.undo()
    assert str(session.readings) == "23"
    assert numbers(session) == ["7", "23"]


def test_drawing_on_a_reopened_page_changes_its_entry(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.clear()
    session.reopen(session.entries[0])
    session.draw(ACROSS)
    session.take(read("14"))
    assert numbers(session) == ["14"]


def test_reopening_the_page_that_lies_on_the_pad_is_no_step(session):
    session.draw(DOWN)
    session.take(read("1"))
    session.reopen(session.entries[0])
    session.undo()
    assert session.page.empty


# Whatever a person does, in any order

places = st.tuples(*[st.integers(0, 280)] * 2)
some_points = st.lists(places, min_size=1, max_size=4)
pictures = st.sampled_from([Path("one.png"), Path("two.png")])


class Sitting(RuleBasedStateMachine):
    """Keeps beside the session two plain stacks of pages, and what was read on which page."""

    @initialize()
    def sit_down(self):
        self.session = Session(now=clock())
        self.before, self.after = [], []  # pages that undo, and redo, lead to
        self.read_on = {}  # by the image of a reading: the page on which it was read
        self.contents = {}  # by page: what it held when it was first seen
        self.see()

    def see(self):
        page = self.session.page
        strokes = [(points.tolist(), width) for points, width in page.strokes]
        held = (page.picture, strokes, page.corrections, page.number)
        assert self.contents.setdefault(page, held) == held

    def step(self, action):
        """Do what may change the page; Session may only put a page on top of the others."""
        page = self.session.page
        action()
        if self.session.page is not page:
            self.before.append(page)
            self.after.clear()
        self.see()

    def read(self, count, first):
        digits = np.roll(np.arange(10), first)[:count]
        readings = read("".join(map(str, digits)))
        for reading in readings:
            self.read_on[id(reading.image)] = reading, self.session.page
        return readings

    # What a person does

    @rule(points=some_points, width=st.sampled_from([6, 18, 40]))
    def draw(self, points, width):
        strokes = self.session.page.strokes
        self.step(lambda: self.session.draw(points, width))
        assert self.session.page.strokes[:-1] == strokes
        assert self.session.page.points[-1].tolist() == [list(point) for point in points]

    @rule(path=some_points, radius=st.sampled_from([8, 20, 200]))
    def erase(self, path, radius):
        self.step(lambda: self.session.erase(path, radius))

    @rule()
    def clear(self):
        self.step(self.session.clear)
        assert self.session.page.empty
        assert not self.session.readings

    @rule(picture=pictures)
    def show(self, picture):
        self.step(lambda: self.session.show(picture))
        assert self.session.page.picture == picture

    @rule(points=some_points)
    def restore(self, points):
        page = Page(strokes=(as_stroke(points),))
        self.step(lambda: self.session.restore(page))
        assert self.session.page.looks_like(page)

    @rule(count=st.integers(0, 3), first=st.integers(0, 9), drawing=st.sampled_from([0, 0, 1]))
    def take(self, count, first, drawing):
        page, readings = self.session.page, self.read(count, first)
        self.session.take(readings, drawing=bool(drawing))
        assert self.session.page is page
        assert len(self.session.readings) == count
        assert self.session.up_to_date != bool(drawing)
        if drawing:  # the stroke is not on any page
            for reading in readings:
                del self.read_on[id(reading.image)]

    @precondition(lambda self: self.session.readings)
    @rule(data=st.data(), digit=st.integers(0, 9))
    def correct(self, data, digit):
        index = data.draw(st.integers(0, len(self.session.readings) - 1))
        was = self.session.up_to_date
        self.step(lambda: self.session.correct(index, digit))
        assert self.session.readings[index].digit == digit
        assert self.session.readings[index].sure
        assert self.session.up_to_date == was

    @precondition(lambda self: self.session.entries)
    @rule(data=st.data())
    def reopen(self, data):
        entry = data.draw(st.sampled_from(self.session.entries))
        self.step(lambda: self.session.reopen(entry))
        assert self.session.page is entry.page
        assert str(self.session.readings) == str(entry.readings)

    @rule()
    def forget(self):
        self.session.forget()

    @rule()
    def undo(self):
        expected = self.session.page
        if self.before:
            self.after.append(expected)
            expected = self.before.pop()
        self.session.undo()
        assert self.session.page is expected

    @rule()
    def redo(self):
        expected = self.session.page
        if self.after:
            self.before.append(expected)
            expected = self.after.pop()
        self.session.redo()
        assert self.session.page is expected

    # What holds at any time

    @invariant()
    def no_page_ever_changes(self):
        self.see()

    @invariant()
    def undo_and_redo_are_offered_where_they_lead_somewhere(self):
        assert self.session.can_undo == bool(self.before)
        assert self.session.can_redo == bool(self.after)

    @invariant()
    def readings_that_are_up_to_date_were_read_on_a_page_that_looks_the_same(self):
        if self.session.up_to_date:
            for reading in self.session.readings:
                assert self.read_on[id(reading.image)][1].looks_like(self.session.page)

    @invariant()
    def every_entry_is_a_page_with_what_was_read_on_it(self):
        entries = self.session.entries
        assert len({entry.page.number for entry in entries}) == len(entries)
        assert [entry.time for entry in entries] == sorted(entry.time for entry in entries)
        for entry in entries:
            assert entry.read
            for reading in entry.read:
                assert self.read_on[id(reading.image)][1].looks_like(entry.page)

    @invariant()
    def corrections_are_those_of_the_page(self):
        said = {digit for _, digit in self.session.page.corrections}
        corrected = [reading for reading in self.session.readings if reading.correction is not None]
        assert {reading.correction for reading in corrected} <= said
        assert all(reading.sure for reading in corrected)

    def teardown(self):
        """Nothing is lost: every page that undo and redo promise is still there."""
        if not hasattr(self, "session"):
            return
        while self.session.can_undo:
            self.undo()
        assert self.session.page.empty
        while self.session.can_redo:
            self.redo()
        self.see()


TestSitting = Sitting.TestCase
TestSitting.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
