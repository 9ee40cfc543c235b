"""The desktop program: draw a digit or upload a picture of one, and see what it reads.

``python main.py`` opens the window. For a machine with no screen there is
``python -m digits read FILE...``.
"""

from __future__ import annotations

import logging
import signal
import sys

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


def main() -> None:
    """Open the window and stay until it is closed."""
    logging.basicConfig()
    try:
        app = App()
    except tk.TclError as error:
        if "display" not in str(error):
            raise
        sys.exit(NO_WINDOW.format(reason="there is no display"))
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C ends it at once: nothing is unsaved
    app.mainloop()


if __name__ == "__main__":
    main()
