"""Light or dark, chosen in a menu or left to the system."""

import tkinter as tk

import pytest

from digits.app import looks as looks_module
from digits.app import theme
from digits.app.keeper import Keeper
from digits.app.looks import LABELS, Looks
from digits.app.settings import LOOKS
from digits.session import Session


class SystemByHand:
    """Stands in for the system: it is dark when the test says so."""

    def __init__(self, widget, deliver):
        self.deliver = deliver
        self.asked = 0
        self.closed = False

    def ask(self):
        self.asked += 1

    def close(self):
        self.closed = True


@pytest.fixture
def looks(root, own_files, monkeypatch):
    monkeypatch.setattr(looks_module, "SystemLook", SystemByHand)
    keeper = Keeper(root, Session(), own_files)
    looks = Looks(root, tk.Menu(root, tearoff=False), keeper)
    yield looks
    looks.close()
    keeper.close()


@pytest.fixture
def menu(root, looks):
    return root.winfo_children()[-1]


def entries(menu):
    """The entries below the line, by their labels."""
    assert menu.type(0) == "separator"
    return {menu.entrycget(index, "label"): index for index in range(1, menu.index("end") + 1)}


def chosen(looks, menu):
    """The labels of the entries that are marked."""
    value = str(looks._chosen.get())
    return [label for label, index in entries(menu).items()
            if str(menu.entrycget(index, "value")) == value]  # fmt: skip


def test_the_menu_offers_every_look_and_marks_the_one_that_is_set(looks, menu):
    assert list(entries(menu)) == ["Look of the system", "Light", "Dark"]
    assert tuple(LABELS) == LOOKS
    assert chosen(looks, menu) == ["Look of the system"]


@pytest.mark.parametrize(("label", "look"), [("Dark", "dark"), ("Light", "light")])
def test_the_window_follows_the_menu_at_once(root, looks, menu, label, look):
    menu.invoke(entries(menu)["Dark"])
    menu.invoke(entries(menu)[label])
    root.update()
    assert theme.look(root) == look
    assert root["background"] == theme.LOOKS[look].desk
    assert looks._keeper.settings.look == look


def test_a_look_that_is_used_is_marked_in_the_menu(looks, menu):
    looks.use("dark")
    assert chosen(looks, menu) == ["Dark"]


def test_the_window_follows_the_system_and_remembers_it(root, looks):
    looks._system.deliver(True)
    assert theme.look(root) == "dark"
    assert looks._keeper.settings.system_dark
    looks._system.deliver(False)
    assert theme.look(root) == "light"


def test_a_chosen_look_is_not_changed_by_the_system(root, looks):
    looks.use("light")
    looks._system.deliver(True)
    assert theme.look(root) == "light"
    looks.use("system")
    assert theme.look(root) == "dark"


def test_the_system_is_asked_soon_after_a_person_comes_to_the_window(
    root, looks, wait_until, monkeypatch
):
    monkeypatch.setattr("digits.app.looks.ASK_MS", 1)
    root.update()
    before = looks._system.asked
    root.event_generate("<FocusIn>")
    assert looks._system.asked == before
    wait_until(root, lambda: looks._system.asked == before + 1)


def test_a_widget_in_the_window_that_gets_the_keyboard_asks_nothing(root, looks):
    button = tk.Button(root)
    button.pack()
    root.update()
    before = looks._system.asked
    button.event_generate("<FocusIn>")
    assert looks._system.asked == before


def test_the_same_look_again_changes_nothing(root, looks):
    changed = []
    root.update()
    root.bind("<<ThemeChanged>>", changed.append, add=True)
    looks._system.deliver(False)
    root.update()
    assert changed == []


def test_closing_ends_the_asking(looks):
    looks.close()
    assert looks._system.closed
