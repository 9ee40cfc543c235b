"""What is asked of the reading process and when; Tcl's event loop is enough, no display needed."""

import tkinter

import fakes
import numpy as np
import pytest
from PIL import Image

from digits.app import conversation, sentences, theme
from digits.app.background import Stopped
from digits.app.conversation import Conversation
from digits.app.worker import (
    Defect,
    Done,
    Explain,
    ReadClipboard,
    ReadDrawing,
    ReadPicture,
    ReadStrokes,
    Refused,
)
from digits.drawing_file import to_json
from digits.reading import Readings
from digits.sketch import Page
from digits.stroke import as_stroke

ONE = [(140, 60), (140, 140), (140, 220)]
LATER_ONE = [(230, 60), (230, 140), (230, 220)]
ZERO = [(140, 60), (70, 140), (140, 220), (210, 140), (140, 60)]

SIDE = 84  # of the picture that explains a digit


class Window(fakes.Listener):
    """Listens to a conversation, and looks at each new reading, as the window does."""

    def __init__(self, live):
        super().__init__()
        self.interpreter = tkinter.Tcl()
        self.numbers = []
        self.explanations = []
        self.pages = []
        self.talk = Conversation(self.interpreter, self, fakes.load, fakes.ReaderByHand)
        self.talk.live = live

    # What the conversation tells

    def show_page(self):
        self.pages.append((self.talk.session.page, self.talk.picture))

    def show_readings(self):
        self.numbers.append(str(self.talk.session.readings))
        for reading in self.talk.session.readings[:1]:
            self.talk.explain(reading, SIDE)

    def show_explanation(self, picture):
        self.explanations.append(picture)

    # What a person does

    def draw(self, points, *, lift=True):
        self.pen_down()
        for count in range(2, len(points) + 1):
            self.talk.pen_moved(points[:count])
        if lift:
            self.lift(points)

    def pen_down(self):
        self.talk.pen_down()

    def close(self):
        self.talk.close()

    def lift(self, points):
        self.talk.session.draw(points)
        self.talk.page_changed()

    def undo(self):
        self.talk.session.undo()
        self.talk.page_changed()

    def redo(self):
        self.talk.session.redo()
        self.talk.page_changed()

    def clear(self):
        self.talk.session.clear()
        self.talk.page_changed()

    # What is to be seen

    @property
    def reader(self):
        return self.talk.reader

    @property
    def wanted(self):
        return self.reader.wanted

    @property
    def number(self):
        return self.numbers[-1] if self.numbers else ""

    @property
    def picture(self):
        return self.pages[-1][1]


@pytest.fixture
def make(monkeypatch):
    """A window with its network loaded, unless it is to be ``loading``."""
    monkeypatch.setattr(conversation, "PAUSE_MS", 0)
    made = []

    def make_window(*, live=True, loading=False, by_hand=False):
        window = Window(live)
        if not loading:
            window.reader.get_ready()
            window.reader.at_once = not by_hand
        made.append(window)
        return window

    yield make_window
    for window in made:
        window.close()


@pytest.fixture
def picture(tmp_path):
    """Make a picture file of ones, as many as are asked for."""

    def make_picture(name, ones=1):
        pixels = np.full((60, 40 * ones, 3), 255, np.uint8)
        for column in range(ones):
            pixels[10:50, 18 + 40 * column : 22 + 40 * column] = 0
        path = tmp_path / name
        Image.fromarray(pixels).save(path)
        return path

    return make_picture


def lengths(request):
    """How many points the strokes have that are to be read."""
    assert isinstance(request, ReadStrokes)
    return [len(stroke) for stroke in request.strokes]


# Live


def test_a_stroke_is_read_when_it_ends(make):
    window = make()
    window.draw(ONE)
    assert window.number == "1"
    assert (window.sentence, window.mood) == (sentences.READ, theme.GOOD)


def test_without_live_nothing_is_read_until_recognize(make):
    window = make(live=False)
    window.draw(ONE)
    assert window.wanted is None
    assert window.number == ""
    window.talk.recognize()
    assert window.number == "1"


