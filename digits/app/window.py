"""The window: wires the pad, the result panel and the reading process together."""

from __future__ import annotations

import logging
import re
import tkinter as tk
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from digits import load_recognizer
from digits.app import commands, resolution, sentences, theme
from digits.app.background import Background, Reader
from digits.app.conversation import Conversation, MakeReader
from digits.app.corrector import Corrector
from digits.app.desk import LEAST_SIDE, USUAL_SIDE, Desk
from digits.app.files import Files
from digits.app.keeper import Keeper
from digits.app.looks import Looks
from digits.app.pad import (
    DIGIT_PICKED,
    DIGIT_POINTED,
    PATH_ERASED,
    PEN_DOWN,
    PEN_MOVED,
    STROKE_DRAWN,
)
from digits.app.recent import RecentMenu
from digits.app.result_panel import DIGIT_CHOSEN, ResultPanel
from digits.app.status_line import StatusLine
from digits.app.tools import PEN_STEP, WIDTH_CHOSEN
from digits.app.user_files import UserFiles
from digits.app.worker import Load
from digits.reading import CLASSES
from digits.stroke import PEN_WIDTHS

if TYPE_CHECKING:
    import numpy as np

    from digits.session import Entry, Session

TITLE = "Handwritten digits"

GEOMETRY = re.compile(r"(\d+)x(\d+)\+(-?\d+)\+(-?\d+)")

CONTROL, MOD1, ALT = 0x4, 0x8, 0x20000
"""In the state of an event. Mod1 is Alt on X11, Command on macOS, but Num Lock on Windows."""

MOST_OF_SCREEN = 0.85
"""The share of the screen's height that the window takes; the desktop's own bars need the rest."""

SOON_MS = 20
"""How long after the start comes what the window does not need to be seen, in milliseconds."""

SHIFT = 0.1
"""The share of the pad by which a key moves what is shown."""

log = logging.getLogger(__name__)


