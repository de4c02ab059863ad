"""Calibration: true confidences, honest prediction sets, few false rejections."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from chatbot.inference import softmax
from chatbot.model.calibration import Calibration, _conformal_threshold
from chatbot.model.network_output import NetworkOutput
from chatbot.model.out_of_scope import OutOfScopeDetector, ScopeScores, weight_of_tests

INTENTS = 5
SHARES = st.floats(0, 1)
SCORES = st.floats(-50, 50)
USUAL = ScopeScores(energy=1.0, off_topic=2.0, linear=0.5, nearness=0.75)
USUAL_OF_SENTENCES = replace(USUAL, topic=2.0, coverage=0.75)


def messages(
    seed: int, count: int, *, too_sure_by: float = 1.0, clear: float = 2.0
) -> tuple[list[NetworkOutput], NDArray[np.int64]]:
    """Outputs with logits `too_sure_by`, and labels drawn from the true probabilities."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, clear, (count, INTENTS))
    shares = softmax(logits)
    labels = np.array([rng.choice(INTENTS, p=share) for share in shares])
    rows = np.hstack([too_sure_by * logits, np.full((count, 1), -3.0)]).astype(np.float32)
    return [NetworkOutput(row) for row in rows], labels


@pytest.mark.parametrize("truth", [0.5, 1.0, 2.0, 3.0])
def test_the_temperature_is_found_that_makes_confidences_true(truth: float) -> None:
    calibration = Calibration.fit(*messages(1, 4_000, too_sure_by=truth))
    assert calibration.temperature == pytest.approx(truth, rel=0.1)


def test_logits_that_are_too_large_are_cooled_and_then_confidences_come_true() -> None:
    outputs, labels = messages(1, 4_000, too_sure_by=3.0)
    calibration = Calibration.fit(outputs, labels)
    assert calibration.temperature > 1
    logits = np.stack([output.logits[:-1] for output in outputs])
    right = (logits.argmax(axis=1) == labels).mean()
    before, after = (softmax(logits / t).max(axis=1).mean() for t in (1.0, calibration.temperature))
    assert abs(after - right) < 0.03 < abs(before - right)


def test_prediction_sets_of_new_messages_hold_their_intents_as_often_as_stated() -> None:
    """The promise is a mean over what was held out and what is asked."""
    held, stated = [], []
    for seed in range(60):
        calibration = Calibration.fit(*messages(seed, 80))
        outputs, labels = messages(1_000 + seed, 200)
        logits = np.stack([output.logits[:-1] for output in outputs]).astype(np.float64)
        shares = softmax(logits / calibration.temperature)
        true = shares[np.arange(len(labels)), labels]
        held.append((true >= calibration.conformal_threshold).mean())
        stated.append(calibration.coverage)
    error = np.std(held) / np.sqrt(len(held))
    assert np.mean(held) >= np.mean(stated) - 3 * error
    assert np.mean(held) <= np.mean(stated) + 1 / 81 + 3 * error


@given(st.integers(1, 40), st.floats(0.05, 0.99), st.integers(0, 10_000))
def test_the_conformal_threshold_promises_at_least_the_coverage(
    count: int, coverage: float, seed: int
) -> None:
    """Of n + 1 exchangeable messages each is the new one equally often."""
    true = np.random.default_rng(seed).uniform(0, 1, count + 1)
    held = [
        true[new] >= _conformal_threshold(np.delete(true, new), coverage)
        for new in range(count + 1)
    ]
    assert np.mean(held) >= coverage - 1e-9


@pytest.mark.parametrize("count", [1, 5, 18])
def test_too_few_messages_promise_nothing_but_everything(count: int) -> None:
    assert _conformal_threshold(np.full(count, 0.9), 0.95) == 0
    assert _conformal_threshold(np.full(19, 0.9), 0.95) == 0.9