def test_a_drawing_with_no_digit_in_it_says_what_may_help(make):
    window = make(by_hand=True)
    window.draw(ONE)
    window.reader.deliver(Done(Readings()))
    assert (window.sentence, window.mood) == (sentences.NOTHING_IN_DRAWING, theme.WAIT)


def test_a_reading_stays_until_a_newer_one_comes(make):
    window = make()
    window.draw(ONE)
    window.reader.at_once = False
    window.draw(LATER_ONE)
    assert window.number == "1"
    window.reader.read()
    assert window.number == "11"


def test_without_live_a_reading_goes_when_the_pen_comes_down(make):
    window = make(live=False)
    window.draw(ONE)
    window.talk.recognize()
    window.pen_down()
    assert window.number == ""


def test_recognize_reads_a_page_that_has_not_changed(make):
    window = make(by_hand=True)
    window.draw(ONE)
    window.reader.read()
    assert window.wanted is None
    window.talk.recognize()
    assert lengths(window.wanted) == [3]


def test_recognize_on_an_empty_page_asks_for_a_drawing(make):
    window = make()
    window.talk.recognize()
    assert (window.sentence, window.mood) == (sentences.DRAW_FIRST, theme.WAIT)


def test_live_reading_is_quiet_and_recognize_says_that_it_reads(make):
    window = make(live=False, by_hand=True)
    window.draw(ONE)
    window.talk.recognize()
    assert window.sentence == sentences.READING
    window.talk.live = True
    window.said.clear()
    window.draw(LATER_ONE)
    assert sentences.READING not in dict(window.said)


# While the pen is down


def test_a_stroke_is_read_as_far_as_it_is_drawn(make):
    window = make()
    window.draw(ONE, lift=False)
    assert window.number == "1"
    assert window.talk.session.entries == []  # it is not on the page yet


def test_a_reading_of_half_a_stroke_says_nothing(make):
    window = make()
    window.said.clear()
    window.draw(ONE, lift=False)
    assert dict(window.said).keys() == {sentences.READY}


def test_a_hand_faster_than_the_network_does_not_starve_the_reading(make):
    """Were each request replaced by the next one, none would be answered until the hand rests."""
    window = make(by_hand=True)
    window.pen_down()
    window.talk.pen_moved(ONE[:1])
    asked = window.wanted
    window.talk.pen_moved(ONE[:2])
    window.talk.pen_moved(ONE)
    assert window.wanted is asked
    assert lengths(asked) == [1]


def test_what_was_drawn_while_it_read_is_read_next_even_if_the_hand_rests(make, wait_until):
    window = make(by_hand=True)
    window.draw(ONE, lift=False)
    assert lengths(window.wanted) == [2]
    window.reader.read()
    wait_until(window.interpreter, lambda: window.wanted is not None)
    assert lengths(window.wanted) == [3]


def test_a_stroke_that_has_not_grown_is_not_read_again(make):
    window = make(by_hand=True)
    window.pen_down()
    window.talk.pen_moved(ONE)
    window.reader.read()
    window.interpreter.update()
    window.talk.pen_moved(ONE)
    assert window.wanted is None


def test_between_two_readings_of_a_stroke_there_is_room_for_the_line(make, monkeypatch):
    monkeypatch.setattr(conversation, "PAUSE_MS", 1_000_000)
    window = make(by_hand=True)
    window.draw(ONE, lift=False)
    window.reader.read()
    window.talk.pen_moved(ONE)
    assert window.wanted is None
    window.lift(ONE)
    assert lengths(window.wanted) == [3]  # its end is read at once
    window.draw(LATER_ONE[:2], lift=False)
    assert lengths(window.wanted) == [3, 2]  # and so is the beginning of the next one


def test_the_pen_that_comes_down_voids_what_was_asked_before(make):
    window = make(live=False, by_hand=True)
    window.draw(ONE)
    window.talk.recognize()
    window.pen_down()
    assert window.wanted is None
    assert window.sentence == sentences.READY


