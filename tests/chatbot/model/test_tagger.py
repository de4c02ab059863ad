"""A tagger of learnt entities finds values that no pattern has."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from chatbot.dialogue.bot import Bot
from chatbot.features.token_features import TokenFeatures
from chatbot.model.bundle import (
    INTENTS,
    TAGGER,
    TAGGER_FEATURES,
    Bundle,
    DamagedBundleError,
)
from chatbot.model.onnx_graph import Features, OnnxGraph
from chatbot.model.tag_decoding import decode, spans_of, tags_of
from chatbot.model.tagger import EntityTagger
from chatbot.text.words import WordSplitter

pytestmark = pytest.mark.timeout(600)  # waits for a training


@pytest.fixture(scope="module")
def tagger(rooms_bundle: Bundle) -> EntityTagger:
    return EntityTagger.from_bundle(rooms_bundle)


def spans(tagger: EntityTagger, text: str) -> list[tuple[str, str]]:
    return [
        (span.entity, text[span.start : span.end])
        for span in tagger.spans(text)
        if not span.is_alternative
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a room in Bergen please", [("city", "Bergen")]),
        ("a room in bergen", [("city", "bergen")]),
        ("Do you have a room in TRONDHEIM?", [("city", "TRONDHEIM")]),
        ("hotel in Lyon for two", [("city", "Lyon"), ("guests", "two")]),
        ("when are you open", []),
        ("can I bring my dog", []),
        ("", []),
        ("?!", []),
    ],
)
def test_values_of_no_pattern_are_found(
    tagger: EntityTagger, rooms_bundle: Bundle, text: str, values: list[tuple[str, str]]
) -> None:
    assert "bergen" not in rooms_bundle.text(INTENTS).lower()
    assert spans(tagger, text) == values


def test_a_span_keeps_to_the_places_of_a_long_message(tagger: EntityTagger) -> None:
    text = "hotel in Lyon " * 200
    for span in tagger.spans(text):
        assert text[span.start : span.end].strip()
        assert 0.0 < span.confidence <= 1.0


def test_an_archive_comes_back_with_its_tagger(rooms_bundle: Bundle) -> None:
    again = Bundle.from_bytes(rooms_bundle.to_bytes())
    assert again == rooms_bundle
    reply = Bot.from_bundle(again).reply("a room in Bergen please")
    assert reply.slots == {"city": "Bergen"}


def test_a_bot_without_marks_has_no_tagger(bundle: Bundle) -> None:
    assert not [name for name in bundle.parts if name.startswith("tagger")]


class Tags(OnnxGraph):
    """Graph with the given logits of tokens, whatever they are."""

    def __init__(self, logits: NDArray[Any]) -> None:
        self._logits = logits.astype(np.float32)

    def step_logits(self, features: Features) -> NDArray[np.float32]:
        assert len(features.arrays()["words"]) == len(self._logits)
        return self._logits


@pytest.mark.parametrize(
    ("text", "tags", "value"),
    [
        ("in Bergen, Norway", [0, 1, 2, 0], "Bergen"),
        ('in "New York".', [0, 1, 2, 2, 2, 2], "New York"),
        ("in Stratford-upon-Avon!", [0, 1, 2, 2, 2, 2, 2], "Stratford-upon-Avon"),
        ("in C#", [0, 1, 2], "C#"),
    ],
)
def test_punctuation_at_the_edges_is_no_part_of_a_value(
    text: str, tags: list[int], value: str
) -> None:
    features = TokenFeatures(WordSplitter("english"), (), (), 512)
    tagger = EntityTagger(Tags(5 * np.eye(3)[tags]), features, ["city"])
    assert spans(tagger, text) == [("city", value)]


def test_punctuation_alone_is_no_value() -> None:
    features = TokenFeatures(WordSplitter("english"), (), (), 512)
    assert spans(EntityTagger(Tags(5 * np.eye(3)[[1, 2]]), features, ["city"]), "?!") == []


def test_a_value_is_offered_to_the_other_entities_as_well() -> None:
    """The answer to "On which name?" may look more like a town."""
    features = TokenFeatures(WordSplitter("english"), (), (), 512)
    graph = Tags(np.array([[0, 4, 0, 3, 0]]))
    tagger = EntityTagger(graph, features, ["city", "person"])
    of_each = [(span.entity, span.is_alternative) for span in tagger.spans("London")]
    assert of_each == [("city", False), ("person", True)]


def damaged(bundle: Bundle, **members: Any) -> Bundle:
    """The bundle with other members of the tagger's features."""
    saved = json.dumps({**json.loads(bundle.text(TAGGER_FEATURES)), **members})
    return replace(bundle, parts={**bundle.parts, TAGGER_FEATURES: saved.encode()})


