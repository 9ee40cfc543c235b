"""Where the program keeps a person's things, and how it keeps a text there.

The functions only name the places; whoever writes makes the folder, and gets the ``OSError``.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from digits.model_path import replacing

APP_NAME = "handwritten-digits"

_NOWHERE = Path(os.path.abspath(os.devnull))  # noqa: PTH100 - resolve() would follow it
"""Nothing can be made in it; where no home is known, a folder named ``~`` would be made instead."""

_Kind = Literal["config", "data", "log"]


def settings_file() -> Path:
    """What a person has set."""
    return _folder("config") / "settings.json"


def drawing_file() -> Path:
    """The unsaved drawing that is restored at the next start."""
    return _folder("data") / "drawing.json"


def pasted_folder() -> Path:
    """The pictures that were pasted."""
    return _folder("data") / "pasted"


def log_file() -> Path:
    """What went wrong, with times and tracebacks."""
    return _folder("log") / "digits.log"


@dataclass(frozen=True)
class UserFiles:
    """The places of one program: the person's, or those of a program that is only tried."""

    settings: Path
    drawing: Path
    pasted: Path

    @classmethod
    def usual(cls) -> UserFiles:
        """The person's places."""
        return cls(settings_file(), drawing_file(), pasted_folder())

    @classmethod
    def within(cls, folder: Path) -> UserFiles:
        """Places in a folder: what the person has is left alone."""
        return cls(folder / "settings.json", folder / "drawing.json", folder / "pasted")


def keep(path: Path, text: str) -> None:
    """Write a text in UTF-8, wholly or not at all, and make its folder; raises ``OSError``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as unfinished:
        unfinished.write_bytes(text.encode("utf-8"))  # bytes: every system gets the same lines


def _folder(kind: _Kind) -> Path:
    """The folder of one kind of things: where the system has them, else one of our own at home."""
    # It need not be installed; and where it finds no folder, its versions fail in several ways.
    with suppress(ImportError, LookupError, OSError, RuntimeError, ValueError):
        from platformdirs import PlatformDirs

        folder: Path = getattr(PlatformDirs(APP_NAME, appauthor=False), f"user_{kind}_path")
        if folder.is_absolute():  # else it would hang on the working directory
            return folder
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() fails where no home is known
    return (home if home.is_absolute() else _NOWHERE) / f".{APP_NAME}"
