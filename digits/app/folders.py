"""Where a person keeps pictures."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path


def pictures_folder() -> Path:
    """The person's Pictures folder, or their home if there is none."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() fails where no home is known
    folders = (_linux_pictures(home), home / "Pictures", home)
    return next((folder for folder in folders if folder and folder.is_dir()), home)


def _linux_pictures(home: Path) -> Path | None:
    """The Pictures folder of a Linux desktop, which bears a name in the person's language."""
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "user-dirs.dirs"
    with suppress(OSError):
        text = settings.read_text(encoding="utf-8", errors="replace")
        if found := re.search(r'^XDG_PICTURES_DIR="(.+)"$', text, re.MULTILINE):
            return Path(found[1].replace("$HOME", str(home)))
    return None
