"""A command has one name: button, menu, key, and the sheet of keys agree."""

import tkinter as tk
from collections import Counter

import pytest

from digits.app import commands
from digits.app.commands import (
    ABOUT,
    CLEAR,
    CORRECT,
    ERASER,
    MENUS,
    OTHER_KEYS,
    RECOGNIZE,
    REDO,
    THICKER,
    UNDO,
    UPLOAD,
    ZOOM_FIT,
    Command,
    all_commands,
    bind_keys,
    key_label,
    local_keys,
    menu_bar,
    sheet_of_keys,
    shown_key,
)

COMMANDS = list(all_commands())


@pytest.fixture
def window(root):
    """A window with the keyboard, in which only the keys are bound."""
    bind_keys(root)
    root.update()
    root.focus_force()
    root.update()
    return root


@pytest.fixture
def mac():
    """As far as keys are concerned, a window on macOS."""
    mac = tk.Tcl()
    mac.tk.eval("proc tk {what} { return aqua }")
    return mac


def menu_entries(app):
    bar = app.nametowidget(app["menu"])
    for menu in bar.winfo_children():
        for index in range(menu.index("end") + 1):
            yield menu, index


def typed(window, key):
    """The events that a key raises, each command's and each digit's being listened to."""
    events = [command.event for command in COMMANDS]
    events += [CORRECT.format(digit=digit) for digit in range(10)]
    raised = []
    for event in events:
        window.bind(event, lambda _, event=event: raised.append(event))
    window.event_generate(key)
    return raised


# Every command


def test_every_command_that_there_is_stands_in_one_menu():
    defined = [each for each in vars(commands).values() if isinstance(each, Command)]
    assert Counter(COMMANDS) == Counter(defined)


@pytest.mark.parametrize("of", ["event", "label"])
def test_no_two_commands_have_the_same_name(of):
    names = [getattr(command, of) for command in COMMANDS]
    assert len(set(names)) == len(names)


def test_the_program_carries_out_every_command_and_every_digit(app):
    bound = set(app.bind())
    assert {command.event for command in COMMANDS} <= bound
    assert {CORRECT.format(digit=digit) for digit in range(10)} <= bound


def test_the_menu_has_every_command_with_its_key(app):
    shown = {
        menu.entrycget(index, "label"): menu.entrycget(index, "accelerator")
        for menu, index in menu_entries(app)
        if menu.type(index) == "command"
    }
    for command in COMMANDS:
        assert shown[command.label] == shown_key(command, app)


def test_menus_are_returned_by_name_and_have_their_commands_in_order(root):
    menus = menu_bar(root)
    assert list(menus) == list(MENUS)
    for name, menu in menus.items():
        labels = [menu.entrycget(index, "label") for index in range(menu.index("end") + 1)]
        assert labels == [command.label for command in MENUS[name]]


def test_an_entry_of_a_menu_raises_the_event_of_its_command(root):
    menus = menu_bar(root)
    root.update()
    for name, menu_commands in MENUS.items():
        for index, command in enumerate(menu_commands):
            raised = []
            root.bind(command.event, raised.append)
            menus[name].invoke(index)
            assert len(raised) == 1, command


def test_a_button_of_the_desk_has_the_label_and_raises_the_event_of_its_command(app):
    for command in (RECOGNIZE, CLEAR, UNDO, REDO, UPLOAD):
        button = app.desk.buttons[command.event]
        assert button["text"] == command.label
        raised = []
        app.bind(command.event, raised.append)
        button.state(["!disabled"])
        button.invoke()
        assert len(raised) == 1, command


# Keys


def test_each_key_raises_the_event_of_its_command_and_no_other(window):
    for command in COMMANDS:
        for key in command.keys:
            assert typed(window, key) == [command.event], key


def test_a_typed_digit_raises_its_own_event_on_either_part_of_the_keyboard(window):
    for digit in range(10):
        event = CORRECT.format(digit=digit)
        assert typed(window, f"<Key-{digit}>") == [event]
        # Not typed: the virtual display has no Num Lock, without which these are other keys.
        assert f"<Key-KP_{digit}>" in window.event_info(event)


def test_no_key_is_bound_twice(window):
    keys = [key for command in COMMANDS for key in command.keys]
    assert max(Counter(keys).values()) == 1
    events = [command.event for command in COMMANDS]
    events += [CORRECT.format(digit=digit) for digit in range(10)]
    bound = Counter(key for event in events for key in window.event_info(event))
    assert max(bound.values()) == 1


def test_the_keyboard_in_a_window_beside_raises_no_command(window):
    beside = tk.Toplevel(window)
    beside.update()
    beside.focus_force()
    beside.update()
    raised = []
    window.bind(CLEAR.event, raised.append)
    beside.event_generate(CLEAR.keys[0])
    assert raised == []


# How keys are named


@pytest.mark.parametrize(
    ("command", "label"),
    [
        (RECOGNIZE, "Enter"),
        (CLEAR, "Esc"),
        (UPLOAD, "Ctrl+O"),
        (UNDO, "Ctrl+Z"),
        (REDO, "Ctrl+Y"),
        (ERASER, "E"),
        (THICKER, "+"),
        (ZOOM_FIT, "Ctrl+0"),
        (ABOUT, ""),
    ],
)
def test_keys_are_named_as_people_write_them(root, command, label):
    assert shown_key(command, root) == label


def test_no_key_is_named_as_only_tk_names_it(root):
    for command in COMMANDS:
        for key in map(key_label, local_keys(command, root)):
            assert not {"Kp", "KP", "Key", "Return", "Plus", "_"} & set(key.split("+")), key
            assert "_" not in key


def test_on_a_mac_the_command_key_takes_the_place_of_control(mac):
    assert local_keys(UNDO, mac) == ["<Command-z>"]
    assert local_keys(CLEAR, mac) == ["<Escape>"]
    assert shown_key(UNDO, mac) == "Cmd+Z"
    assert shown_key(RECOGNIZE, mac) == "Enter"
    assert not any("Ctrl" in keys for _, _, keys in sheet_of_keys(mac))


# The sheet of keys


def test_the_sheet_has_every_command_that_has_a_key_under_its_menu(root):
    rows = list(sheet_of_keys(root))
    for section, menu_commands in MENUS.items():
        named = {label: keys for place, label, keys in rows if place == section}
        for command in menu_commands:
            label = command.label.removesuffix("…")
            assert (label in named) == bool(command.keys)
            if command.keys:
                assert shown_key(command, root) in named[label].split(" or ")


def test_the_sheet_names_every_key_of_a_command_once(root):
    keys = {label: keys for _, label, keys in sheet_of_keys(root)}
    assert keys["Recognize"] == "Enter"  # both of them
    assert keys["Redo"] == "Ctrl+Y or Ctrl+Shift+Z"
    assert keys["Thicker pen"] == "+ or ="
    assert keys["Zoom in"] == "Ctrl++ or Ctrl+="


def test_the_sheet_has_the_keys_that_belong_to_no_command(root):
    rows = list(sheet_of_keys(root))
    assert rows[-len(OTHER_KEYS) :] == list(OTHER_KEYS)
    assert ("Digit", "Say what the digit is", "0 to 9") in rows
