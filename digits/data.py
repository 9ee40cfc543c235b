"""MNIST as arrays: find it, check it, and prepare it for training.

``load`` gives raw digits; the small functions below it are the steps of the notebook,
each from arrays to arrays.
"""

from __future__ import annotations

import gzip
import math
import os
import zlib
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zipfile import ZipFile

import numpy as np

from digits.digit_image import from_ink
from digits.errors import DataError
from digits.reading import CLASSES, SIDE

VALIDATION_SHARE = 0.1
"""Share of the training files that is kept for validation: 6,000 of MNIST's 60,000."""

TRAIN_SIZE, TEST_SIZE = 60_000, 10_000  # MNIST's

_IDX_IMAGES, _IDX_LABELS = 0x803, 0x801  # magic numbers: unsigned bytes, 3 or 1 dimensions
_IDX_FILES = (
    ("train-images-idx3-ubyte", _IDX_IMAGES),
    ("train-labels-idx1-ubyte", _IDX_LABELS),
    ("t10k-images-idx3-ubyte", _IDX_IMAGES),
    ("t10k-labels-idx1-ubyte", _IDX_LABELS),
)

_LARGEST_ARRAY = TRAIN_SIZE * SIDE * SIDE  # bytes of the training images
_NPY_HEADER = 4096  # bytes at most before an array in an .npz; NumPy writes 128

# Of each class in the smaller part of a split, on average: chance then leaves no class out.
_LEAST_PER_CLASS = 3

_SET_PATH = "set MNIST_PATH to the file mnist.npz or to a folder with the four IDX files."


class Digits(NamedTuple):
    """``images``, (n, 28, 28) or (n, 28, 28, 1), with one label for each of them."""

    images: np.ndarray
    labels: np.ndarray


class Dataset(NamedTuple):
    """The three parts: learn from ``train``, choose on ``validation``, report ``test``."""

    train: Digits
    validation: Digits
    test: Digits


def load(dataset: str = "mnist", path: str | Path | None = None) -> tuple[Digits, Digits]:
    """Return the training digits and the test digits of a dataset, as they were published.

    Images are uint8 (n, 28, 28), labels uint8 (n,). ``"mnist"`` comes from ``path``, else
    from the environment variable ``MNIST_PATH`` (``mnist.npz``, or a folder with the four
    IDX files, gzipped or not), else from Keras, which downloads it once. ``"digits"`` are
    the 1,797 handwritten digits that scikit-learn carries, made into digit images; they
    need no download. Raises ``DataError`` when the data is missing or is not MNIST.
    """
    if dataset == "digits":
        return _scikit_learn_digits()
    if dataset != "mnist":
        raise DataError(f'DATASET is "{dataset}"; set it to "mnist" or "digits".')
    source = path or os.environ.get("MNIST_PATH")
    if not source:
        return _from_keras()
    try:
        return _from_path(Path(source).expanduser())
    except (OSError, RuntimeError) as error:  # a long name, a closed folder, an unknown ~user
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"{source} cannot be opened ({reason}); {_SET_PATH}") from error


# The steps from raw digits to what the network learns from.


def normalize(images: np.ndarray) -> np.ndarray:
    """Return uint8 images, 0 to 255, as float32, 0 to 1."""
    return images.astype(np.float32) / 255


def add_channel(images: np.ndarray) -> np.ndarray:
    """Return images (n, 28, 28) as (n, 28, 28, 1): Conv2D wants a channel axis."""
    return images[..., np.newaxis]


def one_hot(labels: np.ndarray) -> np.ndarray:
    """Return labels (n,) as float32 rows (n, 10) with a 1 in the column of the label."""
    return np.eye(CLASSES, dtype=np.float32)[labels]


def shuffle(digits: Digits, seed: int) -> Digits:
    """Return the digits in an order drawn from ``seed``, each still with its label."""
    order = np.random.default_rng(seed).permutation(len(digits.labels))
    return Digits(digits.images[order], digits.labels[order])


def split(digits: Digits, share: float, seed: int) -> tuple[Digits, Digits]:
    """Split off ``share`` of the digits, drawn from ``seed``; return the rest and that part.

    Stratified: both parts hold the ten digits in the same proportions. Raises ``DataError``
    when the digits are so few that a part could lack one of the ten.
    """
    from sklearn.model_selection import train_test_split

    least = math.ceil(_LEAST_PER_CLASS * CLASSES / min(share, 1 - share))
    if len(digits.labels) < least:
        raise DataError(
            f"{len(digits.labels)} digits are too few for a split that leaves each of the"
            f" {CLASSES} classes in both parts; set SUBSET to {least} or more."
        )
    rest, part = train_test_split(
        np.arange(len(digits.labels)), test_size=share, random_state=seed, stratify=digits.labels
    )
    return (
        Digits(digits.images[rest], digits.labels[rest]),
        Digits(digits.images[part], digits.labels[part]),
    )


# Where the digits come from.


def _from_keras() -> tuple[Digits, Digits]:
    from keras.datasets import mnist

    try:
        (train_images, train_labels), (test_images, test_labels) = mnist.load_data()
    except Exception as error:  # no network, or a cached file that is cut off
        raise DataError(
            f"MNIST could not be downloaded ({error}); go online and run this again, set MNIST_PATH"
            " to a copy of mnist.npz or of the four IDX files, or set"
            ' DATASET = "digits", which needs no download.'
        ) from error
    return _checked(
        Digits(train_images, train_labels), Digits(test_images, test_labels), "Keras' MNIST"
    )


