"""/metrics, for Prometheus."""

import os
from hmac import compare_digest
from pathlib import Path

from flask import Blueprint, Response, abort
from sqlalchemy.exc import SQLAlchemyError

from web.core.database import db, reading
from web.core.settings import current_settings
from web.http.logs import structlog
from web.http.metrics import FOLDER
from web.http.problems import HttpProblem
from web.http.sessions import bearer
from web.monitoring.figures import DatabaseFigures, read_figures

blueprint = Blueprint("metrics", __name__)

logger = structlog.get_logger(__name__)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Metrics of all processes of the server; 404 without a token in the settings."""
    token = current_settings().metrics_token
    if token is None:
        abort(404)
    if not compare_digest((bearer() or "").encode(), token.encode()):
        sentence = "The metrics need the header Authorization: Bearer RECOLLECT_METRICS_TOKEN."
        raise HttpProblem(401, sentence, {"WWW-Authenticate": "Bearer"})
    # Imported here: an installation without metrics does without.
    from web.monitoring import exposition

    folder = os.environ.get(FOLDER)
    page = exposition.page(Path(folder) if folder else None, _figures())
    return Response(page, content_type=exposition.CONTENT_TYPE)


def _figures() -> DatabaseFigures | None:
    try:
        with reading(db.session) as session:
            return read_figures(session)
    except SQLAlchemyError as error:
        logger.error("no metrics of the database", reason=str(error))
        return None