def test_the_coverage_is_what_is_understood_and_a_quarter_of_the_rest() -> None:
    outputs, labels = messages(1, 400)
    right = np.mean([output.logits[:-1].argmax() for output in outputs] == labels)
    assert Calibration.fit(outputs, labels).coverage == pytest.approx(right + (1 - right) / 4)


@pytest.mark.parametrize("count", [1, 2, 12, 50])
def test_a_network_that_understood_everything_does_not_ask_about_everything(count: int) -> None:
    outputs, _ = messages(1, count, clear=5.0)
    labels = np.array([output.logits[:-1].argmax() for output in outputs])
    calibration = Calibration.fit(outputs, labels)
    assert calibration.coverage == count / (count + 1)
    assert calibration.conformal_threshold > 0


@given(st.lists(st.tuples(SCORES, SCORES), min_size=1, max_size=60), SHARES)
def test_the_detector_rejects_at_most_the_share_of_good_questions(
    scores: list[tuple[float, float]], rate: float
) -> None:
    good = [ScopeScores(*pair) for pair in scores]
    detector = OutOfScopeDetector.fit(good, rate)
    rejected = sum(not detector.decide(row).accepted for row in good)
    assert rejected <= rate * len(good) + 1e-9


def test_the_detector_rejects_about_the_share_where_there_are_many() -> None:
    drawn = np.random.default_rng(1).normal(0, 1, (2_000, 4))
    good = [ScopeScores(*row) for row in drawn.tolist()]
    detector = OutOfScopeDetector.fit(good, 0.05)
    rejected = [not detector.decide(row).accepted for row in good]
    assert np.mean(rejected) == pytest.approx(0.05, abs=2e-3)
    assert not detector.decide(ScopeScores(-9.0, -9.0, -9.0, -9.0)).accepted
    assert detector.decide(ScopeScores(9.0, 9.0, 9.0, 9.0)).accepted


def test_the_score_is_the_mean_of_the_parts_in_standard_deviations() -> None:
    detector = OutOfScopeDetector(USUAL, ScopeScores(2.0, 1.0, 0.5, 0.25), threshold=-1.0)
    decision = detector.decide(ScopeScores(3.0, 1.0, 0.5, 1.0))
    assert decision.parts == ScopeScores(1.0, -1.0, 0.0, 1.0)
    assert decision.score == pytest.approx(0.25)
    assert decision.accepted
    assert list(decision.parts.given()) == list(USUAL.given())


@pytest.mark.parametrize("name", ["energy", "linear"])
def test_where_sentences_are_compared_scores_of_words_do_not_count(name: str) -> None:
    detector = OutOfScopeDetector.fit([USUAL_OF_SENTENCES, replace(USUAL_OF_SENTENCES, topic=3.0)])
    usual = detector.decide(detector.mean).score
    decision = detector.decide(replace(detector.mean, **{name: 9.0}))
    assert decision.score == usual
    assert name not in decision.parts.given(), "an explanation shows what counts"
    for counting in ("off_topic", "nearness", "topic", "coverage"):
        assert detector.decide(replace(detector.mean, **{counting: 9.0})).score > usual


@pytest.mark.parametrize("usual_coverage", [0.0, 1.0])
def test_one_unknown_word_does_not_decide_alone_where_patterns_share_all_words(
    usual_coverage: float,
) -> None:
    """All held-out patterns of a small bot have all words in others, or none: no spread at all."""
    good = [ScopeScores(row, row, row, None, None, usual_coverage) for row in np.linspace(4, 8, 9)]
    detector = OutOfScopeDetector.fit(good)
    usual = ScopeScores(6.0, 6.0, 6.0, None, None, 0.66)
    assert detector.decide(usual).accepted
    far = ScopeScores(-6.0, -6.0, -6.0, None, None, 0.66)
    assert not detector.decide(far).accepted


