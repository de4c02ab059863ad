"""The small bot's classifier, answering from ONNX alone."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import Bundle
from chatbot.model.classifier import IntentClassifier


def test_patterns_are_recognised(classifier: IntentClassifier, small_intents: IntentSet) -> None:
    patterns = [(text, intent.tag) for intent in small_intents for text in intent.patterns]
    right = [
        classifier.predict(text).ranking(AllowedIntents())[0].intent == tag
        for text, tag in patterns
    ]
    assert np.mean(right) > 0.9


def test_every_intent_with_patterns_is_a_label(
    classifier: IntentClassifier, small_intents: IntentSet
) -> None:
    assert set(classifier.labels) == {intent.tag for intent in small_intents if intent.patterns}
    prediction = classifier.predict("hello there")
    assert prediction.labels == classifier.labels
    assert prediction.words == ("hello", "there")
    assert prediction.output.logits.shape == (len(prediction.labels) + 1,)


def test_a_message_is_in_vocabulary_when_a_pattern_has_a_part_of_a_word_of_it(
    classifier: IntentClassifier,
) -> None:
    assert classifier.predict("lessn").output.in_vocabulary
    for text in ("", "🦑", "ありがとう", "zzz"):
        prediction = classifier.predict(text)
        assert not prediction.output.in_vocabulary
        assert not prediction.decide(AllowedIntents()).scope.accepted


def test_sixteen_threads_get_the_same_answers(bundle: Bundle, real_messages: list[str]) -> None:
    alone = IntentClassifier.from_bundle(bundle)
    expected = [alone.predict(text).output for text in real_messages]
    shared = IntentClassifier.from_bundle(bundle)
    with ThreadPoolExecutor(16) as pool:
        rounds = [pool.map(shared.predict, real_messages) for _ in range(4)]
        for answers in rounds:
            for prediction, output in zip(answers, expected, strict=True):
                assert np.array_equal(prediction.output.logits, output.logits)
                assert prediction.output.linear == output.linear
