"""API of conversations and messages, for visitors."""

from functools import partial
from uuid import UUID, uuid4

from flask import Blueprint, Response, after_this_request

from web.api.specification import answers, specification
from web.conversations import schemas
from web.conversations import service as conversations
from web.conversations.answering import exchange
from web.conversations.service import ConversationNotFoundError, MessageNotFoundError
from web.core.database import db, reading, writing
from web.core.settings import current_settings
from web.http.security import limited
from web.http.visitors import current_visitor, remember_visitor
from web.models.live_bot import LiveBot, current_bot

blueprint = Blueprint("conversations", __name__)

TAGS = ("Conversations",)


@blueprint.post("/conversations")
@limited
@specification.validate(
    json=schemas.NewConversation,
    tags=TAGS,
    resp=answers(400, 413, 415, 422, 429, 503, HTTP_201=schemas.StartedConversation),
)
def start() -> tuple[schemas.StartedConversation, int]:
    """Begin a conversation."""
    current = current_visitor()
    visitor = current or uuid4()
    with writing(db.session) as session:
        conversation_id = conversations.start(session, visitor)
    if current is None:
        after_this_request(partial(remember_visitor, visitor=visitor))
    greeting = list(current_settings().bot_greeting)
    return schemas.StartedConversation(id=conversation_id, greeting=greeting), 201


@blueprint.post("/conversations/<uuid:conversation_id>/messages")
@limited
@specification.validate(
    tags=TAGS,
    resp=answers(
        400,
        404,
        409,
        413,
        415,
        422,
        429,
        503,
        HTTP_200=schemas.MessageExchange,
        HTTP_201=schemas.MessageExchange,
    ),
)
def send(conversation_id: UUID, json: schemas.NewMessage) -> tuple[schemas.MessageExchange, int]:
    """Send a message and get the answer.

    The same `id` again answers 200 with the stored exchange, and stores nothing.
    """
    live = _live_bot()
    done = exchange(db.session, _visitor(), live, conversation_id, json.text, json.id)
    return schemas.MessageExchange.model_validate(done), 200 if done.repeated else 201


@blueprint.get("/conversations/<uuid:conversation_id>/messages")
@specification.validate(tags=TAGS, resp=answers(404, 422, 503, HTTP_200=schemas.History))
def history(conversation_id: UUID, query: schemas.HistoryQuery) -> schemas.History:
    """Read the messages of a conversation, oldest first, a page at a time."""
    with reading(db.session) as session:
        page = conversations.history(
            session, _visitor(), conversation_id, after=query.after, limit=query.limit
        )
    return schemas.History.model_validate(page)


@blueprint.get("/conversations/<uuid:conversation_id>/export")
@specification.validate(
    tags=TAGS, resp=answers(404, 503, HTTP_200=schemas.ConversationTranscript), skip_validation=True
)
def export(conversation_id: UUID) -> Response:
    """Download a whole conversation as JSON."""
    with reading(db.session) as session:
        transcript = conversations.export(session, _visitor(), conversation_id)
    body = schemas.ConversationTranscript.model_validate(transcript).model_dump_json(indent=2)
    name = f"conversation-{transcript.created_at:%Y-%m-%d}-{conversation_id.hex[:8]}.json"
    response = Response(f"{body}\n", content_type="application/json")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@blueprint.delete("/conversations/<uuid:conversation_id>")
@specification.validate(tags=TAGS, resp=answers(404, 503, HTTP_204=None))
def delete(conversation_id: UUID) -> tuple[str, int]:
    """Delete a conversation with all messages and judgements."""
    with writing(db.session) as session:
        conversations.delete(session, _visitor(), conversation_id)
    return "", 204


@blueprint.post("/messages/<uuid:message_id>/feedback")
@limited
@specification.validate(tags=TAGS, resp=answers(400, 404, 413, 415, 422, 429, 503, HTTP_204=None))
def give_feedback(message_id: UUID, json: schemas.NewFeedback) -> tuple[str, int]:
    """Judge an answer; a later judgement replaces an earlier judgement."""
    visitor = current_visitor()
    if visitor is None:
        raise MessageNotFoundError
    with writing(db.session) as session:
        conversations.give_feedback(session, visitor, message_id, json.value, json.comment)
    return "", 204


def _live_bot() -> LiveBot:
    with reading(db.session):
        return current_bot(db.session)


def _visitor() -> UUID:
    visitor = current_visitor()
    if visitor is None:
        raise ConversationNotFoundError
    return visitor
