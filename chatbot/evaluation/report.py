"""Report of a training: figures, confusions, tests, comparison with the live model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter

from chatbot.evaluation import metrics
from chatbot.evaluation.comparison import ComparedModel, ModelComparison, compare
from chatbot.evaluation.held_out import HeldOut, HeldOutFigures
from chatbot.evaluation.intent_tests import CheckedTests, FailedTest
from chatbot.evaluation.metrics import IntentFigures
from chatbot.evaluation.outcomes import Outcome
from chatbot.evaluation.reliability import Reliability, reliability
from chatbot.evaluation.unmeasured import Unmeasured
from chatbot.evaluation.weaknesses import Weaknesses


@dataclass(frozen=True, slots=True)
class ConfusionCell:
    """Cell of the confusion matrix: the messages of `intent` mistaken for `predicted`."""

    intent: str
    predicted: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunReport:
    """Held-out patterns and `tests` of a new model, with figures.

    `held_out` is empty, and the figures are None, if no pattern could be spared. `against` is the
    comparison with the model live at the end of the training, None for a first model. `weaknesses`
    is None for a good bot, and in reports from before weaknesses were looked for. `tests_weight` is
    the part of the way, 0 to 1, that the tests raised the threshold of the answers. `unmeasured`
    are intents with a single pattern, of which `held_out` has none.
    """

    seed: int
    held_out: tuple[HeldOut, ...]
    figures: HeldOutFigures | None
    reliability: Reliability | None
    intents: tuple[IntentFigures, ...]
    tests: CheckedTests
    against: ModelComparison | None = None
    weaknesses: Weaknesses | None = None
    tests_weight: float = 0.0
    unmeasured: Unmeasured = field(default_factory=Unmeasured)

    @classmethod
    def of(cls, outcomes: Sequence[Outcome], tests: CheckedTests, seed: int) -> RunReport:
        """Report of outcomes of messages in scope."""
        return cls(
            seed=seed,
            held_out=tuple(map(HeldOut.of, outcomes)),
            figures=HeldOutFigures.of(outcomes, seed),
            reliability=reliability(outcomes) if outcomes else None,
            intents=metrics.per_intent(outcomes) if outcomes else (),
            tests=tests,
        )

    def with_thresholds(self, by_patterns: Sequence[Outcome], tests_weight: float) -> RunReport:
        """Return the report with the answers by the threshold before any tests raised it."""
        held_out = tuple(
            replace(answer, accepted_by_patterns=outcome.accepted)
            for answer, outcome in zip(self.held_out, by_patterns, strict=True)
        )
        return replace(self, held_out=held_out, tests_weight=tests_weight)

    @property
    def rejected_by_patterns(self) -> float:
        """Share of the held-out patterns rejected by the threshold before any test raised it."""
        rejected = [not answer.by_patterns().accepted for answer in self.held_out]
        return sum(rejected) / max(len(rejected), 1)

    def beside(
        self, version: int, live: RunReport | None, failed_tests: Sequence[FailedTest]
    ) -> RunReport:
        """Return the report completed by a comparison with the live model, a stored `version`.

        `live` is the training report of the live model, if any; `failed_tests` are the tests of
        the new model failed by the live model. Where tests raised the threshold of one of the
        models further, both are compared by the threshold before: more tests are no fault.
        """
        ours, theirs = self.held_out, live.held_out if live else ()
        if live and live.tests_weight != self.tests_weight:
            ours, theirs = (
                tuple(answer.by_patterns() for answer in answers) for answers in (ours, theirs)
            )
        sides = ComparedModel(ours, self.tests.failed), ComparedModel(theirs, failed_tests)
        return replace(self, against=compare(version, *sides, self.tests.total, self.seed))

    def confusion(self) -> tuple[ConfusionCell, ...]:
        """Cells of the confusion matrix with messages, the largest first."""
        messages: dict[tuple[str, str], list[str]] = defaultdict(list)
        for answer in self.held_out:
            messages[answer.intent, answer.predicted].append(answer.message)
        pairs = sorted(messages, key=lambda pair: (-len(messages[pair]), pair))
        return tuple(ConfusionCell(*pair, tuple(messages[pair])) for pair in pairs)

    def to_json(self) -> str:
        """The report as a JSON text, to be read by `from_json`."""
        return _REPORT.dump_json(self, by_alias=True).decode()

    @classmethod
    def from_json(cls, text: str) -> RunReport:
        """Read a text of `to_json`; raises ValueError for any other text."""
        return _REPORT.validate_json(text)


_REPORT = TypeAdapter(RunReport)
