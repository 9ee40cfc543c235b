"""What is kept from one start to the next: the settings, and the drawing that nobody saved."""

from __future__ import annotations

import logging
import tkinter as tk
from dataclasses import replace
from pathlib import Path
from typing import Any

from digits.app import sentences
from digits.app.settings import load_settings, save_settings, with_recent
from digits.app.user_files import UserFiles, keep
from digits.drawing_file import DrawingError, open_drawing, to_json
from digits.reading import Readings
from digits.session import Session
from digits.sketch import Page

DELAY_MS = 400
"""How long after a change it is written, in milliseconds: many changes are written at once."""

log = logging.getLogger(__name__)


class Keeper:
    """Reads settings and drawing at the start, and writes them soon after each change.

    A file that cannot be written is logged, once, and otherwise does not matter: the program
    then begins anew each time.
    """

    def __init__(self, window: tk.Misc, session: Session, files: UserFiles) -> None:
        self._window = window
        self._files = files
        self._session = session
        self._timer: str | None = None
        self._kept: Page | None = None  # the page that the file holds
        self._failed = False
        self.settings, self.complaint = load_settings(files.settings)
        self._saved = self.settings

    @property
    def look(self) -> str:
        """The look to use, "light" or "dark"; the system's as far as it is known."""
        if self.settings.look == "system":
            return "dark" if self.settings.system_dark else "light"
        return self.settings.look

    def change(self, **changes: Any) -> None:
        """Change settings."""
        self.settings = replace(self.settings, **changes)
        self.note()

    def note_opened(self, path: Path) -> None:
        """A picture was opened: it stands first among the recent ones."""
        self.settings = with_recent(self.settings, path)
        self.note()

    def last_drawing(self) -> tuple[Page | None, str]:
        """Return the page that was on the pad last time, and a sentence about it, or neither."""
        path = self._files.drawing
        if not _is_file(path):
            return None, ""
        try:
            page = open_drawing(path)
        except DrawingError as error:
            log.warning("The last drawing cannot be restored: %s", error)
            return None, _set_aside(path)
        sentence = sentences.RESTORED
        if page.picture is not None and not _is_file(page.picture):
            sentence = sentences.PICTURE_GONE.format(name=sentences.name_of(page.picture))
            page = replace(page, picture=None, corrections=())
        elif page.empty:
            return None, ""
        return (None if page.empty else page), sentence

    def note(self) -> None:
        """Something changed: write it soon."""
        if self._timer is None:
            self._timer = self._window.after(DELAY_MS, self._write_soon)

    def close(self) -> None:
        """Write what is not yet written."""
        if self._timer is not None:
            self._window.after_cancel(self._timer)
            self._timer = None
        self.write()

    def write(self) -> None:
        """Write what changed since the last time: the one even where the other cannot be."""
        for write in self._write_settings, self._write_drawing:
            try:
                write()
            except OSError as error:
                if not self._failed:
                    log.warning("Settings or drawing could not be kept: %s", error)
                self._failed = True

    def _write_soon(self) -> None:
        self._timer = None
        self.write()

    def _write_settings(self) -> None:
        if self.settings != self._saved:
            save_settings(self._files.settings, self.settings)
            self._saved = self.settings

    def _write_drawing(self) -> None:
        page, path = self._session.page, self._files.drawing
        if page is self._kept:
            return
        if page.empty:
            path.unlink(missing_ok=True)
        else:
            keep(path, to_json(page, Readings()))
        self._kept = page


def _is_file(path: Path) -> bool:
    """Tell whether a file is there; not so where nobody can look, as on a drive that is gone."""
    try:
        return path.is_file()
    except OSError:
        return False


def _set_aside(path: Path) -> str:
    """Rename a drawing that cannot be read, so that the next one does not replace it."""
    aside = path.with_name(f"{path.stem}.broken{path.suffix}")
    try:
        path.replace(aside)
    except OSError as error:
        log.warning("It cannot be renamed: %s", error)
        return ""
    return sentences.DRAWING_BROKEN.format(name=aside)
