"""The boxes of the digits that were read, laid over the pad."""

from __future__ import annotations

import tkinter as tk

from digits.app import theme
from digits.reading import Box, Reading, Readings
from digits.view import View

TAG = "box"
LABEL_FROM = "20p"
"""A box of less height has no label, which would hide the digit; the chosen one always has."""


class Boxes:
    """Draws a box with a label for each digit, and tells which one is at a place.

    A digit that is not sure has a dashed box and a question mark: color alone says nothing.
    """

    def __init__(self, canvas: tk.Canvas) -> None:
        self._canvas = canvas
        self._readings = Readings()
        self._margin = 0.0
        self._view = View(1.0)
        self._colors = theme.palette(canvas)
        self._chosen: int | None = None
        self._hidden = False

    def show(self, readings: Readings, margin: float) -> None:
        """Show boxes in pad units, with a margin around them for the width of the pen."""
        self._readings, self._margin = readings, margin
        if self._chosen is not None and self._chosen >= len(readings):
            self._chosen = None
        self._draw()

    def choose(self, index: int | None) -> None:
        """Mark the digit that is looked at."""
        if index != self._chosen:
            self._chosen = index
            self._draw()

    def at(self, x: float, y: float) -> int | None:
        """Return the index of the digit at a place on the screen; of two, the smaller box."""
        found = [
            (_area(box), index)
            for index, box in enumerate(map(self._on_screen, self._readings))
            if box.left <= x <= box.right and box.top <= y <= box.bottom
        ]
        return min(found)[1] if found else None

    def place(self, index: int) -> Box:
        """Return where the box of a digit is on the screen."""
        return self._on_screen(self._readings[index])

    def hide(self) -> None:
        """Take the boxes off the screen until they are drawn again."""
        self._hidden = True
        self._canvas.delete(TAG)

    def draw(self, view: View, colors: theme.Palette) -> None:
        """Draw the boxes where they are in this view, in colors that can be seen on the page."""
        self._view, self._colors = view, colors
        self._hidden = False
        self._draw()

    def _draw(self) -> None:
        if self._hidden:
            return
        self._canvas.delete(TAG)
        order = sorted(range(len(self._readings)), key=lambda index: index == self._chosen)
        for index in order:  # the chosen one last, over the others
            self._draw_box(self._readings[index], chosen=index == self._chosen)

    def _on_screen(self, reading: Reading) -> Box:
        box, margin = reading.box, self._margin
        left, top = self._view.to_screen(box.left - margin, box.top - margin)
        right, bottom = self._view.to_screen(box.right + margin, box.bottom + margin)
        return Box(top, left, bottom, right)

    def _draw_box(self, reading: Reading, *, chosen: bool) -> None:
        box = self._on_screen(reading)
        color = self._colors.accent if reading.sure else self._colors.wait
        line = theme.pixels(self._canvas, "2p" if chosen else "1p")
        self._canvas.create_rectangle(
            box.left,
            box.top,
            box.right,
            box.bottom,
            outline=color,
            width=line,
            dash="" if reading.sure else (4 * line, 3 * line),
            tags=TAG,
        )
        tall = box.bottom - box.top >= theme.pixels(self._canvas, LABEL_FROM)
        if (chosen or tall) and self._in_sight(box):
            self._draw_label(reading, box, color)

    def _in_sight(self, box: Box) -> bool:
        width, height = self._canvas.winfo_width(), self._canvas.winfo_height()
        return box.right > 0 and box.bottom > 0 and box.left < width and box.top < height

    def _draw_label(self, reading: Reading, box: Box, color: str) -> None:
        """Draw it above the box; where there is no room, inside, and always in sight."""
        gap = theme.pixels(self._canvas, "2p")
        text = self._canvas.create_text(
            *(0, 0),
            text=label(reading),
            anchor="nw",
            font=theme.BOLD,
            fill=self._colors.sheet,
            tags=TAG,
        )
        left, top, right, bottom = self._canvas.bbox(text)
        width, height = right - left + 4 * gap, bottom - top
        x = max(min(box.left, self._canvas.winfo_width() - width), 0)
        y = box.top - gap - height
        if y < gap:
            y = max(box.top, 0) + gap
        self._canvas.move(text, x + 2 * gap - left, y - top)
        ground = self._canvas.create_rectangle(
            x, y, x + width, y + height, fill=color, width=0, tags=TAG
        )
        self._canvas.tag_lower(ground, text)


def label(reading: Reading) -> str:
    """What stands on a box: the digit, with a question mark where it is not sure."""
    return f"{reading.digit}" if reading.sure else f"{reading.digit}?"


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)
