"""Many pictures: read on all cores, in order, whatever becomes of a single one.

Each worker is a process that loads the network once and is then given one chunk of pictures after
the other. A worker that dies takes only its chunk with it, which is then read picture by picture,
so that the one that ended it is found. Few chunks are under way at a time, so memory stays flat.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, NamedTuple

from digits.errors import UserError, first_line
from digits.listing import is_folder
from digits.reading import Readings
from digits.records import Record

if TYPE_CHECKING:
    from digits.recognizer import Recognizer

FEW = 32
"""Fewer pictures are read in this process: workers take half a second to start."""

MOST_WORKERS = 60
"""Windows waits for no more at once."""

_FIRST_CHUNK, _LARGEST_CHUNK = 8, 64  # pictures
_CHUNK_SECONDS = 0.25  # a chunk takes about so long: a single one if they are large photos
_AHEAD = 8  # chunks for each worker that may be under way, or done before one in front of them

# Not forked: a fork of a process with threads, such as those of OpenCV, may hang.
_SPAWN = multiprocessing.get_context("spawn")

Load = Callable[[], "Recognizer"]
"""Loads a recognizer; a worker finds it by its name."""


class Outcome(NamedTuple):
    """The record of a picture, and whether it could not be read."""

    record: str
    failed: bool


def read_all(
    pictures: Iterable[str], recognizer: Recognizer, load: Load, record: Record, workers: int
) -> Generator[Outcome, None, None]:
    """Yield what comes of each picture, in order, from so many workers, or from this process.

    ``recognizer`` reads a few pictures here; each worker loads its own. The names are taken when
    they are needed. Close the iterator to end the workers early. Raises ``UserError`` when a
    worker cannot load the network.
    """
    rest = iter(pictures)
    first = list(islice(rest, FEW))
    if len(first) < FEW:
        for picture in first:
            yield outcome(recognizer, picture, record)
        return
    crew = _Crew(chain(first, rest), lambda: _Worker(load, record), record, workers)
    try:
        yield from crew.outcomes()
    finally:
        crew.end()


def outcome(recognizer: Recognizer, picture: str, record: Record) -> Outcome:
    """Read one picture; an error, also a defect of this program, ends nothing but its reading."""
    try:
        readings = recognizer.read(picture)
    except UserError as error:
        reason = (
            f"{picture} holds no pictures; give a folder that does."
            if is_folder(picture)
            else str(error)
        )
    except MemoryError:
        reason = f"{picture} needs more memory than there is; make it smaller."
    except Exception as error:
        logging.getLogger(__name__).exception("%s could not be read", picture)
        reason = f"{picture} met a defect of this program ({first_line(error)}); please report it."
    else:
        return Outcome(record(picture, readings, None), failed=False)
    return Outcome(record(picture, Readings(), reason), failed=True)


def cores() -> int:
    """Return how many workers can work at the same time."""
    # Not all cores of the machine may be this process's.
    count = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(count, MOST_WORKERS)


# In this process


@dataclass(eq=False)
class _Chunk:
    """Some neighbors among the pictures, and what came of them once they are read."""

    pictures: Sequence[str]
    outcomes: list[Outcome] = field(default_factory=list)


class _Crew:
    """Some workers, and the chunks that are under way, in order."""

    def __init__(
        self,
        pictures: Iterator[str],
        start: Callable[[], _Worker],
        record: Record,
        most: int,
    ) -> None:
        self._pictures, self._start, self._record, self._most = pictures, start, record, most
        self._workers: list[_Worker] = []
        self._chunks: deque[_Chunk] = deque()
        self._again: deque[_Chunk] = deque()  # those of them whose worker died
        self._size = _FIRST_CHUNK

    def outcomes(self) -> Iterator[Outcome]:
        """Yield all outcomes in order."""
        while True:
            self._hand_out()
            while self._chunks and self._chunks[0].outcomes:
                yield from self._chunks.popleft().outcomes
                self._hand_out()
            if not self._chunks:
                return
            by_pipe = {worker.pipe: worker for worker in self._workers if worker.chunk}
            for pipe in wait(by_pipe):
                self._collect(by_pipe[pipe])  # type: ignore[index]

    def end(self) -> None:
        """End all workers at once."""
        for worker in self._workers:
            worker.end()

    def _hand_out(self) -> None:
        """Give every worker something to do, and start workers as long as there is more."""
        while True:
            idle = next((worker for worker in self._workers if not worker.chunk), None)
            if idle is None and len(self._workers) == self._most:
                return
            chunk = self._next()
            if chunk is None:
                return
            if idle is None:
                idle = self._start()
                self._workers.append(idle)
            idle.give(chunk)

    def _next(self) -> _Chunk | None:
        if self._again:
            return self._again.popleft()
        if len(self._chunks) >= _AHEAD * self._most:
            return None
        pictures = list(islice(self._pictures, self._size))
        if not pictures:
            return None
        self._chunks.append(_Chunk(pictures))
        return self._chunks[-1]

    def _collect(self, worker: _Worker) -> None:
        """Take what a worker has done, or replace a dead one."""
        chunk = worker.chunk
        assert chunk is not None
        try:
            done = worker.take()
        except (EOFError, OSError):  # it died
            self._workers.remove(worker)
            worker.end()
            self._read_again(chunk)
            return
        if done:
            chunk.outcomes, seconds = done
            fitting = int(len(chunk.pictures) * _CHUNK_SECONDS / max(seconds, 1e-3))
            self._size = max(1, min(fitting, 2 * self._size, _LARGEST_CHUNK))

    def _read_again(self, chunk: _Chunk) -> None:
        """Let a chunk that ended its worker be read one by one; a single picture is given up."""
        if len(chunk.pictures) == 1:
            (picture,) = chunk.pictures
            reason = (
                f"{picture} ended the process that read it, perhaps for lack of memory;"
                " make it smaller, or save it anew."
            )
            chunk.outcomes = [Outcome(self._record(picture, Readings(), reason), failed=True)]
            return
        singles = [_Chunk([picture]) for picture in chunk.pictures]
        place = self._chunks.index(chunk)
        self._chunks.remove(chunk)
        for single in reversed(singles):
            self._chunks.insert(place, single)
        self._again.extend(singles)


class _Worker:
    """A process that reads one chunk after the other, as this one sees it."""

    def __init__(self, load: Load, record: Record) -> None:
        self.chunk: _Chunk | None = None
        self._loaded = False
        self.pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_work, args=(theirs, load, record), daemon=True)
        with _deaf_to_ctrl_c():
            self._process.start()
        theirs.close()

    def give(self, chunk: _Chunk) -> None:
        """Let it read a chunk."""
        self.chunk = chunk
        with suppress(OSError):  # it died; ``take`` tells so
            self.pipe.send(chunk.pictures)

    def take(self) -> tuple[list[Outcome], float] | None:
        """Wait for its next word: what came of its chunk and the seconds that took, or None.

        None says that it has loaded the network. Raises ``EOFError`` or ``OSError`` when it died
        over its chunk, and ``UserError`` when it could not load the network.
        """
        if self._loaded:
            done: tuple[list[Outcome], float] = self.pipe.recv()
            self.chunk = None
            return done
        try:
            error: UserError | None = self.pipe.recv()
        except (EOFError, OSError):
            error = UserError(
                "A worker ended before it could read; there may be too little memory: give fewer"
                " --workers."
            )
        if error:
            raise error
        self._loaded = True
        return None

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Let processes that are started inside this block never hear Ctrl+C, as they inherit that.

    Else each would print a traceback. It is this process that ends them.
    """
    if threading.current_thread() is not threading.main_thread():  # which alone hears signals
        yield
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


# In a worker


def _work(pipe: Connection, load: Load, record: Record) -> None:
    """Read chunks of pictures until nobody gives any."""
    import cv2

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Windows does not hand it down
    cv2.setNumThreads(1)  # the other cores have workers of their own
    try:
        recognizer = load()
    except UserError as error:
        pipe.send(error)
        return
    pipe.send(None)
    with suppress(EOFError, OSError):  # the other process has ended
        while True:
            pictures = pipe.recv()
            begun = time.perf_counter()
            outcomes = [outcome(recognizer, picture, record) for picture in pictures]
            pipe.send((outcomes, time.perf_counter() - begun))
