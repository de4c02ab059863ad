"""Follow-ups of made-up scores: a message, the question before it, and both as one text."""

from dataclasses import replace

import numpy as np
import pytest

from chatbot.intents.contexts import AllowedIntents
from chatbot.model.calibration import Calibration
from chatbot.model.decision import Decision
from chatbot.model.follow_ups import FollowUp, next_question, says_little
from chatbot.model.network_output import NetworkOutput
from chatbot.model.out_of_scope import OutOfScopeDetector, ScopeScores
from chatbot.model.prediction import Prediction

LABELS = ("delivery", "abroad", "hours")
ANY = AllowedIntents()
DETECTOR = OutOfScopeDetector(ScopeScores(0.0, 0.0), ScopeScores(1.0, 1.0), threshold=0.0)
CALIBRATION = Calibration(1.0, DETECTOR, 0.2, 0.9)


def scored(score: float, intent: str = "delivery", *, coverage: float = 1.0) -> Prediction:
    """Prediction with a score, and the share of the words that all intents know."""
    logits = [score if label == intent else score - 9 for label in LABELS]
    output = NetworkOutput(np.array([*logits, 0], np.float32), coverage=np.full(3, coverage))
    return Prediction(("and", "norway"), LABELS, output, CALIBRATION)


def read_by_sentence(prediction: Prediction) -> Prediction:
    return replace(prediction, output=replace(prediction.output, nearness=0.5))


def decided(
    message: Prediction,
    joined: Prediction,
    text: str = "and norway",
    question: Prediction | None = None,
    allowed: AllowedIntents = ANY,
) -> Decision:
    read = {"how long": question or scored(2.0), f"how long\n{text}": joined}
    follow_up = FollowUp(text, message, "how long", read.__getitem__)
    return follow_up.followed(message.decide(allowed), allowed, "english")


@pytest.mark.parametrize(("together", "reason"), [(1.6, "follow_up"), (1.4, "out_of_scope")])
def test_both_are_above_their_mean_by_what_the_message_lacks(together: float, reason: str) -> None:
    """The mean of 2 and -1 is 0.5, and the message is 1 below the threshold."""
    decision = decided(scored(-1.0), scored(together))
    assert (decision.reason, decision.best and decision.best.intent) == (reason, "delivery")


@pytest.mark.parametrize(("coverage", "reason"), [(0.6, "follow_up"), (0.4, "out_of_scope")])
def test_without_sentence_vectors_most_words_are_those_of_the_intent(
    coverage: float, reason: str
) -> None:
    message = scored(-1.0, coverage=coverage)
    assert decided(message, scored(2.0), "and norway?").reason == reason


@pytest.mark.parametrize(
    ("text", "together", "reason"),
    [
        ("can I bring my five year old daughter", "delivery", "out_of_scope"),
        ("can I bring my five year old daughter", "abroad", "follow_up"),
        ("and can I bring my five year old daughter", "delivery", "follow_up"),
        ("can I bring it for my daughter", "delivery", "follow_up"),
        ("what about my five year old daughter", "delivery", "follow_up"),
        ("can I bring my daughter", "delivery", "out_of_scope"),
        ("my daughter as well?", "delivery", "follow_up"),
    ],
)
def test_a_whole_question_is_not_drawn_into_another_intent(
    text: str, together: str, reason: str
) -> None:
    message = replace(scored(-1.0, "abroad"), words=tuple(text.strip("?").split()))
    assert decided(message, scored(2.0, together), text).reason == reason
    unclear = replace(message, calibration=replace(CALIBRATION, temperature=20.0))
    assert decided(unclear, scored(2.0, together), text).reason == "follow_up"


def test_nothing_is_a_follow_up_where_nothing_tells_what_is_foreign() -> None:
    """As in a language without function words, before its sentence encoder is installed."""
    message = scored(-1.0)
    assert decided(message, scored(2.0)).reason == "follow_up"
    untold = replace(message, output=replace(message.output, coverage=None))
    assert decided(untold, scored(2.0)).reason == "out_of_scope"
    assert decided(read_by_sentence(untold), scored(2.0), "norway?").reason == "follow_up"


@pytest.mark.parametrize(
    ("text", "intent", "reason"),
    [
        ("never mind", "delivery", "out_of_scope"),
        ("to norway?", "delivery", "follow_up"),
        ("how about norway", "delivery", "follow_up"),
        ("norway", "abroad", "follow_up"),
    ],
)
def test_no_answer_is_given_again_for_a_message_that_asks_for_nothing(
    text: str, intent: str, reason: str
) -> None:
    message = read_by_sentence(scored(-1.0, "hours", coverage=0.0))
    assert decided(message, scored(2.0, intent), text).reason == reason