def test_the_end_of_a_stroke_voids_the_reading_of_half_of_it(make):
    window = make(by_hand=True)
    window.draw(ZERO)
    assert lengths(window.wanted) == [5]
    window.reader.read()
    assert window.number == "0"


def test_recognize_that_a_stroke_came_before_holds_for_that_stroke_too(make):
    window = make(live=False, by_hand=True)
    window.draw(ONE)
    window.talk.recognize()
    window.draw(LATER_ONE)
    assert lengths(window.wanted) == [3, 3]
    window.reader.read()
    window.draw(ZERO)
    assert window.wanted is None  # that one is for the person to say


def test_on_a_picture_a_stroke_is_read_at_its_end_only(make, picture):
    window = make()
    window.talk.open([picture("one.png")])
    window.reader.at_once = False
    window.draw(LATER_ONE, lift=False)
    assert window.wanted is None
    window.lift(LATER_ONE)
    assert isinstance(window.wanted, ReadPicture)
    assert len(window.wanted.strokes) == 1
    assert not window.wanted.preview  # the window has it


def test_live_that_is_switched_off_reads_no_further(make):
    window = make(by_hand=True)
    window.draw(ONE, lift=False)
    window.talk.live = False
    window.reader.read()
    window.interpreter.update()
    window.talk.pen_moved(ONE)
    assert window.wanted is None


# Undo, redo, clear


def test_a_page_that_was_read_is_known_and_not_read_again(make):
    window = make()
    window.draw(ONE)
    window.clear()
    window.reader.at_once = False
    window.undo()
    assert window.wanted is None
    assert window.number == "1"


def test_a_reading_goes_with_its_page_while_the_one_before_it_is_read(make, picture):
    window = make(by_hand=True)
    window.draw(ZERO)
    window.talk.open([picture("one.png")])
    window.reader.read()
    assert window.number == "1"
    window.undo()
    assert window.number == ""
    window.reader.read()
    assert window.number == "0"


def test_without_live_a_page_that_is_not_known_has_no_reading(make):
    window = make(live=False)
    window.draw(ONE)
    window.draw(LATER_ONE)
    window.talk.recognize()
    window.undo()
    assert window.number == ""
    window.redo()
    assert window.number == "11"


def test_clear_takes_back_what_was_asked(make):
    window = make(live=False, by_hand=True)
    window.draw(ONE)
    window.talk.recognize()
    window.clear()
    assert window.wanted is None
    window.draw(ONE)
    assert window.wanted is None
    assert window.number == ""


# Before the network is there


def test_recognize_that_is_pressed_too_early_is_done_as_soon_as_it_can_be(make):
    window = make(live=False, loading=True)
    window.draw(ONE)
    window.talk.recognize()
    assert window.sentence == sentences.QUEUED
    window.reader.get_ready()
    assert window.number == "1"
    assert window.sentence == sentences.READ


def test_what_is_drawn_after_it_was_pressed_too_early_is_read_too(make):
    window = make(live=False, loading=True)
    window.draw(ONE)
    window.talk.recognize()
    window.draw(LATER_ONE)
    window.reader.get_ready()
    assert window.number == "11"


def test_the_network_that_gets_ready_during_a_stroke_reads_it_at_its_end(make):
    window = make(live=False, loading=True)
    window.draw(ONE)
    window.talk.recognize()
    window.pen_down()
    window.reader.get_ready()
    assert window.number == ""
    window.lift(LATER_ONE)
    assert window.number == "11"


def test_a_picture_that_is_opened_too_early_does_not_come_under_the_moving_pen(make, picture):
    window = make(live=False, loading=True)
    window.talk.open([picture("one.png")])
    window.pen_down()
    window.reader.get_ready()
    window.lift(ZERO)
    assert window.opened == []
    assert window.talk.session.page.picture is None
    assert window.number == ""


def test_live_reads_what_was_drawn_meanwhile(make):
    window = make(loading=True)
    window.draw(ONE)
    window.reader.get_ready()
    assert window.number == "1"


