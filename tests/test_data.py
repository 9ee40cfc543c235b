"""MNIST as arrays: where it comes from, what is wrong with it, and the steps of the notebook."""

import gzip
import struct
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digits import data
from digits.data import Digits
from digits.digit_image import ink_box
from digits.errors import DataError

IMAGES, LABELS = 0x803, 0x801


@pytest.fixture(scope="module")
def published():
    """Sixty thousand and ten thousand made-up digits in MNIST's form."""
    rng = np.random.default_rng(0)
    return tuple(
        Digits(
            rng.integers(0, 256, (count, 28, 28), dtype=np.uint8),
            rng.integers(0, 10, count, dtype=np.uint8),
        )
        for count in (60_000, 10_000)
    )


def idx(array: np.ndarray, magic: int) -> bytes:
    return struct.pack(f">{1 + array.ndim}I", magic, *array.shape) + array.tobytes()


def write_idx(folder, published, compress=False, dotted=False):
    train, test = published
    for prefix, digits in (("train", train), ("t10k", test)):
        for name, array, magic in (
            (f"{prefix}-images-idx3-ubyte", digits.images, IMAGES),
            (f"{prefix}-labels-idx1-ubyte", digits.labels, LABELS),
        ):
            spelled = name.replace("-idx", ".idx") if dotted else name
            content = idx(array, magic)
            if compress:
                (folder / f"{spelled}.gz").write_bytes(gzip.compress(content, 1))
            else:
                (folder / spelled).write_bytes(content)
    return folder


def write_npz(path, train, test, **others):
    arrays = {"x_train": train.images, "y_train": train.labels}
    arrays |= {"x_test": test.images, "y_test": test.labels}
    np.savez(path, **(arrays | others))
    return path


def assert_same(loaded, published):
    for one, other in zip(loaded, published, strict=True):
        np.testing.assert_array_equal(one.images, other.images)
        np.testing.assert_array_equal(one.labels, other.labels)


def error_for(path) -> str:
    with pytest.raises(DataError) as raised:
        data.load(path=path)
    message = str(raised.value)
    assert "\n" not in message
    assert "MNIST" in message  # what to do
    return message


# Where it comes from


@pytest.mark.parametrize(("compress", "dotted"), [(False, False), (True, False), (False, True)])
def test_a_folder_of_idx_files(tmp_path, published, compress, dotted):
    assert_same(data.load(path=write_idx(tmp_path, published, compress, dotted)), published)


def test_an_npz_file(tmp_path, published):
    assert_same(data.load(path=write_npz(tmp_path / "mnist.npz", *published)), published)


def test_the_argument_comes_before_the_variable_and_that_before_keras(
    tmp_path, published, monkeypatch
):
    path = write_npz(tmp_path / "mnist.npz", *published)
    monkeypatch.setattr(data, "_from_keras", lambda: "from Keras")
    monkeypatch.setenv("MNIST_PATH", str(tmp_path / "not there"))
    assert_same(data.load(path=path), published)
    assert "not there" in error_for(None)
    monkeypatch.setenv("MNIST_PATH", str(path))
    assert_same(data.load(), published)
    monkeypatch.delenv("MNIST_PATH")
    assert data.load() == "from Keras"


def test_keras_brings_mnist(monkeypatch, published):
    keras_form = tuple((digits.images, digits.labels) for digits in published)
    monkeypatch.delenv("MNIST_PATH", raising=False)
    monkeypatch.setattr("keras.datasets.mnist.load_data", lambda: keras_form)
    assert_same(data.load(), published)


def test_no_network_names_the_three_ways_out(monkeypatch):
    def offline():
        raise OSError("URL fetch failure on mnist.npz: no route to host")

    monkeypatch.delenv("MNIST_PATH", raising=False)
    monkeypatch.setattr("keras.datasets.mnist.load_data", offline)
    message = error_for(None)
    assert "go online" in message
    assert "MNIST_PATH" in message
    assert 'DATASET = "digits"' in message


