"""Files that are dragged onto the window, where tkinterdnd2 is installed.

Only its Tcl package is used, tkdnd: importing its Python side would change tkinter's classes.
"""

from __future__ import annotations

import logging
import tkinter as tk
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from digits.app.clipboard import existing, files_in

OnFiles = Callable[[list[Path]], None]

FILES, TEXT = "DND_Files", "DND_Text"
"""What tkdnd calls that which can be dropped, on every platform."""

# How Tcl names a platform, and how the folder is called in which tkinterdnd2 keeps tkdnd for it.
_SYSTEMS = {"Linux": "linux", "Darwin": "osx", "Windows NT": "win"}
_MACHINES = {
    **{"x86_64": "x64", "amd64": "x64"},
    **{"aarch64": "arm64", "arm64": "arm64"},
    "intel": "x86",
}

log = logging.getLogger(__name__)


def accept_drops(window: tk.Misc, on_files: OnFiles) -> bool:
    """Have ``on_files`` called with the existing paths of what is dropped onto a window.

    Returns whether that works; where tkdnd is missing or cannot be loaded, nothing changes.
    Loading takes some 5 ms: have it done by ``after_idle``, once the window is there.
    """
    try:
        _load(window)
        window.tk.call("tkdnd::drop_target", "register", str(window), (FILES, TEXT))
    except (OSError, tk.TclError) as error:
        log.debug("Nothing can be dropped onto the window: %s", error)
        return False

    def drop_files(data: str) -> str:
        paths = map(Path, window.tk.splitlist(data))
        # A broken list may hold an empty name, which would be the folder we run in.
        return _deliver(window, on_files, [path for path in paths if path.is_absolute()])

    def drop_text(data: str) -> str:
        return _deliver(window, on_files, files_in(data))

    for kind, drop in ((FILES, drop_files), (TEXT, drop_text)):
        # tkdnd puts what was dropped, as one word, in the place of %D.
        window.tk.call("bind", str(window), f"<<Drop:{kind}>>", f"{window.register(drop)} %D")
    return True


def _load(window: tk.Misc) -> None:
    """Load tkdnd into the window's interpreter."""
    # Named outright: to find it, Tcl would search all of its folders, which takes twice the time.
    script = "source [file join $dir pkgIndex.tcl]; package require tkdnd"
    window.tk.call("apply", ("dir", script), str(_folder(window)))


def _folder(window: tk.Misc) -> Path:
    """Return where tkdnd lies for this platform; ``OSError`` when it is not there."""
    library = find_spec("tkinterdnd2")
    if library is None or not library.submodule_search_locations:
        raise FileNotFoundError("tkinterdnd2 is not installed")
    # Asked of Tcl: Python may run emulated, and it is Tcl that loads the native part.
    system = _SYSTEMS.get(str(window.getvar("tcl_platform(os)")))
    machine = _MACHINES.get(str(window.getvar("tcl_platform(machine)")))
    name = f"{system}-{machine}"
    folder = Path(library.submodule_search_locations[0], "tkdnd", name)
    for_tcl_9 = folder.with_name(f"{name}-tcl9")
    if tk.TclVersion >= 9 and for_tcl_9.is_dir():
        folder = for_tcl_9
    if not folder.is_dir():
        raise FileNotFoundError(f"tkinterdnd2 has no folder {folder}")
    return folder


def _deliver(window: tk.Misc, on_files: OnFiles, paths: list[Path]) -> str:
    """Hand over what was dropped, and return what tkdnd tells the program it came from."""
    found = existing(paths)
    if not found:
        return "refuse_drop"
    # That program stands still until this returns, so what is done with the files comes after.
    window.after_idle(on_files, found)
    return "copy"
