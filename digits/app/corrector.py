"""What a digit may be instead: a small menu where it stands, the most likely first."""

from __future__ import annotations

import tkinter as tk
from functools import partial

from digits.app.commands import CORRECT
from digits.reading import CLASSES, Reading, percent


class Corrector(tk.Menu):
    """Offers the other digits; the chosen one raises its event, as its key does."""

    def __init__(self, window: tk.Misc) -> None:
        super().__init__(window, tearoff=False)
        self._window = window

    def offer(self, reading: Reading, x: int, y: int) -> None:
        """Show the menu at a place on the screen."""
        self.fill(reading)
        self.tk_popup(x, y)

    def fill(self, reading: Reading) -> None:
        """Make an entry for every digit but the one that it is taken for."""
        self.delete(0, "end")
        others = [digit for digit in reading.likely if digit != reading.digit]
        assert len(others) == CLASSES - 1
        for digit in others:
            self.add_command(
                label=str(digit),
                accelerator=percent(float(reading.probabilities[digit])),
                underline=0,  # so that the key of the digit chooses it
                command=partial(self._window.event_generate, CORRECT.format(digit=digit)),
            )
