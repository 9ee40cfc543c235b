"""How well people's own handwriting is read, beside the stock way.

    python benchmarks/handwriting.py FOLDER [--model FILE] [--without-stock]

FOLDER holds any of these:

* pictures named by what is in them: ``7.png``, ``2024-b.jpg`` (the digits the name begins with);
* ``NAME.npz`` with pen strokes: ``xy`` (points, 2), ``stroke_start`` and ``sample_start`` (where
  each stroke and each sample begins, and the end), ``label`` and ``writer`` per sample;
* ``NAME.npz`` with gray pictures: ``buf`` (all pixels), ``off`` (where each picture begins, and
  the end), ``shape`` (height, width), ``label`` and ``writer`` per picture;
* ``photos/labels.json``: per picture its ``lines`` and ``rotate_ccw``, the degrees by which it
  must be turned counter-clockwise to stand upright.

A whole number counts only when every digit is right, and it is sure only when every digit is;
blanks are ignored. The stock way, measured where every label is one digit, is what most programs
of this kind do: the whole picture is resized to 28 x 28, and its colors are inverted if it is
light. Both ways use the same network.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from digits import MODEL_PATH
from digits.errors import UserError
from digits.pictures import SUFFIXES, open_picture
from digits.predictor import load_predictor
from digits.reading import SIDE, Predictor, Reading, Readings
from digits.recognizer import Recognizer

PAD_SIDE, PAD_PEN = 280, 14  # pixels of the usual drawing pad, and of its pen
SEED = 0  # of where on the pad each digit is drawn


@dataclass(frozen=True)
class Sample:
    """One thing to read: strokes on a pad, or a picture, which may still be in its file."""

    label: str
    writer: str
    strokes: tuple[np.ndarray, ...] | None = None
    picture: np.ndarray | Path | None = None

    def read(self, recognizer: Recognizer) -> Readings:
        """Read it the way the program would."""
        if self.strokes is not None:
            return recognizer.read_strokes(self.strokes)
        return recognizer.read(self.picture)

    def pixels(self) -> np.ndarray:
        """Return it as a picture; a file is opened only now, for a folder may hold many."""
        if self.strokes is not None:
            return pad_picture(self.strokes)
        return open_picture(self.picture) if isinstance(self.picture, Path) else self.picture

    def stock_image(self) -> np.ndarray:
        """Return what the stock way shows the network, float32 (28, 28)."""
        pixels = self.pixels()
        gray = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        small = cv2.resize(gray, (SIDE, SIDE), interpolation=cv2.INTER_AREA) / np.float32(255)
        return 1 - small if small.mean() > 0.5 else small


@dataclass(frozen=True)
class Result:
    """What came of one sample."""

    sample: Sample
    readings: Readings
    stock: str

    @property
    def right(self) -> bool:
        """Whether every digit was read right, and nothing else was read."""
        return without_blanks(str(self.readings)) == without_blanks(self.sample.label)


# The samples in a folder


def sample_sets(folder: Path) -> Iterator[tuple[str, list[Sample]]]:
    """Yield the name and the samples of every set in the folder that has any."""
    pictures = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    named = [(path, re.match(r"\d+", path.name)) for path in pictures]
    plain = [Sample(match[0], "", picture=path) for path, match in named if match]
    if plain:
        yield folder.name, plain
    for path in sorted(folder.glob("*.npz")):
        with np.load(path, allow_pickle=False) as data:
            samples = list(strokes_of(data) if "xy" in data else pictures_of(data))
        if samples:
            yield path.stem, samples


def strokes_of(data: np.lib.npyio.NpzFile) -> Iterator[Sample]:
    """Yield samples of pen strokes, each drawn somewhere on the pad, small or large."""
    rng = np.random.default_rng(SEED)
    points, starts = data["xy"], data["stroke_start"]
    for begin, end, label, writer in spans(data, "sample_start"):
        strokes = [points[starts[k] : starts[k + 1]] for k in range(begin, end)]
        yield Sample(str(label), str(writer), strokes=placed(strokes, rng))


def pictures_of(data: np.lib.npyio.NpzFile) -> Iterator[Sample]:
    """Yield samples of gray pictures."""
    pixels = data["buf"]
    shapes = iter(data["shape"])
    for begin, end, label, writer in spans(data, "off"):
        yield Sample(str(label), str(writer), picture=pixels[begin:end].reshape(next(shapes)))


def spans(data: np.lib.npyio.NpzFile, starts: str) -> Iterable[tuple[int, int, object, object]]:
    """Return where each sample begins and ends, with its label and its writer."""
    edges = data[starts]
    return zip(edges[:-1], edges[1:], data["label"], data["writer"], strict=True)


def placed(strokes: Sequence[np.ndarray], rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Return the strokes at 30 to 90 % of the pad's height, anywhere on it (or as wide as it)."""
    points = np.concatenate(strokes)
    first, extent = points.min(axis=0), np.ptp(points, axis=0)
    width, height = np.maximum(extent, 1e-6)
    scale = min(rng.uniform(0.3, 0.9) * PAD_SIDE / height, 0.9 * PAD_SIDE / width)
    place = rng.uniform(0, 1, 2) * (PAD_SIDE - extent * scale)
    return tuple((stroke - first) * scale + place for stroke in strokes)


