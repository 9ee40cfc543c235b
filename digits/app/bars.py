"""The ten probabilities of one digit, as bars."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterable
from tkinter import font

from digits.app import theme
from digits.reading import CLASSES, percent

NO_SHARE = "–"


LEAST_STEP = 0.85
"""Lines of text from bar to bar, at least: digits have no part below the line."""


class Bars(tk.Canvas):
    """Ten probabilities as bars with their digits and percentages, the best one in bold."""

    def __init__(self, parent: tk.Misc) -> None:
        bold = font.Font(root=parent, name=theme.BOLD, exists=True)
        super().__init__(
            parent,
            width=theme.pixels(parent, "285p"),
            height=round(CLASSES * LEAST_STEP * bold.metrics("linespace")),
            borderwidth=0,
            highlightthickness=0,
        )
        self._text_width = bold.measure("100.0 %") + theme.pixels(self, "8p")
        self._probabilities = [0.0] * CLASSES
        self.bind("<Configure>", lambda _: self._draw())
        theme.follow(self, self._recolor)

    def show(self, probabilities: Iterable[float]) -> None:
        """Show the ten probabilities."""
        self._probabilities = [float(probability) for probability in probabilities]
        self._draw()

    def clear(self) -> None:
        """Show an empty scale."""
        self.show([0.0] * CLASSES)

    def _recolor(self, colors: theme.Palette) -> None:
        self.configure(background=colors.sheet)
        self._draw()

    def _draw(self) -> None:
        self.delete("all")
        most = max(self._probabilities)
        best = self._probabilities.index(most) if most else None
        for digit, probability in enumerate(self._probabilities):
            self._draw_bar(digit, probability, emphasized=digit == best)

    def _draw_bar(self, digit: int, probability: float, *, emphasized: bool) -> None:
        name = theme.BOLD if emphasized else theme.SMALL
        colors = theme.palette(self)
        color = colors.text if emphasized else colors.muted
        left, right = theme.pixels(self, "18p"), self.winfo_width() - self._text_width
        step = self.winfo_height() / 10
        middle, half = (digit + 0.5) * step, min(step * 0.28, theme.pixels(self, "6p"))
        self.create_text(0, middle, text=digit, anchor="w", font=name, fill=color)
        self._draw_box(left, right, middle, half, colors.track)
        share = percent(probability) if any(self._probabilities) else NO_SHARE
        if probability:
            end = left + (right - left) * probability
            if end - left >= 1:  # less than a pixel would look like more
                bar = colors.accent if emphasized else colors.bar
                self._draw_box(left, end, middle, half, bar)
        self.create_text(self.winfo_width(), middle, text=share, anchor="e", font=name, fill=color)

    def _draw_box(self, left: float, right: float, middle: float, half: float, color: str) -> None:
        self.create_rectangle(left, middle - half, right, middle + half, fill=color, width=0)
