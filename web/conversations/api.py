"""API of conversations and messages, for visitors."""

from dataclasses import replace
from functools import partial
from uuid import UUID, uuid4

from flask import Blueprint, Response, after_this_request

from chatbot.dialogue.surroundings import Surroundings
from web.actions.service import act
from web.api.specification import answers, specification
from web.conversations import listing, schemas
from web.conversations import service as conversations
from web.conversations.answering.service import exchange
from web.conversations.export import text_of
from web.conversations.observation import observe
from web.conversations.service import MessageNotFoundError, StoredConversation
from web.conversations.visitor import required_visitor
from web.core.database import db, reading, utc_now, writing
from web.core.settings import current_settings
from web.handovers.policy import HandOverPolicy
from web.http.languages import first_language
from web.http.security import limited
from web.http.visitors import current_visitor, remember_visitor
from web.models.live_bot import LiveBot, current_bot, last_bot
from web.models.spoken_language import spoken_language

blueprint = Blueprint("conversations", __name__)

TAGS = ("Conversations",)


@blueprint.post("/conversations")
@limited
@specification.validate(
    json=schemas.NewConversation,
    tags=TAGS,
    resp=answers(400, 409, 413, 415, 422, 429, 503, HTTP_201=schemas.StartedConversation),
)
def start() -> tuple[schemas.StartedConversation, int]:
    """Begin a conversation."""
    current = current_visitor()
    visitor = current or uuid4()
    settings = current_settings()
    with writing(db.session) as session:
        conversation_id = conversations.start(session, visitor, settings.most_conversations)
        greeting = settings.greeting(spoken_language(session, settings))
    if current is None:
        after_this_request(partial(remember_visitor, visitor=visitor))
    started = schemas.StartedConversation(
        id=conversation_id, greeting=list(greeting), quick_replies=list(settings.bot_openings)
    )
    return started, 201


@blueprint.get("/conversations")
@specification.validate(
    tags=TAGS, resp=answers(404, 422, 503, HTTP_200=schemas.ConversationSummaries)
)
def own_list(query: schemas.ListQuery) -> schemas.ConversationSummaries:
    """List the visitor's conversations with messages, the last used first."""
    visitor = current_visitor()
    if visitor is None:
        return schemas.ConversationSummaries(conversations=[], next=None)
    with reading(db.session) as session:
        page = listing.conversations_of(session, visitor, after=query.after, limit=query.limit)
    return schemas.ConversationSummaries.model_validate(page)


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
    live = last_bot() or _live_bot()
    settings = current_settings()
    policy = HandOverPolicy.of(settings)
    done = exchange(
        db.session,
        required_visitor(),
        live,
        conversation_id,
        json.text,
        json.id,
        most_messages=settings.most_messages,
        act=act,
        policy=policy,
        surroundings=_surroundings(json.page, policy),
        announces=settings.announces,
    )
    observe(conversation_id, done)
    return schemas.MessageExchange.model_validate(done), 200 if done.repeated else 201


def _surroundings(page: schemas.PageValues | None, policy: HandOverPolicy | None) -> Surroundings:
    has_persons = policy is not None and policy.is_open(utc_now())
    around = Surroundings(first_language(), has_persons=has_persons)
    return replace(around, contexts=tuple(page.contexts), slots=page.slots) if page else around


@blueprint.get("/conversations/<uuid:conversation_id>/messages")
@specification.validate(tags=TAGS, resp=answers(404, 422, 503, HTTP_200=schemas.History))
def history(conversation_id: UUID, query: schemas.HistoryQuery) -> schemas.History:
    """Read the messages of a conversation, oldest first, a page at a time."""
    with reading(db.session) as session:
        page = conversations.history(
            session, required_visitor(), conversation_id, after=query.after, limit=query.limit
        )
    return schemas.History.model_validate(page)


@blueprint.get("/conversations/<uuid:conversation_id>/export")
@specification.validate(
    tags=TAGS, resp=answers(404, 503, HTTP_200=schemas.ConversationTranscript), skip_validation=True
)
def export(conversation_id: UUID) -> Response:
    """Download a whole conversation as JSON."""
    conversation = _whole(conversation_id)
    transcript = schemas.ConversationTranscript.model_validate(conversation)
    body = transcript.model_dump_json(indent=2)
    return _file(conversation, f"{body}\n", "application/json", "json")


@blueprint.get("/conversations/<uuid:conversation_id>/transcript")
@specification.validate(tags=TAGS, resp=answers(404, 503, HTTP_200=None), skip_validation=True)
def transcript(conversation_id: UUID) -> Response:
    """Download a whole conversation as a text to read."""
    conversation = _whole(conversation_id)
    text = text_of(conversation, current_settings().bot_name)
    return _file(conversation, text, "text/plain; charset=utf-8", "txt")


def _whole(conversation_id: UUID) -> StoredConversation:
    with reading(db.session) as session:
        return conversations.export(session, required_visitor(), conversation_id)


def _file(
    conversation: StoredConversation, content: str, content_type: str, suffix: str
) -> Response:
    response = Response(content, content_type=content_type)
    name = f"conversation-{conversation.created_at:%Y-%m-%d}-{conversation.id.hex[:8]}.{suffix}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@blueprint.delete("/conversations/<uuid:conversation_id>")
@specification.validate(tags=TAGS, resp=answers(404, 503, HTTP_204=None))
def delete(conversation_id: UUID) -> tuple[str, int]:
    """Delete a conversation with all messages and judgements."""
    with writing(db.session) as session:
        conversations.delete(session, required_visitor(), conversation_id)
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
