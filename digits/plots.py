"""The notebook's figures; the only module that imports matplotlib."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from digits.reading import CLASSES

TRAIN_COLOR, VALIDATION_COLOR = "#0072b2", "#d55e00"  # Okabe and Ito: safe for color-blind eyes


def show_digits(
    images: np.ndarray, titles: Sequence[object] = (), columns: int = 10, title: str = ""
) -> Figure:
    """Show digit images (n, 28, 28) or (n, 28, 28, 1) in a grid, dark ink on white."""
    rows = max(1, -(-len(images) // columns))
    height = 0.95 if len(titles) else 0.8
    figure, axes = plt.subplots(
        rows, columns, figsize=(0.85 * columns, height * rows + 0.4), squeeze=False
    )
    for axis in axes.flat:
        axis.axis("off")
    for axis, image in zip(axes.flat, images, strict=False):
        axis.imshow(image.squeeze(), cmap="gray_r", vmin=0, vmax=max(1, image.max()))
    for axis, text in zip(axes.flat, titles, strict=False):
        axis.set_title(text, fontsize=9, pad=3)
    figure.suptitle(title, fontsize=11)
    figure.tight_layout(pad=0.3)
    return figure


def show_history(history: dict[str, list[float]]) -> Figure:
    """Show loss and accuracy over the epochs, training beside validation."""
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.2))
    for axis, key in zip(axes, ("loss", "accuracy"), strict=True):
        epochs = np.arange(1, len(history[key]) + 1)
        axis.plot(epochs, history[key], "o--", color=TRAIN_COLOR, label="training (distorted)")
        axis.plot(epochs, history[f"val_{key}"], "s-", color=VALIDATION_COLOR, label="validation")
        axis.set(xlabel="epoch", title=key.capitalize())
        axis.xaxis.get_major_locator().set_params(integer=True)
        axis.grid(alpha=0.3)
        axis.legend(frameon=False)
    figure.tight_layout()
    return figure


def show_confusion(confusion: np.ndarray) -> Figure:
    """Show a confusion matrix (10, 10); only the mistakes are colored, so that they show."""
    mistakes = np.where(np.eye(CLASSES, dtype=bool), 0, confusion)
    figure, axis = plt.subplots(figsize=(6, 5.4))
    axis.imshow(mistakes, cmap="Oranges", vmin=0, vmax=max(1, mistakes.max()) * 1.5)
    for true, read in np.argwhere(confusion > 0):
        bold = "normal" if true == read else "bold"
        axis.text(read, true, confusion[true, read], ha="center", va="center", weight=bold)
    axis.set(xlabel="read as", ylabel="true digit", xticks=range(CLASSES), yticks=range(CLASSES))
    figure.tight_layout()
    return figure


def show_reading(
    drawing: Sequence[np.ndarray], image: np.ndarray, probabilities: np.ndarray
) -> Figure:
    """Show a drawing's strokes, its digit image and the ten probabilities side by side."""
    figure, (pad, seen, bars) = plt.subplots(1, 3, figsize=(9, 2.8), width_ratios=(1, 1, 1.6))
    for stroke in drawing:
        pad.plot(*np.asarray(stroke).T, color="black", lw=5, solid_capstyle="round")
    pad.set(title="the drawing", xticks=[], yticks=[], aspect="equal", xlim=(0, 400), ylim=(400, 0))
    seen.imshow(image, cmap="gray_r", vmin=0, vmax=1)
    seen.set(title="what the network sees", xticks=[], yticks=[])
    bars.bar(range(CLASSES), probabilities, color=TRAIN_COLOR)
    bars.set(title="probability", xticks=range(CLASSES), ylim=(0, 1))
    figure.tight_layout()
    return figure
