"""Real windows on a virtual display, driven by events."""

import time
import tkinter as tk

import fakes
import numpy as np
import pytest
from PIL import Image

from digits.app import theme
from digits.app.user_files import UserFiles
from digits.stroke import PAD_SIDE
from main import App

PATIENCE = 60  # seconds until a condition that never comes fails its test


@pytest.fixture(autouse=True)
def failures(monkeypatch):
    """What failed in Tk callbacks. A test that expects a failure takes it off the list."""
    failed = []
    say_so = App.report_callback_exception

    def report(self, exc, val, tb):
        failed.append(val)
        if isinstance(self, App):
            say_so(self, exc, val, tb)

    monkeypatch.setattr(App, "report_callback_exception", report)
    monkeypatch.setattr(tk.Tk, "report_callback_exception", report)
    yield failed
    for failure in failed:
        raise failure


@pytest.fixture(autouse=True)
def own_files(monkeypatch, tmp_path):
    """The program keeps settings and drawing in a folder of the test, never in the person's."""
    files = UserFiles.within(tmp_path / "kept")
    monkeypatch.setattr(UserFiles, "usual", lambda: files)
    return files


@pytest.fixture(autouse=True)
def _silent_system(monkeypatch):
    """The system is not asked whether it is dark, a process for each window of the tests."""
    monkeypatch.setattr("digits.app.looks.SystemLook", fakes.SilentSystem)


@pytest.fixture
def wait_until():
    """Keep a window going until something is so."""

    def wait(window, condition):
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, "what the test waits for did not come"
            window.update()
            time.sleep(0.002)  # leaves the processor to the reading process

    return wait


@pytest.fixture
def make_window():
    """Make a window in the program's dress, at a resolution in pixels a point."""
    windows, usual = [], []

    def make(scaling=None, look="light"):
        windows.append(tk.Tk())
        usual.append(windows[-1].tk.call("tk", "scaling"))
        if scaling is not None:
            windows[-1].tk.call("tk", "scaling", scaling)
        theme.dress(windows[-1], look)
        return windows[-1]

    yield make
    for window in windows:
        window.tk.call("tk", "scaling", usual[0])  # of the display, so of the next test too
        window.update_idletasks()
        window.destroy()


@pytest.fixture
def root(make_window):
    """A window in the program's dress, for one widget."""
    return make_window()


@pytest.fixture
def loading_app():
    """The program while the network loads; ``app.reader`` is in the hands of the test."""
    app = App(load=fakes.load, background=fakes.ReaderByHand)
    app.update()
    yield app
    if not app.reader.closed:
        app.update_idletasks()
        app.destroy()


@pytest.fixture
def app(loading_app):
    """The program with its network loaded."""
    loading_app.reader.get_ready()
    return loading_app


@pytest.fixture
def draw():
    """Draw a stroke through points in pad units."""

    def draw_stroke(pad, points, *, lift=True):
        places = [{"x": round(x * pad.side / PAD_SIDE), "y": round(y * pad.side / PAD_SIDE)}
                  for x, y in points]  # fmt: skip
        pad.event_generate("<Button-1>", **places[0])
        for place in places[1:]:
            pad.event_generate("<B1-Motion>", **place)
        if lift:
            pad.event_generate("<ButtonRelease-1>", **places[-1])

    return draw_stroke


@pytest.fixture
def picture_file(tmp_path):
    """A picture of a tall, narrow line: a one."""
    pixels = np.full((60, 40, 3), 255, np.uint8)
    pixels[10:50, 18:22] = 0
    path = tmp_path / "one.png"
    Image.fromarray(pixels).save(path)
    return path


@pytest.fixture
def choose(monkeypatch):
    """Answer the file dialog; what it was asked for is kept on the returned list."""
    asked = []

    def choose_files(*paths):
        def dialog(**options):
            asked.append(options)
            return tuple(map(str, paths))

        monkeypatch.setattr("tkinter.filedialog.askopenfilenames", dialog)
        return asked

    return choose_files