def test_live_reads_a_page_on_which_the_pen_is_when_the_network_gets_ready(make):
    window = make(loading=True)
    window.draw(ONE)
    window.pen_down()
    window.reader.get_ready()
    assert window.number == "1"
    window.talk.pen_moved(LATER_ONE)
    assert window.number == "11"


def test_half_a_stroke_is_not_asked_about_while_the_network_loads(make):
    window = make(loading=True)
    window.draw(ONE, lift=False)
    assert window.wanted is None


# Opening


def test_a_picture_begins_a_page_and_is_read(make, picture):
    window = make(live=False)
    path = picture("one.png")
    window.talk.open([path])
    assert window.talk.session.page.picture == path
    assert window.picture.shape == (60, 40, 3)
    assert window.opened == [path]
    assert window.number == "1"
    assert window.sentence == "Read from one.png."


def test_a_picture_with_no_digit_in_it_is_shown_and_says_what_may_help(make, tmp_path):
    window = make()
    blank = tmp_path / "blank.png"
    Image.new("RGB", (30, 30), "white").save(blank)
    window.talk.open([blank])
    assert window.picture is not None
    assert window.sentence == sentences.NOTHING_IN_PICTURE


def test_several_pictures_are_read_one_after_another(make, picture):
    window = make()
    paths = [picture(f"{count}.png", ones=count) for count in (1, 2, 3)]
    window.talk.open(paths)
    assert window.opened == paths
    assert [str(entry.readings) for entry in window.talk.session.entries] == ["1", "11", "111"]
    assert window.sentence == "Read from 3.png."


def test_the_pictures_between_are_each_on_the_pad_for_undo(make, picture):
    window = make()
    paths = [picture(f"{count}.png", ones=count) for count in (1, 2)]
    window.talk.open(paths)
    window.undo()
    assert window.talk.session.page.picture == paths[0]
    assert window.number == "1"


def test_one_that_is_refused_does_not_stop_the_others(make, picture, tmp_path):
    window = make()
    first, last = picture("first.png"), picture("last.png", ones=2)
    window.talk.open([first, tmp_path / "missing.png", last])
    assert window.opened == [first, last]
    assert window.number == "11"
    assert window.sentence.startswith("1 of 3 pictures were not opened. missing.png")
    assert window.mood == theme.BAD


def test_the_last_one_that_is_refused_leaves_the_one_before_it(make, picture, tmp_path):
    window = make()
    window.talk.open([picture("first.png"), tmp_path / "missing.png"])
    assert window.number == "1"
    assert window.sentence.startswith("1 of 2 pictures were not opened.")


def test_one_picture_that_is_refused_keeps_drawing_and_reading(make, tmp_path):
    window = make()
    window.draw(ONE)
    window.talk.open([tmp_path / "missing.png"])
    assert window.sentence.startswith("missing.png does not exist;")
    assert window.number == "1"
    assert len(window.talk.session.page.strokes) == 1


def test_a_drawing_whose_reading_an_opening_called_off_is_read_when_that_is_refused(make, tmp_path):
    window = make(by_hand=True)
    window.draw(ONE)
    window.talk.open([tmp_path / "missing.png"])
    window.reader.read()  # what is missing
    window.reader.read()  # the drawing
    assert window.number == "1"
    assert "missing.png" in window.sentence


def test_what_was_refused_is_not_said_again_after_a_stroke(make, picture, tmp_path):
    window = make(by_hand=True)
    window.talk.open([tmp_path / "missing.png", picture("one.png")])
    window.reader.read()
    window.reader.at_once = True
    window.draw(ONE)
    assert not any("missing.png" in sentence for sentence, _ in window.said)
    assert window.opened == []


def test_recognize_during_the_opening_changes_nothing(make, picture):
    window = make(by_hand=True)
    window.talk.open([picture("one.png")])
    asked = window.wanted
    window.talk.recognize()
    assert window.wanted is asked


def test_a_newer_opening_voids_the_older_one(make, picture):
    window = make(by_hand=True)
    window.talk.open([picture("older.png"), picture("other.png")])
    newer = picture("newer.png")
    window.talk.open([newer])
    window.reader.at_once = True
    window.reader.read()
    assert window.opened == [newer]


