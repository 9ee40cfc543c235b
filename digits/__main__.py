"""The terminal: ``python -m digits read FOLDER|FILES...``."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Self

from tqdm import tqdm

from digits import bulk, load_recognizer, records
from digits.errors import UserError
from digits.listing import pictures_of
from digits.record_file import RecordFile, new_file, old_file

INTERRUPTED = 130
"""The exit code after Ctrl+C, as in every shell."""

STANDARD_INPUT = "-"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 0, or 1 if a picture could not be read.

    It is 1 as well when nobody listens any more: ``python -m digits read *.png | head -1``;
    and 130 after Ctrl+C.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.resume and not options.out:
        parser.error("--resume goes on with a file: it needs --out FILE")
    _take_names_as_they_are()
    try:
        return _run(options)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
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
    read.add_argument(
        "pictures",
        nargs="+",
        metavar="FOLDER|FILE",
        help="PNG, JPEG, WebP, HEIC, ...; a folder with such; - for a list of either, one a line,"
        " from standard input",
    )
    form = read.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object a line, for programs")
    form.add_argument("--csv", action="store_true", help="a table with a line for each picture")
    read.add_argument("--out", type=Path, metavar="FILE", help="write to a new file instead")
    read.add_argument("--resume", action="store_true", help="go on with the file of --out")
    read.add_argument(
        "--workers", type=_count, default=bulk.cores(), metavar="N", help="default: all cores"
    )
    return parser


def _count(text: str) -> int:
    count = int(text) if text.isdecimal() else 0
    if not 1 <= count <= bulk.MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"must be 1 to {bulk.MOST_WORKERS}")
    return count


def _take_names_as_they_are() -> None:
    """Take and print any file name: one that is not UTF-8, or ``図.png`` in a Western encoding."""
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def _run(options: argparse.Namespace) -> int:
    """Read the pictures, print or write what comes of them; return the exit code."""
    pictures, total = _pictures(options.pictures)
    form = records.JSON if options.json else records.CSV if options.csv else records.LINES
    recognizer = load_recognizer()
    out, pictures = _out(options, form, pictures)
    many = isinstance(out, RecordFile) or total is None or total >= bulk.FEW
    outcomes = bulk.read_all(pictures, recognizer, load_recognizer, out.record, options.workers)
    try:
        # Closed in this order from the last: the workers end before the file.
        with out, _bar(out, total, many) as bar, closing(outcomes):
            for outcome in outcomes:
                out.write(*outcome)
                bar.update()
    except KeyboardInterrupt:
        if many:
            print(_how_far(out, total), file=sys.stderr)
        raise
    if isinstance(out, RecordFile) and out.failed:
        failed = f"{out.failed:,} of {out.count:,} pictures could not be read"
        print(f"{failed}; {options.out} says why.", file=sys.stderr)
    return 1 if out.failed else 0


def _pictures(names: Sequence[str]) -> tuple[Iterator[str], int | None]:
    """Return the pictures, and how many they are, if that is known before the list was read."""
    if STANDARD_INPUT not in names:
        pictures = list(pictures_of(names))
        return iter(pictures), len(pictures)
    # A list from Windows may begin with a byte order mark, and has other line ends.
    listed = (line.strip("\ufeff\r\n") for line in sys.stdin or ())
    each = (filter(None, listed) if name == STANDARD_INPUT else [name] for name in names)
    return pictures_of(chain.from_iterable(each)), None


def _out(
    options: argparse.Namespace, form: records.Form, pictures: Iterator[str]
) -> tuple[_Terminal | RecordFile, Iterator[str]]:
    """Return where the records go, and the pictures whose records are not there yet."""
    if not options.out:
        return _Terminal(form), pictures
    if options.resume and options.out.exists():
        return old_file(options.out, form, pictures)
    return new_file(options.out, form), pictures


class _Terminal:
    """Prints records; of text, those of pictures that could not be read on standard error."""

    def __init__(self, form: records.Form) -> None:
        self.count = self.failed = 0
        self._is_text = form is records.LINES
        self.record = records.as_text if self._is_text else form.record
        if form.header:
            print(form.header, flush=True)

    def write(self, record: str, failed: bool) -> None:
        """Print a record."""
        if failed and self._is_text:
            tqdm.write(record, file=sys.stderr)  # around the progress bar
            sys.stderr.flush()
        else:
            print(record, flush=True)
        self.count += 1
        self.failed += failed

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Leave standard output open."""


def _bar(out: _Terminal | RecordFile, total: int | None, many: bool) -> tqdm:
    """Return a progress bar; it is shown where a person sees it and nothing else moves."""
    seen = sys.stderr.isatty() and not (isinstance(out, _Terminal) and sys.stdout.isatty())
    return tqdm(
        total=total, initial=out.count, unit=" pictures", disable=not (many and seen), leave=False
    )


def _how_far(out: _Terminal | RecordFile, total: int | None) -> str:
    of_all = "" if total is None else f" of {total:,}"
    and_then = "; go on with --resume" if isinstance(out, RecordFile) else ""
    return f"interrupted after {out.count:,}{of_all} pictures{and_then}"


if __name__ == "__main__":
    sys.exit(main())
