"""Training schedules for few and for many examples."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.training.hyperparameters import Hyperparameters, TrainingSchedule

SIZES = [10, 30, 100, 300, 1_000, 3_000, 10_000, 15_000]


@given(st.integers(1, 20_000))
def test_an_epoch_sees_every_message_once(examples: int) -> None:
    schedule = TrainingSchedule.of(Hyperparameters(), examples)
    messages = examples + schedule.negatives
    steps, size = schedule.steps_per_epoch, schedule.batch_size
    assert (steps - 1) * size < messages <= steps * size


@given(st.integers(1, 20_000))
def test_a_batch_is_neither_tiny_nor_larger_than_allowed(examples: int) -> None:
    schedule = TrainingSchedule.of(Hyperparameters(), examples)
    assert 8 <= schedule.batch_size <= Hyperparameters().largest_batch
    assert schedule.epochs >= 5
    assert schedule.negatives >= 0


def test_more_examples_take_larger_batches_and_fewer_epochs() -> None:
    schedules = [TrainingSchedule.of(Hyperparameters(), examples) for examples in SIZES]
    batches = [schedule.batch_size for schedule in schedules]
    epochs = [schedule.epochs for schedule in schedules]
    assert batches == sorted(batches)
    assert batches[-1] > batches[0]
    assert epochs[-1] < epochs[0]


@pytest.mark.parametrize("examples", SIZES)
def test_training_is_neither_idle_nor_endless(examples: int) -> None:
    schedule = TrainingSchedule.of(Hyperparameters(), examples)
    assert 50 <= schedule.steps_per_epoch * schedule.epochs <= 5_000


def test_few_examples_take_few_steps_where_linear_heads_know_them_already() -> None:
    schedules = {
        name: [_steps(Hyperparameters.of(name, None), examples) for examples in (72, 120, 1_000)]
        for name in ("wide_deep", "lstm", "pretrained")
    }
    few, some, many = schedules["wide_deep"]
    assert few < some / 1.2 < many / 1.5
    assert many == schedules["lstm"][-1]
    assert few < schedules["lstm"][0] / 1.5
    assert schedules["pretrained"][1] < some / 1.5  # it knows the language
    assert schedules["pretrained"][-1] > many / 1.2


def _steps(hyperparameters: Hyperparameters, examples: int) -> int:
    schedule = TrainingSchedule.of(hyperparameters, examples)
    return schedule.steps_per_epoch * schedule.epochs


@pytest.mark.parametrize("examples", SIZES)
def test_a_number_of_epochs_that_was_asked_for_is_kept(examples: int) -> None:
    short = TrainingSchedule.of(Hyperparameters(epochs=3), examples)
    usual = TrainingSchedule.of(Hyperparameters(), examples)
    assert short.epochs == 3
    assert short == replace(usual, epochs=3)


def test_negatives_keep_their_share() -> None:
    assert TrainingSchedule.of(Hyperparameters(negatives=0.5), 1_000).negatives == 500
    assert TrainingSchedule.of(Hyperparameters(negatives=0), 1_000).negatives == 0


def test_even_the_most_examples_have_a_bounded_number_of_negatives() -> None:
    usual = Hyperparameters()
    assert TrainingSchedule.of(usual, 100_000).negatives == usual.most_negatives


def test_the_pretrained_network_learns_slower_and_stops_sooner() -> None:
    pretrained, scratch = (Hyperparameters.of(name, None) for name in ("pretrained", "wide_deep"))
    assert pretrained.learning_rate < scratch.learning_rate
    assert (
        TrainingSchedule.of(pretrained, 60).epochs <= pretrained.most_epochs < scratch.most_epochs
    )
    assert Hyperparameters.of("lstm", 5) == Hyperparameters(epochs=5)
    assert Hyperparameters.of("pretrained", 5).epochs == 5


def test_the_terms_have_more_say_where_an_intent_has_few_patterns() -> None:
    scales = [
        Hyperparameters.of("wide_deep", None, patterns).term_scale
        for patterns in (1, 5, 8, 10, 100)
    ]
    assert scales == [7, 7, 5, 4, 4]
    assert (
        Hyperparameters.of("pretrained", None, 1).term_scale
        == Hyperparameters.of("pretrained", None).term_scale
    )
