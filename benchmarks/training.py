"""How long training takes, beside the stock recipe, in one run.

    python benchmarks/training.py [--stock-epochs 10] [--epochs 10] [--short 2] [--seed 1]

The stock recipe: two convolutions and a dense layer of 256, 2.4 million parameters, Adadelta at
rate 1 (its own default in Keras, 0.001, never gets there), batches of 128, ten epochs of MNIST as
it is. Beside it: the notebook's training, with its distortions, drawn styles and parted numbers;
and the shortest schedule that brings the notebook's network to 99.33 %, what the stock recipe
promises, on MNIST as it is. All are told by their accuracy on the same validation digits, never
on the test digits. Where fewer epochs than ten are run, the time of ten is worked out and marked.

CPU seconds count all cores; they depend less than wall seconds on what else the computer does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.pictures import Spent, spent
from digits import data, network, training
from digits.batches import batches, batches_per_epoch
from digits.data import Digits
from digits.quiet import no_greeting

with no_greeting():
    import keras

PROMISED = 0.9933
EPOCHS, BATCH = 10, 128
PROFILED = 100  # batches whose making is timed


def stock_network(seed: int) -> keras.Sequential:
    """Return the network that most programs of this kind have, compiled."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    model = keras.Sequential(
        [
            layers.Input(network.INPUT_SHAPE),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    optimizer = keras.optimizers.Adadelta(1.0)
    model.compile(loss="categorical_crossentropy", optimizer=optimizer, metrics=["accuracy"])
    return model


def short_network(seed: int, epochs: int, digits: Digits) -> keras.Sequential:
    """Return the notebook's network, compiled for a few epochs of these digits."""
    model = network.build(seed)
    network.compile_network(model, epochs * -(-len(digits.labels) // BATCH))
    return model


def fit(
    model: keras.Sequential, train: Digits, validation: Digits, epochs: int
) -> Callable[[], list[float]]:
    """Return the training of a compiled network on digits as they are."""
    images, answers = data.add_channel(train.images), data.one_hot(train.labels)
    known = data.add_channel(validation.images), data.one_hot(validation.labels)

    def run() -> list[float]:
        history = model.fit(
            images,
            answers,
            batch_size=BATCH,
            epochs=epochs,
            validation_data=known,
            validation_batch_size=1000,
            verbose=0,
        )
        return history.history["val_accuracy"]

    return run


def notebook(
    train: Digits, validation: Digits, seed: int, epochs: int, folder: Path
) -> Callable[[], list[float]]:
    """Return the notebook's training, with the export at its end."""

    def run() -> list[float]:
        model = network.build(seed)
        network.compile_network(model, epochs * batches_per_epoch(train, BATCH))
        with (folder / "log").open("w", encoding="utf-8") as log:
            history = training.train(
                model,
                train,
                validation,
                epochs=epochs,
                batch_size=BATCH,
                seed=seed,
                checkpoints=folder / "checkpoints",
                out=log,
            )
        network.save(model, folder / "network.h5")
        network.export(model, "not stamped", folder / "network.onnx")
        return history["val_accuracy"]

    return run


def row(name: str, taken: Spent, accuracy: float, epochs: int, of: int) -> str:
    """Return a row of the table; the time is that of ``of`` epochs."""
    factor = of / epochs
    marked = "" if factor == 1 else f" (from {epochs})"
    times = f"{taken.cpu * factor:.0f} s | {taken.wall * factor:.0f} s{marked}"
    return f"| {name} | {of} | {times} | {accuracy:.2%} |"


def pipeline(train: Digits, seed: int) -> float:
    """Return the CPU seconds for making one batch."""
    some = batches(train, BATCH, seed, range(1))
    next(some)
    begun = time.process_time()
    for _ in range(PROFILED):
        next(some)
    return (time.process_time() - begun) / PROFILED


def report(stock_epochs: int, epochs: int, short: int, seed: int) -> None:
    """Run the trainings one after the other and print the table."""
    published = data.load("mnist")[0]
    digits = data.shuffle(Digits(data.normalize(published.images), published.labels), seed)
    train, validation = data.split(digits, data.VALIDATION_SHARE, seed)
    print(f"making a batch: {pipeline(train, seed) * 1000:.0f} ms of CPU time\n")
    print("| training | epochs | CPU | wall | validation |\n| --- | --- | --- | --- | --- |")
    accuracy, stock = spent(fit(stock_network(seed), train, validation, stock_epochs), times=1)
    print(row("stock recipe", stock, accuracy[-1], stock_epochs, EPOCHS), flush=True)
    reached, quick = spent(
        fit(short_network(seed, short, train), train, validation, short), times=1
    )
    print(row("shortest schedule", quick, reached[-1], short, short), flush=True)
    if epochs:
        with tempfile.TemporaryDirectory() as folder:
            work = notebook(train, validation, seed, epochs, Path(folder))
            accuracy, own = spent(work, times=1)
        print(row("the notebook", own, accuracy[-1], epochs, EPOCHS))
    verb = "reached" if reached[-1] >= PROMISED else "did not reach"
    share = quick.wall / (stock.wall * EPOCHS / stock_epochs)
    print(f"\nThe shortest schedule {verb} {PROMISED:.2%} in {share:.2f} of the stock time.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stock-epochs", type=int, default=EPOCHS)
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="of the notebook; 0: none")
    parser.add_argument("--short", type=int, default=2, help="epochs of the shortest schedule")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    report(given.stock_epochs, given.epochs, given.short, given.seed)
