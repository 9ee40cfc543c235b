"""A page as a file: JSON with the strokes, the corrections and what was read.

The program keeps the unsaved drawing like this, and people save drawings like this for programs
of their own. It can be opened again; what was read is for other programs, and is read anew.
"""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

from digits.errors import UserError
from digits.reading import CLASSES, Box, Readings
from digits.sketch import Correction, Page
from digits.stroke import PAD_SIDE, PEN_WIDTHS, Stroke, as_stroke

SUFFIX = ".json"
FORMAT = "handwritten-digits drawing"

MOST_BYTES = 50_000_000
MOST_POINTS = 1_000_000
MOST_STROKES = 10_000
"""What is larger is not opened: no hand draws so much."""

LEAST_WIDTH = 0.1
"""Of a stroke, in pad units: one that was drawn zoomed in is thinner than the thinnest pen."""

_FARTHEST = 10 * PAD_SIDE
_CORRECTIONS = 10_000


class DrawingError(UserError):
    """A file cannot be opened as a drawing."""


def to_json(page: Page, readings: Readings) -> str:
    """Return a page and its readings as JSON.

    Points and boxes are in pad units: the pad is a square of side ``pad``, x to the right, y
    down; boxes are (top, left, bottom, right).
    """
    from digits.records import as_object

    return json.dumps(
        {
            "format": FORMAT,
            "pad": PAD_SIDE,
            "picture": None if page.picture is None else str(page.picture),
            "strokes": [
                {"width": stroke.width, "points": stroke.points.round(2).tolist()}
                for stroke in page.strokes
            ],
            "corrections": [{"box": list(box), "digit": digit} for box, digit in page.corrections],
            "text": str(readings),
            "readings": [as_object(reading) for reading in readings],
        }
    )


def open_drawing(path: Path) -> Page:
    """Return the page in a file. Raises ``DrawingError`` for what is no drawing."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe has no end, a folder no content
            raise DrawingError(f"{path} is not an ordinary file; open another one.")
        if status.st_size > MOST_BYTES:
            raise DrawingError(f"{path} is too large for a drawing; open another file.")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        reason = f"{path} cannot be opened ({error.strerror}); check the name and the folder."
        raise DrawingError(reason) from error
    except UnicodeDecodeError as error:
        raise _no_drawing(path) from error
    try:
        return from_json(text)
    except ValueError as error:
        raise _no_drawing(path) from error


def from_json(text: str) -> Page:
    """Return the page that ``to_json`` wrote. Raises ``ValueError`` for anything else."""
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError("not a drawing")
    strokes = tuple(_stroke(each) for each in _list(data, "strokes", MOST_STROKES))
    if sum(len(stroke.points) for stroke in strokes) > MOST_POINTS:
        raise ValueError("too many points")
    corrections = tuple(_correction(each) for each in _list(data, "corrections", _CORRECTIONS))
    return Page(_path(data.get("picture")), strokes, corrections)


def _path(name: Any) -> Path | None:
    if name is None:
        return None
    if not isinstance(name, str) or "\0" in name:
        raise ValueError("picture is no path")
    os.fsencode(name)  # raises an error for what no file can be named
    return Path(name)


def _stroke(data: Any) -> Stroke:
    if not isinstance(data, dict):
        raise ValueError("a stroke is an object")
    points = _list(data, "points", MOST_POINTS)
    width = _number(data.get("width"), LEAST_WIDTH, PEN_WIDTHS[1])
    return as_stroke([_numbers(point, 2) for point in points], width)


def _correction(data: Any) -> Correction:
    if not isinstance(data, dict):
        raise ValueError("a correction is an object")
    digit = data.get("digit")
    if type(digit) is not int or not 0 <= digit < CLASSES:
        raise ValueError("a correction is a digit")
    return Correction(Box(*_numbers(data.get("box"), 4)), digit)


def _list(data: dict[str, Any], key: str, most: int) -> list[Any]:
    value = data.get(key)
    if not isinstance(value, list) or len(value) > most:
        raise ValueError(f"{key} is no list, or too long")
    return value


def _numbers(value: Any, count: int) -> list[float]:
    if not isinstance(value, list) or len(value) != count:
        raise ValueError(f"not {count} numbers")
    return [_number(each, -_FARTHEST, _FARTHEST) for each in value]


def _number(value: Any, least: float, most: float) -> float:
    if type(value) not in (int, float) or not least <= value <= most:  # NaN is not
        raise ValueError("not a number in range")
    return float(value)


def _no_drawing(path: Path) -> DrawingError:
    return DrawingError(f"{path} is not a drawing that this program saved; open another file.")
