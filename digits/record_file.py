"""A file of records: each is whole, whatever ends the program, and it can be gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from digits.errors import UserError
from digits.records import Form


class RecordFile:
    """Appends records to a file, one at a time."""

    def __init__(
        self, path: Path, form: Form, file: BinaryIO, count: int = 0, failed: int = 0
    ) -> None:
        self._path, self._file = path, file
        self.record = form.record
        """Makes such records."""
        self.count = count
        """Records that the file holds, ..."""
        self.failed = failed
        """... and of how many pictures that could not be read."""

    def write(self, record: str, failed: bool) -> None:
        """Append a record; what UTF-8 cannot spell, as in a name, is escaped."""
        _write(self._path, self._file, record)
        self.count += 1
        self.failed += failed

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with _as_user_errors(self._path):
            self._file.close()


def new_file(path: Path, form: Form) -> RecordFile:
    """Return a file that did not exist before.

    Raises ``UserError`` where it does, so that no slip destroys it, and where none can be made.
    """
    with _as_user_errors(path):
        try:
            file = path.open("xb")
        except FileExistsError as error:
            raise UserError(
                f"{path} exists; go on with it by --resume, or give another name."
            ) from error
    if form.header:
        _write(path, file, form.header)
    return RecordFile(path, form, file)


def old_file(path: Path, form: Form, pictures: Iterator[str]) -> tuple[RecordFile, Iterator[str]]:
    """Return a file to go on with, and those of the pictures that it does not hold yet.

    A record that was cut off is taken away. Raises ``UserError`` where the records are not those
    of the first pictures in this form; then the file stays as it is.
    """
    if not path.is_file():
        raise UserError(f"{path} is no ordinary file; give --out another name.")
    with _as_user_errors(path):
        file = path.open("r+b")
        try:
            count, failed, end, rest = _held(path, file, form, pictures)
            file.truncate(end)
            file.seek(end)
        except BaseException:
            file.close()
            raise
    if form.header and not end:
        _write(path, file, form.header)
    return RecordFile(path, form, file, count, failed), rest


def _write(path: Path, file: BinaryIO, record: str) -> None:
    with _as_user_errors(path):
        file.write(_encoded(record) + b"\n")
        file.flush()  # so that only the last record can be cut off


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _held(
    path: Path, file: BinaryIO, form: Form, pictures: Iterator[str]
) -> tuple[int, int, int, Iterator[str]]:
    """Return how many records a file holds, of how many failed pictures, where they end, the rest.

    What was cut off must be the beginning of the next record: else the file is somebody's.
    """
    count = failed = end = 0
    header = _encoded(form.header) + b"\n" if form.header else b""
    for record, whole in _records(file, form.quoted):
        if header and not end:  # the first line
            if record != header and (whole or not header.startswith(record)):
                raise UserError(f"{path} is no file of such records; give another name.")
            end += len(record) if whole else 0
            continue
        picture = next(pictures, None)
        start = _encoded(form.start(picture or ""))
        is_its = record.startswith(start) or (not whole and start.startswith(record))
        if picture is None or not is_its:
            raise UserError(
                f"{path} holds something else from record {count + 1:,} on; give the same pictures"
                " in the same form as before, or another name."
            )
        if not whole:
            pictures = chain([picture], pictures)
            break
        count += 1
        failed += record.startswith(_encoded(form.error), len(start))
        end += len(record)
    return count, failed, end, pictures


def _records(file: BinaryIO, quoted: bool) -> Iterator[tuple[bytes, bool]]:
    """Yield the records with their line ends, and of each whether it is whole: the last may not."""
    lines: list[bytes] = []
    is_open = False  # a quotation mark
    for line in file:
        lines.append(line)
        is_open ^= quoted and line.count(b'"') % 2 == 1
        if line.endswith(b"\n") and not is_open:
            yield b"".join(lines), True
            lines.clear()
    if lines:
        yield b"".join(lines), False


@contextmanager
def _as_user_errors(path: Path) -> Iterator[None]:
    """Turn what the system says about a file into one sentence."""
    try:
        yield
    except OSError as error:
        raise UserError(
            f"{path} cannot be written ({error.strerror or error});"
            " check the name, the folder and the space left."
        ) from error
