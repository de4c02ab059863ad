"""Table of word pieces with fixed vectors."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from chatbot.encoder.files import MANIFEST, VECTORS, EncoderError
from chatbot.encoder.piece_table import VECTOR_SIZE, PieceTable
from chatbot.encoder.static_vectors import piece_table

PIECES = ["[UNK]", "parcel", "package", "banana", "##s"]


@pytest.fixture(scope="module")
def table() -> PieceTable:
    vectors = np.random.default_rng(1).normal(size=(len(PIECES), VECTOR_SIZE)).astype(np.float32)
    vectors[2] = vectors[1] + 0.1 * vectors[2]
    return PieceTable.of(PIECES, vectors)


def test_a_message_has_a_vector_for_each_piece(table: PieceTable) -> None:
    vectors = table.read(["parcels", "banana"])
    assert table.names(["parcels", "banana"]) == ("parcel", "##s", "banana")
    assert vectors.shape == (3, VECTOR_SIZE)
    assert vectors[2] == pytest.approx(table.read(["banana"])[0])


def test_no_words_are_one_unknown_piece(table: PieceTable) -> None:
    assert table.names([]) == ("[UNK]",)
    assert table.read([]).shape == (1, VECTOR_SIZE)


def test_rounding_costs_less_than_a_hundredth_of_the_largest_number() -> None:
    vectors = np.random.default_rng(2).normal(size=(len(PIECES), VECTOR_SIZE)).astype(np.float32)
    rounded = PieceTable.of(PIECES, vectors).read(["banana"])[0]
    assert np.abs(rounded - vectors[3]).max() < np.abs(vectors[3]).max() / 100


def test_bytes_hold_the_whole_table(table: PieceTable) -> None:
    loaded = PieceTable.from_bytes(table.to_bytes())
    words = ["package", "parcels", "nothing"]
    assert loaded.names(words) == table.names(words)
    assert np.array_equal(loaded.read(words), table.read(words))


def test_near_words_have_similar_vectors(table: PieceTable) -> None:
    assert table.near_words("parcel")[0] == "package"
    assert "parcel" not in table.near_words("parcel")
    assert table.near_words("parcels") == ()
    assert table.near_words("unheard") == ()


def test_words_with_one_meaning_are_near_in_the_vectors_of_the_encoder(
    encoder_folder: Path,
) -> None:
    table = piece_table(encoder_folder)
    assert {"deliveries", "shipment"} <= {*table.near_words("parcel")}
    assert {"cash", "funds"} <= {*table.near_words("money")}


def test_altered_vectors_are_refused(encoder_folder: Path, tmp_path: Path) -> None:
    piece_table(encoder_folder)
    folder = tmp_path / "encoder"
    folder.mkdir()
    for path in encoder_folder.iterdir():
        if path.name in {MANIFEST, VECTORS}:
            shutil.copy(path, folder)
        else:
            (folder / path.name).symlink_to(path)
    assert json.loads((folder / MANIFEST).read_text())["vectors"]
    (folder / VECTORS).write_bytes(b"other" + (folder / VECTORS).read_bytes()[5:])
    with pytest.raises(EncoderError, match=r"vectors\.bin is not the one that was made"):
        piece_table(folder)
