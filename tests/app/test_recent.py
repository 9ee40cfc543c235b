"""The menu of the pictures that were opened last."""

import tkinter as tk

import pytest

from digits.app.keeper import Keeper
from digits.app.recent import LABEL, NONE, RecentMenu
from digits.app.sentences import NOT_PRINTABLE
from digits.session import Session


class Program:
    """A menu of two commands with the recent pictures between them."""

    def __init__(self, root, files):
        self.keeper = Keeper(root, Session(), files)
        self.menu = tk.Menu(root, tearoff=False)
        self.menu.add_command(label="Upload image…")
        self.menu.add_command(label="Quit")
        self.opened = []
        self.recent = RecentMenu(self.menu, self.keeper, self.opened.append)

    def open(self, *paths):
        for path in paths:
            self.keeper.note_opened(path)
        self.recent.fill()

    @property
    def labels(self):
        last = self.recent.index("end")
        return [self.recent.entrycget(index, "label") for index in range(last + 1)]


@pytest.fixture
def program(root, own_files):
    program = Program(root, own_files)
    yield program
    program.keeper.close()


def test_it_stands_after_the_command_that_opens_files(program):
    assert program.menu.entrycget(1, "label") == LABEL
    assert program.menu.entrycget(1, "menu") == str(program.recent)
    assert program.menu.entrycget(2, "label") == "Quit"


def test_without_pictures_it_says_so_and_cannot_be_chosen(program):
    assert program.labels == [NONE]
    assert program.recent.entrycget(0, "state") == "disabled"


def test_the_newest_stands_first_by_name_with_its_number_as_key(program, tmp_path):
    program.open(tmp_path / "older.png", tmp_path / "newer.png")
    assert program.labels == ["1  newer.png", "2  older.png"]
    assert program.recent.entrycget(0, "underline") == 0


def test_the_chosen_one_is_opened(program, tmp_path):
    program.open(tmp_path / "older.png", tmp_path / "newer.png")
    program.recent.invoke(1)
    assert program.opened == [tmp_path / "older.png"]


def test_one_that_is_opened_again_moves_to_the_front(program, tmp_path):
    program.open(*(tmp_path / name for name in ("a.png", "b.png", "a.png")))
    assert program.labels == ["1  a.png", "2  b.png"]


def test_there_are_ten_and_the_tenth_has_the_key_0(program, tmp_path):
    program.open(*(tmp_path / f"{number}.png" for number in range(12)))
    assert len(program.labels) == 10
    assert program.labels[0] == "1  11.png"
    assert program.labels[-1] == "0  2.png"


def test_a_name_of_several_lines_is_shown_in_one(program, tmp_path):
    program.open(tmp_path / "a\nb.png")
    assert program.labels == [f"1  a{NOT_PRINTABLE}b.png"]
    program.recent.invoke(0)
    assert program.opened == [tmp_path / "a\nb.png"]


def test_the_pictures_of_the_last_time_are_there_at_the_start(root, own_files, program, tmp_path):
    program.open(tmp_path / "one.png")
    program.keeper.close()
    later = Program(root, own_files)
    assert later.labels == ["1  one.png"]
    later.keeper.close()
