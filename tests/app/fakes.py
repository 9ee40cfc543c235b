"""Recognizers and readers for the tests, importable in the reading process too."""

import os
import threading
from pathlib import Path

import numpy as np

from digits.app.worker import ReadPicture, Ready, answer
from digits.errors import ModelError
from digits.reading import Box, Reading, Readings
from digits.recognizer import Recognizer

NO_MODEL = "There is no mnist.h5; run `make train` to make one."


def narrow_is_one(batch):
    """Calls a narrow digit a 1 and a wide one a 0, and is a little less sure of the 0."""
    widths = (batch[..., 0].max(axis=1) > 0.5).sum(axis=1)
    probabilities = np.full((len(batch), 10), 0.002, np.float32)
    for row, width in zip(probabilities, widths, strict=True):
        if width < 8:
            row[1] = 0.982
        else:
            row[[0, 6]] = 0.61, 0.374
    return probabilities


def load():
    """A recognizer that is there at once."""
    return Recognizer(narrow_is_one, sure_from=0.9)  # between the two


def load_nothing():
    """There is no network to load."""
    raise ModelError(NO_MODEL)


def load_with_a_defect():
    """The program is to blame."""
    raise ZeroDivisionError("while loading")


def load_forever():
    """It never gets done."""
    threading.Event().wait()


class Fragile:
    """Reads pictures, has a defect in reading long strokes, and dies of short ones."""

    def read_strokes(self, strokes):
        if len(strokes[0]) < 3:
            os._exit(9)
        raise ZeroDivisionError("while reading")

    def read(self, picture):
        return load().read(picture)

    def explain(self, image, digit, side):
        return load().explain(image, digit, side)


def load_fragile():
    """A recognizer that does not survive everything."""
    return Fragile()


class Endless:
    """Begins a drawing, or an explanation, leaves a file that says so, and never gets done."""

    def __init__(self, endless):
        self.endless = endless

    def read_strokes(self, strokes):
        return self._begin("reading") or load().read_strokes(strokes)

    def explain(self, image, digit, side):
        return self._begin("explaining") or load().explain(image, digit, side)

    def _begin(self, what):
        if what == self.endless:
            Path(what).touch()
            load_forever()


def load_reading_forever():
    """A recognizer that never has read a drawing."""
    return Endless("reading")


def load_explaining_forever():
    """A recognizer that never has explained a digit."""
    return Endless("explaining")


class ReaderByHand:
    """Stands in for the reading process: it gets ready and reads when the test says so.

    Once ``at_once`` is set it reads whatever it is asked right away.
    """

    def __init__(self, widget, load, deliver):
        self.ready = False
        self.at_once = False
        self.closed = False
        self.wanted = None
        self._load = load
        self.deliver = deliver

    def request(self, request):
        if self.closed:
            return
        self.wanted = request
        if self.at_once:
            self.read()

    def cancel(self):
        self.wanted = None

    def close(self):
        self.closed = True

    def get_ready(self):
        self.ready = self.at_once = True
        self.deliver(Ready())
        self.read()

    def read(self):
        request, self.wanted = self.wanted, None
        if request is not None:
            self.deliver(answer(self._load(), request))

    @property
    def wants_picture(self):
        return isinstance(self.wanted, ReadPicture)


class SilentSystem:
    """Stands in for the system's look: it is asked and says nothing until the test does."""

    def __init__(self, widget, deliver):
        self.deliver = deliver
        self.asked = 0

    def ask(self):
        self.asked += 1

    def close(self):
        pass


class Listener:
    """Stands in for the window: keeps what a conversation tells it."""

    def __init__(self):
        self.said = []
        self.opened = []

    def show_page(self):
        pass

    def show_readings(self):
        pass

    def show_explanation(self, picture):
        pass

    def say(self, sentence, mood):
        self.said.append((sentence, mood))

    def note_opened(self, path):
        self.opened.append(path)

    @property
    def sentence(self):
        return self.said[-1][0]

    @property
    def mood(self):
        return self.said[-1][1]


def readings(text, doubtful=()):
    """What a recognizer gives for this text; ``doubtful`` are indices of digits."""
    found, before = [], ""
    for letter in text:
        if letter.isdigit():
            found.append(reading(int(letter), before, sure=len(found) not in doubtful))
            before = ""
        else:
            before = letter
    return Readings(found)


def reading(digit, before="", *, sure=True):
    """A digit of 99 %, or of 75 % and not sure; the rest goes to the digit after it."""
    probabilities = np.zeros(10, np.float32)
    best = 0.99 if sure else 0.75
    probabilities[[digit, (digit + 1) % 10]] = best, 1 - best
    image = np.zeros((28, 28), np.float32)
    image[4:24, 14] = 1
    return Reading(Box(0, 0, 28, 28), image, probabilities, sure, before)


class ReadsMany:
    """Reads the same number in every drawing."""

    def read_strokes(self, strokes):
        return readings("\n".join(["2024 1789"] * 100), doubtful=[500])

    def explain(self, image, digit, side):
        return load().explain(image, digit, side)


def load_many():
    """A recognizer that gives many readings."""
    return ReadsMany()
