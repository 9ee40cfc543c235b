"""The result: what was read, how sure the network is, and what it saw."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from digits.app import theme
from digits.app.bars import Bars
from digits.app.chooser import NEXT_DIGIT, PREVIOUS_DIGIT, Chooser
from digits.app.network_view import NetworkView
from digits.app.number import DIGIT_CLICKED, Number
from digits.reading import Reading, Readings, percent

NO_READING = "Nothing read yet"


class ResultPanel(tk.Frame):
    """Shows readings, or that there are none.

    One digit has the panel for itself. Of several, the number stands above, and picture and
    bars are about one of its digits: the least sure at first, then the one that is chosen.
    """

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(
            parent,
            background=theme.SHEET,
            highlightthickness=1,
            highlightbackground=theme.LINE,
            highlightcolor=theme.LINE,  # also while the keyboard is on one of its buttons
            padx="18p",
            pady="16p",
        )
        self._readings = Readings()
        self._chosen = 0
        self._heading = ttk.Label(self, style="Caption.TLabel")
        self._digit = ttk.Label(self, style="Digit.TLabel", anchor="center")
        self._number = Number(self)
        self._sureness = ttk.Label(self, style="Strong.TLabel")
        self._caption = ttk.Label(self, text="What the network saw", style="Caption.TLabel")
        self._view = NetworkView(self, least_side=self._caption.winfo_reqwidth())
        self._chooser = Chooser(self)
        self._bars = Bars(self)
        self._bind_events()
        self.clear()
        self._keep_size()

    @property
    def number(self) -> str:
        """What was read, as text, or nothing."""
        return str(self._readings)

    @property
    def digit(self) -> str:
        """The digit that picture and bars are about, or nothing."""
        return str(self._readings[self._chosen].digit) if self._readings else ""

    @property
    def sureness(self) -> str:
        """The sentence on display about how sure the network is."""
        return str(self._sureness["text"])

    def show(self, readings: Readings) -> None:
        """Show what was read, which may be nothing."""
        self._readings = readings
        self._sureness.configure(text=_sureness(readings), foreground=_color(readings))
        if len(readings) > 1:
            self._arrange_several()
            self._number.show(readings)
        else:
            self._arrange_one()
            self._digit.configure(text=str(readings))
        if readings:
            self._choose(min(range(len(readings)), key=lambda index: _how_sure(readings[index])))
        else:
            self._view.clear()
            self._bars.clear()

    def clear(self) -> None:
        """Show that nothing was read."""
        self.show(Readings())

    def _step(self, by: int) -> None:
        """Choose a neighbor; after the last digit comes the first."""
        if self._readings:  # the keyboard can still be on a button that is hidden by now
            self._choose((self._chosen + by) % len(self._readings))

    def _choose(self, index: int) -> None:
        """Let picture and bars be about one digit."""
        self._chosen, reading = index, self._readings[index]
        self._view.show(reading.image)
        self._bars.show(reading.probabilities)
        if len(self._readings) > 1:
            self._number.choose(index)
            self._chooser.show(index, reading)

    def _bind_events(self) -> None:
        self._number.bind(DIGIT_CLICKED, lambda _: self._choose(self._number.clicked))
        self._chooser.bind(PREVIOUS_DIGIT, lambda _: self._step(-1))
        self._chooser.bind(NEXT_DIGIT, lambda _: self._step(1))

    def _arrange_one(self) -> None:
        self._start_arranging("Digit", self._caption.winfo_reqwidth())
        self._caption.grid(row=0, column=1, sticky="w")
        self._digit.grid(row=1, column=0, sticky="w", pady=("4p", 0))
        self._view.grid(row=1, column=1, sticky="w", pady=("8p", 0))
        self._sureness.grid(row=2, column=0, columnspan=2, sticky="w", pady=("10p", "12p"))
        self._bars.grid(row=3, column=0, columnspan=2, sticky="nsew")
        self._give_room(rows={3}, column=0)

    def _arrange_several(self) -> None:
        self._start_arranging("Number", self._caption.winfo_reqwidth() // 2)
        self._number.grid(row=1, column=0, columnspan=2, sticky="nsew", pady=("4p", 0))
        self._sureness.grid(row=2, column=0, columnspan=2, sticky="w", pady=("6p", "12p"))
        self._view.grid(row=3, column=0, rowspan=2, sticky="nw")
        self._caption.grid(row=3, column=1, sticky="nw", padx=("10p", 0))
        self._chooser.grid(row=4, column=1, sticky="nsew", padx=("10p", 0))
        self._bars.grid(row=5, column=0, columnspan=2, sticky="nsew", pady=("10p", 0))
        self._give_room(rows={1, 5}, column=1)

    def _start_arranging(self, heading: str, side: int) -> None:
        for part in self.grid_slaves():
            part.grid_forget()
        self._heading.configure(text=heading)
        self._heading.grid(row=0, column=0, sticky="w")
        self._view.request_room(side)

    def _give_room(self, *, rows: set[int], column: int) -> None:
        """Let some rows and one column take what room is left."""
        for number in range(6):
            self.rowconfigure(number, weight=int(number in rows))
        for number in range(2):
            self.columnconfigure(number, weight=int(number == column))

    def _keep_size(self) -> None:
        """Ask for the room of one digit for good: no number moves the window."""
        self.update_idletasks()
        self.configure(width=self.winfo_reqwidth(), height=self.winfo_reqheight())
        self.grid_propagate(False)


def _how_sure(reading: Reading) -> tuple[bool, float]:
    return reading.sure, reading.confidence


def _sureness(readings: Readings) -> str:
    """How sure the network is, in words; of one digit, with its probability."""
    if not readings:
        return NO_READING
    word = "Sure" if readings.sure else "Not sure"
    if len(readings) == 1:
        return f"{word}: {percent(readings[0].confidence)}"
    doubtful = sum(not reading.sure for reading in readings)
    return f"{word}: {doubtful} of {len(readings)} digits" if doubtful else f"{word}: every digit"


def _color(readings: Readings) -> str:
    if not readings:
        return theme.MUTED
    return theme.GOOD if readings.sure else theme.WAIT