def test_a_score_in_which_good_questions_do_not_differ_hardly_counts() -> None:
    good = [ScopeScores(row, row, None, None, None, 1.0) for row in np.linspace(4, 8, 9)]
    detector = OutOfScopeDetector.fit(good)
    foreign = detector.decide(replace(detector.mean, coverage=0.0)).score
    assert detector.decide(detector.mean).score - foreign < 0.05
    differing = [
        replace(row, coverage=share) for row, share in zip(good, [0.2, 1.0, 1.0] * 3, strict=True)
    ]
    detector = OutOfScopeDetector.fit(differing)
    foreign = detector.decide(replace(detector.mean, coverage=0.0)).score
    assert detector.decide(detector.mean).score - foreign > 0.5


def test_a_single_good_question_allows_a_decision() -> None:
    detector = OutOfScopeDetector.fit([ScopeScores(6.0, 6.0, 1.0, 0.75, 4.0, 1.0)])
    assert detector.decide(ScopeScores(5.9, 6.1, 1.0, 0.75, 4.1, 1.0)).accepted
    assert not detector.decide(ScopeScores(-6.0, -6.0, -1.0, 0.1, -4.0, 0.0)).accepted


def test_the_likeliest_intent_is_to_know_the_words() -> None:
    logits = np.array([1.0, 3.0, -np.inf, 0.0], np.float32)
    output = NetworkOutput(logits, coverage=np.array([0.25, 0.5, 1.0], np.float32), topic=2.0)
    scores = ScopeScores.of(output, 1.0)
    assert (scores.coverage, scores.topic) == (0.5, 2.0)


PATTERNS = [ScopeScores(row, row) for row in np.linspace(-1, 1, 40).tolist()]


def test_off_topic_messages_that_are_far_lower_the_threshold_to_the_lowest_pattern() -> None:
    detector = OutOfScopeDetector.fit(PATTERNS, 0.05)
    lowest = detector.decide(PATTERNS[0]).score
    assert detector.threshold > lowest
    far = [ScopeScores(-9.0, -9.0)] * 100
    assert detector.lowered(far, 100, PATTERNS).threshold == lowest
    assert detector.lowered([], 100, PATTERNS) == detector


def test_off_topic_messages_lower_the_threshold_until_a_few_are_accepted() -> None:
    detector = OutOfScopeDetector.fit(PATTERNS, 0.05)
    rows = np.linspace(-1.05, -0.95, 100).tolist()
    off_topic = [*[ScopeScores(row, row) for row in rows], *[ScopeScores(-9.0, -9.0)] * 100]
    lowered = detector.lowered(off_topic, 300, PATTERNS)
    assert lowered.threshold < detector.threshold
    assert sum(lowered.decide(row).accepted for row in off_topic) == 15


def test_off_topic_messages_never_raise_the_threshold() -> None:
    detector = OutOfScopeDetector.fit(PATTERNS, 0.05)
    near = [ScopeScores(5.0, 5.0)] * 100
    assert detector.lowered(near, 100, PATTERNS) == detector


def test_a_careful_bot_accepts_fewer_off_topic_messages() -> None:
    rows = np.linspace(-1.2, -0.6, 100).tolist()
    off_topic = [ScopeScores(row, row) for row in rows]
    accepted = [
        sum(
            OutOfScopeDetector.fit(PATTERNS, rate)
            .lowered(off_topic, 100, PATTERNS)
            .decide(row)
            .accepted
            for row in off_topic
        )
        for rate in (0.25, 0.5)
    ]
    assert accepted[0] > accepted[1]


def test_tests_of_the_author_raise_the_threshold() -> None:
    """Held-out patterns look more foreign than tests: a threshold from them rejects no test."""
    patterns, tests = (
        [ScopeScores(row, row) for row in np.random.default_rng(1).normal(mean, 1, 1_000).tolist()]
        for mean in (0.0, 1.0)
    )
    detector = OutOfScopeDetector.fit(patterns, 0.05)
    raised = detector.raised(tests, patterns, 1.0)
    assert raised.threshold > detector.threshold
    rejected = [not raised.decide(row).accepted for row in tests]
    assert np.mean(rejected) == pytest.approx(0.01, abs=2e-3)
    assert detector.raised(tests, [], 1.0) == detector
    assert detector.raised([], patterns, 1.0) == detector