@pytest.mark.parametrize("live", [True, False])
def test_undo_during_the_opening_calls_it_off(make, picture, live):
    window = make(live=live)
    window.draw(ONE)
    window.reader.at_once = False
    window.talk.open([picture("one.png"), picture("two.png", ones=2)])
    window.reader.read()
    window.undo()
    assert not isinstance(window.wanted, ReadPicture)
    assert window.talk.session.page.picture is None


def test_a_saved_drawing_comes_back_and_is_read(make, tmp_path):
    path = tmp_path / "Saved.JSON"
    page = Page(strokes=(as_stroke(ONE),))
    path.write_text(to_json(page, Readings()), encoding="utf-8")
    window = make(live=False)
    window.talk.open([path])
    assert len(window.talk.session.page.strokes) == 1
    assert window.number == "1"
    assert window.opened == [path]
    assert window.sentence == "Read from Saved.JSON."


def test_a_saved_drawing_brings_its_picture_and_corrections(make, picture, tmp_path):
    window = make()
    window.talk.open([picture("one.png")])
    window.talk.session.correct(0, 7)
    path = tmp_path / "saved.json"
    path.write_text(to_json(window.talk.session.page, Readings()), encoding="utf-8")
    later = make()
    later.talk.open([path])
    assert later.picture.shape == (60, 40, 3)
    assert later.number == "7"


def test_a_broken_drawing_among_pictures_is_refused_as_a_picture_is(make, picture, tmp_path):
    path = tmp_path / "broken.json"
    path.write_text("{", encoding="utf-8")
    window = make(by_hand=True)
    window.talk.open([path, picture("one.png")])
    assert isinstance(window.wanted, ReadDrawing)
    window.reader.at_once = True
    window.reader.read()
    assert window.number == "1"
    assert window.sentence.startswith("1 of 2 pictures were not opened. broken.json")


# The picture of a page


def test_a_picture_that_was_dropped_is_asked_for_anew_when_undo_comes_to_it(
    make, picture, monkeypatch
):
    monkeypatch.setattr(conversation, "PREVIEWS", 1)
    window = make()
    window.talk.open([picture("first.png"), picture("second.png", ones=2)])
    window.reader.at_once = False
    window.undo()
    assert window.picture is None
    assert window.number == "1"  # that is known meanwhile
    assert window.wanted.preview
    window.reader.read()
    assert window.picture.shape == (60, 40, 3)
    assert window.number == "1"


def test_a_picture_that_is_kept_is_there_at_once(make, picture):
    window = make()
    window.talk.open([picture(f"{count}.png", ones=count) for count in (1, 2, 3)])
    window.reader.at_once = False
    window.undo()
    window.undo()
    assert window.picture.shape == (60, 40, 3)
    assert window.wanted is None


def test_without_live_a_picture_is_asked_for_as_well(make, picture, monkeypatch):
    monkeypatch.setattr(conversation, "PREVIEWS", 1)
    window = make(live=False)
    window.talk.open([picture("first.png"), picture("second.png", ones=2)])
    window.undo()
    assert window.picture.shape == (60, 40, 3)


def test_a_picture_whose_file_is_gone_is_said_and_its_reading_stays(make, picture, monkeypatch):
    monkeypatch.setattr(conversation, "PREVIEWS", 1)
    window = make()
    first = picture("first.png")
    window.talk.open([first, picture("second.png", ones=2)])
    first.unlink()
    window.undo()
    assert window.sentence.startswith("first.png does not exist;")
    assert window.number == "1"


# The clipboard


def test_what_is_in_the_clipboard_is_opened(make, picture, tmp_path, monkeypatch):
    path = picture("copied.png")
    monkeypatch.setattr("digits.app.clipboard._content", list)
    window = make()
    window.talk.paste(tmp_path, str(path))
    assert window.opened == [path]
    assert window.number == "1"


def test_a_stroke_calls_off_the_pasting(make, tmp_path):
    window = make(by_hand=True)
    window.talk.paste(tmp_path, "")
    assert isinstance(window.wanted, ReadClipboard)
    window.draw(ONE)
    assert lengths(window.wanted) == [3]


