"""What all tests share: MNIST where it is at hand, and a line that says when it is not."""

from __future__ import annotations

import os
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import settings

from digits import MODEL_PATH, data
from digits.predictor import load_predictor
from digits.reading import Predictor

mpl.use("agg")  # figures are drawn, not shown

settings.register_profile("no clock", deadline=None)  # a busy machine fails no test
settings.load_profile("no clock")

KERAS_COPY = Path("~/.keras/datasets/mnist.npz").expanduser()
NO_MNIST = "MNIST is not at hand"


def mnist_path() -> Path | None:
    """Return where MNIST's files lie on this machine; tests download nothing."""
    given = os.environ.get("MNIST_PATH")
    if given:
        return Path(given).resolve()  # a path that leads nowhere shall fail, not skip
    return KERAS_COPY if KERAS_COPY.is_file() else None


@pytest.fixture(scope="session")
def mnist_source() -> Path:
    path = mnist_path()
    if path is None:
        pytest.skip(NO_MNIST)
    return path


@pytest.fixture(scope="session")
def mnist(mnist_source: Path) -> tuple[data.Digits, data.Digits]:
    """The training and the test digits, as published."""
    return data.load(path=mnist_source)


@pytest.fixture(scope="session")
def some_digits() -> data.Digits:
    """Digit images that every machine has: scikit-learn's, 1,540 of them."""
    return data.load("digits")[0]


@pytest.fixture(scope="session")
def predict() -> Predictor:
    """The network of the committed mnist.h5."""
    return load_predictor(MODEL_PATH)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(NO_MNIST in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.write_line(
            f"{count} tests that need MNIST's files were skipped; MNIST_PATH says where they are."
        )
