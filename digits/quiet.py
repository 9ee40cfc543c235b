"""Keep the notes of other libraries off the terminal."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_greeting() -> Iterator[None]:
    """Import TensorFlow inside this block: its notes about missing GPUs are not shown.

    They are written by C++ code, some before it knows any log level, so the file
    descriptor itself is turned away. Python's exceptions are not affected.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        stderr = os.dup(2)
    except OSError:  # a program without a terminal, such as pythonw on Windows
        yield
        return
    try:
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123 (a file descriptor is wanted)
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)


@contextmanager
def only_errors_from(logger_name: str) -> Iterator[None]:
    """Silence a logger's warnings inside this block."""
    logger = logging.getLogger(logger_name)
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
