"""The number that was read: several digits, perhaps in groups and lines."""

from __future__ import annotations

import tkinter as tk
from bisect import bisect
from tkinter import font, ttk

from digits.app import theme
from digits.reading import Readings

DIGIT_CLICKED = "<<DigitClicked>>"
"""Raised when a digit is clicked; ``clicked`` is its index among the readings."""

LINE, DOUBT, CHOSEN = "line", "doubt", "chosen"
"""Tags: how a long line goes on, a digit that is not sure, the digit that is looked at."""


class Number(tk.Frame):
    """Shows a number as large as its place allows, down to the size of other text.

    What does not fit then can be scrolled to. It asks for no room of its own, so that no
    number moves what is around it.
    """

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, background=theme.SHEET, width=1, height=1)
        self.clicked = 0
        self._places: list[int] = []  # of each digit among the letters
        self._font = font.nametofont(theme.HUGE, root=parent).copy()
        least = font.nametofont("TkDefaultFont", root=parent).cget("size")
        self._sizes = range(least, self._font.cget("size") + 1)
        self._text = self._make_text()
        self._scrollbar = ttk.Scrollbar(self, command=self._text.yview)
        self._text.grid(row=0, column=0, sticky="nsew")
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.grid_propagate(False)

    @property
    def points(self) -> int:
        """The size of the letters, in points."""
        return int(self._font.cget("size"))

    @property
    def scrolls(self) -> bool:
        """Whether there is more than fits."""
        return bool(self._scrollbar.winfo_manager())

    def show(self, readings: Readings) -> None:
        """Show a number; the digits that are not sure are marked."""
        self._places = _places(readings)
        self._text.configure(state="normal")
        self._text.replace("1.0", "end", str(readings), LINE)
        self._text.configure(state="disabled")
        for place, reading in zip(self._places, readings, strict=True):
            if not reading.sure:
                self._text.tag_add(DOUBT, f"1.0+{place}c")
        self._fit()

    def choose(self, index: int) -> None:
        """Mark the digit that is looked at, and bring it into sight."""
        self._text.tag_remove(CHOSEN, "1.0", "end")
        self._text.tag_add(CHOSEN, f"1.0+{self._places[index]}c")
        self._text.see(f"{CHOSEN}.first")

    def _make_text(self) -> tk.Text:
        text = tk.Text(
            self,
            background=theme.SHEET,
            foreground=theme.TEXT,
            font=self._font,
            borderwidth=0,
            highlightthickness=0,
            padx=0,
            wrap="word",
            cursor="hand2",
            state="disabled",
            takefocus=False,  # the buttons beside it step through the digits
            yscrollcommand=self._on_scroll,
        )
        text.tag_configure(LINE, lmargin2="12p")  # a line that was broken is no new line
        text.tag_configure(DOUBT, foreground=theme.WAIT, underline=True)
        text.tag_configure(CHOSEN, background=theme.CHOSEN)
        text.bind("<Configure>", lambda _: self._fit())
        text.bind("<ButtonRelease-1>", self._on_click)
        return text

    def _fit(self) -> None:
        """Take the largest letters that fit, and center the lines between top and bottom."""
        lines = self._text.get("1.0", "end-1c").split("\n")
        fitting = bisect(self._sizes, False, key=lambda size: not self._fits(lines, size))
        self._font.configure(size=self._sizes[max(fitting - 1, 0)])
        left = self._text.winfo_height() - len(lines) * self._font.metrics("linespace")
        self._text.configure(pady=max(left // 2, 0) if fitting else 0)
        if self._text.tag_ranges(CHOSEN):
            self._text.see(f"{CHOSEN}.first")

    def _fits(self, lines: list[str], size: int) -> bool:
        self._font.configure(size=size)
        if len(lines) * self._font.metrics("linespace") > self._text.winfo_height():
            return False
        return max(map(self._font.measure, lines)) <= self._text.winfo_width()

    def _on_scroll(self, first: float, last: float) -> None:
        """Show the scrollbar where there is more than fits."""
        first, last = float(first), float(last)  # Tk gives them as text
        self._scrollbar.set(first, last)
        if first > 0 or last < 1:
            self._scrollbar.grid(row=0, column=1, sticky="ns")
        else:
            self._scrollbar.grid_remove()

    def _on_click(self, event: tk.Event[tk.Misc]) -> None:
        place = len(self._text.get("1.0", f"@{event.x},{event.y}"))
        if place in self._places:
            self.clicked = self._places.index(place)
            self.event_generate(DIGIT_CLICKED)


def _places(readings: Readings) -> list[int]:
    """The place of each digit among the letters of the number."""
    places, end = [], 0
    for reading in readings:
        end += len(reading.before) + 1
        places.append(end - 1)
    return places
