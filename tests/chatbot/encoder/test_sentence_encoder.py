"""Sentence encoder: vectors of all kinds of messages, and errors of its folder."""

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from chatbot.encoder.files import (
    DIMENSION,
    FORMAT,
    GRAPH,
    MANIFEST,
    TOKENIZER,
    WEIGHTS,
    EncoderError,
    EncoderManifest,
    EncoderMissingError,
    MappedFile,
    is_installed,
    load_manifest,
    sha256_of,
)
from chatbot.encoder.kinds import MULTILINGUAL_ENCODER
from chatbot.encoder.sentence_encoder import MAX_PIECES, SentenceEncoder
from chatbot.encoder.word_pieces import EncoderPieceReader, sentence_vector

MESSAGES = [
    "",
    "hello",
    "where is my parcel",
    "I would like to return the boots that I bought in your shop last week",
    "🙂🙂 naïve café",
    "no",
    "word " * 300,
]


@pytest.fixture
def copy(mapped_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the encoder's folder, for a test to damage."""
    return Path(shutil.copytree(mapped_folder, tmp_path / "encoder"))


def test_a_message_is_its_pieces_between_the_special_ones(encoder: SentenceEncoder) -> None:
    message = encoder.encode("Snowboards, please!")
    assert message.pieces == ("[CLS]", "snow", "##boards", ",", "please", "!", "[SEP]")
    assert message.layers.shape == (7, 2, DIMENSION)
    assert message.layers.dtype == np.float32


def vector_of(encoder: SentenceEncoder, text: str) -> NDArray[np.float32]:
    """Return the sentence vector of a message, as used for the comparison with patterns."""
    return sentence_vector(EncoderPieceReader(encoder).read([text]))[DIMENSION:]


def test_messages_of_the_same_meaning_have_similar_vectors(encoder: SentenceEncoder) -> None:
    parcel = vector_of(encoder, "where is my parcel")
    assert np.linalg.norm(parcel) == pytest.approx(1, abs=1e-6)
    similar = parcel @ vector_of(encoder, "my package has not arrived")
    assert similar > parcel @ vector_of(encoder, "play some jazz") + 0.3


def test_the_meaning_of_a_word_is_that_of_its_sentence(encoder: SentenceEncoder) -> None:
    money, river = encoder.encode("a bank account"), encoder.encode("a river bank")
    words = [text.layers[text.pieces.index("bank"), 1] for text in (money, river)]
    assert np.linalg.norm(words[0] - words[1]) > 1


def test_a_special_piece_cannot_be_typed(encoder: SentenceEncoder) -> None:
    pieces = encoder.encode("send [SEP] it [CLS] [PAD] [MASK]").pieces
    assert pieces[:7] == ("[CLS]", "send", "[", "sep", "]", "it", "[")
    assert pieces[-1] == "[SEP]"
    assert not {"[CLS]", "[SEP]", "[PAD]", "[MASK]", "[UNK]"} & set(pieces[1:-1])


def test_many_at_once_have_the_vectors_of_each_alone(encoder: SentenceEncoder) -> None:
    many = MESSAGES[:-1] * 10 + MESSAGES[-1:]
    for text, message in zip(many, encoder.encode_batch(many), strict=True):
        alone = encoder.encode(text)
        assert message.pieces == alone.pieces
        assert message.layers == pytest.approx(alone.layers, abs=1e-4)


def test_no_messages_have_no_vectors(encoder: SentenceEncoder) -> None:
    assert encoder.encode_batch([]) == []


def test_threads_share_an_encoder(encoder: SentenceEncoder) -> None:
    expected = [vector_of(encoder, text) for text in MESSAGES]
    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(partial(vector_of, encoder), MESSAGES * 5))
    assert np.array(vectors) == pytest.approx(np.array(expected * 5), abs=1e-6)


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "\ud800"])
def test_a_message_without_anything_is_a_message(encoder: SentenceEncoder, text: str) -> None:
    assert encoder.encode(text).pieces == ("[CLS]", "[SEP]")
    assert np.isfinite(vector_of(encoder, text)).all()


