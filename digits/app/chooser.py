"""Which digit of a number is looked at, and the way to its neighbors."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from digits.app import sentences, theme
from digits.app.commands import NEXT, PREVIOUS, Command
from digits.reading import Reading

ONE = "How it was read"
NOTHING = "A look inside each digit"


class Chooser(ttk.Frame):
    """One line that says which digit it is and what, and a button to each side of it."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, style="Sheet.TFrame")
        names = {NEXT: "›", PREVIOUS: "‹"}  # packed from the right
        self.buttons = {each.event: self._button(each, name) for each, name in names.items()}
        self._label = ttk.Label(self, style="Sheet.TLabel")
        self._label.pack(side="left", fill="x")

    @property
    def name(self) -> str:
        """The words about the digit on display."""
        return str(self._label["text"])

    def show(self, index: int, reading: Reading, *, several: bool) -> None:
        """Name a digit by its place in the number and by what was read."""
        style = "Sheet.TLabel" if reading.sure else f"{theme.WAIT}.Sheet.TLabel"
        self._label.configure(text=named(index, reading) if several else ONE, style=style)
        for button in self.buttons.values():
            _enable(button, several)

    def clear(self) -> None:
        """Show that there is no digit to look at."""
        self._label.configure(text=NOTHING, style=f"{theme.MUTED}.Sheet.TLabel")
        for button in self.buttons.values():
            _enable(button, False)

    def _button(self, command: Command, name: str) -> ttk.Button:
        button = ttk.Button(
            self,
            text=name,
            style="Small.TButton",
            takefocus=False,  # the arrow keys do the same, wherever the keyboard is
            command=lambda: self.event_generate(command.event),
        )
        button.pack(side="right", padx=("4p", 0))
        return button


def named(index: int, reading: Reading) -> str:
    """A digit in words: ``3rd digit: 7, sure``."""
    return f"{ordinal(index + 1)} digit: {sentences.in_words(reading)}"


def _enable(button: ttk.Button, on: bool) -> None:
    button.state(["!disabled" if on else "disabled"])


def ordinal(number: int) -> str:
    """Return a place in a row as people write it.

    >>> [ordinal(number) for number in (1, 2, 3, 4, 11, 22, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd', '113th']
    """
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
