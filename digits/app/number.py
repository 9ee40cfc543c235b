"""The number that was read: several digits, perhaps in groups and lines."""

from __future__ import annotations

import tkinter as tk
from bisect import bisect
from tkinter import font, ttk

from digits.app import theme
from digits.reading import Readings

DIGIT_CLICKED = "<<DigitClicked>>"
"""Raised when a digit is clicked; ``clicked`` is its index among the readings."""

ROOM = "56p"
"""The height it asks for: four lines of the smallest letters."""

LINE, DOUBT, CHOSEN = "line", "doubt", "chosen"
"""Tags: how a long line goes on, a digit that is not sure, the digit that is looked at."""


class Number(tk.Frame):
    """Shows a number as large as its place allows, down to the size of other text.

    What does not fit then can be scrolled to. It asks for the same room whatever it shows,
    so that no number moves what is around it.
    """

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, height=ROOM)
        self.clicked = 0
        self._shown: tuple[str, list[bool]] = ("", [])
        self._places: list[int] = []  # of each digit among the letters
        self._font = font.nametofont(theme.HUGE, root=parent).copy()
        least = font.nametofont("TkDefaultFont", root=parent).cget("size")
        self._sizes = range(least, self._font.cget("size") + 1)
        self._ruler = self._font.copy()  # measures letters without changing those on display
        self._text = self._make_text()
        self._scrollbar = ttk.Scrollbar(self, command=self._text.yview)
        self._text.configure(yscrollcommand=self._scrollbar.set)
        self.bind("<Configure>", lambda _: self._fit())
        theme.follow(self, self._recolor)

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
        shown = str(readings), [reading.sure for reading in readings]
        if shown == self._shown:  # most readings while the hand moves say the same
            return
        self._shown = shown
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
        self._show_chosen()

    def _make_text(self) -> tk.Text:
        text = tk.Text(
            self,
            font=self._font,
            borderwidth=0,
            highlightthickness=0,
            padx=0,
            wrap="word",
            cursor="hand2",
            state="disabled",
            takefocus=False,  # the buttons beside it step through the digits
            width=1,
            height=1,
        )
        text.tag_configure(LINE, lmargin2="12p")  # a line that was broken is no new line
        text.tag_configure(DOUBT, underline=True)
        text.bind("<Configure>", lambda _: self._show_chosen())
        text.bind("<ButtonRelease-1>", self._on_click)
        return text

    def _recolor(self, colors: theme.Palette) -> None:
        self.configure(background=colors.sheet)
        self._text.configure(
            background=colors.sheet,
            foreground=colors.text,
            selectbackground=colors.chosen,
            selectforeground=colors.text,
            inactiveselectbackground=colors.chosen,
        )
        self._text.tag_configure(DOUBT, foreground=colors.wait)
        self._text.tag_configure(CHOSEN, background=colors.chosen)

    def _fit(self) -> None:
        """Take the largest letters that fit, and center the lines between top and bottom."""
        lines = self._text.get("1.0", "end-1c").split("\n")
        fitting = bisect(self._sizes, False, key=lambda size: not self._fits(lines, size))
        size = self._sizes[max(fitting - 1, 0)]
        if size != self.points:  # or Tk would lay out every widget of the window anew
            self._font.configure(size=size)
        room, line = self.winfo_height(), self._font.metrics("linespace")
        left = room - len(lines) * line if fitting else room % line  # then no line is cut
        self._text.configure(pady=left // 2)
        self._place(scrollbar=not fitting)
        self._show_chosen()

    def _place(self, *, scrollbar: bool) -> None:
        # Not by a grid, which would ask for the room that the letters want.
        width = self._scrollbar.winfo_reqwidth() if scrollbar else 0
        self._text.place(x=0, y=0, relwidth=1, relheight=1, width=-width)
        if scrollbar:
            self._scrollbar.place(relx=1, y=0, anchor="ne", relheight=1)
        else:
            self._scrollbar.place_forget()

    def _show_chosen(self) -> None:
        """Scroll to the digit that is looked at, if any, with a whole line at the top."""
        if self._text.tag_ranges(CHOSEN):
            self._text.see(f"{CHOSEN}.first")
            self._text.yview(self._text.index(f"@0,{self._text['pady']}"))
            self._text.see(f"{CHOSEN}.first")  # if that pushed it out at the bottom

    def _fits(self, lines: list[str], size: int) -> bool:
        self._ruler.configure(size=size)
        if len(lines) * self._ruler.metrics("linespace") > self.winfo_height():
            return False
        return max(map(self._ruler.measure, lines)) <= self.winfo_width()

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
