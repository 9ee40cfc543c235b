"""How soon an answer comes, beside the stock way.

    xvfb-run -s "-screen 0 1280x900x24" python benchmarks/latency.py [--without-keras]

* One digit image to its probabilities, by the program's predictor and by ``model.predict``.
* From the moment the pen is lifted, and Recognize is asked for, to the reading on the screen: in
  the real window, with drawn digits of one stroke, its events sent as a mouse would.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.pictures import Spent, spent
from digits import MODEL_PATH
from digits.app.commands import CLEAR, RECOGNIZE
from digits.predictor import load_predictor
from digits.reading import SIDE
from main import App
from tools.screenshots import wait_until

WARM_UP, IMAGES, DIGITS = 20, 300, 200
SEVEN = ((90, 70), (130, 66), (186, 60), (170, 95), (150, 130), (132, 180), (120, 228))


def report(name: str, times: list[Spent]) -> None:
    """Print a row: the median and the 95th percentile of wall times, the median of CPU times."""
    cpu, wall = np.array(times).T * 1000
    middle, slow = np.percentile(wall, (50, 95))
    print(f"| {name} | {middle:.2f} ms | {slow:.2f} ms | {np.median(cpu):.2f} ms |", flush=True)


def network(with_keras: bool) -> None:
    """Measure one digit image at a time, both ways in turn."""
    images = np.random.default_rng(0).random((IMAGES, 1, SIDE, SIDE, 1), np.float32)
    ways: dict[str, Callable[[np.ndarray], object]] = {"program": load_predictor(MODEL_PATH)}
    if with_keras:
        from digits.network import load

        model = load(MODEL_PATH)
        ways["stock, model.predict"] = lambda image: model.predict(image, verbose=0)
    times: dict[str, list[Spent]] = {name: [] for name in ways}
    for count, image in enumerate(images):
        for name, way in ways.items():
            taken = spent(lambda way=way, image=image: way(image), times=1)[1]
            if count >= WARM_UP:
                times[name].append(taken)
    for name, taken in times.items():
        report(f"one digit image, {name}", taken)


def window() -> None:
    """Measure from the lifted pen to the reading on the screen."""
    app = App()
    wait_until(app, lambda: app.reader.ready)
    times = []
    for count in range(WARM_UP + DIGITS):
        app.desk.event_generate(CLEAR.event)
        app.update()
        draw(app)
        taken = spent(lambda: read(app), times=1)[1]
        if count >= WARM_UP:
            times.append(taken)
    report("pen up to reading on the screen", times)
    app.destroy()


def draw(app: App) -> None:
    """Draw a 7, and keep the pen down."""
    first, *others = SEVEN
    app.pad.event_generate("<Button-1>", x=first[0], y=first[1])
    for x, y in others:
        app.pad.event_generate("<B1-Motion>", x=x, y=y)
        app.update()


def read(app: App) -> None:
    """Lift the pen, ask for the reading and wait until it is on the screen."""
    x, y = SEVEN[-1]
    app.pad.event_generate("<ButtonRelease-1>", x=x, y=y)
    app.event_generate(RECOGNIZE.event)
    # A short pause, so that the reading process gets its core, as in mainloop.
    wait_until(app, lambda: app.result.number != "", pause=0.0002)
    app.update_idletasks()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--without-keras", action="store_true", help="leave out the stock way")
    given = parser.parse_args()
    print("| what | median | 95th percentile | CPU |")
    print("| --- | --- | --- | --- |")
    network(not given.without_keras)
    window()
