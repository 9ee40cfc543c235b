"""A command has one name: button, menu and key agree."""

import tkinter as tk

import pytest

from digits.app.commands import CLEAR, MENUS, RECOGNIZE, REDO, UNDO, UPLOAD, key_label, local_keys

COMMANDS = [command for commands in MENUS.values() for command in commands]


def menu_entries(app):
    bar = app.nametowidget(app["menu"])
    for menu in bar.winfo_children():
        for index in range(menu.index("end") + 1):
            yield menu, index


@pytest.mark.parametrize(
    ("command", "label"),
    [(RECOGNIZE, "Enter"), (CLEAR, "Esc"), (UPLOAD, "Ctrl+O"), (UNDO, "Ctrl+Z"), (REDO, "Ctrl+Y")],
)
def test_keys_are_named_as_people_write_them(command, label):
    assert key_label(command.keys[0]) == label


def test_the_menu_has_every_command_with_its_key(app):
    shown = {
        menu.entrycget(index, "label"): menu.entrycget(index, "accelerator")
        for menu, index in menu_entries(app)
    }
    assert shown == {command.label: key_label(command.keys[0]) for command in COMMANDS}


def test_menu_button_and_key_raise_the_same_event(app):
    for command in COMMANDS:
        heard = []
        app.bind(command.event, lambda _, heard=heard: heard.append("heard"))
        expected = 1 + len(command.keys)
        for menu, index in menu_entries(app):
            if menu.entrycget(index, "label") == command.label:
                menu.invoke(index)
        app.focus_force()
        app.update()
        for key in command.keys:
            app.event_generate(key)
        if command.event in app.desk.buttons:
            app.desk.buttons[command.event].invoke()
            expected += 1
        assert len(heard) == expected, command


def test_buttons_read_their_labels_from_the_commands(app):
    for command in (RECOGNIZE, CLEAR, UNDO, UPLOAD):
        assert app.desk.buttons[command.event]["text"] == command.label


def test_on_a_mac_the_command_key_takes_the_place_of_control():
    mac = tk.Tcl()
    mac.tk.eval("proc tk {what} { return aqua }")
    assert local_keys(UNDO, mac) == ["<Command-z>"]
    assert local_keys(CLEAR, mac) == ["<Escape>"]
