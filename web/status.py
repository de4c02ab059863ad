"""Status of the application: /api/v1/status, /healthz and /readyz."""

from typing import Literal

from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from web.api.schemas import Out
from web.api.specification import answers, specification
from web.core.database import db, reading
from web.core.settings import current_settings
from web.http.logs import structlog
from web.models.deployments import can_be_read, is_preliminary
from web.models.errors import ModelUnavailableError, NoModelYet
from web.models.live_bot import current_bot
from web.training import runs
from web.training.tables import RunStatus

logger = structlog.get_logger(__name__)

blueprint = Blueprint("status", __name__)
health = Blueprint("health", __name__)


class BotStatus(Out):
    name: str


class TrainingStatus(Out):
    """The training under way, or the last training, with the figures of `epoch`."""

    status: RunStatus
    epoch: int | None
    epochs: int | None
    loss: float | None
    accuracy: float | None
    validation_accuracy: float | None
    error: str | None


class Status(Out):
    """Readiness; `preliminary` answers are those of a model made while the first network learns."""

    ready: bool
    preliminary: bool
    bot: BotStatus
    training: TrainingStatus | None


class Health(Out):
    status: Literal["ok"]


class Readiness(Out):
    """Readiness to answer messages; `reason` is a sentence where there is none."""

    status: Literal["ready", "unavailable"]
    reason: str | None = None


@blueprint.get("/status")
@specification.validate(tags=("Status",), resp=answers(503, HTTP_200=Status))
def status() -> Status:
    """Readiness of the bot, and the progress of the latest training."""
    with reading(db.session) as session:
        ready = can_be_read(session)
        preliminary = ready and is_preliminary(session)
        run = runs.latest(session)
    training = TrainingStatus.model_validate(run) if run else None
    bot = BotStatus(name=current_settings().bot_name)
    return Status(ready=ready, preliminary=preliminary, bot=bot, training=training)


@health.get("/healthz")
@specification.validate(tags=("Status",), resp=answers(HTTP_200=Health))
def healthz() -> Health:
    """Sign of life of the process."""
    return Health(status="ok")


@health.get("/readyz")
@specification.validate(tags=("Status",), resp=answers(HTTP_200=Readiness, HTTP_503=Readiness))
def readyz() -> tuple[Readiness, int]:
    """Readiness to answer messages: 503 with the reason where there is none."""
    reason = _unready()
    if reason is None:
        return Readiness(status="ready"), 200
    return Readiness(status="unavailable", reason=reason), 503


def _unready() -> str | None:
    try:
        with reading(db.session) as session:
            current_bot(session)
    except NoModelYet:
        return "There is no trained model yet."
    except ModelUnavailableError as error:
        logger.error("not ready", reason=str(error))
        return error.public
    except SQLAlchemyError as error:
        logger.error("not ready", reason=str(error))
        return "The database cannot be used; the log says more."
    return None
