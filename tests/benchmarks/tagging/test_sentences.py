"""Tagged sentences are read from the usual forms, and spans are counted as conlleval does."""

from pathlib import Path

import pytest

from benchmarks.tagging.measuring import spans_in
from benchmarks.tagging.sentences import SentencesError, TaggedWords, read_sentences
from chatbot.model.bundle import Bundle
from chatbot.model.tagger import EntityTagger
from tests.support.hotel.training import ROOMS

BIO = "in O\nNew B-city\nYork I-city\n\nfor O\n2 B-guests\n"
SENTENCES = [
    TaggedWords(("in", "New", "York"), ("O", "B-city", "I-city")),
    TaggedWords(("for", "2"), ("O", "B-guests")),
]


def test_both_forms_of_bio_are_read(tmp_path: Path) -> None:
    (tmp_path / "train.bio").write_text(BIO)
    assert read_sentences(tmp_path / "train.bio") == SENTENCES
    (tmp_path / "seq.in").write_text("in New York\nfor 2\n")
    (tmp_path / "seq.out").write_text("O B-city I-city\nO B-guests\n")
    assert read_sentences(tmp_path) == SENTENCES


def test_marks_of_intents_are_tags() -> None:
    sentence = read_sentences(ROOMS)[0]
    assert [sentence.words[first] for _, first, _ in sentence.spans] == ["Oslo", "two"]
    assert sentence.intent == "room"


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("B-a I-a O B-a", [("a", 0, 2), ("a", 3, 4)]),
        ("B-a B-a I-b", [("a", 0, 1), ("a", 1, 2), ("b", 2, 3)]),
        ("I-a I-a", [("a", 0, 2)]),
        ("O O", []),
    ],
)
def test_spans_are_those_of_conlleval(tags: str, spans: list[tuple[str, int, int]]) -> None:
    row = tuple(tags.split())
    assert TaggedWords(row, row).spans == spans


@pytest.mark.parametrize("text", ["in\n", "in O\n", ""])
def test_a_file_without_tags_gets_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "train.bio").write_text(text)
    with pytest.raises(SentencesError, match="tag"):
        read_sentences(tmp_path / "train.bio")


@pytest.mark.timeout(600)  # waits for a training
def test_spans_of_a_tagger_are_whole_words(rooms_bundle: Bundle) -> None:
    words = ("a", "room", "in", "Bergen,", "please")
    assert spans_in(EntityTagger.from_bundle(rooms_bundle), words) == [("city", 3, 4)]
