"""The pad: a square to draw on, which can also show a picture."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from digits.app import theme
from digits.app.photo import fitted, photo
from digits.sketch import Sketch, Strokes

if TYPE_CHECKING:
    import numpy as np

PAD_SIDE = 280
"""The side of the pad in pad units, the units of the strokes, at any size of the window."""

PEN_WIDTH = 18
"""In pad units: a digit that half fills the pad gets lines about as bold as MNIST's."""

HINT = "Draw digits here"

PEN_DOWN = "<<PenDown>>"
"""Raised when a stroke begins."""

SKETCH_CHANGED = "<<SketchChanged>>"
"""Raised when a stroke is finished, and when strokes or the picture are taken away or back."""

Point = tuple[float, float]


class Pad(tk.Canvas):
    """Where a person draws. It keeps the sketch and never reads anything off the screen.

    It grows and shrinks with its place in the window, and the drawing with it. A picture
    lies over the drawing: the next stroke puts it away and starts a new drawing; clear and
    undo put it away and show the drawing that lay under it.
    """

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(
            parent,
            background=theme.SHEET,
            borderwidth=0,
            highlightthickness=1,
            highlightbackground=theme.LINE,
            cursor="pencil",
        )
        self._sketch = Sketch()
        self._points: list[Point] = []  # of the stroke that is being drawn
        self._starts_over = False  # that stroke begins a new drawing
        self._picture: np.ndarray | None = None
        self._scale = 1.0  # screen pixels per pad unit
        self.bind("<Configure>", lambda _: self._draw())
        self.bind("<Button-1>", self._put_pen_down)
        self.bind("<B1-Motion>", self._move_pen)
        self.bind("<ButtonRelease-1>", self._raise_pen)

    @property
    def strokes(self) -> Strokes:
        """The finished strokes of the drawing."""
        return self._sketch.strokes

    @property
    def shows_picture(self) -> bool:
        """Whether a picture lies over the drawing."""
        return self._picture is not None

    @property
    def side(self) -> int:
        """The side of the pad in screen pixels."""
        return max(1, min(self.winfo_width(), self.winfo_height()))

    def show_picture(self, picture: np.ndarray) -> None:
        """Lay a picture, uint8 (height, width, 3), over the drawing, centered and fitted."""
        self.finish_stroke()
        self._picture = picture
        self._draw()

    def clear(self) -> None:
        """Put the picture away, or else take all strokes away."""
        self._change(self._sketch.clear)

    def undo(self) -> None:
        """Put the picture away, or else take back what was done last."""
        self._change(self._sketch.undo)

    def redo(self) -> None:
        """Do again what was taken back last, if no picture lies over the drawing."""
        if not self.shows_picture:
            self._change(self._sketch.redo)

    def finish_stroke(self) -> None:
        """End the stroke that is being drawn, if any, as if the pen were lifted."""
        if not self._points:
            return
        (self._sketch.start_over if self._starts_over else self._sketch.add)(self._points)
        self._points = []
        self._starts_over = False
        self._draw()
        self.event_generate(SKETCH_CHANGED)

    def _change(self, step: Callable[[], None]) -> None:
        """Put the picture away or take a step of the sketch; say so if that changed anything."""
        self.finish_stroke()
        before = self.strokes
        if self.shows_picture:
            self._picture = None
        else:
            step()
            if self.strokes is before:
                return
        self._draw()
        self.event_generate(SKETCH_CHANGED)

    def _put_pen_down(self, event: tk.Event[tk.Misc]) -> None:
        self.finish_stroke()
        self._starts_over = self.shows_picture
        self._picture = None
        self._points = [self._point(event)]
        self._draw()
        self.event_generate(PEN_DOWN)

    def _move_pen(self, event: tk.Event[tk.Misc]) -> None:
        point = self._point(event)
        if self._points and point != self._points[-1]:
            self._draw_line([self._points[-1], point])
            self._points.append(point)

    def _raise_pen(self, event: tk.Event[tk.Misc]) -> None:
        self._move_pen(event)
        self.finish_stroke()

    def _point(self, event: tk.Event[tk.Misc]) -> Point:
        """Where an event is, in pad units; beside the pad means on its edge."""
        x, y = (min(max(at / self._scale, 0.0), PAD_SIDE) for at in (event.x, event.y))
        return x, y

    def _draw(self) -> None:
        """Draw everything anew."""
        self._scale = self.side / PAD_SIDE
        self.delete("all")
        strokes = () if self._starts_over else self.strokes
        if self._picture is not None:
            self._draw_picture(self._picture)
        elif strokes or self._points:
            for stroke in strokes:
                self._draw_line(stroke)
            self._draw_line(self._points)
        else:
            middle = self.side / 2
            self.create_text(middle, middle, text=HINT, fill=theme.MUTED, font=theme.LARGE)

    def _draw_picture(self, picture: np.ndarray) -> None:
        self._photo = photo(self, fitted(picture, self.side))  # Tk shows it while it is kept
        self.create_image(self.side / 2, self.side / 2, image=self._photo)

    def _draw_line(self, points: np.ndarray | list[Point]) -> None:
        """Draw a line through points in pad units; one point is a dot."""
        if not len(points):
            return
        on_screen = [float(at) * self._scale for point in points for at in point]
        if len(points) == 1:
            on_screen *= 2
        self.create_line(
            on_screen,
            width=PEN_WIDTH * self._scale,
            fill=theme.PEN,
            capstyle=tk.ROUND,
            joinstyle=tk.ROUND,
        )
