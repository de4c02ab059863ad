"""Preview of the next training: the intents, beside the intents of the live model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from chatbot.intents.additions import Additions
from chatbot.intents.diff import IntentSetDiff
from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import IntentSet
from chatbot.located_json.problems import Problem
from web.curation import service as curated
from web.intents.files import unfit_on_disk
from web.intents.intent_list import live_intents
from web.models import deployments

if TYPE_CHECKING:
    from chatbot.intents.linting.finding import Finding


@dataclass(frozen=True, slots=True)
class TrainingPreview:
    """Intents for the next training; None if the files have `problems`.

    `live` is the number of the live version, and `changes` are the later changes of the intents,
    None without a live model or valid files; `additions` are the curated examples and intents. A
    `preliminary` live version has learnt no network.
    """

    live: int | None
    intents: IntentSet | None
    additions: Additions
    changes: IntentSetDiff | None = None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Finding, ...] = ()
    preliminary: bool = False


def preview(session: Session, files: Path, language: str) -> TrainingPreview:
    """Preview of a training of the intent files with the curated examples, in the language."""
    from chatbot.intents.lint import lint

    live, live_set = live_intents(session)
    unfit = unfit_on_disk(files, curated.additions(session).corrections)
    additions = curated.additions(session, but=unfit)
    try:
        intents = additions.joined_to(IntentSet.load(files))
    except IntentsError as error:
        return TrainingPreview(live, None, additions, problems=tuple(error.problems))
    changes = IntentSetDiff.between(live_set, intents) if live_set else None
    findings = lint(intents, language=language)
    warnings = tuple(finding for finding in findings if finding.severity != "info")
    preliminary = deployments.is_preliminary(session)
    return TrainingPreview(live, intents, additions, changes, (), warnings, preliminary)
