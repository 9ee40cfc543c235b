"""How long the program takes to start, beside the stock design and the least that is possible.

    xvfb-run -s "-screen 0 1280x900x24" python benchmarks/startup.py [--times N] [--without-keras]

Each design runs in a process of its own, started N times in turn with the others; the median
counts. Times are from the start of the process: until its window is on the screen, and until the
first reading can be had. *Stall* is the longest time for which the window did not come to answer
events, from its appearance until a second after the first reading. *Memory* is the proportional
share (PSS) of all of the design's processes then, on Linux alone; *CPU* is what they have spent.

The designs: ``program`` is ``main.py``; ``trained anew`` is the program with a network that was
never exported, so that Keras must do it first; ``stock`` imports Keras, loads the model, then opens
a window, and calls ``model.predict``; ``bare`` is an empty Tk window; ``runtime`` loads NumPy and
ONNX Runtime, without a window.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

TICK_MS = 1  # how often a window is asked whether it still answers
AFTERWARDS_MS = 1000
FIGURES = {
    "window": "{:.2f} s",
    "reading": "{:.2f} s",
    "stall": "{:.3f} s",
    "memory": "{:.0f} MB",
    "cpu": "{:.2f} s",
}


def say(what: str, value: float | None = None) -> None:
    """Tell the benchmark what just happened, or how much something is."""
    sys.stdout.write(f"{what} {time.monotonic() if value is None else value}\n")
    sys.stdout.flush()


# The designs


def program(model: Path) -> None:
    """Open the window the way main.py does, and read a stroke as soon as that is possible."""
    import main
    from digits import load_recognizer
    from digits.app.user_files import UserFiles

    class App(main.App):
        def show_readings(self) -> None:
            super().show_readings()
            if self.session.readings:
                self.after_idle(say, "reading")
                self.after(AFTERWARDS_MS, self.finish)

        def finish(self) -> None:
            say("stall", watch())
            say_what_it_takes()
            self.destroy()

    with tempfile.TemporaryDirectory() as folder:
        files = UserFiles.within(Path(folder))
        app = App(load=partial(load_recognizer, model), files=files)
        app.update()
        say("window")
        watch = watched(app)
        app.session.draw([(140, 40), (140, 240)])
        app.conversation.page_changed()
        app.mainloop()


def stock(model: Path) -> None:
    """Import Keras, load the model, open a window, predict."""
    import tkinter as tk

    import keras
    import numpy as np

    network = keras.models.load_model(model, compile=False)
    window = tk.Tk()
    tk.Canvas(window, width=300, height=300).pack()
    window.update()
    say("window")
    watch = watched(window)

    def read() -> None:
        network.predict(np.zeros((1, 28, 28, 1), np.float32), verbose=0)
        say("reading")
        window.after(AFTERWARDS_MS, window.quit)

    window.after(1, read)
    window.mainloop()
    say("stall", watch())
    say_what_it_takes()


def bare(model: Path) -> None:  # noqa: ARG001
    """Open an empty window."""
    import tkinter as tk

    window = tk.Tk()
    window.update()
    say("window")
    say_what_it_takes()


def runtime(model: Path) -> None:
    """Load the export with ONNX Runtime, and answer once."""
    import numpy as np
    import onnxruntime

    session = onnxruntime.InferenceSession(model.with_suffix(".onnx"))
    session.run(None, {session.get_inputs()[0].name: np.zeros((1, 28, 28, 1), np.float32)})
    say("reading")
    say_what_it_takes()


DESIGNS: dict[str, Callable[[Path], None]] = {
    "program": program,
    "trained anew": program,
    "stock": stock,
    "bare": bare,
    "runtime": runtime,
}


def watched(window: object) -> Callable[[], float]:
    """Let a window tick; return a function that gives the longest time between two ticks."""
    last, longest = time.monotonic(), 0.0

    def tick() -> None:
        nonlocal last, longest
        now = time.monotonic()
        last, longest = now, max(longest, now - last)
        window.after(TICK_MS, tick)  # type: ignore[attr-defined]

    tick()
    return lambda: longest


def say_what_it_takes() -> None:
    """Tell the memory, in MB, and the CPU seconds of this process and those it started."""
    if not sys.platform.startswith("linux"):
        return
    processes = family(os.getpid())
    say("memory", sum(memory(process) for process in processes) / 1e6)
    ended = os.times()
    say("cpu", sum(map(cpu, processes)) + ended.children_user + ended.children_system)


def family(process: int) -> list[int]:
    """Return a process and all those that it started, and they, and so on."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [process, *(one for child in listed.split() for one in family(int(child)))]


def memory(process: int) -> int:
    """Return the bytes that a process takes, its share of what it has in common with others."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    (pss,) = (line.split()[1] for line in lines if line.startswith("Pss:"))
    return int(pss) * 1024


def cpu(process: int) -> float:
    """Return the CPU seconds that a process has spent."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# Measuring them


def measured(design: str) -> dict[str, float]:
    """Run a design once; return its figures, in seconds and megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        model = PROJECT / "mnist.h5"
        if design == "trained anew":
            model = Path(shutil.copy(model, folder))
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, __file__, "--design", design, "--model", str(model)],
            cwd=PROJECT,
            # As a person has it: bytecode is kept from one start to the next.
            env={
                **os.environ,
                "TF_CPP_MIN_LOG_LEVEL": "3",
                "ORT_DISABLE_TELEMETRY": "1",
                "PYTHONDONTWRITEBYTECODE": "",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
        )
    said = dict(line.split() for line in done.stdout.splitlines())
    figures = {name: float(said[name]) for name in FIGURES if name in said}
    return figures | {name: figures[name] - begun for name in ("window", "reading") if name in said}


def row(design: str, runs: Sequence[dict[str, float]]) -> str:
    """Return the medians of a design's runs as a row of the table."""
    cells = []
    for name, form in FIGURES.items():
        values = [run[name] for run in runs if name in run]
        cells.append(form.format(statistics.median(values)) if values else "")
    return f"| {design} | {' | '.join(cells)} |"


def report(times: int, designs: Sequence[str]) -> None:
    """Run the designs in turn and print the table."""
    runs: dict[str, list[dict[str, float]]] = {design: [] for design in designs}
    for _ in range(times):
        for design in designs:
            runs[design].append(measured(design))
    print("| design | window | first reading | longest stall | memory | CPU |")
    print("| --- | --- | --- | --- | --- | --- |")
    for design in designs:
        print(row(design, runs[design]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--without-keras", action="store_true", help="leave out what needs Keras")
    parser.add_argument("--design", choices=DESIGNS, help=argparse.SUPPRESS)
    parser.add_argument("--model", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.design:
        DESIGNS[given.design](given.model)
    else:
        keras_free = ("program", "bare", "runtime")
        report(given.times, keras_free if given.without_keras else tuple(DESIGNS))
