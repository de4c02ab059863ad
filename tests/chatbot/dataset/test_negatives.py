"""Negative examples: generated and off-topic messages, in any language."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.dataset.negatives import NegativeSampler, Sentence, off_topic_messages
from chatbot.text.languages import LANGUAGES
from chatbot.text.words import WordSplitter

PATTERNS: list[Sentence] = [
    ("where", "is", "my", "parcel"),
    ("where", "is", "my", "refund"),
    ("cancel", "my", "order"),
    ("track", "the", "parcel"),
]
OFF_TOPIC: list[Sentence] = [("who", "won", "the", "match"), ("bake", "a", "cake")]
SENTENCES = st.lists(st.lists(st.text(min_size=1, max_size=8), max_size=5).map(tuple), min_size=1)


@given(SENTENCES, st.lists(st.sampled_from(OFF_TOPIC)), st.integers(0, 1_000))
@settings(max_examples=50)
def test_every_message_has_a_word_whatever_the_patterns(
    sentences: list[Sentence], off_topic: list[Sentence], seed: int
) -> None:
    samples = NegativeSampler(sentences, off_topic).sample(40, np.random.default_rng(seed))
    assert len(samples) == 40
    assert all(samples)


def test_the_same_seed_makes_up_the_same_messages() -> None:
    first, second, third = (
        NegativeSampler(PATTERNS, OFF_TOPIC).sample(50, np.random.default_rng(seed))
        for seed in (1, 1, 2)
    )
    assert first == second
    assert first != third


def test_off_topic_messages_are_drawn_beside_invented_ones() -> None:
    samples = NegativeSampler(PATTERNS, OFF_TOPIC).sample(300, np.random.default_rng(1))
    assert set(OFF_TOPIC) <= set(samples)
    assert len(set(samples)) > 20


def test_counter_examples_of_the_author_are_a_fifth() -> None:
    counter_examples: list[Sentence] = [("sell", "me", "a", "ticket"), ("who", "are", "you")]
    samples = NegativeSampler(PATTERNS, OFF_TOPIC, counter_examples).sample(
        2_000, np.random.default_rng(1)
    )
    drawn_counter_examples = [words for words in samples if words in counter_examples]
    assert len(drawn_counter_examples) == pytest.approx(400, abs=70)
    assert set(drawn_counter_examples) == set(counter_examples)


def test_a_made_up_message_may_ask_for_what_the_bot_does_about_something_else() -> None:
    syllables = list(map("".join, product(("ba", "do", "ki", "mu", "re", "so"), repeat=4)))
    patterns = [("how", "do", "i", f"{text}ing", f"{text}er") for text in syllables]
    off_topic: list[Sentence] = [("play", "the", "violin"), ("feed", "goldfish")]
    samples = NegativeSampler(patterns, off_topic).sample(2_000, np.random.default_rng(1))
    questions = {words for words in samples if words[:3] == ("how", "do", "i") and len(words) == 5}
    verbs = {words[3] for words in patterns}
    subjects = {words[4] for words in questions if words[3] in verbs}
    assert {"play", "violin", "feed", "goldfish"} <= subjects
    assert "the" not in subjects


def test_requests_are_drawn_for_many_patterns_alone() -> None:
    """With few patterns, what a request is about may well be what the bot is about."""
    requests: list[Sentence] = [("cancel", "my", "haircut"), ("reset", "the", "timer")]
    many: list[Sentence] = [("where", "is", f"parcel{number}") for number in range(1_000)]
    few, drawn = (
        set(NegativeSampler(patterns, OFF_TOPIC, requests=requests).sample(300, rng))
        for patterns, rng in (
            (PATTERNS, np.random.default_rng(1)),
            (many, np.random.default_rng(1)),
        )
    )
    assert not few & set(requests)
    assert {*OFF_TOPIC, *requests} <= drawn


def test_without_off_topic_messages_all_are_made_up() -> None:
    samples = NegativeSampler(PATTERNS, []).sample(300, np.random.default_rng(1))
    assert len(set(samples)) > 100


def test_a_made_up_message_may_ask_a_known_question_about_nothing_known() -> None:
    subjects = map("".join, product(("ba", "do", "ki", "mu", "re", "so", "ta", "ve"), repeat=2))
    patterns = [(*("where", "is", "my"), subject) for subject in subjects]
    vocabulary = {word for pattern in patterns for word in pattern}
    samples = NegativeSampler(patterns, []).sample(300, np.random.default_rng(1))
    questions = [
        words for words in samples if words[:3] == ("where", "is", "my") and len(words) == 4
    ]
    assert any(words[3] not in vocabulary for words in questions)


@pytest.mark.parametrize(
    "patterns",
    [[()], [("",)], [("$",)], [("^^", "$")], [("a",)], [("заказ",), ("طلب",)]],
    ids=str,
)
def test_even_odd_patterns_have_negatives(patterns: list[Sentence]) -> None:
    assert all(NegativeSampler(patterns, []).sample(200, np.random.default_rng(1)))


def test_there_are_off_topic_messages_in_english() -> None:
    messages = off_topic_messages(WordSplitter(), set())
    assert len(messages) > 100
    assert all(messages)
    assert len(set(messages)) == len(messages)


def test_an_off_topic_message_of_known_words_is_left_out() -> None:
    messages = off_topic_messages(WordSplitter(), set())
    topic = messages[0]
    remaining = off_topic_messages(WordSplitter(), set(topic))
    assert topic not in remaining
    assert set(remaining) == {words for words in messages if not set(words) <= set(topic)}
    assert off_topic_messages(WordSplitter(), {topic[0]}) == [
        words for words in messages if set(words) != {topic[0]}
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_without_off_topic_messages_is_no_error(language: str) -> None:
    assert all(off_topic_messages(WordSplitter(language), set()))
