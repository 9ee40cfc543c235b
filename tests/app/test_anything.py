"""Whatever a person does, whenever the network answers: nothing fails, and no drawing is lost."""

import sys
import tempfile
from pathlib import Path

import fakes
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PIL import Image

from digits.app import commands
from digits.app.background import Stopped
from digits.app.history_window import HistoryWindow
from digits.app.user_files import UserFiles
from digits.app.worker import Defect, Explain, ReadPicture, ReadStrokes, Refused
from digits.drawing_file import open_drawing
from digits.errors import PictureError
from main import App

A_DAY = 86_400_000
"""The milliseconds of every timer: a rule lets them end, so that no clock decides what happens."""

MOVES = (
    *(commands.ZOOM_IN, commands.ZOOM_OUT, commands.ZOOM_FIT),
    *(commands.GO_LEFT, commands.GO_RIGHT, commands.GO_UP, commands.GO_DOWN),
)

places = st.tuples(st.integers(-10, 110), st.integers(-10, 110))
"""In percent of the pad's side; some lie beside the pad."""

lines = st.lists(places, min_size=1, max_size=5)


class Desktop:
    """What is around the program: files, the file dialog, the clipboard."""

    def __init__(self, folder):
        self.folder = folder
        self.chosen = []  # in the dialog
        self.save_to = None
        self.copied = []  # in the clipboard: pictures, or what is raised

    def content(self):
        if isinstance(self.copied, Exception):
            raise self.copied
        return self.copied


class WatchedReader(fakes.ReaderByHand):
    """Tells which digit it explained last."""

    def read(self):
        if isinstance(self.wanted, Explain):
            self.explained = self.wanted
        super().read()


class WatchedApp(App):
    """Tells which page it shows, page by page, even when one event makes several."""

    def __init__(self, note, **options):
        self.note = note
        super().__init__(**options)

    def show_page(self):
        super().show_page()
        self.note(self.session.page)


