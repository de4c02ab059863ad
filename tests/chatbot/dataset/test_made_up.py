"""Messages made out of patterns."""

from collections.abc import Sequence

from chatbot.dataset.made_up import GAP, MessageMaker, politeness

PATTERNS = [
    ("where", "is", "my", "parcel"),
    ("cancel", "my", "order", "please"),
    ("do", "you", "sell", "boots"),
]
PHRASES = [("hi", "there", GAP), (GAP, "thanks")]


def near_words(word: str) -> Sequence[str]:
    return {"parcel": ("package",), "boots": ("shoes",)}.get(word, ())


MESSAGES = MessageMaker(PATTERNS, PHRASES, near_words).make(300)
TEXTS = {" ".join(message.words) for message in MESSAGES}


def test_messages_differ_and_are_made_of_patterns() -> None:
    assert 120 < len(TEXTS) == len(MESSAGES) <= 300
    assert all(message.words for message in MESSAGES)
    assert {pattern for message in MESSAGES for pattern in message.patterns} == {*PATTERNS}


def test_words_are_exchanged_for_near_ones_and_phrases_put_around() -> None:
    words = {word for message in MESSAGES for word in message.words}
    assert {"package", "shoes"} <= words
    assert any(text.startswith("hi there ") for text in TEXTS)
    assert any(text.endswith(" thanks") for text in TEXTS)
    assert GAP not in words


def test_a_message_of_one_pattern_holds_no_word_of_the_others() -> None:
    foreign = {"sell", "cancel"}
    alone = [message for message in MESSAGES if message.patterns == {PATTERNS[0]}]
    assert alone
    assert not any(foreign & {*message.words} for message in alone)


def test_the_same_patterns_give_the_same_messages() -> None:
    assert MessageMaker(PATTERNS[::-1], PHRASES, near_words).make(300) == MESSAGES


def test_without_patterns_there_are_no_messages() -> None:
    assert MessageMaker([()], PHRASES, near_words).make(10) == []


def test_every_polite_phrase_has_room_for_a_message_at_one_end() -> None:
    phrases = politeness("english")
    assert len(phrases) > 20
    for phrase in phrases:
        assert (phrase[0] == GAP) != (phrase[-1] == GAP), phrase
        assert phrase.count(GAP) == 1
    assert politeness("danish") == []
