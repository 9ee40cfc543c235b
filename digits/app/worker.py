"""The reading process: loads the network, then answers one request at a time.

A picture is opened here too, so that decoding never keeps the window waiting.
"""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from digits.errors import UserError
from digits.sketch import Strokes

if TYPE_CHECKING:
    import numpy as np

    from digits.reading import Readings
    from digits.recognizer import Recognizer

Load = Callable[[], "Recognizer"]
"""Makes the recognizer, in the reading process; it must be importable there."""


@dataclass(frozen=True, eq=False)
class ReadStrokes:
    """The request to read a drawing."""

    strokes: Strokes


@dataclass(frozen=True)
class ReadPicture:
    """The request to read a picture file, with a preview of at most ``side`` pixels."""

    path: Path
    side: int


Request = ReadStrokes | ReadPicture


@dataclass(frozen=True)
class Ready:
    """The network is loaded."""


@dataclass(frozen=True, eq=False)
class Done:
    """What was read, and for a picture a small uint8 RGB copy of it."""

    readings: Readings
    preview: np.ndarray | None = None


@dataclass(frozen=True)
class Refused:
    """It did not work, and the person can mend it: the sentence to show."""

    sentence: str


@dataclass(frozen=True)
class Defect:
    """It did not work, and the program is to blame: the traceback to log."""

    traceback: str


Answer = Done | Refused | Defect
Result = TypeVar("Result")


def serve(connection: Connection, load: Load) -> None:
    """Load the network and answer the requests that come, until the window is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal: the window decides
    _leave_with_the_window()
    recognizer = _attempt(load)
    if isinstance(recognizer, Refused | Defect):
        connection.send(recognizer)
        return
    connection.send(Ready())
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        connection.send(answer(recognizer, request))


def answer(recognizer: Recognizer, request: Request) -> Answer:
    """Carry out one request."""
    return _attempt(lambda: _read(recognizer, request))


def _read(recognizer: Recognizer, request: Request) -> Done:
    if isinstance(request, ReadStrokes):
        return Done(recognizer.read_strokes(request.strokes))
    from digits.pictures import open_picture  # here, so that the window never imports Pillow

    picture = open_picture(request.path)
    return Done(recognizer.read(picture), _preview(picture, request.side))


def _attempt(action: Callable[[], Result]) -> Result | Refused | Defect:
    """The result of an action, or what to tell the window when it fails."""
    try:
        return action()
    except UserError as error:
        return Refused(str(error))
    except Exception:  # noqa: BLE001 - a defect is logged where the window is
        return Defect(traceback.format_exc())


def _preview(picture: np.ndarray, side: int) -> np.ndarray:
    """A copy of the picture, reduced to fit a square with this side, never enlarged."""
    import numpy as np
    from PIL import Image

    image = Image.fromarray(picture)
    image.thumbnail((side, side))
    return np.asarray(image)


def _leave_with_the_window() -> None:
    """End this process when the window's process is gone, even killed, even while loading."""
    window = parent_process()
    if window is not None:
        threading.Thread(target=_leave_after, args=(window.sentinel,), daemon=True).start()


def _leave_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