def pad_picture(strokes: Sequence[np.ndarray]) -> np.ndarray:
    """Return the pad as a picture, black on white."""
    pad = np.full((PAD_SIDE, PAD_SIDE), 255, np.uint8)
    lines = [np.rint(stroke).astype(np.int32) for stroke in strokes]
    cv2.polylines(pad, lines, isClosed=False, color=0, thickness=PAD_PEN)
    return pad


# Measuring


def measure(
    name: str, samples: Sequence[Sample], recognizer: Recognizer, predict: Predictor | None
) -> tuple[list[Result], float]:
    """Read every sample; return the results and the seconds.

    With a predictor, the samples are read the stock way as well.
    """
    begun = time.perf_counter()
    readings = [sample.read(recognizer) for sample in tqdm(samples, name, leave=False)]
    seconds = time.perf_counter() - begun
    stock = [""] * len(samples)
    if predict:
        images = np.stack([sample.stock_image() for sample in samples])[..., np.newaxis]
        stock = [str(digit) for digit in predict(images).argmax(axis=1)]
    return [Result(*each) for each in zip(samples, readings, stock, strict=True)], seconds


def row(name: str, results: Sequence[Result], seconds: float) -> str:
    """Return a row of the table of digits and numbers."""
    right = np.array([result.right for result in results])
    sure = np.array([result.readings.sure for result in results])
    writers = np.array([result.sample.writer for result in results])
    shares = [right[writers == writer].mean() for writer in np.unique(writers)]
    stock_right = sum(result.stock == result.sample.label for result in results)
    cells = [
        name,
        share(right.sum(), right.size),
        f"{min(shares):.1%} / {np.median(shares):.1%}" if len(shares) > 1 else "",
        share(right[sure].sum(), sure.sum()),
        share(stock_right, right.size) if results[0].stock else "",
        f"{seconds:.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def share(part: int, whole: int) -> str:
    """Return ``part / whole`` with its percentage."""
    return f"{part:,} / {whole:,} ({part / whole:.2%})" if whole else "0 / 0"


def without_blanks(text: str) -> str:
    """Return the text without blanks; a new line is none."""
    return text.replace(" ", "")


# Photos


@dataclass(frozen=True)
class Photo:
    """What came of one photo, line by line."""

    expected: Sequence[str]
    readings: Readings

    @property
    def whole(self) -> int:
        """How many of the lines that should be read were."""
        lines = (text_of(line) for line in lines_of(self.readings))
        return (Counter(lines) & Counter(self.expected)).total()

    @property
    def wrong_and_sure(self) -> int:
        """How many lines were read that are not there, every digit of them sure."""
        lines = lines_of(self.readings)
        sure = (text_of(line) for line in lines if all(reading.sure for reading in line))
        return (Counter(sure) - Counter(self.expected)).total()


def lines_of(readings: Readings) -> list[list[Reading]]:
    """Return the readings line by line."""
    lines: list[list[Reading]] = []
    for reading in readings:
        if not lines or reading.before == "\n":
            lines.append([])
        lines[-1].append(reading)
    return lines


def text_of(line: Sequence[Reading]) -> str:
    """Return the digits of a line."""
    return "".join(str(reading.digit) for reading in line)


def photos_in(folder: Path, recognizer: Recognizer) -> Iterator[tuple[str, list[Photo]]]:
    """Yield what came of the photos turned upright, as filed, and of those filed on their side."""
    labels = folder / "photos" / "labels.json"
    if not labels.is_file():
        return
    upright, filed, on_side = [], [], []
    for name, info in json.loads(labels.read_text()).items():
        picture, turns = open_picture(labels.parent / name), info["rotate_ccw"] // 90
        expected = [without_blanks(line) for line in info["lines"]]
        upright.append(Photo(expected, recognizer.read(np.rot90(picture, turns))))
        filed.append(Photo(expected, recognizer.read(picture)))
        on_side += filed[-1:] if turns else []
    yield from {"upright": upright, "as filed": filed, "of these, on their side": on_side}.items()


def photo_row(name: str, photos: Sequence[Photo]) -> str:
    """Return a row of the table of photos."""
    digits = [reading for photo in photos for reading in photo.readings]
    cells = [
        name,
        f"{sum(photo.whole for photo in photos)} / {sum(len(photo.expected) for photo in photos)}",
        str(sum(photo.wrong_and_sure for photo in photos)),
        f"{sum(digit.sure for digit in digits)} / {len(digits)}",
    ]
    return f"| {' | '.join(cells)} |"


# The report


def report(folder: Path, predict: Predictor, stock: bool) -> None:
    """Print a table of the sets of digits and numbers, one of the photos, and the rest."""
    recognizer, no_digits = Recognizer(predict), []
    print("| set | right | worst / median writer | right when sure | stock way | seconds |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, samples in sample_sets(folder):
        labels = [without_blanks(sample.label) for sample in samples]
        is_stock = stock and all(len(label) == 1 and label.isdigit() for label in labels)
        results, seconds = measure(name, samples, recognizer, predict if is_stock else None)
        if all(label.isdigit() for label in labels):
            print(row(name, results, seconds), flush=True)
        else:
            no_digits.append((name, results))
    photos = list(photos_in(folder, recognizer))
    if photos:
        print("\n| photos | lines read whole | lines read wrong and sure | sure digits |")
        print("| --- | --- | --- | --- |")
        print("\n".join(photo_row(name, some) for name, some in photos))
    for name, results in no_digits:
        sure = sum(result.readings.sure for result in results)
        print(f"\n{name}: {share(sure, len(results))} are read as digits and sure.")


def main() -> int:
    """Print the tables; return the exit code."""
    parser = argparse.ArgumentParser(description="Measure how well handwriting is read.")
    parser.add_argument("folder", type=Path, help="pictures or sets of handwriting")
    parser.add_argument("--model", type=Path, default=MODEL_PATH, help="another mnist.h5")
    parser.add_argument("--without-stock", action="store_true", help="leave the stock way out")
    given = parser.parse_args()
    return run(
        given.folder,
        lambda: report(given.folder, load_predictor(given.model), not given.without_stock),
    )


def run(folder: Path, work: Callable[[], None]) -> int:
    """Do the work on a folder; say what the person can mend, and return the exit code."""
    if not folder.is_dir():
        print(f"{folder} is not a folder; give one with handwriting.", file=sys.stderr)
        return 1
    try:
        work()
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
