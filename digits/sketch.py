"""What lies on the pad: pages that never change, and a sketch that steps between them.

A page is a picture or none, the strokes over it, and what the person corrected. Every change
makes a new page, so that undo and redo only step, and nothing that was drawn is ever lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from digits.reading import Box
from digits.stroke import PEN_WIDTH, Stroke, as_stroke

if TYPE_CHECKING:  # the reading process is started before NumPy is imported
    import numpy as np
    from numpy.typing import ArrayLike


class Correction(NamedTuple):
    """What a person said about a digit: where it stands, in pad units, and what it is."""

    box: Box
    digit: int


@dataclass(frozen=True, eq=False)
class Page:
    """A picture or none, the strokes over it, and the corrections of what was read in them.

    ``number`` tells pages apart that have nothing to do with each other: to draw goes on with
    a page, to clear the pad or to show another picture begins a new one.
    """

    picture: Path | None = None
    strokes: tuple[Stroke, ...] = ()
    corrections: tuple[Correction, ...] = ()
    number: int = 1

    @cached_property
    def points(self) -> tuple[np.ndarray, ...]:
        """The points of the strokes, float arrays (n, 2), x right, y down, read-only."""
        return tuple(stroke.points for stroke in self.strokes)

    @property
    def empty(self) -> bool:
        """Whether there is nothing on it."""
        return not self.strokes and self.picture is None

    def looks_like(self, other: Page) -> bool:
        """Tell whether the same is to be seen on both: there is nothing new to read."""
        return self.strokes is other.strokes and self.picture == other.picture


class Sketch:
    """The page on the pad, and all that were there before it.

    >>> sketch = Sketch()
    >>> sketch.add([(10, 10), (10, 90)])
    >>> sketch.clear()
    >>> sketch.undo()
    >>> [stroke.points.tolist() for stroke in sketch.page.strokes]
    [[[10.0, 10.0], [10.0, 90.0]]]
    """

    def __init__(self) -> None:
        self._pages = [Page()]
        self._current = 0
        self._last_number = 1

    @property
    def page(self) -> Page:
        """The page as it stands now."""
        return self._pages[self._current]

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._current > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back and can be taken again."""
        return self._current < len(self._pages) - 1

    def add(self, points: ArrayLike, width: float = PEN_WIDTH) -> None:
        """Add a stroke."""
        strokes = (*self.page.strokes, as_stroke(points, width))
        self._step(replace(self.page, strokes=strokes))

    def erase(self, path: ArrayLike, radius: float) -> None:
        """Take away what lies within a radius of a path; nothing there is no step.

        What was said of a digit that loses ink is forgotten: it may become another one.
        """
        from digits.eraser import erased

        strokes = erased(self.page.strokes, path, radius)
        if strokes is self.page.strokes:
            return
        gone = [each for each in self.page.strokes if not any(each is left for left in strokes)]
        kept = tuple(
            each for each in self.page.corrections if not any(_lies_in(each.box, s) for s in gone)
        )
        self._step(replace(self.page, strokes=strokes, corrections=kept))

    def clear(self) -> None:
        """Begin an empty page; an empty one stays as it is."""
        if not self.page.empty:
            self.begin(Page())

    def show(self, picture: Path) -> None:
        """Begin a page with a picture."""
        self.begin(Page(picture=picture))

    def begin(self, page: Page) -> None:
        """Begin a page with what is on another one, as one step."""
        self._last_number += 1
        self._step(replace(page, number=self._last_number))

    def turn_to(self, page: Page) -> None:
        """Go back to a page of this sketch, as one step, under its own number."""
        if page is not self.page:
            self._step(page)

    def correct(self, box: Box, digit: int) -> None:
        """Note what the digit in a box is."""
        others = [each for each in self.page.corrections if not same_place(each.box, box)]
        self._step(replace(self.page, corrections=(*others, Correction(box, digit))))

    def undo(self) -> None:
        """Take the last step back, if there is one."""
        if self.can_undo:
            self._current -= 1

    def redo(self) -> None:
        """Take the step again that was undone last, if there is one."""
        if self.can_redo:
            self._current += 1

    def _step(self, page: Page) -> None:
        self._current += 1
        self._pages[self._current :] = [page]


def same_place(one: Box, other: Box) -> bool:
    """Tell whether two boxes are about one digit: no edge moved by over a tenth of their size."""
    height = max(one.bottom - one.top, other.bottom - other.top)
    width = max(one.right - one.left, other.right - other.left)
    return all(abs(a - b) <= max(height, width) / 10 for a, b in zip(one, other, strict=True))


def _lies_in(box: Box, stroke: Stroke) -> bool:
    """Tell whether a point of a stroke lies in a box."""
    first, last = (box.left, box.top), (box.right, box.bottom)
    inside = (stroke.points >= first) & (stroke.points <= last)
    return bool(inside.all(axis=1).any())