def _from_path(path: Path) -> tuple[Digits, Digits]:
    if path.is_dir():
        return _from_idx_folder(path)
    if path.is_file():
        return _from_npz(path)
    raise DataError(f"{path} does not exist; {_SET_PATH}")


def _from_npz(path: Path) -> tuple[Digits, Digits]:
    with path.open("rb") as file:
        try:
            arrays = _read_npz(file)
        except Exception as error:  # whatever zipfile, its packers and NumPy stumble over
            raise _wrong(path, "is cut off or is not mnist.npz") from error
    return _checked(Digits(*arrays[:2]), Digits(*arrays[2:]), str(path))


def _read_npz(file: BinaryIO) -> list[np.ndarray]:
    """Return MNIST's four arrays; raise ValueError before unpacking one that is too large."""
    for member in ZipFile(file).infolist():
        if member.file_size > _LARGEST_ARRAY + _NPY_HEADER:
            raise ValueError(f"{member.filename} has {member.file_size:,} bytes")
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        # asarray, because NumPy returns the bytes of a member that is no array.
        return [np.asarray(arrays[name]) for name in ("x_train", "y_train", "x_test", "y_test")]


def _from_idx_folder(folder: Path) -> tuple[Digits, Digits]:
    arrays = [_read_idx(_find_idx(folder, name), magic) for name, magic in _IDX_FILES]
    return _checked(Digits(*arrays[:2]), Digits(*arrays[2:]), str(folder))


def _find_idx(folder: Path, name: str) -> Path:
    """Return the file, gzipped or not, named with a dash or, as some archives do, a dot."""
    for spelled in (name, name.replace("-idx", ".idx")):
        for path in (folder / spelled, folder / f"{spelled}.gz"):
            if path.is_file():
                return path
    raise DataError(
        f"{folder} does not hold {name} or {name}.gz; put MNIST's four IDX files there."
    )


def _read_idx(path: Path, magic: int) -> np.ndarray:
    """Return the uint8 array in an IDX file (format: yann.lecun.org/exdb/mnist)."""
    dimensions = magic & 0xFF
    sizes_end = 4 * (1 + dimensions)
    with path.open("rb") as raw, gzip.open(raw) if path.suffix == ".gz" else raw as file:
        try:
            # Not a byte more than MNIST's largest file needs: a gzip bomb stops here.
            content = file.read(sizes_end + _LARGEST_ARRAY + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise _wrong(path, "is cut off or is not gzipped") from error
    head = np.frombuffer(content[: len(content) // 4 * 4][:sizes_end], ">u4")
    if head.size == 0 or head[0] not in (_IDX_IMAGES, _IDX_LABELS):
        raise _wrong(path, "is not an IDX file")
    if head[0] != magic:
        kinds = {_IDX_IMAGES: "images", _IDX_LABELS: "labels"}
        raise _wrong(path, f"holds {kinds[int(head[0])]} instead of {kinds[magic]}")
    shape = tuple(int(size) for size in head[1:])
    if 0 in shape:
        raise _wrong(path, "holds no digits")
    if len(shape) < dimensions or len(content) - sizes_end != math.prod(shape):
        raise _wrong(path, f"is {len(content):,} bytes long, which does not fit its header")
    return np.frombuffer(content, np.uint8, offset=sizes_end).reshape(shape)


def _checked(train: Digits, test: Digits, source: str) -> tuple[Digits, Digits]:
    """Return the digits if they are what MNIST is; otherwise say what is wrong with them."""
    for part, digits, size in (("training", train, TRAIN_SIZE), ("test", test, TEST_SIZE)):
        images, labels = digits
        if images.shape[1:] != (SIDE, SIDE) or images.dtype != np.uint8:
            raise _wrong(source, f"has {part} images of {images.shape[1:]} {images.dtype}")
        if labels.ndim != 1 or labels.dtype != np.uint8:
            raise _wrong(source, f"has {part} labels of shape {labels.shape} {labels.dtype}")
        if len(images) != len(labels):
            raise _wrong(source, f"has {len(images):,} {part} images but {len(labels):,} labels")
        if len(images) != size:
            raise _wrong(source, f"has {len(images):,} {part} digits instead of {size:,}")
        if labels.max() >= CLASSES:
            raise _wrong(source, f"has a {part} label {labels.max()}, which is no digit")
    return train, test


def _wrong(source: str | Path, what: str) -> DataError:
    return DataError(f"{source} {what}; download MNIST again, or correct MNIST_PATH.")


def _scikit_learn_digits() -> tuple[Digits, Digits]:
    """Return scikit-learn's 8x8 digits as digit images, split in MNIST's proportions."""
    from sklearn.datasets import load_digits

    small, labels = load_digits(return_X_y=True)
    ink = (small / 16).astype(np.float32).reshape(-1, 8, 8)  # its grays are 0 to 16
    images = np.stack([from_ink(one) for one in ink])
    digits = Digits(np.rint(images * 255).astype(np.uint8), labels.astype(np.uint8))
    return split(digits, TEST_SIZE / (TRAIN_SIZE + TEST_SIZE), seed=0)
