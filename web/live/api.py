"""API of hand-overs, for visitors."""

from uuid import UUID

from flask import Blueprint, Response

from web.api.specification import answers, specification
from web.conversations.service import ConversationNotFoundError
from web.core.database import db, reading, writing
from web.core.settings import current_settings
from web.handovers.policy import HandOverPolicy
from web.http.security import limited
from web.http.visitors import current_visitor
from web.live import schemas, visitors

blueprint = Blueprint("live", __name__)

TAGS = ("Hand-over",)
STREAM = "X-Recollect-Stream"
"""Header by which the gateway of the server keeps a response open."""
PATH = "/conversations/<uuid:conversation_id>/hand-over"


@blueprint.post(PATH)
@limited
@specification.validate(
    json=schemas.HandOverRequest,
    tags=TAGS,
    resp=answers(400, 404, 409, 413, 415, 422, 429, 503, HTTP_200=schemas.FollowedHandOver),
)
def ask(conversation_id: UUID, query: schemas.FollowQuery) -> schemas.FollowedHandOver:
    """Ask for a person, and read the messages that are new."""
    policy = HandOverPolicy.of(current_settings())
    with writing(db.session) as session:
        followed = visitors.ask(session, _visitor(), conversation_id, policy, query.after)
    return schemas.FollowedHandOver.model_validate(followed)


@blueprint.get(PATH)
@specification.validate(tags=TAGS, resp=answers(404, 422, 503, HTTP_200=schemas.FollowedHandOver))
def follow(conversation_id: UUID, query: schemas.FollowQuery) -> schemas.FollowedHandOver:
    """Read the state of the hand-over, and the messages that are new."""
    with reading(db.session) as session:
        followed = visitors.follow(session, _visitor(), conversation_id, query.after)
    return schemas.FollowedHandOver.model_validate(followed)


@blueprint.get(f"{PATH}/events")
@limited
@specification.validate(tags=TAGS, resp=answers(404, 429, 503, HTTP_200=None), skip_validation=True)
def events(conversation_id: UUID) -> Response:
    """Get an event whenever there is something new to read; the server ends it after minutes.

    Without the gateway of the server, which keeps the response open, it ends after one event.
    """
    with reading(db.session) as session:
        visitors.check_owner(session, _visitor(), conversation_id)
    response = Response("data: begin\n\n", mimetype="text/event-stream")
    response.headers[STREAM] = conversation_id.hex
    response.headers["X-Accel-Buffering"] = "no"
    return response


@blueprint.delete(PATH)
@specification.validate(tags=TAGS, resp=answers(404, 503, HTTP_204=None))
def go_back(conversation_id: UUID) -> tuple[str, int]:
    """Go on with the bot."""
    with writing(db.session) as session:
        visitors.go_back(session, _visitor(), conversation_id)
    return "", 204


@blueprint.post(f"{PATH}/message")
@limited
@specification.validate(
    tags=TAGS,
    resp=answers(400, 404, 409, 413, 415, 422, 429, 503, HTTP_200=schemas.FollowedHandOver),
)
def leave(
    conversation_id: UUID, json: schemas.LeftMessage, query: schemas.FollowQuery
) -> schemas.FollowedHandOver:
    """Leave a message and an address, where no person came in time."""
    announces = current_settings().event_url is not None
    with writing(db.session) as session:
        followed = visitors.leave(
            session,
            _visitor(),
            conversation_id,
            json.id,
            json.text,
            json.address,
            query.after,
            announces=announces,
            most_messages=current_settings().most_messages,
        )
    return schemas.FollowedHandOver.model_validate(followed)


@blueprint.post(f"{PATH}/typing")
@limited
@specification.validate(
    json=schemas.Typing, tags=TAGS, resp=answers(400, 404, 413, 415, 422, 429, 503, HTTP_204=None)
)
def note_typing(conversation_id: UUID) -> tuple[str, int]:
    """Tell a person that the visitor is typing."""
    with writing(db.session) as session:
        visitors.note_typing(session, _visitor(), conversation_id)
    return "", 204


def _visitor() -> UUID:
    visitor = current_visitor()
    if visitor is None:
        raise ConversationNotFoundError
    return visitor
