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
"""The milliseconds of every timer: a rule ends them, so that no clock decides what happens."""

CLOCKS = ["conversation.EXPLAIN_MS", "conversation.PAUSE_MS"]
CLOCKS += ["keeper.DELAY_MS", "looks.ASK_MS", "window.SOON_MS"]

FILES = ["one.png", "missing.png", "notes.png", "saved.json"]
CHOICES = [FILES[:1], FILES[:1], FILES[3:], FILES[1:2], FILES[2:3], FILES, []]

KEYS = ["<Escape>", "<Left>", "<Right>", "<Down>", "<plus>", "<minus>", "<e>", "<l>", "<l>"]
KEYS += ["<Control-c>", "<Control-plus>", "<Control-Key-0>", "<Shift-Left>", "<Shift-Down>"]

FAILURES = [Refused(fakes.NO_MODEL), Defect("Traceback: while reading")]
FAILURES += [Stopped(restarting=True), Stopped(restarting=False)]

LOOKS = ["light", "dark", "system", "hidden"]

places = st.tuples(st.integers(-10, 110), st.integers(-10, 110))
"""In percent of the pad's side; some lie beside the pad."""

lines = st.lists(places, min_size=1, max_size=5)
columns = st.lists(st.sampled_from([10, 40, 70, 100]), max_size=3, unique=True)
mostly = st.sampled_from([True, True, True, False])


