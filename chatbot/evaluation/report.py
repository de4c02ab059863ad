"""What a training found out about its model: figures, confusions, tests, and the live model's."""

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


@dataclass(frozen=True, slots=True)
class ConfusionCell:
    """A cell of the confusion matrix: the messages of `intent` that were taken for `got`."""

    intent: str
    got: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunReport:
    """What patterns that networks had not learnt, and the `tests`, say about a new model.

    Where no pattern could be spared, `held_out` is empty and the figures are None. `against` is the
    comparison with the model that was live when training ended; None where none was.
    """

    seed: int
    held_out: tuple[HeldOut, ...]
    figures: HeldOutFigures | None
    reliability: Reliability | None
    intents: tuple[IntentFigures, ...]
    tests: CheckedTests
    against: ModelComparison | None = None

    @classmethod
    def of(cls, judged: Sequence[Outcome], tests: CheckedTests, seed: int) -> RunReport:
        """Return the report of answers to messages in scope."""
        return cls(
            seed=seed,
            held_out=tuple(map(HeldOut.of, judged)),
            figures=HeldOutFigures.of(judged, seed),
            reliability=reliability(judged) if judged else None,
            intents=metrics.per_intent(judged) if judged else (),
            tests=tests,
        )

    def beside(
        self, version: int, live: RunReport | None, failed_tests: Sequence[FailedTest]
    ) -> RunReport:
        """Return this report with the comparison with the live model, which is this version.

        `live` is the report of its training, if there is one; `failed_tests` are those of the new
        model's tests that it fails.
        """
        theirs = ComparedModel(live.held_out if live else (), failed_tests)
        ours = ComparedModel(self.held_out, self.tests.failed)
        return replace(self, against=compare(version, ours, theirs, self.tests.asked, self.seed))

    def confusion(self) -> tuple[ConfusionCell, ...]:
        """Return the cells of the confusion matrix that are not empty, the largest first."""
        messages: dict[tuple[str, str], list[str]] = defaultdict(list)
        for outcome in self.held_out:
            messages[outcome.intent, outcome.got].append(outcome.message)
        pairs = sorted(messages, key=lambda pair: (-len(messages[pair]), pair))
        return tuple(ConfusionCell(*pair, tuple(messages[pair])) for pair in pairs)

    def to_json(self) -> str:
        """Return the report as a JSON text, from which `from_json` makes an equal one."""
        return _REPORT.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> RunReport:
        """Return the report that `to_json` wrote; a ValueError if the text is anything else."""
        return _REPORT.validate_json(text)


_REPORT = TypeAdapter(RunReport)