class App(tk.Tk):
    """The desktop program: draw digits or upload a picture of them, and see them read.

    ``load`` makes the recognizer, in the process that ``background`` keeps for it; ``open``
    are pictures to begin with; ``files`` are kept from one start to the next.
    """

    def __init__(
        self,
        load: Load = load_recognizer,
        background: MakeReader = Background,
        open: Sequence[Path] = (),  # noqa: A002 - what the person asked for
        files: UserFiles | None = None,
    ) -> None:
        resolution.be_sharp()
        super().__init__()
        self.withdraw()  # until it is complete: nothing is drawn for a size that it will not have
        self._closed = False
        self._built = False
        self.accepts_drops = False
        self._timers: list[str] = []  # of what the start leaves for later
        # First, so that the network is loaded while the window is built; what the process says
        # is delivered by a timer, so not before the window is there.
        self.conversation = Conversation(self, self, load, background)
        resolution.follow_the_screen(self)
        # What the first stroke needs. Now, so that no stroke waits for it; in a thread Python might
        # collect what belongs to Tk, which ends the program. What takes less time comes later.
        import_module("numpy")
        self.title(TITLE)
        files = files or UserFiles.usual()
        self.keeper = Keeper(self, self.session, files)
        theme.dress(self, self.keeper.look)
        menus = commands.menu_bar(self)
        self.looks = Looks(self, menus["View"], self.keeper)
        self.recent = RecentMenu(menus["File"], self.keeper, lambda path: self.open([path]))
        self.desk = Desk(self)
        self.pad = self.desk.pad
        self.result = ResultPanel(self)
        self.status = StatusLine(self)
        self.files = Files(self, self.conversation, self.say, files.pasted)
        self.corrector = Corrector(self)
        self._built = True
        theme.follow(self, lambda _: self._on_chosen())  # its crop has the colors of the pad
        self._arrange()
        self._bind_events()
        self._begin(open)
        self.deiconify()

    @property
    def session(self) -> Session:
        """What was drawn, read and corrected since the start."""
        return self.conversation.session

    @property
    def reader(self) -> Reader:
        """Whatever reads for the window."""
        return self.conversation.reader

    def destroy(self) -> None:
        """Close the window: keep what is not saved, and end the reading process."""
        if self._closed:
            return
        self._closed = True
        self.conversation.close()
        if self._built:
            for timer in self._timers:
                self.after_cancel(timer)
            self.pad.finish_stroke()
            self.looks.close()
            self.keeper.change(geometry=self.geometry())
            self.keeper.close()
        super().destroy()

    def report_callback_exception(
        self, exc: type[BaseException], val: BaseException, tb: TracebackType | None
    ) -> None:
        """Log a defect and say so; Tk calls this when an event handler fails."""
        if self._closed and issubclass(exc, tk.TclError):
            return  # a dialog was open, and its window is gone
        log.error("A defect in the window", exc_info=(exc, val, tb))
        self.say(sentences.DEFECT, theme.BAD)

    # What the conversation tells

    def show_page(self) -> None:
        """Show what lies on the pad."""
        self.pad.show(self.session.page, self.conversation.picture)
        self.desk.allow(commands.UNDO, self.session.can_undo)
        self.desk.allow(commands.REDO, self.session.can_redo)
        self.desk.allow(commands.CLEAR, not self.session.page.empty)
        self.keeper.note()

    def show_readings(self) -> None:
        """Show what was read, beside the pad and on it."""
        readings = self.session.readings
        self.pad.show_readings(readings)
        self.result.show(readings)

    def show_explanation(self, picture: np.ndarray) -> None:
        """Show what speaks for the digit that is looked at."""
        self.result.explain(picture)

    def say(self, sentence: str, mood: str) -> None:
        """Show a sentence in the status line."""
        if self._built and not self._closed:
            self.status.say(sentence, mood)

    def note_opened(self, path: Path) -> None:
        """A picture was opened: it can be found again among the recent ones."""
        self.keeper.note_opened(path)
        self.recent.fill()

    # Building

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
        self.update_idletasks()
        if self.winfo_reqheight() > MOST_OF_SCREEN * self.winfo_screenheight():
            self.desk.request_room(LEAST_SIDE)
        if geometry := fitting(self.keeper.settings.geometry, self):
            self.geometry(geometry)

    def _menu_height(self) -> int:
        """On X11 the menu bar takes its height from the least size; elsewhere Tk adds it."""
        if self.tk.call("tk", "windowingsystem") != "x11":
            return 0
        shown = str(self["menu"]).replace(".", ".#")  # Tk shows a clone with this name
        return int(self.tk.call("winfo", "reqheight", shown))

    def _bind_events(self) -> None:
        self.protocol("WM_DELETE_WINDOW", self.destroy)
        commands.bind_keys(self)
        for event, action in self._actions().items():
            self.bind(event, _without_event(action))
        for digit in range(CLASSES):
            self.bind(commands.CORRECT.format(digit=digit), _plainly(self._correcting(digit)))
        for command in (commands.ERASER, commands.LIVE):  # their keys are letters
            self.bind(command.event, _plainly(self._actions()[command.event]))

    def _actions(self) -> dict[str, Callable[[], object]]:
        """What is done on each event: of the commands, and of the parts of the window."""
        files, pad, result = self.files, self.pad, self.result
        return {
            commands.UPLOAD.event: self._with_pen_up(files.choose),
            commands.PASTE.event: self._with_pen_up(files.paste),
            commands.SAVE.event: self._with_pen_up(lambda: files.save_picture(boxes=False)),
            commands.SAVE_BOXES.event: self._with_pen_up(lambda: files.save_picture(boxes=True)),
            commands.SAVE_STROKES.event: self._with_pen_up(files.save_strokes),
            commands.QUIT.event: self.destroy,
            commands.RECOGNIZE.event: self._with_pen_up(self.conversation.recognize),
            commands.COPY.event: files.copy_number,
            commands.CLEAR.event: self._clear,
            commands.UNDO.event: self._changing(self.session.undo),
            commands.REDO.event: self._changing(self.session.redo),
            commands.ERASER.event: self._switch_tool,
            commands.THICKER.event: lambda: self._set_width(pad.pen_width + PEN_STEP),
            commands.THINNER.event: lambda: self._set_width(pad.pen_width - PEN_STEP),
            commands.PREVIOUS.event: self._unless_on(
                self.desk.tools.scale, lambda: result.step(-1)
            ),
            commands.NEXT.event: self._unless_on(self.desk.tools.scale, lambda: result.step(1)),
            commands.ALTERNATIVES.event: self._unless_on(self.desk.tools, self._offer_alternatives),
            commands.HISTORY.event: self._open_history,
            commands.LIVE.event: self._switch_live,
            commands.ZOOM_IN.event: lambda: pad.zoom_by(1),
            commands.ZOOM_OUT.event: lambda: pad.zoom_by(-1),
            commands.ZOOM_FIT.event: pad.zoom_to_fit,
            commands.GO_LEFT.event: lambda: pad.move_by(-SHIFT, 0),
            commands.GO_RIGHT.event: lambda: pad.move_by(SHIFT, 0),
            commands.GO_UP.event: lambda: pad.move_by(0, -SHIFT),
            commands.GO_DOWN.event: lambda: pad.move_by(0, SHIFT),
            commands.KEYS.event: self._open_keys,
            commands.ABOUT.event: self._open_about,
            PEN_DOWN: self.conversation.pen_down,
            PEN_MOVED: lambda: self.conversation.pen_moved(pad.points),
            STROKE_DRAWN: self._on_stroke,
            PATH_ERASED: self._on_erased,
            DIGIT_POINTED: self._on_pointed,
            DIGIT_PICKED: self._on_picked,
            DIGIT_CHOSEN: self._on_chosen,
            WIDTH_CHOSEN: lambda: self._set_width(self.desk.tools.width),
        }

    def _begin(self, pictures: Sequence[Path]) -> None:
        """Show how things were left the last time, or the pictures that were asked for."""
        settings = self.keeper.settings
        self.conversation.live = settings.live
        self.pad.pen_width = settings.pen_width
        self._show_tools()
        self.pad.focus_set()
        page, sentence = self.keeper.last_drawing()
        if page is not None:
            self.session.restore(page)
        self.conversation.page_changed()
        if pictures:
            self.open(pictures)
        elif sentence or self.keeper.complaint:
            self.conversation.notice = self.keeper.complaint or sentence
            self.say(self.conversation.notice, theme.WAIT)
        self._timers = [
            self.after(SOON_MS, import_module, "digits.app.paper"),
            self.after(2 * SOON_MS, self._accept_drops),
        ]

    # What the person does

    def open(self, paths: Sequence[Path]) -> None:
        """Open picture files, one after another."""
        self.pad.finish_stroke()
        self.files.open(paths)

    def _with_pen_up(self, action: Callable[[], object]) -> Callable[[], None]:
        def act() -> None:
            self.pad.finish_stroke()
            action()

        return act

    def _changing(self, change: Callable[[], object]) -> Callable[[], None]:
        """An action that changes the page."""

        def act() -> None:
            self.pad.finish_stroke()
            before = self.session.page
            change()
            if self.session.page is not before:
                self.conversation.page_changed()

        return act

    def _clear(self) -> None:
        something = not self.session.page.empty or self.pad.drawing
        self._changing(self.session.clear)()
        if something:
            undo = commands.shown_key(commands.UNDO, self)
            self.say(sentences.CLEARED.format(undo=undo), theme.GOOD)

    def _unless_on(self, part: tk.Misc, action: Callable[[], object]) -> Callable[[], None]:
        """An action whose key means something else while the keyboard is on a part."""

        def act() -> None:
            if not str(self.focus_get()).startswith(str(part)):
                action()

        return act

    def _on_stroke(self) -> None:
        self.session.draw(self.pad.points, self.pad.stroke_width)
        self.conversation.page_changed()

    def _on_erased(self) -> None:
        self.session.erase(self.pad.points, self.pad.eraser)
        # Also when it took nothing: the eraser's traces go, and what it interrupted is read.
        self.conversation.page_changed()

    def _switch_tool(self) -> None:
        self.pad.set_eraser(not self.pad.erasing)
        self._show_tools()

    def _set_width(self, width: float) -> None:
        self.pad.pen_width = min(max(width, PEN_WIDTHS[0]), PEN_WIDTHS[1])
        self.keeper.change(pen_width=self.pad.pen_width)
        self._show_tools()

    def _switch_live(self) -> None:
        self.conversation.live = not self.conversation.live
        self.keeper.change(live=self.conversation.live)
        self._show_tools()
        if self.conversation.live:
            self.conversation.page_changed()

    def _show_tools(self) -> None:
        self.desk.tools.show(
            erasing=self.pad.erasing, width=self.pad.pen_width, live=self.conversation.live
        )

    # One digit of the number

    def _on_pointed(self) -> None:
        if self.pad.pointed is not None:
            self.result.choose(self.pad.pointed)

    def _on_picked(self) -> None:
        self._on_pointed()
        self._offer_alternatives()

    def _on_chosen(self) -> None:
        """Look at the chosen digit, on the pad as well, and ask why it was read so."""
        reading = self.result.reading
        self.pad.boxes.choose(self.result.chosen)
        if reading is not None and not self.pad.drawing:  # the hand comes first
            self.result.show_crop(self.pad.crop(reading.box))
            self.conversation.explain(reading, self.result.inside_side)

    def _offer_alternatives(self) -> None:
        reading, index = self.result.reading, self.result.chosen
        if reading is None or index is None:
            self.say(sentences.NOTHING_TO_CORRECT, theme.WAIT)
            return
        box = self.pad.boxes.place(index)
        x = min(max(box.left, 0), self.pad.side) + self.pad.winfo_rootx()
        y = min(max(box.bottom, 0), self.pad.side) + self.pad.winfo_rooty()
        self.corrector.offer(reading, round(x), round(y))

    def _correcting(self, digit: int) -> Callable[[], None]:
        def correct() -> None:
            index = self.result.chosen
            if index is None:
                self.say(sentences.NOTHING_TO_CORRECT, theme.WAIT)
                return
            self.session.correct(index, digit)
            self.result.choose(index)
            self.show_page()
            self.conversation.show_readings()
            undo = commands.shown_key(commands.UNDO, self)
            self.say(sentences.CORRECTED.format(digit=digit, undo=undo), theme.GOOD)

        return correct

    # Windows beside this one

    def _open_keys(self) -> None:
        from digits.app.keys_sheet import KeysSheet

        KeysSheet(self, commands.sheet_of_keys(self))

    def _open_about(self) -> None:
        from digits.app.about import AboutWindow, about_text, optional_parts

        missing = optional_parts()
        if not self.accepts_drops:
            missing.setdefault("drag and drop", sentences.NO_DROPS)
        AboutWindow(self, about_text(missing))

    def _open_history(self) -> None:
        from digits.app.history_window import HistoryWindow

        for child in self.winfo_children():
            if isinstance(child, HistoryWindow):
                child.destroy()  # it may not show what was read since
        HistoryWindow(self, self.session.entries, self._reopen, self.files.export)

    def _reopen(self, entry: Entry) -> None:
        self.pad.finish_stroke()
        self.session.reopen(entry)
        self.conversation.page_changed()

    def _accept_drops(self) -> None:
        from digits.app.dropping import accept_drops

        self.accepts_drops = accept_drops(self, self._on_dropped)

    def _on_dropped(self, paths: Sequence[Path]) -> None:
        if paths:
            self.open(paths)
        else:
            self.say(sentences.DROPPED_NOTHING, theme.WAIT)


