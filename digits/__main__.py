"""The terminal: ``python -m digits read FILE...``."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from digits import load_recognizer
from digits.errors import UserError
from digits.reading import Readings, percent

if TYPE_CHECKING:
    from digits.recognizer import Recognizer

INTERRUPTED = 130
"""The exit code after Ctrl+C, as in every shell."""

NAMED = 5
"""So many doubtful digits of a line are named; more are counted."""

_Show = Callable[[str, Readings, str | None], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 0, or 1 if a picture could not be read.

    It is 1 as well when nobody listens any more: ``python -m digits read *.png | head -1``;
    and 130 after Ctrl+C.
    """
    options = _parser().parse_args(arguments)
    _escape_what_cannot_be_spelled()
    try:
        return _run(options.pictures, _show_json if options.json else _show_text)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # What is left to write would fail once more when Python ends: it goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m digits", description="Read handwritten digits."
    )
    commands = parser.add_subparsers(required=True, metavar="read")
    read = commands.add_parser(
        "read",
        help="read the digits in pictures",
        description="Print the digits in each picture and how sure the network is of them:"
        " of one digit how probable it is, of a number which of its digits are not sure."
        " The exit code is 1 if a picture could not be read.",
    )
    read.add_argument("pictures", nargs="+", metavar="FILE", help="PNG, JPEG, WebP, HEIC, ...")
    read.add_argument("--json", action="store_true", help="one JSON object a line, for programs")
    return parser


def _run(pictures: Sequence[str], show: _Show) -> int:
    """Read and show the pictures; return the exit code."""
    try:
        recognizer = load_recognizer()
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    # A list, not a generator: every picture is tried, also after one that failed.
    done = [_read(recognizer, picture, show) for picture in pictures]
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
        return
    lines = [_in_words(line) for line in _lines(readings)] or ["no digit found"]
    if len(lines) == 1:
        print(f"{picture}: {lines[0]}", flush=True)
    else:
        print(f"{picture}:", *lines, sep="\n  ", flush=True)


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
                "before": reading.before,
            }
            for reading in readings
        ]
    print(json.dumps(record), flush=True)


if __name__ == "__main__":
    sys.exit(main())
