"""What goes wrong is written to a file, for whoever started the program without a terminal."""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

MOST_BYTES = 1_000_000
"""When the file would grow larger it becomes the backup, of which there is one."""


def log_to_file(path: Path) -> bool:
    """Write warnings and defects to a file too, and tell whether that is possible.

    Call it after ``logging.basicConfig``, which does nothing once there is a handler. The file
    is made when there is something to write; a second call replaces the first one's handler.
    """
    if not _can_write(path):
        return False
    # "backslashreplace": a file name that is no text must not lose the line about it.
    handler = RotatingFileHandler(
        path,
        maxBytes=MOST_BYTES,
        backupCount=1,
        delay=True,
        encoding="utf-8",
        errors="backslashreplace",
    )
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    for older in [one for one in root.handlers if isinstance(one, RotatingFileHandler)]:
        root.removeHandler(older)
        older.close()
    root.addHandler(handler)
    return True


def _can_write(path: Path) -> bool:
    """Make the folder of a file, and tell whether the file can be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Looked at now: later, each line would fail with a traceback of its own.
        return not path.is_dir() and os.access(path if path.exists() else path.parent, os.W_OK)
    except OSError:
        return False
