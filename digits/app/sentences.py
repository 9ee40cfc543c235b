"""What the window says in its status line."""

from __future__ import annotations

from pathlib import Path

from digits.app.status_line import shortened
from digits.app.worker import ReadPicture, Request

LOADING = "The network is loading. You can draw already."
READY = "Draw a digit or a number, then press Recognize."
DRAW_FIRST = "Draw a digit or a number first, or upload an image of one."
QUEUED = "The network is still loading. It reads as soon as it is ready."
READING = "Reading…"
NOTHING_IN_PICTURE = (
    "No digit was found in this picture. Try one with darker digits on plain paper."
)
NOTHING_IN_DRAWING = "No digit was found in this drawing. Try to draw larger."
READ = "Read. Clear the pad to draw something else."
RESTARTED = "The reading process stopped unexpectedly. It is being started again."
STOPPED = "The reading process stopped again. Press Recognize to start it once more."
DEFECT = "Something went wrong in the program. The log in the terminal says what."

NOT_PRINTABLE = "\N{REPLACEMENT CHARACTER}"
NAME_LETTERS = 60
"""What is shown of a longer file name, so that there is room for what happened to it."""


def read(asked: Request | None) -> str:
    """Something was read: from where, and what can be done next."""
    return f"Read from {_name(asked.path)}." if isinstance(asked, ReadPicture) else READ


def nothing_found(asked: Request | None) -> str:
    """Nothing was read: what may help."""
    return NOTHING_IN_PICTURE if isinstance(asked, ReadPicture) else NOTHING_IN_DRAWING


def by_name(asked: Request | None, sentence: str) -> str:
    """A sentence about a picture, without the folder: the person has just chosen the file."""
    if not isinstance(asked, ReadPicture):
        return sentence
    return sentence.replace(str(asked.path), _name(asked.path))


def _name(path: Path) -> str:
    """The name of a file in one line of few letters; a file may be named anything."""
    letters = (letter if letter.isprintable() else NOT_PRINTABLE for letter in path.name)
    return shortened("".join(letters), NAME_LETTERS)
