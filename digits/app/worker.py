"""The reading process: loads the network, then answers one request at a time.

A picture is opened here too, and the clipboard is asked, so that neither keeps the window waiting.
"""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from digits.errors import UserError
from digits.reading import Box, Readings
from digits.sketch import Page
from digits.stroke import Stroke
from digits.view import place

if TYPE_CHECKING:
    import numpy as np

    from digits.recognizer import Recognizer

PREVIEW_SIDE = 2048
"""Longest side, in pixels, of what the window shows of a picture: enough to zoom in, and over
the pipe in a few milliseconds."""

Load = Callable[[], "Recognizer"]
"""Makes the recognizer, in the reading process; it must be importable there."""


@dataclass(frozen=True, eq=False)
class ReadStrokes:
    """The request to read a drawing."""

    strokes: tuple[np.ndarray, ...]


@dataclass(frozen=True, eq=False)
class ReadPicture:
    """The request to read a picture file, with what was drawn on it."""

    path: Path
    strokes: tuple[Stroke, ...] = ()
    preview: bool = True


@dataclass(frozen=True)
class ReadDrawing:
    """The request to open a drawing that was saved, and read it."""

    path: Path


@dataclass(frozen=True)
class ReadClipboard:
    """The request for the pictures in the clipboard; ``text`` is the text in it, if any."""

    folder: Path
    text: str


@dataclass(frozen=True, eq=False)
class Explain:
    """The request for what in a digit image speaks for a digit, as a picture of this side."""

    image: np.ndarray
    digit: int
    side: int


Request = ReadStrokes | ReadPicture | ReadDrawing | ReadClipboard | Explain


@dataclass(frozen=True)
class Ready:
    """The network is loaded."""


@dataclass(frozen=True, eq=False)
class Done:
    """What was read, boxes in pad units; of a picture a uint8 RGB copy to show, if wanted.

    ``page`` is what was in the file of a drawing.
    """

    readings: Readings
    preview: np.ndarray | None = None
    page: Page | None = None


@dataclass(frozen=True)
class Found:
    """The picture files that were in the clipboard."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, eq=False)
class Explained:
    """What in a digit image speaks for its digit and what against, uint8 (side, side, 3)."""

    picture: np.ndarray


@dataclass(frozen=True)
class Refused:
    """It did not work, and the person can mend it: the sentence to show."""

    sentence: str


@dataclass(frozen=True)
class Defect:
    """It did not work, and the program is to blame: the traceback to log."""

    traceback: str


Answer = Done | Found | Explained | Refused | Defect
Result = TypeVar("Result")


def serve(connection: Connection, load: Load) -> None:
    """Load the network and answer the requests that come, until the window is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal: the window decides
    _leave_with_the_window()
    recognizer = _attempt(load)
    with suppress(EOFError, OSError):  # the window is gone, perhaps with an answer under way
        if isinstance(recognizer, Refused | Defect):
            connection.send(recognizer)
            return
        connection.send(Ready())
        while True:
            connection.send(answer(recognizer, connection.recv()))


def answer(recognizer: Recognizer, request: Request) -> Answer:
    """Carry out one request."""
    return _attempt(lambda: _carry_out(recognizer, request))


def _carry_out(recognizer: Recognizer, request: Request) -> Answer:
    match request:
        case ReadStrokes(strokes):
            return Done(recognizer.read_strokes(strokes))
        case ReadPicture():
            return _read_picture(recognizer, request)
        case ReadDrawing(path):
            return _read_drawing(recognizer, path)
        case ReadClipboard(folder, text):
            from digits.app.clipboard import pictures_from_clipboard

            return Found(tuple(pictures_from_clipboard(folder, text)))
        case Explain(image, digit, side):
            return Explained(recognizer.explain(image, digit, side))


def _read_picture(recognizer: Recognizer, request: ReadPicture) -> Done:
    from digits.pen import on_picture

    picture = _opened(request.path)
    readings = recognizer.read(on_picture(picture, request.strokes))
    return Done(
        _on_pad(readings, *picture.shape[:2]), _preview(picture) if request.preview else None
    )


def _read_drawing(recognizer: Recognizer, path: Path) -> Done:
    from digits.drawing_file import open_drawing

    page = open_drawing(path)
    if page.picture is None:
        return Done(recognizer.read_strokes(page.points), page=page)
    return replace(_read_picture(recognizer, ReadPicture(page.picture, page.strokes)), page=page)


def _opened(path: Path) -> np.ndarray:
    """The picture in a file, decoded once while the file stays the same."""
    try:
        status = path.stat()
        version = status.st_mtime_ns, status.st_size
    except (OSError, ValueError):
        version = 0, 0  # whatever is wrong with it, opening it says so
    return _opened_version(path, version)


@lru_cache(maxsize=1)
def _opened_version(path: Path, _version: tuple[int, int]) -> np.ndarray:
    from digits.pictures import open_picture  # here, so that the window never imports Pillow

    return open_picture(path)


def _on_pad(readings: Readings, height: int, width: int) -> Readings:
    """Readings of a picture with their boxes in pad units."""
    unit, left, top = place(height, width)

    def on_pad(box: Box) -> Box:
        return Box(
            box.top * unit + top, box.left * unit + left,
            box.bottom * unit + top, box.right * unit + left,
        )  # fmt: skip

    return Readings(replace(reading, box=on_pad(reading.box)) for reading in readings)


def _attempt(action: Callable[[], Result]) -> Result | Refused | Defect:
    """The result of an action, or what to tell the window when it fails."""
    try:
        return action()
    except UserError as error:
        return Refused(str(error))
    except Exception:  # noqa: BLE001 - a defect is logged where the window is
        return Defect(traceback.format_exc())


def _preview(picture: np.ndarray) -> np.ndarray:
    """A copy of the picture, reduced to fit ``PREVIEW_SIDE``, never enlarged."""
    import numpy as np
    from PIL import Image

    image = Image.fromarray(picture)
    image.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return np.asarray(image)


def _leave_with_the_window() -> None:
    """End this process when the window's process is gone, even killed, even while loading."""
    window = parent_process()
    if window is not None:
        threading.Thread(target=_leave_after, args=(window.sentinel,), daemon=True).start()


def _leave_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
