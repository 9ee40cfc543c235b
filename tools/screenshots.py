"""Take the README's screenshots: start the program, use it as a person would, and look.

Run it on a virtual display: ``xvfb-run -s "-screen 0 1280x900x24" python tools/screenshots.py``.
It writes into ``docs``: ``welcome.png`` (the first window), ``app.png`` (a number while it is
drawn), ``upload.png`` (a photo with boxes), ``inside.png`` (the look inside a doubtful digit) and
``dark.png`` (the dark look).
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
from digits.app.commands import CLEAR, UPLOAD
from digits.app.user_files import UserFiles
from digits.pen import curve
from digits.stroke import PAD_SIDE
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
DOUBTFUL = [(136, 62), (104, 100), (112, 132), (150, 130), (176, 96), (178, 64), (176, 130)]
DOUBTFUL += [(172, 220)]
PAD_NUMBER, PAPER_LINES = (3, 5, 7), ((7, 3, 5), (3, 7))


def main(model: Path) -> None:
    """Take all screenshots."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = App(load=partial(load_recognizer, model), files=UserFiles.within(folder))
        wait_until(app, lambda: app.reader.ready)
        save_screenshot(app, "welcome")
        draw_a_number(app)
        save_screenshot(app, "app")
        upload_a_photo(app, folder)
        save_screenshot(app, "upload")
        look_inside(app)
        save_screenshot(app, "inside")
        app.looks.use("dark")
        draw_a_number(app)
        save_screenshot(app, "dark")
        app.destroy()


def draw_a_number(app: App) -> None:
    """Draw 357, and leave the pen in the middle of the 7."""
    app.event_generate(CLEAR.event)
    *strokes, seven, _ = written(PAD_NUMBER, size=0.52, first=(-18, 62), step=82)
    for stroke in strokes:
        draw(app, stroke)
    draw(app, seven[: len(seven) * 3 // 4], lift=False)
    wait_until(app, lambda: len(app.result.number) == len(PAD_NUMBER))


def upload_a_photo(app: App, folder: Path) -> None:
    """Upload two lines on ruled paper that lies half in the shade."""
    path = folder / "numbers.jpg"
    lines = [
        written(line, size=0.8, first=(20, 120 + 270 * number), step=180)
        for number, line in enumerate(PAPER_LINES)
    ]
    write_on_paper([stroke for line in lines for stroke in line]).save(path, quality=92)
    with patch("tkinter.filedialog.askopenfilenames", return_value=(str(path),)):
        app.desk.buttons[UPLOAD.event].invoke()
    wait_until(app, lambda: app.session.page.picture == path)
    wait_for_explanation(app)


def look_inside(app: App) -> None:
    """Draw a 4 that may be a 9, and wait until it is explained."""
    app.event_generate(CLEAR.event)
    draw(app, smooth(DOUBTFUL))
    wait_until(app, lambda: app.result.number != "")
    wait_for_explanation(app)


def written(
    digits: tuple[int, ...], size: float, first: tuple[float, float], step: float
) -> list[np.ndarray]:
    """Strokes of digits side by side."""
    return [
        smooth(stroke) * size + first + (number * step, 0)
        for number, digit in enumerate(digits)
        for stroke in DIGITS[digit]
    ]


def smooth(points: list[tuple[int, int]]) -> np.ndarray:
    """The way a hand moves through points."""
    return curve(points, spacing=4)


def draw(app: App, stroke: np.ndarray, *, lift: bool = True) -> None:
    """Draw a stroke with the mouse."""
    (start, *way) = np.rint(stroke * app.pad.side / PAD_SIDE).astype(int).tolist()
    app.pad.event_generate("<Button-1>", x=start[0], y=start[1])
    for x, y in way:
        app.pad.event_generate("<B1-Motion>", x=x, y=y)
        app.update()
    if lift:
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


def wait_for_explanation(app: App) -> None:
    """Wait until the look inside is complete, and say what was read."""
    wait_until(app, lambda: app.result.explained)
    print(f"{app.result.number!r}  {app.result.sureness}  {app.status.sentence}")


def wait_until(app: App, condition: Callable[[], bool], pause: float = 0.005) -> None:
    """Keep the window going until something is so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"No reading; the program says: {app.status.sentence}")
        app.update()
        time.sleep(pause)


def save_screenshot(app: App, name: str) -> None:
    """Save what the screen shows of the window."""
    path = DOCS / f"{name}.png"
    app.update()
    left, top = (int(number) for number in app.geometry().split("+")[1:])  # with the menu bar
    right, bottom = app.winfo_rootx() + app.winfo_width(), app.winfo_rooty() + app.winfo_height()
    ImageGrab.grab(bbox=(left, top, right, bottom)).save(path, optimize=True)
    print(path)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--model", type=Path, default=MODEL_PATH)
    main(arguments.parse_args().model)
