"""Take the README's screenshots: start the program, use it as a person would, and look.

Run it on a virtual display: ``xvfb-run -s "-screen 0 1280x900x24" python tools/screenshots.py``.
It writes ``docs/app.png`` (a drawn number, read) and ``docs/upload.png`` (a picture, read).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageGrab

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from digits import MODEL_PATH, PROJECT, load_recognizer
from digits.app.commands import RECOGNIZE, UPLOAD
from digits.app.pad import PAD_SIDE
from main import App

DOCS = PROJECT / "docs"
PATIENCE = 120  # seconds that the network may take to load

# Where the pen turns, in pad units; the hand moves smoothly between these points.
THREE = [(92, 82), (118, 56), (156, 54), (180, 78), (170, 110), (132, 130), (168, 142)]
THREE += [(190, 172), (178, 212), (138, 230), (98, 218), (84, 200)]
FIVE_BODY = [(104, 62), (98, 96), (93, 130), (122, 118), (160, 124), (184, 158), (174, 202)]
FIVE_BODY += [(136, 226), (96, 216), (78, 198)]
FIVE_TOP = [(103, 63), (138, 66), (182, 56)]
SEVEN = [(90, 70), (130, 66), (186, 60), (150, 130), (120, 228)]
SEVEN_BAR = [(104, 146), (176, 136)]
DIGITS = {3: [THREE], 5: [FIVE_BODY, FIVE_TOP], 7: [SEVEN, SEVEN_BAR]}
PAD_NUMBER, PAPER_LINES = (3, 5, 7), ((7, 3, 5), (3, 7))


def main(model: Path) -> None:
    """Take both screenshots."""
    app = App(load=partial(load_recognizer, model))
    app.update()
    for stroke in written(PAD_NUMBER, size=0.52, first=(-18, 62), step=82):
        draw(app, stroke)
    app.desk.buttons[RECOGNIZE.event].invoke()
    wait_for_reading(app)
    save_screenshot(app, DOCS / "app.png")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "numbers.jpg"
        lines = [
            written(line, size=0.8, first=(20, 120 + 270 * number), step=180)
            for number, line in enumerate(PAPER_LINES)
        ]
        write_on_paper([stroke for line in lines for stroke in line]).save(path, quality=92)
        with patch("tkinter.filedialog.askopenfilename", return_value=str(path)):
            app.desk.buttons[UPLOAD.event].invoke()
        wait_until(app, lambda: app.pad.shows_picture)
    wait_for_reading(app)
    save_screenshot(app, DOCS / "upload.png")
    app.destroy()


def written(
    digits: tuple[int, ...], size: float, first: tuple[float, float], step: float
) -> list[np.ndarray]:
    """Strokes of digits side by side."""
    return [
        smooth(stroke) * size + first + (number * step, 0)
        for number, digit in enumerate(digits)
        for stroke in DIGITS[digit]
    ]


def smooth(points: list[tuple[int, int]], steps: int = 12) -> np.ndarray:
    """A Catmull-Rom curve through the points: the way a hand moves."""
    corners = np.array([points[0], *points, points[-1]], dtype=float)
    t = np.linspace(0, 1, steps, endpoint=False)[:, np.newaxis]
    pieces = [
        b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
        for a, b, c, d in zip(corners, corners[1:], corners[2:], corners[3:], strict=False)
    ]
    return np.vstack([*pieces, corners[-1:]])


def draw(app: App, stroke: np.ndarray) -> None:
    """Draw a stroke with the mouse."""
    (start, *way) = np.rint(stroke * app.pad.side / PAD_SIDE).astype(int).tolist()
    app.pad.event_generate("<Button-1>", x=start[0], y=start[1])
    for x, y in way:
        app.pad.event_generate("<B1-Motion>", x=x, y=y)
        app.update()
    app.pad.event_generate("<ButtonRelease-1>", x=way[-1][0], y=way[-1][1])


def write_on_paper(strokes: list[np.ndarray]) -> Image.Image:
    """A picture of strokes in blue ink on ruled paper that lies half in the shade."""
    rows, columns = np.mgrid[0:720, 0:720] / 900
    shade = 236 - 46 * columns - 18 * rows
    paper = np.stack([shade, shade * 0.98, shade * 0.93], axis=2).astype(np.uint8)
    page = Image.fromarray(paper)
    pen = ImageDraw.Draw(page)
    for row in range(60, 720, 90):
        pen.line([(0, row), (720, row + 4)], (168, 186, 206), 2)
    for stroke in strokes:
        for x, y in stroke:
            pen.ellipse((x - 6, y - 6, x + 6, y + 6), fill=(34, 52, 120))
        pen.line([tuple(point) for point in stroke], (34, 52, 120), 12, "curve")
    return page.filter(ImageFilter.GaussianBlur(1.2))


def wait_for_reading(app: App) -> None:
    """Wait until a number is on display, or say what the program says instead."""
    wait_until(app, lambda: app.result.number != "")
    print(f"{app.result.number!r}  {app.result.sureness}  {app.status.sentence}")


def wait_until(app: App, condition: Callable[[], bool], pause: float = 0.005) -> None:
    """Keep the window going until something is so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"No reading; the program says: {app.status.sentence}")
        app.update()
        time.sleep(pause)


def save_screenshot(app: App, path: Path) -> None:
    """Save what the screen shows of the window."""
    app.update()
    left, top = (int(number) for number in app.geometry().split("+")[1:])  # with the menu bar
    right, bottom = app.winfo_rootx() + app.winfo_width(), app.winfo_rooty() + app.winfo_height()
    ImageGrab.grab(bbox=(left, top, right, bottom)).save(path, optimize=True)
    print(path)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--model", type=Path, default=MODEL_PATH)
    main(arguments.parse_args().model)
