"""The line at the foot of the window."""

import tkinter as tk

import pytest

from digits.app import theme
from digits.app.status_line import StatusLine

LONG = "The network could not be loaded, and this sentence says what to do about it. " * 3


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


def test_a_long_sentence_takes_more_lines_and_stays_in_the_window(line, wait_until):
    root = line.winfo_toplevel()
    line.say("Short.", theme.GOOD)
    root.geometry("400x300")
    wait_until(root, lambda: root.winfo_width() == 400)
    one_line = line.winfo_reqheight()
    line.say(LONG, theme.BAD)
    wait_until(root, lambda: line.winfo_reqheight() >= 2 * one_line)
    assert all(child.winfo_reqwidth() <= 400 for child in line.winfo_children())
