"""The line at the foot of the window."""

import tkinter as tk
from tkinter import font, ttk

import pytest

from digits.app import theme
from digits.app.status_line import SIGNS, StatusLine, shortened

LONG = "The network could not be loaded, and this sentence says what to do about it. " * 3
TWO_LINES = "There is no mnist.h5; run the notebook, and it is made anew."


@pytest.fixture
def line():
    root = tk.Tk()
    theme.dress(root)
    line = StatusLine(root)
    line.pack(fill="x")
    root.update()
    yield line
    root.update_idletasks()
    root.destroy()


def sign(line):
    """What stands before the sentence, and its color."""
    (label,) = (child for child in line.winfo_children() if child["text"] in SIGNS.values())
    return label["text"], str(ttk.Style(line).lookup(label["style"], "foreground"))


def test_it_says_nothing_at_first(line):
    assert line.sentence == ""


def test_it_shows_the_last_sentence_and_its_mood(line):
    line.say("Reading…", theme.WAIT)
    line.say("There is no mnist.h5.", theme.BAD)
    assert line.sentence == "There is no mnist.h5."
    assert sign(line) == (SIGNS[theme.BAD], theme.LIGHT.bad)


def test_the_moods_differ_in_their_signs_and_not_in_their_place(line):
    assert len(set(SIGNS.values())) == 3
    places = set()
    for mood in SIGNS:
        line.say("Short.", mood)
        line.update()
        places.add(tuple(child.winfo_geometry() for child in line.winfo_children()))
    assert len(places) == 1


@pytest.mark.parametrize("mood", SIGNS)
def test_each_sign_is_a_letter_that_this_system_can_show(line, mood):
    line.say("", mood)
    letters = font.nametofont("TkDefaultFont", root=line)
    assert 0 < letters.measure(SIGNS[mood]) < 2 * letters.measure("00")


def test_a_mood_keeps_its_sign_and_changes_its_color_with_the_look(line):
    line.say("Reading…", theme.WAIT)
    theme.use(line, "dark")
    assert sign(line) == (SIGNS[theme.WAIT], theme.DARK.wait)


def narrow(line, wait_until, width=400):
    root = line.winfo_toplevel()
    root.geometry(f"{width}x300")
    wait_until(root, lambda: line.winfo_width() == width)
    root.update()


@pytest.mark.parametrize("sentence", ["", "Short.", LONG, "x" * 5000, "a\nb\nc\nd", "W" * 5000])
def test_no_sentence_changes_the_room_it_takes(line, sentence):
    line.say("Reading…", theme.WAIT)
    line.update()
    before = line.winfo_reqwidth(), line.winfo_reqheight()
    line.say(sentence, theme.BAD)
    line.update()
    assert (line.winfo_reqwidth(), line.winfo_reqheight()) == before


def test_a_sentence_of_two_lines_is_shown_in_full(line, wait_until):
    narrow(line, wait_until)
    line.say(TWO_LINES, theme.GOOD)
    line.update()
    assert line.shown == TWO_LINES


@pytest.mark.parametrize("sentence", [LONG, "x" * 5000])
def test_what_does_not_fit_is_left_out_of_the_middle(line, wait_until, sentence):
    narrow(line, wait_until)
    line.say(sentence, theme.BAD)
    line.update()
    start, end = line.shown.split("…")
    assert sentence.startswith(start)
    assert sentence.endswith(end)
    assert len(start) >= 20
    assert len(end) >= 20
    assert all(child.winfo_reqheight() <= line.winfo_height() for child in line.winfo_children())
    assert line.sentence == sentence


def test_a_wider_window_shows_more(line, wait_until):
    narrow(line, wait_until)
    line.say(LONG, theme.BAD)
    narrow(line, wait_until, width=1200)
    assert line.shown == LONG


def test_shortened_keeps_both_ends():
    assert shortened("short.png", 9) == "short.png"
    assert shortened("a_long_name.png", 10) == "a_lon….png"
    assert shortened("a_long_name.png", 1) == "…"
