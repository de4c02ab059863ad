"""Sentences that a tagger learns from the patterns of a bot, and the count of their values."""

import json

import numpy as np
import pytest

from chatbot.dataset.tagged_sentences import TaggedSentence, tagged
from chatbot.dataset.tagging_data import tagging_data
from chatbot.features.token_features import TokenFeatures
from chatbot.intents.additions import Additions
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.marks.learnt import learnt_entities
from chatbot.model.bundle import INTENTS, TAGGER, TAGGER_FEATURES, Bundle
from chatbot.training.tagging import (
    HeldOutValues,
    TrainedTagger,
    held_out_sentences,
    sure_spans,
)
from tests.support.hotel.training import ROOMS

pytestmark = pytest.mark.timeout(600)  # waits for a training


def text_of(sentence: TaggedSentence) -> str:
    return " ".join(word for word, _ in sentence.tokens)


def values_of(sentence: TaggedSentence) -> list[str]:
    return [
        " ".join(word for word, _ in sentence.tokens[first:end]) for _, first, end in sentence.spans
    ]


def test_patterns_without_the_marks_they_lack_teach_nothing() -> None:
    """A town that is marked elsewhere, and not here, would be learnt as none.

    So would a new one: a word of no other sentence is doubtful beside patterns with marks.
    """
    snapshot = json.loads(IntentSet.load(ROOMS).to_json())
    snapshot[0]["patterns"] += ["what about Oslo", "what about the desk", "stay at the sea"]
    snapshot[1]["patterns"] += ["who is at the pool"]
    intents = IntentSet.from_json(json.dumps(snapshot))
    data = tagging_data(intents, learnt_entities(intents), ["to Rome, to Rome"], seed=1)
    texts = {text_of(sentence) for sentence in data.sentences}
    assert {"what about the desk", "who is at the pool"} <= texts
    assert not {"what about oslo", "to rome , to rome", "stay at the sea"} & texts
    by_text = {text_of(sentence): values_of(sentence) for sentence in data.sentences}
    assert by_text["a room in oslo for two guests"] == ["oslo", "two"]


def test_a_pattern_accepted_in_the_browser_teaches_its_marks_and_no_more() -> None:
    texts = ("a room in [Bergen](city) please", "I want to stay in Trondheim")
    added = Additions(patterns=tuple(("room", text) for text in texts))
    intents = added.joined_to(IntentSet.load(ROOMS))
    data = tagging_data(intents, learnt_entities(intents), [], seed=1)
    values = {text_of(sentence): values_of(sentence) for sentence in data.sentences}
    assert values["a room in bergen please"] == ["bergen"]
    assert not [text for text in values if "trondheim" in text]


def test_some_sentences_of_many_are_held_out() -> None:
    sentences = [TaggedSentence((("in", 0), (f"town{n}", 0)), ((0, 1, 2),)) for n in range(50)]
    plain = [TaggedSentence((("hello", 0),))] * 50
    assert not held_out_sentences([*sentences[1:], *plain], seed=1)
    held_out = held_out_sentences([*sentences, *plain], seed=1)
    assert len(held_out) == 10
    assert {*held_out} <= {*sentences}
    assert held_out == held_out_sentences([*sentences, *plain], seed=1)
    assert held_out != held_out_sentences([*sentences, *plain], seed=2)


def test_values_count_if_their_edges_are_right(rooms_bundle: Bundle) -> None:
    saved = json.loads(rooms_bundle.text(TAGGER_FEATURES))
    features = TokenFeatures.from_json(saved, None)
    trained = TrainedTagger(rooms_bundle.parts[TAGGER], features, tuple(saved["entities"]))
    intents = IntentSet.from_json(rooms_bundle.text(INTENTS))
    room = intents.intents[0]
    right = [tagged(t, room.marks[t], saved["entities"], 0) for t in room.patterns]
    wrong = [
        TaggedSentence(s.tokens, tuple((e, first - 1, end) for e, first, end in s.spans if first))
        for s in right
    ]
    values = HeldOutValues.of(trained, right)
    assert values.count == sum(len(marks) for marks in room.marks.values())
    assert values.f1
    assert values.f1 > 0.9
    assert HeldOutValues.of(trained, wrong).f1 == 0.0


@pytest.mark.parametrize(("logit", "spans"), [(3.0, {(0, 0, 1)}), (0.5, set())])
def test_a_value_that_a_bot_would_not_take_is_not_counted(
    logit: float, spans: set[tuple[int, int, int]]
) -> None:
    """The likeliest of three tags has a probability under a half."""
    assert sure_spans(np.array([[0.2, logit, -5.0, 0.2, -5.0]], np.float32)) == spans
