"""How long a large photo takes, step by step, and what comes of pictures that hold no digits.

    python benchmarks/pictures.py FOLDER [--model FILE]

FOLDER holds pen strokes, as for ``handwriting.py``. Forty of its digits are drawn, in lines, on
a sheet of A4 paper, photographed with 12 megapixels in uneven light. CPU seconds count the work of
all cores; they depend less than wall seconds on what else the computer does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.handwriting import Sample, run, sample_sets
from digits import MODEL_PATH
from digits.errors import UserError
from digits.ink import to_ink
from digits.patches import lines_of_ink
from digits.pictures import open_picture
from digits.predictor import load_predictor
from digits.reading import Predictor, Readings
from digits.recognizer import Recognizer
from digits.segmentation import Line, runs

ROWS, COLUMNS = 4000, 3000
LINES, IN_LINE = 5, 8
DIGIT = 160  # pixels: height of a digit on the photo, about 12 mm on the paper
PEN = 12  # likewise: 0.9 mm
LIGHT = (0.55, 1.0)  # from one corner to the other
NOISE = 4.0  # standard deviation, of 255
SPECKS = 10_000
DRAWN = 500  # digits that are drawn one by one
TIMES = 5  # that each step is taken; the fastest counts
SEED = 0
DIGITS = tuple("0123456789")

TEXT = (
    "It was a bright cold day in the middle of spring, and all the clocks of the town were"
    " telling the hour. Nobody on the stairs looked up; the lift had not worked for weeks, and"
    " people who lived at the top had learned to carry their bread, their coal and their news"
    " slowly, with a rest on every landing. "
)


class Spent(NamedTuple):
    """Seconds that something took."""

    cpu: float
    wall: float


def spent(work: Callable[[], Any], times: int = TIMES) -> tuple[Any, Spent]:
    """Return what the work gives, and what it took at best."""
    taken = []
    for _ in range(times):
        cpu, begun = time.process_time(), time.perf_counter()
        outcome = work()
        taken.append(Spent(time.process_time() - cpu, time.perf_counter() - begun))
    return outcome, Spent(*map(min, zip(*taken, strict=True)))


# Pictures


def sheet(samples: Sequence[Sample]) -> np.ndarray:
    """Return a photo of a sheet with the samples, strokes of one digit each, line by line."""
    gray = np.full((ROWS, COLUMNS), 245, np.uint8)
    for number, sample in enumerate(samples):
        row, column = divmod(number, IN_LINE)
        middle = np.array([(column + 1) / (IN_LINE + 1), (row + 1) / (LINES + 1)])
        strokes = drawn_at(sample.strokes, middle * (COLUMNS, ROWS))
        cv2.polylines(gray, strokes, False, 50, PEN, cv2.LINE_AA)
    return photographed(gray)


def drawn_at(strokes: Sequence[np.ndarray], middle: np.ndarray) -> list[np.ndarray]:
    """Return the strokes ``DIGIT`` pixels tall, at most, around a point, as whole numbers."""
    points = np.concatenate(strokes)
    extent = np.ptp(points, axis=0)
    first = points.min(axis=0) + extent / 2
    return [
        np.rint((stroke - first) * DIGIT / max(*extent, 1e-6) + middle).astype(np.int32)
        for stroke in strokes
    ]


def photographed(gray: np.ndarray) -> np.ndarray:
    """Return a gray picture as a camera sees it: uneven light, a little blur, noise, RGB."""
    rows, columns = gray.shape
    light = np.add.outer(np.linspace(0, 0.5, rows), np.linspace(0, 0.5, columns))
    seen = cv2.GaussianBlur(gray, (0, 0), 1.0) * (LIGHT[1] - light * (LIGHT[1] - LIGHT[0]))
    noise = np.random.default_rng(SEED).normal(0, NOISE, (rows, columns, 3))
    return np.clip(seen[..., np.newaxis] + noise, 0, 255).astype(np.uint8)


def specks() -> np.ndarray:
    """Return ``SPECKS`` black dots anywhere on white paper."""
    gray = np.full((ROWS, COLUMNS), 255, np.uint8)
    places = np.random.default_rng(SEED).integers(0, (COLUMNS, ROWS), (SPECKS, 2))
    for column, row in places.tolist():
        cv2.circle(gray, (column, row), 5, 0, cv2.FILLED)
    return cv2.cvtColor(gray, cv2.COLOR_GRAY2RGB)


def noise() -> np.ndarray:
    """Return pixels of any color."""
    return np.random.default_rng(SEED).integers(0, 256, (ROWS, COLUMNS, 3), np.uint8)


def text(times: int, size: int) -> np.ndarray:
    """Return a photo of a page with ``TEXT`` printed so many times, in type of that size."""
    page = Image.new("L", (COLUMNS, ROWS), 245)
    lines = textwrap.wrap(TEXT * times, 2 * (COLUMNS - 500) // size)
    font = ImageFont.load_default(size)
    ImageDraw.Draw(page).multiline_text((250, 300), "\n".join(lines), 30, font, spacing=size // 2)
    return photographed(np.asarray(page))


def face() -> np.ndarray:
    """Return a drawn face, soft like a photo of one out of focus."""
    gray = np.full((ROWS, COLUMNS), 150, np.uint8)
    gray[: ROWS // 3] = 190

    def ellipse(middle: tuple[int, int], axes: tuple[int, int], shade: int) -> None:
        cv2.ellipse(gray, middle, axes, 0, 0, 360, shade, cv2.FILLED, cv2.LINE_AA)

    ellipse((1500, 3900), (1300, 900), 70)  # shoulders
    ellipse((1500, 1700), (950, 1250), 45)  # hair
    ellipse((1500, 1900), (780, 1080), 205)
    for side in (-1, 1):
        ellipse((1500 + side * 330, 1480), (190, 30), 60)  # brow
        ellipse((1500 + side * 330, 1680), (150, 75), 240)
        ellipse((1500 + side * 330, 1680), (70, 70), 50)
        ellipse((1500 + side * 90, 2180), (45, 25), 110)  # nostril
    ellipse((1500, 2500), (330, 90), 130)  # mouth
    ellipse((1500, 2490), (300, 14), 70)
    return photographed(cv2.GaussianBlur(gray, (0, 0), 12))


def hard_pictures() -> Iterator[tuple[str, np.ndarray]]:
    """Yield pictures that hold no digits, each with what is on it."""
    yield f"{SPECKS:,} specks", specks()
    yield "black", np.zeros((ROWS, COLUMNS, 3), np.uint8)
    yield "a photo in the dark", photographed(np.zeros((ROWS, COLUMNS), np.uint8))
    yield "noise", noise()
    yield "a page of printed text", text(times=10, size=70)
    yield "a paragraph of printed text", text(times=1, size=140)
    yield "a drawn face", face()


# The report


def drawn_samples(folder: Path, count: int) -> list[Sample]:
    """Return so many samples of strokes of one digit; raise ``UserError`` if there are fewer."""
    for _, samples in sample_sets(folder):
        drawn = [one for one in samples if one.strokes and one.label in DIGITS]
        if len(drawn) >= count:
            return [drawn[k] for k in np.random.default_rng(SEED).permutation(len(drawn))[:count]]
    raise UserError(f"{folder} holds no set of {count} digits as pen strokes; give one that does.")


def remembering(predict: Predictor) -> Predictor:
    """Return a predictor that is quick to give the same images the same answer again."""
    answers: dict[bytes, np.ndarray] = {}

    def answer(images: np.ndarray) -> np.ndarray:
        key = images.tobytes()
        if key not in answers:
            answers[key] = predict(images)
        return answers[key]

    return answer


def digit_images(lines: Sequence[Line]) -> np.ndarray:
    """Return the digit images that the recognizer shows the network."""
    found = [line.digit(run)[1] for line in lines for run in runs(line)]
    return np.stack(found)[..., np.newaxis]


def photo_steps(path: Path, predict: Predictor) -> Iterator[tuple[str, Spent]]:
    """Yield what each step from a photo to its readings takes."""
    picture, taken = spent(lambda: open_picture(path))
    yield "open the JPEG", taken
    ink, taken = spent(lambda: to_ink(picture))
    yield "ink", taken
    lines, taken = spent(lambda: lines_of_ink(ink))
    yield "lines and pieces", taken
    images, taken = spent(lambda: digit_images(lines))
    yield f"{len(images)} digit images", taken
    _, network = spent(lambda: predict(images))
    yield "network (not counted below)", network


def print_times(samples: Sequence[Sample], predict: Predictor) -> None:
    """Print what a photo and single drawings take, step by step."""
    print("| step | CPU s | wall s |")
    print("| --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.jpg"
        Image.fromarray(sheet(samples[: LINES * IN_LINE])).save(path, quality=90)
        for name, taken in photo_steps(path, predict):
            print(f"| {name} | {taken.cpu:.3f} | {taken.wall:.3f} |")
        recognizer = Recognizer(remembering(predict))
        readings, taken = spent(lambda: recognizer.read(path))
    print(f"| all but the network | {taken.cpu:.3f} | {taken.wall:.3f} |")
    expected = "".join(sample.label for sample in samples[: LINES * IN_LINE])
    read = "".join(str(reading.digit) for reading in readings)
    print(f"\nRead {read}, on the sheet {expected}.")
    _, taken = spent(lambda: [sample.read(recognizer) for sample in samples])
    cpu, wall = (1000 * seconds / len(samples) for seconds in taken)
    print(f"A drawn digit, the network left out: {cpu:.2f} ms CPU, {wall:.2f} ms wall.")


def print_hard_pictures(recognizer: Recognizer) -> None:
    """Print what comes of pictures that hold no digits."""
    print("\n| picture | digits read | sure | wall s |")
    print("| --- | --- | --- | --- |")
    for name, picture in hard_pictures():
        begun = time.perf_counter()
        try:
            readings, said = recognizer.read(picture), ""
        except UserError as error:
            readings, said = Readings(), f"; it says: {error}"
        seconds = time.perf_counter() - begun
        sure = sum(reading.sure for reading in readings)
        print(f"| {name}{said} | {len(readings)} | {sure} | {seconds:.1f} |", flush=True)


def main() -> int:
    """Print the tables; return the exit code."""
    parser = argparse.ArgumentParser(description="Measure how long large pictures take.")
    parser.add_argument("folder", type=Path, help="a folder with pen strokes of single digits")
    parser.add_argument("--model", type=Path, default=MODEL_PATH, help="another mnist.h5")
    given = parser.parse_args()

    def work() -> None:
        samples = drawn_samples(given.folder, DRAWN)
        predict = load_predictor(given.model)
        print_times(samples, predict)
        print_hard_pictures(Recognizer(predict))

    return run(given.folder, work)


if __name__ == "__main__":
    sys.exit(main())
