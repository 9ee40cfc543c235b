"""The line at the foot of the window that says what is going on."""

from __future__ import annotations

import tkinter as tk
from bisect import bisect
from tkinter import ttk

from digits.app import theme

LINES = 2

SIGNS = {theme.GOOD: "●", theme.WAIT: "◐", theme.BAD: "▲"}
"""What stands before a sentence: color alone would not tell everyone how things stand."""


class StatusLine(ttk.Frame):
    """One sentence, after a sign whose shape and color say whether all is well.

    It always takes the room of ``LINES`` lines, so that no sentence moves the rest of the
    window; what does not fit is left out of its middle.
    """

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self._sentence = ""
        self._sign = ttk.Label(self, width=2)  # as wide whatever it shows
        self._label = ttk.Label(self, style="Status.TLabel", anchor="nw", text="\n" * (LINES - 1))
        self._room = self._label.winfo_reqheight()  # of its lines, empty as yet
        self.configure(height=self._room)
        self._sign.pack(side="left", anchor="n", padx=(0, "4p"))
        self._label.pack(side="left", fill="both", expand=True)
        self.pack_propagate(False)
        self._label.bind("<Configure>", lambda _: self._fit())

    @property
    def sentence(self) -> str:
        """What was said last, in full."""
        return self._sentence

    @property
    def shown(self) -> str:
        """What there is room for of the sentence."""
        return str(self._label["text"])

    def say(self, sentence: str, mood: str) -> None:
        """Show a sentence, with the sign of a mood: ``GOOD``, ``WAIT`` or ``BAD``."""
        self._sentence = sentence
        self._sign.configure(text=SIGNS[mood], style=f"{mood}.TLabel")
        self._fit()

    def _fit(self) -> None:
        """Show as many letters as there is room for."""
        self._label.configure(wraplength=self._label.winfo_width())
        longer = range(1, len(self._sentence) + 1)
        fitting = bisect(longer, False, key=lambda letters: not self._fits(letters))
        self._label.configure(text=shortened(self._sentence, fitting))

    def _fits(self, letters: int) -> bool:
        self._label.configure(text=shortened(self._sentence, letters))
        return self._label.winfo_reqheight() <= self._room


def shortened(text: str, letters: int) -> str:
    """A text of at most so many letters; what is too much is left out of its middle.

    >>> shortened("a_long_name.png", 10)
    'a_lon….png'
    """
    if len(text) <= letters:
        return text
    kept = max(letters - 1, 0)
    return text[: kept - kept // 2] + "…" + text[len(text) - kept // 2 :]
