"""The result: what was read, how sure the network is, and a look inside at one digit."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import TYPE_CHECKING

from digits.app import sentences, theme
from digits.app.bars import Bars
from digits.app.chooser import Chooser
from digits.app.commands import ALTERNATIVES, COPY, Command
from digits.app.inside import Inside
from digits.app.number import DIGIT_CLICKED, Number
from digits.reading import Reading, Readings
from digits.sketch import same_place

if TYPE_CHECKING:
    import numpy as np

NO_READING = "Nothing read yet"

DIGIT_CHOSEN = "<<DigitChosen>>"
"""Raised when a digit, read anew or another one, or none is looked at; ``chosen`` is its index."""


class ResultPanel(tk.Frame):
    """Shows readings, or that there are none, and one of the digits from inside.

    That is the least sure one at first, then the one that the person chose; it stays the
    chosen one while it is read anew at the same place.
    """

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, highlightthickness=1, padx="18p", pady="14p")
        self.chosen: int | None = None
        self._readings = Readings()
        self._by_person = False  # the digit that is looked at was chosen, not given
        self._heading = ttk.Label(self, text="Number", style="Caption.TLabel")
        self._row = ttk.Frame(self, style="Sheet.TFrame")
        self.correct = self._button("Correct…", ALTERNATIVES)
        self.copy = self._button("Copy", COPY)
        self._number = Number(self)
        self._sureness = ttk.Label(self, style="Strong.TLabel")
        self._rule = ttk.Separator(self)
        self._chooser = Chooser(self)
        self._inside = Inside(self)
        self._bars = Bars(self)
        self._number.bind(DIGIT_CLICKED, lambda _: self.choose(self._number.clicked))
        theme.follow(self, self._recolor)
        self._arrange()
        self.clear()
        self._keep_size()

    @property
    def number(self) -> str:
        """What was read, as text, or nothing."""
        return str(self._readings)

    @property
    def digit(self) -> str:
        """The digit that is looked at, or nothing."""
        return "" if self.reading is None else str(self.reading.digit)

    @property
    def reading(self) -> Reading | None:
        """The reading that is looked at."""
        return None if self.chosen is None else self._readings[self.chosen]

    @property
    def sureness(self) -> str:
        """The sentence on display about how sure the network is."""
        return str(self._sureness["text"])

    @property
    def inside_side(self) -> int:
        """The side, in pixels, of the picture that explains a digit."""
        return self._inside.side

    @property
    def explained(self) -> bool:
        """Whether it is to be seen what speaks for the digit."""
        return self._inside.explained

    def show(self, readings: Readings) -> None:
        """Show what was read, which may be nothing."""
        kept = self._kept(readings)
        self._readings = readings
        self._sureness.configure(
            text=sentences.of_all(readings) if readings else NO_READING,
            style=f"{_mood(readings)}.Strong.TLabel",
        )
        self._number.show(readings)
        for button in (self.correct, self.copy):
            button.state(["!disabled" if readings else "disabled"])
        if not readings:
            self._choose(None)
        else:
            self._by_person = kept is not None
            self._choose(_least_sure(readings) if kept is None else kept)

    def clear(self) -> None:
        """Show that nothing was read."""
        self.show(Readings())

    def choose(self, index: int) -> None:
        """Look at a digit that the person chose."""
        if index < len(self._readings):
            self._by_person = True
            self._choose(index)

    def step(self, by: int) -> None:
        """Look at a neighbor; after the last digit comes the first."""
        if self.chosen is not None:
            self.choose((self.chosen + by) % len(self._readings))

    def show_crop(self, crop: np.ndarray) -> None:
        """Show the part of the pad where the digit stands, uint8 (n, n, 3)."""
        self._inside.show_crop(crop)

    def explain(self, picture: np.ndarray) -> None:
        """Show what speaks for the digit, uint8 (side, side, 3)."""
        self._inside.show_explanation(picture)

    def _kept(self, readings: Readings) -> int | None:
        """Where the digit that the person chose is among new readings."""
        if self.reading is None or not self._by_person:
            return None
        for index, reading in enumerate(readings):
            if same_place(reading.box, self.reading.box):
                return index
        return None

    def _choose(self, index: int | None) -> None:
        self.chosen = index
        reading = self.reading
        if reading is None or index is None:
            self._chooser.clear()
            self._inside.clear()
            self._bars.clear()
        else:
            self._chooser.show(index, reading, several=len(self._readings) > 1)
            self._number.choose(index)
            self._inside.show(reading.image)
            self._bars.show(reading.probabilities)
        self.event_generate(DIGIT_CHOSEN)

    def _button(self, name: str, command: Command) -> ttk.Button:
        button = ttk.Button(
            self._row,
            text=name,
            style="Small.TButton",
            command=lambda: self.event_generate(command.event),
        )
        button.pack(side="left", padx=("6p", 0))
        return button

    def _arrange(self) -> None:
        self._heading.grid(row=0, column=0, sticky="w")
        self._row.grid(row=0, column=1, sticky="e")
        self._number.grid(row=1, column=0, columnspan=2, sticky="nsew", pady=("4p", 0))
        self._sureness.grid(row=2, column=0, columnspan=2, sticky="w", pady=("4p", "10p"))
        self._rule.grid(row=3, column=0, columnspan=2, sticky="ew", pady=(0, "10p"))
        self._chooser.grid(row=4, column=0, columnspan=2, sticky="ew")
        self._inside.grid(row=5, column=0, columnspan=2, sticky="ew", pady=("10p", "8p"))
        self._bars.grid(row=6, column=0, columnspan=2, sticky="nsew")
        self.rowconfigure(1, weight=1)
        self.rowconfigure(6, weight=1)
        self.columnconfigure(0, weight=1)

    def _recolor(self, colors: theme.Palette) -> None:
        self.configure(
            background=colors.sheet,
            highlightbackground=colors.line,
            highlightcolor=colors.line,  # also while the keyboard is on one of its buttons
        )

    def _keep_size(self) -> None:
        """Ask for the same room for good: no number moves the window."""
        self.update_idletasks()
        self.configure(width=self.winfo_reqwidth(), height=self.winfo_reqheight())
        self.grid_propagate(False)


def _mood(readings: Readings) -> str:
    if not readings:
        return theme.MUTED
    return theme.GOOD if readings.sure else theme.WAIT


def _least_sure(readings: Readings) -> int:
    def how_sure(index: int) -> tuple[bool, float]:
        return readings[index].sure, readings[index].confidence

    return min(range(len(readings)), key=how_sure)
