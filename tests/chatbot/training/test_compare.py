"""Comparison of architectures on the same messages."""

import json

import pytest

from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.model.architectures import ARCHITECTURES
from chatbot.training.compare import ArchitectureComparison, compare
from chatbot.training.config import TrainingConfig
from chatbot.training.progress import SeriesProgress

pytestmark = pytest.mark.timeout(400)

FEW = IntentSet(
    (
        Intent("greeting", patterns=("hello", "hi there", "good morning", "hey you")),
        Intent("hours", patterns=("when do you open", "opening hours", "are you open", "open now")),
    )
)


@pytest.fixture(scope="module")
def progress() -> list[tuple[str, SeriesProgress]]:
    return []


@pytest.fixture(scope="module")
def comparison(progress: list[tuple[str, SeriesProgress]]) -> ArchitectureComparison:
    """The first known architecture, beside itself."""
    name = next(iter(ARCHITECTURES))
    config = TrainingConfig(epochs=1)
    return compare(FEW, config, [name, name], 2, lambda *args: progress.append(args), lambda: False)


def test_every_architecture_gets_every_figure(comparison: ArchitectureComparison) -> None:
    assert len(comparison.results) == 2
    for result in comparison.results:
        assert result.description
        assert 0 <= result.accuracy.low <= result.accuracy.value <= result.accuracy.high <= 1
        assert result.cpu_seconds > 0
        assert result.bundle_bytes > 10_000
        assert 0 < result.latency_ms < 1_000
        assert result.off_topic_refused is not None


def test_what_is_the_same_differs_by_nothing(comparison: ArchitectureComparison) -> None:
    best, other = comparison.results
    assert best.behind is None
    assert other.behind
    assert (other.behind.low, other.behind.value, other.behind.high) == (0, 0, 0)
    assert best.accuracy == other.accuracy


def test_progress_counts_the_trainings_of_one_architecture(
    comparison: ArchitectureComparison, progress: list[tuple[str, SeriesProgress]]
) -> None:
    assert {name for name, _ in progress} == {comparison.results[0].architecture}
    numbers = [training.number for _, training in progress]
    assert [numbers[0], max(numbers), numbers[-1]] == [1, 3, 3]
    assert {training.total for _, training in progress} == {3}


def test_it_is_written_with_all_its_figures(comparison: ArchitectureComparison) -> None:
    written = json.loads(comparison.to_json())
    assert (written["folds"], written["seed"]) == (2, 1)
    first, best = written["contestants"][0], comparison.results[0]
    assert first["accuracy"]["value"] == best.accuracy.value
    assert first["refused"] == best.false_rejection_rate