def test_a_clipboard_without_a_picture_is_one_sentence(make, tmp_path):
    window = make()
    window.draw(ONE)
    window.reader.at_once = False
    window.talk.paste(tmp_path, "")
    window.reader.deliver(Refused("The clipboard holds no picture."))
    assert (window.sentence, window.mood) == ("The clipboard holds no picture.", theme.BAD)
    assert window.number == "1"


# Why


def test_a_digit_is_explained_when_nothing_else_is_to_do(make, wait_until):
    window = make()
    window.draw(ONE)
    wait_until(window.interpreter, lambda: window.explanations)
    assert window.explanations[0].shape == (SIDE, SIDE, 3)
    assert window.sentence == sentences.READ  # an explanation needs no word


def test_only_the_digit_that_is_looked_at_last_is_explained(make, wait_until):
    window = make(by_hand=True)
    window.talk.explain(fakes.reading(3), SIDE)
    window.talk.explain(fakes.reading(4), SIDE)
    wait_until(window.interpreter, lambda: window.wanted is not None)
    assert window.wanted.digit == 4


@pytest.mark.usefixtures("soon")
def test_an_explanation_under_way_is_called_off_when_another_digit_is_looked_at(make):
    window = make(by_hand=True)
    window.talk.explain(fakes.reading(3), SIDE)
    window.interpreter.update()
    window.talk.explain(fakes.reading(4), SIDE)
    assert window.wanted is None  # or the picture of the 3 would be shown beside the 4
    window.interpreter.update()
    assert window.wanted.digit == 4


@pytest.mark.usefixtures("soon")
def test_a_digit_is_not_explained_while_something_is_read(make):
    window = make(by_hand=True)
    window.draw(ONE)
    asked = window.wanted
    window.talk.explain(fakes.reading(3), SIDE)
    window.interpreter.update()
    assert window.wanted is asked


@pytest.mark.usefixtures("soon")
def test_a_digit_is_not_explained_while_the_network_loads(make):
    window = make(loading=True)
    window.talk.explain(fakes.reading(3), SIDE)
    window.interpreter.update()
    assert window.wanted is None


@pytest.mark.usefixtures("soon")
def test_what_moves_the_pen_comes_before_an_explanation_under_way(make):
    window = make(by_hand=True)
    window.pen_down()
    window.talk.explain(fakes.reading(3), SIDE)
    window.interpreter.update()
    assert isinstance(window.wanted, Explain)
    window.talk.pen_moved(ONE)
    assert lengths(window.wanted) == [3]


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("act", [Window.pen_down, Window.clear, Window.close])
def test_a_digit_that_is_gone_is_not_explained(make, act):
    window = make(by_hand=True)
    window.talk.explain(fakes.reading(3), SIDE)
    act(window)
    window.interpreter.update()
    assert window.wanted is None


@pytest.fixture
def soon(monkeypatch):
    """Explanations are asked for at the next turn of the event loop."""
    monkeypatch.setattr(conversation, "EXPLAIN_MS", 0)


# When something is wrong


def test_a_failed_load_is_said_and_stays_said_while_it_is_drawn(make):
    window = make(loading=True)
    window.reader.deliver(Refused(fakes.NO_MODEL))
    assert (window.sentence, window.mood) == (fakes.NO_MODEL, theme.BAD)
    window.draw(ONE)
    assert window.sentence == fakes.NO_MODEL
    assert window.wanted is None


def test_after_a_failed_load_recognize_tries_again_and_strokes_are_read_with_it(make):
    window = make(loading=True)
    window.reader.deliver(Refused(fakes.NO_MODEL))
    window.draw(ONE)
    window.talk.recognize()
    assert window.sentence == sentences.QUEUED
    window.draw(LATER_ONE)
    window.reader.get_ready()
    assert window.number == "11"
    window.undo()
    window.draw(LATER_ONE)  # now live again
    assert window.number == "11"