def test_the_threshold_rises_by_and_by_with_the_number_of_tests() -> None:
    patterns = [ScopeScores(row, row) for row in np.linspace(-1, 1, 1_000).tolist()]
    detector = OutOfScopeDetector.fit(patterns, 0.05)
    thresholds = [
        detector.raised([ScopeScores(5.0, 5.0)] * 9, patterns, weight_of_tests(count)).threshold
        for count in (0, 100, 101, 150, 199, 200, 900)
    ]
    none, first, second, half, nearly, whole, many = thresholds
    assert none == first == detector.threshold
    assert second - first == pytest.approx(whole - nearly)
    assert half == pytest.approx((first + whole) / 2)
    assert whole == many > nearly > half > second > first


def test_tests_that_are_answered_wrong_count_among_their_number_alone() -> None:
    outputs, labels = messages(1, 200)
    calibration = Calibration.fit(outputs, labels)
    right = np.array([output.logits[:-1].argmax() for output in outputs])
    wrong = np.where(np.arange(200) % 2, right, (right + 1) % INTENTS)
    held_out = outputs, labels
    outputs = [replace(output, logits=3 * output.logits) for output in outputs]
    raised = calibration.raised((outputs, wrong), held_out)
    assert raised.detector.threshold > calibration.detector.threshold
    assert calibration.raised((outputs, (right + 1) % INTENTS), held_out) == calibration
    assert calibration.raised((outputs[:100], right[:100]), held_out) == calibration


def test_tests_that_repeat_patterns_raise_the_threshold_only_so_far() -> None:
    patterns = [ScopeScores(row, row) for row in np.linspace(-1, 1, 1_000).tolist()]
    detector = OutOfScopeDetector.fit(patterns, 0.05)
    raised = detector.raised([ScopeScores(5.0, 5.0)] * 200, patterns, 1.0)
    rejected = [not raised.decide(row).accepted for row in patterns]
    assert np.mean(rejected) == pytest.approx(0.15, abs=2e-3)


def test_tests_never_lower_the_threshold() -> None:
    patterns = [ScopeScores(row, row) for row in np.linspace(-1, 1, 1_000).tolist()]
    detector = OutOfScopeDetector.fit(patterns, 0.05)
    assert detector.raised([ScopeScores(-5.0, -5.0)] * 200, patterns, 1.0) == detector


def test_scores_that_an_earlier_version_did_not_know_do_not_count() -> None:
    detector = Calibration.from_json(STORED).detector
    scores = ScopeScores(6.5, 9.5, 1.0)
    assert detector.decide(replace(scores, topic=-9.0, coverage=0.0)).score == pytest.approx(
        detector.decide(scores).score
    )


def test_scores_that_a_network_does_not_give_are_left_out() -> None:
    good = [ScopeScores(energy, 2 * energy) for energy in (1.0, 2.0, 3.0)]
    detector = OutOfScopeDetector.fit(good)
    assert (detector.mean.linear, detector.mean.nearness) == (None, None)
    assert detector.standard_deviation.linear is None
    decision = detector.decide(ScopeScores(3.0, 4.0))
    assert decision.score == pytest.approx(np.sqrt(1.5) / 2)
    assert decision.parts.nearness is None
    assert len(decision.parts.given()) == 2


def test_a_message_like_no_pattern_is_rejected_whatever_its_scores() -> None:
    detector = OutOfScopeDetector(USUAL, USUAL, threshold=-9.0)
    assert detector.decide(USUAL).accepted
    assert not detector.decide(USUAL, in_vocabulary=False).accepted


