"""Which pieces of ink are frames."""

import numpy as np
import pytest

from digits import dirt
from digits.dirt import without_frames


@pytest.fixture
def scene() -> np.ndarray:
    """Return a frame around a stroke, and a speck in every third pixel between them."""
    ink = np.zeros((90, 120), np.uint8)
    ink[18:72:3, 18:102:3] = 1
    ink[30:60, 50:70] = 1
    ink[10:12, 10:110] = ink[78:80, 10:110] = 1
    ink[10:80, 10:12] = ink[10:80, 108:110] = 1
    return ink


def test_of_many_pieces_only_the_frame_goes(scene):
    found = without_frames(scene)
    inside = np.zeros_like(scene)
    inside[12:78, 12:108] = 1
    np.testing.assert_array_equal(found, scene & inside)


def test_the_sizes_of_all_pieces_are_compared_at_once(scene, monkeypatch):
    compared = []
    array = np.array
    monkeypatch.setattr(dirt.np, "array", lambda *given: compared.append(given) or array(*given))
    without_frames(scene)
    assert len(compared) == 1  # not once for each speck: a dithered picture has 100,000
