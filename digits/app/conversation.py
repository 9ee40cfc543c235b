"""What the reading process is asked and when, and what becomes of its answers."""

from __future__ import annotations

import logging
import tkinter as tk
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from digits.app import sentences, theme
from digits.app.background import Deliver, Outcome, Reader, Stopped
from digits.app.worker import (
    Defect,
    Done,
    Explain,
    Explained,
    Found,
    Load,
    ReadClipboard,
    ReadDrawing,
    ReadPicture,
    ReadStrokes,
    Ready,
    Refused,
    Request,
)
from digits.drawing_file import SUFFIX
from digits.reading import Reading, Readings
from digits.session import Session
from digits.stroke import as_stroke

if TYPE_CHECKING:
    import numpy as np

MakeReader = Callable[[tk.Misc, Load, Deliver], Reader]

EXPLAIN_MS = 120
"""How long a digit is looked at before the network is asked why, in milliseconds: what
follows the hand is read first."""

PAUSE_MS = 60
"""At least so long, in milliseconds, from one reading of a stroke under way to the next: to show
one takes a third of it, and the rest is for the line."""

PREVIEWS = 3
"""How many pictures are kept in memory; an older one is opened anew when undo comes to it."""

log = logging.getLogger(__name__)


class Listener(Protocol):
    """The window, as the conversation sees it."""

    def show_page(self) -> None:
        """Show the page of the session, and its picture."""

    def show_readings(self) -> None:
        """Show the readings of the session, or that there are none."""

    def show_explanation(self, picture: np.ndarray) -> None:
        """Show what spoke for the digit that is looked at."""

    def say(self, sentence: str, mood: str) -> None:
        """Show a sentence."""

    def note_opened(self, path: Path) -> None:
        """A picture was opened."""


