"""Which model file it is: may it be opened, and is it the very one that an export came from.

Light, so that a network can be loaded without any of the libraries that know .h5 files.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digits.errors import ModelError

ENDINGS = (".h5", ".hdf5")
"""How the name must end. Keras chooses by exactly these what it takes a file for: HDF5 bytes
that a zip follows are checked as one network and loaded as another when named .keras."""


def check_path(path: Path) -> None:
    """Raise ``ModelError`` for what is no readable file, or has a name that Keras misreads."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):  # opening a pipe would wait for its other end
            path.open("rb").close()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise unfit(path, "is missing") from error
    except (OSError, ValueError) as error:  # a long name, a closed folder, a zero byte
        reason = getattr(error, "strerror", None) or error
        raise unfit(path, f"cannot be opened ({reason})") from error
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "not a file"
        raise ModelError(f"{path} is {kind}; give the .h5 file that the notebook saved.")
    if not path.name.endswith(ENDINGS):
        raise ModelError(
            f"{path} does not end in {' or '.join(ENDINGS)}; rename it if it is such a file,"
            " otherwise save the network as .h5."
        )


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a file to write beside ``path``: it replaces ``path`` at once, or not at all."""
    unfinished = path.with_suffix(f".{os.getpid()}.tmp{path.suffix}")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def unfit(path: Path, what: str) -> ModelError:
    """Return the error that says what is wrong with a model file, and what to do."""
    return ModelError(
        f"{path} {what}; restore it from the repository, or run the notebook (make train)."
    )
