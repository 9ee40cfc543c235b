"""How fine the screen is: what the desktop says, where Tk does not ask it by itself."""

from __future__ import annotations

import re
import subprocess
import sys
import tkinter as tk
from contextlib import suppress

PATIENCE = 0.5
"""Seconds that the X server's settings may take to come; 3 milliseconds are usual."""

LEAST_ROOM = (770.0, 510.0)
"""Width and height, in points, of the window at its least size, and its menu bar."""

MOST_OF_SCREEN = (0.98, 0.88)
"""What of the screen's width and height a window can have; the desktop's bars have the rest."""

POINTS = 72
"""Points in an inch: Tk's scaling is pixels per point."""

_DPI = re.compile(r"^Xft\.dpi:\s*(\d+(?:\.\d+)?)\s*$", re.MULTILINE)
_FEWEST, _MOST = 48, 480  # dots per inch that a screen may have: half to five times the usual 96


def be_sharp() -> None:
    """Ask Windows for real pixels; else it would enlarge a small, blurred window.

    To be called before the first window is made. Elsewhere nothing needs to be done.
    """
    if sys.platform == "win32":
        import ctypes

        with suppress(AttributeError, OSError):  # before Windows 8.1
            ctypes.windll.shcore.SetProcessDpiAwareness(1)  # of the system's own resolution


def follow_the_screen(window: tk.Misc) -> None:
    """Let a point have as many pixels as the desktop wants.

    Windows and macOS tell Tk. X11's desktops say it as ``Xft.dpi`` among the resources of the
    server, which Tk before 9 does not look at; there is also no other way to enlarge a program
    at 200 %. On a screen that is too small for that, the window is made to fit.
    """
    if window.tk.call("tk", "windowingsystem") == "x11" and (dpi := _xft_dpi()):
        window.tk.call("tk", "scaling", dpi / POINTS)
    screen = window.winfo_screenwidth(), window.winfo_screenheight()
    most = min(
        s * share / p for s, share, p in zip(screen, MOST_OF_SCREEN, LEAST_ROOM, strict=True)
    )
    if float(window.tk.call("tk", "scaling")) > most:
        window.tk.call("tk", "scaling", most)


def _xft_dpi() -> float | None:
    """The resolution that the desktop wants, in dots per inch, if it says so."""
    try:
        found = subprocess.run(
            ("xrdb", "-query"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = _DPI.search(found.stdout.decode("utf-8", "replace"))
    dpi = float(match[1]) if match else 0.0
    return dpi if _FEWEST <= dpi <= _MOST else None
