"""The desktop program: draw digits or upload a picture of some, and see what it reads.

``python main.py [PICTURE...]`` opens the window. For a machine with no screen there is
``python -m digits read FILE...``.
"""

from __future__ import annotations

import argparse
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

        from digits.app.log_file import log_to_file
        from digits.app.user_files import log_file
        from digits.app.window import App
    except ModuleNotFoundError as error:
        if error.name not in ("tkinter", "_tkinter"):
            raise
        sys.exit(NO_WINDOW.format(reason="this Python has no tkinter"))

__all__ = ["App", "main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Open the window and stay until it is closed; the arguments are pictures to begin with."""
    parser = argparse.ArgumentParser(description="Draw digits, or open pictures of some.")
    parser.add_argument("pictures", nargs="*", type=Path, help="pictures to open")
    pictures = parser.parse_args(arguments).pictures
    logging.basicConfig()
    try:
        app = App(open=pictures)
    except tk.TclError as error:
        if "display" not in str(error):
            raise
        sys.exit(NO_WINDOW.format(reason="there is no display"))
    log_to_file(log_file())
    # Ctrl+C in the terminal ends it at once: what was drawn is kept soon after each stroke.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    app.mainloop()


if __name__ == "__main__":
    main()
