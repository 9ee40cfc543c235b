"""What a person can do: each command has one name, one label, and its keys.

Button, menu and key all raise the command's virtual event; whoever carries it out binds
that event. The key shown in the menu is read from here, so the two cannot disagree.
"""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from functools import partial

MODIFIER = "Control"
MAC_MODIFIER = "Command"
KEY_NAMES = {"Control": "Ctrl", "Return": "Enter", "Escape": "Esc"}


@dataclass(frozen=True)
class Command:
    """A command: the virtual event it raises, its label, and the keys; the first is shown."""

    event: str
    label: str
    keys: tuple[str, ...]


RECOGNIZE = Command("<<Recognize>>", "Recognize", ("<Return>", "<KP_Enter>"))
CLEAR = Command("<<Clear>>", "Clear", ("<Escape>",))
UNDO = Command("<<Undo>>", "Undo", ("<Control-z>",))
REDO = Command("<<Redo>>", "Redo", ("<Control-y>", "<Control-Shift-Z>"))
UPLOAD = Command("<<Upload>>", "Upload image…", ("<Control-o>",))
QUIT = Command("<<Quit>>", "Quit", ("<Control-q>",))

MENUS = {"File": (UPLOAD, QUIT), "Edit": (RECOGNIZE, CLEAR, UNDO, REDO)}


def bind_keys(window: tk.Misc) -> None:
    """Let the keys of every command raise its event."""
    for commands in MENUS.values():
        for command in commands:
            window.event_add(command.event, *local_keys(command, window))


def local_keys(command: Command, window: tk.Misc) -> list[str]:
    """The keys of a command on this system: macOS has Command where others have Control."""
    modifier = MAC_MODIFIER if window.tk.call("tk", "windowingsystem") == "aqua" else MODIFIER
    return [key.replace(MODIFIER, modifier) for key in command.keys]


def key_label(key: str) -> str:
    """A key as people write it.

    >>> key_label("<Control-Shift-Z>"), key_label("<Return>")
    ('Ctrl+Shift+Z', 'Enter')
    """
    parts = key.strip("<>").split("-")
    return "+".join(KEY_NAMES.get(part, part.capitalize()) for part in parts)


def menu_bar(window: tk.Tk) -> tk.Menu:
    """A menu bar with every command."""
    bar = tk.Menu(window)
    for name, commands in MENUS.items():
        menu = tk.Menu(bar, tearoff=False)
        for command in commands:
            menu.add_command(
                label=command.label,
                accelerator=key_label(local_keys(command, window)[0]),
                command=partial(window.event_generate, command.event),
            )
        bar.add_cascade(label=name, menu=menu)
    return bar
