"""Open an image file safely: from a path to a picture."""

from __future__ import annotations

import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from digits.errors import PictureError, first_line
from digits.pixels import to_picture

# Named one by one: some of Pillow's other formats (EPS, WMF) run outside programs.
_FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "BMP", "GIF", "TIFF", "PPM")

# HEIC and AVIF share one container; its first bytes name what it holds.
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_HEIF_BRANDS |= {b"mif1", b"msf1"}

SUFFIXES = (
    *(".png", ".jpg", ".jpeg", ".webp", ".heic", ".heif", ".avif", ".bmp", ".gif"),
    *(".tif", ".tiff", ".ppm", ".pgm", ".pbm"),
)
"""Endings of the files that can be opened (what counts is what is in the file)."""

MAX_PIXELS = 100_000_000
"""Largest picture that is opened, in pixels: 300 MB, and about a gigabyte while it is opened."""


def open_picture(path: str | Path) -> np.ndarray:
    """Return the picture in an image file, upright, uint8 (height, width, 3), RGB.

    Turned by its EXIF orientation, transparency laid on white, of an animation the first
    frame. Raises ``PictureError`` when there is no such file, when it is not a picture in
    one of the known formats, when it is damaged, or when it has more than ``MAX_PIXELS``.
    """
    path = Path(path)
    with _as_picture_errors(path):
        _check_file(path)
        with _pillow(path) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _too_large(path, f"{image.width} x {image.height} pixels")
            image.load()
            _turn(image)
            return to_picture(image)


def _check_file(path: Path) -> None:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise PictureError(f"{path} does not exist; check the name and the folder.") from error
    if stat.S_ISDIR(status.st_mode):
        raise PictureError(f"{path} is a folder; give the pictures in it one by one.")
    if not stat.S_ISREG(status.st_mode):
        raise PictureError(f"{path} is not an ordinary file; save the picture as a file first.")
    if status.st_size == 0:
        raise PictureError(f"{path} is empty; save or download the picture again.")


@contextmanager
def _as_picture_errors(path: Path) -> Iterator[None]:
    """Turn whatever the system or a decoder raises into one sentence: the file is at fault."""
    try:
        yield
    except PictureError:
        raise
    except PermissionError as error:
        raise PictureError(f"{path} may not be read; check its permissions.") from error
    except UnidentifiedImageError as error:
        raise PictureError(_not_a_picture(path)) from error
    except (Image.DecompressionBombError, MemoryError) as error:
        raise _too_large(path, "more than Pillow opens") from error
    except Exception as error:
        if isinstance(error, OSError) and error.errno:  # Pillow's own have none
            reason = f"{path} cannot be opened ({error.strerror}); check the name and the folder."
            raise PictureError(reason) from error
        raise PictureError(
            f"{path} is damaged or cut off ({first_line(error)});"
            " save or download the picture again."
        ) from error


@contextmanager
def _pillow(path: Path) -> Iterator[Image.Image]:
    """Open ``path`` in Pillow; only the header is read, so a huge picture costs nothing."""
    formats: tuple[str, ...] = _FORMATS
    brands = _brands(path)
    if brands & _HEIF_BRANDS and not brands & _AVIF_BRANDS:
        formats = (_register_heic(path),)
    with warnings.catch_warnings():
        # MAX_PIXELS is the limit here, not the smaller one that Pillow warns about; and a
        # camera's odd EXIF entry is no reason to refuse its picture.
        warnings.simplefilter("ignore")
        with Image.open(path, formats=formats) as image:
            yield image


def _brands(path: Path) -> set[bytes]:
    """Return what a HEIC or AVIF file, whatever it is named, says that it holds."""
    with path.open("rb") as file:
        head = file.read(256)
    if head[4:8] != b"ftyp":
        return set()
    box = head[: int.from_bytes(head[:4], "big")]  # length, "ftyp", brand, version, more brands
    return {box[8:12], *(box[start : start + 4] for start in range(16, len(box), 4))}


def _register_heic(path: Path) -> str:
    try:
        import pillow_heif
    except ImportError as error:
        raise PictureError(
            f"{path} is a HEIC picture; pip install pillow-heif, or save it as JPEG or PNG."
        ) from error
    pillow_heif.register_heif_opener()
    return "HEIF"


def _turn(image: Image.Image) -> None:
    """Turn the image the way its camera was held, in place."""
    with suppress(Exception):  # whatever the EXIF says, the picture itself is fine
        ImageOps.exif_transpose(image, in_place=True)


def _not_a_picture(path: Path) -> str:
    return (
        f"{path} is not a picture that can be read;"
        " use PNG, JPEG, WebP, AVIF, HEIC, BMP, GIF, TIFF or PPM."
    )


def _too_large(path: Path, size: str) -> PictureError:
    return PictureError(
        f"{path} is too large ({size}); make it smaller than {MAX_PIXELS // 1_000_000} megapixels."
    )
