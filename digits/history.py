"""The readings of a session as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from digits.session import Entry

COLUMNS = ("time", "source", "text", "sure", "corrected", "least confidence")
DRAWING = "drawing"


def source(entry: Entry) -> str:
    """Where a number comes from: the file of the picture, or that it was drawn."""
    return DRAWING if entry.page.picture is None else str(entry.page.picture)


def as_csv(entries: Sequence[Entry]) -> str:
    """Return the entries as CSV, a line each under ``COLUMNS``.

    What has several lines, commas or quotes is quoted; no name is a formula in a spreadsheet.
    """
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for entry in entries:
        readings = entry.readings
        writer.writerow(
            (
                entry.time.isoformat(sep=" ", timespec="seconds"),
                _harmless(source(entry)),
                str(readings),
                "true" if readings.sure else "false",
                sum(reading.correction is not None for reading in readings),
                f"{min(reading.confidence for reading in readings):.6f}",
            )
        )
    return table.getvalue()


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: a file may be named ``=A1.png``."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
