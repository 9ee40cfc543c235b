"""Whether the system is dark, asked without keeping the window waiting.

On Linux darkdetect runs another program, which may hang. So it is asked in a process of its own,
polled by a timer: a thread in the window's process might collect what belongs to Tk, which ends
the program.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tkinter as tk
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.util import find_spec
from typing import Any

# -P: no module that happens to lie in the working directory is run.
ASK_DARKDETECT = (
    sys.executable,
    "-P",
    "-c",
    "import darkdetect; print(darkdetect.theme())",
)

PATIENCE = 5.0
"""Seconds until an asking is given up."""

PAUSE = 10.0
"""Seconds from one asking to the next."""

POLL_MS = 50

_ANSWERS = {b"Dark": True, b"Light": False}
_MOST_BYTES = 64  # of an answer


class SystemLook:
    """Asks the system whether it is dark, and delivers ``True`` or ``False`` when it says so.

    ``command`` is a program that prints Dark or Light; ``clock`` tells seconds.
    """

    def __init__(
        self,
        widget: tk.Misc,
        deliver: Callable[[bool], None],
        command: Sequence[str] = ASK_DARKDETECT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.widget = widget
        self._deliver = deliver
        self._command = command
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        self._timer = ""
        self._asked_at = -PAUSE
        self._closed = False

    @staticmethod
    def available() -> bool:
        """Tell whether darkdetect is installed; without it nothing is asked."""
        return find_spec("darkdetect") is not None

    @property
    def asking(self) -> bool:
        """Whether an answer may still come."""
        return self._process is not None

    def ask(self) -> None:
        """Ask, unless it was asked a moment ago."""
        now = self._clock()
        if self._closed or self.asking or now - self._asked_at < PAUSE or not self.available():
            return
        self._asked_at = now
        with suppress(OSError, ValueError):  # a program that is not there tells nothing
            self._process = _start(self._command)
            self._timer = self.widget.after(POLL_MS, self._poll)

    def close(self) -> None:
        """End the asking for good; nothing is delivered any more."""
        self._closed = True
        if self._process is not None:
            self.widget.after_cancel(self._timer)
            _kill(self._process)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=1)
            self._end(self._process)

    def _poll(self) -> None:
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            # Polled until it is gone, killed or not: then no zombie is left.
            self._timer = self.widget.after(POLL_MS, self._poll)
            if self._clock() - self._asked_at >= PATIENCE:
                _kill(process)
            return
        answer = _ANSWERS.get(_said(process)) if process.returncode == 0 else None
        self._end(process)
        if answer is not None:
            self._deliver(answer)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        self._process = None
        _kill_group(process)
        if process.stdout is not None:
            process.stdout.close()


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a program that says something, with no window of its own."""
    options: dict[str, Any] = {"process_group": 0}  # what it starts can be ended with it
    if sys.platform == "win32":
        options = {"creationflags": subprocess.CREATE_NO_WINDOW}
    return subprocess.Popen(
        command,
        bufsize=0,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        **options,
    )


def _said(process: subprocess.Popen[bytes]) -> bytes:
    """What a process that has ended left in its pipe; never waits for more."""
    assert process.stdout is not None
    descriptor = process.stdout.fileno()
    if hasattr(os, "set_blocking"):  # without, one that it started could still hold the pipe
        os.set_blocking(descriptor, False)
    try:
        return os.read(descriptor, _MOST_BYTES).strip()
    except BlockingIOError:
        return b""


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    _kill_group(process)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End what a process has started, where a program does not do so by itself."""
    if sys.platform != "win32":
        with suppress(OSError):  # there is nothing left
            os.killpg(process.pid, signal.SIGKILL)
