"""How many pictures a second are read, beside the stock ways, and whether many cost more than few.

    python benchmarks/bulk.py [COUNT...] [--folder FOLDER] [--workers N...] [--without-keras]

COUNT is 1000 and 10000 unless given. The pictures are made of MNIST's test digits, large and small,
as gray scans of about 95 x 93 pixels in PNG files; from 10,000 on they are links to the same files.
With FOLDER, the pictures in it are read instead, all of them.

* From files to records: ``python -m digits read ... --json --out``, its start included. CPU seconds
  are those of all its processes; memory is the most that all held together, what they share counted
  in each.
* The network alone, on the digit images that the recognizer shows it, in the calls it makes:
  beside ONNX Runtime itself and one ``model.predict`` of Keras on the same images at once.
* The stock loop: open, resize to 28 x 28, and ``model.predict``, picture by picture.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import psutil
from PIL import Image
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.handwriting import Sample
from benchmarks.pictures import Spent, spent
from digits import MODEL_PATH, PROJECT, data
from digits.errors import UserError
from digits.listing import pictures_of
from digits.model_path import fingerprint
from digits.predictor import load_predictor, places
from digits.recognizer import Recognizer

ROWS, COLUMNS = 95, 93  # of a scan
HEIGHTS = (40, 80)  # of MNIST's 28 pixels on it
PAPER, PEN, NOISE = 235, 60, 3.0  # grays, and the standard deviation of the scanner's noise
DIFFERENT = 10_000  # scans
IN_FOLDER = 1000
SHOWN, STOCK = 1000, 300  # pictures for the network alone, and for the stock loop
BATCH = 32  # images that ONNX Runtime answers soonest at once
WATCH = 0.1  # seconds between two looks at the memory
SEED = 0


# Pictures


def scan(digit: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a digit, uint8 (28, 28), as a scan somebody wrote it on, uint8 (rows, columns)."""
    side = int(rng.integers(*HEIGHTS, endpoint=True))
    pen = cv2.resize(digit, (side, side), interpolation=cv2.INTER_CUBIC) / np.float32(255)
    page = np.full((ROWS, COLUMNS), PAPER, np.float32)
    top, left = rng.integers(0, (ROWS - side + 1, COLUMNS - side + 1))
    page[top : top + side, left : left + side] -= (PAPER - PEN) * pen
    return np.rint(page + rng.normal(0, NOISE, page.shape)).clip(0, 255).astype(np.uint8)


