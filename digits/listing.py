"""From what was typed to the pictures to read: files, folders, and lists of either."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from digits.pictures import SUFFIXES


def pictures_of(names: Iterable[str]) -> Iterator[str]:
    """Yield the pictures that are meant: of a folder those in it, otherwise the name itself.

    A folder without pictures is yielded itself: to read it gives the sentence that says so.
    """
    for name in names:
        if not is_folder(name):
            yield name
            continue
        empty = True
        for picture in pictures_in(name):
            yield picture
            empty = False
        if empty:
            yield name


def pictures_in(folder: str) -> Iterator[str]:
    """Yield the pictures in a folder and in the folders in it, in natural order.

    They are told by their endings. Hidden ones are left out: ``._7.png`` is no picture but what
    a Mac notes about one.
    """
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(filter(_is_shown, folders), key=natural)
        for name in sorted(filter(_is_shown, files), key=natural):
            if name.lower().endswith(SUFFIXES):
                yield str(Path(place, name))


def natural(name: str) -> tuple[list[str | int], str]:
    """Return the key that sorts names as people count: ``2.png`` before ``10.png``.

    >>> sorted(["b1", "a10", "a2"], key=natural)
    ['a2', 'a10', 'b1']
    """
    parts = re.split(r"(\d+)", name.lower())  # text, number, text, number, ..., text
    return [int(part) if i % 2 else part for i, part in enumerate(parts)], name


def is_folder(name: str) -> bool:
    """Tell whether a name is that of a folder; what cannot be looked at is none."""
    with suppress(OSError, ValueError):  # a name that is too long, or holds a zero byte
        return Path(name).is_dir()
    return False


def _is_shown(name: str) -> bool:
    return not name.startswith(".")