def test_a_message_weighs_more_than_the_words_of_the_question() -> None:
    """Both say "delivery" by a little, the message "abroad" by much."""
    joined = scored(2.5)
    joined.output.logits[:] = [2.5, 2.0, -6, 0]
    decision = decided(scored(-1.0, "abroad"), joined)
    assert decision.best
    assert decision.best.intent == "abroad"


def test_a_reply_to_the_question_of_the_bot_is_answered_as_one() -> None:
    expecting = AllowedIntents(expected=frozenset({"abroad"}))
    decision = decided(scored(-1.0, "abroad"), scored(3.0), allowed=expecting)
    assert (decision.reason, decision.candidates) == ("follow_up", ("abroad",))


def test_function_words_alone_are_no_reply() -> None:
    expecting = AllowedIntents(expected=frozenset({"abroad"}))
    message = scored(-1.0, "abroad")
    message.output.logits[:] = [-1.1, -1.0, -9, 0]
    read = {"how long": scored(2.0), "how long\nwhat was it": scored(3.0)}
    follow_up = FollowUp("what was it", message, "how long", read.__getitem__)
    alone = message.decide(expecting).because("function_words")
    assert follow_up.followed(alone, expecting, "english").candidates == ("delivery",)


def test_a_question_back_is_replaced_by_an_answer_alone() -> None:
    unsure, sure = scored(1.0), scored(2.0)
    unsure.output.logits[:] = [1.0, 1.0, -9, 0]
    assert decided(unsure, sure).reason == "follow_up"
    assert decided(unsure, unsure).reason == "several_candidates"
    between = decided(scored(-1.0, "hours"), unsure)
    assert (between.reason, between.offered) == ("unclear_follow_up", ("delivery", "abroad"))


def little(words: str, decision: Decision, allowed: AllowedIntents = ANY) -> bool:
    return says_little(tuple(words.split()), decision, allowed, "english")


def test_short_messages_that_are_not_answered_say_little() -> None:
    refused = scored(-1.0).decide(ANY)
    assert little("and norway", refused)
    assert not little("and " * 13, refused)
    assert not little("", refused)
    assert not little("and norway", refused.because("none_of_these"))


@pytest.mark.parametrize("words", ["and norway", "what does that cost", "how long would it take"])
def test_a_weak_answer_is_looked_at_again_where_words_refer_to_something(words: str) -> None:
    assert little(words, scored(0.2).decide(ANY))


@pytest.mark.parametrize(
    ("words", "score"),
    [
        ("and norway", 0.4),
        ("delivery to norway", 0.2),
        ("that is not an answer", 0.2),
        ("and how long does delivery take", 0.2),
    ],
)
def test_other_answers_stay(words: str, score: float) -> None:
    assert not little(f"{words} please", scored(score).decide(ANY))


def test_a_reply_to_the_bot_with_a_weak_answer_stays() -> None:
    expecting = AllowedIntents(expected=frozenset({"delivery"}))
    assert not little("that one", scored(0.2).decide(expecting), expecting)


def test_a_weak_answer_gives_way_to_a_sure_one_alone() -> None:
    weak, unsure = scored(0.2, "hours"), scored(2.0)
    unsure.output.logits[:] = [2.0, 2.0, -9, 0]
    assert decided(weak, scored(3.0)).candidates == ("delivery",)
    assert decided(weak, unsure).candidates == ("hours",)


def test_a_follow_up_stands_below_the_question_and_another_question_in_its_place() -> None:
    usual, unusual = scored(1.0).decide(ANY), scored(1.0).decide(ANY)
    unusual = replace(unusual, scope=replace(unusual.scope, score=-0.1))
    assert next_question("who", "when", usual, ANY) == "when"
    for decision in (unusual, usual.because("follow_up")):
        assert next_question("who", "when", decision, ANY) == "who\nwhen"
        assert next_question("who\nwhere", "and\nwhen", decision, ANY) == "who\nand when"
        assert next_question("w" * 199, "when", decision, ANY) == "when"
    expecting = AllowedIntents(expected=frozenset({"delivery"}))
    assert next_question("who", "when", usual, expecting) == "who\nwhen"
    assert next_question("who", "w" * 201, usual, ANY) == ""
    for decision in (scored(-1.0).decide(ANY), usual.because("unclear_follow_up")):
        assert next_question("who", "when", decision, ANY) == "who"
    unsure = usual.among({"delivery", "abroad"}, "several_candidates")
    assert next_question("who", "when", unsure, ANY) == "when"