class Desktop:
    """What is around the program: files, their dialogs, the clipboard."""

    def __init__(self, folder):
        self.folder = folder
        self.chosen = []  # the files to open, or the one to save
        self.copied = []  # the content of the clipboard, or the error that asking for it raises

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
        self.saved = desktop.folder / "saved.json"
        self.saved.unlink(missing_ok=True)
        self.held = {}  # by page: what was on it when it was first seen

    @initialize(ready=mostly, at_once=st.booleans(), columns=columns)
    def begin(self, ready, at_once, columns):
        self.start(ready, at_once)
        self.draw_ones(columns, 60)

    def start(self, ready, at_once):
        self.turning = 0  # -1 while undo is pressed, 1 while redo is
        self.pages, self.at = [None], 0  # as undo and redo lead to them; None: not seen yet
        self.line = []  # the stroke that is drawn, as far as it was known
        self.unread = None  # the page of which the network said that it cannot read it
        self.broken = False  # it does not run until the person wants something read
        self.app = WatchedApp(
            self.note, load=fakes.load, background=WatchedReader, files=self.files
        )
        self.app.update()
        if ready:
            self.the_network_gets_ready(at_once)

    def note(self, page):
        """Keep a page that is shown: the same one, the one that undo or redo led to, or a new."""
        held = content(page)
        assert self.held.setdefault(page, held) == held  # no page ever changes
        if page.strokes and page.points[-1].tolist()[: len(self.line)] == self.line:
            self.line = []
        known = (page, None) if page.empty else (page,)
        for at in (self.at, self.at + self.turning):
            if 0 <= at < len(self.pages) and self.pages[at] in known:
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

    def press(self, command, by_key):
        if by_key:
            self.key(command.keys[0])
        else:
            self.app.desk.buttons[command.event].invoke()

    # The hand

    @rule(line=lines, lifted=mostly)
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

    @rule(columns=columns, height=st.integers(20, 60))
    def draw_ones(self, columns, height):
        for x in columns:
            self.draw([(x, 20), (x, 20 + height // 2), (x, 20 + height)], lifted=True)

    @rule(line=lines, lifted=mostly)
    def go_on(self, line, lifted):
        for place in line:
            self.app.pad.event_generate("<B1-Motion>", **self.on_pad(place))
        if lifted:
            self.app.pad.event_generate("<ButtonRelease-1>", **self.on_pad(line[-1]))
            assert not self.app.pad.drawing

    @rule(line=lines, put_away=mostly)
    def erase(self, line, put_away):
        tools = self.app.desk.tools
        tools.eraser.invoke()
        self.draw(line, lifted=True)
        if put_away:
            tools.pen.invoke()
        assert self.app.pad.erasing != put_away

    @rule(place=places | st.none())
    def point(self, place):
        if place is None:
            self.app.pad.event_generate("<Leave>")
        else:
            self.app.pad.event_generate("<Motion>", **self.on_pad(place))

    @precondition(lambda self: self.app.session.readings)
    @rule(which=st.integers(0, 9), click=st.booleans())
    def point_at_a_digit(self, which, click):
        box = self.app.pad.boxes.place(which % len(self.app.session.readings))
        at = {"x": round((box.left + box.right) / 2), "y": round((box.top + box.bottom) / 2)}
        events = ("<Motion>", "<Button-1>", "<ButtonRelease-1>") if click else ("<Motion>",)
        for event in events:
            self.app.pad.event_generate(event, **at)

    @precondition(lambda self: self.app.corrector.index("end") is not None)
    @rule(which=st.integers(0, 8))
    def choose_another_digit(self, which):
        """In the menu, which may be about a digit that is no longer there."""
        self.app.corrector.invoke(which)

    # Buttons and keys

    @rule(by=st.sampled_from([-1, -1, 1]), times=st.integers(1, 3), by_key=mostly)
    def turn(self, by, times, by_key):
        self.turning = by
        for _ in range(times):
            self.press(commands.UNDO if by == -1 else commands.REDO, by_key)
        self.turning = 0

    @rule(by_key=st.booleans())
    def recognize(self, by_key):
        self.press(commands.RECOGNIZE, by_key)

    @rule(digits=st.lists(st.integers(0, 9), min_size=1, max_size=3))
    def type_digits(self, digits):
        for digit in digits:
            index = self.app.result.chosen
            self.key(f"<Key-{digit}>")
            if index is not None:
                assert self.app.session.readings[index].digit == digit

    @rule(key=st.sampled_from(KEYS))
    def press_a_key(self, key):
        number = str(self.app.session.readings)
        self.key(key)
        if key == "<Escape>":
            assert self.page.empty
            assert not self.app.session.readings
        if key == "<Control-c>" and number:
            assert self.app.clipboard_get() == number

    # The view and the window

    @rule(place=places, way=st.sampled_from(["<Button-4>", "<Button-5>", "drag", "lost"]))
    def zoom_or_drag(self, place, way):
        pad = self.app.pad
        if way.startswith("<"):
            pad.event_generate(way, **self.on_pad(place))
            return
        pad.event_generate("<Button-2>", **self.on_pad((50, 50)))
        pad.event_generate("<B2-Motion>", **self.on_pad(place))
        if way == "drag":
            pad.event_generate("<ButtonRelease-2>", **self.on_pad(place))

    @rule(change=st.tuples(st.integers(100, 1200), st.integers(100, 800)) | st.sampled_from(LOOKS))
    def change_the_window(self, change):
        if change == "hidden":
            self.app.withdraw()
            self.app.update()
            self.app.deiconify()
        elif isinstance(change, str):
            self.app.looks.use(change)
        else:
            width, height = change
            self.app.geometry(f"{width}x{height}")

    @property
    def windows(self):
        return [child for child in self.app.winfo_children() if child.winfo_class() == "Toplevel"]

    @rule(command=st.sampled_from([commands.HISTORY, commands.KEYS, commands.ABOUT, None]))
    def open_or_close_windows(self, command):
        if command is not None:
            self.app.event_generate(command.event)
            return
        for window in self.windows:
            window.close_button.invoke()

    @rule(which=st.integers(0, 99), anew=mostly)
    def reopen_an_entry(self, which, anew):
        """In a window that is new, or that shows what was read until it was opened."""
        if anew:
            self.app.event_generate(commands.HISTORY.event)
        for window in self.windows:
            if isinstance(window, HistoryWindow) and (rows := window.table.get_children()):
                window.table.selection_set(rows[which % len(rows)])
                window.buttons["Open"].invoke()

    # Files

    @rule(names=st.sampled_from(CHOICES))
    def upload(self, names):
        self.desktop.chosen = [self.desktop.folder / name for name in names]
        self.press(commands.UPLOAD, by_key=True)

    @rule(what=st.sampled_from(["nothing", "files", "a picture", "no answer"]))
    def paste(self, what):
        self.desktop.copied = {
            "nothing": [],
            "files": [self.desktop.folder / name for name in FILES],
            "a picture": Image.new("RGB", (30, 40), "white"),
            "no answer": PictureError("The program that was copied from does not answer."),
        }[what]
        self.press(commands.PASTE, by_key=True)

    @rule(command=st.sampled_from([commands.SAVE, commands.SAVE_BOXES, commands.SAVE_STROKES]))
    def save(self, command):
        as_strokes = command is commands.SAVE_STROKES
        self.desktop.chosen = [self.saved if as_strokes else self.saved.with_suffix(".png")]
        self.app.event_generate(command.event)
        if as_strokes and not self.page.empty:
            assert content(open_drawing(self.saved)) == content(self.page)

    # The network

    @precondition(lambda self: not self.reader.ready)
    @rule(at_once=st.booleans())
    def the_network_gets_ready(self, at_once):
        self.broken = False
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

    @rule(how=st.sampled_from(FAILURES))
    def the_network_fails(self, how):
        asked, was_ready = self.reader.wanted, self.reader.ready
        if isinstance(how, Stopped):
            self.reader.ready = self.reader.at_once = False
        elif was_ready and asked is None:
            return  # it was not asked anything
        if not isinstance(how, Stopped) or not how.restarting:
            self.reader.wanted = None
            self.broken = not self.reader.ready
        if isinstance(asked, ReadStrokes | ReadPicture):
            self.unread = self.page
        self.reader.deliver(how)

    @precondition(lambda self: self.reader.ready and self.app.session.readings)
    @rule(steps=st.lists(st.sampled_from(["<Right>", "<Key-7>", "time", "answer"]), min_size=3))
    def look_at_digits(self, steps):
        """The network may explain one digit while the next is looked at already."""
        self.reader.at_once = False
        for step in steps:
            if step == "time":
                self.time_passes()
            elif step == "answer":
                self.reader.read()
            else:
                self.key(step)
            self.all_is_well()

    @rule()
    def time_passes(self):
        """End the timers, the oldest first."""
        for timer in reversed(self.app.tk.splitlist(self.app.tk.call("after", "info"))):
            script, kind = self.app.tk.splitlist(self.app.tk.call("after", "info", timer))
            if kind == "timer":
                self.app.tk.call("after", "cancel", timer)
                self.app.tk.eval(script)

    # From one start to the next

    @rule(ready=mostly, at_once=st.booleans())
    def restart(self, ready, at_once):
        self.app.destroy()
        assert not self.line
        left = self.page
        self.start(ready, at_once)
        assert content(self.page) == content(left)
        assert self.app.session.can_undo != left.empty

    def teardown(self):
        """In the end every page is still there."""
        if hasattr(self, "app"):
            if sys.exception() is None:
                self.go_back_and_forth()
            self.app.destroy()

    def go_back_and_forth(self):
        self.reader.ready = self.reader.at_once = False  # nobody waits for these readings
        self.app.pad.finish_stroke()
        last, steps = self.page, self.at
        self.turn(-1, steps, by_key=True)
        assert self.page.empty
        self.turn(1, steps, by_key=True)
        assert self.page is last

    # What holds at any time

    @invariant()
    def all_is_well(self):
        self.app.update()
        self.nothing_has_failed()
        self.the_stroke_that_was_drawn_is_on_a_page()
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

    def the_stroke_that_was_drawn_is_on_a_page(self):
        """Unless it is still drawn."""
        pad = self.app.pad
        line = [list(point) for point in pad.points] if pad.drawing and not pad.erasing else []
        assert line[: len(self.line)] == self.line
        self.line = line

    def the_pad_shows_the_page(self):
        session, pad, buttons = self.app.session, self.app.pad, self.app.desk.buttons
        assert pad._page is session.page
        assert pad._picture is self.app.conversation.picture
        assert session.page is self.pages[self.at]
        assert session.can_undo == usable(buttons[commands.UNDO.event]) == (self.at > 0)
        can_redo = self.at < len(self.pages) - 1
        assert session.can_redo == usable(buttons[commands.REDO.event]) == can_redo
        assert usable(buttons[commands.CLEAR.event]) != session.page.empty

    def the_readings_are_the_same_everywhere(self):
        pad, result, readings = self.app.pad, self.app.result, self.app.session.readings
        assert result.number == str(readings)
        assert result._number._text.get("1.0", "end-1c") == str(readings)
        assert len(boxes(pad)) == (0 if pad.drawing else len(readings))

    def one_of_the_digits_is_looked_at(self):
        result, readings = self.app.result, self.app.session.readings
        assert result.chosen in (range(len(readings)) if readings else [None])
        assert result.chosen == self.app.pad.boxes._chosen
        if result.chosen is not None:
            assert result.reading.digit == readings[result.chosen].digit
        if result.explained:
            assert self.reader.explained.image is result.reading.image
            assert self.reader.explained.digit == result.reading.digit

    def the_page_is_read_or_will_be(self):
        """Unless it is read only when the person says so, or the network has just failed at it."""
        app, page = self.app, self.page
        if app.pad.drawing or self.broken or self.reader.wanted is not None or page is self.unread:
            return
        assert page.picture is None or app.conversation.picture is not None
        assert app.session.up_to_date or page.empty or not app.conversation.live


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
    """A desktop with its files, of which one is missing, and clocks that stand still."""
    desktop = Desktop(tmp_path)
    (tmp_path / "notes.png").write_text("this is text", encoding="utf-8")
    dialogs = {
        "askopenfilenames": lambda **_: tuple(map(str, desktop.chosen)),
        "asksaveasfilename": lambda **_: str(desktop.chosen[0]),
    }
    for name, dialog in dialogs.items():
        monkeypatch.setattr(f"tkinter.filedialog.{name}", dialog)
    monkeypatch.setattr("digits.app.clipboard._content", desktop.content)
    monkeypatch.setattr("digits.app.corrector.Corrector.tk_popup", lambda *_: None)
    for clock in CLOCKS:
        monkeypatch.setattr(f"digits.app.{clock}", A_DAY)
    return desktop


@pytest.mark.parametrize(
    "limits",
    [
        # The same events every time: who runs the tests before a commit learns of what they
        # changed, and not of what nobody had tried before.
        settings(max_examples=30, stateful_step_count=30, derandomize=True),
        # Longer ones, and the same every time as well: CI says the same of the same program.
        pytest.param(
            settings(max_examples=60, stateful_step_count=100, derandomize=True),
            marks=pytest.mark.slow,
        ),
    ],
    ids=["short", "long"],
)
def test_a_hundred_random_events_never_raise_and_never_lose_the_drawing(limits, desktop, failures):
    run_state_machine_as_test(lambda: Person(desktop, failures), settings=limits)
