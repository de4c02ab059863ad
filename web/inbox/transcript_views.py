"""Page of a conversation: the transcript, with a decision about any message."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from web.accounts.access import may, requires, who
from web.admin.blueprint import NUMBER, admin
from web.admin.forms import place
from web.admin.lists import cursor, parameters
from web.admin.refused import keeps, refused_form
from web.conversations import transcript
from web.core.database import db, reading, writing
from web.core.settings import current_settings
from web.inbox import decisions
from web.inbox.forms import announce, form_decision
from web.inbox.reviews import reviews
from web.inbox.wording import taken_back_sentence
from web.intents.catalogue import catalogue

CONVERSATION = "/conversations/<uuid:conversation_id>"


@admin.get(CONVERSATION)
@requires("viewer")
def conversation(conversation_id: UUID) -> str:
    """Show a transcript, with the ranking behind each answer, and the decisions."""
    with reading(db.session):
        shown = transcript.read(db.session, conversation_id, cursor())
        reviewed = reviews(db.session, (message.id for message in shown.page.rows))
        listed = catalogue(db.session, current_settings().intents) if may("editor") else None
    return render_template(
        "inbox/conversation.html",
        transcript=shown,
        reviews=reviewed,
        tags=listed.tags if listed else (),
        correctable={m.id for m in shown.page.rows if listed and listed.has_response(m)},
        refused=refused_form("admin.conversation_decide", conversation_id=conversation_id),
    )


@admin.post(f"{CONVERSATION}/decide")
@requires("editor")
@keeps("message", "place", "intent", "tag", "response")
def conversation_decide(conversation_id: UUID) -> Response:
    """Decide about a message."""
    with writing(db.session):
        result = decisions.decide(db.session, who(), form_decision(), current_settings().intents)
    announce(result)
    return _back(conversation_id)


@admin.post(f"{CONVERSATION}/undo/{NUMBER}")
@requires("editor")
def conversation_undo(conversation_id: UUID, number: int) -> Response:
    """Take a decision back."""
    with writing(db.session):
        summary = decisions.undo(db.session, who(), number)
    flash(taken_back_sentence(summary), "success")
    return _back(conversation_id)


def _back(conversation_id: UUID) -> Response:
    """Redirect to the same page of the conversation, at the message."""
    address = url_for(
        "admin.conversation", conversation_id=conversation_id, _anchor=place(), **parameters()
    )
    return redirect(address, 303)
