"""/api/v1/status: whether the bot can answer, and how its training goes."""

from flask import Blueprint

from web import stored_runs
from web.api import shapes
from web.api.specification import answers, specification
from web.database import db, reading
from web.deployments import can_be_read
from web.settings import current_settings

blueprint = Blueprint("status", __name__)


@blueprint.get("/status")
@specification.validate(tags=("Status",), resp=answers(503, HTTP_200=shapes.Status))
def status() -> shapes.Status:
    """Whether the bot can answer, and the progress of the latest training."""
    with reading(db.session) as session:
        ready = can_be_read(session)
        run = stored_runs.latest(session)
    training = shapes.Training.model_validate(run) if run else None
    bot = shapes.Bot(name=current_settings().bot_name)
    return shapes.Status(ready=ready, bot=bot, training=training)
