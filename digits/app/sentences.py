"""What the window says, in its status line and about a digit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from digits.app.status_line import shortened
from digits.app.worker import ReadDrawing, ReadPicture, Request
from digits.reading import Reading, Readings, percent

LOADING = "The network is loading. You can draw already."
READY = "Ready. Draw a digit or a number."
DRAW_FIRST = "Draw a digit or a number first, or upload an image of one."
QUEUED = "The network is still loading. It reads as soon as it is ready."
READING = "Reading…"
NOTHING_IN_PICTURE = (
    "No digit was found in this picture. Try one with darker digits on plain paper."
)
NOTHING_IN_DRAWING = "No digit was found in this drawing. Try to draw larger."
READ = "Read. Point at a digit to see how it was read; click it to correct it."
RESTARTED = "The reading process stopped unexpectedly. It is being started again."
STOPPED = "The reading process stopped again. Press Recognize to start it once more."
DEFECT = "Something went wrong in the program. Help > About says where the log is that tells what."
RESTORED = "This is your last drawing. Clear empties the pad."
PICTURE_GONE = "{name}, which was on the pad, is no longer there. Upload it from where it is now."
DRAWING_BROKEN = "Your last drawing cannot be read; its file is now {name}, and the pad is empty."
NOTHING_TO_COPY = "There is no number to copy yet. Draw one first."
NOTHING_TO_SAVE = "There is nothing to save yet. Draw something first."
NO_PICTURE_TO_SAVE = "The picture is not on the pad yet. Save when it is."
NOTHING_TO_CORRECT = "There is no digit to correct yet. Draw one first."
NO_HISTORY = "Nothing was read in this session yet. Draw a number first."
CANNOT_SAVE = "{name} could not be saved ({reason}). Choose another folder."
SAVED = "Saved as {name}."
COPIED = "Copied: {number}"
CLEARED = "Cleared. {undo} brings it back."
CORRECTED = "Corrected to {digit}. {undo} takes it back."
DROPPED_NOTHING = "What was dropped is no file. Drop picture files here."

NO_DROPS = "Drag and drop is off: its native part could not be loaded on this system."

NOT_PRINTABLE = "\N{REPLACEMENT CHARACTER}"
NAME_LETTERS = 60
"""What is shown of a longer file name, so that there is room for what happened to it."""

LIKELY = 0.5
"""From this probability on a digit is "probably" it; below, two or three stand side by side."""

WORTH_SAYING = 0.05
"""A digit of less probability is not worth a word."""


def read(asked: Request | None) -> str:
    """Something was read: from where, and what can be done next."""
    if isinstance(asked, ReadPicture | ReadDrawing):
        return f"Read from {name_of(asked.path)}."
    return READ


def nothing_found(asked: Request | None) -> str:
    """Nothing was read: what may help."""
    return NOTHING_IN_PICTURE if isinstance(asked, ReadPicture) else NOTHING_IN_DRAWING


def refused(reasons: Sequence[str], opened: int) -> str:
    """Some pictures could not be opened: the first reason, and how many there are."""
    if len(reasons) == 1 and not opened:
        return reasons[0]
    return f"{len(reasons)} of {len(reasons) + opened} pictures were not opened. {reasons[0]}"


def by_name(asked: Request | None, sentence: str) -> str:
    """A sentence about a file, without its folder: the person has just chosen it."""
    if not isinstance(asked, ReadPicture | ReadDrawing):
        return sentence
    return sentence.replace(str(asked.path), name_of(asked.path))


def name_of(path: Path) -> str:
    """The name of a file in one line of few letters; a file may be named anything."""
    letters = (letter if letter.isprintable() else NOT_PRINTABLE for letter in path.name)
    return shortened("".join(letters), NAME_LETTERS)


def in_words(reading: Reading) -> str:
    """What a digit is, in plain words: ``7, sure``, or ``probably a 1, maybe a 7``."""
    if reading.correction is not None:
        return f"{reading.correction}, as you said"
    if reading.sure:
        return f"{reading.digit}, sure"
    first, *others = reading.likely
    others = [d for d in others if reading.probabilities[d] >= WORTH_SAYING][:2]
    if reading.confidence >= LIKELY:
        maybe = f", maybe {_a(others[0])}" if others else ""
        return f"probably {_a(first)}{maybe}"
    return "perhaps " + " or ".join(_a(digit) for digit in (first, *others))


def of_all(readings: Readings) -> str:
    """How sure the network is of a whole number; of one digit, what it is and how probable."""
    if len(readings) == 1:
        words = _first_up(in_words(readings[0]))
        known = readings[0].correction is not None
        return words if known else f"{words} ({percent(readings[0].confidence)})"
    doubtful = sum(not reading.sure for reading in readings)
    if doubtful:
        return f"Not sure of {doubtful} of {len(readings)} digits"
    return "Sure of every digit"


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _a(digit: int) -> str:
    return f"{'an' if digit == 8 else 'a'} {digit}"
