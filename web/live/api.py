"""API of hand-overs, for visitors."""

from uuid import UUID

from flask import Blueprint, Response

from web.api.specification import answers, specification
from web.conversations.visitor import required_visitor
from web.core.database import db, reading, writing
from web.core.settings import current_settings
from web.handovers.policy import HandOverPolicy
from web.http.security import limited
from web.http.streams import event_stream
from web.live import rings, schemas, visitors

blueprint = Blueprint("live", __name__)

TAGS = ("Hand-over",)
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
        followed = visitors.ask(session, required_visitor(), conversation_id, policy, query.after)
    return schemas.FollowedHandOver.model_validate(followed)


@blueprint.get(PATH)
@specification.validate(tags=TAGS, resp=answers(404, 422, 503, HTTP_200=schemas.FollowedHandOver))
def follow(conversation_id: UUID, query: schemas.FollowQuery) -> schemas.FollowedHandOver:
    """Read the state of the hand-over, and the messages that are new."""
    with reading(db.session) as session:
        followed = visitors.follow(session, required_visitor(), conversation_id, query.after)
    return schemas.FollowedHandOver.model_validate(followed)


@blueprint.get(f"{PATH}/events")
@limited
@specification.validate(tags=TAGS, resp=answers(404, 429, 503, HTTP_200=None), skip_validation=True)
def events(conversation_id: UUID) -> Response:
    """Get an event whenever there is something new to read; the server ends it after minutes.

    Without the gateway of the server, which keeps the response open, it ends after one event.
    """
    with reading(db.session) as session:
        visitors.check_owner(session, required_visitor(), conversation_id)
    return event_stream(rings.of_visitor(conversation_id))


@blueprint.delete(PATH)
@specification.validate(tags=TAGS, resp=answers(404, 503, HTTP_204=None))
def go_back(conversation_id: UUID) -> tuple[str, int]:
    """Go on with the bot."""
    with writing(db.session) as session:
        announces = current_settings().announces
        visitors.go_back(session, required_visitor(), conversation_id, announces=announces)
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
    settings = current_settings()
    with writing(db.session) as session:
        followed = visitors.leave(
            session,
            required_visitor(),
            conversation_id,
            json.id,
            json.text,
            json.address,
            query.after,
            announces=settings.announces,
            most_messages=settings.most_messages,
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
        visitors.note_typing(session, required_visitor(), conversation_id)
    return "", 204
