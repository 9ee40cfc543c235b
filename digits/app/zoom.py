"""Which part of the pad is on the screen: zoomed with the wheel, moved by dragging."""

from __future__ import annotations

from digits.stroke import PAD_SIDE
from digits.view import View

STEP = 1.25
"""How much larger one step of the wheel, or of the command, makes what is shown."""

MOST = 16.0
"""The largest zoom: a pad unit is that many times as large as when the whole pad is shown."""


class Zoom:
    """A view of the pad for a square of some pixels; it never shows what is beyond the pad."""

    def __init__(self) -> None:
        self.side = 1
        self._zoom = 1.0
        self._left = self._top = 0.0

    @property
    def view(self) -> View:
        """The part of the pad that is shown, and how large."""
        return View(self.side / PAD_SIDE * self._zoom, self._left, self._top)

    @property
    def factor(self) -> float:
        """How much larger things are shown than when the whole pad is seen."""
        return self._zoom

    def fit(self) -> None:
        """Show the whole pad."""
        self._zoom, self._left, self._top = 1.0, 0.0, 0.0

    def zoom(self, steps: float, x: float, y: float) -> None:
        """Zoom in, or out where steps are negative; what is at (x, y), in pixels, stays there."""
        column, row = self.view.to_pad(x, y)
        self._zoom = min(max(self._zoom * STEP**steps, 1.0), MOST)
        if self._zoom < STEP**0.5:
            self._zoom = 1.0
        scale = self.view.scale
        self._go(column - x / scale, row - y / scale)

    def move(self, x: float, y: float) -> None:
        """Move what is shown by so many pixels."""
        scale = self.view.scale
        self._go(self._left - x / scale, self._top - y / scale)

    def _go(self, left: float, top: float) -> None:
        most = PAD_SIDE - PAD_SIDE / self._zoom
        self._left, self._top = min(max(left, 0.0), most), min(max(top, 0.0), most)
