"""Index of patterns: what a message says word for word, and what it denies."""

import csv
from pathlib import Path

import pytest

from chatbot.dialogue.pattern_index import PatternIndex
from chatbot.intents.intent_set import FALLBACK_TAG, Intent, IntentSet
from chatbot.text.words import WordSplitter

with (Path(__file__).parent / "negations.tsv").open(encoding="utf-8", newline="") as lines:
    NEGATIONS = [tuple(row) for row in csv.reader(lines, delimiter="\t")]

HELPED = Intent("helped", ("it helped", "yes it did", "you helped me", "no problem left"))
FAILED = Intent("failed", ("no it did not", "it never worked", "nope, it is broken"))


def index_of(*intents: Intent, language: str = "english") -> PatternIndex:
    return PatternIndex(IntentSet(intents), WordSplitter(language))


@pytest.mark.parametrize(("language", "pattern", "message", "verdict"), NEGATIONS)
def test_a_message_is_told_from_the_opposite_of_a_pattern(
    language: str, pattern: str, message: str, verdict: str
) -> None:
    index = index_of(Intent("intent", (pattern,)), language=language)
    words = WordSplitter(language).words(message)
    assert index.contradicts("intent", message, words) == (verdict == "opposite")


def test_there_are_a_hundred_negations_in_seven_languages() -> None:
    assert len(NEGATIONS) >= 100
    assert len({language for language, *_ in NEGATIONS}) == 7


def test_an_intent_with_a_negation_of_the_word_knows_it() -> None:
    index = index_of(Intent("order", ("cancel my order", "do not cancel", "keep it")))
    words = ["please", "do", "not", "cancel", "my", "order"]
    assert not index.contradicts("order", " ".join(words), words)


def test_an_intent_about_a_lack_is_no_opposite() -> None:
    lost = Intent("lost", ("no confirmation came", "confirmation missing", "the confirmation"))
    words = ["i", "have", "not", "had", "a", "confirmation"]
    assert not index_of(lost).contradicts("lost", " ".join(words), words)


def test_a_pattern_is_recognised_word_for_word() -> None:
    index = index_of(HELPED, FAILED, Intent(FALLBACK_TAG, ("who are you",)))
    assert index.intents_with(["it", "helped"]) == {"helped"}
    assert (
        index.intents_with(["helped"]) == index.intents_with(["who", "are", "you"]) == frozenset()
    )


def test_near_a_pattern_is_one_word_away() -> None:
    index = index_of(Intent("name", ("who are you", "what is it that you are")))
    for near in ("and who are you", "who are you then", "what was it that you are"):
        assert index.is_near_pattern(near.split())
    for far in ("you", "are you", "who were you", "what is that for", "who is he then"):
        assert not index.is_near_pattern(far.split())


def test_a_reply_leans_to_the_intent_that_begins_like_it() -> None:
    index = index_of(HELPED, FAILED)
    assert index.leaning("no", ["helped", "failed"]) == "failed"
    assert index.leaning("several", ["helped", "failed"]) is None
    assert index.leaning("yes", ["failed"]) is None
    twice = index_of(FAILED, Intent("broken", FAILED.patterns))
    assert twice.leaning("no", ["failed", "broken"]) is None
