"""mnist.h5 -> a fast function from digit images to probabilities.

ONNX Runtime starts in a fraction of the time that Keras takes, and answers sooner. It runs an
*export* of the network: ``mnist.onnx`` beside ``mnist.h5``, stamped with the SHA-256 of the file
it came from. An export that carries another stamp, or none, is never used; then a process of its
own, which alone imports Keras, makes a new one (``digits.export``).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from digits import PROJECT
from digits.errors import ModelError
from digits.model_path import check_path, fingerprint
from digits.reading import CLASSES, SIDE, Predictor

STAMP = "sha256 of the .h5 file"
"""The key in an export's metadata."""

AGREEMENT = 1e-5
"""No probability differs by more between Keras and the export."""

_LARGER = 2  # times as large as its .h5 file an export is at most, else it holds something else
_OTHER_FILES = "session.model_external_initializers_file_folder_path"
_KERAS = ("keras", "tensorflow", "tf2onnx", "onnx")  # what an export takes
_BATCH = 64  # images: of larger batches each image takes longer, for they leave the cache


def load_predictor(path: Path) -> Predictor:
    """Return the network in an .h5 file as a function; threads may share it.

    It takes a tenth of a second, or about ten seconds if the file was never exported. Raises
    ``ModelError`` when the file is missing, broken, or not a digit network, or when it must be
    exported and Keras is not installed.
    """
    check_path(path)
    return _exported(path) or _exported_anew(path)


def needs_keras(path: Path) -> bool:
    """Tell whether a model file is there that has no export yet."""
    return path.is_file() and _exported(path) is None


def places(path: Path, source: str) -> tuple[Path, Path]:
    """Return where the export of a model file may lie: beside it, and in the user's cache.

    ``source`` is the file's fingerprint.
    """
    # mnist.onnx, but my.hdf5.onnx: there may be a my.h5 as well.
    beside = path.with_suffix("" if path.suffix == ".h5" else path.suffix)
    return (
        beside.with_name(f"{beside.name}.onnx"),
        user_cache_path("handwritten-digits") / f"{source}.onnx",
    )


def _exported(path: Path) -> Predictor | None:
    source = fingerprint(path)
    most = _LARGER * path.stat().st_size
    for place in places(path, source):
        with suppress(OSError):  # a folder that may not be looked into
            if place.is_file() and place.stat().st_size <= most:
                predict = open_export(place, source)
                if predict:
                    return predict
    return None


def open_export(place: Path, source: str) -> Predictor | None:
    """Return the network in an export; None if it is none of the file with this fingerprint."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before the import: it would report to its makers
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    # One thread answers a digit soonest; who reads thousands has processes for it.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4  # a file that is none is told by the exception
    # Other files that it may point to are looked for where there can be none.
    options.add_session_config_entry(_OTHER_FILES, str(place.absolute() / "none"))
    try:
        session = InferenceSession(place.read_bytes(), options, providers=["CPUExecutionProvider"])
        if session.get_modelmeta().custom_metadata_map.get(STAMP) != source:
            return None
        (images,), (probabilities,) = session.get_inputs(), session.get_outputs()
        if images.shape[1:] != [SIDE, SIDE, 1] or probabilities.shape[1:] != [CLASSES]:
            return None
    except Exception:  # noqa: BLE001 (ONNX Runtime has no common class; such a file is no export)
        return None

    return batched(lambda given: session.run(None, {images.name: given})[0], _BATCH)


def batched(answer: Predictor, size: int) -> Predictor:
    """Return a predictor that asks ``answer`` for at most ``size`` images at a time.

    So reading many needs little memory.
    """

    def predict(images: np.ndarray) -> np.ndarray:
        probabilities = np.empty((len(images), CLASSES), np.float32)
        for start in range(0, len(images), size):
            batch = slice(start, start + size)
            probabilities[batch] = answer(np.ascontiguousarray(images[batch], np.float32))
        return probabilities

    return predict


def _exported_anew(path: Path) -> Predictor:
    """Let another process export a model file, and return its network."""
    if not all(map(find_spec, _KERAS)):
        raise ModelError(
            f"{path} is new here and must be exported once by Keras, which is not installed;"
            " type make app, or pip install -r requirements.txt."
        )
    from digits.model_file import check_model_file

    check_model_file(path)  # before Keras: a broken file is told at once
    with tempfile.TemporaryDirectory(prefix="digits-") as folder:
        made = Path(folder) / "export.onnx"
        _export(path, made)
        predict = open_export(made, fingerprint(path))
    if predict is None:
        raise ModelError(f"{path} changed while it was exported; try again.")
    return predict


def _export(path: Path, made: Path) -> None:
    """Let another process export a model file to ``made``, and put it where it lasts."""
    command = [sys.executable, "-m", "digits.export", str(path.resolve()), str(made)]
    with (
        tempfile.TemporaryFile() as log,
        # It ends when its standard input does: with this process, however that ends.
        subprocess.Popen(
            command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
        ) as process,
    ):
        assert process.stdout is not None
        said = process.stdout.read().decode("utf-8", "surrogateescape")
        if process.wait() == 0:
            return
        if said:
            raise ModelError(said)
        log.seek(0)
        raise RuntimeError(f"{path} could not be exported\n{log.read().decode(errors='replace')}")
