"""Outcomes: predicted intents, and messages in and out of scope."""

from chatbot.evaluation.outcomes import in_scope, off_topic
from tests.support.bot_answers import answer


def test_an_answer_is_right_when_the_first_intent_is_meant() -> None:
    assert answer("apple", "apple").correct
    assert not answer("apple", "pear").correct
    assert answer("apple", "pear", confidence=0.7).confidence == 0.7


def test_an_answer_to_an_off_topic_message_is_never_right() -> None:
    assert not answer(None, "apple").correct


def test_where_no_intent_is_possible_there_is_none() -> None:
    nothing = answer("apple", "")
    assert (nothing.predicted, nothing.confidence, nothing.correct) == ("", 0, False)


def test_messages_are_told_apart() -> None:
    both = [answer("apple", "pear"), answer(None, "pear")]
    assert in_scope(both) == both[:1]
    assert off_topic(both) == both[1:]
