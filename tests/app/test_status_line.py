"""The line at the foot of the window."""

import tkinter as tk

import pytest

from digits.app import theme
from digits.app.status_line import StatusLine, shortened

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


def dot_color(line):
    (dot,) = (child for child in line.winfo_children() if child["text"] == "●")
    return str(dot["foreground"])


def test_it_says_nothing_at_first(line):
    assert line.sentence == ""


def test_it_shows_the_last_sentence_and_its_color(line):
    line.say("Reading…", theme.WAIT)
    line.say("There is no mnist.h5.", theme.BAD)
    assert line.sentence == "There is no mnist.h5."
    assert dot_color(line) == theme.BAD


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
