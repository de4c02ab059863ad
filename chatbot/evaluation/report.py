"""Report of a training: figures, confusions, tests, comparison with the live model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from chatbot.evaluation import metrics
from chatbot.evaluation.comparison import ComparedModel, ModelComparison, compare
from chatbot.evaluation.held_out import HeldOut, HeldOutFigures
from chatbot.evaluation.intent_tests import CheckedTests, FailedTest
from chatbot.evaluation.metrics import IntentFigures
from chatbot.evaluation.outcomes import Outcome
from chatbot.evaluation.reliability import Reliability, reliability
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
    is None for a good bot, and in reports from before weaknesses were looked for.
    """

    seed: int
    held_out: tuple[HeldOut, ...]
    figures: HeldOutFigures | None
    reliability: Reliability | None
    intents: tuple[IntentFigures, ...]
    tests: CheckedTests
    against: ModelComparison | None = None
    weaknesses: Weaknesses | None = None

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

    def beside(
        self, version: int, live: RunReport | None, failed_tests: Sequence[FailedTest]
    ) -> RunReport:
        """Return the report completed by a comparison with the live model, a stored `version`.

        `live` is the training report of the live model, if any; `failed_tests` are the tests of
        the new model failed by the live model.
        """
        theirs = ComparedModel(live.held_out if live else (), failed_tests)
        ours = ComparedModel(self.held_out, self.tests.failed)
        return replace(self, against=compare(version, ours, theirs, self.tests.total, self.seed))

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
