"""The pixels of the pad: what is on the page, and over it the line that is being drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from digits.pen import coverage, curve, inked, on_screen
from digits.view import View

_RIM = 2  # pixels that a smooth edge reaches beyond a line


class Region(NamedTuple):
    """A part of the pixels, half-open."""

    left: int
    top: int
    right: int
    bottom: int


class Paper:
    """A view of the page, uint8 (side, side, 3), and then only what a moving pen changes.

    ``pixels`` is what is to be seen; ``pen`` is the RGB color of the line.
    """

    def __init__(self, page: np.ndarray, view: View, pen: Sequence[int]) -> None:
        self.pixels = page.copy()
        self._page = page  # without the line that is being drawn
        self._line = np.zeros(page.shape[:2], np.uint8)  # what of that line is final
        self._view = view
        self._pen = pen
        self._last = Region(0, 0, 0, 0)  # where the part lies that is not final

    def settle(self) -> None:
        """Take the line for a part of the page: it is finished."""
        self._page = self.pixels.copy()
        self._line[:] = 0
        self._last = Region(0, 0, 0, 0)

    def extend(self, points: Sequence[tuple[float, float]], width: float) -> Region:
        """Draw the newest part of a line through points in pad units; return what changed.

        The curve between two points depends on the one before and the one after them. So its
        last part is drawn at once, and drawn anew when the next point is known.
        """
        recent = curve(points[-4:])
        steps = (len(recent) - 1) // max(len(points[-4:]) - 1, 1)
        line = on_screen(recent, self._view)
        final, open_end = line[-2 * steps - 1 : -steps or None], line[-steps - 1 :]
        thickness = width * self._view.scale
        changed = self._around(line[-2 * steps - 1 :], thickness)
        if changed.left == changed.right or changed.top == changed.bottom:
            return changed  # beside what is in view
        corner = changed[:2]
        size = changed.bottom - changed.top, changed.right - changed.left
        rows, columns = slice(changed.top, changed.bottom), slice(changed.left, changed.right)
        drawn = self._line[rows, columns]
        np.maximum(drawn, coverage([(final - corner, thickness)], *size), out=drawn)
        ink = np.maximum(drawn, coverage([(open_end - corner, thickness)], *size))
        self.pixels[rows, columns] = inked(self._page[rows, columns], ink, self._pen)
        return changed

    def _around(self, points: np.ndarray, thickness: float) -> Region:
        """The part of the pixels that a line may touch, and the last one together."""
        reach = thickness / 2 + _RIM
        side = len(self.pixels)
        left, top = np.floor(points.min(axis=0) - reach).clip(0, side).astype(int).tolist()
        right, bottom = np.ceil(points.max(axis=0) + reach).clip(0, side).astype(int).tolist()
        own = Region(left, top, right, bottom)
        last, self._last = self._last, own
        if last.left == last.right:
            return own
        return Region(*map(min, own[:2], last[:2]), *map(max, own[2:], last[2:]))
