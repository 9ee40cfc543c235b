"""The strokes on the drawing pad, in order, with undo and redo.

A state of the sketch is a tuple of strokes that never changes, so that undo and redo only
step between states, and clearing the pad loses nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # the reading process is started before NumPy is imported
    import numpy as np
    from numpy.typing import ArrayLike

Strokes: TypeAlias = "tuple[np.ndarray, ...]"
"""Strokes in the order in which they were drawn, read-only."""


class Sketch:
    """Strokes that can be added, cleared, undone and redone.

    >>> sketch = Sketch()
    >>> sketch.add([(10, 10), (10, 90)])
    >>> sketch.clear()
    >>> sketch.undo()
    >>> [stroke.tolist() for stroke in sketch.strokes]
    [[[10.0, 10.0], [10.0, 90.0]]]
    """

    def __init__(self) -> None:
        self._states: list[Strokes] = [()]
        self._current = 0

    @property
    def strokes(self) -> Strokes:
        """The strokes as they stand now: float arrays (n, 2), x right, y down."""
        return self._states[self._current]

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._current > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back and can be taken again."""
        return self._current < len(self._states) - 1

    def add(self, points: ArrayLike) -> None:
        """Add a stroke."""
        self._step((*self.strokes, _stroke(points)))

    def start_over(self, points: ArrayLike) -> None:
        """Put a stroke in place of everything before it, as one step."""
        self._step((_stroke(points),))

    def clear(self) -> None:
        """Take all strokes away; an empty sketch stays as it is."""
        if self.strokes:
            self._step(())

    def undo(self) -> None:
        """Take the last step back, if there is one."""
        if self.can_undo:
            self._current -= 1

    def redo(self) -> None:
        """Take the step again that was undone last, if there is one."""
        if self.can_redo:
            self._current += 1

    def _step(self, strokes: Strokes) -> None:
        self._current += 1
        self._states[self._current :] = [strokes]


def _stroke(points: ArrayLike) -> np.ndarray:
    """The points as a read-only array (n, 2) that shares nothing with the caller's."""
    import numpy as np

    stroke = np.array(points, dtype=float)
    if stroke.ndim != 2 or stroke.shape[1] != 2 or not len(stroke):
        raise ValueError(f"a stroke is one or more points (x, y), not an array {stroke.shape}")
    stroke.flags.writeable = False
    return stroke