def test_an_unknown_dataset():
    with pytest.raises(DataError, match='set it to "mnist" or "digits"'):
        data.load("letters")


# What is wrong with it


def test_a_path_that_does_not_exist(tmp_path):
    assert "does not exist; set MNIST_PATH" in error_for(tmp_path / "mnist")


@pytest.mark.parametrize("path", ["a" * 300, "~nobody has this name/mnist.npz"])
def test_a_path_that_cannot_be(path):
    assert f"{path} cannot be opened" in error_for(path)


@pytest.mark.parametrize("name", ["", "train-images-idx3-ubyte", "t10k-labels-idx1-ubyte"])
def test_a_folder_that_may_not_be_entered_or_a_file_that_may_not_be_read(
    tmp_path, published, monkeypatch, name
):
    path = write_idx(tmp_path, published) / name
    opened = Path.open

    def refuse(this, *arguments, **settings):
        if this == path or path == tmp_path:  # root, who runs many a container, may do all
            raise PermissionError(13, "Permission denied", str(path))
        return opened(this, *arguments, **settings)

    monkeypatch.setattr(Path, "open", refuse)
    if path == tmp_path:
        monkeypatch.setattr(Path, "is_file", refuse)
    assert "cannot be opened (Permission denied)" in error_for(tmp_path)


def test_a_missing_file_of_the_four(tmp_path, published):
    (write_idx(tmp_path, published) / "t10k-labels-idx1-ubyte").unlink()
    assert "t10k-labels-idx1-ubyte" in error_for(tmp_path)


def test_images_and_labels_swapped(tmp_path, published):
    write_idx(tmp_path, published)
    images, labels = (
        tmp_path / f"train-{kind}" for kind in ("images-idx3-ubyte", "labels-idx1-ubyte")
    )
    other = tmp_path / "other"
    images.rename(other)
    labels.rename(images)
    other.rename(labels)
    assert f"{images} holds labels instead of images" in error_for(tmp_path)


def test_training_and_test_files_swapped(tmp_path, published):
    train, test = published
    write_idx(tmp_path, (test, train))
    assert "has 10,000 training digits instead of 60,000" in error_for(tmp_path)


@pytest.mark.parametrize("compress", [False, True])
def test_a_truncated_file(tmp_path, published, compress):
    write_idx(tmp_path, published, compress)
    path = tmp_path / f"train-images-idx3-ubyte{'.gz' if compress else ''}"
    path.write_bytes(path.read_bytes()[:1_000_000])
    message = error_for(tmp_path)
    assert str(path) in message
    assert ("cut off" if compress else "does not fit its header") in message


@pytest.mark.parametrize(
    "content", [b"", b"\0\0\x08", b"\0\0\x08\x03\0\0", b"<html>not found</html>"]
)
def test_a_file_that_is_something_else(tmp_path, published, content):
    path = write_idx(tmp_path, published) / "t10k-images-idx3-ubyte"
    path.write_bytes(content)
    assert str(path) in error_for(tmp_path)


def test_a_file_named_gz_that_is_not(tmp_path, published):
    path = write_idx(tmp_path, published) / "t10k-images-idx3-ubyte"
    path.rename(path.with_suffix(".gz"))
    path.with_name("t10k-images-idx3-ubyte.gz").write_bytes(b"no gzip")
    assert "is not gzipped" in error_for(tmp_path)


def test_a_gzip_bomb_is_not_unpacked_to_its_end(tmp_path, published):
    write_idx(tmp_path, published)
    path = tmp_path / "t10k-images-idx3-ubyte"
    path.unlink()
    header = struct.pack(">4I", IMAGES, 10_000, 28, 28)
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(header + bytes(500_000_000), 1))
    assert "47,040,017 bytes" in error_for(tmp_path)  # one more than the largest file


@pytest.mark.parametrize(
    "sizes", [(2**31, 2**31, 4), (0, 2**32 - 1, 2**32 - 1), (0, 28, 28), (2**32 - 1,) * 3]
)
def test_a_header_with_absurd_sizes(tmp_path, published, sizes):
    path = write_idx(tmp_path, published) / "t10k-images-idx3-ubyte"
    path.write_bytes(struct.pack(">4I", IMAGES, *sizes))
    assert str(path) in error_for(tmp_path)


