"""What there is to learn, and the judgement of what was learnt."""

from dataclasses import replace

import numpy as np
import pytest

from chatbot.examples import NOTHING, Examples
from chatbot.intents import FALLBACK_TAG, Intent, IntentSet
from chatbot.network import Network
from chatbot.subject import Subject, TrainingConfig, TrainingError, judge

HELLO = Intent("greeting", patterns=("hello", "good morning"))
SILENT = Intent("silent", responses=("…",))
FALLBACK = Intent(FALLBACK_TAG, patterns=("whatever",))


@pytest.mark.parametrize(
    ("intents", "found"),
    [((), 0), ((SILENT,), 0), ((HELLO,), 1), ((HELLO, SILENT, FALLBACK), 1)],
)
def test_one_intent_is_too_few_to_tell_apart(intents: tuple[Intent, ...], found: int) -> None:
    with pytest.raises(TrainingError, match=rf"at least 2 intents .* found {found}\. Add patterns"):
        Subject.of(IntentSet(intents), TrainingConfig())


def test_a_language_without_stemmer_is_refused() -> None:
    with pytest.raises(ValueError, match="klingon"):
        Subject.of(IntentSet((HELLO,)), TrainingConfig(language="klingon"))


def test_off_topic_messages_that_the_bot_is_about_are_left_out(small_intents: IntentSet) -> None:
    usual = Subject.of(small_intents, TrainingConfig())
    topic = " ".join(usual.off_topic[0])
    extended = IntentSet((*small_intents, Intent("topic", patterns=(topic,))))
    subject = Subject.of(extended, TrainingConfig())
    assert usual.off_topic[0] not in subject.off_topic
    assert len(subject.off_topic) > 50
    assert subject.labels == (*usual.labels, "topic")
    assert FALLBACK_TAG not in subject.labels


def test_a_verdict_counts_what_is_understood_in_its_context(
    network: Network, small_intents: IntentSet
) -> None:
    subject = Subject.of(small_intents, TrainingConfig())
    verdict = judge(network, subject.examples, NOTHING, subject)
    assert verdict.accuracy > 0.9
    assert 0 < verdict.guard.threshold < 1
    waiting = [network.labels.index(tag) for tag in ("trial_instrument", "cancel_confirmed")]
    in_context = subject.examples.take(np.flatnonzero(np.isin(subject.examples.labels, waiting)))
    assert judge(network, in_context, NOTHING, subject).accuracy > 0.9


def test_a_verdict_on_wrong_labels_is_bad(network: Network, small_intents: IntentSet) -> None:
    subject = Subject.of(small_intents, TrainingConfig())
    shifted = (subject.examples.labels + 1) % len(subject.labels)
    wrong = Examples(subject.examples.sentences, shifted)
    assert judge(network, wrong, NOTHING, subject).accuracy < 0.2


def test_a_verdict_needs_no_off_topic_messages(network: Network, small_intents: IntentSet) -> None:
    subject = replace(Subject.of(small_intents, TrainingConfig()), off_topic=[])
    assert judge(network, subject.examples, NOTHING, subject).guard.threshold > 0


def test_three_unlucky_messages_do_not_decide_a_threshold_alone(
    network: Network, small_intents: IntentSet
) -> None:
    subject = replace(Subject.of(small_intents, TrainingConfig()), off_topic=[])
    shy = Examples((("zzyx",), ("qwrt",), ("vvbn",)), np.zeros(3, np.int64))
    alone = judge(network, shy, NOTHING, subject).guard.threshold
    assert judge(network, shy, subject.examples, subject).guard.threshold > alone
