"""The terminal: ``python -m digits read FILE...``."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence

from digits import load_recognizer
from digits.errors import UserError
from digits.reading import Readings, percent
from digits.recognizer import Recognizer

_Show = Callable[[str, Readings, str | None], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 0, or 1 if a picture could not be read.

    It is 1 as well when nobody listens any more: ``python -m digits read *.png | head -1``.
    """
    parser = argparse.ArgumentParser(
        prog="python -m digits", description="Read handwritten digits."
    )
    commands = parser.add_subparsers(required=True, metavar="read")
    read = commands.add_parser(
        "read",
        help="read pictures, one digit in each",
        description="Print the digit in each picture and how probable it is."
        " The exit code is 1 if a picture could not be read.",
    )
    read.add_argument("pictures", nargs="+", metavar="FILE", help="PNG, JPEG, WebP, HEIC, ...")
    read.add_argument("--json", action="store_true", help="one JSON object a line, for programs")
    options = parser.parse_args(arguments)
    _escape_what_cannot_be_spelled()
    try:
        recognizer = load_recognizer()
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    show = _show_json if options.json else _show_text
    try:
        # A list, not a generator: every picture is tried, also after one that failed.
        done = [_read(recognizer, picture, show) for picture in options.pictures]
    except BrokenPipeError:
        # What is left to write would fail once more when Python ends: it goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0 if all(done) else 1


def _escape_what_cannot_be_spelled() -> None:
    """Print any file name: one that is not UTF-8, or ``図.png`` in a Western encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _read(recognizer: Recognizer, picture: str, show: _Show) -> bool:
    """Read one picture and show what came of it; return whether it could be read."""
    try:
        show(picture, recognizer.read(picture), None)
    except UserError as error:
        show(picture, Readings(), str(error))
        return False
    return True


def _show_text(picture: str, readings: Readings, error: str | None) -> None:
    if error is not None:
        print(error, file=sys.stderr, flush=True)
    elif not readings:
        print(f"{picture}: no digit found", flush=True)
    for reading in readings:
        doubt = "" if reading.sure else ", not sure"
        print(f"{picture}: {reading.digit} ({percent(reading.confidence)}{doubt})", flush=True)


def _show_json(picture: str, readings: Readings, error: str | None) -> None:
    record: dict[str, object] = {"file": picture}
    if error is not None:
        record["error"] = error
    else:
        record["text"] = str(readings)
        record["readings"] = [
            {
                "digit": reading.digit,
                "confidence": round(reading.confidence, 6),
                "sure": reading.sure,
                "probabilities": [round(float(p), 6) for p in reading.probabilities],
                "box": list(reading.box),
            }
            for reading in readings
        ]
    print(json.dumps(record), flush=True)


if __name__ == "__main__":
    sys.exit(main())
