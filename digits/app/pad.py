"""The pad: a square to draw on with a pen or an eraser, which can also show a picture."""

from __future__ import annotations

import tkinter as tk
from operator import is_
from typing import TYPE_CHECKING

from digits.app import theme
from digits.app.boxes import Boxes
from digits.app.photo import photo, put
from digits.app.welcome import TAG as WELCOME
from digits.app.welcome import draw_welcome
from digits.app.zoom import Zoom
from digits.reading import Box, Readings
from digits.sketch import Page
from digits.stroke import PEN_WIDTH, Stroke, as_stroke
from digits.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np

    from digits.app.paper import Paper

PEN_DOWN = "<<PenDown>>"
"""Raised when a stroke or an erasing begins."""

PEN_MOVED = "<<PenMoved>>"
"""Raised when the stroke that is being drawn has got longer."""

STROKE_DRAWN = "<<StrokeDrawn>>"
"""Raised when a stroke is finished; ``points`` are its points, ``stroke_width`` its width."""

PATH_ERASED = "<<PathErased>>"
"""Raised when an erasing is finished; ``points`` is the path, ``eraser`` its radius."""

DIGIT_POINTED = "<<DigitPointed>>"
"""Raised when the pointer comes to the box of another digit; ``pointed`` is its index."""

DIGIT_PICKED = "<<DigitPicked>>"
"""Raised by a click into the box of a digit; ``pointed`` is its index."""

ERASER = 8.0
"""The least radius of the eraser, in pad units."""

PICTURE_MARGIN = 2.0
"""How far a box lies around a digit of a picture, in pad units."""

CROP_SIDE = 168
"""The side of a crop, in pixels: enough for the look inside on a fine screen."""

CLICK = "3p"
"""What moves less, inside the box of a digit, is a click and no stroke."""

Point = tuple[float, float]
Pixel = tuple[int, int]


