"""Export a model file for fast running: ``python -m digits.export FILE``.

It imports Keras, so it is a process of its own; it ends early when its standard input does. On
standard output it says where the export lies, or, with exit code 1, what is wrong with the file.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from digits.errors import UserError
from digits.model_path import fingerprint
from digits.predictor import places


def main(model: Path) -> int:
    """Export the network in ``model``; return the exit code."""
    threading.Thread(target=_leave_with_standard_input, daemon=True).start()
    from digits import network

    try:
        loaded = network.load(model)
    except UserError as error:
        sys.stdout.write(str(error))
        return 1
    source = fingerprint(model)
    beside, cached = places(model, source)
    try:
        if beside.exists() and not network.is_export(beside):
            raise OSError  # somebody else's file of that name
        network.export(loaded, source, beside)
        sys.stdout.write(str(beside))
    except OSError:  # likewise a folder in which nothing may be written
        cached.parent.mkdir(parents=True, exist_ok=True)
        network.export(loaded, source, cached)
        sys.stdout.write(str(cached))
    return 0


def _leave_with_standard_input() -> None:
    os.read(0, 1)  # not sys.stdin, whose lock would keep Python from ending
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