class Person(RuleBasedStateMachine):
    """Does anything at any time, and keeps beside the program the pages that undo leads to."""

    def __init__(self, desktop, failures):
        super().__init__()
        self.desktop, self.failures = desktop, failures
        self.files = UserFiles.within(Path(tempfile.mkdtemp(dir=desktop.folder)))
        self.saved = self.files.settings.with_name("saved.json")
        self.held = {}  # by page: what was on it when it was first seen

    @initialize(ready=st.booleans())
    def start(self, ready):
        self.turning = 0  # -1 while undo is pressed, 1 while redo is
        self.unread = None  # the page of which the network said that it cannot read it
        self.waits = False  # it does not run, and waits until it is wanted
        self.pages, self.at = [None], 0  # as undo and redo lead to them; None: not seen yet
        self.app = WatchedApp(
            self.note, load=fakes.load, background=WatchedReader, files=self.files
        )
        self.app.update()
        if ready:
            self.reader.get_ready()

    def note(self, page):
        """Keep a page that is shown: the next one, or the one that undo or redo came to."""
        held = content(page)
        assert self.held.setdefault(page, held) == held  # no page ever changes
        for at in (self.at, max(self.at + self.turning, 0)):
            if self.pages[at : at + 1] in ([page], [None] if page.empty else []):
                self.at, self.pages[at] = at, page
                return
        self.at += 1
        self.pages[self.at :] = [page]

    @property
    def reader(self):
        return self.app.reader

    @property
    def page(self):
        return self.app.session.page

    def on_pad(self, place):
        side = self.app.pad.side
        return {"x": place[0] * side // 100, "y": place[1] * side // 100}

    def key(self, keys):
        self.app.pad.focus_force()
        self.app.update()
        self.app.pad.event_generate(keys)

    # The hand

    @rule(line=lines, lifted=st.sampled_from([True, True, True, False]))
    def draw(self, line, lifted):
        pad = self.app.pad
        pad.event_generate("<Button-1>", **self.on_pad(line[0]))
        is_stroke = pad.drawing and not pad.erasing  # and neither an erasing nor a click
        for place in line[1:]:
            pad.event_generate("<B1-Motion>", **self.on_pad(place))
        if lifted:
            points = [list(point) for point in pad.points]
            pad.event_generate("<ButtonRelease-1>", **self.on_pad(line[-1]))
            assert not pad.drawing
            if is_stroke:
                assert self.page.points[-1].tolist() == points

    @rule(place=places, height=st.integers(20, 60))
    def draw_a_one(self, place, height):
        x, y = place
        self.draw([place, (x, y + height // 2), (x, y + height)], True)

    @rule(line=lines)
    def go_on_with_a_button_held(self, line):
        for place in line:
            self.app.pad.event_generate("<B1-Motion>", **self.on_pad(place))

    @rule(place=places)
    def lift(self, place):
        self.app.pad.event_generate("<ButtonRelease-1>", **self.on_pad(place))
        assert not self.app.pad.drawing

    @rule(place=places)
    def point(self, place):
        self.app.pad.event_generate("<Motion>", **self.on_pad(place))

    @rule()
    def leave_the_pad(self):
        self.app.pad.event_generate("<Leave>")

    @precondition(lambda self: self.app.session.readings)
    @rule(which=st.integers(0, 99))
    def click_on_a_digit(self, which):
        box = self.app.pad.boxes.place(which % len(self.app.session.readings))
        at = {"x": round((box.left + box.right) / 2), "y": round((box.top + box.bottom) / 2)}
        self.app.pad.event_generate("<Motion>", **at)
        self.app.pad.event_generate("<Button-1>", **at)
        self.app.pad.event_generate("<ButtonRelease-1>", **at)

    @precondition(lambda self: self.app.corrector.index("end") is not None)
    @rule(which=st.integers(0, 8))
    def choose_in_the_menu(self, which):
        self.app.corrector.invoke(which)

    @rule(by_key=st.booleans())
    def take_the_other_tool(self, by_key):
        tools = self.app.desk.tools
        if by_key:
            self.key("<e>")
        else:
            (tools.pen if self.app.pad.erasing else tools.eraser).invoke()

    @rule(line=lines)
    def erase(self, line):
        self.app.desk.tools.eraser.invoke()
        self.draw(line, lifted=True)
        self.app.desk.tools.pen.invoke()

    # Buttons and keys

    @rule(by_key=st.booleans())
    def undo(self, by_key):
        self.turn(-1, commands.UNDO, by_key)

    @rule(by_key=st.booleans())
    def redo(self, by_key):
        self.turn(1, commands.REDO, by_key)

    def turn(self, by, command, by_key=True):
        self.turning = by
        if by_key:
            self.key(command.keys[0])
        else:
            self.app.desk.buttons[command.event].invoke()
        self.turning = 0

    @rule()
    def clear(self):
        self.key("<Escape>")
        assert self.page.empty
        assert not self.app.session.readings

    @rule(by_key=st.booleans())
    def recognize(self, by_key):
        if by_key:
            self.key("<Return>")
        else:
            self.app.desk.buttons[commands.RECOGNIZE.event].invoke()

    @rule()
    def switch_live(self):
        self.app.desk.tools.live.invoke()

    @rule(keys=st.lists(st.sampled_from("0123456789"), min_size=1, max_size=3))
    def type_digits(self, keys):
        for digit in keys:
            known = self.app.result.chosen
            self.key(f"<Key-{digit}>")
            if known is not None:
                assert self.app.session.readings[known].digit == int(digit)

    @rule(key=st.sampled_from(["<plus>", "<minus>", "<Left>", "<Right>", "<Down>"]))
    def press(self, key):
        self.key(key)

    @rule()
    def copy(self):
        number = str(self.app.session.readings)
        self.key("<Control-c>")
        if number:
            assert self.app.clipboard_get() == number

    # The view

    @rule(place=places, up=st.booleans())
    def turn_the_wheel(self, place, up):
        self.app.pad.event_generate("<Button-4>" if up else "<Button-5>", **self.on_pad(place))

    @rule(start=places, end=places, let_go=st.booleans())
    def drag_the_view(self, start, end, let_go):
        pad = self.app.pad
        pad.event_generate("<Button-2>", **self.on_pad(start))
        pad.event_generate("<B2-Motion>", **self.on_pad(end))
        if let_go:
            pad.event_generate("<ButtonRelease-2>", **self.on_pad(end))

    @rule(command=st.sampled_from(MOVES))
    def look_elsewhere(self, command):
        self.key(command.keys[0])

    @rule(width=st.integers(100, 1200), height=st.integers(100, 800))
    def resize(self, width, height):
        self.app.geometry(f"{width}x{height}")

    @rule()
    def hide_and_show_the_window(self):
        self.app.withdraw()
        self.app.update()
        self.app.deiconify()

    @rule(look=st.sampled_from(["light", "dark", "system"]))
    def change_the_look(self, look):
        self.app.looks.use(look)

    # Files

    @rule(names=st.lists(st.sampled_from(["one.png", "missing.png", "notes.png"]), max_size=3))
    def upload(self, names):
        self.desktop.chosen = [self.desktop.folder / name for name in names]
        self.app.desk.buttons[commands.UPLOAD.event].invoke()

    @precondition(lambda self: self.saved.exists())
    @rule()
    def upload_what_was_saved(self):
        self.app.open([self.saved])

    @rule(what=st.sampled_from(["nothing", "files", "a picture", "no answer"]))
    def paste(self, what):
        self.desktop.copied = {
            "nothing": [],
            "files": [self.desktop.folder / "one.png", self.desktop.folder / "missing.png"],
            "a picture": Image.new("RGB", (30, 40), "white"),
            "no answer": PictureError("The program that was copied from does not answer."),
        }[what]
        self.key("<Control-v>")

    @rule(boxes=st.booleans())
    def save_a_picture(self, boxes):
        self.desktop.save_to = self.saved.with_suffix(".png")
        self.app.event_generate((commands.SAVE_BOXES if boxes else commands.SAVE).event)

    @rule()
    def save_the_strokes(self):
        self.desktop.save_to = self.saved
        self.app.event_generate(commands.SAVE_STROKES.event)
        if not self.page.empty:
            assert content(open_drawing(self.saved)) == self.held[self.page]

    # Other windows

    @rule(command=st.sampled_from([commands.HISTORY, commands.KEYS, commands.ABOUT]))
    def open_a_window(self, command):
        self.app.event_generate(command.event)

    @property
    def windows(self):
        return [child for child in self.app.winfo_children() if child.winfo_class() == "Toplevel"]

    @precondition(lambda self: self.windows)
    @rule(which=st.integers(0, 9))
    def close_a_window(self, which):
        self.windows[which % len(self.windows)].close_button.invoke()

    @rule(which=st.integers(0, 99), anew=st.booleans())
    def reopen_an_entry(self, which, anew):
        if anew:
            self.app.event_generate(commands.HISTORY.event)
        for window in self.windows:
            if isinstance(window, HistoryWindow) and window.table.get_children():
                entries = window.table.get_children()
                window.table.selection_set(entries[which % len(entries)])
                window.buttons["Open"].invoke()

    # The network

    @precondition(lambda self: not self.reader.ready)
    @rule(at_once=st.booleans())
    def the_network_gets_ready(self, at_once):
        self.waits = False
        self.reader.get_ready()
        self.reader.at_once = at_once

    @precondition(lambda self: self.reader.ready)
    @rule()
    def the_network_gets_faster_or_slower(self):
        self.reader.at_once = not self.reader.at_once
        if self.reader.at_once:
            self.reader.read()

    @precondition(lambda self: self.reader.ready and self.reader.wanted is not None)
    @rule()
    def the_network_answers(self):
        self.reader.read()

    @precondition(lambda self: not self.reader.ready or self.reader.wanted is not None)
    @rule(outcome=st.sampled_from([Refused(fakes.NO_MODEL), Defect("Traceback: while reading")]))
    def the_network_fails(self, outcome):
        asked, self.reader.wanted = self.reader.wanted, None
        self.waits = not self.reader.ready
        if isinstance(asked, ReadStrokes | ReadPicture):
            self.unread = self.page
        self.reader.deliver(outcome)

    @rule(restarting=st.booleans())
    def the_network_dies(self, restarting):
        self.reader.ready = self.reader.at_once = False
        if not restarting:
            self.reader.wanted = None
            self.waits = True
        self.reader.deliver(Stopped(restarting))

    @rule()
    def time_passes(self):
        """End the timers, the oldest first."""
        for timer in reversed(self.app.tk.splitlist(self.app.tk.call("after", "info"))):
            script, kind = self.app.tk.splitlist(self.app.tk.call("after", "info", timer))
            if kind == "timer":
                self.app.tk.call("after", "cancel", timer)
                self.app.tk.eval(script)

    # From one start to the next

    @rule(ready=st.booleans())
    def restart(self, ready):
        self.app.destroy()
        left = self.page
        self.start(ready)
        assert content(self.page) == content(left)
        assert self.app.session.can_undo != left.empty

    # What holds at any time

    @invariant()
    def all_is_well(self):
        self.app.update()
        self.nothing_has_failed()
        self.the_pad_shows_the_page()
        self.the_readings_are_the_same_everywhere()
        self.one_of_the_digits_is_looked_at()
        self.the_page_is_read_or_will_be()
        assert self.app.status.sentence
        assert self.app.status.shown

    def nothing_has_failed(self):
        if self.failures:
            failure = self.failures[0]
            self.failures.clear()  # the next example begins without
            raise failure

    def the_pad_shows_the_page(self):
        session, pad, buttons = self.app.session, self.app.pad, self.app.desk.buttons
        assert pad._page is session.page
        assert pad._picture is self.app.conversation.picture
        assert session.page is self.pages[self.at] or self.pages[self.at] is None
        assert session.can_undo == (self.at > 0)
        assert session.can_redo == (self.at < len(self.pages) - 1)
        assert usable(buttons[commands.UNDO.event]) == session.can_undo
        assert usable(buttons[commands.REDO.event]) == session.can_redo
        assert usable(buttons[commands.CLEAR.event]) == (not session.page.empty)

    def the_readings_are_the_same_everywhere(self):
        app, readings = self.app, self.app.session.readings
        assert app.result.number == str(readings)
        assert app.result._number._text.get("1.0", "end-1c") == str(readings)
        if app.pad.drawing or app.session.page.empty:
            assert not boxes(app.pad)
        else:
            assert len(boxes(app.pad)) == len(readings)

    def one_of_the_digits_is_looked_at(self):
        result, readings = self.app.result, self.app.session.readings
        assert result.chosen == self.app.pad.boxes._chosen
        assert result.chosen in (range(len(readings)) if readings else [None])
        if readings:
            assert result.reading.digit == readings[result.chosen].digit
        if result.explained:
            assert self.reader.explained.image is result.reading.image
            assert self.reader.explained.digit == result.reading.digit

    def the_page_is_read_or_will_be(self):
        """Where it is read while one draws, unless the network has just refused to."""
        session, pad = self.app.session, self.app.pad
        if self.app.conversation.live and not (pad.drawing or session.page.empty):
            known = session.up_to_date or self.reader.wanted is not None
            assert known or self.waits or self.unread is session.page

    # In the end

    def teardown(self):
        if not hasattr(self, "app") or sys.exception() is not None:
            return
        self.reader.ready = self.reader.at_once = False  # no time for the network
        self.app.pad.finish_stroke()
        last, steps = self.page, self.at
        while self.app.session.can_undo:
            self.turn(-1, commands.UNDO)
        assert self.page.empty
        for _ in range(steps):
            self.turn(1, commands.REDO)
        assert self.page is last
        self.app.destroy()


def content(page):
    """What is on a page, to be compared; a file keeps hundredths of a unit."""
    strokes = [(points.round(2).tolist(), width) for points, width in page.strokes]
    return page.picture, strokes, page.corrections


def boxes(pad):
    """The boxes that are seen on the pad, without the grounds of their labels."""
    rectangles = [item for item in pad.find_withtag("box") if pad.type(item) == "rectangle"]
    return [item for item in rectangles if not pad.itemcget(item, "fill")]


def usable(button):
    return "disabled" not in button.state()


@pytest.fixture
def desktop(monkeypatch, tmp_path, picture_file):
    """A desktop with three files, of which one is missing, and clocks that stand still."""
    desktop = Desktop(tmp_path)
    (tmp_path / "notes.png").write_text("this is text", encoding="utf-8")
    dialogs = {
        "askopenfilenames": lambda **_: tuple(map(str, desktop.chosen)),
        "asksaveasfilename": lambda **_: str(desktop.save_to),
    }
    for name, dialog in dialogs.items():
        monkeypatch.setattr(f"tkinter.filedialog.{name}", dialog)
    monkeypatch.setattr("digits.app.clipboard._content", desktop.content)
    monkeypatch.setattr("digits.app.corrector.Corrector.tk_popup", lambda *_: None)
    for timer in ("conversation.EXPLAIN_MS", "conversation.PAUSE_MS", "keeper.DELAY_MS"):
        monkeypatch.setattr(f"digits.app.{timer}", A_DAY)
    return desktop


@pytest.mark.parametrize(
    "limits",
    [
        # The same events every time: who runs the tests before a commit learns of what they
        # changed, and not of what nobody had tried before.
        settings(max_examples=30, stateful_step_count=30, derandomize=True),
        # Longer ones, and the same every time as well: CI says the same of the same program.
        pytest.param(
            settings(max_examples=40, stateful_step_count=100, derandomize=True),
            marks=pytest.mark.slow,
        ),
    ],
    ids=["short", "long"],
)
def test_a_hundred_random_events_never_raise_and_never_lose_the_drawing(limits, desktop, failures):
    run_state_machine_as_test(lambda: Person(desktop, failures), settings=limits)
