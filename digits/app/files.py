"""Every way in and every way out: files that are opened, pasted, dropped, saved and copied."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING

from digits.app import sentences, theme
from digits.app.conversation import Conversation
from digits.app.folders import pictures_folder
from digits.drawing_file import SUFFIX, to_json

if TYPE_CHECKING:
    from digits.session import Session

Say = Callable[[str, str], None]

PICTURE, STROKES, TABLE = (
    ("PNG picture", ".png"),
    ("Drawing with strokes and readings", SUFFIX),
    ("Table (CSV)", ".csv"),
)


class Files:
    """Asks which files, and hands them to the conversation or writes them.

    Whatever cannot be read or written is one sentence; nothing on the pad is lost by it.
    """

    def __init__(self, window: tk.Tk, conversation: Conversation, say: Say, pasted: Path) -> None:
        self._window = window
        self._pasted = pasted  # the folder of pictures that came without a file
        self._conversation = conversation
        self._say = say
        self._folder: Path | None = None  # where the person chose a file last

    @property
    def _session(self) -> Session:
        return self._conversation.session

    # In

    def choose(self) -> None:
        """Let the person choose pictures, or a saved drawing, and open them."""
        names = filedialog.askopenfilenames(
            parent=self._window,
            title="Upload images of digits",
            filetypes=_file_types(),
            initialdir=self._folder or pictures_folder(),
        )
        if names:
            self._folder = Path(names[0]).parent
            self.open([Path(name) for name in names])

    def open(self, paths: Sequence[Path]) -> None:
        """Open pictures and saved drawings, one after another."""
        self._conversation.open(paths)

    def paste(self) -> None:
        """Open the picture, or the picture files, in the clipboard."""
        try:
            text = self._window.clipboard_get()
        except tk.TclError:  # it is empty, or holds no text
            text = ""
        self._conversation.paste(self._pasted, text)

    # Out

    def copy_number(self) -> None:
        """Put the number into the clipboard, as it was corrected."""
        number = str(self._session.readings)
        if not number:
            self._say(sentences.NOTHING_TO_COPY, theme.WAIT)
            return
        self._window.clipboard_clear()
        self._window.clipboard_append(number)
        self._say(sentences.COPIED.format(number=number.replace("\n", " / ")), theme.GOOD)

    def save_picture(self, *, boxes: bool) -> None:
        """Save what is on the pad as a PNG picture, perhaps with the boxes of the digits."""
        from digits.page_picture import as_png

        page = self._session.page
        readings = self._session.readings if boxes else ()
        picture = self._conversation.picture
        if page.picture is not None and picture is None:
            self._say(sentences.NO_PICTURE_TO_SAVE, theme.WAIT)
        else:
            self._save(PICTURE, lambda: as_png(page, picture, readings))

    def save_strokes(self) -> None:
        """Save the strokes and the readings as JSON."""
        text = to_json(self._session.page, self._session.readings)
        self._save(STROKES, lambda: text.encode())

    def export(self) -> None:
        """Save the readings of this session as a table."""
        from digits.history import as_csv

        entries = self._session.entries
        if entries:
            # "replace": on Linux a file may have a name that is no UTF-8.
            table = as_csv(entries).encode("utf-8-sig", "replace")
            self._save_as(TABLE, "readings", lambda: table)
        else:
            self._say(sentences.NO_HISTORY, theme.WAIT)

    def _save(self, kind: tuple[str, str], content: Callable[[], bytes]) -> None:
        if self._session.page.empty:
            self._say(sentences.NOTHING_TO_SAVE, theme.WAIT)
        else:
            number = "".join(letter for letter in str(self._session.readings) if letter.isdigit())
            self._save_as(kind, number[:20] or "drawing", content)

    def _save_as(self, kind: tuple[str, str], name: str, content: Callable[[], bytes]) -> None:
        """Ask where to, then replace what was there at once, or leave it as it was."""
        from digits.model_path import replacing

        chosen = filedialog.asksaveasfilename(
            parent=self._window,
            title="Save as",
            filetypes=[(kind[0], kind[1])],
            defaultextension=kind[1],
            initialfile=name + kind[1],
            initialdir=self._folder or pictures_folder(),
        )
        if not chosen:
            return
        path = Path(chosen)
        self._folder = path.parent
        try:
            with replacing(path) as unfinished:
                unfinished.write_bytes(content())
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self._say(
                sentences.CANNOT_SAVE.format(name=sentences.name_of(path), reason=reason),
                theme.BAD,
            )
        else:
            self._say(sentences.SAVED.format(name=sentences.name_of(path)), theme.GOOD)


def _file_types() -> list[tuple[str, tuple[str, ...]]]:
    """Filters of the file dialog; where case matters, ``.PNG`` is a picture as well."""
    from digits.pictures import SUFFIXES  # here, so that the window opens without Pillow

    endings = (*SUFFIXES, *(suffix.upper() for suffix in SUFFIXES))
    return [
        ("Pictures and drawings", (*endings, SUFFIX)),
        ("All files", ("*",)),
    ]
