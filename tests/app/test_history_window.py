"""What was read in this session, as a table that can be opened again and saved."""

import tkinter as tk
from datetime import datetime
from pathlib import Path

import fakes
import pytest

from digits.app import sentences
from digits.app.history_window import HistoryWindow
from digits.session import Entry
from digits.sketch import Correction, Page

DRAWN = Entry(Page(), fakes.readings("2024"), datetime(2026, 1, 2, 9, 8, 7))
LINES = Entry(Page(), fakes.readings("20 24\n7"), datetime(2026, 1, 2, 10, 0, 0))
UPLOADED = Entry(
    Page(picture=Path('/pictures/a {b} "c" $d [e] \\f.png')),
    fakes.readings("007"),
    datetime(2026, 1, 2, 11, 59, 59),
)
ENTRIES = [DRAWN, LINES, UPLOADED]


class History:
    """A history window and what was asked of it."""

    def __init__(self, root, entries):
        self.root = root
        self.opened = []
        self.exports = 0
        self.window = HistoryWindow(root, entries, self.opened.append, self.export)
        root.update()

    def export(self):
        self.exports += 1

    @property
    def rows(self):
        """What is shown, line by line, as Tk has it."""
        table = self.window.table
        return [table.tk.splitlist(table.tk.call(table, "item", row, "-values"))
                for row in table.get_children()]  # fmt: skip

    def press(self, key):
        self.window.table.focus_force()
        self.root.update()
        self.window.table.event_generate(key)
        self.root.update()

    def double_click(self, x, y):
        for event in ("<Button-1>", "<ButtonRelease-1>", "<Button-1>"):
            self.window.table.event_generate(event, x=x, y=y)
        self.root.update()

    @property
    def closed(self):
        return not self.window.winfo_exists()


@pytest.fixture
def history(root):
    root.update()
    return History(root, ENTRIES)


def test_the_newest_stands_first_with_its_time_its_source_and_its_number(history):
    assert [tuple(map(str, row)) for row in history.rows] == [
        ("11:59:59", 'a {b} "c" $d [e] \\f.png', "007"),
        ("10:00:00", "Drawing", "20 24 / 7"),
        ("09:08:07", "Drawing", "2024"),
    ]


def test_the_number_is_the_corrected_one(root):
    page = Page(corrections=(Correction(DRAWN.read[0].box, 7),))
    entry = Entry(page, fakes.readings("1"), DRAWN.time)
    (row,) = History(root, [entry]).rows
    assert str(row[2]) == "7"


def test_the_newest_is_selected_and_the_keyboard_is_on_it(history):
    assert history.window.table.selection() == ("0",)
    assert history.window.focus_lastfor() is history.window.table


def test_the_selected_one_is_opened_and_the_window_closes(history):
    history.window.table.selection_set("1")
    history.window.buttons["Open"].invoke()
    assert history.opened == [LINES]
    assert history.closed


def test_the_keyboard_alone_opens_one(history):
    history.press("<Down>")
    history.press("<Down>")
    history.press("<Return>")
    assert history.opened == [DRAWN]


def test_a_double_click_opens_a_line(history):
    x, y, *_ = history.window.table.bbox("2")
    history.double_click(x + 5, y + 5)
    assert history.opened == [DRAWN]


def test_a_double_click_beside_the_lines_opens_nothing(history):
    history.double_click(5, 5)  # the headings
    history.double_click(5, history.window.table.winfo_height() - 5)
    assert history.opened == []
    assert not history.closed


def test_with_nothing_selected_nothing_is_opened(history):
    history.window.table.selection_set(())
    history.window.buttons["Open"].invoke()
    assert history.opened == []
    assert not history.closed


def test_all_can_be_saved_and_the_window_stays(history):
    history.window.buttons["Export as CSV…"].invoke()
    assert history.exports == 1
    assert not history.closed


@pytest.mark.parametrize("way", ["button", "<Escape>"])
def test_it_is_closed_and_the_keyboard_goes_back(root, way):
    entry = tk.Entry(root)
    entry.pack()
    root.update()
    entry.focus_force()
    root.update()
    history = History(root, ENTRIES)
    history.window.table.focus_force()
    root.update()
    if way == "button":
        history.window.close_button.invoke()
    else:
        history.press(way)
    root.update()
    assert history.closed
    assert history.opened == []
    assert root.focus_get() is entry


def test_a_history_of_nothing_says_so_and_can_only_be_closed(root):
    root.update()
    history = History(root, [])
    assert history.rows == []
    labels = [widget["text"] for widget in descendants(history.window)
              if widget.winfo_class() == "TLabel"]  # fmt: skip
    assert labels == [sentences.NO_HISTORY]
    assert all(button.instate(["disabled"]) for button in history.window.buttons.values())
    history.press("<Return>")
    assert not history.closed
    history.press("<Escape>")
    assert history.closed


def descendants(widget):
    for child in widget.winfo_children():
        yield child
        yield from descendants(child)


def test_many_entries_can_be_scrolled_and_leave_room_for_the_buttons(root):
    root.update()
    history = History(root, [DRAWN] * 200)
    first, last = history.window.table.yview()
    assert first == 0
    assert last < 1
    for button in history.window.buttons.values():
        assert button.winfo_ismapped()
        assert button.winfo_height() >= button.winfo_reqheight()
    history.press("<End>")
    assert history.window.table.exists("199")
