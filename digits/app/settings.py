"""What a person has set, kept between two starts in a file that may be edited by hand."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from digits.app.user_files import keep

LOOKS = ("system", "light", "dark")
LEAST_PEN, MOST_PEN = 6.0, 40.0
MOST_RECENT = 10
MOST_BYTES = 1_000_000
"""A larger file holds something else."""

_GEOMETRY = re.compile(r"[1-9][0-9]{0,4}x[1-9][0-9]{0,4}([+-]-?[0-9]{1,5}){2}")


@dataclass(frozen=True)
class Settings:
    """What is set; a file that does not say something has it as here."""

    look: str = "system"  # one of LOOKS
    live: bool = True  # read while the person draws
    pen_width: float = 18.0  # in pad units
    geometry: str = ""  # size and place of the window as Tk writes them
    recent: tuple[str, ...] = ()  # pictures, the newest first, each once
    system_dark: bool = False  # what the system had last time: the first guess at the next start


def load_settings(path: Path) -> tuple[Settings, str]:
    """Return the settings in a file, and what the person should know about it, or ``""``.

    It never fails: a file that holds no settings is renamed, so that what is in it is not lost
    when the settings are saved; a value that makes no sense is replaced by the usual one.
    """
    try:
        said = _values(path)
    except (FileNotFoundError, NotADirectoryError):
        return Settings(), ""
    except (OSError, ValueError, RecursionError):
        return Settings(), _set_aside(path)
    known, wrong = {}, []
    for field in fields(Settings):
        if field.name in said:
            try:
                known[field.name] = _FIELDS[field.name](said[field.name])
            except ValueError:
                wrong.append(field.name)
    return Settings(**known), _not_understood(wrong, path)


def save_settings(path: Path, settings: Settings) -> None:
    """Keep the settings in a file; raises ``OSError``."""
    keep(path, json.dumps(asdict(settings), indent=2) + "\n")


def with_recent(settings: Settings, path: Path) -> Settings:
    """Return the settings after a picture was opened."""
    names = (str(path.absolute()), *settings.recent)  # the next start may have another folder
    return replace(settings, recent=_first_names(names))


def _values(path: Path) -> dict[str, Any]:
    """What a file says; it raises ``OSError``, ``ValueError`` or ``RecursionError``."""
    if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for its other end
        raise ValueError(path)
    with path.open("rb") as file:
        held = file.read(MOST_BYTES + 1)
    if len(held) > MOST_BYTES:
        raise ValueError(path)
    values = json.loads(held.decode("utf-8-sig"))  # some editors begin a file with a mark
    if not isinstance(values, dict):
        raise ValueError(path)
    return values


def _set_aside(path: Path) -> str:
    """Rename a file that holds no settings, and return the sentence about it."""
    aside = path.with_name(f"{path.stem}.broken{path.suffix}")
    try:
        with suppress(OSError):
            aside.unlink()  # a folder replaces no file
        path.rename(aside)
    except OSError:
        return f"{path} was not understood, and cannot be renamed; the usual settings are used."
    return f"{path.name} was not understood: it is now {aside}, and the usual settings are used."


def _not_understood(names: list[str], path: Path) -> str:
    """The sentence about values that make no sense."""
    if not names:
        return ""
    if len(names) == 1:
        return f"{names[0]} in {path.name} was not understood; the usual value is used."
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{listed} in {path.name} were not understood; the usual values are used."


# From what a file says to a value; each raises ``ValueError``.


def _look(said: Any) -> str:
    if said not in LOOKS:
        raise ValueError(said)
    return str(said)


def _switch(said: Any) -> bool:
    if not isinstance(said, bool):
        raise ValueError(said)
    return said


def _pen_width(said: Any) -> float:
    # True is an int; and comparing comes first, for float(10**400) fails.
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise ValueError(said)
    if not LEAST_PEN <= said <= MOST_PEN:
        raise ValueError(said)
    return float(said)


def _geometry(said: Any) -> str:
    if not isinstance(said, str) or (said and not _GEOMETRY.fullmatch(said)):
        raise ValueError(said)
    return said


def _recent(said: Any) -> tuple[str, ...]:
    if not isinstance(said, list) or not all(map(_names_a_file, said)):
        raise ValueError(said)
    return _first_names(said)


def _names_a_file(said: Any) -> bool:
    """Tell whether something can be the name of a file, so that looking for it cannot fail."""
    if not isinstance(said, str) or not said or "\0" in said:
        return False
    try:
        os.fsencode(said)
    except UnicodeEncodeError:
        return False
    return True


def _first_names(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Names without doubles, and no more than are kept."""
    return tuple(dict.fromkeys(names))[:MOST_RECENT]


_FIELDS: dict[str, Callable[[Any], Any]] = {
    "look": _look,
    "live": _switch,
    "pen_width": _pen_width,
    "geometry": _geometry,
    "recent": _recent,
    "system_dark": _switch,
}
