"""What a person can do: each command has one name, one label, and its keys.

Button, menu and key all raise the command's virtual event; whoever carries it out binds
that event. The keys shown in the menu and on the sheet of keys are read from here, so they
cannot disagree.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

MODIFIER = "Control"
MAC_MODIFIER = "Command"
KEY_NAMES = {
    "Control": "Ctrl",
    "Return": "Enter",
    "Escape": "Esc",
    "plus": "+",
    "equal": "=",
    "minus": "−",
    "KP_Enter": "Enter",
    "KP_Add": "+",
    "KP_Subtract": "−",
}
MAC_KEY_NAMES = {"Command": "Cmd"}


@dataclass(frozen=True)
class Command:
    """A command: the virtual event it raises, its label, and the keys; the first is shown."""

    event: str
    label: str
    keys: tuple[str, ...] = ()


UPLOAD = Command("<<Upload>>", "Upload image…", ("<Control-o>",))
PASTE = Command("<<PastePicture>>", "Paste picture", ("<Control-v>",))
SAVE = Command("<<SaveDrawing>>", "Save as picture…", ("<Control-s>",))
SAVE_BOXES = Command("<<SaveBoxes>>", "Save as picture with boxes…", ("<Control-Shift-S>",))
SAVE_STROKES = Command("<<SaveStrokes>>", "Save strokes and readings…")
QUIT = Command("<<Quit>>", "Quit", ("<Control-q>",))

RECOGNIZE = Command("<<Recognize>>", "Recognize", ("<Return>", "<KP_Enter>"))
COPY = Command("<<CopyNumber>>", "Copy number", ("<Control-c>",))
CLEAR = Command("<<Clear>>", "Clear", ("<Escape>",))
UNDO = Command("<<Undo>>", "Undo", ("<Control-z>",))
REDO = Command("<<Redo>>", "Redo", ("<Control-y>", "<Control-Shift-Z>"))

ERASER = Command("<<Eraser>>", "Pen or eraser", ("<e>",))
THICKER = Command("<<Thicker>>", "Thicker pen", ("<plus>", "<equal>", "<KP_Add>"))
THINNER = Command("<<Thinner>>", "Thinner pen", ("<minus>", "<KP_Subtract>"))

PREVIOUS = Command("<<PreviousDigit>>", "Previous digit", ("<Left>",))
NEXT = Command("<<NextDigit>>", "Next digit", ("<Right>",))
ALTERNATIVES = Command("<<Alternatives>>", "What else it may be…", ("<Down>",))
HISTORY = Command("<<OpenHistory>>", "Readings of this session…", ("<Control-h>",))

LIVE = Command("<<Live>>", "Read while drawing", ("<l>",))
ZOOM_IN = Command("<<ZoomIn>>", "Zoom in", ("<Control-plus>", "<Control-equal>"))
ZOOM_OUT = Command("<<ZoomOut>>", "Zoom out", ("<Control-minus>",))
ZOOM_FIT = Command("<<ZoomToFit>>", "Show all", ("<Control-Key-0>",))
GO_LEFT = Command("<<GoLeft>>", "Move left", ("<Shift-Left>",))
GO_RIGHT = Command("<<GoRight>>", "Move right", ("<Shift-Right>",))
GO_UP = Command("<<GoUp>>", "Move up", ("<Shift-Up>",))
GO_DOWN = Command("<<GoDown>>", "Move down", ("<Shift-Down>",))

KEYS = Command("<<Keys>>", "All keys…", ("<F1>",))
ABOUT = Command("<<About>>", "About…")

MENUS = {
    "File": (UPLOAD, PASTE, SAVE, SAVE_BOXES, SAVE_STROKES, QUIT),
    "Edit": (RECOGNIZE, COPY, UNDO, REDO, CLEAR),
    "Pen": (ERASER, THICKER, THINNER),
    "Digit": (PREVIOUS, NEXT, ALTERNATIVES, HISTORY),
    "View": (LIVE, ZOOM_IN, ZOOM_OUT, ZOOM_FIT, GO_LEFT, GO_RIGHT, GO_UP, GO_DOWN),
    "Help": (KEYS, ABOUT),
}

CORRECT = "<<Correct{digit}>>"
"""The events of the keys 0 to 9, which say what the chosen digit is."""

OTHER_KEYS = (
    ("Digit", "Say what the digit is", "0 to 9"),
    ("View", "Zoom", "Mouse wheel"),
    ("View", "Move what is shown", "Shift and drag, or the middle button"),
    ("Window", "Next button", "Tab"),
    ("Window", "Press a button", "Space"),
)
"""What the keys do that belong to no command: section, what, keys."""


def bind_keys(window: tk.Misc) -> None:
    """Let the keys of every command raise its event."""
    for command in all_commands():
        if command.keys:
            window.event_add(command.event, *local_keys(command, window))
    for digit in range(10):
        window.event_add(CORRECT.format(digit=digit), f"<Key-{digit}>", f"<KP_{digit}>")


def all_commands() -> Iterator[Command]:
    """Every command, in the order of the menus."""
    for commands in MENUS.values():
        yield from commands


def local_keys(command: Command, window: tk.Misc) -> list[str]:
    """The keys of a command on this system: macOS has Command where others have Control."""
    modifier = MAC_MODIFIER if _is_mac(window) else MODIFIER
    return [key.replace(MODIFIER, modifier) for key in command.keys]


def key_label(key: str) -> str:
    """A key as people write it.

    >>> key_label("<Control-Shift-Z>"), key_label("<Return>"), key_label("<Control-Key-0>")
    ('Ctrl+Shift+Z', 'Enter', 'Ctrl+0')
    """
    names = KEY_NAMES | MAC_KEY_NAMES
    parts = [part for part in key.strip("<>").split("-") if part != "Key"]
    return "+".join(names.get(part, part.capitalize()) for part in parts)


def shown_key(command: Command, window: tk.Misc) -> str:
    """The key of a command that is shown beside it, or nothing."""
    return key_label(local_keys(command, window)[0]) if command.keys else ""


def sheet_of_keys(window: tk.Misc) -> Iterator[tuple[str, str, str]]:
    """Every key there is: the section, what it does, and the keys."""
    for section, commands in MENUS.items():
        for command in commands:
            if command.keys:
                labels = dict.fromkeys(map(key_label, local_keys(command, window)))
                yield section, command.label.removesuffix("…"), " or ".join(labels)
    yield from OTHER_KEYS


def _is_mac(window: tk.Misc) -> bool:
    return str(window.tk.call("tk", "windowingsystem")) == "aqua"


def menu_bar(window: tk.Tk) -> dict[str, tk.Menu]:
    """Give the window a menu bar with every command; return its menus by name."""
    bar = tk.Menu(window)
    menus = {}
    for name, commands in MENUS.items():
        menus[name] = tk.Menu(bar, tearoff=False)
        for command in commands:
            menus[name].add_command(
                label=command.label,
                accelerator=shown_key(command, window),
                command=partial(window.event_generate, command.event),
            )
        bar.add_cascade(label=name, menu=menus[name])
    window.configure(menu=bar)
    return menus