class Pad(tk.Canvas):
    """Shows a page and reports what hand and pointer do on it; it keeps no drawing itself.

    It grows and shrinks with its place in the window. Nothing is ever read off the screen:
    the points of a stroke are those of the pointer, in pad units.
    """

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, borderwidth=0, highlightthickness="1p", takefocus=True)
        self.boxes = Boxes(self)
        self.zoom = Zoom()
        self.pen_width = PEN_WIDTH
        self.erasing = False
        self.points: list[Point] = []  # of the stroke or the path that is being drawn
        self.stroke_width = PEN_WIDTH
        self.pointed: int | None = None
        self._drawing = False
        self._pressed: Pixel | None = None  # where, inside a box: a click as yet
        self._grabbed: Pixel | None = None  # where the hand is that moves the view
        self._pointer: Pixel | None = None  # where it is on the pad
        self._page = Page()
        self._strokes: tuple[Stroke, ...] = ()  # of the page, less what is being erased
        self._picture: np.ndarray | None = None
        self._paper: Paper | None = None
        self._bind_events()
        theme.follow(self, self._recolor)

    @property
    def side(self) -> int:
        """The side of the pad in screen pixels."""
        return max(1, min(self.winfo_width(), self.winfo_height()))

    @property
    def eraser(self) -> float:
        """The radius of the eraser, in pad units: it is as wide as the pen, or wider."""
        return max(ERASER, self.pen_width / 2)

    @property
    def drawing(self) -> bool:
        """Whether the pen, or the eraser, is on the pad."""
        return self._drawing

    def show(self, page: Page, picture: np.ndarray | None) -> None:
        """Show a page; the picture, uint8 (height, width, 3), is that of the page."""
        if self._page.number != page.number:
            self.zoom.fit()
        seen = self._is_seen(page, picture)
        self._page, self._picture = page, picture
        self._strokes = page.strokes
        if seen and self._paper is not None:
            self._paper.settle()
            self._draw_over()
        else:
            self._draw()

    def show_readings(self, readings: Readings) -> None:
        """Lay a box over each digit, as soon as the pen is not on the pad."""
        self.boxes.show(readings, self._margin())
        self.pointed = None

    def crop(self, box: Box) -> np.ndarray:
        """Return what is in a box, in pad units, uint8 (n, n, 3), in the middle of a square."""
        import numpy as np

        margin = self._margin() + 2
        height, width = box.bottom - box.top + 2 * margin, box.right - box.left + 2 * margin
        extent = max(height, width)
        corner = (box.left + box.right - extent) / 2, (box.top + box.bottom - extent) / 2
        near = [stroke for stroke in self._all_strokes() if _reaches(stroke, box)]
        image = self._image(View(CROP_SIDE / extent, *corner), CROP_SIDE, near)
        # What lies beside the box belongs to its neighbors.
        beside = [round((extent - length) / extent * CROP_SIDE / 2) for length in (height, width)]
        rows, columns = (slice(gap, CROP_SIDE - gap) for gap in beside)
        cut = np.full_like(image, _rgb(theme.palette(self).sheet))
        cut[rows, columns] = image[rows, columns]
        return cut

    def finish_stroke(self) -> None:
        """End what is being drawn or erased, if anything, as if the pen were lifted."""
        self._pressed = None
        if not self._drawing:
            return
        self._drawing = False
        self.event_generate(PATH_ERASED if self.erasing else STROKE_DRAWN)
        self.points = []

    def set_eraser(self, on: bool) -> None:
        """Take the eraser, or the pen."""
        self.finish_stroke()
        self.erasing = on
        self._show_tool()

    def zoom_by(self, steps: float) -> None:
        """Zoom in, or out, around the middle."""
        self._zoom(steps, self.side / 2, self.side / 2)

    def move_by(self, columns: float, rows: float) -> None:
        """Look farther to the right and down, by a share of what is seen."""
        self._move(-columns * self.side, -rows * self.side)

    def zoom_to_fit(self) -> None:
        """Show the whole pad."""
        self._change_view(self.zoom.fit)

    # Hand and pointer

    def _bind_events(self) -> None:
        actions = {
            "<Configure>": self._fit,
            "<Map>": lambda _: self._draw(),
            "<Button-1>": self._put_pen_down,
            "<ButtonRelease-1>": self._raise_pen,
            "<Button-2>": self._grab,
            "<Shift-Button-1>": self._grab,
            "<ButtonRelease-2>": self._let_go,
            "<B1-Motion>": self._move_hand,
            "<B2-Motion>": self._move_hand,
            "<Motion>": self._point_at,
            "<Leave>": self._leave,
            "<MouseWheel>": self._turn_wheel,
            "<Button-4>": lambda event: self._zoom(1, event.x, event.y),
            "<Button-5>": lambda event: self._zoom(-1, event.x, event.y),
        }
        for sequence, action in actions.items():
            self.bind(sequence, action)

    def _put_pen_down(self, event: tk.Event[tk.Misc]) -> None:
        self.focus_set()
        self.finish_stroke()
        self._grabbed = None
        if not self.erasing and self.boxes.at(event.x, event.y) is not None:
            self._pressed = event.x, event.y
        else:
            self._begin(event.x, event.y)

    def _begin(self, x: int, y: int) -> None:
        self._drawing = True
        self._pointer = x, y
        self.stroke_width = self.pen_width / self.zoom.factor  # as wide as ever on the screen
        self.points = [self._on_pad(x, y)]
        if self.erasing:
            self._erase()
        self.event_generate(PEN_DOWN)
        if self.erasing or self._paper is None:
            self._draw()
        else:
            self._draw_over()
            self._draw_newest(self._paper)

    def _move_hand(self, event: tk.Event[tk.Misc]) -> None:
        """Whether it draws or moves the view was decided when the button was pressed."""
        if self._grabbed is None:
            self._move_pen(event)
        else:
            x, y = self._grabbed
            self._grabbed = event.x, event.y
            self._move(event.x - x, event.y - y)

    def _move_pen(self, event: tk.Event[tk.Misc]) -> None:
        self._pointer = event.x, event.y
        if self._pressed is not None and self._moved_from(self._pressed, event):
            start, self._pressed = self._pressed, None
            self._begin(*start)
        point = self._on_pad(event.x, event.y)
        if not self._drawing or point == self.points[-1]:
            return
        self.points.append(point)
        if self.erasing:
            self._erase()
            self._draw()
        elif self._paper is not None:
            self._draw_newest(self._paper)
            self.event_generate(PEN_MOVED)

    def _erase(self) -> None:
        """Take away what the last step of the eraser reaches."""
        from digits.eraser import erased

        self._strokes = erased(self._strokes, self.points[-2:], self.eraser)

    def _raise_pen(self, event: tk.Event[tk.Misc]) -> None:
        self._grabbed = None
        if self._pressed is None or self._moved_from(self._pressed, event):
            self._move_pen(event)
            self.finish_stroke()
            return
        self._pressed = None
        self._point_at(event)
        if self.pointed is not None:
            self.event_generate(DIGIT_PICKED)

    def _moved_from(self, start: Pixel, event: tk.Event[tk.Misc]) -> bool:
        return max(abs(event.x - start[0]), abs(event.y - start[1])) >= theme.pixels(self, CLICK)

    def _point_at(self, event: tk.Event[tk.Misc]) -> None:
        before, self.pointed = self.pointed, self.boxes.at(event.x, event.y)
        self._pointer = event.x, event.y
        self._show_tool()
        if self.pointed is not None and self.pointed != before:
            self.event_generate(DIGIT_POINTED)

    def _leave(self, _: tk.Event[tk.Misc]) -> None:
        self._pointer = self.pointed = None
        self._show_tool()

    def _grab(self, event: tk.Event[tk.Misc]) -> None:
        self.finish_stroke()
        self._grabbed = event.x, event.y

    def _let_go(self, _: tk.Event[tk.Misc]) -> None:
        self._grabbed = None

    def _turn_wheel(self, event: tk.Event[tk.Misc]) -> None:
        self._zoom(1 if event.delta > 0 else -1, event.x, event.y)

    def _zoom(self, steps: float, x: float, y: float) -> None:
        self._change_view(lambda: self.zoom.zoom(steps, x, y))

    def _move(self, x: float, y: float) -> None:
        self._change_view(lambda: self.zoom.move(x, y))

    def _change_view(self, change: Callable[[], None]) -> None:
        """Look at another part, but never move the page under a pen."""
        if not self._drawing and self._pressed is None:
            change()
            self._draw()

    def _on_pad(self, x: int, y: int) -> Point:
        """Where a place on the screen is, in pad units; beside the pad means on its edge."""
        return self.zoom.view.to_pad(*self._inside(x, y))

    def _inside(self, x: int, y: int) -> Pixel:
        """The place on the pad, as far as it is seen, that is nearest to one on the screen."""
        return min(max(x, 0), self.side), min(max(y, 0), self.side)

    # Drawing it

    def _fit(self, _: tk.Event[tk.Misc]) -> None:
        """Follow the size; where the pad only moves, its pixels stay."""
        if self.zoom.side != self.side:
            self._draw()

    def _draw(self) -> None:
        """Draw everything anew, if it can be seen at all."""
        if not self.winfo_viewable():
            return
        self.zoom.side = self.side
        self.delete("all")
        if self._page.empty and not self._drawing:
            self._paper = None  # what draws is not imported at the start, where nothing is drawn
        else:
            self._draw_pixels()
        self._draw_over()

    def _draw_pixels(self) -> None:
        from digits.app.paper import Paper

        view = self.zoom.view
        self._paper = Paper(self._image(view, self.side, self._strokes), view, self._pen())
        if self._drawing and not self.erasing:
            for end in range(1, len(self.points) + 1):
                self._paper.extend(self.points[max(end - 4, 0) : end], self.stroke_width)
        self._photo = photo(self, self._paper.pixels)  # Tk shows it while it is kept
        self.create_image(0, 0, image=self._photo, anchor="nw")

    def _draw_newest(self, paper: Paper) -> None:
        """Draw what the last point added to the stroke, and nothing else."""
        put(self._photo, paper.pixels, paper.extend(self.points, self.stroke_width))

    def _draw_over(self) -> None:
        """Draw what lies over the pixels: the boxes, the welcome, the eraser."""
        self.delete(WELCOME)
        self.boxes.hide()
        if not self._drawing:
            if self._page.empty:
                draw_welcome(self, self.side)
            else:
                self.boxes.draw(self.zoom.view, self._colors())
        self._show_tool()

    def _is_seen(self, page: Page, picture: np.ndarray | None) -> bool:
        """Whether a page is what the pixels show: the last one and the stroke just drawn."""
        if self.erasing or not self.points or len(page.strokes) != len(self._strokes) + 1:
            return False
        *others, last = page.strokes
        return (
            picture is self._picture
            and page.number == self._page.number
            and all(map(is_, others, self._strokes))
            and last.points.tolist() == [list(point) for point in self.points]
        )

    def _recolor(self, colors: theme.Palette) -> None:
        self.configure(
            background=colors.sheet, highlightbackground=colors.line, highlightcolor=colors.accent
        )
        self._draw()

    def _all_strokes(self) -> tuple[Stroke, ...]:
        """The strokes that are to be seen, with the one that is being drawn."""
        if self._drawing and not self.erasing:
            return (*self._strokes, as_stroke(self.points, self.stroke_width))
        return self._strokes

    def _margin(self) -> float:
        """How far ink reaches beyond the boxes, which are those of points; or a little more."""
        if self._page.picture is not None:
            return PICTURE_MARGIN  # its boxes are those of ink
        return max((stroke.width for stroke in self._all_strokes()), default=4.0) / 2

    def _image(self, view: View, side: int, strokes: Sequence[Stroke]) -> np.ndarray:
        from digits.pen import pad_image

        sheet = _rgb(theme.palette(self).sheet)
        return pad_image(strokes, self._picture, view, side, sheet, self._pen())

    def _pen(self) -> tuple[int, int, int]:
        if self._picture is not None:
            from digits.pen import pen_color

            return pen_color(self._picture)
        return _rgb(theme.palette(self).pen)

    def _colors(self) -> theme.Palette:
        """The colors that can be seen on the page: a picture may be dark in the light look."""
        if self._picture is not None:
            from digits.pen import DARK

            return theme.LIGHT if self._pen() == DARK else theme.DARK
        return theme.palette(self)

    def _show_tool(self) -> None:
        """Show what a press would do, and how far the eraser reaches around the pointer."""
        over_digit = self.pointed is not None
        cursor = "dotbox" if self.erasing else "hand2" if over_digit else "pencil"
        if str(self["cursor"]) != cursor:
            self.configure(cursor=cursor)
        self.delete("tool")
        if self.erasing and self._pointer is not None:
            (x, y), reach = self._inside(*self._pointer), self.eraser * self.zoom.view.scale
            edges = x - reach, y - reach, x + reach, y + reach
            width = theme.pixels(self, "1p")
            self.create_oval(*edges, outline=self._colors().muted, width=width, tags="tool")


def _reaches(stroke: Stroke, box: Box) -> bool:
    """Tell whether the ink of a stroke may be seen in a box."""
    (left, top), (right, bottom) = stroke.points.min(axis=0), stroke.points.max(axis=0)
    width = stroke.width
    return bool(
        left <= box.right + width
        and right >= box.left - width
        and top <= box.bottom + width
        and bottom >= box.top - width
    )


def _rgb(color: str) -> tuple[int, int, int]:
    """Return red, green and blue of a color such as "#1a2b3c"."""
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return red, green, blue
