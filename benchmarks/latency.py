"""How soon an answer comes, beside the stock way.

    xvfb-run -s "-screen 0 1280x900x24" python benchmarks/latency.py [--without-keras]

* One digit image to its probabilities, by the program's predictor and by ``model.predict``.
* From the moment the pen is lifted to the reading on the screen, and how long the window is busy
  with one movement of the pen: in the real window, which reads while it is drawn on, with digits
  of one stroke, its events sent as a mouse would.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.pictures import Spent, spent
from digits import MODEL_PATH
from digits.app.commands import CLEAR
from digits.app.user_files import UserFiles
from digits.pen import curve
from digits.predictor import load_predictor
from digits.reading import SIDE
from main import App
from tools.screenshots import wait_until

WARM_UP, IMAGES, DIGITS = 20, 300, 100
SPACING = 10  # pad units from one event of a fast hand to the next
EVENT_SECONDS = 0.008  # between two events of a mouse
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
    """Measure each movement of the pen, and from the lifted pen to the reading on the screen."""
    with tempfile.TemporaryDirectory() as folder:
        app = App(files=UserFiles.within(Path(folder)))
        wait_until(app, lambda: app.reader.ready)
        moves, readings = [], []
        for count in range(WARM_UP + DIGITS):
            app.event_generate(CLEAR.event)
            app.update()
            moved = draw(app)
            taken = spent(lambda: read(app), times=1)[1]
            if count >= WARM_UP:
                moves += moved
                readings.append(taken)
        app.destroy()
    report("one movement of the pen, until the line follows", moves)
    report("pen up to reading on the screen", readings)


def draw(app: App) -> list[Spent]:
    """Draw a 7, and keep the pen down; return what each movement took."""
    first, *others = (
        {"x": round(x), "y": round(y)}
        for x, y in (app.pad.zoom.view.to_screen(x, y) for x, y in curve(SEVEN, SPACING))
    )
    app.pad.event_generate("<Button-1>", **first)
    taken = []
    for place in others:

        def move(place: dict[str, int] = place) -> None:
            app.pad.event_generate("<B1-Motion>", **place)
            app.update()

        taken.append(spent(move, times=1)[1])
        pause = time.monotonic() + EVENT_SECONDS
        wait_until(app, lambda pause=pause: time.monotonic() > pause, pause=0.0005)
    return taken


def read(app: App) -> None:
    """Lift the pen, and wait until the reading of the whole stroke is on the screen."""
    x, y = map(round, app.pad.zoom.view.to_screen(*SEVEN[-1]))
    app.pad.event_generate("<ButtonRelease-1>", x=x, y=y)
    # A short pause, so that the reading process gets its core, as in mainloop.
    wait_until(app, lambda: app.session.up_to_date, pause=0.0002)
    app.update_idletasks()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--without-keras", action="store_true", help="leave out the stock way")
    given = parser.parse_args()
    print("| what | median | 95th percentile | CPU |")
    print("| --- | --- | --- | --- |")
    network(not given.without_keras)
    window()