def write_scans(folder: Path, count: int) -> None:
    """Write so many scans, or links to the first of them, a thousand to a folder."""
    rng = np.random.default_rng(SEED)
    digits = data.load()[1].images
    first: list[Path] = []
    for number in tqdm(range(count), "scans", leave=False):
        path = folder / str(number // IN_FOLDER) / f"{number}.png"
        path.parent.mkdir(exist_ok=True)
        if number < DIFFERENT:
            Image.fromarray(scan(digits[number % len(digits)], rng)).save(path)
            first.append(path)
        else:
            path.hardlink_to(first[number % DIFFERENT])


# From files to records


class Run(NamedTuple):
    """What a run of the command took."""

    pictures: int
    taken: Spent
    memory: int  # bytes


def run(folder: Path, workers: int) -> Run:
    """Let the real command read a folder."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "records"
        command = [sys.executable, "-m", "digits", "read", str(folder), "--json"]
        begun = time.perf_counter()
        process = subprocess.Popen(
            [*command, "--out", str(out), "--workers", str(workers)], cwd=PROJECT
        )
        before, memory = os.times(), 0
        while process.poll() is None:
            memory = max(memory, held(process.pid))
            time.sleep(WATCH)
        wall, after = time.perf_counter() - begun, os.times()
        with out.open("rb") as records:
            pictures = sum(1 for _ in records)
    cpu = sum(after[2:4]) - sum(before[2:4])  # user and system, of processes that ended
    return Run(pictures, Spent(cpu, wall), memory)


def held(process: int) -> int:
    """Return the bytes that a process and its children hold in memory."""
    try:
        parent = psutil.Process(process)
        family = [parent, *parent.children(recursive=True)]
        return sum(each.memory_info().rss for each in family)
    except psutil.Error:  # one has ended
        return 0


def print_runs(folders: Sequence[Path], workers: Sequence[int]) -> None:
    """Print what the command takes for each folder and number of workers."""
    print("| pictures | workers | pictures a second | CPU ms each | wall s | memory MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for folder in folders:
        for count in workers:
            pictures, taken, memory = run(folder, count)
            cells = [
                f"{pictures:,}",
                str(count),
                f"{pictures / taken.wall:,.0f}",
                f"{1000 * taken.cpu / pictures:.2f}",
                f"{taken.wall:.1f}",
                f"{memory / 1e6:.0f}",
            ]
            print(f"| {' | '.join(cells)} |", flush=True)


# The network alone


def shown_to_the_network(pictures: Sequence[Path]) -> list[np.ndarray]:
    """Return the digit images, (n, 28, 28, 1), of each call of the network for these pictures."""
    calls: list[np.ndarray] = []
    predict = load_predictor(MODEL_PATH)

    def remember(images: np.ndarray) -> np.ndarray:
        calls.append(images)
        return predict(images)

    recognizer = Recognizer(remember)
    for picture in tqdm(pictures, "digit images", leave=False):
        try:
            recognizer.read(picture)
        except UserError:
            continue
    return calls


def onnx_runtime(images: np.ndarray) -> Spent:
    """Return what ONNX Runtime itself takes for digit images."""
    from onnxruntime import InferenceSession, SessionOptions

    export = next(path for path in places(MODEL_PATH, fingerprint(MODEL_PATH)) if path.is_file())
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # as the program does
    session = InferenceSession(export, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    batches = [images[start : start + BATCH] for start in range(0, len(images), BATCH)]
    return spent(lambda: [session.run(None, {name: batch}) for batch in batches])[1]


def network_rows(pictures: Sequence[Path], with_keras: bool) -> Iterator[tuple[str, int, Spent]]:
    """Yield ways to come to probabilities, of how many images or pictures, and what they take."""
    calls = shown_to_the_network(pictures[:SHOWN])
    images, predict = np.concatenate(calls), load_predictor(MODEL_PATH)
    yield "ONNX Runtime itself", len(images), onnx_runtime(images)
    yield "the program", len(images), spent(lambda: [predict(call) for call in calls])[1]
    if with_keras:
        from digits.network import load

        model = load(MODEL_PATH)
        yield "one model.predict", len(images), spent(lambda: model.predict(images, verbose=0))[1]
        few = pictures[:STOCK]
        stock = spent(lambda: [stock_way(model, picture) for picture in few], times=1)[1]
        yield "the stock loop, pictures", len(few), stock


def stock_way(model: object, picture: Path) -> int:
    """Read one picture the way that most programs of this kind do."""
    image = Sample("", "", picture=picture).stock_image()[np.newaxis, ..., np.newaxis]
    return int(model.predict(image, verbose=0).argmax())  # type: ignore[attr-defined]


def print_network(pictures: Sequence[Path], with_keras: bool) -> None:
    """Print the rates of the network, and what they are beside ONNX Runtime's own."""
    print("\n| the network alone | images a second | CPU ms each | CPU, times ONNX Runtime's |")
    print("| --- | --- | --- | --- |")
    own = 0.0
    for name, count, taken in network_rows(pictures, with_keras):
        each = taken.cpu / count
        own = own or each
        cells = [name, f"{count / taken.wall:,.0f}", f"{1000 * each:.2f}", f"{each / own:.2f}"]
        print(f"| {' | '.join(cells)} |", flush=True)


def main() -> int:
    """Print the tables; return the exit code."""
    parser = argparse.ArgumentParser(description="Measure how fast many pictures are read.")
    parser.add_argument("counts", nargs="*", type=int, metavar="COUNT", default=[1000, 10_000])
    parser.add_argument("--folder", type=Path, help="pictures to read instead")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], metavar="N")
    parser.add_argument("--without-keras", action="store_true", help="leave the stock ways out")
    given = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as place:
            folders = [given.folder] if given.folder else made(Path(place), given.counts)
            print_runs(folders, given.workers)
            pictures = [Path(name) for name in pictures_of([str(folders[-1])])]
            print_network(pictures, not given.without_keras)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def made(place: Path, counts: Sequence[int]) -> list[Path]:
    """Return a folder with so many scans for each count."""
    folders = [place / str(count) for count in counts]
    for folder, count in zip(folders, counts, strict=True):
        folder.mkdir()
        write_scans(folder, count)
    return folders


if __name__ == "__main__":
    sys.exit(main())
