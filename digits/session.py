"""One sitting at the program: what is on the pad, what was read, what was corrected.

It knows nothing of windows: whatever a person can do to the drawing is a method here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digits.reading import Reading, Readings
from digits.sketch import Page, Sketch, same_place
from digits.stroke import PEN_WIDTH

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, eq=False)
class Entry:
    """A line of the history: a page, what the network read on it, and when that began."""

    page: Page
    read: Readings
    time: datetime

    @property
    def readings(self) -> Readings:
        """What was read, with the person's corrections."""
        return corrected(self.read, self.page)


class Session:
    """The page on the pad, its readings, and the history of both.

    A reading stays until a newer one comes or ``forget`` is called: whether an old reading is
    better than none is for the window to say. A correction belongs to a place on the page, so
    it holds when the same digit is read anew, and lapses when the digit's box is another.
    """

    def __init__(self, now: Callable[[], datetime] = datetime.now) -> None:
        self._sketch = Sketch()
        self._read = Readings()  # by the network
        self._read_on: Page | None = None  # the page on which it read that
        self._entries: dict[int, Entry] = {}  # by the number of the page
        self._now = now

    @property
    def page(self) -> Page:
        """What lies on the pad."""
        return self._sketch.page

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._sketch.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return self._sketch.can_redo

    @property
    def readings(self) -> Readings:
        """What was read, with the person's corrections; boxes in pad units."""
        return corrected(self._read, self.page)

    @property
    def up_to_date(self) -> bool:
        """Whether the readings are those of the page as it stands."""
        return self._read_on is not None and self._read_on.looks_like(self.page)

    @property
    def entries(self) -> list[Entry]:
        """What was read in this session, page by page, the oldest first."""
        return list(self._entries.values())

    def draw(self, points: ArrayLike, width: float = PEN_WIDTH) -> None:
        """Add a stroke, points (n, 2) in pad units."""
        self._sketch.add(points, width)

    def erase(self, path: ArrayLike, radius: float) -> None:
        """Take away what lies within a radius of a path."""
        self._sketch.erase(path, radius)

    def clear(self) -> None:
        """Begin an empty page."""
        self._sketch.clear()
        self.forget()

    def show(self, picture: Path) -> None:
        """Begin a page with a picture."""
        self._sketch.show(picture)
        self.forget()

    def restore(self, page: Page) -> None:
        """Begin a page with what was saved."""
        self._sketch.begin(page)
        self.forget()

    def reopen(self, entry: Entry) -> None:
        """Bring back a page of the history and what was read on it."""
        self._sketch.turn_to(entry.page)
        self._read, self._read_on = entry.read, entry.page

    def undo(self) -> None:
        """Take the last step back: a stroke, an erasing, a clearing, a picture, a correction."""
        if self.can_undo:
            number = self.page.number
            self._sketch.undo()
            self._recall(number)

    def redo(self) -> None:
        """Take again what was undone last."""
        if self.can_redo:
            number = self.page.number
            self._sketch.redo()
            self._recall(number)

    def correct(self, index: int, digit: int) -> None:
        """Say what a digit is; what the network thinks itself is a correction as well."""
        if self.readings[index].correction != digit:
            self._sketch.correct(self._read[index].box, digit)
            if self.up_to_date:  # else what is noted would have been read on another page
                self._enter()

    def take(self, readings: Readings, *, drawing: bool = False) -> None:
        """Take what was read on the page as it stands now.

        While a stroke is ``drawing``, the readings are about that stroke too, which is not yet
        on the page: the history waits for its end.
        """
        self._read = readings
        self._read_on = None if drawing else self.page
        if not drawing:
            self._enter()

    def forget(self) -> None:
        """Have no reading, until a new one comes."""
        self._read, self._read_on = Readings(), None

    def _enter(self) -> None:
        """Note in the history what the page says now; a page without digits is not noted."""
        number = self.page.number
        if self._read:
            began = self._entries[number].time if number in self._entries else self._now()
            self._entries[number] = Entry(self.page, self._read, began)
        else:
            self._entries.pop(number, None)

    def _recall(self, number: int) -> None:
        """After a step from the page of a number: take what the history knows of this one."""
        known = self._entries.get(self.page.number)
        if known is not None and known.page.looks_like(self.page):
            self._read, self._read_on = known.read, self.page
            self._enter()  # its corrections may be others
        elif self.page.number != number:  # what was read has nothing to do with this page
            self.forget()


def corrected(readings: Readings, page: Page) -> Readings:
    """Return readings with what the person said of digits at their places: that is sure."""

    def one(reading: Reading) -> Reading:
        for box, digit in page.corrections:
            if same_place(box, reading.box):
                return replace(reading, correction=digit, sure=True)
        return reading

    return Readings(map(one, readings))
