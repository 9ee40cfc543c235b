"""What was read in a picture as a record: text for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import NamedTuple

from digits.reading import Reading, Readings, percent

NAMED = 5
"""So many doubtful digits of a line are named; more are counted."""

COLUMNS = ("file", "text", "sure", "least confidence", "error")
"""The columns of CSV; a picture that could not be read has but the first and the last."""

Record = Callable[[str, Readings, str | None], str]
"""From a picture's name, its readings and its error, if any, to its record, without line end."""


class Form(NamedTuple):
    """How the records in a file are written, and told when the file is gone on with."""

    record: Record
    start: Callable[[str], str]
    """From a picture's name to how its record begins, ..."""
    error: str
    """... and how it goes on where the picture could not be read."""
    header: str = ""
    """The first line of a file, if there is one."""
    quoted: bool = False
    """Whether a line end between quotation marks belongs to the record."""


# Text


def as_text(picture: str, readings: Readings, error: str | None) -> str:
    """Return what the terminal shows: several lines of digits stand below the name."""
    if error is not None:
        return error
    lines = _in_lines(readings)
    return f"{picture}: {lines[0]}" if len(lines) == 1 else "\n  ".join([f"{picture}:", *lines])


def as_line(picture: str, readings: Readings, error: str | None) -> str:
    """Return the same in one line, for files."""
    what = " / ".join(_in_lines(readings)) if error is None else f"{_ERROR}{_one_line(error)}"
    return _line_start(picture) + what


_ERROR = "error: "


def _line_start(picture: str) -> str:
    return f"{_one_line(picture)}: "


def _one_line(text: str) -> str:
    """Return a text with its line ends escaped: names may have them."""
    return text.replace("\r", "\\r").replace("\n", "\\n")


def _in_lines(readings: Readings) -> list[str]:
    return [_in_words(line) for line in _lines(readings)] or ["no digit found"]


def _lines(readings: Readings) -> list[Readings]:
    """The readings line by line."""
    starts = [0, *(i for i, reading in enumerate(readings) if i and "\n" in reading.before)]
    ends = [*starts[1:], len(readings)]
    return [Readings(readings[i:j]) for i, j in zip(starts, ends, strict=True) if i < j]


def _in_words(line: Readings) -> str:
    """A line with how sure it is; digits are counted from 1, blanks are not."""
    if len(line) == 1:
        how_sure = percent(line[0].confidence) + ("" if line.sure else ", not sure")
    else:
        how_sure = "sure" if line.sure else f"not sure: {_doubts(line)}"
    return f"{str(line).strip()} ({how_sure})"


def _doubts(line: Readings) -> str:
    """Which digits of a line are not sure, or, where they are many, how many."""
    *others, last = [str(i) for i, reading in enumerate(line, 1) if not reading.sure]
    if not others:
        return f"digit {last}"
    if len(others) < NAMED:
        return f"digits {', '.join(others)} and {last}"
    return f"{len(others) + 1} of {len(line)} digits"


# JSON


def as_json(picture: str, readings: Readings, error: str | None) -> str:
    """Return a JSON object."""
    record: dict[str, object] = {"file": picture}
    if error is not None:
        record["error"] = error
    else:
        record["text"] = str(readings)
        record["readings"] = [as_object(reading) for reading in readings]
    return json.dumps(record)


def as_object(reading: Reading) -> dict[str, object]:
    """Return a reading as what JSON can hold."""
    return {
        "digit": reading.digit,
        "confidence": round(reading.confidence, 6),
        "sure": reading.sure,
        "probabilities": [round(float(p), 6) for p in reading.probabilities],
        "box": list(reading.box),
        "before": reading.before,
    }


def _json_start(picture: str) -> str:
    return f'{{"file": {json.dumps(picture)}, '


# CSV


def as_csv(picture: str, readings: Readings, error: str | None) -> str:
    """Return the columns of ``COLUMNS``; what has line ends, commas or quotes is quoted."""
    if error is not None:
        return _csv(picture, "", "", "", error)
    sure = "true" if readings.sure else "false"
    least = f"{min(reading.confidence for reading in readings):.6f}" if readings else ""
    return _csv(picture, str(readings), sure, least, "")


def _csv(*fields: str) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(fields)
    return line.getvalue().removesuffix("\r\n")


def _csv_start(picture: str) -> str:
    return _csv(picture, "")  # with the comma behind it


LINES = Form(as_line, _line_start, _ERROR)
JSON = Form(as_json, _json_start, '"error": ')
CSV = Form(as_csv, _csv_start, ",,,", header=_csv(*COLUMNS), quoted=True)