class Conversation:
    """Between the window and the reading process: asks, and puts answers into the session.

    With ``live`` the page is read whenever it changes; otherwise when ``recognize`` is called.
    """

    def __init__(
        self, widget: tk.Misc, listener: Listener, load: Load, make_reader: MakeReader
    ) -> None:
        self.session = Session()
        self.live = True
        self.notice = ""  # what the person should know about the start, until they do something
        self._widget = widget
        self._listener = listener
        self._asked: Request | None = None  # what the person waits for
        self._opening: list[Path] = []  # files to be opened, the first of them is asked for
        self._refused: list[str] = []  # sentences about those that could not be
        self._opened = 0  # how many of them were
        self._shown = Readings()  # the readings that the window shows
        self._pressed = False  # the person wants the page read, and was not answered yet
        self._silent = False  # something else was said that must stay
        self._broken = False  # nothing is read until the person asks for it
        self._line: Sequence[tuple[float, float]] = ()  # the stroke under way
        self._line_read = 0  # how many of its points were asked about
        self._pause: str | None = None  # the timer until that may be asked about again
        self._why: str | None = None  # the timer of the question why
        self._previews: OrderedDict[Path, np.ndarray] = OrderedDict()
        self._resting = sentences.LOADING, theme.WAIT
        self._reader = make_reader(widget, load, self._on_outcome)

    @property
    def reader(self) -> Reader:
        """Whatever reads."""
        return self._reader

    @property
    def picture(self) -> np.ndarray | None:
        """The picture of the page, uint8 (height, width, 3), as far as it is in memory."""
        path = self.session.page.picture
        return None if path is None else self._previews.get(path)

    def close(self) -> None:
        """End the reading."""
        self._stop_timers()
        self._reader.close()

    # What the person does

    def recognize(self) -> None:
        """Read the page, whether it changed or not."""
        if self._opening:
            return  # it is on its way
        if self.session.page.empty:
            self._listener.say(sentences.DRAW_FIRST, theme.WAIT)
        else:
            self._pressed = True  # if the answer is too late for the next stroke, that is read too
            self._read_page()

    def pen_down(self) -> None:
        """A stroke begins: what else was asked for is out of date."""
        self._forget()
        if not self.live:
            self.session.forget()
            self.show_readings()

    def pen_moved(self, points: Sequence[tuple[float, float]]) -> None:
        """Read the page with the stroke as far as it is drawn, as soon as that can be.

        The reading under way is not replaced: where the hand is faster, none would ever come.
        """
        self._line = points
        self._read_line()

    def page_changed(self) -> None:
        """Show the page, and read it if that is wanted."""
        self._forget()
        self._listener.show_page()
        page = self.session.page
        wanted = self._pressed or (self.live and not self._broken)
        if page.empty:
            self.session.forget()
        elif not self.session.up_to_date:
            if wanted:
                self._read_page()
                if self.session.readings != self._shown:  # they were of another page
                    self.show_readings()
                return
            self.session.forget()
        self._pressed = False
        self.show_readings()
        if self._picture_is_missing() and (wanted or not self._broken):
            self._read_page()

    def show_readings(self) -> None:
        """Show the readings of the session, which may be none."""
        self._shown = self.session.readings
        self._listener.show_readings()

    def open(self, paths: Iterable[Path]) -> None:
        """Read pictures and saved drawings one after another; each begins a page."""
        self._forget()
        self._pressed = False
        self._opening = list(paths)
        self._opened = 0
        self._open_next()

    def paste(self, folder: Path, text: str) -> None:
        """Open the pictures in the clipboard; one without a file becomes one in the folder."""
        self._forget()
        self._pressed = False
        self._ask(ReadClipboard(folder, text))

    def explain(self, reading: Reading, side: int) -> None:
        """Ask what speaks for a digit, unless something more urgent comes."""
        self._stop_why()
        if isinstance(self._asked, Explain):  # of another digit, or of what this one was before
            self._asked = None
            self._reader.cancel()

        def ask() -> None:
            self._why = None
            if self._asked is None and self._reader.ready:
                self._asked = Explain(reading.image, reading.digit, side)
                self._reader.request(self._asked)

        self._why = self._widget.after(EXPLAIN_MS, ask)

    # What the reading process says

    def _on_outcome(self, outcome: Outcome) -> None:
        asked = self._asked
        match outcome:
            case Ready():
                self._broken = False
                self._rest(sentences.READY, theme.GOOD)
                self._say_notice()
                if asked is None:
                    self._read_what_was_missed()
                elif not isinstance(asked, Explain):
                    self._listener.say(sentences.READING, theme.WAIT)
            case Done():
                self._asked = None
                self._on_done(asked, outcome)
            case Found(paths):
                self.open(paths)
            case Explained(picture):
                self._asked = None
                self._listener.show_explanation(picture)
            case Refused(sentence):
                self._on_failure(sentences.by_name(asked, sentence))
            case Defect(traceback):
                log.error("A defect in the reading process\n%s", traceback)
                self._on_failure(sentences.DEFECT)
            case Stopped(restarting):
                self._on_stopped(restarting)

    def _on_done(self, asked: Request | None, done: Done) -> None:
        self._pressed = False
        if isinstance(asked, ReadPicture | ReadDrawing):
            self._take_file(asked.path, done)
        drawing = isinstance(asked, ReadStrokes) and len(asked.strokes) > len(
            self.session.page.strokes
        )
        self.session.take(done.readings, drawing=drawing)
        self.show_readings()
        if self._opening or self._refused:
            self._open_next()
        elif drawing:
            self._read_line()  # the reading says it all
        elif self._silent:
            return
        elif self.notice:
            self._say_notice()
        elif done.readings:
            self._listener.say(sentences.read(asked), theme.GOOD)
        else:
            self._listener.say(sentences.nothing_found(asked), theme.WAIT)

    def _take_file(self, path: Path, done: Done) -> None:
        """Show the page that a file holds, or the picture of the page if it was missing."""
        picture = path if done.page is None else done.page.picture
        if picture is not None and done.preview is not None:
            self._keep_preview(picture, done.preview)
        if self._opening:
            self._opening.pop(0)
            self._opened += 1
            if done.page is None:
                self.session.show(path)
            else:
                self.session.restore(done.page)
            self._listener.note_opened(path)
        self._listener.show_page()

    def _on_failure(self, sentence: str) -> None:
        asked, self._asked = self._asked, None
        self._pressed = False
        was_opening = bool(self._opening) or isinstance(asked, ReadClipboard)
        if not self._reader.ready:  # the network could not be loaded
            self._broken = True
            self._opening.clear()
            self._rest(sentence, theme.BAD)
        elif self._opening:
            self._opening.pop(0)
            self._refused.append(sentence)
            self._open_next()
        else:
            self._listener.say(sentence, theme.BAD)
        if not (self.session.up_to_date or isinstance(asked, Explain)):
            self.session.forget()  # what is shown is of another page
            self.show_readings()
        if was_opening and self._asked is None and self._reader.ready:
            self._read_what_was_missed(silently=True)  # that it was not opened stays said

    def _on_stopped(self, restarting: bool) -> None:
        if restarting:
            self._rest(sentences.RESTARTED, theme.WAIT)
        else:
            self._broken = True
            self._pressed = False
            self._asked = None
            self._opening.clear()
            self._rest(sentences.STOPPED, theme.BAD)

    # What both need

    def _say_notice(self) -> None:
        if self.notice:
            self._listener.say(self.notice, theme.WAIT)

    def _open_next(self) -> None:
        self._silent = False
        if self._opening:
            path = self._opening[0]
            is_drawing = path.suffix.lower() == SUFFIX
            self._ask(ReadDrawing(path) if is_drawing else ReadPicture(path))
        elif self._refused:
            self._listener.say(sentences.refused(self._refused, self._opened), theme.BAD)
            self._refused = []

    def _read_page(self, *, silently: bool = False) -> None:
        page = self.session.page
        self._silent = silently
        if page.picture is None:
            self._ask(ReadStrokes(page.points), quietly=self.live)
        else:
            request = ReadPicture(page.picture, page.strokes, preview=self._picture_is_missing())
            self._ask(request, quietly=silently)

    def _read_what_was_missed(self, *, silently: bool = False) -> None:
        """Read a page whose reading was called off, or on which the pen was before Ready."""
        unread = not self.session.page.empty and not self.session.up_to_date
        if (self.live and unread) or self._picture_is_missing():
            self._read_page(silently=silently)

    def _read_line(self) -> None:
        """Read the page with the stroke under way, unless its last reading is too fresh."""
        page = self.session.page
        if not self.live or not self._reader.ready or page.picture is not None:
            return
        under_way = self._pause is not None or isinstance(self._asked, ReadStrokes)
        if not under_way and len(self._line) > self._line_read:
            self._line_read = len(self._line)
            self._pause = self._widget.after(PAUSE_MS, self._end_pause)
            self._asked = ReadStrokes((*page.points, as_stroke(self._line).points))
            self._reader.request(self._asked)

    def _end_pause(self) -> None:
        self._pause = None
        self._read_line()

    def _ask(self, request: Request, *, quietly: bool = False) -> None:
        self._stop_why()
        self._asked = request
        self._reader.request(request)
        if self._asked is not request:  # it has been answered already
            return
        if not self._reader.ready:
            self._rest(sentences.LOADING, theme.WAIT)
            self._listener.say(sentences.QUEUED, theme.WAIT)
        elif not quietly:
            self._listener.say(sentences.READING, theme.WAIT)

    def _picture_is_missing(self) -> bool:
        return self.session.page.picture is not None and self.picture is None

    def _keep_preview(self, path: Path, preview: np.ndarray) -> None:
        self._previews[path] = preview
        self._previews.move_to_end(path)
        while len(self._previews) > PREVIEWS:
            self._previews.popitem(last=False)

    def _forget(self) -> None:
        """Stop waiting for what was asked."""
        self._stop_timers()
        self._asked = None
        self._line, self._line_read = (), 0
        self._opening.clear()
        self._refused = []
        self.notice = ""
        self._reader.cancel()
        self._rest()

    def _stop_timers(self) -> None:
        self._stop_why()
        if self._pause is not None:
            self._widget.after_cancel(self._pause)
            self._pause = None

    def _stop_why(self) -> None:
        if self._why is not None:
            self._widget.after_cancel(self._why)
            self._why = None

    def _rest(self, sentence: str = "", mood: str = "") -> None:
        """Say this, or what was said last by this way, now that there is nothing else to say."""
        if sentence:
            self._resting = sentence, mood
        self._listener.say(*self._resting)