def _without_event(action: Callable[[], object]) -> Callable[[tk.Event[tk.Misc]], None]:
    def act(_: tk.Event[tk.Misc]) -> None:
        action()

    return act


def _plainly(action: Callable[[], object]) -> Callable[[tk.Event[tk.Misc]], None]:
    """An action of a key that stands for itself: Tk raises its event for Ctrl and the key too."""

    def act(event: tk.Event[tk.Misc]) -> None:
        if not int(event.state) & held(str(event.widget.tk.call("tk", "windowingsystem"))):
            action()

    return act


def held(system: str) -> int:
    """Return the bits of the keys that make another key of a letter, on a system of windows."""
    return CONTROL | ALT | (0 if system == "win32" else MOD1)


def fitting(geometry: str, window: tk.Tk) -> str:
    """Return a kept geometry if its title bar would be on this screen, or nothing."""
    found = GEOMETRY.fullmatch(geometry)
    if found is None:
        return ""
    width, height, x, y = map(int, found.groups())
    fits = width <= window.winfo_screenwidth() and height <= window.winfo_screenheight()
    on_screen = (
        -width / 2 < x < window.winfo_screenwidth() - width / 2
        and 0 <= y < window.winfo_screenheight() - height / 2
    )
    return geometry if fits and on_screen else ""
