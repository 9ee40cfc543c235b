"""Which digit of a number is looked at, and the way to its neighbors."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from digits.app import theme
from digits.reading import Reading

PREVIOUS_DIGIT = "<<PreviousDigit>>"
NEXT_DIGIT = "<<NextDigit>>"
"""Raised by the two buttons."""


class Chooser(ttk.Frame):
    """One line that names the digit, and a button to each side."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, style="Sheet.TFrame")
        self._label = ttk.Label(self, style="Sheet.TLabel")
        self._label.pack(side="top", anchor="w")
        self.buttons = {
            event: self._button(label, event)
            for label, event in (("Previous", PREVIOUS_DIGIT), ("Next", NEXT_DIGIT))
        }

    @property
    def name(self) -> str:
        """The name of the digit on display."""
        return str(self._label["text"])

    def show(self, index: int, reading: Reading) -> None:
        """Name a digit by its place in the number and by what was read."""
        self._label.configure(
            text=named(index, reading), foreground=theme.TEXT if reading.sure else theme.WAIT
        )

    def _button(self, label: str, event: str) -> ttk.Button:
        button = ttk.Button(
            self, text=label, style="Small.TButton", command=lambda: self.event_generate(event)
        )
        button.pack(side="left", anchor="s", padx=(0, "6p"))
        return button


def named(index: int, reading: Reading) -> str:
    """A digit in words: ``3rd digit, a 7``, or ``3rd digit, maybe a 7``."""
    doubt = "" if reading.sure else "maybe "
    article = "an" if reading.digit == 8 else "a"
    return f"{ordinal(index + 1)} digit, {doubt}{article} {reading.digit}"


def ordinal(number: int) -> str:
    """Return a place in a row as people write it.

    >>> [ordinal(number) for number in (1, 2, 3, 4, 11, 22, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd', '113th']
    """
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