def test_a_failed_load_calls_off_the_opening(make, picture):
    window = make(loading=True)
    window.talk.open([picture("one.png"), picture("two.png")])
    window.reader.deliver(Refused(fakes.NO_MODEL))
    assert window.sentence == fakes.NO_MODEL
    window.reader.cancel()
    window.reader.get_ready()
    assert window.opened == []


def test_a_defect_is_logged_and_said_and_the_next_stroke_is_read(make, caplog):
    window = make(by_hand=True)
    window.draw(ONE)
    window.reader.deliver(Defect("Traceback: ZeroDivisionError"))
    assert "ZeroDivisionError" in caplog.text
    assert (window.sentence, window.mood) == (sentences.DEFECT, theme.BAD)
    window.reader.at_once = True
    window.draw(LATER_ONE)
    assert window.number == "11"


def test_a_defect_while_loading_is_logged_and_said(make, caplog):
    window = make(loading=True)
    window.reader.deliver(Defect("Traceback: ZeroDivisionError"))
    assert "ZeroDivisionError" in caplog.text
    assert window.sentence == sentences.DEFECT


def test_when_reading_fails_nothing_is_left_of_the_page_before(make):
    window = make()
    window.draw(ONE)
    window.reader.at_once = False
    window.draw(LATER_ONE)
    window.reader.deliver(Refused("There are too many strokes; draw fewer."))
    assert window.number == ""
    assert window.talk.session.readings == ()
    assert window.sentence == "There are too many strokes; draw fewer."


@pytest.mark.usefixtures("soon")
def test_a_defect_in_an_explanation_leaves_the_reading_and_is_not_repeated(make, caplog):
    window = make()
    window.draw(ONE)
    window.reader.at_once = False
    window.interpreter.update()
    assert isinstance(window.wanted, Explain)
    window.reader.wanted = None
    window.reader.deliver(Defect("Traceback: ZeroDivisionError"))
    window.interpreter.update()
    assert window.number == "1"
    assert window.wanted is None
    assert len(caplog.records) == 1


def test_a_process_that_died_is_said_and_asked_again(make):
    window = make(by_hand=True)
    window.draw(ONE)
    window.reader.deliver(Stopped(restarting=True))
    assert (window.sentence, window.mood) == (sentences.RESTARTED, theme.WAIT)
    window.reader.get_ready()
    assert window.number == "1"
    assert window.sentence == sentences.READ


def test_a_process_that_died_of_an_explanation_does_not_say_for_ever_that_it_reads(make, soon):
    window = make()
    window.draw(ONE)
    window.reader.at_once = False
    window.interpreter.update()
    assert isinstance(window.wanted, Explain)
    window.reader.deliver(Stopped(restarting=True))
    window.reader.get_ready()
    assert window.sentence == sentences.READY
    assert window.explanations


def test_a_process_that_dies_again_waits_for_recognize(make):
    window = make(by_hand=True)
    window.draw(ONE)
    window.reader.ready, window.reader.wanted = False, None
    window.reader.deliver(Stopped(restarting=False))
    assert (window.sentence, window.mood) == (sentences.STOPPED, theme.BAD)
    window.draw(LATER_ONE)
    assert window.wanted is None
    assert window.sentence == sentences.STOPPED
    window.talk.recognize()
    assert lengths(window.wanted) == [3, 3]


def test_a_process_that_dies_of_a_picture_calls_off_the_opening(make, picture):
    window = make(by_hand=True)
    window.talk.open([picture("one.png"), picture("two.png")])
    window.reader.ready, window.reader.wanted = False, None
    window.reader.deliver(Stopped(restarting=False))
    assert window.sentence == sentences.STOPPED
    window.reader.get_ready()
    assert window.opened == []


# The end


def test_closing_ends_the_reading_and_a_stroke_that_ends_then_asks_nothing(make):
    window = make(by_hand=True)
    window.draw(ONE, lift=False)
    window.reader.wanted = None
    window.close()
    window.lift(ONE)
    assert window.reader.closed
    assert window.wanted is None
    assert len(window.talk.session.page.strokes) == 1
