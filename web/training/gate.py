"""The gate between training and answering: judges a new model beside the live one."""

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from chatbot.evaluation.gate import Tolerances, rejections
from chatbot.evaluation.intent_tests import failed_tests
from chatbot.evaluation.rejections import Rejection
from chatbot.evaluation.report import RunReport
from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import INTENTS, Bundle
from web.core.settings import Settings
from web.models import deployments, live_bot, storage
from web.models.errors import ModelUnavailableError
from web.models.rejections import rejection_sentence
from web.models.versions import Version
from web.training import lifecycle, runs
from web.training.runs import Run

if TYPE_CHECKING:
    from chatbot.training.train import TrainedModel

logger = logging.getLogger(__name__)

NOBODY = "Recollect"
"""Who puts the model of a run live that nobody asked for: the first one."""


@dataclass(frozen=True, slots=True)
class GateResult:
    """A model's report beside the version that is `live`, and the gate's reasons against it.

    `overridden` says that it goes live all the same.
    """

    report: RunReport
    live: Version | None
    reasons: tuple[Rejection, ...]
    overridden: bool

    @property
    def accepted(self) -> bool:
        """Whether the model may answer."""
        return self.overridden or not self.reasons

    def puts_live(self, run: Run) -> bool:
        """Whether the model answers from now on; where no other can, a good one need not wait."""
        return self.accepted and (run.activates or self.overridden or self.live is None)

    def is_current(self, session: Session) -> bool:
        """Whether the version is still live that the model stood beside."""
        return deployments.live_version(session) == self.live


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets a model through that is not worse than the live one by more than the margins.

    `override` lets every model through, and notes so.
    """

    tolerances: Tolerances = field(default_factory=Tolerances)
    override: bool = False

    @classmethod
    def of(cls, settings: Settings, *, override: bool = False) -> "Gate":
        """The gate of this installation."""
        tolerances = Tolerances(
            tests=settings.gate_tests / 100,
            macro_f1=settings.gate_macro_f1 / 100,
            refused=settings.gate_fallback / 100,
        )
        return cls(tolerances, override)

    def judge(self, session: Session, trained: "TrainedModel") -> GateResult:
        """Compare the model with the live version, and list the reasons against it."""
        live = deployments.live_version(session)
        report = _beside(session, trained, live) if live else trained.report
        reasons = rejections(report, self.tolerances)
        return GateResult(report, live, reasons, self.override and bool(reasons))

    def let_through(
        self, session: Session, run_id: int, bundle: Bundle, judgement: GateResult
    ) -> Version:
        """Store the model and end its run, and put the model live if it may be."""
        run = runs.get(session, run_id)
        version = storage.store(session, bundle, training_run_id=run_id)
        report, reasons = judgement.report, judgement.reasons
        storage.note_training(session, run.who, version.id, report, reasons)
        live = judgement.puts_live(run)
        if live:
            deployments.put_live(session, run.who or NOBODY, version.id, reasons)
        for sentence in (*map(rejection_sentence, reasons), _ending(version.id, judgement, live)):
            lifecycle.log(session, run_id, sentence)
        accepted = judgement.accepted
        lifecycle.finish(session, run_id, version.id, report, reasons=reasons, accepted=accepted)
        return version


def _beside(session: Session, trained: "TrainedModel", live: Version) -> RunReport:
    """The report beside the live version's: both are asked the tests of the new intents."""
    intents = IntentSet.from_json(trained.bundle.text(INTENTS))
    try:
        failed = failed_tests(live_bot.load_bot(session, live.id), intents)
    except ModelUnavailableError as error:
        # It cannot answer anybody, so any model is better than this one.
        logger.warning("the new model cannot be compared with the live one: %s", error)
        return trained.report
    theirs = runs.report_of_version(session, live.id)
    return trained.report.beside(live.id, theirs, failed)


def _ending(version_id: int, judgement: GateResult, live: bool) -> str:
    if judgement.overridden:
        return f"Version {version_id} is live all the same, because the gate was overridden."
    if live:
        return f"Version {version_id} is live."
    if not judgement.reasons:
        return f"Version {version_id} may go live: it waits for somebody to activate it."
    return f"Version {version_id} is rejected: it is stored, and the live version stays."
