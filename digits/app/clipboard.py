"""What was copied, as picture files. This runs in the reading process, which may wait."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import strftime
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from digits.errors import PictureError, first_line

if TYPE_CHECKING:
    from PIL import Image

PATIENCE = 5.0
"""How long the program that owns the clipboard may take to answer, in seconds."""

KEPT = 50
"""How many pasted pictures stay in their folder."""

NOTHING = "The clipboard holds no picture; copy one, or a picture file, and paste again."
NO_PROGRAM = (
    "A copied picture cannot be read, for a program is missing;"
    " install xclip (or wl-clipboard on Wayland) and paste again."
)
NO_ANSWER = (
    "The program that was copied from does not answer;"
    " copy the picture again, or save it as a file and open that."
)

# Elsewhere Pillow would run the same programs as we do, and wait for them without end.
_PILLOW_READS_IT = sys.platform in ("win32", "darwin")

_PASTED = "pasted-*.png"
_URI = re.compile("file:(?://(?P<host>[^/]*))?+(?P<path>/.*)", re.IGNORECASE)


def pictures_from_clipboard(folder: Path, text: str = "") -> list[Path]:
    """Return the files that were copied; a picture becomes a PNG file in ``folder``.

    ``text`` is what the clipboard holds as text, which counts where it names files that
    exist. Raises ``PictureError`` when there is neither, and when a picture cannot be had.
    """
    try:
        content = _content()
    except PictureError:
        if files := existing(files_in(text)):
            return files
        raise
    if not isinstance(content, list):
        return [_save(content, folder)]
    files = content or existing(files_in(text))
    if not files:
        raise PictureError(NOTHING)
    return files


def files_in(text: str) -> list[Path]:
    """Return what a text names line by line, as file:// URIs or as absolute paths.

    Whether there are such files is not looked at. Other lines are passed over, as the
    ``copy`` with which GNOME begins; quotes around a path and blanks around a line are too.
    """
    # Not splitlines: a file name may hold what that takes for the end of a line.
    paths = (_path(line.strip(" \t\r")) for line in text.split("\n"))
    return [path for path in paths if path is not None]


def existing(paths: Iterable[Path]) -> list[Path]:
    """Return those of the paths that lead to something."""
    # Path.exists() raises for a name that is too long or a folder that is closed.
    return [path for path in paths if os.path.exists(path)]  # noqa: PTH110


def tidy(folder: Path, keep: int = KEPT) -> None:
    """Remove the oldest pasted pictures beyond ``keep``; other files are left alone."""
    pasted = []
    for path in folder.glob(_PASTED):
        with suppress(OSError):  # another window has just removed it
            pasted.append((path.stat().st_mtime_ns, path))
    for _, path in sorted(pasted)[: max(0, len(pasted) - keep)]:
        with suppress(OSError):
            path.unlink()


def _path(line: str) -> Path | None:
    """Return the path that a line of a text stands for, if it does."""
    if match := _URI.fullmatch(line):
        return _local(match["host"] or "", match["path"])
    if line[:1] in ("'", '"') and line[:1] == line[-1:]:  # copied from a terminal, or in Windows
        line = line[1:-1]
    path = Path(line)
    return path if path.is_absolute() else None


def _local(host: str, quoted: str) -> Path | None:
    """Return the path in a URI, unless that is on another computer."""
    if host.lower() not in ("", "localhost"):
        return None
    try:
        path = os.fsdecode(unquote_to_bytes(os.fsencode(quoted)))
    except UnicodeError:  # half a letter, or on Windows what is no UTF-8: no file has that name
        return None
    return Path(path.removeprefix("/") if os.name == "nt" else path)  # /C:/Users


def _content() -> Image.Image | list[Path]:
    """Return the picture in the clipboard, or the files in it: none when it holds neither."""
    from PIL import ImageGrab

    with _as_picture_errors():
        content = ImageGrab.grabclipboard() if _PILLOW_READS_IT else _ask_program()
        if content is None or isinstance(content, list):
            return [Path(name) for name in content or ()]
        return _decoded(content)


@contextmanager
def _as_picture_errors() -> Iterator[None]:
    """Turn whatever a decoder raises into one sentence: what was copied is at fault."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # MAX_PIXELS is the limit, not Pillow's smaller one
            yield
    except PictureError:
        raise
    except (Image.DecompressionBombError, MemoryError) as error:
        raise _too_large("more than Pillow opens") from error
    except Exception as error:
        raise PictureError(
            f"The picture in the clipboard cannot be read ({first_line(error)});"
            " copy it again, or save it as a file and open that."
        ) from error


def _ask_program() -> Image.Image | list[str] | None:
    """Ask as ``ImageGrab.grabclipboard`` does, but not without end, and for files too."""
    from PIL import Image, UnidentifiedImageError

    # What has been copied by xclip it hands out as whatever is asked for, be it only text.
    with suppress(UnidentifiedImageError):
        return Image.open(_answer("image/png"), formats=("PNG", "JPEG", "WEBP", "BMP", "GIF"))
    files = files_in(_answer("text/uri-list").read().decode(errors="replace"))
    return [str(path) for path in existing(files)]


def _answer(kind: str) -> io.BytesIO:
    """Return the clipboard's content of this kind, empty when there is none."""
    command = [*_program(), kind]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PictureError(NO_ANSWER) from error
    return io.BytesIO(b"" if done.returncode else done.stdout)


def _program() -> tuple[str, ...]:
    """Return how to ask for the clipboard's content, up to the kind of content."""
    if os.environ.get("WAYLAND_DISPLAY") and (program := shutil.which("wl-paste")):
        return program, "--type"
    if program := shutil.which("xclip"):
        return program, "-selection", "clipboard", "-out", "-target"
    raise PictureError(NO_PROGRAM)


def _decoded(image: Image.Image) -> Image.Image:
    """Return the image upright, in RGB, its transparency laid on white."""
    from PIL import Image, ImageOps

    from digits.pictures import MAX_PIXELS
    from digits.pixels import to_picture

    if image.width * image.height > MAX_PIXELS:
        raise _too_large(f"{image.width} x {image.height} pixels")
    image.load()
    with suppress(Exception):  # whatever the EXIF says, the picture itself is fine
        ImageOps.exif_transpose(image, in_place=True)
    return Image.fromarray(to_picture(image))


def _too_large(size: str) -> PictureError:
    from digits.pictures import MAX_PIXELS

    return PictureError(
        f"The picture in the clipboard is too large ({size});"
        f" make it smaller than {MAX_PIXELS // 1_000_000} megapixels."
    )


def _save(image: Image.Image, folder: Path) -> Path:
    """Write the image as a new file in ``folder``, and keep the folder small."""
    from digits.model_path import replacing  # here: its hashlib would keep the window waiting

    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _new_file(folder)
        try:
            with replacing(path) as unfinished:
                image.save(unfinished, "PNG", compress_level=1)  # it need not last long
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise PictureError(
            f"The pasted picture cannot be saved in {folder} ({error.strerror or error});"
            " make room there, or check the permissions of the folder."
        ) from error
    tidy(folder)
    return path


def _new_file(folder: Path) -> Path:
    """Take a name by making an empty file, so that nobody else can take it."""
    stem = strftime("pasted-%Y%m%d-%H%M%S")
    number = 1
    while True:
        path = folder / (f"{stem}.png" if number == 1 else f"{stem}-{number}.png")
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            number += 1
        else:
            return path