@pytest.mark.parametrize("text", ["word " * 2000, "x" * 10_000, "🙂" * 10_000, "我" * 10_000])
def test_a_long_message_is_cut(encoder: SentenceEncoder, text: str) -> None:
    message = encoder.encode(text)
    assert len(message.pieces) <= MAX_PIECES
    assert message.pieces[-1] == "[SEP]"
    assert np.isfinite(message.layers).all()


def test_the_fingerprint_is_that_of_the_graph(
    encoder: SentenceEncoder, encoder_folder: Path
) -> None:
    assert encoder.fingerprint == load_manifest(encoder_folder).graph


@pytest.mark.parametrize("empty", [True, False])
def test_a_missing_encoder_says_how_to_get_it(tmp_path: Path, empty: bool) -> None:
    folder = tmp_path / "encoder"
    if empty:
        folder.mkdir()
    with pytest.raises(EncoderMissingError, match="flask encoder install"):
        SentenceEncoder.load(folder)


@pytest.mark.parametrize("name", [GRAPH, WEIGHTS, TOKENIZER, MANIFEST])
def test_an_incomplete_encoder_names_what_is_missing(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(EncoderError, match=f"damaged: {name} cannot be read") as caught:
        SentenceEncoder.load(copy)
    assert not isinstance(caught.value, EncoderMissingError)
    assert not is_installed(copy)


@pytest.mark.parametrize("name", [GRAPH, WEIGHTS, TOKENIZER])
def test_a_truncated_encoder_is_damaged(copy: Path, name: str) -> None:
    os.truncate(copy / name, 1000)
    with pytest.raises(EncoderError, match=f"{name} is not the one that was installed"):
        SentenceEncoder.load(copy)


@pytest.mark.parametrize("name", [GRAPH, TOKENIZER])
def test_a_file_with_the_right_checksum_may_be_damaged(copy: Path, name: str) -> None:
    (copy / name).write_bytes(b"nonsense")
    manifest = json.loads((copy / MANIFEST).read_text())
    checksums = {"mapped": GRAPH, "tokenizer": TOKENIZER}
    manifest |= {field: sha256_of(copy / file) for field, file in checksums.items()}
    (copy / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(EncoderError, match="damaged: it cannot be opened"):
        SentenceEncoder.load(copy)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": 1}', '{"format": "1"}', "\x00"])
def test_an_unreadable_manifest_is_damage(copy: Path, text: str) -> None:
    (copy / MANIFEST).write_text(text)
    with pytest.raises(EncoderError, match=f"damaged: its {MANIFEST} is unreadable"):
        SentenceEncoder.load(copy)


def test_a_newer_encoder_is_no_damage(copy: Path) -> None:
    manifest = json.loads((copy / MANIFEST).read_text())
    (copy / MANIFEST).write_text(json.dumps(manifest | {"format": FORMAT + 1}))
    with pytest.raises(EncoderError, match="Update Recollect"):
        SentenceEncoder.load(copy)


def test_a_file_that_is_written_over_has_changed_also_with_its_old_time(tmp_path: Path) -> None:
    path = tmp_path / "mapped"
    path.write_bytes(b"old")
    mapped, status = MappedFile.of(path), path.stat()
    assert not mapped.has_changed
    path.write_bytes(b"new")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert mapped.has_changed
    (tmp_path / "other").write_bytes(b"new")
    (tmp_path / "other").replace(path)
    assert not mapped.has_changed


def test_the_pieces_of_the_multilingual_encoder_are_watched_like_the_weights() -> None:
    manifest = EncoderManifest(MULTILINGUAL_ENCODER.source, "", "", weights="a checksum")
    assert manifest.mapped_files == (WEIGHTS, MULTILINGUAL_ENCODER.tokenizer)
