"""Numbers written with single digits: what is in them, and whose ink it is."""

import numpy as np
import pytest
from art import ink

import digits.numbers
from digits.data import Digits
from digits.digit_image import from_ink
from digits.numbers import HEIGHT, MOST_DIGITS, OTHER_SIZE, SMALL_ZERO, write

BAR = from_ink(np.ones((20, 4), np.float32))
RING = from_ink(ink(".####.", "##..##", "#....#", "#....#", "##..##", ".####."))


@pytest.fixture
def two_kinds() -> Digits:
    return Digits(np.stack([RING, BAR]), np.array([0, 1], np.uint8))


@pytest.fixture
def nothing_added(monkeypatch):
    for share in ("JOINED", "MARKED", "DIRTY"):
        monkeypatch.setattr(digits.numbers, share, 0.0)


def many(source: Digits, count: int = 200):
    rng = np.random.default_rng(1)
    return [write(source, rng) for _ in range(count)]


def columns_of(layer: np.ndarray) -> np.ndarray:
    return np.flatnonzero(layer.any(axis=0))


def test_a_number_has_up_to_so_many_digits(some_digits):
    counts = {len(number.labels) for number in many(some_digits)}
    assert counts == set(range(1, MOST_DIGITS + 1))


def test_it_is_ink_with_a_layer_for_each_digit(some_digits):
    for number in many(some_digits, 50):
        assert number.ink.dtype == number.layers.dtype == np.float32
        assert number.layers.shape == (len(number.labels), *number.ink.shape)
        assert number.ink.min() >= 0
        assert number.ink.max() == pytest.approx(1)
        assert (number.ink >= number.layers.max(axis=0)).all()


def test_each_layer_is_the_digit_of_its_label(two_kinds):
    for number in many(two_kinds, 50):
        for layer, label in zip(number.layers, number.labels, strict=True):
            rows, width = layer.any(axis=1).sum(), layer.any(axis=0).sum()
            assert (width > rows / 2) == (label == 0)  # the ring is round, the bar narrow


def test_digits_stand_from_left_to_right(two_kinds):
    for number in many(two_kinds, 50):
        lefts = [columns_of(layer)[0] for layer in number.layers]
        assert lefts == sorted(lefts)


def test_some_touch_and_some_do_not(two_kinds, nothing_added):
    pairs = [number for number in many(two_kinds) if len(number.labels) == 2]
    gaps = [columns_of(n.layers[1])[0] - columns_of(n.layers[0])[-1] for n in pairs]
    assert min(gaps) <= 0 < max(gaps)


def heights(numbers, label: int) -> list[int]:
    return [
        int(layer.any(axis=1).sum())
        for number in numbers
        for layer in number.layers[number.labels == label]
    ]


def test_digits_are_as_tall_as_in_photos_and_scans(two_kinds):
    bars = heights(many(two_kinds), label=1)
    assert HEIGHT[0] * OTHER_SIZE[0] - 1 <= min(bars)
    assert max(bars) <= HEIGHT[1] * OTHER_SIZE[1] + 1


def test_some_zeros_are_smaller_than_any_other_digit(two_kinds):
    zeros = heights(many(two_kinds), label=0)
    assert HEIGHT[0] * SMALL_ZERO[0] - 1 <= min(zeros) < HEIGHT[0] * OTHER_SIZE[0] - 1


def test_amounts_end_in_zeros_more_often_than_chance(some_digits):
    last = [number.labels[-1] for number in many(some_digits)]
    assert np.mean(np.array(last) == 0) > 0.2


def test_what_is_added_belongs_to_no_digit(two_kinds, nothing_added, monkeypatch):
    assert all(np.array_equal(n.ink, n.layers.max(axis=0)) for n in many(two_kinds, 50))
    for share in ("JOINED", "MARKED", "DIRTY"):
        monkeypatch.setattr(digits.numbers, share, 1.0)
        added = [(n.ink - n.layers.max(axis=0)).max() for n in many(two_kinds, 50)]
        assert max(added) > 0.9
        monkeypatch.setattr(digits.numbers, share, 0.0)


def test_a_ligature_joins_neighbors_that_stand_apart(two_kinds, nothing_added, monkeypatch):
    def blank_columns() -> float:
        between = [
            n.ink[:, columns_of(n.layers[0])[0] : columns_of(n.layers[-1])[-1]]
            for n in many(two_kinds)
        ]
        return float(np.mean([not part.any(axis=0).all() for part in between if part.size]))

    apart = blank_columns()
    monkeypatch.setattr(digits.numbers, "JOINED", 1.0)
    assert blank_columns() < apart / 2


def test_blank_images_are_no_obstacle(rng):
    blank = Digits(np.zeros((3, 28, 28), np.float32), np.array([0, 1, 2], np.uint8))
    for _ in range(50):
        assert write(blank, rng).ink.max() > 0


def test_the_same_seed_writes_the_same(some_digits):
    one, same, other = (write(some_digits, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.ink, same.ink)
    assert one.ink.shape != other.ink.shape or not np.array_equal(one.ink, other.ink)


def test_the_digits_are_not_changed(some_digits, rng):
    before = some_digits.images.copy()
    for _ in range(20):
        write(some_digits, rng)
    np.testing.assert_array_equal(some_digits.images, before)
