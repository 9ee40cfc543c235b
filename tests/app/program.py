"""The program in a process of its own, brought into a state by itself: a test runs this file.

It prints the strokes on its pad as soon as it is in the state; then it closes its window, or it
waits for the signal that ends it. Both processes run in a folder of the test.
"""

import json
import sys
from functools import partial
from itertools import chain
from pathlib import Path

import fakes

import main
from digits.app import commands

POLL_MS = 10

ONE = [(140, 60), (140, 140), (140, 220)]
"""In pixels, in the middle of the pad."""


def draw(app, *, lift=True):
    (x, y), *others = ONE
    while not app.pad.winfo_viewable() or app.pad.side <= ONE[-1][1]:
        app.update()  # a busy display takes a while to show the pad
    app.pad.event_generate("<Button-1>", x=x, y=y)
    for x, y in others:
        app.pad.event_generate("<B1-Motion>", x=x, y=y)
    if lift:
        app.pad.event_generate("<ButtonRelease-1>", x=x, y=y)


def do(app, command):
    """Raise the event of a command, whose dialog may keep whoever raises it waiting."""
    app.after_idle(app.event_generate, command.event)


def shows(app, window_class):
    windows = app.tk.splitlist(app.tk.call("winfo", "children", "."))  # Tk's own dialogs too
    return any(
        app.tk.call("winfo", "class", window) == window_class
        and app.tk.getboolean(app.tk.call("winfo", "viewable", window))
        for window in windows
    )


# The states: each one does something, and yields what is to be waited for.


def loading(app):
    draw(app)
    yield lambda: not app.reader.ready


def reading(app):
    draw(app)
    yield Path("reading").exists


def explaining(app):
    draw(app)
    yield Path("explaining").exists


def stroke(app):
    draw(app, lift=False)
    yield lambda: app.pad.drawing


def dialog(app, command):
    draw(app)
    do(app, command)
    yield lambda: shows(app, "TkFDialog")


def window(app, command):
    draw(app)
    do(app, command)
    yield lambda: shows(app, "Toplevel")


def menu(app):
    draw(app)
    yield lambda: app.session.readings
    do(app, commands.ALTERNATIVES)
    yield app.corrector.winfo_viewable


STATES = {
    "the network loads": (fakes.load_forever, loading),
    "a drawing is read": (fakes.load_reading_forever, reading),
    "a digit is explained": (fakes.load_explaining_forever, explaining),
    "a stroke is drawn": (fakes.load, stroke),
    "it asks what to open": (fakes.load, partial(dialog, command=commands.UPLOAD)),
    "it asks where to save": (fakes.load, partial(dialog, command=commands.SAVE)),
    "it shows the history": (fakes.load, partial(window, command=commands.HISTORY)),
    "it shows the keys": (fakes.load, partial(window, command=commands.KEYS)),
    "it offers other digits": (fakes.load, menu),
}


class Program(main.App):
    """Comes into a state, and closes itself there or not."""

    def __init__(self, state, closes, **options):
        load, come = STATES[state]
        super().__init__(load=load, **options)
        self.closes = closes
        self.after(0, self.go_on, chain(come(self), [] if closes else [self.is_kept]))

    def go_on(self, steps, condition=lambda: True):
        while condition():
            try:
                condition = next(steps)
            except StopIteration:
                self.end()
                return
        self.after(POLL_MS, self.go_on, steps, condition)

    def is_kept(self):
        return self.keeper._kept is self.session.page

    def end(self):
        points = [[list(point) for point in self.pad.points]] if self.pad.drawing else []
        points += [stroke.tolist() for stroke in self.session.page.points]
        print(json.dumps(points), flush=True)  # noqa: T201 - to the test
        if self.closes:
            self.tk.call(self.protocol("WM_DELETE_WINDOW"))


if __name__ == "__main__":
    main.App = partial(Program, sys.argv[1], sys.argv[2] == "closes")
    main.main([])
