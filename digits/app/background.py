"""Reading in a process of its own, seen from the Tk side.

Imports in a thread stall Tk, and a picture may make any decoder crash; in a process of its own
neither is felt. The Tk side never waits: it polls the pipe, and sends only when the other side
listens.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Protocol

from digits.app.worker import Answer, Load, Ready, Request, serve

POLL_MS, ANSWER_MS = 20, 2
"""How often the pipe is looked at, in milliseconds; the second while an answer is due."""


@dataclass(frozen=True)
class Stopped:
    """The reading process died; ``restarting`` says whether a new one was started."""

    restarting: bool


Outcome = Ready | Answer | Stopped
Deliver = Callable[[Outcome], None]


class Reader(Protocol):
    """What the window needs from whatever reads for it."""

    ready: bool

    def request(self, request: Request) -> None:
        """Ask for something to be read; it replaces what was asked before."""

    def cancel(self) -> None:
        """Forget what was asked; no outcome of it is delivered."""

    def close(self) -> None:
        """End the reading, at once and for good."""


class Background:
    """Runs a recognizer in a process of its own and delivers its outcomes to the Tk side.

    Only the newest request counts: it is held here until the process can take it, and the
    outcome of an older one is dropped. A process that dies is started anew, once, and asked
    again; when it dies again, or cannot load the network, the next request starts it.
    """

    def __init__(self, widget: tk.Misc, load: Load, deliver: Deliver) -> None:
        self.ready = False
        self.widget = widget
        self._load = load
        self._deliver = deliver
        self._wanted: Request | None = None  # the newest request, not yet answered
        self._sent = False  # the process works on that one
        self._busy = False  # the process works on some request
        self._may_restart = True
        self._alive = False
        self._closed = False
        self._start()
        self._poll()

    @property
    def pid(self) -> int | None:
        """The id of the reading process, or none when it has ended."""
        return self._process.pid if self._process.is_alive() else None

    def request(self, request: Request) -> None:
        """Read this as soon as possible, in place of everything asked before."""
        if self._closed:
            return  # a stroke that ends with its window
        self._wanted, self._sent = request, False
        self._may_restart = True
        if not self._alive:
            self._start()
        self._send()

    def cancel(self) -> None:
        """Forget what was asked; no outcome of it is delivered."""
        self._wanted, self._sent = None, False

    def close(self) -> None:
        """End the process and the polling. It has nothing to lose, so it is killed."""
        self._closed = True
        self.widget.after_cancel(self._timer)
        self._end_process()

    def _start(self) -> None:
        spawn = get_context("spawn")  # a fork of a process that runs Tk would not be sound
        self._connection, theirs = spawn.Pipe()
        self._process = spawn.Process(target=serve, args=(theirs, self._load), daemon=True)
        self._process.start()
        theirs.close()  # else the end of the process would not show as the end of the pipe
        self._alive = True

    def _end_process(self) -> None:
        if self._alive:
            self._process.kill()
            self._process.join(timeout=1)
            self._connection.close()
        self._alive = self.ready = self._busy = self._sent = False

    def _poll(self) -> None:
        # The timer first: a delivery that fails must not end the polling.
        self._timer = self.widget.after(ANSWER_MS if self._busy else POLL_MS, self._poll)
        if not self._alive:
            return
        try:
            arrived = self._connection.recv() if self._connection.poll() else None
        except (EOFError, OSError):
            self._on_death()
            return
        if isinstance(arrived, Ready):
            self._on_ready(arrived)
        elif arrived is not None:
            self._on_answer(arrived)

    def _on_ready(self, outcome: Ready) -> None:
        self.ready = True
        self._send()
        self._deliver(outcome)

    def _on_answer(self, answer: Answer) -> None:
        if not self.ready:  # an answer to no request: the network could not be loaded
            self.cancel()
            self._end_process()
            self._deliver(answer)
            return
        self._busy = False
        if self._sent:
            self.cancel()
            self._deliver(answer)
        else:
            self._send()

    def _on_death(self) -> None:
        self._end_process()
        restarting, self._may_restart = self._may_restart, False
        if restarting:
            self._start()
        else:
            self.cancel()
        self._deliver(Stopped(restarting))

    def _send(self) -> None:
        """Send what is wanted once the process listens: only then the pipe cannot be full."""
        if self._wanted is None or self._busy or not self.ready:
            return
        self._busy = self._sent = True
        self.widget.after_cancel(self._timer)
        self._timer = self.widget.after(ANSWER_MS, self._poll)
        with suppress(OSError):  # it died just now, which the next poll notices
            self._connection.send(self._wanted)
