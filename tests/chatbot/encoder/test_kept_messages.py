"""Messages of the library, encoded once for all trainings."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from chatbot.encoder import kept_messages
from chatbot.encoder.kept_messages import FILE
from chatbot.encoder.sentence_encoder import EncodedMessage, SentenceEncoder
from chatbot.encoder.word_pieces import CachedPieceReader, EncoderPieceReader
from chatbot.text.typed import TypedWords

BREAD, MATCH, SONG = (
    TypedWords(tuple(text.lower().split()), text) for text in ("Bake bread", "Who won", "Sing")
)


@pytest.fixture
def folder(small_multilingual: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_multilingual, tmp_path / "encoder"))


class CountingEncoder(SentenceEncoder):
    """Encoder that knows what it encoded in batches."""

    texts: Sequence[str] = ()

    def encode_batch(self, texts: Sequence[str]) -> list[EncodedMessage]:
        self.texts = [*self.texts, *texts]
        return super().encode_batch(texts)


def reader(folder: Path) -> CachedPieceReader:
    return CachedPieceReader(CountingEncoder.load(folder))


def encoded(reader: CachedPieceReader) -> Sequence[str]:
    assert isinstance(reader.encoder, CountingEncoder)
    return reader.encoder.texts


def test_a_message_is_encoded_once_for_all_trainings(folder: Path) -> None:
    reader(folder).keep([BREAD, MATCH])
    later = reader(folder)
    later.keep([SONG, MATCH])
    assert encoded(later) == ["Sing"]
    last = reader(folder)
    last.keep([BREAD, MATCH, SONG])
    last.keep([BREAD])
    assert encoded(last) == []
    directly = EncoderPieceReader(last.encoder)
    for words in (BREAD, MATCH, SONG):
        half = directly.read(words).astype(np.float16)
        assert last.read(words) == pytest.approx(half, abs=1e-3)


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + bytes(18)])
def test_a_damaged_file_is_made_again(folder: Path, content: bytes) -> None:
    reader(folder).keep([BREAD])
    whole = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(content or whole[:-40])
    reader(folder).keep([BREAD])
    assert (folder / FILE).read_bytes() == whole


def test_vectors_of_another_encoder_are_not_taken(folder: Path) -> None:
    other = reader(folder)
    other.encoder.fingerprint = "f" * 64
    other.keep([BREAD])
    later = reader(folder)
    later.keep([BREAD])
    assert encoded(later) == ["Bake bread"]


def test_a_file_does_not_grow_for_ever(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_messages, "_MOST", 2)
    for message in (BREAD, MATCH, SONG):
        reader(folder).keep([message])
    later = reader(folder)
    later.keep([BREAD, SONG])
    assert encoded(later) == ["Bake bread"]


def test_a_folder_that_takes_no_file_is_left_as_it_is(folder: Path) -> None:
    (folder / FILE).mkdir()
    reader(folder).keep([BREAD])
    assert not list(folder.glob(f".{FILE}*"))
