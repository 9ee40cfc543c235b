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

The stock way is what most programs of this kind do: the whole picture is resized to 28 x 28, and
its colors are inverted if it is light. Both ways use the same network. A whole number counts only
when every digit is right; blanks are ignored.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
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
from digits.reading import SIDE, Predictor, Readings
from digits.recognizer import Recognizer

PAD_SIDE, PAD_PEN = 280, 14  # pixels of the usual drawing pad, and of its pen
SEED = 0  # of where on the pad each digit is drawn


@dataclass(frozen=True)
class Sample:
    """One thing to read: strokes on a pad, or a picture."""

    label: str
    writer: str
    strokes: tuple[np.ndarray, ...] | None = None
    picture: np.ndarray | None = None

    def read(self, recognizer: Recognizer) -> Readings:
        """Read it the way the program would."""
        if self.strokes is not None:
            return recognizer.read_strokes(self.strokes)
        return recognizer.read(self.picture)

    def stock_image(self) -> np.ndarray:
        """Return what the stock way shows the network, float32 (28, 28)."""
        pixels = pad_picture(self.strokes) if self.strokes is not None else self.picture
        gray = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        small = cv2.resize(gray, (SIDE, SIDE), interpolation=cv2.INTER_AREA) / np.float32(255)
        return 1 - small if small.mean() > 0.5 else small


@dataclass(frozen=True)
class Result:
    """What came of one sample."""

    sample: Sample
    text: str
    sure: bool
    stock: str

    @property
    def right(self) -> bool:
        """Whether every digit was read right."""
        return self.text == self.sample.label


# The samples in a folder


def sample_sets(folder: Path) -> Iterator[tuple[str, list[Sample]]]:
    """Yield the name and the samples of every set in the folder."""
    pictures = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    named = [(path, re.match(r"\d+", path.name)) for path in pictures]
    plain = [Sample(match[0], "", picture=open_picture(path)) for path, match in named if match]
    if plain:
        yield folder.name, plain
    for path in sorted(folder.glob("*.npz")):
        with np.load(path, allow_pickle=False) as data:
            yield path.stem, list(strokes_of(data) if "xy" in data else pictures_of(data))


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
    name: str, samples: Sequence[Sample], recognizer: Recognizer, predict: Predictor, stock: bool
) -> tuple[list[Result], float]:
    """Read every sample both ways; return the results and the seconds of our way."""
    begun = time.perf_counter()
    readings = [sample.read(recognizer) for sample in tqdm(samples, name, leave=False)]
    seconds = time.perf_counter() - begun
    stock_read = [""] * len(samples)
    if stock:
        images = np.stack([sample.stock_image() for sample in samples])[..., np.newaxis]
        stock_read = [str(digit) for digit in predict(images).argmax(axis=1)]
    results = [
        Result(sample, str(read), bool(read) and all(digit.sure for digit in read), other)
        for sample, read, other in zip(samples, readings, stock_read, strict=True)
    ]
    return results, seconds


def row(name: str, results: Sequence[Result], seconds: float, stock: bool) -> str:
    """Return a row of the table of digits and numbers."""
    right = np.array([result.right for result in results])
    sure = np.array([result.sure for result in results])
    writers = np.array([result.sample.writer for result in results])
    shares = [right[writers == writer].mean() for writer in np.unique(writers)]
    stock_right = sum(result.stock == result.sample.label for result in results)
    cells = [
        name,
        share(right.sum(), right.size),
        f"{min(shares):.1%} / {np.median(shares):.1%}" if len(shares) > 1 else "",
        share(right[sure].sum(), sure.sum()),
        share(stock_right, right.size) if stock else "",
        f"{seconds:.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def share(part: int, whole: int) -> str:
    """Return ``part / whole`` with its percentage."""
    return f"{part:,} / {whole:,} ({part / whole:.2%})" if whole else "0 / 0"


def photo_rows(folder: Path, recognizer: Recognizer) -> Iterator[str]:
    """Yield a row for the photos turned upright, and one for the photos as they were filed."""
    labels = folder / "photos" / "labels.json"
    if not labels.is_file():
        return
    photos = json.loads(labels.read_text())
    for how in ("upright", "as filed"):
        whole = wrong_and_sure = count = 0
        for name, info in photos.items():
            picture = open_picture(labels.parent / name)
            if how == "upright":
                picture = np.rot90(picture, info["rotate_ccw"] // 90)
            expected = [line.replace(" ", "") for line in info["lines"]]
            readings = recognizer.read(picture)
            lines = str(readings).replace(" ", "").split("\n")
            count += len(expected)
            whole += sum(line in lines for line in expected)
            if readings and all(one.sure for one in readings):
                wrong_and_sure += sum(line not in expected for line in lines)
        yield f"| photos {how} | {whole} / {count} lines | {wrong_and_sure} wrong and sure |"


def main() -> int:
    """Print the tables; return the exit code."""
    parser = argparse.ArgumentParser(description="Measure how well handwriting is read.")
    parser.add_argument("folder", type=Path, help="pictures or sets of handwriting")
    parser.add_argument("--model", type=Path, default=MODEL_PATH, help="another mnist.h5")
    parser.add_argument("--without-stock", action="store_true", help="leave the stock way out")
    given = parser.parse_args()
    if not given.folder.is_dir():
        print(f"{given.folder} is not a folder; give one with handwriting.", file=sys.stderr)
        return 1
    try:
        predict = load_predictor(given.model)
        recognizer = Recognizer(predict)
        print("| set | right | worst / median writer | right when sure | stock way | seconds |")
        print("| --- | --- | --- | --- | --- | --- |")
        stock, nothing = not given.without_stock, []
        for name, samples in sample_sets(given.folder):
            results, seconds = measure(name, samples, recognizer, predict, stock)
            if all(sample.label.isdigit() for sample in samples):
                print(row(name, results, seconds, stock))
            else:
                nothing.append((name, sum(result.sure for result in results), len(results)))
        for text in photo_rows(given.folder, recognizer):
            print(text)
        for name, sure, count in nothing:
            print(f"\n{name}: {share(sure, count)} are read as digits and sure.")
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