def test_a_label_that_is_no_digit(tmp_path, published):
    train, test = published
    labels = train.labels.copy()
    labels[7] = 10
    path = write_npz(tmp_path / "mnist.npz", Digits(train.images, labels), test)
    assert "label 10" in error_for(path)


def test_images_and_labels_of_different_length(tmp_path, published):
    train, test = published
    path = write_npz(tmp_path / "mnist.npz", Digits(train.images, train.labels[:-1]), test)
    assert "60,000 training images but 59,999 labels" in error_for(path)


@pytest.mark.parametrize(
    "images", [np.zeros((10_000, 4, 4), np.uint8), np.zeros((10_000, 28, 28), np.int16)]
)
def test_images_of_another_size_or_type(tmp_path, published, images):
    train, test = published
    path = write_npz(tmp_path / "mnist.npz", train, Digits(images, test.labels))
    assert "has test images of" in error_for(path)


def test_labels_of_another_type(tmp_path, published):
    train, test = published
    path = write_npz(tmp_path / "mnist.npz", Digits(train.images, train.labels / 1), test)
    assert "float64" in error_for(path)


def test_an_npz_that_lacks_an_array(tmp_path):
    np.savez(tmp_path / "mnist.npz", x_train=np.zeros(3))
    assert "is not mnist.npz" in error_for(tmp_path / "mnist.npz")


def test_an_npz_that_is_cut_off_or_something_else(tmp_path, published):
    path = write_npz(tmp_path / "mnist.npz", *published)
    path.write_bytes(path.read_bytes()[:100_000])
    assert str(path) in error_for(path)
    path.write_text("not found")
    assert str(path) in error_for(path)


def test_an_npz_that_would_run_code_is_refused(tmp_path, published):
    path = tmp_path / "mnist.npz"
    np.savez(path, allow_pickle=True, x_train=np.array([print, open], dtype=object))
    assert str(path) in error_for(path)


def test_an_npz_bomb_is_not_unpacked(tmp_path, monkeypatch):
    path = tmp_path / "mnist.npz"
    with ZipFile(path, "w", ZIP_DEFLATED) as members:
        members.writestr("y_test.npy", bytes(60_000 * 28 * 28 + 5000))
    monkeypatch.setattr(np, "load", lambda *_, **__: pytest.fail("it was opened"))
    assert "is not mnist.npz" in error_for(path)


def test_an_npz_with_a_member_that_is_no_array(tmp_path, published):
    path = write_npz(tmp_path / "mnist.npz", *published, x_train=published[0].images[:3])
    with ZipFile(path) as members:
        others = {name: members.read(name) for name in members.namelist() if "x_train" not in name}
    with ZipFile(path, "w") as members:
        for name, content in (others | {"x_train": b"no array"}).items():
            members.writestr(name, content)
    assert "has training images of" in error_for(path)


@pytest.fixture(scope="module")
def small_npz(tmp_path_factory):
    """Return an .npz of a few digits for every way in which a zip is packed."""
    few = Digits(np.zeros((3, 28, 28), np.uint8), np.zeros(3, np.uint8))
    path = write_npz(tmp_path_factory.mktemp("npz") / "mnist.npz", few, few)
    packed = [path.read_bytes()]
    with ZipFile(path) as members:
        arrays = {name: members.read(name) for name in members.namelist()}
    for packing in (ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA):
        with ZipFile(path, "w", packing) as members:
            for name, content in arrays.items():
                members.writestr(name, content)
        packed.append(path.read_bytes())
    return path, packed