@given(st.lists(st.floats(-20, 20, width=32), min_size=3, max_size=6), st.floats(0.2, 5))
def test_scores_of_an_output_rise_with_the_logits_of_intents(
    logits: list[float], temperature: float
) -> None:
    output = NetworkOutput(np.array(logits, np.float32), linear=1.5, nearness=0.25)
    scores = ScopeScores.of(output, temperature)
    assert scores.energy is not None
    assert scores.off_topic is not None
    assert scores.energy >= max(logits[:-1]) - 1e-3
    assert scores.off_topic >= max(logits[:-1]) - logits[-1] - 1e-3
    assert (scores.linear, scores.nearness) == (1.5, 0.25)


def test_a_network_that_was_never_right_has_a_detector_all_the_same() -> None:
    outputs, _ = messages(1, 20)
    wrong = np.array([output.logits[:-1].argmin() for output in outputs])
    calibration = Calibration.fit(outputs, wrong)
    assert np.isfinite(calibration.detector.threshold)
    assert calibration.temperature == 5


def test_intents_that_a_message_cannot_have_do_not_count() -> None:
    outputs, labels = messages(1, 200)
    barred = [
        replace(
            output,
            logits=np.where(
                np.arange(INTENTS + 1) == (label + 1) % INTENTS, -np.inf, output.logits
            ),
        )
        for output, label in zip(outputs, labels, strict=True)
    ]
    calibration = Calibration.fit(barred, labels)
    assert np.isfinite(
        [calibration.temperature, calibration.conformal_threshold, calibration.detector.threshold]
    ).all()
    assert calibration.coverage > Calibration.fit(outputs, labels).coverage


@given(
    st.floats(0.2, 5),
    SHARES,
    SHARES,
    st.builds(ScopeScores, SCORES, SCORES, st.none() | SCORES, st.none() | SCORES),
)
def test_a_calibration_survives_saving(
    temperature: float, threshold: float, coverage: float, usual: ScopeScores
) -> None:
    calibration = Calibration(
        temperature, OutOfScopeDetector(usual, usual, -1.5), threshold, coverage
    )
    assert Calibration.from_json(calibration.to_json()) == calibration


@pytest.mark.parametrize("text", ["", "{}", '{"temperature": "high"}', "[0.5]"])
def test_what_is_no_calibration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)calibration|json"):
        Calibration.from_json(text)


STORED = (
    '{"temperature":1.25,'
    '"guard":{"usual":{"energy":8.5,"off_topic":6.0,"linear":0.75,"nearness":null},'
    '"spread":{"energy":2.0,"off_topic":3.5,"linear":0.25,"nearness":null},'
    '"threshold":-1.5,"refused":0.1},'
    '"smallest":0.0625,"coverage":0.9375}'
)


WRITTEN = (
    '{"temperature":1.25,'
    '"guard":{"usual":{"energy":8.5,"off_topic":6.0,"linear":0.75,"nearness":null,'
    '"topic":null,"coverage":null},'
    '"spread":{"energy":2.0,"off_topic":3.5,"linear":0.25,"nearness":null,'
    '"topic":null,"coverage":null},'
    '"threshold":-1.5,"refused":0.1,'
    '"weights":{"energy":1.0,"off_topic":1.0,"linear":1.0,"nearness":1.0,'
    '"topic":1.0,"coverage":1.0}},'
    '"smallest":0.0625,"coverage":0.9375}'
)


def test_a_calibration_in_a_stored_bundle_is_read_and_written_with_its_keys() -> None:
    calibration = Calibration.from_json(STORED)
    assert calibration == Calibration(
        temperature=1.25,
        detector=OutOfScopeDetector(
            mean=ScopeScores(8.5, 6.0, 0.75),
            standard_deviation=ScopeScores(2.0, 3.5, 0.25),
            threshold=-1.5,
            false_rejection_rate=0.1,
        ),
        conformal_threshold=0.0625,
        coverage=0.9375,
    )
    assert calibration.to_json() == WRITTEN
    assert Calibration.from_json(WRITTEN) == calibration
