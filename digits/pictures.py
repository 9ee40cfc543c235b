"""Open an image file safely: from a path to a picture."""

from __future__ import annotations

import stat
import textwrap
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from digits.errors import PictureError

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

_DEPTHS = (8, 10, 12, 14, 16)  # bits that cameras and scanners store, also in wider numbers
_STRIP = 1_000_000  # pixels that are converted at a time, so that no copy of the whole is made


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


def to_picture(image: Any) -> np.ndarray:
    """Return a Pillow image or an array as a picture, uint8 (height, width, 3), RGB.

    Arrays are (height, width) gray, (height, width, 1), RGB or RGBA; integers are taken
    as they are, bool and floats as 0 = black to 1 = white. Raises ``PictureError`` for
    any other shape, for what holds no numbers, and for what has no pixels.
    """
    if isinstance(image, Image.Image) and 0 not in image.size:
        return _rgb(image)
    pixels = _numbers(image)
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[..., 0]
    if not pixels.size or (pixels.ndim != 2 and pixels.shape[2:] not in ((3,), (4,))):
        raise PictureError(
            f"An array of shape {pixels.shape} is not a picture; give (height, width) gray,"
            " (height, width, 3) RGB or (height, width, 4) RGBA."
        )
    return _rgb(Image.fromarray(_eight_bits(pixels)))


def _numbers(thing: Any) -> np.ndarray:
    with suppress(ValueError):  # rows of different lengths
        array = np.asarray(thing)
        if array.dtype.kind in "biuf":
            return array
    raise PictureError(
        f"A value of type {type(thing).__name__} is not a picture; give a path, a Pillow image"
        " or an array of numbers."
    )


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
        raise _too_large(path, "too many pixels") from error
    except Exception as error:
        if isinstance(error, OSError) and error.errno:  # Pillow's own have none
            reason = f"{path} cannot be opened ({error.strerror}); check the name and the folder."
            raise PictureError(reason) from error
        raise PictureError(
            f"{path} is damaged or cut off ({_short(error)}); save or download the picture again."
        ) from error


def _short(error: Exception) -> str:
    """Return the first line of what a decoder says, or of its beginning."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return textwrap.shorten(lines[0], 100, placeholder=" …")


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


def _rgb(image: Image.Image) -> np.ndarray:
    if image.mode.startswith(("I", "F")):
        image = Image.fromarray(_eight_bits(np.asarray(image)))
    picture = np.empty((image.height, image.width, 3), np.uint8)
    for rows in _strips(image.height, image.width):
        picture[rows] = np.asarray(_opaque(image.crop((0, rows.start, image.width, rows.stop))))
    return picture


def _opaque(image: Image.Image) -> Image.Image:
    """Return the image in RGB, its transparency laid on white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    if image.mode == "La":  # Pillow converts this mode to LA alone
        image = image.convert("LA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")


def _eight_bits(pixels: np.ndarray) -> np.ndarray:
    """Return gray or color values of any dtype as uint8, 0 = black to 255 = white."""
    if pixels.dtype == np.uint8:
        return pixels
    full = _white(pixels)
    values = np.empty(pixels.shape, np.uint8)
    for rows in _strips(*pixels.shape[:2]):
        strip = np.nan_to_num(pixels[rows].astype(np.float64), posinf=0, neginf=0)
        values[rows] = np.rint(strip.clip(0, full) * (255 / full))
    return values


def _white(pixels: np.ndarray) -> float:
    """Return which value is meant by white, from the type and the brightest pixel."""
    if pixels.dtype == bool:
        return 1.0
    brightest = float(pixels.max(initial=0, where=np.isfinite(pixels)))
    whites, room = [2.0**bits - 1 for bits in _DEPTHS], 1.0
    if pixels.dtype.kind == "f":
        whites, room = [1.0, *whites], 1.5  # enlarging smoothly overshoots
    return next((white for white in whites if brightest <= room * white), brightest)


def _strips(height: int, width: int) -> Iterator[slice]:
    """Return the rows of a picture, some at a time."""
    rows = max(1, _STRIP // width)
    return (slice(top, min(top + rows, height)) for top in range(0, height, rows))


def _not_a_picture(path: Path) -> str:
    return (
        f"{path} is not a picture that can be read;"
        " use PNG, JPEG, WebP, AVIF, HEIC, BMP, GIF, TIFF or PPM."
    )


def _too_large(path: Path, size: str) -> PictureError:
    return PictureError(
        f"{path} is too large ({size}); make it smaller than {MAX_PIXELS // 1_000_000} megapixels."
    )
