"""Export a model file for fast running: ``python -m digits.export FILE MADE``.

It imports Keras, so it is a process of its own; it ends early when its standard input does. The
export is made in ``MADE``, in a folder of its own, and copied to where it lasts, if it can be.
With exit code 1 it says on standard output, in UTF-8, what is wrong with the file.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from contextlib import suppress
from pathlib import Path

from digits.errors import ModelError, UserError
from digits.model_path import fingerprint, replacing
from digits.predictor import places


def main(model: Path, made: Path) -> int:
    """Export the network in ``model`` to ``made``; return the exit code."""
    threading.Thread(target=_leave_with_standard_input, args=(made,), daemon=True).start()
    try:
        _export(model, made)
    except UserError as error:
        # Not in the encoding of the terminal: the name of a folder may have any letters.
        sys.stdout.buffer.write(str(error).encode("utf-8", "surrogateescape"))
        return 1
    return 0


def _export(model: Path, made: Path) -> None:
    from digits import network

    source = fingerprint(model)
    loaded = network.load(model)
    if fingerprint(model) != source:  # else an old network would get the stamp of a new file
        raise ModelError(f"{model} changed while it was exported; try again.")
    network.export(loaded, source, made)
    beside, cached = places(model, source)
    # Where it cannot be written, what was made serves this once.
    with suppress(OSError):
        if not beside.exists() or network.is_export(beside):
            _put(made, beside)
            return
    with suppress(OSError):
        cached.parent.mkdir(parents=True, exist_ok=True)
        _put(made, cached)


def _put(made: Path, place: Path) -> None:
    with replacing(place) as unfinished:
        shutil.copyfile(made, unfinished)


def _leave_with_standard_input(made: Path) -> None:
    os.read(0, 1)  # not sys.stdin, whose lock would keep Python from ending
    for file in made.parent.glob(f"{made.stem}*.onnx"):
        file.unlink(missing_ok=True)
    with suppress(OSError):
        made.parent.rmdir()
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