def test_a_tagger_with_other_entities_than_the_intents_is_refused(rooms_bundle: Bundle) -> None:
    """It would give values to no slot, and nobody would be told."""
    with pytest.raises(DamagedBundleError, match="other entities than its features or its intents"):
        Bot.from_bundle(damaged(rooms_bundle, entities=["town", "guests"]))
    with pytest.raises(DamagedBundleError, match="other entities than its features or its intents"):
        Bot.from_bundle(damaged(rooms_bundle, entities=["city", "city"]))


@pytest.mark.parametrize("name", ["words", "stems"])
def test_a_tagger_with_more_words_than_its_graph_is_refused(
    rooms_bundle: Bundle, name: str
) -> None:
    """It would fail at the first message with the last of them."""
    saved = json.loads(rooms_bundle.text(TAGGER_FEATURES))
    with pytest.raises(DamagedBundleError):
        Bot.from_bundle(damaged(rooms_bundle, **{name: [*saved[name], "zzzword"]}))


def test_a_tagger_with_more_ngrams_than_its_graph_is_refused(rooms_bundle: Bundle) -> None:
    with pytest.raises(DamagedBundleError):
        Bot.from_bundle(damaged(rooms_bundle, buckets=1 << 20))


@pytest.mark.parametrize(
    "parts",
    [
        {TAGGER: b"no graph"},
        {TAGGER_FEATURES: b"{}"},
        {
            TAGGER_FEATURES: b'{"entities": ["city"], "language": "english", "words": [],'
            b' "stems": [], "buckets": 512, "pieces": false}'
        },
    ],
)
def test_a_damaged_tagger_is_refused(rooms_bundle: Bundle, parts: dict[str, bytes]) -> None:
    with pytest.raises(DamagedBundleError):
        Bot.from_bundle(replace(rooms_bundle, parts={**rooms_bundle.parts, **parts}))


def test_a_bot_without_its_tagger_finds_no_values(rooms_bundle: Bundle) -> None:
    """The values come from the tagger: no other part of the bot knows them."""
    parts = {name: data for name, data in rooms_bundle.parts.items() if name != TAGGER}
    bot = Bot.from_bundle(replace(rooms_bundle, parts=parts))
    assert bot.reply("a room in Bergen please").slots == {}


@pytest.mark.parametrize(
    ("scores", "tags"),
    [
        ([[0, 9, 0, 0, 0], [0, 0, 9, 0, 0], [9, 0, 0, 0, 0]], [1, 2, 0]),
        # An inside tag without a beginning of its entity is none: the next likely tags are.
        ([[5, 4, 9, 0, 0], [9, 0, 0, 0, 0]], [0, 0]),
        ([[0, 9, 0, 0, 0], [0, 0, 4, 5, 9]], [1, 3]),
    ],
)
def test_the_tags_are_the_most_likely_valid_ones(
    scores: Sequence[Sequence[float]], tags: list[int]
) -> None:
    spans_found = [(span.entity, span.first, span.end) for span in decode(np.array(scores, "f4"))]
    assert spans_found == spans_of(tags)
    assert tags_of(spans_of(tags), len(tags)) == tags
