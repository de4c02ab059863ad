"""Quality gate between training and answering: a new model beside the live model."""

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
from web.models.versions import Version
from web.training import lifecycle, runs
from web.training.notes.note import NoteCode, RunNote
from web.training.runs import Run

if TYPE_CHECKING:
    from chatbot.training.train import TrainedModel

logger = logging.getLogger(__name__)

NOBODY = "Recollect"
"""Name in the audit log for the first run, requested by no person."""


@dataclass(frozen=True, slots=True)
class GateResult:
    """Report of a model beside the `live` version, and the gate's reasons against the model.

    An `overridden` model goes live in spite of the reasons.
    """

    report: RunReport
    live: Version | None
    reasons: tuple[Rejection, ...]
    overridden: bool

    @property
    def accepted(self) -> bool:
        """True if the model may answer."""
        return self.overridden or not self.reasons

    def puts_live(self, run: Run) -> bool:
        """True if the model goes live now: where no lasting one is, a good model need not wait."""
        lasts = self.live is not None and not self.live.preliminary
        return self.accepted and (run.activates or self.overridden or not lasts)

    def is_current(self, session: Session) -> bool:
        """True if the version of the comparison is still live."""
        return deployments.live_version(session) == self.live


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets a model through unless worse than the live model by more than the tolerances.

    `override` lets every model through, and the audit log notes the reasons.
    """

    tolerances: Tolerances = field(default_factory=Tolerances)
    override: bool = False

    @classmethod
    def of(cls, settings: Settings, *, override: bool = False) -> "Gate":
        """Gate with the settings of the installation."""
        tolerances = Tolerances(
            tests=settings.gate_tests / 100,
            macro_f1=settings.gate_macro_f1 / 100,
            false_rejection_rate=settings.gate_fallback / 100,
        )
        return cls(tolerances, override)

    def check(self, session: Session, trained: "TrainedModel") -> GateResult:
        """Compare the model with the live version, and list the reasons against the model."""
        live = deployments.live_version(session)
        report = (
            _beside(session, trained, live) if live and not live.preliminary else trained.report
        )
        reasons = rejections(report, self.tolerances)
        return GateResult(report, live, reasons, self.override and bool(reasons))

    def let_through(
        self, session: Session, run_id: int, bundle: Bundle, result: GateResult
    ) -> Version:
        """Store the model, end the run, and put the model live if the result allows."""
        run = runs.get(session, run_id)
        version = storage.store(session, bundle, training_run_id=run_id)
        report, reasons = result.report, result.reasons
        storage.note_training(session, run.who, version.id, report, reasons)
        live = result.puts_live(run)
        if live:
            deployments.put_live(session, run.who or NOBODY, version.id, reasons)
        notes = [RunNote("rejection", rejection=reason) for reason in reasons]
        lifecycle.log(session, run_id, *notes, RunNote(_ending(result, live), number=version.id))
        accepted = result.accepted
        lifecycle.finish(session, run_id, version.id, report, reasons=reasons, accepted=accepted)
        return version


def _beside(session: Session, trained: "TrainedModel", live: Version) -> RunReport:
    """Report beside the live version's; the live bot answers the new intents' tests, too."""
    intents = IntentSet.from_json(trained.bundle.text(INTENTS))
    try:
        failed = failed_tests(live_bot.load_bot(session, live.id), intents)
    except ModelUnavailableError as error:
        # The live model cannot answer anybody, so any model is better.
        logger.warning("the new model cannot be compared with the live one: %s", error)
        return trained.report
    theirs = runs.report_of_version(session, live.id)
    return trained.report.beside(live.id, theirs, failed)


def _ending(result: GateResult, live: bool) -> NoteCode:
    if result.overridden:
        return "overridden"
    if live:
        return "live"
    return "rejected" if result.reasons else "waits"
