"""The notebook's figures: what stands in them."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from digits import plots


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_a_grid_of_digits_with_titles():
    figure = plots.show_digits(np.zeros((7, 28, 28)), range(7), columns=5)
    assert len(figure.axes) == 10
    assert [axis.get_title() for axis in figure.axes] == [*"0123456", "", "", ""]
    assert sum(len(axis.images) for axis in figure.axes) == 7


def test_a_grid_of_no_digits():
    assert plots.show_digits(np.zeros((0, 28, 28)), columns=8).axes


def test_learning_curves_show_training_and_validation():
    history = {key: [2.0, 1.0] for key in ("loss", "val_loss", "accuracy", "val_accuracy")}
    figure = plots.show_history(history)
    for axis, title in zip(figure.axes, ("Loss", "Accuracy"), strict=True):
        assert axis.get_title() == title
        assert [list(line.get_xdata()) for line in axis.lines] == [[1, 2], [1, 2]]
        assert len(axis.get_legend().get_texts()) == 2


def test_the_confusion_matrix_counts_every_cell():
    confusion = np.eye(10, dtype=int) * 5
    confusion[4, 9] = 2
    (axis,) = plots.show_confusion(confusion).axes
    texts = {text.get_position(): text.get_text() for text in axis.texts}
    assert len(texts) == 11
    assert texts[9, 4] == "2"  # column: read as 9; row: a 4
    assert (axis.get_xlabel(), axis.get_ylabel()) == ("read as", "true digit")


def test_a_reading_is_shown_with_its_drawing():
    figure = plots.show_reading([[(1, 2), (3, 4)]], np.zeros((28, 28)), np.eye(10)[3])
    pad, seen, bars = figure.axes
    assert list(pad.lines[0].get_xdata()) == [1, 3]
    assert seen.images
    assert [bar.get_height() for bar in bars.patches].index(1) == 3
