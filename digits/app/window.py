"""The window: wires the pad, the result panel and the reading process together."""

from __future__ import annotations

import logging
import tkinter as tk
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tkinter import filedialog
from types import TracebackType

from digits import load_recognizer
from digits.app import sentences, theme
from digits.app.background import Background, Deliver, Outcome, Reader, Stopped
from digits.app.commands import (
    CLEAR,
    QUIT,
    RECOGNIZE,
    REDO,
    UNDO,
    UPLOAD,
    bind_keys,
    menu_bar,
)
from digits.app.desk import LEAST_SIDE, USUAL_SIDE, Desk
from digits.app.folders import pictures_folder
from digits.app.pad import PEN_DOWN, SKETCH_CHANGED
from digits.app.result_panel import ResultPanel
from digits.app.status_line import StatusLine
from digits.app.worker import (
    Defect,
    Done,
    Load,
    ReadPicture,
    ReadStrokes,
    Ready,
    Refused,
    Request,
)

TITLE = "Handwritten digits"

MakeReader = Callable[[tk.Misc, Load, Deliver], Reader]

log = logging.getLogger(__name__)


class App(tk.Tk):
    """The desktop program: draw digits or upload a picture of them, and see them read.

    ``load`` makes the recognizer, in the process that ``background`` keeps for it.
    """

    def __init__(self, load: Load = load_recognizer, background: MakeReader = Background) -> None:
        super().__init__()
        # First, so that the network is loaded while the window is built; what the process says
        # is delivered by a timer, so not before the window is there.
        self.reader = background(self, load, self._on_outcome)
        # What the first stroke needs. Now, so that no stroke waits for it; in a thread Python might
        # collect what belongs to Tk, which ends the program.
        import_module("numpy")
        self.title(TITLE)
        theme.dress(self)
        self.configure(menu=menu_bar(self))
        self.desk = Desk(self)
        self.pad = self.desk.pad
        self.result = ResultPanel(self)
        self.status = StatusLine(self)
        self._arrange()
        self._bind_events()
        self._closed = False
        self._asked: Request | None = None  # what the person waits for
        self._picture: Path | None = None  # the file that the pad shows, or showed last
        self._folder: Path | None = None  # where the person chose a file last
        self._rest(sentences.LOADING, theme.WAIT)

    def destroy(self) -> None:
        """Close the window and end the reading process."""
        if not self._closed:
            self._closed = True
            self.reader.close()
            super().destroy()

    def report_callback_exception(
        self, exc: type[BaseException], val: BaseException, tb: TracebackType | None
    ) -> None:
        """Log a defect and say so; Tk calls this when an event handler fails."""
        if self._closed and issubclass(exc, tk.TclError):
            return  # a dialog was open, and its window is gone
        log.error("A defect in the window", exc_info=(exc, val, tb))
        self.status.say(sentences.DEFECT, theme.BAD)

    def _arrange(self) -> None:
        edge = theme.pixels(self, "16p")
        self.desk.grid(row=0, column=0, sticky="nsew", padx=(edge, 0), pady=(edge, 0))
        self.result.grid(row=0, column=1, sticky="nsew", padx=edge, pady=(edge, 0))
        self.status.grid(row=1, column=0, columnspan=2, sticky="ew", padx=edge, pady=("9p", "3p"))
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._limit_size()

    def _limit_size(self) -> None:
        """Keep the window from being made so small that something would be cut."""
        self.desk.request_room(LEAST_SIDE)
        self.update_idletasks()
        self.minsize(self.winfo_reqwidth(), self.winfo_reqheight() + self._menu_height())
        self.desk.request_room(USUAL_SIDE)

    def _menu_height(self) -> int:
        """On X11 the menu bar takes its height from the least size; elsewhere Tk adds it."""
        if self.tk.call("tk", "windowingsystem") != "x11":
            return 0
        shown = str(self["menu"]).replace(".", ".#")  # Tk shows a clone with this name
        return int(self.tk.call("winfo", "reqheight", shown))

    def _bind_events(self) -> None:
        self.protocol("WM_DELETE_WINDOW", self.destroy)
        bind_keys(self)
        actions = {
            RECOGNIZE.event: self._recognize,
            CLEAR.event: self._clear,
            UNDO.event: self.pad.undo,
            REDO.event: self.pad.redo,
            UPLOAD.event: self._upload,
            QUIT.event: self.destroy,
            PEN_DOWN: self._on_pen_down,
            SKETCH_CHANGED: self._on_sketch_changed,
        }
        for event, action in actions.items():
            self.bind(event, _without_event(action))

    # What the person does

    def _recognize(self) -> None:
        self.pad.finish_stroke()
        if isinstance(self._asked, ReadPicture):
            return  # it is on its way
        if self.pad.shows_picture and self._picture is not None:
            self._ask(ReadPicture(self._picture, self.pad.side))
        elif self.pad.strokes:
            self._ask(ReadStrokes(self.pad.strokes))
        else:
            self.status.say(sentences.DRAW_FIRST, theme.WAIT)

    def _clear(self) -> None:
        self._forget()
        self.pad.clear()

    def _upload(self) -> None:
        name = filedialog.askopenfilename(
            parent=self,
            title="Upload an image of digits",
            filetypes=_file_types(),
            initialdir=self._folder or pictures_folder(),
        )
        if name:
            self._folder = Path(name).parent
            self._ask(ReadPicture(Path(name), self.pad.side))

    def _on_pen_down(self) -> None:
        """A reading is stale as soon as the drawing changes."""
        self.result.clear()
        self.reader.cancel()
        if isinstance(self._asked, ReadPicture):
            self._asked = None  # they draw instead
        self.status.say(*self._resting)

    def _on_sketch_changed(self) -> None:
        """Forget the stale reading; one that was asked for is asked for anew."""
        again = isinstance(self._asked, ReadStrokes) and self.pad.strokes
        self.result.clear()
        self._forget()
        if again:
            self._recognize()

    # What the reading process says

    def _on_outcome(self, outcome: Outcome) -> None:
        match outcome:
            case Ready():
                self._on_ready()
            case Done():
                self._on_done(outcome)
            case Refused(sentence):
                self._on_failure(sentences.by_name(self._asked, sentence))
            case Defect(traceback):
                log.error("A defect in the reading process\n%s", traceback)
                self._on_failure(sentences.DEFECT)
            case Stopped(restarting):
                self._on_stopped(restarting)

    def _on_ready(self) -> None:
        self._rest(sentences.READY, theme.GOOD)
        if self._asked is not None:
            self.status.say(sentences.READING, theme.WAIT)

    def _on_done(self, done: Done) -> None:
        asked, self._asked = self._asked, None
        if isinstance(asked, ReadPicture) and done.preview is not None:
            self._picture = asked.path
            self.pad.show_picture(done.preview)
        if done.readings:
            self.result.show(done.readings)
            self.status.say(sentences.read(asked), theme.GOOD)
        else:
            self.result.clear()
            self.status.say(sentences.nothing_found(asked), theme.WAIT)

    def _on_failure(self, sentence: str) -> None:
        self._asked = None
        if self.reader.ready:
            self.status.say(sentence, theme.BAD)
        else:  # the network could not be loaded: nothing is read until that is mended
            self._rest(sentence, theme.BAD)

    def _on_stopped(self, restarting: bool) -> None:
        if restarting:
            self._rest(sentences.RESTARTED, theme.WAIT)
        else:
            self._asked = None
            self._rest(sentences.STOPPED, theme.BAD)

    # What both need

    def _ask(self, request: Request) -> None:
        self._asked = request
        self.reader.request(request)
        if self._asked is None:  # it has been answered already
            return
        if self.reader.ready:
            self.status.say(sentences.READING, theme.WAIT)
        else:
            self._rest(sentences.LOADING, theme.WAIT)
            self.status.say(sentences.QUEUED, theme.WAIT)

    def _forget(self) -> None:
        """Stop waiting for what was asked."""
        self._asked = None
        self.reader.cancel()
        self.status.say(*self._resting)

    def _rest(self, sentence: str, color: str) -> None:
        """Say this now, and whenever there is nothing else to say."""
        self._resting = sentence, color
        self.status.say(sentence, color)


def _without_event(action: Callable[[], None]) -> Callable[[tk.Event[tk.Misc]], None]:
    return lambda _: action()


def _file_types() -> list[tuple[str, tuple[str, ...]]]:
    """Filters of the file dialog; where case matters, ``.PNG`` is a picture as well."""
    from digits.pictures import SUFFIXES  # here, so that the window opens without Pillow

    endings = (*SUFFIXES, *(suffix.upper() for suffix in SUFFIXES))
    return [("Pictures", endings), ("All files", ("*",))]