@settings(max_examples=500)
@given(
    which=st.integers(0, 3),
    # In the first local header and its array, or in the directory at the end.
    changes=st.lists(
        st.tuples(st.integers(-300, 300), st.integers(0, 255)), min_size=1, max_size=4
    ),
)
@example(which=0, changes=[(-240, 1)])  # encrypted
@example(which=0, changes=[(-238, 97)])  # packed in an unknown way
@example(which=3, changes=[(place, 0x55) for place in range(60, 64)])  # spoiled LZMA
def test_an_npz_with_any_bytes_changed_is_refused_in_a_sentence(small_npz, which, changes):
    path, packed = small_npz
    content = bytearray(packed[which])
    for place, byte in changes:
        content[place] = byte
    path.write_bytes(content)
    error_for(path)


# The steps


def test_normalize_gives_0_to_1_in_float32():
    normalized = data.normalize(np.array([[0, 51, 255]], np.uint8))
    np.testing.assert_allclose(normalized, [[0, 0.2, 1]])
    assert normalized.dtype == np.float32


def test_add_channel_adds_an_axis_at_the_end():
    assert data.add_channel(np.zeros((5, 28, 28))).shape == (5, 28, 28, 1)


def test_one_hot_marks_the_label():
    np.testing.assert_array_equal(data.one_hot(np.array([0, 9, 3])), np.eye(10)[[0, 9, 3]])
    assert data.one_hot(np.array([1], np.uint8)).dtype == np.float32


@given(st.integers(0, 1000))
def test_shuffle_keeps_every_image_with_its_label(seed):
    labels = np.arange(50)
    digits = Digits(labels[:, None, None] * np.ones((1, 2, 2)), labels)
    shuffled = data.shuffle(digits, seed)
    np.testing.assert_array_equal(shuffled.images[:, 0, 0], shuffled.labels)
    np.testing.assert_array_equal(np.sort(shuffled.labels), labels)
    again = data.shuffle(digits, seed)
    np.testing.assert_array_equal(again.labels, shuffled.labels)


def test_split_is_stratified_and_loses_nothing():
    labels = np.repeat(np.arange(10), np.arange(10, 110, 10)).astype(np.uint8)
    digits = Digits(np.arange(len(labels))[:, None, None], labels)
    rest, part = data.split(digits, 0.1, seed=3)
    np.testing.assert_array_equal(np.bincount(part.labels), np.arange(1, 11))
    both = np.concatenate([rest.images, part.images]).ravel()
    np.testing.assert_array_equal(np.sort(both), np.arange(len(labels)))


@pytest.mark.parametrize(("share", "least"), [(0.1, 300), (0.75, 120), (1 / 7, 210)])
def test_split_says_how_many_digits_it_needs(published, share, least):
    train, _ = published
    few = Digits(train.images[: least - 1], train.labels[: least - 1])
    with pytest.raises(DataError, match=f"set SUBSET to {least} or more"):
        data.split(few, share, seed=0)


@pytest.mark.parametrize("seed", range(20))
def test_every_class_is_in_both_parts_of_the_smallest_split(seed):
    # The rarest class of MNIST is the 5: 9 % of the digits.
    labels = np.random.default_rng(seed).choice(10, 300, p=[0.1] * 5 + [0.09] + [0.41 / 4] * 4)
    digits = Digits(labels[:, np.newaxis], labels)
    for part in data.split(digits, data.VALIDATION_SHARE, seed):
        assert set(part.labels) == set(range(10))


def test_mnist_is_split_into_54000_6000_and_10000(mnist):
    train, test = mnist
    learn, validation = data.split(train, data.VALIDATION_SHARE, seed=1)
    assert [len(part.labels) for part in (learn, validation, test)] == [54_000, 6_000, 10_000]


# The digits that need no download


def test_scikit_learn_s_digits_are_digit_images_in_mnist_s_proportions():
    train, test = data.load("digits")
    assert (len(train.labels), len(test.labels)) == (1540, 257)
    assert train.images.shape[1:] == (28, 28)
    assert train.images.dtype == train.labels.dtype == np.uint8
    for image in test.images:
        box = ink_box(image)
        assert box is not None
        assert max(box.bottom - box.top, box.right - box.left) == 20
    assert len(np.unique(test.images)) > 200  # enlarged smoothly: not only the 17 grays
