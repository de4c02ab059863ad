"""Off-topic messages for patterns in any language."""

from pathlib import Path

import pytest

from chatbot.dataset.negatives import off_topic_messages
from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.encoder.word_pieces import CachedPieceReader
from chatbot.text.typed import TypedWords, typed_text
from chatbot.text.words import WordSplitter
from chatbot.training import off_topic
from chatbot.training.off_topic import off_topic_for

ENGLISH, GERMAN = WordSplitter(), WordSplitter("german")


def pattern(splitter: WordSplitter, text: str) -> TypedWords:
    return TypedWords(splitter.words(text), text)


def test_english_patterns_have_english_messages_and_others_none_that_they_could_read() -> None:
    patterns = [pattern(ENGLISH, "where is my parcel")]
    assert off_topic_for(ENGLISH, patterns, None) == off_topic_messages(ENGLISH, patterns[0])
    assert off_topic_for(GERMAN, [pattern(GERMAN, "Wo ist mein Paket?")], None) == []


def test_the_multilingual_encoder_learns_from_english_ones_that_are_far_from_the_patterns(
    small_multilingual: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    near, *others = off_topic_messages(ENGLISH, [])[:4]
    in_english = {"english": [near, *others], "german": []}
    monkeypatch.setattr(off_topic, "_NEAR", 0.999)
    monkeypatch.setattr(
        off_topic, "off_topic_messages", lambda splitter, _: in_english[splitter.language]
    )
    about_it = TypedWords(["anders"], typed_text(near))
    reader = CachedPieceReader(SentenceEncoder.load(small_multilingual))
    patterns = [pattern(GERMAN, "Wo ist mein Paket?"), about_it]
    assert off_topic_for(GERMAN, patterns, reader) == others
