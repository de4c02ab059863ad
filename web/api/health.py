"""/healthz says that the process lives; /readyz, that it can answer messages."""

from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from web.api import shapes
from web.api.specification import answers, specification
from web.bots import current_bot
from web.database import db, reading
from web.logs import structlog
from web.model_errors import ModelUnavailableError, NoModelYet

blueprint = Blueprint("health", __name__)
logger = structlog.get_logger(__name__)


@blueprint.get("/healthz")
@specification.validate(tags=("Status",), resp=answers(HTTP_200=shapes.Health))
def healthz() -> shapes.Health:
    """Whether the process answers at all."""
    return shapes.Health(status="ok")


@blueprint.get("/readyz")
@specification.validate(
    tags=("Status",), resp=answers(HTTP_200=shapes.Readiness, HTTP_503=shapes.Readiness)
)
def readyz() -> tuple[shapes.Readiness, int]:
    """Whether messages can be answered: 503 with the reason where they cannot."""
    reason = _unready()
    if reason is None:
        return shapes.Readiness(status="ready"), 200
    return shapes.Readiness(status="unavailable", reason=reason), 503


def _unready() -> str | None:
    try:
        with reading(db.session) as session:
            current_bot(session)
    except NoModelYet:
        return "There is no trained model yet."
    except ModelUnavailableError as error:
        logger.error("not ready", reason=str(error))
        return f"The bot cannot answer: {error.reason}. The log says more."
    except SQLAlchemyError as error:
        logger.error("not ready", reason=str(error))
        return "The database cannot be used; the log says more."
    return None
