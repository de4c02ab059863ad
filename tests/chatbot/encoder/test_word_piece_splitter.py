"""Word pieces, equal to those of the reference implementation."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from chatbot.encoder.files import TOKENIZER
from chatbot.encoder.sentence_encoder import open_tokenizer
from chatbot.encoder.word_piece_splitter import WordPieceSplitter
from chatbot.text.words import WordSplitter

PIECES = ["[UNK]", "un", "##believ", "##able", "where", "'", "s", "##s", "中", "a", "##a"]
SPLITTER = WordPieceSplitter(PIECES)


def names(word: str) -> list[str]:
    return [PIECES[number] for number in SPLITTER.split(word)]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("unbelievable", ["un", "##believ", "##able"]),
        ("where's", ["where", "'", "s"]),
        ("中中", ["中", "中"]),
        ("unknowable", ["[UNK]"]),
        ("", ["[UNK]"]),
        ("a" * 101, ["[UNK]"]),
    ],
)
def test_a_word_falls_into_the_longest_pieces(word: str, pieces: list[str]) -> None:
    assert names(word) == pieces


@pytest.fixture(scope="module")
def reference(encoder_folder: Path) -> Tokenizer:
    return open_tokenizer(encoder_folder / TOKENIZER)


@pytest.fixture(scope="module")
def splitter(reference: Tokenizer) -> WordPieceSplitter:
    numbers = reference.get_vocab()
    return WordPieceSplitter(sorted(numbers, key=numbers.__getitem__))


def test_messages_fall_into_the_pieces_of_the_reference(
    real_messages: list[str], reference: Tokenizer, splitter: WordPieceSplitter
) -> None:
    words_of = WordSplitter().words
    others = [
        "Ça va, señor?",
        "我想退货 now",
        "привет мир",
        "c++ & c#",
        "12.50€",
        "👍🏽 ok",
        "ぁあ が",
    ]
    for text in (*real_messages, *others):
        words = words_of(text)
        expected = reference.encode(" ".join(words)).ids[1:-1]
        assert [number for word in words for number in splitter.split(word)] == expected, text


@given(text=st.text(max_size=40))
def test_any_word_has_pieces(text: str) -> None:
    assert SPLITTER.split(text)
