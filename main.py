"""The desktop program: draw digits or upload a picture of some, and see what it reads.

``python main.py [PICTURE...]`` opens the window. For a machine with no screen there is
``python -m digits read FILE...``.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

NO_WINDOW = (
    "The window cannot open ({reason}): read pictures in the terminal with "
    '`make read IMAGES="..."` or `python -m digits read FILE...`.'
)

if __name__ != "__mp_main__":  # the reading process runs this file as well, and has no window
    try:
        import tkinter as tk

        from digits.app.window import App
    except ModuleNotFoundError as error:
        if error.name not in ("tkinter", "_tkinter"):
            raise
        sys.exit(NO_WINDOW.format(reason="this Python has no tkinter"))

__all__ = ["App", "main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Open the window and stay until it is closed; the arguments are pictures to begin with."""
    given = sys.argv[1:] if arguments is None else arguments
    pictures = _pictures(given) if given else []
    logging.basicConfig()
    try:
        app = App(open=pictures)
    except tk.TclError as error:
        if "display" not in str(error):
            raise
        sys.exit(NO_WINDOW.format(reason="there is no display"))
    app.after_idle(_log_to_file)
    # Ctrl+C in the terminal ends it at once: what was drawn is kept soon after each stroke.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    app.mainloop()


def _pictures(arguments: Sequence[str]) -> list[Path]:
    import argparse  # here: it takes longer than what most starts need of it

    parser = argparse.ArgumentParser(description="Draw digits, or open pictures of some.")
    parser.add_argument("pictures", nargs="*", type=Path, metavar="PICTURE", help="to be opened")
    return list(parser.parse_args(arguments).pictures)


def _log_to_file() -> None:
    from digits.app.log_file import log_to_file  # here, when the window is there
    from digits.app.user_files import log_file

    log_to_file(log_file())


if __name__ == "__main__":
    main()
