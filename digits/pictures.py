"""Open an image file safely: from a path to a picture."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from digits.errors import PictureError

# Named one by one: some of Pillow's other formats (EPS, WMF) run outside programs.
_FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "BMP", "GIF", "TIFF", "PPM")
_HEIC_SUFFIXES = (".heic", ".heif")

SUFFIXES = (
    *(".png", ".jpg", ".jpeg", ".webp", ".avif", ".bmp", ".gif", ".tif", ".tiff"),
    *(".ppm", ".pgm", ".pbm", *_HEIC_SUFFIXES),
)
"""Endings of the files that can be opened (what counts is what is in the file)."""

MAX_PIXELS = 100_000_000
"""Largest picture that is opened, in pixels: 300 MB in memory."""


def open_picture(path: str | Path) -> np.ndarray:
    """Return the picture in an image file, upright, uint8 (height, width, 3), RGB.

    Turned by its EXIF orientation, transparency laid on white, of an animation the first
    frame. Raises ``PictureError`` when there is no such file, when it is not a picture in
    one of the known formats, when it is damaged, or when it has more than ``MAX_PIXELS``.
    """
    path = Path(path)
    _check_file(path)
    with _as_picture_errors(path), _pillow(path) as image:
        if image.width * image.height > MAX_PIXELS:
            raise _too_large(path, f"{image.width} x {image.height} pixels")
        image.load()
        return to_picture(_turned(image))


def to_picture(image: Any) -> np.ndarray:
    """Return a Pillow image or an array as a picture, uint8 (height, width, 3), RGB.

    Arrays are (height, width) gray, (height, width, 1), RGB or RGBA; integers are taken
    as they are, bool and floats as 0 = black to 1 = white. Raises ``PictureError`` for
    any other shape and for an array without pixels.
    """
    if isinstance(image, Image.Image):
        return _rgb(image)
    pixels = np.asarray(image)
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[..., 0]
    colors = {2: 1, 3: pixels.shape[-1]}.get(pixels.ndim) if pixels.size else None
    if colors not in (1, 3, 4):
        raise PictureError(
            f"An array of shape {pixels.shape} is not a picture; give (height, width) gray,"
            " (height, width, 3) RGB or (height, width, 4) RGBA."
        )
    return _rgb(Image.fromarray(_eight_bits(pixels)))


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise PictureError(f"{path} is a folder; give the pictures in it one by one.")
    if not path.exists():
        raise PictureError(f"{path} does not exist; check the name and the folder.")
    if not path.is_file():
        raise PictureError(f"{path} is not an ordinary file; save the picture as a file first.")
    if path.stat().st_size == 0:
        raise PictureError(f"{path} is empty; save or download the picture again.")


@contextmanager
def _as_picture_errors(path: Path) -> Iterator[None]:
    """Turn whatever a decoder raises into one sentence: the file is at fault, not we."""
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
        raise PictureError(
            f"{path} is damaged or cut off ({error}); save or download the picture again."
        ) from error


@contextmanager
def _pillow(path: Path) -> Iterator[Image.Image]:
    """Open ``path`` in Pillow; only the header is read, so a huge picture costs nothing."""
    formats: tuple[str, ...] = _FORMATS
    if path.suffix.lower() in _HEIC_SUFFIXES or _is_heic(path):
        formats = (_register_heic(path),)
    with warnings.catch_warnings():
        # MAX_PIXELS is the limit here, not the smaller one that Pillow warns about; and a
        # camera's odd EXIF entry is no reason to refuse its picture.
        warnings.simplefilter("ignore")
        with Image.open(path, formats=formats) as image:
            yield image


def _is_heic(path: Path) -> bool:
    """Tell a phone's HEIC file by its first bytes, whatever it is named."""
    with path.open("rb") as file:
        head = file.read(12)
    return head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"heim", b"heis", b"mif1")


def _register_heic(path: Path) -> str:
    try:
        import pillow_heif
    except ImportError as error:
        raise PictureError(
            f"{path} is a HEIC picture; pip install pillow-heif, or save it as JPEG or PNG."
        ) from error
    pillow_heif.register_heif_opener()
    return "HEIF"


def _turned(image: Image.Image) -> Image.Image:
    """Turn the picture the way its camera was held; EXIF that makes no sense is ignored."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 (whatever the tag says, the picture itself is fine)
        return image


def _rgb(image: Image.Image) -> np.ndarray:
    if image.mode.startswith(("I", "F")):
        image = Image.fromarray(_eight_bits(np.asarray(image)))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    return np.asarray(image.convert("RGB"))


def _eight_bits(pixels: np.ndarray) -> np.ndarray:
    """Return gray or color values of any dtype as uint8, 0 = black to 255 = white."""
    if pixels.dtype == np.uint8:
        return pixels
    if pixels.dtype == bool:
        return pixels.astype(np.uint8) * 255
    values = np.nan_to_num(pixels.astype(np.float64), posinf=0, neginf=0).clip(0)
    brightest = values.max()
    if np.issubdtype(pixels.dtype, np.floating) and brightest <= 1:
        full = 1.0
    else:  # cameras and scanners store 8, 10, 12, 14 or 16 bits in wider numbers
        depths = (2.0**bits - 1 for bits in (8, 10, 12, 14, 16))
        full = next((depth for depth in depths if brightest <= depth), brightest)
    return np.rint(values * (255 / full)).astype(np.uint8)


def _not_a_picture(path: Path) -> str:
    return (
        f"{path} is not a picture that can be read;"
        " use PNG, JPEG, WebP, AVIF, HEIC, BMP, GIF, TIFF or PPM."
    )


def _too_large(path: Path, size: str) -> PictureError:
    return PictureError(
        f"{path} is too large ({size}); make it smaller than {MAX_PIXELS // 1_000_000} megapixels."
    )
